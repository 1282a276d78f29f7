// SPDX-License-Identifier: Apache-2.0
/// \file
/// From the shares of both sides to keys and Finished: what a client and a server do in the same way. RFC 5246 6.3, 7.4.9,
/// 8.1, RFC 8422 5.10, RFC 4279 2, RFC 5489 2.
#ifndef FLINTLS_TLS12_AGREEMENT_HPP
#define FLINTLS_TLS12_AGREEMENT_HPP

#include <array>
#include <cstdint>

#include "flintls/message/finished.hpp"
#include "flintls/renegotiation.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/tls12/handshake_steps.hpp"
#include "flintls/tls12/operations.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What is secret, or tells who talks to whom, in one place: it is wiped at once.
class handshake_secrets {
protected:
    identity established_{};                   // who the peer was before this handshake (B7)
    std::array<verify_data, 2> verify_data_{}; // the client's, the server's
};

template <policy P> class agreement : public handshake_steps<P>, protected handshake_secrets {
protected:
    using base = handshake_steps<P>;
    using suites = suites_of<P>;
    using exchange_type = exchange_operation<P>;
    using base::fail;
    using base::go;
    using base::keys_;
    using base::then;
    using base::then_pause;

    agreement(buffers const& b, session& s) : base{b}, session_{s} {}

    /// Is there nothing against what the caller asks for? The answer is kept for `refusal()`.
    [[nodiscard]] bool permits(errc why_not) {
        refusal_ = why_not;
        return why_not == errc::ok;
    }
    /// Why no handshake can be begun by who is connected; ok: one can.
    [[nodiscard]] errc why_not_again() const {
        return this->over() || this->state_ == state::not_started ? errc::not_connected
               : this->state_ != state::idle                      ? errc::busy
                                                                  : errc::ok;
    }

    /// Of the suite that was chosen. What all suites have in common is not looked up.
    [[nodiscard]] suite_traits traits() const { return suites::narrow(this->traits_); }
    void choose_suite(cipher_suite suite) {
        this->suite_ = suite;
        this->traits_ = suites::traits(suite);
    }

    /// By which tickets know a server (`name_digest`), in `scratch()`.
    progress digest_host_name(byte_view name, state next) {
        if (name.empty() || name.size() > longest_known_name) {
            wipe(scratch());
            if (!name.empty()) {
                copy(scratch().data(), unknown_name.data(), unknown_name.size());
            }
            return go(next);
        }
        if (!this->out_.ready().empty()) { // its room serves here, and must stay where it is
            return progress::send;
        }
        sink const room = this->begin_record(content_type::handshake);
        if (room.left() < name.size()) {
            return fail(errc::no_room);
        }
        return then(keys_.digest({room.p, copy_folded(name, room.p)}, scratch().data()), next);
    }

    /// The steps that both sides take.
    progress common_step() {
        switch (this->state_) {
        case state::make_share: return make_share();
        case state::agree: return agree();
        case state::digest_identity: return digest_identity();
        case state::check_peer: return check_peer();
        case state::expand: // one side's keys to read are the other's to write
            return then(keys_.expand(session_.master_secret, traits().cipher,
                                     this->is_server_ ? this->next_read_ : this->next_write_,
                                     this->is_server_ ? this->next_write_ : this->next_read_),
                        goes_first() ? own_flight() : peer_flight());
        case state::send_change: return then(this->put_change_cipher_spec(), state::own_finished);
        case state::own_finished:
            if (this->next_write_.active()) { // the ChangeCipherSpec was the last one under the old keys
                this->write_.take(this->next_write_);
            }
            return make_finished(this->is_server_, state::send_finished);
        case state::send_finished:
            return then(this->put(finished{verify_data_[this->is_server_ ? 1 : 0]}),
                        goes_first() ? peer_flight() : state::conclude);
        default: return make_finished(!this->is_server_, state::expect_finished);
        }
    }
    /// From what both sides know now.
    progress make_master(state next) {
        session& s = session_;
        byte_view const agreed = byte_view{scratch()}.subview(0, traits().has_ecdhe() ? 32 : 0);
        bool const extended = this->extended_master_secret_;
        crypto_status answer = crypto_status::failed;
        if (suites::psk && traits().has_psk()) {
            if constexpr (suites::psk) {
                answer = keys_.make_master(extended, *psk_.key, agreed, s.master_secret.data());
            }
        } else if constexpr (suites::certificate) {
            answer = keys_.make_master(extended, agreed, s.master_secret.data());
        }
        if (answer == crypto_status::done) {
            wipe(scratch());
            s.version = protocol_version::tls_1_2;
            s.suite = this->suite_;
            s.extended_master_secret = extended;
            s.max_fragment_length = this->fragment_code_;
            s.context_id = P::context_id;
        }
        return then(answer, next);
    }

    /// The peer's ChangeCipherSpec is here, and the rules have judged it.
    progress on_change_cipher_spec(judgement j) {
        if (!j.proceeds()) {
            return this->obey(j);
        }
        this->state_ = state::peer_finished;
        return this->accept_change_cipher_spec();
    }
    progress on_finished() {
        finished m{};
        if (!this->read(m)) {
            return progress::again;
        }
        if (!this->in_.message_alone()) { // K2
            return fail(errc::unexpected_message);
        }
        if (!equal_in_constant_time(m.verify_data, byte_view{verify_data_[this->is_server_ ? 0 : 1]})) {
            return fail(errc::bad_finished);
        }
        return go(goes_first() ? state::conclude : own_flight());
    }
    /// Both Finished are verified: the last thing that a side does.
    progress connected() {
        established_ = session_.peer;
        this->release();
        static_cast<void>(this->in_.keep({}));
        wipe(scratch());
        this->state_ = state::idle;
        return progress::connected;
    }
    void reset_operations() {
        base::reset_operations();
        random_.reset();
        exchange_.reset();
        release(share_key_);
    }
    void wipe_agreement() {
        wipe(session_);
        wipe(static_cast<handshake_secrets&>(*this));
    }

    [[nodiscard]] auto& scratch() { return keys_.scratch(); }
    [[nodiscard]] byte_view own_share() { return {scratch().data() + 4, 65}; }
    /// Without one the handshake fails.
    progress use_psk(psk_choice<typename psk_operation<P>::key> const& psk, state next) {
        psk_ = psk;
        return psk.key != nullptr ? go(next) : fail(errc::unknown_psk_identity);
    }

    errc refusal_ = errc::ok; // in front, where it fills a gap
    session& session_;
    typename P::crypto::random random_{};
    byte_view peer_share_{};
    psk_choice<typename psk_operation<P>::key> psk_{};

private:
    /// Who sends its Finished first: the client, or the server where it resumes (RFC 5246 7.3).
    [[nodiscard]] bool goes_first() const { return this->is_server_ == this->resumed_; }
    /// What comes before the own ChangeCipherSpec, or that.
    [[nodiscard]] state own_flight() const {
        return this->is_server_ && this->ticket_due_ ? state::seal_ticket : state::send_change;
    }
    [[nodiscard]] state peer_flight() const {
        return !this->is_server_ && this->ticket_due_ ? state::expect_ticket : state::expect_change;
    }

    progress make_share() {
        if constexpr (suites::ecdhe) {
            if (traits().has_ecdhe()) {
                bool const sign = this->is_server_ && traits().has_certificate();
                return then_pause(exchange_.generate(share_key_, scratch().data() + 4),
                                  sign ? state::digest_params : state::send_key_exchange, errc::crypto_failed);
            }
        }
        return go(this->is_server_ ? state::send_done : state::send_key_exchange); // PSK, no hint (RFC 4279 2)
    }
    progress agree() {
        if constexpr (suites::ecdhe) {
            if (traits().has_ecdhe()) {
                return then_pause(exchange_.agree(share_key_, peer_share_, scratch().data()), state::digest_identity,
                                  errc::bad_share);
            }
        }
        return go(state::digest_identity);
    }
    /// Who the peer is by its key, where nothing else tells.
    progress digest_identity() {
        release(share_key_);
        if constexpr (suites::psk) {
            if (traits().has_psk()) {
                identity& peer = session_.peer;
                peer.kind = identity_kind::psk_identity_sha256;
                progress const p = then(keys_.digest(psk_.identity, peer.digest.data()), state::make_master);
                session_.own = peer;
                return p;
            }
        }
        return go(state::make_master);
    }
    /// B7, before any new key is made: the peer is still who it was.
    progress check_peer() {
        identity const& now = session_.peer;
        return then(judge_identity<P>({static_cast<std::uint8_t>(established_.kind), established_.digest},
                                      {static_cast<std::uint8_t>(now.kind), now.digest}),
                    state::expand);
    }
    progress make_finished(bool of_server, state next) {
        return then(keys_.finished(!of_server, session_.master_secret, verify_data_[of_server ? 1 : 0]), next);
    }

    [[no_unique_address]] exchange_type exchange_{};
    [[no_unique_address]] typename exchange_type::key share_key_{};
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
