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

/// The schedule with SHA-384, against the values of make_vectors.py.
template <class Hashes, class... Operations> void check_schedule() {
    namespace derive = tls13::derive;
    tls13::key_schedule<Hashes, true, true> schedule;
    one_of<Operations...> now;
    schedule.use(suite_hash::sha384);
    mbedtls::sha384 transcript;
    auto const make = [&](tls13::derivation const& row, byte_view given = {}) {
        CHECK(schedule.run(now, row, given) == crypto_status::done);
        return to_bytes({schedule.at(row.to), 48});
    };
    auto const hash = [&](mbedtls::sha384 const& of) {
        digest_of<mbedtls::sha384> digest;
        CHECK(digest.run(of, schedule.at(tls13::slot::transcript)) == crypto_status::done);
    };
    CHECK(schedule.size() == 48);
    REQUIRE(transcript.start() == crypto_status::done);
    REQUIRE(transcript.update("6d65737361676573"_hex) == crypto_status::done);
    hash(transcript);
    std::array<std::uint8_t, 48> psk{};
    for (std::uint8_t i = 0; i < 48; ++i) psk[i] = i;
    std::array<std::uint8_t, 32> agreed{};
    for (std::uint8_t i = 0; i < 32; ++i) agreed[i] = static_cast<std::uint8_t>(100 + i);
    CHECK(make(derive::early_secret, psk) == to_bytes("360732e7447a7e51164ebc696c02061ead7f37c94691c4c830c8bb5ccc75ad69"
                                                      "aa72ba3bc5d8112486c6d0c5c6b9e0be"_hex));
    make(derive::ext_binder_key);
    make(derive::binder_finished_key);
    CHECK(make(derive::binder) == to_bytes("20961a8dfff009dcba498d1a33a68825c9dfa5bdb598a23e28b6a660e584f9c0"
                                           "a395877232195fd6cffa2e918987ff40"_hex));
    make(derive::derived);
    CHECK(make(derive::handshake_secret, agreed) ==
          to_bytes(
              "648a4237b97e4b97e491c2740772d60c556472b12ba85b7ea9643861d648741e30bfc3d24eb7d73210e48aa362b49a46"_hex));
    CHECK(make(derive::client_handshake_traffic) ==
          to_bytes(
              "4ba0e90d106ca1bc2fb689b93c32a31020492eb5eb149ff152f7823d9edbeef1d5da7f82fec4bfe19cc3164482ec071c"_hex));
    bytes key = make(derive::client_key_32);
    key.resize(32);
    CHECK(key == to_bytes("c80aa780deab096268480e04e1e337df6ef326cead0443caa6f6b507f2fe8a1d"_hex));
    bytes iv = make(derive::client_iv);
    iv.resize(12);
    CHECK(iv == to_bytes("791656659d2119713a080931"_hex));
    make(derive::client_finished_key);
    CHECK(make(derive::verify_data) == to_bytes("7250a44c5f3645876101afc12fa76dc3718ec6fe5d07785bd082520da7a5b140"
                                                "9f57577d25bc84bdc1a35a3dda1d87d4"_hex));
    make(derive::derived);
    make(derive::master_secret);
    make(derive::exporter_master_secret);
    make(derive::client_application_traffic);
    schedule.switch_client();
    CHECK(make(derive::client_update) ==
          to_bytes(
              "da4d8679eaf03737f03a8f31aa418a7a39855498d26b0049d77d9721bd6d7887d8371b058afc33352a69cb8a0595104c"_hex));
    std::uint8_t const nonce = 3;
    make(derive::resumption_master_secret);
    CHECK(make(derive::resumption_psk, {&nonce, 1}) ==
          to_bytes(
              "eb644c4bc32a743824d29f310751fb21244b773d0d8a8b10bbda8045a90df650753a7e4a09d17aa69f5f1c03daf4d469"_hex));
    std::array<std::uint8_t, 100> exported{};
    CHECK(schedule.export_material(now, "4558504f525445522d74657374"_hex, "636f6e74657874"_hex, exported.data(), 100) ==
          crypto_status::done);
    CHECK(to_bytes(exported) ==
          to_bytes("5b3b9d8891780a1e38cd5d49fa85b6bd8456d425c473a44872c9a2593444a7a73ad4fe8b9f571f796b32301643ef137f"
                   "4efe3f3c549b9a3088dd5b8f4038c4c7012b1bc06dd62728328ae7ffa77a5b1fbe08ba8e19a6cb0dc530f95b46d7a726"
                   "7b8a2a86"_hex));
    hash(transcript);
    REQUIRE(schedule.restart(transcript) == crypto_status::done); // a message_hash of 48 bytes
    REQUIRE(transcript.update("7265747279"_hex) == crypto_status::done);
    hash(transcript);
    CHECK(to_bytes({schedule.at(tls13::slot::transcript), 48}) ==
          to_bytes(
              "66761cd4a0083ffa4167bb8e9f4563b8ec926938540c42616e49bac7be4e43816d833c6c8b71d8a14717ef0d017d8fe3"_hex));
}

} // namespace

TEST_CASE("RFC 8446 7: the schedule with SHA-384, where it is the only hash and where it is one of two") {
    using mbedtls::hmac_sha256;
    using mbedtls::hmac_sha384;
    using mbedtls::sha256;
    using mbedtls::sha384;
    check_schedule<one_hash<sha384, hmac_sha384>, digest_of<sha384>, secret_mac<hmac_sha384>>();
    check_schedule<either_hash<sha256, hmac_sha256, sha384, hmac_sha384>, digest_of<sha256>, digest_of<sha384>,
                   secret_mac<hmac_sha256>, secret_mac<hmac_sha384>>();
}
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
