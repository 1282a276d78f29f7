// A TLS 1.2 server's answer from typed values, with the extensions in the order of the vector serverhello_mbedtls36.
#include <array>
#include <type_traits>

#include "parts.hpp"

namespace {

using namespace flintls;

constexpr std::array<ec_point_format, 1> formats{ec_point_format::uncompressed};
constexpr std::uint8_t h2[]{'h', '2'};
constexpr std::array<byte_view, 1> protocols{byte_view{h2}};

} // namespace

std::size_t flintls_bench_build_server_hello(bench::hello_inputs const* in, std::uint8_t* to, std::size_t room) {
    offer const extensions{renegotiation_info{},      max_fragment_length{max_fragment_length_code::bytes_4096},
                           extended_master_secret{},  session_ticket::in_server_hello{},
                           ec_point_formats{formats}, application_layer_protocol_negotiation{protocols}};
    handshake<basic_server_hello<std::remove_const_t<decltype(extensions)>>> const message{
        {.legacy_version = protocol_version::tls_1_2,
         .random = fixed_view<32>{in->random},
         .session_id = {},
         .cipher_suite = cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
         .compression_method = compression_method::null,
         .extensions = extensions}};
    writer out{{to, room}};
    return out.write(message) ? 0 : out.size();
}
