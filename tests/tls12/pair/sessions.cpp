// The client drops a session that fails: RFC 5246 7.2.2, rules T5, T6 and T6a on the wire.
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/ticket_meeting.hpp"

namespace {

using namespace pair;
using type = handshake_type;

constexpr auto again = retry_advice::retry_without_ticket;
constexpr auto never = retry_advice::do_not_retry;
constexpr unsigned access_denied = 49;

// ---- T6a: an established connection ends

using established = meeting<two_suites>;
using happening = std::function<void(established&)>;

/// How the connection was established, and what the client has received since.
struct beginning {
    std::string what;
    bool unheard; ///< resumed, and no application data received since
    happening happens;
};
void resumes(established& m) { REQUIRE(m.next().resumes(m.client(), {.extensions = secure})); }
void hears(established& m, bytes const& data) {
    m.server.say_record(content_type::application_data, data);
    m.server.meet(m.client());
}
bytes secure_again(established& m) {
    return renegotiated(m.server.client_verify_data + m.server.server_verify_data) + ems;
}
void greets_again(established& m, bool with_ticket) {
    m.server.all.clear();
    REQUIRE(m.link->client.side->renegotiate(with_ticket));
    m.server.meet(m.client());
    REQUIRE(m.server.has_heard(type::client_hello));
    CHECK(m.offered() == (with_ticket ? first_ticket : bytes{}));
}
std::vector<beginning> const beginnings{
    {"a full handshake", false, [](established&) {}},
    {"a full handshake, and data", false, [](established& m) { hears(m, {'a'}); }},
    {"an abbreviated one", true, resumes},
    {"an abbreviated one, and an empty record", true, [](established& m) { resumes(m), hears(m, {}); }},
    {"an abbreviated one, and a warning", true,
     [](established& m) { resumes(m), m.server.say_alert(1, 90), m.server.meet(m.client()); }},
    {"an abbreviated one, and data", false, [](established& m) { resumes(m), hears(m, {'a'}); }},
    {"an abbreviated one that renewed the ticket", true,
     [](established& m) {
         REQUIRE(m.next().resumes(m.client(), {.extensions = secure + promise}, first_ticket)); // the same bytes
     }},
    {"an abbreviated one, data, and an abbreviated renegotiation", true,
     [](established& m) {
         resumes(m), hears(m, {'a'}), greets_again(m, true);
         REQUIRE(m.server.resumes(m.client(), {.extensions = secure_again(m)}));
     }},
    {"an abbreviated one, and a full renegotiation", false,
     [](established& m) {
         resumes(m), greets_again(m, false);
         REQUIRE(m.server.serves(m.client(), secure_again(m)));
     }},
    {"a full one, and a renegotiation that declined the ticket", false,
     [](established& m) {
         greets_again(m, true);
         REQUIRE(m.server.serves(m.client(), secure_again(m)));
     }},
    {"an abbreviated one, and a renegotiation with a ticket that the server refused", true,
     [](established& m) {
         resumes(m), greets_again(m, true), m.server.say_alert(1, 100), m.server.meet(m.client());
         REQUIRE(m.client().idle());
     }},
};

struct end {
    std::string what;
    bool fatal;
    bool lost;
    happening happens;
};
void says_what_does_not_belong_here(established& m) { m.server.say(message(type::server_hello_done, {})); }
std::vector<end> const ends{
    {"an alert comes", true, false,
     [](established& m) { m.server.say_alert(2, access_denied), m.server.meet(m.client()); }},
    {"an alert is sent", true, false,
     [](established& m) {
         says_what_does_not_belong_here(m), m.server.meet(m.client());
         CHECK(m.server.alert() == 10);
     }},
    {"a record is not authentic", true, false,
     [](established& m) {
         m.server.say_record(content_type::application_data, {'a'});
         m.server.out.back() ^= 1;
         m.server.meet(m.client());
         CHECK(m.server.alert() == 20);
     }},
    {"an alert is made, and the transport takes nothing any more", true, false,
     [](established& m) {
         says_what_does_not_belong_here(m);
         for (unsigned i = 0; i < 8; ++i) m.client().turn(m.server.out, m.server.in, {.most_out = 0});
         m.client().transport_lost();
     }},
    {"there is no room for the alert, and never will be", true, false,
     [](established& m) {
         while (!m.client().write_space().empty()) {
             m.client().write(static_cast<std::uint32_t>(m.client().write_space().size()));
             m.client().last = m.client().run();
         }
         says_what_does_not_belong_here(m);
         for (unsigned i = 0; i < 8; ++i) m.client().turn(m.server.out, m.server.in, {.most_out = 0});
         CHECK(m.client().last == progress::send);
     }},
    {"the transport ends", false, true, [](established& m) { m.client().transport_lost(); }},
    {"the server says goodbye", false, false,
     [](established& m) { m.server.say_alert(1, 0), m.server.meet(m.client()); }},
    {"the client says goodbye", false, false, [](established& m) { m.client().close(), m.server.meet(m.client()); }},
    {"the client says goodbye, and the transport ends", false, false,
     [](established& m) { m.client().close(), m.client().transport_lost(); }},
};

TEST_CASE("T6a: a fatal alert forgets the session of an established connection, received, sent, or not to be sent") {
    for (beginning const& how : beginnings) {
        for (end const& last : ends) {
            CAPTURE(how.what);
            CAPTURE(last.what);
            established m;
            REQUIRE(m.got);
            how.happens(m);
            REQUIRE(m.client().idle());
            REQUIRE(m.w.store.size() == 1);
            last.happens(m);
            bool const objects = how.unheard && (last.fatal || last.lost);
            CHECK(m.advice() == (objects ? again : never));
            CHECK(m.w.store.size() == (objects || last.fatal ? 0 : 1));
            CHECK(m.kept() == (objects || last.fatal ? bytes{} : first_ticket));
        }
    }
}
TEST_CASE("T6a: a client that its caller misuses, and gives up, forgets the session, too") {
    for (bool const runs : {false, true}) {
        established m;
        REQUIRE(m.w.store.size() == 1);
        m.client().received(0xffff'ffff);
        if (runs) m.client().last = m.client().run();
        m.link.reset();
        CHECK(m.w.store.size() == 0);
    }
}
TEST_CASE("T6a: nothing is forgotten but the very ticket of the session, and none of another connection") {
    for (bool const resumed : {false, true}) {
        for (end const& last : ends) {
            CAPTURE(last.what);
            established m;
            if (resumed) resumes(m);
            // A second connection to the same server brings a ticket of its own.
            auto first_link = std::exchange(m.link, nullptr);
            actor first_server = std::exchange(m.server, actor{false});
            REQUIRE(m.gets(second_ticket));
            std::swap(m.link, first_link);
            std::swap(m.server, first_server);
            last.happens(m);
            CHECK(m.kept() == second_ticket);
        }
    }
}
TEST_CASE("T6a: a fatal alert in a renegotiation forgets the session, and the ticket that was offered") {
    // Every state in the middle of a renegotiation; then the client receives an alert, or the transport ends.
    struct middle {
        std::string what;
        bool tries; ///< the ticket may be the cause of the failure
        happening happens;
    };
    std::vector<middle> const middles{
        {"a hello without a ticket", false, [](established& m) { greets_again(m, false); }},
        {"a hello with a ticket", true, [](established& m) { greets_again(m, true); }},
        {"a ticket that is declined", false,
         [](established& m) {
             greets_again(m, true);
             m.server.server_answers({.extensions = secure_again(m)});
             m.server.say(message(type::server_hello_done, {}));
             m.server.meet(m.client());
         }},
        {"a ticket that is accepted, and a new one", true,
         [](established& m) {
             greets_again(m, true);
             m.server.server_answers({.extensions = secure_again(m) + promise});
             m.server.expand();
             m.server.say(ticket_message(second_ticket));
             m.server.meet(m.client());
         }},
        {"a new ticket in a full one", false,
         [](established& m) {
             greets_again(m, false);
             m.server.server_answers({.extensions = secure_again(m) + promise});
             m.server.say(message(type::server_hello_done, {}));
             m.server.meet(m.client());
             m.server.say(ticket_message(second_ticket));
             m.server.meet(m.client());
         }},
    };
    for (middle const& where : middles) {
        for (bool const unheard : {false, true}) {
            CAPTURE(where.what);
            CAPTURE(unheard);
            auto const check = [&](happening const& last, retry_advice advice, bool keeps) {
                established m;
                if (unheard) resumes(m);
                where.happens(m);
                REQUIRE_FALSE(m.client().idle());
                REQUIRE_FALSE(m.client().over());
                last(m);
                CHECK(m.advice() == advice);
                CHECK(m.kept() == (keeps ? first_ticket : bytes{}));
                CHECK(m.w.store.stage(new_session_ticket{0, second_ticket}).fate() == ticket_fate::staged);
            };
            bool const worth_it = where.tries || unheard;
            check([](established& m) { m.server.say_alert(2, access_denied), m.server.meet(m.client()); },
                  worth_it ? again : never, false);
            check([](established& m) { m.client().transport_lost(); }, worth_it ? again : never, !worth_it);
            check([](established& m) { m.server.say_alert(1, 0), m.server.meet(m.client()); },
                  where.tries ? again : never, !where.tries);
        }
    }
}
TEST_CASE("T6: rule C5 in a renegotiation: do_not_retry, and the session is over") {
    for (bool const with_ticket : {false, true}) {
        established m;
        resumes(m);
        greets_again(m, with_ticket);
        m.server.server_answers({.extensions = secure});
        m.server.meet(m.client());
        CHECK(m.client().alert_sent() == 40);
        CHECK(m.advice() == never);
        CHECK(m.w.store.size() == 0);
    }
}

/// A server that resumes a session and then rejects the client. \return the number of connections until one succeeds
unsigned visits_until_let_in(unsigned (*what)(established&)) {
    established m;
    for (unsigned visits = 1; visits < 6; ++visits) {
        m.next();
        if (m.offered().empty()) {
            REQUIRE(m.server.serves(m.client(), secure));
            return visits;
        }
        REQUIRE(m.server.resumes(m.client(), {.extensions = secure}));
        if (what(m) == 0) return 0;
    }
    return 100;
}
TEST_CASE("T6a: a server that resumes and then denies access is not visited with that ticket again") {
    CHECK(visits_until_let_in([](established& m) {
              m.server.say_alert(2, access_denied);
              m.server.meet(m.client());
              return m.advice() == again ? 1U : 0U;
          }) == 2);
    CHECK(visits_until_let_in([](established& m) { // or the transport ends
              m.client().transport_lost();
              return m.advice() == again ? 1U : 0U;
          }) == 2);
}

// ---- T6a: a ticket that the server declines

/// A full handshake with a client that offered a ticket. The server sends `new_ticket` if it is not empty.
template <class Policy> bool declines(meeting<Policy>& m, bytes const& extensions, bytes const& new_ticket = {}) {
    m.server.server_answers({.extensions = extensions + (new_ticket.empty() ? bytes{} : promise)});
    m.server.say(message(type::server_hello_done, {}));
    m.server.meet(m.client());
    if (!new_ticket.empty()) m.server.say(ticket_message(new_ticket));
    m.server.finish();
    m.server.meet(m.client());
    return m.client().idle() && !m.client().over() && !m.client().resumed();
}
template <class Policy> void check_declined() {
    auto const kept_after = [](auto happens) {
        meeting<Policy> m;
        m.next();
        REQUIRE(m.offered() == first_ticket);
        happens(m);
        return m.kept();
    };
    using client = meeting<Policy>;
    CHECK(kept_after([](client& m) { CHECK(declines(m, secure)); }).empty());
    CHECK(kept_after([](client& m) { CHECK(declines(m, secure, second_ticket)); }) == second_ticket);
    // A new ticket that is too long is not kept, and the declined ticket is dropped.
    CHECK(kept_after([](client& m) {
              CHECK(declines(m, secure, bytes(641, 1)));
              CHECK(m.link->client.side->ticket() == ticket_fate::too_long);
          }).empty());
    // A handshake that fails does not drop the ticket.
    CHECK(kept_after([](client& m) {
              m.server.server_answers({.extensions = secure + promise});
              m.server.say(message(type::server_hello_done, {}));
              m.server.meet(m.client());
              m.server.say(ticket_message(second_ticket));
              m.server.finish_wrongly();
              m.server.meet(m.client());
              CHECK(m.client().alert_sent() == 51);
              CHECK(m.advice() == never);
          }) == first_ticket);
    // A renegotiation does not drop the ticket either.
    CHECK(kept_after([](client& m) {
              REQUIRE(m.server.resumes(m.client(),
                                       {.session_id = m.server.hello_heard().session_id, .extensions = secure}));
              m.server.all.clear();
              REQUIRE(m.link->client.side->renegotiate(true));
              m.server.meet(m.client());
              REQUIRE(m.offered() == first_ticket);
              CHECK(declines(m, renegotiated(m.server.client_verify_data + m.server.server_verify_data) + ems));
          }) == first_ticket);
}
TEST_CASE("T6a: a ticket that was declined goes when the server's Finished verifies, and in a renegotiation it stays") {
    check_declined<two_suites>();
    check_declined<with_id>();
}
TEST_CASE("T6a: a server that never resumes is asked for nothing for ever: each of its tickets is offered once") {
    meeting<two_suites> m;
    for (std::uint8_t i = 1; i < 5; ++i) {
        m.next();
        CHECK(m.offered() == (i == 1 ? first_ticket : bytes(30, static_cast<std::uint8_t>(i - 1))));
        CHECK(declines(m, secure, bytes(30, i)));
    }
}

// ---- T6: failures after the server has declined the ticket

/// Requires the whole chain for its judgement.
template <class P> struct wants_whole_chains : client_knows<P> { static constexpr bool whole_chain = true; };

template <template <class> class Knows> struct declined {
    using world_type = world<with_certificate, with_certificate, Knows>;

    declined() {
        got = static_cast<bool>(w.connected()) && w.store.size() == 1;
        link = w.begun();
        server.meet(link->client);
        got = got && !server.hello_heard()[35].empty();
        answers(secure);
    }
    void answers(bytes const& extensions) { server.server_answers({.suites = {0xc02b}, .extensions = extensions}); }
    endpoint& client() { return link->client; }
    void meet() { server.meet(client()); }
    void certificate() { server.say(server.certificate_message()); }
    void key_exchange() { server.say(server.ecdhe_key_exchange_message()); }
    void done() { server.say(message(type::server_hello_done, {})); }
    /// Runs up to the client's Finished.
    void up_to_finished() { certificate(), key_exchange(), done(), meet(); }
    /// Sends the first `count` bytes of a handshake message, in records of `record` bytes.
    void say_part(bytes const& whole, std::size_t count, std::size_t record = 1000) {
        for (std::size_t at = 0; at < count; at += record) {
            auto const begin = whole.begin() + static_cast<std::ptrdiff_t>(at);
            server.say(bytes(begin, begin + static_cast<std::ptrdiff_t>(std::min(record, count - at))), false);
        }
    }
    void say_part(bytes const& whole) { say_part(whole, whole.size()); }

    world_type w;
    std::unique_ptr<typename world_type::link> link;
    actor server{false};
    bool got = false;
};
bytes chain_of(std::vector<bytes> const& certificates) {
    bytes list;
    for (bytes const& each : certificates) list = list + with_length(3, each);
    return message(type::certificate, with_length(3, list));
}
bytes with_header_of(unsigned number, std::uint32_t size) {
    return {static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(size >> 16U),
            static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)};
}

template <class Case> struct way {
    std::string what;
    std::function<void(Case&)> happens;
};
template <class Case> void alert(Case& c) { c.server.say_alert(2, 40), c.meet(); }
template <class Case> void lost(Case& c) { c.meet(), c.client().transport_lost(), c.meet(); }
template <class Case> void goodbye(Case& c) { c.server.say_alert(1, 0), c.meet(); }
/// The three ways in which a connection ends without a fault: an alert, the end of the transport, close_notify.
template <class Case> void add_ends(std::vector<way<Case>>& to, std::string const& where, auto comes) {
    to.push_back({where + ", an alert", [comes](Case& c) { comes(c), c.meet(), alert(c); }});
    to.push_back({where + ", the transport ends", [comes](Case& c) { comes(c), lost(c); }});
    to.push_back({where + ", close_notify", [comes](Case& c) { comes(c), c.meet(), goodbye(c); }});
}

/// Failures that a declined ticket cannot cause.
template <class Case> std::vector<way<Case>> ways_of_full() {
    std::vector<way<Case>> all{
        {"a certificate longer than the buffer",
         [](Case& c) {
             c.say_part(chain_of({bytes(3000, 0x30), bytes(10, 0x30)})), c.meet();
         }},
        {"a certificate of more than 2^16 bytes",
         [](Case& c) { c.say_part(with_header_of(11, 0xff'ffff) + bytes(70'000, 1)), c.meet(); }},
        {"a Certificate that ends before it begins",
         [](Case& c) { c.server.say(message(type::certificate, {})), c.meet(); }},
        {"a Certificate that is malformed",
         [](Case& c) {
             c.server.say(message(type::certificate, {0, 0, 5, 0, 0, 1, 1})), c.meet();
         }},
        {"no certificate", [](Case& c) { c.server.say(chain_of({})), c.meet(); }},
        {"a certificate that is none", [](Case& c) { c.server.say(chain_of({bytes(20, 0x30)})), c.meet(); }},
        {"somebody else", [](Case& c) { c.server.say(chain_of({to_bytes(stranger.certificate)})), c.meet(); }},
        {"a ServerKeyExchange where a Certificate belongs", [](Case& c) { c.key_exchange(), c.meet(); }},
        {"a ServerHelloDone where a Certificate belongs", [](Case& c) { c.done(), c.meet(); }},
        {"a CertificateStatus", [](Case& c) { c.server.say(message(static_cast<type>(22), {1})), c.meet(); }},
        {"a ServerKeyExchange longer than the buffer",
         [](Case& c) { c.certificate(), c.say_part(message(type::server_key_exchange, bytes(4000, 3))), c.meet(); }},
        {"a ServerKeyExchange longer than the buffer where a Certificate belongs",
         [](Case& c) { c.say_part(message(type::server_key_exchange, bytes(4000, 3))), c.meet(); }},
        {"a signature that is wrong",
         [](Case& c) {
             c.certificate();
             bytes m = c.server.ecdhe_key_exchange_message();
             m.back() ^= 1;
             c.server.say(m), c.meet();
         }},
        {"a Finished that is wrong",
         [](Case& c) {
             c.up_to_finished();
             c.server.finish_wrongly(), c.meet();
         }},
        {"a ticket that was not promised",
         [](Case& c) { c.up_to_finished(), c.server.say(ticket_message({1})), c.meet(); }},
        {"a ticket longer than the buffer that was not promised",
         [](Case& c) { c.up_to_finished(), c.say_part(ticket_message(bytes(5000, 1))), c.meet(); }},
        {"a record that is too long",
         [](Case& c) {
             c.certificate(), c.meet();
             append(c.server.out, bytes{22, 3, 3, 0x48, 1});
             c.meet();
         }},
        {"an empty record",
         [](Case& c) { c.certificate(), c.server.say_record(content_type::handshake, {}), c.meet(); }},
        {"data", [](Case& c) { c.certificate(), c.server.say_record(content_type::application_data, {1}), c.meet(); }},
        {"a ChangeCipherSpec too early", [](Case& c) { c.certificate(), c.server.change(), c.meet(); }},
    };
    bytes const long_chain = chain_of({to_bytes(sensor.certificate), bytes(4000, 0x30)});
    for (std::size_t const count : {1U, 2U, 4U, 5U, 100U, 395U}) {
        add_ends<Case>(all, std::to_string(count) + " bytes of a Certificate",
                       [count](Case& c) { c.say_part(c.server.certificate_message(), count); });
    }
    for (unsigned const number : {11U, 12U, 13U, 14U, 22U}) {
        add_ends<Case>(all, "the first byte of message " + std::to_string(number),
                       [number](Case& c) { c.say_part({static_cast<std::uint8_t>(number)}); });
    }
    add_ends<Case>(all, "a Certificate", [](Case& c) { c.certificate(); });
    add_ends<Case>(all, "a ServerKeyExchange", [](Case& c) { c.certificate(), c.key_exchange(); });
    add_ends<Case>(all, "a ServerHelloDone", [](Case& c) { c.up_to_finished(); });
    add_ends<Case>(all, "a ChangeCipherSpec", [](Case& c) { c.up_to_finished(), c.server.change(); });
    if constexpr (!std::remove_reference_t<decltype(std::declval<Case&>().w.knows)>::whole_chain) {
        add_ends<Case>(all, "a long chain that passes, in part",
                       [long_chain](Case& c) { c.say_part(long_chain, 3000); });
        add_ends<Case>(all, "a long chain that passes", [long_chain](Case& c) { c.say_part(long_chain); });
    } else {
        all.push_back({"a chain longer than the buffer", [long_chain](Case& c) { c.say_part(long_chain), c.meet(); }});
    }
    return all;
}
/// Failures while the server has not answered the ticket yet, or after it has resumed: the ticket may be the cause.
template <class Case> std::vector<way<Case>> ways_of_tickets() {
    std::vector<way<Case>> all{
        {"a message of nobody's",
         [](Case& c) {
             c.server.say(message(static_cast<type>(77), {1, 2})), c.meet();
         }},
        {"a message of nobody's that is longer than the buffer",
         [](Case& c) { c.say_part(message(static_cast<type>(77), bytes(5000, 1))), c.meet(); }},
        {"a Finished without a ChangeCipherSpec",
         [](Case& c) { c.server.say(message(type::finished, bytes(12))), c.meet(); }},
        {"a ticket that was not promised", [](Case& c) { c.server.say(ticket_message({1})), c.meet(); }},
        {"an empty record", [](Case& c) { c.server.say_record(content_type::handshake, {}), c.meet(); }},
        {"five HelloRequests",
         [](Case& c) {
             for (unsigned i = 0; i < 5; ++i) c.server.say(message(type::hello_request, {}), false);
             c.meet();
         }},
        {"a Finished that is wrong",
         [](Case& c) {
             c.server.change(), c.meet();
             c.server.say(message(type::finished, bytes(12))), c.meet();
         }},
    };
    add_ends<Case>(all, "a ServerHello", [](Case&) {});
    add_ends<Case>(all, "a HelloRequest", [](Case& c) { c.server.say(message(type::hello_request, {}), false); });
    add_ends<Case>(all, "the first byte of a ticket", [](Case& c) { c.say_part({4}); });
    return all;
}

template <template <class> class Knows> void check_ways(std::vector<way<declined<Knows>>> const& ways, bool full) {
    for (auto const& each : ways) {
        CAPTURE(each.what);
        declined<Knows> c;
        REQUIRE(c.got);
        each.happens(c);
        CHECK(c.client().over());
        CHECK(c.link->client.side->retry() == (full ? never : again));
        CHECK(c.w.store.size() == (full ? 1 : 0));
        CHECK(c.w.store.stage(new_session_ticket{0, first_ticket}).fate() == ticket_fate::staged);
    }
}
TEST_CASE(
    "T6: with a refused ticket every failure of the full handshake is one: do_not_retry, and the ticket is kept") {
    check_ways<client_knows>(ways_of_full<declined<client_knows>>(), true);
    check_ways<wants_whole_chains>(ways_of_full<declined<wants_whole_chains>>(), true);
}
TEST_CASE("T6: as long as nothing says that the ticket was refused it may be to blame") {
    check_ways<client_knows>(ways_of_tickets<declined<client_knows>>(), false);
}

// ---- slots

TEST_CASE("a handshake that fails takes no slot of the store with it, wherever it fails") {
    meeting<two_suites> m{{}};
    for (unsigned i = 0; i < 20; ++i) {
        CAPTURE(i);
        m.next();
        m.server.server_answers({.extensions = secure + promise});
        m.server.say(message(type::server_hello_done, {}));
        m.server.meet(m.client());
        m.server.say(ticket_message(second_ticket));
        if (i % 5 == 4) {
            m.server.finish_wrongly();
        }
        m.server.meet(m.client());
        if (i % 5 == 0) m.client().transport_lost();
        if (i % 5 == 1) m.client().close();
        if (i % 5 == 2) m.server.say_alert(2, 40), m.server.meet(m.client());
        // 3: the client object is destroyed
    }
    CHECK(m.w.store.size() == 0);
    REQUIRE(m.gets(first_ticket));
    CHECK(m.kept() == first_ticket);
}
TEST_CASE("T5, T6: the ticket that stays when a Finished is wrong, in both handshakes, with a new one and without") {
    struct row {
        bool resumes;
        bool renews;
        bytes kept;
    };
    for (row const& each :
         {row{false, false, first_ticket}, row{false, true, first_ticket}, row{true, false, {}}, row{true, true, {}}}) {
        meeting<two_suites> m;
        m.next();
        m.server.server_answers({.extensions = secure + (each.renews ? promise : bytes{})});
        if (each.resumes) {
            m.server.expand();
        } else {
            m.server.say(message(type::server_hello_done, {}));
            m.server.meet(m.client());
        }
        if (each.renews) m.server.say(ticket_message(second_ticket));
        m.server.finish_wrongly();
        m.server.meet(m.client());
        CHECK(m.client().alert_sent() == 51);
        CHECK(m.advice() == (each.resumes ? again : never));
        CHECK(m.kept() == each.kept);
    }
}

} // namespace
