// A type of crypto that does not model its concept.
// expect: flintls: verifier of the policy's crypto is not a signature_verifier
// control: -DCONTROL
#include "support_crypto.hpp"

struct wrong {};
struct other : whole::crypto {
    using verifier = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
