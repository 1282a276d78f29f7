// Handshakes of a server of TLS 1.3 that complete, and the content of the messages: RFC 8446 2, 4.1.3, 4.1.4, 4.3, 4.6.
#include "support/test.hpp"
#include "tls13/server/serving.hpp"

namespace {

using namespace serving;
using whole = of_tls13<>;

} // namespace

TEST_CASE("A server connects by a certificate, with every suite, and talks") {
    for (std::uint16_t const suite : std::to_array<std::uint16_t>({0x1301, 0x1303, 0x1305})) {
        world<whole> w;
        visit<whole> l{w};
        l.client.suites = {0x1302, suite};
        CHECK(l.connects());
        CHECK(l.client.order == std::vector<std::uint8_t>{2, 8, 11, 15, 20, 4});
        CHECK(l.client.has_share);
        CHECK(!l.client.psk_taken);
        CHECK(view(l.client.server_certificate) == pair::sensor.certificate);
        CHECK(l.client.encrypted_extensions == extension(16, vector_of(2, vector_of(1, oracle::text("mqtt")))));
        CHECK(l.client.dummies == 0);
        CHECK(l.side->protocol() == 1);
        CHECK(!l.side->resumed());
        CHECK(l.side->gave_ticket());
        CHECK(l.side->peer().kind == identity_kind::none);
        CHECK(l.side->current().version == protocol_version::tls_1_3);
        CHECK(l.talks());
        CHECK(l.most_public_key == 1); // BD3
    }
}
TEST_CASE("A server chooses in its own order: the suite, the protocol") {
    world<whole> w;
    visit<whole> l{w};
    l.client.suites = {0x1305, 0x1301};
    l.client.protocols = {"coap", "mqtt"};
    l.client.versions = {0x7a7a, 0x0303, 0x0304};
    CHECK(l.connects());
    CHECK(l.side->current().suite == aes_128_gcm_sha256);
    CHECK(l.side->protocol() == 1);
}
TEST_CASE("PS12, PS15: a client with an external pre-shared key connects in either mode, by the policy's order") {
    using shares = psk_only<>;
    auto const connects = []<class P>(bytes const& modes, bool with_share) {
        world<P> w;
        visit<P> l{w};
        l.client.modes = modes;
        l.client.keys = {{oracle::text("tea"), bytes(32, 1)}, offered_coffee()};
        CHECK(l.connects());
        CHECK(l.client.psk_taken);
        CHECK(l.client.psk_index == 1);
        CHECK(l.client.has_share == with_share);
        CHECK(l.client.order == std::vector<std::uint8_t>{2, 8, 20, 4});
        CHECK(!l.side->resumed());
        CHECK(l.side->peer().kind == identity_kind::psk_identity_sha256);
        CHECK(to_bytes(l.side->peer().digest) == oracle::sha256(coffee));
        CHECK(l.talks());
    };
    connects.operator()<shares>({1}, true);
    connects.operator()<shares>({0}, false);
    connects.operator()<shares>({0, 1}, true);
    connects.operator()<whole>({0, 1}, true);
    connects.operator()<dhe_only>({0, 1}, true);
    connects.operator()<alone_first>({1, 0}, false);
    connects.operator()<psk_ke_only>({1, 0}, false);
}
TEST_CASE("A client without a share of a common group, but with psk_ke, connects by its key alone") {
    world<alone_first> w;
    visit<alone_first> l{w};
    l.client.groups = {29};
    l.client.shares = {29};
    l.client.modes = {1, 0};
    l.client.keys = {offered_coffee()};
    CHECK(l.connects());
    CHECK(!l.client.has_share);
}
TEST_CASE("PS12: no more identities are looked up than the policy says, and each once") {
    world<whole> w;
    visit<whole> l{w};
    for (unsigned i = 0; i < 4; ++i) l.client.keys.push_back({oracle::text("tea " + std::to_string(i)), bytes(32, 1)});
    l.client.keys.push_back(offered_coffee());
    CHECK(l.connects()); // by certificate
    CHECK(!l.client.psk_taken);
    REQUIRE(w.known.asked.size() == 4);
    CHECK(w.known.asked[3] == oracle::text("tea 3"));
}
TEST_CASE("NT10, NT14: a ticket resumes, in either mode, and its session is judged again") {
    for (bytes const& modes : {bytes{1}, bytes{0}}) {
        world<whole> w;
        visit<whole> first{w};
        first.client.name = "sensor.example";
        REQUIRE(first.connects());
        REQUIRE(first.client.tickets.size() == 1);
        CHECK(first.client.tickets[0].lifetime == 86'400);
        CHECK(first.client.tickets[0].extensions == bytes{0, 0});
        for (unsigned i = 0; i < 2; ++i) {
            w.now += 10;
            visit<whole> next{w};
            next.client.name = "Sensor.example.";
            next.client.name.pop_back();
            next.client.modes = modes;
            next.client.keys = {offered_ticket(first.client)};
            CHECK(next.connects());
            CHECK(next.client.psk_taken);
            CHECK(next.client.has_share == (modes == bytes{1}));
            CHECK(next.client.order == std::vector<std::uint8_t>{2, 8, 20, 4});
            CHECK(next.side->resumed());
            CHECK(next.side->current().authenticated_at == 1'000'000);
            CHECK(next.talks());
            CHECK(next.all_public_key == (modes == bytes{1} ? 3 : 0));
        }
    }
}
TEST_CASE("NT10: several tickets have nonces, ages and contents of their own, and each resumes") {
    using policy = of_tls13<options{.tickets_sent = 4}>;
    world<policy> w;
    visit<policy> first{w};
    REQUIRE(first.connects());
    REQUIRE(first.client.tickets.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            CHECK(first.client.tickets[i].nonce != first.client.tickets[j].nonce);
            CHECK(first.client.tickets[i].age_add != first.client.tickets[j].age_add);
            CHECK(first.client.tickets[i].ticket != first.client.tickets[j].ticket);
        }
        visit<policy> next{w};
        next.client.keys = {offered_ticket(first.client, i)};
        CHECK(next.connects());
        CHECK(next.side->resumed());
    }
    CHECK(first.talks());
}
TEST_CASE("NT10: a server gives no ticket where its policy, its caller or the client wants none") {
    using none = of_tls13<options{.tickets_sent = 0}>;
    world<none> no;
    visit<none> silent{no};
    CHECK(silent.connects());
    CHECK(silent.client.tickets.empty());
    CHECK(!silent.side->gave_ticket());
    world<whole> w;
    w.gives = false;
    visit<whole> without{w};
    CHECK(without.connects());
    CHECK(without.client.tickets.empty());
    w.gives = true;
    visit<whole> modeless{w};
    modeless.client.modes = {};
    CHECK(modeless.connects());
    CHECK(modeless.client.tickets.empty());
}
TEST_CASE("NT13: what is wrong with a ticket is passed over in silence, and the next identity is looked at") {
    world<whole> w;
    visit<whole> first{w};
    first.client.name = "sensor.example";
    REQUIRE(first.connects());
    oracle::offered_key const good = offered_ticket(first.client);
    auto const is_declined = [&](oracle::offered_key const& key, std::string const& name) {
        visit<whole> l{w};
        l.client.name = name;
        l.client.keys = {key};
        bool const full = l.connects() && !l.client.psk_taken && !l.side->resumed();
        visit<whole> second{w};
        second.client.name = name;
        second.client.keys = {key, offered_coffee()};
        return full && second.connects() && second.client.psk_index == 1;
    };
    oracle::offered_key damaged = good;
    damaged.identity.back() ^= 1;
    oracle::offered_key cut = good;
    cut.identity.pop_back();
    CHECK(is_declined(damaged, "sensor.example"));
    CHECK(is_declined(cut, "sensor.example"));
    CHECK(is_declined(good, "other.example"));
    CHECK(is_declined(good, ""));
    w.known.may_resume_session = false; // not consulted: this client has no identity
    {
        visit<whole> l{w};
        l.client.name = "sensor.example";
        l.client.keys = {good};
        CHECK(l.connects());
        CHECK(l.side->resumed());
    }
    w.now += 86'400;
    CHECK(is_declined(good, "sensor.example"));
    w.now -= 86'400;
    w.rotate();
    visit<whole> old{w};
    old.client.name = "sensor.example";
    old.client.keys = {good};
    CHECK(old.connects());
    CHECK(!old.side->resumed()); // the clock of the tickets does not go back
}
TEST_CASE("NT13: a session of a pre-shared key resumes as long as its identity is accepted") {
    world<whole> w;
    visit<whole> first{w};
    first.client.keys = {offered_coffee()};
    REQUIRE(first.connects());
    visit<whole> second{w};
    second.client.keys = {offered_ticket(first.client)};
    CHECK(second.connects());
    CHECK(second.side->resumed());
    CHECK(second.side->peer() == first.side->peer());
    CHECK(w.known.judged == first.side->peer());
    w.known.may_resume_session = false;
    visit<whole> third{w};
    third.client.keys = {offered_ticket(first.client)};
    CHECK(third.connects());
    CHECK(!third.side->resumed());
}
TEST_CASE("HR10, HR8: without a share of a common group the server asks for one, once") {
    for (bool const empty : {false, true}) {
        for (bool const key : {false, true}) {
            world<whole> w;
            visit<whole> l{w};
            l.client.groups = {29, 23};
            l.client.shares = empty ? std::vector<std::uint16_t>{} : std::vector<std::uint16_t>{29};
            if (key) l.client.keys = {offered_coffee()};
            CHECK(l.connects());
            CHECK(l.client.retries == 1);
            CHECK(l.client.psk_taken == key);
            CHECK(l.all_public_key == (key ? 3 : 4));
            CHECK(l.talks());
        }
    }
    world<whole> w;
    visit<whole> first{w};
    REQUIRE(first.connects());
    visit<whole> resumed{w};
    resumed.client.groups = {29, 23};
    resumed.client.shares = {29};
    resumed.client.keys = {offered_ticket(first.client)};
    CHECK(resumed.connects());
    CHECK(resumed.client.retries == 1);
    CHECK(resumed.side->resumed());
}
TEST_CASE("KS3: shares of unknown groups are passed over, before and behind the right one") {
    world<whole> w;
    visit<whole> l{w};
    l.client.groups = {0x1a1a, 29, 23, 30};
    l.client.shares = {0x1a1a, 29, 23, 30};
    CHECK(l.connects());
    CHECK(l.client.retries == 0);
}
TEST_CASE("CC1, CC6: to a client in disguise the server sends a dummy, and drops those that it sends") {
    for (bool const retry : {false, true}) {
        world<whole> w;
        visit<whole> l{w};
        l.client.session_id = bytes(32, 3);
        l.client.dummy = true;
        l.client.groups = {29, 23};
        l.client.shares = retry ? std::vector<std::uint16_t>{29} : std::vector<std::uint16_t>{23};
        CHECK(l.connects());
        CHECK(l.client.dummies == 1);
        CHECK(l.talks());
    }
}
TEST_CASE("EX7, EX15, RFC 6066 3: what was asked for is answered, and nothing else") {
    world<whole, looks> w;
    visit<whole, looks> l{w};
    l.client.name = "sensor.example";
    l.client.protocols = {};
    l.client.more_extensions = extension(1, {1}) + extension(0x2a2a, {}) + extension(35, {});
    CHECK(l.connects());
    CHECK(w.known.seen == oracle::text("sensor.example"));
    CHECK(w.known.looked == 1);
    CHECK(l.client.encrypted_extensions == extension(0, {}) + extension(1, {1}));
    CHECK(l.side->protocol() == 0);
    CHECK(l.says(std::string(1'500, 'x')) == false); // one call takes the content of one record
    CHECK(l.client.data == oracle::text(std::string(512, 'x')));
    CHECK(l.client.longest_record == 513);

    visit<whole, looks> nameless{w};
    CHECK(nameless.connects());
    CHECK(nameless.client.encrypted_extensions == extension(16, vector_of(2, vector_of(1, oracle::text("mqtt")))));
    w.known.answer = {.protocol = look_answer::no_protocol};
    visit<whole, looks> without{w};
    CHECK(without.connects());
    CHECK(without.client.encrypted_extensions.empty());
    w.known.answer = {.protocol = 2}; // a protocol that the client does not offer
    visit<whole, looks> foreign{w};
    CHECK(foreign.fails_with(by::no_application_protocol, false));
    w.known.answer = {.accepted = false, .alert = by::unrecognized_name};
    visit<whole, looks> refused{w};
    refused.client.name = "nobody.example";
    CHECK(refused.fails_with(by::unrecognized_name, false));
    CHECK(refused.all_public_key == 0);
}
TEST_CASE("AU7: a client that is asked for a certificate shows it, or comes in as nobody where it may") {
    world<whole, asks> w;
    visit<whole, asks> l{w};
    present(l.client, pair::stranger);
    CHECK(l.connects());
    CHECK(l.client.requested == bytes{0} + vector_of(2, extension(13, vector_of(2, {4, 3, 8, 4, 4, 1}))));
    CHECK(l.side->peer().kind == identity_kind::spki_sha256);
    CHECK(l.side->peer().digest == pair::stranger.pin);
    CHECK(w.known.seen_chain == 1);
    CHECK(l.talks());
    CHECK(l.most_public_key == 1);
    visit<whole, asks> again{w}; // the session includes the client's certificate
    again.client.keys = {offered_ticket(l.client)};
    CHECK(again.connects());
    CHECK(again.side->resumed());
    CHECK(again.side->peer() == l.side->peer());
    CHECK(again.client.requested.empty());
    w.known.pin = pair::sensor.pin;
    visit<whole, asks> stranger{w};
    stranger.client.keys = {offered_ticket(l.client)};
    present(stranger.client, pair::sensor);
    CHECK(stranger.connects());
    CHECK(!stranger.side->resumed());

    world<whole, asks> easy;
    easy.known.wants = client_certificate::requested;
    visit<whole, asks> nobody{easy};
    CHECK(nobody.connects());
    CHECK(nobody.side->peer().kind == identity_kind::none);
    easy.known.wants = client_certificate::required; // a ticket without an identity does not resume
    visit<whole, asks> later{easy};
    later.client.keys = {offered_ticket(nobody.client)};
    present(later.client, pair::stranger);
    CHECK(later.connects());
    CHECK(!later.side->resumed());
    easy.known.wants = client_certificate::unwanted;
    visit<whole, asks> not_asked{easy};
    CHECK(not_asked.connects());
    CHECK(not_asked.client.requested.empty());
    easy.known.wants = client_certificate::required;
    visit<whole, asks> by_key{easy}; // PS15
    by_key.client.keys = {offered_coffee()};
    CHECK(by_key.connects());
    CHECK(by_key.client.requested.empty());
}
TEST_CASE("KU3, KU4: either side takes new keys, asked or not") {
    world<whole> w;
    visit<whole> l{w};
    REQUIRE(l.connects());
    l.client.update(false);
    CHECK(l.hears("one"));
    CHECK(l.client.updates.empty());
    l.client.update(true);
    l.client.update(true);
    CHECK(l.talks());
    CHECK(l.client.updates == bytes{0}); // one answer to both requests
    CHECK(l.side->update_keys(true));
    CHECK(l.side->write_space().empty());
    l.settle();
    CHECK(l.client.updates == bytes{0, 1});
    l.client.update(false);
    CHECK(l.talks());
    CHECK(l.side->update_keys(false));
    l.settle();
    CHECK(l.client.updates == bytes{0, 1, 0});
    CHECK(l.talks());
}
TEST_CASE("XP1, XP2, XP4, XP5: the exporter gives what the client's does, also behind a KeyUpdate") {
    world<with_exporter> w;
    visit<with_exporter> l{w};
    std::array<std::uint8_t, 32> made{};
    CHECK(l.side->export_material(view(oracle::text("EXPORTER-Channel-Binding")), {}, made) == crypto_status::failed);
    REQUIRE(l.connects());
    for (bool const updated : {false, true}) {
        if (updated) {
            l.client.update(true);
            REQUIRE(l.talks());
        }
        for (std::string const& context : {std::string{}, std::string{"context"}}) {
            bytes const secret =
                oracle::expand_label(l.client.exporter_secret, "EXPORTER-Channel-Binding", oracle::sha256({}), 32);
            bytes const wanted = oracle::expand_label(secret, "exporter", oracle::sha256(oracle::text(context)), 32);
            CHECK(l.side->export_material(view(oracle::text("EXPORTER-Channel-Binding")), view(oracle::text(context)),
                                          made) == crypto_status::done);
            CHECK(to_bytes(made) == wanted);
        }
    }
}
TEST_CASE("K8: where the transport cuts makes no difference, nor how many records a message has, nor padding") {
    for (std::size_t const piece : std::to_array<std::size_t>({1, 2, 3, 7, 100})) {
        for (std::size_t const fragment : std::to_array<std::size_t>({5, 40, 16'384})) {
            world<whole, asks> w;
            visit<whole, asks> l{w};
            present(l.client, pair::stranger);
            l.client.fragment = fragment;
            l.client.padding = fragment == 40 ? 300 : 0;
            l.client.session_id = bytes(32, 3);
            CHECK(l.connects(piece));
            CHECK(l.talks());
        }
    }
}
TEST_CASE("AL1, AL4: a goodbye of either side is one, and the object serves the next client") {
    world<whole> w;
    visit<whole> l{w};
    REQUIRE(l.connects());
    l.client.send_record(21, {1, 0});
    l.settle();
    CHECK(l.last == progress::closed);
    CHECK(l.client.alert == 0);
    CHECK(l.client.alert_protected);
    CHECK(l.side->accept());
    CHECK(!l.side->accept());
    CHECK(l.side->refusal() == errc::begun_before);
}
TEST_CASE("ZR2: early data is passed over, whatever it is and however long its records are") {
    for (bool const retry : {false, true}) {
        // Early data shorter than a tag, longer than the negotiated fragment, and longer than the buffer.
        for (std::size_t const size : std::to_array<std::size_t>({0, 1, 15, 16, 17, 600, 3'000, 16'640})) {
            world<whole> w;
            visit<whole> first{w};
            REQUIRE(first.connects());
            visit<whole> l{w};
            l.client.keys = {offered_ticket(first.client)};
            l.client.early_data = true;
            l.client.more_extensions = extension(1, {1}); // 512 bytes
            l.client.session_id = bytes(32, 3);
            l.client.dummy = true;
            l.client.early_records = {bytes{20, 3, 3, 0, 1, 1}, bytes{23, 3, 3} + vector_of(2, bytes(size, 0xee)),
                                      bytes{23, 3, 3} + vector_of(2, bytes(17, 0xdd))};
            l.client.groups = {29, 23};
            l.client.shares = retry ? std::vector<std::uint16_t>{29} : std::vector<std::uint16_t>{23};
            CHECK(l.connects(777));
            CHECK(l.client.retries == (retry ? 1U : 0U));
            CHECK(l.side->resumed());
            CHECK(l.talks());
        }
    }
}
