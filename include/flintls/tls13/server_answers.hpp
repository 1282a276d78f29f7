// SPDX-License-Identifier: Apache-2.0
/// \file
/// The messages with extensions that a server of TLS 1.3 sends: RFC 8446 4.1.3, 4.1.4, 4.3.1, 4.3.2.
#ifndef FLINTLS_TLS13_SERVER_ANSWERS_HPP
#define FLINTLS_TLS13_SERVER_ANSWERS_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/extension/encode.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/encrypted_extensions.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// Extensions that are encoded already. The same code writes ServerHello and HelloRetryRequest.
using written_extensions = offer<encoded_extensions<>>;
using server_hello_to_send = basic_server_hello<written_extensions>;
using encrypted_extensions_to_send = basic_encrypted_extensions<offer<encoded_pieces>>;
using certificate_request_to_send = basic_certificate_request<written_extensions>;

/// Writes the extensions of a message, without the length of their block. \return the bytes written; empty: no room
template <extension_context Where, class Offer> byte_view write_extensions(Offer const& extensions, sink out) {
    std::uint8_t const* const begin = out.p;
    errc const e = extension_block<Where, block_rule::required>::write(out, extensions);
    return e == errc::ok ? byte_view{begin + 2, static_cast<std::uint32_t>(out.p - begin) - 2} : byte_view{};
}

/// RFC 8446 4.3.2: the schemes that a server asks for. rsa_pkcs1 is for signatures in certificates only.
template <policy P> class requested_signatures {
    struct make {
        constexpr auto operator()() const { return offer{signature_algorithms{P::signature_schemes::values}}; }
    };

public:
    static constexpr byte_view bytes{encode_extensions<make{}, extension_context::certificate_request>};
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
