// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the compiler works out about a compile-time hello (RFC 5246 7.4.1.2, RFC 8446 4.1.2): which stretches of its
/// bytes run time changes. They are found by `describe` (wire/describe.hpp), so from the same declarations that parse
/// and write hellos.
#ifndef FLINTLS_HELLO_PLAN_HPP
#define FLINTLS_HELLO_PLAN_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/block.hpp"
#include "flintls/hello/slot.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/wire/describe.hpp"
#include "flintls/wire/member_name.hpp"

namespace flintls {
inline namespace v0 {

/// What a stretch of a hello is.
enum class hello_part : std::uint8_t {
    fixed,    ///< the same in every hello
    length,   ///< a length prefix that counts something of what follows
    optional, ///< something that a hello may lack
    binders,  ///< nothing: the place where RFC 8446 4.2.11.2 truncates a hello
    // what run time fills in
    random,
    session_id,
    host_name,
    ticket,
    verify_data,
    cookie,
    key_exchange,
    identity,
    ticket_age,
    binder,
    // suites that come and go
    scsv,
    fallback_scsv,
};

namespace hello_detail {

/// A stretch of a hello, from `begin` to `end` in its compile-time bytes.
struct stretch {
    hello_part what = hello_part::fixed;
    hello_part by = hello_part::fixed; ///< of an optional one: what is missing when it is
    std::uint8_t index = 0;            ///< among those of its kind
    std::uint8_t owner = 0;            ///< the optional one that it lies in, counted from 1
    std::uint8_t width = 0;            ///< of a length; then `begin` and `end` are those of what it counts
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t least = 0; ///< bytes that may stand here at run time
    std::uint32_t most = 0;

    [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
    [[nodiscard]] constexpr bool contains(stretch const& inner) const {
        return inner.begin >= begin && inner.end <= end;
    }
    /// Bytes that run time brings, in a number that the template need not have.
    [[nodiscard]] constexpr bool is_filled() const {
        return what >= hello_part::random && what <= hello_part::binder && what != hello_part::ticket_age;
    }
    /// Does it count towards the lengths around it in another way than by the bytes that the template has?
    [[nodiscard]] constexpr bool varies() const { return is_filled() || what == hello_part::optional; }
};

/// Stretches in the order of the wire, an optional one before what it holds.
struct plan {
    static constexpr std::size_t room = 96;

    std::array<stretch, room> all{};
    std::size_t count = 0;
    std::uint8_t owners = 0; ///< optional stretches
    bool readable = true;    ///< did all of it parse again?

    constexpr void note(error e) { readable = readable && !e; }
    constexpr stretch& add(stretch const& s) {
        all[count] = s; // out of bounds does not compile
        return all[count++];
    }
    /// Does stretch `k` count towards what begins and ends like `whole`, and not within a closer optional stretch?
    [[nodiscard]] constexpr bool counts(stretch const& whole, std::size_t k) const {
        stretch const& s = all[k];
        return s.varies() && s.owner == whole.owner && whole.contains(s);
    }
    /// Bytes in `whole` that are always there.
    [[nodiscard]] constexpr std::uint32_t fixed_bytes(stretch const& whole) const {
        std::uint32_t bytes = whole.size();
        for (std::size_t k = 0; k < count; ++k) {
            bytes -= counts(whole, k) ? all[k].size() : 0;
        }
        return bytes;
    }
    /// An optional stretch as what contains its own.
    [[nodiscard]] constexpr stretch inside(std::size_t k) const {
        std::uint8_t number = 0;
        for (std::size_t i = 0; i <= k; ++i) {
            number = static_cast<std::uint8_t>(number + (all[i].what == hello_part::optional ? 1 : 0));
        }
        stretch s = all[k];
        s.owner = number;
        return s;
    }
    /// How many of the stretches behind an optional one are inside it.
    [[nodiscard]] constexpr std::size_t held(std::size_t k) const {
        std::size_t n = 0;
        while (k + 1 + n < count && all[k + 1 + n].owner == inside(k).owner) {
            ++n;
        }
        return n;
    }
    /// The optional stretch of this number.
    [[nodiscard]] constexpr std::size_t holder(std::uint8_t owner) const {
        std::size_t k = 0;
        while (all[k].what != hello_part::optional || inside(k).owner != owner) {
            ++k;
        }
        return k;
    }
    /// Fewest or most bytes of `whole` at run time.
    [[nodiscard]] constexpr std::uint32_t extreme(stretch const& whole, bool most) const {
        std::uint32_t bytes = fixed_bytes(whole);
        for (std::size_t k = 0; k < count; ++k) {
            if (counts(whole, k)) {
                bytes += extreme_part(k, most);
            }
        }
        return bytes;
    }
    /// \return the first of this kind, or `count`
    [[nodiscard]] constexpr std::size_t find(hello_part what, std::size_t index = 0) const {
        std::size_t k = 0;
        while (k < count && !(all[k].what == what && all[k].index == index)) {
            ++k;
        }
        return k;
    }
    [[nodiscard]] constexpr std::size_t count_of(hello_part what) const {
        std::size_t n = 0;
        for (std::size_t k = 0; k < count; ++k) {
            n += all[k].what == what ? 1U : 0U;
        }
        return n;
    }

private:
    [[nodiscard]] constexpr std::uint32_t extreme_part(std::size_t k, bool most) const {
        stretch const& s = all[k];
        if (s.what != hello_part::optional) {
            return most ? s.most : s.least;
        }
        if (s.by == hello_part::scsv) { // or the extension, which is longer
            return most ? 0 : s.size();
        }
        if (!most) {
            return 0;
        }
        stretch const whole = inside(k);
        std::uint32_t bytes = fixed_bytes(whole);
        for (std::size_t i = k + 1; i < count; ++i) {
            bytes += counts(whole, i) ? all[i].most : 0;
        }
        return bytes;
    }
};

/// What an application and its offer allow.
struct limits {
    bool scsv_optional = false;
    bool fallback_scsv = false;
    bool block_optional = false;
    std::uint32_t server_name = 0;
    std::uint32_t ticket = 0;
    std::uint32_t verify_data = 0;
};

/// The member that `describe` names, as the part that it is.
[[nodiscard]] constexpr hello_part part_named(char const* name) {
    if (is_member<&server_name_entry::name>(name)) {
        return hello_part::host_name;
    }
    if (is_member<&session_ticket::ticket>(name)) {
        return hello_part::ticket;
    }
    if (is_member<&renegotiation_info::renegotiated_connection>(name)) {
        return hello_part::verify_data;
    }
    if (is_member<&cookie::cookie_value>(name)) {
        return hello_part::cookie;
    }
    if (is_member<&key_share_entry::key_exchange>(name)) {
        return hello_part::key_exchange;
    }
    if (is_member<&psk_identity::identity>(name)) {
        return hello_part::identity;
    }
    return hello_part::fixed;
}

/// Looks for what is filled in, in the body of one slot's extension.
template <class Slot> struct slot_visitor {
    plan& found;
    limits const& within;
    std::uint8_t owner;
    std::uint8_t binders = 0;
    bool in_binders = false;

    template <class T> constexpr void number(message_part const& at, T) {
        if (is_member<&psk_identity::obfuscated_ticket_age>(at.name)) {
            add(hello_part::ticket_age, at, 0);
        }
    }
    constexpr void bytes(message_part const& at, byte_view) {
        hello_part const what = in_binders ? hello_part::binder : part_named(at.name);
        add_length(at);
        if (what != hello_part::fixed) {
            add(what, at, at.prefix);
        }
    }
    template <class List> constexpr void list(message_part const& at, List const&) {
        in_binders = is_member<&pre_shared_key::binders>(at.name);
        if (in_binders) { // the length of the list is cut off with it
            found.add({.what = hello_part::binders, .owner = owner, .begin = at.offset, .end = at.offset});
        }
        add_length(at);
    }
    constexpr void structure(message_part const&) {}
    template <class Codec, class T> constexpr void other(Codec, message_part const&, T const&) {}

private:
    constexpr void add_length(message_part const& at) {
        if (at.prefix != 0) {
            found.add({.what = hello_part::length,
                       .owner = owner,
                       .width = static_cast<std::uint8_t>(at.prefix),
                       .begin = at.offset + at.prefix,
                       .end = at.offset + at.bytes.size()});
        }
    }
    constexpr void add(hello_part what, message_part const& at, std::uint32_t prefix) {
        auto const index = static_cast<std::uint8_t>(found.count_of(what));
        stretch& s = found.add({.what = what,
                                .index = index,
                                .owner = owner,
                                .begin = at.offset + prefix,
                                .end = at.offset + at.bytes.size()});
        switch (what) {
        case hello_part::host_name: bound(s, 1, within.server_name); break;
        case hello_part::ticket: bound(s, 0, within.ticket); break;
        case hello_part::verify_data: bound(s, 0, within.verify_data); break;
        case hello_part::identity: bound(s, 1, within.ticket); break;
        default: break;
        }
        if constexpr (requires { Slot::sizes; }) {
            if (what == hello_part::key_exchange || what == hello_part::binder) {
                bound(s, Slot::sizes[index], Slot::sizes[index]);
            }
        }
        if constexpr (requires { Slot::most; }) {
            bound(s, 1, Slot::most);
        }
    }
    static constexpr void bound(stretch& s, std::size_t least, std::size_t most) {
        s.least = static_cast<std::uint32_t>(least);
        s.most = static_cast<std::uint32_t>(most);
    }
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
