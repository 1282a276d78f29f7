// The application's answer to a peer that wants to renegotiate: rules B4, B6, B8, RFC 5746 4.2, RFC 5246 7.4.1.1.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;
using answer = renegotiation_answer;

template <class P> struct deciding_client : client_knows<P> {
    renegotiation_answer answer_renegotiation() {
        ++asked;
        return says;
    }
    answer says = answer::accept;
    unsigned asked = 0;
};
template <class P> struct deciding_server : server_knows<P> {
    renegotiation_answer answer_renegotiation() {
        ++asked;
        return says;
    }
    answer says = answer::accept;
    unsigned asked = 0;
};
struct anything
    : policy_of<options{.client_renegotiation = mode::compatible, .server_renegotiation = mode::compatible}, with_psk> {
};
template <class P> using deciding = world<P, P, deciding_client, deciding_server>;

template <class World> auto met(World& w) {
    auto link = w.connected();
    REQUIRE(link);
    return link;
}

TEST_CASE("a client is asked about each HelloRequest, and what it answers is done") {
    deciding<with_psk> w;
    auto const link = met(w);
    CHECK(w.knows.asked == 0);
    REQUIRE(link->server.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(w.knows.asked == 1);
    CHECK(link->client.connected == 2);
    w.knows.says = answer::refuse; // B4
    REQUIRE(link->server.renegotiate());
    REQUIRE(link->between.settle());
    CHECK(w.knows.asked == 2);
    CHECK(link->client.connected == 2);
    CHECK(w.knows.alerts == bytes{1, 100});
    CHECK(link->between.talks());
    CHECK(link->server.renegotiate()); // the request was answered
    w.knows.says = answer::accept;
    REQUIRE(link->between.connects());
    CHECK(link->client.connected == 3);
    REQUIRE(link->client.renegotiate()); // the credentials are not asked about the client's own attempt
    REQUIRE(link->between.connects());
    CHECK(w.knows.asked == 3);
    CHECK(link->client.connected == 4);
    CHECK(w.server.asked == 1);
    CHECK(link->between.closes());
}
TEST_CASE("RFC 5746 4.2: on a secure connection a client may ignore a HelloRequest, on another one it answers") {
    for (bool const secure : {true, false}) {
        deciding<anything> w;
        w.knows.says = answer::ignore;
        auto link = w.begun();
        actor server{false};
        server.meet(link->client);
        bytes const extensions = secure ? renegotiated({}) + extended_master_secret_extension() : bytes{};
        REQUIRE(server.serves(link->client, extensions));
        for (unsigned i = 0; i < 8; ++i) { // B6
            server.all.clear();
            server.say(message(type::hello_request, {}), false);
            server.meet(link->client);
            CHECK(server.alert() == (secure ? -1 : 100));
            CHECK(link->client.idle());
        }
        CHECK(w.knows.asked == 8);
        server.say_record(content_type::application_data, {'a'}); // data is progress
        server.meet(link->client);
        for (unsigned i = 0; i < 9; ++i) {
            CHECK_FALSE(link->client.over());
            server.say(message(type::hello_request, {}), false);
            server.meet(link->client);
        }
        CHECK(link->client.alert_sent() == 40);
        CHECK(link->client.why() == errc::too_many_renegotiations);
    }
}
TEST_CASE("a server is asked about a client that renegotiates, and not about what it asked for itself") {
    deciding<with_psk> w;
    auto const link = met(w);
    CHECK(w.server.asked == 0);
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(w.server.asked == 1);
    for (answer const no : {answer::refuse, answer::ignore}) { // a hello always gets an answer
        w.server.says = no;
        w.server.alerts.clear();
        REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.settle());
        CHECK(w.server.alerts == bytes{1, 100});
        CHECK(link->client.idle());
        CHECK(link->client.connected == 2);
        CHECK(link->between.talks());
    }
    CHECK(w.server.asked == 3);
    REQUIRE(link->server.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(link->client.connected == 3);
    CHECK(w.server.asked == 3);
    CHECK(link->between.closes());
}
TEST_CASE("B6: what is accepted counts against the policy's limit, what is refused against that of refusals") {
    deciding<with_psk> w;
    auto const link = met(w);
    w.server.says = answer::refuse;
    for (unsigned i = 0; i < 5; ++i) {
        REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.settle());
        CHECK(link->client.idle());
    }
    w.server.says = answer::accept;
    for (unsigned i = 0; i < 3; ++i) {
        REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.connects());
    }
    CHECK(link->client.connected == 4);
    REQUIRE(link->client.renegotiate()); // the fourth: the application accepts, the policy refuses
    REQUIRE(link->between.settle());
    CHECK(link->client.connected == 4);
    CHECK(link->client.idle());
    w.server.says = answer::refuse;
    for (unsigned i = 0; i < 7; ++i) {
        REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.settle());
        CHECK_FALSE(link->server.over());
    }
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.settle());
    CHECK(link->server.why() == errc::too_many_renegotiations);
}
TEST_CASE("an answer allows nothing that the mode does not") {
    struct unwilling : policy_of<options{.server_renegotiation = mode::never}, with_psk> {};
    world<with_psk, unwilling, deciding_client, deciding_server> w;
    auto const link = met(w);
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.settle());
    CHECK(w.server.asked == 0);
    CHECK(link->client.connected == 1);
    CHECK(link->client.idle());
}

} // namespace
