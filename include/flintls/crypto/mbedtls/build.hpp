// SPDX-License-Identifier: Apache-2.0
/// \file
/// Checks that a program and its Mbed TLS have the same configuration. The sizes of PSA's objects depend on it: a
/// program compiled with another configuration would pass objects that are too small, without any error. CMake's target
/// `flintls::mbedtls` brings the library's own definitions; a program with other definitions does not compile or link.
#ifndef FLINTLS_CRYPTO_MBEDTLS_BUILD_HPP
#define FLINTLS_CRYPTO_MBEDTLS_BUILD_HPP

#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/status.hpp"

// A string of every setting. The generated configuration header defines it, or the target if Mbed TLS is a package.
#ifndef FLINTLS_MBEDTLS_CONFIGURATION
#error "flintls: not the configuration of flintls::mbedtls; link that target and leave MBEDTLS_CONFIG_FILE to it"
#endif

namespace flintls {
inline namespace v0 {

/// The 64-bit FNV-1a hash of a string.
template <std::size_t Size> consteval std::uint64_t psa_fingerprint(char const (&text)[Size]) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char const c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return hash;
}

/// Identifies a build by the settings, and by the sizes that PSA's headers compile into a program.
template <std::uint64_t Configuration, std::size_t... Sizes> struct psa_build;

using this_psa_build =
    psa_build<psa_fingerprint(FLINTLS_MBEDTLS_CONFIGURATION), sizeof(psa_hash_operation_t), sizeof(psa_mac_operation_t),
              sizeof(psa_cipher_operation_t), sizeof(psa_aead_operation_t), sizeof(psa_key_attributes_t),
              sizeof(mbedtls_svc_key_id_t), PSA_HASH_MAX_SIZE, PSA_EXPORT_PUBLIC_KEY_MAX_SIZE, PSA_SIGNATURE_MAX_SIZE>;

/// Converts the status of PSA: `done`, `pending` for PSA_OPERATION_INCOMPLETE, else `failed`. Every model calls this
/// function, so that every program needs it. The library defines it for its own build only (ports/mbedtls/build.cpp);
/// in any other build the function is an undefined reference.
template <class Build = this_psa_build> crypto_status psa_answer(psa_status_t status);

} // namespace v0
} // namespace flintls

#endif
