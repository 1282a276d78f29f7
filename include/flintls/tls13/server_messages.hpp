// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a server of TLS 1.3 handles the messages of a client: RFC 8446 4.
#ifndef FLINTLS_TLS13_SERVER_MESSAGES_HPP
#define FLINTLS_TLS13_SERVER_MESSAGES_HPP

#include <cstdint>

#include "flintls/tls13/key_update.hpp"
#include "flintls/tls13/peer_certificate.hpp"
#include "flintls/tls13/server_state.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {
namespace server_side {

using tls13::begins_update;

/// A server takes only messages that its rows wait for.
template <class S> judgement judge_input(S& /*s*/, flow::input /*what*/) { return {}; }
template <class S> void judge_partial_input(S& /*s*/) {}

/// The watch of a hello that passed through a parser.
template <class S> [[nodiscard]] auto const& watch_of([[maybe_unused]] S const& s) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        return s.stream.watch();
    } else {
        static constexpr no_watch none{};
        return none;
    }
}
/// The extensions that the parser has lost.
template <class S> [[nodiscard]] lost_extensions lost_of([[maybe_unused]] S const& s) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        return lost_in(s.stream);
    }
    return {};
}
/// The checksums of the current hello.
template <class S> [[nodiscard]] stable_parts stable_parts_of_hello(S const& s) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        return s.stream.watch().sums();
    } else {
        return stable_parts_of(s.body());
    }
}

/// The server chooses this suite.
template <class S> void use_suite(S& s, cipher_suite suite) {
    s.negotiated.suite = suite;
    s.tls13.cipher = suites_of<typename S::policy_type>::traits(suite).cipher;
    s.tls13.secrets.use_hash_of(s.tls13.cipher);
}
/// The server chooses TLS 1.3. (Not inlined: a hello of TLS 1.2 needs the stack for other things.)
template <class S>
[[gnu::noinline]] progress on_hello_of_tls_1_3(S& s, received_hello<typename S::policy_type> const& m) {
    using product = typename S::policy_type;
    auto& own = s.tls13;
    s.io.progressed();
    own.begin_hello();
    if constexpr (product::cookie) {
        bool lost = false;
        if constexpr (streams_hellos<product>) {
            lost = s.stream.template too_long<flintls::cookie>() != 0;
        }
        if (errc const e = server_side::begin_cookie(s, m, lost); e != errc::ok) {
            return s.fail(e);
        }
        own.cookie.set(stable_parts_of_hello(s));
    }
    error why = own.hello.read(m, s.credentials, own.retried, own.asked, own.identities, watch_of(s), lost_of(s));
    if (!why && !s.io.in().message_ends_record()) { // RFC 8446 5.1: keys change after this message
        why = {errc::unexpected_message, 0};
    }
    if (why) {
        return s.fail(why);
    }
    if (!own.retried && !server_side::uses_cookie(s)) { // RFC 8446 D.4
        s.io.allow_dummies(product::max_dummy_records);
    }
    own.first.early_data = own.hello.early_data;
    own.first.left = own.hello.early_data ? product::max_early_data_skipped : 0;
    s.exclude_from_transcript(); // `hash_message` adds it at its place in the transcript
    copy(s.client_random_room(), m.random.data(), 32);
    bool const chosen = // by a HelloRetryRequest, with the hash of a pre-shared key (RFC 8446 4.1.4, 4.2.11)
        hashes_of<product>::several && own.retried && !server_side::uses_cookie(s);
    server_side::use_suite(s, chosen ? s.negotiated.suite : own.hello.suite);
    s.negotiated.protocol = own.hello.protocol;
    if (server_side::uses_cookie(s)) {
        choose_hash(s.transcript, suites_of<product>::hash(own.cipher));
    }
    s.conditions = only_if(own.retried, when::second_hello) | only_if(own.hello.has_psks, when::has_psks);
    if (server_side::uses_cookie(s) && !own.retried) {
        s.at = server_row<op::remember_hello>;
        return progress::again;
    }
    return s.next();
}
template <class S> progress on_client_hello(S& s, received_hello<typename S::policy_type> const& m) {
    errc const e = judge_versions<typename S::policy_type>(m);
    return e == errc::ok ? on_hello_of_tls_1_3(s, m) : s.fail(s.tls13.retried ? errc::forbidden_value : e);
}
/// The judge of `take_message` and `on_piece`, for a server of TLS 1.3 alone.
struct judge_hello {
    template <class S> progress operator()(S& s, received_hello<typename S::policy_type> const& m) const {
        return server_side::on_client_hello(s, m);
    }
};

// A hello, whole or in pieces.

/// Parses a hello that has passed. \return false: it is malformed, and the connection fails
template <class S> [[nodiscard]] bool read_streamed(S& s, received_hello<typename S::policy_type>& m) {
    error const e = s.stream.read(m);
    if (e) {
        static_cast<void>(s.fail(e));
    }
    return !e;
}
/// The same for the hello that is the current message.
template <class S> [[nodiscard]] bool read_hello(S& s, received_hello<typename S::policy_type>& m) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        s.stream.reset();
        static_cast<void>(s.stream.push(s.message));
        return read_streamed(s, m);
    } else {
        return s.read(m);
    }
}
/// Passes a piece of a long hello through the parser and into the transcript. RFC 8446 4.2.11.2: where the identities
/// end, the digest for their binders is made first.
template <class S> progress pass_hello(S& s, byte_view piece) {
    auto& own = s.tls13;
    std::uint32_t const begin = s.stream.taken();
    bool const ended = begin != 0 && s.stream.watch().binders_at() != 0;
    static_cast<void>(s.stream.push(piece));
    std::uint32_t const end = s.stream.watch().binders_at();
    if (!ended && end != 0) { // the first piece has the header, with which the watch begins
        own.identities_end = true;
        own.behind_identities = begin + piece.size() - end;
        s.message = piece;
        s.unhashed = piece.subview(0, end - begin);
        s.at = server_row<op::digest_hello>;
    }
    return progress::again;
}
/// A hello that is longer than the buffers begins.
template <class S> progress begin_long_hello(S& s) {
    if (s.io.in().message_size() > S::policy_type::max_message) {
        return s.fail(errc::message_too_long);
    }
    s.begin_transcript = !s.tls13.retried;
    s.stream.reset();
    return pass_hello(s, s.take_beginning());
}
/// True while a long hello passes.
template <class S> [[nodiscard]] bool awaits_hello([[maybe_unused]] S const& s) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        return s.at->operand == flow::input_of(handshake_type::client_hello);
    }
    return false;
}
/// A further piece of a message whose beginning was enough. `judge(s, m)` takes a hello that has passed.
template <class S, class Judge> progress on_piece(S& s, byte_view piece, bool last, [[maybe_unused]] Judge judge) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        if (awaits_hello(s)) {
            if (!last) {
                return pass_hello(s, piece);
            }
            received_hello<typename S::policy_type> m;
            return read_streamed(s, m) ? judge(s, m) : progress::again;
        }
    }
    if (s.idle()) {
        s.exclude_from_transcript();
    } else if (last) {
        s.io.progressed();
    }
    return progress::again;
}
template <class S> progress on_piece(S& s, byte_view piece, bool last) {
    return server_side::on_piece(s, piece, last, judge_hello{});
}
/// A hello that is the current message, or begins. `judge`: see `on_piece`. (Not inlined: the hello on the stack would
/// be there below the other messages, too.)
template <class S, class Judge> [[gnu::noinline]] progress take_hello(S& s, Judge judge) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        if (s.is_long) {
            return begin_long_hello(s);
        }
    }
    received_hello<typename S::policy_type> m;
    return read_hello(s, m) ? judge(s, m) : progress::again;
}
/// RFC 8446 4.4.2.4
template <class S> progress on_certificate(S& s) {
    using product = typename S::policy_type;
    auto& theirs = s.client.sent;
    theirs.chain = {};
    byte_view leaf;
    errc e = read_certificates(s, theirs.chain, leaf);
    if (s.io.over()) {
        return progress::again;
    }
    if (e == errc::ok && leaf.empty()) {
        return s.client.wanted == client_certificate::required ? s.fail(errc::certificate_required) : s.next();
    }
    s.conditions = s.conditions | when::certified;
    e = e == errc::ok ? read_key<product>(leaf, theirs.key, &admits<product>, errc::unsupported_certificate) : e;
    return e == errc::ok ? s.next() : s.fail(e);
}

/// Handles the message that the row waits for. `judge`: see `on_piece`.
template <class S, class Judge> progress take_message(S& s, flow::input what, Judge judge) {
    auto const type = static_cast<handshake_type>(what);
    bool const may_be_long = type == handshake_type::certificate ||
                             (streams_hellos<typename S::policy_type> && type == handshake_type::client_hello);
    if (s.is_long && !may_be_long) {
        return s.fail(errc::message_too_long);
    }
    switch (type) {
    case handshake_type::client_hello: return server_side::take_hello(s, judge);
    case handshake_type::finished: return on_finished(s);
    case handshake_type::key_update: return on_key_update(s);
    case handshake_type::certificate:
        if constexpr (S::can::asks_clients) {
            return server_side::on_certificate(s);
        }
        break;
    case handshake_type::certificate_verify:
        if constexpr (S::can::asks_clients) {
            return on_certificate_verify(s, s.client.sent);
        }
        break;
    // No row of a server waits for these:
    case handshake_type::hello_request:
    case handshake_type::server_hello:
    case handshake_type::hello_verify_request:
    case handshake_type::new_session_ticket:
    case handshake_type::end_of_early_data:
    case handshake_type::encrypted_extensions:
    case handshake_type::request_connection_id:
    case handshake_type::new_connection_id:
    case handshake_type::server_key_exchange:
    case handshake_type::certificate_request:
    case handshake_type::server_hello_done:
    case handshake_type::client_key_exchange:
    case handshake_type::client_certificate_request:
    case handshake_type::certificate_url:
    case handshake_type::certificate_status:
    case handshake_type::supplemental_data:
    case handshake_type::compressed_certificate:
    case handshake_type::ekt_key:
    case handshake_type::message_hash: break;
    }
    return s.fail(errc::unexpected_message);
}

template <class S> progress take_message(S& s, flow::input what) {
    return server_side::take_message(s, what, judge_hello{});
}

} // namespace server_side
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
