// SPDX-License-Identifier: Apache-2.0
/// \file
/// A declaration (RFC 8446 3) as data, called its program. One routine reads every message that has a program, in place
/// of one parser for each message.
///
/// The program is computed from the same `fields<…>` as the parser (wire/codec.hpp). The routine accepts what `parse`
/// (wire/parse.hpp) accepts and fails with the same `errc` at the same byte (tests/wire/program.cpp compares the two).
/// The routine takes less flash and more instructions: it suits drivers that read many different messages, each rarely.
#ifndef FLINTLS_WIRE_PROGRAM_HPP
#define FLINTLS_WIRE_PROGRAM_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/list_view.hpp"
#include "flintls/wire/number.hpp"
#include "flintls/wire/only.hpp"
#include "flintls/wire/parse.hpp"
#include "flintls/wire/vector.hpp"

namespace flintls {
inline namespace v0 {

/// Reads the rest of a message after the fields of its program: a block of extensions (extension/values.hpp).
struct program_tail {
    errc (*read)(cursor& c, program_tail const& tail, std::uint8_t* message);
    std::uint16_t message_size; ///< bytes of the whole structure
};

namespace program_detail {

/// A word has a byte of flags and the offset of the member in the structure. A `bounded` word has two more bytes: the
/// least value or length, and the most, where 0 is no limit. The flags hold the width in bytes of the number or length
/// on the wire, and the kind of the member.
inline constexpr std::uint8_t width = 0x07;
inline constexpr std::uint8_t is_number = 0x08; ///< bits 4 to 6: the size of the member
inline constexpr std::uint8_t pointer = 0x00;   ///< a `fixed_view`; the least length is its size
inline constexpr std::uint8_t view = 0x10;      ///< a `byte_view`; width 0: all remaining bytes
inline constexpr std::uint8_t elements = 0x30;  ///< a `list_view`; a count and the words of an element follow
inline constexpr std::uint8_t units = 0x70;     ///< elements of equal size; the most masks bits that no length may have
inline constexpr std::uint8_t bounded = 0x80;

/// Bytes that begin no word. `stop` ends the fields. `again`, plus the number of a rule, ends the words of an element;
/// the next byte is the distance back to their begin.
inline constexpr std::uint8_t stop = 0;
inline constexpr std::uint8_t again = 1;
inline constexpr std::uint8_t one_element = 1;
inline constexpr std::uint8_t each_kind_once = 2; ///< element: kind (1 byte), length (2), content; kind 0 not empty
inline constexpr std::uint8_t last_of_these = 7;

/// Bytes for the values of one list element.
inline constexpr std::size_t element_room = 4 * sizeof(void*);

/// The number of a rule that the routine knows; -1: another rule.
template <class Rule> constexpr int rule_flags() {
    if constexpr (requires { Rule::each_kind_once; }) {
        return each_kind_once;
    }
    return std::is_same_v<Rule, only_one> ? one_element : std::is_same_v<Rule, no_rule> ? 0 : -1;
}

/// Finds the offset of a member in a constant expression: compares the member's address with that of each byte.
template <class M> union overlay {
    M message;
    std::uint8_t bytes[sizeof(M)]; // NOLINT(*-avoid-c-arrays)

    constexpr overlay() : message{} {}
};
template <class M, class Get> constexpr std::size_t offset_in(Get get) {
    overlay<M> const all;
    void const* const member = get(all.message);
    std::size_t i = 0;
    while (static_cast<void const*>(&all.bytes[i]) != member) {
        ++i;
    }
    return i;
}
template <class M, auto Member>
inline constexpr std::size_t offset_of = offset_in<M>([](M const& m) {
    return static_cast<void const*>(&(m.*Member));
});

/// Builds a program. `fits`: every field has a word.
struct builder {
    std::array<std::uint8_t, 64> bytes{};
    std::size_t count = 0;
    bool in_list = false; ///< the words are those of an element; lists do not nest
    bool closed = false;  ///< no word may follow
    bool fits = true;

    constexpr void add(std::size_t byte) {
        fits = fits && !closed && count < bytes.size() && byte < 256;
        bytes[fits ? count++ : 0] = static_cast<std::uint8_t>(byte);
    }
    constexpr void add_word(std::size_t flags, std::size_t at, std::size_t least, std::size_t most) {
        bool const bounds = least != 0 || most != 0;
        fits = fits && !(most != 0 && (flags & is_number) != 0 && (flags & 0x40U) != 0); // the bit means `units` there
        add(flags | (bounds ? bounded : 0));
        add(at);
        if (bounds) {
            add(least);
            add(most);
        }
    }
};
/// The upper bound of a word: 0 if the width of the length implies the bound.
constexpr std::size_t most_of(std::size_t max, std::size_t unit) {
    std::size_t const most = (std::size_t{1} << (8 * prefix_width(max))) - 1;
    return max >= most - most % unit ? 0 : max;
}

/// Adds the words of a codec whose member has `size` bytes at offset `at`.
template <class C> struct into {
    static constexpr void add(builder& b, std::size_t, std::size_t) { b.fits = false; }
};
template <class T, std::size_t Width> struct into<number<T, Width>> {
    static constexpr void add(builder& b, std::size_t at, std::size_t size) {
        b.fits = b.fits && size <= 4 && !std::is_same_v<T, bool>;
        b.add_word(Width | is_number | size << 4U, at, 0, 0);
    }
};
template <auto Value> struct into<only<Value>> {
    static constexpr void add(builder& b, std::size_t at, std::size_t size) {
        constexpr auto value = static_cast<std::size_t>(Value);
        b.fits = b.fits && size <= 4 && value != 0;
        b.add_word(size | is_number | size << 4U, at, value, value);
    }
};
template <auto Most> struct into<at_most<Most>> {
    static constexpr void add(builder& b, std::size_t at, std::size_t size) {
        constexpr auto most = static_cast<std::size_t>(Most);
        b.fits = b.fits && size <= 4 && most != 0;
        b.add_word(size | is_number | size << 4U, at, 0, most);
    }
};
template <std::uint32_t Size> struct into<fixed<Size>> {
    static constexpr void add(builder& b, std::size_t at, std::size_t) {
        b.fits = b.fits && Size != 0;
        b.add_word(pointer, at, Size, 0);
    }
};
template <> struct into<remaining> {
    static constexpr void add(builder& b, std::size_t at, std::size_t) { b.add_word(view, at, 0, 0); }
};
template <std::size_t Min, std::size_t Max> struct into<opaque<Min, Max>> {
    static constexpr void add(builder& b, std::size_t at, std::size_t) {
        b.fits = b.fits && Max != 0;
        b.add_word(prefix_width(Max) | view, at, Min, most_of(Max, 1));
    }
};
template <class E, std::size_t Min, std::size_t Max, class Rule> struct into<vec<E, Min, Max, Rule>> {
    using element = typename vec<E, Min, Max, Rule>::element;
    static constexpr void add(builder& b, std::size_t at, std::size_t) {
        b.fits = b.fits && Max != 0;
        if constexpr (element::min_size == element::max_size) {
            constexpr std::size_t unit = element::min_size;
            b.fits = b.fits && (unit == 1 || unit == 2 || unit == 4) && std::is_same_v<Rule, no_rule>;
            b.fits = b.fits && most_of(Max, unit) == 0;
            b.add_word(prefix_width(Max) | units, at, Min, unit - 1);
        } else {
            constexpr std::size_t size = sizeof(typename element::value_type);
            builder inside;
            inside.in_list = true;
            into<element>::add(inside, 0, size);
            b.fits = b.fits && !b.in_list && inside.fits && size <= element_room && most_of(Max, 1) == 0 &&
                     may_have(inside, rule_flags<Rule>());
            b.add_word(prefix_width(Max) | elements, at, Min, 0);
            b.add(inside.count);
            for (std::size_t i = 0; i < inside.count; ++i) {
                b.add(inside.bytes[i]);
            }
            b.add(again + static_cast<std::size_t>(rule_flags<Rule>() & 0xff));
            b.add(inside.count + 2);
        }
    }

private:
    static constexpr bool may_have(builder const& words, int rule) {
        bool const kinds =
            words.count == 4 && words.bytes[0] == (1 | is_number | 1U << 4U) && words.bytes[2] == (2 | view);
        return rule >= 0 && (rule != each_kind_once || kinds);
    }
};

/// A field that the `program_tail` of its type reads, after the program.
template <class F>
concept has_tail = requires {
    requires member_type<F::member>::has_tail;
};

template <class M, class F> struct one_field {
    static constexpr void add(builder& b, std::size_t) { b.fits = false; }
};
template <class M, auto Member, class C>
    requires(!has_tail<field<Member, C>>)
struct one_field<M, field<Member, C>> {
    static constexpr void add(builder& b, std::size_t base) {
        into<C>::add(b, base + offset_of<M, Member>, sizeof(member_type<Member>));
    }
};
template <class M, has_tail F> struct one_field<M, F> {
    static constexpr void add(builder& b, std::size_t base) {
        b.fits = b.fits && base == 0 && !b.in_list;
        b.add(stop);
        b.closed = true;
    }
};
template <class M, class W> struct all_fields {
    static constexpr void add(builder& b, std::size_t) { b.fits = false; }
    static constexpr program_tail const* find_tail() { return nullptr; }
};
template <class M, class... Fs> struct all_fields<M, fields<Fs...>> {
    static constexpr void add([[maybe_unused]] builder& b, [[maybe_unused]] std::size_t base) {
        (one_field<M, Fs>::add(b, base), ...);
    }
    static constexpr program_tail const* find_tail() {
        program_tail const* found = nullptr;
        (void)(... || ((found = tail_in<Fs>()) != nullptr));
        return found;
    }

private:
    template <class F> static constexpr program_tail const* tail_in() {
        if constexpr (has_tail<F>) {
            return &member_type<F::member>::template tail<offset_of<M, F::member>, sizeof(M)>;
        } else {
            return nullptr;
        }
    }
};
template <class M> struct into<nested<M>> {
    static constexpr void add(builder& b, std::size_t at, std::size_t) { all_fields<M, typename M::wire>::add(b, at); }
};

/// Builds the words of a message or a body.
template <declared M> constexpr builder build() {
    builder b;
    all_fields<M, typename M::wire>::add(b, 0);
    if (!b.closed) {
        b.add(stop);
    }
    b.fits = b.fits && std::is_trivially_copyable_v<M>;
    return b;
}

/// Stores `value` in a member of `size` bytes at `to`.
[[gnu::always_inline]] inline void store_number(std::uint8_t* to, std::uint32_t size, std::uint32_t value) {
    for (std::uint32_t i = 0; i != size; ++i) {
        to[std::endian::native == std::endian::little ? i : size - 1 - i] = static_cast<std::uint8_t>(value);
        value >>= 8U;
    }
}
// The layouts that `store_view` writes.
static_assert(sizeof(byte_view) == 2 * sizeof(void*) && std::is_standard_layout_v<byte_view>);
static_assert(sizeof(fixed_view<1>) == sizeof(void*) && std::is_standard_layout_v<fixed_view<1>>);
static_assert(sizeof(list_view<u8>) == 2 * sizeof(void*) && std::is_standard_layout_v<list_view<u8>>);
/// Stores a view. A byte_view and a list_view have a size behind the pointer; in a fixed_view the pointer overwrites it.
[[gnu::always_inline]] inline void store_view(std::uint8_t* to, bool has_size, std::uint8_t const* data,
                                              std::uint32_t size) {
    std::uint8_t* const at = to + (has_size ? sizeof data : 0U);
    __builtin_memcpy(__builtin_assume_aligned(at, alignof(std::uint32_t)), &size, sizeof size);
    __builtin_memcpy(__builtin_assume_aligned(to, alignof(void*)), &data, sizeof data);
}

/// Reads the fields of a program into `message`. On failure `c.p` is at the byte that is wrong.
[[gnu::noinline]] inline errc run(std::uint8_t const* program, cursor& c, std::uint8_t* message) {
    // For the values of an element, which are not kept: a list_view decodes its elements on access.
    std::array<void*, element_room / sizeof(void*)> nowhere;
    std::uint8_t const* p = c.p;
    std::uint8_t const* end = c.end;
    std::uint8_t const* first = nullptr; // first element of the current list
    std::uint8_t const* now = nullptr;   // current element of this list
    std::uint8_t* base = message;
    errc e = errc::ok;
    for (;;) {
        std::uint32_t const flags = *program++;
        if (flags <= last_of_these) {
            if (flags == stop) {
                e = errc::ok;
                break;
            }
            if (p != first) {
                std::uint8_t const* same = first;
                e = errc::trailing;
                if (flags == again) {
                    same = now;
                }
                if (flags == again + each_kind_once) {
                    if (*now == 0 && p - now == 3) {
                        e = errc::bad_length;
                        p = now + 1;
                        break;
                    }
                    e = errc::forbidden_value;
                    while (*same != *now) {
                        same += 3 + load<2>(same + 1);
                    }
                }
                if (same != now) {
                    p = now;
                    break;
                }
            }
            now = p;
            std::uint32_t const back = *program++;
            if (p != end) {
                program -= back;
            } else {
                end = c.end;
                base = message;
            }
            continue;
        }
        std::uint8_t* const to = base + *program++;
        std::uint32_t least = 0;
        std::uint32_t most = 0;
        if ((flags & bounded) != 0) {
            least = *program++;
            most = *program++;
        }
        e = errc::truncated;
        std::uint8_t const* q = p;
        std::uint32_t n = 0;
        std::uint32_t count = flags & width;
        for (; count != 0 && q != end; --count) {
            n = n << 8U | *q++;
        }
        auto const left = static_cast<std::uint32_t>(end - q);
        if (count != 0) {
            break;
        }
        if ((flags & is_number) == 0) {
            if (q == p) {
                n = (flags & view) != 0 ? left : least;
            }
            if (n > left) {
                break;
            }
        }
        e = (flags & is_number) == 0 ? errc::bad_length : errc::forbidden_value;
        if (n < least) {
            break;
        }
        if ((flags & 0x40U) != 0 ? (n & most) != 0 : (most != 0 && n > most)) {
            break;
        }
        if ((flags & is_number) != 0) {
            store_number(to, flags >> 4U & 7U, n);
            p = q;
            continue;
        }
        store_view(to, (flags & view) != 0, q, n);
        p = q + n;
        if ((flags & units) == elements) {
            program += 1 + *program;
            first = q;
            end = p;
            p = q;
            base = static_cast<std::uint8_t*>(static_cast<void*>(nowhere.data()));
        }
    }
    c.p = p;
    return e;
}

} // namespace program_detail

/// True if every field of `M` has a word. `read_message` then has no parser for `M`.
template <declared M>
inline constexpr bool has_program = program_detail::build<M>().fits &&
                                    (sizeof(M) < 256 ||
                                     program_detail::all_fields<M, typename M::wire>::find_tail() != nullptr);

/// The program of `M`: the size of the structure in one byte, then the words. With a tail, the size is in the tail.
template <declared M>
    requires(has_program<M>)
inline constexpr auto program_of = [] {
    constexpr program_detail::builder b = program_detail::build<M>();
    std::array<std::uint8_t, b.count + 1> program{static_cast<std::uint8_t>(sizeof(M) & 0xffU)};
    for (std::size_t i = 0; i < b.count; ++i) {
        program[i + 1] = b.bytes[i];
    }
    return program;
}();
template <declared M>
inline constexpr program_tail const* tail_of = program_detail::all_fields<M, typename M::wire>::find_tail();

/// Reads all of `data` by a program.
/// \return success, or the error and its byte in `data`; the message is then all zeros
[[gnu::noinline]] inline error read_by_program(std::uint8_t const* program, program_tail const* tail,
                                               std::uint8_t const* data, std::uint32_t size, void* message) {
    std::uint32_t const message_size = tail != nullptr ? tail->message_size : *program;
    auto* const bytes = static_cast<std::uint8_t*>(message);
    cursor c{data, data + size};
    __builtin_memset(bytes, 0, message_size);
    errc e = program_detail::run(program + 1, c, bytes);
    if (e == errc::ok && tail != nullptr) {
        e = tail->read(c, *tail, bytes);
    }
    if (e == errc::ok) {
        if (c.p == c.end) {
            return {};
        }
        e = errc::trailing;
    }
    __builtin_memset(bytes, 0, message_size);
    return {e, static_cast<std::uint32_t>(c.p - data)};
}

/// Reads all of `in` as one `M`, by its program if `M` has one, else with `parse`. The fields alias `in`.
/// \return success, or the error and its byte in `in`; `m` is then `M{}`
template <declared M> [[gnu::always_inline]] constexpr error read_message(byte_view in, M& m) {
    if constexpr (has_program<M>) {
        if (!std::is_constant_evaluated()) {
            return read_by_program(program_of<M>.data(), tail_of<M>, in.data(), in.size(), &m);
        }
    }
    return parse(in, m);
}

/// A message and its program, for a function that writes messages of any type.
struct message_to_write {
    std::uint8_t const* program;
    void const* message;
};

namespace program_detail {
/// Loads a member of `size` bytes from `from`.
[[gnu::always_inline]] inline std::uint32_t load_number(std::uint8_t const* from, std::uint32_t size) {
    std::uint32_t value = 0;
    for (std::uint32_t i = size; i != 0; --i) {
        value = value << 8U | from[std::endian::native == std::endian::little ? i - 1 : size - i];
    }
    return value;
}
} // namespace program_detail

namespace program_detail {
/// `is_plain`: a number, a `byte_view`, or a declared struct of these.
template <class W> struct plain { static constexpr bool fields = false; };
template <class T> constexpr bool is_plain() {
    if constexpr (declared<T>) {
        return plain<typename T::wire>::fields;
    }
    return std::is_integral_v<T> || std::is_enum_v<T> || std::is_same_v<T, byte_view>;
}
template <class... Fs> struct plain<fields<Fs...>> {
    static constexpr bool fields = (... && is_plain<member_type<Fs::member>>());
};
} // namespace program_detail

/// True if `write_by_program` can write `M`: every field has a word and is plain.
template <declared M> inline constexpr bool writes_by_program = (has_program<M> && program_detail::is_plain<M>());

namespace program_detail {
/// Writes a message by its program. On failure `out.p` is at the end of the last field that was written. Differs from
/// the codecs in one case: a `u24` above 2^24 - 1 without room is not_representable here, and no_room there.
[[gnu::noinline]] inline errc write_by_program(sink& out, message_to_write const& what) {
    std::uint8_t const* program = what.program + 1;
    for (;;) {
        std::uint32_t const flags = *program++;
        if (flags == stop) {
            return errc::ok;
        }
        auto const* from = static_cast<std::uint8_t const*>(what.message) + *program++;
        std::uint32_t least = 0;
        std::uint32_t most = 0;
        if ((flags & bounded) != 0) {
            least = *program++;
            most = *program++;
        }
        std::uint32_t n = 0;
        std::uint32_t size = 0;
        if ((flags & is_number) != 0) {
            n = load_number(from, flags >> 4U & 7U);
        } else {
            __builtin_memcpy(&size, __builtin_assume_aligned(from + sizeof from, alignof(std::uint32_t)), sizeof size);
            __builtin_memcpy(&from, __builtin_assume_aligned(from, alignof(void*)), sizeof from);
            n = size;
        }
        std::uint32_t const count = flags & width;
        if (n < least || (most != 0 && n > most) || (count != 0 && n >> (8 * count - 1) > 1)) {
            return errc::not_representable;
        }
        std::uint32_t const left = out.left();
        if (left < count || left - count < size) {
            return errc::no_room;
        }
        std::uint8_t* const to = out.p + count;
        for (std::uint8_t* p = to; p != out.p; n >>= 8U) {
            *--p = static_cast<std::uint8_t>(n);
        }
        copy(to, from, size);
        out.p = to + size;
    }
}
} // namespace program_detail
using program_detail::write_by_program;

} // namespace v0
} // namespace flintls

#endif
