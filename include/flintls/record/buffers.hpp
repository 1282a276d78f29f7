// SPDX-License-Identifier: Apache-2.0
/// \file
/// The memory that a caller gives to a connection.
#ifndef FLINTLS_RECORD_BUFFERS_HPP
#define FLINTLS_RECORD_BUFFERS_HPP

#include <cstdint>
#include <span>

namespace flintls {
inline namespace v0 {

/// The buffers of a connection, the caller's; they live as long as it does. What each must hold, in bytes:
///
/// | buffer | what | bytes |
/// |---|---|---|
/// | `receive` | the longest protected record of the peer | F + 29: header 5, nonce 8, tag 16 |
/// | | F: the fragment length that the client asked for (RFC 6066 4) and the server agreed to | 512, 1024, 2048, 4096 |
/// | | F without one | 16,384 |
/// | `transmit` | each message that is sent whole, in records of its own: a ClientHello | `transmit_for(name, ticket)` of the client |
/// | | the same of all names and tickets that the policy lets be | `max_transmit` of the client |
/// | | a server's: a ServerHello, a NewSessionTicket | no more than `min_transmit` |
/// | `messages` | a message that is needed whole and lies in several records | its size, 4 for its header included |
/// | | and, between a Certificate and the signature by its key, that key | 65 for P-256, 270 for RSA with 2048 bits |
///
/// A plaintext handshake record may be longer than `receive`; every other one fails with record_too_long. What need not fit
/// `messages`: the certificates of a chain behind the first one where `whole_chain` is false, a ticket, and the hello of a
/// client where the policy has `stream_client_hello`. `connect` and `accept` refuse what is below `min_receive`,
/// `min_transmit`, `min_messages`.
struct buffers {
    std::span<std::uint8_t> receive;
    std::span<std::uint8_t> transmit;
    std::span<std::uint8_t> messages;
};

/// A record with fragments of 512 bytes, and what may come in pieces of every peer: a Finished, 16 bytes, behind a key
/// of 65 bytes that is kept.
inline constexpr std::uint32_t least_receive = 5 + 8 + 16 + 512;
inline constexpr std::uint32_t least_messages = 65 + 4 + 12;
/// In TLS 1.3 a CertificateVerify with an ECDSA signature of 72 bytes, behind the key.
inline constexpr std::uint32_t least_messages_tls_1_3 = 65 + 4 + 4 + 72;

} // namespace v0
} // namespace flintls

#endif
