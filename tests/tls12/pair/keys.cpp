// From secrets to keys and records, against the values of make_vectors.py; and the limits of RFC 9325 4.4.
#include "flintls/tls12/key_schedule.hpp"

#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

struct product : basic {
    using crypto = prompt<0>;
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_psk_with_aes_128_gcm_sha256,
                              suite::psk_with_aes_128_ccm_8>;
};
using schedule = tls12::key_schedule<product>;
using keys = record_keys<product>;

constexpr auto counted = [](auto bytes, std::uint8_t from) {
    for (std::uint8_t& each : bytes) each = from++;
    return bytes;
};
constexpr auto shared = counted(std::array<std::uint8_t, 32>{}, 50);
constexpr auto messages = counted(std::array<std::uint8_t, 200>{}, 0);

constexpr auto const& master_of_shared =
    "8dc8b57dd3320aaeefa69fe46125daa1aeafe74e3cf3deb0d180418e32a34136dade7a6e477dc3baeca9efbc41b9b5f5"_hex;
constexpr auto const& extended_master_of_shared =
    "eca95551bb334c8fcfde596c54dd046f45177f224c90e205ecf8ad311978568d9a7cef6239c8534ece52a8a721cc0200"_hex;
constexpr auto const& extended_master_of_psk =
    "00329a00a4200c1682d42a284a92aa126306eb65496edd7629021e2b362f56cf62d5bf72020f5248818cff60573e72e0"_hex;
constexpr auto const& master_of_both =
    "f199e64343bd7fe6ee880dee19d52ca54d6b92d7cf06352418231c558d8d74813a3eb64b7049435357bec2f5c88a93bb"_hex;
constexpr auto const& key_block =
    "9b667bfc5a9711338741e9d1867dc30b95141d882df17f5b9d85eb34c7765f9d0e0533b17cb80e1d"_hex;

/// A key schedule and its transcript.
struct derivation : schedule {
    transcript_of<product> transcript;
    [[nodiscard]] crypto_status add(byte_view more) { return transcript.update(more); }
};

void begin(derivation& s) {
    REQUIRE(s.transcript.start() == crypto_status::done);
    for (std::uint8_t i = 0; i < 32; ++i) {
        s.client_random()[i] = i;
        s.server_random()[i] = static_cast<std::uint8_t>(100 + i);
    }
    REQUIRE(s.add(byte_view{messages}.subview(0, 77)) == crypto_status::done);
    REQUIRE(s.add(byte_view{messages}.subview(77)) == crypto_status::done);
}

TEST_CASE("master secrets: RFC 5246 8.1, RFC 7627 4, RFC 4279 2, RFC 5489 2") {
    derivation s;
    begin(s);
    std::array<std::uint8_t, 48> master{};
    CHECK(s.make_master(s.transcript, false, shared, master.data()) == crypto_status::done);
    CHECK(byte_view{master} == byte_view{master_of_shared});
    CHECK(s.make_master(s.transcript, true, shared, master.data()) == crypto_status::done);
    CHECK(byte_view{master} == byte_view{extended_master_of_shared});
    auto const key = key_from<mbedtls::psk>(psk_key);
    CHECK(s.make_master(s.transcript, true, key, {}, master.data()) == crypto_status::done);
    CHECK(byte_view{master} == byte_view{extended_master_of_psk});
    CHECK(s.make_master(s.transcript, false, key, shared, master.data()) == crypto_status::done);
    CHECK(byte_view{master} == byte_view{master_of_both});
}

TEST_CASE("keys, nonces and additional data of records: RFC 5246 6.3, RFC 5288 3") {
    derivation s;
    begin(s);
    keys client, server;
    REQUIRE(s.expand(s.transcript, master_of_shared) == crypto_status::done);
    REQUIRE(s.take(false, bulk_cipher::aes_128_gcm, client) == crypto_status::done);
    REQUIRE(s.take(true, bulk_cipher::aes_128_gcm, server) == crypto_status::done);
    record_ciphers<product> ciphers;
    for (bool const of_client : {true, false}) {
        keys& sends = of_client ? client : server;
        auto const own = key_from<mbedtls::aes_128_gcm>(byte_view{key_block}.subview(of_client ? 0 : 16, 16));
        for (std::uint8_t number = 0; number < 3; ++number) {
            std::array<std::uint8_t, 8 + 5 + 16> record{0, 0, 0, 0, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
            REQUIRE(sends.seal(ciphers, content_type::application_data, record.data() + 8, 5) == crypto_status::done);
            CHECK(to_bytes(byte_view{record}.subview(0, 8)) == bytes{0, 0, 0, 0, 0, 0, 0, number});
            std::array<std::uint8_t, 12> nonce{};
            copy(nonce.data(), byte_view{key_block}.subview(of_client ? 32 : 36, 4).data(), 4);
            nonce[11] = number;
            std::array<std::uint8_t, 13> const aad{0, 0, 0, 0, 0, 0, 0, number, 23, 3, 3, 0, 5};
            CHECK(mbedtls::aes_128_gcm::open(own, fixed_view<12>{nonce}, aad, record.data() + 8, 5) ==
                  crypto_status::done);
            CHECK(to_bytes(byte_view{record}.subview(8, 5)) == to_bytes("hello"));
        }
    }
}
TEST_CASE("keys, nonces and additional data of ChaCha20-Poly1305: RFC 7905 2, as make_vectors.py computes records") {
    auto const check = [](auto of_policy) {
        using P = decltype(of_policy);
        tls12::key_schedule<P> s;
        transcript_of<product> transcript;
        REQUIRE(transcript.start() == crypto_status::done);
        for (std::uint8_t i = 0; i < 32; ++i) {
            s.client_random()[i] = i;
            s.server_random()[i] = static_cast<std::uint8_t>(100 + i);
        }
        record_keys<P> client, server;
        REQUIRE(s.expand(transcript, master_of_shared) == crypto_status::done);
        REQUIRE(s.take(false, bulk_cipher::chacha20_poly1305, client) == crypto_status::done);
        REQUIRE(s.take(true, bulk_cipher::chacha20_poly1305, server) == crypto_status::done);
        CHECK(client.overhead() == 16);
        record_ciphers<P> ciphers;
        auto const sealed = [&](record_keys<P>& sends) {
            std::array<std::uint8_t, 8 + 5 + 16> record{1, 2, 3, 4, 5, 6, 7, 8, 'h', 'e', 'l', 'l', 'o'};
            REQUIRE(sends.seal(ciphers, content_type::application_data, record.data() + 8, 5) == crypto_status::done);
            CHECK(to_bytes(byte_view{record}.subview(0, 8)) == bytes{1, 2, 3, 4, 5, 6, 7, 8}); // no explicit nonce
            return to_bytes(byte_view{record}.subview(8));
        };
        CHECK(sealed(client) == to_bytes("c82d6e44cc593a4740cc52da3ca15446b98db0425c"_hex));
        CHECK(sealed(client) == to_bytes("828d40b00b5891ea14e8ab8c30dbe278f1d534dc91"_hex));
        auto server_record = "5365b29b5c851bd9c42c42f1ac94ea67c9d6e3e286"_hex;
        CHECK(sealed(server) == to_bytes(server_record));
        REQUIRE(s.expand(transcript, master_of_shared) == crypto_status::done); // the same keys open the record
        REQUIRE(s.take(true, bulk_cipher::chacha20_poly1305, server) == crypto_status::done);
        server_record[5] ^= 1;
        auto const spoilt = server_record;
        server_record[5] ^= 1;
        CHECK(server.open(ciphers, content_type::application_data, server_record.data(), 5) == crypto_status::done);
        CHECK(to_bytes(byte_view{server_record}.subview(0, 5)) == to_bytes("hello"));
        auto again = spoilt;
        CHECK(server.open(ciphers, content_type::application_data, again.data(), 5) == crypto_status::failed);
    };
    struct alone : product {
        using suites = suite_list<suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256>;
    };
    struct among_others : product {
        using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_ccm_8,
                                  suite::ecdhe_psk_with_chacha20_poly1305_sha256>;
    };
    check(alone{});
    check(among_others{});
    // The shorter keys of another cipher come from the beginning of the same key block.
    tls12::key_schedule<among_others> s;
    derivation reference;
    begin(reference);
    for (std::uint8_t i = 0; i < 32; ++i) {
        s.client_random()[i] = i;
        s.server_random()[i] = static_cast<std::uint8_t>(100 + i);
    }
    record_keys<among_others> keys_of_gcm;
    record_ciphers<among_others> ciphers;
    REQUIRE(s.expand(reference.transcript, master_of_shared) == crypto_status::done);
    REQUIRE(s.take(true, bulk_cipher::aes_128_gcm, keys_of_gcm) == crypto_status::done);
    std::array<std::uint8_t, 8 + 5 + 16> record{0, 0, 0, 0, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
    REQUIRE(keys_of_gcm.seal(ciphers, content_type::application_data, record.data() + 8, 5) == crypto_status::done);
    auto const own = key_from<mbedtls::aes_128_gcm>(byte_view{key_block}.subview(16, 16));
    std::array<std::uint8_t, 12> nonce{};
    copy(nonce.data(), byte_view{key_block}.subview(36, 4).data(), 4);
    std::array<std::uint8_t, 13> const aad{0, 0, 0, 0, 0, 0, 0, 0, 23, 3, 3, 0, 5};
    CHECK(mbedtls::aes_128_gcm::open(own, fixed_view<12>{nonce}, aad, record.data() + 8, 5) == crypto_status::done);
}

TEST_CASE("verify_data of both sides, of everything up to then: RFC 5246 7.4.9") {
    derivation s;
    begin(s);
    tls12::verify_data data{};
    CHECK(s.finished(s.transcript, true, master_of_shared, data) == crypto_status::done);
    CHECK(byte_view{data} == byte_view{"d736ed488be3b3a5174a199e"_hex});
    CHECK(s.finished(s.transcript, false, master_of_shared, data) == crypto_status::done);
    CHECK(byte_view{data} == byte_view{"4beac7085b6b093043810607"_hex});
    std::uint8_t const more = 0;
    REQUIRE(s.add({&more, 1}) == crypto_status::done);
    CHECK(s.finished(s.transcript, false, master_of_shared, data) == crypto_status::done);
    CHECK(byte_view{data} != byte_view{"4beac7085b6b093043810607"_hex});
}

struct longer_alone : product {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
};
struct longer_among_others : product {
    using suites = suite_list<suite::psk_with_aes_128_ccm_8, suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
};
/// The schedule of a policy with suites of SHA-384 (RFC 5289 3.2).
template <class P> void check_with_sha384() {
    tls12::key_schedule<P> s;
    transcript_of<P> transcript;
    s.use(suite_hash::sha384);
    REQUIRE(transcript.start() == crypto_status::done);
    REQUIRE(transcript.update(messages) == crypto_status::done);
    for (std::uint8_t i = 0; i < 32; ++i) {
        s.client_random()[i] = i;
        s.server_random()[i] = static_cast<std::uint8_t>(100 + i);
    }
    std::array<std::uint8_t, 48> master{};
    REQUIRE(s.make_master(transcript, true, shared, master.data()) == crypto_status::done);
    CHECK(to_bytes(master) ==
          to_bytes(
              "857e3667db866b459b05ec4c29c5432915cdb59971fd751799dd5f797e2db3d7fe90011b910256d7f9f986cfde4b3b41"_hex));
    record_ciphers<P> ciphers;
    for (bool const of_server : {false, true}) {
        record_keys<P> sends;
        REQUIRE(s.expand(transcript, master) == crypto_status::done);
        REQUIRE(s.take(of_server, bulk_cipher::aes_256_gcm, sends) == crypto_status::done);
        std::array<std::uint8_t, 8 + 5 + 16> record{0, 0, 0, 0, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
        REQUIRE(sends.seal(ciphers, content_type::application_data, record.data() + 8, 5) == crypto_status::done);
        CHECK(to_bytes(byte_view{record}.subview(8)) ==
              (of_server ? to_bytes("6ef80b5d35997cfd5b368c02aafbcd12274374dca2"_hex)
                         : to_bytes("324201074aa49bafa2c9679d9ace038e0f5ede01e5"_hex)));
        tls12::verify_data data{};
        CHECK(s.finished(transcript, !of_server, master, data) == crypto_status::done);
        CHECK(to_bytes(data) == (of_server ? to_bytes("6f04940fa7ade057e8a76bb9"_hex) //
                                           : to_bytes("6b6e437dd19bf80a62040b8e"_hex)));
    }
    std::array<std::uint8_t, 60> exported{};
    CHECK(s.export_material(master, "4558504f525445522d74657374"_hex, nullptr, exported) == crypto_status::done);
    CHECK(to_bytes(exported) == to_bytes("9ca776201647ad07fac4af3b7f0fc6a85647402cdd42d9c0992d82dd73570d64"
                                         "7c35cf41e1f67c8d4c2e407398a30907dcb493c8b09571b4c9200f31"_hex));
}
TEST_CASE("RFC 5289 3.2: a suite with SHA-384, where it is the only one and where others have SHA-256") {
    check_with_sha384<longer_alone>();
    check_with_sha384<longer_among_others>();
}

/// An AEAD that only records its nonces.
struct remembers {
    struct key {};
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;
    static inline std::uint64_t sealed = 0;
    static inline std::uint64_t last = 0;
    static inline bool ascending = true;
    static inline bool fails = false;

    static void reset() {}
    static crypto_status import_key(byte_view /*bytes*/, key& /*made*/) { return crypto_status::done; }
    static crypto_status seal(key const& /*own*/, fixed_view<12> nonce, byte_view /*aad*/, std::uint8_t* /*text*/,
                              std::uint32_t /*size*/) {
        if (fails) return crypto_status::failed;
        std::uint64_t const now =
            load<4>(byte_view{nonce}.data() + 4) * 0x1'0000'0000ULL + load<4>(byte_view{nonce}.data() + 8);
        ascending = ascending && (sealed == 0 || now > last);
        last = now;
        ++sealed;
        return crypto_status::done;
    }
    static crypto_status open(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text,
                              std::uint32_t size) {
        return seal(own, nonce, aad, text, size);
    }
};
struct remembering : basic {
    struct crypto : prompt<0> {
        using aes_128_gcm = remembers;
    };
    using suites = suite_list<suite::psk_with_aes_128_gcm_sha256>;
};

static_assert(flintls::aead<remembers>);

TEST_CASE("no nonce comes twice under one key, and after 2^24.5 records nothing but a last alert (RFC 9325 4.4)") {
    record_keys<remembering> k;
    record_ciphers<remembering> ciphers;
    std::array<std::uint8_t, 40> record{};
    std::array<std::uint8_t, 16> const key{};
    REQUIRE(k.set(bulk_cipher::aes_128_gcm, key, key.data()) == crypto_status::done);
    remembers::sealed = 0;
    std::uint32_t const limit = 23'726'566; // floor(2^24.5)
    std::uint32_t count = 0;
    while (count < limit + 10 &&
           k.seal(ciphers, content_type::application_data, record.data() + 8, 1) == crypto_status::done) {
        ++count;
        if (count == 1000) { // a failed seal uses up no sequence number, and no number is used twice
            remembers::fails = true;
            CHECK(k.seal(ciphers, content_type::application_data, record.data() + 8, 1) == crypto_status::failed);
            remembers::fails = false;
        }
    }
    CHECK(count == limit);
    CHECK(k.records_left() == 0);
    static_cast<void>(k.seal(ciphers, content_type::alert, record.data() + 8, 2));
    CHECK(k.seal(ciphers, content_type::alert, record.data() + 8, 2) == crypto_status::failed);
    CHECK(k.seal(ciphers, content_type::application_data, record.data() + 8, 1) == crypto_status::failed);
    CHECK(remembers::ascending);
    CHECK(remembers::sealed <= limit + 1);
}

struct protects_nothing : basic {
    template <int Role> struct crypto_of : prompt<Role> { using aes_128_gcm = remembers; };
    using suites = suite_list<suite::psk_with_aes_128_gcm_sha256>;
};
/// Access to the record layer of an end, for a test that uses up the keys.
template <class Side> struct reach : Side {
    static auto& records(Side& side) { return (side.*&reach::side_).io; }
};
TEST_CASE("a connection whose keys are used up ends with an alert: keys_used_up, internal_error (RFC 9325 4.4)") {
    for (bool const reads : {false, true}) {
        world<protects_nothing, protects_nothing> w;
        w.client_keeps = w.server_gives = false;
        auto link = w.connected();
        REQUIRE(link);
        using side = decltype(w)::client_type;
        auto& records = reach<side>::records(*link->client.side);
        auto& k = reads ? records.keys_to_read() : records.keys_to_write();
        record_ciphers<decltype(w)::client_policy> ciphers;
        std::array<std::uint8_t, 40> record{};
        while (k.records_left() > 1) {
            static_cast<void>(k.seal(ciphers, content_type::application_data, record.data() + 8, 1));
        }
        CHECK(link->client.side->records_left() == 1);
        endpoint& writer = reads ? static_cast<endpoint&>(link->server) : link->client;
        REQUIRE(writer.say("a"));
        REQUIRE(link->between.settle());
        CHECK((reads ? link->client.got : link->server.got) == to_bytes("a")); // the last record under these keys
        CHECK(link->client.side->records_left() == 0);
        REQUIRE(writer.say("b"));
        REQUIRE(link->between.settle());
        CHECK((reads ? link->client.got : link->server.got) == to_bytes("a"));
        CHECK(link->client.why() == errc::keys_used_up);
        CHECK(link->server.alert_received() == 80);
    }
}

TEST_CASE("new keys begin with record 0, and cleared ones do nothing") {
    keys a;
    std::array<std::uint8_t, 16> const key{1, 2, 3};
    REQUIRE(a.set(bulk_cipher::aes_128_gcm, key, key.data()) == crypto_status::done);
    CHECK(a.active());
    CHECK(a.overhead() == 24);
    record_ciphers<product> ciphers;
    std::array<std::uint8_t, 40> record{};
    CHECK(a.seal(ciphers, content_type::alert, record.data() + 8, 2) == crypto_status::done);
    std::uint32_t const left = a.records_left();
    REQUIRE(a.set(bulk_cipher::aes_128_gcm, key, key.data()) == crypto_status::done);
    CHECK(a.records_left() == left + 1);
    a.clear();
    CHECK_FALSE(a.active());
    CHECK(a.overhead() == 0);
    CHECK(a.seal(ciphers, content_type::alert, record.data() + 8, 2) == crypto_status::failed);
    REQUIRE(a.set(bulk_cipher::aes_128_ccm_8, key, key.data()) == crypto_status::done);
    CHECK(a.overhead() == 16);
}

TEST_CASE("T15: keys and ciphers of records leave nothing of the fixed IV, which is secret, when they go") {
    using ciphers_type = record_ciphers<product>;
    std::array<std::uint8_t, 16> const key{1, 2, 3};
    std::array<std::uint8_t, 4> const iv{0xd1, 0xd2, 0xd3, 0xd4};
    alignas(keys) std::array<std::uint8_t, sizeof(keys)> place{};
    alignas(ciphers_type) std::array<std::uint8_t, sizeof(ciphers_type)> other_place{};
    auto const holds = [&](byte_view where) {
        bool found = false;
        for (std::uint32_t i = 0; i + 4 <= where.size(); ++i) found = found || where.subview(i, 4) == byte_view{iv};
        return found;
    };
    for (bool const clears : {false, true}) {
        auto* const k = new (place.data()) keys;
        auto* const c = new (other_place.data()) ciphers_type;
        REQUIRE(k->set(bulk_cipher::aes_128_gcm, key, iv.data()) == crypto_status::done);
        std::array<std::uint8_t, 40> record{};
        REQUIRE(k->seal(*c, content_type::alert, record.data() + 8, 2) == crypto_status::done);
        CHECK(holds(place));
        CHECK(holds(other_place));
        if (clears) {
            k->clear();
            c->clear();
            CHECK_FALSE(holds(place));
            CHECK_FALSE(holds(other_place));
        }
        k->~keys();
        c->~ciphers_type();
        CHECK_FALSE(holds(place));
        CHECK_FALSE(holds(other_place));
    }
}

} // namespace
