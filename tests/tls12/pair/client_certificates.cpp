// Clients that authenticate by certificate: RFC 5246 7.4.4, 7.4.6, 7.4.8, RFC 8422 5.5, 5.6, 5.8.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;
using wanted = client_certificate;

struct with_both : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
struct with_ccm : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_ccm_8>;
};
using world_type = proving<with_certificate>;

identity const is_stranger{identity_kind::spki_sha256, stranger.pin};
identity const is_sensor{identity_kind::spki_sha256, sensor.pin};
identity const nobody{};

/// True if both sides report these identities.
template <class Link> bool are(Link& link, identity const& client, identity const& server = is_sensor) {
    return link.client.side->peer() == server && link.client.current().own == client &&
           link.server.side->peer() == client && link.server.current().peer == client;
}

template <class P> void check_full_and_abbreviated() {
    proving<P> w;
    auto const first = w.connected();
    REQUIRE(first);
    CHECK(are(*first, is_stranger));
    CHECK(w.server.asked_trust == 1);
    CHECK(w.server.seen_chain == 1);
    CHECK(first->client.most_public_key <= 1);
    CHECK(first->server.most_public_key <= 1);
    CHECK(first->between.talks());
    CHECK(first->between.closes());

    auto const second = w.connected();
    REQUIRE(second);
    CHECK(second->client.resumed());
    CHECK(are(*second, is_stranger));
    CHECK(w.server.asked_trust == 1);
    CHECK(second->client.most_public_key == 0);
    CHECK(second->server.most_public_key == 0);
    CHECK(second->between.talks());
}
TEST_CASE("a client with a certificate is known by it, in full and in abbreviated handshakes") {
    check_full_and_abbreviated<with_certificate>();
    check_full_and_abbreviated<with_ccm>();
}

TEST_CASE("RFC 5246 7.4.6: a client without a certificate comes in as nobody, or not at all: handshake_failure") {
    for (wanted const how : {wanted::unwanted, wanted::requested, wanted::required}) {
        for (bool const has_one : {false, true}) {
            CAPTURE(static_cast<int>(how));
            CAPTURE(has_one);
            world_type w;
            w.server.wants = how;
            if (!has_one) w.knows.chain.clear();
            auto link = w.begun();
            bool const comes_in = has_one || how != wanted::required;
            CHECK(link->between.connects() == comes_in);
            if (comes_in) {
                CHECK(are(*link, has_one && how != wanted::unwanted ? is_stranger : nobody));
                CHECK(link->between.talks());
            } else {
                CHECK(link->server.alert_sent() == 40);
                CHECK(link->server.why() == errc::certificate_missing);
                CHECK(link->client.alert_received() == 40);
                CHECK(link->client.side->retry() == retry_advice::do_not_retry);
            }
        }
    }
    world<with_certificate, with_certificate, client_knows, server_asks> w; // a client that never has one
    w.server.wants = wanted::requested;
    auto const link = w.connected();
    REQUIRE(link);
    CHECK(are(*link, nobody));
    w.server.wants = wanted::required;
    auto const other = w.begun();
    CHECK_FALSE(other->between.connects());
    CHECK(other->server.alert_sent() == 40);
}
TEST_CASE("a server that never asks gets no certificate of a client that has one") {
    world<with_certificate, with_certificate, client_proves, server_knows> w;
    auto const link = w.connected();
    REQUIRE(link);
    CHECK(are(*link, nobody));
}
TEST_CASE("a client whom the server does not trust: bad_certificate; one whose key is another one's: decrypt_error") {
    world_type w;
    w.server.pin = sensor.pin;
    auto link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->server.alert_sent() == 42);
    CHECK(link->server.why() == errc::untrusted_peer);
    CHECK(link->client.side->retry() == retry_advice::do_not_retry);

    world_type v;
    v.knows.signing = key_from<mbedtls::ecdsa_secp256r1>(sensor.private_key);
    auto other = v.begun();
    CHECK_FALSE(other->between.connects());
    CHECK(other->server.alert_sent() == 51);
    CHECK(other->server.side->peer() == nobody);
}
TEST_CASE("RFC 4279: no certificates with pre-shared keys") {
    proving<with_both> w;
    w.server.chain.clear(); // the pre-shared key remains
    auto const link = w.connected();
    REQUIRE(link);
    CHECK(link->server.side->peer().kind == identity_kind::psk_identity_sha256);
    CHECK(link->client.current().own == link->client.current().peer);
    CHECK(w.server.asked_trust == 0);
}
TEST_CASE("a certificate of the client's own that is none ends the attempt before anything is sent of it") {
    world_type w;
    w.knows.chain = {byte_view{stranger.private_key}};
    auto link = w.begun();
    REQUIRE(link->between.settle());
    CHECK(link->client.alert_sent() == 80);
    CHECK(take_records(link->client.all_sent).size() == 1); // the alert alone
}

// ---- the client, and an actor as its server

bytes const secure = renegotiated({}) + extended_master_secret_extension();
bytes request(bytes const& types, bytes const& schemes, bytes const& issuers = {}) {
    return message(type::certificate_request,
                   with_length(1, types) + with_length(2, schemes) + with_length(2, issuers));
}
/// Runs up to the client's Finished, with this CertificateRequest.
void ask(actor& server, endpoint& client, bytes const& asked) {
    server.meet(client);
    server.server_answers({.suites = {0xc02b}, .extensions = secure});
    server.say(server.certificate_message());
    server.say(server.ecdhe_key_exchange_message());
    server.say(asked);
    server.say(message(type::server_hello_done, {}));
    server.meet(client);
}

TEST_CASE("RFC 8422 5.8: what a client signs is the transcript up to its key exchange, by the key that it shows") {
    for (bytes const& asked : {request({64}, {4, 3}), request({1, 2, 64}, {8, 4, 4, 1, 4, 3}),
                               request({64, 1}, {4, 3, 4, 1}, with_length(2, {0x30, 0}) + with_length(2, {0x30, 0}))}) {
        world<with_certificate, with_psk, client_proves> w;
        w.knows.chain = {stranger.certificate, sensor.certificate};
        auto link = w.begun();
        actor server{false};
        ask(server, link->client, asked);
        CHECK(server.body_of(type::certificate) == with_length(3, with_length(3, to_bytes(stranger.certificate)) +
                                                                      with_length(3, to_bytes(sensor.certificate))));
        bytes const verify = server.body_of(type::certificate_verify);
        REQUIRE(verify.size() > 4);
        CHECK(bytes(verify.begin(), verify.begin() + 2) == bytes{4, 3});
        bytes const signature(verify.begin() + 4, verify.end());
        CHECK(number16(static_cast<unsigned>(signature.size())) == bytes(verify.begin() + 2, verify.begin() + 4));
        bytes const whole = message(type::certificate_verify, verify);
        auto const at = std::search(server.transcript.begin(), server.transcript.end(), whole.begin(), whole.end());
        bytes const before(server.transcript.begin(), at);
        CHECK(before.size() + whole.size() + 16 == server.transcript.size()); // 16 bytes of Finished follow
        // The point ends the SubjectPublicKeyInfo of the certificate: 04, x and y.
        bytes const der = to_bytes(stranger.certificate);
        bytes const oid{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};
        auto const point = std::search(der.begin(), der.end(), oid.begin(), oid.end()) + 11;
        bytes const key(point, point + 65);
        bytes const digest = server.hash_of(before);
        CHECK(mbedtls::verifier::verify({public_key_view::algorithm::ec_secp256r1, key},
                                        signature_scheme::ecdsa_secp256r1_sha256, digest,
                                        signature) == crypto_status::done);
        server.finish();
        server.meet(link->client);
        CHECK(link->client.idle());
        CHECK(link->client.current().own == is_stranger);
        CHECK(server.good);
        CHECK(link->client.most_public_key == 1);
    }
}
TEST_CASE("RFC 5246 7.4.4: a request that the client's certificate does not fit is answered with none") {
    for (bytes const& asked : {request({1}, {4, 3}), request({64}, {4, 1}), request({1, 2}, {8, 4}),
                               request({66}, {4, 3}), request({64}, {3, 4})}) {
        world<with_certificate, with_psk, client_proves> w;
        auto link = w.begun();
        actor server{false};
        ask(server, link->client, asked);
        CHECK(server.body_of(type::certificate) == bytes{0, 0, 0});
        CHECK_FALSE(server.has_heard(type::certificate_verify));
        server.finish();
        server.meet(link->client);
        CHECK(link->client.idle());
        CHECK(link->client.current().own == nobody);
    }
}
TEST_CASE("a CertificateRequest that is malformed is decode_error") {
    for (bytes const& body : {bytes{}, bytes{0, 0, 2, 4, 3, 0, 0}, bytes{1, 64, 0, 0, 0, 0}, bytes{1, 64, 0, 2, 4, 3},
                              bytes{1, 64, 0, 2, 4, 3, 0, 2, 0, 0}, bytes{1, 64, 0, 2, 4, 3, 0, 0, 0}}) {
        world<with_certificate, with_psk, client_proves> w;
        auto link = w.begun();
        actor server{false};
        ask(server, link->client, message(type::certificate_request, body));
        CHECK(link->client.alert_sent() == 50);
    }
}

// ---- the server, and an actor as its client

bytes certificate_of(std::initializer_list<byte_view> chain) {
    bytes all;
    for (byte_view const each : chain) append(all, with_length(3, to_bytes(each)));
    return message(type::certificate, with_length(3, all));
}
bytes const abilities = secure + extension(10, {0, 2, 0, 23}) + extension(13, {0, 2, 4, 3});

/// A client that has sent its hello to this server.
struct visit {
    explicit visit(wanted how = wanted::required) {
        w.server.wants = w.server.wants_again = how;
        link = w.begun();
        client.client_greets({.suites = {0xc02b, 0x00a8}, .extensions = abilities});
        client.meet(server());
    }
    void shows(byte_view certificate = stranger.certificate) { says(certificate_of({certificate})); }
    void says(bytes const& what) {
        client.say(what);
        client.meet(server());
    }
    /// Sends the client's key exchange, and derives the keys.
    void exchanges() {
        client.say(client.ecdhe_client_exchange_message());
        client.make_ecdhe_master();
        client.expand();
        client.meet(server());
    }
    void signs(byte_view key = stranger.private_key, unsigned scheme = 0x0403) {
        says(client.certificate_verify_message(key, scheme));
    }
    bool finishes() {
        client.finish();
        client.meet(server());
        return server().idle() && !server().over() && client.good;
    }
    endpoint& server() { return link->server; }

    world<with_psk, with_both, client_knows, server_asks> w;
    std::unique_ptr<decltype(w)::link> link;
    actor client{true};
};

TEST_CASE("a server asks for what it can check: ECDSA, and RSA where the policy has it (RFC 5246 7.4.4)") {
    visit v;
    // types 64 and 1; schemes 0403, 0804, 0401 in the policy's order; no issuers
    CHECK(v.client.body_of(type::certificate_request) == bytes{2, 64, 1, 0, 6, 4, 3, 8, 4, 4, 1, 0, 0});
    v.shows();
    v.exchanges();
    v.signs();
    CHECK(v.finishes());
    CHECK(v.link->server.side->peer() == is_stranger);
    CHECK(v.server().most_public_key == 1);
}
struct only_ecdsa : with_both {
    using signature_schemes = scheme_list<signature_scheme::ecdsa_secp256r1_sha256>;
};
TEST_CASE("a server whose policy has only ECDSA with SHA-256 asks for nothing else") {
    world<with_psk, only_ecdsa, client_knows, server_asks> w;
    auto link = w.begun();
    actor client{true};
    client.client_greets({.suites = {0xc02b}, .extensions = abilities});
    client.meet(link->server);
    CHECK(client.body_of(type::certificate_request) == bytes{1, 64, 0, 2, 4, 3, 0, 0});
}
TEST_CASE("whoever proves nothing does not come in: signatures of others, of something else, changed, absent") {
    struct lie {
        byte_view certificate;
        byte_view key;
        unsigned scheme;
        int alert;
    };
    for (lie const& each : {lie{stranger.certificate, sensor.private_key, 0x0403, 51},
                            lie{sensor.certificate, stranger.private_key, 0x0403, 42}, // an untrusted key
                            lie{stranger.certificate, stranger.private_key, 0x0401, 51},
                            lie{stranger.certificate, stranger.private_key, 0x0804, 51},
                            lie{stranger.certificate, stranger.private_key, 0x0503, 47}, // a scheme outside the request
                            lie{stranger.certificate, stranger.private_key, 0x0203, 47},
                            lie{stranger.certificate, stranger.private_key, 0, 47},
                            lie{stranger.private_key, stranger.private_key, 0x0403, 42}}) {
        visit v;
        v.shows(each.certificate);
        if (!v.server().over()) {
            v.exchanges();
            REQUIRE_FALSE(v.server().over());
            v.signs(each.key, each.scheme);
        }
        CHECK(v.server().alert_sent() == each.alert);
        CHECK(v.client.alert() == each.alert);
        CHECK(v.link->server.side->peer() == nobody);
    }
    visit other; // signs a transcript without the key exchange
    other.shows();
    bytes const early = other.client.certificate_verify_message(stranger.private_key);
    other.exchanges();
    other.says(early);
    CHECK(other.server().alert_sent() == 51);
}
TEST_CASE("every byte of a CertificateVerify counts") {
    visit probe;
    probe.shows();
    probe.exchanges();
    std::size_t const size = probe.client.certificate_verify_message(stranger.private_key).size();
    for (std::size_t at = 0; at + 3 < size; ++at) { // the next signature may be shorter
        visit v;
        v.shows();
        v.exchanges();
        bytes wrong = v.client.certificate_verify_message(stranger.private_key);
        wrong[at] ^= static_cast<std::uint8_t>(1U << at % 8);
        if (at == 3) wrong.resize(4 + wrong[3]); // of the length that the header gives
        v.says(wrong);
        CAPTURE(at);
        int const alert = v.server().alert_sent();
        // type; high bytes of the length (too long, or incomplete); low byte; scheme; size of the signature; its bytes
        CHECK((at == 0   ? alert == 10
               : at <= 2 ? alert == 40 || alert == -1
               : at == 3 ? alert == 50
               : at <= 5 ? alert == 47 || alert == 51
               : at <= 7 ? alert == 50
                         : alert == 51));
        if (alert == -1) CHECK_FALSE(v.server().idle());
    }
}
TEST_CASE("messages of a client's certificate that are malformed are decode_error") {
    for (bytes const& body : {bytes{}, bytes{0, 0}, bytes{0, 0, 1}, bytes{0, 0, 3, 0, 0, 0}, bytes{0, 0, 0, 0},
                              bytes{0, 0, 4, 0, 0, 2, 1}}) {
        visit v;
        v.says(message(type::certificate, body));
        CHECK(v.server().alert_sent() == 50);
    }
    for (bytes const& body :
         {bytes{}, bytes{4}, bytes{4, 3}, bytes{4, 3, 0}, bytes{4, 3, 0, 1}, bytes{4, 3, 0, 0, 0}}) {
        visit v;
        v.shows();
        v.exchanges();
        v.says(message(type::certificate_verify, body));
        CHECK(v.server().alert_sent() == 50);
    }
}
TEST_CASE("RFC 5246 7.4.8: a certificate needs its CertificateVerify, which needs a certificate") {
    visit without;
    without.shows();
    without.exchanges();
    CHECK_FALSE(without.finishes());
    CHECK(without.server().alert_sent() == 10);

    visit needless{wanted::requested};
    needless.says(certificate_of({}));
    needless.exchanges();
    needless.signs();
    CHECK(needless.server().alert_sent() == 10);

    visit nobody_at_all{wanted::requested};
    nobody_at_all.says(certificate_of({}));
    nobody_at_all.exchanges();
    CHECK(nobody_at_all.finishes());
    CHECK(nobody_at_all.link->server.side->peer() == nobody);

    visit required;
    required.says(certificate_of({}));
    CHECK(required.server().alert_sent() == 40);
}

/// States of a server that requests a certificate. "of_nobody": the client has sent an empty Certificate.
enum class at { certificate, key_exchange, key_exchange_of_nobody, verify, change, change_of_nobody, count };

void go_to(visit& v, at where) {
    bool const unknown = where == at::key_exchange_of_nobody || where == at::change_of_nobody;
    if (where == at::certificate) return;
    unknown ? v.says(certificate_of({})) : v.shows();
    if (where == at::key_exchange || unknown) {
        if (where != at::change_of_nobody) return;
    }
    v.exchanges();
    if (where == at::change) v.signs();
}
TEST_CASE("every message in every state of a server that asks: what does not belong there is unexpected") {
    for (unsigned s = 0; s < static_cast<unsigned>(at::count); ++s) {
        auto const where = static_cast<at>(s);
        for (unsigned what = 0; what < 11; ++what) {
            CAPTURE(s);
            CAPTURE(what);
            visit v{wanted::requested};
            go_to(v, where);
            REQUIRE_FALSE(v.server().over());
            actor& c = v.client;
            bool belongs = false;
            switch (what) {
            case 0:
                c.say(certificate_of({stranger.certificate}));
                belongs = where == at::certificate;
                break;
            case 1:
                c.say(certificate_of({}));
                belongs = where == at::certificate;
                break;
            case 2:
                c.say(c.ecdhe_client_exchange_message());
                belongs = where == at::key_exchange || where == at::key_exchange_of_nobody;
                break;
            case 3:
                c.say(c.certificate_verify_message(stranger.private_key));
                belongs = where == at::verify;
                break;
            case 4:
                c.change();
                belongs = where == at::change || where == at::change_of_nobody;
                break;
            case 5: c.say(message(type::finished, bytes(12))); break;
            case 6: c.say(greeting_message({.suites = {0xc02b}, .extensions = abilities}, c.client_random)); break;
            case 7: c.say_record(content_type::application_data, {'h', 'i'}); break;
            case 8: c.say(request({64}, {4, 3})); break;
            case 9: c.say(message(type::server_hello_done, {})); break;
            default: c.say(message(static_cast<type>(254), {})); break;
            }
            c.meet(v.server());
            CHECK(v.server().alert_sent() == (belongs ? -1 : 10));
            CHECK(v.server().over() == !belongs);
        }
    }
}
TEST_CASE("a server that never asks, or does not ask this time, takes neither message") {
    for (wanted const how : {wanted::unwanted, wanted::requested}) {
        for (unsigned const suite : {0x00a8U, 0xc02bU}) {
            if (how == wanted::requested && suite == 0xc02b) continue;
            for (bool const verify : {false, true}) {
                world<with_psk, with_both, client_knows, server_asks> w;
                w.server.wants = how;
                auto link = w.begun();
                actor client{true};
                client.client_greets({.suites = {suite}, .extensions = abilities});
                client.meet(link->server);
                CHECK_FALSE(client.has_heard(type::certificate_request));
                if (!verify) {
                    client.say(certificate_of({stranger.certificate}));
                } else {
                    client.say(suite == 0x00a8 ? client.psk_key_exchange() : client.ecdhe_client_exchange_message());
                    client.say(client.certificate_verify_message(stranger.private_key));
                }
                client.meet(link->server);
                CHECK(link->server.alert_sent() == 10);
            }
        }
    }
    world<with_psk, with_both> w; // a server whose credentials never request a certificate
    auto link = w.begun();
    actor client{true};
    client.client_greets({.suites = {0xc02b}, .extensions = abilities});
    client.meet(link->server);
    client.say(client.ecdhe_client_exchange_message());
    client.say(client.certificate_verify_message(stranger.private_key));
    client.meet(link->server);
    CHECK(link->server.alert_sent() == 10);
}

// ---- renegotiation and tickets

TEST_CASE("B7: a client that is asked only in a renegotiation becomes somebody, and stays that") {
    world_type w;
    w.server.wants = wanted::unwanted;
    w.client_keeps = false;
    auto link = w.connected();
    REQUIRE(link);
    CHECK(are(*link, nobody));
    REQUIRE(link->server.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(are(*link, is_stranger));
    w.server.wants_again = wanted::unwanted; // the server requests the certificate again nevertheless
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(are(*link, is_stranger));
    CHECK(link->between.talks());
    w.knows.chain.clear(); // the client has no certificate any more
    REQUIRE(link->client.renegotiate());
    CHECK_FALSE(link->between.connects());
    CHECK(link->server.alert_sent() == 40);
    CHECK(link->server.why() == errc::certificate_missing);
}
TEST_CASE(
    "B7: a client that becomes somebody else in a renegotiation is refused, whom the server would trust otherwise") {
    world_type w;
    w.client_keeps = false;
    auto link = w.connected();
    REQUIRE(link);
    w.knows.is(sensor);
    w.server.pin = sensor.pin;
    REQUIRE(link->client.renegotiate());
    CHECK_FALSE(link->between.connects());
    CHECK(link->server.alert_sent() == 40);
    CHECK(link->server.why() == errc::identity_changed);
    auto const other = w.connected(); // in a new connection
    REQUIRE(other);
    CHECK(are(*other, is_sensor));
}
struct may_change : policy_of<options{.allow_identity_change = true}, with_certificate> {};
TEST_CASE("B7: unless the policy lets it, also into nobody") {
    proving<may_change> w;
    w.client_keeps = false;
    auto link = w.connected();
    REQUIRE(link);
    w.knows.is(sensor);
    w.server.pin = sensor.pin;
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(are(*link, is_sensor));
    w.server.wants_again = wanted::unwanted;
    REQUIRE(link->client.renegotiate());
    REQUIRE(link->between.connects());
    CHECK(are(*link, nobody));
}
TEST_CASE("a renegotiation that resumes the session of a client that is somebody") {
    world_type w;
    auto link = w.connected();
    REQUIRE(link);
    REQUIRE(link->client.side->renegotiate(true));
    REQUIRE(link->between.connects());
    CHECK(link->client.resumed());
    CHECK(are(*link, is_stranger));
    CHECK(w.server.asked_trust == 1);
}

TEST_CASE(
    "T10: a ticket whose client is not accepted any more is a full handshake, in which it is not trusted either") {
    world_type w;
    REQUIRE(w.connected());
    w.server.pin = sensor.pin;
    auto link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->server.alert_sent() == 42);
    CHECK(w.server.asked_trust == 2);
}
TEST_CASE("T10: a session of nobody is not resumed where a certificate is required; where it is requested it is") {
    for (wanted const how : {wanted::requested, wanted::required}) {
        world_type w;
        w.server.wants = wanted::unwanted;
        w.server.may_resume_session = false; // consulted only for a client with an identity
        REQUIRE(w.connected());
        w.server.wants = how;
        auto const link = w.connected();
        REQUIRE(link);
        CHECK(link->client.resumed() == (how == wanted::requested));
        CHECK(are(*link, how == wanted::required ? is_stranger : nobody));
    }
}
TEST_CASE("B7: in a connection of somebody a session of nobody is not resumed: a full handshake") {
    world_type w;
    w.server.wants = w.server.wants_again = wanted::unwanted;
    REQUIRE(w.connected());
    auto const kept = w.store;
    w.server.wants = wanted::required;
    w.store.clear();
    auto link = w.connected();
    REQUIRE(link);
    w.store = kept;
    REQUIRE(link->client.side->renegotiate(true));
    REQUIRE(link->between.connects());
    CHECK_FALSE(link->client.resumed());
    CHECK(are(*link, is_stranger));
}
TEST_CASE("T1: a ticket is offered only where this client would show the same key again") {
    world_type w;
    REQUIRE(w.connected());
    CHECK(w.store.size() == 1);
    w.knows.is(sensor);
    w.server.pin = sensor.pin;
    auto const other = w.connected();
    REQUIRE(other);
    CHECK_FALSE(other->client.resumed());
    CHECK(are(*other, is_sensor));
    w.knows.chain.clear();
    w.server.wants = wanted::requested;
    auto const without = w.connected();
    REQUIRE(without);
    CHECK_FALSE(without->client.resumed());
    CHECK(are(*without, nobody));
    w.knows.is(sensor); // the session without an identity is offered: there the server sent no request
    auto const again = w.connected();
    REQUIRE(again);
    CHECK(again->client.resumed());
    CHECK(are(*again, nobody));
}

// ---- the credentials of the library

using own_key = own_certificate<counted_signer>;
struct gate : pinned_keys<1>, own_key {
    gate(pin const& client, own_key const& own) : pinned_keys<1>{{client}}, own_key{own} {}
    static client_certificate wants_certificate(bool /*again*/) { return wanted::required; }
};

TEST_CASE("pins and certificates of the library's own credentials are enough for both") {
    mbedtls::key const of_client = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
    mbedtls::key const of_server = key_from<mbedtls::ecdsa_secp256r1>(sensor.private_key);
    std::array<byte_view, 1> const clients{stranger.certificate};
    std::array<byte_view, 1> const servers{sensor.certificate};
    credentials knows{pinned_keys<1>{{sensor.pin}}, own_key{clients, of_client}};
    for (bool const known : {true, false}) {
        gate own{known ? stranger.pin : sensor.pin, own_key{servers, of_server}};
        endpoint_of<client<as_client<with_certificate>, decltype(knows)>> client{{}, knows};
        endpoint_of<server<as_server<with_certificate>, gate>> server{{}, own};
        wire between{client, server};
        REQUIRE(client.side->connect(host));
        REQUIRE(server.side->accept());
        CHECK(between.connects() == known);
        CHECK(server.side->peer() == (known ? is_stranger : nobody));
        if (known) CHECK(client.current().own == is_stranger);
    }
}

TEST_CASE("a pinned certificate is trusted byte by byte, and sessions by its key") {
    pinned_certificate const pinned{sensor.certificate, sensor.pin};
    auto const trusts = [&](bytes const& list, identity const& leaf) {
        return pinned.trust(certificate_chain::from_encoded(list), leaf, host) == crypto_status::done;
    };
    bytes const good = with_length(3, to_bytes(sensor.certificate));
    bytes renewed = good;
    renewed.back() ^= 1;
    CHECK(trusts(good, is_sensor));
    CHECK(trusts(good + with_length(3, to_bytes(stranger.certificate)), is_sensor));
    CHECK_FALSE(trusts(renewed, is_sensor)); // another certificate with the same key
    CHECK_FALSE(trusts(with_length(3, to_bytes(stranger.certificate)) + good, is_sensor));
    CHECK_FALSE(trusts({}, is_sensor));
    CHECK_FALSE(trusts(good, is_stranger));
    CHECK(pinned.accepts(is_sensor));
    CHECK_FALSE(pinned.accepts(is_stranger));
    CHECK_FALSE(pinned.accepts(nobody));
}

// ---- buffers

struct small : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512}, with_certificate> {};
TEST_CASE("chains longer than the buffers, in fragments of 512 bytes, both ways") {
    bytes const issuer(9000, 0x30);
    for (std::uint32_t const size : {541U, 700U, 2048U}) {
        proving<small> w;
        w.client_room = w.server_room = {size, size, 541};
        w.knows.chain = {stranger.certificate, issuer, issuer};
        w.server.chain = {sensor.certificate, issuer};
        auto link = w.connected();
        REQUIRE(link);
        CHECK(are(*link, is_stranger));
        CHECK(w.server.seen_chain == 1);
        CHECK(link->between.talks());
        REQUIRE(link->client.renegotiate());
        REQUIRE(link->between.connects());
        CHECK(are(*link, is_stranger));
    }
}
TEST_CASE("a chain whose first certificate does not fit, or of more than 2^16 bytes, is more than a server can take") {
    bytes const issuer(0x1'0000, 0x30);
    for (bool const first : {true, false}) {
        world_type w;
        w.server_room.messages = first ? 300 : 2048;
        if (first) {
            w.knows.chain = {stranger.certificate};
            w.client_room.transmit = 541; // the Certificate message needs several records
            w.knows.chain.push_back(stranger.certificate);
        } else {
            w.knows.chain.push_back(issuer);
        }
        auto link = w.begun();
        CHECK_FALSE(link->between.connects());
        CHECK(link->server.alert_sent() == 40);
        CHECK(link->server.why() == errc::message_too_long);
    }
}
struct streams : policy_of<options{.max_message = 0x4000, .stream_client_hello = true}, with_certificate> {};
TEST_CASE("a server that reads long hellos as they pass also takes long chains") {
    bytes const issuer(5000, 0x30);
    proving<with_certificate, streams> w;
    w.server_room.messages = 541;
    w.knows.chain.push_back(issuer);
    auto link = w.connected();
    REQUIRE(link);
    CHECK(are(*link, is_stranger));
    REQUIRE(link->client.renegotiate());
    CHECK(link->between.connects());
}

} // namespace
