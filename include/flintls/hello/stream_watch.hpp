// SPDX-License-Identifier: Apache-2.0
/// \file
/// A watch sees a ClientHello (RFC 8446 4.1.2) while it passes through a streaming parser, and picks the elements of
/// some extensions that the parser keeps.
#ifndef FLINTLS_HELLO_STREAM_WATCH_HPP
#define FLINTLS_HELLO_STREAM_WATCH_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

/// What becomes of an element of a picked list.
enum class picked : std::uint8_t {
    whole,   ///< it is kept
    stub,    ///< its fixed bytes are kept as they are or as zeros, its content becomes `stub_size` zeros
    dropped, ///< it is not kept
};

/// The watch of a parser that needs none. handshake/hello_watch.hpp has the functions of a watch.
struct no_watch {
    static constexpr bool watches = false;
};

} // namespace v0
} // namespace flintls

#endif
