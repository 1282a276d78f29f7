// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of alerts for printing (IANA "TLS Alerts"; RFC 5246 7.2, RFC 8446 6).
#ifndef FLINTLS_REGISTRY_NAMES_ALERT_HPP
#define FLINTLS_REGISTRY_NAMES_ALERT_HPP

#include "flintls/registry/alert.hpp"
#include "flintls/registry/name_of.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<alert_level> {
    using enum alert_level;
    static constexpr named<alert_level> table[] = {
        {warning, "warning"},
        {fatal, "fatal"},
    };
};

template <> struct names<alert_description> {
    using enum alert_description;
    static constexpr named<alert_description> table[] = {
        {close_notify, "close_notify"},
        {unexpected_message, "unexpected_message"},
        {bad_record_mac, "bad_record_mac"},
        {decryption_failed, "decryption_failed"},
        {record_overflow, "record_overflow"},
        {decompression_failure, "decompression_failure"},
        {handshake_failure, "handshake_failure"},
        {no_certificate, "no_certificate"},
        {bad_certificate, "bad_certificate"},
        {unsupported_certificate, "unsupported_certificate"},
        {certificate_revoked, "certificate_revoked"},
        {certificate_expired, "certificate_expired"},
        {certificate_unknown, "certificate_unknown"},
        {illegal_parameter, "illegal_parameter"},
        {unknown_ca, "unknown_ca"},
        {access_denied, "access_denied"},
        {decode_error, "decode_error"},
        {decrypt_error, "decrypt_error"},
        {too_many_cids_requested, "too_many_cids_requested"},
        {export_restriction, "export_restriction"},
        {protocol_version, "protocol_version"},
        {insufficient_security, "insufficient_security"},
        {internal_error, "internal_error"},
        {inappropriate_fallback, "inappropriate_fallback"},
        {user_canceled, "user_canceled"},
        {no_renegotiation, "no_renegotiation"},
        {missing_extension, "missing_extension"},
        {unsupported_extension, "unsupported_extension"},
        {certificate_unobtainable, "certificate_unobtainable"},
        {unrecognized_name, "unrecognized_name"},
        {bad_certificate_status_response, "bad_certificate_status_response"},
        {bad_certificate_hash_value, "bad_certificate_hash_value"},
        {unknown_psk_identity, "unknown_psk_identity"},
        {certificate_required, "certificate_required"},
        {general_error, "general_error"},
        {no_application_protocol, "no_application_protocol"},
        {ech_required, "ech_required"},
    };
};

} // namespace v0
} // namespace flintls

#endif
