// SPDX-License-Identifier: Apache-2.0
/// \file
/// KeyUpdate (RFC 8446 4.6.3).
#ifndef FLINTLS_MESSAGE_KEY_UPDATE_HPP
#define FLINTLS_MESSAGE_KEY_UPDATE_HPP

#include "flintls/registry/code_points.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/only.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.6.3: an undefined value is an illegal_parameter.
struct key_update {
    static constexpr handshake_type msg_type = handshake_type::key_update;

    key_update_request request_update{};

    using wire = fields<field<&key_update::request_update, at_most<key_update_request::update_requested>>>;
    friend constexpr bool operator==(key_update, key_update) = default;
};

} // namespace v0
} // namespace flintls

#endif
