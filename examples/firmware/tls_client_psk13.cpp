// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_client_psk13: a device that connects over its UART to a server with which it shares a key, by TLS 1.3 with
/// psk_ke and AES_128_CCM_8_SHA256 (RFC 8446 4.2.9, B.4): no curve and no certificate. Without fresh shares there is no
/// forward secrecy: the key decrypts connections that were recorded before.
#include "device_crypto.hpp"
#include "support/client_visits.hpp"

namespace {

constexpr flintls::options device_options{
    .max_server_name = 32,
    // The longest fragments that fit the buffers: a server that agrees sends no longer ones (RFC 6066 4).
    .fragment_length = flintls::max_fragment_length_code::bytes_1024,
};
struct device_policy : flintls::policy_of<device_options> {
    using crypto = firmware::device_crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_ccm_8_sha256>;
    using psk_modes = flintls::psk_mode_list<flintls::psk_key_exchange_mode::psk_ke>;
    using groups = flintls::group_list<>;
    using signature_schemes = flintls::scheme_list<>;
};

constexpr std::array<std::uint8_t, 8> device_name{'d', 'e', 'v', 'i', 'c', 'e', '-', '1'};
/// For this example only: a product has one key for each device, in memory that cannot be read from outside. The key of
/// tls_client_psk is another one: a key is for one version, or for both with one hash (RFC 8446 E.7).
constexpr std::array<std::uint8_t, 16> device_key{0x2b, 0x3c, 0x4d, 0x5e, 0x6f, 0x70, 0x81, 0x92,
                                                  0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8, 0x09, 0x1a};

} // namespace

int main() {
    using psk = firmware::device_crypto::psk;
    psk::key key;
    if (!firmware::device_crypto::start() || psk::import_key(device_key, key) != flintls::crypto_status::done) {
        return 2;
    }
    flintls::external_key<psk> server{device_name, key};
    return firmware::make_visits<device_policy>(server);
}
