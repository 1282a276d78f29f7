// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_client: a device that connects over its UART to one server with a pinned key, by TLS 1.3 or by TLS 1.2 with
/// ECDHE-ECDSA-AES128-GCM. One hello offers both. tls_client_12 is the same with TLS 1.2 only.
#include "server_pin.hpp"
#include "support/both_policy.hpp"
#include "support/client_visits.hpp"
#ifdef FIRMWARE_TRACE
#include "support/message_trace.hpp"
#endif

namespace {
#ifdef FIRMWARE_TLS_1_2
using product = firmware::ecdsa_policy;
#else
using product = firmware::both_policy;
#endif
} // namespace

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
    return firmware::make_visits<product>(server);
}
