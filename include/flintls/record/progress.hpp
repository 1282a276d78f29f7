// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client or a server needs next.
#ifndef FLINTLS_RECORD_PROGRESS_HPP
#define FLINTLS_RECORD_PROGRESS_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

/// What `run` answers. Whatever it is, `ready()` may have bytes to send, and should be asked.
enum class [[nodiscard]] progress : std::uint8_t{
    again,     ///< of a step: there is more to do. `run` never answers it
    receive,   ///< nothing to do before more bytes come
    send,      ///< nothing to do before bytes of `ready()` are sent
    crypto,    ///< an operation is under way, or one public-key operation was done: call again when it suits
    connected, ///< a handshake is over: ask who the peer is, then go on. Told once for each
    data,      ///< `application_data()` has something. Told until it is consumed
    closed,    ///< the peer ended the connection properly (RFC 5246 7.2.1), or both did
    failed,    ///< see `failure()`; nothing goes on, and everything secret is wiped
};

} // namespace v0
} // namespace flintls

#endif
