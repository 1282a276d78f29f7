// ECDHE without a group.
// expect: flintls: a policy with ECDHE suites needs a group
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using groups = flintls::group_list<>;
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#else
    using groups = flintls::group_list<>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
