// Tickets with the AES of an engine, in a program without other AES.
#include "crypto/engine/driver.hpp"
#include "crypto/engine/peripheral.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"
#include "ticket/sealed/connection.hpp"

namespace {

using namespace sealed;

struct bus {
    static std::uint32_t read(std::uint32_t address) { return peripheral::read(address); }
    static void write(std::uint32_t address, std::uint32_t value) { peripheral::write(address, value); }
};
using engine = aead_engine<bus>;
using format = aead_ticket<engine>;
using keys_type = ticket_keys<1, format, counted_nonces<counter>, nonce_reach::device>;
static_assert(!aead<flintls::mbedtls::aes_128_gcm>); // Mbed TLS has no AES

struct device {
    device() { (void)keys.install(vectors::name, key_of<format>(vectors::key), 0); }
    counter nonces{0x1122334455667788};
    keys_type keys{counted_nonces{nonces}};
    connection<keys_type> server{keys};
};

constexpr std::uint32_t text_blocks = 10;            // of 148 bytes
constexpr std::uint32_t waits = 1 + 2 + text_blocks; // the start, 21 bytes of additional data, the text

TEST_CASE("an engine seals what openssl seals, block by block, and opens it") {
    for (std::uint32_t const slowness : {0U, 1U, 3U}) {
        peripheral::set_slowness(slowness);
        device d;
        std::uint32_t const blocks = peripheral::blocks_done();
        std::uint32_t const busy = peripheral::times_busy();
        CHECK(d.server.sealed(sample(), 2000) == vectors::aead);
        CHECK(peripheral::blocks_done() - blocks == text_blocks);
        CHECK(peripheral::times_busy() - busy == waits * slowness);
        CHECK(d.server.judged(vectors::aead, 2001) == ticket_verdict::resume);
        CHECK(d.server.opened.text.state == sample());
        CHECK(peripheral::blocks_done() - blocks == 2 * text_blocks);
        CHECK(refuses_every_changed_bit(d.server, vectors::aead, 2001));
        CHECK(refuses_every_other_size(d.server, vectors::aead, 2001));
        CHECK(peripheral::times_misused() == 0);
    }
}

TEST_CASE("T13: a key that leaves the engine at any moment of a seal: no ticket, and the engine is free") {
    peripheral::set_slowness(1);
    for (unsigned calls = 1; calls <= waits; ++calls) {
        device d;
        connection<keys_type>::ticket out{};
        for (unsigned i = 0; i < calls; ++i) {
            CHECK(d.server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::pending);
        }
        d.keys.clear();
        CHECK(peripheral::keys_inside() == 0);
        CHECK(d.server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::failed);
        CHECK(is_zeros(out));
        REQUIRE(d.keys.install(vectors::name, key_of<format>(vectors::key), 0) == crypto_status::done);
        CHECK(d.server.serves(2001));
        CHECK(peripheral::times_misused() == 0);
    }
}

TEST_CASE("T15: a seal or an opening that is abandoned at any moment leaves zeros, and the engine is free") {
    peripheral::set_slowness(1);
    device d;
    for (unsigned calls = 1; calls <= waits; ++calls) {
        connection<keys_type>::ticket out{};
        auto verdict = ticket_verdict::abort;
        for (unsigned i = 0; i < calls; ++i) {
            CHECK(d.server.sealer.seal(d.keys, sample(), 2000, out) == crypto_status::pending);
        }
        d.server.sealer.reset();
        CHECK(is_zeros(out));
        for (unsigned i = 0; i < calls; ++i) {
            CHECK(d.server.sealer.open(d.keys, vectors::aead, asked(), 2001, d.server.opened, verdict) ==
                  crypto_status::pending);
        }
        d.server.sealer.reset();
        CHECK(is_zeros(d.server.opened));
        CHECK(d.server.resumes(vectors::aead, 2001));
    }
    CHECK(peripheral::times_misused() == 0);
}

TEST_CASE("keys that rotate take no more of the engine's slots than there are keys") {
    {
        ticket_keys<1, format, boot_counter> keys;
        flintls::mbedtls::random source;
        for (unsigned i = 0; i < 10; ++i) {
            REQUIRE(keys.generate(source, 0) == crypto_status::done);
            CHECK(peripheral::keys_inside() == (i == 0 ? 1 : 2));
        }
    }
    CHECK(peripheral::keys_inside() == 0);
}

} // namespace
