// The calls to measure, the same on the target and on the host. A meter has
//   auto measure<function>(char const* group, char const* name, arguments…)   the function's result
//   void check(bool passed, char const* what)
//   void size(char const* name, std::size_t bytes)                            of a parsed message
#pragma once

#include <cstddef>
#include <cstdint>

#include "hostile.hpp"
#include "parts/parts.hpp"
#include "support/stream.hpp"
#include "vectors.hpp"

namespace bench {

/// Storage without a type, as a C program would hand it to the parser.
inline constexpr std::size_t out_room = 512;
alignas(8) inline std::uint8_t out[out_room];
inline std::uint8_t written[2048];
inline std::uint8_t hostile_body[hostile_64k];

inline constexpr std::uint32_t header_size = 4;

inline bool wrote(std::size_t size, vectors::entry const& expected) {
    return byte_view{written, static_cast<std::uint32_t>(size)} == byte_view{expected.data, expected.size};
}

/// Parses the body into `seen`, and writes the whole message from a raw view of it.
template <auto Parse, auto Write, class Raw, class Meter>
void measure_hello(Meter& meter, vectors::entry const& hello, auto* seen) {
    int const refused =
        meter.template measure<Parse>("parse", hello.name, hello.data + header_size, hello.size - header_size, seen);
    meter.check(refused == 0, hello.name);

    Raw parsed;
    meter.check(!parse(byte_view{hello.data, hello.size}, parsed), hello.name);
    std::size_t const size = meter.template measure<Write>("serialize", hello.name, &parsed, written, sizeof written);
    meter.check(wrote(size, hello), hello.name);
}

template <class Meter> void measure_client_hello(Meter& meter, vectors::entry const& hello) {
    measure_hello<flintls_bench_parse_client_hello, flintls_bench_write_client_hello, raw_client_hello>(meter, hello,
                                                                                                        out);
}

template <class Meter> void measure_server_hello(Meter& meter) {
    constexpr vectors::entry hello{"serverhello_mbedtls36", vectors::serverhello_mbedtls36,
                                   sizeof vectors::serverhello_mbedtls36};
    seen_server_hello seen;
    measure_hello<flintls_bench_parse_server_hello, flintls_bench_write_server_hello, raw_server_hello>(meter, hello,
                                                                                                        &seen);
}

template <class Meter> void measure_built(Meter& meter) {
    constexpr vectors::entry client{"build_client_hello_126", vectors::mbedtls36_tls12,
                                    sizeof vectors::mbedtls36_tls12};
    constexpr std::uint8_t host[]{'w', 'w', 'w', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', '.', 'c', 'o', 'm'};
    hello_inputs const hello{client.data + header_size + 2, host, sizeof host};
    std::size_t size = meter.template measure<flintls_bench_build_client_hello>("messages", client.name, &hello,
                                                                                written, sizeof written);
    meter.check(wrote(size, client), client.name);
    size = meter.template measure<flintls_bench_assemble_client_hello>("messages", "assemble_client_hello_126", &hello,
                                                                       written, sizeof written);
    meter.check(wrote(size, client), "assemble_client_hello_126");

    constexpr vectors::entry server{"build_server_hello_77", vectors::serverhello_mbedtls36,
                                    sizeof vectors::serverhello_mbedtls36};
    hello_inputs const answer{server.data + header_size + 2, nullptr, 0};
    size = meter.template measure<flintls_bench_build_server_hello>("messages", server.name, &answer, written,
                                                                    sizeof written);
    meter.check(wrote(size, server), server.name);
}

template <class Meter> void measure_compiled(Meter& meter) {
    constexpr vectors::entry client{"compiled_client_hello_126", vectors::mbedtls36_tls12,
                                    sizeof vectors::mbedtls36_tls12};
    static constexpr std::uint8_t host[]{'w', 'w', 'w', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', '.', 'c', 'o', 'm'};
    auto const hello = compiled::with({.random = fixed_view<32>{client.data + header_size + 2}, .host_name = host});
    std::size_t size = meter.template measure<flintls_bench_compiled_client_hello>("messages", client.name, &hello,
                                                                                   written, sizeof written);
    meter.check(wrote(size, client), client.name);

    static constexpr std::uint8_t ticket[128]{0xa5};
    auto resuming = hello;
    resuming.ticket.value.ticket = ticket;
    size = meter.template measure<flintls_bench_compiled_client_hello>("messages", "compiled_client_hello_ticket",
                                                                       &resuming, written, sizeof written);
    meter.check(size == sizeof vectors::mbedtls36_tls12 + sizeof ticket, "compiled_client_hello_ticket");

    meter.size("client_hello_pieces", sizeof(compiled::pieces));
    compiled::pieces pieces;
    meter.template measure<flintls_bench_scattered_client_hello>("messages", "scattered_client_hello_126", &hello,
                                                                 &pieces);
    size = 0;
    for (byte_view const piece : pieces) {
        copy(written + size, piece.data(), piece.size());
        size += piece.size();
    }
    meter.check(wrote(size, client), "scattered");
}

template <class Meter> void measure_ticket(Meter& meter) {
    static constexpr std::uint8_t bytes[header_size + 6 + 128]{4, 0, 0, 6 + 128, 0, 0, 0x1c, 0x20, 0, 128, 0xa5};
    ticket_message message;
    int const refused = meter.template measure<flintls_bench_parse_new_session_ticket>(
        "messages", "parse_new_session_ticket_128", bytes + header_size, sizeof bytes - header_size, &message.body);
    meter.check(refused == 0 && message.body.ticket_lifetime_hint == 7200 && message.body.ticket.size() == 128,
                "ticket");

    std::size_t const size = meter.template measure<flintls_bench_write_new_session_ticket>(
        "messages", "write_new_session_ticket_128", &message, written, sizeof written);
    meter.check(wrote(size, {"", bytes, sizeof bytes}), "ticket");
}

template <class Meter> void measure_second_policy(Meter& meter, vectors::entry const& hello) {
    second_hello seen;
    int const refused = meter.template measure<flintls_bench_parse_second_policy>(
        "second_policy", hello.name, hello.data + header_size, hello.size - header_size, &seen);
    meter.check(refused == 0, hello.name);
}

/// A connection that renegotiates once, event by event; its hello carries `again` bytes.
template <auto Function, class Rules, class Sent, class Meter>
void measure_rules(Meter& meter, char const* const (&rows)[5], std::uint32_t again) {
    using event = renegotiation_event;
    static constexpr std::uint8_t verify_data[24]{1, 2, 3};
    event const start{.what = event::kind::start};
    event const hello{.what = event::kind::hello, .signals = {.scsv = false, .info = {{}, true}}};
    event const hello_again{.what = event::kind::hello,
                            .signals = {.scsv = false, .info = {{{verify_data, again}}, true}}};
    event const data{.what = event::kind::application_data};
    event const finished{.what = event::kind::finished,
                         .how = {.resumed = false, .extended_master_secret = true},
                         .client_verify_data = {verify_data, 12},
                         .server_verify_data = {verify_data + 12, 12}};
    event const close{.what = event::kind::close};
    Rules rules;
    Sent sent;
    (void)Function(&rules, &start, &sent); // a server has nothing to request yet
    meter.check(Function(&rules, &hello, &sent) && Function(&rules, &finished, &sent), "first handshake");
    event const* const events[]{&start, &hello_again, &data, &finished, &close};
    for (std::size_t i = 0; i < 5; ++i) {
        meter.check(meter.template measure<Function>("renegotiation", rows[i], &rules, events[i], &sent), rows[i]);
    }
}

template <class Meter> void measure_kept_tickets(Meter& meter) {
    meter.size("ticket_slot_beyond_ticket", sizeof(tickets::slot) - two_tickets::max_ticket);
    meter.size("client_resumption", sizeof(client_resumption));
}

template <class Meter> void measure_renegotiation(Meter& meter) {
    meter.size("renegotiation_client", sizeof(client_rules));
    meter.size("renegotiation_server", sizeof(server_rules));
    measure_rules<flintls_bench_renegotiation_client, client_rules, renegotiation_signals>(
        meter, {"client_start", "client_hello", "client_data", "client_finished", "client_close"}, 24);
    measure_rules<flintls_bench_renegotiation_server, server_rules, found<renegotiation_info>>(
        meter, {"server_request", "server_hello", "server_data", "server_finished", "server_close"}, 12);
}

/// A message in one piece, and in pieces of 64 bytes.
template <class Meter> void measure_streamed(Meter& meter, char const* name, byte_view message) {
    static hello_stream stream;
    std::uint32_t const whole = meter.template measure<flintls_bench_stream_client_hello>(
        "stream", name, &stream, message.data(), message.size(), message.size());
    meter.check(whole == 0 && stream.done(), name);
    std::uint32_t const cut = meter.template measure<flintls_bench_stream_client_hello>(
        "stream_by_64", name, &stream, message.data(), message.size(), std::uint32_t{64});
    meter.check(cut == 0 && stream.done(), name);
    std::uint32_t const single = meter.template measure<flintls_bench_stream_client_hello>(
        "stream_by_1", name, &stream, message.data(), message.size(), std::uint32_t{1});
    meter.check(single == 0 && stream.done(), name);
}

template <class Meter> void measure_stream(Meter& meter) {
    meter.size("hello_stream", sizeof(hello_stream));
    for (vectors::entry const& hello : vectors::client_hellos) {
        measure_streamed(meter, hello.name, {hello.data, hello.size});
    }
    static constexpr test::big_hello big;
    measure_streamed(meter, "post_quantum_4k", big.view());
}

template <class Meter> void measure_server_tickets(Meter& meter) {
    static server_keys keys;
    static server_tickets sealer;
    static opened_by_server opened;
    meter.size("ticket_sealer", sizeof sealer);
    meter.size("ticket_keys_2", sizeof keys);
    meter.size("opened_ticket", sizeof opened);
    counted_bytes source;
    for (std::uint32_t now : {1000U, 10'000U}) { // the second time one drops back
        int const made = meter.template measure<flintls_bench_ticket_keys>(
            "server_tickets", now == 1000 ? "keys" : "keys_again", &keys, &source, now);
        meter.check(made == 0, "keys");
    }
    session s{10'000, 0, protocol_version::tls_1_2, cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, true, 0, {}, {},
              {},     {}};
    s.master_secret.fill(7);
    int const refused = meter.template measure<flintls_bench_ticket_seal>("server_tickets", "seal", &sealer, &keys, &s,
                                                                          10'000U, written);
    static constexpr std::uint8_t suites[]{0xc0, 0x2b, 0xc0, 0x2f};
    resumption_request const hello{s.version, list_view<number<cipher_suite>>::from_encoded({suites, 4}), true, {}};
    byte_view const ticket{written, server_tickets::size};
    int const verdict = meter.template measure<flintls_bench_ticket_open>("server_tickets", "open", &sealer, &keys,
                                                                          &ticket, &hello, 10'060U, &opened);
    bool const resumed = verdict == static_cast<int>(ticket_verdict::resume);
    meter.check(refused == 0 && resumed && opened.text.state == s, "tickets");
}

template <class Meter> void measure_hostile(Meter& meter, char const* group, std::size_t room) {
    for (auto const& [kind, name, accepted] : hostile_kinds) {
        std::size_t const size = make_hostile(kind, hostile_body, room);
        int const refused =
            meter.template measure<flintls_bench_parse_client_hello>(group, name, hostile_body, size, out);
        meter.check((refused == 0) == accepted, name);
    }
}

template <class Meter> void measure_all(Meter& meter) {
    meter.check(flintls_bench_out_size <= out_room, "out_room");
    meter.size("client_hello", flintls_bench_out_size);
    meter.size("server_hello", sizeof(seen_server_hello));
    meter.size("new_session_ticket", sizeof(new_session_ticket));
    for (vectors::entry const& hello : vectors::client_hellos) {
        measure_client_hello(meter, hello);
    }
    measure_server_hello(meter);
    measure_built(meter);
    measure_compiled(meter);
    measure_ticket(meter);
    for (vectors::entry const& hello : vectors::client_hellos) {
        measure_second_policy(meter, hello);
    }
    measure_stream(meter);
    measure_renegotiation(meter);
    measure_kept_tickets(meter);
    measure_server_tickets(meter);
    measure_hostile(meter, "hostile_4k", hostile_4k);
    measure_hostile(meter, "hostile_64k", hostile_64k);
}

} // namespace bench
