// SPDX-License-Identifier: Apache-2.0
/// \file
/// A device that shares a key with its server (RFC 4279): TLS 1.2 by PSK-AES128-CCM-8 (RFC 6655), no curve, no certificate.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_PSK_DEVICE_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_PSK_DEVICE_HPP

#include <array>
#include <cstdint>

#include "device_crypto.hpp"
#include "flintls/policy.hpp"

namespace firmware {

constexpr flintls::options psk_device_options(flintls::renegotiation_mode mode) {
    return {
        .client_renegotiation = mode,
        .max_server_name = 32,
        // The longest that fits the buffers: a server that agrees sends no longer records (RFC 6066 4).
        .fragment_length = flintls::max_fragment_length_code::bytes_1024,
    };
}
template <flintls::renegotiation_mode Mode> struct psk_device_policy : flintls::policy_of<psk_device_options(Mode)> {
    using crypto = firmware::device_crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_ccm_8>;
    using groups = flintls::group_list<>;
    using signature_schemes = flintls::scheme_list<>;
};

inline constexpr std::array<std::uint8_t, 8> device_name{'d', 'e', 'v', 'i', 'c', 'e', '-', '1'};
/// For the examples only: a product has one key for each device, in memory that cannot be read from outside.
inline constexpr std::array<std::uint8_t, 16> device_key{0x1a, 0x2b, 0x3c, 0x4d, 0x5e, 0x6f, 0x70, 0x81,
                                                         0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8, 0x09};

} // namespace firmware

#endif
