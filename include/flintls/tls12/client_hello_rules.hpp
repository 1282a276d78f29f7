// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server of TLS 1.2 takes from a ClientHello, and what it chooses: RFC 5246 7.4.1.2, 7.4.1.4, E.1, RFC 7507 3,
/// RFC 6066 3, RFC 7301 3.2, RFC 8422 4, 5.1.
#ifndef FLINTLS_TLS12_CLIENT_HELLO_RULES_HPP
#define FLINTLS_TLS12_CLIENT_HELLO_RULES_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/extension/values.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/offered_suites.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/state.hpp"
#include "flintls/tls12/long_hello.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// RFC 8422 5.1.1: does it name one of the curves whose points that specification describes?
[[nodiscard]] constexpr bool names_curve(list_view<number<named_group>> const& groups) {
    using enum named_group;
    for (named_group const each : {secp256r1, secp384r1, secp521r1, x25519, x448}) {
        if (groups.contains(each)) {
            return true;
        }
    }
    return false;
}
/// Why there is no handshake where the credentials do not want it. An alert of their own stands in place of an offset.
[[nodiscard]] constexpr error refused_hello(alert_description alert) {
    return alert == alert_description::unrecognized_name
               ? error{errc::unrecognized_name, 0}
               : error{errc::hello_refused, static_cast<std::uint32_t>(alert)};
}

/// A hello as a server reads it: with its extensions at hand, or as what reads long ones keeps it.
template <policy P>
using hello_of = std::conditional_t<
    P::stream_client_hello, client_hello_of<P>,
    basic_client_hello<extension_values_of<extension_context::client_hello, typename P::client_hello_extensions>>>;

/// The facts of one hello; views alias it.
template <policy P> struct hello_facts {
    list_view<number<cipher_suite>> cipher_suites;
    byte_view session_id;
    byte_view host_name; ///< empty: none was asked for
    byte_view ticket;    ///< empty: none was offered, or none is taken from such a hello
    bool wants_ticket = false;
    bool extended_master_secret = false;
    bool can_verify = false;                    ///< a signature of this server's
    bool has_group = false;                     ///< secp256r1
    bool name_used = false;                     ///< to be acknowledged
    bool point_formats = false;                 ///< likewise, with a suite of elliptic curves
    bool no_uncompressed = false;               ///< RFC 8422 5.1.2: what a full handshake fails for
    max_fragment_length_code fragment_length{}; ///< 0: not asked for
    std::uint8_t protocol = 0;                  ///< of `P::protocols`, from 1 on; 0: none

    /// Is it read? What the policy leaves out of its list costs nothing.
    template <class E> static constexpr bool reads = is_listed<E, typename P::client_hello_extensions>;

    /// `lost`: of a hello for which there was no room. \return success, or why there will be no handshake
    template <class Credentials> error read(hello_of<P> const& m, Credentials& credentials, lost_extensions lost) {
        auto const& found = m.extensions;
        auto const versions = found.template get<supported_versions>();
        bool const fallback = find_signalling_suites(m.cipher_suites).fallback_scsv;
        // Before anything else: the hello of who fell back too far may be one of TLS 1.1.
        if (errc const e = judge_fallback<P>(highest_offered(m.legacy_version, versions), fallback).why();
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
        if constexpr (reads<server_name>) {
            host_name = (*found.template get<server_name>()).host_name();
            if (judge_host_name(host_name)) {
                return {errc::forbidden_value, 0};
            }
        }
        auto const protocols = get<application_layer_protocol_negotiation>(m);
        bool const short_enough = host_name.size() <= longest_known_name;
        name_used = false;
        if constexpr (looks_at_hellos<Credentials>) {
            look_answer const answer = look_at(credentials, {host_name, (*protocols).protocol_name_list});
            if (!answer.accepted) {
                return refused_hello(answer.alert);
            }
            name_used = answer.name_used && !host_name.empty() && short_enough;
        }
        auto const offered_ticket = get<session_ticket>(m);
        // A session is bound to the name, and of a longer one there is no digest to tell it by.
        wants_ticket =
            (offered_ticket.present || lost.ticket) && short_enough; // T10: a lost one is none of this server's
        ticket = short_enough ? offered_ticket.value.ticket : byte_view{};
        extended_master_secret = has_extended_master_secret(m);
        read_abilities(m, credentials);
        auto const fragments = get<max_fragment_length>(m);
        fragment_length = fragments ? (*fragments).max_fragment_length_value : max_fragment_length_code{};
        errc const e = judge_extended_master_secret<P>(extended_master_secret).why();
        return {e != errc::ok ? e : choose_protocol(protocols, lost.protocols), 0};
    }

    /// Will RFC 7627 be negotiated?
    [[nodiscard]] static bool has_extended_master_secret(hello_of<P> const& m) {
        if constexpr (P::offer_extended_master_secret) {
            return m.extensions.template has<flintls::extended_master_secret>();
        }
        return false;
    }
    /// Can a session with this suite be resumed? Nothing is agreed on or signed then, and so groups, point formats and
    /// signature schemes do not matter (RFC 8422 4, RFC 5246 7.4.1.4.1).
    template <class Credentials> [[nodiscard]] bool resumes(cipher_suite suite, Credentials const& credentials) const {
        return offers(credentials, suite) && cipher_suites.contains(suite) &&
               suites_of<P>::traits(suite).exchange != key_exchange::ecdhe_rsa;
    }
    /// Can this suite be negotiated?
    template <class Credentials> [[nodiscard]] bool allows(cipher_suite suite, Credentials const& credentials) const {
        suite_traits const t = suites_of<P>::traits(suite);
        return resumes(suite, credentials) && (!t.has_ecdhe() || has_group) && (!t.has_certificate() || can_verify);
    }
    /// S6: the first of the policy's suites that can; 0: none.
    template <class Credentials> [[nodiscard]] cipher_suite choose(Credentials const& credentials) const {
        for (cipher_suite const mine : P::suites::values) {
            if (allows(mine, credentials)) {
                return mine;
            }
        }
        return {};
    }

private:
    template <class E> [[nodiscard, gnu::always_inline]] static auto get(hello_of<P> const& m) {
        if constexpr (reads<E>) {
            return m.extensions.template get<E>();
        } else {
            return found<E>{};
        }
    }
    /// RFC 8422 5.1: who says nothing of curves leaves the choice to the server. RFC 5246 7.4.1.4.1: who says nothing of
    /// signatures means SHA-1, which this server has not.
    template <class Credentials> void read_abilities(hello_of<P> const& m, Credentials& credentials) {
        auto const groups = m.extensions.template get<supported_groups>();
        has_group = !groups || (*groups).named_group_list.contains(named_group::secp256r1);
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
    /// RFC 7301 3.2: the server's order of preference.
    errc choose_protocol(found<application_layer_protocol_negotiation> const& offered, bool none_is_mine) {
        protocol = 0;
        if ((!offered && !none_is_mine) || P::protocols::values.empty()) {
            return errc::ok;
        }
        for (byte_view const mine : P::protocols::values) {
            ++protocol;
            for (byte_view const theirs : (*offered).protocol_name_list) {
                if (mine == theirs) {
                    return errc::ok;
                }
            }
        }
        return errc::no_application_protocol;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
