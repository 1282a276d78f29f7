// SPDX-License-Identifier: Apache-2.0
/// \file
/// ChangeCipherSpec (RFC 5246 7.1), which has its own content type and is not a handshake message.
#ifndef FLINTLS_MESSAGE_CHANGE_CIPHER_SPEC_HPP
#define FLINTLS_MESSAGE_CHANGE_CIPHER_SPEC_HPP

#include <cstdint>

#include "flintls/wire/codec.hpp"
#include "flintls/wire/only.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.1. The only byte is 1.
struct change_cipher_spec {
    std::uint8_t type{};

    using wire = fields<field<&change_cipher_spec::type, only<std::uint8_t{1}>>>;
    friend constexpr bool operator==(change_cipher_spec, change_cipher_spec) = default;
};

} // namespace v0
} // namespace flintls

#endif
