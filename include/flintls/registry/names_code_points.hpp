// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of the small code points for printing (RFC 3749 2, RFC 4492 5.1.2, RFC 5246 7.4.4, RFC 6066 3, 4 and 8,
/// RFC 6961 2.2, RFC 8422 5.4 and 5.5, RFC 8446 4.2.9 and 4.6.3, RFC 9189 8.1).
#ifndef FLINTLS_REGISTRY_NAMES_CODE_POINTS_HPP
#define FLINTLS_REGISTRY_NAMES_CODE_POINTS_HPP

#include "flintls/registry/code_points.hpp"
#include "flintls/registry/name_of.hpp"

namespace flintls {
inline namespace v0 {

namespace name_detail {
struct formats : as_declared {
    using enum ec_point_format;
    static constexpr named<ec_point_format> respelt[] = {
        // NOLINT(*-avoid-c-arrays)
        {ansi_x962_compressed_prime, "ansiX962_compressed_prime"},
        {ansi_x962_compressed_char2, "ansiX962_compressed_char2"},
    };
};
struct methods : as_declared {
    using enum compression_method;
    static constexpr named<compression_method> respelt[] = {
        // NOLINT(*-avoid-c-arrays)
        {null, "NULL"},
        {deflate, "DEFLATE"},
    };
};
struct certificate_types : as_declared {
    using enum client_certificate_type;
    static constexpr named<client_certificate_type> respelt[] = {
        // NOLINT(*-avoid-c-arrays)
        {rsa_ephemeral_dh_reserved, "rsa_ephemeral_dh_RESERVED"},
        {dss_ephemeral_dh_reserved, "dss_ephemeral_dh_RESERVED"},
        {fortezza_dms_reserved, "fortezza_dms_RESERVED"},
    };
};
} // namespace name_detail

template <> struct names<name_type> : enumerator_names<name_type, as_declared, code_range{0, 0}> {};
template <>
struct names<ec_point_format> : enumerator_names<ec_point_format, name_detail::formats, code_range{0, 3}> {};
template <>
struct names<psk_key_exchange_mode> : enumerator_names<psk_key_exchange_mode, as_declared, code_range{0, 3}> {};
template <> struct names<key_update_request> : enumerator_names<key_update_request, as_declared, code_range{0, 3}> {};
template <>
struct names<certificate_status_type> : enumerator_names<certificate_status_type, as_declared, code_range{0, 3}> {};
template <>
struct names<compression_method> : enumerator_names<compression_method, name_detail::methods, code_range{0, 3}> {};
template <> struct names<ec_curve_type> : enumerator_names<ec_curve_type, as_declared, code_range{0, 3}> {};
template <>
struct names<client_certificate_type>
    : enumerator_names<client_certificate_type, name_detail::certificate_types, code_range{1, 20}, code_range{64, 68}> {
};

template <> struct names<max_fragment_length_code> {
    using enum max_fragment_length_code;
    static constexpr named<max_fragment_length_code> table[] = {// NOLINT(*-avoid-c-arrays)
                                                                {bytes_512, "2^9"},
                                                                {bytes_1024, "2^10"},
                                                                {bytes_2048, "2^11"},
                                                                {bytes_4096, "2^12"}};
};

} // namespace v0
} // namespace flintls

#endif
