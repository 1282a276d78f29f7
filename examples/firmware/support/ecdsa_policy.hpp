// SPDX-License-Identifier: Apache-2.0
/// \file
/// The policy of a client with one server and one suite: ECDHE-ECDSA with the AEAD of the device.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_ECDSA_POLICY_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_ECDSA_POLICY_HPP

#include <cstddef>

#include "device_crypto.hpp"
#include "flintls/policy.hpp"

namespace firmware {

inline constexpr flintls::options ecdsa_options{
    .client_renegotiation = flintls::renegotiation_mode::strict,
    .max_server_name = 32,
    // The longest fragments that fit the buffers: a server that agrees sends no longer ones (RFC 6066 4).
    .fragment_length = flintls::max_fragment_length_code::bytes_1024,
};
struct ecdsa_policy : flintls::policy_of<ecdsa_options> {
    using crypto = device_crypto;
    using suites = device_crypto::ecdsa_suites;
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
};

} // namespace firmware

#endif
