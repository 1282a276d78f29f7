// SPDX-License-Identifier: Apache-2.0
/// \file
/// ServerHelloDone (RFC 5246 7.4.5).
#ifndef FLINTLS_MESSAGE_SERVER_HELLO_DONE_HPP
#define FLINTLS_MESSAGE_SERVER_HELLO_DONE_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.5: the body is empty.
struct server_hello_done {
    static constexpr handshake_type msg_type = handshake_type::server_hello_done;

    using wire = fields<>;
    friend constexpr bool operator==(server_hello_done, server_hello_done) = default;
};

} // namespace v0
} // namespace flintls

#endif
