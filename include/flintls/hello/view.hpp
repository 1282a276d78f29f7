// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reads a ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) without a connection, to route, log or fingerprint the hello.
/// `peek` checks the structure, duplicate extensions, the position of pre_shared_key, and the bodies that the view
/// reads. `peek` does not check rules that depend on the server, value ranges, extensions of other messages, or the
/// bytes of a host name (`judge_host_name`).
#ifndef FLINTLS_HELLO_VIEW_HPP
#define FLINTLS_HELLO_VIEW_HPP

#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/registry/grease.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// The extensions that a `hello_view` reads.
using peeked_extensions = extension_list<server_name, application_layer_protocol_negotiation, supported_versions,
                                         supported_groups, signature_algorithms, ec_point_formats, session_ticket,
                                         pre_shared_key, psk_key_exchange_modes, key_share, renegotiation_info>;

namespace view_detail {
template <class E, class List> inline constexpr bool names = false;
template <class E, class... Es> inline constexpr bool names<E, extension_list<Es...>> = (... || (E::type == Es::type));

/// Checks the body of `raw` if the type is that of `E`, in the form for `Where`. \return true if the type is that of
/// `E`
template <extension_context Where, class E> constexpr bool check_if(raw_extension const& raw, error& outcome) {
    if (raw.type != E::type) {
        return false;
    }
    if constexpr (may_ever_stand_in(E::type, Where)) {
        form_of<E, Where> decoded{};
        outcome = parse(raw.body, decoded);
    }
    return true;
}
} // namespace view_detail

/// Checks in order the bodies of the extensions in a block that `List` names and that have a form in `Where`.
/// \return success, or the error and its byte in `block.encoded()`
template <extension_context Where, class... Es>
constexpr error check_bodies(extension_view const& block, extension_list<Es...> /*List*/) {
    for (raw_extension const& raw : block) {
        error e;
        (void)(view_detail::check_if<Where, Es>(raw, e) || ...);
        if (e) {
            return e.from(static_cast<std::uint32_t>(raw.body.data() - block.encoded().data()));
        }
    }
    return {};
}

/// The content of a ClientHello. All views alias the bytes given to `peek`. Empty before `peek` and after a failure.
class hello_view {
public:
    /// The fields as sent: legacy_version, random, session id, suites, compression methods, extensions.
    [[nodiscard]] constexpr client_hello const& message() const { return message_.body; }
    /// All extensions, raw and in order, known or not.
    [[nodiscard]] constexpr extension_view extensions() const { return message_.body.extensions; }
    /// The raw body of an extension; also empty without the extension.
    [[nodiscard]] constexpr byte_view body(extension_type type) const { return (*extensions().find(type)).body; }
    /// One of `peeked_extensions`, with a checked body.
    template <class E> [[nodiscard]] constexpr found<E> get() const {
        static_assert(view_detail::names<E, peeked_extensions>, "flintls: a hello_view does not read this extension");
        found<E> out;
        (void)extensions().template get<E>(out);
        return out;
    }

    /// The host_name of server_name (RFC 6066 3) as sent; empty if missing.
    [[nodiscard]] constexpr byte_view host_name() const { return (*get<server_name>()).host_name(); }

    // Lists in the client's order; empty if the extension is missing.
    [[nodiscard]] constexpr auto application_protocols() const {
        return (*get<application_layer_protocol_negotiation>()).protocol_name_list;
    }
    [[nodiscard]] constexpr auto groups() const { return (*get<supported_groups>()).named_group_list; }
    [[nodiscard]] constexpr auto signature_algorithms() const {
        return (*get<flintls::signature_algorithms>()).supported_signature_algorithms;
    }
    [[nodiscard]] constexpr auto point_formats() const { return (*get<ec_point_formats>()).ec_point_format_list; }

    /// The list of supported_versions; without that extension, legacy_version only (RFC 8446 4.2.1; a server then
    /// chooses TLS 1.2 or lower, whatever the value).
    [[nodiscard]] constexpr list_view<number<protocol_version>> versions() const {
        if (auto const listed = get<supported_versions>()) {
            return (*listed).versions;
        }
        fixed_view<32> const random = message().random;
        return random.empty() ? list_view<number<protocol_version>>{}
                              : list_view<number<protocol_version>>::from_encoded({random.data() - 2, 2});
    }
    /// The largest number in `versions()` except GREASE (RFC 8701); 0 if there is none.
    [[nodiscard]] constexpr protocol_version highest_version() const {
        protocol_version highest{};
        for (protocol_version const version : versions()) {
            highest = !is_grease(version) && version > highest ? version : highest;
        }
        return highest;
    }

private:
    friend constexpr error peek(byte_view message, hello_view& hello);

    handshake<client_hello> message_;
};

/// Reads one ClientHello with its handshake header, which must fill `message`. `hello` aliases `message`.
/// (`peek_records` finds a ClientHello in the records of a connection.)
/// \return success, or the error and its byte in `message`; `hello` is then empty
constexpr error peek(byte_view message, hello_view& hello) {
    if (error const e = parse(message, hello.message_)) {
        return e;
    }
    error const e = check_bodies<extension_context::client_hello>(hello.extensions(), peeked_extensions{});
    if (!e) {
        return {};
    }
    std::uint8_t const* const block = hello.extensions().encoded().data();
    hello = hello_view{};
    return e.from(static_cast<std::uint32_t>(block - message.data()));
}

} // namespace v0
} // namespace flintls

#endif
