// What the tests of all modelled peripherals share.
#pragma once

#include <array>
#include <cstdint>

#include "control.hpp"
#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/modes.hpp"
#include "registers.hpp"
#include "support/test.hpp"

namespace modelled {

using namespace crypto_test;
using control::wrong;

/// Few blocks a call, and not patient: Unicorn is slower than a chip, and what is stuck here is stuck for good.
struct limits : flintls::engine_limits {
    static constexpr std::uint32_t polls = 50;
    static constexpr std::uint32_t burst = 2;
    static constexpr std::uint32_t retries = 3;
};

inline void set_slowness(std::uint32_t looks) { control::set(control::at::slowness, looks); }
inline bool nothing_wrong() { return control::fault() == wrong::nothing && control::get(control::at::secrets) == 0; }

/// Runs a test on a peripheral that answers at once, and on slow ones.
template <class Test> void at_every_speed(Test test) {
    for (std::uint32_t const slowness : {0U, 1U, 5U}) {
        set_slowness(slowness);
        test();
        CHECK(nothing_wrong());
    }
    set_slowness(0);
}

/// The peripheral is stuck from its first block on, from its second one …: the operation fails and leaves nothing, and
/// once the peripheral is well again so is the model. `call(op)` on `size` bytes that `text` holds.
template <class Model, std::size_t Max, class Prepare, class Call>
void check_stuck(arena<Max>& text, std::uint32_t blocks, Prepare prepare, Call call) {
    Model op;
    for (std::uint32_t from = 1; from <= blocks; ++from) {
        prepare();
        control::set(control::at::stuck, from);
        CHECK(fails([&] { return call(op); }));
        CHECK(text.intact());
        CHECK(text.nothing_left());
        control::set(control::at::stuck, 0);
        CHECK(nothing_wrong());
    }
    prepare();
    (void)control::get(control::at::blocks);
    CHECK(succeeds([&] { return call(op); }));
    CHECK(control::get(control::at::blocks) == blocks);
    CHECK(nothing_wrong());
}

} // namespace modelled
