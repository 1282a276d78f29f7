// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a session may be resumed for, and what a server makes of one that came in a ticket: RFC 5077 3, RFC 5246 7.4.1.3,
/// RFC 7627 5.3. Rules without I/O and crypto.
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

/// T14: may this policy resume sessions without extended_master_secret at all?
template <policy P>
inline constexpr bool resumes_without_ems = P::without_ems == resumption_without_ems::resume && !P::require_ems;

/// T1, T10: could this policy have made this session? Otherwise it is neither offered nor resumed.
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

/// What a ClientHello with a ticket says, as far as its session must agree with it.
struct resumption_request {
    protocol_version version{};                    ///< that the server chose
    list_view<number<cipher_suite>> cipher_suites; ///< aliases the hello
    bool extended_master_secret = false;           ///< the extension is there
    name_digest server_name{};                     ///< of the SNI; zeros without one
};

/// What a server does with a ticket.
enum class ticket_verdict : std::uint8_t {
    full_handshake, ///< silently, as if there were no ticket (T10, RFC 5077 3.1)
    resume,         ///< abbreviated handshake
    renew,          ///< the same, with a new ticket in it (T11, RFC 5077 3.3)
    abort,          ///< fatal handshake_failure, errc::extended_master_secret_missing (RFC 7627 5.3)
};

/// T10, T11: a session from a ticket that is authentic. `issued_at`, `now`: seconds of the server's clock; `sealed_lately`:
/// under the current key. Whether the client's identity is still accepted is for the caller to ask before.
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

/// T8, T11, RFC 5077 3.3: the hint that goes with a ticket for this session: what is left until neither the ticket nor
/// the session may be used. 0, which would mean that it is unspecified, never comes out. Seconds.
template <policy P> [[nodiscard]] constexpr std::uint32_t lifetime_hint(session const& s, std::uint32_t now) {
    std::int32_t const age = seconds_since(s.authenticated_at, now);
    std::uint32_t const spent = age < 0 ? 0 : static_cast<std::uint32_t>(age);
    std::uint32_t const left = spent < P::max_ticket_lifetime ? P::max_ticket_lifetime - spent : 1;
    return left < P::ticket_lifetime ? left : P::ticket_lifetime;
}

} // namespace v0
} // namespace flintls

#endif
