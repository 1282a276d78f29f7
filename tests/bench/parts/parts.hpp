// What is measured: one C function per part of the codec, each alone in the source file of its name, so that no
// optimiser sees through its call and a linker can tell what it pulls in.
#pragma once

#include <cstddef>
#include <cstdint>

#include "../../support/default_policy.hpp"
#include "compiled_hello.hpp"
#include "flintls/flintls.hpp"
#include "renegotiation.hpp"
#include "server_tickets.hpp"
#include "tickets.hpp"

namespace bench {

using namespace flintls;

using raw_client_hello = handshake<client_hello>;
using raw_server_hello = handshake<server_hello>;
using ticket_message = handshake<new_session_ticket>;

/// What a TLS 1.2 client reads in an answer.
using seen_server_hello = server_hello_with<
    extension_list<server_name, max_fragment_length, ec_point_formats, application_layer_protocol_negotiation,
                   extended_master_secret, session_ticket, renegotiation_info>>;

/// A second policy in the same image: a small TLS 1.2 server's.
using second_hello = client_hello_with<
    extension_list<server_name, supported_groups, ec_point_formats, signature_algorithms, renegotiation_info>>;

/// The extensions of parse_client_hello.cpp, streamed.
struct stream_policy : test::default_policy {
    using client_hello_extensions =
        extension_list<server_name, supported_groups, signature_algorithms, application_layer_protocol_negotiation,
                       session_ticket, extended_master_secret, renegotiation_info, supported_versions, key_share,
                       psk_key_exchange_modes, max_fragment_length, record_size_limit>;
};
using hello_stream = client_hello_stream<stream_policy>;
static_assert(sizeof(hello_stream) <= 320);

/// What changes from one hello to the next; the rest of what is written is the policy's.
struct hello_inputs {
    std::uint8_t const* random;
    std::uint8_t const* server_name;
    std::uint32_t server_name_size;
};

} // namespace bench

extern "C" {

// Parsers: 0 = accepted. `size` bytes of a body, without its handshake header.
int flintls_bench_parse_client_hello(std::uint8_t const* body, std::size_t size, void* out);
extern std::size_t const flintls_bench_out_size;
int flintls_bench_parse_second_policy(std::uint8_t const* body, std::size_t size, bench::second_hello* out);
int flintls_bench_parse_server_hello(std::uint8_t const* body, std::size_t size, bench::seen_server_hello* out);
int flintls_bench_parse_new_session_ticket(std::uint8_t const* body, std::size_t size,
                                           flintls::new_session_ticket* out);

// Writers: bytes written, the handshake header among them; 0 = failed.
std::size_t flintls_bench_write_client_hello(bench::raw_client_hello const* in, std::uint8_t* to, std::size_t room);
std::size_t flintls_bench_write_server_hello(bench::raw_server_hello const* in, std::uint8_t* to, std::size_t room);
std::size_t flintls_bench_write_new_session_ticket(bench::ticket_message const* in, std::uint8_t* to, std::size_t room);

// The same from typed values: the hellos of the vectors mbedtls36_tls12 and serverhello_mbedtls36.
std::size_t flintls_bench_build_client_hello(bench::hello_inputs const* in, std::uint8_t* to, std::size_t room);
std::size_t flintls_bench_assemble_client_hello(bench::hello_inputs const* in, std::uint8_t* to, std::size_t room);
std::size_t flintls_bench_build_server_hello(bench::hello_inputs const* in, std::uint8_t* to, std::size_t room);

// The first of these from its compile-time bytes; as pieces, the answer is their number.
std::size_t flintls_bench_compiled_client_hello(bench::compiled::message const* in, std::uint8_t* to, std::size_t room);
std::size_t flintls_bench_scattered_client_hello(bench::compiled::message const* in, bench::compiled::pieces* out);

// A whole message, header included, in pieces of that many bytes: the code of the outcome, 0 = accepted.
std::uint32_t flintls_bench_stream_client_hello(bench::hello_stream* stream, std::uint8_t const* message,
                                                std::size_t size, std::uint32_t piece);

// RFC 5746, the default policy's: an event to the rules of a connection, and what the next hello carries. True: go on.
bool flintls_bench_renegotiation_client(bench::client_rules* rules, bench::renegotiation_event const* event,
                                        flintls::renegotiation_signals* sent);
bool flintls_bench_renegotiation_server(bench::server_rules* rules, bench::renegotiation_event const* event,
                                        flintls::found<flintls::renegotiation_info>* sent);

// RFC 5077, a client's store: the handle of a ticket to offer, 0 = none; the part's other calls are beside it. And a
// session to its 144 bytes and back.
std::uint32_t flintls_bench_ticket_store(bench::tickets* store, flintls::name_digest const* peer, std::uint32_t now);
void flintls_bench_session_save(flintls::session const* in, std::uint8_t* to);
void flintls_bench_session_load(std::uint8_t const* bytes, flintls::session* out);

// RFC 5077, server: 0 = sealed; the verdict; 0 = a new key, -1 = none is due.
int flintls_bench_ticket_seal(bench::server_tickets* tickets, bench::server_keys* keys, flintls::session const* in,
                              std::uint32_t now, std::uint8_t* out);
int flintls_bench_ticket_open(bench::server_tickets* tickets, bench::server_keys* keys,
                              flintls::byte_view const* ticket, flintls::resumption_request const* hello,
                              std::uint32_t now, bench::opened_by_server* out);
int flintls_bench_ticket_keys(bench::server_keys* keys, bench::counted_bytes* source, std::uint32_t now);
}
