// Records on their way out, without crypto: what is in the buffer, byte by byte, and a content that is cut in two.
#include "flintls/record/outbox.hpp"

#include <array>
#include <cstdint>

#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr std::uint32_t protected_by_8_and_2 = 10; // an explicit nonce and a short tag

/// Writes these bytes as the content of a record.
constexpr bool put(outbox& out, content_type type, std::uint32_t overhead, byte_view content) {
    sink const room = out.begin(type, overhead);
    if (room.left() < content.size()) {
        return false;
    }
    copy(room.p, content.data(), content.size());
    out.made(content.size());
    return true;
}
/// What protection does: a nonce of ff before the content, a tag of ee behind it.
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
/// In the clear: the rest moves behind a header of its own.
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
/// Under keys: the tag stands between the two, and a nonce before the second.
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
/// Behind a record that is not sent yet, part of which is.
constexpr bool cut_behind_another_one() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::alert, 0, "0100"_hex)) return false;
    out.finish();
    out.sent(4);
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.cut(4);
    out.finish();
    out.sent(2); // while the rest is being made nothing may move
    out.finish();
    return out.ready() == byte_view{"00 16 0303 0004 a0a1a2a3 16 0303 0003 a4a5a6"_hex};
}
constexpr bool dropped() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.cut(3);
    out.finish();
    out.drop(); // the rest goes, and what is ready stays
    return !out.making() && out.ready() == byte_view{"16 0303 0003 a0a1a2"_hex} &&
           put(out, content_type::alert, 0, "0228"_hex) && (out.finish(), !out.making()) &&
           out.ready() == byte_view{"16 0303 0003 a0a1a2 15 0303 0002 0228"_hex};
}
static_assert(whole() && cut_in_the_clear() && cut_under_keys() && cut_behind_another_one());

/// Room for this content in fragments of this size, with `before` bytes ready already: exactly, and with a byte less.
constexpr bool needs(std::uint32_t size, std::uint32_t limit, std::uint32_t overhead, std::uint32_t bytes) {
    std::array<std::uint8_t, 100> buffer{};
    outbox exact{std::span{buffer}.first(bytes)};
    outbox less{std::span{buffer}.first(bytes - 1)};
    static_cast<void>(exact.begin(content_type::handshake, overhead));
    static_cast<void>(less.begin(content_type::handshake, overhead));
    return exact.fits(size, limit) && !less.fits(size, limit);
}
constexpr bool room_for_headers() {
    return needs(7, 7, 0, 5 + 7) && needs(7, 8, 0, 5 + 7) && needs(7, 6, 0, 5 + 6 + 5 + 1) && needs(7, 3, 0, 15 + 7) &&
           needs(6, 3, 0, 10 + 6) && needs(7, 1, 0, 35 + 7) && needs(1, 3, 0, 6) && needs(0, 3, 0, 5) &&
           needs(7, 7, protected_by_8_and_2, 15 + 7) && needs(7, 5, protected_by_8_and_2, 30 + 7) &&
           needs(0, 5, protected_by_8_and_2, 15);
}
static_assert(room_for_headers());

/// A record of 12 bytes that is sent byte by byte, while somebody asks for room all the time.
constexpr bool moves_once() {
    std::array<std::uint8_t, 40> buffer{};
    outbox out{buffer};
    if (!put(out, content_type::handshake, 0, seven)) return false;
    out.finish();
    for (unsigned sent = 1; sent < 12; ++sent) {
        out.sent(1);
        static_cast<void>(out.begin(content_type::alert, 0));
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
