// A transport that ends without close_notify: RFC 5246 7.2.1, RFC 8446 6.1.
#include <algorithm>
#include <memory>

#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using pair_of = world<with_psk, with_psk>;

std::unique_ptr<pair_of::link> met(pair_of& w) {
    auto link = w.connected();
    REQUIRE(link);
    return link;
}
/// Ends the transport. \return true if the connection was idle between two records
template <class End> bool loses_nothing(End& end) {
    bool const answer = end.side->between_records();
    end.transport_lost();
    return answer;
}
/// The server sends data, of which at most `most` bytes arrive at the client.
void hears(pair_of::link& link, std::size_t most) {
    REQUIRE(link.server.say("whatever"));
    for (unsigned i = 0; i < 4; ++i) link.server.turn(link.between.to_server, link.between.to_client);
    REQUIRE(link.between.to_client.size() > 20);
    link.between.to_client.resize(std::min(most, link.between.to_client.size()));
    for (unsigned i = 0; i < 4; ++i) link.client.turn(link.between.to_client, link.between.to_server);
}

TEST_CASE("RFC 5246 7.2.1: an end between two records of an idle connection is told from one that loses something") {
    pair_of w;
    auto idle = met(w);
    CHECK(loses_nothing(idle->client));
    CHECK(idle->client.run() == progress::failed);
    CHECK(idle->client.why() == errc::connection_lost);
    CHECK_FALSE(loses_nothing(idle->client)); // the connection is over already
    CHECK(loses_nothing(idle->server));

    auto heard = met(w);
    hears(*heard, 0xffff);
    CHECK(heard->client.got == to_bytes("whatever"));
    CHECK(loses_nothing(heard->client));

    auto begun = w.begun();
    begun->client.turn(begun->between.to_client, begun->between.to_server);
    CHECK_FALSE(loses_nothing(begun->client));
    CHECK_FALSE(loses_nothing(begun->server));

    auto again = met(w);
    REQUIRE(again->client.renegotiate());
    CHECK_FALSE(loses_nothing(again->client));

    for (std::size_t const part : {1U, 5U, 20U}) { // bytes of a record
        auto cut = met(w);
        hears(*cut, part);
        CHECK_FALSE(loses_nothing(cut->client));
        CHECK(cut->client.why() == errc::connection_lost);
    }
    auto unread = met(w);
    unread->client.holds_data = true;
    hears(*unread, 0xffff);
    REQUIRE(unread->client.last == progress::data);
    CHECK_FALSE(loses_nothing(unread->client));

    auto closed = met(w);
    closed->client.close();
    CHECK_FALSE(loses_nothing(closed->client));
    CHECK(closed->client.run() == progress::closed);
}

} // namespace
