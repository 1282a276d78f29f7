// Several types in one storage: an object is constructed on demand, and destroyed when another type is demanded.
#include <array>
#include <cstdint>

#include "support/test.hpp"

#include "flintls/crypto/one_of.hpp"

namespace {

using flintls::one_of;

/// Counts its objects.
template <int Number> struct counted {
    static inline int alive = 0;
    static inline int made = 0;

    counted() {
        ++alive;
        ++made;
    }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;
    ~counted() { --alive; }

    int value = 0;
};
struct alignas(8) large {
    std::array<std::uint8_t, 40> bytes{};
};
struct small {
    std::uint8_t byte = 7;
};

static_assert(sizeof(one_of<large, small>) == sizeof(large) + 8);
static_assert(alignof(one_of<small, large>) == 8);

TEST_CASE("one of several objects is there at a time, as it was left, or as new") {
    using first = counted<1>;
    using second = counted<2>;
    using third = counted<3>;
    {
        one_of<first, second, third> room;
        CHECK(first::made == 0); // nothing is constructed before it is demanded
        room.as<first>().value = 5;
        CHECK(room.as<first>().value == 5);
        CHECK(first::made == 1);
        room.as<third>().value = 6;
        CHECK(first::alive == 0);
        CHECK(third::alive == 1);
        CHECK(room.as<first>().value == 0);
        CHECK(third::alive == 0);
        CHECK(room.as<second>().value == 0);
        room.reset();
        CHECK(first::alive + second::alive + third::alive == 0);
        room.reset();
        CHECK(second::alive == 0);
        room.as<second>().value = 8;
    }
    CHECK(second::alive == 0); // destroyed with its storage
    CHECK(first::made == 2);
    CHECK(second::made == 2);
    CHECK(third::made == 1);
}

TEST_CASE("objects of several sizes and alignments share the room of the largest") {
    one_of<small, large> room;
    room.as<large>().bytes.fill(0xff);
    CHECK(room.as<small>().byte == 7);
    bool zeros = true;
    for (std::uint8_t const each : room.as<large>().bytes) {
        zeros = zeros && each == 0;
    }
    CHECK(zeros);
    CHECK(reinterpret_cast<std::uintptr_t>(&room.as<large>()) % 8 == 0);
}

} // namespace
