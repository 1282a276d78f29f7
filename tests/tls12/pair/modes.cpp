// Client and server of the library in every mode and with every signal; names, protocols, identities.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

template <mode Client, mode Server, signal Signal>
struct in_modes
    : policy_of<options{.client_renegotiation = Client, .server_renegotiation = Server, .signal = Signal}, with_psk> {};

/// Both sides are patched: they are connected and secure in every mode, and renegotiate if both modes allow it.
template <mode Client, mode Server, signal Signal> void check_pair() {
    using policy = in_modes<Client, Server, Signal>;
    CAPTURE(static_cast<int>(Client));
    CAPTURE(static_cast<int>(Server));
    for (bool const resumed : {false, true}) {
        world<policy, policy> w;
        if (resumed) REQUIRE(w.connected());
        auto const link = w.connected();
        REQUIRE(link);
        CHECK(link->client.resumed() == resumed);
        CHECK(link->client.secure());
        CHECK(link->server.secure());

        bool const wanted = link->client.renegotiate();
        CHECK(wanted == (Client != mode::never));
        if (wanted) {
            bool const again = link->between.connects();
            CHECK(again == (Server != mode::never));
            if (!again) CHECK((link->client.idle() && !link->client.over() && !link->server.over()));
        }
        CHECK(link->agree());
        CHECK(link->between.talks());

        bool const asked = link->server.renegotiate();
        CHECK(asked == (Server != mode::never));
        if (asked) {
            unsigned const before = link->server.connected;
            REQUIRE(link->between.settle());
            CHECK(link->server.connected - before == (Client != mode::never ? 1 : 0));
        }
        CHECK(link->agree());
        CHECK(link->between.talks());
        CHECK(link->between.closes());
    }
}
template <mode Client> void check_servers() {
    check_pair<Client, mode::strict, signal::extension>();
    check_pair<Client, mode::secure_only, signal::extension>();
    check_pair<Client, mode::compatible, signal::extension>();
    check_pair<Client, mode::never, signal::extension>();
}
TEST_CASE("every mode of a client with every mode of a server") {
    check_servers<mode::strict>();
    check_servers<mode::secure_only>();
    check_servers<mode::compatible>();
    check_servers<mode::never>();
}
TEST_CASE("every mode of a client that signals by the SCSV") { // others: renegotiation_client.cpp, _server.cpp
    check_pair<mode::strict, mode::strict, signal::scsv>();
    check_pair<mode::secure_only, mode::strict, signal::scsv>();
    check_pair<mode::compatible, mode::strict, signal::scsv>();
    check_pair<mode::never, mode::strict, signal::scsv>();
}

struct bare : policy_of<options{.signal = renegotiation_signal::scsv,
                                .hello_extensions = false,
                                .offer_extended_master_secret = false,
                                .offer_server_name = false,
                                .offer_session_tickets = false},
                        with_psk> {};
TEST_CASE("RFC 5246 7.4.1.2: a client without any extensions connects, securely, and renegotiates with a block") {
    world<bare, with_psk> w;
    auto link = w.begun();
    bytes first;
    link->between.intercept = [&](bool to_server, record const& seen, std::vector<record>&) {
        if (to_server && first.empty()) first = seen.body;
    };
    REQUIRE(link->between.connects());
    CHECK_FALSE(read_hello(bytes(first.begin() + 4, first.end()), true).has_block);
    CHECK(link->client.secure());
    CHECK(link->between.talks());
    REQUIRE(link->client.renegotiate());
    CHECK(link->between.connects());
    CHECK(link->agree());
}

template <text... Names> struct speaks : with_psk { using protocols = protocol_list<Names...>; };
template <class C, class S> int protocol_of(unsigned& of_server) {
    world<C, S> w;
    auto link = w.begun();
    if (!link->between.connects()) return -link->server.alert_sent();
    of_server = link->server.side->protocol();
    int const chosen = link->client.side->protocol();
    auto again = w.connected(); // RFC 7301 3.1: a resumed handshake negotiates the protocol anew
    CHECK((again && again->client.resumed() && again->client.side->protocol() == chosen));
    return chosen;
}
TEST_CASE("RFC 7301: the server chooses, by its own order, or refuses with no_application_protocol") {
    unsigned server = 0;
    CHECK(protocol_of<speaks<"a", "b", "c">, speaks<"x", "c", "b">>(server) == 3);
    CHECK(server == 2);
    CHECK(protocol_of<speaks<"a">, speaks<"b">>(server) == -120);
    CHECK(protocol_of<speaks<"a">, with_psk>(server) == 0);
    CHECK(protocol_of<with_psk, speaks<"a">>(server) == 0);
    CHECK(server == 0);
}
TEST_CASE("RFC 7301 3.1, 3.2: an answer has one protocol exactly, of those that were offered") {
    struct {
        bytes list;
        int alert;
    } const answers[] = {{{0, 2, 1, 'x'}, 47}, {{0, 4, 1, 'a', 1, 'b'}, 50}, {{0, 0}, 50}};
    for (auto const& [list, alert] : answers) {
        world<speaks<"a", "b">, with_psk> w;
        auto link = w.begun();
        actor server{false};
        server.meet(link->client);
        CHECK_FALSE(
            server.serves(link->client, renegotiated({}) + extended_master_secret_extension() + extension(16, list)));
        CHECK(link->client.alert_sent() == alert);
    }
}

TEST_CASE("RFC 6066 3: the name goes to the server and to who judges certificates; one that is too long is refused") {
    world<with_certificate, with_certificate> w;
    REQUIRE(w.connected());
    CHECK(w.knows.seen_name == to_bytes(host));
    CHECK(w.knows.seen_chain == 1);
    bytes longest(253, 'a');
    for (std::size_t const dot : {63U, 127U, 191U}) longest[dot] = '.';
    w.name = longest;
    CHECK(w.connected());
    bytes longer = longest;
    longer.push_back('a');
    w.name = longer;
    auto const link = w.begun();
    REQUIRE(link->between.settle());
    CHECK(link->client.all_sent.empty());
    w.name = {};
    CHECK(w.connected());
}

TEST_CASE("B7: a server that becomes somebody else in a renegotiation is refused, whom we would trust otherwise") {
    world<with_certificate, with_certificate> w;
    w.client_keeps = false;
    auto link = w.connected();
    REQUIRE(link);
    w.knows.pin = stranger.pin; // the client now trusts `stranger`
    w.server.chain = {stranger.certificate};
    w.server.signing = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
    REQUIRE(link->client.renegotiate());
    CHECK_FALSE(link->between.connects());
    CHECK(link->client.alert_sent() == 40);
    CHECK(link->client.why() == errc::identity_changed);
    CHECK(link->server.alert_received() == 40);
    CHECK(w.connected()); // in a new connection
}
struct may_change : policy_of<options{.allow_identity_change = true}, with_certificate> {};
TEST_CASE("B7: unless the policy lets it") {
    world<may_change, with_certificate> w;
    w.client_keeps = false;
    auto link = w.connected();
    REQUIRE(link);
    w.knows.pin = stranger.pin;
    w.server.chain = {stranger.certificate};
    w.server.signing = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
    REQUIRE(link->client.renegotiate());
    CHECK(link->between.connects());
}
TEST_CASE("B7: a renegotiation that resumes another session, of somebody else, is refused as well") {
    world<with_psk, with_psk> w;
    auto link = w.connected();
    REQUIRE(link);
    w.store.clear();
    w.knows.identity_name = other_psk_name;
    w.knows.key = key_from<mbedtls::psk>(other_psk_key);
    REQUIRE(link->client.renegotiate());
    CHECK_FALSE(link->between.connects());
    bool const by_client = link->client.why() == errc::identity_changed;
    bool const by_server = link->server.why() == errc::identity_changed;
    CHECK((by_client || by_server));
}

TEST_CASE("a certificate whose key did not sign, or with a pin that is another's: decrypt_error, bad_certificate") {
    world<with_certificate, with_certificate> w;
    w.server.signing = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
    auto link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->client.alert_sent() == 51);
    world<with_certificate, with_certificate> v;
    v.server.chain = {stranger.certificate};
    v.server.signing = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
    auto other = v.begun();
    CHECK_FALSE(other->between.connects());
    CHECK(other->client.alert_sent() == 42);
    CHECK(other->client.side->retry() == retry_advice::do_not_retry);
}
TEST_CASE("T1: a session of a server that is not trusted any more is not offered") {
    world<with_certificate, with_certificate> w;
    REQUIRE(w.connected());
    CHECK(w.store.size() == 1);
    w.knows.pin = stranger.pin;
    auto link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->client.alert_sent() == 42);
    CHECK(w.store.size() == 0);
}

TEST_CASE("advisory 3109853: a server that renews its ticket in every abbreviated handshake, a hundred times") {
    world<with_psk, with_psk> w;
    REQUIRE(w.connected());
    for (unsigned i = 0; i < 100; ++i) {
        w.rotate();
        auto const link = w.connected();
        REQUIRE(link);
        CHECK(link->client.resumed());
        CHECK(link->server.side->gave_ticket());
        CHECK(link->client.side->ticket() == ticket_fate::staged);
    }
    w.keys.clear(); // a server that has lost its ticket keys
    w.rotate();
    auto const link = w.connected();
    REQUIRE(link);
    CHECK_FALSE(link->client.resumed());
}

} // namespace
