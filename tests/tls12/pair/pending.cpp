// The memory of a pending operation belongs to the engine: every operation × every way to end a connection, followed by
// another connection on the same object.
#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "flintls/crypto/hkdf.hpp"
#include "flintls/crypto/psk.hpp"
#include "flintls/ticket/fleet.hpp"
#include "flintls/ticket/name.hpp"
#include "support/test.hpp"
#include "tls12/pair/late.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

template <class Base> struct belated : Base { template <int Role> using crypto_of = late<Role>; };
template <class Base> struct belated_on_bytes : Base { template <int Role> using crypto_of = late<Role, true>; };
struct ecdhe_psk : basic {
    using suites = suite_list<suite::ecdhe_psk_with_aes_128_gcm_sha256>;
};
struct ccm : basic {
    using suites = suite_list<suite::psk_with_aes_128_ccm_8>;
};
struct chacha : basic {
    using suites = suite_list<suite::ecdhe_psk_with_chacha20_poly1305_sha256>;
};
using over_chacha = world<belated<chacha>, belated<chacha>>;
using over_psk = world<belated_on_bytes<with_psk>, belated_on_bytes<with_psk>>;
using over_both = world<belated_on_bytes<ecdhe_psk>, belated_on_bytes<ecdhe_psk>>;
using over_ccm = world<belated<ccm>, belated<ccm>>;
using certified = proving<belated<with_certificate>>;

enum class story { full, abbreviated, renegotiation };

/// A connection at the start of a story. From here on, every operation is pending first.
template <class World> std::unique_ptr<typename World::link> begin(World& w, story which) {
    seed(21);
    if (which == story::abbreviated) {
        auto const first = w.connected();
        if (!first) return nullptr;
        w.rotate(); // so that the server renews the ticket
    }
    auto link = which == story::renegotiation ? w.connected() : w.begun();
    if (link && which == story::renegotiation && !link->client.renegotiate()) return nullptr;
    engine::get().late = true;
    return link;
}
/// One call of `run` on each end; the caller lets the engine work before the next. \return true if the story is over
template <class Link> bool turn(Link& link, bytes& up, bytes& down, bool& talked) {
    link.client.turn(down, up);
    link.server.turn(up, down);
    if (!talked && link.client.idle() && link.server.idle() && link.client.connected == link.server.connected &&
        engine::get().pending().empty() && up.empty() && down.empty() && link.client.connected != 0) {
        talked = link.client.say("hot") && link.server.say("cold");
        return false;
    }
    return talked && link.client.got.size() == 4 && link.server.got.size() == 3;
}

/// The numbers of the calls after which a set of operations is pending that occurred fewer than `each_kind` times
/// before.
template <class World> std::vector<unsigned> moments(story which, unsigned each_kind, bool& good) {
    engine::get().begin();
    seed(20); // for the ticket keys: not the bytes of a hello
    World w;
    auto link = begin(w, which);
    REQUIRE(link);
    std::map<std::string, unsigned> seen;
    std::vector<unsigned> all;
    bytes up, down;
    bool talked = false;
    bool over = false;
    for (unsigned calls = 0; calls < 4000 && !over; ++calls) {
        over = turn(*link, up, down, talked);
        if (seen[engine::get().pending()]++ < each_kind) all.push_back(calls);
        engine::get().work();
    }
    for (std::string const& each : engine::get().faults) FAIL_CHECK(doctest::String{each.c_str()});
    good = over && link->agree() && engine::get().faults.empty();
    if (which == story::abbreviated) good = good && link->client.resumed();
    engine::get().late = false;
    return all;
}
TEST_CASE(
    "an engine that finishes between two calls does all that a driver asks for, in memory that nobody else uses") {
    for (story const which : {story::full, story::abbreviated, story::renegotiation}) {
        CAPTURE(static_cast<int>(which));
        bool good = false;
        static_cast<void>(moments<over_psk>(which, 0, good));
        CHECK(good);
        static_cast<void>(moments<over_both>(which, 0, good));
        CHECK(good);
        static_cast<void>(moments<over_ccm>(which, 0, good));
        CHECK(good);
        static_cast<void>(moments<over_chacha>(which, 0, good));
        CHECK(good);
        static_cast<void>(moments<certified>(which, 0, good));
        CHECK(good);
    }
}
TEST_CASE("a client is who it is, also where the digest of its certificate is there before it is asked for") {
    engine::get().begin();
    certified w;
    auto link = begin(w, story::full);
    bytes up, down;
    bool talked = false;
    for (unsigned calls = 0; calls < 4000 && !turn(*link, up, down, talked); ++calls) engine::get().work();
    engine::get().late = false;
    REQUIRE(talked);
    CHECK(link->client.current().own.kind == identity_kind::spki_sha256);
    CHECK(link->client.current().own.digest == stranger.pin);
    w.knows.is(sensor); // another certificate, for which the ticket is not valid
    w.server.pin = sensor.pin;
    auto const other = w.connected();
    REQUIRE(other);
    CHECK_FALSE(other->client.resumed());
}

enum class end { counted, told, closed, lost, gone };
constexpr std::array ends{end::counted, end::told, end::closed, end::lost, end::gone};

/// True if 16 bytes of a secret of the engine stand in `memory`.
bool holds_secret(std::string const& memory) {
    bool found = false;
    for (bytes const& each : engine::get().secrets) {
        for (std::size_t at = 0; at + 16 <= each.size(); at += 16) {
            auto const begin = each.begin() + static_cast<std::ptrdiff_t>(at);
            std::string const part(begin, begin + 16);
            bool const telling = std::count(part.begin(), part.end(), '\0') < 8; // a premaster secret begins with zeros
            found = found || (telling && memory.find(part) != std::string::npos);
        }
    }
    return found;
}
/// True if no secret stands in the object or its buffers.
template <class End> bool is_clean(End& side) {
    std::string memory(side.place.begin(), side.place.end());
    for (bytes const* const each : {&side.memory_of.receive_, &side.memory_of.transmit_, &side.memory_of.messages_}) {
        memory.append(each->begin(), each->end());
    }
    return !holds_secret(memory) && !engine::get().secrets.empty();
}
/// Ends a connection at `moment`. `finished`: the engine has finished the pending operations, but the driver has not
/// fetched the results.
template <class World> void check_end(story which, unsigned moment, end how, bool finished) {
    CAPTURE(moment);
    CAPTURE(static_cast<int>(how));
    CAPTURE(finished);
    engine& e = engine::get();
    e.begin();
    seed(20); // for the ticket keys: not the bytes of a hello
    World w;
    auto link = begin(w, which);
    REQUIRE(link);
    bytes up, down;
    bool talked = false;
    for (unsigned calls = 0; calls <= moment; ++calls) {
        if (calls != 0) e.work();
        static_cast<void>(turn(*link, up, down, talked));
    }
    if (finished) e.work();
    std::string const names = e.pending();
    doctest::String const pending{names.c_str()};
    CAPTURE(pending);
    link->client.holds_data = link->server.holds_data = false;
    for (endpoint* const each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
        if (how == end::counted) each->sent(0xffff'ffff);
        if (how == end::closed) each->close();
        if (how == end::lost) each->transport_lost();
    }
    if (how == end::told) { // by an alert in the clear, whether readable in this state or not
        for (bytes* const each : {&up, &down}) append(*each, bytes{21, 3, 3, 0, 2, 2, 40});
    }
    if (how == end::gone) {
        link->client.destroy();
        link->server.destroy();
    } else {
        for (unsigned i = 0; i < 4000 && !(link->client.over() && link->server.over()); ++i) {
            link->client.turn(down, up);
            link->server.turn(up, down);
            e.work();
            if (i == 2000) link->client.transport_lost(); // the alert follows half a record
            if (i == 2000) link->server.transport_lost();
        }
        CHECK(link->client.over());
        CHECK(link->server.over());
    }
    for (std::string const& each : e.faults) FAIL_CHECK(doctest::String{each.c_str()});
    CHECK(e.size() == 0);
    CHECK(is_clean(link->client));
    CHECK(is_clean(link->server));
    e.late = false;
    if (how != end::gone) { // another connection on the same object
        w.store.clear();
        link->between.to_client.clear();
        link->between.to_server.clear();
        CHECK(link->client.side->connect(w.name));
        CHECK(link->server.side->accept());
        CHECK(link->between.connects());
        CHECK(link->agree());
        CHECK(link->between.talks());
        link->between.cut();
    }
}
#if defined(FLINTLS_LONG_TESTS)
constexpr bool all_of_them = true;
#else
constexpr bool all_of_them = false;
#endif
/// Checks every `one_of`th pair of a moment and an end, so that each end meets every kind of moment. FLINTLS_LONG_TESTS
/// checks all pairs.
template <class World> void check_ends(unsigned each_kind, unsigned one_of = 1) {
    for (story const which : {story::full, story::abbreviated, story::renegotiation}) {
        CAPTURE(static_cast<int>(which));
        bool good = false;
        std::vector<unsigned> const when = moments<World>(which, each_kind, good);
        CHECK(good);
        CHECK(when.size() >= 8);
        unsigned turn = 0;
        for (unsigned const moment : when) {
            for (end const how : ends) {
                if (++turn % one_of != 0 && !all_of_them) continue;
                check_end<World>(which, moment, how, turn / one_of % 2 == 0);
                if (how == end::counted || how == end::lost)
                    check_end<World>(which, moment, how, turn / one_of % 2 != 0);
            }
        }
    }
}
TEST_CASE(
    "whatever is pending when a connection with a pre-shared key ends writes nowhere else, and leaves no secret") {
    check_ends<over_psk>(2);
    check_ends<over_ccm>(1);
}
TEST_CASE("the same with a key exchange") { check_ends<over_both>(1, 4); }
TEST_CASE("the same with certificates of both sides") { check_ends<certified>(1, 4); }

/// Begins an operation and abandons it after every number of calls, by `reset` or by destruction. `run` is one call.
template <class Thing, class Run> void check_given_up(Run run) {
    engine& e = engine::get();
    bool over = false;
    for (unsigned calls = 0; !over && calls < 200; ++calls) {
        for (bool const finished : {false, true}) {
            for (bool const resets : {false, true}) {
                CAPTURE(calls);
                e.begin();
                alignas(Thing) std::array<char, sizeof(Thing)> place{};
                auto* const thing = new (place.data()) Thing;
                e.late = true;
                for (unsigned i = 0; i <= calls && !over; ++i) {
                    if (i != 0) e.work();
                    over = run(*thing) != crypto_status::pending;
                }
                if (finished) e.work();
                if (resets) thing->reset();
                thing->~Thing();
                CHECK_FALSE(holds_secret({place.begin(), place.end()}));
                for (std::string const& each : e.faults) FAIL_CHECK(doctest::String{each.c_str()});
                CHECK(e.size() == 0);
                e.late = false;
            }
        }
    }
    CHECK(over);
}
/// The caller's key is made from memory in the operation, and so is dropped first.
struct hkdf_and_key {
    using op_type = hkdf_over<late_hmac<mbedtls::hmac_sha256>>;
    void reset() {
        made = op_type::key{};
        op.reset();
    }
    op_type op;
    op_type::key made;
};
TEST_CASE("what is made of several operations gives all of them up before it wipes what they work on") {
    using mac = late_hmac<mbedtls::hmac_sha256>;
    using mac_of_bytes = late_hmac_of_bytes<mbedtls::hmac_sha256>;
    static_assert(!hmac_of_bytes<mac> && hmac_of_bytes<mac_of_bytes>);
    std::array<std::uint8_t, 48> out{};
    secret_bytes<64> key{};
    key.set(psk_key);
    check_given_up<psk_over<mac>>(
        [&](psk_over<mac>& op) { return op.master_secret(key, {}, psk_name, host, out.data()); });
    check_given_up<psk_over<mac_of_bytes>>(
        [&](psk_over<mac_of_bytes>& op) { return op.master_secret(key, {}, psk_name, host, out.data()); });
    check_given_up<hkdf_and_key>([&](hkdf_and_key& each) { return each.op.extract(psk_name, psk_key, each.made); });
    name_digest digest{};
    check_given_up<name_digester<late_hash<mbedtls::sha256>>>(
        [&](name_digester<late_hash<mbedtls::sha256>>& op) { return op.run(host, digest); });
}
/// Ticket keys, and the random source that makes them.
struct keys_and_source {
    using source_type = late_random<given_random<1>>;
    void reset() {
        source.reset();
        keys.clear();
    }
    ticket_keys<1, aead_ticket<late_aead<mbedtls::aes_128_gcm>>, boot_counter> keys;
    source_type source; // destroyed first
};
/// A derivation from the secret of one epoch to the secret of a later epoch.
struct walk_and_start {
    using hkdf_type = hkdf_over<late_hmac<mbedtls::hmac_sha256>>;
    walk_and_start() {
        std::array<std::uint8_t, 32> first{};
        first.fill(0x77);
        REQUIRE(hkdf_type::import_key(first, start) == crypto_status::done);
    }
    void reset() { walk.reset(); }
    hkdf_type::key start;
    fleet_walk<hkdf_type, aead_ticket<late_aead<mbedtls::aes_128_gcm>>> walk;
};
TEST_CASE("secrets of a fleet's epochs that are given up on the way leave nothing to an engine") {
    check_given_up<walk_and_start>([](walk_and_start& each) { return each.walk.walk(each.start, 3); });
}
TEST_CASE("keys of tickets that are given up while they are made leave nothing to an engine") {
    check_given_up<keys_and_source>([](keys_and_source& each) { return each.keys.generate(each.source, 7); });
}

} // namespace
