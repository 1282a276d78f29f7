// Compares two ways to check a small body: by its declaration, and by the shape computed from the declaration.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "support/codec.hpp"

#include "flintls/extension/block.hpp"

namespace test {

/// The outcome for this body as the only one in a block, with offsets from its first byte. Bodies of up to 90 bytes.
template <class Block>
[[gnu::noinline]] constexpr flintls::error capture(flintls::extension_type type, flintls::byte_view body) {
    std::array<std::uint8_t, 96> wire{};
    wire[1] = static_cast<std::uint8_t>(4 + body.size());
    wire[2] = static_cast<std::uint8_t>(static_cast<unsigned>(type) >> 8U);
    wire[3] = static_cast<std::uint8_t>(type);
    wire[5] = static_cast<std::uint8_t>(body.size());
    for (std::uint32_t i = 0; i < body.size(); ++i) wire[6 + i] = body[i];
    Block block{};
    flintls::error const e = flintls::parse({wire.data(), 6 + body.size()}, block);
    return e && e.offset() >= 6 ? flintls::error{e.what(), e.offset() - 6} : e;
}

/// The outcome of the declaration of `E` in `Where`, and of its bounds for a value.
template <flintls::extension_context Where, class E>
constexpr flintls::error declared_outcome(flintls::byte_view body) {
    using form = flintls::form_of<E, Where>;
    if constexpr (requires { form::allowed; }) {
        unsigned value = 0;
        for (std::uint32_t i = 0; i < form::wire::min_size && i < body.size(); ++i) value = value * 256 + body[i];
        bool const forbidden =
            value <= form::allowed.above || (form::allowed.highest != 0 && value > form::allowed.highest);
        if (body.size() >= form::wire::min_size && forbidden) return {flintls::errc::forbidden_value, 0};
    }
    form m{};
    return flintls::parse(body, m);
}

/// A block of these extensions only.
template <flintls::extension_context Where, class... Es> struct block_of {
    flintls::selection<Where, Es...> extensions;
    using wire = flintls::fields<flintls::field<&block_of::extensions, flintls::extension_block<Where>>>;

    /// True if all shapes agree with their declarations about this body.
    static constexpr bool agree(flintls::byte_view body) {
        return ((capture<block_of>(Es::type, body) == outcome<Es>(body)) && ...);
    }
    /// A list may name an extension that must not be in this message: then its type is the error.
    template <class E> static constexpr flintls::error outcome(flintls::byte_view body) {
        return flintls::may_ever_stand_in(E::type, Where) ? declared_outcome<Where, E>(body)
                                                          : flintls::error{flintls::errc::misplaced_extension, 2};
    }
};

/// True if `holds` for every body of up to `Size` bytes of this alphabet.
template <std::size_t Size, std::size_t N>
bool for_each_body(bytes<N> const& alphabet, bool (*holds)(flintls::byte_view)) {
    for (std::uint32_t size = 0; size <= Size; ++size) {
        std::array<std::uint32_t, Size> digits{};
        for (bool more = true; more;) {
            std::array<std::uint8_t, Size + 1> body{};
            for (std::uint32_t i = 0; i < size; ++i) body[i] = alphabet[digits[i]];
            if (!holds({body.data(), size})) return false;
            more = false;
            for (std::uint32_t i = 0; i < size && !more; ++i) {
                digits[i] = digits[i] + 1 == N ? 0 : digits[i] + 1;
                more = digits[i] != 0;
            }
        }
    }
    return true;
}

/// True if `holds` for this body, all its prefixes, the body and one byte more, and the body with any byte changed to
/// one of these values, removed, or preceded by one of them.
template <std::size_t N, std::size_t V>
bool for_each_change(bytes<N> const& body, bytes<V> const& values, bool (*holds)(flintls::byte_view)) {
    for (std::uint32_t size = 0; size <= N; ++size) {
        if (!holds({body.data(), size})) return false;
    }
    constexpr auto whole = static_cast<std::uint32_t>(N);
    std::array<std::uint8_t, N + 1> longer{};
    for (std::uint32_t at = 0; at <= N; ++at) {
        for (std::uint8_t const value : values) {
            for (std::uint32_t i = 0; i < N; ++i) longer[i < at ? i : i + 1] = body[i];
            longer[at] = value;
            if (!holds({longer.data(), whole + 1})) return false; // preceded
            for (std::uint32_t i = at; i < N; ++i) longer[i] = i == at ? value : body[i];
            if (at < N && !holds({longer.data(), whole})) return false; // changed
        }
        if (at == N) break;
        for (std::uint32_t i = 0; i + 1 < N; ++i) longer[i] = body[i < at ? i : i + 1];
        if (!holds({longer.data(), whole - 1})) return false; // removed
    }
    return true;
}

} // namespace test
