// A TLS 1.2 client's hello from its compile-time bytes, into a buffer.
#include "parts.hpp"

std::size_t flintls_bench_compiled_client_hello(bench::compiled::message const* in, std::uint8_t* to,
                                                std::size_t room) {
    flintls::writer out{{to, room}};
    return out.write(*in) ? 0 : out.size();
}
