// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of a connection that runs through a flow (handshake/flow.hpp): the current row, the current message, the
/// transcript, and how messages are received and sent. RFC 5246 7.2 to 7.4.
#ifndef FLINTLS_HANDSHAKE_CONNECTION_HPP
#define FLINTLS_HANDSHAKE_CONNECTION_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/handshake/flow.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/message/change_cipher_spec.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/layer.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/wire/parse.hpp"
#include "flintls/wire/program.hpp"

namespace flintls {
inline namespace v0 {

/// The next action of a connection. The values of `progress` come first and are passed through; the others are:
enum class event : std::uint8_t {
    step = static_cast<std::uint8_t>(progress::failed) + 1, ///< do the operation of the current row
    message,                                                ///< `message` is received
    waiting,                                                ///< `waiting` was received for an earlier row
    part,                                                   ///< the beginning of a message is received
    long_message,                                           ///< a message longer than the buffer is received
    piece,              ///< more of a message whose beginning was enough is received
    change_cipher_spec, ///< a ChangeCipherSpec is received
    application_data,   ///< application data is received
    alert,              ///< an alert is received
    failure,            ///< the connection has failed: abandon the handshake
    end,                ///< the connection has ended: wipe every secret
};
[[nodiscard]] constexpr event event_of(progress p) { return static_cast<event>(p); }

/// Writes a message whose type is erased to a pointer: by a function of that type, or by a program.
template <class M> errc write_as(sink& out, void const* message) {
    return M::wire::write(out, *static_cast<M const*>(message));
}
inline errc write_as_program(sink& out, void const* message) {
    return write_by_program(out, *static_cast<message_to_write const*>(message));
}

/// `flow`: the rows of a client or of a server.
template <policy P> struct connection {
    using policy_type = P;
    connection(buffers const& b, flow::row const* flow) : at{flow}, io{b} {}

    // Steps of the flow.

    [[nodiscard]] bool idle() const { return at->what == flow::op::idle; }
    [[nodiscard]] bool has(flow::conditions all) const { return (conditions & all) == all; }
    void set(flow::conditions which, bool wanted) { conditions = (conditions - which) | only_if(wanted, which); }
    [[gnu::noinline]] progress fail(errc why) { return io.fail(why); }
    progress fail(error why) { return io.fail(why); }

    /// Moves to the next row that applies to this handshake.
    [[gnu::noinline]] progress next() {
        do {
            ++at;
        } while (!at->applies(conditions));
        return progress::again;
    }
    /// Moves on if `answer` is done. The step is repeated while an operation is pending or the transmit buffer has no
    /// room.
    [[gnu::noinline]] progress then(crypto_status answer, errc why = errc::crypto_failed) {
        if (answer == crypto_status::done) {
            return next();
        }
        return answer == crypto_status::pending ? progress::crypto : fail(why);
    }
    /// The same for a public-key operation. One call of `run` does at most one of these.
    [[gnu::noinline]] progress then_pause(crypto_status answer, errc why = errc::crypto_failed) {
        progress const p = then(answer, why);
        return answer == crypto_status::done ? progress::crypto : p;
    }
    /// Moves on once a message is written.
    [[gnu::noinline]] progress then(progress sent) { return sent == progress::again && !io.over() ? next() : sent; }
    /// Moves on if the rules allow the step.
    [[gnu::noinline]] progress then(judgement j) { return j.proceeds() ? next() : apply_judgement(j); }
    [[gnu::noinline]] progress apply_judgement(judgement j) {
        if constexpr (speaks_tls_1_2<P>) { // TLS 1.3 refuses no renegotiation
            if (j.what() == judgement::action::refuse) {
                io.refuse();
            }
        }
        return j.what() == judgement::action::abort ? fail(j.why()) : progress::again;
    }
    /// The same for a warning: a warning that the rules ignore is counted (K5).
    progress obey_warning(judgement j) {
        return j.what() == judgement::action::ignore ? io.count_warning() : apply_judgement(j);
    }

    // Messages that are received.

    /// The body of the current message.
    [[nodiscard]] byte_view body() const { return message.subview(4); }
    /// Parses the current message. \return false: the message is malformed, and the connection fails
    template <class M> [[nodiscard]] bool read(M& m) {
        if constexpr (has_program<M>) {
            return read_by(program_of<M>.data(), tail_of<M>, &m);
        } else {
            return is_read(parse(body(), m));
        }
    }
    /// Excludes the current message from the transcript.
    void exclude_from_transcript() { unhashed = {}; }
    /// Takes the beginning of a message that is longer than the buffer. The rest of the message is passed over.
    [[nodiscard]] byte_view take_beginning() {
        byte_view const beginning = io.in().partial();
        skip = io.in().drop_partial();
        unhashed = beginning;
        return beginning;
    }
    /// Releases the inbox's buffer of the current message.
    void release_message() {
        if (holds_message) {
            holds_message = false;
            io.in().message_done();
        }
    }
    /// K1: takes the open record as ChangeCipherSpec. \return false: it is malformed, or inside a handshake message
    [[nodiscard]] bool take_change_cipher_spec() {
        change_cipher_spec m;
        byte_view const content = io.in().content();
        if (read_message(content, m) || io.in().in_message() || skip != 0) {
            return false;
        }
        io.in().consume(content.size());
        return true;
    }

    // Messages that are sent.

    /// Writes a handshake message with its header into records of its own, and moves on once it is written.
    template <class M> progress send(M const& m) {
        if constexpr (writes_by_program<M>) {
            return send_by(program_of<M>.data(), &m, M::msg_type);
        } else {
            return send_with(M::msg_type, header_size, &write_as<M>, &m);
        }
    }
    /// The same for a message that is not part of the transcript.
    template <class M> progress send_unhashed(M const& m) {
        progress const p = send(m);
        hash_out = false;
        return p;
    }
    /// The same for a message that writes its own header.
    template <class M> progress send_whole(M const& m) { return send_with({}, 0, &write_as<M>, &m); }
    /// Writes a message, which was sent before, into the transcript only. The free transmit buffer serves as scratch.
    template <class M> progress put_into_transcript(M const& m) {
        if (!io.ready().empty()) {
            return progress::send;
        }
        sink s = io.begin_record(content_type::handshake);
        sink front{s.p, s.p + header_size};
        errc status = s.left() < header_size ? errc::no_room : errc::ok;
        if (status == errc::ok) {
            s.p = front.end;
            if constexpr (writes_by_program<M>) {
                status = write_by_program(s, {program_of<M>.data(), &m});
            } else {
                status = M::wire::write(s, m);
            }
        }
        if (status != errc::ok) {
            return fail(status);
        }
        auto const size = static_cast<std::uint32_t>(s.p - front.p);
        unhashed = {front.p, size};
        static_cast<void>(handshake_header::wire::write(front, handshake_header{M::msg_type, size - header_size}));
        return progress::again;
    }
    /// Ends a record with a part of a handshake message that was written into the room of `begin_record`.
    progress put_part(std::uint32_t size) {
        progress const p = io.end_record(size);
        hash_out = io.making();
        return p;
    }
    progress put_change_cipher_spec() {
        return io.put(content_type::change_cipher_spec, flintls::change_cipher_spec{1});
    }

    // Application data that is sent: see handshake/driver.hpp.

    [[nodiscard, gnu::noinline]] std::span<std::uint8_t> write_space() {
        if (!(idle() || writes_early()) || io.making() || io.refusal_due() || io.over() || io.writing_ended()) {
            return {};
        }
        sink const s = io.begin_record(content_type::application_data);
        std::uint32_t const limit = io.fragment_limit();
        return {s.p, s.left() < limit ? s.left() : limit};
    }
    [[gnu::noinline]] void write(std::uint32_t count) {
        if (!io.over() && io.check_count(count, static_cast<std::uint32_t>(write_space().size())) && count != 0) {
            static_cast<void>(io.end_record(count));
        }
    }

    /// RFC 8446 4.4.4: true while a server may send application data before the client's Finished.
    [[nodiscard]] bool writes_early() const {
        if constexpr (P::half_rtt) {
            return half_rtt_open;
        }
        return false;
    }

    // The next event.

    [[gnu::noinline]] event turn() {
        if (io.take_failure()) {
            return event::failure;
        }
        if (io.take_end()) {
            return event::end;
        }
        if (io.ended()) {
            return event_of(io.phase() == connection_phase::closed ? progress::closed : progress::failed);
        }
        if (io.opening() && !io.over()) {
            return event_of(io.open());
        }
        crypto_status const settled = settle();
        if (settled == crypto_status::pending) {
            return event_of(progress::crypto);
        }
        if (io.over()) {
            if (must_change_key() && !io.final_alert_made()) {
                return event::step; // ChangeCipherSpec is sent: the last alert needs the new key
            }
            io.drop_made(); // a record that could not be protected
            return event_of(io.send_final_alert());
        }
        if (settled == crypto_status::failed) {
            return event_of(fail(io.why_not_protected()));
        }
        if (io.refusal_due()) {
            if (progress const p = io.put_refusal(); p != progress::send) {
                return event_of(p);
            }
        }
        if (io.close_notify_due() && idle()) {
            if (progress const p = io.put_close_notify(); p != progress::send) {
                return event_of(p);
            }
        }
        event const what = !at->waits() ? event::step : waiting != flow::input::none ? event::waiting : take_input();
        bool const must_send = (io.refusal_due() || io.close_notify_due()) &&
                               what == event_of(progress::receive); // the peer may wait for it
        return must_send ? event_of(progress::send) : what;
    }

    /// Abandons the transcript operation of a handshake. This precedes every wipe and reuse of the memory that the
    /// operation views, because an engine may read and write that memory until the reset (crypto/status.hpp). Records
    /// are still protected.
    void reset_transcript() {
        transcript.reset();
        unhashed = {};
        hash_out = begin_transcript = false;
    }
    void wipe_connection(flow::row const* flow) {
        io.wipe_keys();
        at = flow;
        holds_message = skipping = false;
        waiting = flow::input::none;
        skip = 0;
        message = {};
    }

    /// True after the last record under a write key, or after ChangeCipherSpec: the last alert needs the next key.
    [[nodiscard]] bool must_change_key() const {
        if constexpr (speaks_tls_1_3<P>) {
            return write_key_due || io.keys_to_write().changing();
        }
        return io.keys_to_write().changing();
    }

    flow::row const* at; // the current row
    flow::conditions conditions = flow::conditions::none;
    flow::input waiting = flow::input::none; // received, and kept for a later row
    bool is_long = false;                    // the received message is longer than the buffer
    bool holds_message = false;              // `message` lies in the inbox
    bool skipping = false;                   // the received bytes of a skipped message are in the transcript
    bool begin_transcript = false;           // the transcript starts before the next message is hashed
    [[no_unique_address]] std::conditional_t<speaks_tls_1_3<P>, bool, unneeded<12>>
        write_key_due{};                                                                       // RFC 8446 7.1, 7.2
    [[no_unique_address]] std::conditional_t<P::half_rtt, bool, unneeded<22>> half_rtt_open{}; // see `writes_early`
    bool hash_out = false; // the record that is being made is part of the transcript
    record_layer<P> io;
    byte_view message{};    // the current message; aliases a buffer
    byte_view unhashed{};   // bytes of it that are not yet in the transcript
    std::uint32_t skip = 0; // bytes of a message that are still to be passed over
    std::uint32_t now = 0;  // seconds of the application's clock
    transcript_of<P> transcript{};

private:
    static constexpr std::uint8_t header_size = 4;

    /// Completes the work that precedes every other step: the hash of a message, and the record that is being made.
    crypto_status settle() {
        crypto_status answer = crypto_status::done;
        if (!unhashed.empty() && begin_transcript) {
            answer = transcript.start();
            begin_transcript = answer == crypto_status::pending;
        }
        if (!unhashed.empty() && answer == crypto_status::done) {
            answer = transcript.update(unhashed);
            unhashed = answer == crypto_status::pending ? unhashed : byte_view{};
        }
        while (io.making() && answer == crypto_status::done) {
            if (hash_out) {
                answer = transcript.update(io.made());
                hash_out = answer == crypto_status::pending;
            }
            if (answer == crypto_status::done) {
                answer = io.protect();
            }
        }
        return answer;
    }
    event take_input() {
        release_message();
        progress const p = io.next_record();
        if (p != progress::again || io.over()) {
            return event_of(p);
        }
        if constexpr (speaks_tls_1_3<P>) {
            if (!io.in().open()) { // the record was dropped (RFC 8446 5), but not inside a message (5.1)
                return event_of(skip != 0 ? fail(errc::unexpected_message) : p);
            }
        }
        switch (io.in().type()) {
        case content_type::handshake: return next_message();
        case content_type::alert: return event::alert;
        case content_type::change_cipher_spec: return event::change_cipher_spec;
        case content_type::application_data:
        case content_type::heartbeat: // the inbox refuses this type and the next three
        case content_type::tls12_cid:
        case content_type::ack:
        case content_type::return_routability_check: break;
        }
        return event::application_data;
    }
    event next_message() {
        if (skip != 0) {
            pass_over();
            return event::piece;
        }
        if (io.in().next_message(message) != errc::ok) {
            return event::long_message;
        }
        if (message.empty()) {
            return event::part;
        }
        holds_message = true;
        unhashed = message;
        return event::message;
    }
    /// Passes over the rest of a message whose beginning was enough. The first call offers the received bytes as
    /// `message`; the second call, after they are hashed, drops them.
    void pass_over() {
        byte_view const here = io.in().content().subview(0, skip);
        skipping = !skipping;
        if (skipping) {
            message = unhashed = here;
        } else {
            skip -= here.size();
            io.in().consume(here.size());
            message = {};
        }
    }
    [[gnu::noinline]] bool read_by(std::uint8_t const* program, program_tail const* tail, void* m) {
        byte_view const here = body();
        return is_read(read_by_program(program, tail, here.data(), here.size(), m));
    }
    bool is_read(error e) {
        if (e) {
            fail_to_read(e);
        }
        return !e;
    }
    /// Not inlined: parsing is where the stack is deepest.
    [[gnu::noinline]] void fail_to_read(error e) { static_cast<void>(fail(e.from(header_size))); }
    [[gnu::noinline]] progress send_by(std::uint8_t const* program, void const* m, handshake_type type) {
        message_to_write const what{program, m};
        return send_with(type, header_size, &write_as_program, &what);
    }
    [[gnu::noinline]] progress send_with(handshake_type type, std::uint32_t header,
                                         errc (*put_body)(sink&, void const*), void const* m) {
        sink s = io.begin_record(content_type::handshake);
        sink front{s.p, s.p + header};
        errc status = s.left() < header ? errc::no_room : errc::ok;
        if (status == errc::ok) {
            s.p = front.end;
            status = put_body(s, m);
        }
        auto const size = static_cast<std::uint32_t>(s.p - front.p);
        if (header != 0 && status == errc::ok) {
            status = handshake_header::wire::write(front, handshake_header{type, size - header});
        }
        progress const p = io.end_record(size, status);
        hash_out = io.making();
        return then(p);
    }
};

} // namespace v0
} // namespace flintls

#endif
