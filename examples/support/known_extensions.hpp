// SPDX-License-Identifier: Apache-2.0
/// \file
/// Maps a raw extension to its typed form at run time.
#ifndef FLINTLS_EXAMPLES_SUPPORT_KNOWN_EXTENSIONS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_KNOWN_EXTENSIONS_HPP

#include <type_traits>

#include "flintls/flintls.hpp"

namespace support {

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

/// Calls `f(std::type_identity<Form>{})` with the form that an extension has in a message. Does not call `f` for an
/// unknown extension, or for one that must not be in this message (RFC 8446 4.2).
/// \return what `f` returns, or success
template <class F> flintls::error with_form(flintls::extension_context where, flintls::extension_type type, F&& f) {
    using enum flintls::extension_context;
    using known_extensions_detail::pick;
    switch (where) {
    case client_hello: return pick<client_hello>(flintls::all_extensions{}, type, f);
    case server_hello: return pick<server_hello>(flintls::all_extensions{}, type, f);
    case hello_retry_request: return pick<hello_retry_request>(flintls::all_extensions{}, type, f);
    case new_session_ticket: return pick<new_session_ticket>(flintls::all_extensions{}, type, f);
    case encrypted_extensions: return pick<encrypted_extensions>(flintls::all_extensions{}, type, f);
    case certificate: return pick<certificate>(flintls::all_extensions{}, type, f);
    case certificate_request: return pick<certificate_request>(flintls::all_extensions{}, type, f);
    }
    return {};
}

} // namespace support

#endif
