// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client of TLS 1.2 remembers, and how it fails: RFC 5077 3.2, RFC 5746 3.3.
#ifndef FLINTLS_TLS12_CLIENT_MEMORY_HPP
#define FLINTLS_TLS12_CLIENT_MEMORY_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/renegotiation.hpp"
#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"
#include "flintls/tls12/client_table.hpp"
#include "flintls/tls12/credentials.hpp"
#include "flintls/tls12/handshake_steps.hpp"
#include "flintls/tls12/operations.hpp"
#include "flintls/tls12/steps.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What is secret, or tells who talks to whom, in one place: it is wiped at once.
class client_secrets {
protected:
    session session_{};
    identity established_{}; // who the server was before this handshake (B7)
    verify_data client_verify_data_{};
    verify_data server_verify_data_{};
    // The own share, 65 bytes, then the secret that was agreed on; two more fill the last word.
    std::array<std::uint8_t, 67> scratch_{};
};
static_assert(sizeof(client_secrets) == sizeof(session) + sizeof(identity) + 2 * sizeof(verify_data) + 67);

/// What a client remembers beside keys and operations. All of it begins as zeros, or nearly, and so costs next to no code.
template <policy P> class client_facts : protected client_secrets {
protected:
    client_renegotiation<P> rules_{};
    client_resumption resumption_{};
    byte_view host_name_{};

    // Of the message that is being dealt with; they alias it.
    received_certificate peer_{};
    byte_view share_{};
    byte_view body_{};

    ticket_handle offered_{};
    staged_ticket staged_{};
    steps steps_{};
    cipher_suite suite_{};
    retry_advice advice_ = retry_advice::do_not_retry;
    std::uint8_t fragment_code_ = 0; // of RFC 6066 4, as the server agreed to it
    std::uint8_t protocol_ = 0;      // of `P::protocols`, from 1 on
    client_state state_ = client_state::not_started;
    bool extended_master_secret_ = false;
    bool certificate_wanted_ = false;
    bool fallback_ = false;
    bool resumed_ = false; // the last handshake that was finished was abbreviated
    bool resume_ = true;   // with a ticket, if there is one
};

/// What a client that may have a certificate remembers of it, for a handshake.
struct own_certificate_state {
    identity key{};         // nobody's: there is none at present
    std::uint32_t sent = 0; // bytes of the chain
    std::uint32_t signature_size = 0;
    bool presented = false; // the server wants it
};

/// The state of a client; `Side`, the client itself, has the steps.
template <policy P, class Credentials, class Side>
class client_memory : public handshake_steps<P, Side>, protected client_facts<P> {
protected:
    using handshake_steps = tls12::handshake_steps<P, Side>;
    using base = driver<P, Side>;
    using suites = suites_of<P>;
    using state = client_state;
    using exchange = exchange_operation<P>;
    static constexpr bool proves_itself = client_proves_itself<Credentials, P>;
    /// Where handshakes begin.
    static constexpr state first_step = proves_itself ? state::digest_own_key : state::begin_handshake;
    using facts = client_facts<P>;
    using facts::advice_;
    using facts::established_;
    using facts::offered_;
    using facts::resume_;
    using facts::resumption_;
    using facts::rules_;
    using facts::session_;
    using facts::staged_;
    using facts::state_;
    friend base;

    client_memory(buffers const& b, Credentials& credentials, ticket_store<P>* store)
        : handshake_steps{b}, client_facts<P>{}, credentials_{credentials}, store_{store} {}
    ~client_memory() { wipe_side(); }

    [[nodiscard]] bool awaits_input() const { return state_ <= state::expect_finished; }
    progress on_no_renegotiation() {
        judgement const j = rules_.on_no_renegotiation();
        if (j.proceeds()) { // B8: as if nothing had been asked
            state_ = state::idle;
            if (offered_) { // it was that of the ticket
                name_digest const name = session_.server_name;
                wipe(session_);
                session_.server_name = name;
            }
            session_.peer = established_;
        }
        return this->obey(j);
    }
    [[nodiscard]] judgement on_application_data() const { return rules_.on_application_data(); }

    /// No NewSessionTicket waits for Finished any more.
    void abandon() {
        if (store_ != nullptr) {
            store_->forget(staged_.handle());
        }
        staged_ = staged_.handle() ? staged_ticket{} : staged_;
    }
    /// Another handshake begins: what the last one offered is of no account any more.
    void begin_again(bool resume) {
        resume_ = resume;
        resumption_ = {};
        staged_ = {};
        offered_ = {};
        state_ = first_step;
    }
    /// T6
    void on_failure(errc why) {
        abandon();
        if (state_ == state::idle || state_ == state::not_started) {
            return;
        }
        failure_outcome const outcome = resumption_.on_failure(why);
        advice_ = outcome.advice;
        if (store_ != nullptr && outcome.forget_ticket) {
            store_->forget(offered_);
        }
    }
    void wipe_side() {
        abandon();
        rules_.close();
        wipe(static_cast<client_secrets&>(*this));
        kex_.reset();
        verifier_.reset();
        signer_.reset();
        share_key_ = {};
        this->steps_.reset();
        if constexpr (proves_itself) {
            wipe(own_);
        }
    }

    Credentials& credentials_;
    ticket_store<P>* store_;
    [[no_unique_address]] exchange kex_{};
    [[no_unique_address]] typename exchange::key share_key_{};
    [[no_unique_address]] verify_operation<P> verifier_{};
    [[no_unique_address]] sign_operation<P, proves_itself> signer_{};
    [[no_unique_address]] std::conditional_t<proves_itself, own_certificate_state, unneeded<6>> own_{};
    psk_choice<typename psk_operation<P>::key> psk_{};
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
