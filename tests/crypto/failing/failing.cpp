// Mbed TLS before psa_crypto_init, and with a random source that fails.
#include <psa/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/derive.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/vectors/cipher.hpp"
#include "crypto/vectors/curves.hpp"
#include "crypto/vectors/digest.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

enum class source : std::uint8_t { works, fails, stops_short };
constinit source random_source = source::works;
constinit std::uint32_t random_calls = 0;

bool fills() {
    arena<32> out;
    std::uint8_t* const p = out.take(32);
    bool const good = succeeds([&] { return backend::random::fill(p, 32); });
    CHECK((good ? out.intact() : out.nothing_left()));
    return good;
}

/// Each output is complete, a share or a signature, or is not written.
bool generates() {
    arena<65> share;
    std::uint8_t* const p = share.take(65);
    backend::secp256r1 op;
    backend::key made;
    bool const good = succeeds([&] { return op.generate(made, p); });
    CHECK((good ? share.intact() : share.nothing_left()));
    CHECK((made.id() != PSA_KEY_ID_NULL) == good);
    return good;
}
bool signs(backend::key const& own) {
    arena<72> out;
    std::uint8_t* const p = out.take(72);
    std::uint32_t size = 1;
    bool const good = succeeds([&] {
        return backend::ecdsa_secp256r1::sign(own, signature_scheme::ecdsa_secp256r1_sha256, sha256_of_sample, p, 72,
                                              size);
    });
    CHECK((good ? out.intact() : out.nothing_left()));
    CHECK((size != 0) == good);
    return good;
}

/// Operations with a key in a slot fail, and so do random bytes.
void check_uninitialised() {
    CHECK(refuses_key<backend::aes_128_gcm>(ccm_key));
    CHECK(refuses_key<backend::opaque_hmac_sha256>(ccm_key));
    CHECK(refuses_key<flintls::hkdf_over<backend::opaque_hmac_sha256>>(sha256_of_test));
    CHECK(refuses_key<backend::ecdsa_secp256r1>(rfc6979_private_key));
    CHECK_FALSE(fills());
    CHECK_FALSE(generates());
    CHECK_FALSE(signs(backend::key::borrow(1)));
    verifier_check<backend::verifier> verifier;
    CHECK(verifier.refuses(ecdsa_vectors[0]));
    flintls::psk_over<backend::opaque_hmac_sha256> psk;
    CHECK_FALSE(makes_master_secret(psk, key_of<decltype(psk)>(psk_sha256_vectors[0].key), psk_sha256_vectors[0]));
    arena<80> text;
    std::uint8_t* const p = text.take(80);
    CHECK(fails([&] { return backend::aes_128_gcm::seal(backend::key::borrow(1), gcm_nonce, {}, p, 64); }));
    CHECK(text.nothing_left());
    CHECK(random_calls == 0);
}

TEST_CASE("before psa_crypto_init everything with keys in slots fails; after it all works, as long as the random "
          "source does") {
    check_uninitialised();
    REQUIRE(psa_crypto_init() == PSA_SUCCESS);
    backend::key const own = key_of<backend::ecdsa_secp256r1>(rfc6979_private_key);
    for (source const each : {source::works, source::fails, source::works, source::stops_short, source::works}) {
        random_source = each;
        std::uint32_t const before = random_calls;
        CHECK(fills() == (each == source::works));
        CHECK(generates() == (each == source::works));
        CHECK(signs(own) == (each == source::works));
        CHECK(random_calls - before >= 3);
        // Operations without randomness still work.
        verifier_check<backend::verifier> verifier;
        CHECK(verifier.accepts(ecdsa_vectors[0]));
        backend::hmac_sha256 mac;
        digest_vector const& v = hmac_sha256_vectors[0];
        CHECK(authenticates(mac, key_of<backend::hmac_sha256>(v.key), {}, v.message, v.digest));
    }
    random_source = source::works;
    check_random<backend::random>();
}

} // namespace

extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t*, std::uint8_t* out,
                                                        std::size_t size, std::size_t* written) {
    static constinit std::uint32_t state = 7; // xorshift32
    ++random_calls;
    *written = random_source == source::stops_short ? size - 1 : size;
    for (std::size_t i = 0; i < *written; ++i) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        out[i] = static_cast<std::uint8_t>(state);
    }
    return random_source == source::fails ? PSA_ERROR_INSUFFICIENT_ENTROPY : PSA_SUCCESS;
}
