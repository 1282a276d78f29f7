// SPDX-License-Identifier: Apache-2.0
/// \file
/// The record layer's header (RFC 5246 6.2.1, RFC 8446 5.1).
#ifndef FLINTLS_MESSAGE_RECORD_HPP
#define FLINTLS_MESSAGE_RECORD_HPP

#include <cstdint>

#include "flintls/registry/content_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 5.1 TLSPlaintext without its fragment.
struct record_header {
    content_type type{};
    protocol_version legacy_record_version{};
    std::uint16_t length{}; ///< bytes of the fragment that follows

    using wire = fields<field<&record_header::type>, field<&record_header::legacy_record_version>,
                        field<&record_header::length>>;
    friend constexpr bool operator==(record_header, record_header) = default;
};

inline constexpr std::uint32_t record_header_size = max_size<record_header>;
/// RFC 5246 6.2.1, RFC 8446 5.1: the largest fragment of a record that is not protected.
inline constexpr std::uint32_t max_plaintext = 1U << 14U;
/// RFC 8446 5.2: the largest fragment of a protected record of TLS 1.3.
inline constexpr std::uint32_t max_ciphertext_tls_1_3 = max_plaintext + 256;

} // namespace v0
} // namespace flintls

#endif
