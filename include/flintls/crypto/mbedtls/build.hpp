// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether a program and the Mbed TLS in it mean the same. The sizes of PSA's objects depend on Mbed TLS's configuration: a
/// program compiled with another one than the library would hand over objects that are too small, and nobody would notice.
/// CMake's target `flintls::mbedtls` brings the library's own definitions; this header finds out who has others.
#ifndef FLINTLS_CRYPTO_MBEDTLS_BUILD_HPP
#define FLINTLS_CRYPTO_MBEDTLS_BUILD_HPP

#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/status.hpp"

// A string made of every setting: of the configuration's own header, or of the target where Mbed TLS is a package.
#ifndef FLINTLS_MBEDTLS_CONFIGURATION
#error "flintls: not the configuration of flintls::mbedtls; link that target and leave MBEDTLS_CONFIG_FILE to it"
#endif

namespace flintls {
inline namespace v0 {

/// FNV-1a.
template <std::size_t Size> consteval std::uint64_t psa_fingerprint(char const (&text)[Size]) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char const c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return hash;
}

/// Named by the settings and by what PSA's headers compile into a program.
template <std::uint64_t Configuration, std::size_t... Sizes> struct psa_build;

using this_psa_build =
    psa_build<psa_fingerprint(FLINTLS_MBEDTLS_CONFIGURATION), sizeof(psa_hash_operation_t), sizeof(psa_mac_operation_t),
              sizeof(psa_cipher_operation_t), sizeof(psa_aead_operation_t), sizeof(psa_key_attributes_t),
              sizeof(mbedtls_svc_key_id_t), PSA_HASH_MAX_SIZE, PSA_EXPORT_PUBLIC_KEY_MAX_SIZE, PSA_SIGNATURE_MAX_SIZE>;

/// What PSA answered: `done`, `pending` for PSA_OPERATION_INCOMPLETE, else `failed`. Every answer takes this way, so that no
/// program gets by without it: the library defines it for the build that it is itself (ports/mbedtls/build.cpp), and with
/// any other it is an undefined reference.
template <class Build = this_psa_build> crypto_status psa_answer(psa_status_t status);

} // namespace v0
} // namespace flintls

#endif
