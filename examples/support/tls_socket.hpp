// SPDX-License-Identifier: Apache-2.0
/// \file
/// A TLS connection over a POSIX socket: moves bytes between the buffers of the connection and the socket.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_SOCKET_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_SOCKET_HPP

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

#include "descriptor.hpp"
#include "endpoint.hpp"
#include "flintls/record/progress.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

/// The buffers of one connection, sized for a PC: records of every size, chains of certificates.
struct tls_memory {
    std::array<std::uint8_t, 17 * 1024> receive{};
    std::array<std::uint8_t, 17 * 1024> transmit{};
    std::array<std::uint8_t, 64 * 1024> messages{};
};

/// The clock of the connection, in seconds.
[[nodiscard]] inline std::uint32_t now() { return static_cast<std::uint32_t>(std::time(nullptr)); }

/// The clock of deadlines: the system clock may be set while a program runs.
using steady = std::chrono::steady_clock;

/// Waits for one event. \return false: none before `end`
[[nodiscard]] inline bool await(pollfd wanted, steady::time_point end) {
    int ready = 0;
    do {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - steady::now()).count();
        ready = left <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(std::min<decltype(left)>(left, 60'000)));
    } while (ready <= 0 && steady::now() < end);
    return ready > 0;
}

/// No function blocks but `linger`.
template <class Connection> class tls_socket {
public:
    using progress = flintls::progress;

    tls_socket(Connection& c, descriptor socket) : connection_{&c}, socket_{std::move(socket)} {
        socket_.do_not_wait();
        send_at_once(socket_);
    }

    /// Does what is possible without waiting.
    /// \return connected, data, closed or failed: an event; crypto: more to do, now or after other connections; receive
    /// or send: nothing to do until `wanted()` happens
    progress advance() {
        do {
            last_ = connection_->run(now());
            flush();
        } while (last_ == progress::send ? !has_unsent() : last_ == progress::receive && fill());
        return last_;
    }
    /// The events that `poll` has to wait for. The socket is not read while received data is not consumed.
    [[nodiscard]] pollfd wanted() const {
        bool const in = leaving_ ? !ended_ : last_ == progress::receive;
        int const events = (in ? POLLIN : 0) | (has_unsent() ? POLLOUT : 0);
        return {events == 0 ? -1 : socket_.get(), static_cast<short>(events), 0};
    }
    [[nodiscard]] bool has_unsent() const { return !connection_->ready().empty(); }
    /// Time of the last byte received or sent.
    [[nodiscard]] steady::time_point moved() const { return moved_; }

    /// After closed or failed: sends the rest, then reads until the peer closes. A close while bytes arrive causes a
    /// reset, and the peer could lose the last bytes.
    /// \return false: nothing is left to do
    bool leave() {
        leaving_ = true;
        flush();
        if (!has_unsent()) {
            (void)::shutdown(socket_.get(), SHUT_WR);
        }
        std::array<std::uint8_t, 4096> rest{};
        ended_ = ended_ || is_end(socket_.read(rest));
        return !ended_ || has_unsent();
    }

    /// For a program with one connection: calls `leave` until it is done, for one second at most.
    void linger() {
        auto const end = steady::now() + std::chrono::seconds{1};
        while (leave() && await(wanted(), end)) {
        }
    }

private:
    /// True if `read` returned the end of data or a permanent failure.
    [[nodiscard]] static bool is_end(std::ptrdiff_t got) {
        return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    }
    /// Drops bytes that cannot be sent any more: the last alert of the peer may still be readable.
    void flush() {
        while (has_unsent()) {
            flintls::byte_view const out = connection_->ready();
            ssize_t const sent = ::send(socket_.get(), out.data(), out.size(), MSG_NOSIGNAL);
            if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
                return;
            }
            connection_->sent(sent > 0 ? static_cast<std::uint32_t>(sent) : out.size());
            moved_ = steady::now();
        }
    }
    /// \return false: no bytes are there
    bool fill() {
        std::ptrdiff_t const got = socket_.read(connection_->space());
        ended_ = is_end(got);
        if (got > 0) {
            connection_->received(static_cast<std::uint32_t>(got));
            moved_ = steady::now();
        } else if (ended_) {
            connection_->transport_lost();
        }
        return got > 0 || ended_;
    }

    Connection* connection_;
    descriptor socket_;
    progress last_ = progress::crypto;
    steady::time_point moved_ = steady::now();
    bool leaving_ = false;
    bool ended_ = false; // the peer has closed, or the transport is lost
};

} // namespace support

#endif
