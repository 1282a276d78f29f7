// expect: flintls: a client with PSK suites needs a pre-shared key
// control: -DCONTROL
#include "flintls/tls12/credentials.hpp"

struct key {};
struct keys_in_an_element { // as far as this goes
    using key = ::key;
};
struct crypto {
    using psk = keys_in_an_element;
};
struct product : flintls::default_policy {
    using crypto = ::crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_ccm_8>;
};
struct pin : flintls::tls12::pinned_keys<> {
#ifdef CONTROL
    flintls::tls12::psk_choice<key> psk(flintls::byte_view) { return {}; }
#endif
};

static_assert(flintls::tls12::client_credentials_for<pin, product>);
