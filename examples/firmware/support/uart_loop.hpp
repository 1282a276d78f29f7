// SPDX-License-Identifier: Apache-2.0
/// \file
/// A TLS connection over a UART: moves bytes between the buffers of the connection and the UART.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_UART_LOOP_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_UART_LOOP_HPP

#include <cstdint>

#include "flintls/record/progress.hpp"
#include "flintls/wire/byte_view.hpp"
#include "line.hpp"

namespace firmware {

/// Runs the connection until it reports connected, data, closed or failed, or `receive` while `enough()` is true. A
/// UART does not report that the peer is gone: the transport counts as lost after `patience` without a byte, and
/// `longest` after `since` (ms) even if the peer sends.
template <class Connection, class Enough>
[[gnu::noinline]] flintls::progress next(Connection& connection, Enough enough, std::uint32_t since) {
    using flintls::progress;
    for (;;) {
        progress const p = connection.run(board::clock::milliseconds() / 1000);
        flintls::byte_view const out = connection.ready();
        bool const late = !send(out) || board::clock::milliseconds() - since >= longest;
        connection.sent(out.size());
        if (p == progress::closed || p == progress::failed) {
            return p;
        }
        if (late) {
            connection.transport_lost();
        } else if (p == progress::receive && !enough()) {
            std::uint32_t const count = receive(connection.space(), patience);
            if (count != 0) {
                connection.received(count);
            } else {
                connection.transport_lost();
            }
        } else if (p != progress::send && p != progress::crypto) { // here a device does its other work
            return p;
        }
    }
}

} // namespace firmware

#endif
