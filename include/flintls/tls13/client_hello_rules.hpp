// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server of TLS 1.3 reads in a hello: RFC 8446 4.1.1, 4.1.2, 4.2, 9.2, RFC 6066 3, RFC 7301 3.2, RFC 7507 3.
#ifndef FLINTLS_TLS13_CLIENT_HELLO_RULES_HPP
#define FLINTLS_TLS13_CLIENT_HELLO_RULES_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/crypto/unneeded.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/identity_marks.hpp"
#include "flintls/handshake/long_hello.hpp"
#include "flintls/handshake/look.hpp"
#include "flintls/handshake/offered_suites.hpp"
#include "flintls/handshake/protocol_choice.hpp"
#include "flintls/handshake/received_hello.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// RFC 8446 4.2.1, D.5, and RFC 7507 3: judges the versions of a hello, for a server of TLS 1.3 alone.
template <policy P> [[nodiscard]] errc judge_versions(received_hello<P> const& m) {
    auto const versions = m.extensions.template get<supported_versions>();
    bool const fallback = find_signalling_suites(m.cipher_suites).fallback_scsv;
    errc const e = judge_fallback<P>(highest_offered(m.legacy_version, versions), fallback).why();
    if (e != errc::ok) {
        return e;
    }
    bool const offered = versions && versions->versions.contains(protocol_version::tls_1_3);
    return offered && m.legacy_version > protocol_version::ssl_3_0 ? errc::ok : errc::unsupported_version;
}

/// The facts of one hello for which TLS 1.3 is chosen; views alias the hello.
template <policy P> struct hello_summary {
    static constexpr bool takes_shares = !P::groups::values.empty();
    static constexpr bool takes_psks = !P::psk_modes::values.empty();

    byte_view session_id;
    list_view<number<cipher_suite>> cipher_suites;
    byte_view host_name; ///< empty: no server_name
    cipher_suite suite{};
    named_group group{}; ///< of the share; without a share, the group to ask for; 0: none in common
    byte_view share;     ///< empty: none of a common group
    bool has_psks = false;
    list_view<nested<psk_identity>> identities;
    list_view<opaque<32, 255>> binders;
    bool psk_dhe_ke = false; ///< a mode of both the client and the policy
    bool psk_ke = false;
    bool has_schemes = false;
    bool can_verify = false; ///< the client can verify a signature of this server
    bool early_data = false;
    bool name_used = false;                     ///< the server acknowledges the name
    max_fragment_length_code fragment_length{}; ///< 0: not asked for
    std::uint8_t protocol = 0;                  ///< index in `P::protocols`, from 1 on; 0: none
    /// RFC 8449 4, as received; 0: none.
    [[no_unique_address]] std::conditional_t<answers_record_limit<P>, std::uint16_t, unneeded<21>> record_limit{};

    /// `asked`: in a second hello, the group that the HelloRetryRequest asked for; 0: none. `marks`: of the identities
    /// of the first hello. `watch`, `lost`: of a parser through which the hello passed.
    /// \return success, or why the handshake fails
    template <class Credentials, class Watch>
    error read(received_hello<P> const& m, Credentials& credentials, bool second, named_group asked,
               identity_marks<P>& marks, Watch const& watch, lost_extensions lost) {
        byte_view const methods = m.compression_methods.encoded();
        bool one_method = methods.size() == 1;
        if constexpr (Watch::watches) {
            one_method = watch.has_one_method();
        }
        if (!one_method || methods[0] != 0) { // RFC 8446 4.1.2
            return {errc::forbidden_value, 0};
        }
        if (lost.other) {
            return {errc::extension_too_long, 0};
        }
        session_id = m.session_id;
        cipher_suites = m.cipher_suites;
        early_data = m.extensions.template has<flintls::early_data>();
        if (early_data && second) { // RFC 8446 4.1.2, 4.2.10
            return {errc::forbidden_value, 0};
        }
        errc e = judge_extensions(m);
        e = e == errc::ok ? find_psks(m, second, marks, watch) : e;
        e = e == errc::ok ? find_share(m, asked, watch) : e;
        if (e != errc::ok) {
            return {e, 0};
        }
        hello_look look;
        if (error const refused = look.read<P>(m, credentials)) {
            return refused;
        }
        host_name = look.host_name;
        name_used = look.name_used;
        can_verify = false;
        if constexpr (!P::signature_schemes::values.empty()) {
            auto const schemes = m.extensions.template get<signature_algorithms>();
            has_schemes = schemes.present;
            can_verify = schemes && !credentials.certificates().empty() &&
                         schemes->supported_signature_algorithms.contains(signature_scheme::ecdsa_secp256r1_sha256);
        }
        auto const fragments = listed_extension<max_fragment_length, P>(m);
        fragment_length = fragments ? fragments->max_fragment_length_value : max_fragment_length_code{};
        if constexpr (answers_record_limit<P>) {
            record_limit = read_record_limit<P>(m, fragment_length);
        }
        suite = choose_suite(credentials);
        if (suite == cipher_suite{}) {
            return {errc::no_common_suite, 0};
        }
        auto const protocols = listed_extension<application_layer_protocol_negotiation, P>(m);
        return {choose_offered_protocol<P>(protocols, lost.protocols, look.protocol, protocol), 0};
    }

private:
    /// RFC 8446 9.2, 4.2.9
    static errc judge_extensions(received_hello<P> const& m) {
        bool const groups = m.extensions.template has<supported_groups>();
        bool const schemes = m.extensions.template has<signature_algorithms>();
        bool psks = false;
        if constexpr (takes_psks) {
            psks = m.extensions.template has<pre_shared_key>();
            if (psks && !m.extensions.template has<psk_key_exchange_modes>()) {
                return errc::missing_extension;
            }
        }
        if constexpr (takes_shares) {
            if (groups != m.extensions.template has<key_share>()) {
                return errc::missing_extension;
            }
        }
        return psks || (groups && schemes) ? errc::ok : errc::missing_extension;
    }
    /// RFC 8446 4.2.9, 4.2.11
    template <class Watch>
    errc find_psks([[maybe_unused]] received_hello<P> const& m, [[maybe_unused]] bool second,
                   [[maybe_unused]] identity_marks<P>& marks, [[maybe_unused]] Watch const& watch) {
        has_psks = psk_dhe_ke = psk_ke = false;
        if constexpr (takes_psks) {
            auto const modes = m.extensions.template get<psk_key_exchange_modes>();
            auto const common = [&](psk_key_exchange_mode mode) {
                return P::psk_modes::has(mode) && modes && modes->ke_modes.contains(mode);
            };
            psk_dhe_ke = common(psk_key_exchange_mode::psk_dhe_ke);
            psk_ke = common(psk_key_exchange_mode::psk_ke);
            auto const psks = m.extensions.template get<pre_shared_key>();
            has_psks = psks.present;
            identities = psks.value.identities;
            binders = psks.value.binders;
            identity_marks<P> found;
            bool const match = mark_identities(found, watch);
            bool const as_before = !second || found.follow(marks); // RFC 8446 4.1.2
            marks = second ? marks : found;
            return match && as_before ? errc::ok : errc::forbidden_value;
        }
        return errc::ok;
    }
    /// RFC 8446 4.2.11: true if there are as many binders as identities. \param[out] found their marks
    template <class Watch> bool mark_identities(identity_marks<P>& found, [[maybe_unused]] Watch const& watch) const {
        if constexpr (Watch::watches) {
            found = watch.marks();
            return watch.binders_match();
        } else {
            std::uint32_t difference = 0;
            for (psk_identity const& each : identities) {
                ++difference;
                checksum sum;
                sum.add(each.identity);
                found.add(sum);
            }
            for ([[maybe_unused]] auto const& each : binders) {
                --difference;
            }
            return difference == 0;
        }
    }
    /// RFC 8446 4.2.8: true if the client supports the group of its share. In a list without room, groups outside the
    /// policy are missing.
    template <class Watch>
    static bool supports(list_view<number<named_group>> const& groups, named_group group,
                         [[maybe_unused]] Watch const& watch) {
        bool known = groups.contains(group);
        if constexpr (Watch::watches) {
            bool own = false;
            for (named_group const each : P::groups::values) {
                own = own || each == group;
            }
            known = known || (watch.lacks_groups() && !own);
        }
        return known;
    }
    /// RFC 8446 4.2.8: shares of unknown groups are passed over.
    template <class Watch>
    errc find_share([[maybe_unused]] received_hello<P> const& m, [[maybe_unused]] named_group asked,
                    [[maybe_unused]] Watch const& watch) {
        share = {};
        group = {};
        if constexpr (takes_shares) {
            auto const shares = m.extensions.template get<key_share>().value.client_shares;
            auto const groups = m.extensions.template get<supported_groups>().value.named_group_list;
            std::uint32_t count = 0;
            for (key_share_entry const& each : shares) {
                if (++count > most_shares || is_repeated(shares, count, each.group) ||
                    !supports(groups, each.group, watch)) {
                    return errc::forbidden_value;
                }
            }
            for (named_group const mine : P::groups::values) {
                if (share.empty()) {
                    share = share_of(shares, mine);
                    group = group == named_group{} && groups.contains(mine) ? mine : group;
                    group = share.empty() ? group : mine;
                }
            }
            if (!share.empty() && share.size() != group_exchange<P>::client_share_size(group)) {
                return errc::bad_share;
            }
            if (asked != named_group{} && (count != 1 || share.empty() || group != asked)) { // RFC 8446 4.1.2
                return errc::forbidden_value;
            }
        }
        return errc::ok;
    }
    using share_list = list_view<nested<key_share_entry>>;
    /// True where a share before the share of this number, counted from 1, has the same group.
    static bool is_repeated(share_list const& shares, std::uint32_t number, named_group of) {
        bool found = false;
        for (key_share_entry const& each : shares) {
            if (--number == 0) {
                break;
            }
            found = found || each.group == of;
        }
        return found;
    }
    static byte_view share_of(share_list const& shares, named_group of) {
        for (key_share_entry const& each : shares) {
            if (each.group == of) {
                return each.key_exchange;
            }
        }
        return {};
    }
    /// The policy's first suite that the client offers and the credentials can serve; 0: none.
    template <class Credentials> [[nodiscard]] cipher_suite choose_suite(Credentials const& credentials) const {
        if constexpr (prefers_hash_of_psk) {
            constexpr suite_hash preferred = hash_of_psk<typename P::crypto::psk>;
            cipher_suite const found = suite_with(credentials, [](suite_hash hash) { return hash == preferred; });
            if (found != cipher_suite{}) {
                return found;
            }
        }
        return suite_with(credentials, [](suite_hash /*hash*/) { return true; });
    }
    /// Without certificates, a HelloRetryRequest that is sent before a key is looked up must not name a suite with
    /// another hash than that of external keys (RFC 8446 4.1.4).
    static constexpr bool prefers_hash_of_psk = [] {
        if constexpr (requires { typename P::crypto::psk; }) {
            return hashes_of<P>::several && P::signature_schemes::values.empty();
        }
        return false;
    }();

public:
    /// The policy's first suite with an admitted hash that the client offers and the credentials can serve; 0: none.
    template <class Credentials, class Admits>
    [[nodiscard]] cipher_suite suite_with(Credentials const& credentials, Admits admits) const {
        for (cipher_suite const mine : P::suites::values) {
            bool admitted = true;
            if constexpr (hashes_of<P>::several) {
                admitted = admits(hash_of(traits_of(mine).cipher));
            }
            if (is_of_tls_1_3(mine) && admitted && offers(credentials, mine) && cipher_suites.contains(mine)) {
                return mine;
            }
        }
        return {};
    }
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
