// SPDX-License-Identifier: Apache-2.0
/// \file
/// tls_server: the device as a server of TLS 1.3 and TLS 1.2 on its UART, one client after the other. The device makes a
/// ticket key at every boot, and returns every line that it receives.
#include <array>
#include <cstdint>
#include <span>

#include "board.hpp"
#include "device_crypto.hpp"
#include "devices.hpp"
#include "flintls/server.hpp"
#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/service.hpp"
#include "server_identity.hpp"
#include "support/uart_loop.hpp"

namespace {

constexpr flintls::options device_options{
    .server_renegotiation = flintls::renegotiation_mode::strict,
    .max_message = 16'384,
    .stream_client_hello = true, // a hello may be longer than the buffers: one with post-quantum shares is
    .max_identities_examined = 2,
};
struct device_policy : flintls::policy_of<device_options> {
    using crypto = firmware::device_crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using suites = firmware::device_crypto::suites_of_both;
};

/// Nonces from a counter are unique: the key does not outlive the counter.
using ticket_keys =
    flintls::ticket_keys<1, flintls::aead_ticket<firmware::device_crypto::ticket_aead>, flintls::boot_counter>;
constexpr std::uint32_t key_period = 86'400; // seconds

using private_key = firmware::device_crypto::signer::key;

/// One key, one certificate. Does not authenticate clients.
class credentials {
public:
    explicit credentials(private_key const& key) : key_{&key} {}
    [[nodiscard]] std::span<flintls::byte_view const> certificates() const { return chain_; }
    [[nodiscard]] private_key const& signing_key() const { return *key_; }
    static bool accepts(flintls::identity const& /*client*/) { return true; }

private:
    std::array<flintls::byte_view, 1> chain_{flintls::byte_view{firmware::server_certificate}};
    private_key const* key_;
};

using server = flintls::server<device_policy, credentials, flintls::ticket_service<ticket_keys>>;

void tell(server const& s) {
    board::print(s.resumed() ? "resumed" : "full handshake");
    board::print(s.current().version == flintls::protocol_version::tls_1_3 ? ", TLS 1.3" : "");
    board::print(s.secure_renegotiation() ? ", secure renegotiation" : "");
    board::print(s.gave_ticket() ? ", ticket given\n" : "\n");
}

/// Returns received data as far as there is room; the rest is reported again. During a renegotiation nothing can be
/// written, and data received then is dropped.
void echo(server& s) {
    flintls::byte_view const data = s.application_data();
    std::uint32_t const taken = s.write_some(data);
    s.consume(s.idle() ? taken : data.size());
}

void serve(server& s) {
    using flintls::progress;
    std::uint32_t since = board::clock::milliseconds(); // start of this handshake, or of silence
    for (;;) {
        progress const p = firmware::next(
            s, [] { return false; }, since);
        since = s.idle() ? board::clock::milliseconds() : since;
        switch (p) {
        case progress::connected: tell(s); break;
        case progress::data: echo(s); break;
        case progress::closed: board::print("closed\n"); return;
        default:
            board::print("failed ");
            board::print(static_cast<unsigned>(s.failure().code()));
            board::print("\n");
            return;
        }
    }
}

/// Waits until a client sends its first bytes.
void await_client(std::span<std::uint8_t> space, std::uint32_t& size) {
    do {
        size = firmware::receive(space, firmware::patience);
    } while (size == 0);
}

bool renew(ticket_keys& keys) {
    firmware::device_crypto::random source;
    std::uint32_t const now = board::clock::milliseconds() / 1000;
    return !keys.due(key_period, now) || keys.generate(source, now) == flintls::crypto_status::done;
}

} // namespace

int main() {
    static constinit std::array<std::uint8_t, 2048> receive{}, transmit{};
    static constinit std::array<std::uint8_t, 512> messages{};
    static_assert(receive.size() >= server::min_receive && transmit.size() >= server::min_transmit &&
                  messages.size() >= server::min_messages);
    private_key key;
    ticket_keys keys;
    if (!firmware::device_crypto::start() ||
        firmware::device_crypto::signer::import_key(firmware::server_key, key) != flintls::crypto_status::done) {
        return 2;
    }
    board::uart::start();
    board::clock::start();
    credentials own{key};
    flintls::ticket_service tickets{keys};
    for (;;) {
        server s{{receive, transmit, messages}, own, &tickets};
        if (!renew(keys) || !s.accept() || s.run(0) != flintls::progress::receive) {
            return 1;
        }
        std::uint32_t size = 0;
        await_client(s.space(), size);
        s.received(size);
        serve(s);
    }
}
