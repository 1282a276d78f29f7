// The values of the vector mbedtls36_tls12, and the message around its extensions.
#pragma once

#include <array>
#include <type_traits>

#include "parts.hpp"

namespace {

using namespace flintls;

// The types are spelt out: an array whose type GCC 12 deduces lands in RAM.
constexpr std::array<cipher_suite, 2> suites{cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                             cipher_suite::empty_renegotiation_info_scsv};
constexpr std::array<compression_method, 1> compressions{compression_method::null};
constexpr std::array<named_group, 1> groups{named_group::secp256r1};
constexpr std::array<signature_scheme, 1> schemes{signature_scheme::ecdsa_secp256r1_sha256};
constexpr std::array<ec_point_format, 1> formats{ec_point_format::uncompressed};
constexpr std::uint8_t h2[]{'h', '2'};
constexpr std::uint8_t http11[]{'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr std::array<byte_view, 2> protocols{byte_view{h2}, byte_view{http11}};

/// Writes the hello with these extensions. \return its size; 0: it does not fit
template <class Offer>
std::size_t write_mbedtls36_hello(bench::hello_inputs const* in, Offer const& extensions, std::uint8_t* to,
                                  std::size_t room) {
    handshake<basic_client_hello<Offer>> const message{{.legacy_version = protocol_version::tls_1_2,
                                                        .random = fixed_view<32>{in->random},
                                                        .session_id = {},
                                                        .cipher_suites = suites,
                                                        .compression_methods = compressions,
                                                        .extensions = extensions}};
    writer out{{to, room}};
    return out.write(message) ? 0 : out.size();
}

} // namespace
