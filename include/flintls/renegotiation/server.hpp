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
    [[nodiscard]] constexpr bool secure() const { return state_.secure(); }

    /// The server wants to renegotiate. `proceed`: send a HelloRequest. `refuse`: this side would not; send nothing.
    constexpr judgement request() {
        if (!state_.connected() || state_.renegotiating() || !state_.may_renegotiate<mode>()) {
            return judgement::refuse();
        }
        requested_ = true;
        return judgement{};
    }

    /// A ClientHello came, the first one or a renegotiating one, with these signals.
    constexpr judgement on_client_hello(renegotiation_signals const& signals) {
        if (state_.in_handshake()) {
            return errc::unexpected_message;
        }
        if (state_.connected()) {
            // B8: refusal by mode comes before the checks. What this side asked for is not limited (B6).
            if (!state_.may_renegotiate<mode>()) {
                return judgement::refuse();
            }
            if (!requested_) {
                if (judgement const admitted = state_.admit_peer(P::max_peer_renegotiations); !admitted.proceeds()) {
                    return admitted;
                }
            }
            requested_ = false;
        }
        state_.begin();
        state_.answered();
        return state_.renegotiating() ? judge_again(signals) : judge_initial(signals);
    }

    /// What the ServerHello of this handshake carries: S1, S4, RFC 5746 3.6, 3.7. Nothing for a client that gave no
    /// signal. Aliases the saved verify_data.
    [[nodiscard]] constexpr found<renegotiation_info> answer() const& {
        return {{state_.renegotiating() ? state_.both_verify_data() : byte_view{}}, state_.secure()};
    }
    found<renegotiation_info> answer() const&& = delete;

    /// The client's ChangeCipherSpec was accepted.
    constexpr void on_change_cipher_spec() { state_.on_change_cipher_spec(); }
    /// Application data came: may it be delivered? While `renegotiating()` it belongs to the old keys and identity.
    [[nodiscard]] constexpr judgement on_application_data() const {
        return state_.on_application_data<P::refuse_data_in_renegotiation>();
    }
    /// The client answered a HelloRequest with no_renegotiation: the connection is as it was (B8).
    constexpr void on_no_renegotiation() {
        requested_ = false;
        state_.give_up();
    }
    /// Both Finished are verified.
    constexpr judgement on_finished(byte_view client_verify_data, byte_view server_verify_data, handshake_outcome how) {
        return state_.finish(client_verify_data, server_verify_data, how);
    }
    /// B2: wipes what was saved.
    constexpr void close() {
        wipe(state_);
        requested_ = false;
    }

private:
    constexpr errc judge_initial(renegotiation_signals const& signals) {
        if (!signals.scsv && !signals.info) { // S2, RFC 5746 4.3
            return mode == renegotiation_mode::strict ? errc::insecure_peer : errc::ok;
        }
        state_.set_secure(); // S1, RFC 5746 3.6
        bool const empty = !signals.info || signals.info->renegotiated_connection.empty();
        return empty ? errc::ok : errc::renegotiation_info_mismatch;
    }
    [[nodiscard]] constexpr errc judge_again(renegotiation_signals const& signals) const {
        if (signals.scsv) { // S3, S5, RFC 5746 3.7, 4.4
            return errc::scsv_in_renegotiation;
        }
        if (!state_.secure()) { // S5, RFC 5746 4.4
            return signals.info ? errc::renegotiation_info_unexpected : errc::ok;
        }
        if (!signals.info) { // S3, RFC 5746 3.7
            return errc::renegotiation_info_missing;
        }
        bool const same = equal_in_constant_time(signals.info->renegotiated_connection, state_.client_verify_data());
        return same ? errc::ok : errc::renegotiation_info_mismatch;
    }

    renegotiation_state state_;
    bool requested_ = false; // a HelloRequest of ours is out
};

} // namespace v0
} // namespace flintls

#endif
