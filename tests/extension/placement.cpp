// Which extension may stand where: written down here a second time, from RFC 8446 4.2 and from each extension's own RFC.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/block.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/extension/renegotiation_info.hpp"

namespace {

using namespace flintls;
using namespace test;
using enum extension_context;

enum place : unsigned { CH = 1, SH12 = 2, SH = 4, HRR = 8, EE = 16, CT = 32, CR = 64, NST = 128 };
struct row {
    std::uint16_t type;
    unsigned places;
};
/// CH, SH, EE, CT, CR, NST and HRR as in RFC 8446 4.2
constexpr row table[] = {
    {0, CH | EE | SH12},       // server_name; RFC 6066 3: "the server SHALL include an extension" in its hello
    {1, CH | EE | SH12},       // max_fragment_length; RFC 6066 4
    {5, CH | CR | CT | SH12},  // status_request; RFC 6066 8
    {10, CH | EE},             // supported_groups; RFC 8422 5.1: in the ClientHello
    {11, CH | SH12},           // ec_point_formats; RFC 8422 5.1.2, 5.2
    {13, CH | CR},             // signature_algorithms; RFC 5246 7.4.1.4.1: servers MUST NOT send it
    {14, CH | EE | SH12},      // use_srtp; RFC 5764 4.1.1
    {15, CH | EE | SH12},      // heartbeat; RFC 6520 2
    {16, CH | EE | SH12},      // ALPN; RFC 7301 3.1
    {17, CH | SH12},           // status_request_v2; RFC 6961 2.2
    {18, CH | CR | CT | SH12}, // signed_certificate_timestamp; RFC 6962 3.3.1
    {19, CH | EE | SH12},      // client_certificate_type; RFC 7250 3
    {20, CH | EE | SH12},      // server_certificate_type; RFC 7250 3
    {21, CH},                  // padding; RFC 7685 3: servers MUST NOT send it
    {22, CH | SH12},           // encrypt_then_mac; RFC 7366 2
    {23, CH | SH12},           // extended_master_secret; RFC 7627 5.1
    {28, CH | EE | SH12},      // record_size_limit; RFC 8449 4
    {35, CH | SH12},           // SessionTicket; RFC 5077 3.2
    {41, CH | SH},             // pre_shared_key
    {42, CH | EE | NST},       // early_data
    {43, CH | SH | HRR},       // supported_versions
    {44, CH | HRR},            // cookie
    {45, CH},                  // psk_key_exchange_modes
    {47, CH | CR},             // certificate_authorities
    {48, CR},                  // oid_filters
    {49, CH},                  // post_handshake_auth
    {50, CH | CR},             // signature_algorithms_cert
    {51, CH | SH | HRR},       // key_share
    {0xff01, CH | SH12},       // renegotiation_info; RFC 5746 3.4, 3.6
};

struct column {
    extension_context where;
    protocol_version version;
    unsigned place;
};
constexpr auto tls12 = protocol_version::tls_1_2;
constexpr auto tls13 = protocol_version::tls_1_3;
constexpr column columns[] = {
    {client_hello, tls12, CH}, {client_hello, tls13, CH},         {server_hello, tls12, SH12},
    {server_hello, tls13, SH}, {hello_retry_request, tls13, HRR}, {encrypted_extensions, tls13, EE},
    {certificate, tls13, CT},  {certificate_request, tls13, CR},  {new_session_ticket, tls13, NST},
};

constexpr bool as_in_the_table(row const& r) {
    for (column const& c : columns) {
        if (may_stand_in(extension_type{r.type}, c.where, c.version) != ((r.places & c.place) != 0)) return false;
    }
    return true;
}
constexpr bool all_as_in_the_table() {
    for (row const& r : table) {
        if (!as_in_the_table(r)) return false;
    }
    return true;
}
static_assert(all_as_in_the_table());

constexpr bool listed(std::uint32_t type) {
    for (row const& r : table) {
        if (r.type == type) return true;
    }
    return false;
}

/// The table of this test has the types that the library places, and no others.
constexpr bool has_a_row_for_each_type() {
    for (extension_placement const& known : extension_placements) {
        if (!listed(static_cast<std::uint32_t>(known.type))) return false;
    }
    return std::size(table) == extension_placements.size();
}
static_assert(has_a_row_for_each_type());

template <extension_context Where> struct holder {
    selection<Where, renegotiation_info> extensions;
    using wire = fields<field<&holder::extensions, extension_block<Where>>>;
};
template <extension_context Where> struct peek {
    extension_view extensions;
    using wire = fields<field<&peek::extensions, extension_block<Where>>>;
};

/// An unknown extension, one of this type, and another unknown one
constexpr auto with(std::uint16_t type) {
    auto wire = "000c 4444 0000 0000 0000 5555 0000"_hex;
    wire[6] = static_cast<std::uint8_t>(type >> 8U);
    wire[7] = static_cast<std::uint8_t>(type);
    return wire;
}
template <class Block> constexpr error outcome(std::uint16_t type) {
    auto const wire = with(type);
    Block m{};
    return parse(byte_view{wire}, m);
}

/// What a selection makes of each type: placed in any version, or refused at its own type.
template <extension_context Where> constexpr bool applied(unsigned places) {
    for (row const& r : table) {
        error expected = (r.places & places) != 0 ? error{} : error{errc::misplaced_extension, 6};
        // A HelloRetryRequest may have a cookie, and a ServerHello is one until its random was looked at.
        if (Where == server_hello && r.type == 44) expected = {};
        if (Where == client_hello && r.type == 41) expected = error{errc::pre_shared_key_not_last, 6};
        if (r.type != 0xff01 && outcome<holder<Where>>(r.type) != expected) return false;
    }
    return !outcome<holder<Where>>(0x0a0a) && !outcome<holder<Where>>(0xfe0d) && !outcome<holder<Where>>(27);
}
/// Without a list of its own a reader only peeks.
template <extension_context Where> constexpr bool ignored() {
    for (row const& r : table) {
        error const expected =
            Where == client_hello && r.type == 41 ? error{errc::pre_shared_key_not_last, 6} : error{};
        if (outcome<peek<Where>>(r.type) != expected) return false;
    }
    return true;
}
static_assert(applied<server_hello>(SH | SH12) && ignored<server_hello>());

} // namespace

TEST_CASE("every extension may stand where its RFC says, in TLS 1.2 and in TLS 1.3") {
    for (row const& r : table) {
        CAPTURE(r.type);
        CHECK(as_in_the_table(r));
    }
}

TEST_CASE("a type that no RFC of this library knows may stand anywhere") {
    for (std::uint32_t type = 0; type < 0x1'0000; ++type) {
        if (listed(type)) continue;
        for (column const& c : columns) {
            if (!may_stand_in(extension_type{static_cast<std::uint16_t>(type)}, c.where, c.version)) {
                CAPTURE(type);
                CHECK(false);
            }
        }
    }
}

TEST_CASE("a selection refuses what may stand in its message in no version, at the type") {
    CHECK(applied<client_hello>(CH));
    CHECK(applied<server_hello>(SH | SH12));
    CHECK(applied<hello_retry_request>(HRR));
    CHECK(applied<encrypted_extensions>(EE));
    CHECK(applied<certificate>(CT));
    CHECK(applied<certificate_request>(CR));
    CHECK(applied<new_session_ticket>(NST));
}

TEST_CASE("peeking applies no placement, and the order of pre_shared_key to a ClientHello alone") {
    CHECK(ignored<client_hello>());
    CHECK(ignored<server_hello>());
    CHECK(ignored<hello_retry_request>());
    CHECK(ignored<encrypted_extensions>());
    CHECK(ignored<new_session_ticket>());
}
