// Operations that return `pending` at every step: the result is the same, whatever happens to the keys meanwhile, and
// an abandoned operation leaves nothing.
#include "hesitant.hpp"
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

using slow_gcm = hesitant_aead<backend::aes_128_gcm, 2>;
using slow_format = aead_ticket<slow_gcm>;

struct slow_counter : counter {
    unsigned waited = 0;
    crypto_status next(std::uint64_t& n) {
        waited = (waited + 1) % 3;
        return waited == 0 ? counter::next(n) : crypto_status::pending;
    }
};
using slow_keys = ticket_keys<1, slow_format, counted_nonces<slow_counter>, nonce_reach::device>;
using slow_connection = connection<slow_keys>;

struct slow_device {
    explicit slow_device(std::uint64_t first_nonce = 0) { nonces.count = first_nonce; }
    bool install(std::uint8_t number) {
        auto const bytes = key_bytes<aead_format>(number);
        return install(numbered_name(number), bytes);
    }
    bool install(ticket_key_name const& name, byte_view bytes) {
        return keys.install(name, key_of<slow_format>(bytes), 0) == crypto_status::done;
    }
    slow_counter nonces;
    slow_keys keys{counted_nonces{nonces}};
};

/// The exact number of calls of an operation.
constexpr unsigned calls_to_seal = 1 + 2 + 2;
constexpr unsigned calls_to_open = 1 + 2;

TEST_CASE("a slow counter and a slow AEAD make the ticket that openssl makes, and open it") {
    slow_device d{0x1122334455667788};
    REQUIRE(d.install(vectors::name, vectors::key));
    slow_connection server{d.keys};
    slow_gcm::counts = {};
    slow_connection::ticket out{};
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        CHECK(server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::pending);
    }
    CHECK(server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::done);
    CHECK(out == vectors::aead);
    auto verdict = ticket_verdict::abort;
    for (unsigned calls = 1; calls < calls_to_open; ++calls) {
        CHECK(server.sealer.open(d.keys, out, asked(), 2001, server.opened, verdict) == crypto_status::pending);
    }
    CHECK(server.sealer.open(d.keys, out, asked(), 2001, server.opened, verdict) == crypto_status::done);
    CHECK(verdict == ticket_verdict::resume);
    CHECK(server.opened.text.state == sample());
    CHECK(slow_gcm::counts.answered_pending == 4);
    CHECK(slow_gcm::counts.worked == 2);
    CHECK(slow_gcm::counts.changed == 0);
    CHECK(refuses_every_other_size(server, out, 2001));
}

/// Starts a seal, triggers an event after a number of calls, and completes the seal.
template <class Event>
crypto_status sealed_with(slow_device& d, unsigned calls, slow_connection& server, Event event,
                          slow_connection::ticket& out) {
    out.fill(0x3c);
    for (unsigned i = 0; i < calls; ++i) {
        if (server.sealer.seal(d.keys, sample(), 2000, out) != crypto_status::pending) return crypto_status::failed;
    }
    event();
    return server.seal(sample(), 2000, out);
}

TEST_CASE("T13: keys that rotate while a seal is pending: the ticket is one of the key before, and opens") {
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        slow_device d;
        slow_connection server{d.keys};
        slow_connection::ticket out{};
        REQUIRE(d.install(1));
        slow_gcm::counts = {};
        CHECK(sealed_with(
                  d, calls, server, [&] { CHECK(d.install(2)); }, out) == crypto_status::done);
        CHECK(slow_gcm::counts.changed == 0);
        CHECK(server.judged(out, 2001) == ticket_verdict::renew);
        CHECK(server.opened.text.state == sample());
        CHECK(d.nonces.count == 1);
    }
}
TEST_CASE("T13: a key that drops out while a seal is pending: there is no ticket, and the next seal has a new nonce") {
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        for (bool const cleared : {false, true}) {
            slow_device d;
            slow_connection server{d.keys};
            slow_connection::ticket out{};
            REQUIRE(d.install(1));
            CHECK(sealed_with(
                      d, calls, server,
                      [&] {
                          if (cleared) {
                              d.keys.clear();
                          } else {
                              CHECK(d.install(2));
                              CHECK(d.install(3));
                          }
                      },
                      out) == crypto_status::failed);
            CHECK(is_zeros(out));
            CHECK(d.install(4));
            CHECK(server.serves(2001));
        }
    }
}
TEST_CASE("T15: a seal that is abandoned leaves zeros, and its nonce is not used again") {
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        slow_device d;
        slow_connection server{d.keys};
        slow_connection::ticket out{};
        REQUIRE(d.install(1));
        (void)sealed_with(
            d, calls, server,
            [&] {
                server.sealer.reset();
                CHECK(is_zeros(out));
            },
            out);
        CHECK(load<4>(out.data() + 24) == (calls < 3 ? 0 : 1));
        CHECK(server.judged(out, 2001) == ticket_verdict::resume);
        CHECK(server.opened.text.state == sample());
    }
}

template <class Event>
ticket_verdict opened_with(slow_device& d, byte_view ticket, unsigned calls, slow_connection& server, Event event) {
    auto verdict = ticket_verdict::abort;
    for (std::size_t i = 0; i < sizeof server.opened; ++i) server.opened.bytes()[i] = 1;
    for (unsigned i = 0; i < calls; ++i) {
        if (server.sealer.open(d.keys, ticket, asked(), 2001, server.opened, verdict) != crypto_status::pending) {
            return ticket_verdict::abort;
        }
    }
    event();
    bool const done =
        succeeds([&] { return server.sealer.open(d.keys, ticket, asked(), 2001, server.opened, verdict); });
    return done ? verdict : ticket_verdict::abort;
}

TEST_CASE("T13: keys that rotate or drop out while a ticket is opened: it is renewed, or a full handshake") {
    for (unsigned calls = 1; calls < calls_to_open; ++calls) {
        slow_device d;
        slow_connection server{d.keys};
        REQUIRE(d.install(1));
        auto const ticket = server.sealed(sample(), 2000);
        slow_gcm::counts = {};
        CHECK(opened_with(d, ticket, calls, server, [&] { CHECK(d.install(2)); }) == ticket_verdict::renew);
        CHECK(server.opened.text.state == sample());
        CHECK(slow_gcm::counts.changed == 0);
        CHECK(opened_with(d, ticket, calls, server, [&] { CHECK(d.install(3)); }) == ticket_verdict::full_handshake);
        CHECK(is_zeros(server.opened));
        CHECK(server.serves(2001));
    }
}
TEST_CASE("T15: an opening that is abandoned leaves zeros, and the next one begins anew") {
    for (unsigned calls = 1; calls < calls_to_open; ++calls) {
        slow_device d;
        slow_connection server{d.keys};
        REQUIRE(d.install(1));
        auto const ticket = server.sealed(sample(), 2000);
        auto const other = server.sealed(sample(), 2000);
        auto const abandon = [&] {
            server.sealer.reset();
            CHECK(is_zeros(server.opened));
        };
        CHECK(opened_with(d, ticket, calls, server, abandon) == ticket_verdict::resume);
        slow_connection::ticket bad = other;
        bad.back() ^= 1U;
        auto verdict = ticket_verdict::abort;
        CHECK(server.sealer.open(d.keys, bad, asked(), 2001, server.opened, verdict) == crypto_status::pending);
        server.sealer.reset();
        CHECK(server.resumes(other, 2001));
    }
}

TEST_CASE("T13: connections take turns at a slow counter, and no two get the same nonce") {
    slow_device d;
    REQUIRE(d.install(1));
    std::array<slow_connection, 3> servers{slow_connection{d.keys}, slow_connection{d.keys}, slow_connection{d.keys}};
    std::array<slow_connection::ticket, 3> out{};
    std::array<bool, 3> done{};
    for (unsigned turn = 0; turn < 60; ++turn) {
        unsigned const i = turn % 3;
        if (!done[i]) done[i] = servers[i].sealer.seal(d.keys, sample(), 2000, out[i]) == crypto_status::done;
    }
    CHECK((done[0] && done[1] && done[2]));
    for (auto const& ticket : out) CHECK(servers[0].resumes(ticket, 2001));
    CHECK(out[0] != out[1]);
    CHECK(out[1] != out[2]);
    CHECK(out[0] != out[2]);
}

TEST_CASE("T13: connections with slow random nonces do not disturb each other") {
    using slow_random = hesitant_random<backend::random, 3>;
    using keys_type = ticket_keys<1, slow_format, random_nonces<slow_random>, nonce_reach::device>;
    keys_type keys;
    REQUIRE(keys.install(numbered_name(1), numbered_key<slow_format>(1), 0) == crypto_status::done);
    connection<keys_type> one{keys};
    connection<keys_type> two{keys};
    connection<keys_type>::ticket a{};
    connection<keys_type>::ticket b{};
    slow_random::counts = {};
    CHECK(one.sealer.seal(keys, sample(), 2000, a) == crypto_status::pending);
    CHECK(two.sealer.seal(keys, sample(), 2000, b) == crypto_status::pending);
    one.sealer.reset(); // abandoned
    CHECK(two.seal(sample(), 2000, b) == crypto_status::done);
    CHECK(slow_random::counts.changed == 0);
    CHECK(two.resumes(b, 2001));
    CHECK(one.serves(2001));
}

TEST_CASE("T13: a slow random source and a slow import make a key; until then the old one is there") {
    using slow_random = hesitant_random<given_random, 2>;
    using keys_type = ticket_keys<1, slow_format, boot_counter>;
    std::array<std::uint8_t, 32> made{};
    for (std::uint8_t i = 0; i < 32; ++i) made[i] = i;
    given_random::bytes = made;
    keys_type keys;
    slow_random source;
    connection<keys_type> server{keys};
    slow_random::counts = slow_gcm::counts = {};
    REQUIRE(settled([&] { return keys.generate(source, 1000); }) == crypto_status::done);
    CHECK(slow_random::counts.answered_pending == 2);
    CHECK(slow_gcm::counts.answered_pending == 2);
    auto const first = server.sealed(sample(), 2000);
    CHECK(byte_view{first}.subview(0, 16) == byte_view{made}.subview(0, 16));
    made.fill(7);
    for (unsigned i = 0; i < 4; ++i) {
        CHECK(keys.generate(source, 1000) == crypto_status::pending);
        CHECK(server.judged(first, 2001) == ticket_verdict::resume);
    }
    CHECK(keys.generate(source, 1000) == crypto_status::done);
    CHECK(slow_random::counts.changed == 0);
    CHECK(slow_gcm::counts.changed == 0);
    CHECK(server.judged(first, 2001) == ticket_verdict::renew);

    // Abandoned while the import is pending: nothing of the random bytes remains, and the next import starts anew.
    made.fill(8);
    for (unsigned i = 0; i < 3; ++i) CHECK(keys.generate(source, 1000) == crypto_status::pending);
    byte_view const all{static_cast<std::uint8_t const*>(static_cast<void const*>(&keys)), sizeof keys};
    auto const holds_bytes = [&] {
        bool found = false;
        for (std::uint32_t i = 0; i + 32 <= all.size(); ++i) found = found || all.subview(i, 32) == byte_view{made};
        return found;
    };
    CHECK(holds_bytes());
    keys.clear();
    CHECK_FALSE(holds_bytes());
    slow_gcm::counts = {};
    source.reset();
    CHECK(is_zeros(server.sealed(sample(), 2000)));
    REQUIRE(settled([&] { return keys.generate(source, 1000); }) == crypto_status::done);
    CHECK(server.serves(2001));
}

} // namespace
