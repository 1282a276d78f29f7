// The life of a connection and of its successor, recorded as the bytes on the wire.
#pragma once

#include "tls12/pair/product.hpp"

namespace pair {

/// All bytes on the wire of a full handshake, data, renegotiations from both sides, and an abbreviated connection with
/// a renewed ticket.
struct story {
    bytes client_sent;
    bytes server_sent;
    unsigned most_public_key = 0;
    bool good = true;

    friend bool operator==(story const& a, story const& b) {
        return a.good && b.good && a.client_sent == b.client_sent && a.server_sent == b.server_sent;
    }
};

template <class Link> void tell(story& s, Link& link) {
    append(s.client_sent, link.client.all_sent);
    append(s.server_sent, link.server.all_sent);
    for (unsigned const most : {link.client.most_public_key, link.server.most_public_key}) {
        s.most_public_key = most > s.most_public_key ? most : s.most_public_key;
    }
}

template <class Policy, template <class> class ClientKnows = client_knows,
          template <class> class ServerKnows = server_knows>
story run_story(transport const& how, room const& sizes = {}) {
    seed(7);
    world<Policy, Policy, ClientKnows, ServerKnows> w;
    w.client_room = w.server_room = sizes;
    story s;
    auto one = w.begun();
    one->between.how = how;
    s.good = one->between.connects() && one->agree() && one->between.talks();
    s.good = s.good && one->client.renegotiate() && one->between.connects() && one->agree() && one->between.talks();
    s.good = s.good && one->server.renegotiate() && one->between.connects() && one->agree() && one->between.talks();
    s.good = s.good && one->between.closes();
    tell(s, *one);
    w.rotate(); // T11: the ticket is sealed under an older key
    auto two = w.begun();
    two->between.how = how;
    s.good = s.good && two->between.connects() && two->agree() && two->client.resumed() && two->between.talks();
    s.good = s.good && two->server.side->gave_ticket() && two->between.closes();
    tell(s, *two);
    return s;
}

struct everything : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_ccm_8>;
    using protocols = protocol_list<"mqtt">;
};
struct small : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512}, everything> {};
struct only_certificates : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
struct only_psk : basic {
    using suites = suite_list<suite::ecdhe_psk_with_aes_128_gcm_sha256>;
};

} // namespace pair
