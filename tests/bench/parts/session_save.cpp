#include "parts.hpp"

void flintls_bench_session_save(flintls::session const* in, std::uint8_t* to) {
    flintls::sink out{to, to + flintls::session::wire::max_size};
    static_cast<void>(flintls::session::wire::write(out, *in));
}
