// SPDX-License-Identifier: Apache-2.0
/// \file
/// Alerts (RFC 5246 7.2, RFC 8446 6), which have their own content type and are not handshake messages.
#ifndef FLINTLS_MESSAGE_ALERT_HPP
#define FLINTLS_MESSAGE_ALERT_HPP

#include "flintls/registry/alert.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.2
struct alert {
    alert_level level{};
    alert_description description{};

    using wire = fields<field<&alert::level>, field<&alert::description>>;
    friend constexpr bool operator==(alert, alert) = default;
};

} // namespace v0
} // namespace flintls

#endif
