// Records on the wire: rules K1 to K6, every split, chains and hellos longer than the buffers, RFC 6066 4.
#include <algorithm>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const ems = extended_master_secret_extension();
bytes const secure = renegotiated({}) + ems;

struct both_kinds : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
struct client_met {
    client_met() { server.meet(link->client); }
    endpoint& client() { return link->client; }
    /// Runs up to the state in which the client awaits the server's ChangeCipherSpec.
    void to_change() {
        server.server_answers({.extensions = secure});
        server.say(message(type::server_hello_done, {}));
        server.meet(client());
    }
    int alert() {
        server.meet(client());
        return client().alert_sent();
    }
    world<both_kinds, with_psk> w;
    std::unique_ptr<world<both_kinds, with_psk>::link> link = w.begun();
    actor server{false};
};

TEST_CASE("K1: ChangeCipherSpec in the middle of a handshake message is unexpected") {
    for (std::size_t const part : {1U, 3U, 4U, 10U}) {
        client_met m;
        m.to_change();
        bytes const finished = m.server.finished_message(false);
        m.server.say(bytes(finished.begin(), finished.begin() + static_cast<std::ptrdiff_t>(part)), false);
        m.server.change();
        CHECK(m.alert() == 10);
    }
}
TEST_CASE("K1: ChangeCipherSpec in the middle of a ticket that is passed over is unexpected") {
    client_met m;
    m.server.server_answers({.extensions = secure + extension(35, {})});
    m.server.say(message(type::server_hello_done, {}));
    m.server.meet(m.client());
    bytes const ticket = message(type::new_session_ticket, bytes(4) + with_length(2, bytes(9000, 1)));
    m.server.say(bytes(ticket.begin(), ticket.begin() + 5000), false);
    m.server.change();
    CHECK(m.alert() == 10);
}
TEST_CASE("K2: Finished begins its record, ends it, and lies in one key") {
    for (unsigned how = 0; how < 4; ++how) {
        CAPTURE(how);
        client_met m;
        m.to_change();
        bytes const finished = m.server.finished_message(false);
        bytes const request = message(type::hello_request, {});
        m.server.change();
        if (how == 0) m.server.say(finished + request, false);
        if (how == 1) m.server.say(request + finished, false);
        if (how == 2) m.server.say(finished + bytes{0}, false);
        if (how == 3) { // in two records of the new key: Finished begins its record, and nothing follows it
            m.server.say(bytes(finished.begin(), finished.begin() + 5), false);
            m.server.say(bytes(finished.begin() + 5, finished.end()), false);
        }
        int const alert = m.alert();
        CHECK(alert == (how == 3 ? -1 : 10));
        CHECK(m.client().idle() == (how == 3));
    }
    // A message begins before the ChangeCipherSpec, in the record of ServerHelloDone.
    client_met m;
    m.server.server_answers({.extensions = secure});
    m.server.say(message(type::server_hello_done, {}) + bytes{20, 0, 0}, false);
    m.server.meet(m.client());
    m.server.change();
    CHECK(m.alert() == 10);
}
TEST_CASE("a Finished in pieces reaches a client whose buffer for messages is the least") {
    for (std::size_t const part : {1U, 4U, 15U}) {
        for (bool const certificate : {false, true}) {
            CAPTURE(part);
            CAPTURE(certificate);
            world<both_kinds, with_psk> w;
            w.client_room.messages = decltype(w)::client_type::min_messages;
            auto link = w.begun();
            actor server{false};
            server.meet(link->client);
            if (certificate) {
                server.server_answers({.suites = {0xc02b}, .extensions = secure});
                server.say(server.certificate_message());
                server.say(server.ecdhe_key_exchange_message());
            } else {
                server.server_answers({.extensions = secure});
            }
            server.say(message(type::server_hello_done, {}));
            server.meet(link->client);
            server.change();
            bytes const finished = server.finished_message(false);
            auto const middle = finished.begin() + static_cast<std::ptrdiff_t>(part);
            server.say(bytes(finished.begin(), middle), false);
            server.say(bytes(middle, finished.end()), false);
            server.meet(link->client);
            CHECK(link->client.alert_sent() == -1);
            CHECK(link->client.idle());
        }
    }
}
TEST_CASE("K3: records without content are refused, under keys as well") {
    for (content_type const each : {content_type::handshake, content_type::alert, content_type::change_cipher_spec}) {
        client_met m;
        CHECK(m.server.serves(m.client(), secure));
        m.server.say_record(each, {});
        CHECK(m.alert() == 10);
    }
}
TEST_CASE("K4: between fragments of a message only alerts may stand") {
    auto const begun = [](client_met& m) {
        bytes const answer = answer_message({.extensions = secure}, m.server.server_random);
        append(m.server.transcript, answer);
        m.server.say(bytes(answer.begin(), answer.begin() + 20), false);
        return bytes(answer.begin() + 20, answer.end());
    };
    client_met warned;
    bytes const rest = begun(warned);
    warned.server.say_alert(1, 90);
    warned.server.say(rest, false);
    warned.server.say(message(type::server_hello_done, {}));
    warned.server.meet(warned.client());
    warned.server.finish();
    CHECK(warned.alert() == -1);
    CHECK(warned.client().idle());
    client_met data;
    begun(data);
    data.server.say_record(content_type::application_data, {'x'});
    CHECK(data.alert() == 10);
    client_met change;
    begun(change);
    change.server.say_record(content_type::change_cipher_spec, {1});
    CHECK(change.alert() == 10);
}
TEST_CASE("K5: 32 empty records and 4 warnings in a row, and no more") {
    for (unsigned const count : {32U, 33U}) {
        client_met m;
        REQUIRE(m.server.serves(m.client(), secure));
        for (unsigned round = 0; round < 2; ++round) {
            for (unsigned i = 0; i < count; ++i) m.server.say_record(content_type::application_data, {});
            m.server.say_record(content_type::application_data, {'x'});
        }
        CHECK(m.alert() == (count == 32 ? -1 : 10));
    }
    for (unsigned const count : {4U, 5U}) {
        client_met m;
        REQUIRE(m.server.serves(m.client(), secure));
        for (unsigned round = 0; round < 2; ++round) {
            for (unsigned i = 0; i < count; ++i) m.server.say_alert(1, 90);
            m.server.say_record(content_type::application_data, {'x'});
        }
        CHECK(m.alert() == (count == 4 ? -1 : 10));
    }
}
TEST_CASE("K6: a protected record above the limit or the buffer is record_overflow, as soon as its header is here") {
    client_met m;
    REQUIRE(m.server.serves(m.client(), secure));
    append(m.server.out, bytes{23, 3, 3, 0x40, 0x19}); // 2^14 + 25
    CHECK(m.alert() == 22);
    client_met small;
    REQUIRE(small.server.serves(small.client(), secure));
    append(small.server.out, bytes{23, 3, 3, 0x08, 0x00}); // 2048 bytes: with the header more than the buffer
    CHECK(small.alert() == 22);
    client_met fits;
    REQUIRE(fits.server.serves(fits.client(), secure));
    fits.server.say_record(content_type::application_data, bytes(2048 - 5 - 24, 'x'));
    CHECK(fits.alert() == -1);
    CHECK(fits.client().got.size() == 2048 - 5 - 24);
    client_met clear;
    append(clear.server.out, bytes{22, 3, 3, 0x40, 0x01});
    CHECK(clear.alert() == 22);
}
TEST_CASE("a record too short for its protection, of another version, of no type") {
    client_met m;
    REQUIRE(m.server.serves(m.client(), secure));
    append(m.server.out, bytes{23, 3, 3, 0, 23} + bytes(23));
    CHECK(m.alert() == 20);
    client_met version;
    append(version.server.out, bytes{22, 2, 0, 0, 4, 14, 0, 0, 0});
    CHECK(version.alert() == 70);
    for (std::uint8_t const kind : bytes{0, 19, 24, 128, 255}) {
        client_met none;
        append(none.server.out, bytes{kind, 3, 3, 0, 1, 0});
        CHECK(none.alert() == 10);
    }
}
TEST_CASE("protected records under the wrong type, sequence or key are bad_record_mac") {
    for (unsigned how = 0; how < 3; ++how) {
        CAPTURE(how);
        client_met m;
        REQUIRE(m.server.serves(m.client(), secure));
        m.server.say_record(content_type::application_data, {'a'});
        bytes const first = m.server.out;
        m.server.out.clear();
        m.server.say_record(content_type::application_data, {'b'});
        bytes const second = m.server.out;
        m.server.out = how == 0 ? second : how == 1 ? first + first : first;
        if (how == 2) m.server.out[0] = 22;
        CHECK(m.alert() == 20);
        CHECK(m.client().got == (how == 1 ? bytes{'a'} : bytes{}));
    }
}

/// Splits a handshake record into records of `size` bytes.
void split(std::vector<record>& instead, std::size_t size) {
    record const whole = instead[0];
    if (whole.type != content_type::handshake) return;
    instead.clear();
    for (std::size_t at = 0; at < whole.body.size(); at += size) {
        auto const begin = whole.body.begin() + static_cast<std::ptrdiff_t>(at);
        auto const end = whole.body.begin() + static_cast<std::ptrdiff_t>(std::min(whole.body.size(), at + size));
        instead.push_back({content_type::handshake, bytes(begin, end)});
    }
}
template <class Policy> void check_splits(std::initializer_list<std::size_t> sizes) {
    for (std::size_t const size : sizes) {
        CAPTURE(size);
        world<Policy, Policy> w;
        auto link = w.begun();
        bool changed[2]{};
        link->between.intercept = [&](bool to_server, record const& seen, std::vector<record>& instead) {
            changed[to_server] = changed[to_server] || seen.type == content_type::change_cipher_spec;
            if (!changed[to_server]) split(instead, size);
        };
        CHECK(link->between.connects());
        CHECK(link->agree());
        CHECK(link->between.talks());
    }
}
TEST_CASE("handshake messages in records of any size, down to one byte") {
    check_splits<with_psk>({1, 2, 3, 4, 5, 6, 7, 37, 38, 39, 40, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 100, 200});
    check_splits<with_certificate>({1, 3, 64, 65, 66, 390, 391, 392, 399, 400});
}
TEST_CASE("a whole flight in one record, and in records that have nothing to do with its messages") {
    for (std::size_t const size : {16384U, 100U, 11U, 1U}) {
        CAPTURE(size);
        client_met m;
        bytes flight;
        auto const add = [&](bytes const& each) {
            append(m.server.transcript, each);
            append(flight, each);
        };
        add(answer_message({.suites = {0xc02b}, .extensions = secure}, m.server.server_random));
        add(m.server.certificate_message());
        add(m.server.ecdhe_key_exchange_message());
        add(message(type::certificate_request, bytes{1, 64} + with_length(2, {4, 3}) + with_length(2, {})));
        add(message(type::server_hello_done, {}));
        for (std::size_t at = 0; at < flight.size(); at += size) {
            auto const begin = flight.begin() + static_cast<std::ptrdiff_t>(at);
            m.server.say(bytes(begin, flight.begin() + static_cast<std::ptrdiff_t>(std::min(flight.size(), at + size))),
                         false);
        }
        m.server.meet(m.client());
        CHECK_FALSE(m.client().over());
        CHECK(m.server.has_heard(type::client_key_exchange));
        CHECK(m.server.body_of(type::certificate) == bytes{0, 0, 0}); // RFC 5246 7.4.6
    }
}

TEST_CASE("a chain of certificates larger than all buffers passes; the first certificate is what counts") {
    for (std::size_t const extra : {0U, 1U, 5U, 40U}) {
        for (std::uint32_t const messages : {500U, 600U, 1000U, 2048U}) {
            CAPTURE(extra);
            CAPTURE(messages);
            world<with_certificate, with_certificate> w;
            w.client_room = {1000, 1000, messages};
            w.server_room = {1000, 600, 1000};
            bytes const more(1000, 0x30);
            for (std::size_t i = 0; i < extra; ++i) w.server.chain.push_back(more);
            auto link = w.begun();
            CHECK(link->between.connects());
            CHECK(link->agree());
            CHECK(w.knows.asked_trust == 1);
            CHECK(w.knows.received_messages == w.server.sent_messages); // the observer sees every message
            CHECK(w.server.received_messages == w.knows.sent_messages);
            CHECK(w.knows.alerts.empty()); // the observer sees no alert and no ChangeCipherSpec
            CHECK(w.server.alerts.empty());
            CHECK(link->between.talks());
            // A wrong pin is still refused.
            w.knows.pin = stranger.pin;
            auto other = w.begun();
            CHECK_FALSE(other->between.connects());
            CHECK(other->client.alert_sent() == 42);
            CHECK(other->server.alert_received() == 42);
        }
    }
}

template <max_fragment_length_code Code> struct fragments : policy_of<options{.fragment_length = Code}, basic> {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
template <max_fragment_length_code Code> void check_fragments(std::size_t limit) {
    world<fragments<Code>, both_kinds> w;
    bytes const more(700, 0x30);
    w.server.chain.push_back(more);
    for (unsigned round = 0; round < 2; ++round) {
        auto link = w.begun();
        std::size_t longest = 0;
        bool answered = false;
        link->between.intercept = [&](bool to_server, record const& seen, std::vector<record>&) {
            answered = answered || !to_server;
            bool const sealed = seen.type == content_type::application_data;
            if (answered) longest = std::max(longest, seen.body.size() - (sealed ? 24 : 0));
        };
        REQUIRE(link->between.connects());
        CHECK(link->client.resumed() == (round == 1));
        CHECK(link->client.write_space().size() == limit);
        CHECK(link->server.write_space().size() == limit);
        CHECK(link->between.talks());
        REQUIRE(link->client.say(std::string(limit, 'x')));
        CHECK(link->between.settle());
        CHECK(link->server.got.size() >= limit);
        CHECK(longest == limit);
        CHECK(link->agree());
    }
}
TEST_CASE("RFC 6066 4: no fragment is longer than was negotiated, in full and in abbreviated handshakes") {
    check_fragments<max_fragment_length_code::bytes_512>(512);
    check_fragments<max_fragment_length_code::bytes_1024>(1024);
}
TEST_CASE(
    "RFC 6066 4: a fragment above what was negotiated is record_overflow; another length than asked for is illegal") {
    world<fragments<max_fragment_length_code::bytes_512>, both_kinds> w;
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    REQUIRE(server.serves(link->client, secure + extension(1, {1})));
    server.say_record(content_type::application_data, bytes(512, 'a'));
    server.meet(link->client);
    CHECK(link->client.got.size() == 512);
    server.say_record(content_type::application_data, bytes(513, 'a'));
    server.meet(link->client);
    CHECK(link->client.alert_sent() == 22);

    auto other = w.begun();
    actor wrong{false};
    wrong.meet(other->client);
    CHECK_FALSE(wrong.serves(other->client, secure + extension(1, {2})));
    CHECK(other->client.alert_sent() == 47);
}
TEST_CASE("RFC 6066 4: a resumed session keeps its length where the server does not repeat it") {
    world<fragments<max_fragment_length_code::bytes_512>, both_kinds> w;
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    server.server_answers({.extensions = secure + extension(1, {1}) + extension(35, {})});
    server.say(message(type::server_hello_done, {}));
    server.meet(link->client);
    server.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(40, 7))));
    server.finish();
    server.meet(link->client);
    REQUIRE(link->client.idle());
    auto again = w.begun();
    actor other{false};
    other.meet(again->client);
    other.master = server.master;
    REQUIRE(other.resumes(again->client, {.extensions = secure}));
    CHECK(again->client.resumed());
    CHECK(again->client.write_space().size() == 512);
}

/// A pre-shared key with an identity of 900 bytes.
bytes const long_name(900, 'n');
template <class P> struct knows_long_name : server_knows<P> {
    psk_choice<typename P::crypto::psk::key> psk(byte_view name) {
        this->seen_identity = to_bytes(name);
        if (this->seen_identity != long_name) return {};
        return {name, &this->key};
    }
};
struct short_fragments : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512}, with_psk> {};
TEST_CASE(
    "RFC 6066 4: a message above the fragments that were agreed to goes out in several, in the clear, under keys") {
    world<short_fragments, with_psk, client_knows, knows_long_name> w;
    w.knows.identity_name = long_name;
    auto link = w.begun();
    bool changed[2]{};
    std::size_t longest = 0;
    std::vector<std::size_t> long_ones; // lengths of the client's long handshake records
    link->between.intercept = [&](bool to_server, record const& seen, std::vector<record>&) {
        std::size_t const size = seen.body.size() - (changed[to_server] ? 24 : 0);
        longest = std::max(longest, size);
        if (to_server && seen.type == content_type::handshake && size > 300) long_ones.push_back(size);
        changed[to_server] = changed[to_server] || seen.type == content_type::change_cipher_spec;
    };
    for (unsigned round = 0; round < 2; ++round) {
        CAPTURE(round);
        long_ones.clear();
        if (round == 1) REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.connects());
        CHECK(link->agree());
        CHECK(w.server.seen_identity == long_name);
        CHECK(longest == 512);
        CHECK(long_ones == std::vector<std::size_t>{512, 4 + 2 + 900 - 512});
        CHECK(link->between.talks());
    }
}
TEST_CASE("RFC 6066 4: a client that asked for short fragments and was not granted them sends whole messages") {
    world<short_fragments, with_psk> w;
    w.knows.identity_name = long_name;
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    server.server_answers({.extensions = secure});
    server.say(message(type::server_hello_done, {}));
    server.meet(link->client);
    CHECK(server.body_of(type::client_key_exchange) == with_length(2, long_name));
    bytes sent = link->client.all_sent;
    std::vector<record> const records = take_records(sent);
    REQUIRE(records.size() >= 2);
    CHECK(records[1].body.size() == 4 + 2 + 900);
}

struct streams : policy_of<options{.max_message = 8192, .stream_client_hello = true}, with_psk> {};
template <class Policy> void check_long_hellos(std::size_t size, std::size_t piece, bool good) {
    CAPTURE(size);
    CAPTURE(piece);
    world<with_psk, Policy> w;
    w.server_room = {600, 600, 600};
    auto link = w.begun();
    actor client{true};
    bytes verify_data;
    for (unsigned round = 0; round < 2; ++round) { // the second round is a renegotiation
        hello const h{.extensions =
                          extension(51, bytes(size, 5)) + renegotiated(verify_data) + ems + extension(35, {})};
        bytes const whole = greeting_message(h, client.client_random);
        client.all.clear();
        client.transcript = whole;
        for (std::size_t at = 0; at < whole.size(); at += piece) {
            auto const begin = whole.begin() + static_cast<std::ptrdiff_t>(at);
            client.say(bytes(begin, whole.begin() + static_cast<std::ptrdiff_t>(std::min(whole.size(), at + piece))),
                       false);
        }
        client.meet(link->server);
        CHECK(client.has_heard(type::server_hello_done) == good);
        if (!good) {
            CHECK(link->server.alert_sent() == 40);
            return;
        }
        client.say(client.psk_key_exchange());
        client.make_psk_master(true);
        client.expand();
        client.finish();
        client.meet(link->server);
        REQUIRE(link->server.idle());
        CHECK_FALSE(link->server.over());
        CHECK(link->server.connected == round + 1);
        CHECK(client.good);
        verify_data = client.client_verify_data;
    }
}
TEST_CASE("hellos of up to 6 KB reach a server whose buffers are smaller, if its policy says so") {
    for (std::size_t const piece : {500U, 300U, 7U}) {
        check_long_hellos<with_psk>(400, piece, true);
        check_long_hellos<with_psk>(700, piece, false);
        for (std::size_t const size :
             {100U, 400U, 488U, 489U, 490U, 491U, 492U, 493U, 494U, 495U, 496U, 700U, 2000U, 6000U}) {
            check_long_hellos<streams>(size, piece, true);
        }
    }
}

} // namespace
