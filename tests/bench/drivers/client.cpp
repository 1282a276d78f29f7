// Every public call of a client, behind a C function of its own: see README.md, drivers.
#include <new>
#include <type_traits>

#include "policies.hpp"

namespace {

using namespace flintls;
using policy_in_use = bench::FLINTLS_BENCH_POLICY<outside::crypto>;
using known = bench::knows<policy_in_use>::type;
using measured = flintls::client<policy_in_use, known>;

/// A renegotiation, or in TLS 1.3 what stands in its place.
template <class Client> bool begin_again(Client& c, bool flag) {
    if constexpr (requires { c.renegotiate(flag); }) {
        return c.renegotiate(flag);
    } else {
        return c.update_keys(flag);
    }
}

/// Of policies with exporters.
template <class Client> crypto_status exported(Client& c, byte_view label, std::span<std::uint8_t> out) {
    if constexpr (requires { c.export_material(label, label, out); }) {
        return c.export_material(label, label, out);
    }
    return crypto_status::failed;
}

} // namespace

extern "C" {

void flintls_bench_client_make(void* at, buffers const& b, known& own, ticket_store<policy_in_use>* store) {
    new (at) measured{b, own, store};
}
void flintls_bench_client_drop(measured* c) { c->~measured(); }
bool flintls_bench_client_connect(measured* c, byte_view name) { return c->connect(name); }
bool flintls_bench_client_renegotiate(measured* c, bool resume) { return begin_again(*c, resume); }
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
crypto_status flintls_bench_client_export(measured* c, byte_view label, std::span<std::uint8_t>* out) {
    return exported(*c, label, *out);
}
std::uint32_t flintls_bench_client_failure(measured* c) { return c->failure().code(); }
}
