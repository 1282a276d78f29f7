// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of one connection for RFC 5746, and the rules that client and server share.
#ifndef FLINTLS_RENEGOTIATION_STATE_HPP
#define FLINTLS_RENEGOTIATION_STATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/crypto/secret.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The facts about a completed handshake that a later one needs.
struct handshake_outcome {
    bool resumed = false;                ///< the handshake was abbreviated
    bool extended_master_secret = false; ///< RFC 7627
};

/// The renegotiation state of a connection, which outlives its handshakes. All zeros: the connection has not begun.
class renegotiation_state {
public:
    /// Bytes. Every TLS 1.2 suite of this library has 12; a suite may define more (RFC 5246 7.4.9).
    static constexpr std::size_t max_verify_data = 16;

    /// Bit 3: connected. Bit 2: a handshake runs; bits 0 and 1 are its progress. Each query is then one test.
    enum class phase : std::uint8_t {
        fresh = 0,
        failed = 1,           ///< only `close()` leaves this phase
        initial = 4,          ///< the first handshake runs
        initial_answered = 5, ///< the peer's hello is received
        initial_changed = 6,  ///< the peer's ChangeCipherSpec is received
        idle = 8,             ///< connected, no handshake runs
        renegotiating = 12,   ///< connected, a renegotiation runs
        answered = 13,        ///< the peer's hello is received
        changed = 14,         ///< the peer's ChangeCipherSpec is received
    };

    [[nodiscard]] constexpr bool secure() const { return secure_; }
    [[nodiscard]] constexpr bool fresh() const { return phase_ == phase::fresh; }
    [[nodiscard]] constexpr bool idle() const { return phase_ == phase::idle; }
    [[nodiscard]] constexpr bool connected() const { return phase_ >= phase::idle; }
    [[nodiscard]] constexpr bool renegotiating() const { return phase_ > phase::idle; }
    [[nodiscard]] constexpr bool in_handshake() const { return (number() & 4U) != 0; }
    /// True: a handshake runs and the peer's hello is not received yet.
    [[nodiscard]] constexpr bool unanswered() const { return (number() & 7U) == 4; }
    /// True: the peer's hello is received, the peer's ChangeCipherSpec not yet.
    [[nodiscard]] constexpr bool is_answered() const { return (number() & 7U) == 5; }
    [[nodiscard]] constexpr bool peer_changed_cipher() const { return (number() & 7U) == 6; }

    /// The verify_data of the last handshake, the client's before the server's. The views alias this object.
    [[nodiscard]] constexpr byte_view client_verify_data() const& { return {saved_.data(), size_}; }
    [[nodiscard]] constexpr byte_view both_verify_data() const& { return {saved_.data(), 2U * size_}; }
    byte_view client_verify_data() const&& = delete;
    byte_view both_verify_data() const&& = delete;

    /// \pre `fresh()` or `idle()`
    constexpr void begin() {
        phase_ = static_cast<phase>(number() | 4U);
        hello_requests_ = 0;
    }
    /// \pre `unanswered()`
    constexpr void answer() { advance(); }
    /// B8: drops the renegotiation; all other state stays. \pre `renegotiating()`
    constexpr void give_up() { phase_ = phase::idle; }
    /// B2: wipes all state. All zeros: the connection has not begun.
    constexpr void clear() {
        if (std::is_constant_evaluated()) {
            *this = renegotiation_state{};
        } else {
            wipe_memory(this, sizeof *this);
        }
    }
    /// B2: an abort wipes all state and sets the phase `failed`.
    [[gnu::noinline]] constexpr judgement settle(judgement j) {
        if (j.what() == judgement::action::abort) {
            clear();
            phase_ = phase::failed;
        }
        return j;
    }
    /// The peer's ChangeCipherSpec is accepted: later records of the peer are under the new keys (K1).
    constexpr judgement on_change_cipher_spec() {
        if (!is_answered()) {
            return errc::unexpected_message;
        }
        advance();
        return {};
    }
    constexpr void set_secure() { secure_ = true; }

    /// RFC 5746 3.5, 3.7 and B1: both Finished are verified. Their verify_data replace the saved ones, in full and
    /// abbreviated handshakes. \return not_representable for lengths that no suite has
    constexpr errc finish(byte_view client, byte_view server, handshake_outcome how) {
        std::uint32_t const size = client.size();
        if ((number() & 7U) < 5) { // no hello of the peer is received
            return errc::unexpected_message;
        }
        if (size - 1 >= max_verify_data || size != server.size()) {
            return errc::not_representable;
        }
        copy(saved_.data(), client.data(), size);
        copy(saved_.data() + size, server.data(), size);
        size_ = static_cast<std::uint8_t>(size);
        if (how.resumed && !how.extended_master_secret) {
            terms_ = terms::none;
        } else if (how.resumed && !connected()) { // the connection begins with a resumption
            terms_ = terms::with_extended_master_secret;
        }
        phase_ = phase::idle;
        refusals_ = 0;
        return errc::ok;
    }

    /// B5, RFC 5246 6.2.1: application data between the messages of a renegotiation is legal until the peer's
    /// ChangeCipherSpec. With `RefuseEarly` only until the peer's first handshake message.
    template <bool RefuseEarly> [[nodiscard]] constexpr judgement on_application_data() const {
        bool const allowed = connected() && phase_ < (RefuseEarly ? phase::answered : phase::changed);
        return allowed ? errc::ok : errc::unexpected_message;
    }

    /// B3, RFC 5246 7.4.1.1: a HelloRequest in a handshake is ignored, but at most four times, and never between
    /// ChangeCipherSpec and Finished.
    constexpr judgement on_hello_request_in_handshake() {
        constexpr std::uint8_t most = 4;
        if (peer_changed_cipher() || phase_ == phase::failed || hello_requests_ == most) {
            return errc::unexpected_message;
        }
        ++hello_requests_;
        return judgement::ignore();
    }

    /// True if this side agrees to a renegotiation, `has_ems`: with extended_master_secret. RFC 5746 4.2 and 4.4, B9.
    template <renegotiation_mode Mode> [[nodiscard]] constexpr bool may_renegotiate(bool has_ems = true) const {
        if constexpr (Mode == renegotiation_mode::never) {
            return false;
        } else {
            return admits(has_ems) && (secure_ || Mode == renegotiation_mode::compatible);
        }
    }
    /// B9. RFC 7627 5.4 forbids every renegotiation after the resumption of a session without extended_master_secret:
    /// an attacker can synchronise its verify_data with those of another connection.
    [[nodiscard]] constexpr bool admits(bool has_ems) const {
        return terms_ <= (has_ems ? terms::with_extended_master_secret : terms::any);
    }

    /// B6: counts a renegotiation that the peer asks for. 255 is no limit. \return false: `limit` is reached
    constexpr bool admit_peer(std::uint8_t limit) {
        constexpr std::uint8_t unlimited = 255;
        bool const admitted = limit == unlimited || peer_requests_ < limit;
        peer_requests_ = static_cast<std::uint8_t>(peer_requests_ + (admitted && limit != unlimited ? 1 : 0));
        return admitted;
    }
    /// B6: refuses a renegotiation that the peer asks for. \return refuse, or abort after `most` refusals without
    /// progress
    constexpr judgement refuse_peer(std::uint8_t most) {
        if (refusals_ == most) {
            return errc::too_many_renegotiations;
        }
        ++refusals_;
        return judgement::refuse();
    }
    /// B6: application data with content is received.
    constexpr void on_progress() { refusals_ = 0; }

private:
    /// B9: the requirements for a renegotiation, in ascending order.
    enum class terms : std::uint8_t {
        any,                         ///< the connection began with a full handshake
        with_extended_master_secret, ///< it began with the resumption of a session with extended_master_secret
        none,                        ///< a session without extended_master_secret was resumed
    };

    [[nodiscard]] constexpr unsigned number() const { return static_cast<unsigned>(phase_); }
    constexpr void advance() { phase_ = static_cast<phase>(number() + 1); }

    std::array<std::uint8_t, 2 * max_verify_data> saved_{};
    std::uint8_t size_ = 0; // bytes of each verify_data
    phase phase_ = phase::fresh;
    std::uint8_t hello_requests_ = 0; // ignored in this handshake
    std::uint8_t peer_requests_ = 0;  // admitted on this connection; stays 0 without a limit
    std::uint8_t refusals_ = 0;       // since the last progress
    bool secure_ = false;
    terms terms_ = terms::any;
};
static_assert(sizeof(renegotiation_state) < 40); // a server has one more byte

/// B7: the identity that the peer proved in one handshake. `kind` 0: none. The digest identifies the peer within its
/// kind.
struct peer_identity {
    std::uint8_t kind = 0;
    byte_view digest;
};

/// B7, RFC 5746 5: a peer without identity may prove one; any other change fails, unless the policy allows it. Two
/// identities without a digest never count as equal.
template <policy P>
[[nodiscard]] constexpr judgement judge_identity(peer_identity const& before, peer_identity const& now) {
    bool const same = before.kind == now.kind && before.digest == now.digest && !now.digest.empty();
    bool const allowed = P::allow_identity_change || before.kind == 0 || same;
    return allowed ? errc::ok : errc::identity_changed;
}

/// B9: fails if the policy requires RFC 7627 and the handshake does not negotiate it.
template <policy P> [[nodiscard]] constexpr judgement judge_extended_master_secret(bool negotiated) {
    return P::require_ems && !negotiated ? errc::extended_master_secret_missing : errc::ok;
}

} // namespace v0
} // namespace flintls

#endif
