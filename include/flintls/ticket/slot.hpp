// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client's store of tickets is made of, and answers with: RFC 5077 3.3, RFC 8446 4.6.1.
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

/// A ticket and its session; 160 bytes beside those of the ticket.
template <std::uint16_t MaxTicket> struct ticket_slot {
    std::uint32_t received_at = 0;    ///< seconds
    std::uint32_t lifetime = 0;       ///< seconds; of a policy without a clock, how often it may still be used
    std::uint32_t ticket_age_add = 0; ///< TLS 1.3
    std::uint16_t id = 0;             ///< that of its handle; of a free slot 0
    std::uint16_t size = 0;           ///< of the ticket
    session state;                    ///< has no version while the ticket waits for Finished
    std::array<std::uint8_t, MaxTicket> bytes{};

    /// Aliases this object.
    [[nodiscard]] constexpr byte_view ticket() const& { return {bytes.data(), size}; }
    byte_view ticket() const&& = delete;
    /// May it be offered, as far as TLS goes? Otherwise it is free, or staged.
    [[nodiscard]] constexpr bool held() const { return state.version != protocol_version{}; }
    /// RFC 8446 4.2.11.1: what a pre_shared_key extension says of its age; milliseconds, as exact as `now` in seconds is.
    [[nodiscard]] constexpr std::uint32_t obfuscated_age(std::uint32_t now) const {
        return obfuscated_ticket_age(received_at * 1000, now * 1000, ticket_age_add);
    }

    /// As it is exported.
    using wire =
        fields<field<&ticket_slot::received_at>, field<&ticket_slot::lifetime>, field<&ticket_slot::ticket_age_add>,
               field<&ticket_slot::state>, stored_opaque<&ticket_slot::size, &ticket_slot::bytes>>;
};
static_assert(sizeof(ticket_slot<256>) == 160 + 256);

/// Finds a ticket again, as long as it is there. Default constructed it finds none.
class ticket_handle {
public:
    constexpr ticket_handle() = default;
    constexpr explicit ticket_handle(std::uint32_t id) : id_{id} {}

    [[nodiscard]] constexpr explicit operator bool() const { return id_ != 0; }
    [[nodiscard]] constexpr std::uint32_t id() const { return id_; }
    friend constexpr bool operator==(ticket_handle, ticket_handle) = default;

private:
    std::uint32_t id_ = 0; // of 16 bits, in a register
};

/// What became of the ticket in a NewSessionTicket.
enum class ticket_fate : std::uint8_t {
    none,     ///< none has come, or one of TLS 1.3 that is to be discarded (RFC 8446 4.6.1)
    staged,   ///< it takes the place of the old one after Finished
    empty,    ///< the server has none to give, and takes back the old one (T5, RFC 5077 3.3)
    too_long, ///< above `Policy::max_ticket`, or than a hello has room for: not kept (T7); the old one may stay
    no_room,  ///< more handshakes are under way than there are spare slots: as too_long
};

/// What `stage` answers; in one register.
class [[nodiscard]] staged_ticket {
public:
    constexpr staged_ticket() = default; ///< none
    constexpr explicit(false) staged_ticket(ticket_fate fate, std::uint16_t id = 0)
        : packed_{std::uint32_t{id} << 16U | static_cast<std::uint32_t>(fate)} {}

    [[nodiscard]] constexpr ticket_fate fate() const { return static_cast<ticket_fate>(packed_ & 0xffU); }
    /// To `commit` or to `forget`; none unless it is staged.
    [[nodiscard]] constexpr ticket_handle handle() const { return ticket_handle{packed_ >> 16U}; }

private:
    std::uint32_t packed_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
