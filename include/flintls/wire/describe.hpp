// SPDX-License-Identifier: Apache-2.0
/// \file
/// A walk over the bytes of a message that reports every field to a visitor: offset, size, name and value, all from the
/// declaration (RFC 8446 3). Code that prints, traces or exports messages is such a visitor.
#ifndef FLINTLS_WIRE_DESCRIBE_HPP
#define FLINTLS_WIRE_DESCRIBE_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/member_name.hpp"
#include "flintls/wire/only.hpp"

namespace flintls {
inline namespace v0 {

/// A field of a message or an element of a list.
struct message_part {
    char const* name = nullptr; ///< name of the member; null for an element of a list
    std::uint32_t index = 0;    ///< position of an element in its list, from 0
    std::uint32_t offset = 0;   ///< offset of the first byte
    std::uint32_t depth = 0;    ///< 0: a field of the message itself; an element is one level deeper than its list
    std::uint32_t prefix = 0;   ///< bytes of the length prefix; 0: none
    byte_view bytes{};          ///< the whole part with its prefix; aliases the described buffer
};

namespace describe_detail {

template <class Wire> struct members;

/// Reports a value to the visitor by the kind of its codec. This default passes a codec on that the wire layer does not
/// know.
template <class Codec> struct kind {
    static constexpr std::uint32_t prefix = 0;
    template <class T, class Visitor>
    static constexpr void tell(message_part const& at, T const& value, Visitor& visitor) {
        visitor.other(std::type_identity<Codec>{}, at, value);
    }
};

/// Reads one part and reports it. On failure `c.p` is at the byte that is wrong.
template <class Codec, class T, class Visitor>
constexpr errc read_part(cursor& c, message_part at, T value, Visitor& visitor) {
    std::uint8_t const* const start = c.p;
    if (errc const e = Codec::read(c, value); e != errc::ok) {
        return e;
    }
    at.bytes = {start, static_cast<std::uint32_t>(c.p - start)};
    at.prefix = kind<Codec>::prefix;
    kind<Codec>::tell(at, value, visitor);
    return errc::ok;
}

struct kind_of_number {
    static constexpr std::uint32_t prefix = 0;
    template <class T, class Visitor> static constexpr void tell(message_part const& at, T value, Visitor& visitor) {
        visitor.number(at, value);
    }
};
template <class T, std::size_t Width> struct kind<number<T, Width>> : kind_of_number {};
template <auto Value> struct kind<only<Value>> : kind_of_number {};
template <auto Most> struct kind<at_most<Most>> : kind_of_number {};

template <std::uint32_t Prefix> struct kind_of_bytes {
    static constexpr std::uint32_t prefix = Prefix;
    template <class Visitor> static constexpr void tell(message_part const& at, byte_view value, Visitor& visitor) {
        visitor.bytes(at, value);
    }
};
template <std::uint32_t Size> struct kind<fixed<Size>> : kind_of_bytes<0> {};
template <> struct kind<remaining> : kind_of_bytes<0> {};
template <std::size_t Min, std::size_t Max> struct kind<opaque<Min, Max>> : kind_of_bytes<prefix_width(Max)> {};

template <class E, std::size_t Min, std::size_t Max> struct kind<vec<E, Min, Max>> {
    using element = typename vec<E, Min, Max>::element;
    static constexpr std::uint32_t prefix = prefix_width(Max);

    template <class Visitor>
    static constexpr void tell(message_part const& at, list_view<element> const& value, Visitor& visitor) {
        visitor.list(at, value);
        byte_view const all = value.encoded();
        cursor c{all.begin(), all.end()};
        message_part each{.offset = at.offset + prefix, .depth = at.depth + 1};
        while (c.p != c.end) {
            std::uint8_t const* const start = c.p;
            // Cannot fail: reading the list has checked all its elements.
            if (read_part<element>(c, each, typename element::value_type{}, visitor) != errc::ok) {
                return;
            }
            each.offset += static_cast<std::uint32_t>(c.p - start);
            ++each.index;
        }
    }
};

template <class E, std::size_t Min, std::size_t Max, class Rule>
struct kind<vec<E, Min, Max, Rule>> : kind<vec<E, Min, Max>> {};

template <class M> struct kind<nested<M>> {
    static constexpr std::uint32_t prefix = 0;
    template <class Visitor> static constexpr void tell(message_part const& at, M const&, Visitor& visitor) {
        visitor.structure(at);
        cursor c{at.bytes.begin(), at.bytes.end()};
        (void)members<typename M::wire>::tell(c, at.offset, at.depth + 1, visitor); // cannot fail: read before
    }
};

template <class... Fields> struct members<fields<Fields...>> {
    template <class Visitor>
    static constexpr errc tell(cursor& c, [[maybe_unused]] std::uint32_t offset, [[maybe_unused]] std::uint32_t depth,
                               [[maybe_unused]] Visitor& visitor) { // unused for a struct without fields
        [[maybe_unused]] std::uint8_t const* const start = c.p;
        errc e = errc::ok;
        (void)(((e = read_part<typename Fields::codec>(c,
                                                       {.name = member_name<Fields::member>,
                                                        .offset = offset + static_cast<std::uint32_t>(c.p - start),
                                                        .depth = depth},
                                                       member_type<Fields::member>{}, visitor)) == errc::ok) &&
               ...);
        return e;
    }
};

template <class Kind, auto Value, class Then, auto Rest> struct members<select_fields<Kind, Value, Then, Rest>> {
    template <class Visitor>
    static constexpr errc tell(cursor& c, std::uint32_t offset, std::uint32_t depth, Visitor& visitor) {
        std::uint8_t const* const start = c.p;
        cursor ahead = c;
        member_type<Kind::member> value{};
        bool const known = Kind::codec::read(ahead, value) == errc::ok && value == Value;
        errc e = members<fields<Kind>>::tell(c, offset, depth, visitor);
        if (e != errc::ok) {
            return e;
        }
        auto const behind = offset + static_cast<std::uint32_t>(c.p - start);
        using otherwise = typename select_fields<Kind, Value, Then, Rest>::otherwise;
        return known ? members<Then>::tell(c, behind, depth, visitor)
                     : members<otherwise>::tell(c, behind, depth, visitor);
    }
};

} // namespace describe_detail

/// Reports the parts of the message `M` in `in` to `visitor`, in wire order, each part before its own parts:
/// - `number(part, value)`: an integer or a code point, in the type of its member;
/// - `bytes(part, byte_view)`: opaque bytes, without the length prefix;
/// - `list(part, list_view)`: a list; its elements follow, one level deeper;
/// - `structure(part)`: an element that is a struct; its fields follow, one level deeper;
/// - `other(std::type_identity<Codec>{}, part, value)`: a value whose codec the wire layer does not know, such as a
///   block of extensions. The visitor can descend into the value with another `describe`.
///
/// `offset` and `depth` are those of the message itself; every reported offset and depth includes them.
/// \return success, or the error and its byte in `in`; the visitor then has the parts before that byte
template <declared M, class Visitor>
constexpr error describe(byte_view in, Visitor& visitor, std::uint32_t offset = 0, std::uint32_t depth = 0) {
    cursor c{in.begin(), in.end()};
    errc e = describe_detail::members<typename M::wire>::tell(c, offset, depth, visitor);
    if (e == errc::ok && c.p != c.end) {
        e = errc::trailing;
    }
    return e == errc::ok ? error{} : error{e, static_cast<std::uint32_t>(c.p - in.begin())};
}

} // namespace v0
} // namespace flintls

#endif
