// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server's sockets for clients on this machine (POSIX sockets).
#ifndef FLINTLS_EXAMPLES_SUPPORT_LOOPBACK_HPP
#define FLINTLS_EXAMPLES_SUPPORT_LOOPBACK_HPP

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "descriptor.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

/// Listens on 127.0.0.1.
class loopback_listener {
public:
    /// Port 0: any free port. `waiting`: how many clients may wait to be accepted. Check `is_open()`.
    explicit loopback_listener(std::uint16_t port, int waiting = 1) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        int const on = 1;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        socklen_t size = sizeof address;
        auto* const generic = static_cast<sockaddr*>(static_cast<void*>(&address));
        if (socket_.is_open() && ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
            ::bind(socket_.get(), generic, size) == 0 && ::listen(socket_.get(), waiting) == 0 &&
            ::getsockname(socket_.get(), generic, &size) == 0) {
            port_ = ntohs(address.sin_port);
        }
    }

    [[nodiscard]] bool is_open() const { return port_ != 0; }
    [[nodiscard]] descriptor const& socket() const { return socket_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] descriptor accept() const { return descriptor{::accept(socket_.get(), nullptr, nullptr)}; }

private:
    descriptor socket_;
    std::uint16_t port_ = 0;
};

/// One client, with a time limit.
class loopback_client {
public:
    using clock = std::chrono::steady_clock;

    loopback_client(descriptor socket, clock::duration time) : socket_{std::move(socket)}, end_{clock::now() + time} {}

    /// Appends the next bytes.
    /// \return false if the client has closed, the time is over or the read fails
    [[nodiscard]] bool receive(std::vector<std::uint8_t>& to) const {
        std::array<std::uint8_t, 4096> some{};
        if (!await()) {
            return false;
        }
        std::ptrdiff_t const got = socket_.read(some);
        to.insert(to.end(), some.begin(), some.begin() + (got > 0 ? got : 0));
        return got > 0;
    }

    /// Sends the last bytes, then reads until the client closes: a close with unread bytes causes a reset, and the
    /// client could lose the last bytes.
    void close_with(flintls::byte_view last) {
        (void)::send(socket_.get(), last.data(), last.size(), MSG_NOSIGNAL);
        (void)::shutdown(socket_.get(), SHUT_WR);
        end_ = clock::now() + std::chrono::seconds{1};
        std::array<std::uint8_t, 4096> rest{};
        while (await() && socket_.read(rest) > 0) {
        }
    }

private:
    [[nodiscard]] bool await() const {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - clock::now()).count();
        pollfd wanted{socket_.get(), POLLIN, 0};
        return left > 0 && ::poll(&wanted, 1, static_cast<int>(left)) > 0;
    }

    descriptor socket_;
    clock::time_point end_;
};

} // namespace support

#endif
