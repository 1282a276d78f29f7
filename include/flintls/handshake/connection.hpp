// SPDX-License-Identifier: Apache-2.0
/// \file
/// A connection on its way through a flow (handshake/flow.hpp): where it is, the message that is dealt with, the transcript,
/// and the messages that it sends. RFC 5246 7.2 to 7.4.
#ifndef FLINTLS_HANDSHAKE_CONNECTION_HPP
#define FLINTLS_HANDSHAKE_CONNECTION_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/handshake/flow.hpp"
#include "flintls/message/change_cipher_spec.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/layer.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/wire/parse.hpp"
#include "flintls/wire/program.hpp"

namespace flintls {
inline namespace v0 {

/// What a connection has to do next: the values of `progress`, which it passes on, and
enum class event : std::uint8_t {
    step = static_cast<std::uint8_t>(progress::failed) + 1, ///< the operation of its row
    message,                                                ///< `message` came
    waiting,                                                ///< it is here since an earlier row
    part,                                                   ///< the beginning of a message came
    long_message,                                           ///< a message came for which there is no room
    piece,              ///< more of a message of which the beginning was enough came
    change_cipher_spec, ///< a ChangeCipherSpec came
    application_data,   ///< application data came
    alert,              ///< an alert came
    failure,            ///< it failed: what a handshake has under way is abandoned
    end,                ///< it ended: everything secret is wiped
};
[[nodiscard]] constexpr event event_of(progress p) { return static_cast<event>(p); }

/// Writes a message of which only the function that calls this knows the type, or only the program.
template <class M> errc write_as(sink& out, void const* message) {
    return M::wire::write(out, *static_cast<M const*>(message));
}
inline errc write_as_program(sink& out, void const* message) {
    return write_by_program(out, *static_cast<message_to_write const*>(message));
}

/// `flow`: the rows of a client or a server.
template <policy P> struct connection {
    using policy_type = P;
    using hash = typename P::crypto::sha256;

    connection(buffers const& b, flow::row const* flow) : at{flow}, io{b} {}

    // Moving on.

    [[nodiscard]] bool idle() const { return at->what == flow::op::idle; }
    [[nodiscard]] bool has(flow::conditions all) const { return (facts & all) == all; }
    void set(flow::conditions which, bool wanted) { facts = (facts - which) | only_if(wanted, which); }
    progress fail(errc why) { return io.fail(why); }
    progress fail(error why) { return io.fail(why); }

    /// Goes on with the next row of this handshake.
    [[gnu::noinline]] progress next() {
        do {
            ++at;
        } while (!at->applies(facts));
        return progress::again;
    }
    /// Goes on if that was done. A step is made again where an operation is pending, or where there is no room yet.
    [[gnu::noinline]] progress then(crypto_status answer, errc why = errc::crypto_failed) {
        if (answer == crypto_status::done) {
            return next();
        }
        return answer == crypto_status::pending ? progress::crypto : fail(why);
    }
    /// The same for a public-key operation, of which there is one in a call of `run`.
    [[gnu::noinline]] progress then_pause(crypto_status answer, errc why = errc::crypto_failed) {
        progress const p = then(answer, why);
        return answer == crypto_status::done ? progress::crypto : p;
    }
    /// Goes on when a message is on its way.
    [[gnu::noinline]] progress then(progress sent) { return sent == progress::again && !io.over() ? next() : sent; }
    /// Goes on if the rules allow it.
    [[gnu::noinline]] progress then(judgement j) { return j.proceeds() ? next() : obey(j); }
    [[gnu::noinline]] progress obey(judgement j) {
        if (j.what() == judgement::action::refuse) {
            io.refuse();
        }
        return j.what() == judgement::action::abort ? fail(j.why()) : progress::again;
    }
    /// The same of a warning that the rules have judged: one that they ignore counts (K5).
    progress obey_warning(judgement j) { return j.what() == judgement::action::ignore ? io.count_warning() : obey(j); }

    // Messages in.

    /// The body of the message that is dealt with.
    [[nodiscard]] byte_view body() const { return message.subview(4); }
    /// Reads it. \return false: it is malformed, and the connection fails
    template <class M> [[nodiscard]] bool read(M& m) {
        if constexpr (has_program<M>) {
            return read_by(program_of<M>.data(), tail_of<M>, &m);
        } else {
            return is_read(parse(body(), m));
        }
    }
    /// The message that is dealt with does not belong into the transcript.
    void leave_out() { unhashed = {}; }
    /// Only the beginning of a message is here, as long as there was room for; the rest is passed over.
    [[nodiscard]] byte_view take_beginning() {
        byte_view const beginning = io.in().partial();
        skip = io.in().drop_partial();
        unhashed = beginning;
        return beginning;
    }
    /// The message is not needed any more.
    void release_message() {
        if (current) {
            current = false;
            io.in().message_done();
        }
    }
    /// K1: the peer's ChangeCipherSpec is the open record, and not in the middle of a message.
    [[nodiscard]] bool take_change_cipher_spec() {
        change_cipher_spec m;
        byte_view const content = io.in().content();
        if (read_message(content, m) || io.in().in_message() || skip != 0) {
            return false;
        }
        io.in().consume(content.size());
        return true;
    }

    // Messages out.

    /// A handshake message, behind its header, in records of its own. `hashed`: it belongs into the transcript.
    template <class M> progress put(M const& m, bool hashed = true) {
        if constexpr (writes_by_program<M>) {
            message_to_write const what{program_of<M>.data(), &m};
            return put_with(M::msg_type, header_size, &write_as_program, &what, hashed);
        } else {
            return put_with(M::msg_type, header_size, &write_as<M>, &m, hashed);
        }
    }
    /// The same of one that writes its header.
    template <class M> progress put_whole(M const& m) { return put_with({}, 0, &write_as<M>, &m, true); }
    /// A part of a handshake message that was written where `begin_record` says.
    progress put_part(std::uint32_t size) {
        progress const p = io.end_record(size);
        hash_out = io.making();
        return p;
    }
    progress put_change_cipher_spec() {
        return io.put(content_type::change_cipher_spec, flintls::change_cipher_spec{1});
    }

    // Application data out: see handshake/driver.hpp.

    [[nodiscard, gnu::noinline]] std::span<std::uint8_t> write_space() {
        if (!idle() || io.making() || io.refusal_due() || io.over()) {
            return {};
        }
        sink const s = io.begin_record(content_type::application_data);
        std::uint32_t const limit = io.fragment_limit();
        return {s.p, s.left() < limit ? s.left() : limit};
    }
    [[gnu::noinline]] void write(std::uint32_t count) {
        if (!io.over() && io.believes(count, static_cast<std::uint32_t>(write_space().size())) && count != 0) {
            static_cast<void>(io.end_record(count));
        }
    }

    // What is next.

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
            if (must_change_key() && !io.said_last()) {
                return event::step; // the ChangeCipherSpec is out, and so the last alert is under the key that is made
            }
            io.drop_made(); // what could not be protected
            return event_of(io.say_last());
        }
        if (settled == crypto_status::failed) {
            return event_of(fail(io.why_not_protected()));
        }
        if (io.refusal_due()) {
            if (progress const p = io.put_refusal(); p != progress::send) {
                return event_of(p);
            }
        }
        event const what = !at->waits() ? event::step : waiting != flow::input::none ? event::waiting : take_input();
        bool const must_send = io.refusal_due() && what == event_of(progress::receive); // the peer may wait for it
        return must_send ? event_of(progress::send) : what;
    }

    /// Abandons what a handshake has under way. Before anything of that is wiped or used again: until then an engine may
    /// read and write it (crypto/status.hpp). Records are protected on.
    void reset_transcript() {
        transcript.reset();
        unhashed = {};
        hash_out = begin_transcript = false;
    }
    void wipe_connection(flow::row const* flow) {
        io.wipe_keys();
        at = flow;
        current = skipping = false;
        waiting = flow::input::none;
        skip = 0;
        message = {};
    }

    /// What was the last one under a key to write is out, or a ChangeCipherSpec is: the last alert is under the next key.
    [[nodiscard]] bool must_change_key() const {
        if constexpr (speaks_tls_1_3<P>) {
            return write_key_due || io.keys_to_write().changing();
        }
        return io.keys_to_write().changing();
    }

    flow::row const* at; // the row that is next
    flow::conditions facts = flow::conditions::none;
    flow::input waiting = flow::input::none; // what came, and waits for its row
    bool is_long = false;                    // there is no room for it
    bool current = false;                    // the inbox's message is in use
    bool skipping = false;                   // the bytes of a skipped message that are here are in the transcript
    bool begin_transcript = false;           // before the next message is hashed
    [[no_unique_address]] std::conditional_t<speaks_tls_1_3<P>, bool, unneeded<12>>
        write_key_due{};   // RFC 8446 7.1, 7.2
    bool hash_out = false; // the record that is being made belongs into the transcript
    record_layer<P> io;
    byte_view message{};    // that is dealt with; aliases a buffer
    byte_view unhashed{};   // what of it belongs into the transcript, and is not there
    std::uint32_t skip = 0; // bytes of a message that are passed over
    std::uint32_t now = 0;  // seconds of the caller's clock
    hash transcript{};

private:
    static constexpr std::uint8_t header_size = 4;

    /// What must be over before anything else happens: the hash of a message, and the record that is being made.
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
            if (!io.in().open()) { // it was one that is dropped (RFC 8446 5)
                return event_of(p);
            }
        }
        switch (io.in().type()) {
        case content_type::handshake: return next_message();
        case content_type::alert: return event::alert;
        case content_type::change_cipher_spec: return event::change_cipher_spec;
        case content_type::application_data:
        case content_type::heartbeat: // the inbox lets none of these pass
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
        current = true;
        unhashed = message;
        return event::message;
    }
    /// The rest of a message of which the beginning was enough: `message`, and at the next call, when it is in the
    /// transcript, gone.
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
        return is_read(read_by_program(program, tail, body().data(), body().size(), m));
    }
    bool is_read(error e) {
        if (e) {
            static_cast<void>(fail(e.from(header_size)));
        }
        return !e;
    }
    [[gnu::noinline]] progress put_with(handshake_type type, std::uint32_t header, errc (*put_body)(sink&, void const*),
                                        void const* m, bool hashed) {
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
        hash_out = hashed && io.making();
        return p;
    }
};

} // namespace v0
} // namespace flintls

#endif
