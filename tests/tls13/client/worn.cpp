// Limits on the use of keys: RFC 8446 5.5, and the numbers of behaviour RE12.
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;

/// A cipher that can report success without any work.
template <class Aead> struct skipping : Aead {
    static inline bool skips = false;
    using key = typename Aead::key;
    static crypto_status seal(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* p, std::uint32_t size) {
        return skips ? crypto_status::done : Aead{}.seal(k, nonce, aad, p, size);
    }
    static crypto_status open(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* p, std::uint32_t size) {
        return skips ? crypto_status::done : Aead{}.open(k, nonce, aad, p, size);
    }
};
struct crypto : pair::prompt<0> {
    using aes_128_gcm = skipping<mbedtls::aes_128_gcm>;
    using aes_128_ccm_8 = skipping<mbedtls::aes_128_ccm_8>;
    using chacha20_poly1305 = skipping<mbedtls::chacha20_poly1305>;
};
void skip(bool on) {
    skipping<mbedtls::aes_128_gcm>::skips = skipping<mbedtls::aes_128_ccm_8>::skips = on;
    skipping<mbedtls::chacha20_poly1305>::skips = on;
}
struct product : psk_only<> {
    using crypto = ::crypto;
};
struct gcm : product {
    using suites = suite_list<aes_128_gcm_sha256>;
    static constexpr std::uint16_t suite = 0x1301;
    static constexpr std::uint32_t worn = 1U << 24U, most = 23'726'566;
};
struct ccm_8 : product {
    using suites = suite_list<aes_128_ccm_8_sha256>;
    static constexpr std::uint16_t suite = 0x1305;
    static constexpr std::uint32_t worn = 1U << 23U, most = 23'726'566 / 2;
};
struct chacha : product {
    using suites = suite_list<chacha20_poly1305_sha256>;
    static constexpr std::uint16_t suite = 0x1303;
    static constexpr std::uint32_t worn = 1U << 24U, most = 23'726'566;
};

/// A client whose keys a test uses up without sending records.
template <class P> struct hasty : flintls::client<P, knows<P>> {
    using flintls::client<P, knows<P>>::client;
    void age(bool of_reading, std::uint32_t records) {
        auto& keys = of_reading ? this->side_.io.keys_to_read() : this->side_.io.keys_to_write();
        record_ciphers<P> ciphers;
        std::array<std::uint8_t, 64> room{};
        skip(true);
        for (std::uint32_t i = 0; i < records; ++i)
            static_cast<void>(keys.crypt_tls_1_3(ciphers, !of_reading, false, room.data() + 8, 4));
        skip(false);
    }
};
template <class P> using aged = visit<P, knows, hasty<P>>;

/// Completes the handshake of an aged client.
template <class P> void connect(aged<P>& l) {
    l.server.suite = P::suite;
    l.server.tickets = 0;
    CHECK(l.connects());
}
template <class P> void age(aged<P>& l, bool of_reading, std::uint32_t to) {
    auto& theirs = of_reading ? l.server.write : l.server.read;
    l.side->age(of_reading, to - static_cast<std::uint32_t>(theirs.sequence));
    theirs.sequence = to;
}

template <class P> void check_writing() {
    world<P> w;
    aged<P> l{w};
    connect(l);
    age(l, false, P::worn - 2);
    CHECK(l.says("the last but one"));
    CHECK(l.server.updates == 0);
    CHECK(l.says("the last one"));
    CHECK(l.server.updates == 1);
    CHECK(l.server.update_requests == std::vector<std::uint8_t>{0});
    CHECK(l.server.read.sequence == 0);
    CHECK(l.says("under new keys"));
    CHECK(!l.server.wrong);
}
template <class P> void check_reading() {
    world<P> w;
    aged<P> l{w};
    connect(l);
    age(l, true, P::worn - 1);
    CHECK(l.hears("x"));
    CHECK(l.server.update_requests == std::vector<std::uint8_t>{1});
    CHECK(l.hears("more"));
    CHECK(l.server.updates == 1); // one update for one request
    l.server.update(false);
    CHECK(l.hears("under new keys"));
    CHECK(l.says("as well"));
    CHECK(l.server.updates == 1);
    // The server ignores the request.
    aged<P> deaf{w};
    connect(deaf);
    age(deaf, true, P::worn - 1);
    CHECK(deaf.hears("x"));
    age(deaf, true, P::worn + 0xffff);
    CHECK(deaf.hears("the last one"));
    deaf.server.send_data("one more");
    CHECK(deaf.fails_with(by::internal_error, true));
    CHECK(deaf.side->failure().what() == errc::keys_used_up);
}

} // namespace

TEST_CASE("RE12: a client updates its key at 2^24 records of GCM and ChaCha20-Poly1305, at 2^23 of CCM_8") {
    check_writing<gcm>();
    check_writing<chacha>();
    check_writing<ccm_8>();
}
TEST_CASE("RE12: at as many records of the server it asks for an update, and 2^16 records later it ends") {
    check_reading<ccm_8>();
    check_reading<gcm>();
    check_reading<chacha>();
}
TEST_CASE("RE12, RE13: no key protects more than 2^24.5 records, of CCM half of that; then only the alert goes") {
    auto const most = [](auto policy) {
        using P = decltype(policy);
        record_keys<P> keys;
        record_ciphers<P> ciphers;
        std::array<std::uint8_t, 32> const zeros{};
        std::array<std::uint8_t, 64> room{};
        bulk_cipher const cipher = traits_of(P::suites::values[0]).cipher;
        byte_view const key{zeros.data(), sizes_of(cipher).key};
        CHECK(keys.set_tls_1_3(cipher, key, zeros.data()) == crypto_status::done);
        skip(true);
        std::uint32_t count = 0;
        while (keys.crypt_tls_1_3(ciphers, true, false, room.data() + 8, 4) == crypto_status::done) ++count;
        CHECK(count == P::most);
        CHECK(keys.crypt_tls_1_3(ciphers, true, true, room.data() + 8, 4) == crypto_status::done);
        CHECK(keys.crypt_tls_1_3(ciphers, true, true, room.data() + 8, 4) == crypto_status::failed);
        skip(false);
    };
    most(gcm{});
    most(ccm_8{});
    most(chacha{});
}
