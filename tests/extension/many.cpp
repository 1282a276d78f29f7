// A list of more than sixteen typed extensions: each is found where it stands, and only there.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/padding.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"

namespace {

using namespace flintls;
using namespace test;

/// Eighteen, so that the last two are beyond the first word of sixteen bits.
struct block {
    selection<extension_context::client_hello, server_name, max_fragment_length, status_request, supported_groups,
              ec_point_formats, signature_algorithms, application_layer_protocol_negotiation, padding, encrypt_then_mac,
              extended_master_secret, record_size_limit, session_ticket, supported_versions, cookie,
              psk_key_exchange_modes, signature_algorithms_cert, key_share, renegotiation_info>
        extensions;
    using wire = fields<field<&block::extensions, extension_block<extension_context::client_hello>>>;
};

/// Which are there: one bit each, the first of the list lowest.
constexpr std::uint32_t present(block const& m) {
    std::uint32_t bits = 0;
    auto const& e = m.extensions;
    bool const all[] = {e.has<server_name>(),
                        e.has<max_fragment_length>(),
                        e.has<status_request>(),
                        e.has<supported_groups>(),
                        e.has<ec_point_formats>(),
                        e.has<signature_algorithms>(),
                        e.has<application_layer_protocol_negotiation>(),
                        e.has<padding>(),
                        e.has<encrypt_then_mac>(),
                        e.has<extended_master_secret>(),
                        e.has<record_size_limit>(),
                        e.has<session_ticket>(),
                        e.has<supported_versions>(),
                        e.has<cookie>(),
                        e.has<psk_key_exchange_modes>(),
                        e.has<signature_algorithms_cert>(),
                        e.has<key_share>(),
                        e.has<renegotiation_info>()};
    for (std::uint32_t i = 0; i < 18; ++i) {
        bits |= all[i] ? std::uint32_t{1} << i : 0;
    }
    return bits;
}
template <std::size_t N> constexpr bool shows(bytes<N> const& wire, std::uint32_t bits) {
    block m{};
    return !parse(wire, m) && present(m) == bits && writes(m, wire);
}

constexpr bool one_by_one() {
    return shows("0004 0016 0000"_hex, 0x100) &&            // encrypt_then_mac
           shows("0004 0017 0000"_hex, 0x200) &&            // extended_master_secret
           shows("0006 001c 0002 4000"_hex, 0x400) &&       // record_size_limit
           shows("0005 0023 0001 a0"_hex, 0x800) &&         // session_ticket
           shows("0007 002b 0003 02 0303"_hex, 0x1000) &&   // supported_versions
           shows("0006 002d 0002 01 01"_hex, 0x4000) &&     // psk_key_exchange_modes
           shows("0008 0032 0004 0002 0403"_hex, 0x8000) && // signature_algorithms_cert, the sixteenth
           shows("0006 0033 0002 0000"_hex, 0x1'0000) &&    // key_share, the seventeenth
           shows("0005 ff01 0001 00"_hex, 0x2'0000);        // renegotiation_info, the last
}
constexpr bool together() {
    block m{};
    constexpr auto const& wire = "0028 ff01 0003 02 a0a1 0000 0006 0004 00 0001 61 0033 000b 0009 001d 0005 e0e1e2e3e4"
                                 " 0032 0004 0002 0403"_hex;
    if (parse(wire, m) || present(m) != 0x3'8001) return false;
    auto const info = m.extensions.get<renegotiation_info>();
    auto const share = m.extensions.get<key_share>();
    return info && (*info).renegotiated_connection == byte_view{"a0a1"_hex} && share &&
           (*(*share).client_shares.begin()).key_exchange == byte_view{"e0e1e2e3e4"_hex} &&
           m.extensions.body<signature_algorithms_cert>() == byte_view{"0002 0403"_hex} &&
           m.extensions.body<supported_groups>().empty() && !m.extensions.get<cookie>();
}
constexpr bool none_twice() {
    return fails<block>("000a ff01 0001 00 ff01 0001 00"_hex, errc::duplicate_extension, 7) &&
           fails<block>("000c 0033 0002 0000 0033 0002 0000"_hex, errc::duplicate_extension, 8);
}
static_assert(one_by_one() && together() && none_twice());

} // namespace

TEST_CASE("of more than sixteen typed extensions each is found, alone") { CHECK(at_run_time(one_by_one)); }
TEST_CASE("of more than sixteen typed extensions each is found, with others, and has its own body") {
    CHECK(at_run_time(together));
}
TEST_CASE("of more than sixteen typed extensions none may stand twice") { CHECK(at_run_time(none_twice)); }
