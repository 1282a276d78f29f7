// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client and a server of TLS 1.2 do alike, in the same code: from bytes to what their side has to do next, alerts,
/// application data. RFC 5246 6, 7.1, 7.2.
#ifndef FLINTLS_TLS12_CONNECTION_HPP
#define FLINTLS_TLS12_CONNECTION_HPP

#include <cstdint>

#include "flintls/policy.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/tls12/sender.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What a side of a connection (tls12/driver.hpp) has to do: the values of `progress`, which it passes on, and
enum class task : std::uint8_t {
    step = static_cast<std::uint8_t>(progress::failed) + 1, ///< to go on with its handshake
    message,                                                ///< to deal with `hash_in_`
    part,                                                   ///< to look at the beginning of a message
    long_message,                                           ///< for which the buffer is too small
    piece,                                                  ///< more of one of which the beginning was enough
    change_cipher_spec,
    application_data,
    alert,
    failure, ///< to draw its conclusions from `failure_`
    wipe,    ///< to forget everything
};
[[nodiscard]] constexpr task task_of(progress p) { return static_cast<task>(p); }

template <policy P> class connection : public sender<P> {
protected:
    using base = sender<P>;
    using base::base;
    using base::fail;
    using base::has_data_;
    using base::in_;
    using base::over;
    using typename base::phase;

public:
    /// `count` bytes of the application data were used. \pre no more than there were; else the connection fails with
    /// errc::count_too_large
    void consume(std::uint32_t count) {
        if (!over() && this->believes(count, application_data().size()) && count != 0) {
            in_.consume(count);
            has_data_ = in_.open();
        }
    }
    /// Application data that came; aliases the receive buffer. Decrypted in place.
    [[nodiscard]] byte_view application_data() const {
        return has_data_ && this->phase_ == phase::open ? in_.content() : byte_view{};
    }

protected:
    /// What is next.
    [[gnu::noinline]] task turn() {
        if (this->untold_) {
            this->untold_ = false;
            return task::failure;
        }
        if (this->unwiped_) {
            this->unwiped_ = false;
            return task::wipe;
        }
        if (this->phase_ >= phase::closed) {
            return task_of(this->phase_ == phase::closed ? progress::closed : progress::failed);
        }
        if (this->opening_ && !over()) {
            return task_of(this->open());
        }
        crypto_status const settled = this->settle_channel();
        if (settled == crypto_status::pending) {
            return task_of(progress::crypto);
        }
        if (over()) {
            this->out_.drop(); // what could not be protected
            return task_of(this->say_last());
        }
        if (settled == crypto_status::failed) {
            return task_of(fail(this->write_.records_left() == 0 ? errc::keys_used_up : errc::crypto_failed));
        }
        if (this->refusal_due_) {
            progress const p = this->put_refusal();
            if (p != progress::send) {
                return task_of(p);
            }
        }
        task const next = waits(this->state_) ? take_input() : task::step;
        bool const must_send = this->refusal_due_ && next == task_of(progress::receive); // the peer may wait for it
        return must_send ? task_of(progress::send) : next;
    }
    /// What came is application data, and may have.
    progress accept_data() {
        if (in_.content().empty()) {
            in_.consume(0);
            return ++this->empty_records_ > max_empty_records ? fail(errc::unexpected_message) : progress::again; // K5
        }
        this->progressed();
        has_data_ = true;
        return progress::data;
    }

private:
    static constexpr std::uint8_t max_empty_records = 32;

    task take_input() {
        this->release();
        bool const fresh = !in_.open();
        progress const p = this->next_record();
        if (p != progress::again || over()) {
            return task_of(p);
        }
        return fresh && this->read_.active() ? task_of(this->open()) : dispatch();
    }
    task dispatch() {
        content_type const type = in_.type();
        if (in_.content().empty() && type != content_type::application_data) {
            return task_of(fail(errc::unexpected_message)); // K3
        }
        switch (type) {
        case content_type::handshake: return next_message();
        case content_type::alert: return task::alert;
        case content_type::change_cipher_spec: return task::change_cipher_spec;
        default: return task::application_data;
        }
    }
    task next_message() {
        if (this->skip_ != 0) {
            this->pass_over();
            return task::piece;
        }
        byte_view message;
        if (in_.next_message(message) != errc::ok) {
            return task::long_message;
        }
        if (message.empty()) {
            return task::part;
        }
        this->current_ = true;
        this->hash_in_ = message;
        return task::message;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
