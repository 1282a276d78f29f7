// SPDX-License-Identifier: Apache-2.0
/// \file
/// Certificate of TLS 1.2 (RFC 5246 7.4.2) and of TLS 1.3 (RFC 8446 4.4.2): two messages that share a name.
#ifndef FLINTLS_MESSAGE_CERTIFICATE_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/block.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/program.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.2. The sender's own certificate comes first; a client that has none sends an empty list
/// (RFC 5246 7.4.6).
struct certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;

    list_view<opaque<1, 0xff'ffff>> certificate_list; ///< DER, aliases the parsed buffer

    using wire = fields<field<&certificate::certificate_list, vec<opaque<1, 0xff'ffff>, 0, 0xff'ffff>>>;
};

namespace tls13 {

/// RFC 8446 4.4.2 CertificateEntry.
template <class Extensions> struct basic_certificate_entry {
    byte_view cert_data; ///< DER, or a SubjectPublicKeyInfo (RFC 7250); aliases the parsed buffer
    Extensions extensions{};

    using wire = fields<field<&basic_certificate_entry::cert_data, opaque<1, 0xff'ffff>>,
                        field<&basic_certificate_entry::extensions,
                              extension_block<extension_context::certificate, block_rule::required>>>;
};

namespace certificate_detail {

/// The table by which entries are read whose extensions are values (extension/values.hpp).
struct entries_tail : program_tail {
    program_tail const* extensions; ///< the table for the extensions of one entry
    std::size_t at;                 ///< byte offset of the list in the message
};
/// Bytes for the values of one entry's extensions while the entry is read.
inline constexpr std::size_t extension_room = 10 * sizeof(void*);

/// Reads a list of entries. After a failure `c.p` is at the wrong byte.
[[gnu::noinline]] inline errc read_entries(cursor& c, program_tail const& how, std::uint8_t* message) {
    auto const& t = static_cast<entries_tail const&>(how);
    std::array<void*, extension_room / sizeof(void*)> values;
    byte_view list;
    errc e = opaque<0, 0xff'ffff>::read(c, list);
    if (e != errc::ok) {
        return e;
    }
    cursor entry{list.data(), list.data() + list.size()};
    while (e == errc::ok && entry.p != entry.end) {
        byte_view cert_data;
        e = opaque<1, 0xff'ffff>::read(entry, cert_data);
        if (e == errc::ok) {
            __builtin_memset(values.data(), 0, sizeof values);
            e = t.extensions->read(entry, *t.extensions, static_cast<std::uint8_t*>(static_cast<void*>(values.data())));
        }
    }
    c.p = entry.p;
    program_detail::store_view(message + t.at, 2, list.data(), list.size());
    return e;
}

} // namespace certificate_detail

/// Entries whose extensions are values.
template <class Extensions> struct certificate_entries : list_view<nested<basic_certificate_entry<Extensions>>> {
    using list = list_view<nested<basic_certificate_entry<Extensions>>>;
    using list::list;

    /// The first certificate, the sender's own; aliases the parsed buffer. \pre the list was parsed and is not empty
    [[nodiscard]] constexpr byte_view leaf() const {
        return list::encoded().subview(3, load<3>(list::encoded().data()));
    }

    static constexpr bool has_tail = Extensions::has_tail;
    template <std::size_t At, std::size_t Size>
    static constexpr certificate_detail::entries_tail tail = [] {
        static_assert(sizeof(Extensions) <= certificate_detail::extension_room);
        certificate_detail::entries_tail t{};
        t.read = &certificate_detail::read_entries;
        t.message_size = Size;
        t.extensions = &Extensions::template tail<0, sizeof(Extensions)>;
        t.at = At;
        return t;
    }();
};

/// RFC 8446 4.4.2. The sender's own certificate comes first; a client that has none sends an empty list.
template <class Extensions> struct basic_certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;
    using entry = basic_certificate_entry<Extensions>;

    byte_view certificate_request_context; ///< empty from a server; aliases the parsed buffer
    std::conditional_t<self_reading<Extensions>, certificate_entries<Extensions>, list_view<nested<entry>>>
        certificate_list;

    using wire = fields<field<&basic_certificate::certificate_request_context, opaque<0, 255>>,
                        field<&basic_certificate::certificate_list, vec<entry, 0, 0xff'ffff>>>;
};

/// A Certificate with all its extensions raw.
using certificate = basic_certificate<extension_view>;
using certificate_entry = certificate::entry;

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
