// Compares two ways to read a message: by its codec, and by its program.
#pragma once

#include <cstdint>

#include "support/codec.hpp"

#include "flintls/wire/list_view.hpp"
#include "flintls/wire/program.hpp"

namespace test {

template <std::uint32_t Size> constexpr bool same_place(flintls::fixed_view<Size> a, flintls::fixed_view<Size> b) {
    return a.data() == b.data();
}
constexpr bool same_place(flintls::byte_view a, flintls::byte_view b) {
    return a.data() == b.data() && a.size() == b.size();
}
template <class T>
    requires(std::is_integral_v<T> || std::is_enum_v<T>)
constexpr bool same_place(T a, T b) { return a == b; }
template <class E> constexpr bool same_place(flintls::list_view<E> const& a, flintls::list_view<E> const& b) {
    return same_place(a.encoded(), b.encoded()) && a.is_encoded() && b.is_encoded();
}

/// Compares two structures: the same numbers, and views of the same bytes.
template <class M, class W> struct members_of;
template <class M, class... Fs> struct members_of<M, flintls::fields<Fs...>> {
    static constexpr bool same(M const& a, M const& b);
};
template <flintls::declared M> constexpr bool same_place(M const& a, M const& b) {
    return members_of<M, typename M::wire>::same(a, b);
}
template <class M, class... Fs>
constexpr bool members_of<M, flintls::fields<Fs...>>::same([[maybe_unused]] M const& a, [[maybe_unused]] M const& b) {
    return (... && same_place(a.*Fs::member, b.*Fs::member));
}

/// True if all bytes are zeros.
template <class M> bool is_all_zeros(M const& m) {
    auto const* const p = reinterpret_cast<std::uint8_t const*>(&m);
    std::uint8_t any = 0;
    for (std::size_t i = 0; i < sizeof m; ++i) any = static_cast<std::uint8_t>(any | p[i]);
    return any == 0;
}

/// Fills the structure: its earlier contents must not matter.
template <class M> void fill(M& m) {
    auto* const p = reinterpret_cast<std::uint8_t*>(&m);
    for (std::size_t i = 0; i < sizeof m; ++i) p[i] = 0xa5;
}

/// True if program and codec return the same error, and read the same values or leave zeros.
template <class M> bool agree_about(flintls::byte_view in) {
    static_assert(flintls::has_program<M>);
    M by_codec;
    M by_program;
    fill(by_program);
    flintls::error const e = flintls::parse(in, by_codec);
    if (flintls::read_message(in, by_program) != e) return false;
    return e ? is_all_zeros(by_program) : same_place(by_codec, by_program);
}

/// True if `holds` for every truncation of these bytes, for one byte more, and for changes of each byte: every single
/// bit, and some values. `Step`: one of so many changes is made.
template <class Holds> bool for_each_damage(flintls::byte_view from, std::uint32_t step, Holds holds) {
    constexpr std::uint32_t most = 2048;
    static std::uint8_t room[most];
    if (from.size() >= most) return false;
    flintls::copy(room, from.data(), from.size());
    room[from.size()] = 0;
    for (std::uint32_t size = 0; size <= from.size() + 1; ++size) {
        if (!holds(flintls::byte_view{room, size})) return false;
    }
    constexpr std::uint8_t values[] = {0, 1, 2, 0x7f, 0x80, 0xff};
    std::uint32_t n = 0;
    for (std::uint32_t at = 0; at < from.size(); ++at) {
        for (unsigned i = 0; i < 8 + sizeof values; ++i) {
            if (++n % step != 0) continue;
            room[at] = static_cast<std::uint8_t>(i < 8 ? from[at] ^ 1U << i : values[i - 8]);
            if (!holds(flintls::byte_view{room, from.size()})) return false;
        }
        room[at] = from[at];
    }
    return true;
}

} // namespace test
