// expect: flintls: a client with certificate suites needs a pin or another judge of certificates
// control: -DCONTROL
#include "flintls/tls12/credentials.hpp"

struct product : flintls::default_policy {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
struct nobody {};
#ifdef CONTROL
using trusted = flintls::tls12::pinned_keys<>;
#else
using trusted = nobody;
#endif

static_assert(flintls::tls12::client_credentials_for<trusted, product>);
