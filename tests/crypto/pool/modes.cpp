// Modes over a block cipher of Mbed TLS, with every number of `pending` results and a failure at every block.
#include "flintls/crypto/block_modes.hpp"

#include "crypto/conformance/hesitant.hpp"
#include "crypto/conformance/modes.hpp"
#include "crypto/vectors/modes.hpp"
#include "flintls/crypto/ccm.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;

/// Mbed TLS's AES with the interface of an engine. Decrypts by CBC of one block.
template <std::uint32_t KeySize> struct blocks {
    static constexpr std::uint32_t key_size = KeySize;
    struct key {
        typename flintls::mbedtls::aes_block<KeySize>::key forth{};
        typename flintls::mbedtls::aes_cbc<KeySize>::key back{};
    };
    static void reset() {}
    static crypto_status import_key(byte_view bytes, key& made) {
        crypto_status const answer = flintls::mbedtls::aes_block<KeySize>::import_key(bytes, made.forth);
        return answer == crypto_status::done ? flintls::mbedtls::aes_cbc<KeySize>::import_key(bytes, made.back)
                                             : answer;
    }
    static crypto_status encrypt(key const& own, std::uint8_t* block) {
        return flintls::mbedtls::aes_block<KeySize>::encrypt(own.forth, block);
    }
    static crypto_status decrypt(key const& own, std::uint8_t* block) {
        return flintls::mbedtls::aes_cbc<KeySize>::decrypt(own.back, fixed_view<16>{repeated<0, 16>}, block, 16);
    }
};
using aes_128 = blocks<16>;

/// Returns `pending` before each block, or fails at a given block.
template <unsigned Times> class engine {
public:
    static constexpr std::uint32_t key_size = 16;
    using key = aes_128::key;
    static inline tally counts{};
    static inline std::uint32_t blocks_left = 0xffff'ffff;

    void reset() { patience_ = {}; }
    static crypto_status import_key(byte_view bytes, key& made) { return aes_128::import_key(bytes, made); }
    crypto_status encrypt(key const& own, std::uint8_t* block) { return run(&aes_128::encrypt, own, block); }
    crypto_status decrypt(key const& own, std::uint8_t* block) { return run(&aes_128::decrypt, own, block); }

private:
    template <class Operation> crypto_status run(Operation operation, key const& own, std::uint8_t* block) {
        if (patience_.waits(counts, {1, {block, 16}})) return crypto_status::pending;
        return blocks_left-- == 0 ? crypto_status::failed : operation(own, block);
    }

    patience<Times> patience_{};
};
static_assert(flintls::aead<flintls::ccm_over<engine<1>>> && flintls::cbc<flintls::cbc_over<engine<1>>>);
static_assert(flintls::imports_keys<flintls::ccm_over<engine<1>>>);

TEST_CASE("CCM of blocks conforms, with tags of 16 bytes and of 8, whatever a call does") {
    check_aead<flintls::ccm_over<aes_128, 16, 1>>(aes_128_ccm_vectors);
    check_aead<flintls::ccm_over<aes_128, 16, 5>>(aes_128_ccm_edge_vectors);
    check_aead<flintls::ccm_over<aes_128, 8>>(aes_128_ccm_8_vectors);
    check_aead<flintls::ccm_over<blocks<32>>>(aes_256_ccm_vectors);
}

TEST_CASE("CTR and CBC of blocks conform, whatever a call does") {
    check_ctr<flintls::ctr_over<aes_128, 1>>(aes_128_ctr_vectors);
    check_ctr<flintls::ctr_over<blocks<32>>>(aes_256_ctr_vectors);
    check_cbc<flintls::cbc_over<aes_128, 1>>(aes_128_cbc_vectors);
    check_cbc<flintls::cbc_over<blocks<32>, 3>>(aes_256_cbc_vectors);
}

template <class Model> bool undisturbed() {
    bool const good = Model::counts.answered_pending != 0 && Model::counts.changed == 0;
    Model::counts = {};
    return good;
}
TEST_CASE("a cipher that answers pending is called again with the same block") {
    using slow = engine<2>;
    check_aead<flintls::ccm_over<slow, 16, 3>>(std::span{aes_128_ccm_edge_vectors}.first(1));
    CHECK(undisturbed<slow>());
    check_ctr<flintls::ctr_over<slow, 3>>(aes_128_ctr_vectors);
    CHECK(undisturbed<slow>());
    check_cbc<flintls::cbc_over<slow, 3>>(aes_128_cbc_vectors);
    CHECK(undisturbed<slow>());
    CHECK(check_turns<flintls::ccm_over<slow, 16, 64>>(aes_128_ccm_vectors[0], aes_128_ccm_edge_vectors[1]) == 2 * 8);
    CHECK(undisturbed<slow>());
}

/// The cipher fails at its first block, its second and so on, and then works again.
template <class Call>
void check_failures(std::uint32_t blocks_taken, arena<max_text>& text, std::size_t size, Call call) {
    using cipher = engine<0>;
    for (std::uint32_t at = 0; at < blocks_taken; ++at) {
        std::uint8_t* p = text.take(size);
        cipher::blocks_left = at;
        CHECK(fails([&] { return call(p); }));
        CHECK(text.nothing_left());
        cipher::blocks_left = blocks_taken;
        p = text.take(size);
        CHECK(succeeds([&] { return call(p); }));
        CHECK(cipher::blocks_left == 0);
    }
    cipher::blocks_left = 0xffff'ffff;
}
TEST_CASE("where the cipher fails there is no text, and the next operation is not disturbed") {
    using cipher = engine<0>;
    auto const own = key_of<cipher>(sp800_38a_key);
    arena<max_text> text;
    flintls::ccm_over<cipher, 16, 3> ccm;
    // B_0, 2 of additional data, 2 of text in both, the tag's
    check_failures(8, text, 24 + 16, [&](std::uint8_t* p) { return ccm.seal(own, gcm_nonce, gcm_aad, p, 24); });
    flintls::ctr_over<cipher, 1> ctr;
    check_failures(3, text, 33, [&](std::uint8_t* p) { return ctr.crypt(own, sp800_38a_iv, p, 33); });
    flintls::cbc_over<cipher, 1> cbc;
    check_failures(3, text, 48, [&](std::uint8_t* p) { return cbc.encrypt(own, sp800_38a_iv, p, 48); });
    check_failures(3, text, 48, [&](std::uint8_t* p) { return cbc.decrypt(own, sp800_38a_iv, p, 48); });
}

TEST_CASE("CCM refuses what its lengths cannot say") {
    flintls::ccm_over<aes_128> op;
    auto const own = key_of<aes_128>(ccm_key);
    arena<16> text;
    std::uint8_t* const p = text.take(16);
    byte_view const too_long{p, 0xff00}; // not looked at
    CHECK(op.seal(own, ccm_nonce, too_long, p, 0) == crypto_status::failed);
    CHECK(text.nothing_left());
}

} // namespace
