// ST's AES, unmodified driver, under Unicorn on a model that takes nothing out of turn: L4 and G4, and U5.
#include "st.hpp"

#include "crypto/vectors/modes.hpp"
#include "flintls/crypto/ccm.hpp"
#include "modelled.hpp"
#include "st_gcm.hpp"

namespace {

using namespace modelled;
namespace st = flintls::st;

template <class Chip> struct of {
    using block_128 = st::aes<Chip, 16, limits>;
    using block_256 = st::aes<Chip, 32, limits>;
    using cbc_128 = st::cbc<Chip, 16, limits>;
    using cbc_256 = st::cbc<Chip, 32, limits>;
    using ctr_128 = st::ctr<Chip, 16, limits>;
    using ctr_256 = st::ctr<Chip, 32, limits>;
    using gcm_128 = st::gcm<Chip, 16, limits>;
    using gcm_256 = st::gcm<Chip, 32, limits>;
    static_assert(flintls::block_cipher<block_128> && flintls::imports_keys<block_128> && flintls::cbc<cbc_256> &&
                  flintls::aead<gcm_128>);
};

template <class Chip> void check_blocks() {
    check_block_cipher<typename of<Chip>::block_128>(aes_128_block_vectors);
    check_block_cipher<typename of<Chip>::block_256>(aes_256_block_vectors);
}
TEST_CASE("ST AES encrypts blocks, with keys of 128 and 256 bits") {
    at_every_speed(check_blocks<st::l4>);
    at_every_speed(check_blocks<st::u5>);
}

template <class Chip> void check_chains() {
    check_cbc<typename of<Chip>::cbc_128>(aes_128_cbc_vectors);
    check_cbc<typename of<Chip>::cbc_256>(aes_256_cbc_vectors);
    check_ctr<typename of<Chip>::ctr_128>(aes_128_ctr_vectors);
    check_ctr<typename of<Chip>::ctr_256>(aes_256_ctr_vectors);
}
TEST_CASE("ST AES conforms in CBC and CTR, pending after every second block") {
    at_every_speed(check_chains<st::l4>);
    at_every_speed(check_chains<st::u5>);
}

template <class Chip> void check_gcm() {
    check_aead<typename of<Chip>::gcm_128>(aes_128_gcm_vectors);
    check_aead<typename of<Chip>::gcm_256>(aes_256_gcm_vectors);
}
TEST_CASE("ST AES conforms in GCM, suspended after every second block") {
    set_slowness(1);
    check_gcm<st::l4>();
    CHECK(nothing_wrong());
    set_slowness(0);
    check_gcm<st::u5>();
    CHECK(nothing_wrong());
}

TEST_CASE("operations that are suspended do not disturb each other") {
    at_every_speed([] {
        // 2 + 4 blocks of data, 2 at a time
        CHECK(check_turns<of<st::l4>::gcm_128>(aes_128_gcm_vectors[1], aes_128_gcm_vectors[0]) == 2);
        CHECK(check_turns<of<st::u5>::gcm_256>(aes_256_gcm_vectors[0], aes_256_gcm_vectors[0]) == 2);
    });
}

TEST_CASE("without limits in its way each operation is one call") {
    using gcm = st::gcm<st::g4>;
    aead_vector const& v = aes_128_gcm_vectors[1];
    auto const own = key_of<gcm>(v.key);
    gcm op;
    arena<max_text> text;
    std::uint8_t* const p = text.take(v.plaintext, gcm::tag_size);
    CHECK(op.seal(own, v.nonce, v.aad, p, v.plaintext.size()) == crypto_status::done);
    CHECK(text.view() == v.sealed);
    CHECK(op.open(own, v.nonce, v.aad, p, v.plaintext.size()) == crypto_status::done);
    CHECK(nothing_wrong());
}

template <class Chip> void check_stuck_at_all() {
    using gcm = typename of<Chip>::gcm_128;
    aead_vector const& v = aes_128_gcm_vectors[1];
    auto const own = key_of<gcm>(v.key);
    arena<max_text> text;
    std::uint8_t* p = nullptr;
    // The padding, the hash key, 2 blocks of additional data, 4 of text, the tag.
    check_stuck<gcm>(
        text, 9, [&] { p = text.take(v.plaintext.size() + gcm::tag_size); },
        [&](gcm& op) { return op.seal(own, v.nonce, v.aad, p, v.plaintext.size()); });

    using cbc = typename of<Chip>::cbc_256;
    auto const other = key_of<cbc>(sp800_38a_key_256);
    check_stuck<cbc>(
        text, 4, [&] { p = text.take(64); }, [&](cbc& op) { return op.encrypt(other, sp800_38a_iv, p, 64); });
    check_stuck<cbc>( // each call makes the key for the last round
        text, 6, [&] { p = text.take(64); }, [&](cbc& op) { return op.decrypt(other, sp800_38a_iv, p, 64); });

    using ctr = typename of<Chip>::ctr_128;
    check_stuck<ctr>(
        text, 3, [&] { p = text.take(33); }, [&](ctr& op) { return op.crypt(own, sp800_38a_iv, p, 33); });
    using block = typename of<Chip>::block_128;
    check_stuck<block>(
        text, 1, [&] { p = text.take(16); }, [&](block& op) { return op.encrypt(own, p); });
}
TEST_CASE("a peripheral that is stuck at any block is a failure, never a hang, and leaves no text and no key") {
    check_stuck_at_all<st::l4>();
    check_stuck_at_all<st::u5>();
}

TEST_CASE("CCM of single blocks conforms on ST AES") {
    using ccm = flintls::ccm_over<of<st::l4>::block_128, 16, 3>;
    check_aead<ccm>(aes_128_ccm_vectors);
    CHECK(nothing_wrong());
}

} // namespace
