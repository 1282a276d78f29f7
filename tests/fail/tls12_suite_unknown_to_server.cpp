// A suite of the registry that the drivers do not have.
// expect: flintls: the drivers do not have TLS_AES_256_GCM_SHA384
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#else
    using suites = flintls::suite_list<flintls::cipher_suite::aes_256_gcm_sha384>;
#endif
};
std::size_t size() { return sizeof(whole::server<product>); }
