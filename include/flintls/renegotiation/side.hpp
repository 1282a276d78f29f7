// SPDX-License-Identifier: Apache-2.0
/// \file
/// The common part of client and server in RFC 5746: the judgement of renegotiation_info, and the events between
/// handshakes.
#ifndef FLINTLS_RENEGOTIATION_SIDE_HPP
#define FLINTLS_RENEGOTIATION_SIDE_HPP

#include "flintls/crypto/secret.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/renegotiation/state.hpp"

namespace flintls {
inline namespace v0 {

/// The base of `client_renegotiation` and `server_renegotiation`.
template <policy P, renegotiation_mode Mode> class renegotiation_side {
public:
    /// True if a connection may have a second handshake. Otherwise no code for it is compiled.
    static constexpr bool renegotiates = Mode != renegotiation_mode::never;

    [[nodiscard]] constexpr renegotiation_state const& state() const& { return state_; }
    [[nodiscard]] constexpr renegotiation_state state() const&& { return state_; }
    [[nodiscard]] constexpr bool secure() const { return state_.secure(); }

    /// The peer's ChangeCipherSpec is received and accepted.
    constexpr judgement on_change_cipher_spec() { return state_.settle(state_.on_change_cipher_spec()); }
    /// Application data is received. \return proceed: deliver the data. While `renegotiating()` the data belongs to the
    /// old keys and identity.
    [[nodiscard]] constexpr judgement on_application_data() const {
        return state_.template on_application_data<P::refuse_data_in_renegotiation>();
    }
    /// Application data with content is delivered: the count of refusals restarts (B6).
    constexpr void on_progress() { state_.on_progress(); }
    /// The caller refuses the renegotiation that the peer asks for, although the judgement was proceed.
    constexpr judgement decline() { return state_.settle(state_.refuse_peer(P::max_refusals)); }
    /// Both Finished are verified.
    constexpr judgement on_finished(byte_view client_verify_data, byte_view server_verify_data, handshake_outcome how) {
        return state_.settle(state_.finish(client_verify_data, server_verify_data, how));
    }
    /// B2: wipes the saved verify_data and all other state.
    constexpr void close() { state_.clear(); }

protected:
    /// The peer's hello is received. `signalled`: the peer supports RFC 5746; `expected`: the content that a
    /// renegotiating hello must have; `admitted`: B9 allows the renegotiation.
    constexpr judgement answer_with(bool signalled, found<renegotiation_info> const& info, byte_view expected,
                                    bool admitted = true) {
        errc e = errc::ok;
        if constexpr (Mode == renegotiation_mode::never) {
            e = judge_initial(signalled, info);
        } else {
            e = state_.renegotiating() ? judge_again(info, expected, admitted) : judge_initial(signalled, info);
        }
        state_.answer();
        return state_.settle(e);
    }

    renegotiation_state state_; // NOLINT(readability-identifier-naming): the two derived classes use it as their own

private:
    constexpr errc judge_initial(bool signalled, found<renegotiation_info> const& info) {
        if (!signalled) { // C3, S2, RFC 5746 4.1, 4.3
            return Mode == renegotiation_mode::strict ? errc::insecure_peer : errc::ok;
        }
        if (!info.value.renegotiated_connection.empty()) { // C2, S1, RFC 5746 3.4, 3.6
            return errc::renegotiation_info_mismatch;
        }
        state_.set_secure();
        return errc::ok;
    }
    [[nodiscard]] constexpr errc judge_again(found<renegotiation_info> const& info, byte_view expected,
                                             bool admitted) const {
        if (!admitted) { // B9: too late for a refusal by warning
            return errc::extended_master_secret_missing;
        }
        if constexpr (Mode == renegotiation_mode::compatible) {
            if (!state_.secure()) { // C7, S5, RFC 5746 4.2, 4.4
                return info ? errc::renegotiation_info_unexpected : errc::ok;
            }
        }
        if (!info) { // C5, S3, RFC 5746 3.5, 3.7
            return errc::renegotiation_info_missing;
        }
        bool const same = equal_in_constant_time(info.value.renegotiated_connection, expected);
        return same ? errc::ok : errc::renegotiation_info_mismatch;
    }
};

} // namespace v0
} // namespace flintls

#endif
