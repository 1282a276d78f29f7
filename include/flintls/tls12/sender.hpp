// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a driver says in records of its own, and how it fails: RFC 5246 6.2.1, 7.2. None of it depends on whose side it
/// is, and so a client and a server share it.
#ifndef FLINTLS_TLS12_SENDER_HPP
#define FLINTLS_TLS12_SENDER_HPP

#include <cstdint>

#include "flintls/judgement.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/tls12/channel.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// Writes a message of which only the function that calls this knows the type.
template <class M> errc write_as(sink& out, void const* message) {
    return M::wire::write(out, *static_cast<M const*>(message));
}

/// A channel that has something to say.
template <policy P> class sender : public channel<P> {
protected:
    using base = channel<P>;
    using base::base;
    using base::out_;
    using base::phase_;
    using typename base::phase;

    /// Is the connection on its way out, or gone?
    [[nodiscard]] bool over() const { return phase_ != phase::open; }
    /// Ends the connection with a fatal alert. The side is told in the next turn (`untold_`).
    [[gnu::noinline]] progress fail(error why) {
        if (!over()) {
            this->failure_ = why;
            this->untold_ = true;
            this->drop_record();
            phase_ = phase::failing;
        }
        return progress::again;
    }
    progress fail(errc why) { return fail(error::within(why, 0)); }
    /// To wait for, or too small ever.
    progress no_room() { return out_.ready().empty() ? fail(errc::no_room) : progress::send; }

    /// A message, in records of its own. \return again, or send where there is no room yet
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
        base::made(size, hashed);
        return progress::again;
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
    [[gnu::noinline]] progress next_record() {
        if (this->has_data_) {
            return progress::data;
        }
        if (errc const e = this->in_.next(this->read_.overhead(), this->max_content()); e != errc::ok) {
            return fail(e);
        }
        return !this->in_.open() || this->in_.starved() ? progress::receive : progress::again;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
