// Cut, flipped, repeated, dropped, swapped: every byte and every record of a connection. Whatever happens, it ends with
// an alert or goes on as it should; what looks connected on both sides is the same connection.
#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

using over_psk = world<with_psk, with_psk>;
using over_certificates = world<with_certificate, with_certificate>;
using both_certified = proving<with_certificate>;

/// What a connection did in its life, undisturbed: the phases that faults are put into.
enum class part { full, abbreviated, renegotiation, abbreviated_renewed };

/// A connection just before that part, undisturbed until then.
template <class World> std::unique_ptr<typename World::link> before(World& w, part which) {
    seed(11);
    w.store.clear();
    w.keys.clear();
    w.rotate();
    if (which == part::full) return w.begun();
    auto first = w.connected();
    if (!first) return nullptr;
    if (which == part::renegotiation) {
        w.store.clear(); // a full one
        return first->client.renegotiate() ? std::move(first) : nullptr;
    }
    if (which == part::abbreviated_renewed) w.rotate();
    return w.begun();
}

/// Every end is over, or both are connected as the same connection: keys, and every word that they exchange.
template <class Link> bool is_clean(Link& link) {
    bool const c = link.client.idle() && !link.client.over();
    bool const s = link.server.idle() && !link.server.over();
    if (c && s && link.client.connected == link.server.connected) {
        link.between.intercept = nullptr;
        return link.agree() && link.between.talks();
    }
    link.between.intercept = nullptr;
    link.between.cut(); // who waits learns of the end
    return link.client.over() && link.server.over();
}

/// Where bytes go wrong: the `at`th byte of what goes in that direction from now on.
struct place {
    bool to_server = false;
    std::uint32_t at = 0;
};

/// Counts the bytes that go by, and changes one.
template <class Link> void flip(Link& link, place const& where, std::uint8_t mask, std::uint32_t& passed) {
    link.between.intercept = [&, where, mask](bool to_server, record const& seen, std::vector<record>& instead) {
        if (to_server != where.to_server) return;
        std::uint32_t const size = static_cast<std::uint32_t>(seen.body.size());
        if (passed <= where.at && where.at < passed + size) instead[0].body[where.at - passed] ^= mask;
        passed += size;
    };
}

/// What the rules allow for a changed byte: under keys bad_record_mac (RFC 5246 7.2.2); in the clear whatever that byte
/// was in, or decrypt_error for the transcript (7.4.9). Never internal_error.
bool may_be_sent(int alert, bool under_keys = false) {
    if (under_keys) return alert == -1 || alert == 20;
    for (int const each : {-1, 10, 20, 22, 40, 42, 47, 50, 51, 70, 109, 110, 115, 120}) {
        if (alert == each) return true;
    }
    return false;
}

template <class World> void check_flips(part which, unsigned step) {
    World w;
    for (bool const to_server : {false, true}) {
        std::uint32_t connected = 0;
        for (std::uint32_t at = 0; at < 2000; at += step) {
            auto link = before(w, which);
            REQUIRE(link);
            std::uint32_t passed = 0;
            flip(*link, {to_server, at}, static_cast<std::uint8_t>(1U << at % 8), passed);
            REQUIRE(link->between.settle());
            bool const hit = at < passed;
            CAPTURE(at);
            CAPTURE(to_server);
            CHECK(may_be_sent(link->client.alert_sent(), which == part::renegotiation));
            CHECK(may_be_sent(link->server.alert_sent(), which == part::renegotiation));
            bool const both =
                link->client.idle() && link->server.idle() && !link->client.over() && !link->server.over();
            connected += both && hit ? 1 : 0;
            CHECK(is_clean(*link));
            if (!hit) break;
        }
        // The transcript has every byte of every message. Of the records only the ChangeCipherSpec is not in it, and
        // that has one value only.
        CHECK(connected == 0);
    }
}

TEST_CASE("no byte of a handshake can be changed without a clean end on both sides") {
    check_flips<over_psk>(part::full, 1);
    check_flips<over_psk>(part::abbreviated, 1);
    check_flips<over_psk>(part::abbreviated_renewed, 1);
    check_flips<over_psk>(part::renegotiation, 1);
}
TEST_CASE("the same with certificates") { check_flips<over_certificates>(part::full, 9); }
TEST_CASE("the same with certificates of both sides") {
    check_flips<both_certified>(part::full, 13); // each byte of a CertificateVerify: client_certificates.cpp
    check_flips<both_certified>(part::abbreviated, 29);
    check_flips<both_certified>(part::renegotiation, 97);
}

TEST_CASE("no byte of protected application data can be changed: bad_record_mac") {
    over_psk w;
    for (bool const to_server : {false, true}) {
        for (std::uint32_t at = 0; at < 64; ++at) {
            seed(3);
            auto link = w.connected();
            REQUIRE(link);
            std::uint32_t passed = 0;
            flip(*link, {to_server, at}, 0x80, passed);
            REQUIRE((to_server ? link->client.say("hello") : link->server.say("hello")));
            REQUIRE(link->between.settle());
            if (at >= passed) break;
            endpoint& hears = to_server ? static_cast<endpoint&>(link->server) : link->client;
            endpoint& said = to_server ? static_cast<endpoint&>(link->client) : link->server;
            CHECK(hears.alert_sent() == 20);
            CHECK(said.alert_received() == 20);
            CHECK(hears.got.empty());
        }
    }
}

template <class World> void check_cuts(std::initializer_list<part> parts, std::uint32_t step) {
    World w;
    for (part const which : parts) {
        for (bool const to_server : {false, true}) {
            for (std::uint32_t at = 0; at < 2000; at += step) {
                auto link = before(w, which);
                REQUIRE(link);
                link->between.how = {.most_out = 1, .most_in = 1};
                endpoint& speaks = to_server ? static_cast<endpoint&>(link->client) : link->server;
                std::size_t const until = speaks.all_sent.size() + at;
                bool reached = false;
                // Pieces of one byte: whoever speaks is not heard any more from this one on.
                for (unsigned turns = 0; turns < 20'000; ++turns) {
                    bytes& out = to_server ? link->between.to_server : link->between.to_client;
                    reached = speaks.all_sent.size() >= until;
                    if (reached) out.clear();
                    bool const moved = link->client.turn(link->between.to_client, link->between.to_server,
                                                         {.most_out = reached && to_server ? 0U : 1U, .most_in = 1});
                    bool const more = link->server.turn(link->between.to_server, link->between.to_client,
                                                        {.most_out = reached && !to_server ? 0U : 1U, .most_in = 1});
                    if (reached || (!moved && !more && turns > 3)) break;
                }
                bool const done = link->client.idle() && link->server.idle() && !reached;
                link->between.how = {};
                link->client.transport_lost();
                link->server.transport_lost();
                static_cast<void>(link->between.settle());
                CHECK(link->client.failed());
                CHECK(link->server.failed());
                CHECK(link->client.why() == errc::connection_lost);
                if (done) break;
                if (at % 16 == 0) {
                    w.store.clear();
                    auto const next = w.connected();
                    REQUIRE(next);
                    CHECK(next->between.talks());
                }
            }
        }
    }
}
TEST_CASE("a connection that is cut at any byte fails on both sides, and the next one comes about") {
    check_cuts<over_psk>({part::full, part::abbreviated, part::renegotiation}, 1);
}
TEST_CASE("a connection with certificates of both sides that is cut somewhere fails on both sides") {
    check_cuts<both_certified>({part::full}, 29);
}

/// What is done to the records of one flight.
enum class mischief { drop, repeat, swap, append_garbage, cut_short, empty };

template <class World> void check_records(part which) {
    World w;
    for (auto const what : {mischief::drop, mischief::repeat, mischief::swap, mischief::append_garbage,
                            mischief::cut_short, mischief::empty}) {
        for (bool const to_server : {false, true}) {
            for (unsigned at = 0; at < 20; ++at) {
                auto link = before(w, which);
                REQUIRE(link);
                unsigned number = 0;
                record held;
                bool done = false;
                link->between.intercept = [&](bool upwards, record const& seen, std::vector<record>& instead) {
                    if (upwards != to_server) return;
                    unsigned const this_one = number++;
                    if (what == mischief::swap && done && !held.body.empty()) {
                        instead.push_back(held);
                        held.body.clear();
                    }
                    if (this_one != at) return;
                    done = true;
                    switch (what) {
                    case mischief::drop: instead.clear(); break;
                    case mischief::repeat: instead.push_back(seen); break;
                    case mischief::swap:
                        held = seen;
                        instead.clear();
                        break;
                    case mischief::append_garbage: instead[0].body.push_back(0); break;
                    case mischief::cut_short: instead[0].body.pop_back(); break;
                    case mischief::empty: instead[0].body.clear(); break;
                    }
                };
                REQUIRE(link->between.settle());
                CAPTURE(static_cast<int>(what));
                CAPTURE(to_server);
                CAPTURE(at);
                CHECK(may_be_sent(link->client.alert_sent()));
                CHECK(may_be_sent(link->server.alert_sent()));
                bool const both = link->client.idle() && link->server.idle() && !link->client.over() &&
                                  !link->server.over() && link->client.connected == link->server.connected &&
                                  link->client.connected == (which == part::renegotiation ? 2U : 1U);
                if (done) CHECK_FALSE(both); // every record of a handshake counts
                CHECK(is_clean(*link));
                if (!done) break;
            }
        }
    }
}

TEST_CASE("records that are dropped, repeated, swapped, longer, shorter or empty end a handshake cleanly") {
    check_records<over_psk>(part::full);
    check_records<over_psk>(part::abbreviated);
    check_records<over_psk>(part::abbreviated_renewed);
    check_records<over_psk>(part::renegotiation);
    check_records<over_certificates>(part::full);
    check_records<both_certified>(part::full);
}

} // namespace
