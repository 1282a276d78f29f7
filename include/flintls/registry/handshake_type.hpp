// SPDX-License-Identifier: Apache-2.0
/// \file
/// Types of handshake messages (IANA "TLS HandshakeType"; RFC 5246 7.4, RFC 8446 4).
#ifndef FLINTLS_REGISTRY_HANDSHAKE_TYPE_HPP
#define FLINTLS_REGISTRY_HANDSHAKE_TYPE_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

enum class handshake_type : std::uint8_t {
    hello_request = 0,
    client_hello = 1,
    server_hello = 2,
    hello_verify_request = 3, ///< RFC 6347 4.2.1
    new_session_ticket = 4,   ///< RFC 5077 3.3 and RFC 8446 4.6.1: one number, two structures
    end_of_early_data = 5,
    encrypted_extensions = 8,
    request_connection_id = 9, ///< RFC 9147 9
    new_connection_id = 10,    ///< RFC 9147 9
    certificate = 11,
    server_key_exchange = 12,
    certificate_request = 13,
    server_hello_done = 14,
    certificate_verify = 15,
    client_key_exchange = 16,
    client_certificate_request = 17, ///< RFC 9261 4
    finished = 20,
    certificate_url = 21,    ///< RFC 6066 5
    certificate_status = 22, ///< RFC 6066 8
    supplemental_data = 23,  ///< RFC 4680 2
    key_update = 24,
    compressed_certificate = 25, ///< RFC 8879 4
    ekt_key = 26,                ///< RFC 8870 5.2.2
    message_hash = 254,          ///< never sent: replaces a ClientHello in a transcript (RFC 8446 4.4.1)
};

} // namespace v0
} // namespace flintls

#endif
