// SPDX-License-Identifier: Apache-2.0
/// \file
/// Identifier and length bytes of a DER element (X.690 8.1, 10.1).
#ifndef FLINTLS_CRYPTO_DER_HEADER_HPP
#define FLINTLS_CRYPTO_DER_HEADER_HPP

#include <cstdint>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Identifier bytes (X.690 8.1.2).
namespace der_tag {
inline constexpr std::uint8_t any = 0; ///< matches every tag of one byte; 0 itself is no tag in DER
inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t utc_time = 0x17;
inline constexpr std::uint8_t generalized_time = 0x18;
inline constexpr std::uint8_t sequence = 0x30;
/// `[number]` around another element, or in place of the tag of a constructed element.
[[nodiscard]] constexpr std::uint8_t constructed(std::uint8_t number) {
    return static_cast<std::uint8_t>(0xa0U | number);
}
/// `[number]` in place of the tag of a primitive element.
[[nodiscard]] constexpr std::uint8_t primitive(std::uint8_t number) {
    return static_cast<std::uint8_t>(0x80U | number);
}
} // namespace der_tag

/// The first bytes of an element, in front of its contents.
struct der_header {
    /// Bytes of the longest header: identifier, first length byte, 3 more. No certificate in TLS has 2^24 bytes
    /// (RFC 5246 7.4.2, RFC 8446 4.4.2).
    static constexpr std::uint8_t max_size = 5;

    std::uint8_t tag = der_tag::any;
    std::uint8_t header_size = 0;    ///< bytes of identifier and length
    std::uint32_t contents_size = 0; ///< bytes; not compared with the bytes that are there

    /// Reads the header at the beginning of `in`. After an error the members have no meaning.
    /// \return
    /// - `truncated`: `in` ends within the header
    /// - `forbidden_value`: no tag of one byte (X.690 8.1.2.4)
    /// - `bad_length`: a length that is indefinite, longer than necessary (X.690 10.1), or of more than 3 bytes
    constexpr errc read(byte_view in) {
        if (in.empty()) {
            return errc::truncated;
        }
        tag = in[0];
        if (tag == der_tag::any || (tag & 0x1fU) == 0x1fU) {
            return errc::forbidden_value;
        }
        if (in.size() == 1) {
            return errc::truncated;
        }
        header_size = 2;
        contents_size = in[1];
        if (contents_size < 0x80) {
            return errc::ok;
        }
        std::uint32_t const more = contents_size & 0x7fU; // 0: the indefinite form (X.690 8.1.3.6)
        if (more == 0 || more > max_size - 2) {
            return errc::bad_length;
        }
        header_size = static_cast<std::uint8_t>(2 + more);
        if (in.size() < header_size) {
            return errc::truncated;
        }
        contents_size = 0;
        for (std::uint32_t i = 2; i != header_size; ++i) {
            contents_size = contents_size << 8U | in[i];
        }
        bool const shortest = contents_size >= 0x80 && contents_size >> (8 * (more - 1)) != 0;
        return shortest ? errc::ok : errc::bad_length;
    }
};

} // namespace v0
} // namespace flintls

#endif
