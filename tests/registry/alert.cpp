#include "support/test.hpp"

#include "flintls/registry/alert.hpp"
#include "flintls/registry/names_errc.hpp"

namespace {

using namespace flintls;

struct expected {
    errc what;
    int alert;
};

/// The numbers of RFC 5246 7.2 and RFC 8446 6
constexpr expected alerts[] = {
    {errc::truncated, 50},
    {errc::trailing, 50},
    {errc::bad_length, 50},
    {errc::duplicate_extension, 47},
    {errc::pre_shared_key_not_last, 47},
    {errc::misplaced_extension, 47},
    {errc::forbidden_value, 47},
    {errc::unsolicited_extension, 110},
    {errc::unexpected_message, 10},
    {errc::unsupported_version, 70},
    {errc::too_many_unknown, 40},
    {errc::extension_too_long, 40},
    {errc::record_too_long, 22},
    {errc::bad_record_mac, 20},
    {errc::message_too_long, 40},
    {errc::insecure_peer, 40},
    {errc::renegotiation_info_mismatch, 40},
    {errc::renegotiation_info_missing, 40},
    {errc::renegotiation_info_unexpected, 40},
    {errc::scsv_in_renegotiation, 40},
    {errc::too_many_renegotiations, 40},
    {errc::identity_changed, 40},
    {errc::not_offered, 47},
    {errc::inappropriate_fallback, 86},
    {errc::downgrade_detected, 47},
    {errc::session_mismatch, 47},
    {errc::certificate_missing, 40},
    {errc::unrecognized_name, 112},
    {errc::extended_master_secret_missing, 40},
    {errc::no_room, 80},
    {errc::not_representable, 80},
    {errc::crypto_failed, 80},
    {errc::connection_lost, 80},
    {errc::keys_used_up, 80},
    {errc::count_too_large, 80},
    {errc::no_common_suite, 40},
    {errc::bad_certificate, 42},
    {errc::untrusted_peer, 42},
    {errc::unknown_psk_identity, 115},
    {errc::bad_share, 47},
    {errc::bad_signature, 51},
    {errc::bad_finished, 51},
    {errc::no_application_protocol, 120},
    {errc::unsupported_certificate, 43},
    {errc::hello_refused, 49},
    {errc::certificate_expired, 45},
    {errc::certificate_not_yet_valid, 45},
    {errc::time_unknown, 45},
    {errc::unknown_issuer, 48},
    {errc::issuer_before_subject, 42},
    {errc::wrong_name, 42},
    {errc::not_an_issuer, 42},
    {errc::path_too_long, 42},
    {errc::wrong_purpose, 43},
    {errc::unknown_critical_extension, 43},
    {errc::name_constraints, 43},
    {errc::unsupported_signature, 43},
    {errc::bad_certificate_signature, 42},
    {errc::chain_too_long, 40},
    {errc::chain_refused, 49},
    {errc::missing_extension, 109},
    {errc::certificate_required, 116},
    {errc::bad_binder, 51},
    {errc::lower_than_before, 70},
    {errc::begun_before, 80},
    {errc::bad_name, 80},
    {errc::receive_buffer_too_small, 80},
    {errc::transmit_buffer_too_small, 80},
    {errc::message_buffer_too_small, 80},
    {errc::not_connected, 80},
    {errc::busy, 80},
    {errc::not_permitted, 80},
};

constexpr bool maps(expected const& e) { return static_cast<int>(to_alert(e.what)) == e.alert; }

constexpr bool all_map() {
    for (expected const& e : alerts) {
        if (!maps(e)) {
            return false;
        }
    }
    return true;
}
static_assert(all_map());

/// Every value but ok, which calls for no alert, stands in the list.
constexpr bool all_are_listed() {
    for (named<errc> const& row : names<errc>::table) {
        bool found = row.value == errc::ok;
        for (expected const& e : alerts) found = found || e.what == row.value;
        if (!found) return false;
    }
    return true;
}
static_assert(all_are_listed());

} // namespace

TEST_CASE("every error calls for the alert that its RFC names") {
    for (expected const& e : alerts) {
        CAPTURE(e.alert);
        CHECK(maps(e));
    }
    CHECK(all_are_listed());
    // Where a server's credentials, or a judge of certificates, chose the alert, the error says which.
    CHECK(to_alert(error{errc::chain_refused, 44}) == alert_description::certificate_revoked);
    CHECK(to_alert(error{errc::hello_refused, 71}) == alert_description::insufficient_security);
    CHECK(to_alert(error{errc::hello_refused, 0}) == alert_description::access_denied);
    CHECK(to_alert(error{errc::unrecognized_name, 71}) == alert_description::unrecognized_name);
}

TEST_CASE("the alert depends on what went wrong, not on where") {
    static_assert(to_alert(error{errc::truncated, 0}) == alert_description::decode_error);
    static_assert(to_alert(error{errc::truncated, 1234}) == alert_description::decode_error);
    CHECK(to_alert(error{errc::record_too_long, 3}) == alert_description::record_overflow);
}
