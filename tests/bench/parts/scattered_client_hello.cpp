// The same as a list of pieces.
#include "parts.hpp"

std::size_t flintls_bench_scattered_client_hello(bench::compiled::message const* in, bench::compiled::pieces* out) {
    return bench::compiled::scatter(*in, *out) ? 0 : out->count();
}
