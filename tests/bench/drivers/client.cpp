// Every public call of a client, behind a C function of its own: see README.md, drivers.
#include <new>

#include "policies.hpp"

namespace {

using namespace flintls;
using policy_in_use = bench::FLINTLS_BENCH_POLICY<outside::crypto>;
using credentials = tls12::credentials<tls12::pinned_keys<2>, tls12::preshared_key<outside::psk>>;
using client = tls12::client<policy_in_use, credentials>;

} // namespace

extern "C" {

void flintls_bench_client_make(void* at, tls12::buffers const& b, credentials& own,
                               ticket_store<policy_in_use>* store) {
    new (at) client{b, own, store};
}
void flintls_bench_client_drop(client* c) { c->~client(); }
bool flintls_bench_client_connect(client* c, byte_view name) { return c->connect(name); }
bool flintls_bench_client_renegotiate(client* c, bool resume) { return c->renegotiate(resume); }
tls12::progress flintls_bench_client_run(client* c, std::uint32_t now) { return c->run(now); }
void flintls_bench_client_received(client* c, std::uint32_t size) { c->received(size); }
void flintls_bench_client_sent(client* c, std::uint32_t size) { c->sent(size); }
void flintls_bench_client_consume(client* c, std::uint32_t size) { c->consume(size); }
void flintls_bench_client_write(client* c, std::uint32_t size) { c->write(size); }
void flintls_bench_client_space(client* c, std::span<std::uint8_t>* out) { *out = c->space(); }
void flintls_bench_client_write_space(client* c, std::span<std::uint8_t>* out) { *out = c->write_space(); }
void flintls_bench_client_ready(client* c, byte_view* out) { *out = c->ready(); }
void flintls_bench_client_application_data(client* c, byte_view* out) { *out = c->application_data(); }
void flintls_bench_client_close(client* c) { c->close(); }
void flintls_bench_client_transport_lost(client* c) { c->transport_lost(); }
std::uint32_t flintls_bench_client_failure(client* c) { return c->failure().code(); }
}
