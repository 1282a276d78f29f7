// SPDX-License-Identifier: Apache-2.0
/// \file
/// Alerts (IANA "TLS Alerts"; RFC 5246 7.2, RFC 8446 6), and the only map from errors to alerts.
#ifndef FLINTLS_REGISTRY_ALERT_HPP
#define FLINTLS_REGISTRY_ALERT_HPP

#include <cstdint>

#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.2. TLS 1.3 ignores the level: the description alone decides (RFC 8446 6).
enum class alert_level : std::uint8_t {
    warning = 1,
    fatal = 2,
};

/// RFC 5246 7.2 and RFC 8446 6, unless a value cites another source.
enum class alert_description : std::uint8_t {
    close_notify = 0,
    unexpected_message = 10,
    bad_record_mac = 20,
    decryption_failed = 21, ///< TLS 1.0 only (RFC 2246 7.2)
    record_overflow = 22,
    decompression_failure = 30, ///< TLS 1.2 and before
    handshake_failure = 40,
    no_certificate = 41, ///< SSL 3.0 only (RFC 6101 5.4)
    bad_certificate = 42,
    unsupported_certificate = 43,
    certificate_revoked = 44,
    certificate_expired = 45,
    certificate_unknown = 46,
    illegal_parameter = 47,
    unknown_ca = 48,
    access_denied = 49,
    decode_error = 50,
    decrypt_error = 51,
    too_many_cids_requested = 52, ///< RFC 9147 9
    export_restriction = 60,      ///< TLS 1.0 only (RFC 2246 7.2)
    protocol_version = 70,
    insufficient_security = 71,
    internal_error = 80,
    inappropriate_fallback = 86, ///< RFC 7507 2
    user_canceled = 90,
    no_renegotiation = 100, ///< TLS 1.2 and before; a warning
    missing_extension = 109,
    unsupported_extension = 110,
    certificate_unobtainable = 111,        ///< RFC 6066 5
    unrecognized_name = 112,               ///< RFC 6066 3
    bad_certificate_status_response = 113, ///< RFC 6066 8
    bad_certificate_hash_value = 114,      ///< RFC 6066 5
    unknown_psk_identity = 115,            ///< RFC 4279 2
    certificate_required = 116,
    general_error = 117,           ///< RFC 9846 6
    no_application_protocol = 120, ///< RFC 7301 3.2
    ech_required = 121,            ///< RFC 9849 5
};

/// The alert to send for an error that this side found.
/// \pre `what` is not `errc::ok`, which calls for no alert
constexpr alert_description to_alert(errc what) {
    // No default: the compiler names an errc that is missing.
    switch (what) {
    case errc::truncated:
    case errc::trailing:
    case errc::bad_length: return alert_description::decode_error; // RFC 5246 7.2.2, RFC 8446 6
    case errc::duplicate_extension:
    case errc::pre_shared_key_not_last: // RFC 8446 4.2.11
    case errc::misplaced_extension:     // RFC 8446 4.2
    case errc::forbidden_value: return alert_description::illegal_parameter;
    case errc::unsolicited_extension: return alert_description::unsupported_extension; // RFC 5246 7.4.1.4, RFC 8446 4.2
    case errc::unexpected_message: return alert_description::unexpected_message;
    case errc::lower_than_before:
    case errc::unsupported_version: return alert_description::protocol_version;
    // The hello or the chain may be legal, but holds more than this policy can check.
    case errc::too_many_unknown:
    case errc::chain_too_long:
    case errc::extension_too_long: return alert_description::handshake_failure;
    case errc::bad_record_mac: return alert_description::bad_record_mac;      // RFC 5246 7.2.2
    case errc::message_too_long: return alert_description::handshake_failure; // legal, but this side cannot take it
    case errc::record_too_long: return alert_description::record_overflow;    // RFC 5246 6.2.1, RFC 8446 5.1
    case errc::insecure_peer:                                                 // RFC 5746 4.1, 4.3
    case errc::renegotiation_info_mismatch:                                   // RFC 5746 3.4 to 3.7
    case errc::renegotiation_info_missing:                                    // RFC 5746 3.5, 3.7
    case errc::renegotiation_info_unexpected:                                 // RFC 5746 4.2, 4.4
    case errc::scsv_in_renegotiation:                                         // RFC 5746 3.7, 4.4
    case errc::too_many_renegotiations:
    case errc::identity_changed:
    case errc::extended_master_secret_missing: return alert_description::handshake_failure; // RFC 7627 5.3
    case errc::not_offered:                                                                 // RFC 5246 7.4.1.3
    case errc::session_mismatch:                                                            // RFC 5246 7.4.1.3
    case errc::downgrade_detected: return alert_description::illegal_parameter;             // RFC 8446 4.1.3
    case errc::inappropriate_fallback: return alert_description::inappropriate_fallback;    // RFC 7507 3
    case errc::certificate_missing:                                                         // RFC 5246 7.4.6
    case errc::no_common_suite: return alert_description::handshake_failure;                // RFC 5246 7.4.1.3
    case errc::wrong_name:                                                                  // RFC 9525 6.6
    case errc::issuer_before_subject:
    case errc::not_an_issuer:
    case errc::path_too_long:
    case errc::bad_certificate_signature: // RFC 5246 7.2.2, RFC 8446 6.2
    case errc::bad_certificate:
    case errc::untrusted_peer: return alert_description::bad_certificate;
    case errc::certificate_expired: // or not valid yet: RFC 5246 7.2.2, RFC 8446 6.2
    case errc::certificate_not_yet_valid:
    case errc::time_unknown: return alert_description::certificate_expired;
    case errc::unknown_issuer: return alert_description::unknown_ca;                 // RFC 5246 7.2.2, RFC 8446 6.2
    case errc::unknown_psk_identity: return alert_description::unknown_psk_identity; // RFC 4279 2
    case errc::bad_share: return alert_description::illegal_parameter;               // RFC 8422 5.10
    case errc::missing_extension: return alert_description::missing_extension;       // RFC 8446 6.2
    case errc::certificate_required: return alert_description::certificate_required; // RFC 8446 6.2
    case errc::bad_signature:
    case errc::bad_binder:
    case errc::bad_finished: return alert_description::decrypt_error;          // RFC 5246 7.2.2, RFC 8446 6.2
    case errc::unrecognized_name: return alert_description::unrecognized_name; // RFC 6066 3
    case errc::no_application_protocol: return alert_description::no_application_protocol; // RFC 7301 3.2
    case errc::wrong_purpose:
    case errc::unknown_critical_extension:
    case errc::name_constraints:
    case errc::unsupported_signature:
    case errc::unsupported_certificate: return alert_description::unsupported_certificate; // RFC 5246 7.2.2
    case errc::chain_refused:
    case errc::hello_refused: return alert_description::access_denied; // unless the offset of the error names an alert
    case errc::no_room:
    case errc::not_representable:
    case errc::crypto_failed:
    case errc::connection_lost:
    case errc::keys_used_up:
    case errc::count_too_large:
    case errc::begun_before:
    case errc::bad_name:
    case errc::receive_buffer_too_small:
    case errc::transmit_buffer_too_small:
    case errc::message_buffer_too_small:
    case errc::not_connected:
    case errc::busy:
    case errc::not_permitted:
    case errc::ok: return alert_description::internal_error;
    }
    return alert_description::internal_error;
}

/// The alert to send for `e`. \pre this side found `e`: no alert answers a received alert
constexpr alert_description to_alert(error e) {
    bool const chosen = e.what() == errc::hello_refused || e.what() == errc::chain_refused;
    return chosen && e.offset() != 0 ? static_cast<alert_description>(e.offset()) : to_alert(e.what());
}

} // namespace v0
} // namespace flintls

#endif
