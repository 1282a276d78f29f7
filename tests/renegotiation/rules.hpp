// Common to the tests of the rules: policies, the verify_data of some handshakes, and predicates for judgements.
#pragma once

#include "support/codec.hpp"
#include "support/default_policy.hpp"

#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

namespace rules {

using namespace flintls;
using namespace test::literals;

using mode = renegotiation_mode;
using signal = renegotiation_signal;

/// The default policy with this mode on both sides.
template <mode Mode, signal Signal = signal::extension>
struct in_mode : policy_of<options{.client_renegotiation = Mode, .server_renegotiation = Mode, .signal = Signal},
                           test::default_policy> {};
using strict = in_mode<mode::strict>;
using secure_only = in_mode<mode::secure_only>;
using compatible = in_mode<mode::compatible>;
using never = in_mode<mode::never>;
using compatible_scsv = in_mode<mode::compatible, signal::scsv>;
using secure_only_scsv = in_mode<mode::secure_only, signal::scsv>;

// The verify_data of the first, second and third handshake of a connection.
inline constexpr auto client_1 = "c0c1c2c3 c4c5c6c7 c8c9cacb"_hex;
inline constexpr auto server_1 = "50515253 54555657 58595a5b"_hex;
inline constexpr auto both_1 = "c0c1c2c3 c4c5c6c7 c8c9cacb 50515253 54555657 58595a5b"_hex;
inline constexpr auto client_2 = "d0d1d2d3 d4d5d6d7 d8d9dadb"_hex;
inline constexpr auto server_2 = "60616263 64656667 68696a6b"_hex;
inline constexpr auto both_2 = "d0d1d2d3 d4d5d6d7 d8d9dadb 60616263 64656667 68696a6b"_hex;
inline constexpr auto client_3 = "e0e1e2e3 e4e5e6e7 e8e9eaeb"_hex;
inline constexpr auto server_3 = "70717273 74757677 78797a7b"_hex;

using info = found<renegotiation_info>;
inline constexpr info no_info{};
inline constexpr info empty_info{{}, true};
constexpr info info_of(byte_view data) { return {{data}, true}; }

/// The signals of a ClientHello: the renegotiation_info, with or without the SCSV.
constexpr renegotiation_signals hello(info const& extension) { return {false, extension}; }
constexpr renegotiation_signals hello_with_scsv(info const& extension) { return {true, extension}; }

inline constexpr handshake_outcome full{.resumed = false, .extended_master_secret = false};
inline constexpr handshake_outcome full_ems{.resumed = false, .extended_master_secret = true};
inline constexpr handshake_outcome resumed{.resumed = true, .extended_master_secret = false};
inline constexpr handshake_outcome resumed_ems{.resumed = true, .extended_master_secret = true};

// Predicates that check all accessors of a judgement.
constexpr bool proceeds(judgement j) {
    return j.proceeds() && j.what() == judgement::action::proceed && j.why() == errc::ok;
}
constexpr bool ignores(judgement j) {
    return !j.proceeds() && j.what() == judgement::action::ignore && j.why() == errc::ok;
}
constexpr bool refuses(judgement j) {
    return !j.proceeds() && j.what() == judgement::action::refuse && j.why() == errc::ok &&
           j.alert() == alert_description::no_renegotiation && j.level() == alert_level::warning;
}
constexpr bool aborts(judgement j, alert_description alert) {
    return !j.proceeds() && j.what() == judgement::action::abort && j.why() != errc::ok && j.alert() == alert &&
           j.level() == alert_level::fatal;
}
constexpr bool fails_handshake(judgement j) { return aborts(j, alert_description::handshake_failure); }

// Predicates for the renegotiation_info of a hello.
constexpr bool is_absent(info const& i) { return !i.present; }
constexpr bool is_empty(info const& i) { return i.present && i->renegotiated_connection.empty(); }
constexpr bool is(info const& i, byte_view data) { return i.present && i->renegotiated_connection == data; }

/// A client after its first handshake, in which the server sent `answer`.
template <policy P> constexpr client_renegotiation<P> client_of(info const& answer, handshake_outcome how = full_ems) {
    client_renegotiation<P> client;
    (void)client.start();
    (void)client.on_server_hello(answer);
    (void)client.on_finished(client_1, server_1, how);
    return client;
}
/// A client that has begun a renegotiation with such a server.
template <policy P> constexpr client_renegotiation<P> renegotiating_client_of(info const& answer) {
    client_renegotiation<P> client = client_of<P>(answer);
    (void)client.start();
    return client;
}
/// A server after its first handshake, in which the client sent `signals`.
template <policy P>
constexpr server_renegotiation<P> server_of(renegotiation_signals const& signals, handshake_outcome how = full_ems) {
    server_renegotiation<P> server;
    (void)server.on_client_hello(signals);
    (void)server.on_finished(client_1, server_1, how);
    return server;
}

/// True if `holds.operator()<P>()` is true for all four modes.
template <class Holds> constexpr bool in_every_mode(Holds holds) {
    return holds.template operator()<strict>() && holds.template operator()<secure_only>() &&
           holds.template operator()<compatible>() && holds.template operator()<never>();
}

} // namespace rules
