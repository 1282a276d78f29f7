// SPDX-License-Identifier: Apache-2.0
/// \file
/// A TLS connection over a socket of POSIX: all that stands between the driver's buffers and the network.
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

/// The buffers of one connection, generous as a PC can be: records of every size, chains of certificates.
struct tls_memory {
    std::array<std::uint8_t, 17 * 1024> receive{};
    std::array<std::uint8_t, 17 * 1024> transmit{};
    std::array<std::uint8_t, 64 * 1024> messages{};
};

/// The driver's clock: seconds.
[[nodiscard]] inline std::uint32_t now() { return static_cast<std::uint32_t>(std::time(nullptr)); }

/// The clock of deadlines. The other one may be set while a program runs.
using steady = std::chrono::steady_clock;

/// Waits for one event. \return false: there was none before `end`
[[nodiscard]] inline bool await(pollfd wanted, steady::time_point end) {
    int ready = 0;
    do {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - steady::now()).count();
        ready = left <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(std::min<decltype(left)>(left, 60'000)));
    } while (ready <= 0 && steady::now() < end);
    return ready > 0;
}

/// Nothing of it waits but `linger`.
template <class Connection> class tls_socket {
public:
    using progress = flintls::progress;

    tls_socket(Connection& c, descriptor socket) : connection_{&c}, socket_{std::move(socket)} {
        socket_.do_not_wait();
        send_at_once(socket_);
    }

    /// Does what can be done without waiting.
    /// \return what there is to tell: connected, data, closed or failed; crypto: there is more to do, now or after the
    /// turns of others; receive or send: nothing, until `wanted()` has happened
    progress advance() {
        do {
            last_ = connection_->run(now());
            flush();
        } while (last_ == progress::send ? !has_unsent() : last_ == progress::receive && fill());
        return last_;
    }
    /// What `poll` has to wait for. Of a peer whose data is not consumed nothing more is read.
    [[nodiscard]] pollfd wanted() const {
        bool const in = leaving_ ? !ended_ : last_ == progress::receive;
        int const events = (in ? POLLIN : 0) | (has_unsent() ? POLLOUT : 0);
        return {events == 0 ? -1 : socket_.get(), static_cast<short>(events), 0};
    }
    [[nodiscard]] bool has_unsent() const { return !connection_->ready().empty(); }
    /// When bytes were received or sent for the last time.
    [[nodiscard]] steady::time_point moved() const { return moved_; }

    /// Behind closed or failed: sends the rest, and then reads until the peer has closed, too. If the socket were closed
    /// while bytes arrive, the peer might see a reset and not what was sent last.
    /// \return false: there is nothing more to do
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

    /// For who has this connection alone: leaves, or gives that up after a moment.
    void linger() {
        auto const end = steady::now() + std::chrono::seconds{1};
        while (leave() && await(wanted(), end)) {
        }
    }

private:
    /// What `read` answered: is nothing more to be expected?
    [[nodiscard]] static bool is_end(std::ptrdiff_t got) {
        return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    }
    /// What cannot be sent any more is dropped: the peer's last word may still be there to read.
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
    /// \return false: nothing is there
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
    bool ended_ = false; // the peer has closed, or is gone
};

} // namespace support

#endif
