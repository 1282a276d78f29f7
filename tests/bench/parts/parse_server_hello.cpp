#include <span>

#include "parts.hpp"

int flintls_bench_parse_server_hello(std::uint8_t const* body, std::size_t size, bench::seen_server_hello* out) {
    return static_cast<int>(flintls::parse(std::span{body, size}, *out).code());
}
