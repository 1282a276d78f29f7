// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a handshake of TLS 1.3 has negotiated.
#ifndef FLINTLS_TLS13_NEGOTIATED_PARAMETERS_HPP
#define FLINTLS_TLS13_NEGOTIATED_PARAMETERS_HPP

#include <cstdint>

#include "flintls/registry/cipher_suite.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// The negotiated suite and protocol.
struct negotiated_parameters {
    cipher_suite suite{};
    std::uint8_t protocol = 0; ///< index in `P::protocols`, from 1 on
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
