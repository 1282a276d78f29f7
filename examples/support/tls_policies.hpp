// SPDX-License-Identifier: Apache-2.0
/// \file
/// The policies of client and server: all of them in one program, each a type of its own. What run time chooses here, a
/// device chooses at compile time and has one.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_POLICIES_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_POLICIES_HPP

#include <cstddef>

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/policy.hpp"

namespace support {

/// Everything from Mbed TLS.
struct mbedtls_crypto {
    using sha256 = flintls::mbedtls::sha256;
    using hmac_sha256 = flintls::mbedtls::hmac_sha256;
    using aes_128_gcm = flintls::mbedtls::aes_128_gcm;
    using aes_128_ccm_8 = flintls::mbedtls::aes_128_ccm_8;
    using secp256r1 = flintls::mbedtls::secp256r1;
    using verifier = flintls::mbedtls::verifier;
    using signer = flintls::mbedtls::ecdsa_secp256r1;
    using random = flintls::mbedtls::random;
    using psk = flintls::mbedtls::psk;
};

/// A server signs with ECDSA only. (RFC 8422, RFC 7251, RFC 8442, RFC 5487, RFC 6655)
using server_suites = flintls::suite_list<
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::psk_with_aes_128_ccm_8>;
using all_suites = flintls::suite_list<
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::psk_with_aes_128_ccm_8>;
using psk_suites = flintls::suite_list<flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256,
                                       flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::psk_with_aes_128_ccm_8>;

struct example_policy : flintls::default_policy {
    using crypto = mbedtls_crypto;
    static constexpr std::size_t max_message = 65536;
    static constexpr std::size_t max_ticket = 2048;
};

template <flintls::renegotiation_mode Mode, flintls::renegotiation_signal Signal>
struct client_policy : example_policy {
    using suites = all_suites;
    static constexpr auto client_renegotiation = Mode;
    static constexpr auto signal = Signal;
};

/// Says hello without a block of extensions (RFC 5246 7.4.1.2): nothing of TLS 1.2 is left then but pre-shared keys, as
/// certificates need signature_algorithms.
template <flintls::renegotiation_mode Mode> struct bare_client_policy : example_policy {
    using suites = psk_suites;
    static constexpr auto client_renegotiation = Mode;
    static constexpr auto signal = flintls::renegotiation_signal::scsv;
    static constexpr bool hello_extensions = false;
    static constexpr bool offer_extended_master_secret = false;
    static constexpr bool offer_server_name = false;
    static constexpr bool offer_session_tickets = false;
};

template <flintls::renegotiation_mode Mode> struct server_policy : example_policy {
    using suites = server_suites;
    static constexpr auto server_renegotiation = Mode;
};

} // namespace support

#endif
