// A client with a ticket, and actors as its servers.
#pragma once

#include <cstdint>
#include <memory>

#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace pair {

struct two_suites : with_psk {
    using suites = suite_list<suite::psk_with_aes_128_gcm_sha256, suite::psk_with_aes_128_ccm_8>;
};
struct with_id : policy_of<options{.session_id_with_ticket = true}, two_suites> {};
inline bytes const ems = extended_master_secret_extension();
inline bytes const secure = renegotiated({}) + ems;
inline bytes const promise = extension(35, {});
inline bytes const first_ticket(40, 7);
inline bytes const second_ticket(50, 8);
inline bytes ticket_message(bytes const& ticket, std::uint32_t hint = 1000) {
    return message(handshake_type::new_session_ticket,
                   number16(hint >> 16U) + number16(hint & 0xffffU) + with_length(2, ticket));
}

/// A client with a ticket that an actor issued.
template <class Policy> struct meeting {
    explicit meeting(bytes const& ticket = first_ticket, std::uint32_t hint = 1000) {
        if (!ticket.empty()) got = gets(ticket, hint);
    }
    /// A full handshake in which the server sends this ticket.
    bool gets(bytes const& ticket, std::uint32_t hint = 1000) {
        link = w.begun();
        server = actor{false};
        server.meet(link->client);
        server.server_answers({.extensions = secure + promise});
        server.say(message(handshake_type::server_hello_done, {}));
        server.meet(link->client);
        server.say(ticket_message(ticket, hint));
        server.finish();
        server.meet(link->client);
        master = server.master;
        return link->client.idle() && !link->client.over();
    }
    /// Begins the next connection, and receives its hello.
    actor& next() {
        link = w.begun();
        server = actor{false};
        server.meet(link->client);
        server.master = master;
        return server;
    }
    endpoint& client() { return link->client; }
    bytes offered() { return server.hello_heard()[35]; }
    retry_advice advice() { return link->client.side->retry(); }
    /// The ticket that the next connection would offer.
    bytes kept() {
        auto probe = w.begun();
        actor a{false};
        a.meet(probe->client);
        return a.hello_heard()[35];
    }

    world<Policy, with_psk> w;
    std::unique_ptr<typename world<Policy, with_psk>::link> link;
    actor server{false};
    bytes master;
    bool got = false;
};

} // namespace pair
