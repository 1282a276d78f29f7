// A truncated element at the end of a block, in an allocation of exactly the block's size: a reader that reads before
// it checks touches the next byte, which a sanitizer detects.
#include "support/test.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "support/codec.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"

namespace {

using namespace flintls;
using namespace test::literals;
using bytes = std::vector<std::uint8_t>;

/// A block of all extensions with lists, in one message or another.
template <extension_context Where> struct block {
    selection<Where, server_name, supported_groups, ec_point_formats, signature_algorithms,
              application_layer_protocol_negotiation, signed_certificate_timestamp, status_request, supported_versions,
              key_share, psk_key_exchange_modes, pre_shared_key, cookie, renegotiation_info>
        extensions;
    using wire = fields<field<&block::extensions, extension_block<Where>>>;
};
using in_client_hello = block<extension_context::client_hello>;
using in_server_hello = block<extension_context::server_hello>;

bytes big_endian(unsigned width, std::size_t value) {
    bytes made;
    while (width-- > 0) made.push_back(static_cast<std::uint8_t>(value >> 8U * width));
    return made;
}
bytes join(bytes first, bytes const& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// True if the body is refused as the last one of a block with right lengths.
template <class Block> bool refused(extension_type type, bytes const& body) {
    bytes const extension = join(join(big_endian(2, static_cast<unsigned>(type)), big_endian(2, body.size())), body);
    bytes const whole = join(big_endian(2, extension.size()), extension);
    auto const exact = std::make_unique<std::uint8_t[]>(whole.size());
    std::copy(whole.begin(), whole.end(), exact.get());
    Block m{};
    error const e = parse(byte_view{exact.get(), static_cast<std::uint32_t>(whole.size())}, m);
    REQUIRE(e.offset() <= whole.size());
    REQUIRE(m.extensions.present() == !e);
    return static_cast<bool>(e);
}

/// A list of one extension: the width of its length, the bytes before it, and its element.
struct list {
    extension_type type;
    bytes before;
    unsigned width;
    bytes element;
};
template <std::size_t N> bytes of(test::bytes<N> const& from) { return {from.begin(), from.end()}; }

/// One, two and three elements are valid; a part of an element after them is not, with the length of the list adjusted
/// or unchanged.
template <class Block> void check_cuts(list const& l) {
    bytes elements;
    for (unsigned count = 1; count <= 3; ++count) {
        CAPTURE(count);
        elements = join(elements, l.element);
        CHECK_FALSE(refused<Block>(l.type, join(l.before, join(big_endian(l.width, elements.size()), elements))));
        for (std::size_t part = 1; part < l.element.size(); ++part) {
            CAPTURE(part);
            auto const end = l.element.begin() + static_cast<std::ptrdiff_t>(part);
            bytes const cut = join(elements, bytes(l.element.begin(), end));
            CHECK(refused<Block>(l.type, join(l.before, join(big_endian(l.width, cut.size()), cut))));
            std::size_t const whole = elements.size() + l.element.size();
            CHECK(refused<Block>(l.type, join(l.before, join(big_endian(l.width, whole), cut))));
        }
    }
    // And a length is not read if it is incomplete.
    for (unsigned part = 0; part < l.width; ++part) {
        CHECK(refused<Block>(l.type, join(l.before, big_endian(part, 0))));
    }
}

} // namespace

TEST_CASE("the last element of a ClientHello's last list may be cut anywhere, and nothing behind it is read") {
    using enum extension_type;
    check_cuts<in_client_hello>({supported_groups, {}, 2, of("001d"_hex)});
    check_cuts<in_client_hello>({signature_algorithms, {}, 2, of("0403"_hex)});
    check_cuts<in_client_hello>({supported_versions, {}, 1, of("0303"_hex)});
    check_cuts<in_client_hello>({ec_point_formats, {}, 1, of("00"_hex)});
    check_cuts<in_client_hello>({psk_key_exchange_modes, {}, 1, of("01"_hex)});
    check_cuts<in_client_hello>({application_layer_protocol_negotiation, {}, 2, of("04 6d717474"_hex)});
    check_cuts<in_client_hello>({application_layer_protocol_negotiation, {}, 2, of("01 61"_hex)});
    check_cuts<in_client_hello>({key_share, {}, 2, of("001d 0004 e0e1e2e3"_hex)});
    check_cuts<in_client_hello>({key_share, {}, 2, of("001d 0001 e0"_hex)});
    check_cuts<in_client_hello>({pre_shared_key, of("0007 0001 e0 00000000"_hex), 2,
                                 of("20 b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex)});
}
TEST_CASE("a server_name, whose list has one name, may be cut anywhere (RFC 6066 3)") {
    bytes const whole = of("0006 00 0003 612e62"_hex);
    CHECK_FALSE(refused<in_client_hello>(extension_type::server_name, whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        auto const end = whole.begin() + static_cast<std::ptrdiff_t>(size);
        CHECK(refused<in_client_hello>(extension_type::server_name, bytes(whole.begin(), end)));
        if (size > 2) {
            bytes const list{whole.begin() + 2, end};
            CHECK(refused<in_client_hello>(extension_type::server_name, join(big_endian(2, list.size()), list)));
        }
    }
}
TEST_CASE("identities of pre_shared_key at the end of everything may be cut anywhere (RFC 8446 4.2.11)") {
    bytes const identity = of("0001 e0 00000000"_hex);
    for (std::size_t part = 0; part <= identity.size(); ++part) {
        CAPTURE(part);
        bytes const list = join(identity, {identity.begin(), identity.begin() + static_cast<std::ptrdiff_t>(part)});
        CHECK(refused<in_client_hello>(extension_type::pre_shared_key, join(big_endian(2, list.size()), list)));
    }
}
TEST_CASE("status_request of ocsp may be cut anywhere (RFC 6066 8)") {
    bytes const whole = of("01 0003 0001 e0 0002 e1e2"_hex);
    CHECK_FALSE(refused<in_client_hello>(extension_type::status_request, whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        auto const end = whole.begin() + static_cast<std::ptrdiff_t>(size);
        CHECK(refused<in_client_hello>(extension_type::status_request, bytes(whole.begin(), end)));
    }
}
TEST_CASE("what a ServerHello has last may be cut anywhere") {
    using enum extension_type;
    check_cuts<in_server_hello>({signed_certificate_timestamp, {}, 2, of("0002 6162"_hex)});
    check_cuts<in_server_hello>({ec_point_formats, {}, 1, of("00"_hex)});
    bytes const share = of("001d 0004 e0e1e2e3"_hex);
    for (std::size_t size = 0; size < share.size(); ++size) {
        CAPTURE(size);
        auto const end = share.begin() + static_cast<std::ptrdiff_t>(size);
        CHECK(refused<in_server_hello>(key_share, bytes(share.begin(), end)));
    }
    bytes const info = of("04 a0a1a2a3"_hex);
    CHECK_FALSE(refused<in_server_hello>(renegotiation_info, info));
    for (std::size_t size = 0; size < info.size(); ++size) {
        auto const end = info.begin() + static_cast<std::ptrdiff_t>(size);
        CHECK(refused<in_server_hello>(renegotiation_info, bytes(info.begin(), end)));
    }
}
TEST_CASE("a header that is cut short at the end of a block is refused, whatever stands before it") {
    for (unsigned count = 0; count < 40; ++count) { // few, and so many that the block is searched as a whole
        for (unsigned part = 1; part < 4; ++part) {
            CAPTURE(count);
            CAPTURE(part);
            bytes extensions;
            for (unsigned i = 0; i < count; ++i)
                extensions = join(extensions, join(big_endian(2, 0x4000 + i), big_endian(2, 0)));
            extensions = join(extensions, bytes(part, 0x44));
            bytes const whole = join(big_endian(2, extensions.size()), extensions);
            auto const exact = std::make_unique<std::uint8_t[]>(whole.size());
            std::copy(whole.begin(), whole.end(), exact.get());
            byte_view const view{exact.get(), static_cast<std::uint32_t>(whole.size())};
            in_client_hello m{};
            CHECK(parse(view, m) == error{errc::truncated, 2 + 4 * count});
        }
    }
}
