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
#include "flintls/renegotiation.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/ticket/service.hpp"
#include "flintls/tls12/client_hello_rules.hpp"
#include "flintls/tls12/credentials.hpp"
#include "flintls/tls12/driver.hpp"
#include "flintls/tls12/long_hello.hpp"
#include "flintls/tls12/operations.hpp"
#include "flintls/tls12/server_table.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What a server remembers beside keys and operations. All of it begins as zeros, or nearly, and so costs next to no code.
template <policy P> class server_facts {
protected:
    server_renegotiation<P> rules_{};
    ticket_verdict verdict_ = ticket_verdict::full_handshake;
    hello_facts<P> facts_{};         // of the hello that is being dealt with; aliases it
    std::uint32_t sent_ = 0;         // bytes of the own certificates
    name_digest established_name_{}; // which server the client asked for before this handshake (B7)
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
class server_handshake : public driver<P, Side>, protected server_facts<P> {
protected:
    using base = driver<P, Side>;
    using suites = suites_of<P>;
    static constexpr bool asks_clients = server_asks_clients<Credentials, P>;
    static constexpr auto const& table = []() -> auto const& {
        if constexpr (asks_clients) {
            return asking_server_table;
        } else {
            return plain_server_table;
        }
    }
    ();
    using base::fail;
    using base::keys_;
    using base::session_;
    using base::state_;
    using memory = server_facts<P>;
    using memory::facts_;
    using memory::rules_;
    using memory::sent_;
    using memory::verdict_;
    friend base;

    server_handshake(buffers const& b, Credentials& credentials, Tickets* tickets)
        : base{b, opened_.text.state}, server_facts<P>{}, credentials_{credentials}, tickets_{tickets} {
        this->is_server_ = true;
    }
    ~server_handshake() { wipe_side(); }

    progress on_message(handshake_type type) {
        switch (table.at(state_, input_of(type))) {
        case server_action::hello: return handle<client_hello_of<P>, &server_handshake::on_whole_hello>();
        case server_action::key_exchange: return on_key_exchange();
        case server_action::finished: return this->on_finished();
        default: return fail(errc::unexpected_message);
        }
    }
    /// A hello for which there is no room is read as it passes (hello/stream.hpp).
    progress on_long_message() {
        if constexpr (P::stream_client_hello) {
            bool const hello = this->in_.partial().size() >= 4 &&
                               this->in_.partial()[0] == static_cast<std::uint8_t>(handshake_type::client_hello);
            if (hello && table.at(state_, input_of(handshake_type::client_hello)) == server_action::hello &&
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
                lost_extensions lost;
                stream_.for_each_too_long([&lost](extension_type type) { lost.add(type); });
                progress const p = on_client_hello(m, lost);
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
        return base::on_change_cipher_spec(rules_.on_change_cipher_spec());
    }
    progress on_no_renegotiation() { return this->obey_warning(rules_.on_no_renegotiation()); }
    [[nodiscard]] judgement on_application_data() const { return rules_.on_application_data(); }
    /// As new; what is secret is wiped already.
    void forget_facts() { static_cast<memory&>(*this) = memory{}; }
    static void abandon() {} // nothing but operations, which are reset
    static void on_failure(error /*why*/) {}
    /// Abandons what a handshake has under way.
    void reset_operations() {
        base::reset_operations();
        sealer_.reset();
        signer_.reset();
        if constexpr (asks_clients) {
            client_.verifier.reset();
        }
    }
    void wipe_side() {
        reset_operations();
        rules_.close();
        this->wipe_agreement();
    }

    Credentials& credentials_;
    Tickets* tickets_;
    typename Tickets::template opened<P> opened_{};
    [[no_unique_address]] sign_operation<P> signer_{};
    [[no_unique_address]] std::conditional_t<asks_clients, client_certificate_state<P>, unneeded<6>> client_{};
    [[no_unique_address]] typename Tickets::template sealer<P> sealer_{};
    static_assert(!P::stream_client_hello || P::hello_buffer <= P::max_message,
                  "flintls: a server's hello_buffer is larger than the largest hello that max_message lets in");
    struct no_stream {};
    using stream_type = client_hello_stream<long_hello_policy<P, Tickets::template size<P>>>;
    [[no_unique_address]] std::conditional_t<P::stream_client_hello, stream_type, no_stream> stream_{};

    /// Seconds on the clock that judges tickets.
    [[nodiscard]] std::uint32_t ticket_time() {
        if constexpr (Tickets::none) {
            return this->now_;
        } else {
            return tickets_ != nullptr ? tickets_->template now<P>(this->now_) : this->now_;
        }
    }

private:
    template <class M, progress (server_handshake::*Handle)(M const&)> progress handle() {
        M message{};
        return this->read(message) ? (this->*Handle)(message) : progress::again;
    }

    progress on_whole_hello(client_hello_of<P> const& m) { return on_client_hello(m, {}); }
    progress on_client_hello(client_hello_of<P> const& m, lost_extensions lost) {
        // B8: whether there is to be another handshake at all comes before what is wrong with this one.
        judgement const j = rules_.on_client_hello(signals_of(m), hello_facts<P>::has_extended_master_secret(m));
        if (!j.proceeds()) {
            this->leave_out();
            return this->obey(j);
        }
        this->progressed();
        if (error const e = facts_.read(m, credentials_, lost)) {
            return fail(e);
        }
        this->begin_transcript();
        copy(keys_.client_random().data(), m.random.data(), 32);
        verdict_ = ticket_verdict::full_handshake;
        this->extended_master_secret_ = facts_.extended_master_secret;
        this->protocol_ = facts_.protocol;
        sent_ = 0;
        return this->go(state::digest_name);
    }

    progress on_key_exchange() {
        if constexpr (suites::plain_psk) {
            if (this->traits().exchange == key_exchange::psk) {
                return handle<client_key_exchange_psk, &server_handshake::on_psk>();
            }
        }
        if constexpr (suites::ecdhe_psk) {
            if (this->traits().exchange == key_exchange::ecdhe_psk) {
                return handle<client_key_exchange_ecdhe_psk, &server_handshake::on_ecdhe_psk>();
            }
        }
        return handle<client_key_exchange_ecdhe, &server_handshake::on_ecdhe>();
    }
    progress on_psk(client_key_exchange_psk const& m) { return choose_psk(m.psk_identity); }
    progress on_ecdhe_psk(client_key_exchange_ecdhe_psk const& m) {
        this->peer_share_ = m.point;
        return choose_psk(m.psk_identity);
    }
    progress on_ecdhe(client_key_exchange_ecdhe const& m) {
        this->peer_share_ = m.point;
        return this->go(state::agree);
    }
    progress choose_psk(byte_view identity) {
        if constexpr (suites::psk) {
            return this->use_psk({identity, credentials_.psk(identity).key}, state::agree);
        } else {
            return fail(errc::unexpected_message);
        }
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
