// Mbed TLS refuses points of small order itself. A PSA driver of a chip might not: here the linker replaces the key
// agreement, and the test sets its result.
#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "crypto/conformance/guard.hpp"
#include "crypto/vectors/curves.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

constinit std::uint8_t secret_to_be[32]{};
constinit unsigned asked = 0;

template <class Model> bool agrees(byte_view private_key, byte_view peer) {
    arena<32> secret;
    std::uint8_t* const p = secret.take(32);
    Model op;
    auto const own = key_of<Model>(private_key);
    bool const good = succeeds([&] { return op.agree(own, peer, p); });
    CHECK((good ? secret.view() == byte_view{secret_to_be} : secret.all(0)));
    CHECK(secret.intact());
    return good;
}

TEST_CASE("a shared secret of zeros is none, with X25519 (RFC 8422 5.11), wherever it has a bit it is one") {
    agreement_vector const& v = x25519_vectors[0];
    CHECK_FALSE(agrees<backend::x25519>(v.private_key, v.peer));
    for (std::uint8_t& byte : secret_to_be) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            byte = static_cast<std::uint8_t>(1U << bit);
            CHECK(agrees<backend::x25519>(v.private_key, v.peer));
        }
        byte = 0;
    }
    CHECK(asked == 1 + 256);
    // On P-256 zero is a coordinate like any other.
    agreement_vector const& w = secp256r1_vectors[0];
    CHECK(agrees<backend::secp256r1>(w.private_key, w.peer));
}

} // namespace

extern "C" psa_status_t __wrap_psa_raw_key_agreement(psa_algorithm_t, mbedtls_svc_key_id_t, std::uint8_t const*,
                                                     std::size_t, std::uint8_t* out, std::size_t,
                                                     std::size_t* written) {
    ++asked;
    std::memcpy(out, secret_to_be, sizeof secret_to_be);
    *written = sizeof secret_to_be;
    return PSA_SUCCESS;
}
