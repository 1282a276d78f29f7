// ECDHE of TLS 1.2 by either group, and by no group that was not offered: RFC 8422 4, 5.1.1, 5.4, 5.7, 5.11.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using enum named_group;

template <int Role> struct both_curves : prompt<Role> { using x25519 = counted_agreement<mbedtls::x25519>; };
template <named_group... Groups> struct on : test::default_policy {
    template <int Role> using crypto_of = both_curves<Role>;
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_psk_with_aes_128_gcm_sha256>;
    using groups = group_list<Groups...>;
};
template <class P> struct by_psk : P { using suites = suite_list<suite::ecdhe_psk_with_aes_128_gcm_sha256>; };

/// The group number in the ServerKeyExchange, found by a search in all bytes from the server; 0 without one.
template <class Link> unsigned group_named(Link& l) {
    bytes const& all = l.client.all_received;
    for (std::size_t at = 0; at + 4 < all.size(); ++at) {
        bool const point = all[at + 3] == 65 ? all[at + 4] == 4 : all[at + 3] == 32;
        if (all[at] == 3 && all[at + 1] == 0 && (all[at + 2] == 23 || all[at + 2] == 29) && point) return all[at + 2];
    }
    return 0;
}
template <class C, class S> unsigned meet() {
    world<C, S> w;
    auto const l = w.connected();
    if (!l || !l->between.talks() || l->client.most_public_key > 1 || l->server.most_public_key > 1) return 0;
    unsigned const group = group_named(*l);
    auto const again = w.connected();
    return again && again->client.resumed() ? group : 0;
}

} // namespace

TEST_CASE("RFC 8422 5.1.1: the server takes the first of its own groups that the client has") {
    using either = on<x25519, secp256r1>;
    using other_way = on<secp256r1, x25519>;
    CHECK(meet<either, either>() == 29);
    CHECK(meet<other_way, either>() == 29);
    CHECK(meet<either, other_way>() == 23);
    CHECK(meet<on<x25519>, other_way>() == 29);
    CHECK(meet<on<secp256r1>, either>() == 23);
    CHECK(meet<either, on<secp256r1>>() == 23);
    CHECK(meet<on<x25519>, on<x25519>>() == 29);
    CHECK(meet<by_psk<either>, either>() == 29);
    CHECK(meet<by_psk<on<x25519>>, by_psk<on<x25519>>>() == 29);
    CHECK(meet<by_psk<either>, by_psk<other_way>>() == 23);
}
TEST_CASE("RFC 8422 4: without a common group there is no ECDHE") {
    world<on<x25519>, on<secp256r1>> w;
    auto const l = w.begun();
    CHECK(!l->between.connects());
    CHECK(l->server.alert_sent() == 40);
}
TEST_CASE("RFC 8422 5.4, 5.11: a group that was not offered, and a share that gives zeros") {
    auto const alert = [](auto policy, std::size_t offset, bytes const& change) {
        using P = decltype(policy);
        world<P, on<x25519, secp256r1>> w;
        auto const l = w.begun();
        bool changed = false;
        for (unsigned i = 0; i < 200 && !l->client.over(); ++i) {
            bytes up, down;
            static_cast<void>(l->client.turn(down, up));
            static_cast<void>(l->server.turn(up, down));
            bytes const params{3, 0, 29, 32}; // named_curve, x25519, the size of a share
            auto const found = std::search(down.begin(), down.end(), params.begin(), params.end());
            if (found != down.end()) {
                std::copy(change.begin(), change.end(), found + static_cast<std::ptrdiff_t>(offset));
                changed = true;
            }
            while (!down.empty() && !l->client.over()) static_cast<void>(l->client.turn(down, up));
        }
        CHECK(changed);
        return l->client.alert_sent();
    };
    CHECK(alert(on<x25519>{}, 2, {23}) == 47);
    CHECK(alert(on<x25519>{}, 2, {24}) == 47);
    CHECK(alert(on<x25519, secp256r1>{}, 2, {30}) == 47);
    // A man in the middle cannot sign a changed share. The key exchange by pre-shared key has no signature.
    CHECK(alert(by_psk<on<x25519>>{}, 4, bytes(32, 0)) == 47);
}
