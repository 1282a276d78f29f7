// SPDX-License-Identifier: Apache-2.0
/// \file
/// mqtt: a device that visits an MQTT broker twice over TLS 1.2 or 1.3, the second time by its ticket (support/mqtt.hpp).
#include <chrono>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "flintls/client.hpp"
#include "flintls/registry/names_errc.hpp"
#include "support/failure.hpp"
#include "support/mqtt.hpp"
#include "support/psa_random.hpp"
#include "support/server_address.hpp"
#include "support/tls_credentials.hpp"
#include "support/tls_policies.hpp"
#include "support/tls_socket.hpp"

namespace {

constexpr char const* usage = R"(usage: mqtt TOPIC MESSAGE HOST PORT [options]
Subscribes to TOPIC at an MQTT broker, publishes MESSAGE under it and waits for it; and again by the ticket of the first visit.
Options are those of client about trust, the own certificate, versions and suites.
Exit status: 0 if all of that happened; 1 if not; 2 for bad usage.
)";

/// Both versions, with the protocol of brokers that share a port with others.
struct mqtt_policy : support::usual_client_policy {
    using protocols = flintls::protocol_list<"x-amzn-mqtt-ca">;
};
constexpr std::chrono::seconds patience{10};

int complain(std::string const& why) {
    std::cerr << "mqtt: " << why << '\n';
    return 1;
}

/// State that both visits share.
struct device {
    support::tls_options const& options;
    support::endpoint const& broker;
    std::vector<std::uint8_t> server_name, topic, message, identifier = support::bytes_of("flintls");
    flintls::ticket_store<mqtt_policy> store{};
};

/// \return 0 if the broker delivered the message and the connection was closed properly; else 1
template <class Credentials> int visit(device& d, Credentials& credentials, bool& resumed) {
    using flintls::progress;
    using client_type = flintls::client<mqtt_policy, Credentials>;
    static support::tls_memory memory;
    support::message_watch watch{d.options.trace};
    credentials.show_to(watch);
    mqtt::session session{d.identifier, d.topic, d.message};
    client_type client{{memory.receive, memory.transmit, memory.messages}, credentials, &d.store};
    auto const end = support::steady::now() + patience;
    support::descriptor connected = support::connect_to(d.broker, end, patience);
    if (!connected.is_open() || !client.connect(d.server_name, d.server_name, support::limits_of(d.options))) {
        return complain(connected.is_open() ? std::string{flintls::name_of(client.refusal())}
                                            : d.broker.text + " does not answer");
    }
    support::tls_socket<client_type> socket{client, std::move(connected)};
    for (;;) {
        progress const p = socket.advance();
        if (p == progress::closed || p == progress::failed) {
            socket.linger();
            std::cout << (session.is_done() ? "the message came back\n" : "");
            return p == progress::failed ? complain(support::reason(client.failure())) : session.is_done() ? 0 : 1;
        }
        if (p == progress::connected) {
            resumed = client.resumed();
            bool const modern = client.current().version == flintls::protocol_version::tls_1_3;
            std::cout << (resumed ? "resumed" : "full handshake") << (modern ? ", TLS 1.3\n" : ", TLS 1.2\n");
        } else if (p == progress::data) {
            session.received(client.application_data());
            client.consume(client.application_data().size());
        }
        if (client.idle()) {
            session.sent(client.write_some(session.ready()));
        }
        if (session.has_failed() || support::steady::now() >= end) {
            client.transport_lost(); // the broker has refused, or does not answer
        } else if (session.is_done()) {
            client.close();
        } else if (p == progress::receive || p == progress::send) {
            (void)support::await(socket.wanted(), end);
        }
    }
}

template <class Credentials> int visit_twice(device d) {
    Credentials credentials{d.options};
    if (!credentials.problem().empty()) {
        return 1 + complain(credentials.problem());
    }
    bool resumed = false;
    bool const good = visit(d, credentials, resumed) == 0 && visit(d, credentials, resumed) == 0;
    return good && resumed ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const words{argv + 1, argv + argc};
    if (words == std::vector<std::string>{"--help"}) {
        return std::cout << usage ? 0 : 1;
    }
    support::tls_options o;
    std::string wrong = words.size() < 4
                            ? "TOPIC, MESSAGE, HOST or PORT is missing"
                            : support::parse_tls_options({argv + 3, argv + argc}, support::tls_role::client, o);
    auto const broker = wrong.empty() && o.port ? support::find_server(o) : std::nullopt;
    wrong = !wrong.empty() ? wrong + "; mqtt --help says more" : broker ? "" : "the broker has no address";
    if (!wrong.empty() || psa_crypto_init() != PSA_SUCCESS) {
        return 1 + complain(wrong.empty() ? "Mbed TLS does not start" : wrong);
    }
    device const d{o, *broker, support::bytes_of(support::name_of_server(o)), support::bytes_of(words[0]),
                   support::bytes_of(words[1])};
    return o.authorities ? visit_twice<support::anchored_credentials>(d) : visit_twice<support::client_credentials>(d);
}
