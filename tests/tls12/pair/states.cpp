// Every message in every state of both roles. An expected message is accepted; any other causes unexpected_message.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

struct clients_policy : policy_of<options{
                                      .allow_identity_change = true, // first a pre-shared key, then a certificate
                                  },
                                  basic> {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
using clients_world = world<clients_policy, with_psk>;

bytes const answer_extensions = renegotiated({}) + extended_master_secret_extension();

/// All events that a peer can cause.
enum class letter {
    hello_request,
    client_hello,
    server_hello,
    hello_verify_request,
    new_session_ticket,
    encrypted_extensions,
    certificate,
    server_key_exchange,
    certificate_request,
    server_hello_done,
    certificate_verify,
    client_key_exchange,
    finished,
    certificate_status,
    unknown_message,
    unknown_message_fd, // RFC 8446 B.3 has neither type
    unknown_message_ff, // handshake messages up to here
    change,
    change_with_2,
    data,
    empty_data,
    user_canceled,
    no_renegotiation,
    close_notify,
    fatal_alert,
    unknown_record,
    empty_handshake,
    empty_alert,
    empty_change,
    count
};

/// The effect of a letter on a connection.
enum class effect {
    accepted,   ///< expected, or allowed at any time
    unexpected, ///< fatal unexpected_message
    closed,
    failed, ///< by the received alert
};

void say(actor& a, letter l, hello const& greeting, hello const& answer) {
    switch (l) {
    case letter::hello_request: return a.say(message(type::hello_request, {}), false);
    case letter::client_hello: return a.say(greeting_message(greeting, a.client_random));
    case letter::server_hello: return a.say(answer_message(answer, a.server_random));
    case letter::hello_verify_request: return a.say(message(static_cast<type>(3), {0xfe, 0xfd, 1, 9}));
    case letter::new_session_ticket:
        return a.say(message(type::new_session_ticket, bytes(4) + with_length(2, bytes(9))));
    case letter::encrypted_extensions: return a.say(message(static_cast<type>(8), {0, 0}));
    case letter::certificate: return a.say(a.certificate_message());
    case letter::server_key_exchange: {
        bool const psk = answer.suites[0] == 0x00a8;
        return a.say(psk ? message(type::server_key_exchange, with_length(2, {'h'})) : a.ecdhe_key_exchange_message());
    }
    case letter::certificate_request:
        return a.say(message(type::certificate_request, bytes{1, 64} + with_length(2, {4, 3}) + with_length(2, {})));
    case letter::server_hello_done: return a.say(message(type::server_hello_done, {}));
    case letter::certificate_verify:
        return a.say(message(type::certificate_verify, bytes{4, 3} + with_length(2, bytes(70))));
    case letter::client_key_exchange: return a.say(a.psk_key_exchange());
    case letter::finished: return a.say(message(type::finished, bytes(12)));
    case letter::certificate_status: return a.say(message(static_cast<type>(22), bytes{1} + with_length(3, {1})));
    case letter::unknown_message: return a.say(message(static_cast<type>(254), {}));
    case letter::unknown_message_fd: return a.say(message(static_cast<type>(253), {}));
    case letter::unknown_message_ff: return a.say(message(static_cast<type>(255), {}));
    case letter::change: return a.change();
    case letter::change_with_2: return a.change({2});
    case letter::data: return a.say_record(content_type::application_data, {'h', 'i'});
    case letter::empty_data: return a.say_record(content_type::application_data, {});
    case letter::user_canceled: return a.say_alert(1, 90);
    case letter::no_renegotiation: return a.say_alert(1, 100);
    case letter::close_notify: return a.say_alert(1, 0);
    case letter::fatal_alert: return a.say_alert(2, 40);
    case letter::unknown_record: return a.say_record(static_cast<content_type>(24), {1, 0, 0});
    case letter::empty_handshake: return a.say_record(content_type::handshake, {});
    case letter::empty_alert: return a.say_record(content_type::alert, {});
    default: return a.say_record(content_type::change_cipher_spec, {});
    }
}

/// The expected effect of a letter in a state that awaits only `awaited`. `data`: application data and the warning
/// no_renegotiation are allowed, as in a state without a handshake.
effect judge(letter l, std::initializer_list<letter> awaited, bool data, bool requests_allowed) {
    for (letter const each : awaited) {
        if (l == each) return effect::accepted;
    }
    switch (l) {
    case letter::hello_request: return requests_allowed ? effect::accepted : effect::unexpected; // B3
    case letter::user_canceled: return effect::accepted;                                         // RFC 5246 7.2
    case letter::close_notify: return effect::closed;                                            // RFC 5246 7.2.1
    case letter::fatal_alert: return effect::failed;                                             // RFC 5246 7.2
    case letter::no_renegotiation:
    case letter::data:
    case letter::empty_data: return data ? effect::accepted : effect::unexpected; // B5, RFC 5246 7.2.2
    default: return effect::unexpected;
    }
}

void check_effect(endpoint& tested, actor& peer, effect expected) {
    switch (expected) {
    case effect::accepted:
        CHECK_FALSE(tested.over());
        CHECK(peer.alert() == -1);
        break;
    case effect::unexpected:
        CHECK(tested.alert_sent() == 10);
        CHECK(peer.alert() == 10);
        break;
    case effect::closed:
        CHECK(tested.last == progress::closed);
        CHECK(peer.alert() == 0);
        break;
    case effect::failed:
        CHECK(tested.alert_received() == 40);
        CHECK(peer.alert() == -1);
        break;
    }
    CHECK(peer.good);
    if (tested.over()) { // the state is final
        progress const last = tested.last;
        peer.say_record(content_type::application_data, {'x'});
        peer.meet(tested);
        CHECK(tested.last == last);
        CHECK(tested.got.empty());
    }
}

/// States of a client, one for each point of the handshakes by pre-shared key and by certificate.
enum class client_at {
    server_hello,
    psk_key_exchange_or_done,
    psk_done,
    change,
    ticket,
    finished,
    idle,
    certificate,
    key_exchange,
    request_or_done,
    done_after_request,
    count
};

hello answer_in(client_at where) {
    bool const certified = where >= client_at::certificate;
    hello h{.suites = {certified ? 0xc02bU : 0x00a8U}, .extensions = answer_extensions};
    if (where == client_at::ticket) h.extensions = h.extensions + extension(35, {});
    return h;
}
void go_to(actor& server, endpoint& client, client_at where, hello const& answer) {
    server.meet(client);
    if (where == client_at::server_hello) return;
    server.server_answers(answer);
    if (where >= client_at::certificate) {
        if (where >= client_at::key_exchange) server.say(server.certificate_message());
        if (where >= client_at::request_or_done) server.say(server.ecdhe_key_exchange_message());
        if (where == client_at::done_after_request) {
            server.say(message(type::certificate_request, bytes{1, 64} + with_length(2, {4, 3}) + with_length(2, {})));
        }
    } else if (where == client_at::psk_done) {
        server.say(message(type::server_key_exchange, with_length(2, {'h'})));
    } else if (where >= client_at::change) {
        server.say(message(type::server_hello_done, {}));
        server.meet(client);
        if (where == client_at::finished) server.change();
        if (where == client_at::idle) server.finish();
    }
    server.meet(client);
}
void go_to(actor& server, endpoint& client, client_at where) { go_to(server, client, where, answer_in(where)); }
std::initializer_list<letter> awaited_at(client_at where) {
    static constexpr auto hello = {letter::server_hello};
    static constexpr auto psk = {letter::server_key_exchange, letter::server_hello_done};
    static constexpr auto done = {letter::server_hello_done};
    static constexpr auto change = {letter::change};
    static constexpr auto ticket = {letter::new_session_ticket};
    static constexpr auto certificate = {letter::certificate};
    static constexpr auto key_exchange = {letter::server_key_exchange};
    static constexpr auto request = {letter::certificate_request, letter::server_hello_done};
    static constexpr std::initializer_list<letter> none{};
    switch (where) {
    case client_at::server_hello: return hello;
    case client_at::psk_key_exchange_or_done: return psk;
    case client_at::psk_done:
    case client_at::done_after_request: return done;
    case client_at::change: return change;
    case client_at::ticket: return ticket;
    case client_at::certificate: return certificate;
    case client_at::key_exchange: return key_exchange;
    case client_at::request_or_done: return request;
    default: return none; // a wrong Finished causes decrypt_error; see below
    }
}

TEST_CASE("every message in every state of a client: what does not belong there is unexpected") {
    for (unsigned s = 0; s < static_cast<unsigned>(client_at::count); ++s) {
        for (unsigned l = 0; l < static_cast<unsigned>(letter::count); ++l) {
            auto const where = static_cast<client_at>(s);
            auto const what = static_cast<letter>(l);
            CAPTURE(s);
            CAPTURE(l);
            seed(5);
            clients_world w;
            auto link = w.begun();
            actor server{false};
            go_to(server, link->client, where);
            REQUIRE_FALSE(link->client.over());
            bool const idle = where == client_at::idle;
            REQUIRE(link->client.idle() == idle);
            if (where == client_at::finished && what == letter::finished) continue; // the test below
            say(server, what, {.extensions = answer_extensions}, answer_in(where));
            server.meet(link->client);
            check_effect(link->client, server, judge(what, awaited_at(where), idle, where != client_at::finished));
            if (idle && what == letter::data) CHECK(link->client.got == bytes{'h', 'i'});
        }
    }
}

TEST_CASE(
    "every message in every state of a client that renegotiates: data goes on until the server's ChangeCipherSpec") {
    for (unsigned s = 0; s < static_cast<unsigned>(client_at::count); ++s) {
        for (unsigned l = 0; l < static_cast<unsigned>(letter::count); ++l) {
            auto const where = static_cast<client_at>(s);
            auto const what = static_cast<letter>(l);
            if (where == client_at::idle || (where == client_at::finished && what == letter::finished)) continue;
            CAPTURE(s);
            CAPTURE(l);
            seed(5);
            clients_world w;
            auto link = w.begun();
            actor server{false};
            server.meet(link->client);
            REQUIRE(server.serves(link->client, answer_extensions));
            REQUIRE(link->client.renegotiate());
            hello answer = answer_in(where);
            answer.extensions = answer.extensions + renegotiated(server.client_verify_data + server.server_verify_data);
            // Removes the empty renegotiation_info of an initial hello, which stands first.
            answer.extensions.erase(answer.extensions.begin(), answer.extensions.begin() + 5);
            go_to(server, link->client, where, answer);
            REQUIRE_FALSE(link->client.over());
            REQUIRE_FALSE(link->client.idle());
            say(server, what, {.extensions = answer_extensions}, answer);
            server.meet(link->client);
            bool const data = where != client_at::finished;
            bool const refused = what == letter::no_renegotiation; // B8: before the server has answered
            effect const expected = refused ? judge(what, {}, where == client_at::server_hello, false)
                                            : judge(what, awaited_at(where), data, data);
            check_effect(link->client, server, expected);
            if (data && what == letter::data) CHECK(link->client.got_in_renegotiation == bytes{'h', 'i'});
            if (refused && expected == effect::accepted) CHECK(link->client.idle());
        }
    }
}

/// States of a client that has offered a ticket, before and after the server's decision to resume is known (T2 to T4).
enum class resuming_at { undecided, undecided_and_promised, ticket_came, finished, count };

TEST_CASE("every message in every state of a client that resumes: only what T2 to T4 let come, and no data") {
    for (unsigned s = 0; s < static_cast<unsigned>(resuming_at::count); ++s) {
        for (unsigned l = 0; l < static_cast<unsigned>(letter::count); ++l) {
            auto const where = static_cast<resuming_at>(s);
            auto const what = static_cast<letter>(l);
            if (where == resuming_at::finished && what == letter::finished) continue;
            CAPTURE(s);
            CAPTURE(l);
            seed(5);
            clients_world w;
            hello answer{.extensions = answer_extensions + extension(35, {})};
            auto first = w.begun();
            actor giver{false};
            go_to(giver, first->client, client_at::ticket);
            giver.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(40, 7))));
            giver.finish();
            giver.meet(first->client);
            REQUIRE(first->client.idle());

            auto link = w.begun();
            actor server{false};
            server.meet(link->client);
            REQUIRE(server.hello_heard()[35] == bytes(40, 7));
            server.master = giver.master;
            bool const promised = where == resuming_at::undecided_and_promised || where == resuming_at::ticket_came;
            if (!promised) answer.extensions = answer_extensions;
            server.server_answers(answer);
            server.expand();
            if (where == resuming_at::ticket_came) {
                server.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(40, 8))));
            }
            if (where == resuming_at::finished) server.change();
            server.meet(link->client);
            REQUIRE_FALSE(link->client.over());
            say(server, what, {.extensions = answer_extensions}, answer);
            server.meet(link->client);
            static constexpr auto either = {letter::server_key_exchange, letter::server_hello_done, letter::change};
            static constexpr auto ticket = {letter::server_key_exchange, letter::server_hello_done,
                                            letter::new_session_ticket};
            static constexpr auto change = {letter::change};
            static constexpr std::initializer_list<letter> none{};
            auto const awaited = where == resuming_at::undecided                ? either
                                 : where == resuming_at::undecided_and_promised ? ticket
                                 : where == resuming_at::ticket_came            ? change
                                                                                : none;
            check_effect(link->client, server, judge(what, awaited, false, where != resuming_at::finished));
        }
    }
}

enum class server_at { client_hello, key_exchange, change, finished, idle, count };

hello greeting(actor const& client, bool again) {
    return {.extensions =
                renegotiated(again ? client.client_verify_data : bytes{}) + extended_master_secret_extension()};
}
void go_to(actor& client, endpoint& server, server_at where, bool again = false) {
    if (where == server_at::client_hello) return;
    client.client_greets(greeting(client, again));
    client.meet(server);
    if (where == server_at::key_exchange) return;
    client.say(client.psk_key_exchange());
    client.make_psk_master(true);
    client.expand();
    if (where == server_at::finished) client.change();
    if (where == server_at::idle) client.finish();
    client.meet(server);
}

TEST_CASE("every message in every state of a server: what does not belong there is unexpected") {
    for (unsigned s = 0; s < static_cast<unsigned>(server_at::count); ++s) {
        for (unsigned l = 0; l < static_cast<unsigned>(letter::count); ++l) {
            auto const where = static_cast<server_at>(s);
            auto const what = static_cast<letter>(l);
            CAPTURE(s);
            CAPTURE(l);
            seed(5);
            world<with_psk, with_psk> w;
            auto link = w.begun();
            actor client{true};
            go_to(client, link->server, where);
            REQUIRE_FALSE(link->server.over());
            bool const idle = where == server_at::idle;
            REQUIRE(link->server.idle() == idle);
            if (where == server_at::finished && what == letter::finished) continue;
            say(client, what, greeting(client, idle), {});
            client.meet(link->server);
            static constexpr auto hello = {letter::client_hello};
            static constexpr auto exchange = {letter::client_key_exchange};
            static constexpr auto change = {letter::change};
            static constexpr std::initializer_list<letter> none{};
            auto const awaited = where == server_at::client_hello || idle ? hello
                                 : where == server_at::key_exchange       ? exchange
                                 : where == server_at::change             ? change
                                                                          : none;
            check_effect(link->server, client, judge(what, awaited, idle, false));
        }
    }
}

TEST_CASE(
    "every message in every state of a server in a renegotiation: data goes on until the client's ChangeCipherSpec") {
    for (server_at const where : {server_at::key_exchange, server_at::change, server_at::finished}) {
        for (unsigned l = 0; l < static_cast<unsigned>(letter::count); ++l) {
            auto const what = static_cast<letter>(l);
            if (where == server_at::finished && what == letter::finished) continue;
            CAPTURE(static_cast<int>(where));
            CAPTURE(l);
            seed(5);
            world<with_psk, with_psk> w;
            auto link = w.begun();
            actor client{true};
            go_to(client, link->server, server_at::idle);
            REQUIRE(link->server.idle());
            hello const again = greeting(client, true);
            go_to(client, link->server, where, true);
            REQUIRE_FALSE(link->server.over());
            REQUIRE_FALSE(link->server.idle());
            say(client, what, again, {});
            client.meet(link->server);
            static constexpr auto exchange = {letter::client_key_exchange};
            static constexpr auto change = {letter::change};
            static constexpr std::initializer_list<letter> none{};
            auto const awaited = where == server_at::key_exchange ? exchange
                                 : where == server_at::change     ? change
                                                                  : none;
            bool const data = where != server_at::finished;
            check_effect(link->server, client, judge(what, awaited, data, false));
            if (data && what == letter::data) CHECK(link->server.got_in_renegotiation == bytes{'h', 'i'});
        }
    }
}

TEST_CASE("every message in every state of a server that resumes: ChangeCipherSpec and Finished, and nothing else") {
    for (server_at const where : {server_at::change, server_at::finished}) {
        for (unsigned l = 0; l < static_cast<unsigned>(letter::count); ++l) {
            auto const what = static_cast<letter>(l);
            if (where == server_at::finished && what == letter::finished) continue;
            CAPTURE(static_cast<int>(where));
            CAPTURE(l);
            seed(5);
            world<with_psk, with_psk> w;
            auto first = w.begun();
            actor getter{true};
            REQUIRE(getter.connects(first->server, {.extensions = answer_extensions + extension(35, {})}));
            bytes const given = getter.body_of(type::new_session_ticket);
            bytes const ticket(given.begin() + 6, given.end());

            auto link = w.begun();
            actor client{true};
            client.master = getter.master;
            client.knows_master = true;
            hello const greets{.extensions = answer_extensions + extension(35, ticket)};
            client.client_greets(greets);
            client.meet(link->server);
            REQUIRE(client.has_heard(type::finished));
            if (where == server_at::finished) client.change();
            client.meet(link->server);
            REQUIRE_FALSE(link->server.over());
            say(client, what, greets, {});
            client.meet(link->server);
            static constexpr auto change = {letter::change};
            static constexpr std::initializer_list<letter> none{};
            check_effect(link->server, client, judge(what, where == server_at::change ? change : none, false, false));
        }
    }
}

TEST_CASE("a Finished that does not fit is decrypt_error, on both sides and in both handshakes (RFC 5246 7.4.9)") {
    for (unsigned bit = 0; bit < 96; bit += 5) {
        world<with_psk, with_psk> w;
        auto one = w.begun();
        actor server{false};
        go_to(server, one->client, client_at::finished);
        bytes wrong = server.finished_message(false);
        wrong[4 + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        server.say(wrong);
        server.meet(one->client);
        CHECK(one->client.alert_sent() == 51);

        auto two = w.begun();
        actor client{true};
        go_to(client, two->server, server_at::finished);
        wrong = client.finished_message(true);
        wrong[4 + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        client.say(wrong);
        client.meet(two->server);
        CHECK(two->server.alert_sent() == 51);
    }
}

TEST_CASE("a Finished of another length never fits") {
    for (std::size_t const size : {0U, 1U, 11U, 13U, 36U}) {
        world<with_psk, with_psk> w;
        auto link = w.begun();
        actor server{false};
        go_to(server, link->client, client_at::finished);
        bytes right = server.finished_message(false);
        right.resize(4 + size);
        right[3] = static_cast<std::uint8_t>(size);
        server.say(right);
        server.meet(link->client);
        CHECK(link->client.failed());
        CHECK((link->client.alert_sent() == 51 || link->client.alert_sent() == 50));
    }
}

} // namespace
