// SPDX-License-Identifier: Apache-2.0
/// \file
/// A connection that has a side: how a client or a server is driven, and told what comes.
#ifndef FLINTLS_TLS12_DRIVER_HPP
#define FLINTLS_TLS12_DRIVER_HPP

#include <cstdint>
#include <span>

#include "flintls/judgement.hpp"
#include "flintls/policy.hpp"
#include "flintls/tls12/agreement.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// `Side`: the client or the server, whose functions are called here.
template <policy P, class Side> class driver : public agreement<P> {
protected:
    using base = agreement<P>;
    using base::base;
    using base::over;
    using typename base::phase;

public:
    /// Is no handshake under way?
    [[nodiscard]] bool idle() const { return this->state_ == state::idle; }
    /// Why the last `connect`, `accept`, `renegotiate` or `request_renegotiation` answered false; ok after true.
    [[nodiscard]] errc refusal() const { return this->refusal_; }
    /// Came the application data while another handshake was under way? It belongs to the keys and the peer of before
    /// then (B5).
    [[nodiscard]] bool during_renegotiation() const { return this->has_data_ && !this->idle(); }

    /// Room for application data of one record, in place; empty while there is none, a handshake is under way, or a refusal
    /// waits for room (B4), which comes first. To be filled and given to `write` before anything else is called.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        if (!this->idle() || this->out_.making() || this->refusal_due_ || over()) {
            return {};
        }
        sink const s = this->begin_record(content_type::application_data);
        return {s.p, s.left() < this->fragment_limit_ ? s.left() : this->fragment_limit_};
    }
    /// `count` bytes were written there; `run` protects them. \pre no more than there was room for; else the connection
    /// fails with errc::count_too_large
    void write(std::uint32_t count) {
        if (!over() && this->believes(count, static_cast<std::uint32_t>(write_space().size())) && count != 0) {
            this->made(count, false);
        }
    }
    /// Data of any length is written in several calls, with `run` and `sent` between them: `rest =
    /// rest.subview(write_some(rest))`. Each copies what there is room for in one record.
    /// \return bytes of `data` that were taken; 0 where `write_space` is empty
    [[nodiscard]] std::uint32_t write_some(byte_view data) {
        std::span<std::uint8_t> const space = write_space();
        byte_view const taken = data.subview(0, static_cast<std::uint32_t>(space.size()));
        copy(space.data(), taken.data(), taken.size());
        if (!taken.empty()) {
            this->made(taken.size(), false);
        }
        return taken.size();
    }

    /// Says goodbye, behind what was written before (RFC 5246 7.2.1). `run` answers `closed` when it is ready to send.
    /// Whoever gives up waiting in a handshake calls `transport_lost`, so that a ticket that the server hangs on goes.
    void close() {
        if (!over()) {
            side().reset_operations();
            side().abandon();
            this->begin_to_close();
        }
    }
    /// The transport ended.
    void transport_lost() {
        if (this->phase_ >= phase::closed) {
            return;
        }
        side().reset_operations();
        if (!over()) {
            this->failure_ = error{errc::connection_lost, 0};
            this->untold_ = true;
        }
        if (this->untold_) { // of this end, or of one that came before it
            this->untold_ = false;
            side().on_failure(this->failure_);
        }
        this->end(this->phase_ == phase::closing ? phase::closed : phase::failed);
        side().wipe_side();
    }
    /// Does what can be done. `now` in seconds of the caller's clock.
    progress run(std::uint32_t now) {
        this->now_ = now;
        progress p = progress::again;
        while (p == progress::again) {
            show_made();
            p = do_next(this->turn());
        }
        return p;
    }

protected:
    /// May a connection begin: the first one, or one behind a connection that has ended? Of that nothing is left then.
    [[nodiscard]] bool may_begin() {
        if (this->phase_ >= phase::closed) {
            bool const is_server = this->is_server_;
            static_cast<connection_facts&>(*this) = connection_facts{};
            this->is_server_ = is_server;
            this->out_.clear();
            side().forget_facts();
        }
        return this->state_ == state::not_started && !over();
    }
    Side& side() { return static_cast<Side&>(*this); }
    Side const& side() const { return static_cast<Side const&>(*this); }

private:
    progress do_next(task t) {
        byte_view const message = this->hash_in_;
        switch (t) {
        case task::step: return side().step();
        case task::message: {
            show(false, content_type::handshake, message);
            auto const type = static_cast<handshake_type>(message[0]);
            if (type != handshake_type::hello_request && type != handshake_type::client_hello) { // that is judged first
                this->progressed();
            }
            return side().on_message(type);
        }
        case task::part:
            if constexpr (requires { side().on_part(); }) {
                return side().on_part();
            }
            return progress::again;
        case task::long_message:
            show(false, content_type::handshake, this->in_.partial());
            return side().on_long_message();
        case task::piece:
            show(false, content_type::handshake, message);
            return side().on_piece(message, this->skip_ == 0);
        case task::change_cipher_spec: return side().on_change_cipher_spec();
        case task::application_data: {
            judgement const j = side().on_application_data();
            if (!j.proceeds()) {
                return this->obey(j);
            }
            progress const p = this->accept_data();
            if (p == progress::data) {
                side().rules_.on_progress(); // B6
            }
            return p;
        }
        case task::alert:
            show(false, content_type::alert, this->in_.content());
            return this->take_alert() ? side().on_no_renegotiation() : progress::again;
        case task::failure:
            side().reset_operations();
            if (this->phase_ == phase::failing) {
                this->drop_record();
            }
            side().on_failure(this->failure_);
            return progress::again;
        case task::wipe: side().wipe_side(); return progress::again;
        default: return static_cast<progress>(t);
        }
    }

    /// To who looks on, where somebody does: `Credentials::observe(sent, type, bytes)` (tls12/credentials.hpp).
    void show(bool sent, content_type type, byte_view bytes) {
        if constexpr (requires { side().credentials_.observe(sent, type, bytes); }) {
            side().credentials_.observe(sent, type, bytes);
        }
    }
    /// What was made since, before it is protected.
    void show_made() {
        if constexpr (requires { side().credentials_.observe(true, content_type::alert, byte_view{}); }) {
            bool const made = this->out_.making() && this->unseen_;
            content_type const type = this->out_.type();
            if (made && (type == content_type::handshake || type == content_type::alert)) {
                show(true, type, {this->out_.content(), this->out_.size()});
            }
            this->unseen_ = false;
        }
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
