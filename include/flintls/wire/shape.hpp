// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a small body must look like, computed from its declaration into one or two words.
///
/// The extensions of a hello are told apart at run time. Instead of a parser for each of them the image holds one word
/// for each of them and one routine, `check`, which accepts exactly the bodies that the declaration's own `read`
/// accepts and fails at the same byte with the same `errc` (tests/wire/shape.cpp compares the two).
#ifndef FLINTLS_WIRE_SHAPE_HPP
#define FLINTLS_WIRE_SHAPE_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// `lead` bytes, then perhaps one vector:
/// its prefix of `prefix` bytes counts at least `min` bytes, which are
/// - elements of `mask + 1` bytes (a power of two), or,
/// - where `inner` is not 0, elements of `skip` bytes, a prefix of `inner` bytes that counts at least `inner_min`
///   bytes, those bytes, and `post` bytes.
class shape {
public:
    /// Where a part stands in the word. Shifts, not bit-fields: those cost a load each.
    struct part {
        std::uint8_t shift;
        std::uint8_t width;
    };
    static constexpr part lead{0, 3};
    static constexpr part prefix{3, 2};
    static constexpr part one_byte{3, 1}; ///< the prefix is one byte wide
    static constexpr part mask{5, 2};
    static constexpr part min{7, 6};
    static constexpr part inner{13, 2};
    static constexpr part skip{15, 2};
    static constexpr part inner_min{17, 6};
    static constexpr part post{23, 3};
    static constexpr part free{26, 1};      ///< any bytes at all
    static constexpr part second{27, 1};    ///< another shape follows
    static constexpr part ranged{28, 1};    ///< `lead` holds one number: above `min`, and up to `inner_min` if not 0
    static constexpr part forbidden{29, 1}; ///< must not be there at all
    static constexpr part last{30, 1};      ///< nothing may follow; the body is not looked at
    static constexpr part special{31, 1};   ///< anything but exactly one vector: the sign, so that the test is cheap

    template <part P> [[nodiscard]] constexpr std::uint32_t get() const {
        return word_ >> P.shift & ((1U << P.width) - 1U);
    }
    constexpr void add(part p, std::size_t value) { word_ += static_cast<std::uint32_t>(value) << p.shift; }

private:
    std::uint32_t word_ = 0;
};
static_assert(sizeof(shape) == 4);

/// A body: one shape, and a second one where the first says so.
struct body_shape {
    shape first;
    shape second;
};

namespace shape_detail {

template <class C> struct into;

/// Builds a body from codecs in order.
struct builder {
    body_shape body;
    bool vector_seen = false;

    constexpr shape& current() {
        if (vector_seen && body.first.get<shape::second>() == 0) {
            body.first.add(shape::second, 1);
        }
        return vector_seen ? body.second : body.first;
    }
};

template <class T, std::size_t Width> struct into<number<T, Width>> {
    static constexpr void body(builder& b) { b.current().add(shape::lead, Width); }
    static constexpr void element(shape& s) { s.add(s.get<shape::inner>() == 0 ? shape::skip : shape::post, Width); }
};
template <class M> struct into<nested<M>> {
    static constexpr void element(shape& s) { into<typename M::wire>::element(s); }
};
template <class... Fs> struct into<fields<Fs...>> {
    static constexpr void body(builder& b) { (into<typename Fs::codec>::body(b), ...); }
    static constexpr void element(shape& s) { (into<typename Fs::codec>::element(s), ...); }
};
template <> struct into<remaining> {
    static constexpr void body(builder& b) { b.current().add(shape::free, 1); }
};
template <std::size_t Min, std::size_t Max> struct into<opaque<Min, Max>> {
    static_assert(Min < 64 && Max == (std::size_t{1} << (8 * prefix_width(Max))) - 1,
                  "flintls: a shape has no room for these bounds");
    static constexpr void body(builder& b) { into<vec<std::uint8_t, Min, Max>>::body(b); }
    static constexpr void element(shape& s) {
        s.add(shape::inner, prefix_width(Max));
        s.add(shape::inner_min, Min);
    }
};
template <class E, std::size_t Min, std::size_t Max> struct into<vec<E, Min, Max>> {
    using element = typename vec<E, Min, Max>::element;
    static constexpr bool same_size = element::min_size == element::max_size;
    static constexpr std::size_t unit = same_size ? element::min_size : 1;
    static constexpr std::size_t width = prefix_width(Max);
    static constexpr std::size_t most = (std::size_t{1} << (8 * width)) - 1; // that the prefix can say
    static_assert(width <= 2 && Min < 64 && (unit == 1 || unit == 2 || unit == 4) && most - most % unit <= Max,
                  "flintls: a shape has no room for these bounds");

    static constexpr void body(builder& b) {
        shape& s = b.current();
        s.add(shape::prefix, width);
        s.add(shape::min, Min);
        if constexpr (same_size) {
            s.add(shape::mask, unit - 1);
        } else {
            into<element>::element(s);
        }
        b.vector_seen = true;
    }
};

} // namespace shape_detail

/// The shape of a declared body.
template <declared M>
inline constexpr body_shape shape_of = [] {
    shape_detail::builder b{};
    shape_detail::into<typename M::wire>::body(b);
    shape& s = b.body.first;
    if (s.get<shape::lead>() != 0 || s.get<shape::prefix>() == 0 || s.get<shape::second>() != 0) {
        s.add(shape::special, 1);
    }
    return b.body;
}();

/// Reads a length prefix of 1 or 2 bytes into `size`; moves on only when that many bytes follow.
[[gnu::always_inline]] constexpr errc read_length(bool one_byte, cursor& c, std::uint32_t& size) {
    std::uint32_t const left = c.left();
    if (one_byte) {
        if (left < 1 || (size = load<1>(c.p)) > left - 1) {
            return errc::truncated;
        }
        c.p += 1;
    } else {
        if (left < 2 || (size = load<2>(c.p)) > left - 2) {
            return errc::truncated;
        }
        c.p += 2;
    }
    return errc::ok;
}

/// The elements of a list of unequal ones; on failure `c.p` is at the byte that is wrong.
[[gnu::always_inline]] constexpr errc check_elements(shape s, cursor& c) {
    while (c.p != c.end) {
        if (c.left() < s.get<shape::skip>()) {
            return errc::truncated;
        }
        c.p += s.get<shape::skip>();
        std::uint8_t const* const prefix = c.p;
        std::uint32_t size = 0;
        if (errc const e = read_length(s.get<shape::inner>() == 1, c, size); e != errc::ok) {
            return e;
        }
        if (size < s.get<shape::inner_min>()) {
            c.p = prefix;
            return errc::bad_length;
        }
        c.p += size;
        if (c.left() < s.get<shape::post>()) {
            return errc::truncated;
        }
        c.p += s.get<shape::post>();
    }
    return errc::ok;
}

/// The vector of a shape; on failure `c.p` is at the byte that is wrong.
[[gnu::always_inline]] constexpr errc check_vector(shape s, cursor& c) {
    std::uint8_t const* const prefix = c.p;
    std::uint32_t size = 0;
    if (errc const e = read_length(s.get<shape::one_byte>() != 0, c, size); e != errc::ok) {
        return e;
    }
    cursor list{c.p, c.p + size};
    if (size < s.get<shape::min>()) {
        c.p = prefix;
        return errc::bad_length;
    }
    if (s.get<shape::inner>() == 0) {
        if ((size & s.get<shape::mask>()) != 0) {
            c.p = prefix;
            return errc::bad_length;
        }
        c.p = list.end;
        return errc::ok;
    }
    errc const e = check_elements(s, list);
    c.p = list.p;
    return e;
}

/// What stands before the vector of a special shape. `done`: the body needs no more looking at.
[[gnu::always_inline]] constexpr errc check_special(shape s, cursor& c, bool& done) {
    std::uint32_t const lead = s.get<shape::lead>();
    if (c.left() < lead) {
        return errc::truncated;
    }
    if (s.get<shape::ranged>() != 0) {
        std::uint32_t const value = lead == 1 ? load<1>(c.p) : load<2>(c.p);
        std::uint32_t const highest = s.get<shape::inner_min>();
        if (value <= s.get<shape::min>() || (highest != 0 && value > highest)) {
            return errc::forbidden_value;
        }
    }
    c.p = s.get<shape::free>() != 0 ? c.end : c.p + lead;
    done = s.get<shape::prefix>() == 0;
    return errc::ok;
}

/// A whole body; on failure `c.p` is at the byte that is wrong. `second()` gives the second shape where there is one.
template <class Second> [[gnu::always_inline]] constexpr errc check(shape s, Second second, cursor& c) {
    for (;;) {
        bool done = false;
        if (s.get<shape::special>() != 0) {
            if (errc const e = check_special(s, c, done); e != errc::ok) {
                return e;
            }
        }
        if (!done) {
            if (errc const e = check_vector(s, c); e != errc::ok) {
                return e;
            }
        }
        if (s.get<shape::second>() == 0) {
            return c.p == c.end ? errc::ok : errc::trailing;
        }
        s = second();
    }
}

} // namespace v0
} // namespace flintls

#endif
