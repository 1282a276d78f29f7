// Keys in the store of Mbed TLS: ownership, and no leak.
#include <psa/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/derive.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/vectors/cipher.hpp"
#include "crypto/vectors/curves.hpp"
#include "crypto/vectors/digest.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;
using aes = backend::aes_128_gcm;
using aes_key = backend::key;

constexpr aead_vector const& gcm = aes_128_gcm_vectors[1];
constexpr std::uint32_t gcm_size = gcm.plaintext.size();

bool seals(aes_key const& own) {
    arena<80> text;
    std::uint8_t* const p = text.take(gcm.plaintext, aes::tag_size);
    aes op;
    return succeeds([&] { return op.seal(own, gcm.nonce, gcm.aad, p, gcm_size); }) && text.view() == gcm.sealed;
}
bool opens(aes_key const& own) {
    arena<80> text;
    std::uint8_t* const p = text.take(gcm.sealed);
    aes op;
    return succeeds([&] { return op.open(own, gcm.nonce, gcm.aad, p, gcm_size); }) &&
           text.view().subview(0, gcm_size) == gcm.plaintext;
}

/// A key for GCM as an application makes it, not exportable.
psa_key_id_t sealed_in(psa_key_usage_t usage) {
    psa_key_attributes_t attributes = psa_key_attributes_init();
    psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
    psa_set_key_usage_flags(&attributes, usage);
    psa_set_key_algorithm(&attributes, PSA_ALG_GCM);
    psa_key_id_t id = PSA_KEY_ID_NULL;
    REQUIRE(psa_import_key(&attributes, gcm.key.data(), gcm.key.size(), &id) == PSA_SUCCESS);
    return id;
}
bool exists(psa_key_id_t id) {
    psa_key_attributes_t attributes = psa_key_attributes_init();
    return psa_get_key_attributes(id, &attributes) == PSA_SUCCESS;
}

/// Number of keys that fit beside the present ones.
std::size_t free_slots() {
    std::array<aes_key, MBEDTLS_PSA_KEY_SLOT_COUNT + 1> keys;
    std::size_t count = 0;
    while (count < keys.size() && aes::import_key(gcm.key, keys[count]) == crypto_status::done) ++count;
    return count;
}

TEST_CASE("a key that cannot be exported seals and opens, borrowed, and is there afterwards") {
    psa_key_id_t const id = sealed_in(PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT);
    std::array<std::uint8_t, 32> out{};
    std::size_t size = 0;
    CHECK(psa_export_key(id, out.data(), out.size(), &size) == PSA_ERROR_NOT_PERMITTED);
    {
        aes_key const own = aes_key::borrow(id);
        CHECK(own.id() == id);
        CHECK(seals(own));
        CHECK(opens(own));
        aes_key other = aes_key::borrow(id);
        aes_key const moved = std::move(other);
        CHECK(seals(moved));
    }
    CHECK(exists(id));
    CHECK(psa_export_key(id, out.data(), out.size(), &size) == PSA_ERROR_NOT_PERMITTED);
    CHECK(psa_destroy_key(id) == PSA_SUCCESS);
    CHECK_FALSE(seals(aes_key::borrow(id)));
}

TEST_CASE("keys that were imported cannot be exported either") {
    aes_key const own = key_of<aes>(gcm.key);
    std::array<std::uint8_t, 32> out{};
    std::size_t size = 0;
    CHECK(psa_export_key(own.id(), out.data(), out.size(), &size) == PSA_ERROR_NOT_PERMITTED);
}

TEST_CASE("a borrowed key does what its policy allows, and nothing else") {
    psa_key_id_t const id = sealed_in(PSA_KEY_USAGE_DECRYPT);
    CHECK(opens(aes_key::borrow(id)));
    CHECK_FALSE(seals(aes_key::borrow(id)));
    arena<80> text;
    std::uint8_t* const p = text.take(80);
    backend::aes_128_ccm ccm;
    CHECK(fails([&] { return ccm.open(aes_key::borrow(id), gcm.nonce, {}, p, 60); })); // another algorithm
    backend::opaque_hmac_sha256 mac;
    CHECK(fails([&] { return mac.start(aes_key::borrow(id)); })); // another type
    CHECK(psa_destroy_key(id) == PSA_SUCCESS);
}

TEST_CASE("an HMAC key that cannot be exported authenticates and derives, borrowed, and is there afterwards") {
    hkdf_vector const& v = hkdf_sha256_vectors[0];
    psa_key_attributes_t attributes = psa_key_attributes_init();
    psa_set_key_type(&attributes, PSA_KEY_TYPE_HMAC);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
    psa_set_key_algorithm(&attributes, PSA_ALG_HMAC(PSA_ALG_SHA_256));
    psa_key_id_t id = PSA_KEY_ID_NULL;
    REQUIRE(psa_import_key(&attributes, v.prk.data(), v.prk.size(), &id) == PSA_SUCCESS);
    std::array<std::uint8_t, 32> out{};
    std::size_t size = 0;
    CHECK(psa_export_key(id, out.data(), out.size(), &size) == PSA_ERROR_NOT_PERMITTED);
    {
        // RFC 5869 2.3: the output begins with T(1), the HMAC of info and 1.
        aes_key const own = aes_key::borrow(id);
        backend::opaque_hmac_sha256 mac;
        flintls::hkdf_over<backend::opaque_hmac_sha256> hkdf;
        CHECK(expands(hkdf, own, v.info, v.okm));
        std::array<std::uint8_t, 60> info{};
        for (std::uint32_t i = 0; i < v.info.size(); ++i) info[i] = v.info[i];
        info[v.info.size()] = 1;
        CHECK(authenticates(mac, own, {info.data(), 2}, {info.data() + 2, v.info.size() - 1}, v.okm.subview(0, 32)));
    }
    CHECK(exists(id));
    CHECK(psa_destroy_key(id) == PSA_SUCCESS);
    backend::opaque_hmac_sha256 mac;
    CHECK(fails([&] { return mac.start(aes_key::borrow(id)); }));
}

TEST_CASE("a key is destroyed with its owner, once") {
    psa_key_id_t id = PSA_KEY_ID_NULL;
    {
        aes_key own = key_of<aes>(gcm.key);
        id = own.id();
        CHECK(exists(id));
        aes_key moved = std::move(own);
        CHECK(own.id() == PSA_KEY_ID_NULL); // NOLINT(bugprone-use-after-move): the test reads a moved-from key
        CHECK(moved.id() == id);
        aes_key& self = moved;
        moved = std::move(self);
        CHECK(seals(moved));
        own = std::move(moved);
        CHECK(exists(id));
    }
    CHECK_FALSE(exists(id));
    aes_key own = key_of<aes>(gcm.key);
    id = own.id();
    own = key_of<aes>(gcm.key); // replaced
    CHECK_FALSE(exists(id));
    id = own.id();
    own = aes_key{};
    CHECK_FALSE(exists(id));
}

TEST_CASE("a full store refuses keys, replaces those that it has, and recovers") {
    std::array<aes_key, MBEDTLS_PSA_KEY_SLOT_COUNT> keys;
    for (aes_key& each : keys) REQUIRE(aes::import_key(gcm.key, each) == crypto_status::done);
    aes_key more;
    CHECK(refuses_key<aes>(gcm.key));
    CHECK(refuses_key<backend::opaque_hmac_sha256>(gcm.key));
    CHECK(aes::import_key(gcm.key, keys[3]) == crypto_status::done);
    CHECK(seals(keys[3]));

    // Operations that need a slot while they run.
    arena<65> out;
    std::uint8_t* p = out.take(65);
    backend::secp256r1 curve;
    CHECK(fails([&] { return curve.generate(more, p); }));
    CHECK(out.nothing_left());
    verifier_check<backend::verifier> verifier;
    CHECK(verifier.refuses(ecdsa_vectors[0]));
    flintls::psk_over<backend::opaque_hmac_sha256> psk;
    auto const shared = key_of<decltype(psk)>(psk_sha256_vectors[0].key);
    p = out.take(48);
    CHECK(fails([&] { return psk.master_secret(shared, {}, ascii<"master secret">, counted, p); }));
    CHECK(out.nothing_left());
    flintls::hkdf_over<backend::opaque_hmac_sha256> hkdf;
    CHECK(fails([&] { return hkdf.extract({}, counted, more); }));
    CHECK(more.id() == PSA_KEY_ID_NULL);

    // Functions of a hash need no slot.
    digest_vector const& v = hmac_sha256_vectors[0];
    backend::hmac_sha256 mac;
    CHECK(authenticates(mac, key_of<backend::hmac_sha256>(v.key), {}, v.message, v.digest));
    check_hkdf<backend::hkdf_sha256>(std::span{hkdf_sha256_vectors}.first(1), nullptr);
    check_prf<backend::hmac_sha256>(prf_sha256_vectors);
    check_psk<backend::psk>(psk_sha256_vectors);

    keys[0] = aes_key{};
    CHECK(verifier.accepts(ecdsa_vectors[0]));
    CHECK(makes_master_secret(psk, shared, psk_sha256_vectors[0]));
    CHECK(fails([&] { return hkdf.extract({}, counted, more); })); // two slots: the salt and the result
    keys[1] = aes_key{};
    CHECK(succeeds([&] { return hkdf.extract({}, counted, more); }));
    CHECK(aes::import_key(gcm.key, keys[0]) == crypto_status::done);
    CHECK(refuses_key<aes>(gcm.key));
}

TEST_CASE("nothing is left in the store after 10,000 uses") {
    std::size_t const before = free_slots();
    CHECK(before == MBEDTLS_PSA_KEY_SLOT_COUNT);
    backend::opaque_hmac_sha256 mac;
    flintls::hkdf_over<backend::opaque_hmac_sha256> hkdf;
    flintls::psk_over<backend::opaque_hmac_sha256> psk;
    auto const shared = key_of<decltype(psk)>(psk_sha256_vectors[0].key);
    bool good = true;
    for (unsigned i = 0; i < 10'000; ++i) {
        // Each operation once finished, once abandoned.
        aes_key own = key_of<aes>(gcm.key);
        aes_key another = std::move(own);
        own = key_of<backend::opaque_hmac_sha256>(gcm.key);
        good = good && mac.start(own) == crypto_status::done;
        if (i % 32 == 0) {
            good = good && succeeds([&] { return hkdf.extract({}, counted, another); });
            good = good && makes_master_secret(psk, shared, psk_sha256_vectors[0]);
        }
    }
    CHECK(good);
    backend::secp256r1 curve;
    verifier_check<backend::verifier> verifier;
    signature_vector bad = ecdsa_vectors[0];
    bad.digest = sha256_of_test;
    arena<65> share;
    std::uint8_t* const p = share.take(65);
    for (unsigned i = 0; i < 2 * MBEDTLS_PSA_KEY_SLOT_COUNT; ++i) {
        aes_key made;
        CHECK(curve.generate(made, p) == crypto_status::pending);
        curve.reset();
        CHECK(verifier.refuses(bad));
    }
    CHECK(free_slots() == before);
}

} // namespace
