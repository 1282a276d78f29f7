#include "parts.hpp"

std::size_t flintls_bench_write_server_hello(bench::raw_server_hello const* in, std::uint8_t* to, std::size_t room) {
    flintls::writer out{{to, room}};
    return out.write(*in) ? 0 : out.size();
}
