// Rules T10, T11, T15: a server's verdict on its tickets, and no remains of their plaintext.
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

constexpr std::uint32_t day = 86'400;
constexpr std::uint32_t week = 604'800;

constexpr session session_at(std::uint32_t authenticated_at) {
    session s = sample();
    s.authenticated_at = authenticated_at;
    return s;
}

TEST_CASE("T10: a ticket is resumed for the version, suite, name and EMS of its session, and for no other") {
    device d;
    connection<device_keys> server{d.keys};
    auto const ticket = server.sealed(sample(), 2000);
    auto const judged = [&](auto change) {
        resumption_request hello = asked();
        change(hello);
        return server.judged(ticket, 2000, hello);
    };
    constexpr auto full = ticket_verdict::full_handshake;
    static constexpr std::array<std::uint8_t, 2> other_suite{0xc0, 0x2f};
    CHECK(judged([](auto&) {}) == ticket_verdict::resume);
    CHECK(judged([](auto& h) { h.version = protocol_version::tls_1_1; }) == full);
    CHECK(judged([](auto& h) { h.version = protocol_version::tls_1_3; }) == full);
    CHECK(judged([](auto& h) {
              h.cipher_suites = list_view<number<cipher_suite>>::from_encoded(byte_view{other_suite});
          }) == full);
    CHECK(judged([](auto& h) { h.server_name[15] ^= 1U; }) == full);
    CHECK(judged([](auto& h) { h.server_name = {}; }) == full);
    CHECK(is_zeros(server.opened));
    // RFC 7627 5.3: the only case with an alert; also leaves nothing.
    CHECK(judged([](auto& h) { h.extended_master_secret = false; }) == ticket_verdict::abort);
    CHECK(is_zeros(server.opened));
}

TEST_CASE("T11: a ticket is renewed past half its life, and is over at its end") {
    device d;
    connection<device_keys> server{d.keys};
    auto const ticket = server.sealed(session_at(1000), 1000);
    CHECK(server.judged(ticket, 1000 + day / 2 - 1) == ticket_verdict::resume);
    CHECK(server.judged(ticket, 1000 + day / 2) == ticket_verdict::renew);
    CHECK(server.judged(ticket, 1000 + day - 1) == ticket_verdict::renew);
    CHECK(server.refuses(ticket, 1000 + day));
}

TEST_CASE("T11: however often it is renewed, a session ends a week after its first full handshake") {
    device d;
    connection<device_keys> server{d.keys};
    std::uint32_t now = 1000;
    auto ticket = server.sealed(session_at(1000), now);
    unsigned renewals = 0;
    for (now += 4 * day / 5; server.judged(ticket, now) == ticket_verdict::renew; now += 4 * day / 5) {
        CHECK(now - 1000 < week);
        session const s = server.opened.text.state;
        CHECK(s == session_at(1000));
        ticket = server.sealed(s, now);
        ++renewals;
    }
    CHECK(renewals == 8);
    CHECK(now - 1000 >= week);
    CHECK(is_zeros(server.opened));
}

TEST_CASE("T10: a ticket from more than a minute ahead is over") {
    device d;
    counter nonces{100};
    device_keys same_keys{counted_nonces{nonces}}; // a device whose clock is ahead
    REQUIRE(same_keys.install(numbered_name(1), numbered_key<aead_format>(1), 0) == crypto_status::done);
    connection<device_keys> ahead{same_keys};
    auto const a_minute = ahead.sealed(session_at(1000), 1060);
    auto const more = ahead.sealed(session_at(1000), 1061);
    auto const session_ahead = ahead.sealed(session_at(1061), 1061);
    connection<device_keys> server{d.keys};
    CHECK(server.resumes(a_minute, 1000, session_at(1000)));
    CHECK(server.refuses(more, 1000));
    CHECK(server.resumes(more, 1001, session_at(1000)));
    CHECK(server.resumes(session_ahead, 1001, session_at(1061)));
}

TEST_CASE("T10: time that goes back makes no ticket live longer") {
    device d;
    connection<device_keys> server{d.keys};
    auto const ticket = server.sealed(session_at(1000), 1000);
    CHECK(server.resumes(ticket, 1000 + day - 1, session_at(1000)));
    CHECK(server.refuses(ticket, 1000 + day));
    CHECK(server.refuses(ticket, 1000)); // an expired ticket stays expired
    CHECK(server.refuses(ticket, 1000 + day - 1));

    // A ticket sealed at a wrong time lives as long as any other, and not until that time.
    std::uint32_t const wrong = 100 * week;
    auto const from_the_future = server.sealed(session_at(wrong), wrong);
    CHECK(server.resumes(from_the_future, 2000, session_at(wrong)));
    CHECK(server.resumes(from_the_future, 2000 + day - 1, session_at(wrong)));
    CHECK(server.refuses(from_the_future, 2000 + day));

    // Afterwards tickets are sealed and opened as before.
    std::uint32_t const at = d.keys.clock().read(2000 + day);
    auto const later = server.sealed(session_at(at), 2000 + day);
    CHECK(server.resumes(later, 2000 + day + 10, session_at(at)));
}

TEST_CASE("T8: seconds may wrap") {
    device d;
    connection<device_keys> server{d.keys};
    std::uint32_t const almost = 0xffff'ff00;
    auto const ticket = server.sealed(session_at(almost), almost);
    CHECK(server.resumes(ticket, 0x100, session_at(almost)));
    CHECK(server.resumes(ticket, almost + day - 1, session_at(almost)));
    CHECK(server.refuses(ticket, almost + day));
}

struct without_clock : policy_of<test::with<product>([](auto& o) { o.has_clock = false; }), product> {};
TEST_CASE(
    "T8: without a clock the time that a server is told does not matter, and tickets end with the keys of a boot") {
    boot_keys keys;
    backend::random source;
    REQUIRE(keys.generate(source, 0) == crypto_status::done);
    connection<boot_keys, without_clock> server{keys};
    session const s = session_at(0);
    auto const ticket = server.sealed(s, 12345);
    CHECK(server.resumes(ticket, 0, s));
    CHECK(server.resumes(ticket, 0x7fff'ffff, s));
    CHECK(server.resumes(ticket, 5 * week, s));
    boot_keys next_boot;
    REQUIRE(next_boot.generate(source, 0) == crypto_status::done);
    connection<boot_keys, without_clock> other{next_boot};
    CHECK(other.refuses(ticket, 0));
}

TEST_CASE("T15: a session that does not seal leaves zeros") {
    boot_keys none;
    connection<boot_keys> server{none};
    connection<boot_keys>::ticket out{};
    out.fill(0x3c);
    CHECK(server.seal(sample(), 2000, out) == crypto_status::failed);
    CHECK(is_zeros(out));

    device d;
    d.nonces.answer = crypto_status::failed; // no nonce: nothing is partly sent
    connection<device_keys> other{d.keys};
    out.fill(0x3c);
    CHECK(other.seal(sample(), 2000, out) == crypto_status::failed);
    CHECK(is_zeros(out));
    d.nonces.answer = crypto_status::done;
    CHECK(other.serves(2000));
}

TEST_CASE("T13: a seal that fails uses up its nonce: no other seal gets it") {
    counter nonces;
    device_keys keys{counted_nonces{nonces}};
    REQUIRE(keys.install(numbered_name(1), backend::key{}, 0) == crypto_status::done); // no key
    connection<device_keys> server{keys};
    CHECK(is_zeros(server.sealed(sample(), 2000)));
    CHECK(nonces.count == 1);
    CHECK(is_zeros(server.sealed(sample(), 2000)));
    CHECK(nonces.count == 2);
}

TEST_CASE("tickets of many connections under the same keys, in any order") {
    device d;
    connection<device_keys> one{d.keys};
    connection<device_keys> two{d.keys};
    auto const a = one.sealed(sample(), 2000);
    auto const b = two.sealed(sample(), 2000);
    CHECK(a != b);
    CHECK(one.resumes(b, 2001));
    CHECK(two.resumes(a, 2001));
    CHECK(two.resumes(b, 2001));
}

TEST_CASE("under a key that cannot be exported, and that nobody but Mbed TLS has seen") {
    psa_key_attributes_t attributes = psa_key_attributes_init();
    psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
    psa_set_key_bits(&attributes, 128);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT);
    psa_set_key_algorithm(&attributes, PSA_ALG_GCM);
    psa_key_id_t id = PSA_KEY_ID_NULL;
    REQUIRE(psa_generate_key(&attributes, &id) == PSA_SUCCESS);
    std::array<std::uint8_t, 16> exported{};
    std::size_t size = 0;
    CHECK(psa_export_key(id, exported.data(), exported.size(), &size) == PSA_ERROR_NOT_PERMITTED);
    {
        counter nonces;
        device_keys keys{counted_nonces{nonces}};
        REQUIRE(keys.install(numbered_name(1), backend::key::borrow(id), 0) == crypto_status::done);
        connection<device_keys> server{keys};
        auto const ticket = server.sealed(sample(), 2000);
        CHECK(server.resumes(ticket, 2001));
        CHECK(refuses_every_other_size(server, ticket, 2001));
    }
    CHECK(psa_destroy_key(id) == PSA_SUCCESS); // a borrowed key is not destroyed with the keys
}

} // namespace
