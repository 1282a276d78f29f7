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
#include "flintls/tls12/stepper.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// A channel that can end. `Side`: the client or the server.
template <policy P, class Side> class alerts : public channel<P>, public stepper<Side> {
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
    enum class phase : std::uint8_t { open, closing, failing, closed, failed };
    using base = channel<P>;
    using base::base;
    using base::in_;
    using base::out_;

    /// The record that was begun has this much of a handshake message.
    void made(std::uint32_t size, bool hashed = true) {
        if (out_.type() != content_type::change_cipher_spec) {
            show(true, out_.type(), {out_.content(), size});
        }
        base::made(size, hashed);
    }
    /// To wait for, or too small ever.
    progress no_room() { return out_.ready().empty() ? fail(errc::no_room) : progress::send; }
    /// To who looks on, where somebody does: `Credentials::observe(sent, type, bytes)` (tls12/credentials.hpp).
    void show(bool sent, content_type type, byte_view bytes) {
        if constexpr (requires { side().credentials_.observe(sent, type, bytes); }) {
            side().credentials_.observe(sent, type, bytes);
        }
    }

    /// Is the connection on its way out, or gone?
    [[nodiscard]] bool over() const { return phase_ != phase::open; }
    /// Ends the connection with a fatal alert.
    [[gnu::noinline]] progress fail(error why) {
        if (!over()) {
            side().on_failure(why.what());
            failure_ = why;
            this->drop_record();
            phase_ = phase::failing;
        }
        return progress::again;
    }
    progress fail(errc why) { return fail(error::within(why, 0)); }
    [[gnu::noinline]] progress obey(judgement j) {
        if (j.what() == judgement::action::refuse) {
            static_cast<void>(put_alert(j.level(), j.alert())); // without room for it the peer waits for nothing
        }
        return j.what() == judgement::action::abort ? fail(j.why()) : progress::again;
    }

    /// Sends a message in records of its own. \return again, or send where there is no room yet
    template <class M> progress put_record(content_type type, M const& message, bool hashed) {
        return put_with(
            type, [](sink& out, void const* m) { return M::wire::write(out, *static_cast<M const*>(m)); }, &message,
            hashed);
    }
    /// What of that does not depend on the message.
    [[gnu::noinline]] progress put_with(content_type type, errc (*write)(sink&, void const*), void const* message,
                                        bool hashed) {
        sink s = this->begin_record(type);
        std::uint8_t const* const begin = s.p;
        errc const e = write(s, message);
        auto const size = static_cast<std::uint32_t>(s.p - begin);
        if (e != errc::ok && e != errc::no_room) {
            return fail(e);
        }
        if (e == errc::no_room || !out_.fits(size, this->fragment_limit_)) {
            return no_room();
        }
        made(size, hashed);
        return progress::again;
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
        if (error const e = parse(in_.content(), received)) {
            return fail(e);
        }
        show(false, content_type::alert, in_.content());
        in_.consume(in_.content().size());
        if (received.description == alert_description::close_notify) {
            side().on_failure(errc::ok); // T6: in the middle of a handshake it is one
            close();
            return progress::again;
        }
        if (received.level == alert_level::fatal) {
            side().on_failure(errc::ok);
            failure_ = error::received(static_cast<std::uint8_t>(received.description), 0);
            end(phase::failed);
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

    error failure_;
    std::uint8_t warnings_ = 0;
    phase phase_ = phase::open;

private:
    static constexpr std::uint8_t max_warnings = 4;

    bool said_last_ = false; // the alert with which it ends is made
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
