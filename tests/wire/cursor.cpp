#include "support/codec.hpp"
#include "support/memcpy.hpp"
#include "support/test.hpp"

#include "flintls/wire/cursor.hpp"

namespace {

using namespace flintls;
using namespace test;

/// Copies `size` bytes from one misalignment to another: exactly those, and nothing beside them?
constexpr bool copies(std::uint32_t size, std::uint32_t from, std::uint32_t to) {
    std::array<std::uint8_t, 48> source{};
    for (std::uint32_t i = 0; i < source.size(); ++i) {
        source[i] = static_cast<std::uint8_t>(0x80 + i);
    }
    std::array<std::uint8_t, 48> target{};
    copy(target.data() + to, source.data() + from, size);
    for (std::uint32_t i = 0; i < target.size(); ++i) {
        bool const inside = i >= to && i < to + size;
        if (target[i] != (inside ? 0x80 + from + i - to : 0)) return false;
    }
    return true;
}

constexpr bool copies_every_size_at_every_alignment() {
    for (std::uint32_t size = 0; size <= 40; ++size) {
        for (std::uint32_t both = 0; both < 16; ++both) {
            if (!copies(size, both / 4, both % 4)) return false;
        }
    }
    return true;
}
static_assert(copies(0, 0, 0) && copies(1, 1, 2) && copies(3, 3, 0) && copies(4, 0, 1) && copies(7, 2, 3));
static_assert(copies(8, 1, 1) && copies(31, 0, 3) && copies(33, 3, 1));

constexpr bool copies_nothing_from_nowhere() {
    copy(nullptr, nullptr, 0);
    return true;
}
static_assert(copies_nothing_from_nowhere());

constexpr bool loads_and_stores_at_any_address() {
    constexpr auto const& wire = "00 00 00 fe dc ba 98 00 00"_hex;
    for (std::size_t shift = 0; shift < 4; ++shift) {
        std::array<std::uint8_t, 12> at{};
        for (std::size_t i = 0; i < wire.size(); ++i) at[shift + i] = wire[i];
        std::uint8_t const* const p = at.data() + shift + 3;
        if (load<1>(p) != 0xfe || load<2>(p) != 0xfedc || load<3>(p) != 0xfedcba || load<4>(p) != 0xfedcba98) {
            return false;
        }
        std::array<std::uint8_t, 16> out{};
        store<1>(out.data() + shift, 0x1122'33fe);
        store<2>(out.data() + shift + 1, 0x1122'fedc);
        store<3>(out.data() + shift + 3, 0x11fe'dcba);
        store<4>(out.data() + shift + 6, 0xfedc'ba98);
        constexpr auto const& stored = "fe fedc fedcba fedcba98 00"_hex;
        for (std::size_t i = 0; i < stored.size(); ++i) {
            if (out[shift + i] != stored[i]) return false;
        }
    }
    return true;
}
static_assert(loads_and_stores_at_any_address());

struct pair {
    std::uint16_t first{};
    byte_view second;
    using wire = fields<field<&pair::first>, field<&pair::second, opaque<0, 4>>>;
};

constexpr bool messages_one_after_another() {
    constexpr auto const& bytes = "a1 a2 a3 a4 a5"_hex;
    std::array<std::uint8_t, 12> out{};
    writer w{out};
    if (w.write(pair{0x0102, byte_view{bytes.data(), 2}}) || w.size() != 5) return false;
    if (w.write(pair{0x0304, byte_view{}}) || w.size() != 8) return false;
    constexpr auto const& both = "0102 02 a1a2 0304 00"_hex;
    if (w.written() != byte_view{both} || w.written().data() != out.data()) return false;
    // Four bytes are left: a failure tells where, in the buffer, and takes back what it wrote.
    if (w.write(pair{5, byte_view{bytes.data(), 2}}) != error{errc::no_room, 10}) return false;
    if (w.written() != byte_view{both} || w.size() != 8) return false;
    if (w.write(pair{5, byte_view{bytes}}) != error{errc::not_representable, 10}) return false;
    if (w.written() != byte_view{both}) return false;
    if (w.write(pair{0x0506, byte_view{bytes.data(), 1}})) return false;
    constexpr auto const& all = "0102 02 a1a2 0304 00 0506 01 a1"_hex;
    if (w.written() != byte_view{all}) return false;
    return w.write(pair{}) == error{errc::no_room, 12} && w.written() == byte_view{all};
}
static_assert(messages_one_after_another());

constexpr bool serialising_into_too_little() {
    std::array<std::uint8_t, 2> out{};
    return serialize(pair{}, out).error() == error{errc::no_room, 2} &&
           serialize(pair{}, std::span<std::uint8_t>{}).error() == error{errc::no_room, 0};
}
static_assert(serialising_into_too_little());

} // namespace

TEST_CASE("copy moves every size between all alignments and touches nothing else") {
    CHECK(at_run_time(copies_every_size_at_every_alignment));
    CHECK(at_run_time(copies_nothing_from_nowhere));
}

TEST_CASE("loads and stores are big-endian at any address") { CHECK(at_run_time(loads_and_stores_at_any_address)); }

TEST_CASE("a writer appends, and a failed write leaves what was written before") {
    CHECK(at_run_time(messages_one_after_another));
    CHECK(at_run_time(serialising_into_too_little));
}
