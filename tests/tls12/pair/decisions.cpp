// The calls of credentials: views that are valid during the call only, and a server with several names.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

struct with_both : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
struct ecdhe_with_psk : basic {
    using suites = suite_list<suite::ecdhe_psk_with_aes_128_gcm_sha256>;
};

/// A copy of bytes that is overwritten at its destruction.
class mortal {
public:
    explicit mortal(byte_view from) : bytes_{to_bytes(from)} { ++lived; }
    mortal(mortal const&) = delete;
    mortal& operator=(mortal const&) = delete;
    ~mortal() { std::fill(bytes_.begin(), bytes_.end(), std::uint8_t{0xa5}); }
    [[nodiscard]] byte_view view() const { return {bytes_.data(), static_cast<std::uint32_t>(bytes_.size())}; }

    static inline unsigned lived = 0;

private:
    bytes bytes_;
};

/// Credentials whose arguments are views that become invalid after the call.
template <class P> struct forgetful_client : client_proves<P> {
    crypto_status trust(certificate_chain const& theirs, identity const& leaf, byte_view host_name) {
        mortal const certificates{theirs.encoded()};
        mortal const name{host_name};
        return client_proves<P>::trust(certificate_chain::from_encoded(certificates.view()), identity{leaf},
                                       name.view());
    }
    auto psk(byte_view hint) {
        mortal const copy{hint};
        return client_proves<P>::psk(copy.view());
    }
};
template <class P> struct forgetful_server : server_asks<P> {
    crypto_status trust(certificate_chain const& theirs, identity const& leaf, byte_view host_name) {
        mortal const certificates{theirs.encoded()};
        return server_asks<P>::trust(certificate_chain::from_encoded(certificates.view()), identity{leaf}, host_name);
    }
    auto psk(byte_view name) {
        mortal const copy{name};
        return server_asks<P>::psk(copy.view()); // the result is a view of the copy, too
    }
    bool look(requested_server const& hello) {
        mortal const name{hello.host_name};
        mortal const list{hello.protocols.encoded()};
        seen_name = to_bytes(name.view());
        return true;
    }
    bytes seen_name;
};

template <class Policy> void check_forgetful(unsigned least) {
    world<Policy, Policy, forgetful_client, forgetful_server> w;
    mortal::lived = 0;
    for (bool const resumed : {false, true}) {
        auto const link = w.connected();
        REQUIRE(link);
        CHECK(link->client.resumed() == resumed);
        CHECK(link->server.side->peer() == link->client.current().own);
        CHECK(w.server.seen_name == to_bytes(host));
        CHECK(link->between.talks());
        w.store.clear(); // the next handshake is a full one
        REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.connects());
        CHECK(link->agree());
        CHECK(link->between.talks());
    }
    CHECK(mortal::lived >= least);
}
TEST_CASE("what credentials are shown may die when they have answered: full, resumed and renegotiated handshakes") {
    check_forgetful<with_certificate>(12);
    check_forgetful<with_psk>(12);
    check_forgetful<ecdhe_with_psk>(12);
    check_forgetful<with_both>(12);
}

// ---- a server with several names

struct two_protocols : with_certificate {
    using protocols = protocol_list<"mqtt", "coap">;
};

/// A server that is `sensor` under its name, `stranger` under another name, and refuses all other names.
template <class P> struct two_servers : server_knows<P> {
    bool look(requested_server const& hello) {
        ++looked;
        seen_protocols.clear();
        for (byte_view const each : hello.protocols) {
            append(seen_protocols, each);
            seen_protocols.push_back(' ');
        }
        bool const is_sensor = hello.host_name == byte_view{host};
        bool const is_stranger = hello.host_name == byte_view{"6f74686572"_hex}; // other
        certified const& who = is_sensor ? sensor : stranger;
        this->chain = {who.certificate};
        this->signing = key_from<mbedtls::ecdsa_secp256r1>(who.private_key);
        return is_sensor || is_stranger;
    }
    unsigned looked = 0;
    bytes seen_protocols;
};
using world_of_two = world<two_protocols, two_protocols, client_knows, two_servers>;

TEST_CASE("RFC 6066 3: a server chooses its certificate by the name that a client asks for, and sees the protocols") {
    world_of_two w;
    auto const first = w.connected();
    REQUIRE(first);
    CHECK(first->client.side->peer().digest == sensor.pin);
    CHECK(w.server.seen_protocols == to_bytes("mqtt coap "));
    CHECK(first->client.side->protocol() == 1);

    w.store.clear();
    w.name = "6f74686572"_hex;
    w.knows.pin = stranger.pin;
    auto const second = w.connected();
    REQUIRE(second);
    CHECK(second->client.side->peer().digest == stranger.pin);
    CHECK(w.server.looked == 2);
    // `look` is called for a resumed connection, too.
    auto const third = w.connected();
    REQUIRE(third);
    CHECK(third->client.resumed());
    CHECK(w.server.looked == 3);
}
TEST_CASE("RFC 6066 3: a name that no server has is an unrecognized_name, and no reason to try again") {
    world_of_two w;
    w.name = "6e6f626f6479"_hex; // nobody
    auto link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->server.why() == errc::unrecognized_name);
    CHECK(link->server.alert_sent() == 112);
    CHECK(link->client.alert_received() == 112);
    CHECK(link->client.side->retry() == retry_advice::do_not_retry);
}

// ---- a server that chooses by more than the name

/// Keeps what it sees, and gives the answer that the test sets.
template <class P> struct choosing_server : server_knows<P> {
    look_answer look(requested_server const& hello) {
        seen = bytes{};
        append(seen, hello.cipher_suites.encoded());
        append(seen, hello.groups.encoded());
        append(seen, hello.signature_schemes.encoded());
        return answer;
    }
    look_answer answer{};
    bytes seen;
};

TEST_CASE("RFC 7301 3.2: credentials see suites, groups and schemes of a hello, and choose the protocol") {
    world<two_protocols, two_protocols, client_knows, choosing_server> w;
    struct row {
        std::uint8_t wanted;
        unsigned chosen;
    };
    for (row const each : {row{look_answer::by_policy, 1}, row{1, 1}, row{2, 2}, row{look_answer::no_protocol, 0}}) {
        w.store.clear();
        w.server.answer.protocol = each.wanted;
        auto const link = w.connected();
        REQUIRE(link);
        CHECK(link->client.side->protocol() == each.chosen);
        CHECK(link->server.side->protocol() == each.chosen);
        auto const resumed = w.connected();
        REQUIRE(resumed);
        CHECK(resumed->client.resumed());
        CHECK(resumed->client.side->protocol() == each.chosen);
    }
    // The suite (RFC 5289 5), secp256r1 (RFC 8422 5.1.1), and ECDSA, PSS and PKCS #1 with SHA-256 (RFC 8446 4.2.3)
    CHECK(w.server.seen == to_bytes("c02b 0017 0403 0804 0401"_hex));
}
TEST_CASE("RFC 7301 3.2: a protocol that the credentials choose and the client does not offer ends the handshake") {
    struct one_protocol : with_certificate {
        using protocols = protocol_list<"mqtt">;
    };
    world<one_protocol, two_protocols, client_knows, choosing_server> w;
    w.server.answer.protocol = 2;
    auto const link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->server.why() == errc::no_application_protocol);
    CHECK(link->server.alert_sent() == 120);
}

// ---- a judge of certificates that has reasons of its own

template <class P> struct reasoning_client : client_knows<P> {
    trust_answer trust(certificate_chain const& /*chain*/, identity const& /*leaf*/, byte_view /*host_name*/) {
        return why;
    }
    error why{errc::untrusted_peer, 0};
};

TEST_CASE("RFC 5246 7.2.2: a judge of certificates chooses the error and the alert of its refusal") {
    struct row {
        error why;
        int alert;
    };
    world<with_certificate, with_certificate, reasoning_client, server_knows> w;
    for (row const& each : {row{{errc::untrusted_peer, 0}, 42}, row{{errc::certificate_expired, 0}, 45},
                            row{{errc::unknown_issuer, 0}, 48}, row{{errc::chain_refused, 44}, 44}}) {
        w.knows.why = each.why;
        auto const link = w.begun();
        CHECK_FALSE(link->between.connects());
        CHECK(link->client.why() == each.why.what());
        CHECK(link->client.alert_sent() == each.alert);
        CHECK(link->server.alert_received() == each.alert);
    }
}

} // namespace
