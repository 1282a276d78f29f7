// SPDX-License-Identifier: Apache-2.0
/// \file
/// RFC 5746 for a server: what it makes of a client's hellos, and what its own carry.
#ifndef FLINTLS_RENEGOTIATION_SERVER_HPP
#define FLINTLS_RENEGOTIATION_SERVER_HPP

#include "flintls/extension/block.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/renegotiation/side.hpp"

namespace flintls {
inline namespace v0 {

/// One connection's renegotiation rules, server side; see `client_renegotiation`.
template <policy P> class server_renegotiation : public renegotiation_side<P, P::server_renegotiation> {
    static constexpr renegotiation_mode mode = P::server_renegotiation;
    using side = renegotiation_side<P, mode>;
    using side::state_;

public:
    /// The server wants to renegotiate. `proceed`: send a HelloRequest. `refuse`: this side would not; send nothing.
    constexpr judgement request() {
        // RFC 5246 7.4.1.1: not again before the client has answered.
        if (requested_ || !state_.idle() || !state_.template may_renegotiate<mode>()) {
            return judgement::refuse();
        }
        requested_ = true;
        return judgement{};
    }

    /// Is a HelloRequest of this side out that the client has not answered?
    [[nodiscard]] constexpr bool requested() const { return requested_; }

    /// A ClientHello came, the first one or a renegotiating one, with these signals; `has_ems`: RFC 7627 will be
    /// negotiated. (DTLS, and TLS 1.3 after a HelloRetryRequest: the one that a ServerHello will answer.)
    constexpr judgement on_client_hello(renegotiation_signals const& signals, bool has_ems = false) {
        if (state_.idle()) {
            // B8: refusal by mode, and by B9, comes before the checks. What this side asked for is not limited (B6).
            bool const wanted = state_.template may_renegotiate<mode>(has_ems) &&
                                (requested_ || state_.admit_peer(P::max_peer_renegotiations));
            if (!wanted) {
                requested_ = false;
                return side::decline();
            }
        } else if (!state_.fresh()) {
            return state_.settle(errc::unexpected_message);
        }
        requested_ = false;
        state_.begin();
        if (side::renegotiates && state_.renegotiating() && signals.scsv) { // S3, S5, RFC 5746 3.7, 4.4
            return state_.settle(errc::scsv_in_renegotiation);
        }
        bool const signalled = signals.scsv || signals.info.present;
        return side::answer_with(signalled, signals.info, state_.client_verify_data());
    }

    /// What the ServerHello of this handshake carries: S1, S4, RFC 5746 3.6, 3.7. Nothing for a client that gave no
    /// signal. Aliases the saved verify_data.
    [[nodiscard]] constexpr found<renegotiation_info> answer() const& {
        return {{side::renegotiates && state_.renegotiating() ? state_.both_verify_data() : byte_view{}},
                state_.secure()};
    }
    found<renegotiation_info> answer() const&& = delete;

    /// The warning no_renegotiation came: the client does not want what a HelloRequest asked for (B8). Where that crossed
    /// a ClientHello of its own, the handshake that this one began goes on.
    /// \return proceed: it answers what this side asked for; ignore: it answers nothing that is still asked for
    constexpr judgement on_no_renegotiation() {
        if (side::renegotiates && requested_ && state_.idle()) {
            requested_ = false;
            return {};
        }
        bool const may_come = state_.idle() || (state_.renegotiating() && !state_.peer_changed_cipher());
        return state_.settle(may_come ? judgement::ignore() : errc::unexpected_message);
    }
    /// B2: wipes what was saved.
    constexpr void close() {
        side::close();
        requested_ = false;
    }

private:
    bool requested_ = false; // a HelloRequest of ours is out
};

} // namespace v0
} // namespace flintls

#endif
