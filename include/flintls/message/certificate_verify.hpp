// SPDX-License-Identifier: Apache-2.0
/// \file
/// CertificateVerify (RFC 5246 7.4.8, RFC 8446 4.4.3).
#ifndef FLINTLS_MESSAGE_CERTIFICATE_VERIFY_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_VERIFY_HPP

#include "flintls/message/digitally_signed.hpp"
#include "flintls/registry/handshake_type.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.8: the signature of all handshake messages up to here. RFC 8446 4.4.3 has the same shape.
struct certificate_verify : digitally_signed {
    static constexpr handshake_type msg_type = handshake_type::certificate_verify;
};

} // namespace v0
} // namespace flintls

#endif
