// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of groups for printing (IANA "TLS Supported Groups"; RFC 8446 4.2.7).
#ifndef FLINTLS_REGISTRY_NAMES_NAMED_GROUP_HPP
#define FLINTLS_REGISTRY_NAMES_NAMED_GROUP_HPP

#include "flintls/registry/name_of.hpp"
#include "flintls/registry/named_group.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<named_group> {
    using enum named_group;
    static constexpr named<named_group> table[] = {
        {sect163k1, "sect163k1"},
        {sect163r1, "sect163r1"},
        {sect163r2, "sect163r2"},
        {sect193r1, "sect193r1"},
        {sect193r2, "sect193r2"},
        {sect233k1, "sect233k1"},
        {sect233r1, "sect233r1"},
        {sect239k1, "sect239k1"},
        {sect283k1, "sect283k1"},
        {sect283r1, "sect283r1"},
        {sect409k1, "sect409k1"},
        {sect409r1, "sect409r1"},
        {sect571k1, "sect571k1"},
        {sect571r1, "sect571r1"},
        {secp160k1, "secp160k1"},
        {secp160r1, "secp160r1"},
        {secp160r2, "secp160r2"},
        {secp192k1, "secp192k1"},
        {secp192r1, "secp192r1"},
        {secp224k1, "secp224k1"},
        {secp224r1, "secp224r1"},
        {secp256k1, "secp256k1"},
        {secp256r1, "secp256r1"},
        {secp384r1, "secp384r1"},
        {secp521r1, "secp521r1"},
        {brainpoolp256r1, "brainpoolP256r1"},
        {brainpoolp384r1, "brainpoolP384r1"},
        {brainpoolp512r1, "brainpoolP512r1"},
        {x25519, "x25519"},
        {x448, "x448"},
        {brainpoolp256r1tls13, "brainpoolP256r1tls13"},
        {brainpoolp384r1tls13, "brainpoolP384r1tls13"},
        {brainpoolp512r1tls13, "brainpoolP512r1tls13"},
        {gc256a, "GC256A"},
        {gc256b, "GC256B"},
        {gc256c, "GC256C"},
        {gc256d, "GC256D"},
        {gc512a, "GC512A"},
        {gc512b, "GC512B"},
        {gc512c, "GC512C"},
        {curvesm2, "curveSM2"},
        {ffdhe2048, "ffdhe2048"},
        {ffdhe3072, "ffdhe3072"},
        {ffdhe4096, "ffdhe4096"},
        {ffdhe6144, "ffdhe6144"},
        {ffdhe8192, "ffdhe8192"},
        {mlkem512, "MLKEM512"},
        {mlkem768, "MLKEM768"},
        {mlkem1024, "MLKEM1024"},
        {secp256r1mlkem768, "SecP256r1MLKEM768"},
        {x25519mlkem768, "X25519MLKEM768"},
        {secp384r1mlkem1024, "SecP384r1MLKEM1024"},
        {curvesm2mlkem768, "curveSM2MLKEM768"},
        {x25519kyber768draft00, "X25519Kyber768Draft00"},
        {secp256r1kyber768draft00, "SecP256r1Kyber768Draft00"},
        {arbitrary_explicit_prime_curves, "arbitrary_explicit_prime_curves"},
        {arbitrary_explicit_char2_curves, "arbitrary_explicit_char2_curves"},
    };
};

} // namespace v0
} // namespace flintls

#endif
