// A TLS 1.2 client's hello from typed values, the constant ones encoded at compile time, with the suites and extensions in the order of the vector mbedtls36_tls12.
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

/// What does not change from one connection to the next is encoded by the compiler.
constexpr auto const& constants = encode_extensions<[] {
    return offer{application_layer_protocol_negotiation{protocols},
                 supported_groups{groups},
                 signature_algorithms{schemes},
                 ec_point_formats{formats},
                 max_fragment_length{max_fragment_length_code::bytes_4096},
                 extended_master_secret{},
                 session_ticket{}};
}>;

} // namespace

std::size_t flintls_bench_build_client_hello(bench::hello_inputs const* in, std::uint8_t* to, std::size_t room) {
    std::array const names{server_name_entry{name_type::host_name, {in->server_name, in->server_name_size}}};
    offer const extensions{server_name{names}, encoded_extensions{constants}};
    handshake<basic_client_hello<std::remove_const_t<decltype(extensions)>>> const message{
        {.legacy_version = protocol_version::tls_1_2,
         .random = fixed_view<32>{in->random},
         .session_id = {},
         .cipher_suites = suites,
         .compression_methods = compressions,
         .extensions = extensions}};
    writer out{{to, room}};
    return out.write(message) ? 0 : out.size();
}
