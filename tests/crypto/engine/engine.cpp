// AES by the engine, everything else by an Mbed TLS without AES.
#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/derive.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/engine/mixed.hpp"
#include "crypto/engine/peripheral.hpp"
#include "crypto/vectors/cipher.hpp"
#include "crypto/vectors/curves.hpp"
#include "crypto/vectors/digest.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

struct bus {
    static std::uint32_t read(std::uint32_t address) { return peripheral::read(address); }
    static void write(std::uint32_t address, std::uint32_t value) { peripheral::write(address, value); }
};
using engine = aead_engine<bus>;
using mixed = mixed_crypto<bus>;

static_assert(flintls::aead<engine>);
static_assert(!flintls::aead<backend::aes_128_gcm> && !backend::configured::aes_gcm); // Mbed TLS has no AES

TEST_CASE("an engine conforms, however slow it is") {
    for (std::uint32_t const slowness : {0U, 1U, 7U}) {
        peripheral::set_slowness(slowness);
        check_aead<engine>(aes_128_gcm_vectors);
        CHECK(peripheral::keys_inside() == 0);
        CHECK(peripheral::times_misused() == 0);
    }
}

TEST_CASE("the engine does every block, and pending is answered as often as it is busy") {
    aead_vector const& v = aes_128_gcm_vectors[1]; // 20 bytes of additional data, 60 of text
    for (std::uint32_t const slowness : {0U, 1U, 5U}) {
        peripheral::set_slowness(slowness);
        std::uint32_t const blocks = peripheral::blocks_done();
        std::uint32_t const busy = peripheral::times_busy();
        auto const own = key_of<engine>(v.key);
        CHECK(peripheral::keys_inside() == 1);
        engine op;
        arena<80> text;
        std::uint8_t* const p = text.take(v.plaintext, engine::tag_size);
        std::uint32_t pending = 0;
        while (op.seal(own, v.nonce, v.aad, p, v.plaintext.size()) == crypto_status::pending && pending < 1000) {
            ++pending;
        }
        CHECK(text.view() == v.sealed);
        CHECK(text.intact());
        CHECK(peripheral::blocks_done() - blocks == 4);
        CHECK(pending == (1 + 2 + 4) * slowness); // the start, additional data, text
        CHECK(peripheral::times_busy() - busy == pending);
    }
    CHECK(peripheral::times_misused() == 0);
}

TEST_CASE("an operation that is abandoned leaves the engine free") {
    aead_vector const& v = aes_128_gcm_vectors[0];
    auto const own = key_of<engine>(v.key);
    arena<80> text;
    arena<80> other;
    std::uint8_t* const p = text.take(v.plaintext, engine::tag_size);
    peripheral::set_slowness(1);
    for (unsigned steps = 0; steps < 5; ++steps) { // a seal takes five steps
        engine op;
        for (unsigned i = 0; i < steps; ++i) {
            REQUIRE(op.seal(own, v.nonce, {}, p, v.plaintext.size()) == crypto_status::pending);
        }
        op.reset();
        std::uint8_t* const q = other.take(v.plaintext, engine::tag_size);
        CHECK(succeeds([&] { return op.seal(own, v.nonce, v.aad, q, v.plaintext.size()); }));
        CHECK(other.view() == v.sealed);
    }
    CHECK(peripheral::times_misused() == 0);
}

TEST_CASE("the engine's slots are given back") {
    std::array<engine::key, 4> keys;
    for (auto& key : keys) CHECK(engine::import_key(ccm_key, key) == crypto_status::done);
    CHECK(refuses_key<engine>(ccm_key));
    CHECK(peripheral::keys_inside() == 4);
    CHECK(engine::import_key(ccm_key, keys[2]) == crypto_status::done);
    keys[1] = std::move(keys[0]);
    CHECK(peripheral::keys_inside() == 3);
    for (auto& key : keys) key = {};
    CHECK(peripheral::keys_inside() == 0);
}

TEST_CASE("a secret is sealed by the engine under a key that Mbed TLS derived") {
    peripheral::set_slowness(3);
    hkdf_vector const& v = hkdf_sha256_vectors[0];
    auto const master = key_of<mixed::hkdf>(v.prk);
    arena<80> text;
    std::uint8_t* const p = text.take(gcm_plaintext, 16 - 4); // 52 bytes, a tag, a nonce
    mixed::sealing sealing;
    std::uint32_t const blocks = peripheral::blocks_done();
    CHECK(succeeds([&] { return sealing.run(master, v.info, p, 52 - 4); }));
    CHECK(text.intact());
    CHECK(peripheral::blocks_done() - blocks == 3);
    // The derived key is a prefix of the output in RFC 5869.
    auto const own = key_of<engine>(v.okm.subview(0, 16));
    engine op;
    CHECK(succeeds([&] { return op.open(own, fixed_view<12>{p + 48 + 16}, v.info, p, 48); }));
    CHECK(text.view().subview(0, 48) == byte_view{gcm_plaintext}.subview(0, 48));
    CHECK(peripheral::times_misused() == 0);
}

TEST_CASE("everything else conforms without AES") {
    check_hash<backend::sha256>(sha256_vectors);
    check_hmac<backend::hmac_sha256>(hmac_sha256_vectors);
    check_hkdf<backend::hkdf_sha256>(hkdf_sha256_vectors, nullptr);
    check_prf<backend::hmac_sha256>(prf_sha256_vectors);
    check_key_agreement<backend::secp256r1>(secp256r1_vectors, secp256r1_invalid);
    check_verifier<backend::verifier>(ecdsa_vectors, 8);
}

} // namespace
