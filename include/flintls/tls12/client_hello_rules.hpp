// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server of TLS 1.2 reads in a ClientHello, and what it negotiates: RFC 5246 7.4.1.2, 7.4.1.4, E.1, RFC 7507 3,
/// RFC 6066 3, RFC 7301 3.2, RFC 8422 4, 5.1.
#ifndef FLINTLS_TLS12_CLIENT_HELLO_RULES_HPP
#define FLINTLS_TLS12_CLIENT_HELLO_RULES_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/crypto/unneeded.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/long_hello.hpp"
#include "flintls/handshake/look.hpp"
#include "flintls/handshake/offered_suites.hpp"
#include "flintls/handshake/protocol_choice.hpp"
#include "flintls/handshake/received_hello.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/state.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// RFC 8422 5.1.1: true if the list has one of the curves whose points that RFC describes.
[[nodiscard]] constexpr bool names_curve(list_view<number<named_group>> const& groups) {
    using enum named_group;
    for (named_group const each : {secp256r1, secp384r1, secp521r1, x25519, x448}) {
        if (groups.contains(each)) {
            return true;
        }
    }
    return false;
}
/// A ClientHello as a server reads it: with decoded extensions, or as the streaming parser of a server of TLS 1.2 alone
/// keeps a long one.
template <policy P>
using hello_of =
    std::conditional_t<P::stream_client_hello && !speaks_tls_1_3<P>, client_hello_of<P>, received_hello<P>>;

/// The facts of one hello. The views alias the hello.
template <policy P> struct hello_summary {
    list_view<number<cipher_suite>> cipher_suites;
    byte_view session_id;
    byte_view host_name; ///< empty: not sent
    byte_view ticket;    ///< empty: not sent, or not usable with this hello
    bool wants_ticket = false;
    bool extended_master_secret = false;
    bool can_verify = false;                    ///< the client can verify this server's signature
    named_group group{};                        ///< the policy's first group that the client has, too; 0: none
    bool name_used = false;                     ///< acknowledge server_name in a full handshake
    bool point_formats = false;                 ///< answer it in a full handshake with ECDHE
    bool no_uncompressed = false;               ///< RFC 8422 5.1.2: a full handshake fails
    max_fragment_length_code fragment_length{}; ///< 0: not requested
    std::uint8_t protocol = 0;                  ///< number in `P::protocols`, from 1 on; 0: none
    /// RFC 8449 4, as received; 0: none.
    [[no_unique_address]] std::conditional_t<answers_record_limit<P>, std::uint16_t, unneeded<21>> record_limit{};

    /// `lost`: extensions of a long hello that were not kept; `highest`: the server's best version.
    /// \return success, or why the handshake fails
    template <class Credentials>
    error read(hello_of<P> const& m, Credentials& credentials, lost_extensions lost,
               protocol_version highest = highest_of<P>) {
        auto const& found = m.extensions;
        auto const versions = found.template get<supported_versions>();
        bool const fallback = find_signalling_suites(m.cipher_suites).fallback_scsv;
        // Checked first: a client that fell back too far may send a hello of TLS 1.1.
        if (errc const e = judge_fallback(highest_offered(m.legacy_version, versions), fallback, highest).why();
            e != errc::ok) {
            return {e, 0};
        }
        if (errc const e = judge_versions_for_tls_1_2(m.legacy_version, versions).why(); e != errc::ok) {
            return {e, 0};
        }
        if (!m.compression_methods.contains(compression_method::null)) { // RFC 5246 7.4.1.2
            return {errc::forbidden_value, 0};
        }
        if (lost.other) {
            return {errc::extension_too_long, 0};
        }
        cipher_suites = m.cipher_suites;
        session_id = m.session_id;
        hello_look look;
        if (error const refused = look.read<P>(m, credentials)) {
            return refused;
        }
        host_name = look.host_name;
        name_used = look.name_used;
        bool const short_enough = host_name.size() <= longest_known_name;
        auto const offered_ticket = listed_extension<session_ticket, P>(m);
        // A session is bound to the name, and a longer name has no digest of its own.
        wants_ticket =
            (offered_ticket.present || lost.ticket) && short_enough; // T10: a lost ticket is not this server's
        ticket = short_enough ? offered_ticket.value.ticket : byte_view{};
        extended_master_secret = has_extended_master_secret(m);
        read_abilities(m, credentials);
        auto const fragments = listed_extension<max_fragment_length, P>(m);
        fragment_length = fragments ? (*fragments).max_fragment_length_value : max_fragment_length_code{};
        if constexpr (answers_record_limit<P>) {
            record_limit = read_record_limit<P>(m, fragment_length);
        }
        errc const e = judge_extended_master_secret<P>(extended_master_secret).why();
        if (e != errc::ok) {
            return {e, 0};
        }
        auto const protocols = listed_extension<application_layer_protocol_negotiation, P>(m);
        return {choose_offered_protocol<P>(protocols, lost.protocols, look.protocol, protocol), 0};
    }

    /// True if RFC 7627 will be negotiated.
    [[nodiscard]] static bool has_extended_master_secret(hello_of<P> const& m) {
        if constexpr (P::offer_extended_master_secret) {
            return m.extensions.template has<flintls::extended_master_secret>();
        }
        return false;
    }
    /// True if a session with this suite can be resumed. Resumption uses no key share and no signature: groups, point
    /// formats and signature schemes do not matter (RFC 8422 4, RFC 5246 7.4.1.4.1).
    template <class Credentials> [[nodiscard]] bool resumes(cipher_suite suite, Credentials const& credentials) const {
        return offers(credentials, suite) && cipher_suites.contains(suite) &&
               suites_of<P>::traits(suite).exchange != key_exchange::ecdhe_rsa &&
               !(speaks_both<P> && is_of_tls_1_3(suite));
    }
    /// True if a full handshake can negotiate this suite.
    template <class Credentials> [[nodiscard]] bool allows(cipher_suite suite, Credentials const& credentials) const {
        suite_traits const t = suites_of<P>::traits(suite);
        return resumes(suite, credentials) && (!t.has_ecdhe() || group != named_group{}) &&
               (!t.has_certificate() || can_verify);
    }
    /// S6: the first suite of the policy that can be negotiated; 0: none.
    template <class Credentials> [[nodiscard]] cipher_suite choose(Credentials const& credentials) const {
        for (cipher_suite const mine : P::suites::values) {
            if (allows(mine, credentials)) {
                return mine;
            }
        }
        return {};
    }

private:
    /// RFC 8422 5.1: without supported_groups the server may choose any group. RFC 5246 7.4.1.4.1: without
    /// signature_algorithms the client means SHA-1, which this server does not support.
    template <class Credentials> void read_abilities(hello_of<P> const& m, Credentials& credentials) {
        auto const groups = m.extensions.template get<supported_groups>();
        group = {};
        for (named_group const mine : P::groups::values) {
            bool const common = is_of_tls_1_2(mine) && (!groups || (*groups).named_group_list.contains(mine));
            group = group == named_group{} && common ? mine : group;
        }
        if constexpr (suites_of<P>::ecdhe) {
            auto const formats = m.extensions.template get<ec_point_formats>();
            point_formats = formats.present;
            no_uncompressed = formats && !lists_uncompressed(*formats) && names_curve((*groups).named_group_list);
        }
        can_verify = false;
        if constexpr (suites_of<P>::certificate) {
            auto const schemes = m.extensions.template get<signature_algorithms>();
            can_verify = schemes && !credentials.certificates().empty() &&
                         (*schemes).supported_signature_algorithms.contains(signature_scheme::ecdsa_secp256r1_sha256);
        }
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
