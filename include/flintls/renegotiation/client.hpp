// SPDX-License-Identifier: Apache-2.0
/// \file
/// RFC 5746 for a client: what its hellos carry, and what it makes of the server's.
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

/// How a ClientHello says that its sender speaks RFC 5746.
struct renegotiation_signals {
    bool scsv = false;              ///< TLS_EMPTY_RENEGOTIATION_INFO_SCSV among the suites
    found<renegotiation_info> info; ///< the extension; aliases the saved verify_data
};

/// What a parsed ClientHello says of RFC 5746; `renegotiation_info` must be among its typed extensions.
template <class Hello> [[nodiscard]] constexpr renegotiation_signals signals_of(Hello const& hello) {
    return {.scsv = find_signalling_suites(hello.cipher_suites).empty_renegotiation_info_scsv,
            .info = hello.extensions.template get<renegotiation_info>()};
}

/// One connection's renegotiation rules, client side. No I/O, no crypto; the caller tells what happened and does what
/// the judgement says. After an abort, and when the connection closes: `close()`.
template <policy P> class client_renegotiation : public renegotiation_side<P, P::client_renegotiation> {
    static constexpr renegotiation_mode mode = P::client_renegotiation;
    using side = renegotiation_side<P, mode>;
    using side::state_;

public:
    /// A handshake is wanted: the first one, or a renegotiation. `refuse`: this side would not; nothing changes.
    constexpr judgement start() {
        if (!state_.fresh() && !(state_.idle() && state_.template may_renegotiate<mode>())) {
            return judgement::refuse();
        }
        state_.begin();
        return judgement{};
    }

    /// What the ClientHello of the handshake that was started carries.
    [[nodiscard]] constexpr renegotiation_signals signals() const& {
        constexpr bool by_scsv = P::signal == renegotiation_signal::scsv;
        if (side::renegotiates && state_.renegotiating() &&
            (mode != renegotiation_mode::compatible || state_.secure() || !by_scsv)) {
            // C4, RFC 5746 3.5: never the SCSV. C6, 4.2: a saved value also towards a server that ignores it, so that
            // one for which this is an initial handshake notices the splice.
            return {.scsv = false, .info = {{state_.client_verify_data()}, true}};
        }
        return {.scsv = by_scsv, .info = {{}, !by_scsv}}; // C1, RFC 5746 3.4
    }
    renegotiation_signals signals() const&& = delete;

    /// The ServerHello came; `info` is its renegotiation_info, and `has_ems` whether it has RFC 7627. A
    /// HelloRetryRequest is none.
    constexpr judgement on_server_hello(found<renegotiation_info> const& info, bool has_ems = false) {
        if (!state_.unanswered()) {
            return state_.settle(errc::unexpected_message);
        }
        // B9: a hello cannot be taken back by a warning (RFC 5246 7.2.2).
        return side::answer_with(info.present, info, state_.both_verify_data(), state_.admits(has_ems));
    }

    /// A HelloRequest came. `proceed`: the server may have its renegotiation, call `start()`.
    constexpr judgement on_hello_request() {
        if (!state_.idle()) {
            return state_.settle(state_.on_hello_request_in_handshake());
        }
        bool const wanted = state_.template may_renegotiate<mode>() && state_.admit_peer(P::max_peer_renegotiations);
        return wanted ? judgement{} : side::decline(); // B4, B6, RFC 5746 4.2
    }

    /// The warning no_renegotiation came: the attempt is dropped, and the connection is as it was (B8). Once the server
    /// has answered, or where nothing was asked in the first place, it has no business here (RFC 5246 7.2.2).
    /// \return proceed: it answers what this side asked for; ignore: it answers nothing
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
