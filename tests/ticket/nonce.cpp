// Rule T13: nonces from counters, across resets and power failures at every step. Code that must not compile:
// fail/nonce_*.cpp.
#include "flintls/ticket/nonce.hpp"

#include <array>
#include <bitset>
#include <cstdint>

#include "support/test.hpp"

namespace {

using namespace flintls;

static_assert(nonce_source<boot_counter>);
static_assert(boot_counter::reach == nonce_reach::boot && !boot_counter::random);

/// A number in flash. The power fails after a number of steps: before a store, or after the store and before its
/// result.
struct flash {
    std::uint64_t cell = 0;
    unsigned steps_left = 0; ///< until the power fails
    bool off = false;
    unsigned stores = 0;

    bool step() {
        off = off || steps_left == 0;
        steps_left -= off ? 0 : 1;
        return !off;
    }
    crypto_status load(std::uint64_t& number) {
        number = cell;
        return step() ? crypto_status::done : crypto_status::failed;
    }
    crypto_status store(std::uint64_t number) {
        if (!step()) return crypto_status::failed;
        cell = number;
        ++stores;
        return step() ? crypto_status::done : crypto_status::failed;
    }
};
static_assert(number_storage<flash>);
using counter = reserved_counter<flash, 4>;
static_assert(persistent_counter<counter>);
static_assert(nonce_source<counted_nonces<counter>>);

using nonce = std::array<std::uint8_t, 12>;
std::uint64_t number_of(nonce const& n) { return std::uint64_t{load<4>(n.data() + 4)} << 32U | load<4>(n.data() + 8); }

/// A device that restarts after each power failure and draws nonces.
template <class Nonces> bool draw(Nonces& nonces, nonce& n) {
    typename Nonces::draw op;
    return op.fill(nonces, n.data(), 12) == crypto_status::done;
}

struct history {
    std::bitset<4096> seen;
    unsigned drawn = 0;
    bool twice = false;

    void note(nonce const& n) {
        std::uint64_t const number = number_of(n);
        twice = twice || number >= seen.size() || seen[static_cast<std::size_t>(number)];
        if (!twice) seen[static_cast<std::size_t>(number)] = true;
        ++drawn;
    }
};
/// Three lives of a device. In each the power fails after a number of flash steps, or the program stops after a number
/// of nonces.
void live(flash& memory, history& all, unsigned steps, unsigned nonces) {
    memory.off = false;
    memory.steps_left = steps;
    counter numbers{memory};
    counted_nonces<counter> source{numbers};
    nonce n{};
    for (unsigned i = 0; i < nonces; ++i) {
        if (draw(source, n)) all.note(n);
    }
}
bool never_twice() {
    unsigned most = 0;
    for (unsigned a = 0; a <= 8; ++a) {
        for (unsigned b = 0; b <= 8; ++b) {
            for (unsigned c = 0; c <= 8; ++c) {
                flash memory;
                history all;
                live(memory, all, a, 10);
                live(memory, all, b, 1 + b);
                live(memory, all, c, 7);
                live(memory, all, 100, 10);
                if (all.twice || all.drawn < 10) return false;
                most = all.drawn > most ? all.drawn : most;
            }
        }
    }
    return most == 10 + 9 + 7 + 10;
}

TEST_CASE("T13: no nonce comes twice on a device, wherever in its flash the power fails, in any of three lives") {
    CHECK(never_twice());
}
TEST_CASE("T13: a reserved counter stores once a block, before the first of it is used") {
    flash memory{.steps_left = 1000};
    counter numbers{memory};
    for (std::uint64_t i = 0; i < 12; ++i) {
        std::uint64_t n = 99;
        CHECK(numbers.next(n) == crypto_status::done);
        CHECK(n == i);
        CHECK(memory.cell == i / 4 * 4 + 4);
        CHECK(memory.stores == i / 4 + 1);
    }
    counter after_reset{memory};
    std::uint64_t n = 0;
    CHECK(after_reset.next(n) == crypto_status::done);
    CHECK(n == 12);
}
TEST_CASE("T13: a flash that fails gives no nonce, and none twice when it works again") {
    flash memory;
    counter numbers{memory};
    counted_nonces<counter> source{numbers};
    nonce n{};
    CHECK_FALSE(draw(source, n));
    memory = {.steps_left = 2};
    CHECK_FALSE(draw(source, n)); // stored, without a result
    CHECK(memory.cell == 4);
    memory.off = false;
    memory.steps_left = 100;
    CHECK(draw(source, n));
    CHECK(number_of(n) == 0);
    for (unsigned i = 0; i < 4; ++i) CHECK(draw(source, n));
    CHECK(number_of(n) == 4);
    CHECK(memory.cell == 8);
}
TEST_CASE("T13: a slow flash is asked again until it is done") {
    struct slow_flash : flash {
        unsigned waited = 0;
        bool waits() { return ++waited % 3 != 0; }
        crypto_status load(std::uint64_t& number) { return waits() ? crypto_status::pending : flash::load(number); }
        crypto_status store(std::uint64_t number) { return waits() ? crypto_status::pending : flash::store(number); }
    };
    slow_flash memory;
    memory.steps_left = 100;
    reserved_counter<slow_flash, 4> numbers{memory};
    std::uint64_t n = 99;
    for (unsigned i = 0; i < 4; ++i) CHECK(numbers.next(n) == crypto_status::pending);
    CHECK(numbers.next(n) == crypto_status::done);
    CHECK(n == 0);
}
TEST_CASE("T13: a nonce of a counter is four zeros and the count; a boot counter begins with zero") {
    boot_counter numbers;
    nonce n{};
    for (std::uint8_t i = 0; i < 3; ++i) {
        n.fill(0x3c);
        CHECK(draw(numbers, n));
        CHECK(n == nonce{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, i});
    }
    struct big {
        static crypto_status next(std::uint64_t& count) {
            count = 0x0102030405060708;
            return crypto_status::done;
        }
    } beyond;
    counted_nonces<big> source{beyond};
    CHECK(draw(source, n));
    CHECK(n == nonce{0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
}

} // namespace
