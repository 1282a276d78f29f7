// Common to the tests of sessions and of a client's tickets.
#pragma once

#include "support/codec.hpp"
#include "support/default_policy.hpp"

#include "flintls/message/new_session_ticket.hpp"
#include "flintls/ticket/store.hpp"

namespace tickets {

using namespace flintls;
using namespace test::literals;

inline constexpr auto gcm_ecdsa = cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256;
inline constexpr auto gcm_rsa = cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256;

/// Peers by the digests of their names.
constexpr name_digest peer(std::uint8_t number) { return {number, 0xa5, number}; }

/// A session with this peer under the default policy: version, suite, extended_master_secret.
constexpr session session_with(std::uint8_t number, std::uint32_t authenticated_at = 0) {
    session s;
    s.authenticated_at = authenticated_at;
    s.version = protocol_version::tls_1_2;
    s.suite = gcm_ecdsa;
    s.extended_master_secret = true;
    s.server_name = peer(number);
    for (auto& byte : s.master_secret) byte = static_cast<std::uint8_t>(0x80U | number);
    return s;
}

inline constexpr auto ticket_a = "d1d2d3d4d5"_hex;
inline constexpr auto ticket_b = "e1e2e3e4e5e6"_hex;
inline constexpr auto ticket_c = "f1f2f3"_hex;

constexpr new_session_ticket message(byte_view ticket, std::uint32_t lifetime_hint = 0) {
    return {lifetime_hint, ticket};
}

/// `Slots` tickets of up to 16 bytes, for up to 1,000 seconds.
template <std::size_t Slots = 1>
struct small
    : policy_of<options{.max_ticket = 16, .ticket_slots = Slots, .max_ticket_lifetime = 1000, .ticket_lifetime = 1000},
                test::default_policy> {};
template <std::size_t Slots = 1>
struct clockless : policy_of<test::with<small<Slots>>([](auto& o) {
                                 o.has_clock = false;
                                 o.max_ticket_uses = 3;
                             }),
                             small<Slots>> {};

/// A handshake that completes: its ticket is kept.
template <policy P>
constexpr void keep(ticket_store<P>& store, std::uint8_t number, byte_view ticket, std::uint32_t now,
                    std::uint32_t lifetime_hint = 0) {
    store.commit(store.stage(message(ticket, lifetime_hint)).handle(), session_with(number, now), now);
}
/// The ticket offered to this peer; the use counts.
template <policy P> constexpr byte_view offered(ticket_store<P>& store, std::uint8_t number, std::uint32_t now) {
    auto const* const slot = store.find(store.take(peer(number), now));
    return slot != nullptr ? slot->ticket() : byte_view{};
}
template <policy P> constexpr bool offers(ticket_store<P>& store, std::uint8_t number, std::uint32_t now, byte_view t) {
    return !t.empty() && offered(store, number, now) == t;
}
template <policy P> constexpr bool offers_nothing(ticket_store<P>& store, std::uint8_t number, std::uint32_t now) {
    return !store.take(peer(number), now);
}

} // namespace tickets
