// Nordic's ECB, unmodified driver, under Unicorn on a model that takes nothing out of turn.
#include "nrf_ecb.hpp"

#include "crypto/vectors/modes.hpp"
#include "flintls/crypto/ccm.hpp"
#include "modelled.hpp"

namespace {

using namespace modelled;

using ecb = flintls::nrf_ecb<limits>;
using ccm = flintls::ccm_over<ecb, 16, 3>;
using ccm_8 = flintls::ccm_over<ecb, 8, 3>;
static_assert(flintls::block_cipher<ecb> && flintls::imports_keys<ecb> && flintls::aead<ccm_8>);

TEST_CASE("ECB encrypts blocks whose key and text are in flash") {
    at_every_speed([] { check_block_cipher<ecb>(aes_128_block_vectors); });
}

TEST_CASE("CCM and CTR of single blocks conform on ECB") {
    at_every_speed([] {
        check_aead<ccm>(aes_128_ccm_edge_vectors);
        check_aead<ccm_8>(aes_128_ccm_8_vectors);
        check_ctr<flintls::ctr_over<ecb, 2>>(aes_128_ctr_vectors);
    });
}

TEST_CASE("operations that are pending do not disturb each other") {
    at_every_speed([] {
        // 1 + 2 blocks of the MAC's start, 2 of text in both, and the tag's: 8, 3 at a time
        CHECK(check_turns<ccm>(aes_128_ccm_vectors[0], aes_128_ccm_edge_vectors[1]) == 2);
    });
}

TEST_CASE("a block that the radio takes the core from is started anew, a bounded number of times") {
    auto const own = key_of<ecb>(sp800_38a_key);
    ecb op;
    arena<16> block;
    for (std::uint32_t times = 0; times < 6; ++times) {
        std::uint8_t* const p = block.take(byte_view{sp800_38a_plaintext.data(), 16});
        control::set(control::at::taken, times);
        bool const in_time = times <= limits::retries;
        CHECK((op.encrypt(own, p) == crypto_status::done) == in_time);
        CHECK((block.view() == aes_128_block_vectors[0].ciphertext.subview(0, 16)) == in_time);
        CHECK((block.view() == byte_view{sp800_38a_plaintext.data(), 16}) == !in_time);
        CHECK(control::get(control::at::taken) == (in_time ? 0 : times - limits::retries - 1));
    }
    control::set(control::at::taken, 0);
    CHECK(nothing_wrong());
}

TEST_CASE("a peripheral that is stuck at any block is a failure, never a hang, and leaves no text") {
    aead_vector const& v = aes_128_ccm_vectors[0];
    auto const own = key_of<ccm>(v.key);
    arena<max_text> text;
    std::uint8_t* p = nullptr;
    check_stuck<ccm>(
        text, 8, [&] { p = text.take(v.plaintext.size() + ccm::tag_size); },
        [&](ccm& op) { return op.seal(own, v.nonce, v.aad, p, v.plaintext.size()); });
    check_stuck<ecb>(
        text, 1, [&] { p = text.take(16); }, [&](ecb& op) { return op.encrypt(own, p); });
}

TEST_CASE("key and text do not stay in the memory that is shared with the peripheral") {
    auto const own = key_of<ecb>(sp800_38a_key);
    ecb op;
    arena<16> block;
    std::uint8_t* const p = block.take(byte_view{sp800_38a_plaintext.data(), 16});
    CHECK(op.encrypt(own, p) == crypto_status::done);
    auto const* const bytes = static_cast<std::uint8_t const*>(static_cast<void const*>(&op));
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < sizeof op; ++i) sum |= bytes[i];
    CHECK(sum == 0);
}

} // namespace
