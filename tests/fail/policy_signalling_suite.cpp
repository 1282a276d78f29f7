// expect: flintls: a signalling or GREASE value is not a cipher suite to negotiate
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_ccm_8,
                                       flintls::cipher_suite::empty_renegotiation_info_scsv>;
#endif
};

flintls::client_hello_of<product> hello;
