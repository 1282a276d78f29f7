// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client and a server of TLS 1.2 do alike: the loop that turns bytes into steps, alerts, application data. RFC 5246
/// 6, 7.1, 7.2.
#ifndef FLINTLS_TLS12_CONNECTION_HPP
#define FLINTLS_TLS12_CONNECTION_HPP

#include <cstdint>
#include <span>

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

/// Shared by `client` and `server`, which is `Side`.
template <policy P, class Side> class connection : public channel<P>, public stepper<Side> {
    using base = channel<P>;
    friend stepper<Side>;

protected:
    using base::in_;
    using base::out_;

public:
    /// Application data that came; aliases the receive buffer. Decrypted in place.
    [[nodiscard]] byte_view application_data() const { return has_data_ ? in_.content() : byte_view{}; }
    /// `count` bytes of it were used.
    void consume(std::uint32_t count) {
        in_.consume(count);
        has_data_ = in_.open();
    }
    /// Came the data while another handshake was under way? They belong to the keys and the peer of before then (B5).
    [[nodiscard]] bool during_renegotiation() const { return has_data_ && !side().idle(); }

    /// Room for application data of one record, in place; empty while there is none, or a handshake is under way. To be
    /// filled and given to `write` before anything else is called.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        if (!side().idle() || out_.making() || over()) {
            return {};
        }
        sink const s = this->begin_record(content_type::application_data);
        return {s.p, s.left() < this->fragment_limit_ ? s.left() : this->fragment_limit_};
    }
    /// `count` bytes were written there; `run` protects them.
    void write(std::uint32_t count) {
        if (count != 0) {
            this->made(count, false);
        }
    }

    /// Says goodbye (RFC 5246 7.2.1). `run` answers `closed` when it is ready to send.
    void close() {
        if (!over()) {
            say_last(alert_level::warning, alert_description::close_notify, phase::closing);
        }
    }
    /// The transport ended.
    void transport_lost() {
        if (!over()) {
            side().on_failure(errc::ok);
            end(error{errc::connection_lost, 0}, phase::failed);
        }
    }
    /// Why it failed: what was found here and which alert went out for it, or which alert came in.
    [[nodiscard]] error failure() const { return failure_; }

    /// Does what can be done. `now` in seconds of the caller's clock.
    progress run(std::uint32_t now) {
        now_ = now;
        progress p = progress::again;
        while (p == progress::again) {
            p = turn();
        }
        return p;
    }

protected:
    using base::base;

    /// Sends a handshake message. \return again, or send where there is no room yet
    template <class M> progress put(M const& message, bool hashed = true) {
        sink const s = this->begin_record(content_type::handshake);
        writer w{{s.p, s.left()}};
        error const e = w.write(message);
        return put_written(e.what(), w.size(), hashed);
    }
    /// The record that was begun has this much of a handshake message.
    void made(std::uint32_t size, bool hashed = true) {
        show(true, out_.type(), {out_.content(), size});
        base::made(size, hashed);
    }
    progress put_change_cipher_spec() { return this->put_change_cipher_spec_record() ? progress::again : no_room(); }
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
    [[gnu::noinline]] progress fail(errc why, std::uint32_t offset = 0) {
        if (!over()) {
            side().on_failure(why);
            failure_ = error{why, offset};
            say_last(alert_level::fatal, to_alert(why), phase::failing);
        }
        return progress::again;
    }
    progress obey(judgement j) {
        if (j.what() == judgement::action::refuse) {
            put_alert(j.level(), j.alert());
        }
        return j.what() == judgement::action::abort ? fail(j.why()) : progress::again;
    }
    progress accept_change_cipher_spec() {
        return this->take_change_cipher_spec() ? progress::again : fail(errc::unexpected_message);
    }

    std::uint32_t now_ = 0;

private:
    enum class phase : std::uint8_t { open, closing, failing, closed, failed };
    static constexpr std::uint8_t max_warnings = 4;
    static constexpr std::uint8_t max_empty_records = 32;

    Side& side() { return static_cast<Side&>(*this); }
    Side const& side() const { return static_cast<Side const&>(*this); }

    [[gnu::noinline]] progress put_written(errc e, std::uint32_t size, bool hashed) {
        if (e != errc::ok) {
            return e == errc::no_room ? no_room() : fail(e);
        }
        if (size > this->fragment_limit_) {
            return fail(errc::message_too_long);
        }
        made(size, hashed);
        return progress::again;
    }
    /// Dropped where there is no room for it.
    [[gnu::noinline]] void put_alert(alert_level level, alert_description description) {
        sink const s = this->begin_record(content_type::alert);
        writer w{{s.p, s.left()}};
        if (!w.write(alert{level, description})) {
            made(w.size(), false);
        }
    }
    void say_last(alert_level level, alert_description description, phase now) {
        this->drop_record();
        put_alert(level, description);
        phase_ = now;
    }

    progress turn() {
        if (phase_ >= phase::closed) {
            return phase_ == phase::closed ? progress::closed : progress::failed;
        }
        if (this->opening_ && !over()) {
            return open_and_dispatch();
        }
        crypto_status const settled = this->settle_channel();
        if (settled == crypto_status::pending) {
            return progress::crypto;
        }
        if (over()) { // the last alert is ready, or cannot be made
            out_.drop();
            end(failure_, phase_ == phase::closing ? phase::closed : phase::failed);
            return progress::again;
        }
        if (settled == crypto_status::failed) {
            return fail(this->write_.records_left() == 0 ? errc::keys_used_up : errc::crypto_failed);
        }
        return side().awaits_input() ? take_input() : side().step();
    }

    progress take_input() {
        if (has_data_) {
            return progress::data;
        }
        this->release();
        bool const fresh = !in_.open();
        if (errc const e = in_.next(this->read_.overhead(), this->max_content()); e != errc::ok) {
            return fail(e);
        }
        if (!in_.open() || in_.starved()) {
            return progress::receive;
        }
        return fresh && this->read_.active() ? open_and_dispatch() : dispatch();
    }
    progress open_and_dispatch() {
        crypto_status const answer = this->open_record();
        if (answer == crypto_status::failed) {
            return fail(this->read_.records_left() == 0 ? errc::keys_used_up : errc::bad_record_mac);
        }
        return answer == crypto_status::pending ? progress::crypto : dispatch();
    }

    progress dispatch() {
        if (in_.content().empty() && in_.type() != content_type::application_data) {
            return fail(errc::unexpected_message); // K3
        }
        warnings_ = in_.type() == content_type::alert ? warnings_ : std::uint8_t{0};
        switch (in_.type()) {
        case content_type::handshake: return on_handshake();
        case content_type::alert: return on_alert();
        case content_type::change_cipher_spec: return side().on_change_cipher_spec();
        default: return on_application_data();
        }
    }

    progress on_handshake() {
        if (this->skip_ != 0) {
            byte_view const piece = this->pass_over();
            show(false, content_type::handshake, piece);
            return side().on_piece(piece, this->skip_ == 0);
        }
        byte_view message;
        if (errc const e = in_.next_message(message); e != errc::ok) {
            return side().on_long_message();
        }
        if (message.empty()) {
            return progress::again;
        }
        this->current_ = true;
        this->hash_in_ = message;
        show(false, content_type::handshake, message);
        return side().on_message(static_cast<handshake_type>(message[0]), message.subview(4));
    }

    progress on_alert() {
        alert received;
        if (error const e = parse(in_.content(), received)) {
            return fail(e.what(), e.offset());
        }
        show(false, content_type::alert, in_.content());
        in_.consume(in_.content().size());
        if (received.description == alert_description::close_notify) {
            close();
            return progress::again;
        }
        if (received.level == alert_level::fatal) {
            side().on_failure(errc::ok);
            end(error::received(static_cast<std::uint8_t>(received.description), 0), phase::failed);
            return progress::again;
        }
        if (++warnings_ > max_warnings) {
            return fail(errc::unexpected_message); // K5
        }
        return received.description == alert_description::no_renegotiation ? side().on_no_renegotiation()
                                                                           : progress::again;
    }

    progress on_application_data() {
        if (judgement const j = side().on_application_data(); !j.proceeds()) {
            return obey(j);
        }
        if (in_.content().empty()) {
            in_.consume(0);
            return ++empty_records_ > max_empty_records ? fail(errc::unexpected_message) : progress::again; // K5
        }
        empty_records_ = 0;
        has_data_ = true;
        return progress::data;
    }

    /// Nothing goes on from here; what is ready can still be sent.
    void end(error why, phase last) {
        failure_ = why;
        phase_ = last;
        has_data_ = false;
        side().wipe_side();
        this->wipe_channel();
    }

    error failure_;
    std::uint8_t warnings_ = 0;
    std::uint8_t empty_records_ = 0;
    phase phase_ = phase::open;
    bool has_data_ = false; // the open record is application data for the caller
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
