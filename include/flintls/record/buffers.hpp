// SPDX-License-Identifier: Apache-2.0
/// \file
/// The memory that an application gives to a connection.
#ifndef FLINTLS_RECORD_BUFFERS_HPP
#define FLINTLS_RECORD_BUFFERS_HPP

#include <cstdint>
#include <span>

namespace flintls {
inline namespace v0 {

/// The buffers of a connection. They belong to the application and must outlive the connection. Least sizes in bytes:
///
/// | buffer | what | bytes |
/// |---|---|---|
/// | `receive` | the longest protected record of the peer | F + 29: header 5, nonce 8, tag 16 |
/// | | F: the fragment length that the client asked for (RFC 6066 4) and the server accepted | 512, 1024, 2048, 4096 |
/// | | F: the limit of record_size_limit (RFC 8449), derived from the buffer, if the server accepts it | 512 and up |
/// | | F without either | 16,384 |
/// | `transmit` | each message that is sent whole, in records of its own: a ClientHello | `transmit_for(name, ticket)` of the client |
/// | | a ClientHello with every name and ticket that the policy allows | `max_transmit` of the client |
/// | | with names of 64 and tickets of 640 bytes, one suite of each version: TLS 1.2, TLS 1.3, both | 844, 1,212, 1,929 |
/// | | with tickets of 1,280 bytes, for a client that sends a certificate | 1,484, 1,852, 3,209 |
/// | | a server's messages: a ServerHello, a NewSessionTicket | at most `min_transmit` |
/// | `messages` | a message that is needed whole and lies in several records | its size, including 4 for its header |
/// | | and, between Certificate and the signature by its key, that key | 65 for P-256, 270 for RSA with 2048 bits |
///
/// A hello of both versions may carry a ticket of each version, and a hello of TLS 1.3 a cookie. OpenSSL puts a
/// client's certificate into its tickets: a ticket is 175 bytes longer than the certificate in TLS 1.2, and 207 in
/// TLS 1.3.
///
/// A plaintext handshake record may be longer than `receive`; every other longer record fails with record_too_long.
/// These need not fit `messages`: the certificates after the first one if `whole_chain` is false, a ticket, the names of
/// authorities in a CertificateRequest, and a ClientHello if the policy has `stream_client_hello`. `connect` and `accept` refuse buffers below `min_receive`,
/// `min_transmit`, `min_messages`.
struct buffers {
    std::span<std::uint8_t> receive;
    std::span<std::uint8_t> transmit;
    std::span<std::uint8_t> messages;
};

/// `least_receive`: a record with a fragment of 512 bytes. `least_messages`: a Finished of 16 bytes, which any peer may
/// fragment, after a kept key of 65 bytes.
inline constexpr std::uint32_t least_receive = 5 + 8 + 16 + 512;
inline constexpr std::uint32_t least_messages = 65 + 4 + 12;
/// TLS 1.3: a CertificateVerify with an ECDSA signature of 72 bytes, after the kept key.
inline constexpr std::uint32_t least_messages_tls_1_3 = 65 + 4 + 4 + 72;

} // namespace v0
} // namespace flintls

#endif
