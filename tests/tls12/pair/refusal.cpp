// `refusal()`: the reason why a driver does not begin what the application asks for.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

template <mode Mode>
struct in_mode : policy_of<options{.client_renegotiation = Mode, .server_renegotiation = Mode}, with_psk> {};
using plain = in_mode<mode::secure_only>;

template <class P = plain> using client_end = endpoint_of<typename world<P, P>::client_type>;
template <class P = plain> using server_end = endpoint_of<typename world<P, P>::server_type>;

template <class P = plain> errc connects(room const& sizes, byte_view name = host) {
    client_knows<as_client<P>> knows;
    client_end<P> client{sizes, knows};
    CHECK(client.side->refusal() == errc::ok);
    bool const begun = client.side->connect(name);
    CHECK(begun == (client.side->refusal() == errc::ok));
    return client.side->refusal();
}
template <class P = plain> errc accepts(room const& sizes) {
    server_knows<as_server<P>> knows;
    server_end<P> server{sizes, knows};
    bool const begun = server.side->accept();
    CHECK(begun == (server.side->refusal() == errc::ok));
    return server.side->refusal();
}

} // namespace

TEST_CASE("a driver without enough memory says which buffer it is") {
    constexpr std::uint32_t least = 541; // a protected record with a fragment of 512 bytes
    constexpr std::uint32_t messages = 65 + 16;
    CHECK(connects({least, least, messages}) == errc::ok);
    CHECK(connects({least - 1, least, messages}) == errc::receive_buffer_too_small);
    CHECK(connects({least, least - 1, messages}) == errc::transmit_buffer_too_small);
    CHECK(connects({least, least, messages - 1}) == errc::message_buffer_too_small);
    CHECK(accepts({least, least, messages}) == errc::ok);
    CHECK(accepts({least - 1, least, messages}) == errc::receive_buffer_too_small);
    CHECK(accepts({least, least - 1, messages}) == errc::transmit_buffer_too_small);
    CHECK(accepts({least, least, messages - 1}) == errc::message_buffer_too_small);
}

TEST_CASE("a client that is given no name of a server says so") {
    bytes longest(253, 'a');
    for (std::size_t const dot : {63U, 127U, 191U}) longest[dot] = '.';
    CHECK(connects({}, longest) == errc::ok);
    bytes longer = longest;
    longer.push_back('a');
    CHECK(connects({}, longer) == errc::bad_name);
    CHECK(connects({}, "two words") == errc::bad_name);
    CHECK(connects({}, "[::1]") == errc::bad_name);
}

TEST_CASE("a driver that has begun says so") {
    world<plain, plain> w;
    auto const link = w.begun();
    CHECK(!link->client.side->connect(host));
    CHECK(link->client.side->refusal() == errc::begun_before);
    CHECK(!link->server.side->accept());
    CHECK(link->server.side->refusal() == errc::begun_before);
}

TEST_CASE("who is not connected, or busy, cannot begin another handshake, and says which of the two it is") {
    world<plain, plain> w;
    client_end<> fresh_client{{}, w.knows};
    server_end<> fresh_server{{}, w.server};
    CHECK(!fresh_client.renegotiate());
    CHECK(fresh_client.side->refusal() == errc::not_connected);
    CHECK(!fresh_server.renegotiate());
    CHECK(fresh_server.side->refusal() == errc::not_connected);

    auto const link = w.begun();
    CHECK(!link->client.renegotiate());
    CHECK(link->client.side->refusal() == errc::busy);
    CHECK(!link->server.renegotiate());
    CHECK(link->server.side->refusal() == errc::busy);
    REQUIRE(link->between.connects());

    CHECK(link->server.renegotiate());
    CHECK(link->server.side->refusal() == errc::ok);
    CHECK(!link->server.renegotiate()); // the client has not answered the request
    CHECK(link->server.side->refusal() == errc::busy);
    REQUIRE(link->between.connects());
    CHECK(link->client.renegotiate());
    CHECK(link->client.side->refusal() == errc::ok);
    CHECK(!link->client.renegotiate());
    CHECK(link->client.side->refusal() == errc::busy);
    REQUIRE(link->between.connects());

    // The request is sent and not answered.
    REQUIRE(link->server.renegotiate());
    static_cast<void>(link->server.run());
    CHECK(link->server.idle());
    CHECK(!link->server.renegotiate());
    CHECK(link->server.side->refusal() == errc::busy);
    REQUIRE(link->between.connects());

    REQUIRE(link->between.closes());
    CHECK(!link->client.renegotiate());
    CHECK(link->client.side->refusal() == errc::not_connected);
    CHECK(!link->server.renegotiate());
    CHECK(link->server.side->refusal() == errc::not_connected);
}

TEST_CASE("a mode that rules a renegotiation out is named as the reason") {
    world<in_mode<mode::never>, in_mode<mode::never>> w;
    auto const link = w.connected();
    REQUIRE(link);
    CHECK(!link->client.renegotiate());
    CHECK(link->client.side->refusal() == errc::not_permitted);
    CHECK(!link->server.renegotiate());
    CHECK(link->server.side->refusal() == errc::not_permitted);
    CHECK(link->between.talks());
}
