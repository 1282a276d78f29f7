// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_client_psk: a device and a server that share a key (RFC 4279), over its UART, by PSK-AES128-CCM-8: no curve, no
/// certificate, and room for all of it in a microbit.
#include "device_crypto.hpp"
#include "support/client_visits.hpp"

namespace {

constexpr flintls::options device_options{
    .client_renegotiation = flintls::renegotiation_mode::strict,
    .max_server_name = 32,
    // The longest that fits the buffers: a server that agrees sends no longer records (RFC 6066 4).
    .fragment_length = flintls::max_fragment_length_code::bytes_1024,
};
struct device_policy : flintls::policy_of<device_options> {
    using crypto = firmware::device_crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_ccm_8>;
    using groups = flintls::group_list<>;
    using signature_schemes = flintls::scheme_list<>;
};

constexpr std::array<std::uint8_t, 8> device_name{'d', 'e', 'v', 'i', 'c', 'e', '-', '1'};
/// For this example alone: a product makes one for each device, and keeps it where nobody reads it.
constexpr std::array<std::uint8_t, 16> device_key{0x1a, 0x2b, 0x3c, 0x4d, 0x5e, 0x6f, 0x70, 0x81,
                                                  0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8, 0x09};

} // namespace

int main() {
    using psk = firmware::device_crypto::psk;
    psk::key key;
    if (!firmware::device_crypto::start() || psk::import_key(device_key, key) != flintls::crypto_status::done) {
        return 2;
    }
    flintls::preshared_key<psk> server{device_name, key};
    return firmware::make_visits<device_policy>(server);
}
