// Connections on two threads share only the back end, which is built with MBEDTLS_THREADING_C here.
#include <thread>

#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

struct everything : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_ccm_8>;
};

/// The bytes that one thread sends in ten connections.
bytes live(std::uint32_t number, bool& good) {
    bytes all;
    seed(number);
    world<everything, everything> w;
    good = true;
    for (unsigned i = 0; i < 10 && good; ++i) {
        auto link = w.begun();
        good = link->between.connects() && link->agree() && link->client.resumed() == (i != 0) &&
               link->between.talks() && link->client.renegotiate() && link->between.connects() &&
               link->between.talks() && link->between.closes();
        append(all, link->client.all_sent);
        append(all, link->server.all_sent);
    }
    return all;
}

TEST_CASE("connections on two threads are independent: each sends what it sends alone") {
    std::array<bytes, 2> alone, together;
    std::array<bool, 4> good{};
    for (std::uint32_t i = 0; i < 2; ++i) alone[i] = live(i + 21, good[i]);
    {
        std::thread one{[&] { together[0] = live(21, good[2]); }};
        std::thread two{[&] { together[1] = live(22, good[3]); }};
        one.join();
        two.join();
    }
    CHECK((good[0] && good[1] && good[2] && good[3]));
    CHECK(alone[0] == together[0]);
    CHECK(alone[1] == together[1]);
    CHECK(alone[0] != alone[1]);
}

} // namespace
