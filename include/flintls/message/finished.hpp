// SPDX-License-Identifier: Apache-2.0
/// \file
/// Finished (RFC 5246 7.4.9, RFC 8446 4.4.4).
#ifndef FLINTLS_MESSAGE_FINISHED_HPP
#define FLINTLS_MESSAGE_FINISHED_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.9. The size of verify_data is not encoded: the handshake knows it (12 bytes for most TLS 1.2 suites).
struct finished {
    static constexpr handshake_type msg_type = handshake_type::finished;

    byte_view verify_data; ///< aliases the parsed buffer

    using wire = fields<field<&finished::verify_data, remaining>>;
    friend constexpr bool operator==(finished const&, finished const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
