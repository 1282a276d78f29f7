// SPDX-License-Identifier: Apache-2.0
/// \file
/// Alerts, and how a connection ends: RFC 5246 7.2.
#ifndef FLINTLS_TLS12_ALERTS_HPP
#define FLINTLS_TLS12_ALERTS_HPP

#include <cstdint>

#include "flintls/judgement.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/tls12/channel.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/tls12/sender.hpp"
#include "flintls/tls12/stepper.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// A channel that can end. `Side`: the client or the server.
template <policy P, class Side> class alerts : public sender<P>, public stepper<Side> {
    friend stepper<Side>;

public:
    /// Why it failed: what was found here and which alert went out for it, or which alert came in.
    [[nodiscard]] error failure() const { return failure_; }

    /// Says goodbye, behind what was written before (RFC 5246 7.2.1). `run` answers `closed` when it is ready to send.
    /// Whoever gives up waiting in a handshake calls `transport_lost`, so that a ticket that the server hangs on goes.
    void close() {
        if (!over()) {
            side().abandon();
            if (this->opening_) { // it will not be read any more
                this->ciphers_.reset();
                this->opening_ = false;
            }
            if (out_.making() && out_.type() != content_type::application_data) {
                this->drop_record(); // a handshake ends here
            }
            phase_ = phase::closing;
        }
    }

protected:
    using base = sender<P>;
    using base::base;
    using base::fail;
    using base::failure_;
    using base::in_;
    using base::out_;
    using base::over;
    using base::phase_;
    using base::said_last_;
    using base::warnings_;
    using typename base::phase;

    /// The record that was begun has this much of a handshake message.
    void made(std::uint32_t size, bool hashed = true) {
        show(true, out_.type(), {out_.content(), size});
        base::made(size, hashed);
    }
    /// To who looks on, where somebody does: `Credentials::observe(sent, type, bytes)` (tls12/credentials.hpp).
    void show(bool sent, content_type type, byte_view bytes) {
        if constexpr (requires { side().credentials_.observe(sent, type, bytes); }) {
            side().credentials_.observe(sent, type, bytes);
        }
    }

    [[gnu::noinline]] progress obey(judgement j) {
        if (j.what() == judgement::action::refuse) {
            static_cast<void>(put_alert(j.level(), j.alert())); // without room for it the peer waits for nothing
        }
        return j.what() == judgement::action::abort ? fail(j.why()) : progress::again;
    }

    /// Sends a message in records of its own. \return again, or send where there is no room yet
    template <class M> progress put_record(content_type type, M const& message, bool hashed) {
        progress const p = this->put_with(type, &write_as<M>, &message, hashed);
        if (out_.making() && type != content_type::change_cipher_spec) {
            show(true, type, {out_.content(), out_.size()});
        }
        return p;
    }
    progress put_alert(alert_level level, alert_description description) {
        return put_record(content_type::alert, alert{level, description}, false);
    }
    /// The alert with which it ends, as soon as there is room for it, and then the end.
    progress say_last() {
        if (!said_last_) {
            bool const fatal = phase_ == phase::failing;
            progress const p = put_alert(fatal ? alert_level::fatal : alert_level::warning,
                                         fatal ? to_alert(failure_) : alert_description::close_notify);
            said_last_ = p == progress::again; // or there never will be room for it
            return p;
        }
        end(phase_ == phase::closing ? phase::closed : phase::failed);
        return progress::again;
    }

    progress on_alert() {
        alert received;
        byte_view const content = in_.content();
        if (error const e = parse(content, received)) {
            return fail(e);
        }
        show(false, content_type::alert, content);
        in_.consume(content.size());
        bool const closes = received.description == alert_description::close_notify;
        if (closes || received.level == alert_level::fatal) {
            side().on_failure(errc::ok); // T6: in the middle of a handshake a close_notify is one, too
            if (closes) {
                close();
            } else {
                failure_ = error::received(static_cast<std::uint8_t>(received.description), 0);
                end(phase::failed);
            }
            return progress::again;
        }
        if (++warnings_ > max_warnings) {
            return fail(errc::unexpected_message); // K5
        }
        return received.description == alert_description::no_renegotiation ? side().on_no_renegotiation()
                                                                           : progress::again;
    }

    /// Nothing goes on from here; what is ready can still be sent.
    void end(phase last) {
        out_.drop();
        phase_ = last;
        side().wipe_side();
        this->wipe_channel();
    }

    Side& side() { return static_cast<Side&>(*this); }
    Side const& side() const { return static_cast<Side const&>(*this); }

private:
    static constexpr std::uint8_t max_warnings = 4;
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
