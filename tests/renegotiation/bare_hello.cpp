// A client without extensions. The extension block of the first hello is absent, not empty (RFC 5246 7.4.1.2). The
// hello of a renegotiation has a block (RFC 5746 3.5).
#include "support/test.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;

namespace {

struct bare_policy : policy_of<options{.signal = renegotiation_signal::scsv,
                                       .hello_extensions = false,
                                       .offer_extended_master_secret = false,
                                       .offer_server_name = false,
                                       .offer_session_tickets = false}> {
    using suites = suite_list<cipher_suite::psk_with_aes_128_ccm_8>;
};

constexpr std::array<compression_method, 1> compressions{compression_method::null};
constexpr std::array<std::uint8_t, 32> random{};
constexpr std::array<std::uint8_t, 12> client_data{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr std::array<std::uint8_t, 12> server_data{21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};

/// Writes the body of the hello that the client's rules require.
constexpr std::uint32_t write_hello(client_renegotiation<bare_policy> const& client, std::span<std::uint8_t> out) {
    auto const signals = client.signals();
    constexpr auto const& with_scsv = bare_policy::suites::with<cipher_suite::empty_renegotiation_info_scsv>;
    optional_block const extensions{signals.info.present, offer{when{signals.info.present, signals.info.value}}};
    basic_client_hello<std::remove_const_t<decltype(extensions)>> const hello{
        .legacy_version = protocol_version::tls_1_2,
        .random = fixed_view<32>{random},
        .session_id = {},
        .cipher_suites = std::span{with_scsv.data(), signals.scsv ? 2U : 1U},
        .compression_methods = compressions,
        .extensions = extensions};
    auto const written = serialize(hello, out);
    return written ? (*written).size() : 0;
}

/// Written by hand, RFC 5246 7.4.1.2: version, random, no session id, two suites, null compression, no block.
constexpr std::array<std::uint8_t, 43> first_hello = [] {
    std::array<std::uint8_t, 43> bytes{3, 3};
    bytes[36] = 4;
    bytes[37] = 0xc0;
    bytes[38] = 0xa8;
    bytes[40] = 0xff;
    bytes[41] = 1;
    return bytes;
}();
/// Written by hand: one suite, and a block with a renegotiation_info of 12 bytes (0011 ff01 000d 0c).
constexpr std::array<std::uint8_t, 60> second_hello = [] {
    std::array<std::uint8_t, 60> bytes{3, 3};
    constexpr std::array<std::uint8_t, 25> rest{0, 2, 0xc0, 0xa8, 1, 0, 0, 17, 0xff, 0x01, 0,  13, 12,
                                                1, 2, 3,    4,    5, 6, 7, 8,  9,    10,   11, 12};
    copy(bytes.data() + 35, rest.data(), rest.size());
    return bytes;
}();

constexpr bool has_no_block_until_it_renegotiates() {
    client_renegotiation<bare_policy> client;
    std::array<std::uint8_t, 80> out{};
    bool good = client.start().proceeds() && !client.signals().info.present;
    good = good && byte_view{out.data(), write_hello(client, out)} == byte_view{first_hello};
    good = good && client.on_server_hello({{}, true}).proceeds();
    good = good && client.on_finished(client_data, server_data, {}).proceeds();
    good = good && client.start().proceeds() && client.signals().info.present;
    return good && byte_view{out.data(), write_hello(client, out)} == byte_view{second_hello};
}

} // namespace

static_assert(policy<bare_policy> && has_no_block_until_it_renegotiates());
TEST_CASE("a hello without extensions ends behind its compression methods, and a secure renegotiation has a block") {
    CHECK(has_no_block_until_it_renegotiates());
}
