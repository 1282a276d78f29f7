// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of extension types for printing (IANA "TLS ExtensionType Values"; RFC 8446 4.2).
#ifndef FLINTLS_REGISTRY_NAMES_EXTENSION_TYPE_HPP
#define FLINTLS_REGISTRY_NAMES_EXTENSION_TYPE_HPP

#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/name_of.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<extension_type> {
    using enum extension_type;
    static constexpr named<extension_type> table[] = {
        {server_name, "server_name"},
        {max_fragment_length, "max_fragment_length"},
        {client_certificate_url, "client_certificate_url"},
        {trusted_ca_keys, "trusted_ca_keys"},
        {truncated_hmac, "truncated_hmac"},
        {status_request, "status_request"},
        {user_mapping, "user_mapping"},
        {client_authz, "client_authz"},
        {server_authz, "server_authz"},
        {cert_type, "cert_type"},
        {supported_groups, "supported_groups"},
        {ec_point_formats, "ec_point_formats"},
        {srp, "srp"},
        {signature_algorithms, "signature_algorithms"},
        {use_srtp, "use_srtp"},
        {heartbeat, "heartbeat"},
        {application_layer_protocol_negotiation, "application_layer_protocol_negotiation"},
        {status_request_v2, "status_request_v2"},
        {signed_certificate_timestamp, "signed_certificate_timestamp"},
        {client_certificate_type, "client_certificate_type"},
        {server_certificate_type, "server_certificate_type"},
        {padding, "padding"},
        {encrypt_then_mac, "encrypt_then_mac"},
        {extended_master_secret, "extended_master_secret"},
        {token_binding, "token_binding"},
        {cached_info, "cached_info"},
        {tls_lts, "tls_lts"},
        {compress_certificate, "compress_certificate"},
        {record_size_limit, "record_size_limit"},
        {pwd_protect, "pwd_protect"},
        {pwd_clear, "pwd_clear"},
        {password_salt, "password_salt"},
        {ticket_pinning, "ticket_pinning"},
        {tls_cert_with_extern_psk, "tls_cert_with_extern_psk"},
        {delegated_credential, "delegated_credential"},
        {session_ticket, "session_ticket"},
        {tlmsp, "TLMSP"},
        {tlmsp_proxying, "TLMSP_proxying"},
        {tlmsp_delegate, "TLMSP_delegate"},
        {supported_ekt_ciphers, "supported_ekt_ciphers"},
        {pre_shared_key, "pre_shared_key"},
        {early_data, "early_data"},
        {supported_versions, "supported_versions"},
        {cookie, "cookie"},
        {psk_key_exchange_modes, "psk_key_exchange_modes"},
        {certificate_authorities, "certificate_authorities"},
        {oid_filters, "oid_filters"},
        {post_handshake_auth, "post_handshake_auth"},
        {signature_algorithms_cert, "signature_algorithms_cert"},
        {key_share, "key_share"},
        {transparency_info, "transparency_info"},
        {connection_id_deprecated, "connection_id (deprecated)"},
        {connection_id, "connection_id"},
        {external_id_hash, "external_id_hash"},
        {external_session_id, "external_session_id"},
        {quic_transport_parameters, "quic_transport_parameters"},
        {ticket_request, "ticket_request"},
        {dnssec_chain, "dnssec_chain"},
        {sequence_number_encryption_algorithms, "sequence_number_encryption_algorithms"},
        {rrc, "rrc"},
        {tls_flags, "tls_flags"},
        {ech_outer_extensions, "ech_outer_extensions"},
        {encrypted_client_hello, "encrypted_client_hello"},
        {renegotiation_info, "renegotiation_info"},
        {next_protocol_negotiation, "next_protocol_negotiation"},
        {application_settings_old, "application_settings_old"},
        {application_settings, "application_settings"},
        {channel_id, "channel_id"},
        {trust_anchors, "trust_anchors"},
    };
};

} // namespace v0
} // namespace flintls

#endif
