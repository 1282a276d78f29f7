// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the compiler checks of the flow of TLS 1.3: every row of a handshake is reached, nothing is read before it is made, a
/// hash of the transcript is used for the messages that it covers (RFC 8446 4.4, 7.1), and keys change where they may (5.1).
#ifndef FLINTLS_TLS13_FLOW_RULES_HPP
#define FLINTLS_TLS13_FLOW_RULES_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/handshake/flow.hpp"
#include "flintls/tls13/flow.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {
namespace flow_rules {

/// What rows leave for later ones: a set of bits.
using made = std::uint32_t;
inline constexpr made nothing = 0;
inline constexpr made random = 1U << 0U;
inline constexpr made transcript = 1U << 1U; ///< it has begun
inline constexpr made psk = 1U << 2U;
inline constexpr made share = 1U << 3U; ///< and the private key
inline constexpr made hello = 1U << 4U;
inline constexpr made digest = 1U << 5U; ///< of the transcript so far
inline constexpr made early = 1U << 6U;
inline constexpr made agreed = 1U << 7U;
inline constexpr made handshake_secret = 1U << 8U;
inline constexpr made main_secret = 1U << 9U;
inline constexpr made client_traffic = 1U << 10U;
inline constexpr made server_traffic = 1U << 11U;
inline constexpr made next_client = 1U << 12U;
inline constexpr made read_key = 1U << 13U;
inline constexpr made write_key = 1U << 14U;
inline constexpr made peer_key = 1U << 15U;
inline constexpr made peer_certificate = 1U << 16U;
inline constexpr made proof = 1U << 17U;
inline constexpr made finished_sent = 1U << 18U;
inline constexpr made finished_seen = 1U << 19U;
inline constexpr made resumption = 1U << 20U;
// In one slot, where each takes the place of the others:
inline constexpr made binder = 1U << 21U;
inline constexpr made signed_digest = 1U << 22U;
inline constexpr made own_verify_data = 1U << 23U;
inline constexpr made peer_verify_data = 1U << 24U;
inline constexpr made in_work = binder | signed_digest | own_verify_data | peer_verify_data;

struct effect {
    made reads = nothing;
    made makes = nothing;
    made ends = nothing;
};

/// Can these facts hold together?
constexpr bool may_be(flow::conditions facts) {
    using enum flow::conditions;
    auto const has = [facts](flow::conditions which) { return (facts & which) == which; };
    return has(with_certificate) != has(with_psk) &&                // RFC 8446 2.2, 4.3.2
           (has(with_ecdhe) || has(with_psk)) &&                    // RFC 8446 4.1.1
           (has(when::offers_psk) || !has(with_psk)) &&             // RFC 8446 4.2.11
           (has(with_psk) || !has(resumed)) &&                      // RFC 8446 4.6.1
           (has(with_certificate) || !has(requested)) &&            // RFC 8446 4.3.2
           (has(requested) || !has(certified)) && !has(has_ticket); // of servers of TLS 1.2
}
constexpr effect effect_of_input(flow::input what) {
    switch (static_cast<handshake_type>(what)) {
    case handshake_type::server_hello: return {hello, nothing, digest | hello};
    case handshake_type::certificate: return {read_key, peer_certificate, digest};
    case handshake_type::certificate_verify: return {read_key | peer_key, proof, digest};
    case handshake_type::finished: return {read_key | peer_verify_data, finished_seen, digest};
    default: return {read_key, nothing, digest};
    }
}
constexpr effect effect_of(flow::row const& row, flow::conditions facts) {
    using enum op;
    auto const only_if = [facts](flow::conditions fact, made what) {
        return (facts & fact) != flow::conditions::none ? what : nothing;
    };
    switch (in_tls13(row.what)) {
    case fill_random: return {nothing, random};
    case start_transcript: return {nothing, transcript};
    case take_ticket: return {nothing, only_if(when::offers_psk, psk)};
    case make_share: return {random, share};
    case write_hello: return {random | only_if(when::with_shares, share), flow_rules::hello};
    case digest_hello: return {transcript | hello, digest};
    case make_offered_early_secret: return {psk, early};
    case make_binder: return {early | digest, binder, digest};
    case send_client_hello: return {hello | transcript | only_if(when::offers_psk, binder), nothing, digest};
    case agree: return {share, agreed, share};
    case make_early_secret: return {only_if(when::with_psk, psk), early, psk};
    case make_handshake_secret: return {early | only_if(when::with_shares, agreed), handshake_secret, early | agreed};
    case digest_transcript: return {transcript, digest};
    case make_handshake_traffic: return {handshake_secret | digest, client_traffic | server_traffic};
    case take_read_key: return {server_traffic, read_key};
    case take_write_key: return {client_traffic, write_key};
    case digest_peer_key: return {peer_certificate, nothing};
    case trust_peer: return {peer_certificate, peer_key};
    case digest_signed_by_server: return {digest | proof, signed_digest};
    case check_signature: return {signed_digest | peer_key | proof, nothing, signed_digest | peer_key | proof};
    case make_peer_finished: return {server_traffic | digest, peer_verify_data};
    case make_main_secret: return {handshake_secret | finished_seen, main_secret, handshake_secret};
    case make_application_traffic: return {main_secret | digest, next_client | server_traffic, read_key};
    case make_exporter_secret: return {main_secret | digest, nothing};
    case send_certificate: return {write_key, nothing, digest};
    case digest_signed_by_client: return {digest, signed_digest};
    case send_certificate_verify: return {write_key | signed_digest, nothing, digest | signed_digest};
    case make_own_finished: return {client_traffic | digest | finished_seen, own_verify_data};
    case send_finished: return {write_key | own_verify_data, finished_sent, digest | write_key};
    case switch_client: return {next_client | finished_sent, client_traffic, next_client};
    case make_resumption_secret: return {main_secret | digest | finished_sent, resumption, main_secret};
    case conclude: return {read_key | write_key | finished_sent | finished_seen | resumption, nothing};
    case expect:
    case may_come: return effect_of_input(row.operand);
    // They touch nothing of this:
    case idle:
    case not_started:
    case digest_name:
    case digest_own_key:
    case next_binder:
    case digest_first_hello:
    case restart_transcript:
    case hash_message:
    case begin_second_hello:
    case digest_identity:
    case send_dummy:
    case make_ticket_secret:
    case keep_ticket:
    case update_read:
    case send_key_update:
    case update_write:
    case rest: break;
    }
    return {};
}

/// From the row of `digest_name` to that of `conclude`, which is the last one, in every handshake that there can be.
template <std::size_t Size> [[nodiscard]] constexpr bool check(std::array<flow::row, Size> const& rows) {
    using flow::require;
    std::array<bool, Size> reached{};
    std::size_t const begin = flow::row_of(rows, in_flow(op::digest_name));
    for (unsigned bits = 0; bits < 256; ++bits) {
        auto const facts = static_cast<flow::conditions>(bits);
        if (!may_be(facts)) {
            continue;
        }
        made all = nothing;
        for (std::size_t i = begin; i < Size; ++i) {
            if (!rows[i].applies(facts)) {
                continue;
            }
            reached[i] = true;
            effect const e = effect_of(rows[i], facts);
            require((e.reads & all) == e.reads); // nothing is read before it is made
            all &= ~e.ends;
            all &= (e.makes & in_work) != nothing ? ~in_work : ~nothing;
            all |= e.makes;
            require((i + 1 == Size) == (rows[i].what == in_flow(op::conclude)));
        }
    }
    for (std::size_t i = 0; i < Size; ++i) {
        require(i < begin || reached[i]);
        require((rows[i].operand != flow::input::none) == rows[i].waits());
    }
    return true;
}
static_assert(check(client_flow));

} // namespace flow_rules
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
