// What the drivers are measured with: every feature that the goal names, and crypto that is somewhere else. Its operations
// are declared and not defined: a call of one costs the driver what a call costs, and nothing behind it is counted.
#pragma once

#include <cstdint>
#include <type_traits>

#include "flintls/flintls.hpp"

/// Models of the crypto concepts. A state has the size of Mbed TLS's, which sizes.cpp checks.
namespace outside {

using flintls::byte_view;
using flintls::crypto_status;
using flintls::fixed_view;
using flintls::signature_scheme;

class key {
public:
    key() = default;
    key(key&& other) noexcept;
    key& operator=(key&& other) noexcept;
    ~key();

private:
    std::uint32_t number_ = 0;
};

struct sha256 {
    static constexpr std::uint32_t size = 32;
    sha256() = default;
    sha256(sha256 const&) = delete;
    ~sha256();
    void reset();
    crypto_status start();
    crypto_status update(byte_view);
    crypto_status finish(std::uint8_t*);
    crypto_status fork(sha256&) const;
    std::uint32_t state[28]{};
};

struct hmac_sha256 {
    static constexpr std::uint32_t size = 32, block_size = 64;
    using key = flintls::secret_bytes<block_size>;
    hmac_sha256() = default;
    hmac_sha256(hmac_sha256 const&) = delete;
    ~hmac_sha256();
    void reset();
    static crypto_status import_key(byte_view, key&);
    static std::uint32_t shorten(byte_view, std::uint8_t*);
    crypto_status start(byte_view);
    crypto_status start(key const&);
    crypto_status update(byte_view);
    crypto_status finish(byte_view, std::uint8_t*);
    crypto_status finish(key const&, std::uint8_t*);
    std::uint32_t state[28]{};
};

struct aes_128_gcm {
    static constexpr std::uint32_t key_size = 16, tag_size = 16;
    using key = outside::key;
    static void reset() {}
    static crypto_status import_key(byte_view, key&);
    static crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
    static crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
};

struct aes_128_ccm_8 {
    static constexpr std::uint32_t key_size = 16, tag_size = 8;
    using key = outside::key;
    static void reset() {}
    static crypto_status import_key(byte_view, key&);
    static crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
    static crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
};

struct secp256r1 {
    static constexpr flintls::named_group group = flintls::named_group::secp256r1;
    static constexpr std::uint32_t share_size = 65, secret_size = 32;
    using key = outside::key;
    static void reset() {}
    static crypto_status generate(key&, std::uint8_t*);
    static crypto_status agree(key const&, byte_view, std::uint8_t*);
};

struct verifier {
    static void reset() {}
    static bool supports(signature_scheme);
    static crypto_status verify(flintls::public_key_view const&, signature_scheme, byte_view, byte_view);
};

struct signer {
    static constexpr std::uint32_t max_signature_size = 72;
    using key = outside::key;
    static void reset() {}
    static bool supports(signature_scheme);
    static crypto_status sign(key const&, signature_scheme, byte_view, std::uint8_t*, std::uint32_t, std::uint32_t&);
};

struct psk {
    using key = outside::key;
    static void reset() {}
    static crypto_status master_secret(key const&, byte_view, byte_view, byte_view, std::uint8_t*);
    static crypto_status early_secret(key const&, std::uint8_t*);
};

struct issuer_p256 {
    static void reset() {}
    static crypto_status verify(byte_view, flintls::issuer_hash, byte_view, byte_view);
};
struct issuer_p384 {
    static void reset() {}
    static crypto_status verify(byte_view, flintls::issuer_hash, byte_view, byte_view);
};
struct issuer_rsa_pkcs1 {
    static void reset() {}
    static crypto_status verify(byte_view, flintls::issuer_hash, byte_view, byte_view);
};
struct issuer_rsa_pss {
    static void reset() {}
    static crypto_status verify(byte_view, flintls::issuer_hash, byte_view, byte_view);
};
template <std::uint32_t Size> struct long_hash {
    static constexpr std::uint32_t size = Size;
    long_hash() = default;
    long_hash(long_hash const&) = delete;
    ~long_hash();
    void reset();
    crypto_status start();
    crypto_status update(byte_view);
    crypto_status finish(std::uint8_t*);
    crypto_status fork(long_hash&) const;
    std::uint32_t state[56]{};
};
using sha384 = long_hash<48>;
using sha512 = long_hash<64>;

struct random {
    static void reset() {}
    static crypto_status fill(std::uint8_t*, std::uint32_t);
};

struct no_certificate {};
struct no_key {};

struct crypto {
    using sha256 = outside::sha256;
    using hmac_sha256 = outside::hmac_sha256;
    using aes_128_gcm = outside::aes_128_gcm;
    using aes_128_ccm_8 = outside::aes_128_ccm_8;
    using secp256r1 = outside::secp256r1;
    using verifier = outside::verifier;
    using signer = outside::signer;
    using psk = outside::psk;
    using random = outside::random;
};

/// What chains are judged with: P-256 alone, and P-384 and RSA as well.
struct p256_chains {
    using sha256 = outside::sha256;
    using issuer_p256 = outside::issuer_p256;
};
struct public_chains : p256_chains {
    using sha384 = outside::sha384;
    using issuer_p384 = outside::issuer_p384;
    using issuer_rsa_pkcs1 = outside::issuer_rsa_pkcs1;
};
struct public_chains_with_sha512 : public_chains {
    using sha512 = outside::sha512;
};
struct public_chains_with_pss : public_chains {
    using issuer_rsa_pss = outside::issuer_rsa_pss;
};

} // namespace outside

namespace bench {

/// One suite: SHA-256, P-256, AES-128-GCM.
template <class Crypto>
struct ecdhe_policy
    : flintls::policy_of<flintls::options{.fragment_length = flintls::max_fragment_length_code::bytes_1024}> {
    using crypto = Crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = flintls::protocol_list<"mqtt">;
    static constexpr bool client_certificates = false;
};
template <class Crypto> struct ecdhe_psk_policy : ecdhe_policy<Crypto> {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
};
template <class Crypto> struct with_client_certificates_policy : ecdhe_psk_policy<Crypto> {
    static constexpr bool client_certificates = true;
};

/// The same suite, and chains judged instead of pins. Addresses of IPv6, PSS and SHA-512 have rows of their own.
template <class Crypto, class Chains, bool Ipv6 = false> struct judged_policy : ecdhe_policy<Crypto> {
    using judge = flintls::path_to_anchor<Chains, flintls::utc_time, flintls::certificate_role::server,
                                          flintls::path_options{.ipv6 = Ipv6}>;
};
template <class Crypto> struct p256_chains_policy : judged_policy<Crypto, outside::p256_chains> {};
template <class Crypto> struct p256_ipv6_chains_policy : judged_policy<Crypto, outside::p256_chains, true> {};
template <class Crypto> struct public_chains_policy : judged_policy<Crypto, outside::public_chains> {};
template <class Crypto>
struct public_sha512_chains_policy : judged_policy<Crypto, outside::public_chains_with_sha512> {};
template <class Crypto> struct public_pss_chains_policy : judged_policy<Crypto, outside::public_chains_with_pss> {};

/// What a policy may leave out of all that. Names of symbols have only its number, and so do not look like what is left out.
enum class feature : std::uint8_t {
    tickets,
    renegotiation,
    extended_master_secret,
    server_name,
    alpn,
    fragment_length,
    all,
};
template <feature Out> constexpr bool has(feature each) { return Out != each && Out != feature::all; }

template <feature Out> constexpr flintls::options lean_options(flintls::options o) {
    if (!has<Out>(feature::renegotiation)) {
        o.client_renegotiation = o.server_renegotiation = flintls::renegotiation_mode::never;
    }
    if (!has<Out>(feature::fragment_length)) {
        o.fragment_length = {};
    }
    o.offer_session_tickets = has<Out>(feature::tickets);
    o.offer_extended_master_secret = has<Out>(feature::extended_master_secret);
    o.offer_server_name = has<Out>(feature::server_name);
    return o;
}
template <feature Out> constexpr bool is_read(flintls::extension_type type) {
    using enum flintls::extension_type;
    switch (type) {
    case session_ticket: return has<Out>(feature::tickets);
    case extended_master_secret: return has<Out>(feature::extended_master_secret);
    case server_name: return has<Out>(feature::server_name);
    case application_layer_protocol_negotiation: return has<Out>(feature::alpn);
    case max_fragment_length: return has<Out>(feature::fragment_length);
    default: return true;
    }
}
template <class... A, class... B>
flintls::extension_list<A..., B...> operator+(flintls::extension_list<A...>, flintls::extension_list<B...>);
template <feature Out, class List> struct lean_list;
template <feature Out, class... Es> struct lean_list<Out, flintls::extension_list<Es...>> {
    template <class E>
    using one_or_none =
        std::conditional_t<is_read<Out>(E::type), flintls::extension_list<E>, flintls::extension_list<>>;
    using type = decltype((flintls::extension_list<>{} + ... + one_or_none<Es>{}));
};

/// A policy without one feature, or without all, as an application would write it.
template <class All, feature Out> struct lean_policy : flintls::policy_of<lean_options<Out>(All::options), All> {
    using protocols = std::conditional_t<has<Out>(feature::alpn), typename All::protocols, flintls::protocol_list<>>;
    using client_hello_extensions = typename lean_list<Out, typename All::client_hello_extensions>::type;
};
template <class Crypto> using without_tickets_policy = lean_policy<ecdhe_psk_policy<Crypto>, feature::tickets>;
template <class Crypto>
using without_renegotiation_policy = lean_policy<ecdhe_psk_policy<Crypto>, feature::renegotiation>;
template <class Crypto>
using without_extended_master_secret_policy = lean_policy<ecdhe_psk_policy<Crypto>, feature::extended_master_secret>;
template <class Crypto> using without_server_name_policy = lean_policy<ecdhe_psk_policy<Crypto>, feature::server_name>;
template <class Crypto> using without_alpn_policy = lean_policy<ecdhe_psk_policy<Crypto>, feature::alpn>;
template <class Crypto>
using without_fragment_length_policy = lean_policy<ecdhe_psk_policy<Crypto>, feature::fragment_length>;
template <class Crypto> using bare_policy = lean_policy<ecdhe_policy<Crypto>, feature::all>;

/// TLS 1.3: SNI, one protocol, tickets, HelloRetryRequest, KeyUpdate, one suite.
template <class Crypto> struct tls13_psk_policy : flintls::policy_of<> {
    using crypto = Crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<>;
    using protocols = flintls::protocol_list<"mqtt">;
    static constexpr bool client_certificates = false;
};
template <class Crypto> struct tls13_psk_ke_policy : tls13_psk_policy<Crypto> {
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_ccm_8_sha256>;
    using psk_modes = flintls::psk_mode_list<flintls::psk_key_exchange_mode::psk_ke>;
    using groups = flintls::group_list<>;
};
template <class Crypto> struct tls13_certificate_policy : tls13_psk_policy<Crypto> {
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
};

template <class Crypto> struct tls13_with_client_certificate_policy : tls13_certificate_policy<Crypto> {
    static constexpr bool client_certificates = true;
};
template <class Crypto>
struct tls13_with_exporter_policy
    : flintls::policy_of<flintls::options{.exporters = true}, tls13_certificate_policy<Crypto>> {};

template <class Crypto>
struct tls13_with_cookie_policy
    : flintls::policy_of<flintls::options{.cookie = true}, tls13_certificate_policy<Crypto>> {};

/// Both versions in one hello; of TLS 1.2 with PSK as well.
constexpr flintls::options both_options(flintls::renegotiation_mode mode) {
    return {.client_renegotiation = mode, .ticket_slots = 2};
}
template <class Crypto, flintls::renegotiation_mode Mode> struct both_policy : flintls::policy_of<both_options(Mode)> {
    using crypto = Crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = flintls::protocol_list<"mqtt">;
    static constexpr bool client_certificates = false;
};
template <class Crypto> using both_never_policy = both_policy<Crypto, flintls::renegotiation_mode::never>;
template <class Crypto> using both_full_policy = both_policy<Crypto, flintls::renegotiation_mode::secure_only>;
/// Both versions, by certificate.
template <class Crypto> struct both_versions_policy : tls13_certificate_policy<Crypto> {
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

/// What a client knows: of TLS 1.3 the one or the other.
template <class P> struct knows {
    using type = flintls::credentials<
        flintls::pinned_keys<2>,
        std::conditional_t<P::client_certificates, flintls::own_certificate<outside::signer>, outside::no_certificate>,
        std::conditional_t<flintls::suites_of<P>::psk, flintls::preshared_key<outside::psk>, outside::no_key>>;
};
template <class P>
    requires requires { typename P::judge; }
struct knows<P> {
    using type = typename P::judge;
};
template <class P>
    requires flintls::speaks_tls_1_3<P>
struct knows<P> {
    using certified = flintls::credentials<flintls::pinned_keys<2>, flintls::own_certificate<outside::signer>>;
    using all = flintls::credentials<flintls::pinned_keys<2>, flintls::key_for_both<outside::psk>>;
    using one = std::conditional_t<P::signature_schemes::values.empty(), flintls::external_key<outside::psk>,
                                   flintls::pinned_keys<2>>;
    using type =
        std::conditional_t<flintls::speaks_both<P>, all, std::conditional_t<P::client_certificates, certified, one>>;
};

} // namespace bench
