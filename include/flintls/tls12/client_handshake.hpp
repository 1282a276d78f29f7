// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client of TLS 1.2 makes of a server's messages: RFC 5246 7.4, RFC 8422 5, RFC 4279 2, RFC 5489 2, RFC 5077 3.
#ifndef FLINTLS_TLS12_CLIENT_HANDSHAKE_HPP
#define FLINTLS_TLS12_CLIENT_HANDSHAKE_HPP

#include <cstdint>

#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello_done.hpp"
#include "flintls/message/server_key_exchange.hpp"
#include "flintls/tls12/client_memory.hpp"
#include "flintls/tls12/offered_suites.hpp"
#include "flintls/tls12/server_hello_rules.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// The messages of a client.
template <policy P, class Credentials, class Side> class client_handshake : public client_memory<P, Credentials, Side> {
protected:
    using memory = client_memory<P, Credentials, Side>;
    using base = typename memory::base;
    using suites = typename memory::suites;
    using memory::credentials_;
    using memory::fail;
    using memory::in_;
    using memory::keys_;
    using memory::memory;
    using memory::resumption_;
    using memory::rules_;
    using memory::session_;
    using memory::state_;
    using memory::store_;
    friend base;

    progress on_message(handshake_type type) {
        if (judgement const j = hear(type); !j.proceeds()) {
            return this->obey(j);
        }
        switch (client_table.at(state_, input_of(type))) {
        case client_action::hello_request: return on_hello_request();
        case client_action::server_hello: return handle<answer_of<P>, &self::on_server_hello>();
        case client_action::certificate: return handle<certificate, &self::on_certificate, suites::certificate>();
        case client_action::key_exchange: return on_key_exchange();
        case client_action::request:
            return handle<certificate_request, &self::on_certificate_request, suites::certificate>();
        case client_action::done: return handle<server_hello_done, &self::on_server_hello_done>();
        case client_action::ticket: return handle<new_session_ticket, &self::on_new_session_ticket>();
        case client_action::finished: return this->on_finished();
        default: return fail(errc::unexpected_message);
        }
    }

    /// The beginning of a message that is not whole yet.
    progress on_part() {
        if (awaits_decision() && in_.in_message()) {
            resumption_.on_part(static_cast<handshake_type>(in_.partial()[0]));
        }
        return progress::again;
    }
    /// Only of a chain of certificates the beginning may do.
    progress on_long_message() {
        static_cast<void>(on_part());
        if constexpr (suites::certificate) {
            if (!Credentials::whole_chain && state_ == state::expect_certificate && this->has_beginning_of_chain()) {
                byte_view const leaf = this->take_beginning_of_chain(this->peer_.chain);
                return leaf.empty() ? fail(errc::message_too_long) : on_leaf(leaf);
            }
        }
        return on_long_ticket();
    }
    /// T7: a ticket without room in the buffer is not kept.
    progress on_long_ticket() {
        constexpr std::uint32_t fixed = 4 + static_cast<std::uint32_t>(min_size<new_session_ticket>);
        bool const here =
            in_.partial().size() >= fixed &&
            in_.partial()[0] == static_cast<std::uint8_t>(handshake_type::new_session_ticket) &&
            client_table.at(state_, input_of(handshake_type::new_session_ticket)) == client_action::ticket;
        if (!P::offer_session_tickets || !here) {
            return fail(errc::message_too_long);
        }
        std::uint32_t const size = in_.message_size();
        if (judgement const j = resumption_.on_message(handshake_type::new_session_ticket); !j.proceeds()) {
            return this->obey(j);
        }
        byte_view const beginning = this->take_beginning();
        return fixed + load<2>(beginning.data() + fixed - 2) == size ? on_ticket(ticket_fate::too_long)
                                                                     : fail(errc::bad_length);
    }
    progress on_piece(byte_view /*piece*/, bool last) { // only the beginning was needed
        if (last) {
            this->progressed();
        }
        return progress::again;
    }
    progress on_change_cipher_spec() {
        if (client_table.at(state_, input::change_cipher_spec) != client_action::change) {
            return fail(errc::unexpected_message);
        }
        if (judgement const j = resumption_.on_change_cipher_spec(); !j.proceeds()) {
            return this->obey(j);
        }
        if (!this->next_read_.active()) { // resumed, as only this message shows: the keys come first (T2)
            state_ = resumption_.resumed() ? state::check_peer : state_;
            return resumption_.resumed() ? progress::again : fail(errc::unexpected_message);
        }
        return base::on_change_cipher_spec(rules_.on_change_cipher_spec());
    }

private:
    using self = client_handshake;
    /// `Possible`: some suite of the policy has this message.
    template <class M, progress (self::*Handle)(M const&), bool Possible = true> progress handle() {
        if constexpr (Possible) {
            M message{};
            return this->read(message) ? (this->*Handle)(message) : progress::again;
        }
        return fail(errc::unexpected_message);
    }
    progress on_key_exchange() {
        switch (this->traits().exchange) {
        case key_exchange::psk: return handle<server_key_exchange_psk, &self::on_psk_hint, suites::plain_psk>();
        case key_exchange::ecdhe_psk:
            return handle<server_key_exchange_ecdhe_psk, &self::on_ecdhe_psk_params, suites::ecdhe_psk>();
        default: return handle<server_key_exchange_ecdhe, &self::on_ecdhe_params, suites::certificate>();
        }
    }
    judgement hear(handshake_type type) { return awaits_decision() ? resumption_.on_message(type) : judgement{}; }
    /// The server has answered, and its Finished is still to come.
    [[nodiscard]] bool awaits_decision() const {
        return state_ >= state::expect_certificate && state_ <= state::expect_ticket;
    }

    progress on_hello_request() {
        bool const empty = this->body().empty();
        this->leave_out(); // RFC 5246 7.4.1.1: not in the transcript
        if (!empty) {
            return fail(error{errc::trailing, 4});
        }
        judgement const j = rules_.on_hello_request();
        if (j.proceeds() && rules_.start().proceeds()) {
            this->begin_again(P::resume_in_renegotiation);
        }
        return this->obey(j);
    }

    progress on_server_hello(answer_of<P> const& m) {
        hello_offer const offered{.host_name = this->asks_by_name_, .session_ticket = store_ != nullptr};
        if (errc const e = server_hello_rules<P>::judge(m, offered, this->protocol_); e != errc::ok) {
            return fail(e);
        }
        if (!offers(credentials_, m.cipher_suite)) { // C8
            return fail(errc::not_offered);
        }
        this->fragment_code_ = m.extensions.template has<max_fragment_length>()
                                   ? static_cast<std::uint8_t>(P::fragment_length)
                                   : std::uint8_t{0};
        this->set_fragment_limit(bytes_of(static_cast<max_fragment_length_code>(this->fragment_code_)));
        this->extended_master_secret_ = m.extensions.template has<extended_master_secret>();
        if (judgement const j =
                rules_.on_server_hello(m.extensions.template get<renegotiation_info>(), this->extended_master_secret_);
            !j.proceeds()) {
            return this->obey(j);
        }
        resumption_answer const answer{.version = m.legacy_version,
                                       .suite = m.cipher_suite,
                                       .extended_master_secret = this->extended_master_secret_,
                                       .session_ticket = m.extensions.template has<session_ticket>(),
                                       .session_id_echoed = P::session_id_with_ticket &&
                                                            m.session_id == byte_view{keys_.client_random()}};
        if (judgement const j = resumption_.on_server_hello(answer, this->offered_ ? &session_ : nullptr);
            !j.proceeds()) {
            return this->obey(j);
        }
        copy(keys_.server_random().data(), m.random.data(), 32);
        this->choose_suite(m.cipher_suite);
        key_exchange const exchange = this->traits().exchange;
        return this->go(resumption_.resumed()                 ? state::check_peer
                        : exchange == key_exchange::psk       ? state::expect_key_exchange_or_done
                        : exchange == key_exchange::ecdhe_psk ? state::expect_key_exchange
                                                              : state::expect_certificate);
    }
    progress on_certificate(certificate const& m) {
        this->peer_.chain = m.certificate_list;
        return this->peer_.chain.empty() ? fail(errc::bad_certificate) : on_leaf(*this->peer_.chain.begin());
    }
    progress on_leaf(byte_view leaf) {
        bool const ecdsa = this->traits().exchange == key_exchange::ecdhe_ecdsa;
        auto const kind = ecdsa ? public_key_view::algorithm::ec_secp256r1 : public_key_view::algorithm::rsa;
        errc const e = this->read_key(leaf, this->peer_.key, [kind](auto found) { return found == kind; });
        return e != errc::ok ? fail(e) : this->go(state::digest_key);
    }

    progress on_psk_hint(server_key_exchange_psk const& m) {
        return choose_psk(m.psk_identity_hint, state::expect_done);
    }
    progress on_ecdhe_psk_params(server_key_exchange_ecdhe_psk const& m) {
        this->peer_share_ = m.params.point;
        return m.params.namedcurve == named_group::secp256r1 ? choose_psk(m.psk_identity_hint, state::keep_share)
                                                             : fail(errc::not_offered);
    }
    progress on_ecdhe_params(server_key_exchange_ecdhe const& m) {
        bool offered = false;
        for (signature_scheme const each : P::signature_schemes::values) {
            offered = offered || each == m.signed_params.algorithm;
        }
        if (m.params.namedcurve != named_group::secp256r1 || !offered) {
            return fail(errc::not_offered);
        }
        this->peer_share_ = m.params.point;
        this->peer_.proof = m.signed_params;
        this->params_ = this->body().subview(0, encoded_size(m.params));
        return this->go(state::digest_params);
    }
    progress choose_psk(byte_view hint, state next) {
        if constexpr (suites::psk) {
            return this->use_psk(credentials_.psk(hint), next);
        } else {
            return fail(errc::unexpected_message);
        }
    }
    progress on_certificate_request([[maybe_unused]] certificate_request const& m) {
        this->certificate_wanted_ = true;
        if constexpr (memory::proves_itself) { // RFC 5246 7.4.4, RFC 8422 5.5; otherwise it has none to offer
            this->own_.presented = this->own_.key.kind != identity_kind::none &&
                                   m.certificate_types.contains(client_certificate_type::ecdsa_sign) &&
                                   m.supported_signature_algorithms.contains(signature_scheme::ecdsa_secp256r1_sha256);
        }
        return this->go(state::expect_done);
    }
    progress on_server_hello_done(server_hello_done const& /*m*/) {
        if (state_ == state::expect_key_exchange_or_done) { // no hint
            if (progress const p = choose_psk({}, state_); this->over()) {
                return p;
            }
        }
        return this->go(this->certificate_wanted_ ? state::send_certificate : state::make_share);
    }
    /// T3 to T5, T7
    progress on_new_session_ticket(new_session_ticket const& m) {
        bool const fits = store_ == nullptr || this->side().carries(m.ticket);
        return on_ticket(!fits               ? staged_ticket{ticket_fate::too_long}
                         : store_ != nullptr ? store_->stage(m)
                                             : staged_ticket{});
    }
    progress on_ticket(staged_ticket staged) {
        this->staged_ = staged;
        if (state_ != state::expect_ticket && !resumption_.resumed()) {
            return fail(errc::unexpected_message);
        }
        return this->go(state_ == state::expect_ticket ? state::expect_change : state::check_peer);
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
