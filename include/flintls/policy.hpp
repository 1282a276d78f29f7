// SPDX-License-Identifier: Apache-2.0
/// \file
/// What an application picks at compile time. A policy is a struct that inherits `policy_of<options{…}>`, with the constants
/// that differ from the defaults, and has type lists as its members; `policy<P>` checks it, and says in words what is wrong
/// with it.
/// ```
/// struct product : flintls::policy_of<flintls::options{.client_renegotiation = flintls::renegotiation_mode::strict}> {
///     using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
/// };
/// ```
#ifndef FLINTLS_POLICY_HPP
#define FLINTLS_POLICY_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/ec_point_formats.hpp"
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
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/grease.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/registry/suite_needs.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/text.hpp"

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

/// When a client sends a session id and a ChangeCipherSpec in TLS 1.3, which mean nothing there (RFC 8446 D.4).
enum class middlebox_mode : std::uint8_t { where_both_versions, always, never };

/// What becomes of a ticket when neither its session nor the new hello has extended_master_secret (RFC 7627 5.3).
enum class resumption_without_ems : std::uint8_t {
    full_handshake, ///< it is not resumed, and old peers still connect: where RFC 7627 5.3 says SHOULD abort, on purpose
    abort,          ///< as RFC 7627 5.3 recommends
    resume,         ///< as before RFC 7627; the connection will not renegotiate then (RFC 7627 5.4)
};

/// The cipher suites of a policy, best first.
template <cipher_suite... Suites> struct suite_list {
    static constexpr std::size_t size = sizeof...(Suites);
    static constexpr std::array<cipher_suite, size> values{Suites...};
    /// The same, with signalling suites behind them, as a ClientHello may carry them.
    template <cipher_suite... Signals>
    static constexpr std::array<cipher_suite, size + sizeof...(Signals)> with{Suites..., Signals...};

    /// What a hello with them has to offer, and what it must not (RFC 8422 4).
    static constexpr suite_needs needs = needs_of_suites<Suites...>;

    /// May one of them be negotiated? RFC 5746 3.3, RFC 7507 2 and RFC 8701 3.1 forbid it for some values.
    static constexpr bool negotiable = (... && !(is_signalling(Suites) || is_grease(Suites)));
};

/// What a client offers beside suites, best first; an empty list is not sent, nor is one that none of the suites needs.
template <named_group... Groups> struct group_list {
    static constexpr std::array<named_group, sizeof...(Groups)> values{Groups...};
};
template <signature_scheme... Schemes> struct scheme_list {
    static constexpr std::array<signature_scheme, sizeof...(Schemes)> values{Schemes...};
};
/// The versions of TLS of a policy, best first (RFC 8446 4.2.1). What none of them needs is not compiled.
template <protocol_version... Versions> struct version_list {
    static constexpr std::array<protocol_version, sizeof...(Versions)> values{Versions...};
    [[nodiscard]] static constexpr bool has(protocol_version version) { return (... || (version == Versions)); }
};
/// How keys are exchanged with a pre-shared key in TLS 1.3, best first (RFC 8446 4.2.9).
template <psk_key_exchange_mode... Modes> struct psk_mode_list {
    static constexpr std::array<psk_key_exchange_mode, sizeof...(Modes)> values{Modes...};
    [[nodiscard]] static constexpr bool has(psk_key_exchange_mode mode) { return (... || (mode == Modes)); }
};
/// RFC 7301 3.1: `protocol_list<"h2", "http/1.1">`.
template <text... Names> struct protocol_list {
    static constexpr std::array<byte_view, sizeof...(Names)> values{Names.view()...};
    static constexpr bool valid = (... && (Names.size() >= 1 && Names.size() <= 255));
};

/// What a streaming parser (hello/stream.hpp) keeps of one extension, in bytes of its body.
struct hello_limit {
    std::uint16_t reserved = 0; ///< up to here there is always room, whatever else a hello holds
    std::uint16_t most = 0;     ///< up to here it is kept where there is room, first come first served
    errc beyond = errc::ok;     ///< of one that is not kept; ok: it is skipped, and its length reported
};

/// What a client and a server do unless told otherwise: the constants of a policy. An initialiser names those that differ,
/// in the order in which they stand here: `options{.client_renegotiation = renegotiation_mode::strict, .max_ticket = 512}`.
struct options {
    /// As a client towards servers, as a server towards clients.
    renegotiation_mode client_renegotiation = renegotiation_mode::secure_only;
    renegotiation_mode server_renegotiation = renegotiation_mode::secure_only;
    renegotiation_signal signal = renegotiation_signal::extension;
    /// Renegotiations that the peer may start on one connection, 255: any number; own ones are not limited.
    std::uint8_t max_peer_renegotiations = 3;
    /// Renegotiations that are refused to the peer, for whatever reason, before application data with content or another
    /// handshake comes; one more ends the connection.
    std::uint8_t max_refusals = 8;
    /// May the peer's identity change in a renegotiation? RFC 5746 5 warns of it.
    bool allow_identity_change = false;

    /// Is application data refused once the peer's first handshake message of a renegotiation is here? RFC 5246 6.2.1
    /// allows it up to the peer's ChangeCipherSpec.
    bool refuse_data_in_renegotiation = false;

    /// The highest version that the product speaks, with whatever library: RFC 7507 and RFC 8446 4.1.3 compare with it.
    protocol_version highest_version = protocol_version::tls_1_2;

    /// Does the initial ClientHello have a block of extensions? Some old servers choke on it. Without one there is no
    /// room for what the next three ask for, and the signal must be the SCSV.
    bool hello_extensions = true;
    bool offer_extended_master_secret = true; ///< RFC 7627 is offered and used
    bool require_ems = false;                 ///< and a peer without it is refused
    bool offer_server_name = true;            ///< RFC 6066 3 is offered
    bool offer_session_tickets = true;        ///< RFC 5077 is offered

    /// Bytes of the largest handshake message that is read in pieces, with its header: a hello that streams, for one. One
    /// that is whole in a buffer is limited by that buffer alone.
    std::size_t max_message = 4096;

    std::size_t max_ticket = 256; ///< bytes of the largest ticket that a client keeps
    std::size_t ticket_slots = 1; ///< tickets that a client keeps, one for each peer
    /// Has the product a clock? Without one tickets live until reset, and for `max_ticket_uses` connections.
    bool has_clock = true;
    std::uint8_t max_ticket_uses = 8;
    /// Seconds that a session can be resumed after its full handshake, however often its ticket is renewed, and that a
    /// client keeps a ticket; and seconds that one ticket of a server lives.
    std::uint32_t max_ticket_lifetime = 604'800;
    std::uint32_t ticket_lifetime = 86'400;
    /// Names the rules under which sessions are made: those of another context are not resumed.
    std::uint32_t context_id = 0;
    resumption_without_ems without_ems = resumption_without_ems::full_handshake;
    /// Does a client send a session id with its ticket? RFC 5077 3.4 allows both: the echo then tells that the ticket was
    /// accepted, without it the next message does.
    bool session_id_with_ticket = false;
    bool resume_in_renegotiation = false; ///< does a client that is asked to renegotiate offer a ticket?
    std::size_t max_server_name = 253;    ///< characters of the longest host name (RFC 1035 2.3.4)

    /// RFC 6066 4: the fragments that a client asks for; 0: whatever the server likes.
    max_fragment_length_code fragment_length{};

    bool stream_client_hello = false; ///< does a server read hellos that are longer than its buffer?
    std::size_t hello_buffer = 256;   ///< bytes that a streaming parser keeps of a hello
    /// Types outside the list that it tells apart: two bytes of memory each, four where there are more than 16.
    std::size_t max_unknown_extensions = 14;
    /// Does it keep, of a list that finds no room, what the policy names? A server's does, whatever stands here.
    bool condense_lists = false;

    // TLS 1.3.

    std::size_t max_cookie = 256; ///< bytes of the longest cookie that a client can return (RFC 8446 4.2.2)
    bool empty_share_list =
        false; ///< does a client send no share at first, and wait until one is asked for (RFC 8446 4.2.8)?
    /// Does a client make its handshake look like one of TLS 1.2 to what stands in between (RFC 8446 D.4)?
    middlebox_mode middlebox_compatibility = middlebox_mode::where_both_versions;
    /// ChangeCipherSpec records that are dropped in one handshake (RFC 8446 5).
    std::uint8_t max_dummy_records = 32;
    /// KeyUpdates of a peer without a byte of application data between them (RFC 8446 4.6.3).
    std::uint8_t max_key_updates = 32;
    /// NewSessionTickets that are looked at on one connection; of further ones only the form counts.
    std::uint8_t max_tickets_received = 16;
    bool exporters = false;            ///< is there key material for protocols above (RFC 8446 7.5)?
    std::uint8_t tickets_per_name = 1; ///< tickets of TLS 1.3 that a client keeps for one name
};

/// The defaults of the update MS10-049 (KB 980436): compatible on both sides, signalled by the extension, renegotiations
/// not limited.
inline constexpr options ms10_049_options{.client_renegotiation = renegotiation_mode::compatible,
                                          .server_renegotiation = renegotiation_mode::compatible,
                                          .max_peer_renegotiations = 255};

/// The rest of a policy, where it has none of its own: all but its suites, which it always names.
struct policy_defaults {
    /// The default room holds what real clients send of the list below, long names and tickets apart.
    static constexpr hello_limit limit_of(extension_type type) {
        switch (type) {
        // RFC 5746 3.7: none is longer than a verify_data and its length, and one that is lost must not look absent.
        case extension_type::renegotiation_info: return {17, 17, errc::renegotiation_info_mismatch};
        case extension_type::max_fragment_length: return {1, 1};
        default: return {0, 128};
        }
    }

    /// What a client's hello offers where it has a block of extensions.
    using groups = group_list<named_group::secp256r1>;
    using signature_schemes = scheme_list<signature_scheme::ecdsa_secp256r1_sha256,
                                          signature_scheme::rsa_pss_rsae_sha256, signature_scheme::rsa_pkcs1_sha256>;
    using protocols = protocol_list<>;

    using versions = version_list<protocol_version::tls_1_2>;
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke>;

    /// What a server wants typed from a ClientHello, and a client from a ServerHello. A server neither reads nor answers
    /// what is not in its list: server_name, max_fragment_length, ALPN and session_ticket may be left out, and
    /// extended_master_secret where it is not offered.
    using client_hello_extensions =
        extension_list<server_name, max_fragment_length, supported_groups, ec_point_formats, signature_algorithms,
                       application_layer_protocol_negotiation, extended_master_secret, session_ticket,
                       supported_versions, renegotiation_info>;
    using server_hello_extensions =
        extension_list<server_name, max_fragment_length, ec_point_formats, application_layer_protocol_negotiation,
                       extended_master_secret, session_ticket, supported_versions, renegotiation_info>;
};

/// What a policy inherits: its options, each a constant under its own name, and all of them as `options`. A name that is
/// misspelt does not compile, and a constant of the policy itself that is called like an option does not either.
///
/// A policy that is like another but for some options copies them, and names the other one, whose lists, limits and crypto
/// it has then. Options that are not copied are the defaults.
/// ```
/// struct no_tickets : policy_of<[] { auto o = product::options; o.max_ticket = 0; return o; }(), product> {};
/// ```
template <options O = options{}, class Like = policy_defaults> struct policy_of : Like {
    static constexpr flintls::options options = O;

    static constexpr auto client_renegotiation = O.client_renegotiation;
    static constexpr auto server_renegotiation = O.server_renegotiation;
    static constexpr auto signal = O.signal;
    static constexpr auto max_peer_renegotiations = O.max_peer_renegotiations;
    static constexpr auto max_refusals = O.max_refusals;
    static constexpr auto allow_identity_change = O.allow_identity_change;
    static constexpr auto refuse_data_in_renegotiation = O.refuse_data_in_renegotiation;
    static constexpr auto highest_version = O.highest_version;
    static constexpr auto hello_extensions = O.hello_extensions;
    static constexpr auto offer_extended_master_secret = O.offer_extended_master_secret;
    static constexpr auto require_ems = O.require_ems;
    static constexpr auto offer_server_name = O.offer_server_name;
    static constexpr auto offer_session_tickets = O.offer_session_tickets;
    static constexpr auto max_message = O.max_message;
    static constexpr auto max_ticket = O.max_ticket;
    static constexpr auto ticket_slots = O.ticket_slots;
    static constexpr auto has_clock = O.has_clock;
    static constexpr auto max_ticket_uses = O.max_ticket_uses;
    static constexpr auto max_ticket_lifetime = O.max_ticket_lifetime;
    static constexpr auto ticket_lifetime = O.ticket_lifetime;
    static constexpr auto context_id = O.context_id;
    static constexpr auto without_ems = O.without_ems;
    static constexpr auto session_id_with_ticket = O.session_id_with_ticket;
    static constexpr auto resume_in_renegotiation = O.resume_in_renegotiation;
    static constexpr auto max_server_name = O.max_server_name;
    static constexpr auto fragment_length = O.fragment_length;
    static constexpr auto stream_client_hello = O.stream_client_hello;
    static constexpr auto hello_buffer = O.hello_buffer;
    static constexpr auto max_unknown_extensions = O.max_unknown_extensions;
    static constexpr auto condense_lists = O.condense_lists;
    static constexpr auto max_cookie = O.max_cookie;
    static constexpr auto empty_share_list = O.empty_share_list;
    static constexpr auto middlebox_compatibility = O.middlebox_compatibility;
    static constexpr auto max_dummy_records = O.max_dummy_records;
    static constexpr auto max_key_updates = O.max_key_updates;
    static constexpr auto max_tickets_received = O.max_tickets_received;
    static constexpr auto exporters = O.exporters;
    static constexpr auto tickets_per_name = O.tickets_per_name;
};

namespace policy_detail {

// A pointer to a policy leads to the nearest policy_of below it, whatever names the policy declares.
template <options O, class Like> policy_of<O, Like> base_of(policy_of<O, Like> const*);
template <options O, class Like> Like like_of(policy_of<O, Like> const*);

template <class P>
concept has_base = requires(P const* p) {
    policy_detail::base_of(p);
};

/// Is each option of the policy still that of its base? One that the policy declares again has another address, or none.
template <class P> constexpr bool check_options() {
    static_assert(has_base<P>, "flintls: a policy derives from policy_of");
    if constexpr (has_base<P>) {
        using base = decltype(policy_detail::base_of(static_cast<P const*>(nullptr)));
        using like = decltype(policy_detail::like_of(static_cast<P const*>(nullptr)));
        static_assert(
            requires { requires(&P::client_renegotiation == &base::client_renegotiation); },
            "flintls: client_renegotiation belongs into the options");
        static_assert(
            requires { requires(&P::server_renegotiation == &base::server_renegotiation); },
            "flintls: server_renegotiation belongs into the options");
        static_assert(
            requires { requires(&P::signal == &base::signal); }, "flintls: signal belongs into the options");
        static_assert(
            requires { requires(&P::max_peer_renegotiations == &base::max_peer_renegotiations); },
            "flintls: max_peer_renegotiations belongs into the options");
        static_assert(
            requires { requires(&P::max_refusals == &base::max_refusals); },
            "flintls: max_refusals belongs into the options");
        static_assert(
            requires { requires(&P::allow_identity_change == &base::allow_identity_change); },
            "flintls: allow_identity_change belongs into the options");
        static_assert(
            requires { requires(&P::refuse_data_in_renegotiation == &base::refuse_data_in_renegotiation); },
            "flintls: refuse_data_in_renegotiation belongs into the options");
        static_assert(
            requires { requires(&P::highest_version == &base::highest_version); },
            "flintls: highest_version belongs into the options");
        static_assert(
            requires { requires(&P::hello_extensions == &base::hello_extensions); },
            "flintls: hello_extensions belongs into the options");
        static_assert(
            requires { requires(&P::offer_extended_master_secret == &base::offer_extended_master_secret); },
            "flintls: offer_extended_master_secret belongs into the options");
        static_assert(
            requires { requires(&P::require_ems == &base::require_ems); },
            "flintls: require_ems belongs into the options");
        static_assert(
            requires { requires(&P::offer_server_name == &base::offer_server_name); },
            "flintls: offer_server_name belongs into the options");
        static_assert(
            requires { requires(&P::offer_session_tickets == &base::offer_session_tickets); },
            "flintls: offer_session_tickets belongs into the options");
        static_assert(
            requires { requires(&P::max_message == &base::max_message); },
            "flintls: max_message belongs into the options");
        static_assert(
            requires { requires(&P::max_ticket == &base::max_ticket); },
            "flintls: max_ticket belongs into the options");
        static_assert(
            requires { requires(&P::ticket_slots == &base::ticket_slots); },
            "flintls: ticket_slots belongs into the options");
        static_assert(
            requires { requires(&P::has_clock == &base::has_clock); }, "flintls: has_clock belongs into the options");
        static_assert(
            requires { requires(&P::max_ticket_uses == &base::max_ticket_uses); },
            "flintls: max_ticket_uses belongs into the options");
        static_assert(
            requires { requires(&P::max_ticket_lifetime == &base::max_ticket_lifetime); },
            "flintls: max_ticket_lifetime belongs into the options");
        static_assert(
            requires { requires(&P::ticket_lifetime == &base::ticket_lifetime); },
            "flintls: ticket_lifetime belongs into the options");
        static_assert(
            requires { requires(&P::context_id == &base::context_id); },
            "flintls: context_id belongs into the options");
        static_assert(
            requires { requires(&P::without_ems == &base::without_ems); },
            "flintls: without_ems belongs into the options");
        static_assert(
            requires { requires(&P::session_id_with_ticket == &base::session_id_with_ticket); },
            "flintls: session_id_with_ticket belongs into the options");
        static_assert(
            requires { requires(&P::resume_in_renegotiation == &base::resume_in_renegotiation); },
            "flintls: resume_in_renegotiation belongs into the options");
        static_assert(
            requires { requires(&P::max_server_name == &base::max_server_name); },
            "flintls: max_server_name belongs into the options");
        static_assert(
            requires { requires(&P::fragment_length == &base::fragment_length); },
            "flintls: fragment_length belongs into the options");
        static_assert(
            requires { requires(&P::stream_client_hello == &base::stream_client_hello); },
            "flintls: stream_client_hello belongs into the options");
        static_assert(
            requires { requires(&P::hello_buffer == &base::hello_buffer); },
            "flintls: hello_buffer belongs into the options");
        static_assert(
            requires { requires(&P::max_unknown_extensions == &base::max_unknown_extensions); },
            "flintls: max_unknown_extensions belongs into the options");
        static_assert(
            requires { requires(&P::condense_lists == &base::condense_lists); },
            "flintls: condense_lists belongs into the options");
        static_assert(
            requires { requires(&P::max_cookie == &base::max_cookie); },
            "flintls: max_cookie belongs into the options");
        static_assert(
            requires { requires(&P::empty_share_list == &base::empty_share_list); },
            "flintls: empty_share_list belongs into the options");
        static_assert(
            requires { requires(&P::middlebox_compatibility == &base::middlebox_compatibility); },
            "flintls: middlebox_compatibility belongs into the options");
        static_assert(
            requires { requires(&P::max_dummy_records == &base::max_dummy_records); },
            "flintls: max_dummy_records belongs into the options");
        static_assert(
            requires { requires(&P::max_key_updates == &base::max_key_updates); },
            "flintls: max_key_updates belongs into the options");
        static_assert(
            requires { requires(&P::max_tickets_received == &base::max_tickets_received); },
            "flintls: max_tickets_received belongs into the options");
        static_assert(
            requires { requires(&P::exporters == &base::exporters); }, "flintls: exporters belongs into the options");
        static_assert(
            requires { requires(&P::tickets_per_name == &base::tickets_per_name); },
            "flintls: tickets_per_name belongs into the options");
        static_assert(
            requires { requires(&P::options == &base::options); },
            "flintls: options belongs into the options, the argument of policy_of");
        if constexpr (!std::is_same_v<like, policy_defaults>) {
            return check_options<like>();
        }
    }
    return true;
}

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

template <class P>
concept has_suites = requires {
    typename P::suites;
};

template <class T> inline constexpr bool is_version_list = false;
template <protocol_version... V> inline constexpr bool is_version_list<version_list<V...>> = true;
template <class T> inline constexpr bool is_psk_mode_list = false;
template <psk_key_exchange_mode... M> inline constexpr bool is_psk_mode_list<psk_mode_list<M...>> = true;

template <class P> constexpr bool check_versions() {
    using versions = typename P::versions;
    static_assert(is_version_list<versions>, "flintls: a policy names its versions in a version_list");
    static_assert(is_psk_mode_list<typename P::psk_modes>, "flintls: a policy names its modes in a psk_mode_list");
    if constexpr (is_version_list<versions>) {
        constexpr std::size_t known =
            (versions::has(protocol_version::tls_1_2) ? 1U : 0U) + (versions::has(protocol_version::tls_1_3) ? 1U : 0U);
        static_assert(known != 0 && versions::values.size() == known,
                      "flintls: the versions of a policy are TLS 1.2, TLS 1.3, or both, each once");
        static_assert(P::hello_extensions || !versions::has(protocol_version::tls_1_3),
                      "flintls: a hello without extensions cannot offer TLS 1.3"); // RFC 8446 4.2.1
    }
    return true;
}

template <class P> constexpr bool check_suites() {
    static_assert(has_suites<P>, "flintls: a policy must name its suites, which have no default");
    if constexpr (has_suites<P>) {
        using suites = typename P::suites;
        static_assert(is_suite_list<suites>, "flintls: a policy names its cipher suites in a suite_list");
        if constexpr (is_suite_list<suites>) {
            static_assert(suites::size > 0, "flintls: a policy needs at least one cipher suite");
            static_assert(suites::negotiable,
                          "flintls: a signalling or GREASE value is not a cipher suite to negotiate");
        }
    }
    return true;
}

template <class T> inline constexpr bool is_group_list = false;
template <named_group... G> inline constexpr bool is_group_list<group_list<G...>> = true;
template <class T> inline constexpr bool is_scheme_list = false;
template <signature_scheme... S> inline constexpr bool is_scheme_list<scheme_list<S...>> = true;
template <class T> inline constexpr bool is_protocol_list = false;
template <text... N> inline constexpr bool is_protocol_list<protocol_list<N...>> = true;

template <class P> constexpr bool check_offer() {
    using protocols = typename P::protocols;
    static_assert(is_group_list<typename P::groups>, "flintls: a policy names its groups in a group_list");
    static_assert(is_scheme_list<typename P::signature_schemes>,
                  "flintls: a policy names its signature schemes in a scheme_list");
    static_assert(is_protocol_list<protocols>, "flintls: a policy names its protocols in a protocol_list");
    if constexpr (is_protocol_list<protocols>) {
        static_assert(protocols::valid, "flintls: the name of a protocol has 1 to 255 bytes");
        static_assert(P::hello_extensions || protocols::values.empty(),
                      "flintls: a hello without extensions cannot offer protocols");
    }
    static_assert(P::hello_extensions || P::fragment_length == max_fragment_length_code{},
                  "flintls: a hello without extensions cannot ask for a fragment length");
    static_assert(P::fragment_length <= max_fragment_length_code::bytes_4096,
                  "flintls: a fragment length is one of four, or none");
    static_assert(P::max_server_name >= 1 && P::max_server_name <= 253, "flintls: a host name has 1 to 253 characters");
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

template <class P> constexpr bool check_stream() {
    static_assert(P::hello_buffer >= 128 && P::hello_buffer <= 0x8000,
                  "flintls: hello_buffer must lie between 128 and 2^15 bytes");
    static_assert(P::max_unknown_extensions <= 255,
                  "flintls: a streaming parser tells 255 unknown extension types apart at most");
    return true;
}

template <class P> constexpr bool check_numbers() {
    static_assert(P::highest_version >= protocol_version::tls_1_2 && P::highest_version <= protocol_version::tls_1_3,
                  "flintls: the highest version of a policy is TLS 1.2 or TLS 1.3");
    static_assert(P::max_message >= 512 && P::max_message <= 0xff'ffff,
                  "flintls: max_message must lie between 512 and 2^24-1 bytes");
    static_assert(P::max_ticket <= 0xffff, "flintls: a ticket has 2^16-1 bytes at most");
    static_assert(P::ticket_slots >= 1 && P::ticket_slots <= 250, "flintls: a client keeps 1 to 250 tickets");
    static_assert(P::max_ticket_uses >= 1, "flintls: a ticket is used at least once");
    static_assert(P::max_ticket_lifetime >= 1 && P::max_ticket_lifetime <= 604'800,
                  "flintls: a ticket lives from a second to seven days");
    static_assert(P::ticket_lifetime >= 1 && P::ticket_lifetime <= P::max_ticket_lifetime,
                  "flintls: no ticket lives longer than its session");
    static_assert(!P::require_ems || P::without_ems != resumption_without_ems::resume,
                  "flintls: where extended_master_secret is required, no session without it can be resumed");
    return true;
}

template <class P> constexpr bool check() {
    bool const good = check_options<P>();
    if constexpr (has_base<P>) { // or nothing of the rest makes sense
        return good && check_numbers<P>() && check_suites<P>() && check_versions<P>() && check_hello<P>() &&
               check_stream<P>() && check_offer<P>() &&
               check_list<extension_context::client_hello, typename P::client_hello_extensions>() &&
               check_list<extension_context::server_hello, typename P::server_hello_extensions>();
    }
    return good;
}

} // namespace policy_detail

/// A struct that inherits `policy_of`, names its suites, and contradicts itself nowhere.
template <class P>
concept policy = policy_detail::check<P>();

/// Which versions the drivers of a policy speak.
template <policy P> inline constexpr bool speaks_tls_1_2 = P::versions::has(protocol_version::tls_1_2);
template <policy P> inline constexpr bool speaks_tls_1_3 = P::versions::has(protocol_version::tls_1_3);
template <policy P> inline constexpr bool speaks_both = speaks_tls_1_2<P>&& speaks_tls_1_3<P>;

/// The highest version of a product: RFC 7507 and RFC 8446 4.1.3 compare with it.
template <policy P>
inline constexpr protocol_version highest_of = speaks_tls_1_3<P> ? protocol_version::tls_1_3 : P::highest_version;

namespace policy_detail {
template <class List, cipher_suite... Suites> struct filtered { using type = suite_list<Suites...>; };
template <cipher_suite First, cipher_suite... Rest, cipher_suite... Suites>
struct filtered<suite_list<First, Rest...>, Suites...>
    : std::conditional_t<is_of_tls_1_3(First), filtered<suite_list<Rest...>, Suites...>,
                         filtered<suite_list<Rest...>, Suites..., First>> {};
template <class P> struct in_tls_1_2 : P { using suites = typename filtered<typename P::suites>::type; };
template <class P, bool Both> struct part { using type = P; };
template <class P> struct part<P, true> { using type = in_tls_1_2<P>; };
} // namespace policy_detail

/// A policy with its suites of TLS 1.2 alone: what a hello offers that offers nothing else.
template <policy P> using part_of_tls_1_2 = typename policy_detail::part<P, speaks_both<P>>::type;

/// A ClientHello as a server of this policy reads it, and a ServerHello as its client does.
template <policy P> using client_hello_of = client_hello_with<typename P::client_hello_extensions>;
template <policy P> using server_hello_of = server_hello_with<typename P::server_hello_extensions>;

} // namespace v0
} // namespace flintls

#endif
