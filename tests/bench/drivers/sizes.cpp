// What a connection takes with Mbed TLS: its states of hashes and its handles of keys are in these objects, its keys in
// Mbed TLS's slots. The sizes are those of the symbols; nothing of this is linked.
#include <type_traits>

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/service.hpp"
#include "policies.hpp"

namespace {

using namespace flintls;

struct crypto {
    using sha256 = mbedtls::sha256;
    using hmac_sha256 = mbedtls::hmac_sha256;
    using aes_128_gcm = mbedtls::aes_128_gcm;
    using aes_128_ccm_8 = mbedtls::aes_128_ccm_8;
    using secp256r1 = mbedtls::secp256r1;
    using verifier = mbedtls::verifier;
    using signer = mbedtls::ecdsa_secp256r1;
    using psk = mbedtls::psk;
    using random = mbedtls::random;
};
// Flash and stack are measured with states of these sizes.
static_assert(sizeof(outside::key) == sizeof(mbedtls::key));
static_assert(sizeof(outside::sha256) == sizeof(crypto::sha256));
static_assert(sizeof(outside::hmac_sha256) == sizeof(crypto::hmac_sha256));
static_assert(hmac_of_bytes<outside::hmac_sha256> && hmac_of_bytes<crypto::hmac_sha256>);

using client_credentials = credentials<pinned_keys<2>, preshared_key<crypto::psk>>;
struct server_credentials {
    std::span<byte_view const> certificates();
    crypto::signer::key const& signing_key();
    psk_choice<crypto::psk::key> psk(byte_view);
    psk_choice<crypto::psk::key> external_psk(byte_view);
    bool accepts(identity const&);
    std::span<cookie_key const> cookie_keys();
};
using tickets = ticket_service<ticket_keys<1, aead_ticket<crypto::aes_128_gcm>, boot_counter>>;
template <template <class> class Policy> using client_of = flintls::client<Policy<crypto>, client_credentials>;
/// What a client of TLS 1.3 knows does not count: it is outside, and referred to.
template <template <class> class Policy, class Known> using modern_of = flintls::client<Policy<crypto>, Known>;
using known_key = external_key<crypto::psk>;
using all_known = credentials<pinned_keys<2>, key_for_both<crypto::psk>>;
template <template <class> class Policy> using server_of = flintls::server<Policy<crypto>, server_credentials, tickets>;

} // namespace

extern "C" {
char flintls_bench_state_client_ecdhe[sizeof(client_of<bench::ecdhe_policy>)];
char flintls_bench_state_client_ecdhe_psk[sizeof(client_of<bench::ecdhe_psk_policy>)];
char flintls_bench_state_client_tls13_psk_ke[sizeof(modern_of<bench::tls13_psk_ke_policy, known_key>)];
char flintls_bench_state_client_tls13_psk[sizeof(modern_of<bench::tls13_psk_policy, known_key>)];
char flintls_bench_state_client_tls13_certificate[sizeof(modern_of<bench::tls13_certificate_policy, pinned_keys<2>>)];
char flintls_bench_state_client_both_never[sizeof(modern_of<bench::both_never_policy, all_known>)];
char flintls_bench_state_client_both_full[sizeof(modern_of<bench::both_full_policy, all_known>)];
char flintls_bench_state_server_tls13_psk_ke[sizeof(server_of<bench::tls13_psk_ke_policy>)];
char flintls_bench_state_server_tls13_psk[sizeof(server_of<bench::tls13_psk_policy>)];
char flintls_bench_state_server_tls13_certificate[sizeof(server_of<bench::tls13_certificate_policy>)];
char flintls_bench_state_server_tls13_with_cookie[sizeof(server_of<bench::tls13_with_cookie_policy>)];
char flintls_bench_state_server_both_full[sizeof(server_of<bench::both_full_policy>)];
char flintls_bench_state_server_ecdhe[sizeof(server_of<bench::ecdhe_policy>)];
char flintls_bench_state_server_ecdhe_psk[sizeof(server_of<bench::ecdhe_psk_policy>)];
}
