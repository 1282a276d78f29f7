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

/// RFC 8446 B.4
using tls13_suites =
    flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256, flintls::cipher_suite::aes_128_ccm_8_sha256>;
using suites_of_both = flintls::suite_list<
    flintls::cipher_suite::aes_128_gcm_sha256, flintls::cipher_suite::aes_128_ccm_8_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::psk_with_aes_128_ccm_8>;

/// What all of them have in common: options, and crypto.
struct example_policy : flintls::policy_of<flintls::options{.max_message = 65536, .max_ticket = 2048}> {
    using crypto = mbedtls_crypto;
};

constexpr flintls::options client_options(flintls::renegotiation_mode mode, flintls::renegotiation_signal signal) {
    flintls::options o = example_policy::options;
    o.client_renegotiation = mode;
    o.signal = signal;
    return o;
}
template <flintls::renegotiation_mode Mode, flintls::renegotiation_signal Signal>
struct client_policy : flintls::policy_of<client_options(Mode, Signal), example_policy> {
    using suites = all_suites;
};

/// Says hello without a block of extensions (RFC 5246 7.4.1.2): nothing of TLS 1.2 is left then but pre-shared keys, as
/// certificates need signature_algorithms.
constexpr flintls::options bare_client_options(flintls::renegotiation_mode mode) {
    flintls::options o = client_options(mode, flintls::renegotiation_signal::scsv);
    o.hello_extensions = false;
    o.offer_extended_master_secret = false;
    o.offer_server_name = false;
    o.offer_session_tickets = false;
    return o;
}
template <flintls::renegotiation_mode Mode>
struct bare_client_policy : flintls::policy_of<bare_client_options(Mode), example_policy> {
    using suites = psk_suites;
};

/// TLS 1.3, alone or beside TLS 1.2.
template <flintls::psk_key_exchange_mode... Modes> struct tls13_client_policy : example_policy {
    using suites = tls13_suites;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using psk_modes = flintls::psk_mode_list<Modes...>;
};
constexpr flintls::options client_of_both_options = [] {
    flintls::options o = example_policy::options;
    o.ticket_slots = 2; // one of each version
    return o;
}();
template <flintls::psk_key_exchange_mode... Modes>
struct client_of_both_policy : flintls::policy_of<client_of_both_options, example_policy> {
    using suites = suites_of_both;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using psk_modes = flintls::psk_mode_list<Modes...>;
};

constexpr flintls::options server_options(flintls::renegotiation_mode mode) {
    flintls::options o = example_policy::options;
    o.server_renegotiation = mode;
    return o;
}
template <flintls::renegotiation_mode Mode>
struct server_policy : flintls::policy_of<server_options(Mode), example_policy> {
    using suites = server_suites;
};

} // namespace support

#endif
