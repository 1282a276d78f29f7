// SPDX-License-Identifier: Apache-2.0
/// \file
/// The policies of client and server: each is a type, and one program has all of them. A device chooses one policy at
/// compile time.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_POLICIES_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_POLICIES_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/policy.hpp"

namespace support {

/// All crypto by Mbed TLS.
struct mbedtls_crypto {
    using sha256 = flintls::mbedtls::sha256;
    using hmac_sha256 = flintls::mbedtls::hmac_sha256;
    using hmac_sha384 = flintls::mbedtls::hmac_sha384;
    using aes_128_gcm = flintls::mbedtls::aes_128_gcm;
    using aes_256_gcm = flintls::mbedtls::aes_256_gcm;
    using aes_128_ccm = flintls::mbedtls::aes_128_ccm;
    using aes_128_ccm_8 = flintls::mbedtls::aes_128_ccm_8;
    using chacha20_poly1305 = flintls::mbedtls::chacha20_poly1305;
    using secp256r1 = flintls::mbedtls::secp256r1;
    using verifier = flintls::mbedtls::verifier;
    using signer = flintls::mbedtls::ecdsa_secp256r1;
    using random = flintls::mbedtls::random;
    using psk = flintls::mbedtls::psk;
    // For chains (trust/path_crypto.hpp).
    using sha384 = flintls::mbedtls::sha384;
    using sha512 = flintls::mbedtls::sha512;
    using issuer_p256 = flintls::mbedtls::issuer_p256;
    using issuer_p384 = flintls::mbedtls::issuer_p384;
    using issuer_rsa_pkcs1 = flintls::mbedtls::issuer_rsa_pkcs1;
    using issuer_rsa_pss = flintls::mbedtls::issuer_rsa_pss;
};

/// The suites of a server, which signs with ECDSA only (RFC 8422, RFC 7251, RFC 7905, RFC 8442, RFC 5487, RFC 6655).
using server_suites = flintls::suite_list<
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_psk_with_chacha20_poly1305_sha256,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::psk_with_aes_128_ccm_8, flintls::cipher_suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
using psk_suites = flintls::suite_list<flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256,
                                       flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::psk_with_aes_128_ccm_8>;

/// The suites of both roles: those of servers, of clients only, and of TLS 1.3 (RFC 5289, RFC 8446 B.4).
using suites_of_both = flintls::suite_list<
    flintls::cipher_suite::aes_128_gcm_sha256, flintls::cipher_suite::chacha20_poly1305_sha256,
    flintls::cipher_suite::aes_128_ccm_sha256, flintls::cipher_suite::aes_128_ccm_8_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256,
    flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_rsa_with_chacha20_poly1305_sha256, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8, flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_psk_with_chacha20_poly1305_sha256,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::psk_with_aes_128_ccm_8, flintls::cipher_suite::aes_256_gcm_sha384,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_256_gcm_sha384,
    flintls::cipher_suite::ecdhe_rsa_with_aes_256_gcm_sha384>;

/// Options and crypto that all policies share.
struct example_policy : flintls::policy_of<flintls::options{
                            .max_message = 65536, .max_ticket = 2048, .offer_session_ids = true, .exporters = true}> {
    using crypto = mbedtls_crypto;
};

constexpr flintls::options client_options(flintls::renegotiation_mode mode, flintls::renegotiation_signal signal) {
    flintls::options o = example_policy::options;
    o.client_renegotiation = mode;
    o.signal = signal;
    return o;
}
/// A hello without a block of extensions (RFC 5246 7.4.1.2). TLS 1.2 then has pre-shared keys only, because
/// certificates need signature_algorithms. Without supported_groups a server may choose any group (RFC 8422 4), and
/// OpenSSL fails with ECDHE_PSK: psk_suites omits the one suite of ECDHE_PSK here that OpenSSL has.
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

/// TLS 1.3 and TLS 1.2; the limits of a connection may leave one of them.
constexpr flintls::options client_of_both_options(flintls::renegotiation_mode mode,
                                                  flintls::renegotiation_signal signal) {
    flintls::options o = client_options(mode, signal);
    o.ticket_slots = 2; // one ticket of each version
    o.lowest_version_at_run_time = true;
    return o;
}
template <flintls::renegotiation_mode Mode, flintls::renegotiation_signal Signal,
          flintls::psk_key_exchange_mode... Modes>
struct client_policy : flintls::policy_of<client_of_both_options(Mode, Signal), example_policy> {
    using suites = suites_of_both;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using psk_modes = flintls::psk_mode_list<Modes...>;
};

/// Secure renegotiation alone, announced by the extension; fresh shares with every pre-shared key.
using usual_client_policy =
    client_policy<flintls::renegotiation_mode::secure_only, flintls::renegotiation_signal::extension,
                  flintls::psk_key_exchange_mode::psk_dhe_ke>;

/// TLS 1.3 alone.
struct tls13_client_policy : example_policy {
    using suites =
        flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256, flintls::cipher_suite::chacha20_poly1305_sha256,
                            flintls::cipher_suite::aes_128_ccm_sha256, flintls::cipher_suite::aes_128_ccm_8_sha256,
                            flintls::cipher_suite::aes_256_gcm_sha384>;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
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

/// Servers of TLS 1.3 and TLS 1.2; the limits of a connection may leave one version.
using server_suites_of_both = flintls::suite_list<
    flintls::cipher_suite::aes_128_gcm_sha256, flintls::cipher_suite::chacha20_poly1305_sha256,
    flintls::cipher_suite::aes_128_ccm_8_sha256, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm, flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::ecdhe_psk_with_chacha20_poly1305_sha256,
    flintls::cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, flintls::cipher_suite::psk_with_aes_128_gcm_sha256,
    flintls::cipher_suite::psk_with_aes_128_ccm_8, flintls::cipher_suite::aes_256_gcm_sha384,
    flintls::cipher_suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
constexpr flintls::options server_of_both_options(std::uint8_t tickets) {
    flintls::options o = example_policy::options;
    o.cookie = true; // used if the credentials have cookie keys
    o.tickets_sent = tickets;
    return o;
}
template <std::uint8_t Tickets, flintls::psk_key_exchange_mode... Modes>
struct server_of_both_policy : flintls::policy_of<server_of_both_options(Tickets), example_policy> {
    using suites = server_suites_of_both;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using psk_modes = flintls::psk_mode_list<Modes...>;
};

} // namespace support

#endif
