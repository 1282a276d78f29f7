// Each option of TLS 1.3, of the right type and with the value that it has anyway.
// expect: flintls: max_cookie belongs into the options
// expect: flintls: empty_share_list belongs into the options
// expect: flintls: middlebox_compatibility belongs into the options
// expect: flintls: max_dummy_records belongs into the options
// expect: flintls: max_key_updates belongs into the options
// expect: flintls: max_tickets_received belongs into the options
// expect: flintls: exporters belongs into the options
// expect: flintls: tickets_per_name belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr auto max_cookie = flintls::options{}.max_cookie;
    static constexpr auto empty_share_list = flintls::options{}.empty_share_list;
    static constexpr auto middlebox_compatibility = flintls::options{}.middlebox_compatibility;
    static constexpr auto max_dummy_records = flintls::options{}.max_dummy_records;
    static constexpr auto max_key_updates = flintls::options{}.max_key_updates;
    static constexpr auto max_tickets_received = flintls::options{}.max_tickets_received;
    static constexpr auto exporters = flintls::options{}.exporters;
    static constexpr auto tickets_per_name = flintls::options{}.tickets_per_name;
#endif
};

flintls::client_hello_of<product> hello;
