// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client and a server do alike in RFC 5746: judge a hello's renegotiation_info, and live from one handshake to
/// the next.
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

/// The shared part of `client_renegotiation` and `server_renegotiation`.
template <policy P, renegotiation_mode Mode> class renegotiation_side {
public:
    /// Can there be another handshake on a connection? Where not, nothing of it is compiled.
    static constexpr bool renegotiates = Mode != renegotiation_mode::never;

    [[nodiscard]] constexpr renegotiation_state const& state() const& { return state_; }
    [[nodiscard]] constexpr renegotiation_state state() const&& { return state_; }
    [[nodiscard]] constexpr bool secure() const { return state_.secure(); }

    /// The peer's ChangeCipherSpec was accepted.
    constexpr judgement on_change_cipher_spec() { return state_.settle(state_.on_change_cipher_spec()); }
    /// Application data came: may it be delivered? While `renegotiating()` it belongs to the old keys and identity.
    [[nodiscard]] constexpr judgement on_application_data() const {
        return state_.template on_application_data<P::refuse_data_in_renegotiation>();
    }
    /// Application data with content was delivered: the refusals before it are forgotten (B6).
    constexpr void on_progress() { state_.on_progress(); }
    /// The caller does not want what the peer asks for, at the moment: in place of going on where a judgement proceeds.
    constexpr judgement decline() { return state_.settle(state_.refuse_peer(P::max_refusals)); }
    /// Both Finished are verified.
    constexpr judgement on_finished(byte_view client_verify_data, byte_view server_verify_data, handshake_outcome how) {
        return state_.settle(state_.finish(client_verify_data, server_verify_data, how));
    }
    /// B2: wipes what was saved.
    constexpr void close() { state_.clear(); }

protected:
    /// The peer's hello is here. `signalled`: it speaks RFC 5746; `expected`: what a renegotiating one must carry;
    /// `admitted`: by B9.
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

    renegotiation_state state_; // NOLINT(readability-identifier-naming): its two sides are one class with it

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
        if (!admitted) { // B9, where it is too late to refuse by a warning
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
