// Client and server of the library with TLS 1.3: every mode, tickets, cuts at every byte, pending operations, and ends
// at every moment.
#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using enum cipher_suite;

template <options O = options{}> struct certificates : policy_of<O> {
    using versions = version_list<protocol_version::tls_1_3>;
    using suites = suite_list<aes_128_gcm_sha256, aes_128_ccm_8_sha256>;
    using protocols = protocol_list<"mqtt">;
    template <int Role> using crypto_of = prompt<Role>;
};
template <options O = options{}> struct keys : certificates<O> { using signature_schemes = scheme_list<>; };
template <options O = options{}> struct keys_alone : keys<O> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_ke>;
    using groups = group_list<>;
};
template <options O = options{}> struct either : certificates<O> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke, psk_key_exchange_mode::psk_ke>;
};
template <options O = options{}> struct ccm : either<O> { using suites = suite_list<aes_128_ccm_8_sha256>; };
template <options O = options{}> struct chacha : either<O> { using suites = suite_list<chacha20_poly1305_sha256>; };
template <options O = options{}> struct slow : either<O> { template <int Role> using crypto_of = hesitant<Role, 2>; };

template <class P> struct client_side : client_proves<P> {
    psk_choice<typename P::crypto::psk::key> external_psk() {
        return {this->identity_name, has_external ? &this->key : nullptr};
    }
    bool has_external = false;
};
template <class P> struct server_side : server_asks<P> {
    psk_choice<typename P::crypto::psk::key> external_psk(byte_view name) { return this->psk(name); }
    [[nodiscard]] std::span<cookie_key const> cookie_keys() const { return cookies; }
    server_side() { this->wants = client_certificate::unwanted; }
    std::array<cookie_key, 2> cookies{{{1}, {2}}};
};
template <class C, class S = C> using meeting = world<C, S, client_side, server_side>;

inline constexpr options empty_shares{.empty_share_list = true};
inline constexpr options with_cookie{.cookie = true};
inline constexpr options disguised{.middlebox_compatibility = middlebox_mode::always};
inline constexpr options short_fragments{.fragment_length = max_fragment_length_code::bytes_512};
inline constexpr options many_tickets{.ticket_slots = 4, .tickets_per_name = 3, .tickets_sent = 3};
inline constexpr options exporting{.exporters = true};

/// A full handshake, and two resumptions by ticket.
template <class C, class S = C> void check_three(bool external, bool with_certificate = false) {
    meeting<C, S> w;
    w.knows.has_external = external;
    w.server.wants = with_certificate ? client_certificate::required : client_certificate::unwanted;
    for (unsigned i = 0; i < 3; ++i) {
        auto const l = w.connected();
        REQUIRE(l);
        CHECK(l->client.resumed() == (i != 0));
        CHECK(l->client.current().version == protocol_version::tls_1_3);
        CHECK(l->client.current().suite == l->server.current().suite);
        CHECK(l->client.side->protocol() == 1);
        CHECK(l->server.side->protocol() == 1);
        identity const& client = l->server.side->peer();
        CHECK(client.kind == (external           ? identity_kind::psk_identity_sha256
                              : with_certificate ? identity_kind::spki_sha256
                                                 : identity_kind::none));
        CHECK(l->between.talks());
        CHECK(l->client.most_public_key <= 1);
        CHECK(l->server.most_public_key <= 1);
        CHECK(l->between.closes());
        CHECK(w.store.size() == 1);
    }
}

} // namespace

TEST_CASE("every mode and suite connects, resumes and talks") {
    check_three<certificates<>>(false);
    check_three<certificates<>>(true);
    check_three<certificates<>>(false, true);
    check_three<keys<>>(true);
    check_three<keys_alone<>>(true);
    check_three<either<>>(false);
    check_three<either<>>(true);
    check_three<ccm<>>(false, true);
    check_three<chacha<>>(false, true);
    check_three<chacha<>>(true);
    check_three<keys<>, either<>>(true);
    check_three<keys_alone<>, either<>>(true);
    check_three<either<disguised>, either<>>(false);
    check_three<either<short_fragments>, either<>>(false, true);
}
TEST_CASE("HR10: a client without a share is asked for one, with and without a pre-shared key, and by its ticket") {
    check_three<certificates<empty_shares>, certificates<>>(false, true);
    check_three<certificates<empty_shares>, certificates<>>(true);
    check_three<keys<empty_shares>, keys<>>(true);
}
TEST_CASE("HR13: a client that is asked for a cookie brings it, with and without shares, keys and tickets") {
    check_three<certificates<>, certificates<with_cookie>>(false, true);
    check_three<certificates<disguised>, either<with_cookie>>(true);
    check_three<certificates<empty_shares>, certificates<with_cookie>>(false);
    check_three<keys<>, keys<with_cookie>>(true);
    check_three<keys_alone<>, keys_alone<with_cookie>>(true);
    for (bool const external : {false, true}) { // BD3
        meeting<slow<empty_shares>, slow<with_cookie>> w;
        w.knows.has_external = external;
        for (unsigned i = 0; i < 2; ++i) {
            auto const l = w.connected();
            REQUIRE(l);
            CHECK(l->between.talks());
        }
        CHECK(hesitant<1, 2>::changed() == 0);
    }
}
TEST_CASE("NT6, NT10: each of several tickets resumes once, and each resumption gives as many") {
    meeting<certificates<many_tickets>> w;
    REQUIRE(w.connected());
    CHECK(w.store.size() == 3);
    for (unsigned i = 0; i < 6; ++i) {
        auto const l = w.connected();
        REQUIRE(l);
        CHECK(l->client.resumed());
        CHECK(w.store.size() == 3);
    }
}
TEST_CASE("NT13: a ticket under a key that is gone is declined, and the next one resumes") {
    meeting<certificates<>> w;
    REQUIRE(w.connected());
    w.rotate();
    w.rotate();
    auto const full = w.connected();
    REQUIRE(full);
    CHECK_FALSE(full->client.resumed());
    auto const next = w.connected();
    REQUIRE(next);
    CHECK(next->client.resumed());
}
TEST_CASE("PS8, PS14: a server with a certificate does without a key that it does not know; one without says nothing") {
    meeting<certificates<>> w;
    w.knows.has_external = true;
    w.knows.identity_name = "6d696c6b"_hex; // milk
    auto const l = w.connected();
    REQUIRE(l);
    CHECK(w.server.seen_identity == to_bytes("milk"));
    CHECK(l->server.side->peer().kind == identity_kind::none);
    CHECK(l->client.side->peer().kind == identity_kind::spki_sha256);

    meeting<keys<>> strict;
    strict.knows.has_external = true;
    strict.knows.key = key_from<typename as_client<keys<>>::crypto::psk>(other_psk_key);
    auto const refused = strict.begun();
    refused->between.settle();
    CHECK(refused->server.alert_sent() == 51);
    CHECK(refused->client.alert_received() == 51);
}
TEST_CASE("KU3, KU4: both sides take new keys at once, between data") {
    meeting<certificates<>> w;
    auto const l = w.connected();
    REQUIRE(l);
    for (unsigned i = 0; i < 8; ++i) {
        CHECK(l->client.side->update_keys(i % 2 == 0));
        CHECK(l->server.side->update_keys(i % 4 < 2));
        l->between.settle();
        CHECK(l->between.talks());
    }
    CHECK(l->between.closes());
}
TEST_CASE("XP5: both sides export the same") {
    meeting<certificates<exporting>> w;
    auto const l = w.connected();
    REQUIRE(l);
    bytes const label = to_bytes("EXPORTER-Channel-Binding");
    std::array<std::uint8_t, 32> a{}, b{};
    CHECK(l->client.side->export_material(label, {}, a) == crypto_status::done);
    CHECK(l->server.side->export_material(label, {}, b) == crypto_status::done);
    CHECK(a == b);
    CHECK(a != std::array<std::uint8_t, 32>{});
}
TEST_CASE("K8: a transport may cut every record at every byte, in either direction") {
    meeting<certificates<disguised>, certificates<>> w;
    w.server.wants = client_certificate::required;
    for (std::uint32_t at = 0; at < 640; ++at) {
        auto const l = w.begun();
        l->between.how.cuts = {transport::cut::kind::records, at};
        CHECK(l->between.connects());
        CHECK(l->client.resumed() == (at != 0));
    }
    for (std::uint32_t size : {1U, 2U, 3U, 5U, 64U}) {
        auto const l = w.begun();
        l->between.how.most_in = l->between.how.most_out = size;
        l->between.how.blocks = true;
        CHECK(l->between.connects());
        CHECK(l->between.talks());
    }
}
TEST_CASE("BD3: every operation of either side may answer pending, and is asked again with the same arguments") {
    using server_crypto = hesitant<1, 2>;
    for (bool const external : {false, true}) {
        for (bool const certificate : {false, true}) {
            meeting<slow<>> w;
            w.knows.has_external = external;
            w.server.wants = certificate ? client_certificate::required : client_certificate::unwanted;
            for (unsigned i = 0; i < 2; ++i) {
                auto const l = w.connected();
                REQUIRE(l);
                CHECK(l->client.resumed() == (i == 1));
                CHECK(l->between.talks());
                CHECK(l->client.side->update_keys(true));
                l->between.settle();
                CHECK(l->server.side->update_keys(true));
                l->between.settle();
                CHECK(l->between.talks());
                CHECK(l->between.closes());
            }
        }
    }
    meeting<slow<empty_shares>, slow<>> w;
    auto const l = w.connected();
    REQUIRE(l);
    CHECK(server_crypto::changed() == 0);
    CHECK(server_crypto::answered_pending() > 500);
    CHECK(hesitant<0, 2>::changed() == 0);
    CHECK(hesitant<0, 2>::answered_pending() > 500);
}
TEST_CASE("BD5, BD8: a server may end at every call, by its caller, its transport or its death, and is as new then") {
    for (int const how : {0, 1, 2}) {
        unsigned stop = 0;
        for (bool connected = false; !connected; ++stop) {
            meeting<slow<>> w;
            w.knows.has_external = stop % 3 == 0;
            w.server.wants = client_certificate::required;
            auto const l = w.begun();
            bytes up, down;
            for (unsigned i = 0; i < stop; ++i) {
                l->client.turn(down, up);
                l->server.turn(up, down);
            }
            connected = l->server.idle() && l->client.idle();
            if (how == 0) l->server.side->close();
            if (how == 1) l->server.side->transport_lost();
            if (how == 2) {
                l->server.destroy();
                continue;
            }
            for (unsigned i = 0; i < 200 && !l->server.over(); ++i) l->server.turn(up, down);
            CHECK(l->server.over());
            bool clean = true;
            for (std::uint8_t const each : l->server.side->current().master_secret) clean = clean && each == 0;
            CHECK(clean);
            // The client receives a readable alert, or nothing.
            for (unsigned i = 0; i < 200; ++i) l->client.turn(down, up);
            CHECK(l->client.alert_sent() != 20);
            CHECK(l->server.side->accept());
        }
        CHECK(stop > 50);
    }
}
