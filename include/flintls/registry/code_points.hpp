// SPDX-License-Identifier: Apache-2.0
/// \file
/// The small registries, of one byte each: values inside extensions, hellos and key exchanges.
#ifndef FLINTLS_REGISTRY_CODE_POINTS_HPP
#define FLINTLS_REGISTRY_CODE_POINTS_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

/// Kinds of name in `server_name` (RFC 6066 3)
enum class name_type : std::uint8_t {
    host_name = 0,
};

/// RFC 8422 5.1.2; the compressed forms are of RFC 4492 5.1.2
enum class ec_point_format : std::uint8_t {
    uncompressed = 0,
    ansi_x962_compressed_prime = 1,
    ansi_x962_compressed_char2 = 2,
};

/// RFC 8446 4.2.9
enum class psk_key_exchange_mode : std::uint8_t {
    psk_ke = 0,
    psk_dhe_ke = 1,
};

/// RFC 8446 4.6.3
enum class key_update_request : std::uint8_t {
    update_not_requested = 0,
    update_requested = 1,
};

/// The value of `max_fragment_length` (RFC 6066 4): a code, not a length
enum class max_fragment_length_code : std::uint8_t {
    bytes_512 = 1,  ///< 2^9
    bytes_1024 = 2, ///< 2^10
    bytes_2048 = 3, ///< 2^11
    bytes_4096 = 4, ///< 2^12
};

/// RFC 6066 8, RFC 6961 2.2
enum class certificate_status_type : std::uint8_t {
    ocsp = 1,
    ocsp_multi = 2,
};

/// RFC 5246 7.4.1.2, RFC 3749 2
enum class compression_method : std::uint8_t {
    null = 0,
    deflate = 1,
};

/// RFC 8422 5.4; the explicit types are of RFC 4492 5.4
enum class ec_curve_type : std::uint8_t {
    explicit_prime = 1,
    explicit_char2 = 2,
    named_curve = 3,
};

/// IANA "TLS ClientCertificateType Identifiers": RFC 5246 7.4.4, unless a value cites another source
enum class client_certificate_type : std::uint8_t {
    rsa_sign = 1,
    dss_sign = 2,
    rsa_fixed_dh = 3,
    dss_fixed_dh = 4,
    rsa_ephemeral_dh_reserved = 5,
    dss_ephemeral_dh_reserved = 6,
    fortezza_dms_reserved = 20,
    ecdsa_sign = 64,       ///< RFC 8422 5.5
    rsa_fixed_ecdh = 65,   ///< RFC 8422 5.5
    ecdsa_fixed_ecdh = 66, ///< RFC 8422 5.5
    gost_sign256 = 67,     ///< RFC 9189 8.1
    gost_sign512 = 68,     ///< RFC 9189 8.1
};

} // namespace v0
} // namespace flintls

#endif
