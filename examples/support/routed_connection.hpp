// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client's connection, routed by the server name in its hello and relayed both ways. The hello is relayed unchanged.
#ifndef FLINTLS_EXAMPLES_SUPPORT_ROUTED_CONNECTION_HPP
#define FLINTLS_EXAMPLES_SUPPORT_ROUTED_CONNECTION_HPP

#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <poll.h>

#include "alert.hpp"
#include "descriptor.hpp"
#include "dump_text.hpp"
#include "endpoint.hpp"
#include "flintls/flintls.hpp"
#include "flintls/registry/names.hpp"
#include "flow.hpp"
#include "routes.hpp"

namespace support {

class routed_connection {
public:
    using clock = std::chrono::steady_clock;

    /// `limit`: the longest silence, and the longest time for the whole hello.
    routed_connection(descriptor client, clock::duration limit)
        : client_{std::move(client)}, limit_{limit}, begun_{clock::now()}, deadline_{begun_ + limit} {
        client_.do_not_wait();
        send_at_once(client_);
    }

    /// True if the connection began before `then` and its hello is incomplete.
    [[nodiscard]] bool keeps_hello_since(clock::time_point then) const {
        return phase_ == phase::peeking && begun_ < then;
    }

    /// Appends the events that the connection waits for: always two entries, one for each side.
    void ask(std::vector<pollfd>& wanted) const {
        bool const relays = phase_ == phase::relaying;
        bool const reads = phase_ == phase::connecting ? false : phase_ == phase::refusing || up_.wants_input();
        wanted.push_back(entry(&client_, reads, down_.wants_output()));
        wanted.push_back(entry(backend_ ? &*backend_ : nullptr, relays && down_.wants_input(),
                               relays ? up_.wants_output() : phase_ == phase::connecting));
    }

    /// Does what is possible after these events. `scratch` holds the hello during the call.
    /// \return false: the connection is over
    [[nodiscard]] bool serve(short client_events, short backend_events, routes const& to,
                             std::span<std::uint8_t> scratch) {
        if (clock::now() >= deadline_) {
            return false;
        }
        switch (phase_) {
        case phase::peeking: return client_events == 0 || read_hello(to, scratch);
        case phase::connecting: return backend_events == 0 || go_on_connected();
        case phase::relaying: return relay(client_events != 0, backend_events != 0);
        case phase::refusing: return leave(client_events != 0);
        }
        return false;
    }

private:
    enum class phase : std::uint8_t { peeking, connecting, relaying, refusing };

    /// Without events the descriptor is -1, which poll skips: a socket that is shut down would always be ready.
    static pollfd entry(descriptor const* socket, bool in, bool out) {
        int const events = (in ? POLLIN : 0) | (out ? POLLOUT : 0);
        return {events == 0 || socket == nullptr ? -1 : socket->get(), static_cast<short>(events), 0};
    }

    bool read_hello(routes const& to, std::span<std::uint8_t> scratch) {
        up_.fill(client_);
        flintls::hello_view hello;
        flintls::first_look const look = flintls::peek_records(up_.held(), scratch, hello);
        switch (look.kind) {
        case flintls::first_bytes::hello: route(hello, to); break;
        case flintls::first_bytes::incomplete:
            if (look.missing > up_.room()) {
                refuse_long_hello();
            }
            return !up_.has_ended();
        case flintls::first_bytes::not_tls: refuse(to_alert(look.problem), "this is not TLS"); break;
        case flintls::first_bytes::refused:
            if (look.problem.what() == flintls::errc::no_room) {
                refuse_long_hello();
                break;
            }
            refuse(to_alert(look.problem), "malformed at byte " + std::to_string(look.problem.offset()));
            break;
        }
        return true;
    }

    /// The hello is legal, and longer than the buffer.
    void refuse_long_hello() { refuse(to_alert(flintls::errc::message_too_long), "the hello is too long"); }
    void route(flintls::hello_view const& hello, routes const& to) {
        using enum flintls::alert_description;
        flintls::byte_view const name = hello.host_name();
        if (auto const wrong = flintls::judge_host_name(name)) { // RFC 6066 3
            refuse(to_alert(wrong), "name " + content(name));
            return;
        }
        endpoint const* const chosen = to.find(name);
        if (chosen == nullptr) { // RFC 6066 3; RFC 8446 9.2
            refuse(name.empty() ? missing_extension : unrecognized_name, "name " + content(name));
            return;
        }
        std::cerr << "name " << content(name) << ": to " << chosen->text << '\n';
        backend_.emplace(begin_to_connect(*chosen));
        phase_ = phase::connecting;
        deadline_ = clock::now() + limit_;
        if (!backend_->is_open()) {
            refuse(internal_error, "cannot connect");
        }
    }

    bool go_on_connected() {
        if (!has_connected(*backend_)) {
            refuse(flintls::alert_description::internal_error, "cannot connect");
            return true;
        }
        phase_ = phase::relaying;
        return relay(false, false);
    }

    bool relay(bool client_ready, bool backend_ready) {
        bool moved = false;
        if (client_ready && up_.wants_input()) {
            moved |= up_.fill(client_);
        }
        if (backend_ready && down_.wants_input()) {
            moved |= down_.fill(*backend_);
        }
        moved |= up_.drain(*backend_);
        moved |= down_.drain(client_);
        if (moved) {
            deadline_ = clock::now() + limit_;
        }
        return !up_.is_over() || !down_.is_over();
    }

    /// Sends an alert, then waits one second for the client to close: a close while the client still sends causes a
    /// reset, and the client could lose the alert.
    void refuse(flintls::alert_description alert, std::string const& why) {
        std::cerr << "refused, " << flintls::name_of(alert) << '(' << static_cast<int>(alert) << "): " << why << '\n';
        auto const record = fatal_alert_record(alert);
        down_.end_with(record);
        phase_ = phase::refusing;
        deadline_ = clock::now() + std::chrono::seconds{1};
        (void)down_.drain(client_);
    }
    bool leave(bool client_ready) {
        (void)down_.drain(client_);
        if (client_ready && !up_.has_ended()) {
            up_.fill(client_);
            up_.forget();
        }
        return !up_.has_ended();
    }

    descriptor client_;
    std::optional<descriptor> backend_;
    flow up_;   ///< from the client
    flow down_; ///< to the client
    clock::duration limit_;
    clock::time_point begun_;
    clock::time_point deadline_;
    phase phase_ = phase::peeking;
};

} // namespace support

#endif
