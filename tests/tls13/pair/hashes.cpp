// Suites of SHA-256 and SHA-384 in TLS 1.3, alone and mixed: RFC 8446 4.1.4, 4.2.11, 4.4.1.
#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using enum cipher_suite;

template <int Role> struct keys_of_sha384 : prompt<Role> { using psk = mbedtls::psk_sha384; };

template <options O, cipher_suite... Suites> struct with_suites : policy_of<O> {
    using versions = version_list<protocol_version::tls_1_3>;
    using suites = suite_list<Suites...>;
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke, psk_key_exchange_mode::psk_ke>;
    template <int Role> using crypto_of = prompt<Role>;
};
inline constexpr options exporting{.exporters = true};
inline constexpr options empty_shares{.empty_share_list = true, .exporters = true};
inline constexpr options with_cookie{.cookie = true, .exporters = true};

template <options O = exporting> struct short_alone : with_suites<O, aes_128_gcm_sha256> {};
template <options O = exporting> struct long_alone : with_suites<O, aes_256_gcm_sha384> {
    template <int Role> using crypto_of = keys_of_sha384<Role>;
};
template <options O = exporting> struct short_first : with_suites<O, aes_128_gcm_sha256, aes_256_gcm_sha384> {};
template <options O = exporting> struct long_first : with_suites<O, aes_256_gcm_sha384, aes_128_gcm_sha256> {};
/// External keys are of SHA-384.
template <class Base> struct long_keys : Base { template <int Role> using crypto_of = keys_of_sha384<Role>; };
template <class Base> struct only_keys : Base { using signature_schemes = scheme_list<>; };
template <class Base> struct slow : Base { template <int Role> using crypto_of = hesitant<Role, 2>; };

/// A side that chooses among its suites before each connection.
struct chooses {
    [[nodiscard]] bool offers(cipher_suite suite) const { return only == cipher_suite{} || suite == only; }
    cipher_suite only{};
};
template <class P> struct client_side : client_proves<P>, chooses {
    psk_choice<typename P::crypto::psk::key> external_psk() {
        return {this->identity_name, has_external ? &this->key : nullptr};
    }
    bool has_external = false;
};
template <class P> struct server_side : server_asks<P>, chooses {
    psk_choice<typename P::crypto::psk::key> external_psk(byte_view name) { return this->psk(name); }
    [[nodiscard]] std::span<cookie_key const> cookie_keys() const { return cookies; }
    server_side() { this->wants = client_certificate::unwanted; }
    std::array<cookie_key, 1> cookies{{{1}}};
};
template <class C, class S = C> using meeting = world<C, S, client_side, server_side>;

template <class F> bool finishes(F const& f) {
    crypto_status answer = f();
    while (answer == crypto_status::pending) answer = f();
    return answer == crypto_status::done;
}
/// Both sides talk, change keys, and export the same.
template <class Link> void check_link(Link& l, cipher_suite expected) {
    CHECK(l.client.current().suite == expected);
    CHECK(l.server.current().suite == expected);
    CHECK(l.between.talks());
    bytes const label = to_bytes("EXPORTER-test");
    std::array<std::uint8_t, 100> a{}, b{};
    CHECK(finishes([&] { return l.client.side->export_material(label, {}, a); }));
    CHECK(finishes([&] { return l.server.side->export_material(label, {}, b); }));
    CHECK(a == b);
    CHECK(l.client.side->update_keys(true));
    l.between.settle();
    CHECK(l.between.talks());
    CHECK(l.between.closes());
}
/// A full handshake, and two resumptions by ticket.
template <class C, class S> void check_three(cipher_suite expected, bool external = false, bool proves = false) {
    meeting<C, S> w;
    w.knows.has_external = external;
    w.server.wants = proves ? client_certificate::required : client_certificate::unwanted;
    for (unsigned i = 0; i < 3; ++i) {
        auto const l = w.connected();
        REQUIRE(l);
        CHECK(l->client.resumed() == (i != 0));
        CHECK((l->server.side->peer().kind == identity_kind::psk_identity_sha256) == external);
        CHECK((l->server.side->peer().kind == identity_kind::spki_sha256) == proves);
        check_link(*l, expected);
    }
}

} // namespace

TEST_CASE("sides with one hash or both connect and resume in the server's best common suite") {
    check_three<long_alone<>, long_alone<>>(aes_256_gcm_sha384, false, true);
    check_three<long_alone<>, short_first<>>(aes_256_gcm_sha384, false, true);
    check_three<short_alone<>, long_first<>>(aes_128_gcm_sha256, false, true);
    check_three<short_first<>, long_alone<>>(aes_256_gcm_sha384);
    check_three<long_first<>, short_alone<>>(aes_128_gcm_sha256);
    check_three<short_first<>, long_first<>>(aes_256_gcm_sha384, false, true);
    check_three<long_first<>, short_first<>>(aes_128_gcm_sha256, false, true);
}
TEST_CASE("RFC 8446 4.2.11: the hash of an external key decides between the suites") {
    check_three<long_alone<>, long_alone<>>(aes_256_gcm_sha384, true);
    check_three<short_first<>, long_first<>>(aes_128_gcm_sha256, true);
    check_three<long_keys<short_first<>>, long_keys<short_first<>>>(aes_256_gcm_sha384, true);
    check_three<long_alone<>, only_keys<long_keys<short_first<>>>>(aes_256_gcm_sha384, true);
    check_three<only_keys<short_first<>>, only_keys<long_first<>>>(aes_128_gcm_sha256, true);
}
TEST_CASE("RFC 8446 4.4.1: the hash of the suite replaces the first hello after a HelloRetryRequest") {
    check_three<long_alone<empty_shares>, long_alone<>>(aes_256_gcm_sha384, false, true);
    check_three<long_alone<>, long_alone<with_cookie>>(aes_256_gcm_sha384, true);
    check_three<short_first<empty_shares>, long_first<>>(aes_256_gcm_sha384);
    check_three<short_first<empty_shares>, long_first<>>(aes_128_gcm_sha256, true);
    check_three<long_keys<short_first<empty_shares>>, long_keys<short_first<>>>(aes_256_gcm_sha384, true);
    check_three<short_first<empty_shares>, long_first<with_cookie>>(aes_256_gcm_sha384, false, true);
    check_three<only_keys<short_first<>>, only_keys<long_first<with_cookie>>>(aes_128_gcm_sha256, true);
}
TEST_CASE("RFC 8446 4.2.11: a ticket resumes in a suite with its hash, whatever the server prefers") {
    meeting<short_first<>> w;
    w.server.only = aes_256_gcm_sha384;
    REQUIRE(w.connected());
    w.server.only = {};
    auto const l = w.connected();
    REQUIRE(l);
    CHECK(l->client.resumed());
    check_link(*l, aes_256_gcm_sha384);
}
TEST_CASE(
    "RFC 8446 4.2.11: a server without a suite of the ticket's hash declines the ticket, and takes the other key") {
    for (bool const external : {false, true}) {
        meeting<short_first<>> w;
        w.server.only = aes_256_gcm_sha384;
        REQUIRE(w.connected());
        w.server.only = aes_128_gcm_sha256;
        w.knows.has_external = external; // bound to SHA-256: the hello has binders of 48 and of 32 bytes
        auto const l = w.connected();
        REQUIRE(l);
        CHECK_FALSE(l->client.resumed());
        CHECK((l->server.side->peer().kind == identity_kind::psk_identity_sha256) == external);
        check_link(*l, aes_128_gcm_sha256);
    }
}
TEST_CASE(
    "RFC 8446 4.1.4: the second hello has no key with another hash than that of the suite in a HelloRetryRequest") {
    for (bool const external : {false, true}) {
        meeting<short_first<empty_shares>, short_first<with_cookie>> w;
        w.server.only = aes_256_gcm_sha384;
        REQUIRE(w.connected());
        w.server.only = aes_128_gcm_sha256;
        w.knows.has_external = external;
        auto const l = w.connected();
        REQUIRE(l);
        CHECK_FALSE(l->client.resumed());
        CHECK((l->server.side->peer().kind == identity_kind::psk_identity_sha256) == external);
        check_link(*l, aes_128_gcm_sha256);
        w.server.only = aes_256_gcm_sha384; // now the external key goes
        if (external) {
            auto const again = w.connected();
            REQUIRE(again);
            CHECK(again->server.side->peer().kind == identity_kind::none);
            check_link(*again, aes_256_gcm_sha384);
        }
    }
}
TEST_CASE("BD3: operations that are pending repeat with the same arguments for both hashes") {
    for (auto const only : {aes_128_gcm_sha256, aes_256_gcm_sha384}) {
        meeting<slow<short_first<empty_shares>>, slow<short_first<with_cookie>>> w;
        w.server.only = only;
        for (unsigned i = 0; i < 2; ++i) {
            auto const l = w.connected();
            REQUIRE(l);
            CHECK(l->client.resumed() == (i != 0));
            check_link(*l, only);
        }
        CHECK(hesitant<0, 2>::changed() == 0);
        CHECK(hesitant<1, 2>::changed() == 0);
    }
}
TEST_CASE("a policy with suites of one hash has no state for the other") {
    using of_short = connection<as_client<short_alone<>>>;
    using of_both = connection<as_client<short_first<>>>;
    CHECK(sizeof(of_short::transcript) == sizeof(mbedtls::sha256));
    CHECK(sizeof(of_both::transcript) >= sizeof(mbedtls::sha256) + sizeof(mbedtls::sha384));
    CHECK(sizeof(connection<as_client<long_alone<>>>::transcript) == sizeof(mbedtls::sha384));
}
