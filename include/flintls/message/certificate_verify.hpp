// SPDX-License-Identifier: Apache-2.0
/// \file
/// CertificateVerify (RFC 5246 7.4.8, RFC 8446 4.4.3), and the content that it signs in TLS 1.3.
#ifndef FLINTLS_MESSAGE_CERTIFICATE_VERIFY_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_VERIFY_HPP

#include <array>
#include <cstdint>

#include "flintls/message/digitally_signed.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.8: the signature of all handshake messages so far. RFC 8446 4.4.3 has the same structure.
struct certificate_verify : digitally_signed {
    static constexpr handshake_type msg_type = handshake_type::certificate_verify;
};

namespace tls13 {

/// The sender of a CertificateVerify. The signed content names the role, so that a peer cannot reuse a signature of the
/// other role.
enum class signer_role : std::uint8_t { server, client };

/// RFC 8446 4.4.3: bytes of the signed content before the hash.
inline constexpr std::uint32_t signed_prefix_size = 98;

/// RFC 8446 4.4.3: writes the signed content: 64 spaces, a context string, a zero (`signed_prefix_size` bytes), and the
/// hash of the transcript up to the Certificate.
/// \return the number of bytes written
[[gnu::noinline]] constexpr std::uint32_t write_signed_content(signer_role role, byte_view transcript_hash,
                                                               std::uint8_t* out) {
    constexpr auto context = std::to_array("TLS 1.3, server CertificateVerify"); // with its zero
    constexpr auto client = std::to_array("client");
    constexpr std::uint32_t spaces = 64;
    constexpr std::uint32_t at_role = spaces + 9;
    static_assert(spaces + context.size() == signed_prefix_size);
    for (std::uint32_t i = 0; i != signed_prefix_size; ++i) {
        char byte = i < spaces ? ' ' : context[i - spaces];
        if (role == signer_role::client && i - at_role < client.size() - 1) {
            byte = client[i - at_role];
        }
        out[i] = static_cast<std::uint8_t>(byte);
    }
    copy(out + signed_prefix_size, transcript_hash.data(), transcript_hash.size());
    return signed_prefix_size + transcript_hash.size();
}

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
