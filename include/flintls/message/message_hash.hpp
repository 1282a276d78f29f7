// SPDX-License-Identifier: Apache-2.0
/// \file
/// message_hash (RFC 8446 4.4.1), a message that is part of a transcript and is never sent.
#ifndef FLINTLS_MESSAGE_MESSAGE_HASH_HPP
#define FLINTLS_MESSAGE_MESSAGE_HASH_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.4.1: replaces the first ClientHello in the transcript, before a HelloRetryRequest.
struct message_hash {
    static constexpr handshake_type msg_type = handshake_type::message_hash;

    byte_view hash; ///< of the first ClientHello, by the hash of the cipher suite

    using wire = fields<field<&message_hash::hash, remaining>>;
    friend constexpr bool operator==(message_hash const&, message_hash const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
