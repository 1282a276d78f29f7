// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which sessions may be resumed, and what a server does with the session of a received ticket: RFC 5077 3, RFC 5246
/// 7.4.1.3, RFC 7627 5.3. Rules without I/O and crypto.
#ifndef FLINTLS_TICKET_RESUMPTION_HPP
#define FLINTLS_TICKET_RESUMPTION_HPP

#include <cstdint>

#include "flintls/policy.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/list_view.hpp"

namespace flintls {
inline namespace v0 {

/// T14: true where this policy may resume sessions without extended_master_secret.
template <policy P>
inline constexpr bool resumes_without_ems = P::without_ems == resumption_without_ems::resume && !P::require_ems;

/// T1, T10: true where this policy could have made this session. Other sessions are neither offered nor resumed.
template <policy P> [[nodiscard]] constexpr bool may_resume(session const& s) {
    bool suite = false;
    for (cipher_suite const mine : P::suites::values) {
        suite = suite || mine == s.suite;
    }
    bool version = s.version >= protocol_version::tls_1_2 && s.version <= P::highest_version;
    if constexpr (speaks_tls_1_3<P>) {
        version = P::versions::has(s.version) && (s.version == protocol_version::tls_1_3) == is_of_tls_1_3(s.suite);
    }
    // RFC 8446 D: TLS 1.3 has what RFC 7627 adds from the start.
    bool const bound = s.version >= protocol_version::tls_1_3 ||
                       (s.extended_master_secret ? P::offer_extended_master_secret : resumes_without_ems<P>);
    return suite && version && bound && s.context_id == P::context_id;
}

/// What a ClientHello with a ticket says, as far as the session must agree with it.
struct resumption_request {
    protocol_version version{};                    ///< the server's choice
    list_view<number<cipher_suite>> cipher_suites; ///< aliases the hello
    bool extended_master_secret = false;           ///< the hello has the extension
    name_digest server_name{};                     ///< of the SNI; zeros without one
};

/// What a server does with a ticket.
enum class ticket_verdict : std::uint8_t {
    full_handshake, ///< silently, as if there were no ticket (T10, RFC 5077 3.1)
    resume,         ///< abbreviated handshake
    renew,          ///< the same, with a new ticket in it (T11, RFC 5077 3.3)
    abort,          ///< fatal handshake_failure, errc::extended_master_secret_missing (RFC 7627 5.3)
};

/// T10, T11: judges the session of an authentic ticket. `issued_at`, `now`: seconds of the server's clock;
/// `sealed_lately`: under the current key. The caller also checks that the client's identity is still accepted.
template <policy P>
[[nodiscard]] constexpr ticket_verdict judge_session(session const& s, resumption_request const& hello,
                                                     std::uint32_t issued_at, bool sealed_lately, std::uint32_t now) {
    bool const agrees = s.version == hello.version && is_same_name(s.server_name, hello.server_name) &&
                        s.context_id == P::context_id && hello.cipher_suites.contains(s.suite);
    if (!agrees || is_over(s.authenticated_at, P::max_ticket_lifetime, now) ||
        is_over(issued_at, P::ticket_lifetime, now)) {
        return ticket_verdict::full_handshake;
    }
    if (s.extended_master_secret && !hello.extended_master_secret) { // RFC 7627 5.3: MUST abort
        return ticket_verdict::abort;
    }
    if (!s.extended_master_secret && !hello.extended_master_secret && P::without_ems == resumption_without_ems::abort) {
        return ticket_verdict::abort;
    }
    if (s.extended_master_secret != hello.extended_master_secret || !may_resume<P>(s)) {
        return ticket_verdict::full_handshake;
    }
    bool const half_gone = seconds_since(issued_at, now) >= static_cast<std::int32_t>(P::ticket_lifetime / 2);
    return half_gone || !sealed_lately ? ticket_verdict::renew : ticket_verdict::resume;
}

/// T8, T11, RFC 5077 3.3: the lifetime hint in seconds of a ticket for this session: the time until the ticket or the
/// session ends. Never 0, which means unspecified.
template <policy P> [[nodiscard]] constexpr std::uint32_t lifetime_hint(session const& s, std::uint32_t now) {
    std::int32_t const age = seconds_since(s.authenticated_at, now);
    std::uint32_t const spent = age < 0 ? 0 : static_cast<std::uint32_t>(age);
    std::uint32_t const left = spent < P::max_ticket_lifetime ? P::max_ticket_lifetime - spent : 1;
    return left < P::ticket_lifetime ? left : P::ticket_lifetime;
}

} // namespace v0
} // namespace flintls

#endif
