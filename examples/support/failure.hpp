// SPDX-License-Identifier: Apache-2.0
/// \file
/// The reason of a failure, as text.
#ifndef FLINTLS_EXAMPLES_SUPPORT_FAILURE_HPP
#define FLINTLS_EXAMPLES_SUPPORT_FAILURE_HPP

#include <cstdint>
#include <string>

#include "flintls/registry/names_alert.hpp"
#include "flintls/registry/names_errc.hpp"
#include "flintls/wire/error.hpp"

namespace support {

/// The name of a value, or its number.
template <class E> [[nodiscard]] std::string name_or_number(E value) {
    char const* const name = flintls::name_of(value);
    return name != nullptr ? name : std::to_string(static_cast<unsigned>(value));
}
/// The error found here, or the alert that the peer sent.
[[nodiscard]] inline std::string reason(flintls::error e) {
    return e.from_peer() ? "alert " + name_or_number(static_cast<flintls::alert_description>(e.received_alert()))
                         : name_or_number(e.what());
}
/// The same from `error::code()`, as firmware prints it.
[[nodiscard]] inline std::string reason(std::uint32_t code) {
    auto const number = static_cast<std::uint8_t>(code >> 24U & 0x7fU);
    return reason((code >> 31U) != 0 ? flintls::error::received(number, 0)
                                     : flintls::error{static_cast<flintls::errc>(number), 0});
}

} // namespace support

#endif
