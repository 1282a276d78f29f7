// SPDX-License-Identifier: Apache-2.0
/// \file
/// The address of a server (POSIX sockets).
#ifndef FLINTLS_EXAMPLES_SUPPORT_ENDPOINT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_ENDPOINT_HPP

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "descriptor.hpp"
#include "port.hpp"

namespace support {

/// HOST:PORT, and the first address of the host.
struct endpoint {
    std::string text;
    sockaddr_storage address{};
    socklen_t size = 0;
};

/// Looks up `HOST:PORT`; an IPv6 address stands in brackets.
[[nodiscard]] inline std::optional<endpoint> resolve(std::string_view text) {
    std::size_t const colon = text.rfind(':');
    if (colon == std::string_view::npos || !to_port(text.substr(colon + 1))) {
        return std::nullopt;
    }
    std::string const port{text.substr(colon + 1)};
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* all = nullptr;
    if (host.empty() || ::getaddrinfo(std::string{host}.c_str(), port.c_str(), &hints, &all) != 0) {
        return std::nullopt;
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owner{all, &::freeaddrinfo};
    endpoint found{std::string{text}, {}, all->ai_addrlen};
    __builtin_memcpy(&found.address, all->ai_addr, all->ai_addrlen);
    return found;
}

/// Sends small pieces at once (TCP_NODELAY): a relay must not delay them.
inline void send_at_once(descriptor const& socket) {
    int const on = 1;
    (void)::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// Starts to connect, without waiting.
/// \return a socket that is writable once it is connected or has failed; not open on an immediate failure
[[nodiscard]] inline descriptor begin_to_connect(endpoint const& to) {
    descriptor socket{::socket(to.address.ss_family, SOCK_STREAM, 0)};
    socket.do_not_wait();
    send_at_once(socket);
    auto const* const generic = static_cast<sockaddr const*>(static_cast<void const*>(&to.address));
    if (::connect(socket.get(), generic, to.size) != 0 && errno != EINPROGRESS) {
        return descriptor{-1};
    }
    return socket;
}

[[nodiscard]] inline bool has_connected(descriptor const& socket) {
    int failure = 0;
    socklen_t size = sizeof failure;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0;
}

} // namespace support

#endif
