// SPDX-License-Identifier: Apache-2.0
/// \file
/// Codecs of vectors (RFC 8446 3.4): a length in bytes, then the bytes or elements.
#ifndef FLINTLS_WIRE_VECTOR_HPP
#define FLINTLS_WIRE_VECTOR_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/list_view.hpp"
#include "flintls/wire/number.hpp"

namespace flintls {
inline namespace v0 {

/// The length prefix of a vector of Min..Max bytes.
template <std::size_t Min, std::size_t Max> struct prefix {
    static_assert(Min <= Max && Max <= 0xff'ffff, "flintls: a vector is bounded by 0..2^24-1");
    static constexpr std::size_t width = prefix_width(Max);
    static constexpr std::size_t min_size = width + Min;
    static constexpr std::size_t max_size = width + Max;

    /// Reads the length into `size`. Advances only if the length is in bounds and that many bytes follow.
    [[gnu::always_inline]] static constexpr errc read(cursor& c, std::uint32_t& size) {
        if (c.left() < width) {
            return errc::truncated;
        }
        size = load<width>(c.p);
        if (size > c.left() - width) {
            return errc::truncated;
        }
        if (!in_bounds(size)) {
            return errc::bad_length;
        }
        c.p += width;
        return errc::ok;
    }
    /// Writes the length of `bytes`, then `bytes`.
    [[gnu::always_inline]] static constexpr errc write(sink& out, byte_view bytes) {
        if (!fits(bytes.size())) {
            return errc::not_representable;
        }
        if (out.left() < width || out.left() - width < bytes.size()) {
            return errc::no_room;
        }
        store<width>(out.p, bytes.size());
        out.p += width;
        copy(out.p, bytes.data(), bytes.size());
        out.p += bytes.size();
        return errc::ok;
    }
    /// Lets `body(sink&)` write the content, and writes its length before it. `Most`: the body writes no more bytes.
    template <std::size_t Most = unbounded, class Body>
    [[gnu::always_inline]] static constexpr errc write_around(sink& out, Body body) {
        if (out.left() < width) {
            return errc::no_room;
        }
        std::uint8_t* const start = out.p;
        out.p += width;
        if (errc const e = body(out); e != errc::ok) {
            return e;
        }
        auto const size = static_cast<std::uint32_t>(out.p - start) - static_cast<std::uint32_t>(width);
        if ((Min != 0 || Most > Max) && !fits(size)) {
            out.p = start;
            return errc::not_representable;
        }
        store<width>(start, size);
        return errc::ok;
    }

private:
    static constexpr std::size_t most = (std::size_t{1} << (8 * width)) - 1; // largest length that the prefix can hold

    /// Checks a length that was read. A bound that the prefix width implies costs no test.
    [[gnu::always_inline]] static constexpr bool in_bounds(std::uint32_t size) {
        return (Min == 0 || size >= Min) && (Max == most || size <= Max);
    }
    /// Checks a length to write.
    [[gnu::always_inline]] static constexpr bool fits(std::uint32_t size) {
        return (Min == 0 || size >= Min) && size <= Max;
    }
};

/// `opaque name<Min..Max>`. The value aliases the input.
template <std::size_t Min, std::size_t Max> struct opaque : private prefix<Min, Max> {
    using value_type = byte_view;
    using bounds = prefix<Min, Max>;
    using bounds::max_size;
    using bounds::min_size;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, byte_view& value) {
        std::uint32_t size = 0;
        if (errc const e = bounds::read(c, size); e != errc::ok) {
            return e;
        }
        value = {c.p, size};
        c.p += size;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, byte_view value) { return bounds::write(out, value); }
};

/// A nested struct that has its own declaration, as a field or an element.
template <class M> struct nested {
    using value_type = M;
    static constexpr std::size_t min_size = M::wire::min_size;
    static constexpr std::size_t max_size = M::wire::max_size;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, M& value) { return M::wire::read(c, value); }
    [[gnu::always_inline]] static constexpr errc write(sink& out, M const& value) { return M::wire::write(out, value); }
};

template <class T>
concept declared = requires {
    typename T::wire;
};
template <class T>
concept codec = requires {
    typename T::value_type;
};

namespace codec_detail {
template <class T> struct of {
    static_assert(std::integral<T> || std::is_enum_v<T>, "flintls: a field of this type needs a codec");
    using type = number<T>;
};
template <codec T> struct of<T> { using type = T; };
template <declared T> struct of<T> { using type = nested<T>; };
} // namespace codec_detail

/// The codec of a type: `nested` for a declared struct, `number` for an integer or enum, a codec itself.
template <class T> using codec_of = typename codec_detail::of<T>::type;

/// The rule of a vector whose elements are independent.
struct no_rule {};

/// `Elem name<Min..Max>`, bounds in bytes. Elements of equal size are checked by one division, others one by one.
/// `Rule` checks elements against each other: `Rule::judge(before, each)`, with the list `before` of all elements
/// before `each`, returns success or an error with its byte in `each`. Reading applies the rule, and so does writing an
/// array of elements.
template <class Elem, std::size_t Min, std::size_t Max, class Rule = no_rule> struct vec : private prefix<Min, Max> {
    using element = codec_of<Elem>;
    using value_type = list_view<element>;
    using bounds = prefix<Min, Max>;
    using bounds::max_size;
    using bounds::min_size;
    static constexpr bool ruled = !std::is_same_v<Rule, no_rule>;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, value_type& value) {
        cursor list = c;
        std::uint32_t size = 0;
        if (errc const e = bounds::read(list, size); e != errc::ok) {
            return e;
        }
        [[maybe_unused]] std::uint8_t const* const begin = list.p;
        list.end = list.p + size;
        value = value_type::from_encoded({list.p, size});
        if constexpr (element::min_size == element::max_size && !ruled) {
            if (size % element::min_size != 0) {
                return errc::bad_length;
            }
        } else {
            while (list.p != list.end) {
                typename element::value_type each{};
                [[maybe_unused]] std::uint8_t const* const at = list.p;
                if (errc const e = element::read(list, each); e != errc::ok) {
                    c.p = list.p;
                    return e;
                }
                if constexpr (ruled) {
                    auto const before = value_type::from_encoded({begin, static_cast<std::uint32_t>(at - begin)});
                    if (error const e = Rule::judge(before, each)) {
                        c.p = at + e.offset();
                        return e.what();
                    }
                }
            }
        }
        c.p = list.end;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, value_type const& value) {
        if (value.is_encoded()) {
            return bounds::write(out, value.encoded());
        }
        return bounds::write_around(
            out, [&](sink & list) __attribute__((always_inline)) {
                [[maybe_unused]] std::size_t count = 0;
                for (auto const& each : value.elements()) {
                    if constexpr (ruled) {
                        if (error const e = Rule::judge(value_type{value.elements().first(count++)}, each)) {
                            list.p += e.offset() < list.left() ? e.offset() : list.left();
                            return errc::not_representable;
                        }
                    }
                    if (errc const e = element::write(list, each); e != errc::ok) {
                        return e;
                    }
                }
                return errc::ok;
            });
    }
};

/// The rule of a list that may have only one element.
struct only_one {
    template <class List, class T> static constexpr error judge(List const& before, T const& /*each*/) {
        return before.empty() ? error{} : error{errc::trailing, 0};
    }
};

} // namespace v0
} // namespace flintls

#endif
