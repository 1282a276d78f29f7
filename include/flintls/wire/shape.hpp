// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a small body must look like, computed from its declaration into one or two words.
///
/// The extensions of a hello are told apart at run time. Instead of a parser for each of them the image holds one word
/// for each of them and one routine, `check`, which accepts exactly the bodies that the declaration's own `read`
/// accepts and fails at the same byte with the same `errc` (tests/wire/shape.cpp compares the two).
#ifndef FLINTLS_WIRE_SHAPE_HPP
#define FLINTLS_WIRE_SHAPE_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// `lead` bytes, then perhaps one vector: its prefix of `prefix` bytes, and at least `need - prefix` bytes, which are
/// - elements of `mask + 1` bytes (a power of two), or,
/// - where `inner` is not 0, elements of `skip` bytes, a prefix of `inner` bytes that counts at least `inner_min`
///   bytes, those bytes, and `post` bytes.
/// A number that is `ranged` and stands before another shape selects it: out of its bounds, any bytes follow instead.
class shape {
public:
    /// Where a part stands in the word. Shifts, not bit-fields: those cost a load each.
    struct part {
        std::uint8_t shift;
        std::uint8_t width;
    };
    static constexpr part mask{0, 2};
    static constexpr part lead{2, 3};
    static constexpr part ranged{5, 1}; ///< `lead` holds one number: above `need`, and up to `inner_min` if not 0
    static constexpr part ruled{5, 1};  ///< of a vector: its elements differ in kind, see `check_elements`
    static constexpr part prefix{6, 2};
    static constexpr part more{5, 3}; ///< 0: nothing but `lead`
    static constexpr part need{8, 6};
    static constexpr part inner{14, 2};
    static constexpr part skip{16, 2};
    static constexpr part inner_min{18, 6};
    static constexpr part post{24, 3};
    static constexpr part second{27, 2};  ///< not 0: another shape follows, the n-th of its table
    static constexpr part free{29, 1};    ///< any bytes at all
    static constexpr part last{30, 1};    ///< for the owner of the body: nothing may follow it
    static constexpr part special{31, 1}; ///< anything but one vector: the sign, a cheap test

    template <part P> [[nodiscard]] constexpr std::uint32_t get() const {
        return word_ >> P.shift & ((1U << P.width) - 1U);
    }
    constexpr void add(part p, std::size_t value) { word_ += static_cast<std::uint32_t>(value) << p.shift; }

private:
    std::uint32_t word_ = 0;
};
static_assert(sizeof(shape) == 4);

/// A body: up to three shapes, one after the other.
struct body_shape {
    std::array<shape, 3> parts;
    std::size_t count = 1;
};

namespace shape_detail {

template <class C> struct into;

/// Builds a body from codecs in order.
struct builder {
    body_shape body;
    bool closed = false; ///< what comes next is another shape
    bool fits = true; ///< fixed fields in a row would be one to a shape, and two to who asks where a body is cut short

    constexpr shape& current() {
        body.count += closed ? 1U : 0U;
        closed = false;
        return body.parts[body.count - 1];
    }
};

template <class T, std::size_t Width> struct into<number<T, Width>> {
    static constexpr void body(builder& b) {
        b.fits = b.fits && b.current().get<shape::lead>() == 0;
        b.current().add(shape::lead, Width);
    }
    static constexpr void element(builder& b) {
        shape& s = b.current();
        bool const behind = s.get<shape::inner>() != 0;
        b.fits = b.fits && (behind ? s.get<shape::post>() : s.get<shape::skip>()) == 0;
        s.add(behind ? shape::post : shape::skip, Width);
    }
};
template <class M> struct into<nested<M>> {
    static constexpr void element(builder& b) { into<typename M::wire>::element(b); }
};
template <class... Fs> struct into<fields<Fs...>> {
    static constexpr void body(builder& b) { (into<typename Fs::codec>::body(b), ...); }
    static constexpr void element(builder& b) { (into<typename Fs::codec>::element(b), ...); }
};
template <> struct into<remaining> {
    static constexpr void body(builder& b) { b.current().add(shape::free, 1); }
};
template <std::size_t Min, std::size_t Max> struct into<opaque<Min, Max>> {
    static_assert(Min < 64 && Max == (std::size_t{1} << (8 * prefix_width(Max))) - 1,
                  "flintls: a shape has no room for these bounds");
    static constexpr void body(builder& b) { into<vec<std::uint8_t, Min, Max>>::body(b); }
    static constexpr void element(builder& b) {
        b.current().add(shape::inner, prefix_width(Max));
        b.current().add(shape::inner_min, Min);
    }
};
template <class E, std::size_t Min, std::size_t Max> struct into<vec<E, Min, Max>> {
    using element = typename vec<E, Min, Max>::element;
    static constexpr bool same_size = element::min_size == element::max_size;
    static constexpr std::size_t unit = same_size ? element::min_size : 1;
    static constexpr std::size_t width = prefix_width(Max);
    static constexpr std::size_t most = (std::size_t{1} << (8 * width)) - 1; // that the prefix can say
    static_assert(width <= 2 && width + Min < 64 && (unit == 1 || unit == 2 || unit == 4) && most - most % unit <= Max,
                  "flintls: a shape has no room for these bounds");

    static constexpr void body(builder& b) {
        shape& s = b.current();
        s.add(shape::prefix, width);
        s.add(shape::need, width + Min);
        if constexpr (same_size) {
            s.add(shape::mask, unit - 1);
        } else {
            into<element>::element(b);
        }
        b.closed = true;
    }
};
template <class E, std::size_t Min, std::size_t Max, class Rule> struct into<vec<E, Min, Max, Rule>> {
    static constexpr void body(builder& b) {
        shape& s = b.current();
        into<vec<E, Min, Max>>::body(b);
        s.add(shape::ruled, 1);
        s.add(shape::inner_min, 1 - s.get<shape::inner_min>()); // of a kind without that bound, `check_elements` knows
    }
};
template <class Kind, auto Value, class Then, auto Rest> struct into<select_fields<Kind, Value, Then, Rest>> {
    static constexpr auto value = static_cast<std::size_t>(Value);
    static_assert(value > 0 && value < 64, "flintls: a shape has no room for this value");
    static constexpr void body(builder& b) {
        shape& s = b.current();
        into<typename Kind::codec>::body(b);
        s.add(shape::ranged, 1);
        s.add(shape::need, value - 1);
        s.add(shape::inner_min, value);
        b.closed = true;
        into<Then>::body(b);
    }
};

} // namespace shape_detail

namespace shape_detail {
template <declared M> constexpr builder build() {
    builder b{};
    into<typename M::wire>::body(b);
    shape& s = b.body.parts[0];
    bool const plain =
        s.get<shape::lead>() == 0 && s.get<shape::prefix>() != 0 && s.get<shape::post>() == 0 && b.body.count == 1;
    s.add(shape::special, plain ? 0 : 1);
    return b;
}
} // namespace shape_detail

/// The shape of a declared body.
template <declared M>
inline constexpr body_shape shape_of = [] {
    constexpr shape_detail::builder built = shape_detail::build<M>();
    static_assert(built.fits, "flintls: a shape has no room for two fixed fields in a row");
    return built.body;
}();

/// A length of `width` bytes, 1 or 2.
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t load_length(std::uint8_t const* p, std::uint32_t width) {
    std::uint32_t const first = p[0];
    return width == 1 ? first : first << 8U | p[1];
}

/// The first element of a list whose kind, a byte before its length of two, is that of the one at `p`.
[[nodiscard]] constexpr std::uint8_t const* find_same_kind(std::uint8_t const* list, std::uint8_t const* p) {
    while (*list != *p) {
        list += 3 + load<2>(list + 1);
    }
    return list;
}

/// The elements of a list of unequal ones; on failure `c.p` is at the byte that is wrong. Where there is a rule:
/// - elements without fixed bytes: there is one of them (`only_one`);
/// - elements with a kind before them: each kind stands there once, and only kind 0 has the least length (`names_rule`).
[[gnu::always_inline]] constexpr errc check_elements(shape s, cursor& c) {
    std::uint32_t const skip = s.get<shape::skip>();
    std::uint32_t const inner = s.get<shape::inner>();
    std::uint8_t const* const list = c.p;
    while (c.p != c.end) {
        if (c.left() < skip + inner) {
            c.p += c.left() < skip ? 0 : skip;
            return errc::truncated;
        }
        c.p += skip;
        std::uint32_t const size = load_length(c.p, inner);
        std::uint32_t const left = c.left() - inner;
        if (size > left) {
            return errc::truncated;
        }
        bool const ruled = s.get<shape::ruled>() != 0;
        if (size < s.get<shape::inner_min>() && !(ruled && skip != 0 && c.p[-1] != 0)) {
            return errc::bad_length;
        }
        if (ruled && (skip == 0 ? list : find_same_kind(list, c.p - 1)) != c.p - skip) {
            c.p -= skip;
            return skip == 0 ? errc::trailing : errc::forbidden_value;
        }
        c.p += inner + size;
        if (s.get<shape::post>() > left - size) {
            return errc::truncated;
        }
        c.p += s.get<shape::post>();
    }
    return errc::ok;
}

/// The vector of a shape; on failure `c.p` is at the byte that is wrong.
[[gnu::always_inline]] constexpr errc check_vector(shape s, cursor& c) {
    std::uint32_t const width = s.get<shape::prefix>();
    if (c.left() < width) {
        return errc::truncated;
    }
    std::uint32_t const size = load_length(c.p, width);
    if (size > c.left() - width) {
        return errc::truncated;
    }
    if (size + width < s.get<shape::need>() || (size & s.get<shape::mask>()) != 0) {
        return errc::bad_length;
    }
    c.p += width;
    cursor list{c.p, c.p + size};
    if (s.get<shape::inner>() != 0) {
        if (errc const e = check_elements(s, list); e != errc::ok) {
            c.p = list.p;
            return e;
        }
    }
    c.p = list.end;
    return errc::ok;
}

/// The fixed fields of a shape, where they hold a number that has bounds.
[[gnu::always_inline]] constexpr errc check_range(shape s, std::uint8_t const* p) {
    std::uint32_t const value = load_length(p, s.get<shape::lead>());
    std::uint32_t const highest = s.get<shape::inner_min>();
    bool const allowed = value > s.get<shape::need>() && (highest == 0 || value <= highest);
    return allowed ? errc::ok : errc::forbidden_value;
}

/// A whole body; on failure `c.p` is at the byte that is wrong. `seconds` holds the second shapes.
[[gnu::always_inline]] constexpr errc check(shape s, shape const* const& seconds, cursor& c) {
    for (;;) {
        if (c.left() < s.get<shape::lead>()) {
            return errc::truncated;
        }
        if (s.get<shape::ranged>() != 0 && s.get<shape::prefix>() == 0) {
            if (errc const e = check_range(s, c.p); e != errc::ok) {
                bool const selects = s.get<shape::second>() != 0;
                c.p = selects ? c.end : c.p;
                return selects ? errc::ok : e;
            }
        }
        c.p += s.get<shape::lead>();
        if (s.get<shape::prefix>() != 0) {
            if (errc const e = check_vector(s, c); e != errc::ok) {
                return e;
            }
        }
        if (s.get<shape::second>() == 0) {
            return c.p == c.end ? errc::ok : errc::trailing;
        }
        s = seconds[s.get<shape::second>() - 1];
    }
}

/// Accepts the good bodies of one vector, and nothing else: the quick way around `check`.
[[nodiscard, gnu::always_inline]] constexpr bool quick_check(shape s, cursor c) {
    std::uint32_t size = c.left();
    if (s.get<shape::special>() != 0) {
        return s.get<shape::free>() != 0 || (s.get<shape::more>() == 0 && size == s.get<shape::lead>());
    }
    if (size < s.get<shape::need>()) {
        return false;
    }
    std::uint32_t const width = s.get<shape::prefix>();
    size -= width;
    if (load_length(c.p, width) != size || (size & s.get<shape::mask>()) != 0) {
        return false;
    }
    std::uint32_t const inner = s.get<shape::inner>();
    if (inner == 0) {
        return true;
    }
    c.p += width;
    while (c.p != c.end) {
        std::uint32_t const left = c.left();
        c.p += s.get<shape::skip>();
        if (left < s.get<shape::skip>() + inner) {
            return false;
        }
        std::uint32_t const element = load_length(c.p, inner) + inner;
        if (element > left - s.get<shape::skip>() || element < s.get<shape::inner_min>() + inner) {
            return false;
        }
        c.p += element;
        if (s.get<shape::ruled>() != 0) {
            return c.p == c.end; // of several, `check` knows
        }
    }
    return true;
}

} // namespace v0
} // namespace flintls

#endif
