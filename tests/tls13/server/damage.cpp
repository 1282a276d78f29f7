// Damage to every byte of a client's flights; ends of the transport at every byte; records that are lost, repeated or
// swapped; messages in the wrong state; hostile clients among honest clients: RFC 8446 5, 6, E.1.
#include "support/test.hpp"
#include "tls13/server/serving.hpp"

#include <array>
#include <functional>
#include <memory>
#include <random>

namespace {

using namespace serving;
using whole = with_cookie;

#ifdef FLINTLS_LONG_TESTS
constexpr unsigned hostile_clients = 5'000;
constexpr unsigned stride = 1; // bytes between two places of damage
#else
constexpr unsigned hostile_clients = 500;
constexpr unsigned stride = 4;
#endif

/// The kinds of handshake that a client runs.
enum class plan { certificate, psk, psk_alone, retry, cookie };
constexpr auto plans = std::to_array({plan::certificate, plan::psk, plan::psk_alone, plan::retry, plan::cookie});

/// A visit in which a test changes the flights. The server processes a whole flight before the client receives the
/// answer.
struct tampered : visit<whole, asks> {
    explicit tampered(world_type& w, plan how) : visit{w}, w_{w} { follow(how); }

    void follow(plan how) {
        if (how == plan::psk || how == plan::psk_alone) client.keys = {offered_coffee()};
        if (how == plan::psk_alone) client.modes = {0};
        if (how == plan::retry) {
            client.groups = {29, 23};
            client.shares = {29};
        }
        present(client, pair::stranger);
    }
    /// Delivers bytes to the server. \return the bytes that the server sends
    bytes give(bytes flight) {
        bytes answer;
        for (unsigned calls = 0; calls < 10'000; ++calls) {
            last = side->run(w_.now);
            connected += last == progress::connected ? 1U : 0U;
            byte_view const ready = side->ready();
            if (!ready.empty()) {
                answer = answer + to_bytes(ready);
                side->sent(ready.size());
                continue;
            }
            if (last == progress::data) side->consume(side->application_data().size());
            if (last == progress::failed || last == progress::closed) return answer;
            if (last != progress::receive) continue;
            if (flight.empty()) return answer;
            auto const space = side->space();
            auto const size = static_cast<std::ptrdiff_t>(std::min(space.size(), flight.size()));
            std::copy(flight.begin(), flight.begin() + size, space.begin());
            flight.erase(flight.begin(), flight.begin() + size);
            side->received(static_cast<std::uint32_t>(size));
        }
        FAIL("the server does not come to an end");
        return answer;
    }
    /// Runs the handshake. `change` gets each flight of the client, and the number of bytes in the flights before.
    /// \return the number of bytes in all flights of the client
    std::size_t meets(std::function<void(bytes& flight, std::size_t before)> const& change) {
        std::size_t before = 0;
        client.start();
        for (unsigned flights = 0; flights < 4 && !client.out.empty() && !client.wrong; ++flights) {
            bytes flight = client.out;
            client.out = {};
            std::size_t const size = flight.size();
            change(flight, before);
            before += size;
            client.receive(give(flight));
        }
        return before;
    }
    /// Ends the transport if the connection is not over. \return true if the connection is over and no secret is left
    bool ends_clean() {
        if (last != progress::failed && last != progress::closed) side->transport_lost();
        last = side->run(w_.now);
        bool clean = last == progress::failed || last == progress::closed;
        for (bytes const& each : client.secrets) clean = clean && !holds(each);
        return clean;
    }

private:
    world_type& w_;
};
struct place : world<whole, asks> {
    explicit place(plan how) {
        known.cookies = {};
        if (how == plan::cookie) known.cookies = {cookie_key{1}};
    }
};
void unchanged(bytes&, std::size_t) {}

/// The next place of damage. A handshake without public-key operations takes little time: each of its bytes is one.
std::size_t place_after(std::size_t at, plan how) { return at + (how == plan::psk_alone || at < 16 ? 1 : stride); }

/// True if the same server object serves an honest client.
bool serves_the_next(tampered& l, world<whole, asks>& w) {
    tampered next{w, plan::certificate};
    return l.side->accept() && next.meets(&unchanged) != 0 && next.good();
}
std::vector<bytes> records_of(bytes const& stream) {
    std::vector<bytes> all;
    for (std::size_t at = 0; at + 5 <= stream.size();) {
        std::size_t const size = std::min(5 + oracle::value_at(stream, at + 3, 2), stream.size() - at);
        all.push_back(oracle::part(stream, at, size));
        at += size;
    }
    return all;
}
bytes joined(std::vector<bytes> const& all) {
    bytes made;
    for (bytes const& each : all) made = made + each;
    return made;
}

} // namespace

TEST_CASE(
    "RE9, BD5, BD8: whatever byte of a client's flights is damaged, no handshake comes about, and nothing is left") {
    for (plan const how : plans) {
        place w{how};
        std::size_t size = 0;
        {
            tampered l{w, how};
            size = l.meets(&unchanged);
            REQUIRE(l.good());
        }
        unsigned passed = 0;
        for (std::size_t at = 0; at < size; at = place_after(at, how)) {
            tampered l{w, how};
            bool hit = false; // false if this signature is shorter
            l.meets([&](bytes& flight, std::size_t before) {
                bool const here = at >= before && at - before < flight.size();
                if (here) flight[at - before] ^= 0x10;
                hit = hit || here;
            });
            passed += hit ? l.connected : 0;
            if (l.connected == 0) CHECK(l.ends_clean());
            if (at % 64 == 0) CHECK((l.connected == 1 || serves_the_next(l, w)));
        }
        // The two version bytes of each record in the clear are ignored (RFC 8446 5.1); one or two such records exist.
        bool const two = how == plan::retry || how == plan::cookie;
        unsigned const most = two ? 4 : 2;
        CHECK(passed <= most);
        CHECK(passed >= (stride == 1 ? most : 2)); // the first record's are always among the places
    }
}
TEST_CASE("AL4, BD5, BD8: a transport may end at every byte of a client's flights, and nothing is left") {
    for (plan const how : plans) {
        place w{how};
        std::size_t size = 0;
        for (std::size_t end = 0; end == 0 || end < size; end = place_after(end, how)) {
            tampered l{w, how};
            bool cut = false;
            std::size_t const all = l.meets([&](bytes& flight, std::size_t before) {
                bool const here = end < before + flight.size();
                if (here) flight.resize(end > before ? end - before : 0);
                cut = cut || here;
            });
            if (end == 0) { // counts the bytes of an undisturbed handshake
                tampered honest{w, how};
                size = honest.meets(&unchanged);
                REQUIRE(honest.good());
            }
            CHECK(all != 0);
            if (!cut) continue;
            CHECK(l.connected == 0);
            CHECK(l.ends_clean());
            CHECK(l.side->failure().code() == error{errc::connection_lost, 0}.code());
        }
    }
}
TEST_CASE("RE11, FI2: a record that is lost, repeated or swapped with the next one ends every handshake") {
    for (plan const how : plans) {
        for (unsigned what = 0; what < 3; ++what) {
            for (std::size_t number = 0; number < 30; ++number) {
                place w{how};
                tampered l{w, how};
                l.client.fragment = 100;
                std::size_t seen = 0;
                bool changed = false;
                l.meets([&](bytes& flight, std::size_t) {
                    std::vector<bytes> all = records_of(flight);
                    std::size_t const here = number - seen;
                    if (number >= seen && here < all.size()) {
                        auto const at = all.begin() + static_cast<std::ptrdiff_t>(here);
                        changed = what != 2 || here + 1 < all.size();
                        if (what == 0) all.erase(at);
                        if (what == 1) all.insert(at, bytes{*at});
                        if (what == 2 && changed) std::swap(*at, *(at + 1));
                    }
                    seen += all.size() + (changed && what == 0 ? 1 : 0) - (changed && what == 1 ? 1 : 0);
                    flight = joined(all);
                });
                // The last record, the Finished, completes the handshake. A repeated one ends the connection.
                CHECK(((l.connected == 1 && l.last != progress::failed) != changed));
                if (changed) CHECK(l.ends_clean());
            }
        }
    }
}
TEST_CASE(
    "AU8, HR10, FI4: every message in every state with a retry or a client certificate ends it where it has no place") {
    using by_certificate = asks<of_tls13<>>;
    static_assert(knows_certificates<by_certificate>);
    for (unsigned type = 0; type < 256; type += type < 30 || type > 250 ? 1 : 25) {
        auto const odd = oracle::message(static_cast<std::uint8_t>(type), {0});
        struct state {
            char const* replaced;
            unsigned wanted;
        };
        for (state const each : {state{"certificate", 11}, state{"certificate_verify", 15}, state{"finished", 20}}) {
            CHECK(ends<of_tls13<>, asks>(
                [&](oracle::client& c) {
                    present(c, pair::stranger);
                    c.edit = [=](std::string const& name, bytes& m) {
                        if (name == each.replaced) m = odd;
                    };
                },
                type == each.wanted ? by::decode_error : by::unexpected_message, true));
        }
        for (bool const cookie : {false, true}) { // in place of a second hello
            world<whole> w;
            if (!cookie) w.known.cookies = {};
            visit<whole> l{w};
            l.client.groups = {29, 23};
            l.client.shares = {29};
            l.greets();
            REQUIRE(l.client.retries == 1);
            l.client.out = {};
            l.client.send_plain(22, odd);
            l.settle();
            CHECK(l.failed_with(type == 1 ? by::decode_error : by::unexpected_message, false));
        }
    }
    for (bool const cookie : {false, true}) { // application data in place of a second hello
        world<whole> w;
        if (!cookie) w.known.cookies = {};
        visit<whole> l{w};
        l.client.groups = {29, 23};
        l.client.shares = {29};
        l.greets();
        l.client.out = bytes{23, 3, 3, 0, 20} + bytes(20);
        l.settle();
        CHECK(l.failed_with(by::unexpected_message, false));
    }
}

namespace {
/// Damages a flight at random.
void spoil(std::mt19937& chance, bytes& flight) {
    auto const below = [&](std::size_t most) { return most == 0 ? 0 : chance() % most; };
    std::size_t const at = below(flight.size());
    auto const here = [&](std::size_t place) { return flight.begin() + static_cast<std::ptrdiff_t>(place); };
    switch (chance() % 6) {
    case 0: flight[at] ^= static_cast<std::uint8_t>(1U << (chance() % 8)); break;
    case 1: flight.resize(at); break;
    case 2: flight = bytes(1 + below(600), static_cast<std::uint8_t>(chance())); break;
    case 3: {
        bytes const copied(here(at), flight.end());
        flight.insert(here(below(flight.size())), copied.begin(), copied.end());
        break;
    }
    case 4: flight.erase(here(at), here(at + below(flight.size() - at))); break;
    default:
        for (std::uint8_t& each : flight) each = static_cast<std::uint8_t>(chance());
        if (chance() % 2 == 0 && flight.size() > 5) { // with a valid record header
            bytes const header = bytes{22, 3, 1} + big_endian(2, flight.size() - 5);
            std::copy(header.begin(), header.end(), flight.begin());
        }
        break;
    }
}
} // namespace

TEST_CASE("BD4, BD8: hostile clients one after another, and honest ones among them, who are served") {
    std::mt19937 chance{1};
    place w{plan::cookie};
    for (unsigned i = 0; i < hostile_clients; ++i) {
        plan const how = plans[chance() % plans.size()];
        w.known.cookies = {};
        if (how == plan::cookie) w.known.cookies = {cookie_key{1}};
        tampered l{w, how};
        unsigned const which = chance() % 2;
        unsigned flights = 0;
        l.meets([&](bytes& flight, std::size_t) {
            if (flights++ == which) spoil(chance, flight);
        });
        CHECK((l.connected == 1 || l.ends_clean()));
        if (i % 50 == 0) {
            tampered honest{w, how};
            honest.meets(&unchanged);
            CHECK(honest.good());
            CHECK(honest.talks());
        }
    }
}
TEST_CASE("BD4, BD8: eight hostile clients at a time, whose ends are never the end of an honest one") {
    std::mt19937 chance{2};
    place w{plan::cookie};
    std::array<std::unique_ptr<tampered>, 8> all;
    unsigned begun = 0, served = 0;
    while (begun < hostile_clients) {
        std::size_t const at = chance() % all.size();
        if (!all[at]) {
            all[at] = std::make_unique<tampered>(w, plans[begun++ % plans.size()]);
            all[at]->client.start();
        }
        tampered& one = *all[at];
        bytes flight = one.client.out;
        one.client.out = {};
        bool const honest = begun % 50 == 0 && flight.size() != 0 && one.runs == 0;
        if (honest) { // a whole honest handshake among the others
            one.client.receive(one.give(flight));
            for (unsigned i = 0; i < 4 && !one.client.out.empty(); ++i) {
                flight = one.client.out;
                one.client.out = {};
                one.client.receive(one.give(flight));
            }
            CHECK(one.good());
            ++served;
            all[at].reset();
            continue;
        }
        ++one.runs;
        if (!flight.empty() && chance() % 3 == 0) spoil(chance, flight);
        bool const silent = flight.empty();
        one.client.receive(one.give(flight));
        if (silent || one.last == progress::failed || one.last == progress::closed || one.client.wrong) {
            CHECK((one.connected == 1 || one.ends_clean()));
            all[at].reset();
        }
    }
    CHECK(served > 0);
}
