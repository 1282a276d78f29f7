// SPDX-License-Identifier: Apache-2.0
/// \file
/// HelloRequest (RFC 5246 7.4.1.1).
#ifndef FLINTLS_MESSAGE_HELLO_REQUEST_HPP
#define FLINTLS_MESSAGE_HELLO_REQUEST_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.1.1: the body is empty, and the message is never part of a transcript.
struct hello_request {
    static constexpr handshake_type msg_type = handshake_type::hello_request;

    using wire = fields<>;
    friend constexpr bool operator==(hello_request, hello_request) = default;
};

} // namespace v0
} // namespace flintls

#endif
