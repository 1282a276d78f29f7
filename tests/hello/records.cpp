// The first bytes of a connection: cut anywhere, in one record or in many, and what is not a hello at all.
#include "support/codec.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/hello/records.hpp"

namespace {

using namespace flintls;
using namespace test;

/// 74 bytes: host_name "ab.example" and an unknown extension.
constexpr auto const& small =
    "01 000046 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 1301"
    "01 00 001b 0000 000f 000d 00 000a 61622e6578616d706c65 7777 0004 aabbccdd"_hex;
constexpr auto const& host_name = "61622e6578616d706c65"_hex;

/// `hello` in records of `size` bytes each. \return how many bytes that takes
constexpr std::uint32_t split(byte_view hello, std::uint32_t size, std::uint8_t* out) {
    std::uint8_t* p = out;
    for (std::uint32_t at = 0; at < hello.size(); at += size) {
        byte_view const piece = hello.subview(at, size);
        copy(p, "16 0301"_hex.data(), 3);
        store<2>(p + 3, piece.size());
        copy(p + 5, piece.data(), piece.size());
        p += 5 + piece.size();
    }
    return static_cast<std::uint32_t>(p - out);
}

/// Where byte `at` of a message stands in records of `size` bytes each.
constexpr std::uint32_t behind_headers(std::uint32_t at, std::uint32_t size) { return at + 5 * (at / size + 1); }

/// Does a look at every prefix ask for more, and for no more than there is to come?
constexpr bool every_prefix_is_incomplete(byte_view records, std::span<std::uint8_t> scratch, bool exactly) {
    for (std::uint32_t have = 0; have < records.size(); ++have) {
        hello_view hello;
        first_look const look = peek_records(records.subview(0, have), scratch, hello);
        std::uint32_t const to_come = records.size() - have;
        bool const bounded = look.missing != 0 && look.missing <= to_come;
        bool const exact = !exactly || have < 9 || look.missing == to_come;
        if (look.kind != first_bytes::incomplete || look.problem || !bounded || !exact || look.message.size() != 0 ||
            hello.extensions().present()) {
            return false;
        }
    }
    return true;
}

constexpr bool one_record() {
    bytes<small.size() + 5> records{};
    std::uint32_t const size = split(small, 1000, records.data());
    hello_view hello;
    first_look const look = peek_records(records, {}, hello);
    return size == records.size() && every_prefix_is_incomplete(records, {}, true) && look.kind == first_bytes::hello &&
           !look.problem && look.missing == 0 && look.hello_size == small.size() &&
           look.message.data() == records.data() + 5 && look.message == byte_view{small} &&
           hello.host_name() == byte_view{host_name};
}
static_assert(one_record());

/// While the length is not there, the shortest hello counts, 45 bytes; and what is missing of the record's header.
constexpr bool little_says_little() {
    constexpr auto const& begun = "16 0301 004a 01 0000"_hex;
    bytes<45> scratch{};
    constexpr std::uint32_t missing[] = {50, 49, 48, 47, 46, 45, 44, 43, 42};
    for (std::uint32_t have = 0; have <= begun.size(); ++have) {
        if (find_hello(byte_view{begun}.subview(0, have)).missing != missing[have]) return false;
    }
    return find_hello("16 0301 0001 01 16 03"_hex, scratch).missing == 44 + 3;
}
static_assert(little_says_little());

constexpr bool an_old_view_is_emptied() {
    bytes<small.size() + 5> records{};
    (void)split(small, 1000, records.data());
    hello_view hello;
    bool const filled = peek_records(records, {}, hello).kind == first_bytes::hello;
    return filled && peek_records("16 0301"_hex, {}, hello).kind == first_bytes::incomplete &&
           !hello.extensions().present() && hello.message().random.empty();
}
static_assert(an_old_view_is_emptied());

constexpr bool records_of(std::uint32_t size) {
    bytes<small.size() * 6> records{};
    bytes<small.size()> scratch{};
    byte_view const all{records.data(), split(small, size, records.data())};
    hello_view hello;
    first_look const look = peek_records(all, scratch, hello);
    first_look const refused = find_hello(all, std::span{scratch}.first(small.size() - 1));
    return every_prefix_is_incomplete(all, scratch, false) && look.kind == first_bytes::hello &&
           look.message.data() == scratch.data() && look.message == byte_view{small} &&
           hello.host_name() == byte_view{host_name} && refused.kind == first_bytes::refused &&
           refused.problem.what() == errc::no_room && refused.message.size() == 0 && refused.hello_size == small.size();
}
static_assert(records_of(30));
static_assert(records_of(73));

/// Where not even the header of the message is in one record, no scratch is too early to tell.
constexpr bool no_room_is_told_early() {
    first_look const spread_header = find_hello("16 0301 0003 010000 16"_hex);
    first_look const spread_body = find_hello("16 0301 0005 0100004603 16"_hex, {});
    first_look const one_record = find_hello("16 0301 004a 0100004603 16"_hex, {});
    return spread_header.problem == error{errc::no_room, 5} && spread_header.hello_size == 0 &&
           spread_body.problem == error{errc::no_room, 5} && spread_body.hello_size == 74 &&
           one_record.kind == first_bytes::incomplete && one_record.missing == 68;
}
static_assert(no_room_is_told_early());

/// What the caller can do: read what is missing, look again.
constexpr std::uint32_t looks_needed(byte_view records, std::span<std::uint8_t> scratch) {
    std::uint32_t have = 0;
    for (std::uint32_t looks = 1;; ++looks) {
        first_look const look = find_hello(records.subview(0, have), scratch);
        if (look.kind != first_bytes::incomplete) return look.kind == first_bytes::hello ? looks : 0;
        have += look.missing;
    }
}

constexpr bool is_not_tls(byte_view in, std::uint32_t at) {
    hello_view hello;
    first_look const look = peek_records(in, {}, hello);
    return look.kind == first_bytes::not_tls && look.problem == error{errc::unexpected_message, at};
}
constexpr bool refuses(byte_view in, errc what, std::uint32_t at) {
    bytes<100> scratch{};
    hello_view hello;
    first_look const look = peek_records(in, scratch, hello);
    return look.kind == first_bytes::refused && look.problem == error{what, at} && look.message.size() == 0 &&
           !hello.extensions().present() && hello.message().random.empty();
}

constexpr bool other_protocols() {
    return is_not_tls("47455420"_hex, 0) && is_not_tls("47"_hex, 0) && is_not_tls("802e0103"_hex, 0) && // SSL 2.0
           is_not_tls("5353482d"_hex, 0) && is_not_tls("00"_hex, 0) && is_not_tls("13 03"_hex, 0) &&
           is_not_tls("18 03 03"_hex, 0) && is_not_tls("16 02"_hex, 1) && is_not_tls("16 fe fd"_hex, 1); // DTLS
}
static_assert(other_protocols());

constexpr bool other_tls() {
    return refuses("17"_hex, errc::unexpected_message, 0) &&
           refuses("14 0303 0001 01"_hex, errc::unexpected_message, 0) &&
           refuses("16 0303 0000"_hex, errc::unexpected_message, 3) &&
           refuses("16 0303 4001"_hex, errc::record_too_long, 3) &&
           refuses("16 0303 0001 02"_hex, errc::unexpected_message, 5) &&
           refuses("15 0303 0003"_hex, errc::bad_length, 3) &&
           refuses("15 0303 0000"_hex, errc::unexpected_message, 3) &&
           refuses("16 0303 0001 01 17"_hex, errc::unexpected_message, 6) &&
           refuses("16 0303 0001 01 16 0403 0001"_hex, errc::unsupported_version, 7) &&
           refuses("16 0303 0001 01 16 0303 0000"_hex, errc::unexpected_message, 9) &&
           refuses("16 0303 0004 01 020200"_hex, errc::bad_length, 8) && // nothing in a hello is that long
           refuses("16 0301 0001 01 16 0301 0003 020200"_hex, errc::bad_length, 13) &&
           refuses("16 0303 0004 01 000000"_hex, errc::truncated, 9);
}
static_assert(other_tls());

/// The largest hello that its fields allow is waited for: 2 + 32 + 33 + 65,536 + 256 + 65,537 bytes.
constexpr bool the_longest_hello_is_not_too_long() {
    first_look const look = find_hello("16 0303 4000 01 020144"_hex);
    first_look const longer = find_hello("16 0303 4000 01 020145"_hex);
    return look.kind == first_bytes::incomplete && look.hello_size == 4 + 131'396 && look.missing == 131'396 &&
           longer.problem == error{errc::bad_length, 8};
}
static_assert(the_longest_hello_is_not_too_long());

constexpr bool alerts_are_passed_over() {
    bytes<7 + small.size() + 10 + 14> records{};
    bytes<small.size()> scratch{};
    std::uint8_t* p = records.data();
    auto const add = [&p](byte_view some) {
        copy(p, some.data(), some.size());
        p += some.size();
    };
    add("15 0301 0002 015a"_hex);
    p += split(byte_view{small}.subview(0, 40), 40, p);
    add("15 0301 0002 015a 15 0301 0002 015a"_hex);
    p += split(byte_view{small}.subview(40), 40, p);
    hello_view hello;
    return p == records.data() + records.size() && every_prefix_is_incomplete(records, scratch, false) &&
           peek_records(records, scratch, hello).kind == first_bytes::hello &&
           hello.host_name() == byte_view{host_name};
}
static_assert(alerts_are_passed_over());

constexpr bool an_alert_before_one_record_takes_no_scratch() {
    bytes<7 + small.size() + 5> records{};
    copy(records.data(), "15 0301 0002 015a"_hex.data(), 7);
    (void)split(small, 1000, records.data() + 7);
    hello_view hello;
    return peek_records(records, {}, hello).kind == first_bytes::hello;
}
static_assert(an_alert_before_one_record_takes_no_scratch());

constexpr bool what_follows_does_not_matter() {
    bytes<small.size() + 10> records{};
    (void)split(small, 1000, records.data());
    records[4] += 3; // three bytes of another message in the same record, two of which are there
    records[small.size() + 5] = 0xff;
    hello_view hello;
    first_look const look = peek_records(byte_view{records}.subview(0, small.size() + 7), {}, hello);
    return look.kind == first_bytes::hello && look.message == byte_view{small};
}
static_assert(what_follows_does_not_matter());

/// A wrong byte deep inside is named by its place among the records.
constexpr bool offsets_count_record_headers(std::uint32_t size) {
    bytes<small.size()> bad = small;
    bytes<small.size() * 6> records{};
    bad[55] = 99; // the name reaches past its list; found at its length, byte 54
    byte_view all{records.data(), split(bad, size, records.data())};
    if (!refuses(all, errc::truncated, behind_headers(54, size))) return false;
    bad = small;
    bad[3] -= 1; // the block reaches past the end of the message; found at its length
    all = {records.data(), split(byte_view{bad}.subview(0, small.size() - 1), size, records.data())};
    return refuses(all, errc::truncated, behind_headers(45, size));
}
static_assert(offsets_count_record_headers(7) && offsets_count_record_headers(73));

/// Cut off where a field should begin: the error is behind the last byte there is.
constexpr bool an_error_behind_the_last_byte_is_inside_the_input(std::uint32_t size) {
    bytes<40> bad{};
    bytes<240> records{};
    copy(bad.data(), small.data(), 40);
    bad[3] = 35; // version, random and a session id that is missing: its length is byte 38
    bad[38] = 0;
    byte_view const all{records.data(), split(byte_view{bad}.subview(0, 39), size, records.data())};
    std::uint32_t const end = all.size();
    return refuses(all, errc::truncated, end);
}
static_assert(an_error_behind_the_last_byte_is_inside_the_input(1));
static_assert(an_error_behind_the_last_byte_is_inside_the_input(13));
static_assert(an_error_behind_the_last_byte_is_inside_the_input(100));

constexpr std::uint32_t most = 400;
std::uint8_t spread[most * 6];
std::uint8_t together[most];

} // namespace

TEST_CASE("a hello in one record is found where it is, and every prefix says how much is missing") {
    CHECK(at_run_time(one_record));
    CHECK(at_run_time(little_says_little));
    CHECK(at_run_time(an_old_view_is_emptied));
    CHECK(at_run_time(what_follows_does_not_matter));
    CHECK(at_run_time(the_longest_hello_is_not_too_long));
}

TEST_CASE("a hello in records of any size is put together, and every prefix asks for no more than there is") {
    for (std::uint32_t size = 1; size < small.size(); ++size) {
        CAPTURE(size);
        CHECK(records_of(size));
        CHECK(offsets_count_record_headers(size));
    }
    CHECK(at_run_time(no_room_is_told_early));
    for (std::uint32_t size = 1; size < 40; ++size) CHECK(an_error_behind_the_last_byte_is_inside_the_input(size));
}

TEST_CASE("what is not TLS is told from TLS that is wrong") {
    CHECK(at_run_time(other_protocols));
    CHECK(at_run_time(other_tls));
}

TEST_CASE("alerts before and between the fragments are passed over") {
    CHECK(at_run_time(alerts_are_passed_over));
    CHECK(at_run_time(an_alert_before_one_record_takes_no_scratch));
}

TEST_CASE("captured hellos are found in records of any size, after a few looks") {
    for (vectors::entry const& each : vectors::client_hellos) {
        if (each.size > most) continue; // those are for tests/host
        CAPTURE(each.name);
        byte_view const whole{each.data, each.size};
        constexpr std::uint32_t sizes[] = {1, 2, 5, 100, most};
        for (std::uint32_t const size : sizes) {
            CAPTURE(size);
            byte_view const records{spread, split(whole, size, spread)};
            hello_view hello;
            first_look const look = peek_records(records, together, hello);
            REQUIRE(look.kind == first_bytes::hello);
            CHECK(look.message == whole);
            CHECK_FALSE(hello.host_name().empty());
            std::uint32_t const looks = looks_needed(records, together);
            CHECK(looks > 0);
            CHECK(looks <= (size < most ? 45 : 3));
        }
    }
}
