// RFC 5077 on the wire, server side: rules T6, T9 to T11, T14, T17.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

struct two_suites : with_psk {
    using suites = suite_list<suite::psk_with_aes_128_gcm_sha256, suite::psk_with_aes_128_ccm_8>;
};
struct resumes_anything
    : policy_of<options{.server_renegotiation = mode::compatible, .without_ems = resumption_without_ems::resume},
                two_suites> {};
struct aborts : policy_of<options{.without_ems = resumption_without_ems::abort}, two_suites> {};
bytes const ems = extended_master_secret_extension();
bytes const patched = renegotiated({});
bytes wants(bytes const& ticket = {}) { return extension(35, ticket); }
bytes name_of(std::string const& name) {
    return extension(0, with_length(2, bytes{0} + with_length(2, to_bytes(name))));
}

/// A server, and an actor that has a ticket of the server.
template <class Policy> struct meeting {
    using world_type = world<with_psk, Policy>;
    explicit meeting(bytes const& extensions = patched + ems + wants()) { got = gets(extensions); }
    bool gets(bytes const& extensions) {
        greets({.extensions = extensions});
        if (server().over()) return false;
        client.extended = client.hello_heard().has(23);
        client.say(client.psk_key_exchange());
        client.make_psk_master(client.extended);
        client.expand();
        client.finish();
        client.meet(server());
        take_ticket();
        return server().idle() && !ticket.empty();
    }
    void take_ticket() {
        bytes const body = client.body_of(type::new_session_ticket);
        if (body.size() > 6) ticket = bytes(body.begin() + 6, body.end());
        hint = body.size() >= 4 ? load<4>(body.data()) : 0;
    }
    /// Sends a hello on a new connection.
    void greets(hello const& h) {
        bytes const master = client.master;
        link = w.begun();
        client = actor{true};
        client.master = master;
        client.client_greets(h);
        client.meet(server());
    }
    /// True if the server answers this hello with an abbreviated handshake.
    bool resumes(hello const& h) {
        greets(h);
        if (server().over() || client.has_heard(type::server_hello_done)) return false;
        return true;
    }
    bool offers(bytes const& more = patched + ems) { return resumes({.extensions = more + wants(ticket)}); }
    endpoint& server() { return link->server; }

    world_type w;
    std::unique_ptr<typename world_type::link> link;
    actor client{true};
    bytes ticket;
    std::uint32_t hint = 0;
    bool got = false;
};

/// Completes an abbreviated handshake. The actor needs the keys before it receives the server's Finished.
template <class M> bool finishes(M& m, hello const& h) {
    bytes const master = m.client.master;
    m.link = m.w.begun();
    m.client = actor{true};
    m.client.master = master;
    m.client.knows_master = true;
    m.client.client_greets(h);
    m.client.meet(m.server());
    if (m.server().over() || !m.client.has_heard(type::finished)) return false;
    m.client.finish();
    m.client.meet(m.server());
    return m.server().idle() && m.client.good;
}

TEST_CASE("T17: a ticket is promised only to who asked, and comes after the client's Finished") {
    meeting<two_suites> m;
    REQUIRE(m.got);
    CHECK(m.client.hello_heard().has(35));
    CHECK(m.client.hello_heard()[35].empty());
    CHECK(m.hint == 86'400);
    m.greets({.extensions = patched + ems});
    CHECK_FALSE(m.client.hello_heard().has(35));
    m.greets({.extensions = patched + ems + wants()});
    CHECK(m.client.hello_heard().has(35));
    CHECK_FALSE(m.client.has_heard(type::new_session_ticket));
    m.client.say(m.client.psk_key_exchange());
    m.client.make_psk_master(true);
    m.client.expand();
    m.client.change();
    m.client.meet(m.server());
    CHECK_FALSE(m.client.has_heard(type::new_session_ticket));
    m.client.say(m.client.finished_message(true));
    m.client.meet(m.server());
    CHECK(m.client.has_heard(type::new_session_ticket));
}
TEST_CASE("T17: promised, and none to give: a ticket of no length (RFC 5077 3.3)") {
    meeting<two_suites> m;
    m.w.keys.clear();
    m.ticket.clear();
    CHECK_FALSE(m.gets(patched + ems + wants()));
    CHECK(m.server().idle());
    CHECK(m.client.has_heard(type::new_session_ticket));
    CHECK(m.client.body_of(type::new_session_ticket).size() == 6);
    CHECK_FALSE(m.link->server.side->gave_ticket());
    m.w.server_gives = false;
    CHECK_FALSE(m.gets(patched + ems + wants()));
    CHECK(m.server().idle());
    CHECK_FALSE(m.client.hello_heard().has(35));
}

TEST_CASE("T9: a server that accepts a ticket echoes the session id; one that does not, does not") {
    meeting<two_suites> m;
    for (bytes const& id : {bytes{}, bytes{1}, bytes(32, 0x77)}) {
        CHECK(finishes(m, {.session_id = id, .extensions = patched + ems + wants(m.ticket)}));
        CHECK(m.client.hello_heard().session_id == id);
        CHECK(m.server().resumed());
        CHECK_FALSE(m.client.hello_heard().has(35));
        m.greets({.session_id = id, .extensions = patched + ems + wants(bytes(m.ticket.size(), 1))});
        CHECK(m.client.hello_heard().session_id.empty());
        CHECK(m.client.has_heard(type::server_hello_done));
    }
}

TEST_CASE("T10: whatever is wrong with a ticket, a full handshake follows, never an alert") {
    meeting<two_suites> m;
    REQUIRE(m.offers());
    auto const full = [&](hello const& h) {
        m.greets(h);
        return m.client.has_heard(type::server_hello_done) && m.client.alert() == -1 && !m.server().over();
    };
    hello const good{.extensions = patched + ems + wants(m.ticket)};
    for (std::size_t at = 0; at < m.ticket.size(); at += 7) {
        bytes changed = m.ticket;
        changed[at] ^= 0x10;
        CHECK(full({.extensions = patched + ems + wants(changed)}));
    }
    for (std::size_t const size :
         {std::size_t{1}, std::size_t{15}, std::size_t{44}, m.ticket.size() - 1, m.ticket.size() + 1}) {
        bytes changed = m.ticket;
        changed.resize(size);
        CHECK(full({.extensions = patched + ems + wants(changed)}));
    }
    hello h = good; // another suite
    h.suites = {0xc0a8};
    CHECK(full(h));
    CHECK(full({.extensions = good.extensions + name_of("other.example")})); // another server name
    m.w.server.may_resume_session = false; // the client's identity is no longer accepted
    CHECK(full(good));
    m.w.server.may_resume_session = true;
    CHECK(m.offers());
    m.w.now += 86'399; // expired
    CHECK(m.offers());
    m.w.now += 1;
    CHECK(full(good));
    m.w.now -= 86'400;
    meeting<two_suites> other; // the ticket of another server
    hello const foreign{.extensions = patched + ems + wants(other.ticket)};
    other.w.keys.clear();
    other.w.source.state = 77;
    other.w.rotate();
    other.greets(foreign);
    CHECK(other.client.has_heard(type::server_hello_done));
}
TEST_CASE("T10: the server name of a session is that of the hello, in any case") {
    meeting<two_suites> m{patched + ems + wants() + name_of("a.example")};
    REQUIRE(m.got);
    CHECK(m.offers(patched + ems + name_of("A.Example")));
    CHECK_FALSE(m.client.hello_heard().has(0)); // RFC 6066 3
    CHECK_FALSE(m.offers(patched + ems));
    CHECK_FALSE(m.offers(patched + ems + name_of("b.example")));
}
TEST_CASE("T10, RFC 6066 4: a session is resumed with the fragment length that it was made with, or where none is "
          "asked for") {
    meeting<two_suites> m{patched + ems + wants() + extension(1, {2})};
    REQUIRE(m.got);
    CHECK(m.client.hello_heard()[1] == bytes{2});
    for (bytes const& asked : {bytes{2}, bytes{}}) {
        bytes const more = asked.empty() ? bytes{} : extension(1, asked);
        CHECK(finishes(m, {.extensions = patched + ems + wants(m.ticket) + more}));
        CHECK(m.server().resumed());
        CHECK(m.client.hello_heard()[1] == asked);
        CHECK(m.server().write_space().size() == 1024);
    }
    CHECK_FALSE(m.offers(patched + ems + extension(1, {1})));
    CHECK(m.client.has_heard(type::server_hello_done));
    meeting<two_suites> without;
    REQUIRE(without.got);
    CHECK_FALSE(without.offers(patched + ems + extension(1, {2})));
}
TEST_CASE("T10: extended master secret, with and without, then and now (RFC 7627 5.3)") {
    meeting<two_suites> with;
    CHECK_FALSE(with.offers(patched));
    CHECK(with.client.alert() == 40);
    meeting<two_suites> without{patched + wants()};
    CHECK_FALSE(without.offers(patched + ems));
    CHECK(without.client.has_heard(type::server_hello_done));
    CHECK_FALSE(without.offers(patched));
    CHECK(without.client.has_heard(type::server_hello_done));
    meeting<aborts> abort{patched + wants()};
    CHECK_FALSE(abort.offers(patched));
    CHECK(abort.client.alert() == 40);
    meeting<resumes_anything> resume{patched + wants()};
    CHECK(resume.offers(patched));
}
TEST_CASE("B9: a server that resumed without extended master secret refuses to renegotiate, in every mode") {
    meeting<resumes_anything> m{patched + wants()};
    REQUIRE(finishes(m, {.extensions = patched + wants(m.ticket)}));
    CHECK_FALSE(m.server().renegotiate());
    m.client.all.clear();
    m.client.client_greets({.extensions = renegotiated(m.client.client_verify_data)});
    m.client.meet(m.server());
    CHECK(m.client.alert() == 100);
    CHECK_FALSE(m.server().over());
}

TEST_CASE("B9: a server that resumed with extended master secret renegotiates with it; without it no_renegotiation") {
    for (bool const asked : {false, true}) {
        meeting<two_suites> m;
        REQUIRE(finishes(m, {.extensions = patched + ems + wants(m.ticket)}));
        if (asked) REQUIRE(m.server().renegotiate());
        m.client.meet(m.server());
        for (bytes const& info : {renegotiated(m.client.client_verify_data), patched, bytes{}}) { // B8: before S3
            m.client.all.clear();
            m.client.client_greets({.extensions = info, .has_block = !info.empty()});
            m.client.meet(m.server());
            CHECK(m.client.alert() == 100);
            CHECK(m.server().idle());
            CHECK_FALSE(m.server().over());
        }
        m.client.all.clear();
        REQUIRE(m.client.connects(m.server(), {.extensions = renegotiated(m.client.client_verify_data) + ems}));
        CHECK(m.server().renegotiate()); // the earlier request counts as answered
        m.client.meet(m.server());
        m.client.all.clear(); // a full handshake with extended master secret does not change how the connection began
        m.client.client_greets({.extensions = renegotiated(m.client.client_verify_data)});
        m.client.meet(m.server());
        CHECK(m.client.alert() == 100);
        CHECK_FALSE(m.server().over());
    }
}

TEST_CASE("T11: a ticket is renewed under a new key and past half its life, never beyond the session's own") {
    meeting<two_suites> m;
    hello const h{.extensions = patched + ems + wants(m.ticket)};
    REQUIRE(finishes(m, h));
    CHECK_FALSE(m.client.has_heard(type::new_session_ticket));
    m.w.rotate();
    REQUIRE(finishes(m, h));
    CHECK(m.client.has_heard(type::new_session_ticket));
    CHECK(m.client.hello_heard().has(35));
    bytes const first = m.ticket;
    m.take_ticket();
    CHECK(m.ticket != first);
    hello const renewed{.extensions = patched + ems + wants(m.ticket)};
    REQUIRE(finishes(m, renewed));
    CHECK_FALSE(m.client.has_heard(type::new_session_ticket));
    m.w.now += 43'200;
    REQUIRE(finishes(m, renewed));
    CHECK(m.client.has_heard(type::new_session_ticket));
    m.w.rotate(); // the first key is gone
    m.greets(h);
    CHECK(m.client.has_heard(type::server_hello_done));

    // The ticket is renewed every half day, and expires seven days after the full handshake.
    meeting<two_suites> n;
    for (unsigned half_days = 1; half_days < 14; ++half_days) {
        n.w.now += 43'200;
        REQUIRE(finishes(n, {.extensions = patched + ems + wants(n.ticket)}));
        n.take_ticket();
        CHECK(n.hint <= 604'800 - half_days * 43'200);
    }
    CHECK(n.hint == 43'200);
    n.w.now += 43'200;
    n.greets({.extensions = patched + ems + wants(n.ticket)});
    CHECK(n.client.has_heard(type::server_hello_done));
}

TEST_CASE("a renegotiation that is itself a resumption keeps to RFC 5746") {
    meeting<two_suites> m;
    REQUIRE(finishes(m, {.extensions = patched + ems + wants(m.ticket)}));
    for (unsigned round = 0; round < 2; ++round) {
        bytes const both = m.client.client_verify_data + m.client.server_verify_data;
        m.client.all.clear();
        m.client.knows_master = true;
        m.client.client_greets({.extensions = renegotiated(m.client.client_verify_data) + ems + wants(m.ticket)});
        m.client.meet(m.server());
        CHECK(m.client.hello_heard()[0xff01] == with_length(1, both)); // S4
        CHECK(m.client.has_heard(type::finished));
        m.client.finish();
        m.client.meet(m.server());
        CHECK(m.server().idle());
        CHECK(m.client.good);
    }
    m.client.all.clear();
    m.client.client_greets({.extensions = renegotiated({}) + ems + wants(m.ticket)}); // S3
    m.client.meet(m.server());
    CHECK(m.client.alert() == 40);
}

} // namespace
