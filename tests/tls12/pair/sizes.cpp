// Sizes that depend on each other: buffers, fragments, names and tickets. A connection that does not fit is refused at
// its begin.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const secure = renegotiated({}) + extended_master_secret_extension();

template <max_fragment_length_code Code> struct fragments : policy_of<options{.fragment_length = Code}, with_psk> {};

template <max_fragment_length_code Code> void check_receive(std::uint32_t least) {
    using world_type = world<fragments<Code>, with_psk>;
    CHECK(world_type::client_type::min_receive == least);
    CHECK(world_type::client_type::min_messages == 81); // a key of P-256, followed by a Finished
    world_type w;
    // A server without a limit from the client sends records that fit its own buffer.
    w.server_room = {8192, Code == max_fragment_length_code{} ? least : 8192, 2048};
    w.client_room.receive = least - 1;
    auto refused = w.begun();
    CHECK_FALSE(refused->client.side->connect(host));
    CHECK(refused->client.side->refusal() == errc::receive_buffer_too_small);
    w.client_room.receive = least;
    auto link = w.connected();
    REQUIRE(link);
    std::string const most(link->server.write_space().size(), 'x');
    REQUIRE(link->server.say(most)); // the longest record that the server may send
    CHECK(link->between.settle());
    CHECK(link->client.got.size() == most.size());
    CHECK_FALSE(link->client.over());
}
TEST_CASE("RFC 6066 4: a client that asks for fragments has room for them, or does not begin") {
    check_receive<max_fragment_length_code{}>(541);
    check_receive<max_fragment_length_code::bytes_512>(541);
    check_receive<max_fragment_length_code::bytes_1024>(1053);
    check_receive<max_fragment_length_code::bytes_2048>(2077);
    check_receive<max_fragment_length_code::bytes_4096>(4125);
}

/// The sizes of the firmware examples: buffers of 2 KB, messages of 512 bytes.
struct device : policy_of<options{.fragment_length = max_fragment_length_code::bytes_1024}, with_certificate> {};
TEST_CASE(
    "a chain of 12 KB passes a client with small buffers, in renegotiations as well, by fragments that fit them") {
    world<device, with_certificate> w;
    bytes const more(1000, 0x30);
    for (unsigned i = 0; i < 12; ++i) w.server.chain.push_back(more);
    w.server_room = {16413, 16413, 2048};
    w.client_room = {2048, 2048, 512};
    auto link = w.connected();
    REQUIRE(link);
    CHECK(link->between.talks());
    for (bool const by_client : {true, false}) {
        REQUIRE((by_client ? link->client.renegotiate() : link->server.renegotiate()));
        CHECK(link->between.connects());
        CHECK(link->agree());
        CHECK(link->between.talks());
    }
}

struct long_tickets : policy_of<options{.signal = renegotiation_signal::scsv, .max_ticket = 1000}, with_psk> {};
template <class Policy> struct long_tickets_of : policy_of<options{.max_ticket = 1000, .ticket_slots = 2}, Policy> {};
/// A full handshake with an actor that issues a ticket of this size.
template <class World> ticket_fate get_ticket(World& w, std::size_t size, bytes& master) {
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    server.server_answers({.extensions = secure + extension(35, {})});
    server.say(message(type::server_hello_done, {}));
    server.meet(link->client);
    server.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(size, 7))));
    server.finish();
    server.meet(link->client);
    REQUIRE(link->client.idle());
    master = server.master;
    return link->client.side->ticket();
}
/// The size of the ticket in the next hello. That handshake completes, and so does a renegotiation.
template <class World> std::size_t offered(World& w, bytes const& master, std::size_t in_renegotiation) {
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    REQUIRE_FALSE(link->client.over());
    std::size_t const size = server.hello_heard()[35].size();
    if (size != 0) {
        server.master = master;
        CHECK(server.resumes(link->client, {.extensions = secure}));
    } else {
        CHECK(server.serves(link->client, secure));
    }
    CHECK(link->client.resumed() == (size != 0));
    server.all.clear();
    REQUIRE(link->client.side->renegotiate(true));
    server.meet(link->client);
    CHECK_FALSE(link->client.over());
    CHECK(server.hello_heard()[35].size() == in_renegotiation);
    return size;
}
template <class Policy> void check_tickets(room const& sizes) {
    CAPTURE(sizes.transmit);
    world<Policy, with_psk> w;
    using client = typename decltype(w)::client_type;
    w.client_room = sizes;
    std::uint32_t longest = 0;
    while (longest < Policy::max_ticket && client::transmit_for(host.size(), longest + 1) <= sizes.transmit) ++longest;
    for (std::size_t const size : {1U, longest - 1, longest, longest + 1, 1000U, 1001U}) {
        CAPTURE(size);
        w.store.clear();
        bytes master;
        ticket_fate const fate = get_ticket(w, size, master);
        CHECK(fate == (size <= longest ? ticket_fate::staged : ticket_fate::too_long));
        std::size_t const expected = size <= longest ? size : 0;
        CHECK(offered(w, master, expected) == expected);
    }
}
TEST_CASE("T7: a ticket that no hello of this transmit buffer can carry is not kept, and the caller sees it") {
    for (std::uint32_t const transmit : {541U, 542U, 700U, 1000U, 2048U}) {
        check_tickets<long_tickets_of<with_psk>>({2048, transmit, 2048});
    }
    check_tickets<long_tickets>({2048, 700, 2048});
    // Counted by hand: a hello with a ticket of 300 bytes fits a buffer of 541 bytes, one with 512 bytes does not.
    CHECK(world<long_tickets, with_psk>::client_type::transmit_for(host.size(), 300) <= 541);
    CHECK(world<long_tickets, with_psk>::client_type::transmit_for(host.size(), 512) > 541);
}
TEST_CASE("T7: a ticket that came over a larger buffer is not offered over one that cannot carry it, and stays") {
    world<long_tickets_of<with_psk>, with_psk> w;
    bytes master;
    REQUIRE(get_ticket(w, 900, master) == ticket_fate::staged);
    w.client_room = {2048, 541, 2048};
    CHECK(offered(w, master, 0) == 0);
    CHECK(w.store.size() == 1);
    w.client_room = {2048, 2048, 2048};
    CHECK(offered(w, master, 900) == 900);
}

struct many_protocols : with_psk {
    using protocols = protocol_list<"a-protocol-whose-name-is-of-sixty-bytes-and-so-it-fills-hellos",
                                    "b-protocol-whose-name-is-of-sixty-bytes-and-so-it-fills-hellos",
                                    "c-protocol-whose-name-is-of-sixty-bytes-and-so-it-fills-hellos",
                                    "d-protocol-whose-name-is-of-sixty-bytes-and-so-it-fills-hellos",
                                    "e-protocol-whose-name-is-of-sixty-bytes-and-so-it-fills-hellos">;
};
TEST_CASE("a name with which no hello fits the transmit buffer is refused; one with which it fits connects") {
    world<many_protocols, many_protocols> w;
    using client = decltype(w)::client_type;
    bytes long_name(200, 'a');
    for (std::size_t const dot : {50U, 100U, 150U}) long_name[dot] = '.';
    std::uint32_t const least = client::transmit_for(long_name.size(), 0);
    CHECK(least > client::min_transmit);
    for (std::uint32_t const transmit : {541U, least - 1, least}) {
        w.client_room = {2048, transmit, 2048};
        memories memory{w.client_room};
        client one{memory.all(), w.knows, &w.store};
        CHECK(one.connect(long_name) == (transmit == least));
        CHECK(one.refusal() == (transmit == least ? errc::ok : errc::transmit_buffer_too_small));
    }
    w.client_room = {2048, least, 2048};
    w.name = long_name;
    CHECK(w.connected());
}

struct small_fragments : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512}, many_protocols> {};
TEST_CASE("a renegotiating hello fits the transmit buffer also where fragments cut it in two (RFC 6066 4)") {
    world<small_fragments, many_protocols> w;
    using client = decltype(w)::client_type;
    bytes long_name(200, 'a');
    for (std::size_t const dot : {50U, 100U, 150U}) long_name[dot] = '.';
    w.name = long_name;
    w.client_keeps = false;
    w.client_room = {2048, client::transmit_for(long_name.size(), 0), 2048};
    auto const link = w.connected();
    REQUIRE(link);
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.settle());
    CHECK(link->client.why() == errc::ok);
    CHECK(link->client.connected == 2);
    CHECK(link->between.talks());
}

} // namespace
