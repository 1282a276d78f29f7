#include "support/codec.hpp"
#include "support/test.hpp"

#include <iterator>

#include "flintls/registry/names_errc.hpp"
#include "flintls/wire/error.hpp"

namespace {

using namespace flintls;
using namespace test;

struct numbered {
    errc what;
    unsigned number;
};
/// The numbers are part of the interface: this list only ever grows.
constexpr numbered numbers[] = {
    {errc::ok, 0},
    {errc::truncated, 1},
    {errc::trailing, 2},
    {errc::bad_length, 3},
    {errc::duplicate_extension, 16},
    {errc::pre_shared_key_not_last, 17},
    {errc::misplaced_extension, 18},
    {errc::forbidden_value, 19},
    {errc::unsolicited_extension, 24},
    {errc::unexpected_message, 25},
    {errc::unsupported_version, 26},
    {errc::too_many_unknown, 27},
    {errc::extension_too_long, 31},
    {errc::record_too_long, 28},
    {errc::bad_record_mac, 29},
    {errc::message_too_long, 30},
    {errc::insecure_peer, 32},
    {errc::renegotiation_info_mismatch, 33},
    {errc::renegotiation_info_missing, 34},
    {errc::renegotiation_info_unexpected, 35},
    {errc::scsv_in_renegotiation, 36},
    {errc::too_many_renegotiations, 37},
    {errc::identity_changed, 38},
    {errc::extended_master_secret_missing, 39},
    {errc::not_offered, 40},
    {errc::inappropriate_fallback, 41},
    {errc::downgrade_detected, 42},
    {errc::session_mismatch, 43},
    {errc::certificate_missing, 44},
    {errc::unrecognized_name, 45},
    {errc::no_room, 48},
    {errc::not_representable, 49},
    {errc::crypto_failed, 50},
    {errc::connection_lost, 51},
    {errc::keys_used_up, 52},
    {errc::count_too_large, 53},
    {errc::no_common_suite, 56},
    {errc::bad_certificate, 57},
    {errc::untrusted_peer, 58},
    {errc::unknown_psk_identity, 59},
    {errc::bad_share, 60},
    {errc::bad_signature, 61},
    {errc::bad_finished, 62},
    {errc::no_application_protocol, 63},
    {errc::unsupported_certificate, 64},
    {errc::hello_refused, 65},
    {errc::missing_extension, 46},
    {errc::certificate_required, 47},
    {errc::bad_binder, 20},
    {errc::lower_than_before, 21},
    {errc::certificate_expired, 66},
    {errc::certificate_not_yet_valid, 67},
    {errc::time_unknown, 68},
    {errc::unknown_issuer, 69},
    {errc::issuer_before_subject, 70},
    {errc::wrong_name, 71},
    {errc::not_an_issuer, 72},
    {errc::path_too_long, 73},
    {errc::wrong_purpose, 74},
    {errc::unknown_critical_extension, 75},
    {errc::name_constraints, 76},
    {errc::unsupported_signature, 77},
    {errc::bad_certificate_signature, 78},
    {errc::chain_too_long, 79},
    {errc::chain_refused, 88},
    {errc::begun_before, 80},
    {errc::bad_name, 81},
    {errc::receive_buffer_too_small, 82},
    {errc::transmit_buffer_too_small, 83},
    {errc::message_buffer_too_small, 84},
    {errc::not_connected, 85},
    {errc::busy, 86},
    {errc::not_permitted, 87},
};

constexpr bool numbers_never_change() {
    for (numbered const& each : numbers) {
        if (static_cast<unsigned>(each.what) != each.number) return false;
        if (error{each.what, 0x0203}.code() != (each.number << 24U | 0x0203U)) return false;
        if (error{each.what, 0x0203}.what() != each.what) return false;
    }
    return true;
}
static_assert(numbers_never_change());

/// Every value that has a name, which is every one there is (registry/names.cpp), stands in the list.
constexpr bool all_are_listed() {
    for (named<errc> const& row : names<errc>::table) {
        bool found = false;
        for (numbered const& each : numbers) found = found || each.what == row.value;
        if (!found) return false;
    }
    return std::size(numbers) == std::size(names<errc>::table);
}
static_assert(all_are_listed());

constexpr bool success_is_zero() {
    return error{}.code() == 0 && !error{} && error{}.what() == errc::ok && error{}.offset() == 0 &&
           !error{}.from_peer() && error{}.from(77) == error{};
}
static_assert(success_is_zero());

constexpr bool offsets_are_held_at_their_largest() {
    return error{errc::truncated, 0xff'fffe}.code() == 0x01ff'fffeU &&
           error{errc::truncated, 0xff'ffff}.code() == 0x01ff'ffffU &&
           error{errc::truncated, 0x100'0000}.code() == 0x01ff'ffffU &&
           error{errc::truncated, 0xffff'ffff}.code() == 0x01ff'ffffU;
}
static_assert(offsets_are_held_at_their_largest());

constexpr bool an_error_moves_with_its_buffer() {
    constexpr error e{errc::bad_length, 0x10};
    return e.from(0) == e && e.from(4).code() == 0x0300'0014U && e.from(4).from(5).code() == 0x0300'0019U &&
           e.from(0xff'ffee).code() == 0x03ff'fffeU && e.from(0xff'ffef).code() == 0x03ff'ffffU &&
           e.from(0xff'fff0).code() == 0x03ff'ffffU && e.from(0xffff'ffff).code() == 0x03ff'ffffU;
}
static_assert(an_error_moves_with_its_buffer());

constexpr bool a_received_alert() {
    constexpr error e = error::received(40, 7);
    return e && e.code() == 0xa800'0007U && e.from_peer() && e.received_alert() == 40 && e.what() == errc::ok &&
           e.offset() == 7 && e.from(3).code() == 0xa800'000aU;
}
static_assert(a_received_alert());

constexpr bool a_received_close_notify_is_not_success() {
    return static_cast<bool>(error::received(0, 0)) && error::received(0, 0).code() == 0x8000'0000U &&
           error::received(0, 0).from_peer() && error::received(0, 0xffff'ffff).code() == 0x80ff'ffffU &&
           error{errc::truncated, 1}.received_alert() == 0;
}
static_assert(a_received_close_notify_is_not_success());

constexpr bool a_result_is_a_value_or_an_error() {
    result<int> const good{5};
    result<int> const bad{error{errc::trailing, 3}};
    result<byte_view> view{byte_view{}};
    return good.has_value() && good && good.value() == 5 && *good == 5 && !good.error() && !bad.has_value() && !bad &&
           bad.error() == error{errc::trailing, 3} && view->empty() && *result<int>{6} == 6 &&
           result<int>{7}.value() == 7;
}
static_assert(a_result_is_a_value_or_an_error());

struct small {
    std::uint8_t value{};
    using wire = fields<field<&small::value>>;
};
constexpr bool parsing_into_a_result() {
    constexpr auto const& wire = "2a 00"_hex;
    return (*parse<small>({wire.data(), 1})).value == 0x2a &&
           parse<small>(byte_view{wire}).error() == error{errc::trailing, 1} &&
           parse<small>(byte_view{wire}).has_value() == false;
}
static_assert(parsing_into_a_result());

static_assert(sizeof(error) == 4 && sizeof(errc) == 1);

} // namespace

TEST_CASE("an error packs into one number: direction, what, where") {
    CHECK(at_run_time(numbers_never_change));
    CHECK(at_run_time(all_are_listed));
    CHECK(at_run_time(success_is_zero));
}

TEST_CASE("an offset that does not fit into 24 bits is held at the largest") {
    CHECK(at_run_time(offsets_are_held_at_their_largest));
    CHECK(at_run_time(an_error_moves_with_its_buffer));
}

TEST_CASE("an alert from the peer is an error of its own kind") {
    CHECK(at_run_time(a_received_alert));
    CHECK(at_run_time(a_received_close_notify_is_not_success));
}

TEST_CASE("a result holds a value or an error") {
    CHECK(at_run_time(a_result_is_a_value_or_an_error));
    CHECK(at_run_time(parsing_into_a_result));
}
