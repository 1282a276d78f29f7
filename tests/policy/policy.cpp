// What a policy is, and that its checks do not stand in the way of good ones (bad ones: tests/fail/policy_*.cpp).
#include "support/test.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;

namespace {

struct sensor_policy : default_policy {
    static constexpr auto client_renegotiation = renegotiation_mode::strict;
    static constexpr auto signal = renegotiation_signal::scsv;
    using suites = suite_list<cipher_suite::psk_with_aes_128_ccm_8>;
    using client_hello_extensions = extension_list<server_name>;
};

/// Speaks to servers that choke on a block of extensions.
struct bare_policy : default_policy {
    static constexpr auto signal = renegotiation_signal::scsv;
    static constexpr bool hello_extensions = false;
    static constexpr bool offer_extended_master_secret = false;
    static constexpr bool offer_server_name = false;
    static constexpr bool offer_session_tickets = false;
};

static_assert(sensor_policy::client_renegotiation == renegotiation_mode::strict);
static_assert(sensor_policy::signal == renegotiation_signal::scsv);
static_assert(policy<default_policy> && policy<ms10_049_default_policy> && policy<sensor_policy> &&
              policy<bare_policy>);

} // namespace

TEST_CASE("the defaults allow unpatched peers to connect and not to renegotiate, and signal by the extension") {
    static_assert(default_policy::client_renegotiation == renegotiation_mode::secure_only);
    static_assert(default_policy::server_renegotiation == renegotiation_mode::secure_only);
    static_assert(default_policy::signal == renegotiation_signal::extension);
    CHECK(default_policy::max_peer_renegotiations == 3);
    CHECK(default_policy::max_refusals == 8);
    CHECK(ms10_049_default_policy::max_peer_renegotiations == 255);
}

TEST_CASE("the defaults of MS10-049 are compatible on both sides and the extension") {
    static_assert(ms10_049_default_policy::client_renegotiation == renegotiation_mode::compatible);
    static_assert(ms10_049_default_policy::server_renegotiation == renegotiation_mode::compatible);
    CHECK(ms10_049_default_policy::signal == renegotiation_signal::extension);
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
    client_hello_of<default_policy> rich;
    client_hello_of<sensor_policy> poor;
    CHECK_FALSE(parse(byte_view{body}, rich));
    CHECK_FALSE(parse(byte_view{body}, poor));
    CHECK(rich.extensions.has<extended_master_secret>());
    CHECK((*rich.extensions.get<server_name>()).host_name()[0] == 'a');
    CHECK((*poor.extensions.get<server_name>()).host_name()[0] == 'a');
    CHECK(poor.extensions.all().has(extension_type::extended_master_secret));
}
