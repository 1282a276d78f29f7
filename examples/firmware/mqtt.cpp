// SPDX-License-Identifier: Apache-2.0
/// \file
/// mqtt: a device that visits an MQTT broker twice over its UART, with TLS 1.2 and PSK-AES128-CCM-8 (RFC 6655). The
/// second visit resumes by ticket. On each visit the device publishes a message under a topic that it has subscribed to
/// (examples/support/mqtt.hpp).
#include "../support/mqtt.hpp"
#include "support/client_visits.hpp"
#include "support/psk_device.hpp"

namespace {

// An MQTT session is short here: no renegotiation.
struct mqtt_policy : firmware::psk_device_policy<flintls::renegotiation_mode::never> {
    using protocols = flintls::protocol_list<"x-amzn-mqtt-ca">;
};
using psk = firmware::device_crypto::psk;
using credentials = flintls::preshared_key<psk>;
using client_type = flintls::client<mqtt_policy, credentials>;

constexpr std::array<std::uint8_t, 9> topic{'s', 'e', 'n', 's', 'o', 'r', 's', '/', '1'};
constexpr std::array<std::uint8_t, 4> message{'2', '1', '.', '5'};

/// \return 0 if the broker delivered the message; else the code of the failure (wire/error.hpp)
std::uint32_t visit(credentials& broker, flintls::ticket_store<mqtt_policy>& store) {
    using flintls::progress;
    static constinit firmware::memory buffers{};
    client_type client{{buffers.receive, buffers.transmit, buffers.messages}, broker, &store};
    mqtt::session session{firmware::device_name, topic, message};
    std::uint32_t const begun = board::clock::milliseconds();
    if (!client.connect(firmware::host_name)) {
        return flintls::error{client.refusal(), 0}.code();
    }
    for (;;) {
        switch (firmware::next(
            client, [] { return false; }, begun)) {
        case progress::connected: board::print(client.resumed() ? "resumed, " : "full handshake, "); break;
        case progress::data:
            session.received(client.application_data());
            client.consume(client.application_data().size());
            break;
        case progress::closed: return session.is_done() ? 0 : flintls::error{flintls::errc::connection_lost, 0}.code();
        default: return client.failure().code();
        }
        session.sent(client.write_some(session.ready()));
        if (session.is_done() || session.has_failed()) {
            client.close();
        }
    }
}

} // namespace

int main() {
    static constinit flintls::ticket_store<mqtt_policy> store{};
    board::uart::start();
    board::clock::start();
    psk::key key;
    if (!firmware::device_crypto::start() ||
        psk::import_key(firmware::device_key, key) != flintls::crypto_status::done) {
        return 2;
    }
    credentials broker{firmware::device_name, key};
    for (int done = 0; done < 2; ++done) {
        firmware::dial();
        if (std::uint32_t const code = visit(broker, store); code != 0) {
            board::print("failed ");
            board::print(code);
            board::print("\n");
            return 1;
        }
        board::print("the message came back\n");
    }
    return 0;
}
