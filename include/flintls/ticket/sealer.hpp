// SPDX-License-Identifier: Apache-2.0
/// \file
/// Puts a server's session into a ticket and takes it out again: RFC 5077 3.3, 4, 5.
#ifndef FLINTLS_TICKET_SEALER_HPP
#define FLINTLS_TICKET_SEALER_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/policy.hpp"
#include "flintls/ticket/format.hpp"
#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/nonce.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/ticket/text.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// Seals and opens tickets for one connection, one operation at a time. `Keys`, `ticket_keys` or `fleet_keys`, belong
/// to all connections. The keys may change while an operation is pending, and a pending operation may be abandoned.
template <policy P, class Keys> class ticket_sealer {
    static_assert(P::has_clock || Keys::reach == nonce_reach::boot,
                  "flintls: without a clock tickets end with their keys, so these must be made at every boot");
    using format = typename Keys::format;
    using key = typename Keys::key;

public:
    static constexpr std::uint32_t size = format::size;   ///< bytes of every ticket
    using opened_type = opened_ticket<format::tail_size>; ///< memory for an opened ticket and its session

    ticket_sealer() = default;
    ticket_sealer(ticket_sealer const&) = delete;
    ticket_sealer& operator=(ticket_sealer const&) = delete;

    /// Writes the session to `out` in the clear, and seals it there. `now`: seconds; ignored without a clock.
    /// \return failed: no key, no nonce or no crypto engine; `out` is then zeros
    crypto_status seal(Keys& keys, session const& s, std::uint32_t now, std::span<std::uint8_t, size> out) {
        clear_text_ = out;
        crypto_status const answer = seal_steps(keys, s, time(keys, now), out.data());
        if (answer == crypto_status::done) {
            end();
        } else if (answer == crypto_status::failed) {
            reset();
        }
        return answer;
    }

    /// Opens a ticket into `out`, and judges the session there. Never fails: a ticket that does not open means a full
    /// handshake, never an alert (T10, RFC 5077 3.1). `out` is zeros unless the verdict is resume or renew.
    crypto_status open(Keys& keys, byte_view ticket, resumption_request const& hello, std::uint32_t now,
                       opened_type& out, ticket_verdict& verdict) {
        clear_text_ = {out.bytes(), sizeof out};
        std::uint32_t const at = time(keys, now);
        crypto_status const answer = open_steps(keys, ticket, out.bytes());
        if (answer == crypto_status::pending) {
            return answer;
        }
        ticket_verdict judged = ticket_verdict::full_handshake;
        if (answer == crypto_status::done) {
            read_ticket_text(out.text);
            judged = judge_session<P>(out.text.state, hello, out.text.issued_at, current_, at);
        }
        if (judged == ticket_verdict::resume || judged == ticket_verdict::renew) {
            end();
        } else {
            reset();
        }
        verdict = judged;
        return crypto_status::done;
    }

    /// Abandons a pending operation, and wipes its output. \pre the output buffer of a pending operation still exists
    void reset() {
        std::span<std::uint8_t> const written = clear_text_;
        draw_.reset();
        format_.reset();
        end();
        wipe_memory(written.data(), written.size());
    }

private:
    enum class step : std::uint8_t { start, nonce, crypt };

    static std::uint32_t time(Keys& keys, std::uint32_t now) { return P::has_clock ? keys.clock().read(now) : 0; }

    crypto_status seal_steps(Keys& keys, session const& s, std::uint32_t now, std::uint8_t* out) {
        found_key<key> found;
        if (step_ == step::start) {
            found = lookup_.current(keys, out);
            if (found.key == nullptr) {
                return crypto_status::failed;
            }
            step_ = step::nonce;
        } else if (crypto_status const answer = lookup_.open(keys, out, found); answer != crypto_status::done) {
            return answer; // the key has dropped out meanwhile
        }
        if (step_ == step::nonce) {
            crypto_status const answer = draw_.fill(keys.nonces(), out + format::nonce_at, format::nonce_size);
            if (answer != crypto_status::done) {
                return answer;
            }
            write_ticket_text(out + format::text_at, now, s);
            step_ = step::crypt;
        }
        return format_.seal(*found.key, P::context_id, out);
    }
    crypto_status open_steps(Keys& keys, byte_view ticket, std::uint8_t* out) {
        if (ticket.size() != size) {
            return crypto_status::failed;
        }
        found_key<key> found;
        if (crypto_status const answer = lookup_.open(keys, ticket.data(), found); answer != crypto_status::done) {
            return answer;
        }
        current_ = found.current;
        return format_.open(*found.key, P::context_id, ticket.data(), out);
    }
    void end() {
        lookup_.reset();
        clear_text_ = {};
        step_ = step::start;
    }

    [[no_unique_address]] typename Keys::lookup lookup_;
    [[no_unique_address]] typename Keys::nonces_type::draw draw_;
    format format_;
    std::span<std::uint8_t> clear_text_; ///< output of the pending operation
    step step_ = step::start;
    bool current_ = false;
};

} // namespace v0
} // namespace flintls

#endif
