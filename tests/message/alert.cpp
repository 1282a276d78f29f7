// Contents of records that are no handshake messages: ChangeCipherSpec (RFC 5246 7.1) and alerts (RFC 5246 7.2).
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/message/alert.hpp"
#include "flintls/message/change_cipher_spec.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr bool alerts() {
    return round_trips<alert>("01 00"_hex,
                              [](alert m) {
                                  return m == alert{alert_level::warning, alert_description::close_notify};
                              }) &&
           round_trips<alert>("02 2f"_hex,
                              [](alert m) {
                                  return m == alert{alert_level::fatal, alert_description::illegal_parameter};
                              }) &&
           round_trips<alert>("ff fe"_hex, // nothing is known of these, and nothing is lost
                              [](alert m) {
                                  return m == alert{alert_level{255}, alert_description{254}};
                              }) &&
           fails<alert>(""_hex, errc::truncated, 0) && fails<alert>("02"_hex, errc::truncated, 1) &&
           fails<alert>("02 2f 00"_hex, errc::trailing, 2) && refuses_less_room<2>(alert{});
}
static_assert(alerts());

constexpr bool only_the_byte_1() {
    for (unsigned value = 0; value < 256; ++value) {
        bytes<1> const wire{static_cast<std::uint8_t>(value)};
        change_cipher_spec m;
        error const expected = value == 1 ? error{} : error{errc::forbidden_value, 0};
        if (parse(wire, m) != expected || m.type != (value == 1 ? 1 : 0)) return false;
    }
    return writes(change_cipher_spec{1}, "01"_hex) && refuses_less_room<1>(change_cipher_spec{1}) &&
           cannot_write(change_cipher_spec{}, errc::not_representable, 0) &&
           cannot_write(change_cipher_spec{2}, errc::not_representable, 0) &&
           fails<change_cipher_spec>(""_hex, errc::truncated, 0) &&
           fails<change_cipher_spec>("01 01"_hex, errc::trailing, 1);
}
static_assert(only_the_byte_1());

} // namespace

TEST_CASE("an alert is a level and a description, known or not") { CHECK(at_run_time(alerts)); }

TEST_CASE("a ChangeCipherSpec is the byte 1") { CHECK(at_run_time(only_the_byte_1)); }
