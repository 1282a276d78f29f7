// Clients and servers of one version and of both versions, in every combination: RFC 8446 4.2.1, 4.1.3, D, RFC 7507.
#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using enum cipher_suite;
using enum protocol_version;

template <options O = options{}> struct of_both : policy_of<O> {
    using versions = version_list<tls_1_3, tls_1_2>;
    using suites = suite_list<aes_128_gcm_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256, psk_with_aes_128_gcm_sha256>;
    template <int Role> using crypto_of = prompt<Role>;
};
struct likes_old : of_both<> {
    using versions = version_list<tls_1_2, tls_1_3>;
};
struct modern : of_both<> {
    using versions = version_list<tls_1_3>;
    using suites = suite_list<aes_128_gcm_sha256>;
};
template <options O = options{}> struct old : of_both<O> {
    using versions = version_list<tls_1_2>;
    using suites = suite_list<ecdhe_ecdsa_with_aes_128_gcm_sha256, psk_with_aes_128_gcm_sha256>;
};
struct slow : of_both<> {
    template <int Role> using crypto_of = hesitant<Role, 2>;
};

template <class P> struct client_side : client_proves<P> {
    psk_choice<typename P::crypto::psk::key> external_psk() { return {psk_name, has_external ? &this->key : nullptr}; }
    bool has_external = false;
};
template <class P> struct server_side : server_asks<P> {
    psk_choice<typename P::crypto::psk::key> external_psk(byte_view name) { return this->psk(name); }
    server_side() { this->wants = client_certificate::unwanted; }
};
template <class C, class S = C> using meeting = world<C, S, client_side, server_side>;

inline bytes const sentinel{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};
/// True if the server's random ends with the sentinel. The ServerHello is the first message.
template <class Link> bool is_marked(Link& l) {
    bytes const& sent = l.server.all_sent;
    return sent.size() > 43 && bytes(sent.begin() + 35, sent.begin() + 43) == sentinel;
}
template <class Link> bool ended_with(Link& l, int alert) {
    l.between.settle();
    return l.server.alert_sent() == alert && l.client.alert_received() == alert;
}

/// Three connections; the second and third are resumed.
template <class C, class S> void check_three(protocol_version expected, bool marked) {
    meeting<C, S> w;
    for (unsigned i = 0; i < 3; ++i) {
        auto const l = w.connected();
        REQUIRE(l);
        CHECK(l->client.current().version == expected);
        CHECK(l->server.current().version == expected);
        CHECK(l->client.resumed() == (i != 0));
        CHECK(is_marked(*l) == marked);
        CHECK(l->between.talks());
        CHECK(l->between.closes());
    }
}

inline constexpr options exporting{.exporters = true};
/// Both sides export the same key material while connected, and zeros afterwards.
template <class C, class S> void check_exports() {
    meeting<C, S> w;
    bytes const label = to_bytes("EXPORTER-Channel-Binding");
    bytes const context = to_bytes("context");
    auto const l = w.connected();
    REQUIRE(l);
    std::array<std::uint8_t, 40> with{}, without{}, of_server{};
    CHECK(l->client.side->export_material(label, context, with) == crypto_status::done);
    CHECK(l->server.side->export_material(label, context, of_server) == crypto_status::done);
    CHECK(with == of_server);
    CHECK(l->client.side->export_material(label, without) == crypto_status::done);
    CHECK(l->server.side->export_material(label, of_server) == crypto_status::done);
    CHECK(without == of_server);
    CHECK(with != without);
    l->client.side->transport_lost();
    l->server.side->transport_lost();
    CHECK(l->client.side->export_material(label, context, with) == crypto_status::failed);
    CHECK(l->server.side->export_material(label, context, of_server) == crypto_status::failed);
    CHECK(with == std::array<std::uint8_t, 40>{});
    CHECK(of_server == std::array<std::uint8_t, 40>{});
}

} // namespace

TEST_CASE("VN12, VN13, VN14: every client meets every server, in the best version that both have, and resumes there") {
    check_three<of_both<>, of_both<>>(tls_1_3, false);
    check_three<modern, of_both<>>(tls_1_3, false);
    check_three<old<>, of_both<>>(tls_1_2, true); // resumptions have the mark, too
    check_three<of_both<>, modern>(tls_1_3, false);
    check_three<of_both<>, old<>>(tls_1_2, false);
    check_three<modern, modern>(tls_1_3, false);
    check_three<old<>, likes_old>(tls_1_2, true);
    meeting<modern, old<>> w;
    CHECK(ended_with(*w.begun(), 70));
    meeting<old<>, modern> v;
    CHECK(ended_with(*v.begun(), 70));
}
TEST_CASE("XP1, RFC 5705: both sides of a connection of either version export the same") {
    check_exports<of_both<exporting>, of_both<exporting>>();
    check_exports<old<exporting>, of_both<exporting>>();
    check_exports<of_both<exporting>, old<exporting>>();
    check_exports<old<exporting>, old<exporting>>();
}
TEST_CASE("DG3: a server that likes TLS 1.2 better marks its choice, and a client of both refuses it") {
    meeting<of_both<>, likes_old> w;
    auto const l = w.begun();
    l->between.settle();
    CHECK(is_marked(*l));
    CHECK(l->client.why() == errc::downgrade_detected);
}
TEST_CASE("NT11: a ticket of one version resumes nothing in the other") {
    meeting<of_both<>, of_both<>> v;
    typename decltype(v)::link l{v};
    l.server.side->transport_lost();
    REQUIRE(l.server.side->accept(tls_1_2, tls_1_2));
    l.between.settle();
    CHECK(l.client.idle());
    CHECK(l.server.current().version == tls_1_2);
    CHECK_FALSE(is_marked(l)); // VN21: a limit of this connection is no fallback
    CHECK(v.store.size() == 1);
    auto const next = v.connected(); // the ticket of TLS 1.2 stays
    REQUIRE(next);
    CHECK(next->client.current().version == tls_1_3);
    CHECK_FALSE(next->client.resumed());
}
TEST_CASE("VN21: limits of one connection") {
    meeting<of_both<>, of_both<>> w;
    {
        auto const l = w.begun();
        l->server.side->transport_lost();
        CHECK_FALSE(l->server.side->accept(tls_1_3, tls_1_2));
        CHECK(l->server.side->refusal() == errc::not_permitted);
        CHECK_FALSE(l->server.side->accept(tls_1_1, tls_1_1));
        REQUIRE(l->server.side->accept(tls_1_3, tls_1_3));
        CHECK(l->between.connects());
        CHECK(l->server.current().version == tls_1_3);
    }
    meeting<old<>, of_both<>> v;
    auto const l = v.begun();
    l->server.side->transport_lost();
    REQUIRE(l->server.side->accept(tls_1_3, tls_1_3));
    CHECK(ended_with(*l, 70));
    REQUIRE(l->server.side->accept()); // the limit does not affect the next client
    auto const free = v.connected();
    REQUIRE(free);
    constexpr options elsewhere{.highest_version = tls_1_3};
    meeting<old<>, of_both<elsewhere>> other;
    auto const marked = other.begun();
    marked->server.side->transport_lost();
    REQUIRE(marked->server.side->accept(tls_1_2, tls_1_2));
    CHECK(marked->between.connects());
    CHECK(is_marked(*marked)); // VN14: the product has TLS 1.3 in another stack
}
TEST_CASE("VN16: who falls back is told where the server could do better on this connection") {
    constexpr options elsewhere{.highest_version = tls_1_3};
    meeting<old<elsewhere>, of_both<>> w;
    {
        auto const l = w.begun();
        l->client.side->transport_lost();
        REQUIRE(l->client.side->connect(w.name, w.name, true));
        CHECK(ended_with(*l, 86));
    }
    auto const l = w.begun();
    l->client.side->transport_lost();
    REQUIRE(l->client.side->connect(w.name, w.name, true));
    l->server.side->transport_lost();
    REQUIRE(l->server.side->accept(tls_1_2, tls_1_2));
    l->between.settle();
    CHECK(l->client.idle());
    CHECK(l->server.idle());
}
TEST_CASE("VN17, VN18: TLS 1.2 renegotiates as ever and stays TLS 1.2; TLS 1.3 does not") {
    constexpr options renegotiating{.client_renegotiation = mode::secure_only,
                                    .server_renegotiation = mode::secure_only};
    meeting<of_both<renegotiating>, of_both<renegotiating>> w;
    auto const l = w.begun();
    l->server.side->transport_lost();
    REQUIRE(l->server.side->accept(tls_1_2, tls_1_2));
    REQUIRE(l->between.connects());
    for (unsigned i = 0; i < 2; ++i) {
        bool const begun = i == 0 ? l->client.side->renegotiate() : l->server.side->request_renegotiation();
        CHECK(begun);
        CHECK(l->between.connects());
        CHECK(l->server.current().version == tls_1_2);
        CHECK(l->between.talks());
    }
    CHECK_FALSE(l->server.side->update_keys(true));
    CHECK(l->server.side->refusal() == errc::not_permitted);
    auto const other = w.connected();
    REQUIRE(other);
    CHECK_FALSE(other->server.side->request_renegotiation());
    CHECK(other->server.side->refusal() == errc::not_permitted);
    CHECK(other->server.side->update_keys(true));
    other->between.settle();
    CHECK(other->between.talks());
}
TEST_CASE("a server of both asks for certificates, and takes pre-shared keys, in either version") {
    for (protocol_version const version : {tls_1_2, tls_1_3}) {
        meeting<of_both<>, of_both<>> w;
        w.server.wants = client_certificate::required;
        typename decltype(w)::link l{w};
        l.server.side->transport_lost();
        REQUIRE(l.server.side->accept(version, version));
        CHECK(l.between.connects());
        CHECK(l.server.current().version == version);
        CHECK(l.server.side->peer().kind == identity_kind::spki_sha256);
    }
    meeting<of_both<>, of_both<>> w;
    w.knows.has_external = true;
    auto const l = w.connected();
    REQUIRE(l);
    CHECK(l->server.side->peer().kind == identity_kind::psk_identity_sha256);
}
TEST_CASE("BD3, K8: operations may wait, and transports cut, in either version") {
    using crypto = hesitant<1, 2>;
    meeting<slow, slow> w;
    for (protocol_version const version : {tls_1_2, tls_1_3}) {
        for (std::uint32_t const size : {0xffffU, 1U}) {
            typename decltype(w)::link l{w};
            l.server.side->transport_lost();
            REQUIRE(l.server.side->accept(version, version));
            l.between.how.most_in = size;
            l.between.settle();
            CHECK(l.client.idle());
            CHECK(l.between.talks());
            CHECK(l.between.closes());
        }
    }
    CHECK(crypto::changed() == 0);
    CHECK(crypto::answered_pending() > 100);
    CHECK(hesitant<0, 2>::changed() == 0);
    meeting<of_both<>, of_both<>> v;
    for (std::uint32_t at = 0; at < 600; at += 7) {
        auto const l = v.begun();
        l->between.how.cuts = {transport::cut::kind::records, at};
        CHECK(l->between.connects());
    }
}
