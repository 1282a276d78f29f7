// SPDX-License-Identifier: Apache-2.0
/// \file
/// Constant extensions, encoded by the compiler.
#ifndef FLINTLS_EXTENSION_ENCODE_HPP
#define FLINTLS_EXTENSION_ENCODE_HPP

#include <array>
#include <cstdint>
#include <utility>

#include "flintls/extension/block.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

namespace encode_detail {
template <class Offer, extension_context Where> struct block_of {
    Offer extensions;
    using wire = fields<field<&block_of::extensions, extension_block<Where>>>;
};
template <auto Make, extension_context Where> constexpr auto encode() {
    std::array<std::uint8_t, 1024> bytes{};
    writer out{bytes};
    bool const failed = static_cast<bool>(out.write(block_of<decltype(Make()), Where>{Make()}));
    return std::pair{bytes, failed ? 0U : out.size()};
}
} // namespace encode_detail

/// At most 1022 bytes of extensions in flash, without a block's length: `encode_extensions<[] { return offer{…}; }>`.
template <auto Make, extension_context Where = extension_context::client_hello>
inline constexpr auto encode_extensions = [] {
    constexpr auto encoded = encode_detail::encode<Make, Where>();
    static_assert(encoded.second >= 2, "flintls: these extensions cannot be encoded");
    std::array<std::uint8_t, encoded.second - 2> bytes{}; // without the length of the block
    copy(bytes.data(), encoded.first.data() + 2, bytes.size());
    return bytes;
}();

} // namespace v0
} // namespace flintls

#endif
