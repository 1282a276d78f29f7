// A signature scheme that the drivers do not have.
// expect: flintls: the drivers do not have ecdsa_secp384r1_sha384
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256,
                                                   flintls::signature_scheme::rsa_pkcs1_sha256>;
#else
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256,
                                                   flintls::signature_scheme::rsa_pkcs1_sha256,
                                                   flintls::signature_scheme::ecdsa_secp384r1_sha384>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
