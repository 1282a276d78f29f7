// SPDX-License-Identifier: Apache-2.0
/// \file
/// Makes the plan of a compile-time hello (plan.hpp): walks the bytes that the serialiser wrote, as `describe` tells
/// them (RFC 5246 7.4.1.2, RFC 8446 4.1.2).
#ifndef FLINTLS_HELLO_PLANNER_HPP
#define FLINTLS_HELLO_PLANNER_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/block.hpp"
#include "flintls/hello/plan.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/describe.hpp"
#include "flintls/wire/member_name.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

/// A slot that an offer leaves out with `when` is a slot all the same: its bytes tell that it is not there.
template <class E> struct unwrapped { using type = E; };
template <class E> struct unwrapped<when<E>> { using type = E; };
template <class E>
concept is_slot = requires {
    E::placeholder;
};

/// The extensions of an offer, and how many of them are slots.
template <class Offer> struct offered;
template <class... Es> struct offered<offer<Es...>> {
    static constexpr std::size_t size = sizeof...(Es);

    /// Is it among them, as a slot or ready-made?
    static constexpr bool has(extension_type type) {
        return (... || (block_detail::type_of<Es>() == static_cast<std::int32_t>(type)));
    }
    /// Is it among them as a slot that is not left out?
    static constexpr bool writes_slot(offer<Es...> const& extensions, extension_type type) {
        return (... || is_written(static_cast<Es const&>(extensions), type));
    }
    /// Calls `use(std::type_identity<slot<…>>{})` if this type has a slot.
    template <class Use> static constexpr void with_slot(extension_type type, Use use) {
        (try_slot<typename unwrapped<Es>::type>(type, use), ...);
    }

private:
    template <class E> static constexpr bool is_written(E const&, extension_type type) {
        return is_slot<E> && block_detail::type_of<E>() == static_cast<std::int32_t>(type);
    }
    template <class E> static constexpr bool is_written(when<E> const& extension, extension_type type) {
        return extension.present && is_written(extension.extension, type);
    }
    template <class E, class Use> static constexpr void try_slot(extension_type type, Use& use) {
        if constexpr (is_slot<E>) {
            if (E::type == type) {
                use(std::type_identity<E>{});
            }
        }
    }
};
template <class Offer> struct offered<optional_block<Offer>> : offered<Offer> {
    static constexpr bool writes_slot(optional_block<Offer> const& block, extension_type type) {
        return block.present && offered<Offer>::writes_slot(block.extensions, type);
    }
};
template <class Offer> inline constexpr bool is_optional_block = false;
template <class Offer> inline constexpr bool is_optional_block<optional_block<Offer>> = true;

/// A block as nothing but raw extensions, to be described.
struct raw_block {
    extension_view::list extensions;
    using wire = fields<field<&raw_block::extensions, vec<raw_extension, 0, 0xffff>>>;
};

/// Finds the extensions that are slots, and what is filled in within them.
template <class Offered> struct block_visitor {
    plan& found;
    limits const& within;
    std::uint8_t owner = 0; // of the whole block
    message_part extension{};
    extension_type type{};

    template <class List> constexpr void list(message_part const& at, List const&) {
        if (within.block_optional) { // RFC 5246 7.4.1.2: with its only extension, the block goes
            owner = ++found.owners;
            found.add({.what = hello_part::optional,
                       .by = hello_part::verify_data,
                       .begin = at.offset,
                       .end = at.offset + at.bytes.size()});
        }
        add_length(at);
    }
    constexpr void structure(message_part const& at) { extension = at; }
    constexpr void number(message_part const&, extension_type value) { type = value; }
    constexpr void bytes(message_part const& at, byte_view body) {
        Offered::with_slot(type, [&](auto slot) {
            using slot_type = typename decltype(slot)::type;
            std::uint8_t const before = owner;
            if (owner == 0 && may_be_absent()) {
                owner = ++found.owners;
                found.add({.what = hello_part::optional,
                           .by = decides(),
                           .begin = extension.offset,
                           .end = extension.offset + extension.bytes.size()});
            }
            add_length(at);
            slot_visitor<slot_type> visitor{found, within, owner};
            found.note(describe<typename slot_type::extension>(body, visitor, at.offset + at.prefix));
            owner = before;
        });
    }
    template <class Codec, class T> constexpr void other(Codec, message_part const&, T const&) {}

private:
    /// RFC 5746 3.4: renegotiation_info only where the SCSV can stand for it.
    [[nodiscard]] constexpr bool may_be_absent() const {
        return type != extension_type::key_share &&
               (type != extension_type::renegotiation_info || within.scsv_optional);
    }
    /// An extension is missing when this is.
    [[nodiscard]] constexpr hello_part decides() const {
        switch (type) {
        case extension_type::server_name: return hello_part::host_name;
        case extension_type::session_ticket: return hello_part::ticket;
        case extension_type::renegotiation_info: return hello_part::verify_data;
        case extension_type::cookie: return hello_part::cookie;
        default: return hello_part::identity;
        }
    }
    constexpr void add_length(message_part const& at) {
        found.add({.what = hello_part::length,
                   .owner = owner,
                   .width = static_cast<std::uint8_t>(at.prefix),
                   .begin = at.offset + at.prefix,
                   .end = at.offset + at.bytes.size()});
    }
};

/// Finds the fields of the hello itself.
template <class Offered> struct hello_visitor {
    plan& found;
    limits const& within;

    template <class T> constexpr void number(message_part const& at, T value) {
        if constexpr (std::is_same_v<T, cipher_suite>) {
            bool const signal = value == cipher_suite::empty_renegotiation_info_scsv && within.scsv_optional;
            if (signal || (value == cipher_suite::fallback_scsv && within.fallback_scsv)) {
                ++found.owners;
                found.add({.what = hello_part::optional,
                           .by = signal ? hello_part::scsv : hello_part::fallback_scsv,
                           .begin = at.offset,
                           .end = at.offset + at.bytes.size()});
            }
        }
    }
    constexpr void bytes(message_part const& at, byte_view) {
        if (is_member<&client_hello::random>(at.name)) {
            found.add({.what = hello_part::random,
                       .begin = at.offset,
                       .end = at.offset + at.bytes.size(),
                       .least = at.bytes.size(),
                       .most = at.bytes.size()});
        } else if (is_member<&client_hello::session_id>(at.name)) {
            add_length(at);
            found.add({.what = hello_part::session_id,
                       .begin = at.offset + at.prefix,
                       .end = at.offset + at.bytes.size(),
                       .most = 32});
        }
    }
    template <class List> constexpr void list(message_part const& at, List const&) { add_length(at); }
    template <class Codec, class Block> constexpr void other(Codec, message_part const& at, Block const&) {
        block_visitor<Offered> visitor{found, within};
        if (!at.bytes.empty()) {
            found.note(describe<raw_block>(at.bytes, visitor, at.offset));
        }
    }

private:
    constexpr void add_length(message_part const& at) {
        found.add({.what = hello_part::length,
                   .width = static_cast<std::uint8_t>(at.prefix),
                   .begin = at.offset + at.prefix,
                   .end = at.offset + at.bytes.size()});
    }
};

/// Finds the length in the handshake header.
struct header_visitor {
    plan& found;
    std::uint32_t size; // of the whole message

    template <class T> constexpr void number(message_part const& at, T) {
        if (is_member<&handshake_header::length>(at.name)) {
            found.add({.what = hello_part::length,
                       .width = static_cast<std::uint8_t>(at.bytes.size()),
                       .begin = at.offset + at.bytes.size(),
                       .end = size});
        }
    }
};

/// Does anything vary in what it counts?
[[nodiscard]] constexpr bool is_alive(plan const& p, stretch const& length) {
    for (std::size_t k = 0; k < p.count; ++k) {
        if (p.all[k].varies() && length.contains(p.all[k])) {
            return true;
        }
    }
    return false;
}

/// Copies what was found, with fixed stretches in the gaps.
struct gap_closer {
    plan whole{};
    std::uint32_t at = 0;         // all before it is in the plan
    std::uint32_t holder_end = 0; // of the optional stretch that is open
    std::uint8_t owner = 0;       // and its number; 0: none is open

    constexpr void fixed_until(std::uint32_t end) {
        if (at != end) {
            whole.add({.what = hello_part::fixed, .owner = owner, .begin = at, .end = end});
        }
        at = end;
    }
    constexpr void close_optional() {
        if (owner != 0) {
            fixed_until(holder_end);
            owner = 0;
        }
    }
    constexpr void add(stretch const& s) {
        if (s.owner != owner) {
            close_optional();
        }
        fixed_until(s.begin - s.width); // a length stands before what it counts
        whole.add(s);
        if (s.what == hello_part::optional) {
            holder_end = s.end;
            owner = ++whole.owners;
        }
        // What is in an optional stretch, or behind a length, comes next.
        at = s.what == hello_part::optional || s.what == hello_part::length ? s.begin : s.end;
    }
};

/// The whole hello, stretch by stretch, without the lengths that never change: those are fixed bytes like any other.
[[nodiscard]] constexpr plan close_gaps(plan const& found, std::uint32_t size) {
    gap_closer closer;
    closer.whole.readable = found.readable;
    for (std::size_t k = 0; k < found.count; ++k) {
        if (found.all[k].what != hello_part::length || is_alive(found, found.all[k])) {
            closer.add(found.all[k]);
        }
    }
    closer.close_optional();
    closer.fixed_until(size);
    return closer.whole;
}

/// The plan of a hello that the serialiser wrote, with its handshake header.
template <class Offered> [[nodiscard]] constexpr plan make_plan(byte_view hello, limits const& within) {
    plan found{};
    header_visitor header{found, hello.size()};
    hello_visitor<Offered> body{found, within};
    constexpr auto header_size = static_cast<std::uint32_t>(min_size<handshake_header>);
    found.note(describe<handshake_header>(hello.subview(0, header_size), header));
    found.note(describe<client_hello>(hello.subview(header_size), body, header_size));
    return close_gaps(found, hello.size());
}

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
