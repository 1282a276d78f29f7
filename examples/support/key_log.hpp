// SPDX-License-Identifier: Apache-2.0
/// \file
/// A log of secrets in the format of SSLKEYLOGFILE, with which Wireshark decrypts captured connections. For debugging
/// of one's own connections only: the file decrypts them.
#ifndef FLINTLS_EXAMPLES_SUPPORT_KEY_LOG_HPP
#define FLINTLS_EXAMPLES_SUPPORT_KEY_LOG_HPP

#include <array>
#include <cstddef>
#include <fstream>
#include <optional>
#include <string>

#include "flintls/tls13/secrets.hpp"
#include "flintls/wire/byte_view.hpp"
#include "hex.hpp"

namespace support {

class key_log {
public:
    /// Appends lines to the file. Without a path nothing is logged.
    explicit key_log(std::optional<std::string> const& path) {
        if (path) {
            to_.open(*path, std::ios::app);
        }
    }
    /// \return false: a line could not be written, or the file cannot be opened
    [[nodiscard]] bool good() const { return to_.good(); }
    void add(flintls::byte_view client_random, flintls::byte_view master_secret) {
        if (to_.is_open()) {
            to_ << "CLIENT_RANDOM " << to_hex(client_random) << ' ' << to_hex(master_secret) << std::endl;
        }
    }

    /// A secret of TLS 1.3, under its label.
    void add(flintls::tls13::logged_secret which, flintls::byte_view client_random, flintls::byte_view secret) {
        static constexpr std::array<char const*, 4> names{"CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                                                          "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
                                                          "SERVER_TRAFFIC_SECRET_0"};
        if (to_.is_open()) {
            to_ << names[static_cast<std::size_t>(which)] << ' ' << to_hex(client_random) << ' ' << to_hex(secret)
                << std::endl;
        }
    }

private:
    std::ofstream to_;
};

} // namespace support

#endif
