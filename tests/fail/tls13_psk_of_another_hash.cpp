// RFC 8446 4.2.11: an external key of SHA-256 where all suites of TLS 1.3 have SHA-384.
// expect: flintls: the policy has no suite of TLS 1.3 with the hash of its crypto's psk
// control: -DCONTROL
#include "support_sha384.hpp"

struct psk_of_sha384 : outside::psk {
    static constexpr std::uint32_t early_secret_size = 48;
};
struct other : longer::crypto {
#ifdef CONTROL
    using psk = psk_of_sha384;
#endif
};
struct product : flintls::policy_of<> {
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_256_gcm_sha384>;
    using crypto = other;
};
struct key_holder : flintls::pinned_keys<> {
    flintls::psk_choice<whole::key> external_psk();
};
std::size_t size() { return sizeof(flintls::client<product, key_holder>); }
