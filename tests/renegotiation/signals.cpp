// The rules and the codec together: from the bytes of a hello to a judgement, and back to bytes.
#include "flintls/flintls.hpp"
#include "support/default_policy.hpp"
#include "support/test.hpp"

using namespace flintls;

namespace {

constexpr std::array<cipher_suite, 2> suites{cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                             cipher_suite::empty_renegotiation_info_scsv};
constexpr std::array<compression_method, 1> compressions{compression_method::null};
constexpr std::array<std::uint8_t, 32> random{1};
constexpr std::array<std::uint8_t, 12> client_data{0xc1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr std::array<std::uint8_t, 12> server_data{0x51, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

/// The hello that a client's rules require, as bytes, and as a server parses these bytes.
struct exchanged {
    std::array<std::uint8_t, 128> bytes{};
    handshake<client_hello_of<test::default_policy>> seen{};

    constexpr bool make(renegotiation_signals const& signals) {
        list_view<number<cipher_suite>> const offered{std::span{suites.data(), signals.scsv ? 2U : 1U}};
        auto const extensions = offer{when{signals.info.present, signals.info.value}};
        using hello = basic_client_hello<std::remove_const_t<decltype(extensions)>>;
        auto const written = serialize(handshake<hello>{{.legacy_version = protocol_version::tls_1_2,
                                                         .random = fixed_view<32>{random},
                                                         .session_id = {},
                                                         .cipher_suites = offered,
                                                         .compression_methods = compressions,
                                                         .extensions = extensions}},
                                       bytes);
        return written && !parse(*written, seen);
    }
};

constexpr bool a_renegotiation_goes_through_the_wire() {
    client_renegotiation<test::default_policy> client;
    server_renegotiation<test::default_policy> server;
    exchanged first;
    exchanged again;

    bool good = client.start().proceeds() && first.make(client.signals()) &&
                server.on_client_hello(signals_of(first.seen.body)).proceeds() &&
                client.on_server_hello(server.answer()).proceeds() &&
                client.on_finished(client_data, server_data, {}).proceeds() &&
                server.on_finished(client_data, server_data, {}).proceeds();
    good = good && client.secure() && server.secure() && client.start().proceeds() && again.make(client.signals());
    renegotiation_signals const seen = signals_of(again.seen.body);
    return good && !seen.scsv && seen.info && seen.info->renegotiated_connection == byte_view{client_data} &&
           server.on_client_hello(seen).proceeds() && (*server.answer()).renegotiated_connection.size() == 24 &&
           client.on_server_hello(server.answer()).proceeds();
}

} // namespace

static_assert(a_renegotiation_goes_through_the_wire());
TEST_CASE("what the rules of a client ask for, its hello carries and the server's rules accept") {
    CHECK(a_renegotiation_goes_through_the_wire());
}
