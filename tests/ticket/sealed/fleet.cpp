// Gateways that open each other's tickets: issue, window, restart, and what a captured gateway reveals.
#include "flintls/ticket/fleet.hpp"

#include "hesitant.hpp"
#include "plain.hpp"
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

constexpr std::array<std::uint8_t, 8> fleet_name{'s', 'o', 'm', 'e', 'w', 'h', 'a', 't'};

using gateway_keys = fleet_keys<2, backend::hkdf_sha256, aead_format, counted_nonces<counter>>;

template <class Keys = gateway_keys> struct gateway_of {
    explicit gateway_of(std::uint32_t gateway, byte_view secret = vectors::fleet_master, std::uint32_t epoch = 0) {
        keys.begin(key_of<backend::hkdf_sha256>(secret), epoch, gateway, fleet_name);
    }
    bool advance(std::uint32_t epoch) {
        return succeeds([&] { return keys.advance(epoch); });
    }
    counter nonces;
    Keys keys{counted_nonces{nonces}};
    connection<Keys> server{keys};
};
using gateway = gateway_of<>;

TEST_CASE("a gateway's ticket has the bytes that openssl makes of master secret, epoch, gateway, nonce and session") {
    gateway g{5};
    REQUIRE(g.advance(3));
    g.nonces.count = 0x1122334455667788;
    CHECK(g.server.sealed(sample(), 2000) == vectors::fleet);
}
TEST_CASE("any gateway opens it, and no other fleet does") {
    for (std::uint32_t const number : {0U, 5U, 6U, 0xffff'ffffU}) {
        gateway g{number};
        REQUIRE(g.advance(3));
        CHECK(g.server.judged(vectors::fleet, 2001) == ticket_verdict::resume);
        CHECK(g.server.opened.text.state == sample());
    }
    auto other_secret = vectors::fleet_master;
    other_secret[31] ^= 1U;
    gateway stranger{6, other_secret};
    REQUIRE(stranger.advance(3));
    CHECK(stranger.server.refuses(vectors::fleet, 2001));
    gateway g{6};
    g.keys.begin(key_of<backend::hkdf_sha256>(vectors::fleet_master), 0, 6, {'n', 'o', 'n', 'e'});
    REQUIRE(g.advance(3));
    CHECK(g.server.refuses(vectors::fleet, 2001));
}
TEST_CASE("a fleet's ticket with any bit changed, cut or lengthened is a full handshake") {
    gateway g{6};
    REQUIRE(g.advance(3));
    CHECK(refuses_every_changed_bit(g.server, vectors::fleet, 2001));
    CHECK(refuses_every_other_size(g.server, vectors::fleet, 2001));
}

TEST_CASE("the window: this epoch, two before it and the next one") {
    for (std::uint32_t epoch = 0; epoch < 9; ++epoch) {
        gateway g{6};
        REQUIRE(g.advance(epoch));
        auto const verdict = g.server.judged(vectors::fleet, 2001);
        constexpr auto full = ticket_verdict::full_handshake;
        constexpr auto resume = ticket_verdict::resume;
        constexpr auto renew = ticket_verdict::renew;
        constexpr std::array expected{full, full, resume, resume, renew, renew, full, full, full};
        CHECK(verdict == expected[epoch]);
    }
}

TEST_CASE("an epoch that is over does not come back, and an old key is not derived again") {
    gateway g{6};
    REQUIRE(g.advance(5));
    CHECK(g.server.judged(vectors::fleet, 2001) == ticket_verdict::renew);
    REQUIRE(g.advance(6));
    CHECK(g.server.refuses(vectors::fleet, 2001));
    REQUIRE(g.advance(3)); // the clock goes back
    CHECK(g.keys.epoch() == 6);
    CHECK(g.server.refuses(vectors::fleet, 2001));
    auto const ticket = g.server.sealed(sample(), 2001);
    CHECK(load<4>(ticket.data()) == 6);
}

TEST_CASE("before begin, and before the first advance, nothing is sealed or opened") {
    counter nonces;
    gateway_keys none{counted_nonces{nonces}};
    connection<gateway_keys> server{none};
    CHECK(is_zeros(server.sealed(sample(), 2000)));
    CHECK(server.refuses(vectors::fleet, 2001));
    CHECK(none.advance(3) == crypto_status::failed);
    gateway g{5};
    CHECK(is_zeros(g.server.sealed(sample(), 2000)));
    CHECK(g.server.refuses(vectors::fleet, 2001));
    REQUIRE(g.advance(3));
    CHECK(g.server.serves(2001));
    g.keys.clear();
    CHECK(is_zeros(g.server.sealed(sample(), 2000)));
    CHECK(g.server.refuses(vectors::fleet, 2001));
}

TEST_CASE("gateways that start at different epochs have the same keys") {
    gateway first{1};
    gateway late{2};
    for (std::uint32_t epoch = 0; epoch < 12; ++epoch) REQUIRE(first.advance(epoch));
    REQUIRE(late.advance(11));
    auto const a = first.server.sealed(sample(), 2000);
    auto const b = late.server.sealed(sample(), 2000);
    CHECK(late.server.judged(a, 2001) == ticket_verdict::resume);
    CHECK(first.server.judged(b, 2001) == ticket_verdict::resume);
}

TEST_CASE("no two gateways, and no two epochs, seal under the same key") {
    // Equal text under an equal key and nonce gives equal ciphertext.
    std::array<std::array<std::uint8_t, 192>, 12> tickets{};
    for (std::uint32_t i = 0; i < tickets.size(); ++i) {
        gateway g{i / 3};
        REQUIRE(g.advance(i % 3));
        tickets[i] = g.server.sealed(sample(), 2000);
        CHECK(load<4>(tickets[i].data() + 24) == 0);
        for (std::uint32_t j = 0; j < i; ++j) {
            CHECK_FALSE(byte_view{tickets[i]}.subview(28, 16) == byte_view{tickets[j]}.subview(28, 16));
        }
    }
}

/// The bytes of the next secret, as a gateway stores them.
std::array<std::uint8_t, 32> next_secret(std::array<std::uint8_t, 32> const& secret) {
    std::array<std::uint8_t, 32> next{};
    backend::hkdf_sha256 op;
    auto const key = key_of<backend::hkdf_sha256>(secret);
    CHECK(op.expand(key, fleet_epoch_info, next.data(), 32) == crypto_status::done);
    return next;
}
TEST_CASE("a gateway that restarts in mid epoch with the secret of its oldest epoch goes on where it was") {
    gateway before{7};
    REQUIRE(before.advance(9));
    auto const ticket = before.server.sealed(sample(), 2000);
    auto kept = vectors::fleet_master;
    for (unsigned epoch = 0; epoch < 7; ++epoch) kept = next_secret(kept);
    gateway after{7, kept, 7};
    REQUIRE(after.advance(9));
    after.nonces.count = before.nonces.count;
    CHECK(after.server.judged(ticket, 2001) == ticket_verdict::resume);
    auto const next = after.server.sealed(sample(), 2001);
    CHECK(load<4>(next.data() + 24) == 1);
    CHECK(before.server.judged(next, 2001) == ticket_verdict::resume);
    auto const a_later_one = next_secret(kept);
    gateway too_late{7, a_later_one, 8};
    REQUIRE(too_late.advance(9));
    CHECK(too_late.server.refuses(vectors::fleet, 2001));
    CHECK(too_late.server.judged(ticket, 2001) == ticket_verdict::resume);
}

TEST_CASE("T13: 2^32 seals of a gateway with random nonces in one epoch, counted over a restart") {
    using random_keys = fleet_keys<2, backend::hkdf_sha256, aead_format, random_nonces<backend::random>>;
    random_keys keys;
    connection<random_keys> server{keys};
    keys.begin(key_of<backend::hkdf_sha256>(vectors::fleet_master), 0, 1, fleet_name, random_keys::max_seals - 1);
    REQUIRE(succeeds([&] { return keys.advance(3); }));
    CHECK(server.serves(2001));
    CHECK(keys.seals() == random_keys::max_seals);
    CHECK(is_zeros(server.sealed(sample(), 2001)));
    REQUIRE(succeeds([&] { return keys.advance(4); }));
    CHECK(keys.seals() == 0);
    CHECK(server.serves(2001));
}

TEST_CASE("T13: seals whose nonces are counted have no limit but the counter's") {
    gateway g{1};
    g.keys.begin(key_of<backend::hkdf_sha256>(vectors::fleet_master), 0, 1, fleet_name, gateway_keys::max_seals);
    REQUIRE(g.advance(0));
    CHECK(g.server.serves(2001));
    CHECK(g.server.serves(2002));
}

using plain_keys = fleet_keys<2, plain_hkdf, aead_format, counted_nonces<counter>>;

bool stands_in(plain_keys const& keys, byte_view secret) {
    byte_view const all{static_cast<std::uint8_t const*>(static_cast<void const*>(&keys)), sizeof keys};
    for (std::uint32_t i = 0; i + secret.size() <= all.size(); ++i) {
        if (all.subview(i, secret.size()) == secret) return true;
    }
    return false;
}
/// Tries every 32 bytes of a captured gateway as the secret of the ticket's epoch. \return true if one opens the ticket
bool opens_by_trying(plain_keys const& keys, byte_view ticket) {
    byte_view const all{static_cast<std::uint8_t const*>(static_cast<void const*>(&keys)), sizeof keys};
    for (std::uint32_t i = 0; i + 32 <= all.size(); ++i) {
        gateway tried{load<4>(ticket.data() + 4), all.subview(i, 32), load<4>(ticket.data())};
        if (!tried.advance(load<4>(ticket.data()))) continue;
        if (tried.server.resumes(ticket, 2001)) return true;
    }
    return false;
}

TEST_CASE("a captured gateway gives away no ticket of an epoch before its window, nor a secret of one") {
    std::array<std::array<std::uint8_t, 32>, 8> secrets{vectors::fleet_master};
    for (unsigned e = 1; e < secrets.size(); ++e) secrets[e] = next_secret(secrets[e - 1]);
    counter nonces;
    plain_keys keys{counted_nonces{nonces}};
    plain_keys::secret master;
    REQUIRE(plain_hmac::import_key(vectors::fleet_master, master) == crypto_status::done);
    keys.begin(std::move(master), 0, 6, fleet_name);
    for (std::uint32_t epoch = 0; epoch < secrets.size(); ++epoch) {
        REQUIRE(keys.advance(epoch) == crypto_status::done);
        for (std::uint32_t e = 0; e < secrets.size(); ++e) {
            // The gateway holds one secret, from which it derives the rest of the window.
            CHECK(stands_in(keys, secrets[e]) == (e == (epoch < 2 ? 0 : epoch - 2)));
        }
        bool const in_window = epoch == 5; // the oldest epoch of the window is the ticket's
        if (epoch >= 5) CHECK(opens_by_trying(keys, vectors::fleet) == in_window);
    }
    keys.clear();
    for (auto const& secret : secrets) CHECK_FALSE(stands_in(keys, secret));
}

// All operations that return `pending`.
using slow_hkdf = hkdf_over<hesitant_hmac<backend::hmac_sha256, 1>>;
using slow_gcm = hesitant_aead<backend::aes_128_gcm, 1>;
using slow_keys = fleet_keys<2, slow_hkdf, aead_ticket<slow_gcm>, counted_nonces<counter>>;
using slow_hmac = hesitant_hmac<backend::hmac_sha256, 1>;

struct slow_gateway {
    explicit slow_gateway(std::uint32_t number) {
        slow_hmac::forget_imports();
        keys.begin(key_of<slow_hkdf>(vectors::fleet_master), 0, number, fleet_name);
        slow_hmac::counts = slow_gcm::counts = {};
    }
    bool advance(std::uint32_t epoch) {
        return succeeds([&] { return keys.advance(epoch); });
    }
    static bool undisturbed() { return slow_hmac::counts.changed + slow_gcm::counts.changed == 0; }
    counter nonces;
    slow_keys keys{counted_nonces{nonces}};
    connection<slow_keys> server{keys};
};

TEST_CASE("a gateway with slow crypto makes the same ticket, and opens one of another gateway") {
    slow_gateway g{5};
    REQUIRE(g.advance(3));
    g.nonces.count = 0x1122334455667788;
    CHECK(g.server.sealed(sample(), 2000) == vectors::fleet);
    slow_gateway other{6};
    REQUIRE(other.advance(5));
    CHECK(other.server.judged(vectors::fleet, 2001) == ticket_verdict::renew);
    CHECK(other.server.opened.text.state == sample());
    CHECK(slow_gateway::undisturbed());
    CHECK(slow_hmac::counts.answered_pending > 0);
}

TEST_CASE("until a slow gateway has advanced it seals and opens as before; and a later epoch may come meanwhile") {
    slow_gateway g{5};
    REQUIRE(g.advance(3));
    unsigned calls = 0;
    for (; g.keys.advance(6) == crypto_status::pending && calls < 1000; ++calls) {
        CHECK(g.keys.epoch() == 3);
        CHECK(g.server.serves(2001));
        CHECK(g.server.judged(vectors::fleet, 2001) == ticket_verdict::resume);
    }
    CHECK(calls > 20);
    CHECK(g.keys.epoch() == 6);
    CHECK(g.server.refuses(vectors::fleet, 2001));
    CHECK(g.server.serves(2001));
    CHECK(slow_gateway::undisturbed());

    // The target may change at any step.
    for (unsigned after = 1; after < calls; ++after) {
        for (std::uint32_t const target : {5U, 7U}) {
            slow_gateway h{5};
            REQUIRE(h.advance(3));
            for (unsigned i = 0; i < after; ++i) CHECK(h.keys.advance(6) == crypto_status::pending);
            REQUIRE(h.advance(target));
            CHECK(h.keys.epoch() == target);
            CHECK(h.server.serves(2001));
            gateway other{4};
            REQUIRE(other.advance(target));
            auto const ticket = other.server.sealed(sample(), 2001);
            CHECK(h.server.judged(ticket, 2001) == ticket_verdict::resume);
        }
    }
}

TEST_CASE("T13: an epoch that begins while a gateway seals or opens: no ticket, and a full handshake") {
    slow_gateway g{5};
    REQUIRE(g.advance(3));
    connection<slow_keys> busy{g.keys};
    connection<slow_keys>::ticket out{};
    out.fill(0x3c);
    CHECK(busy.sealer.seal(g.keys, sample(), 2000, out) == crypto_status::pending);
    REQUIRE(g.advance(4));
    CHECK(busy.sealer.seal(g.keys, sample(), 2000, out) == crypto_status::failed);
    CHECK(is_zeros(out));

    unsigned const most = 1000;
    bool done = false;
    for (unsigned calls = 1; calls < most && !done; ++calls) {
        slow_gateway h{6};
        REQUIRE(h.advance(3));
        auto verdict = ticket_verdict::abort;
        for (unsigned i = 0; i < calls && !done; ++i) {
            done = h.server.sealer.open(h.keys, vectors::fleet, asked(), 2001, h.server.opened, verdict) ==
                   crypto_status::done;
        }
        if (done) break;
        REQUIRE(h.advance(4));
        CHECK(h.server.sealer.open(h.keys, vectors::fleet, asked(), 2001, h.server.opened, verdict) ==
              crypto_status::done);
        CHECK(verdict == ticket_verdict::full_handshake);
        CHECK(is_zeros(h.server.opened));
        CHECK(h.server.judged(vectors::fleet, 2001) == ticket_verdict::renew);
    }
    CHECK(done);
}

TEST_CASE("where no slot is left for a key, a gateway does not advance, and seals and opens as before") {
    gateway g{5};
    REQUIRE(g.advance(3));
    {
        std::array<backend::key, 16> held;
        for (backend::key& k : held) (void)backend::aes_128_gcm::import_key(vectors::key, k);
        CHECK(g.keys.advance(6) == crypto_status::failed);
        CHECK(g.keys.epoch() == 3);
        CHECK(g.server.judged(vectors::fleet, 2001) == ticket_verdict::resume);
    }
    CHECK(g.server.serves(2001));
    CHECK(g.advance(6));
    CHECK(g.server.serves(2001));
}

TEST_CASE("many epochs are walked a few at a time") {
    gateway g{5};
    unsigned calls = 1;
    while (g.keys.advance(1000) == crypto_status::pending && calls < 1000) ++calls;
    CHECK(calls == 125);
    CHECK(g.server.serves(2001));
}

} // namespace
