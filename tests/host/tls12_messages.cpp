// The messages of a TLS 1.2 handshake: every byte of real messages changed to every other value, and values at the
// bounds of 2^16 and 2^24.
#include "crypto/certificates.hpp"
#include "message/tls12_flights.hpp"
#include "support/test.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_key_exchange.hpp"

namespace {

using namespace flintls;

/// A heap block that ends with its bytes.
struct block {
    explicit block(byte_view from) : bytes{std::make_unique<std::uint8_t[]>(from.size())}, size{from.size()} {
        std::copy(from.begin(), from.end(), bytes.get());
    }
    [[nodiscard]] byte_view view() const { return {bytes.get(), size}; }

    std::unique_ptr<std::uint8_t[]> bytes;
    std::uint32_t size;
};

struct counts {
    std::uint32_t accepted = 0;
    std::uint32_t refused = 0;
};

template <class M> counts change_every_byte(byte_view message) {
    counts all;
    block const changed{message};
    block const out{message};
    for (std::uint32_t at = 0; at < message.size(); ++at) {
        for (unsigned value = 0; value < 256; ++value) {
            changed.bytes[at] = static_cast<std::uint8_t>(value);
            handshake<M> m{};
            if (error const e = parse(changed.view(), m)) {
                ++all.refused;
                REQUIRE(e.offset() <= message.size());
                REQUIRE(e.what() < errc::no_room);
                continue;
            }
            ++all.accepted;
            auto const written = serialize(m, std::span{out.bytes.get(), out.size});
            REQUIRE(written);
            REQUIRE(*written == changed.view());
        }
        changed.bytes[at] = message[at];
    }
    return all;
}

/// \param fixed bytes that can have no other value, such as type and lengths
/// \param free bytes that are not checked
/// \param readings wrong lengths that are valid all the same
template <class M> void check(byte_view message, std::uint32_t fixed, std::uint32_t free, std::uint32_t readings = 0) {
    CAPTURE(message.size());
    counts const all = change_every_byte<M>(message);
    CHECK(free + fixed == message.size());
    CHECK(all.accepted == 256 * free + fixed + readings);
    CHECK(all.refused == 255 * fixed - readings);
}

} // namespace

TEST_CASE("every changed byte of a TLS 1.2 message leaves one that goes both ways, or an error inside it") {
    using namespace tls12_flights;
    check<certificate>(ecdsa_certificate, 4 + 3 + 3, 422);
    check<server_key_exchange_ecdhe>(ecdsa_server_key_exchange, 4 + 1 + 1 + 2, 2 + 65 + 2 + 72);
    check<server_key_exchange_psk>(psk_server_key_exchange, 4 + 2, 7);
    check<server_key_exchange_ecdhe_psk>(ecdhe_psk_server_key_exchange, 4 + 2 + 1 + 1, 7 + 2 + 32);
    check<client_key_exchange_ecdhe>(ecdsa_client_key_exchange, 4 + 1, 65);
    check<client_key_exchange_psk>(psk_client_key_exchange, 4 + 2, 9);
    // The eighth byte from the end of the point is 08: the identity could reach up to that byte.
    check<client_key_exchange_ecdhe_psk>(ecdhe_psk_client_key_exchange, 4 + 2 + 1, 9 + 32, 1);
    check<certificate_request>(ecdsa_certificate_request, 4 + 1 + 2 + 2 + 2, 3 + 40 + 27);
    check<certificate_verify>(ecdsa_certificate_verify, 4 + 2, 2 + 72);
}

TEST_CASE("a chain of 16,777,215 bytes goes both ways") {
    // A list of 2^24-4 bytes is the most that a message of 2^24-1 holds; its certificates are one byte and the rest.
    std::vector<std::uint8_t> wire{0x0b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc, 0, 0, 1, 0xa1, 0xff, 0xff, 0xf5};
    wire.resize(4 + 0xff'ffff, 0x5c);
    handshake<certificate> m{};
    REQUIRE_FALSE(parse(byte_view{wire}, m));
    std::vector<std::uint32_t> sizes;
    for (byte_view const each : m.body.certificate_list) sizes.push_back(each.size());
    CHECK(sizes == std::vector<std::uint32_t>{1, 0xff'fff5});
    std::vector<std::uint8_t> out(wire.size());
    REQUIRE(serialize(m, out));
    CHECK(out == wire);
    wire[13] = 0xf6; // one byte more than there is
    CHECK(parse(byte_view{wire}, m) == error{errc::truncated, 11});
    CHECK(m.body.certificate_list.empty());
}

TEST_CASE("a message whose list fits and whose header cannot say its length is not written") {
    std::vector<std::uint8_t> const large(0xff'fffb, 0x5c);
    byte_view const chain[] = {byte_view{large}};
    certificate body;
    body.certificate_list = chain;
    std::vector<std::uint8_t> out(0x100'0010);
    auto const on_its_own = serialize(body, out);
    REQUIRE(on_its_own);
    CHECK(on_its_own->size() == 3 + 3 + 0xff'fffb);
    CHECK(serialize(handshake{body}, out).error() == error{errc::not_representable, 1});
}

TEST_CASE("the key of a certificate with extensions of 16 MB is found") {
    // The smallest certificate, with extensions that make it as long as TLS can encode (RFC 5246 7.4.2).
    std::vector<std::uint8_t> wire{0x30, 0x83, 0xff, 0xff, 0xfa, 0x30, 0x83, 0xff, 0xff, 0xf0, 2,    1,
                                   1,    0x30, 0,    0x30, 0,    0x30, 0,    0x30, 0,    0x30, 8,    0x30,
                                   3,    6,    1,    0x2a, 3,    1,    0,    0xa3, 0x83, 0xff, 0xff, 0xd6};
    constexpr std::uint32_t key = 21;
    wire.resize(10 + 0xff'fff0);
    wire.insert(wire.end(), {0x30, 0, 3, 1, 0});
    REQUIRE(wire.size() == 0xff'ffff);
    block const exact{byte_view{wire}};
    certificate_key found;
    REQUIRE_FALSE(find_public_key(exact.view(), found));
    CHECK(found.subject_public_key_info.data() == exact.bytes.get() + key);
    CHECK(found.subject_public_key_info.size() == 10);
    exact.bytes[36 - 1] = 0xd7; // extensions that exceed it by one byte
    CHECK(find_public_key(exact.view(), found) == error{errc::truncated, 32});
}

TEST_CASE("every prefix of a certificate in a block of its size is refused without a look behind it") {
    byte_view const whole{certificates::rsa2048};
    for (std::uint32_t size = 0; size < whole.size(); ++size) {
        block const cut{{whole.data(), size}};
        certificate_key found;
        REQUIRE(find_public_key(cut.view(), found) == error{errc::truncated, size == 0 ? 0U : 1U});
    }
}

TEST_CASE("any byte of a certificate changed, and any two behind one another") {
    block const changed{byte_view{certificates::p256}};
    std::uint32_t found_ones = 0;
    for (std::uint32_t at = 0; at + 1 < changed.size; ++at) {
        std::uint8_t const before[] = {changed.bytes[at], changed.bytes[at + 1]};
        for (unsigned value = 0; value < 0x1'0000; value += at % 16 == 0 ? 1 : 251) {
            changed.bytes[at] = static_cast<std::uint8_t>(value >> 8U);
            changed.bytes[at + 1] = static_cast<std::uint8_t>(value);
            certificate_key found;
            error const e = find_public_key(changed.view(), found);
            REQUIRE(e.offset() <= changed.size);
            if (!e) {
                ++found_ones;
                byte_view const info = found.subject_public_key_info;
                REQUIRE(info.begin() >= changed.bytes.get());
                REQUIRE(info.end() <= changed.view().end());
                REQUIRE((found.key.kind == public_key_view::algorithm::none || found.key.key.end() == info.end()));
            } else {
                REQUIRE(found.subject_public_key_info.data() == nullptr);
            }
        }
        changed.bytes[at] = before[0];
        changed.bytes[at + 1] = before[1];
    }
    CHECK(found_ones > 0);
}
