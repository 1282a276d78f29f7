// SPDX-License-Identifier: Apache-2.0
/// \file
/// Slots in an `offer`: the extensions of a compile-time hello (RFC 8446 4.2) with content that is known at run time
/// only.
#ifndef FLINTLS_HELLO_SLOT_HPP
#define FLINTLS_HELLO_SLOT_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/cookie.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// A place in a compile-time hello that run time fills in. Some slots may be absent:
/// - `slot<server_name>`: a host name; absent if the name is empty
/// - `slot<session_ticket>`: absent, empty or a ticket
/// - `slot<renegotiation_info>`: empty or verify_data; absent if the SCSV takes its place
/// - `slot<record_size_limit>`: a number
/// - `slot<cookie, Most>`: up to `Most` bytes; absent without a cookie
/// - `slot<key_share, Groups...>`: a share of each group, in this order
/// - `slot<pre_shared_key, BinderSizes...>`: an identity for each binder, 32 bytes with SHA-256; absent if the first
///   identity is empty
///
/// The placeholder of a slot has the minimal size that the extension's declaration allows.
template <class Extension, auto... Details> struct slot;

/// Bytes of a client's share of a group (RFC 8446 4.2.8; draft-ietf-tls-ecdhe-mlkem 3); 0: unknown group.
[[nodiscard]] constexpr std::size_t client_share_size(named_group group) {
    switch (group) {
    case named_group::x25519: return 32;
    case named_group::x448: return 56;
    case named_group::secp256r1:
    case named_group::brainpoolp256r1tls13: return 65;
    case named_group::secp384r1:
    case named_group::brainpoolp384r1tls13: return 97;
    case named_group::brainpoolp512r1tls13: return 129;
    case named_group::secp521r1: return 133;
    case named_group::ffdhe2048: return 256;
    case named_group::ffdhe3072: return 384;
    case named_group::ffdhe4096: return 512;
    case named_group::mlkem512: return 800;
    case named_group::mlkem768: return 1184;
    case named_group::mlkem1024: return 1568;
    case named_group::x25519mlkem768: return 1184 + 32;
    case named_group::secp256r1mlkem768: return 65 + 1184;
    case named_group::secp384r1mlkem1024: return 97 + 1568;
    default: return 0;
    }
}

namespace slot_detail {

/// The content of placeholders; as long as the longest share.
inline constexpr std::array<std::uint8_t, 97 + 1568> zeros{};

/// The base of slots: the declaration of the extension writes the placeholder.
template <class Extension, class Self> struct base {
    static constexpr extension_type type = Extension::type;
    using extension = Extension;
    struct wire {
        static constexpr std::size_t max_size = unbounded;
        static constexpr errc write(sink& out, Self const&) { return Extension::wire::write(out, Self::placeholder); }
    };
};

} // namespace slot_detail

template <> struct slot<server_name> : slot_detail::base<server_name, slot<server_name>> {
    static constexpr std::array<server_name_entry, 1> names{
        server_name_entry{name_type::host_name, byte_view{slot_detail::zeros.data(), 1}}};
    static constexpr server_name placeholder{names};
};

template <> struct slot<session_ticket> : slot_detail::base<session_ticket, slot<session_ticket>> {
    static constexpr session_ticket placeholder{};
};

template <> struct slot<renegotiation_info> : slot_detail::base<renegotiation_info, slot<renegotiation_info>> {
    static constexpr renegotiation_info placeholder{};
};

template <> struct slot<record_size_limit> : slot_detail::base<record_size_limit, slot<record_size_limit>> {
    static constexpr record_size_limit placeholder{64};
};

template <auto Most> struct slot<cookie, Most> : slot_detail::base<cookie, slot<cookie, Most>> {
    static_assert(Most >= 1 && Most < 0xffff, "flintls: a cookie has 1 to 2^16-2 bytes");
    static constexpr cookie placeholder{byte_view{slot_detail::zeros.data(), 1}};
};

template <auto... Groups> struct slot<key_share, Groups...> : slot_detail::base<key_share, slot<key_share, Groups...>> {
    static_assert(sizeof...(Groups) > 0 && (... && (client_share_size(Groups) > 0)),
                  "flintls: the size of a share of this group is not known");
    static constexpr std::array<key_share_entry, sizeof...(Groups)> shares{
        key_share_entry{Groups, byte_view{slot_detail::zeros.data(), client_share_size(Groups)}}...};
    static constexpr key_share placeholder{shares};
};

template <auto... BinderSizes>
struct slot<pre_shared_key, BinderSizes...> : slot_detail::base<pre_shared_key, slot<pre_shared_key, BinderSizes...>> {
    static_assert(sizeof...(BinderSizes) > 0 && (... && (BinderSizes >= 32 && BinderSizes <= 255)),
                  "flintls: a binder is a MAC of 32 to 255 bytes");
    static constexpr std::array<psk_identity, sizeof...(BinderSizes)> identities{
        (static_cast<void>(BinderSizes), psk_identity{byte_view{slot_detail::zeros.data(), 1}, 0})...};
    static constexpr std::array<byte_view, sizeof...(BinderSizes)> binders{
        (static_cast<void>(BinderSizes), byte_view{slot_detail::zeros.data(), BinderSizes})...};
    static constexpr pre_shared_key placeholder{identities, binders};
};

} // namespace v0
} // namespace flintls

#endif
