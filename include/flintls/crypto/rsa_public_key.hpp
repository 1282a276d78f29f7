// SPDX-License-Identifier: Apache-2.0
/// \file
/// RSA public keys (RFC 8017 A.1.1), and the bounds that a key must be within before it costs an operation.
#ifndef FLINTLS_CRYPTO_RSA_PUBLIC_KEY_HPP
#define FLINTLS_CRYPTO_RSA_PUBLIC_KEY_HPP

#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The numbers of an RSA public key, big-endian, without leading zeros. Both alias the encoded key.
struct rsa_public_key {
    byte_view modulus;
    byte_view exponent;
};

/// Reads a DER RSAPublicKey. \return true if the key is within bounds: the modulus is odd and has 2048 to 4096 bits,
/// the exponent is odd and lies between 3 and 2^32 - 1. After false `found` has no meaning
[[nodiscard]] constexpr bool read_rsa_public_key(byte_view key, rsa_public_key& found) {
    der_walk walk{key};
    std::uint8_t const* const behind = walk.enter(der_tag::sequence);
    byte_view& modulus = found.modulus = walk.take(der_tag::integer);
    byte_view& exponent = found.exponent = walk.take(der_tag::integer);
    walk.leave(behind);
    if (walk.what() != errc::ok || !walk.is_at_end()) {
        return false;
    }
    for (byte_view* const number : {&modulus, &exponent}) { // X.690 8.3.2: a leading zero only before a set top bit
        bool const zero = number->size() > 1 && (*number)[0] == 0;
        if (number->empty() || (*number)[0] >= 0x80 || (zero && (*number)[1] < 0x80)) {
            return false;
        }
        *number = number->subview(zero ? 1 : 0);
    }
    bool const long_enough = modulus.size() > 256 || (modulus.size() == 256 && modulus[0] >= 0x80);
    bool const odd = (modulus[modulus.size() - 1] & exponent[exponent.size() - 1] & 1U) != 0;
    return long_enough && modulus.size() <= 512 && odd && exponent.size() <= 4 &&
           (exponent.size() > 1 || exponent[0] >= 3);
}

/// True for a key that `read_rsa_public_key` reads.
[[nodiscard]] constexpr bool is_rsa_in_bounds(byte_view key) {
    rsa_public_key found;
    return read_rsa_public_key(key, found);
}

} // namespace v0
} // namespace flintls

#endif
