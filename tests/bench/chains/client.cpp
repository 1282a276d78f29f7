// A client of TLS 1.2 as examples/firmware/tls_client_12, and in the place of its pin what FLINTLS_BENCH_CHAINS names. It is
// weighed, not run.
#include <psa/crypto.h>

#include <array>
#include <new>
#include <type_traits>

#include "chains/certificates.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/verifier_over.hpp"
#include "flintls/trust/path_to_anchor.hpp"
#include "support/client_visits.hpp"
#include "support/ecdsa_policy.hpp"
#ifdef FLINTLS_BENCH_BEARSSL
#include "flintls/crypto/bearssl.hpp"
#endif

namespace {

using namespace flintls;

struct pins {};

/// Without addresses of IPv6.
template <class Crypto, bool Ipv6 = false>
using judge_of = path_to_anchor<Crypto, utc_time, certificate_role::server, path_options{.ipv6 = Ipv6}>;

struct p256 {
    using sha256 = mbedtls::sha256;
    using issuer_p256 = mbedtls::issuer_p256;
};
#ifdef FLINTLS_BENCH_BEARSSL
/// P-256 by BearSSL, in handshakes as well. Key exchanges stay with Mbed TLS.
struct p256_m31 {
    using sha256 = mbedtls::sha256;
    using issuer_p256 = bearssl::issuer_p256;
};
/// What public certificates are signed with.
struct public_ones : p256 {
    using sha384 = mbedtls::sha384;
    using issuer_p384 = bearssl::issuer_p384;
    using issuer_rsa_pkcs1 = bearssl::issuer_rsa_pkcs1;
};
/// All by the arithmetic of P-384.
struct public_i31 : public_ones {
    using issuer_p256 = bearssl::issuer_p256_i31;
};
struct public_sha512 : public_ones {
    using sha512 = mbedtls::sha512;
};
struct public_pss : public_ones {
    using issuer_rsa_pss = bearssl::issuer_rsa_pss<mbedtls::sha256, mbedtls::sha384>;
};
/// All of it, and leaves with RSA keys too.
struct public_rsa_leaf : public_ones {};
#endif

using chosen = FLINTLS_BENCH_CHAINS;
constexpr bool has_ipv6 = FLINTLS_BENCH_IPV6;

/// One way to verify, for certificates and for handshakes; with pins only the latter.
template <class Chosen> struct verifier_of { using type = verifier_over<typename Chosen::issuer_p256>; };
template <> struct verifier_of<pins> { using type = mbedtls::verifier; };
#ifdef FLINTLS_BENCH_BEARSSL
template <> struct verifier_of<public_rsa_leaf> {
    using type = verifier_over<mbedtls::issuer_p256, bearssl::issuer_rsa_pkcs1>;
};
#endif
struct crypto_in_use : firmware::device_crypto {
    using verifier = verifier_of<chosen>::type;
};
struct policy_in_use : firmware::ecdsa_policy {
    using crypto = crypto_in_use;
#ifdef FLINTLS_BENCH_BEARSSL
    static constexpr bool rsa = std::is_same_v<chosen, public_rsa_leaf>;
    using suites = std::conditional_t<
        rsa,
        suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256>,
        firmware::ecdsa_policy::suites>;
    using signature_schemes =
        std::conditional_t<rsa,
                           scheme_list<signature_scheme::ecdsa_secp256r1_sha256, signature_scheme::rsa_pkcs1_sha256>,
                           firmware::ecdsa_policy::signature_schemes>;
#endif
};

template <class Crypto> std::span<anchor const> anchors_of() {
    if constexpr (path_crypto<Crypto>::has_rsa) {
        return bench::rsa4root;
    }
    return bench::p256root;
}

/// Static, so that its size is in the RAM of the image.
template <class Credentials, class... Arguments> Credentials& static_credentials(Arguments&&... arguments) {
    alignas(Credentials) static std::array<std::uint8_t, sizeof(Credentials)> room;
    return *new (room.data()) Credentials{static_cast<Arguments&&>(arguments)...};
}

template <class Chosen> int visit_server() {
    if constexpr (std::is_same_v<Chosen, pins>) {
        return firmware::make_visits<policy_in_use>(
            static_credentials<pinned_keys<1>>(std::array<pinned_keys<1>::pin, 1>{bench::p256root[0].subject}));
    } else {
        static utc_time clock;
        clock.seconds = board::clock::milliseconds();
        return firmware::make_visits<policy_in_use>(
            static_credentials<judge_of<Chosen, has_ipv6>>(anchors_of<Chosen>(), clock));
    }
}

} // namespace

int main() { return firmware::device_crypto::start() ? visit_server<chosen>() : 2; }
