// SPDX-License-Identifier: Apache-2.0
/// \file
/// The public interface that a client and a server share: bytes in and out, application data, the end of a connection.
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

/// `Side`: the state that the engine runs (handshake/engine.hpp).
template <class Side> class driver {
public:
    driver(driver const&) = delete;
    driver& operator=(driver const&) = delete;

    /// Does all work that is possible without new bytes, then returns. `now`: seconds of the application's clock.
    progress run(std::uint32_t now) { return handshake_engine::run(side_, now); }

    /// Room for received bytes in the receive buffer. Not empty whenever `run` answers `receive`.
    [[nodiscard]] std::span<std::uint8_t> space() const { return side_.io.space(); }
    /// `count` bytes were received into `space()`. \pre `count` is at most the size of `space()`; otherwise the
    /// connection fails with errc::count_too_large, as after the negative result of a read function that was converted
    /// to unsigned
    void received(std::uint32_t count) { side_.io.received(count); }
    /// Bytes to send; aliases the transmit buffer.
    [[nodiscard]] byte_view ready() const { return side_.io.ready(); }
    /// `count` bytes of `ready()` were sent. \pre at most the size of `ready()`; otherwise as `received`
    void sent(std::uint32_t count) { side_.io.sent(count); }

    /// Received application data, decrypted in place; aliases the receive buffer.
    [[nodiscard]] byte_view application_data() const { return side_.io.application_data(); }
    /// `count` bytes of the application data are used up. \pre at most its size; otherwise as `received`
    void consume(std::uint32_t count) { side_.io.consume(count); }
    /// True if the application data was received during a renegotiation: it belongs to the earlier keys and to the
    /// earlier peer (B5).
    [[nodiscard]] bool during_renegotiation() const {
        return side_.io.has_data() && !idle() && !side_.io.over() && !side_.io.is_tls_1_3();
    }
    /// Room for the application data of one record, in the transmit buffer. Empty if the buffer has no room, if a
    /// handshake is under way (but see `options::half_rtt`), or if a refusal waits for room, which is sent first (B4). Fill the room and call `write`
    /// before any other function.
    [[nodiscard]] std::span<std::uint8_t> write_space() { return side_.write_space(); }
    /// `count` bytes were written into `write_space()`; `run` protects them. \pre at most its size; otherwise as
    /// `received`
    void write(std::uint32_t count) { side_.write(count); }
    /// Copies as much of `data` as one record has room for. Write longer data in several calls, with `run` and `sent`
    /// between them: `rest = rest.subview(write_some(rest))`.
    /// \return number of bytes of `data` that were taken; 0 if `write_space` is empty
    [[nodiscard]] std::uint32_t write_some(byte_view data) {
        std::span<std::uint8_t> const space = write_space();
        byte_view const taken = data.subview(0, static_cast<std::uint32_t>(space.size()));
        copy(space.data(), taken.data(), taken.size());
        if (!taken.empty()) {
            static_cast<void>(side_.io.end_record(taken.size()));
        }
        return taken.size();
    }

    /// Sends close_notify after the data that was written before (RFC 5246 7.2.1). `run` answers `closed` when
    /// close_notify is ready to send. An application that gives up a hanging handshake calls `transport_lost` instead:
    /// the ticket that may be the cause is then deleted (T6).
    void close() { handshake_engine::close(side_); }
    /// Sends close_notify as `close`, but still receives. Nothing more can be written, and `run` answers `closed` when
    /// the peer's close_notify is received (RFC 8446 6.1; a peer of TLS 1.2 sends it at once, after the data that it
    /// has already sent: RFC 5246 7.2.1). If the transport ends before that, see `between_records`. Needs the policy's
    /// `half_close`.
    /// \return false: `refusal()` is not_connected or busy
    [[nodiscard]] bool end_writing() requires(Side::policy_type::half_close) {
        bool const none = side_.io.over() || side_.at->what == flow::op::not_started;
        side_.refusal = none ? errc::not_connected : idle() ? errc::ok : errc::busy;
        if (side_.refusal == errc::ok) {
            side_.io.end_writing();
        }
        return side_.refusal == errc::ok;
    }
    /// The transport has ended.
    void transport_lost() { handshake_engine::lose_transport(side_); }
    /// True if the connection is idle and the receive buffer holds no part of a record. If the transport ends now, only
    /// close_notify is missing: all received data is authentic, but the end is not. Many peers close without
    /// close_notify, and an attacker can truncate the stream (RFC 5246 7.2.1). An application protocol that marks its
    /// own end may accept the data as complete. Call this before `transport_lost`, which fails the connection.
    [[nodiscard]] bool between_records() const {
        return idle() && !side_.io.over() && !side_.io.opening() && side_.io.in().at_record_end();
    }
    /// Why the connection failed: a local error with the alert that was sent for it, or the alert that was received. No
    /// alert is sent if the write key cannot be made after this side's ChangeCipherSpec.
    [[nodiscard]] error failure() const { return side_.io.failure(); }

    /// True if there is a connection and no handshake is under way.
    [[nodiscard]] bool idle() const { return side_.idle(); }
    /// Why the last call that begins a handshake returned false; ok after true.
    [[nodiscard]] errc refusal() const { return side_.refusal; }
    /// The peer's identity by the last completed handshake, also while another handshake is under way.
    [[nodiscard]] identity const& peer() const& { return side_.established; }
    /// True if the last handshake was abbreviated. Valid while `idle()`.
    [[nodiscard]] bool resumed() const { return side_.has(flow::conditions::resumed); }
    /// The number of the negotiated protocol in `P::protocols`, from 1 on (RFC 7301); 0: none, or the connection has
    /// ended.
    [[nodiscard]] std::uint8_t protocol() const { return side_.negotiated.protocol; }
    /// Records that may still be received or sent under the present keys, whichever number is smaller. Renegotiate or
    /// close before it reaches 0: otherwise the connection fails with `errc::keys_used_up` (RFC 9325 4.4). Valid while
    /// `idle()`.
    [[nodiscard]] std::uint32_t records_left() const { return side_.io.records_left(); }
    /// The client random of the last handshake that was begun, for key logs.
    [[nodiscard]] byte_view client_random() const& { return side_.client_random(); }
    byte_view client_random() const&& = delete;

protected:
    template <class... Arguments> explicit driver(buffers const& b, Arguments&... arguments) : side_{b, arguments...} {}
    ~driver() { handshake_engine::destroy(side_); }

    Side side_; // NOLINT(readability-identifier-naming): the client and the server use it like a member of their own
};

} // namespace v0
} // namespace flintls

#endif
