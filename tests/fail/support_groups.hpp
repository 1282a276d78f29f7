// A policy of TLS 1.3 with a hybrid group, declared and not defined.
#pragma once
#include "support_crypto.hpp"

namespace brings {
struct hybrid {
    static constexpr auto group = flintls::named_group::x25519mlkem768;
    static constexpr std::uint32_t client_share_size = 1216, server_share_size = 1120, secret_size = 64;
    using key = whole::key;
    void reset();
    flintls::crypto_status generate(key&, std::uint8_t*);
    flintls::crypto_status agree(key const&, flintls::byte_view, std::uint8_t*);
    flintls::crypto_status encapsulate(flintls::byte_view, std::uint8_t*, std::uint8_t*);
};
struct crypto : whole::crypto {
    using more_groups = flintls::group_models<hybrid>;
};
template <flintls::options O = flintls::options{}> struct policy : flintls::policy_of<O> {
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using groups = flintls::group_list<flintls::named_group::secp256r1, flintls::named_group::x25519mlkem768>;
};
template <class P> using client = flintls::client<P, whole::pin>;
} // namespace brings
