// Every byte and every record of a connection is cut, flipped, repeated, dropped or swapped. The connection ends with
// an alert or continues correctly. Where both sides report a connection, both have the same one.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

using over_psk = world<with_psk, with_psk>;
using over_certificates = world<with_certificate, with_certificate>;
using both_certified = proving<with_certificate>;

/// The handshakes in which a fault is injected.
enum class part { full, abbreviated, renegotiation, abbreviated_renewed };

/// An undisturbed connection just before that handshake.
template <class World> std::unique_ptr<typename World::link> before(World& w, part which) {
    seed(11);
    w.store.clear();
    w.keys.clear();
    w.rotate();
    if (which == part::full) return w.begun();
    auto first = w.connected();
    if (!first) return nullptr;
    if (which == part::renegotiation) {
        w.store.clear(); // a full handshake
        return first->client.renegotiate() ? std::move(first) : nullptr;
    }
    if (which == part::abbreviated_renewed) w.rotate();
    return w.begun();
}

/// True if both ends are over, or both have the same connection: the same keys, and data arrives in both directions.
template <class Link> bool is_clean(Link& link) {
    bool const c = link.client.idle() && !link.client.over();
    bool const s = link.server.idle() && !link.server.over();
    if (c && s && link.client.connected == link.server.connected) {
        link.between.intercept = nullptr;
        return link.agree() && link.between.talks();
    }
    link.between.intercept = nullptr;
    link.between.cut(); // an end that waits sees the end of the transport
    return link.client.over() && link.server.over();
}

/// The place of a fault: byte `at` of the record bodies in that direction, counted from now on.
struct place {
    bool to_server = false;
    std::uint32_t at = 0;
};

/// Counts the bytes that pass, and changes one.
template <class Link> void flip(Link& link, place const& where, std::uint8_t mask, std::uint32_t& passed) {
    link.between.intercept = [&, where, mask](bool to_server, record const& seen, std::vector<record>& instead) {
        if (to_server != where.to_server) return;
        std::uint32_t const size = static_cast<std::uint32_t>(seen.body.size());
        if (passed <= where.at && where.at < passed + size) instead[0].body[where.at - passed] ^= mask;
        passed += size;
    };
}

/// The alerts that a changed byte may cause. Under keys: bad_record_mac (RFC 5246 7.2.2). In the clear: an alert for
/// the field of that byte, or decrypt_error for the transcript (RFC 5246 7.4.9). Never internal_error.
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
        // The transcript covers every byte of every message. The ChangeCipherSpec is not in the transcript, but has a
        // single valid value.
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
    check_flips<both_certified>(part::full, 13); // every byte of a CertificateVerify: client_certificates.cpp
    check_flips<both_certified>(part::abbreviated, 29);
    check_flips<both_certified>(part::renegotiation, 97);
}

/// Changes a byte of the stream, the headers of records included.
template <class World> void check_stream_flips(part which, unsigned step) {
    World w;
    for (bool const to_server : {false, true}) {
        for (std::uint32_t at = 0;; at += step) {
            auto link = before(w, which);
            REQUIRE(link);
            endpoint const& speaks = to_server ? static_cast<endpoint&>(link->client) : link->server;
            std::size_t const until = speaks.all_sent.size() + at;
            bytes up, down;
            bool hit = false;
            for (unsigned still = 0; still < 3;) {
                bool moved = link->client.turn(down, up);
                std::size_t const since = speaks.all_sent.size() - until; // wraps around until that byte is sent
                bytes& out = to_server ? up : down;
                if (!hit && to_server && since - 1 < out.size()) {
                    out[out.size() - since] ^= static_cast<std::uint8_t>(1U << at % 8);
                    hit = true;
                }
                moved = link->server.turn(up, down) || moved;
                std::size_t const now = speaks.all_sent.size() - until;
                if (!hit && !to_server && now - 1 < out.size()) {
                    out[out.size() - now] ^= static_cast<std::uint8_t>(1U << at % 8);
                    hit = true;
                }
                still = moved ? 0 : still + 1;
            }
            CAPTURE(at);
            CAPTURE(to_server);
            CHECK(may_be_sent(link->client.alert_sent()));
            CHECK(may_be_sent(link->server.alert_sent()));
            CHECK(is_clean(*link));
            if (!hit) break;
        }
    }
}
TEST_CASE("no byte of the stream can be changed, lengths of records included, without a clean end or no harm at all") {
    check_stream_flips<over_psk>(part::full, 1);
    check_stream_flips<over_psk>(part::abbreviated_renewed, 1);
    check_stream_flips<over_psk>(part::renegotiation, 1);
    check_stream_flips<over_certificates>(part::full, 31);
}

/// A man in the middle with the keys of a connection's first handshake. Changes the content of protected records.
class insider {
public:
    template <class Link> explicit insider(Link& link) {
        constexpr std::ptrdiff_t at = 5 + 4 + 2; // offset of the random in the first record
        auto const random = [](bytes const& sent) { return bytes(sent.begin() + at, sent.begin() + at + 32); };
        bytes const seed = random(link.server.all_sent) + random(link.client.all_sent);
        block_ = pair::prf(link.client.current().master_secret, "key expansion", seed, 40);
    }
    /// Changes a byte of the content, and protects the record again.
    bool flip(record& r, bool of_client, std::uint32_t at, std::uint8_t mask) const {
        std::ptrdiff_t const number = of_client ? 0 : 1;
        auto const part = [&](std::ptrdiff_t from, std::ptrdiff_t count) {
            return bytes(block_.begin() + from, block_.begin() + from + count);
        };
        auto const size = static_cast<std::uint32_t>(r.body.size() - 24);
        bytes const sequence(r.body.begin(), r.body.begin() + 8); // the explicit nonce is the sequence number
        bytes const nonce = part(32 + 4 * number, 4) + sequence;
        bytes const aad = sequence + bytes{static_cast<std::uint8_t>(r.type), 3, 3} + number16(size);
        bytes const raw = part(16 * number, 16);
        mbedtls::key const key = key_from<mbedtls::aes_128_gcm>(raw);
        fixed_view<12> const view{std::span<std::uint8_t const, 12>{nonce}};
        mbedtls::aes_128_gcm gcm;
        bool const opened = gcm.open(key, view, aad, r.body.data() + 8, size) == crypto_status::done;
        r.body[8 + at] ^= mask;
        return opened && gcm.seal(key, view, aad, r.body.data() + 8, size) == crypto_status::done;
    }

private:
    bytes block_;
};
TEST_CASE("no byte of a renegotiation can be changed by who has the old keys: the Finished under the new ones tells") {
    over_psk w;
    for (bool const to_server : {false, true}) {
        for (std::uint32_t at = 0;; ++at) {
            auto link = before(w, part::renegotiation);
            REQUIRE(link);
            insider const knows{*link};
            std::uint32_t passed = 0;
            bool changed = false;
            bool good = true;
            link->between.intercept = [&](bool upwards, record const& seen, std::vector<record>& instead) {
                if (upwards != to_server || seen.type == content_type::alert) return;
                changed = changed || seen.type == content_type::change_cipher_spec;
                if (changed) return;
                auto const size = static_cast<std::uint32_t>(seen.body.size() - 24);
                if (passed <= at && at < passed + size) {
                    good = knows.flip(instead[0], upwards, at - passed, static_cast<std::uint8_t>(1U << at % 8));
                }
                passed += size;
            };
            REQUIRE(link->between.settle());
            CAPTURE(at);
            CAPTURE(to_server);
            CHECK(good);
            CHECK(may_be_sent(link->client.alert_sent()));
            CHECK(may_be_sent(link->server.alert_sent()));
            bool const hit = at < passed;
            CHECK((link->client.connected == 2 && link->server.connected == 2) != hit);
            CHECK(is_clean(*link));
            if (!hit) break;
        }
    }
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

template <class World> void check_cuts(part which, std::size_t step) {
    World w;
    for (bool const to_server : {false, true}) {
        for (std::size_t at = 0; at < 2000; at += step) {
            auto link = before(w, which);
            REQUIRE(link);
            link->between.how = {.most_out = 1, .most_in = 1};
            endpoint& speaks = to_server ? static_cast<endpoint&>(link->client) : link->server;
            std::size_t const until = speaks.all_sent.size() + at;
            bool reached = false;
            // The transport moves single bytes. From byte `at` of the sender on, it delivers nothing.
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
TEST_CASE("a connection that is cut at any byte fails on both sides, and the next one comes about") {
    for (part const which : {part::full, part::abbreviated, part::abbreviated_renewed, part::renegotiation}) {
        check_cuts<over_psk>(which, 1);
    }
    check_cuts<over_certificates>(part::full, 17);
}
TEST_CASE("a connection with certificates of both sides that is cut somewhere fails on both sides") {
    check_cuts<both_certified>(part::full, 29);
}

/// The faults in the records of one flight.
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
                if (done) CHECK_FALSE(both); // a handshake needs each of its records
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

/// Random numbers for the decisions of a test.
struct dice {
    std::uint32_t state;
    std::uint32_t operator()(std::uint32_t sides) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8U) % sides;
    }
};
/// Disturbs bytes in transit: flips a bit, drops bytes, or repeats earlier bytes.
void disturb(bytes& on_way, bytes const& before, dice& roll) {
    auto const at = [&](bytes const& in) {
        return static_cast<std::ptrdiff_t>(roll(static_cast<std::uint32_t>(in.size())));
    };
    if (roll(2) == 0 && !on_way.empty()) {
        on_way[static_cast<std::size_t>(at(on_way))] ^= static_cast<std::uint8_t>(1U << roll(8));
    } else if (roll(2) == 0 && !on_way.empty()) {
        on_way.erase(on_way.begin() + at(on_way), on_way.end());
    } else if (!before.empty()) {
        auto const from = before.begin() + at(before);
        bytes const part(from,
                         from + static_cast<std::ptrdiff_t>(roll(static_cast<std::uint32_t>(before.end() - from)) + 1));
        on_way.insert(on_way.begin() + (on_way.empty() ? 0 : at(on_way)), part.begin(), part.end());
    }
}
bool begins_with(bytes const& whole, bytes const& part) {
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

/// Applications that make random calls over a bad transport. \return true if no fault and no end was forced
template <class World> bool live(World& w, std::uint32_t number, unsigned turns = 160) {
    dice roll{number * 7919};
    seed(number);
    if (roll(4) == 0) w.rotate();
    if (roll(6) == 0) w.store.clear();
    auto link = w.begun();
    bytes said[2];
    bool disturbed = false;
    bool ended = false;
    unsigned const when = 1 + roll(turns);
    for (unsigned i = 0; i < turns; ++i) {
        bool const is_client = roll(2) == 0;
        endpoint& one = is_client ? static_cast<endpoint&>(link->client) : link->server;
        bytes& in = is_client ? link->between.to_client : link->between.to_server;
        bytes& out = is_client ? link->between.to_server : link->between.to_client;
        std::string const text(1 + roll(40), static_cast<char>('a' + roll(26)));
        switch (roll(24)) {
        case 0:
            if (one.say(text)) append(said[is_client], to_bytes(text));
            break;
        case 1: static_cast<void>(one.renegotiate()); break;
        case 2: one.holds_data = !one.holds_data; break;
        case 3:
            if (roll(12) == 0) {
                one.close();
                ended = true;
            }
            break;
        case 4:
            if (roll(24) == 0) {
                one.transport_lost();
                ended = true;
            }
            break;
        default: one.turn(in, out, {.most_out = 1 + roll(200), .most_in = 1 + roll(200)});
        }
        if (i == when && number % 3 != 0) {
            disturb(out, one.all_sent, roll);
            disturbed = true;
        }
        // Received data is a prefix of the data that the peer wrote.
        CHECK(begins_with(said[1], link->server.got));
        CHECK(begins_with(said[0], link->client.got));
    }
    link->client.holds_data = link->server.holds_data = false;
    REQUIRE(link->between.settle());
    CAPTURE(number);
    CHECK(begins_with(said[1], link->server.got));
    CHECK(begins_with(said[0], link->client.got));
    for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
        CHECK((each->why() == errc::connection_lost || may_be_sent(each->alert_sent())));
    }
    if (!disturbed && !ended) {
        CHECK_FALSE(link->client.failed());
        CHECK_FALSE(link->server.failed());
        CHECK(link->server.got == said[1]);
        CHECK(link->client.got == said[0]);
    }
    // An end may still await the rest of a record that lost bytes or has another length.
    if (disturbed && !link->between.talks()) link->between.cut();
    CHECK(is_clean(*link));
    return !disturbed && !ended;
}
template <class Base> struct slow : Base {
    template <int Role> using crypto_of = hesitant<Role, static_cast<unsigned>(Role) + 1>;
};
TEST_CASE(
    "the same callers with a back end that answers pending before every result, always asked again for the same") {
    world<slow<with_psk>, slow<with_psk>> w;
    auto const changed = [] { return hesitant<0, 1>::changed() + hesitant<1, 2>::changed(); };
    bool all_done = true; // false after a life that may have left a key import pending: no reset ends such an import
    for (std::uint32_t number = 0; number < 1000; ++number) {
        std::uint32_t const before = changed();
        bool const whole = live(w, number, 1200);
        if (whole && all_done) CHECK(changed() == before);
        all_done = whole;
    }
    CHECK(hesitant<0, 1>::answered_pending() + hesitant<1, 2>::answered_pending() > 10'000);
}
TEST_CASE("callers who do anything at any time, over a transport that does as well: data arrives as it was said") {
    over_psk w;
    for (std::uint32_t number = 0; number < 2000; ++number) live(w, number);
    world<with_certificate, with_certificate> other;
    for (std::uint32_t number = 0; number < 60; ++number) live(other, number);
}

} // namespace
