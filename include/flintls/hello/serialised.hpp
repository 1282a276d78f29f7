// SPDX-License-Identifier: Apache-2.0
/// \file
/// The bytes of a compile-time hello (RFC 5246 7.4.1.2, RFC 8446 4.1.2) and their plan, and the offer of TLS 1.2 that a
/// policy describes.
#ifndef FLINTLS_HELLO_SERIALISED_HPP
#define FLINTLS_HELLO_SERIALISED_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/hello/plan.hpp"
#include "flintls/hello/planner.hpp"
#include "flintls/hello/slot.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/parse.hpp"
#include "flintls/wire/text.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

inline constexpr std::array<compression_method, 1> null_compression{compression_method::null};
inline constexpr std::array<ec_point_format, 1> point_formats{ec_point_format::uncompressed};
template <text HostName>
inline constexpr std::array<server_name_entry, 1> one_name{server_name_entry{name_type::host_name, HostName.view()}};

/// The name, where it is part of the program, and else a slot for it.
template <text HostName> constexpr auto name_to_offer() {
    if constexpr (HostName.size() == 0) {
        return slot<server_name>{};
    } else {
        return server_name{one_name<HostName>};
    }
}

/// Makes the offer of TLS 1.2 that a policy describes.
template <policy P, text HostName> struct policy_offer {
    static_assert(HostName.size() <= P::max_server_name && (HostName.size() == 0 || P::offer_server_name),
                  "flintls: the policy does not offer this host name");
    static constexpr suite_needs needs = P::suites::needs;
    /// A renegotiation carries it, whatever the signal (C4, C6).
    static constexpr bool info =
        P::signal == renegotiation_signal::extension || P::client_renegotiation != renegotiation_mode::never;

    constexpr auto operator()() const {
        if constexpr (P::hello_extensions) {
            return offer{
                when{P::offer_server_name, name_to_offer<HostName>()},
                when{!P::protocols::values.empty(), application_layer_protocol_negotiation{P::protocols::values}},
                when{needs.groups && !P::groups::values.empty(), supported_groups{P::groups::values}},
                when{needs.points, ec_point_formats{point_formats}}, // RFC 8422 4: never without such a suite
                when{needs.certificates && !P::signature_schemes::values.empty(),
                     signature_algorithms{P::signature_schemes::values}},
                when{P::fragment_length != max_fragment_length_code{}, max_fragment_length{P::fragment_length}},
                when{P::offer_extended_master_secret, extended_master_secret{}},
                when{P::offer_session_tickets, slot<session_ticket>{}},
                when{info, slot<renegotiation_info>{}}};
        } else {
            return optional_block{info, offer{slot<renegotiation_info>{}}};
        }
    }
};

/// A hello as its declaration writes it, and what becomes of it at run time.
template <policy P, class Make> struct serialised {
    static constexpr auto extensions = Make{}();
    using extensions_type = std::remove_const_t<decltype(extensions)>;
    using offers = offered<extensions_type>;
    static constexpr auto signal = P::signal;
    static constexpr bool block_optional = is_optional_block<extensions_type>;

    static constexpr bool has_info = offers::writes_slot(extensions, extension_type::renegotiation_info);
    static constexpr bool has_ticket = offers::writes_slot(extensions, extension_type::session_ticket);
    static constexpr bool has_name = offers::writes_slot(extensions, extension_type::server_name);
    /// RFC 7507 4: only what offers less than the product speaks can have fallen back.
    static constexpr bool has_fallback =
        P::highest_version > protocol_version::tls_1_2 && !offers::has(extension_type::supported_versions);

    static_assert(!block_optional || !has_info || offers::size == 1,
                  "flintls: the one extension of a hello that may lack its block is slot<renegotiation_info>");
    static_assert(!offers::has(extension_type::pre_shared_key) || offers::has(extension_type::psk_key_exchange_modes),
                  "flintls: pre_shared_key needs psk_key_exchange_modes (RFC 8446 4.2.9)");

    static constexpr limits within{.scsv_optional = has_info && P::signal == renegotiation_signal::scsv,
                                   .fallback_scsv = has_fallback,
                                   .block_optional = block_optional,
                                   .server_name = static_cast<std::uint32_t>(P::max_server_name),
                                   .ticket = static_cast<std::uint32_t>(P::max_ticket),
                                   .verify_data = 16}; // as many as a connection keeps (renegotiation/state.hpp)

    /// The signals stand behind all suites that are meant (RFC 7507 4).
    static constexpr auto const& suites() {
        using enum cipher_suite;
        using list = typename P::suites;
        if constexpr (P::signal == renegotiation_signal::scsv && has_fallback) {
            return list::template with<empty_renegotiation_info_scsv, cipher_suite::fallback_scsv>;
        } else if constexpr (P::signal == renegotiation_signal::scsv) {
            return list::template with<empty_renegotiation_info_scsv>;
        } else if constexpr (has_fallback) {
            return list::template with<cipher_suite::fallback_scsv>;
        } else {
            return list::values;
        }
    }
    /// \return bytes written, 0 if it cannot be
    static constexpr std::uint32_t write(std::span<std::uint8_t> to) {
        handshake<basic_client_hello<extensions_type>> const message{
            {.legacy_version = protocol_version::tls_1_2, // RFC 8446 4.1.2: also where it offers more
             .random = fixed_view<32>{slot_detail::zeros},
             .session_id = {},
             .cipher_suites = suites(),
             .compression_methods = null_compression,
             .extensions = extensions}};
        writer out{to};
        return out.write(message) ? 0 : out.size();
    }

    static constexpr std::uint32_t size = [] {
        std::array<std::uint8_t, 2048> buffer{};
        return write(buffer);
    }();
    static_assert(size != 0, "flintls: this hello cannot be encoded, or is longer than 2048 bytes");

    static constexpr std::array<std::uint8_t, size> bytes() {
        std::array<std::uint8_t, size> all{};
        (void)write(all); // has been tried
        return all;
    }
    static constexpr plan steps = [] {
        auto const all = bytes();
        return make_plan<offers>(all, within);
    }();
    // An extension that was given encoded may be anything.
    static_assert(steps.readable, "flintls: this hello would not be parsed again");
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
