// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_client_psk: a device that connects over its UART to a server with which it shares a key (RFC 4279), by
/// PSK-AES128-CCM-8: no curve, no certificate. All of it fits a microbit.
#include "support/client_visits.hpp"
#include "support/psk_device.hpp"

namespace {

// Here, so that the compiler knows that all of the driver is used by this file alone: 1 % of flash without LTO.
struct device_policy : firmware::psk_device_policy<flintls::renegotiation_mode::strict> {};

} // namespace

int main() {
    using psk = firmware::device_crypto::psk;
    psk::key key;
    if (!firmware::device_crypto::start() ||
        psk::import_key(firmware::device_key, key) != flintls::crypto_status::done) {
        return 2;
    }
    flintls::preshared_key<psk> server{firmware::device_name, key};
    return firmware::make_visits<device_policy>(server);
}
