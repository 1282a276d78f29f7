// Expensive hellos: blocks full of empty extensions, distinct or repeated; and values at the bounds of 2^16 and 2^24.
#include "support/test.hpp"

#include <memory>
#include <vector>

#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/new_session_ticket.hpp"

namespace {

using namespace flintls;

using typed_hello = client_hello_with<extension_list<server_name, extended_master_secret, session_ticket>>;

constexpr std::uint32_t head = 2 + 32 + 1 + 2 + 2 + 1 + 1 + 2;

void put16(std::vector<std::uint8_t>& out, std::uint32_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8U));
    out.push_back(static_cast<std::uint8_t>(value));
}

/// A hello with empty extensions of these types.
std::vector<std::uint8_t> hello_of(std::vector<std::uint16_t> const& types) {
    std::vector<std::uint8_t> out{3, 3};
    out.resize(34, 0x77);
    out.insert(out.end(), {0, 0, 2, 0x13, 1, 1, 0});
    put16(out, static_cast<std::uint32_t>(types.size() * 4));
    for (std::uint16_t const type : types) {
        put16(out, type);
        put16(out, 0);
    }
    return out;
}

/// `count` types that no parser knows, `stride` apart modulo 2^16; the stride is odd.
std::vector<std::uint16_t> distinct(std::uint32_t count, std::uint32_t stride) {
    std::vector<std::uint16_t> types;
    for (std::uint32_t i = 0; types.size() < count; ++i) {
        auto const type = static_cast<std::uint16_t>(0x1000 + i * stride);
        bool const known = type < 64 || type == 0xff01;
        if (!known) types.push_back(type);
    }
    return types;
}

template <class Hello> error outcome(std::vector<std::uint8_t> const& bytes) {
    auto const exact = std::make_unique<std::uint8_t[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), exact.get());
    Hello m{};
    error const e = parse(byte_view{exact.get(), static_cast<std::uint32_t>(bytes.size())}, m);
    REQUIRE(m.extensions.present() == !e);
    return e;
}

void check_hostile(std::uint32_t count) {
    for (std::uint32_t const stride : {1U, 257U, 4097U, 0x9e37U | 1U}) {
        CAPTURE(stride);
        auto types = distinct(count, stride);
        CHECK(outcome<client_hello>(hello_of(types)) == error{});
        CHECK(outcome<typed_hello>(hello_of(types)) == error{});
        for (std::uint32_t const first : {0U, count / 2, count - 2}) {
            auto const kept = types.back();
            types.back() = types[first];
            error const expected{errc::duplicate_extension, head + 4 * (count - 1)};
            CHECK(outcome<client_hello>(hello_of(types)) == expected);
            CHECK(outcome<typed_hello>(hello_of(types)) == expected);
            types.back() = kept;
        }
        // Two repetitions: the first in the message counts, even if the other has the lower type.
        auto two = types;
        two[count - 1] = two[0];
        two[count - 2] = two[1];
        CHECK(outcome<client_hello>(hello_of(two)) == error{errc::duplicate_extension, head + 4 * (count - 2)});
    }
}

} // namespace

TEST_CASE("a hello of 4 KB of empty extensions is accepted, and a late duplicate is found") { check_hostile(1000); }

TEST_CASE("a hello of 64 KB of empty extensions is accepted, and a late duplicate is found") { check_hostile(16'383); }

TEST_CASE("many extensions do not hide what stands between them") {
    auto types = distinct(500, 257);
    types[400] = 41;
    CHECK(outcome<client_hello>(hello_of(types)) == error{errc::pre_shared_key_not_last, head + 1600});
    types[400] = 48; // oid_filters: refused only by a selection that knows its message
    CHECK(outcome<client_hello>(hello_of(types)) == error{});
    CHECK(outcome<typed_hello>(hello_of(types)) == error{errc::misplaced_extension, head + 1600});
    types[400] = 23;
    types[450] = 23;
    CHECK(outcome<typed_hello>(hello_of(types)) == error{errc::duplicate_extension, head + 1800});
    auto bytes = hello_of(distinct(500, 257));
    bytes[head + 4 * 499 + 3] = 1;
    CHECK(outcome<client_hello>(bytes) == error{errc::truncated, head + 4 * 499 + 2});
    CHECK(outcome<typed_hello>(bytes) == error{errc::truncated, head + 4 * 499 + 2});
}

TEST_CASE("a ticket of 65,535 bytes goes both ways") {
    std::vector<std::uint8_t> wire{4, 1, 0, 5, 0, 0, 0, 1, 0xff, 0xff};
    wire.resize(10 + 0xffff, 0x5c);
    handshake<new_session_ticket> m{};
    REQUIRE_FALSE(parse(byte_view{wire}, m));
    CHECK(m.body.ticket.size() == 0xffff);
    std::vector<std::uint8_t> out(wire.size());
    auto const written = serialize(m, out);
    REQUIRE(written);
    CHECK(out == wire);
    out.pop_back();
    CHECK(serialize(m, out).error() == error{errc::no_room, 8});
}

TEST_CASE("a list of 65,534 bytes goes both ways, and one of 65,535 is odd") {
    std::vector<std::uint8_t> wire{0xff, 0xfe};
    wire.resize(2 + 0xfffe, 0x04);
    signature_algorithms m{};
    REQUIRE_FALSE(parse(byte_view{wire}, m));
    std::vector<std::uint8_t> out(wire.size());
    REQUIRE(serialize(m, out));
    CHECK(out == wire);
    wire[1] = 0xff;
    wire.push_back(0x04);
    CHECK(parse(byte_view{wire}, m) == error{errc::bad_length, 0});
    std::vector<signature_scheme> const too_many(0x8000);
    std::vector<std::uint8_t> room(0x2'0000);
    CHECK(serialize(signature_algorithms{too_many}, room).error() == error{errc::not_representable, 0});
}

TEST_CASE("offsets beyond 2^24 are held at the largest") {
    std::vector<std::uint8_t> wire(4 + 0xff'ffff + 1);
    wire[0] = 20;
    wire[1] = wire[2] = wire[3] = 0xff;
    handshake<finished> m{};
    CHECK(parse(byte_view{wire}, m) == error{errc::trailing, 0xff'ffff});
    wire.pop_back();
    REQUIRE_FALSE(parse(byte_view{wire}, m));
    CHECK(m.body.verify_data.size() == 0xff'ffff);
}
