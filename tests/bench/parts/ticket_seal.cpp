#include "parts.hpp"

int flintls_bench_ticket_seal(bench::server_tickets* tickets, bench::server_keys* keys, flintls::session const* in,
                              std::uint32_t now, std::uint8_t* out) {
    using span = std::span<std::uint8_t, bench::server_tickets::size>;
    return static_cast<int>(tickets->seal(*keys, *in, now, span{out, bench::server_tickets::size}));
}
