// SPDX-License-Identifier: Apache-2.0
/// \file
/// From a raw extension to its typed form, chosen at run time.
#ifndef FLINTLS_EXAMPLES_SUPPORT_KNOWN_EXTENSIONS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_KNOWN_EXTENSIONS_HPP

#include <type_traits>

#include "flintls/flintls.hpp"

namespace support {

/// All that the library has a declaration for.
using known_extensions = flintls::extension_list<
    flintls::server_name, flintls::max_fragment_length, flintls::status_request, flintls::supported_groups,
    flintls::ec_point_formats, flintls::signature_algorithms, flintls::application_layer_protocol_negotiation,
    flintls::signed_certificate_timestamp, flintls::padding, flintls::encrypt_then_mac, flintls::extended_master_secret,
    flintls::record_size_limit, flintls::session_ticket, flintls::pre_shared_key, flintls::supported_versions,
    flintls::cookie, flintls::psk_key_exchange_modes, flintls::signature_algorithms_cert, flintls::key_share,
    flintls::renegotiation_info, flintls::certificate_authorities, flintls::early_data, flintls::oid_filters,
    flintls::post_handshake_auth>;

namespace known_extensions_detail {

template <flintls::extension_context Where, class E, class F>
bool try_one(flintls::extension_type type, F& f, flintls::error& outcome) {
    if (type != E::type) {
        return false;
    }
    if constexpr (flintls::may_ever_stand_in(E::type, Where)) {
        outcome = f(std::type_identity<flintls::form_of<E, Where>>{});
    }
    return true;
}

template <flintls::extension_context Where, class F, class... Es>
flintls::error pick(flintls::extension_list<Es...>, flintls::extension_type type, F& f) {
    flintls::error outcome;
    (void)(try_one<Where, Es>(type, f, outcome) || ...);
    return outcome;
}

} // namespace known_extensions_detail

/// Calls `f(std::type_identity<Form>{})` for the form that an extension has in a message; not for one that is unknown,
/// or that has no place there (RFC 8446 4.2): those are carried as they are.
/// \return what `f` returns, or success
template <class F> flintls::error with_form(flintls::extension_context where, flintls::extension_type type, F&& f) {
    using enum flintls::extension_context;
    using known_extensions_detail::pick;
    switch (where) {
    case client_hello: return pick<client_hello>(known_extensions{}, type, f);
    case server_hello: return pick<server_hello>(known_extensions{}, type, f);
    case hello_retry_request: return pick<hello_retry_request>(known_extensions{}, type, f);
    case new_session_ticket: return pick<new_session_ticket>(known_extensions{}, type, f);
    case encrypted_extensions: return pick<encrypted_extensions>(known_extensions{}, type, f);
    case certificate: return pick<certificate>(known_extensions{}, type, f);
    case certificate_request: return pick<certificate_request>(known_extensions{}, type, f);
    }
    return {};
}

} // namespace support

#endif
