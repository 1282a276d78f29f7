#include "parts.hpp"

int flintls_bench_ticket_keys(bench::server_keys* keys, bench::counted_bytes* source, std::uint32_t now) {
    return keys->due(3600, now) ? static_cast<int>(keys->generate(*source, now)) : -1;
}
