// SPDX-License-Identifier: Apache-2.0
/// \file
/// The results of `run`: the next need of a client or a server.
#ifndef FLINTLS_RECORD_PROGRESS_HPP
#define FLINTLS_RECORD_PROGRESS_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

/// The result of `run`. After every result `ready()` may have bytes to send.
enum class [[nodiscard]] progress : std::uint8_t{
    again,     ///< internal: the step has more work. `run` never returns it
    receive,   ///< bytes must be received
    send,      ///< bytes of `ready()` must be sent
    crypto,    ///< an operation is pending, or a public-key operation was done: call `run` again at any time
    connected, ///< a handshake has completed: check the peer's identity. Returned once for each handshake
    data,      ///< `application_data()` is not empty. Returned until it is consumed
    closed,    ///< close_notify was received, or that of `close` is ready to send (RFC 5246 7.2.1)
    failed,    ///< the connection has failed: see `failure()`. Every secret is wiped
};

} // namespace v0
} // namespace flintls

#endif
