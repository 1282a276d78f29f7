// Common to codec tests: bytes in hexadecimal, and predicates that also hold in constant expressions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/wire/parse.hpp"

namespace test {

void not_hexadecimal(); // declared only: reaching it in a constant expression is an error

constexpr unsigned digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    not_hexadecimal();
    return 0;
}

template <std::size_t Size> struct hex_text {
    char text[Size]{};

    consteval hex_text(char const (&from)[Size]) {
        for (std::size_t i = 0; i < Size; ++i) text[i] = from[i];
    }
    [[nodiscard]] consteval std::size_t size() const {
        std::size_t digits = 0;
        for (std::size_t i = 0; i + 1 < Size; ++i) digits += text[i] != ' ' ? 1 : 0;
        if (digits % 2 != 0) not_hexadecimal();
        return digits / 2;
    }
};

/// An array of bytes
template <std::size_t N> using bytes = std::array<std::uint8_t, N>;

/// The bytes of a hexadecimal text, in flash.
template <hex_text Text>
inline constexpr bytes<Text.size()> hex_bytes = [] {
    bytes<Text.size()> out{};
    std::size_t digits = 0;
    for (char const each : Text.text) {
        if (each == ' ' || each == 0) continue;
        auto& byte = out[digits++ / 2];
        byte = static_cast<std::uint8_t>(byte * 16U + digit(each));
    }
    return out;
}();

inline namespace literals {
/// "16 0303 0001"_hex; blanks are ignored.
template <hex_text Text> constexpr auto const& operator""_hex() { return hex_bytes<Text>; }
} // namespace literals

/// Calls a predicate in a way that the compiler cannot evaluate.
inline bool at_run_time(bool (*predicate)()) {
    bool (*volatile call)() = predicate;
    return call();
}

/// True if `m` serializes to exactly these bytes, in exactly this room.
template <class M, std::size_t N> constexpr bool writes(M const& m, bytes<N> const& expected) {
    bytes<N + 1> out{};
    out[N] = 0x5a;
    auto const written = flintls::serialize(m, std::span{out}.first(N));
    return written && *written == flintls::byte_view{expected} && written->data() == out.data() && out[N] == 0x5a;
}

/// True if every output of less than `N` bytes is refused, with nothing written behind it and an offset inside.
template <std::size_t N, class M> constexpr bool refuses_less_room(M const& m) {
    for (std::size_t room = 0; room < N; ++room) {
        bytes<N + 1> out{};
        flintls::writer w{std::span{out}.first(room)};
        flintls::error const e = w.write(m);
        if (e.what() != flintls::errc::no_room || e.offset() > room || w.size() != 0) return false;
        for (std::size_t i = room; i <= N; ++i) {
            if (out[i] != 0) return false;
        }
    }
    return true;
}

/// True if these bytes parse as an `M` for which `holds`, and the `M` serializes to the same bytes.
template <class M, std::size_t N, class Holds> constexpr bool round_trips(bytes<N> const& wire, Holds holds) {
    M m{};
    return !flintls::parse(wire, m) && holds(m) && writes(m, wire);
}

/// True if these bytes are refused as an `M`, for this reason and at this byte.
template <class M, std::size_t N> constexpr bool fails(bytes<N> const& wire, flintls::errc what, std::uint32_t at) {
    M m{};
    return flintls::parse(wire, m) == flintls::error{what, at};
}

/// True if an empty writer refuses `m`, for this reason and at this byte of its buffer.
template <class M> constexpr bool cannot_write(M const& m, flintls::errc what, std::uint32_t at) {
    bytes<96> out{};
    flintls::writer w{out};
    return w.write(m) == flintls::error{what, at} && w.size() == 0 && w.written().data() == out.data();
}

/// True if the elements of a list equal these, in order.
template <class List, class T, std::size_t N> constexpr bool equal(List const& list, T const (&expected)[N]) {
    std::size_t i = 0;
    for (auto const& each : list) {
        if (i == N || !(each == expected[i])) return false;
        ++i;
    }
    return i == N;
}

} // namespace test
