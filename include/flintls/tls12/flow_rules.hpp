// SPDX-License-Identifier: Apache-2.0
/// \file
/// The values that rows of TLS 1.2 read and make. The compiler checks both flows by them.
#ifndef FLINTLS_TLS12_FLOW_RULES_HPP
#define FLINTLS_TLS12_FLOW_RULES_HPP

#include "flintls/handshake/flow_check.hpp"
#include "flintls/tls12/flow.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

template <bool IsServer> struct flow_rules {
    /// The uses of `agreement::scratch`. A server signs a digest while its share lies there, and keeps the digest
    /// elsewhere.
    static constexpr flow::slots in_scratch = flow::slots::name | flow::slots::share | flow::slots::agreed |
                                              flow::slots::key_block |
                                              (IsServer ? flow::slots::none : flow::slots::digest);
    /// True for an operation of this side.
    static constexpr bool does(flow::op what) {
        bool const of_server = what >= flow::op::send_hello_request;
        bool const of_client = what >= flow::op::digest_own_key && !of_server;
        return IsServer ? !of_client : !of_server;
    }
    /// True for facts that can hold together.
    static constexpr bool may_be(flow::conditions held) {
        using enum flow::conditions;
        auto const has = [held](flow::conditions which) { return (held & which) == which; };
        return has(with_certificate) != has(with_psk) &&                        // RFC 4279, RFC 8422: exactly one
               (!has(with_certificate) || has(with_ecdhe)) &&                   // not the suites of RFC 5246
               (!has(requested) || (has(with_certificate) && !has(resumed))) && // RFC 5246 7.4.4
               (!has(certified) || has(requested)) &&                           // RFC 5246 7.4.6
               (!has(has_ticket) || IsServer) && (!IsServer || has(has_ticket) || !has(resumed)); // RFC 5077 3.1
    }
    static constexpr flow::effect effect_of(flow::row const& row, flow::conditions held) {
        using enum flow::op;
        using flow::slots;
        bool const resumed = (held & flow::conditions::resumed) != flow::conditions::none;
        bool const certificate = (held & flow::conditions::with_certificate) != flow::conditions::none;
        bool const ecdhe = (held & flow::conditions::with_ecdhe) != flow::conditions::none;
        slots const psk = certificate ? slots::none : slots::psk;
        switch (row.what) {
        case digest_name: return {slots::none, slots::name};
        case fill_random: return {slots::none, slots::random};
        case take_ticket: return {slots::random, resumed ? slots::master : slots::none};
        case open_ticket: return {slots::name, resumed ? slots::master : slots::none};
        case choose: return {resumed ? slots::master : slots::name, slots::none};
        case send_client_hello:
        case send_server_hello: return {slots::random, slots::none};
        case digest_peer_key: return {slots::none, slots::none};
        case trust_peer: return {slots::none, slots::peer_key};
        case digest_params: return {IsServer ? slots::share : slots::none, slots::digest};
        case check_signature: return {slots::digest | slots::peer_key, slots::none};
        case keep_share: return {slots::none, slots::peer_share};
        case choose_psk: return {slots::none, slots::psk};
        case make_share: return {slots::none, slots::share};
        case send_server_key_exchange: return {certificate ? slots::share | slots::digest : slots::share, slots::none};
        case send_client_key_exchange: return {(ecdhe ? slots::share : slots::none) | psk, slots::none};
        case agree: return {slots::share | slots::peer_share, slots::agreed};
        case digest_identity: return {slots::psk, slots::none};
        case make_master: return {(ecdhe ? slots::agreed : slots::none) | psk, slots::master};
        case digest_transcript: return {slots::master, slots::digest};
        case send_certificate_verify: return {slots::digest, slots::none};
        case expand: return {slots::master, slots::key_block};
        case take_read_key: return {slots::key_block, slots::read_key};
        case take_write_key: return {slots::key_block, slots::write_key};
        case make_own_finished: return {slots::master | slots::write_key, slots::own_finished};
        case make_peer_finished: return {slots::master | slots::read_key, slots::peer_finished};
        case send_finished: return {slots::own_finished | slots::write_key, slots::none};
        case seal_ticket: return {slots::master, slots::none};
        case conclude: return {slots::own_finished | slots::peer_finished, slots::none};
        case expect:
        case may_come:
            return {row.operand == flow::input_of(handshake_type::finished) ? slots::peer_finished : slots::none,
                    row.operand == flow::input_of(handshake_type::client_key_exchange) ? slots::peer_share
                                                                                       : slots::none};
        case not_started:
        case idle:
        case send_certificate:
        case check_peer:
        case send_change:
        case digest_own_key:
        case start_transcript:
        case send_hello_request:
        case send_certificate_request:
        case send_server_hello_done: return {};
        }
        return {};
    }
};
static_assert(flow::check<flow_rules<false>>(client_flow, flow::op::digest_name));
static_assert(flow::check<flow_rules<true>>(server_flow, flow::op::digest_name));

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
