// What a policy is, and that its checks do not stand in the way of good ones (bad ones: tests/fail/policy_*.cpp).
#include "support/default_policy.hpp"
#include "support/test.hpp"

#include <type_traits>

#include "flintls/flintls.hpp"

using namespace flintls;

namespace {

struct sensor_policy
    : policy_of<options{.client_renegotiation = renegotiation_mode::strict, .signal = renegotiation_signal::scsv}> {
    using suites = suite_list<cipher_suite::psk_with_aes_128_ccm_8>;
    using client_hello_extensions = extension_list<server_name>;
};

/// Speaks to servers that choke on a block of extensions.
struct bare_policy : policy_of<options{.signal = renegotiation_signal::scsv,
                                       .hello_extensions = false,
                                       .offer_extended_master_secret = false,
                                       .offer_server_name = false,
                                       .offer_session_tickets = false},
                               test::default_policy> {};

/// Like another one: with its lists, limits and crypto, and options that are its but for some.
struct device_policy : policy_of<options{.max_ticket = 512, .context_id = 7}> {
    using suites = suite_list<cipher_suite::psk_with_aes_128_ccm_8>;
    using groups = group_list<>;
    struct crypto;
    static constexpr hello_limit limit_of(extension_type type) {
        return type == extension_type::server_name ? hello_limit{0, 16} : policy_of::limit_of(type);
    }
};
struct without_tickets : policy_of<[] {
    auto o = device_policy::options;
    o.max_ticket = 0;
    return o;
}(),
                                   device_policy> {};
static_assert(policy<device_policy> && policy<without_tickets>);
static_assert(without_tickets::max_ticket == 0 && without_tickets::context_id == 7 && without_tickets::has_clock);
static_assert(without_tickets::options.max_ticket == 0 && device_policy::options.max_ticket == 512);
static_assert(std::is_same_v<without_tickets::suites, device_policy::suites> &&
              without_tickets::groups::values.empty());
static_assert(std::is_same_v<without_tickets::crypto, device_policy::crypto>);
static_assert(without_tickets::limit_of(extension_type::server_name).most == 16 &&
              without_tickets::limit_of(extension_type::max_fragment_length).most == 1);

/// Inherits another one, and changes a list.
struct other_suites : without_tickets {
    using suites = suite_list<cipher_suite::psk_with_aes_128_gcm_sha256>;
};
static_assert(policy<other_suites> && other_suites::max_ticket == 0);

static_assert(sensor_policy::client_renegotiation == renegotiation_mode::strict);
static_assert(sensor_policy::signal == renegotiation_signal::scsv);
static_assert(policy<test::default_policy> && policy<test::ms10_049_policy> && policy<sensor_policy> &&
              policy<bare_policy>);

} // namespace

TEST_CASE("the defaults allow unpatched peers to connect and not to renegotiate, and signal by the extension") {
    static_assert(test::default_policy::client_renegotiation == renegotiation_mode::secure_only);
    static_assert(test::default_policy::server_renegotiation == renegotiation_mode::secure_only);
    static_assert(test::default_policy::signal == renegotiation_signal::extension);
    CHECK(test::default_policy::max_peer_renegotiations == 3);
    CHECK(test::default_policy::max_refusals == 8);
    CHECK(test::ms10_049_policy::max_peer_renegotiations == 255);
}

TEST_CASE("the defaults of MS10-049 are compatible on both sides and the extension") {
    static_assert(test::ms10_049_policy::client_renegotiation == renegotiation_mode::compatible);
    static_assert(test::ms10_049_policy::server_renegotiation == renegotiation_mode::compatible);
    CHECK(test::ms10_049_policy::signal == renegotiation_signal::extension);
}

TEST_CASE("a list of suites can be offered with signalling suites behind it") {
    constexpr auto offered = sensor_policy::suites::with<cipher_suite::empty_renegotiation_info_scsv>;
    static_assert(offered.size() == 2);
    CHECK(offered[0] == cipher_suite::psk_with_aes_128_ccm_8);
    CHECK(offered[1] == cipher_suite::empty_renegotiation_info_scsv);
}

TEST_CASE("two policies read the same hello in one program, each its own extensions") {
    static constexpr std::uint8_t body[] = {3,  3,  1,  2,  3,  4,  5,  6,    7,    8,  9,  10, 11, 12, 13,
                                            14, 15, 16, 17, 18, 19, 20, 21,   22,   23, 24, 25, 26, 27, 28,
                                            29, 30, 31, 32, 0,  0,  2,  0xc0, 0x2b, 1,  0,  0,  14, 0,  23,
                                            0,  0,  0,  0,  0,  6,  0,  4,    0,    0,  1,  'a'};
    client_hello_of<test::default_policy> rich;
    client_hello_of<sensor_policy> poor;
    CHECK_FALSE(parse(byte_view{body}, rich));
    CHECK_FALSE(parse(byte_view{body}, poor));
    CHECK(rich.extensions.has<extended_master_secret>());
    CHECK((*rich.extensions.get<server_name>()).host_name()[0] == 'a');
    CHECK((*poor.extensions.get<server_name>()).host_name()[0] == 'a');
    CHECK(poor.extensions.all().has(extension_type::extended_master_secret));
}
