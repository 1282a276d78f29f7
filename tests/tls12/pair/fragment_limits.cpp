// max_fragment_length that a renegotiation begins, ends or changes: RFC 6066 4.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

bytes const ems = extended_master_secret_extension();

/// The extension for fragments of 512 or 1024 bytes; empty for `none`.
constexpr std::size_t none = 16'384;
bytes fragments_of(std::size_t limit) {
    return limit == none ? bytes{} : extension(1, {static_cast<std::uint8_t>(limit == 512 ? 1 : 2)});
}
/// The most bytes of content in the protected records behind the first `skipped` bytes of a stream.
std::size_t longest(bytes const& stream, std::size_t skipped) {
    bytes rest(stream.begin() + static_cast<std::ptrdiff_t>(skipped), stream.end());
    std::size_t most = 0;
    for (record const& each : take_records(rest)) most = std::max(most, each.body.size() - 24);
    return most;
}
/// True if `ours` takes a record of `limit` bytes, and refuses a longer one with record_overflow.
template <class Ours, class Theirs> bool takes_at_most(Ours& ours, Theirs& theirs, std::size_t limit) {
    ours.got.clear();
    theirs.say_record(content_type::application_data, bytes(limit, 'x'));
    theirs.meet(ours);
    bool const takes = ours.got.size() == limit && ours.alert_sent() == -1;
    theirs.say_record(content_type::application_data, bytes(limit + 1, 'x'));
    theirs.meet(ours);
    return takes && ours.alert_sent() == 22;
}

/// The identity makes a ClientKeyExchange of 906 bytes.
bytes const long_name(900, 'n');
struct short_fragments : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512}, with_psk> {};
struct with_chain : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

/// An actor as the client, and a server whose Certificate is longer than 1024 bytes.
struct served {
    served() {
        w.server.chain.push_back(more);
        link = w.begun();
    }
    endpoint& server() { return link->server; }
    /// Sends a hello, and receives the server's flight.
    void greets(std::size_t limit) {
        client.all.clear();
        client.client_greets({.suites = {0xc02b},
                              .extensions = renegotiated(client.client_verify_data) + ems +
                                            extension(10, {0, 2, 0, 23}) + extension(13, {0, 2, 4, 3}) +
                                            fragments_of(limit)});
        client.meet(server());
    }
    /// Completes the handshake. \return true if both sides are connected
    bool ends() {
        client.say(client.ecdhe_client_exchange_message());
        client.make_ecdhe_master();
        client.expand();
        client.finish();
        client.meet(server());
        return server().idle() && !server().over() && client.good;
    }

    bytes const more = bytes(700, 0x30);
    world<with_psk, with_chain> w;
    std::unique_ptr<decltype(w)::link> link;
    actor client{true};
};

} // namespace

TEST_CASE("RFC 6066 4: in a renegotiation a client's fragments grow with the keys, and shrink with the ServerHello") {
    for (std::size_t const before : {std::size_t{512}, none}) {
        for (std::size_t const after : {std::size_t{512}, none}) {
            CAPTURE(before);
            CAPTURE(after);
            world<short_fragments, with_psk> w;
            w.knows.identity_name = long_name;
            auto link = w.begun();
            auto& client = link->client;
            actor server{false};
            server.meet(client);
            REQUIRE(server.serves(client, renegotiated({}) + ems + fragments_of(before)));
            bytes const both = server.client_verify_data + server.server_verify_data;
            server.all.clear();
            REQUIRE(client.renegotiate());
            server.meet(client);
            server.server_answers({.extensions = renegotiated(both) + ems + fragments_of(after)});
            server.say_record(content_type::application_data, bytes(std::min<std::size_t>(before, 1500), 'x'));
            server.say(message(handshake_type::server_hello_done, {}));
            std::size_t const sent = client.all_sent.size();
            server.meet(client);
            CHECK(server.body_of(handshake_type::client_key_exchange) == with_length(2, long_name));
            CHECK(longest(client.all_sent, sent) == std::min<std::size_t>({before, after, 906}));
            server.finish();
            server.meet(client);
            REQUIRE(client.idle());
            CHECK(client.got.size() == std::min<std::size_t>(before, 1500));
            CHECK((client.write_space().size() == 512) == (after == 512));
            if (after == 512) CHECK(takes_at_most(client, server, 512));
        }
    }
}
TEST_CASE("RFC 6066 4: in a renegotiation a server's fragments grow with the keys, and shrink with the ServerHello") {
    for (std::size_t const before : {std::size_t{512}, std::size_t{1024}, none}) {
        for (std::size_t const after : {std::size_t{512}, std::size_t{1024}, none}) {
            CAPTURE(before);
            CAPTURE(after);
            served s;
            s.greets(before);
            REQUIRE(s.ends());
            std::size_t const sent = s.server().all_sent.size();
            s.greets(after);
            std::size_t const certificate = 4 + 3 + 3 + sensor.certificate.size() + 3 + s.more.size();
            CHECK(longest(s.server().all_sent, sent) == std::min({before, after, certificate}));
            // The client may not have received the ServerHello yet.
            s.client.say_record(content_type::application_data, bytes(std::min<std::size_t>(before, 1500), 'x'));
            REQUIRE(s.ends());
            CHECK(s.server().got.size() == std::min<std::size_t>(before, 1500));
            CHECK(s.server().write_space().size() == (after == none ? 2048 - 29 : after));
            if (after != none) CHECK(takes_at_most(s.server(), s.client, after));
        }
    }
}
