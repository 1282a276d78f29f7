// SPDX-License-Identifier: Apache-2.0
/// \file
/// The compile-time choices of an application. A policy is a struct that inherits `policy_of<options{…}>`, where the
/// options name the constants that differ from the defaults. Its members are type lists. The concept `policy<P>` checks
/// a policy; a static_assert says in words what is wrong.
/// ```
/// struct product : flintls::policy_of<flintls::options{.client_renegotiation = flintls::renegotiation_mode::strict}> {
///     using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
/// };
/// ```
#ifndef FLINTLS_POLICY_HPP
#define FLINTLS_POLICY_HPP

#include <type_traits>

#include "flintls/message/client_hello.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/policy/check.hpp"
#include "flintls/policy/options.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

/// A struct that inherits `policy_of`, names its suites, and has no contradicting options.
template <class P>
concept policy = policy_detail::check<P>();

/// The versions of TLS that client and server of a policy support.
template <policy P> inline constexpr bool speaks_tls_1_2 = P::versions::has(protocol_version::tls_1_2);
template <policy P> inline constexpr bool speaks_tls_1_3 = P::versions::has(protocol_version::tls_1_3);
template <policy P> inline constexpr bool speaks_both = speaks_tls_1_2<P>&& speaks_tls_1_3<P>;
/// True if a client keeps sessions of TLS 1.2, by ticket or by session id.
template <policy P>
inline constexpr bool keeps_tls_1_2_sessions = speaks_tls_1_2<P> && (P::offer_session_tickets || P::offer_session_ids);

/// True if the hellos of this policy have record_size_limit (RFC 8449).
template <policy P>
inline constexpr bool offers_record_limit =
    P::record_limit == what_the_buffer_holds ? speaks_tls_1_3<P> : P::record_limit != 0;

/// True if a client of this policy remembers the servers that have spoken TLS 1.3.
template <policy P>
inline constexpr bool remembers_versions = speaks_both<P>&& P::remembered_version == version_memory::refuse;

/// The highest version of a product, for the comparisons of RFC 7507 3 and RFC 8446 4.1.3.
template <policy P>
inline constexpr protocol_version highest_of = speaks_tls_1_3<P> ? protocol_version::tls_1_3 : P::highest_version;

namespace policy_detail {
/// The suites of a list that are of TLS 1.3, or those that are not.
template <bool Tls13, class List, cipher_suite... Suites> struct filtered { using type = suite_list<Suites...>; };
template <bool Tls13, cipher_suite First, cipher_suite... Rest, cipher_suite... Suites>
struct filtered<Tls13, suite_list<First, Rest...>, Suites...>
    : std::conditional_t<is_of_tls_1_3(First) == Tls13, filtered<Tls13, suite_list<Rest...>, Suites..., First>,
                         filtered<Tls13, suite_list<Rest...>, Suites...>> {};
template <class P> struct in_tls_1_2 : P { using suites = typename filtered<false, typename P::suites>::type; };
template <class P> struct in_tls_1_3 : P {
    using suites = typename filtered<true, typename P::suites>::type;
    using versions = version_list<protocol_version::tls_1_3>;
};
template <class P, bool Both> struct part { using type = P; };
template <class P> struct part<P, true> { using type = in_tls_1_2<P>; };
} // namespace policy_detail

/// The policy with its TLS 1.2 suites only, for a hello that offers only TLS 1.2.
template <policy P> using part_of_tls_1_2 = typename policy_detail::part<P, speaks_both<P>>::type;

/// The policy with its TLS 1.3 suites only, and TLS 1.3 as its only version.
template <policy P> using part_of_tls_1_3 = policy_detail::in_tls_1_3<P>;

/// The ClientHello that a server of this policy reads, and the ServerHello that its client reads.
template <policy P> using client_hello_of = client_hello_with<typename P::client_hello_extensions>;
template <policy P> using server_hello_of = server_hello_with<typename P::server_hello_extensions>;

} // namespace v0
} // namespace flintls

#endif
