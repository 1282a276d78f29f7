// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of errors for printing: each one as its enumerator is spelt (wire/error.hpp).
#ifndef FLINTLS_REGISTRY_NAMES_ERRC_HPP
#define FLINTLS_REGISTRY_NAMES_ERRC_HPP

#include "flintls/registry/name_of.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<errc> {
    using enum errc;
    static constexpr named<errc> table[] = {
        {ok, "ok"},
        {truncated, "truncated"},
        {trailing, "trailing"},
        {bad_length, "bad_length"},
        {duplicate_extension, "duplicate_extension"},
        {pre_shared_key_not_last, "pre_shared_key_not_last"},
        {misplaced_extension, "misplaced_extension"},
        {forbidden_value, "forbidden_value"},
        {unsolicited_extension, "unsolicited_extension"},
        {unexpected_message, "unexpected_message"},
        {unsupported_version, "unsupported_version"},
        {too_many_unknown, "too_many_unknown"},
        {extension_too_long, "extension_too_long"},
        {record_too_long, "record_too_long"},
        {bad_record_mac, "bad_record_mac"},
        {message_too_long, "message_too_long"},
        {insecure_peer, "insecure_peer"},
        {renegotiation_info_mismatch, "renegotiation_info_mismatch"},
        {renegotiation_info_missing, "renegotiation_info_missing"},
        {renegotiation_info_unexpected, "renegotiation_info_unexpected"},
        {scsv_in_renegotiation, "scsv_in_renegotiation"},
        {too_many_renegotiations, "too_many_renegotiations"},
        {identity_changed, "identity_changed"},
        {extended_master_secret_missing, "extended_master_secret_missing"},
        {not_offered, "not_offered"},
        {inappropriate_fallback, "inappropriate_fallback"},
        {downgrade_detected, "downgrade_detected"},
        {session_mismatch, "session_mismatch"},
        {certificate_missing, "certificate_missing"},
        {unrecognized_name, "unrecognized_name"},
        {no_room, "no_room"},
        {not_representable, "not_representable"},
        {crypto_failed, "crypto_failed"},
        {connection_lost, "connection_lost"},
        {keys_used_up, "keys_used_up"},
        {count_too_large, "count_too_large"},
        {no_common_suite, "no_common_suite"},
        {bad_certificate, "bad_certificate"},
        {untrusted_peer, "untrusted_peer"},
        {unknown_psk_identity, "unknown_psk_identity"},
        {bad_share, "bad_share"},
        {bad_signature, "bad_signature"},
        {bad_finished, "bad_finished"},
        {no_application_protocol, "no_application_protocol"},
        {unsupported_certificate, "unsupported_certificate"},
        {hello_refused, "hello_refused"},
        {missing_extension, "missing_extension"},
        {certificate_required, "certificate_required"},
        {bad_binder, "bad_binder"},
        {begun_before, "begun_before"},
        {bad_name, "bad_name"},
        {receive_buffer_too_small, "receive_buffer_too_small"},
        {transmit_buffer_too_small, "transmit_buffer_too_small"},
        {message_buffer_too_small, "message_buffer_too_small"},
        {not_connected, "not_connected"},
        {busy, "busy"},
        {not_permitted, "not_permitted"},
    };
};

} // namespace v0
} // namespace flintls

#endif
