// SPDX-License-Identifier: Apache-2.0
/// \file
/// `policy_detail::check`, the implementation of the concept `policy`: static_asserts that say what is wrong with a
/// policy.
#ifndef FLINTLS_POLICY_CHECK_HPP
#define FLINTLS_POLICY_CHECK_HPP

#include <cstddef>
#include <type_traits>

#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/record.hpp"
#include "flintls/policy/options.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/registry/suite_needs.hpp"
#include "flintls/wire/text.hpp"

namespace flintls {
inline namespace v0 {

namespace policy_detail {

// Overload resolution from a pointer to a policy finds its nearest base `policy_of`, whatever names the policy
// declares.
template <options O, class Like> policy_of<O, Like> base_of(policy_of<O, Like> const*);
template <options O, class Like> Like like_of(policy_of<O, Like> const*);

template <class P>
concept has_base = requires(P const* p) {
    policy_detail::base_of(p);
};

/// Checks that no member of the policy hides an option of its base. A member that does has another address, or none.
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
            requires { requires(&P::offer_session_ids == &base::offer_session_ids); },
            "flintls: offer_session_ids belongs into the options");
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
            requires { requires(&P::record_limit == &base::record_limit); },
            "flintls: record_limit belongs into the options");
        static_assert(
            requires { requires(&P::max_send_fragment == &base::max_send_fragment); },
            "flintls: max_send_fragment belongs into the options");
        static_assert(
            requires { requires(&P::half_close == &base::half_close); },
            "flintls: half_close belongs into the options");
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
            requires { requires(&P::cookie == &base::cookie); }, "flintls: cookie belongs into the options");
        static_assert(
            requires { requires(&P::empty_share_list == &base::empty_share_list); },
            "flintls: empty_share_list belongs into the options");
        static_assert(
            requires { requires(&P::key_shares == &base::key_shares); },
            "flintls: key_shares belongs into the options");
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
            requires { requires(&P::remembered_version == &base::remembered_version); },
            "flintls: remembered_version belongs into the options");
        static_assert(
            requires { requires(&P::lowest_version_at_run_time == &base::lowest_version_at_run_time); },
            "flintls: lowest_version_at_run_time belongs into the options");
        static_assert(
            requires { requires(&P::tickets_sent == &base::tickets_sent); },
            "flintls: tickets_sent belongs into the options");
        static_assert(
            requires { requires(&P::half_rtt == &base::half_rtt); }, "flintls: half_rtt belongs into the options");
        static_assert(
            requires { requires(&P::unknown_psk_alert == &base::unknown_psk_alert); },
            "flintls: unknown_psk_alert belongs into the options");
        static_assert(
            requires { requires(&P::max_identities_examined == &base::max_identities_examined); },
            "flintls: max_identities_examined belongs into the options");
        static_assert(
            requires { requires(&P::max_early_data_skipped == &base::max_early_data_skipped); },
            "flintls: max_early_data_skipped belongs into the options");
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
    constexpr bool speaks_only_tls_1_3 = !P::versions::has(protocol_version::tls_1_2);
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
    static_assert(P::record_limit == 0 || P::record_limit == what_the_buffer_holds ||
                      (P::record_limit >= 64 && P::record_limit <= max_plaintext + (speaks_only_tls_1_3 ? 1 : 0)),
                  "flintls: a record_limit has 64 to 2^14 bytes, with TLS 1.3 alone one more"); // RFC 8449 4
    static_assert(P::hello_extensions || P::record_limit == 0 || P::record_limit == what_the_buffer_holds,
                  "flintls: a hello without extensions cannot ask for a record_limit");
    static_assert(P::max_send_fragment >= 64 && P::max_send_fragment <= max_plaintext,
                  "flintls: max_send_fragment must lie between 64 and 2^14 bytes");
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
    static_assert(P::key_shares >= 1 && P::key_shares <= 8, "flintls: a client has 1 to 8 key_shares");
    static_assert(P::max_message >= 512 && P::max_message <= 0xff'ffff,
                  "flintls: max_message must lie between 512 and 2^24-1 bytes");
    static_assert(P::max_ticket <= 0xffff, "flintls: a ticket has 2^16-1 bytes at most");
    static_assert(!P::offer_session_ids || P::max_ticket >= 32,
                  "flintls: a session id of 32 bytes takes the room of a ticket, of max_ticket bytes");
    static_assert(P::ticket_slots >= 1 && P::ticket_slots <= 250, "flintls: a client keeps 1 to 250 tickets");
    static_assert(P::max_ticket_uses >= 1, "flintls: a ticket is used at least once");
    static_assert(P::max_ticket_lifetime >= 1 && P::max_ticket_lifetime <= 604'800,
                  "flintls: a ticket lives from a second to seven days");
    static_assert(P::ticket_lifetime >= 1 && P::ticket_lifetime <= P::max_ticket_lifetime,
                  "flintls: no ticket lives longer than its session");
    static_assert(P::tickets_sent <= 4, "flintls: a server gives up to four tickets behind a handshake");
    static_assert(P::unknown_psk_alert == alert_description::decrypt_error ||
                      P::unknown_psk_alert == alert_description::unknown_psk_identity,
                  "flintls: unknown_psk_alert is decrypt_error or unknown_psk_identity");
    static_assert(!P::cookie || P::has_clock, "flintls: the cookies of a server expire by a clock");
    static_assert(P::max_identities_examined >= 1, "flintls: a server looks up one identity at least");
    static_assert(!P::require_ems || P::without_ems != resumption_without_ems::resume,
                  "flintls: where extended_master_secret is required, no session without it can be resumed");
    return true;
}

template <class P> constexpr bool check() {
    bool const good = check_options<P>();
    if constexpr (has_base<P>) { // the other checks need the base
        return good && check_numbers<P>() && check_suites<P>() && check_versions<P>() && check_hello<P>() &&
               check_stream<P>() && check_offer<P>() &&
               check_list<extension_context::client_hello, typename P::client_hello_extensions>() &&
               check_list<extension_context::server_hello, typename P::server_hello_extensions>();
    }
    return good;
}

} // namespace policy_detail

} // namespace v0
} // namespace flintls

#endif
