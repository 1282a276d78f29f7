// SPDX-License-Identifier: Apache-2.0
/// \file
/// From bytes to a declared message and back.
#ifndef FLINTLS_WIRE_PARSE_HPP
#define FLINTLS_WIRE_PARSE_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Fewest bytes that a message can take.
template <declared M> inline constexpr std::size_t min_size = M::wire::min_size;
/// Most bytes that a message can take; `unbounded` where its own length alone limits it.
template <declared M> inline constexpr std::size_t max_size = M::wire::max_size;

namespace parse_detail {

/// The rare way out of a parse: nothing that looks valid is left behind. An empty message is all zeros
/// (tests/message/reset.cpp); `m = M{}` would make one on the stack first, and copy it.
[[gnu::cold, gnu::noinline]] inline error refuse(errc what, std::uint32_t offset, void* message, std::size_t size) {
    __builtin_memset(message, 0, size);
    return {what, offset};
}

} // namespace parse_detail

/// Reads a structure that ends where its bytes end: the one place where left-over bytes are noticed.
template <class M> [[gnu::always_inline]] constexpr errc read_whole(cursor& c, M& m) {
    errc const e = M::wire::read(c, m);
    return e == errc::ok && c.p != c.end ? errc::trailing : e;
}

/// `parse` without the view, so that its arguments stay in registers.
template <declared M> [[gnu::noinline]] constexpr error parse(std::uint8_t const* data, std::uint32_t size, M& m) {
    cursor c{data, data + size};
    errc const e = read_whole(c, m);
    if (e == errc::ok) [[likely]] {
        return {};
    }
    auto const offset = static_cast<std::uint32_t>(c.p - data);
    static_assert(std::is_trivially_copyable_v<M>);
    if (std::is_constant_evaluated()) {
        m = M{};
        return {e, offset};
    }
    return parse_detail::refuse(e, offset, &m, sizeof m);
}

/// Reads all of `in` as one `M`. The fields alias `in`.
/// \return success, or what is wrong at which byte of `in`; `m` is then `M{}`.
template <declared M> [[gnu::always_inline]] constexpr error parse(byte_view in, M& m) {
    return parse(in.data(), in.size(), m);
}

/// The same, returned as a value: for hosts and constant expressions.
template <declared M> [[nodiscard]] constexpr result<M> parse(byte_view in) {
    M m{};
    if (error const e = parse(in, m)) {
        return e;
    }
    return m;
}

/// Where messages are written to, one after another, in a buffer of the caller. What a message views must not overlap
/// with where it is written to.
class writer {
public:
    constexpr writer(std::span<std::uint8_t> out) : begin_{out.data()}, out_{out.data(), out.data() + out.size()} {}

    /// Bytes written so far; aliases the caller's buffer.
    [[nodiscard]] constexpr byte_view written() const { return {begin_, size()}; }
    [[nodiscard]] constexpr std::uint32_t size() const { return static_cast<std::uint32_t>(out_.p - begin_); }

    /// Appends one message.
    /// \return success, or what is wrong at which byte of the buffer; `written()` is then what it was before.
    template <declared M> constexpr error write(M const& m) {
        sink out = out_;
        if (errc const e = M::wire::write(out, m); e != errc::ok) [[unlikely]] {
            return fail(e, out.p);
        }
        out_.p = out.p;
        return {};
    }

private:
    [[gnu::cold, gnu::noinline]] constexpr error fail(errc what, std::uint8_t const* where) const {
        return {what, static_cast<std::uint32_t>(where - begin_)};
    }

    std::uint8_t* begin_;
    sink out_;
};

/// Writes `m` at the start of `out`.
/// \return the written bytes, which alias `out`, or what is wrong at which byte
template <declared M> [[nodiscard]] constexpr result<byte_view> serialize(M const& m, std::span<std::uint8_t> out) {
    writer w{out};
    if (error const e = w.write(m)) {
        return e;
    }
    return w.written();
}

} // namespace v0
} // namespace flintls

#endif
