// Every public call of a client, behind a C function of its own: see README.md, drivers.
#include <new>
#include <type_traits>

#include "policies.hpp"

namespace outside {
struct no_certificate {};
struct no_key {};
} // namespace outside

namespace {

using namespace flintls;
using policy_in_use = bench::FLINTLS_BENCH_POLICY<outside::crypto>;
using known = credentials<
    pinned_keys<2>,
    std::conditional_t<policy_in_use::client_certificates, own_certificate<outside::signer>, outside::no_certificate>,
    std::conditional_t<suites_of<policy_in_use>::psk, preshared_key<outside::psk>, outside::no_key>>;
using measured = flintls::client<policy_in_use, known>;

} // namespace

extern "C" {

void flintls_bench_client_make(void* at, buffers const& b, known& own, ticket_store<policy_in_use>* store) {
    new (at) measured{b, own, store};
}
void flintls_bench_client_drop(measured* c) { c->~measured(); }
bool flintls_bench_client_connect(measured* c, byte_view name) { return c->connect(name); }
bool flintls_bench_client_renegotiate(measured* c, bool resume) { return c->renegotiate(resume); }
progress flintls_bench_client_run(measured* c, std::uint32_t now) { return c->run(now); }
void flintls_bench_client_received(measured* c, std::uint32_t size) { c->received(size); }
void flintls_bench_client_sent(measured* c, std::uint32_t size) { c->sent(size); }
void flintls_bench_client_consume(measured* c, std::uint32_t size) { c->consume(size); }
void flintls_bench_client_write(measured* c, std::uint32_t size) { c->write(size); }
void flintls_bench_client_space(measured* c, std::span<std::uint8_t>* out) { *out = c->space(); }
void flintls_bench_client_write_space(measured* c, std::span<std::uint8_t>* out) { *out = c->write_space(); }
void flintls_bench_client_ready(measured* c, byte_view* out) { *out = c->ready(); }
void flintls_bench_client_application_data(measured* c, byte_view* out) { *out = c->application_data(); }
void flintls_bench_client_close(measured* c) { c->close(); }
void flintls_bench_client_transport_lost(measured* c) { c->transport_lost(); }
std::uint32_t flintls_bench_client_failure(measured* c) { return c->failure().code(); }
}
