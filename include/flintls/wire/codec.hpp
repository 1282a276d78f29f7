// SPDX-License-Identifier: Apache-2.0
/// \file
/// The codecs that declarations are made of, in the terms of the TLS presentation language (RFC 8446 3).
///
/// A codec has `min_size` and `max_size` (bytes; `unbounded` where only the enclosing length is a limit),
/// `read(cursor&, value&)` and `write(sink&, value const&)`. A codec that fails leaves the position at the byte that is
/// wrong. Codecs are `always_inline`: position and end stay in registers, and a whole message becomes one function.
#ifndef FLINTLS_WIRE_CODEC_HPP
#define FLINTLS_WIRE_CODEC_HPP

#include <cstddef>
#include <type_traits>

#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/number.hpp"
#include "flintls/wire/vector.hpp"

namespace flintls {
inline namespace v0 {

template <class T> struct member_of;
template <class M, class T> struct member_of<T M::*> { using type = T; };
template <auto Member> using member_type = typename member_of<std::remove_cv_t<decltype(Member)>>::type;

/// One member of a message and its codec. The default is the codec of the member's type.
template <auto Member, class Codec = codec_of<member_type<Member>>> struct field {
    using codec = Codec;
    static constexpr auto member = Member;
    static constexpr std::size_t min_size = Codec::min_size;
    static constexpr std::size_t max_size = Codec::max_size;

    template <class M> [[gnu::always_inline]] static constexpr errc read(cursor& c, M& m) {
        return Codec::read(c, m.*Member);
    }
    template <class M> [[gnu::always_inline]] static constexpr errc write(sink& out, M const& m) {
        return Codec::write(out, m.*Member);
    }
};

/// The fields of a message, in wire order.
template <class... Fields> struct fields {
    static constexpr std::size_t min_size = (std::size_t{0} + ... + Fields::min_size);
    static constexpr std::size_t max_size = [] {
        std::size_t sum = 0;
        ((sum = add_sizes(sum, Fields::max_size)), ...);
        return sum;
    }();

    template <class M> [[gnu::always_inline]] static constexpr errc read(cursor& c, M& m) {
        errc e = errc::ok;
        (void)(((e = Fields::read(c, m)) == errc::ok) && ...);
        return e;
    }
    template <class M> [[gnu::always_inline]] static constexpr errc write(sink& out, M const& m) {
        errc e = errc::ok;
        (void)(((e = Fields::write(out, m)) == errc::ok) && ...);
        return e;
    }
};

/// RFC 5246 4.6.1 `select`: if the field `Kind` has the value `Value`, the fields `Then` follow. Otherwise the member
/// `Rest` holds all remaining bytes as they are.
template <class Kind, auto Value, class Then, auto Rest> struct select_fields {
    using otherwise = fields<field<Rest, remaining>>;
    static constexpr std::size_t min_size = Kind::min_size;
    static constexpr std::size_t max_size = unbounded;

    template <class M> [[gnu::always_inline]] static constexpr errc read(cursor& c, M& m) {
        if (errc const e = Kind::read(c, m); e != errc::ok) {
            return e;
        }
        return m.*Kind::member == Value ? Then::read(c, m) : otherwise::read(c, m);
    }
    template <class M> [[gnu::always_inline]] static constexpr errc write(sink& out, M const& m) {
        if (errc const e = Kind::write(out, m); e != errc::ok) {
            return e;
        }
        return m.*Kind::member == Value ? Then::write(out, m) : otherwise::write(out, m);
    }
};

} // namespace v0
} // namespace flintls

#endif
