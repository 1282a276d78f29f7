// SPDX-License-Identifier: Apache-2.0
/// \file
/// The small registries, of one byte each: values inside extensions and hellos.
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

/// What `max_fragment_length` carries (RFC 6066 4): an exponent, not a length
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

} // namespace v0
} // namespace flintls

#endif
