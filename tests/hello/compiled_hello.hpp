// What tests of compile-time hellos share: both ways out of flash, next to bytes that were written down by hand.
#pragma once

#include "support/codec.hpp"

#include "flintls/hello/compiled_hello.hpp"

namespace test {

/// Are these the bytes of the pieces, one behind the other?
template <class Pieces> constexpr bool make_up(Pieces const& pieces, flintls::byte_view expected) {
    std::uint32_t at = 0;
    for (flintls::byte_view const piece : pieces) {
        if (piece.empty() || !(expected.subview(at, piece.size()) == piece)) return false;
        at += piece.size();
    }
    return at == expected.size();
}

/// Does the hello become exactly these bytes, copied and in pieces, and is one byte less of room refused?
template <class Hello, std::size_t N>
constexpr bool becomes(Hello, typename Hello::message const& m, bytes<N> const& expected) {
    static_assert(N >= Hello::min_size && N <= Hello::max_size);
    typename Hello::pieces pieces;
    if (Hello::scatter(m, pieces) || !make_up(pieces, expected) || pieces.size() != N) return false;
    bytes<N> small{};
    flintls::writer w{std::span{small}.first(N - 1)};
    return w.write(m).what() == flintls::errc::no_room && small == bytes<N>{} && writes(m, expected);
}

/// Is the hello refused like this, and is nothing written and nothing listed?
template <class Hello> constexpr bool refuses(Hello, typename Hello::message const& m, std::uint32_t at) {
    bytes<Hello::max_size> untouched{};
    flintls::writer w{untouched};
    typename Hello::pieces pieces;
    flintls::error const expected{flintls::errc::not_representable, at};
    return w.write(m) == expected && w.size() == 0 && untouched == bytes<Hello::max_size>{} &&
           Hello::scatter(m, pieces) == expected && pieces.count() == 0;
}

} // namespace test
