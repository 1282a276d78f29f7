// SPDX-License-Identifier: Apache-2.0
/// \file
/// The form of a small body, computed from its declaration (RFC 8446 3) into one to three 32-bit words.
///
/// The type of an extension is known at run time only. In place of a parser for each extension, the program holds these
/// words and one routine, `check`. `check` accepts exactly the bodies that the declaration's `read` accepts, and fails
/// at the same byte with the same `errc` (tests/wire/shape.cpp compares the two).
#ifndef FLINTLS_WIRE_SHAPE_HPP
#define FLINTLS_WIRE_SHAPE_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// `lead` fixed bytes, then an optional vector: a length of `prefix` bytes, and at least `need - prefix` bytes of
/// - elements of `mask + 1` bytes (a power of two), or,
/// - if `inner` is not 0, elements of `skip` fixed bytes, a length of `inner` bytes with a value of at least
///   `inner_min`, so many bytes, and `post` fixed bytes.
/// A `ranged` number before another shape selects that shape. If the number is out of bounds, any bytes may follow.
class shape {
public:
    /// Position of a part in the word. Shifts, because each bit-field costs a load.
    struct part {
        std::uint8_t shift;
        std::uint8_t width;
    };
    static constexpr part mask{0, 2};
    static constexpr part lead{2, 3};
    static constexpr part ranged{5, 1}; ///< `lead` is a number above `need`; `inner_min`, if not 0, is the maximum
    static constexpr part ruled{5, 1};  ///< the elements of the vector apply_judgement a rule, see `check_elements`
    static constexpr part prefix{6, 2};
    static constexpr part more{5, 3}; ///< `ranged`, `ruled` and `prefix` together; 0: `lead` only
    static constexpr part need{8, 6};
    static constexpr part inner{14, 2};
    static constexpr part skip{16, 2};
    static constexpr part inner_min{18, 6};
    static constexpr part post{24, 3};
    static constexpr part second{27, 2};  ///< n > 0: the n-th shape of the table `seconds` follows
    static constexpr part free{29, 1};    ///< any bytes
    static constexpr part last{30, 1};    ///< the extension must be the last of its block; the caller checks this
    static constexpr part special{31, 1}; ///< not exactly one vector; the sign bit is cheap to test

    template <part P> [[nodiscard]] constexpr std::uint32_t get() const {
        return word_ >> P.shift & ((1U << P.width) - 1U);
    }
    constexpr void add(part p, std::size_t value) { word_ += static_cast<std::uint32_t>(value) << p.shift; }

private:
    std::uint32_t word_ = 0;
};
static_assert(sizeof(shape) == 4);

/// A body: one to three shapes in order.
struct body_shape {
    std::array<shape, 3> parts;
    std::size_t count = 1;
};

namespace shape_detail {

template <class C> struct into;

/// Builds the shapes of a body from codecs in order.
struct builder {
    body_shape body;
    bool closed = false; ///< the next field begins another shape
    bool fits = true;    ///< false for two fixed fields in a row: a shape would report a cut second one at the first

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
    static constexpr std::size_t most = (std::size_t{1} << (8 * width)) - 1; // largest length that the prefix can hold
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
        s.add(shape::inner_min, 1 - s.get<shape::inner_min>()); // is 1 now; `check_elements` exempts kinds other than 0
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

/// The shapes of a declared body.
template <declared M>
inline constexpr body_shape shape_of = [] {
    constexpr shape_detail::builder built = shape_detail::build<M>();
    static_assert(built.fits, "flintls: a shape has no room for two fixed fields in a row");
    return built.body;
}();

/// Reads a length of `width` bytes, 1 or 2.
[[nodiscard, gnu::always_inline]] constexpr std::uint32_t load_length(std::uint8_t const* p, std::uint32_t width) {
    std::uint32_t const first = p[0];
    return width == 1 ? first : first << 8U | p[1];
}

/// The first element of a list with the same kind as the element at `p`. An element is a kind of one byte, a length of
/// two bytes, and the content.
[[nodiscard]] constexpr std::uint8_t const* find_same_kind(std::uint8_t const* list, std::uint8_t const* p) {
    while (*list != *p) {
        list += 3 + load<2>(list + 1);
    }
    return list;
}

/// Checks the elements of a list of unequal elements. On failure `c.p` is at the byte that is wrong. In a `ruled` list:
/// - elements without fixed bytes: only one is allowed (`only_one`);
/// - elements that begin with a kind: each kind is allowed once, and only kind 0 has a least length (`names_rule`).
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

/// Checks the vector of a shape. On failure `c.p` is at the byte that is wrong.
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

/// Checks the `ranged` number of a shape.
[[gnu::always_inline]] constexpr errc check_range(shape s, std::uint8_t const* p) {
    std::uint32_t const value = load_length(p, s.get<shape::lead>());
    std::uint32_t const highest = s.get<shape::inner_min>();
    bool const allowed = value > s.get<shape::need>() && (highest == 0 || value <= highest);
    return allowed ? errc::ok : errc::forbidden_value;
}

/// Checks a whole body. On failure `c.p` is at the byte that is wrong. `seconds` is the table of second and third
/// shapes.
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

/// The fast path before `check`. True only for a valid body; false if `check` must decide.
[[nodiscard, gnu::always_inline]] constexpr bool quick_check(shape s, cursor c) {
    std::uint32_t size = c.left();
    if (s.get<shape::special>() != 0) {
        if (s.get<shape::free>() != 0) {
            return true;
        }
        return size == s.get<shape::lead>() && s.get<shape::prefix>() == 0 && s.get<shape::second>() == 0 &&
               (s.get<shape::ranged>() == 0 || check_range(s, c.p) == errc::ok);
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
            return c.p == c.end; // `check` decides about more elements
        }
    }
    return true;
}

} // namespace v0
} // namespace flintls

#endif
