// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server of TLS 1.2 makes of a client's messages: RFC 5246 7.4, E.1, RFC 5746 3.6, RFC 7507 3, RFC 8422 5.
#ifndef FLINTLS_TLS12_SERVER_HANDSHAKE_HPP
#define FLINTLS_TLS12_SERVER_HANDSHAKE_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/hello/stream.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/renegotiation.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/ticket/service.hpp"
#include "flintls/tls12/client_hello_rules.hpp"
#include "flintls/tls12/credentials.hpp"
#include "flintls/tls12/handshake_steps.hpp"
#include "flintls/tls12/operations.hpp"
#include "flintls/tls12/server_table.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What is secret, or tells who talks to whom, in one place: it is wiped at once.
class server_secrets {
protected:
    identity established_{}; // who the client was before this handshake (B7)
    verify_data client_verify_data_{};
    verify_data server_verify_data_{};
    // The own parameters, 69 bytes, then the secret that was agreed on; two more fill the last word.
    std::array<std::uint8_t, 71> scratch_{};
};
static_assert(sizeof(server_secrets) == sizeof(identity) + 2 * sizeof(verify_data) + 71);

/// What a server remembers beside keys and operations. All of it begins as zeros, or nearly, and so costs next to no code.
template <policy P> class server_facts : protected server_secrets {
protected:
    name_digest established_name_{}; // which server the client asked for before this handshake (B7)
    server_renegotiation<P> rules_{};
    hello_facts<P> facts_{}; // of the hello that is being dealt with; aliases it
    byte_view share_{};      // of the client's key exchange; aliases it
    byte_view identity_{};
    std::uint32_t sent_ = 0; // bytes of the own certificates
    steps steps_{};
    ticket_verdict verdict_ = ticket_verdict::full_handshake;
    server_state state_ = server_state::not_started;
    bool promised_ = false; // a NewSessionTicket
};

/// What a server that may ask for certificates remembers of a client's, in a handshake.
template <policy P> struct client_certificate_state {
    received_certificate sent{};
    client_certificate wanted = client_certificate::unwanted;
    bool certified = false; // it sent one, and has to sign
    [[no_unique_address]] verify_operation<P> verifier{};
};

/// State and messages of a server; `Side`, the server itself, has the steps.
template <policy P, class Credentials, class Tickets, class Side>
class server_handshake : public handshake_steps<P, Side>, protected server_facts<P> {
protected:
    using handshake_steps = tls12::handshake_steps<P, Side>;
    using base = driver<P, Side>;
    using suites = suites_of<P>;
    using state = server_state;
    using exchange = exchange_operation<P>;
    static constexpr bool asks_clients = server_asks_clients<Credentials, P>;
    static constexpr auto const& table = server_table<asks_clients>;
    using base::fail;
    using base::keys_;
    using memory = server_facts<P>;
    using memory::client_verify_data_;
    using memory::facts_;
    using memory::identity_;
    using memory::promised_;
    using memory::rules_;
    using memory::sent_;
    using memory::share_;
    using memory::state_;
    using memory::verdict_;
    friend base;

    server_handshake(buffers const& b, Credentials& credentials, Tickets* tickets)
        : handshake_steps{b}, server_facts<P>{}, credentials_{credentials}, tickets_{tickets} {}
    ~server_handshake() { wipe_side(); }

    [[nodiscard]] bool awaits_input() const {
        return state_ <= (asks_clients ? state::expect_certificate_verify : state::expect_finished);
    }

    progress on_message(handshake_type type, byte_view body) {
        switch (table.at(state_, input_of(type))) {
        case server_action::hello: return this->read_as(body, &server_handshake::on_client_hello);
        case server_action::key_exchange: return on_key_exchange(body);
        case server_action::finished: return this->read_as(body, &server_handshake::on_finished);
        default: return fail(errc::unexpected_message);
        }
    }
    /// A hello for which there is no room is read as it passes (hello/stream.hpp).
    progress on_long_message() {
        if constexpr (P::stream_client_hello) {
            bool const hello = this->in_.partial().size() >= 4 &&
                               this->in_.partial()[0] == static_cast<std::uint8_t>(handshake_type::client_hello);
            if (hello && table.at(state_, input::client_hello) == server_action::hello &&
                this->in_.message_size() <= P::max_message) {
                this->begin_transcript();
                stream_.reset();
                static_cast<void>(stream_.push(this->take_beginning()));
                return progress::again;
            }
        }
        return fail(errc::message_too_long);
    }
    progress on_piece(byte_view piece, bool last) {
        if constexpr (P::stream_client_hello) {
            static_cast<void>(stream_.push(piece));
            if (last) {
                client_hello_of<P> m;
                if (error const e = stream_.read(m)) {
                    return fail(e);
                }
                progress const p = on_client_hello(m);
                this->begin_transcript(false); // it has begun, with the beginning of this message
                return p;
            }
        }
        return progress::again;
    }
    progress on_change_cipher_spec() {
        if (table.at(state_, input::change_cipher_spec) != server_action::change) {
            return fail(errc::unexpected_message);
        }
        if (judgement const j = rules_.on_change_cipher_spec(); !j.proceeds()) {
            return this->obey(j);
        }
        state_ = state::peer_finished;
        return this->accept_change_cipher_spec();
    }
    progress on_no_renegotiation() { return this->obey(rules_.on_no_renegotiation()); }
    [[nodiscard]] judgement on_application_data() const { return rules_.on_application_data(); }
    void abandon() { sealer_.reset(); }
    void on_failure(errc /*why*/) { abandon(); }
    void wipe_side() {
        rules_.close();
        sealer_.reset();
        wipe(session_);
        wipe(static_cast<server_secrets&>(*this));
        kex_.reset();
        signer_.reset();
        share_key_ = {};
        this->steps_.reset();
        if constexpr (asks_clients) {
            client_.verifier.reset();
        }
    }

    Credentials& credentials_;
    Tickets* tickets_;
    typename Tickets::template opened<P> opened_{};
    session& session_{opened_.text.state};
    [[no_unique_address]] exchange kex_{};
    [[no_unique_address]] typename exchange::key share_key_{};
    [[no_unique_address]] sign_operation<P> signer_{};
    [[no_unique_address]] std::conditional_t<asks_clients, client_certificate_state<P>, unneeded<6>> client_{};
    [[no_unique_address]] typename Tickets::template sealer<P> sealer_{};
    psk_choice<typename psk_operation<P>::key> psk_{};
    struct no_stream {};
    [[no_unique_address]] std::conditional_t<P::stream_client_hello, client_hello_stream<P>, no_stream> stream_{};

    /// Seconds on the clock that judges tickets.
    [[nodiscard]] std::uint32_t ticket_time() {
        if constexpr (Tickets::none) {
            return this->now_;
        } else {
            return tickets_ != nullptr ? tickets_->template now<P>(this->now_) : this->now_;
        }
    }
    [[nodiscard]] bool resumed() const { return verdict_ != ticket_verdict::full_handshake; }

private:
    progress on_client_hello(client_hello_of<P> const& m) {
        // B8: whether there is to be another handshake at all comes before what is wrong with this one.
        judgement const j = rules_.on_client_hello(signals_of(m), hello_facts<P>::has_extended_master_secret(m));
        if (!j.proceeds()) {
            this->leave_out();
            return this->obey(j);
        }
        if (errc const e = facts_.read(m, credentials_); e != errc::ok) {
            return fail(e);
        }
        this->begin_transcript();
        copy(keys_.client_random().data(), m.random.data(), 32);
        verdict_ = ticket_verdict::full_handshake;
        promised_ = false;
        sent_ = 0;
        state_ = state::begin_handshake;
        return progress::again;
    }

    progress on_key_exchange(byte_view body) {
        key_exchange const agreed = suites::traits(session_.suite).exchange;
        if constexpr (suites::plain_psk) {
            if (agreed == key_exchange::psk) {
                return this->read_as(body, &server_handshake::on_psk);
            }
        }
        if constexpr (suites::ecdhe_psk) {
            if (agreed == key_exchange::ecdhe_psk) {
                return this->read_as(body, &server_handshake::on_ecdhe_psk);
            }
        }
        return this->read_as(body, &server_handshake::on_ecdhe);
    }
    progress on_psk(client_key_exchange_psk const& m) { return choose_psk(m.psk_identity, state::digest_identity); }
    progress on_ecdhe_psk(client_key_exchange_ecdhe_psk const& m) {
        share_ = m.point;
        return choose_psk(m.psk_identity, state::agree);
    }
    progress on_ecdhe(client_key_exchange_ecdhe const& m) {
        share_ = m.point;
        state_ = state::agree;
        return progress::again;
    }
    progress choose_psk(byte_view identity, state next) {
        if constexpr (suites::psk) {
            psk_ = credentials_.psk(identity);
            identity_ = identity;
            state_ = next;
            return psk_.key != nullptr ? progress::again : fail(errc::unknown_psk_identity);
        } else {
            return fail(errc::unexpected_message);
        }
    }

    progress on_finished(finished const& m) {
        if (!this->in_.message_alone()) { // K2
            return fail(errc::unexpected_message);
        }
        if (!equal_in_constant_time(m.verify_data, byte_view{client_verify_data_})) {
            return fail(errc::bad_finished);
        }
        state_ = resumed() ? state::conclude : promised_ ? state::seal_ticket : state::send_change;
        return progress::again;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
