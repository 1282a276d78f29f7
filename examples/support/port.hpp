// SPDX-License-Identifier: Apache-2.0
/// \file
/// Port numbers from text.
#ifndef FLINTLS_EXAMPLES_SUPPORT_PORT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_PORT_HPP

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace support {

[[nodiscard]] inline std::optional<std::uint16_t> to_port(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    return failed == std::errc{} && end == text.data() + text.size() ? std::optional{port} : std::nullopt;
}

} // namespace support

#endif
