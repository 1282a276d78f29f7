// The bytes of a ticket under its seal: both ways to write them agree with the declaration.
#include "flintls/ticket/text.hpp"

#include <array>
#include <cstdint>

#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;

constexpr session sample() {
    session s{0x01020304, 0x05060708, protocol_version::tls_1_2, static_cast<cipher_suite>(0xc02b), true, 4, {}, {},
              {},         {}};
    s.peer.kind = identity_kind::psk_identity_sha256;
    s.own.kind = identity_kind::spki_sha256;
    std::uint8_t next = 0x11;
    for (std::uint8_t& b : s.peer.digest) b = next++;
    for (std::uint8_t& b : s.own.digest) b = next++;
    for (std::uint8_t& b : s.master_secret) b = next++;
    for (std::uint8_t& b : s.server_name) b = next++;
    return s;
}
using bytes = std::array<std::uint8_t, ticket_text_size>;

constexpr bytes expected = [] {
    bytes all{0xa1, 0xa2, 0xa3, 0xa4, 1, 2, 3, 4, 5, 6, 7, 8, 3, 3, 0xc0, 0x2b, 1, 4};
    std::size_t at = 18;
    std::uint8_t next = 0x11;
    for (std::uint8_t const kind : {std::uint8_t{2}, std::uint8_t{1}}) {
        all[at++] = kind;
        for (unsigned i = 0; i < 32; ++i) all[at++] = next++;
    }
    for (unsigned i = 0; i < 64; ++i) all[at++] = next++;
    return all;
}();

constexpr bool declared_bytes() {
    bytes written{};
    sink out{written.data(), written.data() + written.size()};
    ticket_text const text{0xa1a2a3a4, sample()};
    ticket_text back;
    cursor c{expected.data(), expected.data() + expected.size()};
    return ticket_text::wire::write(out, text) == errc::ok && written == expected &&
           ticket_text::wire::read(c, back) == errc::ok && c.left() == 0 && back.issued_at == 0xa1a2a3a4 &&
           back.state == sample();
}
static_assert(declared_bytes());

} // namespace

TEST_CASE("a ticket's text has the bytes of its declaration") {
    CHECK(test::at_run_time(declared_bytes));
    for (unsigned at = 0; at < 4; ++at) {
        alignas(4) std::array<std::uint8_t, ticket_text_size + 4> room{};
        write_ticket_text(room.data() + at, 0xa1a2a3a4, sample());
        CHECK(byte_view{room.data() + at, ticket_text_size} == byte_view{expected});
    }
}
TEST_CASE("a ticket's text is read where it stands, from any address") {
    for (unsigned at = 0; at < 4; ++at) {
        alignas(4) std::array<std::uint8_t, ticket_text_size + 16 + 4> from{};
        copy(from.data() + at, expected.data(), ticket_text_size);
        from[at + ticket_text_size] = 7;
        from[at + ticket_text_size + 15] = 9;
        opened_ticket<16> opened;
        copy_ticket_text<16>(opened.bytes(), from.data() + at);
        read_ticket_text(opened.text);
        CHECK(opened.text.issued_at == 0xa1a2a3a4);
        CHECK(opened.text.state == sample());
        CHECK(opened.tail[0] == 7);
        CHECK(opened.tail[15] == 9);
    }
}
TEST_CASE("any byte but zero is true in a ticket's text, as in its declaration") {
    opened_ticket<0> opened;
    copy(opened.bytes(), expected.data(), ticket_text_size);
    opened.bytes()[16] = 0x80;
    read_ticket_text(opened.text);
    CHECK(opened.text.state == sample());
    CHECK(opened.bytes()[16] == 1);
}
