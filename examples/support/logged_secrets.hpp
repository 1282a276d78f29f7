// SPDX-License-Identifier: Apache-2.0
/// \file
/// The secrets of a key log (the format of SSLKEYLOGFILE), by label and random of the ClientHello.
#ifndef FLINTLS_EXAMPLES_SUPPORT_LOGGED_SECRETS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_LOGGED_SECRETS_HPP

#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "flintls/wire/byte_view.hpp"
#include "hex.hpp"

namespace support {

class logged_secrets {
public:
    using bytes = std::vector<std::uint8_t>;

    /// Skips lines without a secret.
    /// \return false: the file cannot be read
    bool read(std::string const& path) {
        std::ifstream from{path};
        for (std::string line; std::getline(from, line);) {
            std::istringstream words{line};
            std::string label;
            std::string random;
            std::string secret;
            bytes value;
            if (words >> label >> random >> secret && from_hex(random, value)) {
                std::string const key = label + ' ' + to_hex(flintls::byte_view{value});
                if (from_hex(secret, value)) {
                    all_[key] = value;
                }
            }
        }
        return from.eof() && !from.bad();
    }
    /// \return the secret; empty: none
    [[nodiscard]] bytes find(std::string const& label, bytes const& client_random) const {
        auto const found = all_.find(label + ' ' + to_hex(flintls::byte_view{client_random}));
        return found == all_.end() ? bytes{} : found->second;
    }

private:
    std::map<std::string, bytes> all_;
};

} // namespace support

#endif
