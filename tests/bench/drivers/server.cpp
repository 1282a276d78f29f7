// Every public call of a server with tickets, behind a C function of its own: see README.md, drivers.
#include <new>
#include <type_traits>

#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/service.hpp"
#include "policies.hpp"

namespace {

using namespace flintls;
using policy_in_use = bench::FLINTLS_BENCH_POLICY<outside::crypto>;
using keys = ticket_keys<1, aead_ticket<outside::aes_128_gcm>, boot_counter>;
using tickets = std::conditional_t<policy_in_use::offer_session_tickets, ticket_service<keys>, no_tickets>;

} // namespace

namespace outside {
/// Who the server is: the application's.
struct server_credentials {
    std::span<byte_view const> certificates();
    key const& signing_key();
    flintls::psk_choice<key> psk(byte_view identity);
    flintls::psk_choice<key> external_psk(byte_view identity);
    bool accepts(flintls::identity const& client);
    std::span<flintls::cookie_key const> cookie_keys();
};
/// It asks clients for certificates.
struct asking_credentials : server_credentials {
    static constexpr bool whole_chain = false;
    flintls::crypto_status trust(flintls::certificate_chain const&, flintls::identity const&, byte_view);
    flintls::client_certificate wants_certificate(bool again);
};
} // namespace outside

namespace {
using known =
    std::conditional_t<policy_in_use::client_certificates, outside::asking_credentials, outside::server_credentials>;
using measured = flintls::server<policy_in_use, known, tickets>;

/// For another handshake, or for new keys.
template <class S> bool asks_again(S& s) {
    if constexpr (speaks_tls_1_2<policy_in_use>) {
        return s.request_renegotiation();
    } else {
        return s.update_keys(true);
    }
}
} // namespace

extern "C" {

void flintls_bench_server_make(void* at, buffers const& b, known& own, tickets* given) {
    new (at) measured{b, own, given};
}
void flintls_bench_server_drop(measured* s) { s->~measured(); }
bool flintls_bench_server_accept(measured* s) { return s->accept(); }
bool flintls_bench_server_request(measured* s) { return asks_again(*s); }
progress flintls_bench_server_run(measured* s, std::uint32_t now) { return s->run(now); }
void flintls_bench_server_received(measured* s, std::uint32_t size) { s->received(size); }
void flintls_bench_server_sent(measured* s, std::uint32_t size) { s->sent(size); }
void flintls_bench_server_consume(measured* s, std::uint32_t size) { s->consume(size); }
void flintls_bench_server_write(measured* s, std::uint32_t size) { s->write(size); }
void flintls_bench_server_space(measured* s, std::span<std::uint8_t>* out) { *out = s->space(); }
void flintls_bench_server_write_space(measured* s, std::span<std::uint8_t>* out) { *out = s->write_space(); }
void flintls_bench_server_ready(measured* s, byte_view* out) { *out = s->ready(); }
void flintls_bench_server_application_data(measured* s, byte_view* out) { *out = s->application_data(); }
void flintls_bench_server_close(measured* s) { s->close(); }
void flintls_bench_server_transport_lost(measured* s) { s->transport_lost(); }
std::uint32_t flintls_bench_server_failure(measured* s) { return s->failure().code(); }
}
