// The hello of build_client_hello.cpp with all eight extensions typed at run time.
#include <array>

#include "mbedtls36_hello.hpp"

std::size_t flintls_bench_assemble_client_hello(bench::hello_inputs const* in, std::uint8_t* to, std::size_t room) {
    std::array const names{server_name_entry{name_type::host_name, {in->server_name, in->server_name_size}}};
    offer const extensions{server_name{names},        application_layer_protocol_negotiation{protocols},
                           supported_groups{groups},  signature_algorithms{schemes},
                           ec_point_formats{formats}, max_fragment_length{max_fragment_length_code::bytes_4096},
                           extended_master_secret{},  session_ticket{}};
    return write_mbedtls36_hello(in, extensions, to, room);
}
