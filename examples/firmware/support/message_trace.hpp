// SPDX-License-Identifier: Apache-2.0
/// \file
/// Prints every handshake message and alert on the board's console, for annotate.cpp: "sent 22 0100008b…". For
/// demonstrations only.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_MESSAGE_TRACE_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_MESSAGE_TRACE_HPP

#include <cstdint>

#include "board.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/byte_view.hpp"

namespace firmware {

/// Part of a client's or server's credentials (flintls/handshake/credentials.hpp).
struct message_trace {
    static void observe(bool sent, flintls::content_type type, flintls::byte_view bytes) {
        board::print(sent ? "sent " : "received ");
        board::print(static_cast<unsigned>(type));
        board::print(" ");
        for (std::uint32_t at = 0; at < bytes.size(); at += chunk) {
            char text[2 * chunk + 1];
            char* end = text;
            for (std::uint32_t i = at; i < at + chunk && i < bytes.size(); ++i) {
                *end++ = digits[bytes[i] >> 4U];
                *end++ = digits[bytes[i] & 15U];
            }
            *end = '\0';
            board::print(text);
        }
        board::print("\n");
    }

private:
    static constexpr std::uint32_t chunk = 32;
    static constexpr char const* digits = "0123456789abcdef";
};

} // namespace firmware

#endif
