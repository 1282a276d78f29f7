// RFC 5246 6.2.1: no record has more content than the sender's policy allows.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

struct everything : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"mqtt">;
};
struct small : policy_of<options{.max_send_fragment = 64}, everything> {};
struct asks_for_less
    : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512, .max_send_fragment = 700}, everything> {
};
struct asks_for_more
    : policy_of<options{.fragment_length = max_fragment_length_code::bytes_4096, .max_send_fragment = 700},
                everything> {};

/// Content bytes in the largest record of one side, in the clear and protected, without the 24 bytes of protection.
struct largest {
    std::size_t clear = 0;
    std::size_t secret = 0;
};
struct seen {
    largest of_client, of_server;
    bool good = false;
};
template <class C, class S> seen looks(room const& client_room, room const& server_room) {
    world<C, S> w;
    w.client_room = client_room;
    w.server_room = server_room;
    seen s;
    bool changed[2] = {false, false};
    auto const watch = [&](bool to_server, record const& each, std::vector<record>&) {
        largest& to = to_server ? s.of_client : s.of_server;
        bool& secret = changed[to_server ? 0 : 1];
        std::size_t const size = each.body.size() - (secret ? 24 : 0);
        (secret ? to.secret : to.clear) = std::max(secret ? to.secret : to.clear, size);
        secret = secret || each.type == content_type::change_cipher_spec;
    };
    s.good = true;
    for (unsigned i = 0; i < 2; ++i) {
        changed[0] = changed[1] = false;
        auto const link = w.begun();
        link->between.intercept = watch;
        s.good = s.good && link->between.connects() && link->agree() && link->client.resumed() == (i == 1);
        std::string const text(600, 'x');
        bytes const data = to_bytes(text);
        for (endpoint* const from : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
            endpoint& to = from == &link->client ? static_cast<endpoint&>(link->server) : link->client;
            to.got.clear();
            byte_view rest = data;
            for (unsigned turn = 0; turn < 100 && !rest.empty(); ++turn) {
                rest = rest.subview(from->write_some(rest));
                s.good = s.good && link->between.settle();
            }
            s.good = s.good && to.got == data;
        }
        s.good = s.good && link->client.renegotiate() && link->between.connects() && link->agree();
        s.good = s.good && link->between.talks() && link->between.closes();
    }
    return s;
}

TEST_CASE("no record has more content than its sender's policy says, in handshakes of every kind and in data") {
    seen const both = looks<small, small>({}, {});
    CHECK(both.good);
    CHECK(both.of_client.clear == 64);
    CHECK(both.of_client.secret == 64);
    CHECK(both.of_server.clear == 64);
    CHECK(both.of_server.secret == 64);
    seen const one = looks<everything, small>({}, {});
    CHECK(one.good);
    CHECK(one.of_client.clear > 64);
    CHECK(one.of_client.secret == 600);
    CHECK(one.of_server.clear == 64);
    CHECK(one.of_server.secret == 64);
    seen const other = looks<small, everything>({}, {});
    CHECK(other.good);
    CHECK(other.of_client.clear == 64);
    CHECK(other.of_server.secret == 600);
}
TEST_CASE("RFC 6066 4: what was negotiated is a limit as well, and the lower one counts") {
    seen const less = looks<asks_for_less, everything>({}, {});
    CHECK(less.good);
    CHECK(less.of_client.secret == 512);
    CHECK(less.of_server.secret == 512);
    seen const more = looks<asks_for_more, everything>({.receive = 4200}, {});
    CHECK(more.good);
    CHECK(more.of_client.secret == 600);
    CHECK(more.of_server.secret == 600);
}
TEST_CASE("a transmit buffer that a name and a ticket fit into has room for the hello in fragments") {
    using client_type = flintls::client<as_client<small>, client_knows<as_client<small>>>;
    room sizes;
    sizes.transmit = client_type::transmit_for(host.size(), 256);
    CHECK(looks<small, everything>(sizes, {}).good);
    CHECK(client_type::transmit_for(host.size(), 256) >
          flintls::client<as_client<everything>, client_knows<as_client<everything>>>::transmit_for(host.size(), 256));
}

} // namespace
