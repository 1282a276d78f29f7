// SPDX-License-Identifier: Apache-2.0
/// \file
/// RFC 5746 for a server: what it makes of a client's hellos, and what its own carry.
#ifndef FLINTLS_RENEGOTIATION_SERVER_HPP
#define FLINTLS_RENEGOTIATION_SERVER_HPP

#include "flintls/crypto/secret.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/renegotiation/state.hpp"

namespace flintls {
inline namespace v0 {

/// One connection's renegotiation rules, server side; see `client_renegotiation`.
template <policy P> class server_renegotiation {
    static constexpr renegotiation_mode mode = P::server_renegotiation;

public:
    [[nodiscard]] constexpr renegotiation_state const& state() const& { return state_; }
    [[nodiscard]] constexpr renegotiation_state state() const&& { return state_; }
    [[nodiscard]] constexpr bool secure() const { return state_.secure(); }

    /// The server wants to renegotiate. `proceed`: send a HelloRequest. `refuse`: this side would not; send nothing.
    constexpr judgement request() {
        if (!state_.idle() || !state_.may_renegotiate<mode>()) {
            return judgement::refuse();
        }
        requested_ = true;
        return judgement{};
    }

    /// A ClientHello came, the first one or a renegotiating one, with these signals. (DTLS, and TLS 1.3 after a
    /// HelloRetryRequest: the one that a ServerHello will answer.)
    constexpr judgement on_client_hello(renegotiation_signals const& signals) {
        if (state_.idle()) {
            // B8: refusal by mode comes before the checks. What this side asked for is not limited (B6).
            if (!state_.may_renegotiate<mode>()) {
                return judgement::refuse();
            }
            if (!requested_) {
                if (judgement const admitted = state_.admit_peer(P::max_peer_renegotiations); !admitted.proceeds()) {
                    return state_.settle(admitted);
                }
            }
        } else if (!state_.fresh()) {
            return state_.settle(errc::unexpected_message);
        }
        requested_ = false;
        state_.begin();
        errc e = errc::ok;
        if constexpr (mode == renegotiation_mode::never) {
            e = judge_initial(signals);
        } else {
            e = state_.renegotiating() ? judge_again(signals) : judge_initial(signals);
        }
        state_.answer();
        return state_.settle(e);
    }

    /// What the ServerHello of this handshake carries: S1, S4, RFC 5746 3.6, 3.7. Nothing for a client that gave no
    /// signal. Aliases the saved verify_data.
    [[nodiscard]] constexpr found<renegotiation_info> answer() const& {
        return {{state_.renegotiating() ? state_.both_verify_data() : byte_view{}}, state_.secure()};
    }
    found<renegotiation_info> answer() const&& = delete;

    /// The client's ChangeCipherSpec was accepted.
    constexpr judgement on_change_cipher_spec() { return state_.settle(state_.on_change_cipher_spec()); }
    /// Application data came: may it be delivered? While `renegotiating()` it belongs to the old keys and identity.
    [[nodiscard]] constexpr judgement on_application_data() const {
        return state_.on_application_data<P::refuse_data_in_renegotiation>();
    }
    /// The warning no_renegotiation came: the client does not want what a HelloRequest asked for (B8). Where that crossed
    /// a ClientHello of its own, the handshake that this one began goes on.
    constexpr judgement on_no_renegotiation() {
        requested_ = false;
        bool const may_come = state_.idle() || (state_.renegotiating() && !state_.peer_changed_cipher());
        return state_.settle(may_come ? judgement::ignore() : errc::unexpected_message);
    }
    /// Both Finished are verified.
    constexpr judgement on_finished(byte_view client_verify_data, byte_view server_verify_data, handshake_outcome how) {
        return state_.settle(state_.finish(client_verify_data, server_verify_data, how));
    }
    /// B2: wipes what was saved.
    constexpr void close() {
        state_.clear();
        requested_ = false;
    }

private:
    constexpr errc judge_initial(renegotiation_signals const& signals) {
        if (!signals.scsv && !signals.info) { // S2, RFC 5746 4.3
            return mode == renegotiation_mode::strict ? errc::insecure_peer : errc::ok;
        }
        if (!signals.info.value.renegotiated_connection.empty()) { // S1, RFC 5746 3.6
            return errc::renegotiation_info_mismatch;
        }
        state_.set_secure();
        return errc::ok;
    }
    [[nodiscard]] constexpr errc judge_again(renegotiation_signals const& signals) const {
        if (signals.scsv) { // S3, S5, RFC 5746 3.7, 4.4
            return errc::scsv_in_renegotiation;
        }
        if constexpr (mode == renegotiation_mode::compatible) {
            if (!state_.secure()) { // S5, RFC 5746 4.4
                return signals.info ? errc::renegotiation_info_unexpected : errc::ok;
            }
        }
        if (!signals.info) { // S3, RFC 5746 3.7
            return errc::renegotiation_info_missing;
        }
        bool const same =
            equal_in_constant_time(signals.info.value.renegotiated_connection, state_.client_verify_data());
        return same ? errc::ok : errc::renegotiation_info_mismatch;
    }

    renegotiation_state state_;
    bool requested_ = false; // a HelloRequest of ours is out
};

} // namespace v0
} // namespace flintls

#endif
