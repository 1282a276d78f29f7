// No type stands twice in a block (RFC 5246 7.4.1.4, RFC 8446 4.2), whether known, unknown or GREASE, however many.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/block.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/session_ticket.hpp"

namespace {

using namespace flintls;
using namespace test;

template <class Face> struct holder {
    Face extensions{};
    using wire = fields<field<&holder::extensions, extension_block<extension_context::client_hello>>>;
};
using raw = holder<extension_view>;
using typed =
    holder<selection<extension_context::client_hello, extended_master_secret, session_ticket, renegotiation_info>>;
using with_key = holder<selection<extension_context::client_hello, session_ticket, pre_shared_key>>;

template <class Block> constexpr bool fewest() {
    constexpr auto twice = errc::duplicate_extension;
    return fails<Block>("0008 0017 0000 0017 0000"_hex, twice, 6) &&            // known, adjacent
           fails<Block>("000c 0017 0000 4444 0000 0017 0000"_hex, twice, 10) && // known, apart
           fails<Block>("0008 4444 0000 4444 0000"_hex, twice, 6) &&            // unknown
           fails<Block>("000c 4444 0000 0017 0000 4444 0000"_hex, twice, 10) &&
           fails<Block>("0008 0a0a 0000 0a0a 0000"_hex, twice, 6) && // GREASE
           fails<Block>("000e 0a0a 0001 00 1a1a 0000 0a0a 0001 00"_hex, twice, 11) &&
           fails<Block>("0008 0000 0000 0000 0000"_hex, twice, 6) &&
           fails<Block>("0008 ffff 0000 ffff 0000"_hex, twice, 6) &&
           fails<Block>("000d 0023 0003 0023 00 4444 0000 0023"_hex, errc::truncated, 13) && // a body is no extension
           fails<Block>("0010 4444 0004 4444 0000 4444 0004 4444 0000"_hex, twice, 10) &&
           round_trips<Block>("0010 0017 0000 0023 0000 0a0a 0000 fafa 0000"_hex,
                              [](auto const& m) { return m.extensions.present(); });
}
static_assert(fewest<raw>() && fewest<typed>());

constexpr bool the_key_is_last() {
    constexpr auto not_last = errc::pre_shared_key_not_last;
    constexpr auto const& last = "0008 4444 0000 0029 0000"_hex;
    constexpr auto const& first = "0008 0029 0000 4444 0000"_hex;
    constexpr auto const& twice = "0008 0029 0000 0029 0000"_hex;
    constexpr auto const& good = "0038 0017 0000 0029 0030 000b 0005 e0e1e2e3e4 00000000 0021 20"
                                 "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex;
    return fails<raw>(first, not_last, 2) && fails<typed>(first, not_last, 2) && fails<with_key>(first, not_last, 2) &&
           fails<raw>(twice, not_last, 2) && fails<typed>(twice, not_last, 2) && fails<with_key>(twice, not_last, 2) &&
           fails<raw>("000c 4444 0000 0029 0000 4444 0000"_hex, not_last, 6) &&
           fails<typed>("000c 4444 0000 0029 0000 5555 0000"_hex, not_last, 6) &&
           // not looked into where nobody asks for it
           round_trips<raw>(last, [](auto const& m) { return m.extensions.has(extension_type::pre_shared_key); }) &&
           round_trips<typed>(last, [](auto const& m) { return m.extensions.present(); }) &&
           fails<with_key>(last, errc::truncated, 10) &&
           round_trips<with_key>(good,
                                 [](auto const& m) {
                                     auto const key = m.extensions.template get<pre_shared_key>();
                                     return key && (*key->identities.begin()).identity.size() == 5 &&
                                            (*key->binders.begin()).size() == 32;
                                 }) &&
           round_trips<raw>(good, [](auto const& m) { return m.extensions.has(extension_type::pre_shared_key); });
}
static_assert(the_key_is_last());

constexpr std::uint32_t most = 1000;
/// `count` extensions without bodies: type i is start + i * stride.
struct many {
    std::uint16_t start;
    std::uint16_t stride;
    std::uint32_t count;

    [[nodiscard]] constexpr std::uint16_t type(std::uint32_t i) const {
        return static_cast<std::uint16_t>(start + i * stride);
    }
    constexpr byte_view build(std::span<std::uint8_t> out) const {
        store<2>(out.data(), count * 4);
        for (std::uint32_t i = 0; i < count; ++i) {
            store<2>(&out[2 + 4 * i], type(i));
            store<2>(&out[4 + 4 * i], 0);
        }
        return {out.data(), 2 + 4 * count};
    }
};

template <class Block> constexpr bool accepted(byte_view wire) {
    Block m{};
    if (parse(wire, m)) return false;
    return m.extensions.present();
}

/// With type `first` repeated at place `second`: refused there?
template <class Block>
constexpr bool refused(many const& block, std::span<std::uint8_t> out, std::uint32_t first, std::uint32_t second) {
    byte_view const wire = block.build(out);
    store<2>(&out[2 + 4 * second], block.type(first));
    Block m{};
    return parse(wire, m) == error{errc::duplicate_extension, 2 + 4 * second} && !m.extensions.present();
}

template <class Block> constexpr bool all_pairs(many const& block, std::span<std::uint8_t> out) {
    if (!accepted<Block>(block.build(out))) return false;
    for (std::uint32_t second = 1; second < block.count; ++second) {
        for (std::uint32_t first = 0; first < second; ++first) {
            if (!refused<Block>(block, out, first, second)) return false;
        }
    }
    return true;
}

template <class Block> constexpr bool some_pairs(many const& block, std::span<std::uint8_t> out) {
    if (!accepted<Block>(block.build(out))) return false;
    std::uint32_t const n = block.count;
    std::uint32_t const places[] = {0, 1, 30, 31, 32, 33, n / 2, n - 2, n - 1};
    for (std::uint32_t const first : places) {
        for (std::uint32_t const second : places) {
            if (first < second && second < n && !refused<Block>(block, out, first, second)) return false;
        }
    }
    return true;
}

constexpr bool a_few_in_a_constant_expression() {
    std::array<std::uint8_t, 2 + 4 * 40> out{};
    return refused<raw>({0x1000, 1, 40}, out, 0, 39) && refused<raw>({0x1000, 256, 40}, out, 38, 39) &&
           refused<typed>({0x1000, 1, 33}, out, 0, 1) && accepted<raw>(many{0x1000, 1, 40}.build(out));
}
static_assert(a_few_in_a_constant_expression());

/// Only types that share one bit of those that stand for unknown types: each of them must be looked for among the others.
constexpr byte_view build_alike(std::span<std::uint8_t> out, std::uint32_t count) {
    auto const& t = extension_set<extension_context::client_hello>::table;
    std::uint32_t made = 0;
    for (std::uint32_t type = 0x1000; made < count; ++type) {
        if ((extension_table::hash(type, t.multiplier) & 31U) != 7) continue;
        store<2>(&out[4 * made], type);
        store<2>(&out[4 * made + 2], 0);
        ++made;
    }
    return {out.data(), 4 * count};
}
constexpr auto const& table_of_none = extension_set<extension_context::client_hello>::table;
constexpr walk_result walk_alike(std::uint32_t count) {
    std::array<std::uint8_t, 400> out{};
    byte_view const block = build_alike(out, count);
    return walk(block.data(), block.size(), table_of_none, nullptr);
}
/// One pass looks back so often and no oftener: that is why a hello of 64 KB costs no square of its size.
constexpr bool looks_back_a_limited_number_of_times() {
    bool accepted = true;
    for (std::uint32_t const count : {33U, 34U, 100U}) {
        accepted = accepted && !walk_alike(count).verdict();
    }
    // Nothing is before the first type.
    return accepted && walk_alike(33).is_final() && !walk_alike(34).is_final() && !walk_alike(100).is_final();
}
/// After that, of the first duplicate and another error the one that stands first counts.
constexpr bool finds_what_a_pass_left_out() {
    std::array<std::uint8_t, 400> out{};
    byte_view const block = build_alike(out, 100);
    auto const read = [&](std::uint32_t size) { return read_block(block.data(), size, table_of_none, nullptr); };
    bool right = !read(400);
    store<2>(&out[4 * 90], load<2>(&out[4 * 50]));
    right = right && read(400) == error{errc::duplicate_extension, 4 * 90} && !read(4 * 90);
    store<2>(&out[4 * 95], 41); // pre_shared_key
    right = right && read(400) == error{errc::duplicate_extension, 4 * 90};
    store<2>(&out[4 * 80], 41);
    right = right && read(400) == error{errc::pre_shared_key_not_last, 4 * 80};
    store<2>(&out[4 * 70 + 2], 0xffff);
    return right && read(400) == error{errc::truncated, 4 * 70 + 2} &&
           read(4 * 70 + 1) == error{errc::truncated, 4 * 70};
}
static_assert(looks_back_a_limited_number_of_times()); // the other has more steps than clang takes by default

// Neighbours, types of one low byte, a GREASE-like distance, and a stride that meets every bit
constexpr many families[] = {{0x1000, 1, 0}, {0x0080, 0x0100, 0}, {0x0a0a, 0x1010, 0}, {0x2001, 0x1f35, 0}};
std::uint8_t room[2 + 4 * most];

template <class Block> void check_few(std::uint32_t count) {
    for (many family : families) {
        family.count = count;
        CAPTURE(family.start);
        if (family.stride == 0x1010 && count > 16) continue; // comes round after 16
        CHECK(all_pairs<Block>(family, room));
    }
}
template <class Block> void check_many(std::uint32_t count) {
    for (many family : families) {
        family.count = count;
        CAPTURE(family.start);
        if (family.stride % 16 == 0 && count > (family.stride == 0x1010 ? 16 : 256)) continue;
        CHECK(some_pairs<Block>(family, room));
    }
}

} // namespace

TEST_CASE("a type that stands twice is refused at its second place") {
    CHECK(at_run_time(fewest<raw>));
    CHECK(at_run_time(fewest<typed>));
}

TEST_CASE("pre_shared_key stands last, whether it is asked for or not (RFC 8446 4.2.11)") {
    CHECK(at_run_time(the_key_is_last));
}

TEST_CASE("up to 33 unknown types are accepted, and each repetition of each is found") {
    for (std::uint32_t const count : {1U, 2U, 16U, 31U, 32U, 33U}) {
        CAPTURE(count);
        check_few<raw>(count);
    }
    check_few<typed>(33);
}

TEST_CASE("64, 200 and 1000 unknown types are accepted, and a repetition is found wherever it stands") {
    for (std::uint32_t const count : {64U, 200U, 1000U}) {
        CAPTURE(count);
        check_many<raw>(count);
        check_many<typed>(count);
    }
}

TEST_CASE("one pass looks back 32 times at most, and then the block is searched as a whole") {
    CHECK(at_run_time(looks_back_a_limited_number_of_times));
}

TEST_CASE("a duplicate that a pass leaves out is found, unless another error stands before it") {
    CHECK(at_run_time(finds_what_a_pass_left_out));
}
