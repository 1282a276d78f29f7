// Resumption by session id on the wire, both roles: rules I1 to I6 (RFC 5246 7.4.1.2, 7.4.1.3, 7.2.2, F.1.4; RFC 5077
// 3.4).
#include <memory>
#include <string>
#include <utility>

#include "flintls/ticket/service.hpp"
#include "support/test.hpp"
#include "tls12/pair/ticket_meeting.hpp"

namespace {

using namespace pair;
using type = handshake_type;

constexpr auto again = retry_advice::retry_without_ticket;
constexpr auto never = retry_advice::do_not_retry;
bytes const first_id(32, 0x1d);
bytes const second_id(20, 0x2d);

// ---- The client, and actors as its servers

struct both_kinds : policy_of<options{.offer_session_ids = true}, two_suites> {};
struct ids_alone : policy_of<options{.offer_session_tickets = false, .offer_session_ids = true}, two_suites> {};
struct ids_and_random_ids : policy_of<options{.session_id_with_ticket = true, .offer_session_ids = true}, two_suites> {
};
struct no_ids : two_suites {};
struct with_ids_and_certificate : policy_of<options{.offer_session_ids = true}, with_certificate> {};
struct bare : policy_of<options{.signal = signal::scsv,
                                .hello_extensions = false,
                                .offer_extended_master_secret = false,
                                .offer_server_name = false,
                                .offer_session_tickets = false,
                                .without_ems = resumption_without_ems::resume,
                                .offer_session_ids = true},
                        with_psk> {};
struct plain_sessions : policy_of<options{.client_renegotiation = mode::compatible,
                                          .without_ems = resumption_without_ems::resume,
                                          .offer_session_ids = true},
                                  two_suites> {};

/// Runs a full handshake up to the server's Finished. The server sends a session id, and may promise a ticket.
template <class M> void names(M& m, bytes const& id, bytes const& extensions = secure) {
    m.server.extended = read_hello(bytes(38, 0) + with_length(2, extensions), false).has(23);
    m.server.server_answers({.session_id = id, .extensions = extensions, .has_block = !extensions.empty()});
    m.server.say(message(type::server_hello_done, {}));
    m.server.meet(m.client());
}
template <class M> bool ends_well(M& m) {
    m.server.finish();
    m.server.meet(m.client());
    m.master = m.server.master;
    return m.client().idle() && !m.client().over();
}
template <class M> bool gets_id(M& m, bytes const& id, bytes const& extensions = secure) {
    m.next();
    names(m, id, extensions);
    return ends_well(m) && !m.client().resumed();
}
/// The session id that the next connection offers.
template <class M> bytes offers(M& m) { return m.next().hello_heard().session_id; }

TEST_CASE("I1: the id of a full handshake that brought no ticket is kept after the server's Finished, and offered") {
    for (std::size_t const size : {1U, 20U, 32U}) {
        bytes const id(size, 0x1d);
        meeting<both_kinds> m{{}};
        m.next();
        names(m, id);
        CHECK(m.w.store.size() == 0);
        REQUIRE(ends_well(m));
        CHECK(m.w.store.size() == 1);
        CHECK(offers(m) == id);
        CHECK(m.server.hello_heard().has(35)); // T1: the client asks for a ticket
        CHECK(m.offered().empty());
        meeting<ids_alone> n{{}};
        REQUIRE(gets_id(n, id));
        CHECK(offers(n) == id);
        CHECK_FALSE(n.server.hello_heard().has(35));
    }
    meeting<both_kinds> empty{{}};
    REQUIRE(gets_id(empty, {}));
    CHECK(empty.w.store.size() == 0);
    CHECK(offers(empty).empty());
    meeting<no_ids> none{{}}; // the policy has no session ids
    REQUIRE(gets_id(none, first_id));
    CHECK(none.w.store.size() == 0);
    meeting<both_kinds> wrong{{}}; // without Finished there is no session
    wrong.next();
    names(wrong, first_id);
    wrong.server.finish_wrongly();
    wrong.server.meet(wrong.client());
    CHECK(wrong.client().alert_sent() == 51);
    CHECK(wrong.w.store.size() == 0);
    meeting<both_kinds> keyless{{}}; // T6b
    keyless.w.key = byte_view{};
    REQUIRE(gets_id(keyless, first_id));
    CHECK(keyless.w.store.size() == 0);
}
TEST_CASE("I1: an id is kept for a day at most (RFC 5246 F.1.4)") {
    for (bool const over : {false, true}) {
        meeting<both_kinds> m{{}};
        REQUIRE(gets_id(m, first_id));
        m.w.now += over ? 86'400 : 86'399;
        CHECK(offers(m) == (over ? bytes{} : first_id));
    }
}
TEST_CASE("I1, RFC 5077 3.4: an id that came with a ticket is discarded, with an empty one it is not") {
    auto const after = [](bytes const& ticket) {
        meeting<both_kinds> m{{}};
        m.next();
        names(m, first_id, secure + promise);
        m.server.say(ticket_message(ticket));
        REQUIRE(ends_well(m));
        bytes const id = offers(m);
        return std::pair{id, m.offered()};
    };
    CHECK(after(first_ticket) == std::pair{bytes{}, first_ticket});
    CHECK(after({}) == std::pair{first_id, bytes{}});
    CHECK(after(bytes(641, 9)) == std::pair{bytes{}, bytes{}}); // T7: too long to keep, but the session has a ticket
}

TEST_CASE("I2: the echo of the id means that the session is resumed, anything else a full handshake") {
    meeting<both_kinds> m{{}};
    REQUIRE(gets_id(m, first_id));
    for (unsigned i = 0; i < 3; ++i) { // as often as the server agrees
        CHECK(offers(m) == first_id);
        REQUIRE(m.server.resumes(m.client(), {.session_id = first_id, .extensions = secure}));
        CHECK(m.client().resumed());
    }
    // T6a: the declined id is dropped, and the server's new id is kept.
    for (bytes const& id : {bytes{}, second_id}) {
        meeting<both_kinds> n{{}};
        REQUIRE(gets_id(n, first_id));
        CHECK(offers(n) == first_id);
        names(n, id);
        REQUIRE(ends_well(n));
        CHECK_FALSE(n.client().resumed());
        CHECK(offers(n) == id);
    }
}
TEST_CASE("I2: an echo and a full handshake, or an abbreviated one and no echo, is an unexpected message") {
    meeting<both_kinds> m{{}};
    REQUIRE(gets_id(m, first_id));
    offers(m);
    names(m, first_id);
    CHECK(m.client().alert_sent() == 10);
    CHECK(m.advice() == again);
    CHECK(m.w.store.size() == 0);
    for (bytes const& id : {bytes{}, second_id, bytes(32, 0x1e)}) {
        meeting<both_kinds> n{{}};
        REQUIRE(gets_id(n, first_id));
        offers(n);
        CHECK_FALSE(n.server.resumes(n.client(), {.session_id = id, .extensions = secure}));
        CHECK(n.client().alert_sent() == 10);
        CHECK(n.advice() == never); // the handshake is a full one
        CHECK(offers(n) == first_id);
    }
}
TEST_CASE("I2: an id is never offered together with a ticket, and takes the place of one of the client's own") {
    meeting<ids_and_random_ids> m{{}};
    CHECK(offers(m).empty()); // RFC 5077 3.4: the client's own id is sent with a ticket only
    REQUIRE(gets_id(m, second_id));
    CHECK(offers(m) == second_id);
    CHECK(m.offered().empty());
    // A ticket of the abbreviated handshake (T3) replaces the id.
    REQUIRE(m.server.resumes(m.client(), {.session_id = second_id, .extensions = secure + promise}, first_ticket));
    CHECK(m.client().resumed());
    bytes const own = offers(m);
    CHECK(m.offered() == first_ticket);
    CHECK(own.size() == 32);
    CHECK(own != second_id);
    REQUIRE(m.server.resumes(m.client(), {.session_id = own, .extensions = secure}));
    // An id replaces a declined ticket.
    offers(m);
    names(m, first_id);
    REQUIRE(ends_well(m));
    CHECK(offers(m) == first_id);
    CHECK(m.offered().empty());
}
TEST_CASE("I2, T2: whatever session id comes with a session that a ticket resumes, it is the ticket that is kept") {
    meeting<both_kinds> m;
    CHECK(offers(m).empty());
    CHECK(m.offered() == first_ticket);
    REQUIRE(m.server.resumes(m.client(), {.session_id = first_id, .extensions = secure}));
    CHECK(m.client().resumed());
    CHECK(offers(m).empty());
    CHECK(m.offered() == first_ticket);
}
TEST_CASE("I2: a hello without extensions offers an id as well") {
    meeting<bare> m{{}};
    REQUIRE(gets_id(m, first_id, {}));
    CHECK(offers(m) == first_id);
    CHECK_FALSE(m.server.hello_heard().has_block);
    REQUIRE(m.server.resumes(m.client(), {.session_id = first_id, .has_block = false}));
    CHECK(m.client().resumed());
}
TEST_CASE("I2: every transmit buffer that a name is connected with has room for an id") {
    meeting<both_kinds> m{{}};
    using with = decltype(m.w)::client_type;
    using without = world<two_suites, with_psk>::client_type;
    CHECK(with::transmit_for(host.size(), 0) == without::transmit_for(host.size(), 0) + 32);
    m.w.client_room.transmit = with::min_transmit;
    REQUIRE(gets_id(m, first_id));
    CHECK(offers(m) == first_id);
    CHECK(m.server.resumes(m.client(), {.session_id = first_id, .extensions = secure}));
}

TEST_CASE("I4, T16: a resumed session has its suite and its extended master secret") {
    struct answer {
        hello says;
        int alert;
    };
    for (answer const& each :
         {answer{{.suites = {0xc0a8}, .extensions = secure}, 47}, answer{{.extensions = renegotiated({})}, 40},
          answer{{.version = 0x0302, .extensions = secure}, 70}}) {
        meeting<both_kinds> m{{}};
        REQUIRE(gets_id(m, first_id));
        offers(m);
        hello says = each.says;
        says.session_id = first_id;
        CHECK_FALSE(m.server.resumes(m.client(), says));
        CHECK(m.client().alert_sent() == each.alert);
        CHECK(m.advice() == again);
        CHECK(m.w.store.size() == 0);
        CHECK(m.next().hello_heard().version == 0x0303); // never a lower version
        CHECK(m.server.hello_heard().session_id.empty());
    }
}
TEST_CASE("I4, T14: a session without extended master secret is kept only where it could be resumed") {
    meeting<both_kinds> m{{}};
    REQUIRE(gets_id(m, first_id, renegotiated({})));
    CHECK(m.w.store.size() == 0);
    meeting<plain_sessions> n{{}};
    REQUIRE(gets_id(n, first_id, renegotiated({})));
    CHECK(offers(n) == first_id);
    REQUIRE(n.server.resumes(n.client(), {.session_id = first_id, .extensions = renegotiated({})}));
    CHECK_FALSE(n.client().renegotiate()); // B9
    CHECK(n.link->client.side->refusal() == errc::not_permitted);
}
TEST_CASE("I4: an id is for the same server name and the same pre-shared key") {
    meeting<both_kinds> m{{}};
    REQUIRE(gets_id(m, first_id));
    m.w.name = "other.example";
    CHECK(offers(m).empty());
    m.w.name = host;
    CHECK(offers(m) == first_id);
    m.w.knows.identity_name = other_psk_name;
    m.w.knows.key = key_from<mbedtls::psk>(other_psk_key);
    CHECK(offers(m).empty());
    m.w.knows.identity_name = psk_name;
    CHECK(offers(m).empty()); // the id is dropped, not just withheld
}

TEST_CASE("I5, RFC 5246 7.2.2: a fatal alert forgets the session of an id, sent or received") {
    using met = meeting<both_kinds>;
    auto const left = [](bool resumed, auto happens, retry_advice advice) {
        met m{{}};
        REQUIRE(gets_id(m, first_id));
        if (resumed) {
            REQUIRE(offers(m) == first_id);
            REQUIRE(m.server.resumes(m.client(), {.session_id = first_id, .extensions = secure}));
        }
        happens(m);
        m.server.meet(m.client());
        CHECK(m.advice() == advice);
        return m.w.store.size();
    };
    auto const received = [](met& m) { m.server.say_alert(2, 49); };
    auto const sent = [](met& m) { m.server.say(message(type::server_hello_done, {})); };
    auto const lost = [](met& m) { m.client().transport_lost(); };
    auto const closed = [](met& m) { m.server.say_alert(1, 0); };
    CHECK(left(false, received, never) == 0);
    CHECK(left(false, sent, never) == 0);
    CHECK(left(false, lost, never) == 1);
    CHECK(left(false, closed, never) == 1);
    CHECK(left(true, received, again) == 0);
    CHECK(left(true, sent, again) == 0);
    CHECK(left(true, lost, again) == 0); // no data received from the server since
    CHECK(left(true, closed, never) == 1);
    auto const hears = [](met& m) {
        m.server.say_record(content_type::application_data, {'a'}), m.server.meet(m.client());
    };
    CHECK(left(
              true, [&](met& m) { hears(m), received(m); }, never) == 0);
    CHECK(left(
              true, [&](met& m) { hears(m), lost(m); }, never) == 1);
}
TEST_CASE("I5: a handshake that fails before the server's Finished: once more, without the id, at the same version") {
    using met = meeting<both_kinds>;
    auto const check = [](auto happens, retry_advice advice, bool keeps) {
        met m{{}};
        REQUIRE(gets_id(m, first_id));
        REQUIRE(offers(m) == first_id);
        happens(m);
        m.server.meet(m.client());
        CHECK(m.client().over());
        CHECK(m.advice() == advice);
        CHECK(offers(m) == (keeps ? first_id : bytes{}));
        CHECK(m.server.hello_heard().version == 0x0303);
        CHECK_FALSE(m.server.hello_heard().has_suite(0x5600));
    };
    check([](met& m) { m.client().transport_lost(); }, again, false);
    check([](met& m) { m.server.say_alert(2, 40); }, again, false);
    check(
        [](met& m) {
            m.server.server_answers({.session_id = first_id, .extensions = secure});
            m.server.expand();
            m.server.finish_wrongly();
        },
        again, false);
    // C2: the fault is the server's, with or without an id.
    check([](met& m) { m.server.server_answers({.session_id = first_id, .extensions = renegotiated({1}) + ems}); },
          never, true);
    // The failure of a full handshake does not drop the id.
    check([](met& m) { names(m, second_id), m.server.finish_wrongly(); }, never, true);
}
TEST_CASE("I2: a renegotiation may be a resumption by id, and keeps to RFC 5746") {
    meeting<both_kinds> m{{}};
    REQUIRE(gets_id(m, first_id));
    for (unsigned round = 0; round < 2; ++round) {
        m.server.all.clear();
        REQUIRE(m.link->client.side->renegotiate(true));
        m.server.meet(m.client());
        CHECK(m.server.hello_heard().session_id == first_id);
        CHECK(m.server.hello_heard()[0xff01] == with_length(1, m.server.client_verify_data));
        bytes const both = renegotiated(m.server.client_verify_data + m.server.server_verify_data);
        REQUIRE(m.server.resumes(m.client(), {.session_id = first_id, .extensions = both + ems}));
        CHECK(m.client().resumed());
    }
    m.server.all.clear();
    REQUIRE(m.link->client.side->renegotiate(false));
    m.server.meet(m.client());
    CHECK(m.server.hello_heard().session_id.empty());
    bytes const both = renegotiated(m.server.client_verify_data + m.server.server_verify_data);
    names(m, second_id, both + ems); // the new session replaces the old one
    REQUIRE(ends_well(m));
    CHECK(offers(m) == second_id);
}

// ---- The server, and clients that offer ids

/// A cache that answers `pending` `patience` times, counts calls with changed arguments, and fails while `broken`.
class slow_cache {
public:
    struct access {
        void reset() { waited = 0; }
        unsigned waited = 0;
        bytes asked{};
    };
    crypto_status find(access& own, fixed_view<32> id, session& out) {
        if (waits(own, {1, id.data()[0]})) return crypto_status::pending;
        ++finds;
        return broken ? crypto_status::failed : inner.find(given, id, out);
    }
    crypto_status keep(access& own, fixed_view<32> id, session const& s, std::uint32_t seconds) {
        if (waits(own, {2, id.data()[0], s.master_secret[0]})) return crypto_status::pending;
        lifetime = seconds;
        return broken ? crypto_status::failed : inner.keep(given, id, s, seconds);
    }
    void forget(fixed_view<32> id) { inner.forget(id); }
    std::uint32_t now(std::uint32_t time) { return inner.now(time); }

    fixed_session_cache<4> inner;
    fixed_session_cache<4>::access given;
    unsigned patience = 0;
    unsigned finds = 0;
    unsigned changed = 0; ///< calls with other arguments while something was pending
    std::uint32_t lifetime = 0;
    bool broken = false;

private:
    bool waits(access& own, bytes const& what) {
        if (own.waited != 0 && own.asked != what) ++changed;
        own.asked = what;
        own.waited = own.waited < patience ? own.waited + 1 : 0;
        return own.waited != 0;
    }
};
static_assert(session_cache<slow_cache>);

template <class S> using keys_of = ticket_keys<1, aead_ticket<typename S::crypto::aes_128_gcm>, boot_counter>;
/// A service of session ids alone. `with_tickets`: tickets as well.
template <class S> struct with_ids_alone {
    using type = session_id_service<slow_cache>;
    static type make(keys_of<S>& /*keys*/, slow_cache& cache) { return type{cache}; }
};
template <class S> struct with_tickets {
    using type = session_service<keys_of<S>, slow_cache>;
    static type make(keys_of<S>& keys, slow_cache& cache) { return {keys, cache}; }
};

/// The common state of several connections.
template <class C, class S, template <class> class Serves = with_ids_alone> struct shop {
    using client_policy = as_client<C>;
    using server_policy = as_server<S>;
    using serves = Serves<server_policy>;
    using client_type = flintls::client<client_policy, client_knows<client_policy>>;
    using server_type = flintls::server<server_policy, server_knows<server_policy>, typename serves::type>;

    shop() {
        while (keys.generate(source, now) == crypto_status::pending) {
        }
    }
    struct link {
        explicit link(shop& w)
            : client{w.sizes, w.knows, &w.store}, server{w.sizes, w.server, w.gives ? &w.service : nullptr},
              between{client, server} {
            client.now = server.now = w.now;
            static_cast<void>(client.side->connect(w.name));
            static_cast<void>(server.side->accept());
        }
        [[nodiscard]] bool agree() {
            return client.current().master_secret == server.current().master_secret &&
                   client.resumed() == server.resumed() && client.secure() == server.secure();
        }
        endpoint_of<client_type> client;
        endpoint_of<server_type> server;
        wire between;
    };
    /// \return a connection whose handshake has completed, or null
    std::unique_ptr<link> connected(transport const& how = {}) {
        auto made = std::make_unique<link>(*this);
        made->between.how = how;
        return made->between.connects() && made->agree() && made->between.talks() ? std::move(made) : nullptr;
    }

    room sizes;
    client_knows<client_policy> knows;
    server_knows<server_policy> server;
    ticket_store<client_policy> store;
    given_random<1> source;
    keys_of<server_policy> keys;
    slow_cache cache;
    typename serves::type service = serves::make(keys, cache);
    std::uint32_t now = 1'000'000;
    byte_view name = host;
    bool gives = true;
};

bytes const patched = renegotiated({});
bytes wants(bytes const& ticket = {}) { return extension(35, ticket); }
bytes name_of(std::string const& name) {
    return extension(0, with_length(2, bytes{0} + with_length(2, to_bytes(name))));
}

/// A server, and an actor as its client.
template <class Policy, template <class> class Serves = with_ids_alone> struct visit {
    using world_type = shop<with_psk, Policy, Serves>;

    /// Sends a hello on a new connection. `knows`: the actor has the master secret of the session.
    void greets(hello const& h, bool knows = false) {
        bytes const master = client.master;
        link = std::make_unique<typename world_type::link>(w);
        client = actor{true};
        client.master = master;
        client.knows_master = knows;
        client.client_greets(h);
        client.meet(server());
    }
    /// A full handshake. \return the server's session id
    bytes gets(hello const& h) {
        greets(h);
        if (server().over()) return {};
        client.extended = client.hello_heard().has(23);
        client.say(client.psk_key_exchange());
        client.make_psk_master(client.extended);
        client.expand();
        client.finish();
        client.meet(server());
        return server().idle() ? client.hello_heard().session_id : bytes{};
    }
    bytes gets(bytes const& extensions = patched + ems) { return gets(hello{.extensions = extensions}); }
    /// True if an abbreviated handshake completes.
    bool resumes(hello const& h) {
        greets(h, true);
        if (server().over() || !client.has_heard(type::finished)) return false;
        client.finish();
        client.meet(server());
        return server().idle() && server().resumed() && client.good && client.hello_heard().session_id == h.session_id;
    }
    bool resumes(bytes const& id, bytes const& extensions = patched + ems) {
        return resumes(hello{.session_id = id, .extensions = extensions});
    }
    /// True if the server answers with a full handshake and no alert. The handshake is not completed.
    bool begins_anew(hello const& h) {
        greets(h);
        return client.has_heard(type::server_hello_done) && client.alert() == -1 && !server().over() &&
               client.hello_heard().session_id != h.session_id;
    }
    endpoint& server() { return link->server; }
    std::size_t kept() { return w.cache.inner.size(); }

    world_type w;
    std::unique_ptr<typename world_type::link> link;
    actor client{true};
};
struct resumes_anything
    : policy_of<options{.server_renegotiation = mode::compatible, .without_ems = resumption_without_ems::resume},
                two_suites> {};
struct aborts : policy_of<options{.without_ems = resumption_without_ems::abort}, two_suites> {};
struct two_days : policy_of<options{.ticket_lifetime = 172'800}, two_suites> {};

TEST_CASE("I6: a server names each session with 32 random bytes, and keeps it when the client's Finished is verified") {
    visit<two_suites> v;
    bytes const id = v.gets();
    CHECK(id.size() == 32);
    CHECK(v.kept() == 1);
    CHECK(v.w.cache.lifetime == 86'400);
    bytes const other = v.gets();
    CHECK(other.size() == 32);
    CHECK(other != id);
    CHECK(v.kept() == 2);
    v.greets({.extensions = patched + ems});
    bytes const third = v.client.hello_heard().session_id;
    v.client.say(v.client.psk_key_exchange());
    v.client.make_psk_master(true);
    v.client.expand();
    v.client.finish_wrongly();
    v.client.meet(v.server());
    CHECK(v.server().alert_sent() == 51);
    CHECK(v.kept() == 2);
    CHECK(v.begins_anew({.session_id = third, .extensions = patched + ems}));
    given_random<1>::broken = true; // without random bytes the handshake fails
    v.greets({.extensions = patched + ems});
    given_random<1>::broken = false;
    CHECK(v.server().why() == errc::crypto_failed);
}
TEST_CASE("I2, I3: a server resumes the session of an id that it gave, and echoes it") {
    visit<two_suites> v;
    bytes const one = v.gets();
    bytes const master = v.client.master;
    bytes const two = v.gets();
    bytes const other_master = v.client.master;
    for (unsigned i = 0; i < 3; ++i) {
        v.client.master = master;
        CHECK(v.resumes(one));
        v.client.master = other_master;
        CHECK(v.resumes(two));
    }
    CHECK(v.kept() == 2);
    for (bytes const& id : {bytes(32, 0x77), bytes(31, 0x77), bytes{1}, bytes(one.begin(), one.end() - 1)}) {
        unsigned const asked = v.w.cache.finds;
        CHECK(v.begins_anew({.session_id = id, .extensions = patched + ems}));
        CHECK(v.client.hello_heard().session_id.size() == 32);
        CHECK(v.w.cache.finds == asked + (id.size() == 32 ? 1 : 0));
    }
    v.w.gives = false; // a server without sessions
    CHECK(v.begins_anew({.session_id = one, .extensions = patched + ems}));
    CHECK(v.client.hello_heard().session_id.empty());
}
TEST_CASE(
    "I3, RFC 5077 3.4: a session id is not looked up when a ticket is there, and an empty id goes with a ticket") {
    visit<two_suites, with_tickets> v;
    bytes const id = v.gets();
    REQUIRE(id.size() == 32);
    bytes const of_id = v.client.master;
    CHECK(v.resumes(id));
    for (bytes const& ticket : {bytes(40, 1), bytes(1, 1)}) {
        unsigned const asked = v.w.cache.finds;
        CHECK(v.begins_anew({.session_id = id, .extensions = patched + ems + wants(ticket)}));
        CHECK(v.w.cache.finds == asked);
        CHECK(v.client.hello_heard().has(35));
        CHECK(v.client.hello_heard().session_id.empty());
    }
    // A client that asks for a ticket gets a ticket, and no id.
    CHECK(v.gets(patched + ems + wants()).empty());
    CHECK(v.kept() == 1);
    bytes const body = v.client.body_of(type::new_session_ticket);
    REQUIRE(body.size() > 6);
    bytes const ticket(body.begin() + 6, body.end());
    CHECK(v.resumes({.session_id = id, .extensions = patched + ems + wants(ticket)})); // T9: by the ticket
    v.client.master = of_id;
    CHECK(v.resumes(id, patched + ems + wants())); // with an empty ticket: by the id
    CHECK_FALSE(v.client.hello_heard().has(35));
    // A server without tickets gives an id, and so does a server whose policy reads no ticket.
    visit<two_suites> alone;
    bytes const other = alone.gets(patched + ems + wants());
    REQUIRE(other.size() == 32);
    CHECK_FALSE(alone.client.hello_heard().has(35));
    CHECK(alone.begins_anew({.session_id = other, .extensions = patched + ems + wants(bytes(9, 9))}));
    CHECK(alone.resumes(other, patched + ems + wants()));
}
TEST_CASE("I4: whatever has changed since, a full handshake follows, never an alert") {
    visit<two_suites> v;
    bytes const id = v.gets();
    hello const good{.session_id = id, .extensions = patched + ems};
    REQUIRE(v.resumes(good));
    hello other_suite = good;
    other_suite.suites = {0xc0a8};
    CHECK(v.begins_anew(other_suite));
    CHECK(v.begins_anew({.session_id = id, .extensions = good.extensions + name_of("other.example")}));
    CHECK(v.begins_anew({.session_id = id, .extensions = good.extensions + name_of(std::string(300, 'a'))}));
    CHECK(v.client.hello_heard().session_id.empty()); // a session of such a long name is not stored
    CHECK(v.begins_anew({.session_id = id, .extensions = good.extensions + extension(1, {2})})); // RFC 6066 4
    v.w.server.may_resume_session = false; // the client's identity is no longer accepted
    CHECK(v.begins_anew(good));
    v.w.server.may_resume_session = true;
    v.w.cache.broken = true; // a cache that fails
    CHECK(v.begins_anew(good));
    v.w.cache.broken = false;
    v.w.now += 86'399;
    CHECK(v.resumes(good));
    v.w.now += 1;
    CHECK(v.begins_anew(good));
    visit<two_days> longer; // RFC 5246 F.1.4: one day, however long a ticket lives
    bytes const other = longer.gets();
    CHECK(longer.w.cache.lifetime == 86'400);
    longer.w.now += 86'399;
    CHECK(longer.resumes(other));
    longer.w.now += 1;
    CHECK(longer.begins_anew({.session_id = other, .extensions = patched + ems}));
}
TEST_CASE("I4: the server name of a session is that of the hello, in any case, and is not acknowledged again") {
    visit<two_suites> v;
    bytes const id = v.gets(patched + ems + name_of("a.example"));
    CHECK(v.resumes(id, patched + ems + name_of("A.Example")));
    CHECK_FALSE(v.client.hello_heard().has(0)); // RFC 6066 3
    CHECK(v.begins_anew({.session_id = id, .extensions = patched + ems}));
    CHECK(v.begins_anew({.session_id = id, .extensions = patched + ems + name_of("b.example")}));
}
TEST_CASE("I4: extended master secret, with and without, then and now (RFC 7627 5.3)") {
    visit<two_suites> with;
    bytes const id = with.gets();
    with.greets({.session_id = id, .extensions = patched});
    CHECK(with.client.alert() == 40);
    CHECK(with.resumes(id));   // the session stays
    visit<two_suites> without; // not resumable, so without an id (RFC 5246 7.4.1.3)
    CHECK(without.gets(patched).empty());
    CHECK(without.server().idle());
    CHECK(without.kept() == 0);
    visit<resumes_anything> v;
    bytes const plain = v.gets(patched);
    REQUIRE(plain.size() == 32);
    CHECK(v.begins_anew({.session_id = plain, .extensions = patched + ems}));
    REQUIRE(v.resumes(plain, patched));
    CHECK_FALSE(v.server().renegotiate()); // B9
    v.client.all.clear();
    v.client.client_greets({.extensions = renegotiated(v.client.client_verify_data)});
    v.client.meet(v.server());
    CHECK(v.client.alert() == 100);
    visit<aborts> abort;
    CHECK(abort.gets(patched).empty());
}
namespace {
/// The same policy with TLS 1.3 as well.
struct of_both : two_suites {
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, cipher_suite::psk_with_aes_128_gcm_sha256,
                              cipher_suite::psk_with_aes_128_ccm_8>;
};
template <class Policy> void check_fatal_alerts() {
    using met = visit<Policy>;
    auto const left = [](bool resumed, auto happens) {
        met v;
        bytes const id = v.gets();
        static_cast<void>(v.gets()); // the session of another connection, which stays
        bytes const kept = v.gets();
        if (resumed) REQUIRE(v.resumes(kept));
        REQUIRE(v.kept() == 3);
        happens(v);
        v.client.meet(v.server());
        CHECK(v.begins_anew({.session_id = kept, .extensions = patched + ems}) == (v.kept() == 2));
        return v.kept();
    };
    for (bool const resumed : {false, true}) {
        CHECK(left(resumed, [](met& v) { v.client.say_alert(2, 49); }) == 2);
        CHECK(left(resumed, [](met& v) { v.client.say(message(type::server_hello_done, {})); }) == 2);
        CHECK(left(resumed, [](met& v) { v.server().transport_lost(); }) == 3);
        CHECK(left(resumed, [](met& v) { v.client.say_alert(1, 0); }) == 3);
        CHECK(left(resumed, [](met& v) { v.server().close(); }) == 3);
    }
}
} // namespace
TEST_CASE("I5, RFC 5246 7.2.2: after a fatal alert, sent or received, the session is not resumed again") {
    check_fatal_alerts<two_suites>();
    check_fatal_alerts<of_both>();
}
TEST_CASE("I5: a handshake that resumes a session and fails removes it, one that only breaks off does not") {
    using met = visit<two_suites>;
    auto const left = [](auto happens) {
        met v;
        bytes const id = v.gets();
        v.greets({.session_id = id, .extensions = patched + ems}, true);
        REQUIRE(v.client.has_heard(type::finished));
        happens(v);
        v.client.meet(v.server());
        CHECK(v.server().over());
        return v.kept();
    };
    CHECK(left([](met& v) { v.client.finish_wrongly(); }) == 0);
    CHECK(left([](met& v) { v.client.say_alert(2, 51); }) == 0);
    CHECK(left([](met& v) { v.client.say(message(type::finished, bytes(12))); }) == 0); // no ChangeCipherSpec
    CHECK(left([](met& v) { v.server().transport_lost(), v.server().last = v.server().run(); }) == 1);
    CHECK(left([](met& v) { v.client.say_alert(1, 0); }) == 1);
}
TEST_CASE("I5: a renegotiation that fails removes the session of before, and the one that it resumed") {
    for (bool const resumes : {false, true}) {
        visit<two_suites> v;
        bytes const first = v.gets();
        bytes const first_master = v.client.master;
        bytes const second = v.gets(); // the connection of this session continues
        REQUIRE(v.kept() == 2);
        v.client.all.clear();
        v.client.master = first_master;
        v.client.knows_master = resumes;
        v.client.client_greets(
            {.session_id = resumes ? first : bytes{}, .extensions = renegotiated(v.client.client_verify_data) + ems});
        v.client.meet(v.server());
        CHECK(v.client.has_heard(resumes ? type::finished : type::server_hello_done));
        CHECK(v.client.hello_heard().session_id.size() == 32);
        v.client.say_alert(2, 49);
        v.client.meet(v.server());
        CHECK(v.server().over());
        CHECK(v.kept() == (resumes ? 0 : 1));
    }
}
TEST_CASE("a renegotiation names its session anew, or resumes one by its id, and keeps to RFC 5746") {
    visit<two_suites> v;
    bytes const first = v.gets();
    v.client.all.clear();
    REQUIRE(v.client.connects(v.server(), {.extensions = renegotiated(v.client.client_verify_data) + ems}));
    bytes const second = v.client.hello_heard().session_id;
    CHECK(second.size() == 32);
    CHECK(second != first);
    CHECK(v.kept() == 2);
    bytes const both = v.client.client_verify_data + v.client.server_verify_data;
    v.client.all.clear();
    v.client.knows_master = true;
    v.client.client_greets({.session_id = second, .extensions = renegotiated(v.client.client_verify_data) + ems});
    v.client.meet(v.server());
    CHECK(v.client.hello_heard().session_id == second);
    CHECK(v.client.hello_heard()[0xff01] == with_length(1, both)); // S4
    REQUIRE(v.client.has_heard(type::finished));
    v.client.finish();
    v.client.meet(v.server());
    CHECK(v.server().idle());
    CHECK(v.client.good);
    v.client.say_alert(2, 49);
    v.client.meet(v.server());
    CHECK(v.kept() == 1);
    CHECK(v.begins_anew({.session_id = second, .extensions = patched + ems}));
}
TEST_CASE("I6: a cache that is full forgets its oldest session, and one that keeps nothing costs a full handshake") {
    visit<two_suites> v;
    bytes const first = v.gets();
    for (unsigned i = 0; i < 4; ++i) REQUIRE(v.gets().size() == 32);
    CHECK(v.kept() == 4);
    CHECK(v.begins_anew({.session_id = first, .extensions = patched + ems}));
    v.w.cache.broken = true;
    bytes const lost = v.gets();
    CHECK(lost.size() == 32);
    v.w.cache.broken = false;
    CHECK(v.begins_anew({.session_id = lost, .extensions = patched + ems}));
}

// ---- Client and server

template <class Base> struct slow : Base { template <int Role> using crypto_of = hesitant<Role, 2>; };

template <class S, class C = both_kinds, template <class> class Serves = with_ids_alone>
void check_resumption(transport const& how, unsigned patience) {
    shop<C, S, Serves> w;
    w.cache.patience = patience;
    auto one = w.connected(how);
    REQUIRE(one);
    CHECK_FALSE(one->client.resumed());
    CHECK(one->between.closes());
    for (unsigned i = 0; i < 2; ++i) {
        auto two = w.connected(how);
        REQUIRE(two);
        CHECK(two->client.resumed());
        CHECK(two->client.most_public_key == 0);
        REQUIRE(two->client.renegotiate());
        CHECK(two->between.connects());
        CHECK(two->agree());
        CHECK(two->between.talks());
        CHECK(two->between.closes());
    }
    CHECK(w.cache.changed == 0);
    CHECK(w.cache.finds >= 2);
}
TEST_CASE("a session is resumed by its id, however the transport cuts, and whatever is pending") {
    for (unsigned const patience : {0U, 3U}) {
        for (transport const& how :
             {transport{}, transport{.most_out = 1, .most_in = 1}, transport{.most_in = 7, .blocks = true}}) {
            check_resumption<two_suites>(how, patience);
            check_resumption<with_certificate, with_ids_and_certificate>(how, patience);
        }
    }
    check_resumption<slow<two_suites>, slow<both_kinds>>({}, 2);
}
TEST_CASE("a client that keeps both resumes by ticket where the server gives them, and by id where it does not") {
    shop<both_kinds, two_suites, with_tickets> w;
    REQUIRE(w.connected());
    auto by_ticket = w.connected();
    REQUIRE(by_ticket);
    CHECK(by_ticket->client.resumed());
    CHECK(w.cache.finds == 0);
    CHECK(w.cache.inner.size() == 0);
    shop<ids_alone, two_suites, with_tickets> other;
    REQUIRE(other.connected());
    CHECK(other.cache.inner.size() == 1);
    auto by_id = other.connected();
    REQUIRE(by_id);
    CHECK(by_id->client.resumed());
    CHECK(other.cache.finds == 1);
}
TEST_CASE("a connection that is given up while the cache is asked begins anew on the same object") {
    shop<both_kinds, two_suites> w;
    REQUIRE(w.connected());
    w.cache.patience = 1000;
    typename decltype(w)::link l{w};
    for (unsigned i = 0; i < 5000 && l.server.last != progress::crypto; ++i) {
        l.client.turn(l.between.to_client, l.between.to_server);
        l.server.turn(l.between.to_server, l.between.to_client);
    }
    CHECK(l.server.last == progress::crypto);
    l.between.cut();
    CHECK(l.server.over());
    w.cache.patience = 0;
    l.between.to_client.clear();
    l.between.to_server.clear();
    w.store.clear();
    REQUIRE(l.client.side->connect(w.name));
    REQUIRE(l.server.side->accept());
    CHECK(l.between.connects());
    CHECK(l.agree());
    CHECK_FALSE(l.server.resumed());
}

} // namespace
