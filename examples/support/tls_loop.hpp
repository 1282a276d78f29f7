// SPDX-License-Identifier: Apache-2.0
/// \file
/// A TLS connection over a socket of POSIX: all that stands between the driver's buffers and the network.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_LOOP_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_LOOP_HPP

#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <string_view>

#include <poll.h>
#include <sys/socket.h>

#include "descriptor.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

/// The buffers of one connection at a time, generous as a PC can be: records of every size, chains of certificates.
struct tls_memory {
    std::array<std::uint8_t, 17 * 1024> receive{};
    std::array<std::uint8_t, 17 * 1024> transmit{};
    std::array<std::uint8_t, 64 * 1024> messages{};
};

/// The driver's clock: seconds.
[[nodiscard]] inline std::uint32_t now() { return static_cast<std::uint32_t>(std::time(nullptr)); }

template <class Connection> class tls_loop {
public:
    using progress = flintls::tls12::progress;

    /// `patience`: how long nothing may come.
    tls_loop(Connection& c, descriptor const& socket, std::chrono::milliseconds patience)
        : connection_{&c}, socket_{&socket}, patience_{patience} {}

    /// Goes on until there is something to tell: connected, data, closed or failed; `receive` if nothing came for too
    /// long, or if there is nothing to do and `enough()`.
    template <class Enough> progress next(Enough enough) {
        for (;;) {
            progress const p = connection_->run(now());
            flush();
            if (p == progress::receive && (enough() || !receive())) {
                return p;
            }
            if (p != progress::receive && p != progress::send && p != progress::crypto) {
                return p;
            }
        }
    }
    progress next() {
        return next([] { return false; });
    }

    /// Writes as much as there is room for in one record. \return false: a handshake is under way
    bool write(std::string_view text) {
        auto const room = connection_->write_space();
        bool const fits = room.size() >= text.size();
        for (std::size_t i = 0; fits && i < text.size(); ++i) {
            room[i] = static_cast<std::uint8_t>(text[i]);
        }
        connection_->write(fits ? static_cast<std::uint32_t>(text.size()) : 0);
        return fits;
    }
    /// Appends the application data that came.
    void read(std::string& to) {
        flintls::byte_view const data = connection_->application_data();
        to.append(data.begin(), data.end());
        connection_->consume(data.size());
    }

    /// Waits a moment for the peer to close: were the socket closed while bytes arrive, it might see a reset and not what
    /// was sent last.
    void linger() {
        (void)::shutdown(socket_->get(), SHUT_WR);
        std::array<std::uint8_t, 4096> rest{};
        for (int i = 0; i < 64 && await(std::chrono::seconds{1}) && socket_->read(rest) > 0; ++i) {
        }
    }

private:
    /// What cannot be sent is dropped: the peer's last word may still be there to read.
    void flush() {
        for (flintls::byte_view out = connection_->ready(); !out.empty(); out = connection_->ready()) {
            ssize_t const sent = broken_ ? 0 : ::send(socket_->get(), out.data(), out.size(), MSG_NOSIGNAL);
            broken_ = broken_ || sent <= 0;
            connection_->sent(broken_ ? out.size() : static_cast<std::uint32_t>(sent));
        }
    }
    /// \return false: nothing came in time
    bool receive() {
        if (!await(patience_)) {
            return false;
        }
        std::ptrdiff_t const got = socket_->read(connection_->space());
        if (got > 0) {
            connection_->received(static_cast<std::uint32_t>(got));
        } else {
            connection_->transport_lost();
        }
        return true;
    }
    [[nodiscard]] bool await(std::chrono::milliseconds time) const {
        pollfd wanted{socket_->get(), POLLIN, 0};
        return ::poll(&wanted, 1, static_cast<int>(time.count())) > 0;
    }

    Connection* connection_;
    descriptor const* socket_;
    std::chrono::milliseconds patience_;
    bool broken_ = false;
};

} // namespace support

#endif
