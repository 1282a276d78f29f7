// From bytes to records to messages, without crypto: every split, and every position in the buffers.
#include "flintls/record/inbox.hpp"

#include <array>
#include <cstdint>
#include <span>

#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test::literals;

/// Three messages, of five, four and twelve bytes.
constexpr auto const& first = "0e00000155"_hex;
constexpr auto const& second = "0e000000"_hex;
constexpr auto const& third = "14000008a0a1a2a3a4a5a6a7"_hex;

/// Writes `messages` as a stream of plaintext records of `Size` bytes each.
template <std::size_t Size> constexpr auto in_records(byte_view messages, std::array<std::uint8_t, 400>& out) {
    std::uint32_t end = 0;
    while (!messages.empty()) {
        byte_view const piece = messages.subview(0, static_cast<std::uint32_t>(Size));
        messages = messages.subview(piece.size());
        out[end] = 22;
        out[end + 1] = 3;
        out[end + 2] = 3;
        store<2>(out.data() + end + 3, piece.size());
        copy(out.data() + end + 5, piece.data(), piece.size());
        end += 5 + piece.size();
    }
    return end;
}

/// Feeds a stream to an inbox, `step` bytes at a time, and expects those three messages.
struct reader {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, 16> messages{};
    bool good = true;
    unsigned count = 0;

    constexpr void expect(byte_view message) {
        byte_view const wanted = count == 0 ? byte_view{first} : count == 1 ? byte_view{second} : byte_view{third};
        good = good && count < 3 && message == wanted;
        ++count;
    }
    constexpr bool read(byte_view stream, std::uint32_t step) {
        inbox in{records, messages};
        for (unsigned turns = 0; turns < 1000 && (!stream.empty() || in.open()); ++turns) {
            std::uint32_t const room = static_cast<std::uint32_t>(in.space().size());
            byte_view const piece = stream.subview(0, step < room ? step : room);
            copy(in.space().data(), piece.data(), piece.size());
            in.received(piece.size());
            stream = stream.subview(piece.size());
            for (unsigned steps = 0; steps < 100; ++steps) {
                good = good && in.next(0, 0x4000) == errc::ok;
                if (!in.open() || in.starved()) break;
                byte_view message;
                good = good && in.next_message(message) == errc::ok;
                if (!message.empty()) {
                    expect(message);
                    in.message_done();
                }
            }
        }
        return good && count == 3 && stream.empty() && !in.in_message();
    }
};

template <std::size_t RecordSize> constexpr bool reads_whatever_the_step(std::uint32_t most) {
    std::array<std::uint8_t, 21> all{};
    copy(all.data(), first.data(), 5);
    copy(all.data() + 5, second.data(), 4);
    copy(all.data() + 9, third.data(), 12);
    std::array<std::uint8_t, 400> stream{};
    std::uint32_t const size = in_records<RecordSize>(byte_view{all}, stream);
    for (std::uint32_t step = 1; step <= most; ++step) {
        reader r;
        if (!r.read({stream.data(), size}, step)) return false;
    }
    return true;
}
template <std::size_t... Sizes> constexpr bool reads_all_of(std::uint32_t most) {
    return (... && reads_whatever_the_step<Sizes>(most));
}
static_assert(reads_all_of<1, 4, 5, 21>(3));
TEST_CASE("messages in records of every size, in pieces of every size") {
    CHECK(reads_all_of<1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21>(64));
}

/// K2: true if a Finished has its record to itself.
constexpr bool is_alone(byte_view record) {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, 16> messages{};
    inbox in{records, messages};
    copy(in.space().data(), record.data(), record.size());
    in.received(record.size());
    byte_view message;
    bool alone = false;
    for (unsigned i = 0; i < 4 && in.next(0, 64) == errc::ok && in.open(); ++i) {
        if (in.next_message(message) != errc::ok) return false;
        if (message.empty()) continue;
        alone = message[0] == 20 && in.message_alone();
        if (message[0] == 20) return alone;
        in.message_done();
    }
    return false;
}
constexpr bool knows_who_is_alone() {
    return is_alone("1603030004 14000000"_hex) && !is_alone("1603030008 14000000 00000000"_hex) &&
           !is_alone("1603030008 00000000 14000000"_hex) && !is_alone("1603030006 14000000 0000"_hex);
}
static_assert(knows_who_is_alone());
TEST_CASE("K2: a message is alone in its record, or is not") { CHECK(test::at_run_time(knows_who_is_alone)); }

/// A Finished header in two records, 14 00 | 00 00, with one byte more.
constexpr bool is_not_alone_in_pieces() {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, 16> messages{};
    inbox in{records, messages};
    byte_view const stream = "1603030002 1400 1603030003 000000"_hex;
    copy(in.space().data(), stream.data(), stream.size());
    in.received(stream.size());
    byte_view message;
    bool good =
        in.next(0, 64) == errc::ok && in.next_message(message) == errc::ok && message.empty() && in.in_message();
    good = good && in.next(0, 64) == errc::ok && in.next_message(message) == errc::ok;
    return good && message.size() == 4 && !in.message_alone();
}
static_assert(is_not_alone_in_pieces());
TEST_CASE("K2: a message in two records with a byte behind it is not alone") {
    CHECK(test::at_run_time(is_not_alone_in_pieces));
}

/// The result of `next` for a record header.
constexpr errc header(byte_view bytes, std::uint32_t overhead, std::uint32_t limit) {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, 16> messages{};
    inbox in{records, messages};
    copy(in.space().data(), bytes.data(), bytes.size());
    in.received(bytes.size());
    return in.next(overhead, limit);
}
constexpr bool judges_headers() {
    return header("16030300"_hex, 0, 100) == errc::ok &&                    // the header is incomplete
           header("1603030000"_hex, 0, 100) == errc::unexpected_message &&  // K3
           header("1503030000"_hex, 0, 100) == errc::unexpected_message &&  //
           header("1403030000"_hex, 0, 100) == errc::unexpected_message &&  //
           header("1703030000"_hex, 0, 100) == errc::ok &&                  // RFC 5246 6.2.1
           header("1803030001"_hex, 0, 100) == errc::unexpected_message &&  //
           header("1303030001"_hex, 0, 100) == errc::unexpected_message &&  //
           header("1602000001"_hex, 0, 100) == errc::unsupported_version && //
           header("1603000001"_hex, 0, 100) == errc::ok &&                  // RFC 5246 E.1
           header("1603030065"_hex, 0, 100) == errc::record_too_long &&     // K6
           header("1703030064"_hex, 24, 100) == errc::record_too_long &&    // longer than the buffer
           header("1703030017"_hex, 24, 100) == errc::bad_record_mac &&     //
           header("1703030018"_hex, 24, 100) == errc::ok &&                 //
           header("170303003b"_hex, 24, 100) == errc::ok &&                 // 59 + 5 = 64
           header("170303003c"_hex, 24, 100) == errc::record_too_long;
}
static_assert(judges_headers());
TEST_CASE("K3, K6: a record is judged by its header, as soon as that is here") {
    CHECK(test::at_run_time(judges_headers));
}

/// A message of 100 bytes does not fit. The inbox gives the beginning, and the number of the missing bytes.
template <std::size_t Room> constexpr bool says_too_long() {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, Room> messages{};
    inbox in{records, messages};
    std::array<std::uint8_t, 64> stream{0x16, 3, 3, 0, 104, 11, 0, 0, 100};
    copy(in.space().data(), stream.data(), 64);
    in.received(64);
    byte_view message;
    bool good = in.next(0, 0x4000) == errc::ok && in.open();
    errc const e = in.next_message(message);
    good = good && e == errc::message_too_long && message.empty();
    if constexpr (Room >= 4) {
        good = good && in.partial().size() == Room && in.message_size() == 104 && in.drop_partial() == 104 - Room &&
               !in.in_message();
    }
    return good;
}
static_assert(says_too_long<16>() && says_too_long<40>() && says_too_long<5>() && says_too_long<4>());
TEST_CASE("a message without room for it is reported, in a buffer of any size") {
    CHECK(test::at_run_time(says_too_long<16>));
    CHECK(test::at_run_time(says_too_long<4>));
    CHECK(test::at_run_time(says_too_long<3>));
    CHECK(test::at_run_time(says_too_long<0>));
}

constexpr bool keep_leaves_less_room() {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, 16> messages{};
    inbox in{records, messages};
    bool good = in.keep("01020304"_hex) && !in.keep("0102030405060708090a0b0c0d0e0f1011"_hex);
    byte_view const stream = "1603030005 1400000801 1603030007 02030405060708"_hex;
    copy(in.space().data(), stream.data(), stream.size());
    in.received(stream.size());
    byte_view message;
    for (unsigned i = 0; i < 4 && message.empty(); ++i) {
        good = good && in.next(0, 64) == errc::ok && in.next_message(message) == errc::ok;
    }
    return good && message == byte_view{"140000080102030405060708"_hex} && in.kept() == byte_view{"01020304"_hex};
}
static_assert(keep_leaves_less_room());
TEST_CASE("what is kept stays beside the messages that are gathered, and takes their room") {
    CHECK(test::at_run_time(keep_leaves_less_room));
}

/// K8: the result of a stream of records, read `step` bytes at a time into buffers of given sizes. The rest of a
/// message without room is skipped.
struct outcome {
    std::array<std::uint32_t, 64> what{}; ///< sizes of messages, times 2, plus 1 if alone; sizes of parts, plus 0x10000
    unsigned count = 0;
    errc end = errc::ok;

    constexpr void add(std::uint32_t fact) { what[count < 63 ? count++ : 63] = fact; }
    friend constexpr bool operator==(outcome const&, outcome const&) = default;
};
template <std::size_t Records, std::size_t Messages>
constexpr outcome comes_to(byte_view stream, std::uint32_t step, bool flips = false) {
    std::array<std::uint8_t, Records> records{};
    std::array<std::uint8_t, Messages> messages{};
    inbox in{records, messages};
    outcome all;
    std::uint32_t skip = 0;
    std::uint32_t sum = 0;
    for (bool moved = true; moved && all.end == errc::ok;) {
        auto const room = static_cast<std::uint32_t>(in.space().size());
        byte_view const piece = stream.subview(0, step < room ? step : room);
        copy(in.space().data(), piece.data(), piece.size());
        in.received(piece.size());
        stream = stream.subview(piece.size());
        step = flips ? step % 9 + 1 : step;
        moved = !piece.empty();
        while (all.end == errc::ok && (all.end = in.next(0, 0x4000)) == errc::ok && in.open() && !in.starved()) {
            if (in.type() != content_type::handshake) {
                all.add(0x20000 + in.content().size() + (in.in_message() ? 0x100U : 0U));
                in.consume(in.content().size());
                continue;
            }
            if (skip != 0) {
                std::uint32_t const here = in.content().size() < skip ? in.content().size() : skip;
                in.consume(here);
                skip -= here;
                continue;
            }
            byte_view message;
            if (in.next_message(message) != errc::ok) {
                all.add(0x10000 + in.partial().size());
                if (in.partial().size() < 4) {
                    all.end = errc::message_too_long;
                    break;
                }
                skip = in.drop_partial();
            } else if (!message.empty()) {
                all.add(2 * message.size() + (in.message_alone() ? 1U : 0U));
                for (std::uint8_t const b : message) sum = sum * 31 + b;
                in.message_done();
            }
        }
    }
    all.add(sum);
    return all;
}
/// A stream of messages up to `longest` bytes, in records of `size` bytes, followed by alerts and more messages.
constexpr std::uint32_t long_stream(std::array<std::uint8_t, 4000>& out, std::uint32_t size, std::uint32_t longest) {
    std::array<std::uint8_t, 1000> messages{};
    std::uint32_t end = 0;
    for (std::uint32_t body = 0; body < longest; body = body * 2 + 3) {
        messages[end] = 11;
        messages[end + 3] = static_cast<std::uint8_t>(body);
        for (std::uint32_t i = 0; i < body; ++i) messages[end + 4 + i] = static_cast<std::uint8_t>(i * 7 + body);
        end += 4 + body;
    }
    std::uint32_t written = 0;
    for (std::uint32_t at = 0; at < end; at += size) {
        std::uint32_t const count = end - at < size ? end - at : size;
        store<4>(out.data() + written, 0x16030300);
        store<2>(out.data() + written + 3, count);
        copy(out.data() + written + 5, messages.data() + at, count);
        written += 5 + count;
        if (at / size % 5 == 2) {
            copy(out.data() + written, byte_view{"15030300020132"_hex}.data(), 7);
            written += 7;
        }
    }
    return written;
}
template <std::size_t Records, std::size_t Messages>
constexpr bool comes_to_the_same(std::uint32_t first_size, std::uint32_t last_size, std::uint32_t steps) {
    for (std::uint32_t size = first_size; size <= last_size; ++size) {
        std::array<std::uint8_t, 4000> stream{};
        byte_view const all{stream.data(), long_stream(stream, size, 200)};
        outcome const whole = comes_to<Records, Messages>(all, Records);
        if (whole.count < 4) return false;
        for (std::uint32_t step = 1; step <= steps; ++step) {
            if (comes_to<Records, Messages>(all, step) != whole) return false;
        }
        if (comes_to<Records, Messages>(all, 1, true) != whole) return false;
    }
    return true;
}
static_assert(comes_to_the_same<40, 30>(39, 41, 2));
TEST_CASE(
    "K8: what bytes come to does not depend on how they are read, in records shorter and longer than the buffer") {
    CHECK(comes_to_the_same<40, 16>(1, 120, 40));
    CHECK(comes_to_the_same<40, 30>(1, 120, 40));
    CHECK(comes_to_the_same<40, 60>(1, 120, 40));
    CHECK(comes_to_the_same<41, 41>(1, 120, 41));
    CHECK(comes_to_the_same<64, 4>(1, 120, 64));
    CHECK(comes_to_the_same<200, 50>(150, 250, 200));
}

/// A record is used when it is complete. A message in the record needs no other room, even if it arrives byte by byte.
constexpr bool waits_for_the_record(std::uint32_t step) {
    byte_view const stream = "160303000c 14000008 0102030405060708"_hex;
    return comes_to<17, 0>(stream, step).what[0] == 2 * 12 + 1;
}
static_assert(waits_for_the_record(1) && waits_for_the_record(17));
TEST_CASE("K8: a message in a record that fits needs no other room, whether it comes in one read or in many") {
    for (std::uint32_t step = 1; step <= 17; ++step) CHECK(waits_for_the_record(step));
}

/// True if the buffer has room for more bytes whenever the inbox awaits more bytes.
constexpr bool has_space_whenever_it_waits() {
    for (std::uint32_t first_size = 1; first_size < 40; ++first_size) {
        std::array<std::uint8_t, 20> records{};
        std::array<std::uint8_t, 8> messages{};
        inbox in{records, messages};
        std::array<std::uint8_t, 4000> stream{};
        byte_view left{stream.data(), long_stream(stream, first_size, 12)};
        while (!left.empty()) {
            std::span<std::uint8_t> const space = in.space();
            if (space.empty()) return false;
            byte_view const piece = left.subview(0, static_cast<std::uint32_t>(space.size()));
            copy(space.data(), piece.data(), piece.size());
            in.received(piece.size());
            left = left.subview(piece.size());
            while (in.next(0, 0x4000) == errc::ok && in.open() && !in.starved()) in.consume(in.content().size());
        }
    }
    return true;
}
static_assert(has_space_whenever_it_waits());
TEST_CASE("there is space whenever more bytes are awaited") { CHECK(test::at_run_time(has_space_whenever_it_waits)); }

TEST_CASE("clear leaves zeros in both buffers") {
    std::array<std::uint8_t, 64> records{};
    std::array<std::uint8_t, 16> messages{};
    records.fill(1);
    messages.fill(2);
    inbox in{records, messages};
    in.received(10);
    in.clear();
    CHECK(records == std::array<std::uint8_t, 64>{});
    CHECK(messages == std::array<std::uint8_t, 16>{});
    CHECK(in.space().size() == 64);
    CHECK_FALSE(in.open());
}

} // namespace
