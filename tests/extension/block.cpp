// The structure of a block, and its three faces.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/extension/supported_groups.hpp"

namespace {

using namespace flintls;
using namespace test;

template <class Face, block_rule Rule = block_rule::optional> struct holder {
    Face extensions{};
    using wire = fields<field<&holder::extensions, extension_block<extension_context::client_hello, Rule>>>;
};
using raw = holder<extension_view>;
using required = holder<extension_view, block_rule::required>;
using typed = holder<selection<extension_context::client_hello, renegotiation_info, server_name, supported_groups,
                               extended_master_secret, application_layer_protocol_negotiation, status_request>>;
using none_typed = holder<selection<extension_context::client_hello>>;

template <class Block> constexpr bool absent_and_empty() {
    return round_trips<Block>(""_hex, [](auto const& m) { return !m.extensions.present(); }) &&
           round_trips<Block>("0000"_hex, [](auto const& m) { return m.extensions.present(); });
}
static_assert(absent_and_empty<raw>() && absent_and_empty<typed>() && absent_and_empty<none_typed>());

constexpr bool a_required_block_is_there() {
    return fails<required>(""_hex, errc::truncated, 0) &&
           round_trips<required>("0000"_hex, [](auto const& m) { return m.extensions.present(); }) &&
           writes(required{}, "0000"_hex);
}
static_assert(a_required_block_is_there());

/// The same for all faces: none of these types is known to `typed`, but for the structure that does not matter.
template <class Block> constexpr bool broken_structures() {
    return fails<Block>("00"_hex, errc::truncated, 0) && fails<Block>("0001"_hex, errc::truncated, 0) &&
           fails<Block>("ffff 4444 0000"_hex, errc::truncated, 0) &&
           fails<Block>("0005 4444 0000"_hex, errc::truncated, 0) && fails<Block>("0001 44"_hex, errc::truncated, 2) &&
           fails<Block>("0002 4444"_hex, errc::truncated, 2) && fails<Block>("0003 4444 00"_hex, errc::truncated, 2) &&
           fails<Block>("0004 4444 0001"_hex, errc::truncated, 4) &&
           fails<Block>("0005 4444 0002 aa"_hex, errc::truncated, 4) &&
           fails<Block>("0006 4444 ffff aabb"_hex, errc::truncated, 4) &&
           fails<Block>("0004 4444 0001 aa"_hex, errc::truncated, 4) && // not past the block, though a byte follows
           fails<Block>("0005 4444 0000 55"_hex, errc::truncated, 6) &&
           fails<Block>("0007 4444 0000 5555 00"_hex, errc::truncated, 6) &&
           fails<Block>("0008 4444 0000 5555 0001"_hex, errc::truncated, 8) &&
           fails<Block>("0000 00"_hex, errc::trailing, 2) && fails<Block>("0004 4444 0000 00"_hex, errc::trailing, 6);
}
static_assert(broken_structures<raw>() && broken_structures<typed>() && broken_structures<none_typed>());
static_assert(broken_structures<required>());

constexpr auto const& wire = "0014 4444 0002 aabb ff01 0001 00 0010 0005 0003 02 6832"_hex;
constexpr auto const& aabb = "aabb"_hex;
constexpr auto const& zero = "00"_hex;
constexpr auto const& names = "0003 02 6832"_hex;
constexpr raw_extension elements[] = {{extension_type{0x4444}, aabb},
                                      {extension_type::renegotiation_info, zero},
                                      {extension_type::application_layer_protocol_negotiation, names}};

constexpr bool a_view_holds_all_in_order() {
    return round_trips<raw>(wire,
                            [](raw const& m) {
                                auto const& x = m.extensions;
                                return equal(x.extensions(), elements) && x.has(extension_type{0x4444}) &&
                                       (*x.find(extension_type{0x4444})).body.data() == wire.data() + 6 &&
                                       x.has(extension_type::renegotiation_info) && !x.has(extension_type::cookie) &&
                                       !x.find(extension_type::cookie).present && !x.has(extension_type{0xaabb});
                            }) &&
           writes(raw{extension_view{extension_view::list{elements}}}, wire) &&
           refuses_less_room<22>(raw{extension_view{extension_view::list{elements}}});
}
static_assert(a_view_holds_all_in_order());

constexpr bool a_view_decodes_when_asked() {
    constexpr auto const& bad = "000e 4444 0002 aabb ff01 0004 05 000000"_hex;
    raw good{};
    raw malformed{};
    if (parse(byte_view{wire}, good) || parse(byte_view{bad}, malformed)) return false;
    found<renegotiation_info> info;
    found<server_name> name;
    found<application_layer_protocol_negotiation> alpn;
    if (good.extensions.get<renegotiation_info>(info) || !info || !info->renegotiated_connection.empty()) return false;
    if (good.extensions.get<server_name>(name) || name) return false;
    if (good.extensions.get<application_layer_protocol_negotiation>(alpn) || !alpn) return false;
    constexpr auto const& h2 = "6832"_hex;
    return alpn->protocol_name_list.contains(h2) &&
           malformed.extensions.get<renegotiation_info>(info) == error{errc::truncated, 0};
}
static_assert(a_view_decodes_when_asked());

constexpr bool a_selection_holds_what_it_names() {
    return round_trips<typed>(wire, [](typed const& m) {
        auto const& x = m.extensions;
        constexpr auto const& h2 = "6832"_hex;
        auto const alpn = x.get<application_layer_protocol_negotiation>();
        return equal(x.all().extensions(), elements) && x.has<renegotiation_info>() &&
               x.body<renegotiation_info>().data() == wire.data() + 12 && x.body<renegotiation_info>().size() == 1 &&
               alpn && alpn->protocol_name_list.contains(h2) && !x.has<server_name>() &&
               x.body<server_name>().empty() && !x.get<server_name>() && !x.has<extended_master_secret>() &&
               !x.get<supported_groups>() && !x.has<status_request>();
    });
}
static_assert(a_selection_holds_what_it_names());

constexpr bool a_selection_checks_the_bodies_that_it_names() {
    return fails<typed>("0008 4444 0000 0017 0001 00"_hex, errc::truncated, 8) &&
           fails<typed>("0009 4444 0000 0017 0001 00"_hex, errc::trailing, 10) &&
           fails<typed>("000a 4444 0000 ff01 0002 0000"_hex, errc::trailing, 11) &&
           fails<typed>("0008 4444 0000 ff01 0000"_hex, errc::truncated, 10) &&
           fails<typed>("000b 4444 0000 000a 0003 0001 00"_hex, errc::bad_length, 10) &&
           fails<typed>("000d 4444 0000 0000 0005 0003 00 0000"_hex, errc::bad_length, 13) &&
           fails<typed>("0009 0005 0005 01 0000 0001"_hex, errc::truncated, 9) &&
           // status_type and two vectors: the second one counts too
           round_trips<typed>("0009 0005 0005 01 0000 0000"_hex,
                              [](auto const& m) { return m.extensions.template has<status_request>(); }) &&
           // a view does not look into bodies
           round_trips<raw>("0009 4444 0000 0017 0001 00"_hex, [](auto const& m) { return m.extensions.present(); }) &&
           round_trips<none_typed>("0009 4444 0000 0017 0001 00"_hex,
                                   [](auto const& m) { return m.extensions.present(); });
}
static_assert(a_selection_checks_the_bodies_that_it_names());

/// The first thing that is wrong is reported, whatever follows.
constexpr bool the_first_fault_counts() {
    return fails<typed>("000d 0017 0001 00 0017 0000 4444 0001"_hex, errc::trailing, 6) &&
           fails<typed>("000c 0017 0000 0017 0001 4444 0001"_hex, errc::duplicate_extension, 6) &&
           fails<typed>("0010 0017 0000 4444 0000 4444 0000 0017 0001"_hex, errc::duplicate_extension, 10);
}
static_assert(the_first_fault_counts());

constexpr bool nothing_is_left_behind() {
    typed m{};
    if (parse(byte_view{wire}, m) || !m.extensions.has<renegotiation_info>()) return false;
    constexpr auto const& bad = "0009 ff01 0001 00 4444 0001"_hex; // captured, and then
    if (parse(byte_view{bad}, m) != error{errc::truncated, 9}) return false;
    return !m.extensions.present() && !m.extensions.has<renegotiation_info>() &&
           m.extensions.body<renegotiation_info>().empty();
}
static_assert(nothing_is_left_behind());

} // namespace

TEST_CASE("a block may be absent, empty or required, and those differ") {
    CHECK(at_run_time(absent_and_empty<raw>));
    CHECK(at_run_time(absent_and_empty<typed>));
    CHECK(at_run_time(absent_and_empty<none_typed>));
    CHECK(at_run_time(a_required_block_is_there));
}

TEST_CASE("a block whose structure is broken fails where it breaks, whoever reads it") {
    CHECK(at_run_time(broken_structures<raw>));
    CHECK(at_run_time(broken_structures<typed>));
    CHECK(at_run_time(broken_structures<none_typed>));
    CHECK(at_run_time(broken_structures<required>));
}

TEST_CASE("a view holds all extensions in order and decodes one when it is asked for") {
    CHECK(at_run_time(a_view_holds_all_in_order));
    CHECK(at_run_time(a_view_decodes_when_asked));
}

TEST_CASE("a selection holds the extensions that it names, well-formed") {
    CHECK(at_run_time(a_selection_holds_what_it_names));
    CHECK(at_run_time(a_selection_checks_the_bodies_that_it_names));
    CHECK(at_run_time(nothing_is_left_behind));
}

TEST_CASE("the first fault of a block is the one that is reported") { CHECK(at_run_time(the_first_fault_counts)); }
