#include <span>

#include "parts.hpp"

int flintls_bench_parse_new_session_ticket(std::uint8_t const* body, std::size_t size,
                                           flintls::new_session_ticket* out) {
    return static_cast<int>(flintls::parse(std::span{body, size}, *out).code());
}
