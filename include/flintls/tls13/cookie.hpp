// SPDX-License-Identifier: Apache-2.0
/// \file
/// The cookie of a server: RFC 8446 4.2.2. The first hello costs the server no public-key operation and leaves no state
/// behind: a new object, or another gateway with the same key, continues with the second hello.
///
/// The HMAC (handshake/cookie_layout.hpp) covers the bytes before it, and the checksums of the parts of the hello that
/// the second hello repeats (RFC 8446 4.1.2), so that it fails for a second hello that differs in other parts. No HMAC
/// needs a nonce, so gateways share a key without counting, and a flood of hellos uses up nothing.
#ifndef FLINTLS_TLS13_COOKIE_HPP
#define FLINTLS_TLS13_COOKIE_HPP

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/unneeded.hpp"
#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/cookie_layout.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/long_hello.hpp"
#include "flintls/handshake/received_hello.hpp"
#include "flintls/handshake/stable_hello.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/tls13/flow.hpp"
#include "flintls/tls13/secrets.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {
namespace server_side {

/// What a server that may ask for cookies has beside other servers.
template <policy P> struct cookie_state {
    enum class step : std::uint8_t { first, second, third };

    bool asks = false;     ///< on this connection
    step at = step::first; ///< of what is done with the cookie of one hello
    std::uint8_t key = 0;  ///< number of the key that is tried
    byte_view received;    ///< aliases the hello; empty: none
    std::array<std::uint8_t, cookie_layout<P>::size> made{};
    std::array<std::uint8_t, 8> sums{}; ///< of the current hello: `stable_parts`

    void set(stable_parts const& parts) {
        store<4>(sums.data(), parts.stable.value());
        store<4>(sums.data() + 4, parts.shares.value());
    }

    /// The cookie for the HelloRetryRequest, as it is sent or as it was sent.
    [[nodiscard]] byte_view for_retry() const {
        return !asks ? byte_view{} : received.empty() ? byte_view{made} : received;
    }
};

/// Seconds that a cookie is accepted, and that the clocks of two gateways may differ.
inline constexpr std::uint32_t cookie_lifetime = 30;
inline constexpr std::uint32_t cookie_clock_difference = 5;

/// True if the server asks the client of this hello for a cookie, or has checked one.
template <class S> [[nodiscard]] bool uses_cookie([[maybe_unused]] S const& s) {
    if constexpr (S::policy_type::cookie) {
        return s.tls13.cookie.asks;
    }
    return false;
}
/// Prepares a received hello. With a cookie it is a second hello, also on a new connection; but not a hello that is
/// longer than the buffers, whose transcript had to begin with what is in the cookie. `lost`: the cookie is too long.
template <class S> errc begin_cookie(S& s, received_hello<typename S::policy_type> const& m, bool lost) {
    using layout = cookie_layout<typename S::policy_type>;
    auto& own = s.tls13;
    auto& cookie = own.cookie;
    cookie.received = {};
    if (!cookie.asks) {
        return errc::ok; // a cookie is ignored
    }
    auto const given = m.extensions.template get<flintls::cookie>();
    cookie.at = {};
    cookie.key = 0;
    if (!given && !lost) {
        return own.retried ? errc::forbidden_value : errc::ok;
    }
    cookie.received = given ? given->cookie_value : byte_view{};
    if (cookie.received.size() != layout::size || (own.retried && cookie.received != byte_view{cookie.made})) {
        return errc::forbidden_value;
    }
    if (is_streamed(s) && !own.retried) {
        return errc::message_too_long;
    }
    own.dummy_sent = true; // RFC 8446 D.4: behind the HelloRetryRequest, perhaps by another server
    own.retried = true;
    own.asked = static_cast<named_group>(load<2>(cookie.received.data() + layout::group_at));
    copy(own.identities.bytes.data(), cookie.received.data() + layout::marks_at, own.identities.size);
    return errc::ok;
}
/// The MAC of a cookie whose other bytes are given, for the current hello.
template <class S> crypto_status make_cookie_mac(S& s, cookie_key const& key, byte_view cookie, std::uint8_t* out) {
    using layout = cookie_layout<typename S::policy_type>;
    // RFC 8446 4.1.2: without a group in the HelloRetryRequest, the shares stay as they are.
    bool const same_shares = load<2>(cookie.data() + layout::group_at) == 0;
    byte_view const sums{s.tls13.cookie.sums};
    std::array<byte_view, 2> const pieces{cookie.subview(0, layout::mac_at), sums.subview(0, same_shares ? 8 : 4)};
    return s.tls13.secrets.digest_pieces(pieces, out, key);
}
/// Makes the cookie for a first hello.
template <class S> progress make_cookie(S& s) {
    using state = cookie_state<typename S::policy_type>;
    using layout = cookie_layout<typename S::policy_type>;
    using step = typename state::step;
    auto& own = s.tls13;
    state& cookie = own.cookie;
    std::uint8_t* const made = cookie.made.data();
    if (cookie.at == step::first) {
        std::uint8_t* const digest = own.secrets.at(slot::transcript);
        crypto_status const answer = is_streamed(s) ? own.secrets.digest_transcript(s.transcript)
                                                    : own.secrets.digest_message(s.message, digest);
        if (answer != crypto_status::done) {
            return s.then(answer);
        }
        copy(made + layout::hash_at, digest, own.secrets.size());
        store<4>(made, s.now);
        store<2>(made + layout::group_at, own.hello.share.empty() ? static_cast<std::uint32_t>(own.hello.group) : 0U);
        store<2>(made + layout::suite_at, static_cast<std::uint32_t>(own.hello.suite));
        copy(made + layout::marks_at, own.identities.bytes.data(), own.identities.size);
        cookie.at = step::second;
    }
    std::span<cookie_key const> const keys = s.credentials.cookie_keys();
    if (keys.empty()) {
        return s.fail(errc::crypto_failed);
    }
    crypto_status const answer = server_side::make_cookie_mac(s, keys.front(), cookie.made, made + layout::mac_at);
    progress const p = s.then(answer);
    if (answer == crypto_status::done) {
        // Behind a streamed hello the transcript goes on: the second hello may be longer than the buffers, too.
        s.at =
            streams_hellos<typename S::policy_type> ? server_row<op::restart_transcript> : server_row<op::send_retry>;
    }
    return p;
}
/// True if a cookie, whose MAC is right, fits the time and the second hello.
template <class S> [[nodiscard]] bool admits_cookie(S& s, byte_view cookie) {
    using layout = cookie_layout<typename S::policy_type>;
    std::uint32_t const age = s.now - load<4>(cookie.data()); // modulo 2^32
    bool const fresh = age + cookie_clock_difference <= cookie_lifetime + cookie_clock_difference;
    bool const same_suite =
        load<2>(cookie.data() + layout::suite_at) == static_cast<std::uint32_t>(s.tls13.hello.suite);
    return fresh && same_suite;
}
/// Checks the cookie of a second hello, with one key after another.
template <class S> progress check_cookie(S& s) {
    using layout = cookie_layout<typename S::policy_type>;
    using step = typename cookie_state<typename S::policy_type>::step;
    auto& own = s.tls13;
    auto& cookie = own.cookie;
    std::span<cookie_key const> const keys = s.credentials.cookie_keys();
    if (cookie.key >= keys.size()) {
        return s.fail(errc::forbidden_value);
    }
    crypto_status const answer =
        server_side::make_cookie_mac(s, keys[cookie.key], cookie.received, own.secrets.at(slot::work));
    if (answer != crypto_status::done) {
        return s.then(answer);
    }
    if (!equal_in_constant_time(cookie.received.subview(layout::mac_at),
                                own.secrets.view(slot::work, layout::mac_size))) {
        ++cookie.key;
        return progress::again;
    }
    if (!server_side::admits_cookie(s, cookie.received)) {
        return s.fail(errc::forbidden_value);
    }
    if (is_streamed(s)) { // it is this connection's cookie, and the transcript has gone on
        return s.next();
    }
    copy(own.secrets.at(slot::transcript), cookie.received.data() + layout::hash_at, own.secrets.size());
    cookie.at = step::second;
    return progress::again;
}
/// RFC 8446 4.4.1: makes the transcript as it was behind the HelloRetryRequest. \param put writes that message
template <class S, class Put> progress resume_by_cookie(S& s, Put put) {
    using step = typename cookie_state<typename S::policy_type>::step;
    auto& cookie = s.tls13.cookie;
    if (cookie.at == step::first) {
        return server_side::check_cookie(s);
    }
    if (cookie.at == step::second) {
        crypto_status const answer = s.tls13.secrets.restart(s.transcript);
        if (answer != crypto_status::done) {
            return s.then(answer);
        }
        cookie.at = step::third;
    }
    return s.then(put());
}

} // namespace server_side
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
