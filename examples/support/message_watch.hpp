// SPDX-License-Identifier: Apache-2.0
/// \file
/// Observes a connection by `Credentials::observe` (flintls/handshake/credentials.hpp): plain handshake messages, and
/// alerts.
#ifndef FLINTLS_EXAMPLES_SUPPORT_MESSAGE_WATCH_HPP
#define FLINTLS_EXAMPLES_SUPPORT_MESSAGE_WATCH_HPP

#include <cstddef>
#include <iostream>
#include <optional>

#include "dump.hpp"
#include "flintls/flintls.hpp"
#include "handshake_stream.hpp"
#include "messages.hpp"

namespace support {

/// Watches one connection. Prints messages and alerts if `trace` is set; remembers alerts and an offered ticket.
class message_watch {
public:
    explicit message_watch(bool trace) : trace_{trace} {}

    void see(bool sent, flintls::content_type type, flintls::byte_view bytes) {
        if (type == flintls::content_type::alert) {
            see_alert(sent, bytes);
        } else {
            handshake_stream& stream = sent ? sent_ : received_;
            stream.append(bytes, seen_of(sent));
            seen_of(sent) += bytes.size();
            while (see_message(sent, stream)) {
            }
        }
    }

    /// The last alert other than close_notify.
    [[nodiscard]] std::optional<flintls::alert_description> alert_sent() const { return alert_sent_; }
    [[nodiscard]] std::optional<flintls::alert_description> alert_received() const { return alert_received_; }
    /// True if a client offered a ticket.
    [[nodiscard]] bool ticket_came() const { return ticket_came_; }

private:
    std::size_t& seen_of(bool sent) { return sent ? sent_size_ : received_size_; }

    void see_alert(bool sent, flintls::byte_view bytes) {
        flintls::alert alert;
        if (parse(bytes, alert) || alert.description == flintls::alert_description::close_notify) {
            return;
        }
        (sent ? alert_sent_ : alert_received_) = alert.description;
        if (trace_) {
            std::cerr << '\n' << (sent ? "sent" : "received") << ": alert " << meaning(alert.description) << '\n';
        }
    }
    /// \return false: no complete message
    bool see_message(bool sent, handshake_stream& stream) {
        framed message;
        if (flintls::error const e = frame(stream.unread(), spoken_, message)) {
            bool const incomplete = e.what() == flintls::errc::truncated;
            stream.consume(incomplete ? 0 : stream.unread().size()); // an unknown type
            return false;
        }
        auto const use = [&](auto const& decoded, framed const& at) {
            spoken_.learn(decoded);
            look(sent, decoded);
            if (trace_) {
                std::cerr << '\n' << (sent ? "sent:" : "received:");
                dump{std::cerr, {}}.message(decoded, at, [&](std::size_t offset) { return stream.origin(offset); });
            }
        };
        (void)decode(message, spoken_, use); // the driver refuses malformed messages
        stream.consume(message.size());
        return true;
    }

    template <class M> void look(bool /*sent*/, M const& /*message*/) {}
    void look(bool sent, flintls::client_hello const& hello) {
        for (flintls::raw_extension const& each : hello.extensions) {
            ticket_came_ |= !sent && each.type == flintls::extension_type::session_ticket && !each.body.empty();
        }
    }

    handshake_stream sent_;
    handshake_stream received_;
    std::size_t sent_size_ = 0;
    std::size_t received_size_ = 0;
    dialect spoken_;
    std::optional<flintls::alert_description> alert_sent_;
    std::optional<flintls::alert_description> alert_received_;
    bool ticket_came_ = false;
    bool trace_;
};

} // namespace support

#endif
