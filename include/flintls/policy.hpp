// SPDX-License-Identifier: Apache-2.0
/// \file
/// What an application picks at compile time. A policy is a struct of constants and type lists that inherits
/// `default_policy` and says only what differs; `policy<P>` checks it, and says in words what is wrong with it.
#ifndef FLINTLS_POLICY_HPP
#define FLINTLS_POLICY_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/grease.hpp"
#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

/// How to treat a peer that does not speak RFC 5746, and every renegotiation.
enum class renegotiation_mode : std::uint8_t {
    strict,      ///< such a peer is refused
    secure_only, ///< it may connect, and never renegotiate (RFC 5746 4.2 and 4.4 recommend this)
    compatible,  ///< it may connect and renegotiate, as before RFC 5746
    never,       ///< nobody renegotiates; RFC 5746 is still signalled and checked
};

/// How a client says in its initial hello that it speaks RFC 5746 (3.3, 3.4).
enum class renegotiation_signal : std::uint8_t { extension, scsv };

/// The cipher suites of a policy, best first.
template <cipher_suite... Suites> struct suite_list {
    static constexpr std::size_t size = sizeof...(Suites);
    static constexpr std::array<cipher_suite, size> values{Suites...};
    /// The same, with signalling suites behind them, as a ClientHello may carry them.
    template <cipher_suite... Signals>
    static constexpr std::array<cipher_suite, size + sizeof...(Signals)> with{Suites..., Signals...};

    /// May one of them be negotiated? RFC 5746 3.3, RFC 7507 2 and RFC 8701 3.1 forbid it for some values.
    static constexpr bool negotiable = (... && !(is_signalling(Suites) || is_grease(Suites)));
};

/// What a client and a server do unless told otherwise.
struct default_policy {
    /// As a client towards servers, as a server towards clients.
    static constexpr auto client_renegotiation = renegotiation_mode::secure_only;
    static constexpr auto server_renegotiation = renegotiation_mode::secure_only;
    static constexpr auto signal = renegotiation_signal::extension;
    /// Renegotiations that the peer may start on one connection; own ones are not limited.
    static constexpr std::uint8_t max_peer_renegotiations = 3;
    /// May the peer's identity change in a renegotiation? RFC 5746 5 warns of it.
    static constexpr bool allow_identity_change = false;

    /// Is application data refused once the peer's first handshake message of a renegotiation is here? RFC 5246 6.2.1
    /// allows it up to the peer's ChangeCipherSpec.
    static constexpr bool refuse_data_in_renegotiation = false;

    /// The highest version that the product speaks, with whatever library: RFC 7507 and RFC 8446 4.1.3 compare with it.
    static constexpr auto highest_version = protocol_version::tls_1_2;

    /// Does the initial ClientHello have a block of extensions? Some old servers choke on it. Without one there is no
    /// room for what the next three ask for, and the signal must be the SCSV.
    static constexpr bool hello_extensions = true;
    static constexpr bool offer_extended_master_secret = true; ///< RFC 7627 is offered and used
    static constexpr bool require_ems = false;                 ///< and a peer without it is refused
    static constexpr bool offer_server_name = true;            ///< RFC 6066 3 is offered
    static constexpr bool offer_session_tickets = true;        ///< RFC 5077 is offered

    static constexpr std::size_t max_message = 4096; ///< bytes of the largest handshake message, with its header
    static constexpr std::size_t max_ticket = 256;   ///< bytes of the largest ticket that is kept

    using suites =
        suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256>;

    /// What a server wants typed from a ClientHello, and a client from a ServerHello.
    using client_hello_extensions =
        extension_list<server_name, max_fragment_length, supported_groups, signature_algorithms,
                       application_layer_protocol_negotiation, extended_master_secret, session_ticket,
                       supported_versions, renegotiation_info>;
    using server_hello_extensions =
        extension_list<server_name, max_fragment_length, application_layer_protocol_negotiation, extended_master_secret,
                       session_ticket, supported_versions, renegotiation_info>;
};

/// The defaults of the update MS10-049 (KB 980436): compatible on both sides, signalled by the extension.
struct ms10_049_default_policy : default_policy {
    static constexpr auto client_renegotiation = renegotiation_mode::compatible;
    static constexpr auto server_renegotiation = renegotiation_mode::compatible;
};

namespace policy_detail {

template <class T> inline constexpr bool is_suite_list = false;
template <cipher_suite... S> inline constexpr bool is_suite_list<suite_list<S...>> = true;

template <extension_context Where, class List> struct placed {
    static constexpr bool is_list = false;
    static constexpr bool all = false;
    static constexpr bool once = false;
};
template <extension_context Where, class... Es> struct placed<Where, extension_list<Es...>> {
    static constexpr bool is_list = true;
    static constexpr bool all = (... && (may_ever_stand_in(Es::type, Where) ||
                                         (Where == extension_context::server_hello &&
                                          may_ever_stand_in(Es::type, extension_context::hello_retry_request))));
    template <class E> static constexpr int count = (0 + ... + (E::type == Es::type ? 1 : 0));
    static constexpr bool once = (... && (count<Es> == 1));
};

template <extension_context Where, class List> constexpr bool check_list() {
    using list = placed<Where, List>;
    static_assert(list::is_list, "flintls: a policy names its extensions in an extension_list");
    static_assert(!list::is_list || list::all,
                  "flintls: an extension in the policy's list has no place in that message");
    static_assert(!list::is_list || list::once, "flintls: an extension stands twice in the policy's list");
    return list::all && list::once;
}

template <class P> constexpr bool check_suites() {
    using suites = typename P::suites;
    static_assert(is_suite_list<suites>, "flintls: a policy names its cipher suites in a suite_list");
    if constexpr (is_suite_list<suites>) {
        static_assert(suites::size > 0, "flintls: a policy needs at least one cipher suite");
        static_assert(suites::negotiable, "flintls: a signalling or GREASE value is not a cipher suite to negotiate");
    }
    return true;
}

template <class P> constexpr bool check_hello() {
    static_assert(P::hello_extensions || P::signal == renegotiation_signal::scsv,
                  "flintls: a hello without extensions can signal RFC 5746 by the SCSV only");
    static_assert(P::hello_extensions || !P::offer_extended_master_secret,
                  "flintls: a hello without extensions cannot offer extended_master_secret");
    static_assert(P::hello_extensions || !P::offer_server_name,
                  "flintls: a hello without extensions cannot name a server");
    static_assert(P::hello_extensions || !P::offer_session_tickets,
                  "flintls: a hello without extensions cannot offer tickets");
    static_assert(P::offer_extended_master_secret || !P::require_ems,
                  "flintls: extended_master_secret cannot be required and not offered");
    return true;
}

template <class P> constexpr bool check() {
    static_assert(P::highest_version >= protocol_version::tls_1_2 && P::highest_version <= protocol_version::tls_1_3,
                  "flintls: the highest version of a policy is TLS 1.2 or TLS 1.3");
    static_assert(P::max_message >= 512 && P::max_message <= 0xff'ffff,
                  "flintls: max_message must lie between 512 and 2^24-1 bytes");
    static_assert(P::max_peer_renegotiations <= 250, "flintls: a peer may renegotiate 250 times at most");
    static_assert(P::max_ticket <= 0xffff, "flintls: a ticket has 2^16-1 bytes at most");
    return check_suites<P>() && check_hello<P>() &&
           check_list<extension_context::client_hello, typename P::client_hello_extensions>() &&
           check_list<extension_context::server_hello, typename P::server_hello_extensions>();
}

} // namespace policy_detail

/// A struct of constants and lists with the members of `default_policy`, all of them in order.
template <class P>
concept policy = policy_detail::check<P>();

/// A ClientHello as a server of this policy reads it, and a ServerHello as its client does.
template <policy P> using client_hello_of = client_hello_with<typename P::client_hello_extensions>;
template <policy P> using server_hello_of = server_hello_with<typename P::server_hello_extensions>;

} // namespace v0
} // namespace flintls

#endif
