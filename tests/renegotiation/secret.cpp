// Comparison and wipe of secrets. The timing: host/constant_time.cpp. That the optimiser keeps a wipe: wipe/.
#include "rules.hpp"
#include "support/test.hpp"

#include "flintls/crypto/secret.hpp"

namespace {

using namespace rules;
using test::at_run_time;

constexpr bool every_bit_counts() {
    for (std::size_t at = 0; at < both_1.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            test::bytes<24> changed = both_1;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ 1U << bit);
            if (equal_in_constant_time(changed, both_1) || equal_in_constant_time(both_1, changed)) return false;
        }
    }
    return equal_in_constant_time(both_1, both_1);
}
static_assert(every_bit_counts());

constexpr bool sizes_count() {
    byte_view const whole = both_1;
    for (std::uint32_t size = 0; size < whole.size(); ++size) {
        byte_view const part = whole.subview(0, size);
        if (equal_in_constant_time(part, whole) || equal_in_constant_time(whole, part)) return false;
        if (!equal_in_constant_time(part, byte_view{both_1.data(), size})) return false;
    }
    return equal_in_constant_time(byte_view{}, byte_view{});
}
static_assert(sizes_count());

struct secret {
    std::uint8_t key[5] = {};
    std::uint16_t uses = 0;
};

} // namespace

TEST_CASE("secrets of the same size are equal if every bit is") { CHECK(at_run_time(every_bit_counts)); }
TEST_CASE("secrets of two sizes are not equal") { CHECK(at_run_time(sizes_count)); }
TEST_CASE("memory is wiped from its first byte to its last, and not beyond") {
    std::uint8_t bytes[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    wipe_memory(bytes + 1, 6);
    CHECK(bytes[0] == 1);
    for (int i = 1; i < 7; ++i) CHECK(bytes[i] == 0);
    CHECK(bytes[7] == 8);
}
TEST_CASE("a wiped object is as if new") {
    secret s;
    s.key[0] = 9;
    s.uses = 8;
    wipe(s);
    CHECK(s.key[0] == 0);
    CHECK(s.uses == 0);
}
