// SPDX-License-Identifier: Apache-2.0
/// \file
/// Protocol versions (RFC 5246 6.2.1, RFC 8446 4.2.1). DTLS counts down (RFC 6347 4.1): a later version has a smaller
/// number.
#ifndef FLINTLS_REGISTRY_PROTOCOL_VERSION_HPP
#define FLINTLS_REGISTRY_PROTOCOL_VERSION_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

enum class protocol_version : std::uint16_t {
    ssl_3_0 = 0x0300,  ///< RFC 6101
    tls_1_0 = 0x0301,  ///< RFC 2246
    tls_1_1 = 0x0302,  ///< RFC 4346
    tls_1_2 = 0x0303,  ///< RFC 5246
    tls_1_3 = 0x0304,  ///< RFC 8446
    dtls_1_3 = 0xfefc, ///< RFC 9147
    dtls_1_2 = 0xfefd, ///< RFC 6347
    dtls_1_0 = 0xfeff, ///< RFC 4347
};

} // namespace v0
} // namespace flintls

#endif
