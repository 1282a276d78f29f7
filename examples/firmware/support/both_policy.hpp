// SPDX-License-Identifier: Apache-2.0
/// \file
/// The policy of a client with one server that speaks TLS 1.2 or TLS 1.3: one suite of each version, in one hello.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_BOTH_POLICY_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_BOTH_POLICY_HPP

#include "ecdsa_policy.hpp"

namespace firmware {

inline constexpr flintls::options both_options = [] {
    flintls::options o = ecdsa_options;
    o.ticket_slots = 2; // one ticket of each version
    return o;
}();
struct both_policy : flintls::policy_of<both_options, ecdsa_policy> {
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using suites = device_crypto::suites_of_both;
};

} // namespace firmware

#endif
