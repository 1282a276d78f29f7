// SPDX-License-Identifier: Apache-2.0
/// \file
/// The records of a connection: buffers, the protection of both directions, alerts, and how a connection ends. RFC 5246 6,
/// 7.1, 7.2, RFC 8446 5, 6. Nothing here knows a handshake.
#ifndef FLINTLS_RECORD_LAYER_HPP
#define FLINTLS_RECORD_LAYER_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/unneeded.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/buffers.hpp"
#include "flintls/record/inbox.hpp"
#include "flintls/record/outbox.hpp"
#include "flintls/record/progress.hpp"
#include "flintls/record/protection.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/program.hpp"

namespace flintls {
inline namespace v0 {

/// How it stands with a connection.
enum class connection_phase : std::uint8_t {
    open,
    closing, ///< close_notify is still to be sent
    failing, ///< the fatal alert is still to be sent
    closed,
    failed,
};

/// What an alert means for who received it.
enum class alert_meaning : std::uint8_t {
    handled,         ///< nothing more is to be done about it
    no_renegotiation ///< RFC 5246 7.2.2: the handshake has to judge it
};

/// One for each connection. Keys and buffers are wiped when the connection ends, and when the object goes.
template <policy P> class record_layer {
public:
    explicit record_layer(buffers const& b) : in_{b.receive, b.messages}, out_{b.transmit} {}
    record_layer(record_layer const&) = delete;
    record_layer& operator=(record_layer const&) = delete;
    ~record_layer() {
        wipe_keys();
        out_.clear();
    }

    // The state of the connection.

    /// Is the connection on its way out, or gone?
    [[nodiscard]] bool over() const { return phase_ != connection_phase::open; }
    /// Is it gone?
    [[nodiscard]] bool ended() const { return phase_ >= connection_phase::closed; }
    [[nodiscard]] connection_phase phase() const { return phase_; }
    [[nodiscard]] error failure() const { return failure_; }
    /// As new, behind a connection that has ended.
    [[gnu::noinline]] void begin_again() {
        phase_ = connection_phase::open;
        warnings_ = empty_records_ = 0;
        said_last_ = has_data_ = refusal_due_ = false;
        failure_ = {};
        fragment_limit_ = max_plaintext;
        begin_versions();
        out_.clear();
    }
    /// Which buffer is below its least size? ok: none.
    [[nodiscard]] errc lacks_room(std::uint32_t receive, std::uint32_t transmit, std::uint32_t messages) const {
        return in_.room() < receive            ? errc::receive_buffer_too_small
               : out_.room() < transmit        ? errc::transmit_buffer_too_small
               : in_.message_room() < messages ? errc::message_buffer_too_small
                                               : errc::ok;
    }

    /// Ends the connection with a fatal alert. What a handshake has under way is abandoned first: `take_failure`.
    [[gnu::noinline]] progress fail(error why) {
        if (!over()) {
            failure_ = why;
            untold_ = true;
            phase_ = connection_phase::failing;
        }
        return progress::again;
    }
    [[gnu::noinline]] progress fail(errc why) { return fail(error::within(why, 0)); }
    /// Did the connection fail since the last call?
    [[nodiscard]] bool take_failure() {
        bool const told = untold_;
        untold_ = false;
        return told;
    }
    /// Did it end since the last call?
    [[nodiscard]] bool take_end() {
        bool const told = unwiped_;
        unwiped_ = false;
        return told;
    }
    /// What the caller says of bytes is held against what it was offered.
    /// \return false: it was not so much, and the connection fails, also one that is about to close
    [[gnu::noinline]] bool believes(std::uint32_t count, std::uint32_t offered) {
        bool const believed = count <= offered;
        if (!believed && phase_ < connection_phase::failing) {
            phase_ = connection_phase::open;
            said_last_ = false;
            static_cast<void>(fail(errc::count_too_large));
        }
        return believed;
    }

    // Bytes in.

    [[nodiscard]] std::span<std::uint8_t> space() const { return in_.space(); }
    [[gnu::noinline]] void received(std::uint32_t count) {
        if (believes(count, static_cast<std::uint32_t>(in_.space().size())) && !ended()) {
            in_.received(count);
        }
    }
    [[nodiscard]] byte_view application_data() const {
        return has_data_ && phase_ == connection_phase::open ? in_.content() : byte_view{};
    }
    [[gnu::noinline]] void consume(std::uint32_t count) {
        if (!over() && believes(count, application_data().size()) && count != 0) {
            in_.consume(count);
            has_data_ = in_.open();
        }
    }
    /// Opens the next record, or goes on with the one that is open. \return again: bytes of it are there, and in the clear
    progress next_record() {
        if (has_data_) {
            return progress::data;
        }
        bool const fresh = !in_.open();
        if (errc const e = next_of_input(); e != errc::ok) {
            return fail(e);
        }
        if (!in_.open() || in_.starved()) {
            return progress::receive;
        }
        if constexpr (speaks_tls_1_3<P>) {
            if (fresh && is_tls_1_3() && in_.type() == content_type::change_cipher_spec) {
                return drop_dummy(); // and no record is open then
            }
        }
        if (fresh && read_.active()) {
            if (progress const p = open(); p != progress::again || over()) {
                return p;
            }
        }
        // K3. Of a protected record it shows only here.
        return in_.content().empty() && in_.type() != content_type::application_data ? fail(errc::unexpected_message)
                                                                                     : progress::again;
    }
    /// Is a record being decrypted?
    [[nodiscard]] bool opening() const { return opening_; }
    /// Decrypts the open record. It stays open until input is awaited: the caller may have begun something meanwhile.
    progress open() {
        if constexpr (speaks_tls_1_3<P>) {
            if (read_.is_tls_1_3()) {
                return open_tls_1_3();
            }
        }
        if constexpr (speaks_tls_1_2<P>) {
            return open_tls_1_2();
        }
        return fail(errc::unexpected_message);
    }
    /// The open record is application data that the handshake lets pass.
    progress take_data() {
        constexpr std::uint8_t most = 32;
        if (in_.content().empty()) {
            in_.consume(0);
            return ++empty_records_ > most ? fail(errc::unexpected_message) : progress::again; // K5
        }
        progressed();
        has_data_ = true;
        return progress::data;
    }
    [[nodiscard]] bool has_data() const { return has_data_; }
    /// The open record is an alert.
    alert_meaning take_alert() {
        alert received;
        byte_view const content = in_.content();
        error const e = read_message(content, received);
        in_.consume(content.size());
        bool const known = received.level == alert_level::warning || received.level == alert_level::fatal;
        if (e || (!known && !ignores_levels())) { // K7
            static_cast<void>(fail(e ? e : error{errc::forbidden_value, 0}));
            return alert_meaning::handled;
        }
        if (received.description == alert_description::close_notify) {
            untold_ = true; // T6: in the middle of a handshake a close_notify is a failure, too
            begin_to_close();
        } else if (is_fatal(received)) {
            untold_ = true;
            failure_ = error::received(static_cast<std::uint8_t>(received.description), 0);
            end(connection_phase::failed);
        } else if (received.description == alert_description::no_renegotiation) {
            return alert_meaning::no_renegotiation;
        } else if (speaks_tls_1_3<P> && is_tls_1_3() && in_.in_message()) { // RFC 8446 5.1
            static_cast<void>(fail(errc::unexpected_message));
        } else {
            static_cast<void>(count_warning());
        }
        return alert_meaning::handled;
    }

    /// K5: application data with content came, or a complete message of a handshake that is wanted.
    void progressed() { warnings_ = empty_records_ = 0; }
    /// K5: there is not an endless number of warnings that say nothing.
    [[gnu::noinline]] progress count_warning() {
        constexpr std::uint8_t most = 4;
        return ++warnings_ > most ? fail(errc::unexpected_message) : progress::again;
    }

    // Bytes out.

    [[nodiscard]] byte_view ready() const { return out_.ready(); }
    [[gnu::noinline]] void sent(std::uint32_t count) {
        if (believes(count, out_.ready().size())) {
            out_.sent(count);
        }
    }
    /// Room for the content of the next record.
    [[gnu::noinline]] sink begin_record(content_type type) {
        if constexpr (speaks_tls_1_3<P>) {
            if (write_.is_tls_1_3()) { // RFC 8446 5.2: the type is protected as well
                return out_.begin(type, 0, write_.active() ? write_.overhead() + 1 : 0);
            }
        }
        return out_.begin(type, write_.overhead());
    }
    /// `status` of writing `size` bytes of content there. Of more than the limit several records are made.
    /// \return again, or send where there is no room yet
    [[gnu::noinline]] progress end_record(std::uint32_t size, errc status = errc::ok) {
        if (status == errc::no_room || (status == errc::ok && !out_.fits(size, fragment_limit_))) {
            return no_room();
        }
        if (status != errc::ok) {
            return fail(status);
        }
        out_.made(size);
        unseen_ = true;
        return progress::again;
    }
    /// Is there a record in the making that was not there at the last call?
    [[nodiscard]] bool take_made() {
        bool const made = out_.making() && unseen_;
        unseen_ = false;
        return made;
    }
    /// To wait for, or too small ever.
    progress no_room() { return out_.ready().empty() ? fail(errc::no_room) : progress::send; }
    template <class M> progress put(content_type type, M const& message) {
        sink s = begin_record(type);
        std::uint8_t const* const begin = s.p;
        errc const status = M::wire::write(s, message);
        return end_record(static_cast<std::uint32_t>(s.p - begin), status);
    }
    [[gnu::noinline]] progress put_alert(alert_level level, alert_description description) {
        return put(content_type::alert, alert{level, description});
    }
    /// B4: the warning that answers every refused request so far is to be sent.
    void refuse() { refusal_due_ = true; }
    [[nodiscard]] bool refusal_due() const { return refusal_due_; }
    /// Without room it waits, and is due still.
    progress put_refusal() {
        progress const p = put_alert(alert_level::warning, alert_description::no_renegotiation);
        refusal_due_ = p == progress::send;
        return p;
    }
    /// Is a record made, and not ready?
    [[nodiscard]] bool making() const { return out_.making(); }
    [[nodiscard]] content_type made_type() const { return out_.type(); }
    [[nodiscard]] byte_view made() const { return {out_.content(), out_.size()}; }
    /// Protects what is made, or its first fragment, which is ready then.
    crypto_status protect() {
        crypto_status answer = crypto_status::done;
        if (out_.size() > fragment_limit_) {
            out_.cut(fragment_limit_);
        }
        if constexpr (speaks_tls_1_3<P>) {
            if (write_.active() && write_.is_tls_1_3()) {
                return protect_tls_1_3();
            }
        }
        if constexpr (speaks_tls_1_2<P>) {
            if (write_.active()) {
                answer = write_.seal(ciphers_, out_.type(), out_.content(), out_.size());
            }
        }
        if (answer == crypto_status::done) {
            out_.finish();
        }
        return answer;
    }
    /// Why `protect` failed.
    [[nodiscard]] errc why_not_protected() const {
        return write_.records_left() == 0 ? errc::keys_used_up : errc::crypto_failed;
    }
    /// What is made and not ready does not go out.
    void drop_made() { out_.drop(); }
    /// Nothing goes out any more but what is ready, and nothing is read.
    [[gnu::noinline]] void drop_record() {
        ciphers_.reset();
        out_.drop();
        opening_ = false;
        if constexpr (speaks_tls_1_3<P>) {
            sealing_ = false;
        }
    }

    // The end.

    /// Says goodbye, behind what was written before (RFC 5246 7.2.1).
    void begin_to_close() {
        if (opening_) { // it will not be read any more
            ciphers_.reset();
            opening_ = false;
        }
        if (out_.making() && out_.type() != content_type::application_data) {
            drop_record(); // a handshake ends here
        }
        phase_ = connection_phase::closing;
    }
    /// It ends without an alert: there is no key for one.
    void say_nothing() { said_last_ = true; }
    [[nodiscard]] bool said_last() const { return said_last_; }
    /// The alert with which it ends, as soon as there is room for it, and then the end.
    progress say_last() {
        bool const fatal = phase_ == connection_phase::failing;
        if (!said_last_) {
            progress const p = put_alert(fatal ? alert_level::fatal : alert_level::warning,
                                         fatal ? to_alert(failure_) : alert_description::close_notify);
            said_last_ = p == progress::again; // or there never will be room for it
            return p;
        }
        end(fatal ? connection_phase::failed : connection_phase::closed);
        return progress::again;
    }
    /// The transport ended.
    void lose_transport() {
        if (!over()) {
            failure_ = error{errc::connection_lost, 0};
            untold_ = true;
        }
        end(phase_ == connection_phase::closing ? connection_phase::closed : connection_phase::failed);
    }

    // What a handshake changes.

    [[nodiscard]] std::uint32_t fragment_limit() const { return fragment_limit_; }
    void set_fragment_limit(std::uint32_t limit) { fragment_limit_ = limit; }
    /// Do records follow the rules of TLS 1.3? Before a version is chosen they do where it may be.
    [[nodiscard]] bool is_tls_1_3() const {
        if constexpr (speaks_both<P>) {
            return !versions_.tls_1_2;
        }
        return speaks_tls_1_3<P>;
    }
    /// RFC 8446 5, D.4: from here on so many ChangeCipherSpec records are dropped.
    void allow_dummies(std::uint8_t count) requires speaks_tls_1_3<P> { versions_.dummies_left = count; }
    [[nodiscard]] std::uint8_t dummies_left() const requires speaks_tls_1_3<P> { return versions_.dummies_left; }
    [[nodiscard]] bool is_chosen() const requires speaks_tls_1_3<P> { return versions_.chosen; }
    /// A version is chosen.
    void choose_version(bool tls_1_2) requires speaks_tls_1_3<P> {
        versions_.chosen = true;
        versions_.tls_1_2 = tls_1_2;
    }
    [[nodiscard]] record_keys<P>& keys_to_read() { return read_; }
    [[nodiscard]] record_keys<P>& keys_to_write() { return write_; }
    [[nodiscard]] record_keys<P> const& keys_to_write() const { return write_; }
    [[nodiscard]] inbox& in() { return in_; }
    [[nodiscard]] inbox const& in() const { return in_; }
    [[nodiscard]] outbox& out() { return out_; }
    /// Records that may still come and go under the present keys; 0 while they change.
    [[nodiscard]] std::uint32_t records_left() const {
        std::uint32_t const in = read_.records_left();
        std::uint32_t const out = write_.records_left();
        return in < out ? in : out;
    }

    /// Everything secret goes; what is ready can still be sent.
    [[gnu::noinline]] void wipe_keys() {
        ciphers_.clear();
        read_.clear();
        write_.clear();
        in_.clear();
        opening_ = false;
    }

private:
    /// What a connection knows that may be one of TLS 1.3.
    struct versions_state {
        bool chosen = false;
        bool tls_1_2 = false;
        std::uint8_t dummies_left = 0; ///< ChangeCipherSpec records that would be dropped now
    };

    void begin_versions() {
        if constexpr (speaks_tls_1_3<P>) {
            versions_ = {};
        }
    }
    [[nodiscard]] errc next_of_input() {
        if constexpr (speaks_tls_1_3<P>) {
            if (is_tls_1_3()) { // RFC 8446 5.2: a byte of type is part of what is protected
                return in_.template next<record_rules::tls_1_3>(read_.overhead(), max_plaintext + read_.active());
            }
        }
        if constexpr (speaks_tls_1_2<P>) {
            return in_.next(read_.overhead(), read_.active() ? fragment_limit_ : max_plaintext);
        }
        return errc::unexpected_message;
    }
    /// RFC 8446 5: `next` has seen that it has one byte.
    progress drop_dummy() {
        if (in_.content()[0] != 1 || versions_.dummies_left == 0 || in_.in_message()) {
            return fail(errc::unexpected_message);
        }
        --versions_.dummies_left;
        in_.consume(1);
        return progress::again;
    }
    progress open_tls_1_2() {
        std::uint32_t const size = in_.content().size() - read_.overhead();
        crypto_status const answer = read_.open(ciphers_, in_.type(), in_.content_begin() + explicit_nonce_size, size);
        opening_ = answer == crypto_status::pending;
        if (answer == crypto_status::done) {
            in_.decrypted(explicit_nonce_size, size);
            return progress::again;
        }
        return opening_ ? progress::crypto
                        : fail(read_.records_left() == 0 ? errc::keys_used_up : errc::bad_record_mac);
    }
    progress open_tls_1_3() {
        std::uint32_t const size = in_.content().size() - read_.overhead();
        crypto_status const answer = read_.crypt_tls_1_3(ciphers_, false, false, in_.content_begin(), size);
        opening_ = answer == crypto_status::pending;
        if (answer == crypto_status::done) {
            errc const e = in_.decrypted_with_type(size);
            return e == errc::ok ? progress::again : fail(e);
        }
        return opening_ ? progress::crypto
                        : fail(read_.records_left() == 0 ? errc::keys_used_up : errc::bad_record_mac);
    }
    /// The inner type stands behind the content, and the header in front of it before it is protected.
    crypto_status protect_tls_1_3() {
        std::uint8_t* const content = out_.content();
        if (!sealing_) { // while it is pending, the bytes are the operation's
            content[out_.size()] = static_cast<std::uint8_t>(out_.type());
            static_cast<void>(out_.write_header(content_type::application_data));
        }
        crypto_status const answer =
            write_.crypt_tls_1_3(ciphers_, true, out_.type() == content_type::alert, content, out_.size() + 1);
        sealing_ = answer == crypto_status::pending;
        if (answer == crypto_status::done) {
            out_.finish(content_type::application_data);
        }
        return answer;
    }
    /// RFC 8446 6: in TLS 1.3 the description alone decides.
    [[nodiscard]] bool ignores_levels() const {
        if constexpr (speaks_tls_1_3<P>) {
            return is_tls_1_3() && (versions_.chosen || !speaks_tls_1_2<P>);
        }
        return false;
    }
    [[nodiscard]] bool is_fatal(alert const& received) const {
        if constexpr (speaks_tls_1_3<P>) {
            if (ignores_levels()) { // RFC 8446 6.1
                return received.description != alert_description::user_canceled;
            }
        }
        return received.level == alert_level::fatal;
    }
    /// Nothing goes on from here; what is ready can still be sent.
    void end(connection_phase last) {
        drop_record();
        phase_ = last;
        unwiped_ = true;
    }

    connection_phase phase_ = connection_phase::open;
    std::uint8_t warnings_ = 0;      // since there was progress (K5)
    std::uint8_t empty_records_ = 0; // likewise
    bool untold_ = false;            // it failed, and the handshake does not know
    bool unwiped_ = false;           // it ended, and the handshake does not know
    bool said_last_ = false;         // the alert with which it ends is made
    bool has_data_ = false;          // the open record is application data for the caller
    bool opening_ = false;           // a record is being decrypted
    bool sealing_ = false;           // a record of TLS 1.3 is being encrypted
    bool refusal_due_ = false;       // the warning no_renegotiation is to be sent
    bool unseen_ = false;            // nobody who looks on has seen the record that is made
    [[no_unique_address]] std::conditional_t<speaks_tls_1_3<P>, versions_state, unneeded<9>> versions_{};
    std::uint32_t fragment_limit_ = max_plaintext;
    error failure_{};
    inbox in_;
    outbox out_;
    record_keys<P> read_, write_;
    record_ciphers<P> ciphers_;
};

} // namespace v0
} // namespace flintls

#endif
