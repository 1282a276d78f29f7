// SPDX-License-Identifier: Apache-2.0
/// \file
/// Codecs that copy `opaque` bytes (RFC 8446 3.3, 3.4) into the structure, for structures that outlive the input
/// buffer.
#ifndef FLINTLS_WIRE_STORED_HPP
#define FLINTLS_WIRE_STORED_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/vector.hpp"

namespace flintls {
inline namespace v0 {

/// `opaque name[Size]`, copied.
template <std::uint32_t Size> struct stored {
    using value_type = std::array<std::uint8_t, Size>;
    static constexpr std::size_t min_size = Size;
    static constexpr std::size_t max_size = Size;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, value_type& value) {
        if (c.left() < Size) {
            return errc::truncated;
        }
        copy(value.data(), c.p, Size);
        c.p += Size;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, value_type const& value) {
        if (out.left() < Size) {
            return errc::no_room;
        }
        copy(out.p, value.data(), Size);
        out.p += Size;
        return errc::ok;
    }
};

/// `opaque name<0..Max>`, copied. One field of two members: `Size` counts the bytes, the array `Bytes` has room for
/// `Max`. A failed read leaves both unchanged.
template <auto Size, auto Bytes> struct stored_opaque {
    using bytes = opaque<0, member_type<Bytes>{}.size()>;
    static constexpr std::size_t min_size = bytes::min_size;
    static constexpr std::size_t max_size = bytes::max_size;

    template <class M> [[gnu::always_inline]] static constexpr errc read(cursor& c, M& m) {
        byte_view view;
        if (errc const e = bytes::read(c, view); e != errc::ok) {
            return e;
        }
        copy((m.*Bytes).data(), view.data(), view.size());
        m.*Size = static_cast<member_type<Size>>(view.size());
        return errc::ok;
    }
    template <class M> [[gnu::always_inline]] static constexpr errc write(sink& out, M const& m) {
        return bytes::write(out, {(m.*Bytes).data(), m.*Size});
    }
};

} // namespace v0
} // namespace flintls

#endif
