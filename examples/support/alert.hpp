// SPDX-License-Identifier: Apache-2.0
/// \file
/// The alert by which a server refuses a client before any key is agreed.
#ifndef FLINTLS_EXAMPLES_SUPPORT_ALERT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_ALERT_HPP

#include <array>
#include <cstdint>

#include "flintls/flintls.hpp"

namespace support {

/// A record with a fatal alert (RFC 5246 6.2.1, 7.2).
[[nodiscard]] inline std::array<std::uint8_t, 7> fatal_alert_record(flintls::alert_description description) {
    std::array<std::uint8_t, 7> record{};
    flintls::writer to{record};
    (void)to.write(flintls::record_header{flintls::content_type::alert, flintls::protocol_version::tls_1_2, 2});
    (void)to.write(flintls::alert{flintls::alert_level::fatal, description});
    return record;
}

} // namespace support

#endif
