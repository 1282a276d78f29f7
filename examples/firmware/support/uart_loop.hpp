// SPDX-License-Identifier: Apache-2.0
/// \file
/// A TLS connection over a UART: all that stands between the driver's buffers and the wire.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_UART_LOOP_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_UART_LOOP_HPP

#include <cstdint>

#include "flintls/record/progress.hpp"
#include "flintls/wire/byte_view.hpp"
#include "line.hpp"

namespace firmware {

/// Goes on until there is something to tell: connected, data, closed or failed; or `receive`, where nothing is to be
/// done and `enough()`. A UART does not say that the peer is gone: `patience` without a byte does. A peer that trickles
/// has `longest`, from `since` on.
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
        } else if (p != progress::send &&
                   p != progress::crypto) { // here a device would look after the rest of its work
            return p;
        }
    }
}

} // namespace firmware

#endif
