// SPDX-License-Identifier: Apache-2.0
/// \file
/// The application protocol that a server chooses among a client's offers: RFC 7301 3.1, 3.2.
#ifndef FLINTLS_HANDSHAKE_PROTOCOL_CHOICE_HPP
#define FLINTLS_HANDSHAKE_PROTOCOL_CHOICE_HPP

#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/policy.hpp"

namespace flintls {
inline namespace v0 {

/// A client's check of the server's choice.
/// \param[in,out] protocol 0 before; then the number of the protocol in `P::protocols`, from 1 on
/// \return false: the client did not offer the protocol
template <policy P> bool choose_protocol(found<chosen_protocol> const& answer, std::uint8_t& protocol) {
    if (!answer) {
        return true;
    }
    for (byte_view const mine : P::protocols::values) {
        ++protocol;
        if (mine == (*answer).name()) {
            return true;
        }
    }
    return false;
}

/// RFC 7301 3.2: a server chooses, among a client's offers, the first protocol of its own list, or the protocol that
/// its credentials want. `none_is_mine`: the client offers protocols that were not kept, and all of them are unknown to
/// this server. `wanted`: as in `look_answer`.
/// \param[out] protocol number in `P::protocols`, from 1 on; 0 if the client offers none
template <policy P>
[[nodiscard]] errc choose_offered_protocol(found<application_layer_protocol_negotiation> const& offered,
                                           bool none_is_mine, std::uint8_t wanted, std::uint8_t& protocol) {
    protocol = 0;
    if ((!offered && !none_is_mine) || wanted == look_answer::no_protocol || P::protocols::values.empty()) {
        return errc::ok;
    }
    for (byte_view const mine : P::protocols::values) {
        ++protocol;
        if (wanted != look_answer::by_policy && wanted != protocol) {
            continue;
        }
        for (byte_view const theirs : (*offered).protocol_name_list) {
            if (mine == theirs) {
                return errc::ok;
            }
        }
    }
    return errc::no_application_protocol;
}

} // namespace v0
} // namespace flintls

#endif
