// A TLS 1.2 client's hello from typed values, the constant ones encoded at compile time, with the suites and extensions in the order of the vector mbedtls36_tls12.
#include <array>

#include "mbedtls36_hello.hpp"

namespace {

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
    return write_mbedtls36_hello(in, extensions, to, room);
}
