// SPDX-License-Identifier: Apache-2.0
/// \file
/// EndOfEarlyData (RFC 8446 4.5).
#ifndef FLINTLS_MESSAGE_END_OF_EARLY_DATA_HPP
#define FLINTLS_MESSAGE_END_OF_EARLY_DATA_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.5: the body is empty.
struct end_of_early_data {
    static constexpr handshake_type msg_type = handshake_type::end_of_early_data;

    using wire = fields<>;
    friend constexpr bool operator==(end_of_early_data, end_of_early_data) = default;
};

} // namespace v0
} // namespace flintls

#endif
