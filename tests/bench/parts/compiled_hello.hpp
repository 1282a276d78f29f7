// The TLS 1.2 client whose hello is the vector mbedtls36_tls12: everything that a client's driver needs stays open.
#pragma once

#include "flintls/hello/compiled_hello.hpp"

namespace bench {

struct compiled_policy
    : flintls::policy_of<flintls::options{.signal = flintls::renegotiation_signal::scsv,
                                          .fragment_length = flintls::max_fragment_length_code::bytes_4096}> {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = flintls::protocol_list<"h2", "http/1.1">;
};

/// In the order of the vector.
struct compiled_offer {
    static constexpr std::array<flintls::ec_point_format, 1> formats{flintls::ec_point_format::uncompressed};

    constexpr auto operator()() const {
        using namespace flintls;
        using p = compiled_policy;
        return offer{slot<server_name>{},
                     application_layer_protocol_negotiation{p::protocols::values},
                     supported_groups{p::groups::values},
                     signature_algorithms{p::signature_schemes::values},
                     ec_point_formats{formats},
                     max_fragment_length{p::fragment_length},
                     extended_master_secret{},
                     slot<session_ticket>{},
                     slot<renegotiation_info>{}};
    }
};
using compiled = flintls::compiled_hello<compiled_policy, compiled_offer>;

} // namespace bench
