#include "parts.hpp"

void flintls_bench_session_load(std::uint8_t const* bytes, flintls::session* out) {
    flintls::cursor in{bytes, bytes + flintls::session::wire::max_size};
    static_cast<void>(flintls::session::wire::read(in, *out));
}
