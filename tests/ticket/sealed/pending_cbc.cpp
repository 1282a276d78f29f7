// The same for the form of RFC 5077, whose cipher and MAC are two operations.
#include "hesitant.hpp"
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

using slow_cbc = hesitant_cbc<backend::aes_128_cbc, 2>;
using slow_hmac = hesitant_hmac<backend::hmac_sha256, 2>;
using slow_random = hesitant_random<given_random, 2>;
using slow_format = cbc_ticket<slow_cbc, slow_hmac>;
using slow_keys = ticket_keys<1, slow_format, random_nonces<slow_random>, nonce_reach::device>;

constexpr unsigned calls_to_seal = 1 + 2 + 2 + 3 * 2;
constexpr unsigned calls_to_open = 1 + 3 * 2 + 2;

struct slow_device {
    slow_device() {
        slow_format::key made;
        made.encryption = key_of<slow_cbc>(vectors::key);
        made.mac = key_of<slow_hmac>(vectors::mac_key);
        given_random::bytes = vectors::iv;
        (void)keys.install(vectors::name, std::move(made), 0);
        slow_cbc::counts = slow_hmac::counts = slow_random::counts = {};
    }
    static bool undisturbed() {
        return slow_cbc::counts.changed + slow_hmac::counts.changed + slow_random::counts.changed == 0;
    }
    slow_keys keys;
};

TEST_CASE("slow ciphers and MACs make the RFC 5077 ticket that openssl makes, and open it") {
    slow_device d;
    connection<slow_keys> server{d.keys};
    connection<slow_keys>::ticket out{};
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        CHECK(server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::pending);
    }
    CHECK(server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::done);
    CHECK(out == vectors::cbc);
    auto verdict = ticket_verdict::abort;
    for (unsigned calls = 1; calls < calls_to_open; ++calls) {
        CHECK(server.sealer.open(d.keys, out, asked(), 2001, server.opened, verdict) == crypto_status::pending);
    }
    CHECK(server.sealer.open(d.keys, out, asked(), 2001, server.opened, verdict) == crypto_status::done);
    CHECK(verdict == ticket_verdict::resume);
    CHECK(server.opened.text.state == sample());
    CHECK(slow_device::undisturbed());
}

TEST_CASE("T15: an RFC 5077 seal or opening that is abandoned at any step leaves zeros, and the next one is whole") {
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        slow_device d;
        connection<slow_keys> server{d.keys};
        connection<slow_keys>::ticket out{};
        out.fill(0x3c);
        for (unsigned i = 0; i < calls; ++i) (void)server.sealer.seal(d.keys, sample(), 2000, out);
        server.sealer.reset();
        CHECK(is_zeros(out));
        CHECK(server.seal(sample(), 2000, out) == crypto_status::done);
        CHECK(out == vectors::cbc);
        CHECK(slow_device::undisturbed());
    }
    for (unsigned calls = 1; calls < calls_to_open; ++calls) {
        slow_device d;
        connection<slow_keys> server{d.keys};
        auto verdict = ticket_verdict::abort;
        for (unsigned i = 0; i < calls; ++i) {
            (void)server.sealer.open(d.keys, vectors::cbc, asked(), 2001, server.opened, verdict);
        }
        server.sealer.reset();
        CHECK(is_zeros(server.opened));
        CHECK(server.refuses(vectors::cbc_last_byte, 2001));
        CHECK(server.resumes(vectors::cbc, 2001));
        CHECK(slow_device::undisturbed());
    }
}

TEST_CASE("T13: RFC 5077 keys that drop out meanwhile: no ticket, and a full handshake") {
    for (unsigned calls = 1; calls < calls_to_seal; ++calls) {
        slow_device d;
        connection<slow_keys> server{d.keys};
        connection<slow_keys>::ticket out{};
        for (unsigned i = 0; i < calls; ++i) (void)server.sealer.seal(d.keys, sample(), 2000, out);
        d.keys.clear();
        CHECK(server.seal(sample(), 2000, out) == crypto_status::failed);
        CHECK(is_zeros(out));
    }
    for (unsigned calls = 1; calls < calls_to_open; ++calls) {
        slow_device d;
        connection<slow_keys> server{d.keys};
        auto verdict = ticket_verdict::abort;
        for (unsigned i = 0; i < calls; ++i) {
            (void)server.sealer.open(d.keys, vectors::cbc, asked(), 2001, server.opened, verdict);
        }
        d.keys.clear();
        CHECK(server.sealer.open(d.keys, vectors::cbc, asked(), 2001, server.opened, verdict) == crypto_status::done);
        CHECK(verdict == ticket_verdict::full_handshake);
        CHECK(is_zeros(server.opened));
    }
}

TEST_CASE("two slow imports make one CBC key") {
    slow_cbc::counts = slow_hmac::counts = {};
    auto const bytes = key_bytes<slow_format>(3);
    auto const made = key_of<slow_format>(bytes);
    CHECK(slow_cbc::counts.worked == 1);
    CHECK(slow_hmac::counts.worked == 1);
    slow_keys keys;
    given_random::bytes = vectors::iv;
    slow_format::key again = key_of<slow_format>(bytes);
    REQUIRE(keys.install(numbered_name(1), std::move(again), 0) == crypto_status::done);
    connection<slow_keys> server{keys};
    CHECK(server.serves(2000));
    CHECK(made.half == false);
}

} // namespace
