// SPDX-License-Identifier: Apache-2.0
/// \file
/// Rules that refuse an extension for its type alone: by the message that holds the extension, and by the hello that
/// the message answers (RFC 8446 4.2, RFC 5246 7.4.1.4).
#ifndef FLINTLS_EXTENSION_REFUSALS_HPP
#define FLINTLS_EXTENSION_REFUSALS_HPP

#include "flintls/extension/block_reader.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/registry/extension_type.hpp"

namespace flintls {
inline namespace v0 {
namespace values_detail {

/// True for the messages that rules without a version read: a ClientHello, and a ServerHello of which no listed
/// extension has other rules in a HelloRetryRequest.
template <extension_context Where, class... Es> constexpr bool is_hello() {
    bool const differs = (... || (Es::type == extension_type::key_share || Es::type == extension_type::cookie));
    return Where == extension_context::client_hello || (Where == extension_context::server_hello && !differs);
}
/// True if the list has every extension that may answer this hello there.
template <class Hello, class... Es>
constexpr bool lists_all_answers(extension_context where, protocol_version version) {
    for (extension_placement const& known : extension_placements) {
        bool const listed = (... || (Es::type == known.type));
        if (!listed && Hello::asks(known.type) && may_stand_in(known.type, where, version)) {
            return false;
        }
    }
    return true;
}

/// Refuses types by the message alone, for a message of any version (RFC 8446 4.2).
struct by_placement {
    static constexpr bool judges = false;
    static constexpr bool has_rows = true; ///< also for refused types
    template <extension_context> static constexpr auto judge_bare = &judge_unknown;
    template <extension_context Where, class... Es> static constexpr bool reads = is_hello<Where, Es...>();
    template <extension_context Where, class... Es> static constexpr bool knows_answers = true;
    template <extension_context Where, class... Es> static constexpr errc refusal(extension_type type) {
        std::uint32_t const mark = (... || (Es::type == type)) ? table_detail::captured_type<Where, true>(type)
                                                               : table_detail::bare_mark<Where, true, Es...>(type);
        return (mark & extension_rule::misplaced) != 0 ? errc::misplaced_extension : errc::ok;
    }
};
/// Refuses types by the hello that a ServerHello answers, in TLS 1.2 or before the version is known.
template <class Hello> struct by_hello {
    static constexpr bool judges = true;
    static constexpr bool has_rows = true;
    template <extension_context>
    static constexpr errc (*judge_bare)(unknown_types&, head const&, std::uint8_t const*) = nullptr;
    template <extension_context Where, class... Es> static constexpr bool reads = is_hello<Where, Es...>();
    template <extension_context Where, class... Es>
    static constexpr bool knows_answers = lists_all_answers<Hello, Es...>(extension_context::server_hello,
                                                                          protocol_version::tls_1_2);
    template <extension_context, class... Es> static constexpr errc refusal(extension_type type) {
        bool const listed = (... || (Es::type == type));
        // These two pass unasked, if listed: the reader of the answer judges them (RFC 5746 3.6, RFC 8446 4.2.1).
        bool const unasked = type == extension_type::renegotiation_info || type == extension_type::supported_versions;
        if (!Hello::asks(type) && !(listed && unasked)) {
            return errc::unsolicited_extension;
        }
        return listed ? errc::ok : errc::misplaced_extension;
    }
};

/// TLS 1.3: refuses types by the message alone.
struct by_placement_in_1_3 {
    static constexpr bool judges = false;
    static constexpr bool has_rows = false;
    template <extension_context Where> static constexpr auto judge_bare = &judge_request<Where>;
    template <extension_context Where, class... Es>
    static constexpr bool reads =
        Where == extension_context::certificate_request || Where == extension_context::new_session_ticket;
    template <extension_context, class...> static constexpr bool knows_answers = true;
    template <extension_context Where, class... Es> static constexpr errc refusal(extension_type type) {
        return may_stand_in(type, Where, protocol_version::tls_1_3) ? errc::ok : errc::misplaced_extension;
    }
};
/// TLS 1.3: refuses types by the message and by the hello that the message answers.
template <class Hello> struct by_hello_in_1_3 {
    static constexpr bool judges = false;
    static constexpr bool has_rows = false;
    template <extension_context Where> static constexpr auto judge_bare = &judge_answer<Where>;
    template <extension_context Where, class... Es>
    static constexpr bool reads =
        Where == extension_context::server_hello || Where == extension_context::hello_retry_request ||
        Where == extension_context::encrypted_extensions || Where == extension_context::certificate;
    template <extension_context Where, class... Es>
    static constexpr bool knows_answers = lists_all_answers<Hello, Es...>(Where, protocol_version::tls_1_3);
    template <extension_context Where, class... Es> static constexpr errc refusal(extension_type type) {
        // RFC 8446 4.2: only a cookie may be sent without a request.
        bool const comes =
            Hello::asks(type) || (Where == extension_context::hello_retry_request && type == extension_type::cookie);
        errc const e = by_placement_in_1_3::refusal<Where>(type);
        return e != errc::ok ? e : comes ? errc::ok : errc::unsolicited_extension;
    }
};

} // namespace values_detail
} // namespace v0
} // namespace flintls

#endif
