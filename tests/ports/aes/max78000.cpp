// The MAX78000's AES engine and random number generator, for real under QEMU's max78000fthr.
#include "max78000.hpp"

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/modes.hpp"
#include "crypto/vectors/modes.hpp"
#include "flintls/crypto/block_modes.hpp"
#include "flintls/crypto/ccm.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace io = flintls::io;
namespace max78000 = flintls::max78000;

using aes_128 = max78000::aes<16>;
using aes_256 = max78000::aes<32>;
using ccm = flintls::ccm_over<aes_128, 16, 3>;
using ccm_8 = flintls::ccm_over<aes_128, 8>;
using random = max78000::trng<>;
static_assert(flintls::invertible_block_cipher<aes_128> && flintls::imports_keys<aes_128> && flintls::aead<ccm_8> &&
              flintls::cbc<flintls::cbc_over<aes_256>> && flintls::random<random>);

TEST_CASE("the clocks of both can be started") {
    using gcr = io::registers_at<0x40000000>;
    using clocks = max78000::clock_registers::disable_1;
    auto const before = gcr::read<clocks>();
    CHECK(before.any(clocks::aes));
    CHECK(before.any(clocks::trng));
    max78000::start_clocks();
    auto const after = gcr::read<clocks>();
    CHECK(after.bits == (before.bits & ~(1U << 2 | 1U << 15)));
}

TEST_CASE("the engine conforms, block by block") {
    check_block_cipher<aes_128>(aes_128_block_vectors);
    check_block_cipher<aes_256>(aes_256_block_vectors);
}

TEST_CASE("it decrypts what it encrypted") {
    auto const own = key_of<aes_256>(sp800_38a_key_256);
    arena<16> block;
    std::uint8_t* const p = block.take(aes_256_block_vectors[0].ciphertext.subview(16, 16), 0, 3);
    CHECK(aes_256::decrypt(own, p) == crypto_status::done);
    CHECK(block.view() == aes_256_block_vectors[0].plaintext.subview(16, 16));
    CHECK(block.intact());
}

TEST_CASE("CCM conforms on it, with tags of 16 bytes and of 8, and keys of 16 and 32") {
    check_aead<ccm>(aes_128_ccm_vectors);
    check_aead<ccm>(aes_128_ccm_edge_vectors);
    check_aead<ccm_8>(aes_128_ccm_8_vectors);
    check_aead<flintls::ccm_over<aes_256>>(aes_256_ccm_vectors);
}

TEST_CASE("CBC and CTR conform on it") {
    check_cbc<flintls::cbc_over<aes_128, 1>>(aes_128_cbc_vectors);
    check_cbc<flintls::cbc_over<aes_256>>(aes_256_cbc_vectors);
    check_ctr<flintls::ctr_over<aes_128, 1>>(aes_128_ctr_vectors);
    check_ctr<flintls::ctr_over<aes_256>>(aes_256_ctr_vectors);
}

TEST_CASE("operations with other keys take turns on it") {
    CHECK(check_turns<ccm>(aes_128_ccm_vectors[0], aes_128_ccm_edge_vectors[1]) == 2);
}

TEST_CASE("the random number generator conforms") { check_random<random>(); }

TEST_CASE("what somebody left in the engine does not matter") {
    using unit = io::registers_at<0x40007400>;
    using fifo = max78000::aes_registers::fifo;
    auto const own = key_of<aes_128>(sp800_38a_key);
    arena<16> block;
    for (std::uint32_t words = 1; words <= 4; ++words) { // half a block, or one whose result was not read
        for (std::uint32_t i = 0; i < words; ++i) unit::write(io::word<fifo>{i});
        std::uint8_t* const p = block.take(byte_view{sp800_38a_plaintext.data(), 16});
        CHECK(aes_128::encrypt(own, p) == crypto_status::done);
        CHECK(block.view() == aes_128_block_vectors[0].ciphertext.subview(0, 16));
    }
}

/// Registers that read the same for ever.
template <std::uint32_t Value> struct stuck_at {
    static inline unsigned writes = 0;
    template <class Register> static io::word<Register> read(std::uint32_t = 0) { return {Value}; }
    template <class Register> static void write(io::word<Register>, std::uint32_t = 0) { ++writes; }
};
template <std::uint32_t Value> bool leaves_block() {
    using stuck = max78000::aes<16, flintls::engine_limits, stuck_at<Value>>;
    auto const own = key_of<stuck>(sp800_38a_key);
    arena<16> block;
    std::uint8_t* const p = block.take(16);
    return stuck::encrypt(own, p) == crypto_status::failed && stuck::decrypt(own, p) == crypto_status::failed &&
           block.all(0x3c) && block.intact();
}
TEST_CASE("an engine that is busy for ever, or never has a result, is a failure and no hang") {
    CHECK(leaves_block<1>());
    CHECK(stuck_at<1>::writes == 0); // nothing is changed while it works
    CHECK(leaves_block<8>());
    CHECK(stuck_at<8>::writes != 0);
}

template <std::uint32_t Value> bool gives_nothing() {
    using stuck = max78000::trng<flintls::engine_limits, stuck_at<Value>>;
    arena<32> out;
    std::uint8_t* const p = out.take(32);
    return stuck::fill(p, 32) == crypto_status::failed && out.all(0) && out.intact();
}
TEST_CASE("a generator that never has a word, or always the same, is a failure and no key") {
    CHECK(gives_nothing<0>());
    CHECK(gives_nothing<0xffff'ffff>());
}

} // namespace
