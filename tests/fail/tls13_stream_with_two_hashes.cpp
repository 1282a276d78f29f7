// A server that reads hellos longer than its buffer hashes them before it knows the suite.
// expect: flintls: a server of TLS 1.3 that reads hellos longer than its buffer has suites of one hash
// control: -DCONTROL
#include "support_sha384.hpp"

struct product : flintls::policy_of<flintls::options{.stream_client_hello = true}> {
    using crypto = longer::crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
#ifdef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::aes_256_gcm_sha384>;
#else
    using suites =
        flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256, flintls::cipher_suite::aes_256_gcm_sha384>;
#endif
};
struct known : flintls::own_certificate<outside::signer> {
    [[nodiscard]] bool accepts(flintls::identity const& client) const;
};
std::size_t size() { return sizeof(flintls::server<product, known, flintls::no_tickets>); }
