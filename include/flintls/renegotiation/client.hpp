// SPDX-License-Identifier: Apache-2.0
/// \file
/// RFC 5746 for a client: the content of its hellos, and the judgement of the server's.
#ifndef FLINTLS_RENEGOTIATION_CLIENT_HPP
#define FLINTLS_RENEGOTIATION_CLIENT_HPP

#include "flintls/extension/block.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/renegotiation/side.hpp"

namespace flintls {
inline namespace v0 {

/// The signals of RFC 5746 in a ClientHello.
struct renegotiation_signals {
    bool scsv = false;              ///< TLS_EMPTY_RENEGOTIATION_INFO_SCSV among the suites
    found<renegotiation_info> info; ///< the extension; aliases the saved verify_data or the parsed hello
};

/// The signals of RFC 5746 in a parsed ClientHello. Its typed extensions must include `renegotiation_info`.
template <class Hello> [[nodiscard]] constexpr renegotiation_signals signals_of(Hello const& hello) {
    return {.scsv = find_signalling_suites(hello.cipher_suites).empty_renegotiation_info_scsv,
            .info = hello.extensions.template get<renegotiation_info>()};
}

/// The renegotiation rules of one connection, client side. No I/O, no crypto: the caller reports events and carries out
/// the judgements. The caller calls `close()` after an abort, and when the connection closes.
template <policy P> class client_renegotiation : public renegotiation_side<P, P::client_renegotiation> {
    static constexpr renegotiation_mode mode = P::client_renegotiation;
    using side = renegotiation_side<P, mode>;
    using side::state_;

public:
    /// Starts the first handshake or a renegotiation. \return proceed; or refuse, and nothing changes
    constexpr judgement start() {
        if (!state_.fresh() && !(state_.idle() && state_.template may_renegotiate<mode>())) {
            return judgement::refuse();
        }
        state_.begin();
        return judgement{};
    }

    /// The signals for the ClientHello of the started handshake. Aliases this object.
    [[nodiscard]] constexpr renegotiation_signals signals() const& {
        constexpr bool by_scsv = P::signal == renegotiation_signal::scsv;
        if (side::renegotiates && state_.renegotiating() &&
            (mode != renegotiation_mode::compatible || state_.secure() || !by_scsv)) {
            // C4, RFC 5746 3.5: never the SCSV. C6, RFC 5746 4.2: the saved value also towards an insecure server. An
            // upgraded server for which this is an initial handshake then detects the splice.
            return {.scsv = false, .info = {{state_.client_verify_data()}, true}};
        }
        return {.scsv = by_scsv, .info = {{}, !by_scsv}}; // C1, RFC 5746 3.4
    }
    renegotiation_signals signals() const&& = delete;

    /// The ServerHello is received. `info`: its renegotiation_info; `has_ems`: it has extended_master_secret
    /// (RFC 7627). Not for a HelloRetryRequest.
    constexpr judgement on_server_hello(found<renegotiation_info> const& info, bool has_ems = false) {
        if (!state_.unanswered()) {
            return state_.settle(errc::unexpected_message);
        }
        // B9: a failure. A warning cannot undo the hello that was sent (RFC 5246 7.2.2).
        return side::answer_with(info.present, info, state_.both_verify_data(), state_.admits(has_ems));
    }

    /// A HelloRequest is received. \return proceed: the caller calls `start()`
    constexpr judgement on_hello_request() {
        if (!state_.idle()) {
            return state_.settle(state_.on_hello_request_in_handshake());
        }
        bool const wanted = state_.template may_renegotiate<mode>() && state_.admit_peer(P::max_peer_renegotiations);
        return wanted ? judgement{} : side::decline(); // B4, B6, RFC 5746 4.2
    }

    /// The warning no_renegotiation is received. A renegotiation without a ServerHello is dropped, and the connection
    /// is as before (B8). In any other handshake the warning is an unexpected_message (RFC 5246 7.2.2).
    /// \return proceed: the renegotiation is dropped; ignore: no handshake runs
    constexpr judgement on_no_renegotiation() {
        if constexpr (side::renegotiates) {
            if (state_.renegotiating() && state_.unanswered()) {
                state_.give_up();
                return {};
            }
        }
        return state_.settle(state_.idle() ? judgement::ignore() : errc::unexpected_message);
    }
};

} // namespace v0
} // namespace flintls

#endif
