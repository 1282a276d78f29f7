// Records to send, without crypto: the content of the buffer, byte by byte, and a content that is cut in two.
#include "flintls/record/outbox.hpp"

#include <array>
#include <cstdint>

#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr std::uint32_t protected_by_8_and_2 = 10; // an explicit nonce and a short tag

constexpr std::uint32_t nonce_of(std::uint32_t overhead) { return overhead == 0 ? 0 : 8; }

/// Begins a record and writes its content. \return false if the room is too small
constexpr bool put(outbox& out, content_type type, std::uint32_t overhead, byte_view content) {
    sink const room = out.begin(type, nonce_of(overhead), overhead);
    if (room.left() < content.size()) {
        return false;
    }
    copy(room.p, content.data(), content.size());
    out.made(content.size());
    return true;
}
/// Stands for protection: writes a nonce of ff before the content and a tag of ee after the content.
constexpr void protect(outbox& out) {
    for (std::uint32_t i = 0; i < 8; ++i) *(out.content() - 8 + i) = 0xff;
    for (std::uint32_t i = 0; i < 2; ++i) *(out.content() + out.size() + i) = 0xee;
}

constexpr auto const& seven = "a0a1a2a3a4a5a6"_hex;

constexpr bool whole() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    return out.empty() && put(out, content_type::handshake, 0, seven) && out.making() && !out.empty() &&
           out.ready().empty() && (out.finish(), !out.making()) &&
           out.ready() == byte_view{"16 0303 0007 a0a1a2a3a4a5a6"_hex} && (out.sent(12), out.empty());
}
/// In the clear, the rest moves behind its own header.
constexpr bool cut_in_the_clear() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.cut(3);
    if (out.size() != 3) return false;
    out.finish();
    if (!out.making() || out.size() != 4 || out.ready() != byte_view{"16 0303 0003 a0a1a2"_hex}) return false;
    out.cut(3);
    out.finish();
    if (!out.making() || out.size() != 1) return false;
    out.finish();
    return !out.making() && out.ready() == byte_view{"16 0303 0003 a0a1a2 16 0303 0003 a3a4a5 16 0303 0001 a6"_hex};
}
/// Under keys, the tag of the first record and the nonce of the second stand between the two contents.
constexpr bool cut_under_keys() {
    std::array<std::uint8_t, 60> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::handshake, protected_by_8_and_2, seven)) return false;
    out.cut(5);
    protect(out);
    out.finish();
    if (!out.making() || out.size() != 2) return false;
    protect(out);
    out.finish();
    return !out.making() && out.ready() == byte_view{"16 0303 000f ffffffffffffffff a0a1a2a3a4 eeee"
                                                     "16 0303 000c ffffffffffffffff a5a6 eeee"_hex};
}
/// The cut record follows a record of which a part is sent.
constexpr bool cut_behind_another_one() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::alert, 0, "0100"_hex)) return false;
    out.finish();
    out.sent(4);
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.cut(4);
    out.finish();
    out.sent(2); // nothing moves while the rest is made
    out.finish();
    return out.ready() == byte_view{"00 16 0303 0004 a0a1a2a3 16 0303 0003 a4a5a6"_hex};
}
constexpr bool dropped() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.cut(3);
    out.finish();
    out.drop(); // drops the rest, and keeps the ready bytes
    return !out.making() && out.ready() == byte_view{"16 0303 0003 a0a1a2"_hex} &&
           put(out, content_type::alert, 0, "0228"_hex) && (out.finish(), !out.making()) &&
           out.ready() == byte_view{"16 0303 0003 a0a1a2 15 0303 0002 0228"_hex};
}
static_assert(whole() && cut_in_the_clear() && cut_under_keys() && cut_behind_another_one());

/// True if a content of `size` bytes in fragments of `limit` bytes fits `bytes`, and not one byte less.
constexpr bool needs(std::uint32_t size, std::uint32_t limit, std::uint32_t overhead, std::uint32_t bytes) {
    std::array<std::uint8_t, 100> buffer{};
    outbox exact{std::span{buffer}.first(bytes)};
    outbox less{std::span{buffer}.first(bytes - 1)};
    static_cast<void>(exact.begin(content_type::handshake, nonce_of(overhead), overhead));
    static_cast<void>(less.begin(content_type::handshake, nonce_of(overhead), overhead));
    return exact.fits(size, limit) && !less.fits(size, limit);
}
constexpr bool room_for_headers() {
    return needs(7, 7, 0, 5 + 7) && needs(7, 8, 0, 5 + 7) && needs(7, 6, 0, 5 + 6 + 5 + 1) && needs(7, 3, 0, 15 + 7) &&
           needs(6, 3, 0, 10 + 6) && needs(7, 1, 0, 35 + 7) && needs(1, 3, 0, 6) && needs(0, 3, 0, 5) &&
           needs(7, 7, protected_by_8_and_2, 15 + 7) && needs(7, 5, protected_by_8_and_2, 30 + 7) &&
           needs(0, 5, protected_by_8_and_2, 15);
}
static_assert(room_for_headers());

/// A record of 12 bytes is sent byte by byte, with a request for room after each byte.
constexpr bool moves_once() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.finish();
    for (unsigned sent = 1; sent < 12; ++sent) {
        out.sent(1);
        static_cast<void>(out.begin(content_type::alert, 0, 0));
        std::uint8_t const* const expected = buffer.data() + (sent < 6    ? sent
                                                              : sent < 9  ? sent - 6
                                                              : sent < 11 ? sent - 9
                                                                          : 0);
        if (out.ready().data() != expected || out.ready().size() != 12 - sent) return false;
    }
    return true;
}
static_assert(moves_once());

} // namespace

TEST_CASE("a record goes out as it was made") { CHECK(at_run_time(whole)); }
TEST_CASE("RFC 5246 6.2.1: a content that is cut becomes records of that size, one after another") {
    CHECK(at_run_time(cut_in_the_clear));
    CHECK(at_run_time(cut_behind_another_one));
}
TEST_CASE("RFC 5246 6.2.1: a content that is cut under keys has a nonce and a tag for each of its records") {
    CHECK(at_run_time(cut_under_keys));
}
TEST_CASE("what was cut off is dropped with the record that is being made, and what is ready stays") {
    CHECK(dropped());
}
TEST_CASE("each record of a content that is cut needs its own header and protection") {
    CHECK(at_run_time(room_for_headers));
}
TEST_CASE("no byte moves to the front for which none was sent") { CHECK(at_run_time(moves_once)); }
