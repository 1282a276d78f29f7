// Tickets that the MAX78000's engine seals, under keys and with nonces of its random number generator; of Mbed TLS there is
// HMAC and no AES.
#include <psa/crypto.h>

#include "flintls/crypto/block_modes.hpp"
#include "flintls/crypto/ccm.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "max78000.hpp"
#include "support/test.hpp"
#include "ticket/sealed/connection.hpp"

/// The chip's own source, for Mbed TLS as well.
extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t*, std::uint8_t* out,
                                                        std::size_t size, std::size_t* written) {
    bool const good = flintls::max78000::trng<>::fill(out, size) == flintls::crypto_status::done;
    *written = good ? size : 0;
    return good ? PSA_SUCCESS : PSA_ERROR_INSUFFICIENT_ENTROPY;
}

namespace {

using namespace sealed;

using aes = max78000::aes<16>;
using random = max78000::trng<>;
using format = aead_ticket<ccm_over<aes, 16, 4>>;
using boot_keys = ticket_keys<1, format, random_nonces<random>>;
static_assert(!aead<flintls::mbedtls::aes_128_gcm> && !aead<flintls::mbedtls::aes_128_ccm>); // there is none

struct device {
    device() { (void)keys.generate(source, 1000); }
    random source;
    boot_keys keys;
    connection<boot_keys> server{keys};
};

TEST_CASE("a ticket sealed by the engine opens, and with any bit changed it is a full handshake") {
    max78000::start_clocks();
    device d;
    auto const ticket = d.server.sealed(sample(), 2000);
    CHECK(d.server.judged(ticket, 2001) == ticket_verdict::resume);
    CHECK(d.server.opened.text.state == sample());
    CHECK(refuses_every_changed_bit(d.server, ticket, 2001));
    CHECK(refuses_every_other_size(d.server, ticket, 2001));
}

TEST_CASE("no two tickets, keys or devices are alike") {
    device d;
    device other;
    auto const ticket = d.server.sealed(sample(), 2000);
    CHECK(d.server.sealed(sample(), 2000) != ticket);
    CHECK(other.server.refuses(ticket, 2001));
    auto const of_other = other.server.sealed(sample(), 2000);
    CHECK_FALSE(byte_view{of_other}.subview(0, 16) == byte_view{ticket}.subview(0, 16)); // the names of their keys
}

TEST_CASE("a ticket of the key before is renewed, and one of the key before that is none") {
    device d;
    auto const ticket = d.server.sealed(sample(), 2000);
    REQUIRE(d.keys.generate(d.source, 2000) == crypto_status::done);
    CHECK(d.server.judged(ticket, 2001) == ticket_verdict::renew);
    REQUIRE(d.keys.generate(d.source, 2001) == crypto_status::done);
    CHECK(d.server.refuses(ticket, 2002));
    CHECK(d.server.serves(2002));
}

TEST_CASE("connections seal and open by turns on the one engine") {
    device d;
    connection<boot_keys> other{d.keys};
    auto const ticket = d.server.sealed(sample(), 2000);
    connection<boot_keys>::ticket out{};
    auto verdict = ticket_verdict::abort;
    crypto_status seals = crypto_status::pending;
    crypto_status opens = crypto_status::pending;
    unsigned turns = 0;
    for (; turns < 100 && (seals == crypto_status::pending || opens == crypto_status::pending); ++turns) {
        if (seals == crypto_status::pending) seals = d.server.sealer.seal(d.keys, sample(), 2000, out);
        if (opens == crypto_status::pending) {
            opens = other.sealer.open(d.keys, ticket, asked(), 2001, other.opened, verdict);
        }
    }
    // 1 + 2 blocks before the text, 10 of text in both, and the tag's: 24, 4 at a time
    CHECK(turns == 6);
    CHECK((seals == crypto_status::done && opens == crypto_status::done && verdict == ticket_verdict::resume));
    CHECK(other.opened.text.state == sample());
    CHECK(d.server.resumes(out, 2001));
}

using cbc_format = cbc_ticket<cbc_over<aes, 4>, flintls::mbedtls::hmac_sha256>;
using cbc_keys = ticket_keys<1, cbc_format, random_nonces<given_random>, nonce_reach::device>;

TEST_CASE("T12: an RFC 5077 ticket of the engine has the bytes that openssl makes of the same keys, IV and session") {
    given_random::bytes = vectors::iv;
    cbc_format::key made;
    made.encryption = key_of<cbc_over<aes, 4>>(vectors::key);
    made.mac = key_of<flintls::mbedtls::hmac_sha256>(vectors::mac_key);
    cbc_keys keys;
    REQUIRE(keys.install(vectors::name, std::move(made), 0) == crypto_status::done);
    connection<cbc_keys> server{keys};
    CHECK(server.sealed(sample(), 2000) == vectors::cbc);
    CHECK(server.judged(vectors::cbc, 2001) == ticket_verdict::resume);
    CHECK(server.opened.text.state == sample());
    CHECK(server.refuses(vectors::cbc_last_byte, 2001));
    CHECK(server.refuses(vectors::cbc_zero_padding, 2001));
}

} // namespace
