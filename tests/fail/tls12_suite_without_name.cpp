// A suite that the registry does not have either.
// expect: flintls: the drivers do not have a cipher suite without a name
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_ccm_8>;
#else
    using suites = flintls::suite_list<static_cast<flintls::cipher_suite>(0xfefe)>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
