// All of the library, with a client, a server and what they use for each kind of suite.
#include "support_crypto.hpp"

#include "flintls/flintls.hpp"
#include "flintls/registry/names.hpp"

namespace {

using namespace flintls;

struct streaming
    : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512, .stream_client_hello = true},
                whole::policy> {
    using suites =
        suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256,
                   cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8, cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
                   cipher_suite::psk_with_aes_128_ccm_8>;
    using protocols = protocol_list<"h2", "mqtt">;
};
using keys = ticket_keys<1, aead_ticket<whole::crypto::aes_128_gcm>, boot_counter>;

constexpr auto named = make_client_hello<streaming, "sensor.example">();
static_assert(named.max_size > named.min_size);

} // namespace

template class flintls::client<streaming, whole::pin>;
template class flintls::client<whole::psk_policy, whole::pin>;
template class flintls::server<streaming, whole::identity_of_server>;
template class flintls::server<streaming, whole::identity_of_server, flintls::ticket_service<keys>>;
template class flintls::ticket_store<streaming>;
template class flintls::client_hello_stream<streaming>;
template class flintls::client_renegotiation<streaming>;
template class flintls::server_renegotiation<streaming>;

bool looks(flintls::byte_view bytes, flintls::hello_view& hello) {
    return !flintls::peek(bytes, hello) &&
           flintls::name_of(hello.message().cipher_suites.contains(flintls::cipher_suite::fallback_scsv)
                                ? flintls::errc::ok
                                : flintls::errc::truncated) != nullptr;
}
