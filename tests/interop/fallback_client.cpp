// fallback_client PORT PIN: a client that tried TLS 1.3 before, as it says with TLS_FALLBACK_SCSV (RFC 7507 4), of a product
// that has a stack for that beside this one. Says what became of it.
#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "flintls/client.hpp"
#include "support/endpoint.hpp"
#include "support/hex.hpp"
#include "support/psa_random.hpp"
#include "support/tls_policies.hpp"
#include "support/tls_socket.hpp"

namespace {

using namespace flintls;
using flintls::progress;

constexpr options of_two_stacks = [] {
    options o = support::example_policy::options;
    o.highest_version = protocol_version::tls_1_3;
    return o;
}();
struct two_stacks : policy_of<of_two_stacks, support::example_policy> {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

int visit(support::descriptor socket, support::steady::time_point end, pinned_keys<1> trusted) {
    static support::tls_memory memory;
    client<two_stacks, pinned_keys<1>> client{{memory.receive, memory.transmit, memory.messages}, trusted};
    if (!client.connect({}, {}, true)) {
        return 2;
    }
    support::tls_socket transport{client, std::move(socket)};
    progress p = transport.advance();
    while (p == progress::crypto || (p <= progress::send && support::await(transport.wanted(), end))) {
        p = transport.advance();
    }
    if (p == progress::connected) {
        std::cout << "connected" << std::endl;
        client.close();
        (void)transport.advance();
    } else {
        std::cout << "alert " << unsigned{client.failure().received_alert()} << std::endl;
    }
    transport.linger();
    return p == progress::connected ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const words{argv + 1, argv + argc};
    auto const server = words.size() == 2 ? support::resolve("127.0.0.1:" + words[0]) : std::nullopt;
    std::vector<std::uint8_t> bytes;
    std::array<std::uint8_t, 32> pin{};
    if (!server || !support::from_hex(words[1], bytes) || bytes.size() != pin.size() ||
        psa_crypto_init() != PSA_SUCCESS) {
        return 2;
    }
    std::copy(bytes.begin(), bytes.end(), pin.begin());
    auto const end = support::steady::now() + std::chrono::seconds{10};
    support::descriptor socket = support::begin_to_connect(*server);
    if (!socket.is_open() || !support::await({socket.get(), POLLOUT, 0}, end) || !support::has_connected(socket)) {
        return 2;
    }
    return visit(std::move(socket), end, pinned_keys<1>{{pin}});
}
