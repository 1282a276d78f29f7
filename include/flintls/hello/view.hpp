// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) looked at without a connection: to route it, to log it, to
/// fingerprint it. Checked are its structure, duplicate extensions, the place of pre_shared_key and the bodies that the
/// view reads; not what depends on the other side, nor values out of range, nor extensions of other messages, nor the bytes
/// of a host name (`judge_host_name`).
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

/// Checks `raw` if it is an `E`, in the form that it has in `Where`. \return whether it is one
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

/// Checks, in order, the bodies of those extensions in a block that `List` names and that have a form in `Where`.
/// \return success, or what is wrong at which byte of `block.encoded()`
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

/// What a ClientHello says. Aliases the bytes that were peeked at; empty before and after a failure.
class hello_view {
public:
    /// The fields as they stand on the wire: random, session id, suites, compression methods.
    [[nodiscard]] constexpr client_hello const& message() const { return message_.body; }
    /// All extensions, raw and in order, known or not.
    [[nodiscard]] constexpr extension_view extensions() const { return message_.body.extensions; }
    /// The raw body of one; empty where it is missing, too.
    [[nodiscard]] constexpr byte_view body(extension_type type) const { return (*extensions().find(type)).body; }
    /// One of `peeked_extensions`; its body was checked.
    template <class E> [[nodiscard]] constexpr found<E> get() const {
        static_assert(view_detail::names<E, peeked_extensions>, "flintls: a hello_view does not read this extension");
        found<E> out;
        (void)extensions().template get<E>(out);
        return out;
    }

    /// The host_name of server_name (RFC 6066 3), as the client spelt it; empty where there is none.
    [[nodiscard]] constexpr byte_view host_name() const { return (*get<server_name>()).host_name(); }

    // These lists are in the client's order, and empty where their extension is missing.
    [[nodiscard]] constexpr auto application_protocols() const {
        return (*get<application_layer_protocol_negotiation>()).protocol_name_list;
    }
    [[nodiscard]] constexpr auto groups() const { return (*get<supported_groups>()).named_group_list; }
    [[nodiscard]] constexpr auto signature_algorithms() const {
        return (*get<flintls::signature_algorithms>()).supported_signature_algorithms;
    }
    [[nodiscard]] constexpr auto point_formats() const { return (*get<ec_point_formats>()).ec_point_format_list; }

    /// What supported_versions lists, or, where that is missing, legacy_version alone (RFC 8446 4.2.1; a server then
    /// chooses TLS 1.2 or before, whatever stands there).
    [[nodiscard]] constexpr list_view<number<protocol_version>> versions() const {
        if (auto const listed = get<supported_versions>()) {
            return (*listed).versions;
        }
        fixed_view<32> const random = message().random;
        return random.empty() ? list_view<number<protocol_version>>{}
                              : list_view<number<protocol_version>>::from_encoded({random.data() - 2, 2});
    }
    /// The largest number among `versions()` but for GREASE (RFC 8701); 0 where there is none.
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

/// Looks at one ClientHello with its handshake header, which begins and ends where `message` does. (Of what arrives on
/// a connection, records, `peek_records` finds it.)
/// \return success, or what is wrong at which byte of `message`; `hello` is then empty
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
