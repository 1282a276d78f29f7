// SPDX-License-Identifier: Apache-2.0
/// \file
/// Content types of records (IANA "TLS ContentType"; RFC 5246 6.2.1, RFC 8446 5.1).
#ifndef FLINTLS_REGISTRY_CONTENT_TYPE_HPP
#define FLINTLS_REGISTRY_CONTENT_TYPE_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

enum class content_type : std::uint8_t {
    change_cipher_spec = 20,
    alert = 21,
    handshake = 22,
    application_data = 23,
    heartbeat = 24,                ///< RFC 6520 6
    tls12_cid = 25,                ///< RFC 9146 4
    ack = 26,                      ///< RFC 9147 7
    return_routability_check = 27, ///< RFC 9853
};

} // namespace v0
} // namespace flintls

#endif
