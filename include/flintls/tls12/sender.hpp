// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a driver says in records of its own, how it fails, and how it ends: RFC 5246 6.2.1, 7.2. None of it depends on
/// whose side it is, and so a client and a server share it.
#ifndef FLINTLS_TLS12_SENDER_HPP
#define FLINTLS_TLS12_SENDER_HPP

#include <cstdint>

#include "flintls/judgement.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/tls12/channel.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// Writes a message of which only the function that calls this knows the type.
template <class M> errc write_as(sink& out, void const* message) {
    return M::wire::write(out, *static_cast<M const*>(message));
}

/// A channel that has something to say, and can end.
template <policy P> class sender : public channel<P> {
public:
    /// So many bytes were received into `space()`. \pre no more than there was space for; else the connection fails with
    /// errc::count_too_large, as it does where a read function's negative answer comes here as a large number
    void received(std::uint32_t count) {
        if (believes(count, static_cast<std::uint32_t>(in_.space().size())) && phase_ < phase::closed) {
            in_.received(count);
        }
    }
    /// So many bytes of `ready()` were sent. \pre no more than were ready; else as `received`
    void sent(std::uint32_t count) {
        if (believes(count, out_.ready().size())) {
            out_.sent(count);
        }
    }

    /// Why it failed: what was found here and which alert went out for it, or which alert came in.
    [[nodiscard]] error failure() const { return this->failure_; }

protected:
    using base = channel<P>;
    using base::base;
    using base::in_;
    using base::out_;
    using base::phase_;
    using typename base::phase;

    /// Is the connection on its way out, or gone?
    [[nodiscard]] bool over() const { return phase_ != phase::open; }
    /// Ends the connection with a fatal alert. The side is told in the next turn (`untold_`), which abandons everything
    /// else before.
    [[gnu::noinline]] progress fail(error why) {
        if (!over()) {
            this->failure_ = why;
            this->untold_ = true;
            phase_ = phase::failing;
        }
        return progress::again;
    }
    [[gnu::noinline]] progress fail(errc why) { return fail(error::within(why, 0)); }
    /// What the caller says of bytes is held against what it was offered.
    /// \return false: it was not so much, and the connection fails, also one that is about to close
    [[gnu::noinline]] bool believes(std::uint32_t count, std::uint32_t offered) {
        bool const believed = count <= offered;
        if (!believed && phase_ < phase::failing) {
            phase_ = phase::open;
            this->said_last_ = false;
            static_cast<void>(fail(errc::count_too_large));
        }
        return believed;
    }
    /// To wait for, or too small ever.
    progress no_room() { return out_.ready().empty() ? fail(errc::no_room) : progress::send; }

    /// A handshake message, behind its header, in records of its own. `hashed`: it belongs into the transcript.
    /// \return again, or send where there is no room yet
    template <class M> progress put(M const& message, bool hashed = true) {
        return put_with({content_type::handshake, M::msg_type, header_size, hashed}, &write_as<M>, &message);
    }
    /// The same of one that writes its header.
    template <class M> progress put_whole(M const& message) {
        return put_with({content_type::handshake, handshake_type{}, 0, true}, &write_as<M>, &message);
    }
    progress put_change_cipher_spec() {
        change_cipher_spec const message{1};
        return put_with({content_type::change_cipher_spec}, &write_as<change_cipher_spec>, &message);
    }
    progress put_alert(alert_level level, alert_description description) {
        alert const message{level, description};
        return put_with({content_type::alert}, &write_as<alert>, &message);
    }
    [[gnu::noinline]] progress obey(judgement j) {
        this->refusal_due_ = this->refusal_due_ || j.what() == judgement::action::refuse;
        return j.what() == judgement::action::abort ? fail(j.why()) : progress::again;
    }

    /// B4: the warning that answers every refused request so far. Without room it waits, and is due still.
    progress put_refusal() {
        progress const p = put_alert(alert_level::warning, alert_description::no_renegotiation);
        this->refusal_due_ = p == progress::send;
        return p;
    }
    /// K5: application data with content came, or a complete message of a handshake that is wanted.
    void progressed() { this->warnings_ = this->empty_records_ = 0; }
    /// K5: there is not an endless number of warnings that say nothing.
    progress count_warning() {
        constexpr std::uint8_t most = 4;
        return ++this->warnings_ > most ? fail(errc::unexpected_message) : progress::again;
    }
    /// The same where the rules have judged the warning: one that they ignore counts.
    progress obey_warning(judgement j) { return j.what() == judgement::action::ignore ? count_warning() : obey(j); }

    /// Says goodbye, behind what was written before (RFC 5246 7.2.1).
    void begin_to_close() {
        if (this->opening_) { // it will not be read any more
            this->ciphers_.reset();
            this->opening_ = false;
        }
        if (out_.making() && out_.type() != content_type::application_data) {
            this->drop_record(); // a handshake ends here
        }
        phase_ = phase::closing;
    }
    /// Nothing goes on from here; what is ready can still be sent.
    void end(phase last) {
        this->drop_record();
        phase_ = last;
        this->unwiped_ = true;
        this->wipe_channel();
    }
    /// The alert with which it ends, as soon as there is room for it, and then the end.
    progress say_last() {
        bool const fatal = phase_ == phase::failing;
        if (!this->said_last_) {
            progress const p = put_alert(fatal ? alert_level::fatal : alert_level::warning,
                                         fatal ? to_alert(this->failure_) : alert_description::close_notify);
            this->said_last_ = p == progress::again; // or there never will be room for it
            return p;
        }
        end(fatal ? phase::failed : phase::closed);
        return progress::again;
    }

    /// \return true: it is the warning no_renegotiation, of which the side has to think
    bool take_alert() {
        alert received;
        byte_view const content = in_.content();
        if (error const e = parse(content, received)) {
            static_cast<void>(fail(e));
            return false;
        }
        in_.consume(content.size());
        if (received.level != alert_level::warning && received.level != alert_level::fatal) { // K7
            static_cast<void>(fail(errc::forbidden_value));
            return false;
        }
        bool const closes = received.description == alert_description::close_notify;
        if (closes || received.level == alert_level::fatal) {
            this->untold_ = true; // T6: in the middle of a handshake a close_notify is a failure, too
            if (closes) {
                begin_to_close();
            } else {
                this->failure_ = error::received(static_cast<std::uint8_t>(received.description), 0);
                end(phase::failed);
            }
            return false;
        }
        if (received.description == alert_description::no_renegotiation) {
            return true;
        }
        static_cast<void>(count_warning());
        return false;
    }

    /// Decrypts a record. It stays open until input is awaited: the caller may have begun something meanwhile.
    progress open() {
        crypto_status const answer = this->open_record();
        if (answer == crypto_status::failed) {
            return fail(this->read_.records_left() == 0 ? errc::keys_used_up : errc::bad_record_mac);
        }
        return answer == crypto_status::pending ? progress::crypto : progress::again;
    }
    progress accept_change_cipher_spec() {
        return this->take_change_cipher_spec() ? progress::again : fail(errc::unexpected_message);
    }
    /// Are bytes of a record there to be dealt with? \return again if so
    progress next_record() {
        if (this->has_data_) {
            return progress::data;
        }
        if (errc const e = in_.next(this->read_.overhead(), this->max_content()); e != errc::ok) {
            return fail(e);
        }
        return !in_.open() || in_.starved() ? progress::receive : progress::again;
    }

private:
    static constexpr std::uint8_t header_size = 4;
    struct envelope {
        content_type type{};
        handshake_type msg_type{};
        std::uint8_t header_size = 0; // of the handshake header, 0 without one
        bool hashed = false;
    };

    [[gnu::noinline]] progress put_with(envelope e, errc (*write)(sink&, void const*), void const* message) {
        sink s = this->begin_record(e.type);
        sink header{s.p, s.p + e.header_size};
        errc status = s.left() < e.header_size ? errc::no_room : errc::ok;
        if (status == errc::ok) {
            s.p = header.end;
            status = write(s, message);
        }
        auto const size = static_cast<std::uint32_t>(s.p - header.p);
        if (status == errc::no_room || (status == errc::ok && !out_.fits(size, this->fragment_limit_))) {
            return no_room();
        }
        if (e.header_size != 0 && status == errc::ok) {
            status = handshake_header::wire::write(header, handshake_header{e.msg_type, size - e.header_size});
        }
        if (status != errc::ok) {
            return fail(status);
        }
        this->made(size, e.hashed);
        return progress::again;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
