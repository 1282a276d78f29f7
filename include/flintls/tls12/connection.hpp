// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client and a server of TLS 1.2 do alike: the loop that turns bytes into steps, alerts, application data. RFC 5246
/// 6, 7.1, 7.2.
#ifndef FLINTLS_TLS12_CONNECTION_HPP
#define FLINTLS_TLS12_CONNECTION_HPP

#include <cstdint>
#include <span>

#include "flintls/policy.hpp"
#include "flintls/tls12/alerts.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// Shared by `client` and `server`, which is `Side`.
template <policy P, class Side> class connection : public alerts<P, Side> {
protected:
    using base = alerts<P, Side>;
    using base::empty_records_;
    using base::fail;
    using base::has_data_;
    using base::in_;
    using base::now_;
    using base::obey;
    using base::out_;
    using base::over;
    using base::side;
    using typename base::phase;

public:
    /// Application data that came; aliases the receive buffer. Decrypted in place.
    [[nodiscard]] byte_view application_data() const {
        return has_data_ && this->phase_ == phase::open ? in_.content() : byte_view{};
    }
    /// `count` bytes of it were used.
    void consume(std::uint32_t count) {
        if (has_data_) {
            std::uint32_t const here = in_.content().size();
            in_.consume(count < here ? count : here);
            has_data_ = in_.open();
        }
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
            channel<P>::made(count, false);
        }
    }

    /// The transport ended.
    void transport_lost() {
        if (!over()) {
            side().on_failure(errc::ok);
            this->failure_ = error{errc::connection_lost, 0};
        }
        if (this->phase_ < phase::closed) {
            this->end(this->phase_ == phase::closing ? phase::closed : phase::failed);
        }
    }
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
        return this->put_record(content_type::handshake, message, hashed);
    }
    progress put_change_cipher_spec() {
        return this->put_record(content_type::change_cipher_spec, change_cipher_spec{1}, false);
    }

private:
    static constexpr std::uint8_t max_empty_records = 32;

    progress turn() {
        if (this->phase_ >= phase::closed) {
            return this->phase_ == phase::closed ? progress::closed : progress::failed;
        }
        if (this->untold_) {
            this->untold_ = false;
            side().on_failure(this->failure_.what());
        }
        if (this->opening_ && !over()) {
            return this->open();
        }
        crypto_status const settled = this->settle_channel();
        if (settled == crypto_status::pending) {
            return progress::crypto;
        }
        if (over()) {
            out_.drop(); // what could not be protected
            return this->say_last();
        }
        if (settled == crypto_status::failed) {
            return fail(this->write_.records_left() == 0 ? errc::keys_used_up : errc::crypto_failed);
        }
        return side().awaits_input() ? take_input() : side().step();
    }

    progress take_input() {
        this->release();
        bool const fresh = !in_.open();
        progress const p = this->next_record();
        if (p != progress::again || over()) {
            return p;
        }
        return fresh && this->read_.active() ? this->open() : dispatch();
    }

    progress dispatch() {
        content_type const type = in_.type();
        if (in_.content().empty() && type != content_type::application_data) {
            return fail(errc::unexpected_message); // K3
        }
        this->warnings_ = type == content_type::alert ? this->warnings_ : std::uint8_t{0};
        empty_records_ = type == content_type::application_data ? empty_records_ : std::uint8_t{0};
        switch (type) {
        case content_type::handshake: return on_handshake();
        case content_type::alert: return this->on_alert();
        case content_type::change_cipher_spec: return side().on_change_cipher_spec();
        default: return on_application_data();
        }
    }

    progress on_handshake() {
        if (this->skip_ != 0) {
            byte_view const piece = this->pass_over();
            this->show(false, content_type::handshake, piece);
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
        this->show(false, content_type::handshake, message);
        return side().on_message(static_cast<handshake_type>(message[0]), message.subview(4));
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
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
