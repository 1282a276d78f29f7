// Each option of TLS 1.3, of the right type and with the value that it has anyway.
// expect: flintls: max_cookie belongs into the options
// expect: flintls: cookie belongs into the options
// expect: flintls: empty_share_list belongs into the options
// expect: flintls: key_shares belongs into the options
// expect: flintls: middlebox_compatibility belongs into the options
// expect: flintls: max_dummy_records belongs into the options
// expect: flintls: max_key_updates belongs into the options
// expect: flintls: max_tickets_received belongs into the options
// expect: flintls: exporters belongs into the options
// expect: flintls: tickets_per_name belongs into the options
// expect: flintls: remembered_version belongs into the options
// expect: flintls: lowest_version_at_run_time belongs into the options
// expect: flintls: record_limit belongs into the options
// expect: flintls: tickets_sent belongs into the options
// expect: flintls: half_rtt belongs into the options
// expect: flintls: unknown_psk_alert belongs into the options
// expect: flintls: max_identities_examined belongs into the options
// expect: flintls: max_early_data_skipped belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr auto max_cookie = flintls::options{}.max_cookie;
    static constexpr auto cookie = flintls::options{}.cookie;
    static constexpr auto empty_share_list = flintls::options{}.empty_share_list;
    static constexpr auto key_shares = flintls::options{}.key_shares;
    static constexpr auto middlebox_compatibility = flintls::options{}.middlebox_compatibility;
    static constexpr auto max_dummy_records = flintls::options{}.max_dummy_records;
    static constexpr auto max_key_updates = flintls::options{}.max_key_updates;
    static constexpr auto max_tickets_received = flintls::options{}.max_tickets_received;
    static constexpr auto exporters = flintls::options{}.exporters;
    static constexpr auto tickets_per_name = flintls::options{}.tickets_per_name;
    static constexpr auto remembered_version = flintls::options{}.remembered_version;
    static constexpr auto lowest_version_at_run_time = flintls::options{}.lowest_version_at_run_time;
    static constexpr auto record_limit = flintls::options{}.record_limit;
    static constexpr auto tickets_sent = flintls::options{}.tickets_sent;
    static constexpr auto half_rtt = flintls::options{}.half_rtt;
    static constexpr auto unknown_psk_alert = flintls::options{}.unknown_psk_alert;
    static constexpr auto max_identities_examined = flintls::options{}.max_identities_examined;
    static constexpr auto max_early_data_skipped = flintls::options{}.max_early_data_skipped;
#endif
};

flintls::client_hello_of<product> hello;
