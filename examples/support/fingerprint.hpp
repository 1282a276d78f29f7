// SPDX-License-Identifier: Apache-2.0
/// \file
/// JA3 and JA4 of a ClientHello, with the hashes of OpenSSL's libcrypto.
#ifndef FLINTLS_EXAMPLES_SUPPORT_FINGERPRINT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_FINGERPRINT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <openssl/evp.h>

#include "flintls/hello/fingerprint.hpp"
#include "hex.hpp"
#include "messages.hpp"

namespace support {

struct fingerprint {
    std::string ja3;      ///< the MD5 of ja3_full in hex; empty where libcrypto has no MD5 (FIPS)
    std::string ja3_full; ///< the text before hashing
    std::string ja4;
    std::string ja4_r; ///< the text before hashing
};

namespace fingerprint_detail {
/// All zeros where libcrypto fails.
template <std::size_t Size> std::array<std::uint8_t, Size> hash(flintls::byte_view of, EVP_MD const* kind, bool& done) {
    std::array<std::uint8_t, Size> value{};
    done = EVP_MD_get_size(kind) == static_cast<int>(Size) &&
           EVP_Digest(of.data(), of.size(), value.data(), nullptr, kind, nullptr) == 1;
    return value;
}
} // namespace fingerprint_detail

/// \pre the message was decoded without an error
[[nodiscard]] inline fingerprint fingerprint_of(framed const& message) {
    using fingerprint_detail::hash;
    flintls::hello_view hello;
    std::vector<std::uint8_t> room(flintls::fingerprint_room(message.size()));
    if (flintls::peek(message.whole(), hello)) {
        return {};
    }
    fingerprint made;
    bool done = false;
    if (auto const text = flintls::ja3(hello, room)) {
        made.ja3_full.assign(text->begin(), text->end());
        std::array<std::uint8_t, 16> const md5 = hash<16>(*text, EVP_md5(), done);
        made.ja3 = done ? to_hex(md5) : std::string{};
    }
    if (auto const text = flintls::ja4_raw(hello, room)) {
        made.ja4_r.assign(text->whole.begin(), text->whole.end());
        auto const ja4 =
            flintls::ja4(*text, [&done](flintls::byte_view part) { return hash<32>(part, EVP_sha256(), done); });
        made.ja4.assign(ja4.begin(), ja4.end());
    }
    return made;
}

} // namespace support

#endif
