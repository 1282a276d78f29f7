// Bytes of test vectors in flash: views of them stay valid.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/text.hpp"
#include "support/codec.hpp"

namespace crypto_test {

/// `hex<"00 ff">`
template <test::hex_text Text> inline constexpr auto const& hex = test::hex_bytes<Text>;

/// The characters of a text.
template <flintls::text Text> inline constexpr flintls::byte_view ascii = Text.view();

template <std::uint8_t Byte, std::size_t Count>
inline constexpr std::array<std::uint8_t, Count> repeated = [] {
    std::array<std::uint8_t, Count> bytes{};
    bytes.fill(Byte);
    return bytes;
}();

} // namespace crypto_test
