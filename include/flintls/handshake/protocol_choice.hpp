// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which of the protocols that a client offered a server has chosen: RFC 7301 3.1, 3.2.
#ifndef FLINTLS_HANDSHAKE_PROTOCOL_CHOICE_HPP
#define FLINTLS_HANDSHAKE_PROTOCOL_CHOICE_HPP

#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/policy.hpp"

namespace flintls {
inline namespace v0 {

/// \param[in,out] protocol 0; then the number of the protocol in `P::protocols`, from 1 on
/// \return false: it was not offered
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

} // namespace v0
} // namespace flintls

#endif
