#include "parts.hpp"

int flintls_bench_ticket_open(bench::server_tickets* tickets, bench::server_keys* keys,
                              flintls::byte_view const* ticket, flintls::resumption_request const* hello,
                              std::uint32_t now, bench::opened_by_server* out) {
    auto verdict = flintls::ticket_verdict::full_handshake;
    return tickets->open(*keys, *ticket, *hello, now, *out, verdict) == flintls::crypto_status::done
               ? static_cast<int>(verdict)
               : -1;
}
