// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client and a server offer their caller alike: bytes in and out, application data, the end.
#ifndef FLINTLS_HANDSHAKE_DRIVER_HPP
#define FLINTLS_HANDSHAKE_DRIVER_HPP

#include <cstdint>
#include <span>

#include "flintls/handshake/engine.hpp"
#include "flintls/record/progress.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// `Side`: what the engine runs (handshake/engine.hpp).
template <class Side> class driver {
public:
    driver(driver const&) = delete;
    driver& operator=(driver const&) = delete;

    /// Does what can be done. `now` in seconds of the caller's clock.
    progress run(std::uint32_t now) { return handshake_engine::run(side_, now); }

    /// Where received bytes go. There is space whenever `run` answers `receive`.
    [[nodiscard]] std::span<std::uint8_t> space() const { return side_.io.space(); }
    /// So many bytes were received into `space()`. \pre no more than there was space for; else the connection fails with
    /// errc::count_too_large, as it does where a read function's negative answer comes here as a large number
    void received(std::uint32_t count) { side_.io.received(count); }
    /// Bytes to send.
    [[nodiscard]] byte_view ready() const { return side_.io.ready(); }
    /// So many bytes of `ready()` were sent. \pre no more than were ready; else as `received`
    void sent(std::uint32_t count) { side_.io.sent(count); }

    /// Application data that came; aliases the receive buffer. Decrypted in place.
    [[nodiscard]] byte_view application_data() const { return side_.io.application_data(); }
    /// `count` bytes of the application data were used. \pre no more than there were; else as `received`
    void consume(std::uint32_t count) { side_.io.consume(count); }
    /// Came the application data while another handshake was under way? It belongs to the keys and the peer of before
    /// then (B5).
    [[nodiscard]] bool during_renegotiation() const {
        return side_.io.has_data() && !idle() && !side_.io.over() && !side_.io.is_tls_1_3();
    }
    /// Room for application data of one record, in place; empty while there is none, a handshake is under way, or a refusal
    /// waits for room (B4), which comes first. To be filled and given to `write` before anything else is called.
    [[nodiscard]] std::span<std::uint8_t> write_space() { return side_.write_space(); }
    /// `count` bytes were written there; `run` protects them. \pre no more than there was room for; else as `received`
    void write(std::uint32_t count) { side_.write(count); }
    /// Data of any length is written in several calls, with `run` and `sent` between them: `rest =
    /// rest.subview(write_some(rest))`. Each copies what there is room for in one record.
    /// \return bytes of `data` that were taken; 0 where `write_space` is empty
    [[nodiscard]] std::uint32_t write_some(byte_view data) {
        std::span<std::uint8_t> const space = write_space();
        byte_view const taken = data.subview(0, static_cast<std::uint32_t>(space.size()));
        copy(space.data(), taken.data(), taken.size());
        if (!taken.empty()) {
            static_cast<void>(side_.io.end_record(taken.size()));
        }
        return taken.size();
    }

    /// Says goodbye, behind what was written before (RFC 5246 7.2.1). `run` answers `closed` when it is ready to send.
    /// Whoever gives up waiting in a handshake calls `transport_lost`, so that a ticket that the server hangs on goes.
    void close() { handshake_engine::close(side_); }
    /// The transport ended.
    void transport_lost() { handshake_engine::lose_transport(side_); }
    /// Why it failed: what was found here and which alert went out for it, or which alert came in. Where
    /// the key to write could not be made, behind the own ChangeCipherSpec, no alert can go out, and none did.
    [[nodiscard]] error failure() const { return side_.io.failure(); }

    /// Is there a connection, and no handshake under way?
    [[nodiscard]] bool idle() const { return side_.idle(); }
    /// Why the last call that begins a handshake answered false; ok after true.
    [[nodiscard]] errc refusal() const { return side_.refusal; }
    /// Who the peer is by the last handshake that was finished: also while another one is under way.
    [[nodiscard]] identity const& peer() const& { return side_.established; }
    /// Was the last handshake abbreviated? While `idle()`.
    [[nodiscard]] bool resumed() const { return side_.has(flow::conditions::resumed); }
    /// Which of `P::protocols` was chosen, from 1 on; 0: none (RFC 7301), or the connection is over.
    [[nodiscard]] std::uint8_t protocol() const { return side_.known.protocol; }
    /// Records that may still come and go under the present keys. Renegotiate, or close, before there are none: the
    /// connection fails with `errc::keys_used_up` otherwise (RFC 9325 4.4). While `idle()`.
    [[nodiscard]] std::uint32_t records_left() const { return side_.io.records_left(); }
    /// Of the last handshake that was begun, for key logs.
    [[nodiscard]] byte_view client_random() const& { return side_.client_random(); }
    byte_view client_random() const&& = delete;

protected:
    template <class... Arguments> explicit driver(buffers const& b, Arguments&... arguments) : side_{b, arguments...} {}
    ~driver() { handshake_engine::destroy(side_); }

    Side side_; // NOLINT(readability-identifier-naming): a client and a server are one class with it
};

} // namespace v0
} // namespace flintls

#endif
