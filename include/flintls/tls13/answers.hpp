// SPDX-License-Identifier: Apache-2.0
/// \file
/// The messages of a server as a client of TLS 1.3 reads them, with extensions that it may ask for: RFC 8446 4.1.3 to
/// 4.4.2.
#ifndef FLINTLS_TLS13_ANSWERS_HPP
#define FLINTLS_TLS13_ANSWERS_HPP

#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/extension/values.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/encrypted_extensions.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/tls13/client_hello.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// The extensions that hellos of a policy may ask for. Where one hello does not ask for one of them, the client judges
/// the answer itself.
template <policy P> struct offer_of {
    static constexpr bool asks(extension_type type) {
        using enum extension_type;
        switch (type) {
        case supported_versions: return true;
        case server_name: return P::offer_server_name;
        case application_layer_protocol_negotiation: return !P::protocols::values.empty();
        case supported_groups:
        case key_share: return offers_shares<P>;
        case signature_algorithms: return !P::signature_schemes::values.empty();
        case max_fragment_length: return P::fragment_length != max_fragment_length_code{};
        case record_size_limit: return offers_record_limit<P>;
        case psk_key_exchange_modes:
        case pre_shared_key: return offers_psks<P>;
        default: return false;
        }
    }
};

template <policy P, extension_context Where, class... Es> using answer = answer_values<Where, offer_of<P>, Es...>;

template <policy P>
using server_hello_of =
    basic_server_hello<answer<P, extension_context::server_hello, supported_versions, key_share, pre_shared_key>>;
template <policy P>
using retry_of =
    basic_server_hello<answer<P, extension_context::hello_retry_request, supported_versions, key_share, cookie>>;
template <policy P>
using encrypted_extensions_of =
    basic_encrypted_extensions<answer<P, extension_context::encrypted_extensions, server_name, supported_groups,
                                      max_fragment_length, record_size_limit, application_layer_protocol_negotiation>>;
template <policy P> using certificate_of = basic_certificate<answer<P, extension_context::certificate>>;
using request_of_certificate =
    basic_certificate_request<extension_values<extension_context::certificate_request, signature_algorithms>>;
using any_new_session_ticket = basic_new_session_ticket<extension_values<extension_context::new_session_ticket>>;

/// RFC 8446 4.2.1: finds the version that a ServerHello or HelloRetryRequest selects, before the rest is read.
/// \param body without its header \param[out] version none where the extension is absent or malformed
/// \return the fault in the form of the message, as far as it is read
[[nodiscard, gnu::noinline]] inline error find_version(byte_view const& body, found<selected_version>& version) {
    constexpr std::uint32_t at_id = 2 + 32;
    constexpr std::uint32_t behind_id = 2 + 1;
    version = {};
    byte_view id;
    byte_view block;
    cursor c{body.data(), body.data() + body.size()};
    errc e = body.size() < at_id ? errc::truncated : errc::ok;
    if (e == errc::ok) {
        c.p += at_id;
        e = opaque<0, 32>::read(c, id);
        e = e == errc::ok && c.left() < behind_id ? errc::truncated : e;
    }
    if (e == errc::ok) {
        c.p += behind_id;
        e = c.left() == 0 ? errc::ok : opaque<0, 0xffff>::read(c, block);
    }
    for (cursor each{block.data(), block.data() + block.size()}; e == errc::ok && each.left() != 0;) {
        raw_extension each_one;
        c.p = each.p;
        e = nested<raw_extension>::read(each, each_one);
        if (each_one.type == extension_type::supported_versions && each_one.body.size() == 2) {
            version = {{static_cast<protocol_version>(load<2>(each_one.body.data()))}, true};
        }
    }
    return {e, e == errc::ok ? 0 : static_cast<std::uint32_t>(c.p - body.data())};
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
