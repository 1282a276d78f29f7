// SPDX-License-Identifier: Apache-2.0
/// \file
/// Compile-time checks of the flow of TLS 1.3: every row of a handshake is reached, nothing is read before it is made,
/// a hash of the transcript is used for the messages that it covers (RFC 8446 4.4, 7.1), and keys change where they may
/// (5.1).
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

/// What rows make for later rows: a set of bits.
using made = std::uint32_t;
inline constexpr made nothing = 0;
inline constexpr made random = 1U << 0U;
inline constexpr made transcript = 1U << 1U; ///< started
inline constexpr made psk = 1U << 2U;
inline constexpr made share = 1U << 3U; ///< with its private key
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
// These share one slot; each replaces the others:
inline constexpr made binder = 1U << 21U;
inline constexpr made signed_digest = 1U << 22U;
inline constexpr made own_verify_data = 1U << 23U;
inline constexpr made peer_verify_data = 1U << 24U;
inline constexpr made finished_made = 1U << 25U; ///< of a server: made, and not sent yet
inline constexpr made in_work = binder | signed_digest | own_verify_data | peer_verify_data;

struct effect {
    made reads = nothing;
    made makes = nothing;
    made ends = nothing;
};

/// True where these facts can hold together.
constexpr bool may_be(flow::conditions held) {
    using enum flow::conditions;
    auto const has = [held](flow::conditions which) { return (held & which) == which; };
    return has(with_certificate) != has(with_psk) &&                // RFC 8446 2.2, 4.3.2
           (has(with_ecdhe) || has(with_psk)) &&                    // RFC 8446 4.1.1
           (has(when::offers_psk) || !has(with_psk)) &&             // RFC 8446 4.2.11
           (has(with_psk) || !has(resumed)) &&                      // RFC 8446 4.6.1
           (has(with_certificate) || !has(requested)) &&            // RFC 8446 4.3.2
           (has(requested) || !has(certified)) && !has(has_ticket); // not a fact of a client
}
/// The effect of a received message; a message that no row may wait for does not compile.
constexpr effect effect_of_input(flow::input what) {
    using enum handshake_type;
    for (handshake_type const plain : {encrypted_extensions, certificate_request, new_session_ticket, key_update}) {
        if (what == flow::input_of(plain)) {
            return {read_key, nothing, digest};
        }
    }
    effect const found = what == flow::input_of(certificate)          ? effect{read_key, peer_certificate, digest}
                         : what == flow::input_of(certificate_verify) ? effect{read_key | peer_key, proof, digest}
                         : what == flow::input_of(finished) ? effect{read_key | peer_verify_data, finished_seen, digest}
                                                            : effect{};
    flow::require(found.makes != nothing);
    return found;
}
constexpr effect effect_of(flow::row const& row, flow::conditions held) {
    using enum op;
    auto const only_if = [held](flow::conditions fact, made what) {
        return (held & fact) != flow::conditions::none ? what : nothing;
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
    case may_come:
        return row.operand == flow::input_of(handshake_type::server_hello) ? effect{hello, nothing, digest | hello}
                                                                           : effect_of_input(row.operand);
    // No effect:
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
    case rest:
    // Rows of a server:
    case compare_hellos:
    case choose_psk:
    case choose:
    case check_binder:
    case send_server_hello:
    case remember_hello:
    case send_retry:
    case send_encrypted_extensions:
    case send_certificate_request:
    case digest_own_finished:
    case fill_ticket_age:
    case seal_ticket:
    case next_ticket: break;
    }
    return {};
}

/// The same for a server.
constexpr bool may_be_of_server(flow::conditions held) {
    using enum flow::conditions;
    auto const has = [held](flow::conditions which) { return (held & which) == which; };
    return has(with_certificate) != has(with_psk) &&     // RFC 8446 2.2, 4.3.2
           (has(with_ecdhe) || has(with_psk)) &&         // RFC 8446 4.1.1
           (has(when::has_psks) || !has(with_psk)) &&    // RFC 8446 4.2.11
           (has(with_psk) || !has(resumed)) &&           // RFC 8446 4.6.1
           (has(with_certificate) || !has(requested)) && // RFC 8446 4.3.2
           (has(requested) || !has(certified));
}
constexpr effect effect_in_server(flow::row const& row, flow::conditions held) {
    using enum op;
    auto const only_if = [held](flow::conditions fact, made what) {
        return (held & fact) != flow::conditions::none ? what : nothing;
    };
    bool const first = (held & when::second_hello) == flow::conditions::none;
    switch (in_tls13(row.what)) {
    case compare_hellos: return {hello | transcript, nothing};
    case fill_random: return {nothing, random};
    case start_transcript: return {nothing, transcript};
    case choose_psk: return {hello, only_if(when::with_psk, psk)};
    case choose: return {hello | transcript, nothing};
    case digest_hello: return {transcript | hello, digest};
    case make_early_secret: return {only_if(when::with_psk, psk), early};
    case make_binder: return {early | digest | psk, binder, digest};
    case check_binder: return {binder | hello, nothing, binder};
    case hash_message: return {transcript, nothing, digest};
    case make_share: return {hello, share};
    case agree: return {share | hello, agreed};
    case make_handshake_secret:
        return {early | only_if(when::with_shares, agreed), handshake_secret, early | agreed | psk};
    case send_server_hello:
        return {random | hello | only_if(when::with_shares, share), nothing, digest | share | random};
    case digest_transcript: return {transcript, digest};
    case make_handshake_traffic: return {handshake_secret | digest, client_traffic | server_traffic};
    case take_read_key: return {client_traffic, read_key};
    case take_write_key: return {server_traffic, write_key};
    case send_encrypted_extensions: return {write_key | hello, nothing, digest};
    case send_certificate_request:
    case send_certificate: return {write_key, nothing, digest};
    case digest_signed_by_server: return {digest, signed_digest};
    case send_certificate_verify: return {write_key | signed_digest, nothing, digest | signed_digest};
    case make_own_finished: return {server_traffic | digest, finished_made, digest};
    case digest_own_finished: return {transcript | finished_made, digest};
    case make_main_secret: return {handshake_secret | finished_made, main_secret, handshake_secret};
    case make_application_traffic: return {main_secret | digest | finished_made, next_client | server_traffic};
    case make_exporter_secret: return {main_secret | digest | finished_made, nothing};
    case send_finished: return {write_key | finished_made, finished_sent, digest | write_key | finished_made | hello};
    case digest_peer_key: return {peer_certificate, nothing};
    case trust_peer: return {peer_certificate, peer_key};
    case digest_signed_by_client: return {digest | proof, signed_digest};
    case check_signature: return {signed_digest | peer_key | proof, nothing, signed_digest | peer_key | proof};
    case make_peer_finished: return {client_traffic | digest, peer_verify_data};
    case switch_client: return {next_client | finished_seen, client_traffic, next_client | read_key};
    case make_resumption_secret: return {main_secret | digest | finished_seen, resumption, main_secret};
    case make_ticket_secret: return {resumption, psk};
    case seal_ticket: return {psk | write_key, nothing, psk};
    case conclude: return {read_key | write_key | finished_sent | finished_seen | resumption, nothing};
    case expect:
        return row.operand == flow::input_of(handshake_type::client_hello)
                   ? effect{nothing, hello | (first ? nothing : transcript), digest}
                   : effect_of_input(row.operand);
    // No effect, or rows of a client:
    case may_come:
    case idle:
    case not_started:
    case digest_name:
    case digest_own_key:
    case take_ticket:
    case write_hello:
    case make_offered_early_secret:
    case next_binder:
    case send_client_hello:
    case digest_first_hello:
    case restart_transcript:
    case begin_second_hello:
    case digest_identity:
    case send_dummy:
    case keep_ticket:
    case update_read:
    case send_key_update:
    case update_write:
    case rest:
    case remember_hello:
    case send_retry:
    case fill_ticket_age:
    case next_ticket: break;
    }
    return {};
}

/// The rules for the rows of one side.
struct rules {
    std::size_t begin; ///< the first row of a handshake
    bool (*may_be)(flow::conditions);
    effect (*effect_of)(flow::row const&, flow::conditions);
};

/// Checks the rows from the first one to `conclude`, the last one, in every possible handshake.
template <std::size_t Size>
[[nodiscard]] constexpr bool check(std::array<flow::row, Size> const& rows, rules const& by) {
    using flow::require;
    std::array<bool, Size> reached{};
    std::size_t const begin = by.begin;
    for (unsigned bits = 0; bits < 256; ++bits) {
        auto const held = static_cast<flow::conditions>(bits);
        if (!by.may_be(held)) {
            continue;
        }
        made all = nothing;
        for (std::size_t i = begin; i < Size; ++i) {
            if (!rows[i].applies(held)) {
                continue;
            }
            reached[i] = true;
            effect const e = by.effect_of(rows[i], held);
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
/// The same for the rows of a client.
template <std::size_t Size> [[nodiscard]] constexpr bool check(std::array<flow::row, Size> const& rows) {
    return check(rows, {flow::row_of(rows, in_flow(op::digest_name)), &may_be, &effect_of});
}
static_assert(check(client_flow));
inline constexpr rules rules_of_server{flow::row_of(server_flow, in_flow(op::compare_hellos)) - 1, &may_be_of_server,
                                       &effect_in_server};
static_assert(check(server_flow, rules_of_server));

} // namespace flow_rules
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
