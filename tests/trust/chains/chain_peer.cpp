// One connection with a peer that has a chain or asks for one, through the smallest buffers: started by
// handshakes_test.py.
//   chain_peer client PORT VERSION NAME SECONDS ANCHOR…
//   chain_peer server LEAF KEY SECONDS ANCHOR…          prints "listening on PORT"
// VERSION: 1.2, 1.3 or both, which ask for fragments of 512 bytes; or large: both versions without that request.
// ANCHOR, LEAF: files in DER. KEY: the private number, in hexadecimal. Prints "connected", or the name of the error.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "flintls/client.hpp"
#include "flintls/server.hpp"
#include "trust/chains/chains.hpp"

namespace {

using namespace chains;
using enum cipher_suite;

struct crypto : any_crypto {
    using hmac_sha256 = mbedtls::hmac_sha256;
    using aes_128_gcm = mbedtls::aes_128_gcm;
    using secp256r1 = mbedtls::secp256r1;
    using signer = mbedtls::ecdsa_secp256r1;
    using random = mbedtls::random;
};
constexpr options small = [] {
    options o;
    o.fragment_length = max_fragment_length_code::bytes_512;
    o.offer_session_tickets = false;
    return o;
}();
constexpr options large = [] {
    options o;
    o.offer_session_tickets = false;
    return o;
}();
struct only_1_2 : policy_of<small> {
    using crypto = ::crypto;
    using suites = suite_list<ecdhe_ecdsa_with_aes_128_gcm_sha256, ecdhe_rsa_with_aes_128_gcm_sha256>;
};
struct only_1_3 : policy_of<small> {
    using crypto = ::crypto;
    using suites = suite_list<aes_128_gcm_sha256>;
    using versions = version_list<protocol_version::tls_1_3>;
};
template <options Options> struct both : policy_of<Options> {
    using crypto = ::crypto;
    using suites =
        suite_list<aes_128_gcm_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256, ecdhe_rsa_with_aes_128_gcm_sha256>;
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
};
struct server_policy : policy_of<large> {
    using crypto = ::crypto;
    using suites = suite_list<ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

int client_socket(int port) {
    int const s = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 ? s : -1;
}
int accepted_socket() {
    int const s = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (bind(s, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || listen(s, 1) != 0 ||
        getsockname(s, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
        return -1;
    }
    std::cout << "listening on " << ntohs(at.sin_port) << std::endl;
    return accept(s, nullptr, nullptr);
}

/// Reads in pieces of 7 bytes until the handshake completes, then closes.
template <class Driver> int talk(Driver& driver, int s) {
    unsigned pauses = 0;
    for (bool said = false;;) {
        progress const p = driver.run(1);
        byte_view const out = driver.ready();
        if (!out.empty()) {
            ssize_t const sent = send(s, out.data(), out.size(), MSG_NOSIGNAL);
            driver.sent(sent > 0 ? static_cast<std::uint32_t>(sent) : out.size());
        }
        switch (p) {
        case progress::receive: {
            auto const room = driver.space();
            ssize_t const here = recv(s, room.data(), room.size() < 7 ? room.size() : 7, 0);
            if (here <= 0) {
                driver.transport_lost();
            } else {
                driver.received(static_cast<std::uint32_t>(here));
            }
            break;
        }
        case progress::data: driver.consume(driver.application_data().size()); break;
        case progress::crypto: ++pauses; break;
        case progress::connected:
            said = true;
            std::cout << "connected" << std::endl;
            driver.close();
            break;
        case progress::closed:
        case progress::failed:
            if (!said) { // otherwise unread bytes discard the alert
                timeval const moment{0, 300'000};
                (void)setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof moment);
                (void)shutdown(s, SHUT_WR);
                for (std::array<char, 512> rest{}; recv(s, rest.data(), rest.size(), 0) > 0;) {
                }
            }
            if (!said) {
                auto const name = name_of(driver.failure().what());
                std::cout << (driver.failure().from_peer() ? "alert" : name != nullptr ? name : "closed") << std::endl;
            }
            return said ? 0 : 1;
        default: break;
        }
    }
}

template <class P> int run_client(std::span<char*> args) {
    std::vector<bytes> certificates;
    for (char* each : args.subspan(4)) certificates.push_back(read_file(each));
    anchors const trusted{certificates};
    utc_time const clock{static_cast<std::uint32_t>(std::atoll(args[3]))};
    using judge = path_to_anchor<crypto>;
    using client = flintls::client<P, judge>;
    judge who{trusted.list(), clock};
    bool const is_small = P::fragment_length != max_fragment_length_code{};
    bytes receive(is_small ? client::min_receive : 16'384 + 32);
    bytes transmit(std::max(client::min_transmit, client::max_transmit));
    char const* const more = std::getenv("FLINTLS_MORE_ROOM"); // for an RSA key and its signature
    bytes messages(client::min_messages + (more != nullptr ? 512U : 0U));
    client c{{receive, transmit, messages}, who};
    std::string const name{args[2]};
    return c.connect(name) ? talk(c, client_socket(std::atoi(args[0]))) : 2;
}

/// Authenticates clients, and has a certificate.
class server_credentials : public path_to_anchor<crypto, utc_time, certificate_role::client> {
public:
    using base = path_to_anchor<crypto, utc_time, certificate_role::client>;
    server_credentials(std::span<anchor const> anchors, utc_time const& clock, std::span<byte_view const> chain,
                       crypto::signer::key const& key)
        : base{anchors, clock}, chain_{chain}, key_{&key} {}
    [[nodiscard]] std::span<byte_view const> certificates() const { return chain_; }
    [[nodiscard]] crypto::signer::key const& signing_key() const { return *key_; }
    static client_certificate wants_certificate(bool /*again*/) { return client_certificate::required; }

private:
    std::span<byte_view const> chain_;
    crypto::signer::key const* key_;
};
int run_server(std::span<char*> args) {
    bytes const own = read_file(args[0]);
    byte_view const chain{own};
    std::string const hex{args[1]};
    bytes number;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        number.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
    }
    crypto::signer::key key;
    if (crypto::signer::import_key(number, key) != crypto_status::done) return 2;
    std::vector<bytes> certificates;
    for (char* each : args.subspan(3)) certificates.push_back(read_file(each));
    anchors const trusted{certificates};
    utc_time const clock{static_cast<std::uint32_t>(std::atoll(args[2]))};
    server_credentials who{trusted.list(), clock, {&chain, 1}, key};
    using server = flintls::server<server_policy, server_credentials>;
    bytes receive(16'384 + 32);
    bytes transmit(1024);
    bytes messages(server::min_messages);
    server s{{receive, transmit, messages}, who};
    return s.accept() ? talk(s, accepted_socket()) : 2;
}

} // namespace

int main(int argc, char** argv) {
    std::span<char*> const args{argv + 1, argv + argc};
    if (args.size() < 4) return 2;
    std::string const role{args[0]};
    if (role == "server") return run_server(args.subspan(1));
    std::string const version{args[2]};
    return version == "1.2"    ? run_client<only_1_2>(args.subspan(1))
           : version == "1.3"  ? run_client<only_1_3>(args.subspan(1))
           : version == "both" ? run_client<both<small>>(args.subspan(1))
                               : run_client<both<large>>(args.subspan(1));
}
