// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_client: a device that talks to the one server whose key it knows, over its UART, by ECDHE-ECDSA-AES128-GCM.
#include "server_pin.hpp"
#include "support/client_visits.hpp"
#include "support/ecdsa_policy.hpp"
#ifdef FIRMWARE_TRACE
#include "support/message_trace.hpp"
#endif

int main() {
    if (!firmware::device_crypto::start()) {
        return 2;
    }
    flintls::credentials server{
        flintls::pinned_keys<1>{{std::to_array(firmware::server_pin)}},
#ifdef FIRMWARE_TRACE
        firmware::message_trace{},
#endif
    };
    return firmware::make_visits<firmware::ecdsa_policy>(server);
}
