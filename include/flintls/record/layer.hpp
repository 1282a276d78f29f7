// SPDX-License-Identifier: Apache-2.0
/// \file
/// The records of a connection: buffers, the protection of both directions, alerts, and the end of a connection.
/// RFC 5246 6, 7.1, 7.2, RFC 8446 5, 6. The record layer does not depend on the handshake.
#ifndef FLINTLS_RECORD_LAYER_HPP
#define FLINTLS_RECORD_LAYER_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/unneeded.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/buffers.hpp"
#include "flintls/record/first_records.hpp"
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

/// The phase of a connection.
enum class connection_phase : std::uint8_t {
    open,
    closing, ///< close_notify is still to be sent
    failing, ///< the fatal alert is still to be sent
    closed,
    failed,
};

/// What the handshake must do with a received alert.
enum class alert_meaning : std::uint8_t {
    handled,         ///< nothing
    no_renegotiation ///< RFC 5246 7.2.2: judge it
};

/// One object for each connection. The connection calls `wipe_keys` at its end and before its destruction. The
/// destructor wipes bytes that are not yet sent.
template <policy P> class record_layer {
public:
    explicit record_layer(buffers const& b) : in_{b.receive, b.messages}, out_{b.transmit} {}
    record_layer(record_layer const&) = delete;
    record_layer& operator=(record_layer const&) = delete;
    ~record_layer() { out_.clear(); }

    // The state of the connection.

    /// True if the connection is closing, failing, or has ended.
    [[nodiscard]] bool over() const { return phase_ != connection_phase::open; }
    /// True if the connection has ended.
    [[nodiscard]] bool ended() const { return phase_ >= connection_phase::closed; }
    [[nodiscard]] connection_phase phase() const { return phase_; }
    [[nodiscard]] error failure() const { return failure_; }
    /// Resets the state for another connection. \pre the earlier connection has ended
    [[gnu::noinline]] void begin_again() {
        phase_ = connection_phase::open;
        warnings_ = empty_records_ = 0;
        said_last_ = has_data_ = refusal_due_ = false;
        failure_ = {};
        limits_ = {};
        if constexpr (P::half_close) {
            half_ = {};
        }
        begin_versions();
        out_.clear();
    }
    /// The first buffer below its least size; ok: none.
    [[nodiscard]] errc lacks_room(std::uint32_t receive, std::uint32_t transmit, std::uint32_t messages) const {
        return in_.room() < receive            ? errc::receive_buffer_too_small
               : out_.room() < transmit        ? errc::transmit_buffer_too_small
               : in_.message_room() < messages ? errc::message_buffer_too_small
                                               : errc::ok;
    }

    /// Fails the connection; a fatal alert is sent. The engine abandons the handshake first: `take_failure`.
    [[gnu::noinline]] progress fail(error why) {
        if (!over()) {
            failure_ = why;
            failure_unreported_ = true;
            phase_ = connection_phase::failing;
        }
        return progress::again;
    }
    [[gnu::noinline]] progress fail(errc why) { return fail(error::within(why, 0)); }
    /// True if the connection has failed since the last call.
    [[nodiscard]] bool take_failure() {
        bool const told = failure_unreported_;
        failure_unreported_ = false;
        return told;
    }
    /// True if the connection has ended since the last call.
    [[nodiscard]] bool take_end() {
        bool const told = wipe_pending_;
        wipe_pending_ = false;
        return told;
    }
    /// Checks a number of bytes that the application reports against the number that was offered.
    /// \return false: `count` is larger, and the connection fails, also a closing one
    [[gnu::noinline]] bool check_count(std::uint32_t count, std::uint32_t offered) {
        bool const believed = count <= offered;
        if (!believed && phase_ < connection_phase::failing) {
            said_last_ = writing_ended() && said_last_; // after the close_notify of half_close no alert is sent
            phase_ = connection_phase::open;
            static_cast<void>(fail(errc::count_too_large));
        }
        return believed;
    }

    // Received bytes.

    [[nodiscard]] std::span<std::uint8_t> space() const { return in_.space(); }
    [[gnu::noinline]] void received(std::uint32_t count) {
        if (check_count(count, static_cast<std::uint32_t>(in_.space().size())) && !ended()) {
            in_.received(count);
        }
    }
    [[nodiscard]] byte_view application_data() const {
        return has_data_ && phase_ == connection_phase::open ? in_.content() : byte_view{};
    }
    [[gnu::noinline]] void consume(std::uint32_t count) {
        if (!over() && check_count(count, application_data().size()) && count != 0) {
            in_.consume(count);
            has_data_ = in_.open();
        }
    }
    /// Opens the next record, or continues with the open one. \return again: plaintext of the record is available
    progress next_record() {
        if (has_data_) {
            return progress::data;
        }
        bool const fresh = !in_.open();
        bool in_clear = !read_.active();
        if constexpr (speaks_tls_1_3<P>) {
            if (fresh && versions_.first != nullptr && is_tls_1_3()) {
                switch (versions_.first->judge(*versions_.first, in_, read_.active(), false)) {
                case first_records::verdict::as_usual: break;
                case first_records::verdict::in_clear: in_clear = true; break;
                case first_records::verdict::passed: return progress::again;
                case first_records::verdict::awaited: return progress::receive;
                case first_records::verdict::refused: return fail(errc::unexpected_message);
                }
            }
        }
        if (errc const e = next_of_input(in_clear); e != errc::ok) {
            return fail(e);
        }
        if (!in_.open() || in_.starved()) {
            return progress::receive;
        }
        if constexpr (speaks_tls_1_3<P>) {
            if (fresh && is_tls_1_3() && in_.type() == content_type::change_cipher_spec) {
                return drop_dummy(); // the record is no longer open
            }
        }
        if (fresh && !in_clear) {
            if (progress const p = open(); p != progress::again || over()) {
                return p;
            }
        }
        // K3. The content of a protected record is known only here.
        return in_.content().empty() && in_.type() != content_type::application_data ? fail(errc::unexpected_message)
                                                                                     : progress::again;
    }
    /// True while a record is being decrypted.
    [[nodiscard]] bool opening() const { return opening_; }
    /// Decrypts the open record. The record then stays open until the flow waits for input, because the application may
    /// have begun a handshake while the operation was pending.
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
    /// Delivers the open record as application data, if the handshake allows it.
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
    /// Takes the open record as an alert.
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
            failure_unreported_ = true; // T6: close_notify during a handshake is also a failure of the handshake
            begin_to_close();
        } else if (is_fatal(received)) {
            failure_unreported_ = true;
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

    /// K5: resets the counts at progress: application data with content, or a complete and wanted handshake message.
    void progressed() { warnings_ = empty_records_ = 0; }
    /// K5: limits the number of warnings without progress.
    [[gnu::noinline]] progress count_warning() {
        constexpr std::uint8_t most = 4;
        return ++warnings_ > most ? fail(errc::unexpected_message) : progress::again;
    }

    // Bytes to send.

    [[nodiscard]] byte_view ready() const { return out_.ready(); }
    [[gnu::noinline]] void sent(std::uint32_t count) {
        if (check_count(count, out_.ready().size())) {
            out_.sent(count);
        }
    }
    /// Begins a record. \return room for its content
    [[gnu::noinline]] sink begin_record(content_type type) {
        if constexpr (speaks_tls_1_3<P>) {
            if (write_.is_tls_1_3()) { // RFC 8446 5.2: the type is protected, too
                return out_.begin(type, 0, write_.active() ? write_.overhead() + 1 : 0);
            }
        }
        return out_.begin(type, write_.active() ? write_.explicit_nonce_size() : 0, write_.overhead());
    }
    /// Ends the record with `size` bytes of content. `status`: of writing them. More bytes than the limit become
    /// several records.
    /// \return again; send if there is no room yet; or the connection fails
    [[gnu::noinline]] progress end_record(std::uint32_t size, errc status = errc::ok) {
        if (status == errc::no_room || (status == errc::ok && !out_.fits(size, fragment_limit()))) {
            return no_room();
        }
        if (status != errc::ok) {
            return fail(status);
        }
        out_.made(size);
        record_unobserved_ = true;
        return progress::again;
    }
    /// True if a record is being made that was not yet there at the last call.
    [[nodiscard]] bool take_made() {
        bool const made = out_.making() && record_unobserved_;
        record_unobserved_ = false;
        return made;
    }
    /// Waits for room in the transmit buffer. Fails if the buffer is empty: it is too small.
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
    /// B4: requests one warning no_renegotiation, which answers all refused requests so far.
    void refuse() requires speaks_tls_1_2<P> { refusal_due_ = true; }
    [[nodiscard]] bool refusal_due() const { return speaks_tls_1_2<P> && refusal_due_; }
    /// Sends that warning. Without room the warning stays due.
    progress put_refusal() {
        progress const p = put_alert(alert_level::warning, alert_description::no_renegotiation);
        refusal_due_ = p == progress::send;
        return p;
    }
    /// True if a record is made but not yet ready to send.
    [[nodiscard]] bool making() const { return out_.making(); }
    [[nodiscard]] content_type made_type() const { return out_.type(); }
    [[nodiscard]] byte_view made() const { return {out_.content(), out_.size()}; }
    /// Protects the made record, or its first fragment, and makes it ready to send.
    crypto_status protect() {
        crypto_status answer = crypto_status::done;
        if (std::uint32_t const limit = fragment_limit(); out_.size() > limit) {
            out_.cut(limit);
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
    /// The reason of a failed `protect`.
    [[nodiscard]] errc why_not_protected() const {
        return write_.records_left() == 0 ? errc::keys_used_up : errc::crypto_failed;
    }
    /// Drops a record that is made but not ready.
    void drop_made() { out_.drop(); }
    /// Abandons the record that is being made or decrypted. Ready bytes are still sent; nothing more is decrypted.
    [[gnu::noinline]] void drop_record() {
        ciphers_.reset();
        out_.drop();
        opening_ = false;
        if constexpr (speaks_tls_1_3<P>) {
            sealing_ = false;
        }
    }

    // The end of a connection.

    /// Begins to close: close_notify follows the data that was written before (RFC 5246 7.2.1).
    void begin_to_close() {
        if (opening_) { // the record is not needed any more
            ciphers_.reset();
            opening_ = false;
        }
        if (out_.making() && out_.type() != content_type::application_data) {
            drop_record(); // a record of the handshake, which ends here
        }
        phase_ = connection_phase::closing;
    }
    /// Ends writing: close_notify follows the data that was written before, once there is room. Records are still
    /// received (RFC 8446 6.1).
    void end_writing() requires P::half_close { half_.ended = true; }
    /// True after `end_writing`.
    [[nodiscard]] bool writing_ended() const {
        if constexpr (P::half_close) {
            return half_.ended;
        }
        return false;
    }
    [[nodiscard]] bool close_notify_due() const { return writing_ended() && !said_last_; }
    progress put_close_notify() {
        progress const p = put_alert(alert_level::warning, alert_description::close_notify);
        said_last_ = p == progress::again && !over();
        return p;
    }
    /// Suppresses the last alert: there is no key for it.
    void suppress_final_alert() { said_last_ = true; }
    [[nodiscard]] bool final_alert_made() const { return said_last_; }
    /// Sends the last alert once there is room for it, then ends the connection.
    progress send_final_alert() {
        bool const fatal = phase_ == connection_phase::failing;
        if (!said_last_) {
            progress const p = put_alert(fatal ? alert_level::fatal : alert_level::warning,
                                         fatal ? to_alert(failure_) : alert_description::close_notify);
            said_last_ = p == progress::again; // otherwise there is no room yet, or there never is
            return p;
        }
        end(fatal ? connection_phase::failed : connection_phase::closed);
        return progress::again;
    }
    /// The transport has ended.
    void lose_transport() {
        if (!over()) {
            failure_ = error{errc::connection_lost, 0};
            failure_unreported_ = true;
        }
        end(phase_ == connection_phase::closing ? connection_phase::closed : connection_phase::failed);
    }

    // What a handshake changes.

    /// Most bytes of content in a sent record: the negotiated limit, but at most the policy's own limit
    /// (RFC 5246 6.2.1).
    [[nodiscard]] std::uint32_t fragment_limit() const {
        std::uint32_t limit = limits_.out;
        if constexpr (P::max_send_fragment < max_plaintext) {
            constexpr auto own = static_cast<std::uint32_t>(P::max_send_fragment);
            limit = limit < own ? limit : own;
        }
        return limit;
    }
    /// RFC 8449 4: the longest plaintext that this side can receive; in TLS 1.3 it includes content type and padding.
    [[nodiscard]] std::uint16_t own_record_limit() const requires offers_record_limit<P> {
        constexpr std::uint32_t most = speaks_tls_1_2<P> ? max_plaintext : max_plaintext + 1;
        constexpr std::uint32_t around = record_header_size + (speaks_tls_1_2<P> ? max_overhead : max_tag_size);
        std::uint32_t const room = in_.room() - around;
        std::uint32_t const own = P::record_limit != what_the_buffer_holds ? P::record_limit
                                  : room < most                            ? room
                                                                           : most;
        return static_cast<std::uint16_t>(own);
    }
    /// TLS 1.2: agrees on max_fragment_length. RFC 6066 4: shorter fragments are sent at once, from the ServerHello on.
    /// Longer ones are sent when `apply_limits` changes the limit together with the keys. A peer that has not received
    /// the ServerHello still sends fragments of the old length. Call this before `agree_record_limit`.
    void agree_fragment_limit(std::uint32_t limit) requires speaks_tls_1_2<P> {
        auto const agreed = static_cast<std::uint16_t>(limit);
        limits_.next = agreed;
        limits_.out = limits_.out < agreed ? limits_.out : agreed;
        limits_.in = limits_.in > agreed ? limits_.in : agreed;
    }
    /// TLS 1.2: agrees on record_size_limit. `out`: the peer's limit for content; 0: not negotiated.
    void agree_record_limit(std::uint32_t out) requires(offers_record_limit<P>&& speaks_tls_1_2<P>) {
        limits_.record = static_cast<std::uint16_t>(out < max_plaintext ? out : max_plaintext);
    }
    /// TLS 1.2: the limits of a handshake apply to the records under its keys (RFC 8449 4). `of_written`: to this side's
    /// records.
    void apply_limits(bool of_written) requires speaks_tls_1_2<P> {
        std::uint16_t in = limits_.next;
        std::uint16_t out = limits_.next;
        if constexpr (offers_record_limit<P>) {
            if (limits_.record != 0) { // RFC 8449 5: max_fragment_length is ignored
                in = own_record_limit();
                out = limits_.record;
            }
        }
        if (of_written) {
            limits_.out = out;
        } else {
            limits_.in = in;
        }
    }
    /// TLS 1.3: both limits at once, for keys that are in use already. `out`: the peer's limit for content; 0: not
    /// negotiated.
    void set_record_limit(std::uint32_t out) requires offers_record_limit<P> {
        if (out != 0) {
            limits_.out = static_cast<std::uint16_t>(out < max_plaintext ? out : max_plaintext);
            limits_.in = static_cast<std::uint16_t>(own_record_limit() - 1U);
        }
    }
    /// TLS 1.3: the same for max_fragment_length.
    void set_fragment_limit(std::uint32_t limit) { limits_.in = limits_.out = static_cast<std::uint16_t>(limit); }
    /// RFC 6066 4, RFC 8449 4: most bytes of plaintext in a received record. TLS 1.3 counts the content type
    /// (RFC 8446 5.4).
    [[nodiscard]] std::uint32_t input_limit(bool in_clear) const {
        if (in_clear) {
            return max_plaintext;
        }
        return limits_.in + (is_tls_1_3() ? 1U : 0U);
    }
    /// True if records follow the rules of TLS 1.3. Before a version is chosen, the policy's highest version decides.
    [[nodiscard]] bool is_tls_1_3() const {
        if constexpr (speaks_both<P>) {
            return !versions_.tls_1_2;
        }
        return speaks_tls_1_3<P>;
    }
    /// RFC 8446 5, D.4: the next `count` ChangeCipherSpec records are dropped.
    void allow_dummies(std::uint8_t count) requires speaks_tls_1_3<P> { versions_.dummies_left = count; }
    [[nodiscard]] std::uint8_t dummies_left() const requires speaks_tls_1_3<P> { return versions_.dummies_left; }
    /// Lets `first` judge each record until one decrypts. `first` must outlive the connection.
    void watch(first_records& first) requires speaks_tls_1_3<P> { versions_.first = &first; }
    [[nodiscard]] bool is_chosen() const requires speaks_tls_1_3<P> { return versions_.chosen; }
    /// Sets the negotiated version.
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
    /// Records that may still be received or sent under the present keys, whichever is smaller; 0 while keys change.
    [[nodiscard]] std::uint32_t records_left() const {
        std::uint32_t const in = read_.records_left();
        std::uint32_t const out = write_.records_left();
        return in < out ? in : out;
    }

    /// Wipes every secret. Ready bytes can still be sent.
    [[gnu::noinline]] void wipe_keys() {
        ciphers_.clear();
        read_.clear();
        write_.clear();
        in_.clear();
        opening_ = false;
    }

private:
    struct half_close_state {
        bool ended = false; ///< this side sends nothing more but close_notify
    };
    /// State of a connection that may negotiate TLS 1.3.
    struct versions_state {
        bool chosen = false;
        bool tls_1_2 = false;
        std::uint8_t dummies_left = 0;  ///< ChangeCipherSpec records that may still be dropped
        first_records* first = nullptr; ///< server: until a record decrypts
    };

    /// Most bytes of content in a record, under the present keys.
    struct content_limits {
        std::uint16_t in = max_plaintext;
        std::uint16_t out = max_plaintext;
        // TLS 1.2, under the next keys:
        [[no_unique_address]] std::conditional_t<speaks_tls_1_2<P>, std::uint16_t, unneeded<23>> next{};
        /// The limit of record_size_limit for sent records; 0: not negotiated.
        [[no_unique_address]] std::conditional_t<speaks_tls_1_2<P> && offers_record_limit<P>, std::uint16_t,
                                                 unneeded<24>>
            record{};
    };

    void begin_versions() {
        if constexpr (speaks_tls_1_3<P>) {
            versions_ = {};
        }
    }
    [[nodiscard, gnu::noinline]] errc next_of_input(bool in_clear) {
        record_rules const rules = is_tls_1_3() ? record_rules::tls_1_3 : record_rules::tls_1_2;
        std::uint32_t const overhead = is_tls_1_3() && in_clear ? 0 : read_.overhead();
        return in_.next(overhead, input_limit(in_clear), rules);
    }
    /// RFC 8446 5: drops a ChangeCipherSpec record. \pre `next` has checked that it has one byte
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
        std::uint32_t const nonce = read_.explicit_nonce_size();
        crypto_status const answer = read_.open(ciphers_, in_.type(), in_.content_begin() + nonce, size);
        opening_ = answer == crypto_status::pending;
        if (answer == crypto_status::done) {
            in_.decrypted(nonce, size);
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
            versions_.first = nullptr;
            errc const e = in_.decrypted_with_type(size);
            return e == errc::ok ? progress::again : fail(e);
        }
        if (!opening_ && versions_.first != nullptr) {
            auto const verdict = versions_.first->judge(*versions_.first, in_, true, true);
            if (verdict != first_records::verdict::as_usual) {
                return verdict == first_records::verdict::passed ? progress::again : fail(errc::unexpected_message);
            }
        }
        return opening_ ? progress::crypto
                        : fail(read_.peer_update_overdue() ? errc::keys_used_up : errc::bad_record_mac);
    }
    /// Writes the inner type after the content, and the header before it, then protects the record.
    crypto_status protect_tls_1_3() {
        std::uint8_t* const content = out_.content();
        if (!sealing_) { // a pending operation owns the bytes
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
    /// RFC 8446 6: in TLS 1.3 only the description counts.
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
    /// Ends the connection. Ready bytes can still be sent.
    void end(connection_phase last) {
        drop_record();
        phase_ = last;
        wipe_pending_ = true;
    }

    connection_phase phase_ = connection_phase::open;
    std::uint8_t warnings_ = 0;       // since the last progress (K5)
    std::uint8_t empty_records_ = 0;  // since the last progress (K5)
    bool failure_unreported_ = false; // the failure is not yet reported to the handshake
    bool wipe_pending_ = false;       // the end is not yet reported to the handshake
    bool said_last_ = false;          // the last alert is made
    bool has_data_ = false;           // the open record is application data for the application
    bool opening_ = false;            // a record is being decrypted
    bool sealing_ = false;            // a record of TLS 1.3 is being encrypted
    bool refusal_due_ = false;        // the warning no_renegotiation must be sent
    bool record_unobserved_ = false;  // the made record is not yet shown to `observe`
    [[no_unique_address]] std::conditional_t<speaks_tls_1_3<P>, versions_state, unneeded<9>> versions_{};
    [[no_unique_address]] std::conditional_t<P::half_close, half_close_state, unneeded<10>> half_{};
    content_limits limits_{};
    error failure_{};
    inbox in_;
    outbox out_;
    record_keys<P> read_, write_;
    record_ciphers<P> ciphers_;
};

} // namespace v0
} // namespace flintls

#endif
