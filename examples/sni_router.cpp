// SPDX-License-Identifier: Apache-2.0
/// \file
/// sni_router: reads the server name in a client's hello (RFC 6066 3), picks a server by the name, and relays all bytes
/// unchanged, still encrypted. The router holds no key and no certificate.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

#include "support/loopback.hpp"
#include "support/port.hpp"
#include "support/routed_connection.hpp"
#include "support/routes.hpp"

namespace {

constexpr char const* usage = R"(usage: sni_router PORT [NAME=HOST:PORT...] [--default HOST:PORT] [--idle SECONDS]
Waits on 127.0.0.1 for TLS clients and connects each to the server that belongs to the name in its hello (SNI).

  PORT               where to wait; 0: any free port. "listening on PORT" on standard output says which
  NAME=HOST:PORT     the server for this name; *.example.org stands for names with one label more than example.org
  --default          the server for all other names, and for hellos without one; otherwise those are refused with
                     unrecognized_name(112) and missing_extension(109)
  --idle SECONDS     ends a connection on which nothing happens for so long, or whose hello takes longer (30)
  --help             this text

What is no ClientHello is refused with the alert that it calls for. Stops at SIGTERM and SIGINT.
256 connections are served at once. When there are more, the one whose hello is the oldest that is not there yet has to go
if it took more than a second; until then a new one waits. Of a side that does not take what comes for it no more is read.

Exit status: 0; 2 for bad usage, a host without an address, or a port that cannot be used.
)";

constexpr std::size_t most_connections = 256; // each has two sockets and 64 KB
constexpr std::chrono::seconds moment{1};     // for a hello when other clients wait

struct options {
    std::optional<std::uint16_t> port;
    support::routes routes;
    std::chrono::seconds idle{30};
    bool help = false;
};

std::optional<options> parse_options(std::vector<std::string> const& words) {
    options to;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string const& word = words[i];
        bool good = true;
        if (word == "--help") {
            to.help = true;
        } else if (word == "--default") {
            good = ++i != words.size() && to.routes.set_default(words[i]);
        } else if (word == "--idle") {
            auto const seconds = ++i != words.size() ? support::to_port(words[i]) : std::nullopt;
            good = seconds.value_or(0) != 0;
            to.idle = std::chrono::seconds{seconds.value_or(0)};
        } else if (!to.port) {
            good = (to.port = support::to_port(word)).has_value();
        } else {
            good = !word.starts_with('-') && to.routes.add(word);
        }
        if (!good) {
            return std::nullopt;
        }
    }
    return to.help || (to.port && !to.routes.empty()) ? std::optional{std::move(to)} : std::nullopt;
}

volatile std::sig_atomic_t stopping = 0;
void stop(int /*signal*/) { stopping = 1; }

/// The connection that makes room for a new one: the oldest whose hello is incomplete after a `moment`. The list is in
/// the order of arrival.
std::list<support::routed_connection>::iterator dispensable(std::list<support::routed_connection>& all) {
    auto const before = support::routed_connection::clock::now() - moment;
    return std::find_if(all.begin(), all.end(), [=](auto const& each) { return each.keeps_hello_since(before); });
}

void serve(support::loopback_listener const& listener, options const& o) {
    std::list<support::routed_connection> connections;
    std::vector<std::uint8_t> scratch(support::flow::capacity);
    std::vector<pollfd> events;
    bool rests = false; // the system has no room for another connection at the moment
    while (stopping == 0) {
        bool const full = connections.size() >= most_connections && dispensable(connections) == connections.end();
        events.assign(1, {full || rests ? -1 : listener.socket().get(), POLLIN, 0});
        for (support::routed_connection const& each : connections) {
            each.ask(events);
        }
        constexpr int tick = 200; // milliseconds, for time limits and signals
        if (::poll(events.data(), static_cast<nfds_t>(events.size()), tick) < 0) {
            continue; // a signal
        }
        std::size_t i = 1;
        for (auto each = connections.begin(); each != connections.end(); i += 2) {
            bool const goes_on = each->serve(events[i].revents, events[i + 1].revents, o.routes, scratch);
            each = goes_on ? std::next(each) : connections.erase(each);
        }
        rests = false;
        if (events[0].revents != 0) {
            support::descriptor client = listener.accept();
            rests = !client.is_open();
            auto const leaves = dispensable(connections);
            if (!rests && connections.size() >= most_connections && leaves != connections.end()) {
                connections.erase(leaves);
            }
            if (!rests) {
                connections.emplace_back(std::move(client), o.idle);
            }
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    std::optional<options> const o = parse_options({argv + 1, argv + argc});
    if (!o) {
        std::cerr << usage;
        return 2;
    }
    if (o->help) {
        std::cout << usage;
        return 0;
    }
    support::loopback_listener const listener{*o->port, 64};
    if (!listener.is_open()) {
        std::cerr << "sni_router: cannot listen on port " << *o->port << '\n';
        return 2;
    }
    (void)std::signal(SIGTERM, stop);
    (void)std::signal(SIGINT, stop);
    listener.socket().do_not_wait();
    std::cout << "listening on " << listener.port() << std::endl;
    serve(listener, *o);
}
