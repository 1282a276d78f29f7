// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of versions, content types and handshake types for printing (RFC 5246 6.2.1 and 7.4, RFC 8446 4 and 5.1).
#ifndef FLINTLS_REGISTRY_NAMES_PROTOCOL_HPP
#define FLINTLS_REGISTRY_NAMES_PROTOCOL_HPP

#include "flintls/registry/content_type.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/name_of.hpp"
#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<protocol_version> {
    using enum protocol_version;
    static constexpr named<protocol_version> table[] = {
        {ssl_3_0, "SSL 3.0"}, {tls_1_0, "TLS 1.0"},   {tls_1_1, "TLS 1.1"},   {tls_1_2, "TLS 1.2"},
        {tls_1_3, "TLS 1.3"}, {dtls_1_3, "DTLS 1.3"}, {dtls_1_2, "DTLS 1.2"}, {dtls_1_0, "DTLS 1.0"},
    };
};

template <> struct names<content_type> {
    using enum content_type;
    static constexpr named<content_type> table[] = {
        {change_cipher_spec, "change_cipher_spec"},
        {alert, "alert"},
        {handshake, "handshake"},
        {application_data, "application_data"},
        {heartbeat, "heartbeat"},
        {tls12_cid, "tls12_cid"},
        {ack, "ACK"},
        {return_routability_check, "return_routability_check"},
    };
};

template <> struct names<handshake_type> {
    using enum handshake_type;
    static constexpr named<handshake_type> table[] = {
        {hello_request, "hello_request"},
        {client_hello, "client_hello"},
        {server_hello, "server_hello"},
        {hello_verify_request, "hello_verify_request"},
        {new_session_ticket, "new_session_ticket"},
        {end_of_early_data, "end_of_early_data"},
        {encrypted_extensions, "encrypted_extensions"},
        {request_connection_id, "request_connection_id"},
        {new_connection_id, "new_connection_id"},
        {certificate, "certificate"},
        {server_key_exchange, "server_key_exchange"},
        {certificate_request, "certificate_request"},
        {server_hello_done, "server_hello_done"},
        {certificate_verify, "certificate_verify"},
        {client_key_exchange, "client_key_exchange"},
        {client_certificate_request, "client_certificate_request"},
        {finished, "finished"},
        {certificate_url, "certificate_url"},
        {certificate_status, "certificate_status"},
        {supplemental_data, "supplemental_data"},
        {key_update, "key_update"},
        {compressed_certificate, "compressed_certificate"},
        {ekt_key, "ekt_key"},
        {message_hash, "message_hash"},
    };
};

} // namespace v0
} // namespace flintls

#endif
