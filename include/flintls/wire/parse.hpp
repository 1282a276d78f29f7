// SPDX-License-Identifier: Apache-2.0
/// \file
/// Parses declared messages from bytes (RFC 8446 3), and writes them as bytes.
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

/// Fewest bytes of a message.
template <declared M> inline constexpr std::size_t min_size = M::wire::min_size;
/// Most bytes of a message; `unbounded` if only its length field is a limit.
template <declared M> inline constexpr std::size_t max_size = M::wire::max_size;

namespace parse_detail {

/// The error path of `parse`: clears the message, so that no partial message looks valid. An empty message is all zeros
/// (tests/message/reset.cpp). A memset avoids the temporary of `m = M{}` on the stack, and its copy.
[[gnu::cold, gnu::noinline]] inline error refuse(errc what, std::uint32_t offset, void* message, std::size_t size) {
    __builtin_memset(message, 0, size);
    return {what, offset};
}

} // namespace parse_detail

/// Reads a structure that must fill the whole input. Remaining bytes are errc::trailing.
template <class M> [[gnu::always_inline]] constexpr errc read_whole(cursor& c, M& m) {
    errc const e = M::wire::read(c, m);
    return e == errc::ok && c.p != c.end ? errc::trailing : e;
}

/// `parse` without a `byte_view`, so that the arguments stay in registers.
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
/// \return success, or the error and its byte in `in`; `m` is then `M{}`
template <declared M> [[gnu::always_inline]] constexpr error parse(byte_view in, M& m) {
    return parse(in.data(), in.size(), m);
}

/// `parse` that returns the message, for hosts and constant expressions. The fields alias `in`.
template <declared M> [[nodiscard]] constexpr result<M> parse(byte_view in) {
    M m{};
    if (error const e = parse(in, m)) {
        return e;
    }
    return m;
}

/// Writes messages one after another into the caller's buffer. The buffers that a message views must not overlap the
/// output buffer.
class writer {
public:
    constexpr writer(std::span<std::uint8_t> out) : begin_{out.data()}, out_{out.data(), out.data() + out.size()} {}

    /// The bytes written so far; aliases the caller's buffer.
    [[nodiscard]] constexpr byte_view written() const { return {begin_, size()}; }
    [[nodiscard]] constexpr std::uint32_t size() const { return static_cast<std::uint32_t>(out_.p - begin_); }

    /// Appends one message.
    /// \return success, or the error and its byte in the buffer; `written()` is then unchanged
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
/// \return the written bytes, which alias `out`, or the error and its byte in `out`
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
