// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_client: a device that connects over its UART to one server with a pinned key, by TLS 1.3 or by TLS 1.2 with
/// ECDHE-ECDSA-AES128-GCM. One hello offers both. tls_client_12 is the same with TLS 1.2 only. tls_client_chain trusts
/// the name of the server in a certificate with a chain to a root, instead of a pinned key.
#ifdef FIRMWARE_CHAIN
#include "anchors.hpp"
#include "flintls/trust/path_to_anchor.hpp"
#else
#include "server_pin.hpp"
#endif
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
#ifdef FIRMWARE_CHAIN
    // The board has no calendar: what expired before this firmware was built is refused, what expired later is not.
    flintls::not_before_build const since{firmware::build_seconds};
    flintls::path_to_anchor<firmware::device_crypto, flintls::not_before_build> server{firmware::anchors, since};
#else
    flintls::credentials server{
        flintls::pinned_keys<1>{{std::to_array(firmware::server_pin)}},
#ifdef FIRMWARE_TRACE
        firmware::message_trace{},
#endif
    };
#endif
    return firmware::make_visits<product>(server);
}
