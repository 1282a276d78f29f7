// SPDX-License-Identifier: Apache-2.0
/// \file
/// The layouts by which run time writes the slots of a compile-time hello (slot.hpp; RFC 8446 4.2). Every hello
/// compares the layouts with the declarations of the extensions (hello_template.hpp). A layout that differs does not
/// compile.
#ifndef FLINTLS_HELLO_SLOT_LAYOUT_HPP
#define FLINTLS_HELLO_SLOT_LAYOUT_HPP

#include <cstddef>
#include <cstdint>
#include <utility>

#include "flintls/hello/hello_part.hpp"
#include "flintls/hello/slot.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

/// The policy's maximum of bytes in a part.
struct part_limits {
    std::uint32_t server_name = 0;
    std::uint32_t ticket = 0;
    std::uint32_t verify_data = 0;
};

/// For each slot:
/// - `may_be_absent`: true if a hello with this slot may lack the extension
/// - `present(m)`: true if message `m` fills the slot
/// - `framing`: bytes of the extension's data outside the parts: lengths and types
/// - `each_part(m, limits, use)`: calls `use.template part<What, Index>(bytes, least, most)` for each part, in order,
///   until a call returns false
/// - `write(to, m, size)`: writes the extension's data, which has `size` bytes.
template <class Slot> struct slot_layout;

/// RFC 6066 3: one host_name.
template <> struct slot_layout<slot<server_name>> {
    static constexpr bool may_be_absent = true;
    static constexpr std::uint32_t framing = 2 + 1 + 2;
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& m) { return !m.host_name.empty(); }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& m, part_limits const& most, Use&& use) {
        return use.template part<hello_part::host_name>(m.host_name, 1, most.server_name);
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t size) {
        to.template number<2>(size - 2);
        to.template number<1>(static_cast<std::uint32_t>(name_type::host_name));
        to.template number<2>(size - 5);
        to.template variable<hello_part::host_name>({m.host_name.data(), size - 5});
    }
};

/// RFC 5077 3.2: the ticket is the extension's data.
template <> struct slot_layout<slot<session_ticket>> {
    static constexpr bool may_be_absent = true;
    static constexpr std::uint32_t framing = 0;
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& m) { return m.ticket.present; }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& m, part_limits const& most, Use&& use) {
        return use.template part<hello_part::ticket>(m.ticket.value.ticket, 0, most.ticket);
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t size) {
        to.template variable<hello_part::ticket>({m.ticket.value.ticket.data(), size});
    }
};

/// RFC 5746 3.2
template <> struct slot_layout<slot<renegotiation_info>> {
    static constexpr bool may_be_absent = false; // except where the SCSV takes its place
    static constexpr std::uint32_t framing = 1;
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& m) {
        return m.renegotiation_info.present;
    }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& m, part_limits const& most, Use&& use) {
        return use.template part<hello_part::verify_data>(m.renegotiation_info.value.renegotiated_connection, 0,
                                                          most.verify_data);
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t size) {
        to.template number<1>(size - 1);
        to.template variable<hello_part::verify_data>(
            {m.renegotiation_info.value.renegotiated_connection.data(), size - 1});
    }
};

/// RFC 8449 4
template <> struct slot_layout<slot<record_size_limit>> {
    static constexpr bool may_be_absent = false;
    static constexpr std::uint32_t framing = 2;
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& /*m*/) { return true; }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& /*m*/, part_limits const& /*most*/, Use&& /*use*/) {
        return true;
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t /*size*/) {
        to.template number<2>(m.record_size_limit);
    }
};

/// RFC 8446 4.2.2
template <auto Most> struct slot_layout<slot<cookie, Most>> {
    static constexpr bool may_be_absent = true;
    static constexpr std::uint32_t framing = 2;
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& m) { return !m.cookie.empty(); }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& m, part_limits const& /*most*/, Use&& use) {
        return use.template part<hello_part::cookie>(m.cookie, 1, Most);
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t size) {
        to.template number<2>(size - 2);
        to.template variable<hello_part::cookie>({m.cookie.data(), size - 2});
    }
};

/// RFC 8446 4.2.8: KeyShareClientHello, a share of each group.
template <auto... Groups> struct slot_layout<slot<key_share, Groups...>> {
    static constexpr bool may_be_absent = false;
    static constexpr std::uint32_t framing = 2 + 4 * sizeof...(Groups);
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& /*m*/) { return true; }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& m, part_limits const& /*most*/, Use&& use) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (... && use.template part<hello_part::key_exchange, I>(
                               m.key_shares[I], static_cast<std::uint32_t>(client_share_size(Groups)),
                               static_cast<std::uint32_t>(client_share_size(Groups))));
        }
        (std::make_index_sequence<sizeof...(Groups)>{});
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t size) {
        to.template number<2>(size - 2);
        [&]<std::size_t... I>(std::index_sequence<I...>) { (write_share<Groups, I>(to, m.key_shares[I]), ...); }
        (std::make_index_sequence<sizeof...(Groups)>{});
    }

private:
    template <named_group Group, std::size_t I, class Sink>
    [[gnu::always_inline]] static constexpr void write_share(Sink& to, byte_view share) {
        constexpr std::uint32_t size = client_share_size(Group);
        to.template number<4>(static_cast<std::uint32_t>(Group) << 16U | size);
        to.template known<size, hello_part::key_exchange, I>(share.data());
    }
};

/// RFC 8446 4.2.11: OfferedPsks, an identity and a binder for each key.
template <auto... BinderSizes> struct slot_layout<slot<pre_shared_key, BinderSizes...>> {
    static constexpr bool may_be_absent = true;
    /// RFC 8446 4.2.11.2: bytes of the binder list with its length, which the binders do not cover.
    static constexpr std::uint32_t binders_size = (2 + ... + (1 + BinderSizes));
    static constexpr std::uint32_t framing = 2 + (2 + 4) * sizeof...(BinderSizes) + 2 + sizeof...(BinderSizes);
    template <class M> [[gnu::always_inline]] static constexpr bool present(M const& m) {
        return !m.pre_shared_keys[0].identity.empty();
    }
    template <class M, class Use>
    [[gnu::always_inline]] static constexpr bool each_part(M const& m, part_limits const& most, Use&& use) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (... && use.template part<hello_part::identity, I>(m.pre_shared_keys[I].identity, 1, most.ticket)) &&
                   (... &&
                    use.template part<hello_part::binder, I>(m.pre_shared_keys[I].binder, BinderSizes, BinderSizes));
        }
        (std::make_index_sequence<sizeof...(BinderSizes)>{});
    }
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, std::uint32_t size) {
        to.template number<2>(size - 2 - binders_size);
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (write_identity<I>(to, m.pre_shared_keys[I]), ...);
            to.cut();
            to.template number<2>(binders_size - 2);
            (write_binder<BinderSizes, I>(to, m.pre_shared_keys[I].binder), ...);
        }
        (std::make_index_sequence<sizeof...(BinderSizes)>{});
    }

private:
    template <std::size_t I, class Sink>
    [[gnu::always_inline]] static constexpr void write_identity(Sink& to, offered_psk const& psk) {
        to.template number<2>(psk.identity.size());
        to.template variable<hello_part::identity, I>(psk.identity);
        to.template number<4>(psk.obfuscated_ticket_age);
    }
    template <std::uint32_t Size, std::size_t I, class Sink>
    [[gnu::always_inline]] static constexpr void write_binder(Sink& to, byte_view binder) {
        to.template number<1>(Size);
        to.template known<Size, hello_part::binder, I>(binder.data());
    }
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
