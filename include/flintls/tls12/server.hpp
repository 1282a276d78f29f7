// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server of TLS 1.2 (RFC 5246) over the caller's buffers: full handshakes, resumption by ticket (RFC 5077), secure
/// renegotiation (RFC 5746). Clients are known by their pre-shared keys, by their certificates, or not at all.
#ifndef FLINTLS_TLS12_SERVER_HPP
#define FLINTLS_TLS12_SERVER_HPP

#include <array>
#include <cstdint>

#include "flintls/message/hello_request.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/tls12/server_exchange.hpp"
#include "flintls/tls12/server_hello_extensions.hpp"
#include "flintls/tls12/server_hello_rules.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// One connection; one thread. `Credentials`: who this server is (tls12/credentials.hpp). `Tickets`: `ticket_service`, or
/// `no_tickets`.
template <policy P, server_credentials_for<P> Credentials, class Tickets = no_tickets>
class server : public server_exchange<P, Credentials, Tickets, server<P, Credentials, Tickets>> {
    using handshake_base = server_exchange<P, Credentials, Tickets, server>;
    using base = typename handshake_base::base;
    using suites = typename handshake_base::suites;
    using handshake_base::then;
    friend base;

public:
    /// Bytes that the buffers need at least.
    static constexpr std::uint32_t min_receive = base::min_receive;
    static constexpr std::uint32_t min_messages = base::min_messages;
    static constexpr std::uint32_t min_transmit = base::min_receive;

    /// All of these must live as long as the connection. Without tickets none is given.
    server(buffers const& b, Credentials& credentials, Tickets* tickets = nullptr)
        : handshake_base{b, credentials, tickets} {}

    /// A client is there: its hello is awaited. Also when the connection before is over (`closed`, `failed`,
    /// `transport_lost`), of which nothing is left then. \return false: `refusal()` is begun_before, or says which
    /// buffer is below its least size
    [[nodiscard]] bool accept() {
        errc const lacks = this->lacks_room(min_receive, min_transmit);
        bool const fresh = this->permits(lacks != errc::ok ? lacks : this->may_begin() ? errc::ok : errc::begun_before);
        this->state_ = fresh ? state::expect_client_hello : this->state_;
        return fresh;
    }
    /// Asks the client for another handshake (RFC 5246 7.4.1.1). \return false: `refusal()` is not_connected, busy (also
    /// when the client has not answered the last request) or not_permitted
    [[nodiscard]] bool request_renegotiation() {
        errc why_not = this->why_not_again();
        if (why_not == errc::ok && !this->rules_.request().proceeds()) {
            why_not = this->rules_.requested() ? errc::busy : errc::not_permitted;
        }
        bool const may = this->permits(why_not);
        this->state_ = may ? state::send_request : this->state_;
        return may;
    }

    /// Who the client is by the last handshake that was finished: also while another one is under way.
    [[nodiscard]] identity const& peer() const& { return this->established_; }
    /// Of the last handshake, while `idle()`: its session, which is secret, and how it came about.
    [[nodiscard]] session const& current() const& { return this->session_; }
    [[nodiscard]] bool resumed() const { return this->resumed_; }
    [[nodiscard]] bool secure_renegotiation() const { return this->rules_.secure(); }
    /// Was a ticket given?
    [[nodiscard]] bool gave_ticket() const { return this->ticket_due_; }
    /// Which of `P::protocols` was chosen, from 1 on; 0: none (RFC 7301).
    [[nodiscard]] std::uint8_t protocol() const { return this->protocol_; }

private:
    progress step() {
        switch (this->state_) {
        case state::not_started: return progress::receive; // accept first
        case state::send_request: return then(this->put(hello_request{}, false), state::idle);
        case state::digest_name: return this->digest_host_name(this->facts_.host_name, state::begin_handshake);
        case state::begin_handshake: return begin_handshake();
        case state::open_ticket: return open_ticket();
        case state::choose: return choose();
        case state::send_hello: return send_hello();
        case state::send_certificate:
        case state::digest_params:
        case state::sign:
        case state::send_key_exchange:
        case state::send_done: return this->flight_step();
        case state::send_certificate_request:
        case state::digest_key:
        case state::trust_peer:
        case state::digest_transcript:
        case state::check_signature: return this->certificate_step();
        case state::make_master: return this->make_master();
        case state::seal_ticket: return seal_ticket();
        case state::conclude: return conclude();
        default: return this->common_step();
        }
    }

    progress begin_handshake() {
        auto const random = this->keys_.server_random();
        crypto_status const answer = this->random_.fill(random.data(), 32);
        if (answer == crypto_status::done) {
            mark_downgrade<P>(random, protocol_version::tls_1_2);
            this->decide_on_certificate();
        }
        bool const has_ticket = this->tickets_ != nullptr && !this->facts_.ticket.empty();
        return then(answer, has_ticket ? state::open_ticket : state::choose);
    }

    /// T10: what does not open, or is not to be resumed, is a full handshake.
    progress open_ticket() {
        if constexpr (Tickets::none) {
            return this->fail(errc::unexpected_message);
        } else {
            name_digest name{};
            copy(name.data(), this->scratch().data(), 16);
            resumption_request const hello{protocol_version::tls_1_2, this->facts_.cipher_suites,
                                           this->facts_.extended_master_secret, name};
            crypto_status const answer = this->sealer_.open(this->tickets_->keys, this->facts_.ticket, hello,
                                                            this->now_, this->opened_, this->verdict_);
            if (answer == crypto_status::done && resumes()) {
                this->verdict_ = this->lets_in(this->session_) ? this->verdict_ : ticket_verdict::full_handshake;
            }
            return then(answer, state::choose);
        }
    }

    [[nodiscard]] bool resumes() const {
        return this->verdict_ == ticket_verdict::resume || this->verdict_ == ticket_verdict::renew;
    }

    progress choose() {
        if (this->verdict_ == ticket_verdict::abort) {
            return this->fail(errc::extended_master_secret_missing);
        }
        session& s = this->session_;
        bool const promises = this->tickets_ != nullptr && this->facts_.wants_ticket;
        this->resumed_ = resumes();
        this->ticket_due_ = promises && this->verdict_ != ticket_verdict::resume;
        if (!this->resumed_) {
            wipe(s);
            copy(s.server_name.data(), this->scratch().data(), 16);
            s.suite = this->facts_.choose(this->credentials_);
            s.max_fragment_length = static_cast<std::uint8_t>(this->facts_.fragment_length);
            if (s.suite == cipher_suite{}) {
                return this->fail(errc::no_common_suite);
            }
            if (this->facts_.no_uncompressed) { // RFC 8422 5.1.2
                return this->fail(errc::forbidden_value);
            }
        }
        // B7, RFC 5746 5: what is too long to be known is another one.
        bool const other_name =
            (this->established_name_ != name_digest{} && !is_same_name(this->established_name_, s.server_name)) ||
            (this->rules_.state().renegotiating() && s.server_name == unknown_name);
        if (other_name) {
            return this->fail(errc::identity_changed);
        }
        this->choose_suite(s.suite);
        this->fragment_code_ = s.max_fragment_length;
        this->set_fragment_limit(bytes_of(static_cast<max_fragment_length_code>(s.max_fragment_length)));
        return this->go(state::send_hello);
    }

    progress send_hello() {
        using bytes = server_hello_extensions<P>;
        auto const& facts = this->facts_;
        found<renegotiation_info> const info = this->rules_.answer(); // S1, S4
        bool const full = !this->resumed_;
        std::array<byte_view, 6> const pieces{
            full && facts.name_used ? bytes::server_name_bytes : byte_view{}, // RFC 6066 3
            full && facts.point_formats && this->traits().has_ecdhe() ? bytes::point_formats_bytes : byte_view{},
            this->extended_master_secret_ ? bytes::extended_master_secret_bytes : byte_view{},
            this->ticket_due_ ? bytes::session_ticket_bytes : byte_view{},
            bytes::fragment_length[static_cast<std::size_t>(facts.fragment_length)],
            bytes::protocol[this->protocol_]};
        bool any = info.present; // RFC 5246 7.4.1.3: no block rather than an empty one
        for (byte_view const each : pieces) {
            any = any || !each.empty();
        }
        optional_block const block{any, offer{when{info.present, info.value}, encoded_pieces{pieces}}};
        auto const random = this->keys_.server_random();
        basic_server_hello<std::remove_const_t<decltype(block)>> const m{
            .legacy_version = protocol_version::tls_1_2,
            .random = fixed_view<32>{std::span<std::uint8_t const, 32>{random}},
            .session_id = this->resumed_ ? facts.session_id : byte_view{}, // T9, RFC 5077 3.4
            .cipher_suite = this->suite_,
            .compression_method = compression_method::null,
            .extensions = block};
        return then(this->put(m), this->resumed_                     ? state::check_peer
                                  : this->traits().has_certificate() ? state::send_certificate
                                                                     : state::make_share);
    }

    /// T17, RFC 5077 3.3: sealed in place; what cannot be sealed is an empty ticket.
    progress seal_ticket() {
        if constexpr (!Tickets::none) {
            constexpr std::uint32_t size = sealer::size;
            constexpr std::uint32_t before = 4 + static_cast<std::uint32_t>(min_size<new_session_ticket>);
            if (!this->out_.ready().empty()) { // the ticket must stay where it is while it is sealed
                return progress::send;
            }
            sink const room = this->begin_record(content_type::handshake);
            if (room.left() < before + size) {
                return this->no_room();
            }
            std::uint8_t* const ticket = room.p + before;
            crypto_status const answer = this->sealer_.seal(this->tickets_->keys, this->session_, this->now_,
                                                            std::span<std::uint8_t, size>{ticket, size});
            if (answer == crypto_status::pending) {
                return progress::crypto;
            }
            bool const sealed = answer == crypto_status::done;
            // It is written to where it is already.
            return then(this->put(new_session_ticket{sealed ? lifetime_hint<P>(this->session_, this->ticket_time()) : 0,
                                                     sealed ? byte_view{ticket, size} : byte_view{}}),
                        state::send_change);
        }
        return this->fail(errc::unexpected_message);
    }

    /// Both Finished are verified.
    progress conclude() {
        judgement const j = this->rules_.on_finished(this->verify_data_[0], this->verify_data_[1],
                                                     {this->resumed_, this->extended_master_secret_});
        if (!j.proceeds()) {
            return this->obey(j);
        }
        this->established_name_ = this->session_.server_name;
        return this->connected();
    }

    using sealer = typename Tickets::template sealer<P>;
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
