// SPDX-License-Identifier: Apache-2.0
/// \file
/// The slots of a client's ticket store, and the results of the store: RFC 5077 3.3, RFC 8446 4.6.1.
#ifndef FLINTLS_TICKET_SLOT_HPP
#define FLINTLS_TICKET_SLOT_HPP

#include <array>
#include <cstdint>

#include "flintls/registry/protocol_version.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/stored.hpp"

namespace flintls {
inline namespace v0 {

/// The `ticket_age_add` of a slot that holds a session id instead of a ticket. TLS 1.2 has no ticket_age_add.
inline constexpr std::uint32_t by_session_id = 1;

/// A ticket and its session; 160 bytes plus those of the ticket. In TLS 1.2 a session id may take its place.
template <std::uint16_t MaxTicket> struct ticket_slot {
    std::uint32_t received_at = 0;    ///< seconds
    std::uint32_t lifetime = 0;       ///< seconds; in a policy without a clock, number of uses left
    std::uint32_t ticket_age_add = 0; ///< TLS 1.3; in TLS 1.2 0, or `by_session_id`
    std::uint16_t id = 0;             ///< of the handle; 0: a free slot
    std::uint16_t size = 0;           ///< bytes of the ticket
    session state;                    ///< without a version while the ticket waits for Finished, or once used up
    std::array<std::uint8_t, MaxTicket> bytes{};

    /// Aliases this object.
    [[nodiscard]] constexpr byte_view ticket() const& { return {bytes.data(), size}; }
    byte_view ticket() const&& = delete;
    /// True where the ticket may be offered; false where the slot is free, staged or used up.
    [[nodiscard]] constexpr bool held() const { return state.version != protocol_version{}; }
    /// True where a session id takes the place of the ticket (RFC 5246 7.4.1.2).
    [[nodiscard]] constexpr bool has_session_id() const {
        return state.version == protocol_version::tls_1_2 && ticket_age_add == by_session_id;
    }
    /// RFC 8446 4.2.11.1: the age for a pre_shared_key extension, in milliseconds, as exact as `now` in seconds is.
    [[nodiscard]] constexpr std::uint32_t obfuscated_age(std::uint32_t now) const {
        return obfuscated_ticket_age(received_at * 1000, now * 1000, ticket_age_add);
    }

    /// The form in an archive.
    using wire =
        fields<field<&ticket_slot::received_at>, field<&ticket_slot::lifetime>, field<&ticket_slot::ticket_age_add>,
               field<&ticket_slot::state>, stored_opaque<&ticket_slot::size, &ticket_slot::bytes>>;
};
static_assert(sizeof(ticket_slot<256>) == 160 + 256);

/// Refers to a ticket as long as the store has it. Default constructed: to none.
class ticket_handle {
public:
    constexpr ticket_handle() = default;
    constexpr explicit ticket_handle(std::uint32_t id) : id_{id} {}

    [[nodiscard]] constexpr explicit operator bool() const { return id_ != 0; }
    [[nodiscard]] constexpr std::uint32_t id() const { return id_; }
    friend constexpr bool operator==(ticket_handle, ticket_handle) = default;

private:
    std::uint32_t id_ = 0; // 16 bits, widened to a register
};

/// What a store did with the ticket of a NewSessionTicket.
enum class ticket_fate : std::uint8_t {
    none,     ///< none received, or one of TLS 1.3 that the client discards (RFC 8446 4.6.1)
    staged,   ///< replaces the old ticket after Finished
    empty,    ///< the server has none to give, and takes back the old one (T5, RFC 5077 3.3)
    too_long, ///< longer than `Policy::max_ticket`, or than a hello has room for: not kept (T7); the old one may stay
    no_room,  ///< more pending handshakes than spare slots: as too_long
};

/// The answer of `stage`, packed into one register.
class [[nodiscard]] staged_ticket {
public:
    constexpr staged_ticket() = default; ///< none
    constexpr explicit(false) staged_ticket(ticket_fate fate, std::uint16_t id = 0)
        : packed_{std::uint32_t{id} << 16U | static_cast<std::uint32_t>(fate)} {}

    [[nodiscard]] constexpr ticket_fate fate() const { return static_cast<ticket_fate>(packed_ & 0xffU); }
    /// For `commit` or `forget`; none unless the ticket is staged.
    [[nodiscard]] constexpr ticket_handle handle() const { return ticket_handle{packed_ >> 16U}; }

private:
    std::uint32_t packed_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
