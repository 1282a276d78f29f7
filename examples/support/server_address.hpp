// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client's server, from the options: its name, its address, a connected socket.
#ifndef FLINTLS_EXAMPLES_SUPPORT_SERVER_ADDRESS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_SERVER_ADDRESS_HPP

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <poll.h>

#include "descriptor.hpp"
#include "endpoint.hpp"
#include "tls_options.hpp"
#include "tls_socket.hpp"

namespace support {

/// \return a connected socket; not open on failure
[[nodiscard]] inline descriptor connect_to(endpoint const& server, steady::time_point end,
                                           std::chrono::seconds silence) {
    descriptor socket = begin_to_connect(server);
    end = std::min(end, steady::now() + silence);
    bool const ready = socket.is_open() && await({socket.get(), POLLOUT, 0}, end);
    return ready && has_connected(socket) ? std::move(socket) : descriptor{-1};
}

[[nodiscard]] inline std::optional<endpoint> find_server(tls_options const& o) {
    bool const ipv6 = o.host.find(':') != std::string::npos;
    return resolve((ipv6 ? '[' + o.host + ']' : o.host) + ':' + std::to_string(*o.port));
}

/// The name for the server_name extension, without the zone of an IPv6 address: only the socket needs it (RFC 4007
/// 11.2).
[[nodiscard]] inline std::string name_of_server(tls_options const& o) {
    return o.server_name.empty() ? o.host.substr(0, o.host.find('%')) : o.server_name;
}

} // namespace support

#endif
