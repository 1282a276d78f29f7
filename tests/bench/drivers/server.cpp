// Every public call of a server with tickets, behind a C function of its own: see README.md, drivers.
#include <new>

#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/service.hpp"
#include "policies.hpp"

namespace {

using namespace flintls;
using policy_in_use = bench::FLINTLS_BENCH_POLICY<outside::crypto>;
using keys = ticket_keys<1, aead_ticket<outside::aes_128_gcm>, boot_counter>;
using tickets = ticket_service<keys>;

} // namespace

namespace outside {
/// Who the server is: the application's.
struct server_credentials {
    std::span<byte_view const> certificates();
    key const& signing_key();
    flintls::tls12::psk_choice<key> psk(byte_view identity);
    bool accepts(flintls::identity const& client);
};
} // namespace outside

namespace {
using server = tls12::server<policy_in_use, outside::server_credentials, tickets>;
}

extern "C" {

void flintls_bench_server_make(void* at, tls12::buffers const& b, outside::server_credentials& own, tickets* given) {
    new (at) server{b, own, given};
}
void flintls_bench_server_drop(server* s) { s->~server(); }
bool flintls_bench_server_accept(server* s) { return s->accept(); }
bool flintls_bench_server_request(server* s) { return s->request_renegotiation(); }
tls12::progress flintls_bench_server_run(server* s, std::uint32_t now) { return s->run(now); }
void flintls_bench_server_received(server* s, std::uint32_t size) { s->received(size); }
void flintls_bench_server_sent(server* s, std::uint32_t size) { s->sent(size); }
void flintls_bench_server_consume(server* s, std::uint32_t size) { s->consume(size); }
void flintls_bench_server_write(server* s, std::uint32_t size) { s->write(size); }
void flintls_bench_server_space(server* s, std::span<std::uint8_t>* out) { *out = s->space(); }
void flintls_bench_server_write_space(server* s, std::span<std::uint8_t>* out) { *out = s->write_space(); }
void flintls_bench_server_ready(server* s, byte_view* out) { *out = s->ready(); }
void flintls_bench_server_application_data(server* s, byte_view* out) { *out = s->application_data(); }
void flintls_bench_server_close(server* s) { s->close(); }
void flintls_bench_server_transport_lost(server* s) { s->transport_lost(); }
std::uint32_t flintls_bench_server_failure(server* s) { return s->failure().code(); }
}
