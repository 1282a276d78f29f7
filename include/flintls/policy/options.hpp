// SPDX-License-Identifier: Apache-2.0
/// \file
/// The parts of a policy: lists, options with their defaults, and the base `policy_of`.
#ifndef FLINTLS_POLICY_OPTIONS_HPP
#define FLINTLS_POLICY_OPTIONS_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/message/record.hpp"
#include "flintls/registry/alert.hpp"
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

/// How to treat a peer without RFC 5746, and renegotiations.
enum class renegotiation_mode : std::uint8_t {
    strict,      ///< a peer without RFC 5746 is refused
    secure_only, ///< such a peer may connect, but not renegotiate (RFC 5746 4.2 and 4.4 recommend this)
    compatible,  ///< such a peer may connect and renegotiate, as before RFC 5746
    never,       ///< no peer may renegotiate; RFC 5746 is still signalled and checked
};

/// How the initial ClientHello signals RFC 5746 (RFC 5746 3.3, 3.4).
enum class renegotiation_signal : std::uint8_t { extension, scsv };

/// When a client of TLS 1.3 sends a session id and a ChangeCipherSpec, which only middleboxes read (RFC 8446 D.4).
enum class middlebox_mode : std::uint8_t { where_both_versions, always, never };

/// How a client treats a server that has spoken TLS 1.3 before and chooses TLS 1.2 now.
enum class version_memory : std::uint8_t {
    accept_lower, ///< TLS 1.2 is accepted unless the server's random marks a downgrade (RFC 8446 4.1.3)
    /// The handshake fails, until the lifetime of the server's last TLS 1.3 ticket has passed. An archive restores this
    /// for the tickets in it, not for tickets that were used before the archive was saved.
    refuse,
};

/// How a ticket is treated if neither its session nor the new hello has extended_master_secret (RFC 7627 5.3).
enum class resumption_without_ems : std::uint8_t {
    full_handshake, ///< no resumption; old peers still connect: a deliberate deviation from a SHOULD of RFC 7627 5.3
    abort,          ///< the handshake fails, as RFC 7627 5.3 recommends
    resume,         ///< resumption as before RFC 7627; the connection then refuses renegotiation (RFC 7627 5.4)
};

/// The cipher suites of a policy in order of preference.
template <cipher_suite... Suites> struct suite_list {
    static constexpr std::size_t size = sizeof...(Suites);
    static constexpr std::array<cipher_suite, size> values{Suites...};
    /// The suites, followed by signalling suites, as in a ClientHello.
    template <cipher_suite... Signals>
    static constexpr std::array<cipher_suite, size + sizeof...(Signals)> with{Suites..., Signals...};

    /// The extensions that a hello with these suites needs or must not have (RFC 8422 4).
    static constexpr suite_needs needs = needs_of_suites<Suites...>;

    /// True if every suite may be negotiated. RFC 5746 3.3, RFC 7507 2 and RFC 8701 3.1 forbid this for some values.
    static constexpr bool negotiable = (... && !(is_signalling(Suites) || is_grease(Suites)));
};

/// Lists that a client offers beside suites, in order of preference. A list is not sent if it is empty, or if no suite
/// needs it.
template <named_group... Groups> struct group_list {
    static constexpr std::array<named_group, sizeof...(Groups)> values{Groups...};
};
template <signature_scheme... Schemes> struct scheme_list {
    static constexpr std::array<signature_scheme, sizeof...(Schemes)> values{Schemes...};
};
/// The versions of TLS of a policy in order of preference (RFC 8446 4.2.1). Code that no listed version needs is not
/// compiled.
template <protocol_version... Versions> struct version_list {
    static constexpr std::array<protocol_version, sizeof...(Versions)> values{Versions...};
    [[nodiscard]] static constexpr bool has(protocol_version version) { return (... || (version == Versions)); }
};
/// The key exchange modes for pre-shared keys in TLS 1.3, in order of preference (RFC 8446 4.2.9).
template <psk_key_exchange_mode... Modes> struct psk_mode_list {
    static constexpr std::array<psk_key_exchange_mode, sizeof...(Modes)> values{Modes...};
    [[nodiscard]] static constexpr bool has(psk_key_exchange_mode mode) { return (... || (mode == Modes)); }
};
/// The application protocols of RFC 7301 3.1: `protocol_list<"h2", "http/1.1">`.
template <text... Names> struct protocol_list {
    static constexpr std::array<byte_view, sizeof...(Names)> values{Names.view()...};
    static constexpr bool valid = (... && (Names.size() >= 1 && Names.size() <= 255));
};

/// How much of one extension a streaming parser (hello/stream.hpp) keeps, in bytes of the body.
struct hello_limit {
    std::uint16_t reserved = 0; ///< a body up to this size always finds room
    std::uint16_t most = 0;     ///< a body up to this size is kept if room is left; earlier extensions come first
    errc beyond = errc::ok;     ///< the error if a body is not kept; ok: the body is skipped and its length reported
};

/// A value of `options::record_limit`: the limit follows from the size of the receive buffer.
inline constexpr std::uint16_t what_the_buffer_holds = 0xffff;

/// The constants of a policy, with their defaults. An initialiser names those that differ, in the order of declaration:
/// `options{.client_renegotiation = renegotiation_mode::strict, .max_ticket = 512}`.
struct options {
    /// The modes of the client towards servers, and of the server towards clients.
    renegotiation_mode client_renegotiation = renegotiation_mode::secure_only;
    renegotiation_mode server_renegotiation = renegotiation_mode::secure_only;
    renegotiation_signal signal = renegotiation_signal::extension;
    /// Renegotiations that the peer may start on one connection; 255: no limit. This side's own are not limited.
    std::uint8_t max_peer_renegotiations = 3;
    /// Refusals of renegotiations that the peer asks for, for any reason, without application data with content or a
    /// completed handshake in between. At one more the connection fails.
    std::uint8_t max_refusals = 8;
    /// True: the peer's identity may change in a renegotiation. RFC 5746 5 warns of this.
    bool allow_identity_change = false;

    /// True: application data is refused after the peer's first handshake message of a renegotiation. RFC 5246 6.2.1
    /// allows the data until the peer's ChangeCipherSpec.
    bool refuse_data_in_renegotiation = false;

    /// The highest version that the product supports, with this or another library, for RFC 7507 3 and RFC 8446 4.1.3.
    protocol_version highest_version = protocol_version::tls_1_2;

    /// True: the initial ClientHello has a block of extensions. Some old servers fail on the block. Without it, the
    /// options below that offer an extension must be off, and `signal` must be the SCSV.
    bool hello_extensions = true;
    bool offer_extended_master_secret = true; ///< RFC 7627 is offered and used
    bool require_ems = false;                 ///< a peer without RFC 7627 is refused
    bool offer_server_name = true;            ///< RFC 6066 3 is offered
    bool offer_session_tickets = true;        ///< RFC 5077 is offered

    /// Bytes of the largest handshake message that is read piece by piece, header included, such as a streamed
    /// ClientHello. A message that is in a buffer as a whole is limited by the buffer only.
    std::size_t max_message = 4096;

    /// Bytes of the largest ticket that a client keeps. Tickets for a client with a certificate are longer, as they
    /// hold the certificate: 1,280 are enough for a P-256 certificate. record/buffers.hpp has the transmit buffer's
    /// size for this.
    std::size_t max_ticket = 640;
    /// Tickets that a client keeps: one for each peer and version, but see `tickets_per_name`.
    std::size_t ticket_slots = 1;
    /// True if the product has a clock. Without a clock a ticket lives until reset, and for `max_ticket_uses`
    /// connections.
    bool has_clock = true;
    std::uint8_t max_ticket_uses = 8;
    /// `max_ticket_lifetime`: seconds after the full handshake in which a session can be resumed, whatever renewals its
    /// ticket has, and in which a client keeps a ticket. `ticket_lifetime`: seconds that a server's ticket lives.
    std::uint32_t max_ticket_lifetime = 604'800;
    std::uint32_t ticket_lifetime = 86'400;
    /// Names the rules under which sessions are made. A session with another context id is not resumed.
    std::uint32_t context_id = 0;
    resumption_without_ems without_ems = resumption_without_ems::full_handshake;
    /// True: a client sends a session id with its ticket. RFC 5077 3.4 allows both. With the id, its echo in the
    /// ServerHello shows that the server accepts the ticket; without it, the next message does.
    bool session_id_with_ticket = false;
    /// True: a client keeps a session of TLS 1.2 without a ticket by the server's session id, and offers the id
    /// (RFC 5246 7.4.1.2). The id takes the place of a ticket, up to 32 bytes of `max_ticket`.
    bool offer_session_ids = false;
    bool resume_in_renegotiation = false; ///< a client offers a ticket after a HelloRequest
    std::size_t max_server_name = 253;    ///< characters of the longest host name (RFC 1035 2.3.4)

    /// RFC 6066 4: the fragment length that a client asks for; 0: none.
    max_fragment_length_code fragment_length{};
    /// Bytes of content in the largest record that is sent, 64 to 2^14, with or without a negotiated limit: for peers
    /// with small buffers, or to send one record while the next one is made.
    std::size_t max_send_fragment = max_plaintext;

    /// RFC 8449 4: bytes of the longest protected record that a side accepts; 0: a client does not send the extension,
    /// and a server does not answer it. The default follows from the receive buffer; a policy of TLS 1.2 alone has no
    /// limit by default.
    std::uint16_t record_limit = what_the_buffer_holds;
    /// True: a side may send close_notify and read on until the peer's close_notify (RFC 8446 6.1).
    bool half_close = false;

    /// True: a server reads hellos that are longer than its buffers, up to `max_message` (handshake/long_hello.hpp). In
    /// TLS 1.3 it then keeps, of the identities of pre-shared keys, one of its own tickets and
    /// `limit_of(pre_shared_key).most` bytes of others; a longer identity is an unknown one. A second hello that is
    /// longer than the buffers must come to the connection that asked for its cookie.
    bool stream_client_hello = false;
    std::size_t hello_buffer = 256; ///< bytes that a streaming parser keeps of a hello
    /// Types outside the policy's list that a streaming parser tells apart: two bytes of memory each; four above 16.
    std::size_t max_unknown_extensions = 14;
    /// True: of a list without room, a streaming parser keeps the elements that the policy names. A server always does.
    bool condense_lists = false;

    // TLS 1.3 only.

    std::size_t max_cookie = 256; ///< bytes of the longest cookie that a client can return (RFC 8446 4.2.2)
    /// True: a server may ask each client for a cookie before any public-key operation (tls13/cookie.hpp).
    bool cookie = false;
    bool empty_share_list = false; ///< a client sends no share until a HelloRetryRequest (RFC 8446 4.2.8)
    std::uint8_t key_shares = 1;   ///< shares in a client's first hello, of its first groups
    /// When a client makes its handshake look like TLS 1.2 to middleboxes (RFC 8446 D.4).
    middlebox_mode middlebox_compatibility = middlebox_mode::where_both_versions;
    /// ChangeCipherSpec records that are dropped in one handshake (RFC 8446 5). At one more the connection fails.
    std::uint8_t max_dummy_records = 32;
    /// KeyUpdates of a peer without application data in between (RFC 8446 4.6.3). At one more the connection fails.
    std::uint8_t max_key_updates = 32;
    /// NewSessionTickets that a client may keep on one connection. Later ones are only checked for their form. The
    /// connection fails at more than four times as many without application data in between.
    std::uint8_t max_tickets_received = 16;
    bool exporters = false;            ///< an application can export key material (RFC 8446 7.5)
    std::uint8_t tickets_per_name = 1; ///< TLS 1.3 tickets that a client keeps for one server name
    std::uint8_t tickets_sent = 1;     ///< tickets that a server sends after a TLS 1.3 handshake (RFC 8446 4.6.1)
    /// True: a server may send application data before the client's Finished, if it asks for no certificate. The client
    /// has not proven that it is there, and may be an attacker who replays a hello (RFC 8446 2, 4.4.4, E.1).
    bool half_rtt = false;
    /// The alert of a server without certificates to a client of which it knows no identity. decrypt_error is also the
    /// alert to a wrong binder, and does not reveal which identities exist; the other value is unknown_psk_identity
    /// (RFC 8446 6.2, E.6).
    alert_description unknown_psk_alert = alert_description::decrypt_error;
    /// Identities of pre-shared keys in one hello that a server looks up (RFC 8446 4.2.11).
    std::uint8_t max_identities_examined = 4;
    /// Bytes of early data that a server skips; a server never accepts early data (RFC 8446 4.2.10). The default is the
    /// amount that widely used servers allow in their tickets, plus the overhead of its records.
    std::uint32_t max_early_data_skipped = 18'432;

    // Policies with both versions.

    /// How a client treats a server that gave a TLS 1.3 ticket before and now chooses TLS 1.2 without a downgrade mark.
    version_memory remembered_version = version_memory::accept_lower;
    /// True: the version limits of `connect` may leave TLS 1.3 only.
    bool lowest_version_at_run_time = false;
};

/// The defaults of the update MS10-049 (KB 980436): compatible on both sides, signal by the extension, any number of
/// renegotiations.
inline constexpr options ms10_049_options{.client_renegotiation = renegotiation_mode::compatible,
                                          .server_renegotiation = renegotiation_mode::compatible,
                                          .max_peer_renegotiations = 255};

/// The default members of a policy: all but its suites, which have no default.
struct policy_defaults {
    /// The default limits hold the extensions below as real clients send them, except for long names and tickets.
    static constexpr hello_limit limit_of(extension_type type) {
        switch (type) {
        // RFC 5746 3.7: at most a verify_data and its length. An extension that is not kept must not look absent.
        case extension_type::renegotiation_info: return {17, 17, errc::renegotiation_info_mismatch};
        case extension_type::max_fragment_length: return {1, 1};
        default: return {0, 128};
        }
    }

    /// The lists that a ClientHello with a block of extensions offers.
    using groups = group_list<named_group::secp256r1>;
    using signature_schemes = scheme_list<signature_scheme::ecdsa_secp256r1_sha256,
                                          signature_scheme::rsa_pss_rsae_sha256, signature_scheme::rsa_pkcs1_sha256>;
    using protocols = protocol_list<>;

    using versions = version_list<protocol_version::tls_1_2>;
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke>;

    /// The extensions that a server reads from a ClientHello, and a client from a ServerHello. A server neither reads
    /// nor answers an extension outside its list. A policy may leave out server_name, max_fragment_length, ALPN and
    /// session_ticket, and extended_master_secret if it does not offer that.
    using client_hello_extensions =
        extension_list<server_name, max_fragment_length, supported_groups, ec_point_formats, signature_algorithms,
                       application_layer_protocol_negotiation, extended_master_secret, session_ticket,
                       supported_versions, renegotiation_info>;
    using server_hello_extensions =
        extension_list<server_name, max_fragment_length, ec_point_formats, application_layer_protocol_negotiation,
                       extended_master_secret, session_ticket, supported_versions, renegotiation_info>;
};

/// The base of a policy: each option as a constant with its own name, and all of them as `options`. A misspelt option
/// does not compile, and neither does a member of the policy with the name of an option.
///
/// A policy that differs from another policy in some options copies the options and names the other policy as `Like`.
/// The new policy has the lists, limits and crypto of `Like`. Options that are not copied are the defaults.
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
    static constexpr auto offer_session_ids = O.offer_session_ids;
    static constexpr auto resume_in_renegotiation = O.resume_in_renegotiation;
    static constexpr auto max_server_name = O.max_server_name;
    static constexpr auto fragment_length = O.fragment_length;
    static constexpr auto record_limit = O.record_limit;
    static constexpr auto max_send_fragment = O.max_send_fragment;
    static constexpr auto half_close = O.half_close;
    static constexpr auto stream_client_hello = O.stream_client_hello;
    static constexpr auto hello_buffer = O.hello_buffer;
    static constexpr auto max_unknown_extensions = O.max_unknown_extensions;
    static constexpr auto condense_lists = O.condense_lists;
    static constexpr auto max_cookie = O.max_cookie;
    static constexpr auto cookie = O.cookie;
    static constexpr auto empty_share_list = O.empty_share_list;
    static constexpr auto key_shares = O.key_shares;
    static constexpr auto middlebox_compatibility = O.middlebox_compatibility;
    static constexpr auto max_dummy_records = O.max_dummy_records;
    static constexpr auto max_key_updates = O.max_key_updates;
    static constexpr auto max_tickets_received = O.max_tickets_received;
    static constexpr auto exporters = O.exporters;
    static constexpr auto tickets_per_name = O.tickets_per_name;
    static constexpr auto remembered_version = O.remembered_version;
    static constexpr auto lowest_version_at_run_time = O.lowest_version_at_run_time;
    static constexpr auto tickets_sent = O.tickets_sent;
    static constexpr auto half_rtt = O.half_rtt;
    static constexpr auto unknown_psk_alert = O.unknown_psk_alert;
    static constexpr auto max_identities_examined = O.max_identities_examined;
    static constexpr auto max_early_data_skipped = O.max_early_data_skipped;
};

} // namespace v0
} // namespace flintls

#endif
