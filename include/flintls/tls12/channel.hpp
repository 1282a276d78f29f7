// SPDX-License-Identifier: Apache-2.0
/// \file
/// The records of a connection, their keys and their transcript: what of a driver does not depend on whose side it is.
#ifndef FLINTLS_TLS12_CHANNEL_HPP
#define FLINTLS_TLS12_CHANNEL_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/message/change_cipher_spec.hpp"
#include "flintls/policy.hpp"
#include "flintls/tls12/inbox.hpp"
#include "flintls/tls12/key_schedule.hpp"
#include "flintls/tls12/outbox.hpp"
#include "flintls/tls12/record_keys.hpp"
#include "flintls/tls12/state.hpp"
#include "flintls/tls12/suite.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// The buffers of a connection, the caller's; they live as long as it does. What each must hold, in bytes:
///
/// | buffer | what | bytes |
/// |---|---|---|
/// | `receive` | the longest protected record of the peer | F + 29: header 5, nonce 8, tag 16 |
/// | | F: the fragment length that the client asked for (RFC 6066 4) and the server agreed to | 512, 1024, 2048, 4096 |
/// | | F without one | 16,384 |
/// | `transmit` | each message that is sent whole, in records of its own: a ClientHello | `transmit_for(name, ticket)` of the client |
/// | | the same of all names and tickets that the policy lets be | `max_transmit` of the client |
/// | | a server's: a ServerHello, a NewSessionTicket | no more than `min_transmit` |
/// | `messages` | a message that is needed whole and lies in several records | its size, 4 for its header included |
/// | | and, between a Certificate and the signature by its key, that key | 65 for P-256, 270 for RSA with 2048 bits |
///
/// A plaintext handshake record may be longer than `receive`; every other one fails with record_too_long. What need not fit
/// `messages`: the certificates of a chain behind the first one where `whole_chain` is false, a ticket, and the hello of a
/// client where the policy has `stream_client_hello`. `connect` and `accept` refuse what is below `min_receive`,
/// `min_transmit`, `min_messages`.
struct buffers {
    std::span<std::uint8_t> receive;
    std::span<std::uint8_t> transmit;
    std::span<std::uint8_t> messages;
};

/// How it stands with a connection, and with its handshake. It is asked for all the time, and so stands in front, where
/// short instructions reach.
class connection_facts {
protected:
    enum class phase : std::uint8_t { open, closing, failing, closed, failed };

    phase phase_ = phase::open;
    std::uint8_t warnings_ = 0;      // since there was progress (K5)
    std::uint8_t empty_records_ = 0; // likewise
    bool untold_ = false;            // it failed, and the side does not know
    bool unwiped_ = false;           // it ended, and the side does not know
    bool said_last_ = false;         // the alert with which it ends is made
    bool has_data_ = false;          // the open record is application data for the caller
    bool opening_ = false;           // a record is being decrypted
    bool current_ = false;           // the inbox's message is in use
    bool skipping_ = false;          // the bytes of those that are here are in the transcript
    bool begin_transcript_ = false;  // before the next message is hashed
    bool hash_out_ = false;          // the record that is being made belongs into the transcript
    bool unseen_ = false;            // nobody who looks on has seen it
    bool refusal_due_ = false;       // the warning no_renegotiation is to be sent

    state state_ = state::not_started;
    suite_traits traits_{}; // of the suite that was chosen
    bool is_server_ = false;
    bool extended_master_secret_ = false;
    bool resumed_ = false;           // the handshake is abbreviated, or the last one was
    bool ticket_due_ = false;        // the server has promised a NewSessionTicket
    std::uint8_t fragment_code_ = 0; // of RFC 6066 4, as it was agreed to
    std::uint8_t protocol_ = 0;      // of `P::protocols`, from 1 on
    cipher_suite suite_{};

    byte_view hash_in_{};    // a message that was dealt with and belongs into the transcript
    std::uint32_t skip_ = 0; // bytes of a message that are passed over
    std::uint32_t fragment_limit_ = max_plaintext;
    std::uint32_t now_ = 0;
    error failure_{};
};

template <policy P> class channel : protected connection_facts {
public:
    channel(channel const&) = delete;
    channel& operator=(channel const&) = delete;

    /// Where received bytes go. There is space whenever `run` answers `receive`.
    [[nodiscard]] std::span<std::uint8_t> space() const { return in_.space(); }
    /// Bytes to send.
    [[nodiscard]] byte_view ready() const { return out_.ready(); }

    /// Records that may still come and go under the present keys. Renegotiate, or close, before there are none: the
    /// connection fails with `errc::keys_used_up` otherwise (RFC 9325 4.4).
    [[nodiscard]] std::uint32_t records_left() const {
        std::uint32_t const in = read_.records_left();
        std::uint32_t const out = write_.records_left();
        return in < out ? in : out;
    }
    /// Of the last handshake that was begun, for key logs.
    [[nodiscard]] byte_view client_random() const& { return keys_.randoms().subview(0, 32); }
    byte_view client_random() const&& = delete;

    /// A record with fragments of 512 bytes, and what may come in pieces of every peer: a Finished, 16 bytes, behind a key
    /// of 65 bytes that is kept.
    static constexpr std::uint32_t min_receive = record_header_size + max_overhead + 512;
    static constexpr std::uint32_t min_messages = 65 + 4 + verify_data_size;

protected:
    /// Which buffer is below its least size? ok: none.
    [[nodiscard]] errc lacks_room(std::uint32_t receive, std::uint32_t transmit) const {
        return in_.room() < receive                ? errc::receive_buffer_too_small
               : out_.room() < transmit            ? errc::transmit_buffer_too_small
               : in_.message_room() < min_messages ? errc::message_buffer_too_small
                                                   : errc::ok;
    }
    explicit channel(buffers const& b) : connection_facts{}, in_{b.receive, b.messages}, out_{b.transmit} {}
    ~channel() {
        wipe_channel();
        out_.clear();
    }

    /// What must be over before anything else happens: the hash of a message, and the record that is being made.
    crypto_status settle_channel() {
        crypto_status answer = crypto_status::done;
        if (!hash_in_.empty() && begin_transcript_) {
            answer = keys_.start();
            begin_transcript_ = answer == crypto_status::pending;
        }
        if (!hash_in_.empty() && answer == crypto_status::done) {
            answer = keys_.add(hash_in_);
            hash_in_ = answer == crypto_status::pending ? hash_in_ : byte_view{};
        }
        while (out_.making() && answer == crypto_status::done) {
            answer = finish_record();
        }
        return answer;
    }
    /// Decrypts the open record.
    crypto_status open_record() {
        std::uint32_t const size = in_.content().size() - read_.overhead();
        crypto_status const answer = read_.open(ciphers_, in_.type(), in_.content_begin() + explicit_nonce_size, size);
        opening_ = answer == crypto_status::pending;
        if (answer == crypto_status::done) {
            in_.decrypted(explicit_nonce_size, size);
        }
        return answer;
    }

    /// Room for the content of the next record.
    sink begin_record(content_type type) { return out_.begin(type, write_.overhead()); }
    /// The record that was begun has this much content. `hashed`: it belongs into the transcript.
    void made(std::uint32_t size, bool hashed = true) {
        out_.made(size);
        hash_out_ = hashed;
        unseen_ = true;
    }
    /// Nothing goes out any more but what is ready.
    void drop_record() {
        ciphers_.reset();
        out_.drop();
        hash_out_ = opening_ = false;
    }
    /// K1: the peer's ChangeCipherSpec is the open record, and its keys are prepared.
    bool take_change_cipher_spec() {
        change_cipher_spec message;
        if (parse(in_.content(), message) || in_.in_message() || skip_ != 0 || !next_read_.active()) {
            return false;
        }
        read_.take(next_read_);
        in_.consume(in_.content().size());
        return true;
    }

    /// The message that is being dealt with does not belong into the transcript, or begins a new one.
    void leave_out() { hash_in_ = {}; }
    void begin_transcript(bool wanted = true) { begin_transcript_ = wanted; }
    /// Only the beginning of a message is here, as long as there was room for; the rest is passed over.
    [[nodiscard]] byte_view take_beginning() {
        byte_view const beginning = in_.partial();
        skip_ = in_.drop_partial();
        hash_in_ = beginning;
        return beginning;
    }
    /// The rest of such a message: `hash_in_`, and at the next call, when it is in the transcript, gone.
    void pass_over() {
        byte_view const here = in_.content().subview(0, skip_);
        skipping_ = !skipping_;
        if (skipping_) {
            hash_in_ = here;
        } else {
            skip_ -= here.size();
            in_.consume(here.size());
        }
    }
    /// The handshake message that was given to `on_message` is not needed any more.
    void release() {
        if (current_) {
            current_ = false;
            in_.message_done();
        }
    }

    [[nodiscard]] std::uint32_t fragment_limit() const { return fragment_limit_; }
    void set_fragment_limit(std::uint32_t limit) { fragment_limit_ = limit; }
    [[nodiscard]] std::uint32_t max_content() const { return read_.active() ? fragment_limit_ : max_plaintext; }

    /// Abandons what a handshake has under way. Before anything of that is wiped or used again: until then an engine may
    /// read and write it (crypto/status.hpp). Records are protected on.
    void reset_operations() {
        keys_.reset();
        next_read_.clear(); // one of them may be made of the block of keys at the moment
        next_write_.clear();
        hash_in_ = {};
        hash_out_ = begin_transcript_ = false;
    }
    /// Everything secret goes; what is ready can still be sent.
    void wipe_channel() {
        channel::reset_operations();
        ciphers_.clear();
        keys_.clear();
        read_.clear();
        write_.clear();
        in_.clear();
        opening_ = current_ = skipping_ = false;
        skip_ = 0;
    }

    inbox in_;
    outbox out_;
    key_schedule<P> keys_;
    record_keys<P> read_, write_, next_read_, next_write_;
    record_ciphers<P> ciphers_;

private:
    crypto_status finish_record() {
        crypto_status answer = hash_out_ ? keys_.add({out_.content(), out_.size()}) : crypto_status::done;
        hash_out_ = hash_out_ && answer == crypto_status::pending;
        if (answer == crypto_status::done && out_.size() > fragment_limit_) {
            out_.cut(fragment_limit_);
        }
        if (answer == crypto_status::done && write_.active()) {
            answer = write_.seal(ciphers_, out_.type(), out_.content(), out_.size());
        }
        if (answer == crypto_status::done) {
            out_.finish();
        }
        return answer;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
