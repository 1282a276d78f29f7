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

template <> struct names<name_type> {
    using enum name_type;
    static constexpr named<name_type> table[] = {
        {host_name, "host_name"},
    };
};

template <> struct names<ec_point_format> {
    using enum ec_point_format;
    static constexpr named<ec_point_format> table[] = {
        {uncompressed, "uncompressed"},
        {ansi_x962_compressed_prime, "ansiX962_compressed_prime"},
        {ansi_x962_compressed_char2, "ansiX962_compressed_char2"},
    };
};

template <> struct names<psk_key_exchange_mode> {
    using enum psk_key_exchange_mode;
    static constexpr named<psk_key_exchange_mode> table[] = {
        {psk_ke, "psk_ke"},
        {psk_dhe_ke, "psk_dhe_ke"},
    };
};

template <> struct names<key_update_request> {
    using enum key_update_request;
    static constexpr named<key_update_request> table[] = {
        {update_not_requested, "update_not_requested"},
        {update_requested, "update_requested"},
    };
};

template <> struct names<max_fragment_length_code> {
    using enum max_fragment_length_code;
    static constexpr named<max_fragment_length_code> table[] = {
        {bytes_512, "2^9"},
        {bytes_1024, "2^10"},
        {bytes_2048, "2^11"},
        {bytes_4096, "2^12"},
    };
};

template <> struct names<certificate_status_type> {
    using enum certificate_status_type;
    static constexpr named<certificate_status_type> table[] = {
        {ocsp, "ocsp"},
        {ocsp_multi, "ocsp_multi"},
    };
};

template <> struct names<compression_method> {
    using enum compression_method;
    static constexpr named<compression_method> table[] = {
        {null, "NULL"},
        {deflate, "DEFLATE"},
    };
};

template <> struct names<ec_curve_type> {
    using enum ec_curve_type;
    static constexpr named<ec_curve_type> table[] = {
        {explicit_prime, "explicit_prime"},
        {explicit_char2, "explicit_char2"},
        {named_curve, "named_curve"},
    };
};

template <> struct names<client_certificate_type> {
    using enum client_certificate_type;
    static constexpr named<client_certificate_type> table[] = {
        {rsa_sign, "rsa_sign"},
        {dss_sign, "dss_sign"},
        {rsa_fixed_dh, "rsa_fixed_dh"},
        {dss_fixed_dh, "dss_fixed_dh"},
        {rsa_ephemeral_dh_reserved, "rsa_ephemeral_dh_RESERVED"},
        {dss_ephemeral_dh_reserved, "dss_ephemeral_dh_RESERVED"},
        {fortezza_dms_reserved, "fortezza_dms_RESERVED"},
        {ecdsa_sign, "ecdsa_sign"},
        {rsa_fixed_ecdh, "rsa_fixed_ecdh"},
        {ecdsa_fixed_ecdh, "ecdsa_fixed_ecdh"},
        {gost_sign256, "gost_sign256"},
        {gost_sign512, "gost_sign512"},
    };
};

} // namespace v0
} // namespace flintls

#endif
