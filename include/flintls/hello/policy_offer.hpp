// SPDX-License-Identifier: Apache-2.0
/// \file
/// The extensions of TLS 1.2 that a policy offers (RFC 5246 7.4.1.4).
#ifndef FLINTLS_HELLO_POLICY_OFFER_HPP
#define FLINTLS_HELLO_POLICY_OFFER_HPP

#include <array>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/hello/slot.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/text.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

inline constexpr std::array<ec_point_format, 1> point_formats{ec_point_format::uncompressed};
template <text HostName>
inline constexpr std::array<server_name_entry, 1> one_name{server_name_entry{name_type::host_name, HostName.view()}};

/// The server name: constant if `HostName` is given, else a slot.
template <text HostName> constexpr auto name_to_offer() {
    if constexpr (HostName.size() == 0) {
        return slot<server_name>{};
    } else {
        return server_name{one_name<HostName>};
    }
}

/// Builds the offer of TLS 1.2 that a policy describes.
template <policy P, text HostName> struct policy_offer {
    static_assert(HostName.size() <= P::max_server_name && (HostName.size() == 0 || P::offer_server_name),
                  "flintls: the policy does not offer this host name");
    static constexpr suite_needs needs = P::suites::needs;
    /// True if the hello has renegotiation_info. A renegotiating hello needs it with either signal (C4, C6).
    static constexpr bool info =
        P::signal == renegotiation_signal::extension || P::client_renegotiation != renegotiation_mode::never;

    constexpr auto operator()() const {
        if constexpr (P::hello_extensions) {
            return offer{
                when{P::offer_server_name, name_to_offer<HostName>()},
                when{!P::protocols::values.empty(), application_layer_protocol_negotiation{P::protocols::values}},
                when{needs.groups && !P::groups::values.empty(), supported_groups{P::groups::values}},
                when{needs.points, ec_point_formats{point_formats}}, // RFC 8422 4: only with an ECC suite
                when{needs.certificates && !P::signature_schemes::values.empty(),
                     signature_algorithms{P::signature_schemes::values}},
                when{P::fragment_length != max_fragment_length_code{}, max_fragment_length{P::fragment_length}},
                when{offers_record_limit<P>, slot<record_size_limit>{}},
                when{P::offer_extended_master_secret, extended_master_secret{}},
                when{P::offer_session_tickets, slot<session_ticket>{}},
                when{info, slot<renegotiation_info>{}}};
        } else {
            return optional_block{info, offer{slot<renegotiation_info>{}}};
        }
    }
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
