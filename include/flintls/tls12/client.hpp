// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client of TLS 1.2 (RFC 5246) over the caller's buffers: full handshakes, resumption by ticket (RFC 5077), secure
/// renegotiation (RFC 5746).
#ifndef FLINTLS_TLS12_CLIENT_HPP
#define FLINTLS_TLS12_CLIENT_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/host_name.hpp"
#include "flintls/hello/compiled_hello.hpp"
#include "flintls/tls12/client_exchange.hpp"
#include "flintls/tls12/offered_suites.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// One connection; one thread. `Credentials`: whom to trust, which pre-shared key to use, and perhaps a certificate of the
/// client's own for servers that ask for one (tls12/credentials.hpp).
template <policy P, client_credentials_for<P> Credentials>
class client : public client_exchange<P, Credentials, client<P, Credentials>> {
    using handshake_base = client_exchange<P, Credentials, client>;
    using base = typename handshake_base::base;
    using suites = typename handshake_base::suites;
    using handshake_base::then;
    friend base;
    friend client_handshake<P, Credentials, client>;

    static constexpr auto hello = make_client_hello<P>();
    static_assert(P::max_ticket + 10 <= P::max_message,
                  "flintls: max_message has no room for the NewSessionTicket of a ticket of max_ticket bytes");

public:
    /// Bytes that the buffers need at least; `receive` as many as the fragments that this client asks for.
    static constexpr std::uint32_t min_receive = P::fragment_length == max_fragment_length_code{}
                                                     ? base::min_receive
                                                     : record_header_size + max_overhead + bytes_of(P::fragment_length);
    static constexpr std::uint32_t min_messages = base::min_messages;
    static constexpr std::uint32_t min_transmit = base::min_receive;
    /// Bytes of the transmit buffer with which every hello fits that has a name and a ticket of no more than these lengths,
    /// also as the protected fragments of a renegotiation (RFC 6066 4). `connect` refuses a buffer that is too small for
    /// its name. A ticket for which there is no room is not kept, and not offered if it is there (T7).
    [[nodiscard]] static constexpr std::uint32_t transmit_for(std::size_t host_name, std::size_t ticket) {
        std::size_t const absent = (P::offer_server_name ? P::max_server_name - host_name : 0) +
                                   (P::offer_session_tickets ? P::max_ticket - ticket : 0) +
                                   (P::session_id_with_ticket ? 0U : 32U);
        std::uint32_t const size = hello.max_size - static_cast<std::uint32_t>(absent);
        std::uint32_t const more =
            P::fragment_length == max_fragment_length_code{} ? 0 : (size - 1) / bytes_of(P::fragment_length);
        return size + (more + 1) * (record_header_size + max_overhead);
    }
    /// The same of all names and tickets that the policy lets be.
    static constexpr std::uint32_t max_transmit = transmit_for(P::max_server_name, P::max_ticket);

    /// All of these must live as long as the connection. Without a store no ticket is asked for.
    client(buffers const& b, Credentials& credentials, ticket_store<P>* store = nullptr)
        : handshake_base{b, credentials, store} {}

    /// Begins a connection with its first handshake, also when the one before is over (`closed`, `failed`,
    /// `transport_lost`), of which nothing is left then. `name`: what the server is called (extension/host_name.hpp), for
    /// who judges its certificate and, if it is a host name and no address, for SNI; empty: nothing. One trailing dot is
    /// cut. Its tickets are kept under the name, in any case of its letters; without one, none are. The name must live as
    /// long as the connection. \return false: `refusal()` is begun_before, bad_name, or says which buffer is below its
    /// least size
    [[nodiscard]] bool connect(byte_view name) {
        byte_view const called = without_trailing_dot(name);
        return begin(called, called, false);
    }
    /// The same with tickets under `key`, any 0 to 255 bytes, which live as long as the connection. Name and port, for one:
    /// servers that share a key are offered each other's tickets. The name itself: as without a key. Empty: no ticket is
    /// offered or kept. `fallback`: the
    /// caller tried a higher version before, and this is its own decision to do with less (RFC 7507 4).
    [[nodiscard]] bool connect(byte_view name, byte_view key, bool fallback = false) {
        return begin(without_trailing_dot(name), key == name ? without_trailing_dot(key) : key, fallback);
    }
    /// Begins another one. `resume`: with the ticket that is there, which some servers cannot do in a renegotiation.
    /// \return false: `refusal()` is not_connected, busy or not_permitted
    [[nodiscard]] bool renegotiate(bool resume = false) {
        errc why_not = this->why_not_again();
        if (why_not == errc::ok && !this->rules_.start().proceeds()) {
            why_not = errc::not_permitted;
        }
        if (!this->permits(why_not)) {
            return false;
        }
        this->begin_again(resume);
        return true;
    }

    /// Who the server is by the last handshake that was finished: also while another one is under way.
    [[nodiscard]] identity const& peer() const& { return this->established_; }
    /// Of the last handshake, while `idle()`: its session, which is secret and whose `own` says as whom this client came,
    /// and how it came about. (After a renegotiation with a ticket that the server refused, only the names in it are
    /// left.)
    [[nodiscard]] session const& current() const& { return this->session_; }
    [[nodiscard]] bool resumed() const { return this->resumed_; }
    [[nodiscard]] bool secure_renegotiation() const { return this->rules_.secure(); }
    [[nodiscard]] ticket_fate ticket() const { return this->staged_.fate(); }
    /// Which of `P::protocols` the server chose, from 1 on; 0: none (RFC 7301).
    [[nodiscard]] std::uint8_t protocol() const { return this->protocol_; }
    /// What to do after a failure (T6).
    [[nodiscard]] retry_advice retry() const { return this->advice_; }

private:
    [[nodiscard]] errc lacks_room(std::uint32_t host_name) const {
        std::uint32_t const transmit = transmit_for(host_name, 0);
        return base::lacks_room(min_receive, transmit < min_transmit ? min_transmit : transmit);
    }
    /// T7: can a hello carry such a ticket?
    [[nodiscard]] bool carries(byte_view ticket) const {
        std::uint32_t const name = this->asks_by_name_ ? this->name_.size() : 0;
        return ticket.size() <= P::max_ticket && transmit_for(name, ticket.size()) <= this->out_.room();
    }

    bool begin(byte_view name, byte_view key, bool fallback) {
        server_text const kind = kind_of_server(name);
        bool const too_long = kind == server_text::host_name && name.size() > P::max_server_name;
        bool const bad = kind == server_text::invalid || too_long || key.size() > 255;
        bool const asks = P::offer_server_name && kind == server_text::host_name; // RFC 6066 3: for no address
        errc const lacks = bad ? errc::bad_name : lacks_room(asks ? name.size() : 0);
        errc const why_not = lacks != errc::ok                                      ? lacks
                             : this->may_begin() && this->rules_.start().proceeds() ? errc::ok
                                                                                    : errc::begun_before;
        if (!this->permits(why_not)) {
            return false;
        }
        this->name_ = name;
        this->asks_by_name_ = asks;
        this->key_ = key;
        this->store_ = key.empty() ? nullptr : this->given_store_; // T6b
        this->fallback_ = fallback;
        this->state_ = state::digest_name;
        return true;
    }
    progress step() {
        switch (this->state_) {
        case state::not_started: return progress::receive; // connect first
        case state::digest_name: return digest_name();
        case state::begin_handshake:
            return then(this->random_.fill(this->keys_.client_random().data(), 32), state::start_transcript);
        case state::start_transcript: return then(this->keys_.start(), state::digest_own_identity);
        case state::digest_own_identity: return digest_own_identity();
        case state::send_hello: return send_hello();
        case state::digest_key:
        case state::trust_peer:
        case state::digest_params:
        case state::check_signature:
        case state::keep_share: return this->peer_step();
        case state::digest_own_key:
        case state::send_certificate:
        case state::digest_transcript:
        case state::sign: return this->certificate_step();
        case state::send_key_exchange: return this->send_key_exchange();
        case state::make_master: return this->make_master();
        case state::check_peer: return check_peer();
        case state::conclude: return conclude();
        default: return this->common_step();
        }
    }

    progress digest_name() {
        state const next = handshake_base::first_step;
        progress const p = this->key_ == this->name_ || this->key_.empty()
                               ? this->digest_host_name(this->key_, next)
                               : then(this->keys_.digest(this->key_, this->scratch().data()), next);
        copy(this->session_.server_name.data(), this->scratch().data(), 16);
        return p;
    }
    /// Into `scratch()`: a ticket is offered only to whom this client would present the same key again.
    progress digest_own_identity() {
        crypto_status answer = crypto_status::done;
        if constexpr (suites::psk) {
            answer = this->keys_.digest(this->credentials_.psk({}).identity, this->scratch().data());
        }
        if (answer == crypto_status::done) {
            this->certificate_wanted_ = false;
            this->resumption_.begin(take_ticket());
        }
        return then(answer, state::send_hello);
    }
    /// T1
    ticket_offer take_ticket() {
        if (this->store_ == nullptr || !P::offer_session_tickets) {
            return ticket_offer::nothing;
        }
        ticket_handle const taken =
            this->resume_ ? this->store_->take(this->session_.server_name, this->now_) : ticket_handle{};
        auto const* const found = this->store_->find(taken);
        bool offered = found != nullptr;
        if (offered && (!accepts(found->state.peer) || !presents_again(found->state.own) ||
                        !offers(this->credentials_, found->state.suite))) {
            this->store_->forget(taken);
            offered = false;
        }
        identity const& peer = this->established_;
        if (offered && peer.kind != identity_kind::none) { // B7: another one could not be resumed here
            offered = peer == found->state.peer;
        }
        if (offered && carries(found->ticket())) {
            this->offered_ = taken;
            this->session_ = found->state;
        }
        return ticket_offer_of<P>(static_cast<bool>(this->offered_));
    }
    /// Would the server of that session be trusted today?
    [[nodiscard]] bool accepts(identity const& peer) {
        bool trusted = false;
        if constexpr (suites::certificate) {
            trusted = peer.kind == identity_kind::spki_sha256 && this->credentials_.accepts(peer);
        }
        if constexpr (suites::psk) {
            byte_view const own = byte_view{this->scratch()}.subview(0, 32);
            trusted = trusted || (peer.kind == identity_kind::psk_identity_sha256 && own == byte_view{peer.digest});
        }
        return trusted;
    }
    /// Would this client be to that server who it was then?
    [[nodiscard]] bool presents_again([[maybe_unused]] identity const& own) const {
        if constexpr (handshake_base::proves_itself) {
            return own.kind != identity_kind::spki_sha256 || own == this->own_.key;
        }
        return true;
    }
    progress send_hello() {
        renegotiation_signals const signals = this->rules_.signals();
        bool const with_id = P::session_id_with_ticket && this->offered_;
        auto const* const offered = this->store_ != nullptr ? this->store_->find(this->offered_) : nullptr;
        byte_view const ticket = offered != nullptr ? offered->ticket() : byte_view{};
        bool const tickets = this->store_ != nullptr && P::offer_session_tickets;
        auto const random = this->keys_.client_random();
        auto const whole =
            hello.with({.random = fixed_view<32>{std::span<std::uint8_t const, 32>{random}},
                        .session_id = with_id ? byte_view{random} : byte_view{},
                        .host_name = this->asks_by_name_ ? this->name_ : byte_view{},
                        .ticket = {session_ticket{ticket}, tickets},
                        .scsv = signals.scsv,
                        .renegotiation_info = signals.info,
                        .fallback_scsv = this->fallback_ && wants_fallback_scsv<P>(protocol_version::tls_1_2,
                                                                                   static_cast<bool>(this->offered_))});
        return then(this->put_whole(
                        hello_of_offered<std::remove_const_t<decltype(whole)>, Credentials>{whole, this->credentials_}),
                    state::expect_server_hello);
    }

    /// It is settled whether the server resumes, and whether there will be a ticket.
    progress check_peer() {
        this->resumed_ = this->resumption_.resumed();
        this->ticket_due_ = this->resumption_.awaits_ticket();
        // RFC 6066 4: for all of the session, whether the ServerHello says so again or not.
        this->set_fragment_limit(bytes_of(static_cast<max_fragment_length_code>(this->session_.max_fragment_length)));
        return this->common_step();
    }
    /// Both Finished are verified.
    progress conclude() {
        judgement const j = this->rules_.on_finished(this->verify_data_[0], this->verify_data_[1],
                                                     {this->resumed_, this->extended_master_secret_});
        if (!j.proceeds()) {
            return this->obey(j);
        }
        if (this->resumption_.on_finished() && this->store_ != nullptr) { // T6a
            this->store_->forget(this->offered_);
        }
        this->kept_ = this->resumed_ ? this->offered_ : this->kept_;
        this->offered_ = {};
        if (ticket() == ticket_fate::staged) { // T5
            this->kept_ = this->staged_.handle();
            this->store_->commit(this->kept_, this->session_, this->now_);
        } else if (ticket() == ticket_fate::empty && this->store_ != nullptr) {
            this->store_->drop(this->session_.server_name);
        }
        this->staged_ = ticket(); // it is the store's now
        return this->connected();
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
