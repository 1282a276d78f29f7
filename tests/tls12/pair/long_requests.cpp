// BD1: a CertificateRequest that is longer than the client's buffer is answered as if it fitted. RFC 5246 7.4.4.
#include <algorithm>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/late.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const ems = extended_master_secret_extension();
bytes const name(90, 0x30);
bytes names(std::size_t count) {
    bytes all;
    for (std::size_t i = 0; i < count; ++i) append(all, with_length(2, name));
    return all;
}
bytes body(bytes const& types, bytes const& schemes, bytes const& issuers) {
    return with_length(1, types) + with_length(2, schemes) + with_length(2, issuers);
}

/// The least buffers; and a buffer that every request here fits.
constexpr room least{541, 541, 81};
constexpr room large{20'000, 2048, 20'000};

/// What a client does with a CertificateRequest.
struct outcome {
    int alert = -1;
    bytes certificate;
    bool proves = false;
    bool connected = false;
    bool operator==(outcome const&) const = default;
};
/// Sends a message as records of at most `fragment` bytes.
void say(actor& server, bytes const& whole, std::size_t fragment) {
    append(server.transcript, whole);
    for (std::size_t at = 0; at < whole.size(); at += fragment) {
        auto const begin = whole.begin() + static_cast<std::ptrdiff_t>(at);
        server.say(bytes(begin, begin + static_cast<std::ptrdiff_t>(std::min(fragment, whole.size() - at))), false);
    }
}
template <class World> outcome ask(World& w, bytes const& request, std::size_t fragment, bool again = false) {
    auto link = w.begun();
    auto& client = link->client;
    actor server{false};
    server.meet(client);
    auto const greet = [&](bytes const& verify_data) {
        server.all.clear();
        server.server_answers({.suites = {0xc02b}, .extensions = renegotiated(verify_data) + ems});
        server.say(server.certificate_message());
        server.say(server.ecdhe_key_exchange_message());
    };
    auto const end = [&] {
        server.say(message(type::server_hello_done, {}));
        server.meet(client);
        if (client.over()) return;
        server.finish();
        server.meet(client);
    };
    greet({});
    if (again) {
        end();
        REQUIRE(client.idle());
        REQUIRE(client.renegotiate());
        server.meet(client);
        greet(server.client_verify_data + server.server_verify_data);
    }
    say(server, message(type::certificate_request, request), fragment);
    end();
    return {client.alert_sent(), server.body_of(type::certificate), server.has_heard(type::certificate_verify),
            client.idle() && !client.over() && server.good};
}
/// True if a client with the least buffers and one with large buffers do the same.
template <class P, template <class> class Knows>
bool is_same(bytes const& request, std::size_t fragment, bool again = false) {
    world<P, with_psk, Knows> small;
    small.client_room = least;
    world<P, with_psk, Knows> big;
    big.client_room = large;
    return ask(small, request, fragment, again) == ask(big, request, 512, again);
}

bytes const usual = body({1, 2, 64}, {8, 4, 4, 1, 4, 3, 5, 3}, names(60));

} // namespace

TEST_CASE("BD1: a client with the least buffers shows its certificate where several KB of authorities are named") {
    for (std::size_t const fragment : {std::size_t{16'000}, std::size_t{512}, std::size_t{100}}) {
        for (bool const again : {false, true}) {
            if (again && fragment > 512) continue; // a protected record fits the buffer
            world<with_certificate, with_psk, client_proves> w;
            w.client_room = least;
            outcome const found = ask(w, usual, fragment, again);
            CHECK(found.connected);
            CHECK(found.proves);
            CHECK(found.certificate == with_length(3, with_length(3, to_bytes(stranger.certificate))));

            world<with_certificate, with_psk> none;
            none.client_room = least;
            outcome const answer = ask(none, usual, fragment, again);
            CHECK(answer.connected);
            CHECK_FALSE(answer.proves);
            CHECK(answer.certificate == bytes{0, 0, 0});
        }
    }
}
TEST_CASE("BD1: whatever the list of types or schemes is, a long CertificateRequest is answered like a short one") {
    for (bytes const& request :
         {body({64}, {4, 3}, {}), body({1}, {4, 3}, names(2)), body({1, 2}, {8, 4, 4, 3}, names(1)),
          body({64, 1}, {8, 4, 4, 1}, names(1)), body(bytes(255, 64), bytes(600, 3), {}),
          body(bytes(200, 1) + bytes{64}, bytes(600, 8) + bytes{4, 3}, names(1)), body({64}, {3, 4, 3, 3}, names(3)),
          body({}, {4, 3}, names(1)), body({64}, {}, names(1)), body({64}, {4, 3, 4}, names(1)),
          body({64}, {4, 3}, with_length(2, {})), body({64}, {4, 3}, names(1) + bytes{0}), bytes{},
          body({64}, {4, 3}, bytes(65'535, 1))}) {
        CAPTURE(request.size());
        CHECK(is_same<with_certificate, client_proves>(request, 11));
    }
}
TEST_CASE("BD1: every cut, every missing byte and every changed byte of a long CertificateRequest") {
    bytes const short_names = with_length(2, {0x30, 0, 0}) + with_length(2, {0x30});
    bytes const good = body({1, 64}, {8, 4, 4, 3}, short_names);
    for (std::size_t fragment = 1; fragment < good.size() + 5; ++fragment) {
        CAPTURE(fragment);
        world<with_certificate, with_psk, client_proves> w;
        w.client_room = least;
        outcome const found = ask(w, good, fragment);
        CHECK((found.connected && found.proves));
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        CAPTURE(at);
        auto const cut = good.begin() + static_cast<std::ptrdiff_t>(at);
        CHECK(is_same<with_certificate, client_proves>(bytes(good.begin(), cut), 3));
        for (int const by : {-1, 2}) {
            bytes changed = good;
            changed[at] = static_cast<std::uint8_t>(changed[at] + by);
            CHECK(is_same<with_certificate, client_proves>(changed, 3));
        }
    }
    CHECK(is_same<with_certificate, client_proves>(good + bytes{0}, 3));
}

namespace {
struct late_client : with_certificate {
    template <int Role> using crypto_of = late<Role>;
};
} // namespace
TEST_CASE("BD1: a long CertificateRequest is in the transcript as it came, also where the hash is pending") {
    engine::get().begin();
    world<late_client, with_psk, client_proves> w;
    w.client_room = least;
    engine::get().late = true;
    auto link = w.begun();
    auto& client = link->client;
    actor server{false};
    auto const meet = [&] {
        for (unsigned quiet = 0; quiet < 4; ++quiet) {
            server.meet(client);
            quiet = engine::get().pending().empty() ? quiet : 0;
            engine::get().work();
        }
    };
    meet();
    server.server_answers({.suites = {0xc02b}, .extensions = renegotiated({}) + ems});
    server.say(server.certificate_message());
    server.say(server.ecdhe_key_exchange_message());
    say(server, message(type::certificate_request, usual), 300);
    server.say(message(type::server_hello_done, {}));
    meet();
    server.finish();
    meet();
    CHECK(client.idle());
    CHECK(client.current().own.kind == identity_kind::spki_sha256);
    CHECK(engine::get().faults.empty());
    engine::get().late = false;
}
