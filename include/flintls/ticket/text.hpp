// SPDX-License-Identifier: Apache-2.0
/// \file
/// The content of a server's ticket under its seal.
///
/// The form in memory differs from the form on the wire only in the byte order of its numbers. So a ticket is decrypted
/// in its final place, with no second copy to wipe, and is copied in one run.
#ifndef FLINTLS_TICKET_TEXT_HPP
#define FLINTLS_TICKET_TEXT_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/ticket/session.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/number.hpp"

namespace flintls {
inline namespace v0 {

struct ticket_text {
    std::uint32_t issued_at = 0; ///< seconds of the server's clock
    session state;

    using wire = fields<field<&ticket_text::issued_at>, field<&ticket_text::state>>;
};
inline constexpr std::uint32_t ticket_text_size = sizeof(ticket_text);

/// Memory for an opened ticket: its text, and the tail of the format.
template <std::uint32_t Tail> struct opened_ticket {
    ticket_text text;
    std::array<std::uint8_t, Tail> tail{};

    [[nodiscard]] std::uint8_t* bytes() { return static_cast<std::uint8_t*>(static_cast<void*>(this)); }
};

namespace ticket_detail {

template <class Codec> inline constexpr bool is_number = false;
template <class T, std::size_t Width> inline constexpr bool is_number<number<T, Width>> = true;

/// Converts the numbers of a structure at `bytes`, where the rest of the structure already is.
template <class Wire> struct numbers;
template <class... Fields> struct numbers<fields<Fields...>> {
    template <class M> static constexpr void read(std::uint8_t const* bytes, M& m) {
        (void)(..., (read_one<Fields>(bytes, m), bytes += Fields::max_size));
    }
    template <class M> static constexpr void write(std::uint8_t* bytes, M const& m) {
        (void)(..., (write_one<Fields>(bytes, m), bytes += Fields::max_size));
    }

private:
    template <class Field> using value = member_type<Field::member>;
    template <class Field>
    static constexpr bool in_order = is_number<typename Field::codec>&& Field::max_size == 1 &&
                                     !std::is_same_v<value<Field>, bool>; // a bool is 0 or 1 only

    template <class Field, class M>
    [[gnu::always_inline]] static constexpr void read_one(std::uint8_t const* bytes, M& m) {
        if constexpr (is_number<typename Field::codec> && !in_order<Field>) {
            cursor c{bytes, bytes + Field::max_size};
            static_cast<void>(Field::read(c, m)); // cannot fail: the length is exact
        } else if constexpr (declared<value<Field>>) {
            numbers<typename value<Field>::wire>::read(bytes, m.*Field::member);
        }
    }
    template <class Field, class M>
    [[gnu::always_inline]] static constexpr void write_one(std::uint8_t* bytes, M const& m) {
        if constexpr (is_number<typename Field::codec> && !in_order<Field>) {
            sink out{bytes, bytes + Field::max_size};
            static_cast<void>(Field::write(out, m)); // it fits
        } else if constexpr (declared<value<Field>>) {
            numbers<typename value<Field>::wire>::write(bytes, m.*Field::member);
        }
    }
};

/// True where the form in memory is that on the wire, once the numbers are converted. Tested with distinct bytes.
consteval bool mirrors_wire() {
    ticket_text sample{0x01020304,
                       {0x05060708,
                        0x090a0b0c,
                        static_cast<protocol_version>(0x0d0e),
                        static_cast<cipher_suite>(0x0f10),
                        true,
                        0x12,
                        {},
                        {},
                        {},
                        {}}};
    sample.state.peer.kind = static_cast<identity_kind>(0x13);
    sample.state.own.kind = static_cast<identity_kind>(0x14);
    std::uint8_t next = 0x15;
    auto const fill = [&next](auto& bytes) {
        for (std::uint8_t& b : bytes) {
            b = next++;
        }
    };
    fill(sample.state.peer.digest);
    fill(sample.state.own.digest);
    fill(sample.state.master_secret);
    fill(sample.state.server_name);
    std::array<std::uint8_t, ticket_text_size> written{};
    sink out{written.data(), written.data() + written.size()};
    bool const fits = ticket_text::wire::write(out, sample) == errc::ok && out.left() == 0;
    auto copied = std::bit_cast<std::array<std::uint8_t, ticket_text_size>>(sample);
    numbers<ticket_text::wire>::write(copied.data(), sample);
    return fits && copied == written;
}
static_assert(mirrors_wire());

} // namespace ticket_detail

/// Copies `4 * Words` bytes without a loop: copying is most of the cost of a ticket.
template <std::uint32_t Words>
[[gnu::always_inline]] inline void copy_words(std::uint8_t* to, std::uint8_t const* from) {
    if constexpr (!wide_access) {
        copy(to, from, 4 * Words);
    } else if constexpr (Words != 0) {
        __builtin_memcpy(to, from, 4);
        copy_words<Words - 1>(to + 4, from + 4);
    }
}
/// Copies `sizeof(session)` bytes.
[[gnu::noinline]] inline void copy_session_bytes(std::uint8_t* to, std::uint8_t const* from) {
    constexpr std::uint32_t step = 48;
    static_assert(sizeof(session) % step == 0);
    std::uint8_t const* const end = from + sizeof(session);
    do {
        copy_words<step / 4>(to, from);
        to += step;
        from += step;
    } while (from != end);
}

/// Copies a sealed text and the tail behind it.
template <std::uint32_t Tail>
[[gnu::always_inline]] inline void copy_ticket_text(std::uint8_t* to, std::uint8_t const* from) {
    constexpr std::uint32_t rest = ticket_text_size + Tail - sizeof(session);
    static_assert(rest % 4 == 0);
    copy_session_bytes(to, from);
    copy_words<rest / 4>(to + sizeof(session), from + sizeof(session));
}

/// Writes `ticket_text_size` bytes.
inline void write_ticket_text(std::uint8_t* out, std::uint32_t issued_at, session const& s) {
    constexpr std::uint32_t at = u32::max_size;
    store<4>(out, issued_at);
    copy_session_bytes(out + at, static_cast<std::uint8_t const*>(static_cast<void const*>(&s)));
    ticket_detail::numbers<session::wire>::write(out + at, s);
}
/// Makes an object of the bytes that were decrypted in place.
inline void read_ticket_text(ticket_text& text) {
    auto const* const bytes = static_cast<std::uint8_t const*>(static_cast<void const*>(&text));
    ticket_detail::numbers<ticket_text::wire>::read(bytes, text);
}

} // namespace v0
} // namespace flintls

#endif
