// SPDX-License-Identifier: Apache-2.0
/// \file
/// RFC 5746 for a server: the judgement of the client's hellos, and the content of its own.
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

/// The renegotiation rules of one connection, server side; see `client_renegotiation`.
template <policy P> class server_renegotiation : public renegotiation_side<P, P::server_renegotiation> {
    static constexpr renegotiation_mode mode = P::server_renegotiation;
    using side = renegotiation_side<P, mode>;
    using side::state_;

public:
    /// The server wants to renegotiate. \return proceed: send a HelloRequest; refuse: send nothing
    constexpr judgement request() {
        // RFC 5246 7.4.1.1: no second HelloRequest before the client answers.
        if (requested_ || !state_.idle() || !state_.template may_renegotiate<mode>()) {
            return judgement::refuse();
        }
        requested_ = true;
        return judgement{};
    }

    /// True if the client has not answered a HelloRequest of this side yet.
    [[nodiscard]] constexpr bool requested() const { return requested_; }

    /// A ClientHello is received, the first one or a renegotiating one. `has_ems`: extended_master_secret (RFC 7627)
    /// will be negotiated. In DTLS, and in TLS 1.3 after a HelloRetryRequest: the ClientHello that the ServerHello
    /// answers.
    constexpr judgement on_client_hello(renegotiation_signals const& signals, bool has_ems = false) {
        if (state_.idle()) {
            // B8: the mode and B9 refuse before the checks. A renegotiation that this side asked for is not limited
            // (B6).
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

    /// The renegotiation_info of the ServerHello: S1, S4, RFC 5746 3.6, 3.7. Absent if the client sent no signal.
    /// Aliases the saved verify_data.
    [[nodiscard]] constexpr found<renegotiation_info> answer() const& {
        return {{side::renegotiates && state_.renegotiating() ? state_.both_verify_data() : byte_view{}},
                state_.secure()};
    }
    found<renegotiation_info> answer() const&& = delete;

    /// The warning no_renegotiation is received: the client refuses the HelloRequest (B8). If the HelloRequest crossed
    /// a ClientHello of the client, the handshake of that ClientHello continues.
    /// \return proceed: the warning answers the HelloRequest; ignore: no HelloRequest waits for an answer
    constexpr judgement on_no_renegotiation() {
        if (side::renegotiates && requested_ && state_.idle()) {
            requested_ = false;
            return {};
        }
        bool const may_come = state_.idle() || (state_.renegotiating() && !state_.peer_changed_cipher());
        return state_.settle(may_come ? judgement::ignore() : errc::unexpected_message);
    }
    /// B2: wipes the saved verify_data and all other state.
    constexpr void close() {
        side::close();
        requested_ = false;
    }

private:
    bool requested_ = false; // the client has not answered a HelloRequest
};

} // namespace v0
} // namespace flintls

#endif
