// K8: the outcome of a connection does not depend on how the transport cuts the stream. Every scenario runs once over a
// transport that cuts nothing, with the expected end; then over other transports, with the same end and the same bytes.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/story.hpp"

namespace {

using namespace pair;
using type = handshake_type;
using kind = transport::cut::kind;

/// The observable result of one or several connections.
struct outcome {
    int end = -2; ///< -1: both sides succeed; else the alert that was sent
    std::vector<bytes> sent, got;
    std::vector<std::uint32_t> facts;

    friend bool operator==(outcome const&, outcome const&) = default;
};
void add(outcome& o, endpoint& e) {
    o.sent.push_back(e.all_sent);
    o.got.push_back(e.got);
    for (std::uint32_t const fact : {e.connected, static_cast<unsigned>(e.last), e.failure().code(),
                                     static_cast<unsigned>(e.resumed()), static_cast<unsigned>(e.secure())}) {
        o.facts.push_back(fact);
    }
}

struct scenario {
    std::string name;
    int end = -1;
    std::function<outcome(transport const&)> run;
    std::uint32_t longest = 600; ///< bytes in the longest record
    bool dear = false;           ///< the scenario has public-key operations
};

/// A transport that cuts nothing, whatever FLINTLS_PAIR_CUT says.
transport const uncut{.cuts = {}};

#ifdef FLINTLS_FEW_CUTS // for sanitizers, which run slowly
constexpr std::uint32_t fewer = 8;
#else
constexpr std::uint32_t fewer = 1;
#endif
/// By default a selection that runs in seconds. With FLINTLS_EVERY_CUT: a cut at every byte of a scenario's records.
std::vector<transport> cuts_for(scenario const& s) {
    bool const every = std::getenv("FLINTLS_EVERY_CUT") != nullptr;
    std::vector<transport> all{{.cuts = {kind::even, 1}},
                               {.most_out = 1, .cuts = {}},
                               {.most_out = 7, .blocks = true, .cuts = {kind::even, 3}}};
    std::uint32_t const step = every ? 1 : fewer * (s.dear ? 61 : 7);
    for (std::uint32_t at = 0; at < (every ? s.longest : std::min(s.longest, 600U)); at += at < 6 ? 1 : step) {
        all.push_back({.cuts = {kind::records, at}});
    }
    for (std::uint32_t number = 0; number < (every ? 100U : s.dear ? 3U : 12U); ++number) {
        all.push_back({.most_out = number % 3 == 0 ? 0xffff : 1 + number * 97, .cuts = {kind::random, number}});
    }
    return all;
}
void check(std::vector<scenario> const& all) {
    for (scenario const& each : all) {
        CAPTURE(each.name);
        outcome const whole = each.run(uncut);
        CHECK(whole.end == each.end);
        for (transport const& how : cuts_for(each)) {
            CAPTURE(how.most_out);
            CAPTURE(static_cast<int>(how.cuts.where));
            CAPTURE(how.cuts.number);
            CHECK(each.run(how) == whole);
        }
    }
}

std::string number(std::size_t value) { return std::to_string(value); }

// Both ends are flintls.

template <class Policy, template <class> class... Knows>
scenario tells(std::string name, room const& sizes, bool dear) {
    return {.name = std::move(name) + ", buffers of " + number(sizes.receive) + " and " + number(sizes.messages),
            .run =
                [sizes](transport const& how) {
                    story const s = run_story<Policy, Knows...>(how, sizes);
                    outcome o;
                    o.end = s.good ? -1 : 0;
                    o.sent = {s.client_sent, s.server_sent};
                    return o;
                },
            .dear = dear};
}
constexpr room least{541, 541, 81};
constexpr room one_above{542, 542, 82};

TEST_CASE("K8: full, renegotiated and resumed, with buffers of the least size and one above") {
    CHECK(least.receive == world<basic, basic>::client_type::min_receive);
    CHECK(least.messages == world<basic, basic>::client_type::min_messages);
    for (room const& sizes : {least, one_above}) {
        check({tells<with_psk>("PSK", sizes, false), //
               tells<only_psk>("ECDHE_PSK", sizes, true), tells<small>("ECDHE_ECDSA, fragments of 512", sizes, true)});
    }
    check({tells<everything>("ECDHE_ECDSA", {}, true)});
}
TEST_CASE("K8: the same with certificates of both sides") {
    for (room const& sizes : {least, one_above}) {
        check({tells<small, client_proves, server_asks>("both certificates, fragments of 512", sizes, true)});
    }
}

// The server is an actor.

bytes const ems = extended_master_secret_extension();
bytes const secure = renegotiated({}) + ems;
struct both_kinds : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};

/// A client with these buffers, and the acts of its server.
template <class Act>
scenario served(std::string name, int end, room const& sizes, Act act, std::uint32_t longest = 600, bool dear = false) {
    return {.name = std::move(name) + ", buffers of " + number(sizes.receive) + " and " + number(sizes.messages),
            .end = end,
            .run =
                [sizes, act](transport const& how) {
                    seed(9);
                    world<both_kinds, both_kinds> w;
                    w.client_room = sizes;
                    auto link = w.begun();
                    actor server{false};
                    server.how = how;
                    server.meet(link->client);
                    act(server, link->client);
                    server.meet(link->client);
                    outcome o;
                    o.end = link->client.over() ? link->client.alert_sent() : link->client.idle() ? -1 : -2;
                    add(o, link->client);
                    o.facts.push_back(static_cast<std::uint32_t>(link->client.side->ticket()));
                    o.facts.push_back(server.good ? 1 : 0);
                    return o;
                },
            .longest = longest,
            .dear = dear};
}
/// Sends `messages` in records of `size` bytes.
void say_in(actor& server, bytes const& messages, std::size_t size) {
    for (std::size_t at = 0; at < messages.size(); at += size) {
        auto const begin = messages.begin() + static_cast<std::ptrdiff_t>(at);
        auto const end = messages.begin() + static_cast<std::ptrdiff_t>(std::min(messages.size(), at + size));
        server.say(bytes(begin, end), false);
    }
}
/// The flight of a server with a certificate, from ServerHello to ServerHelloDone, followed by `more`.
bytes certified_flight(actor& server, bytes const& more = {}) {
    bytes flight;
    auto const add = [&](bytes const& each) {
        append(server.transcript, each);
        append(flight, each);
    };
    add(answer_message({.suites = {0xc02b}, .extensions = secure}, server.server_random));
    bytes const leaf = with_length(3, to_bytes(sensor.certificate));
    add(message(type::certificate, with_length(3, leaf + more)));
    add(server.ecdhe_key_exchange_message());
    add(message(type::server_hello_done, {}));
    return flight;
}

TEST_CASE("K8: a flight in one record, in a few and in many, whatever the buffers") {
    std::vector<scenario> all;
    for (std::size_t const size : {16384U, 500U, 100U}) {
        for (room const& sizes : {least, one_above, room{541, 541, 150}, room{541, 541, 300}, room{600, 541, 500},
                                  room{2048, 541, 81}, room{2048, 2048, 500}}) {
            bool const fits = (size == 16384 && sizes.receive == 2048) || sizes.messages == 500;
            scenario s = served(
                "records of " + number(size), fits ? -1 : 40, sizes,
                [size](actor& server, endpoint& client) {
                    say_in(server, certified_flight(server), size);
                    server.meet(client);
                    if (!client.over()) server.finish();
                },
                700, true);
            all.push_back(std::move(s));
        }
    }
    // Message buffers of 150 to 300 bytes hold a key and, by the length of the signature, a message or not. These
    // scenarios only claim that every transport gives the same end.
    for (scenario& each : all) {
        if (each.name.find("541 and 150") != std::string::npos || each.name.find("541 and 300") != std::string::npos) {
            each.end = each.run(uncut).end;
        }
    }
    check(all);
}
TEST_CASE("K8: a chain longer than the buffers") {
    std::vector<scenario> all;
    bytes more;
    for (unsigned i = 0; i < 5; ++i) append(more, with_length(3, bytes(1000, 0x30)));
    for (std::size_t const size : {16384U, 1000U}) {
        for (room const& sizes : {room{541, 541, 500}, room{542, 541, 501}, room{1000, 541, 700}}) {
            all.push_back(served(
                "records of " + number(size), -1, sizes,
                [size, more](actor& server, endpoint& client) {
                    say_in(server, certified_flight(server, more), size);
                    server.meet(client);
                    if (!client.over()) server.finish();
                },
                6000, true));
        }
    }
    check(all);
}
TEST_CASE("K8: a ticket that is too long") {
    std::vector<scenario> all;
    for (std::size_t const ticket : {60U, 256U, 257U, 300U, 520U, 521U, 522U, 9000U}) {
        for (room const& sizes : {least, one_above, room{541, 541, 300}}) {
            for (std::size_t const size : {std::size_t{16384}, std::size_t{530}, std::size_t{11}}) {
                all.push_back(served(
                    "a ticket of " + number(ticket) + " in records of " + number(size), -1, sizes,
                    [ticket, size](actor& server, endpoint& client) {
                        server.server_answers({.extensions = secure + extension(35, {})});
                        server.say(message(type::server_hello_done, {}));
                        server.meet(client);
                        bytes const m =
                            message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(ticket, 7)));
                        append(server.transcript, m);
                        say_in(server, m, size);
                        server.finish();
                    },
                    static_cast<std::uint32_t>(std::min(ticket + 20, size + 5))));
            }
        }
    }
    check(all);
}
TEST_CASE("K8: what is refused is refused in every cut") {
    std::vector<scenario> all;
    auto const answered = [](actor& server, endpoint& client) {
        server.server_answers({.extensions = secure});
        server.say(message(type::server_hello_done, {}));
        server.meet(client);
    };
    auto const add = [&](char const* name, int end, auto act) {
        for (room const& sizes : {least, one_above}) all.push_back(served(name, end, sizes, act, 100));
    };
    add("another message behind a good one", 10, [](actor& server, endpoint&) {
        bytes const both = answer_message({.extensions = secure}, server.server_random) + message(type::finished, {1});
        server.say(both, false);
    });
    add("a message behind Finished", 10, [&](actor& server, endpoint& client) {
        answered(server, client);
        server.change();
        server.say(server.finished_message(false) + message(type::hello_request, {}), false);
    });
    add("a message before Finished", 10, [&](actor& server, endpoint& client) {
        answered(server, client);
        server.change();
        server.say(message(type::hello_request, {}) + server.finished_message(false), false);
    });
    add("ChangeCipherSpec within a message", 10, [&](actor& server, endpoint&) {
        bytes const answer = answer_message({.extensions = secure}, server.server_random);
        server.say(bytes(answer.begin(), answer.begin() + 20), false);
        server.say_record(content_type::change_cipher_spec, {1});
    });
    add("data within a message", 10, [&](actor& server, endpoint&) {
        bytes const answer = answer_message({.extensions = secure}, server.server_random);
        server.say(bytes(answer.begin(), answer.begin() + 3), false);
        server.say_record(content_type::application_data, {'x'});
    });
    add("a record of another version", 70, [](actor& server, endpoint&) {
        append(server.out, bytes{22, 2, 0, 0, 4, 14, 0, 0, 0});
    });
    add("a record that is too long", 22, [](actor& server, endpoint&) {
        append(server.out, bytes{22, 3, 3, 0x40, 0x01});
    });
    add("a plaintext record that is no handshake and does not fit", 22, [](actor& server, endpoint&) {
        append(server.out, bytes{23, 3, 3, 0x04, 0x01} + bytes(0x401));
    });
    add("a message that is too long", 40, [](actor& server, endpoint&) {
        server.say(bytes{2, 0, 0x40, 0} + bytes(2000), false);
    });
    add("an empty record", 10, [](actor& server, endpoint&) { server.say_record(content_type::handshake, {}); });
    add("a malformed alert", 50, [](actor& server, endpoint&) { server.say_record(content_type::alert, {1}); });
    add("a bad Finished", 51, [&](actor& server, endpoint& client) {
        answered(server, client);
        server.change();
        server.say(message(type::finished, bytes(12)), false);
    });
    add("a record whose tag is wrong", 20, [&](actor& server, endpoint& client) {
        answered(server, client);
        server.finish();
        server.out.back() ^= 1U;
    });
    check(all);
}
TEST_CASE("K8: warnings between the parts of a message, and data behind the handshake") {
    check({served("warnings", -1, least, [](actor& server, endpoint& client) {
        bytes const answer = answer_message({.extensions = secure}, server.server_random);
        append(server.transcript, answer);
        server.say(bytes(answer.begin(), answer.begin() + 20), false);
        server.say_alert(1, 90);
        server.say(bytes(answer.begin() + 20, answer.end()), false);
        server.say(message(type::server_hello_done, {}));
        server.meet(client);
        server.finish();
        for (std::size_t const size : {1U, 0U, 511U, 2U}) {
            server.say_record(content_type::application_data, bytes(size, 'x'));
        }
        server.say_alert(1, 90);
    })});
}

// The client is an actor.

struct streams : policy_of<options{.max_message = 8192, .stream_client_hello = true}, with_psk> {};
template <class Policy>
scenario greeted(std::string name, int end, room const& sizes, bytes const& extensions, std::size_t record_size) {
    return {.name = std::move(name) + " in records of " + number(record_size) + ", buffers of " +
                    number(sizes.receive) + " and " + number(sizes.messages),
            .end = end,
            .run =
                [=](transport const& how) {
                    seed(11);
                    world<with_psk, Policy> w;
                    w.server_room = sizes;
                    auto link = w.begun();
                    actor client{true};
                    client.how = how;
                    bytes const whole = greeting_message({.extensions = extensions}, client.client_random);
                    client.transcript = whole;
                    say_in(client, whole, record_size);
                    client.meet(link->server);
                    if (!link->server.over()) {
                        client.say(client.psk_key_exchange());
                        client.make_psk_master(true);
                        client.expand();
                        client.finish();
                        client.meet(link->server);
                    }
                    outcome o;
                    o.end = link->server.over() ? link->server.alert_sent() : link->server.idle() ? -1 : -2;
                    add(o, link->server);
                    o.facts.push_back(client.good ? 1 : 0);
                    return o;
                },
            .longest = static_cast<std::uint32_t>(std::min<std::size_t>(record_size, 6200))};
}
TEST_CASE("K8: hellos that fit the receive buffer, the message buffer or none") {
    std::vector<scenario> all;
    for (room const& sizes : {least, one_above, room{541, 541, 300}, room{600, 600, 600}}) {
        for (std::size_t const record_size : {16384U, 500U, 41U}) {
            for (std::size_t const size : {0U, 100U, 400U, 440U, 700U, 6000U}) {
                bytes const extensions = extension(51, bytes(size, 5)) + secure + extension(35, {});
                std::size_t const message_size = 45 + 2 + extensions.size();
                bool const whole = message_size <= record_size && message_size + 5 <= sizes.receive;
                bool const fits = whole || message_size <= sizes.messages;
                all.push_back(greeted<streams>("a streamed hello of " + number(message_size), -1, sizes, extensions,
                                               record_size));
                all.push_back(greeted<with_psk>("a hello of " + number(message_size), fits ? -1 : 40, sizes, extensions,
                                                record_size));
            }
        }
    }
    check(all);
}

} // namespace
