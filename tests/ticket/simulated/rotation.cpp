// T13, T10: a million tickets, rotating keys, and a clock that jumps.
#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "simulated.hpp"
#include "support/test.hpp"
#include "ticket/sealed/server.hpp"

namespace {

using namespace sealed;

struct hourly : policy_of<test::with<product>([](auto& o) {
                              o.max_ticket_lifetime = 7200;
                              o.ticket_lifetime = 3600;
                          }),
                          product> {};
constexpr unsigned previous = 2;
constexpr std::uint32_t period = 1200; // of a key: three of them are a ticket's life
constexpr std::int64_t longest_step = 10;
using keys_type = ticket_keys<previous, aead_format, boot_counter>;

/// The test's own record of a ticket.
struct known {
    connection<keys_type, hourly>::ticket bytes{};
    session state;
    unsigned generation = 0;    ///< keys made before it
    std::int64_t sealed_at = 0; ///< in true time
    std::int64_t forward = 0;   ///< seconds that the clock had been told in order
    unsigned jumps = 0;         ///< jumps of the clock before
    bool there = false;
};

/// True time, and the device's clock.
struct world {
    explicit world(unsigned seed) : random{seed} {}

    std::mt19937 random;
    std::int64_t time = 0;
    std::int64_t wrong_by = 1'000'000;
    std::int64_t forward = 0;
    unsigned jumps = 0;
    unsigned back = 0;

    std::uint32_t now() const { return static_cast<std::uint32_t>(time + wrong_by); }
    std::int64_t any(std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>{from, to}(random);
    }
    void step() {
        std::int64_t const before = time + wrong_by;
        time += any(0, longest_step);
        if (any(0, 199) == 0) {
            constexpr std::array<std::int64_t, 5> how_far{30, 600, 5000, 90'000, 400'000'000};
            std::int64_t const most = how_far[static_cast<std::size_t>(any(0, 4))];
            wrong_by += any(-most, most);
            ++jumps;
        }
        std::int64_t const moved = time + wrong_by - before;
        forward += moved > 0 ? moved : 0;
        back += moved < 0 ? 1 : 0;
    }
};

struct outcomes {
    unsigned resumed = 0, renewed = 0, too_old = 0, key_gone = 0, undecided = 0, wrong = 0;
};

/// The expected result from the test's record; only bounds if the clock has jumped since.
void judge(world const& w, known const& k, unsigned generation, ticket_verdict verdict, bool same, bool empty,
           outcomes& all) {
    bool const opened = verdict == ticket_verdict::resume || verdict == ticket_verdict::renew;
    std::int64_t const age = w.time - k.sealed_at;
    std::int64_t const forward = w.forward - k.forward;
    unsigned const jumps = w.jumps - k.jumps;
    bool const key_there = generation - k.generation <= previous;
    // A step back of less than a minute stops the clock for as long; a larger one loses the step in which it occurs.
    std::int64_t const lost = static_cast<std::int64_t>(jumps) * (60 + longest_step);
    bool const must_open = key_there && jumps == 0 && age < hourly::ticket_lifetime;
    bool const must_not =
        !key_there || forward - lost >= hourly::ticket_lifetime || age - lost >= hourly::ticket_lifetime;

    bool good =
        verdict != ticket_verdict::abort && (opened ? same : empty) && !(must_open && !opened) && !(must_not && opened);
    if (jumps == 0 && opened) {
        bool const renews = generation != k.generation || age >= hourly::ticket_lifetime / 2;
        good = good && renews == (verdict == ticket_verdict::renew);
    }
    all.wrong += good ? 0 : 1;
    all.undecided += !must_open && !must_not ? 1 : 0;
    all.key_gone += !key_there ? 1 : 0;
    all.too_old += key_there && must_not ? 1 : 0;
    all.resumed += verdict == ticket_verdict::resume ? 1 : 0;
    all.renewed += verdict == ticket_verdict::renew ? 1 : 0;
}

TEST_CASE("T13: a million tickets under rotating keys, while the clock jumps back and forth") {
    world w{1};
    keys_type keys;
    backend::random source;
    connection<keys_type, hourly> server{keys};
    std::vector<known> tickets(1024);
    unsigned generation = 0;
    outcomes all;
    unsigned const rounds = simulated::share_of(1'000'000);
    for (unsigned i = 0; i < rounds; ++i) {
        w.step();
        if (keys.due(period, w.now())) {
            REQUIRE(keys.generate(source, w.now()) == crypto_status::done);
            ++generation;
        }
        known& made = tickets[static_cast<std::size_t>(w.any(0, 1023))];
        made.state = sample();
        made.state.authenticated_at = keys.clock().read(w.now());
        made.state.master_secret[0] = static_cast<std::uint8_t>(i);
        made.bytes = server.sealed(made.state, w.now());
        made.generation = generation;
        made.sealed_at = w.time;
        made.forward = w.forward;
        made.jumps = w.jumps;
        made.there = true;

        known const& shown = tickets[static_cast<std::size_t>(w.any(0, 1023))];
        if (!shown.there) continue;
        ticket_verdict const verdict = server.judged(shown.bytes, w.now(), asked(shown.state));
        judge(w, shown, generation, verdict, server.opened.text.state == shown.state, is_zeros(server.opened), all);
    }
    CHECK(all.wrong == 0);
    // The run covered all cases.
    CAPTURE(generation);
    CAPTURE(w.jumps);
    CHECK(w.back > rounds / 1000);
    CHECK(generation > rounds / 500);
    CHECK(all.resumed > rounds / 20);
    CHECK(all.renewed > rounds / 10);
    CHECK(all.too_old > rounds / 100);
    CHECK(all.key_gone > rounds / 100);
    CHECK(all.undecided < rounds / 2);
}

} // namespace
