// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client of TLS 1.2 remembers, and how it fails: RFC 5077 3.2, RFC 5746 3.3.
#ifndef FLINTLS_TLS12_CLIENT_MEMORY_HPP
#define FLINTLS_TLS12_CLIENT_MEMORY_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/renegotiation.hpp"
#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"
#include "flintls/tls12/client_table.hpp"
#include "flintls/tls12/credentials.hpp"
#include "flintls/tls12/driver.hpp"
#include "flintls/tls12/operations.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What a client remembers beside keys and operations. All of it begins as zeros, or nearly, and so costs next to no code.
template <policy P> class client_facts {
protected:
    client_renegotiation<P> rules_{};
    client_resumption resumption_{};
    ticket_handle offered_{}; // by the handshake that is under way
    ticket_handle kept_{};    // of the connection's sessions, the last one that came or was resumed
    staged_ticket staged_{};
    retry_advice advice_ = retry_advice::do_not_retry;
    bool certificate_wanted_ = false;
    bool fallback_ = false;
    bool resume_ = true;        // with a ticket, if there is one
    bool asks_by_name_ = false; // SNI
    byte_view name_{};          // of the server, for who judges it
    byte_view key_{};           // of its tickets

    // Of the message that is being dealt with; they alias it.
    received_certificate peer_{};
    byte_view params_{};
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
class client_memory : public driver<P, Side>, protected client_facts<P> {
protected:
    using base = driver<P, Side>;
    using suites = suites_of<P>;
    static constexpr bool proves_itself = client_proves_itself<Credentials, P>;
    /// Where handshakes begin.
    static constexpr state first_step = proves_itself ? state::digest_own_key : state::begin_handshake;
    using facts = client_facts<P>;
    using base::established_;
    using base::session_;
    using base::state_;
    using facts::advice_;
    using facts::kept_;
    using facts::offered_;
    using facts::resume_;
    using facts::resumption_;
    using facts::rules_;
    using facts::staged_;
    friend base;

    client_memory(buffers const& b, Credentials& credentials, ticket_store<P>* store)
        : base{b, current_}, client_facts<P>{}, credentials_{credentials}, given_store_{store}, store_{store} {}
    ~client_memory() {
        if (this->untold_) { // it failed outside of `run`, after which nobody called
            on_failure(this->failure_);
        }
        wipe_side();
    }

    progress on_no_renegotiation() {
        judgement const j = rules_.on_no_renegotiation();
        if (j.proceeds()) { // B8: as if nothing had been asked
            state_ = state::idle;
            resumption_.on_no_renegotiation();
            if (offered_) { // it was that of the ticket
                name_digest const name = session_.server_name;
                wipe(session_);
                session_.server_name = name;
            }
            session_.peer = established_;
            offered_ = {};
        }
        return this->obey_warning(j);
    }
    [[nodiscard]] judgement on_application_data() {
        judgement const j = rules_.on_application_data();
        if (j.proceeds() && !this->in_.content().empty()) {
            resumption_.on_application_data();
        }
        return j;
    }

    /// As new; what is secret is wiped already.
    void forget_facts() { static_cast<facts&>(*this) = facts{}; }
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
        resumption_.begin(ticket_offer::nothing);
        staged_ = {};
        offered_ = {};
        state_ = first_step;
    }
    /// T6, T6a
    void on_failure(error why) {
        abandon();
        failure_outcome const outcome = resumption_.on_failure(why);
        advice_ = outcome.advice;
        if (store_ != nullptr && outcome.forget_tickets) {
            store_->forget(offered_);
            store_->forget(kept_);
        }
    }
    /// Abandons what a handshake has under way.
    void reset_operations() {
        base::reset_operations();
        verifier_.reset();
        signer_.reset();
    }
    void wipe_side() {
        reset_operations();
        abandon();
        rules_.close();
        this->wipe_agreement();
        if constexpr (proves_itself) {
            wipe(own_);
        }
    }

    session current_{};
    Credentials& credentials_;
    ticket_store<P>* given_store_;
    ticket_store<P>* store_; // the same, or none where tickets have no key (T6b)
    [[no_unique_address]] verify_operation<P> verifier_{};
    [[no_unique_address]] sign_operation<P, proves_itself> signer_{};
    [[no_unique_address]] std::conditional_t<proves_itself, own_certificate_state, unneeded<6>> own_{};
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
