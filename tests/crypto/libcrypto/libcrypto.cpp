// Mbed TLS's models against libcrypto, with random keys and messages: both must agree.
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/guard.hpp"
#include "crypto/conformance/handshake_keys.hpp"
#include "flintls/crypto/ccm.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/prf.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;
using octets = std::vector<std::uint8_t>;

template <auto Free> struct freed {
    template <class T> void operator()(T* p) const { Free(p); }
};
using private_key = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freed<EVP_PKEY_CTX_free>>;
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, freed<EVP_CIPHER_CTX_free>>;

octets random_octets(std::size_t size) {
    octets bytes(size);
    REQUIRE(RAND_bytes(bytes.data(), static_cast<int>(size)) == 1);
    return bytes;
}
/// Never null: libcrypto then accepts an empty message.
octets random_message(std::size_t size) {
    octets bytes = random_octets(size);
    bytes.reserve(1);
    return bytes;
}

struct aead_of_libcrypto {
    EVP_CIPHER const* cipher;
    bool is_ccm;
    int tag_size;

    octets seal(octets const& key, octets const& nonce, octets const& aad, octets const& text) const {
        cipher_context const context{EVP_CIPHER_CTX_new()};
        auto* const c = context.get();
        octets out(text.size() + static_cast<std::size_t>(tag_size));
        int written = 0;
        bool good = EVP_EncryptInit_ex(c, cipher, nullptr, nullptr, nullptr) == 1 &&
                    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr) == 1;
        if (is_ccm) good = good && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, tag_size, nullptr) == 1;
        good = good && EVP_EncryptInit_ex(c, nullptr, nullptr, key.data(), nonce.data()) == 1;
        if (is_ccm) good = good && EVP_EncryptUpdate(c, nullptr, &written, nullptr, static_cast<int>(text.size())) == 1;
        if (!aad.empty()) {
            good = good && EVP_EncryptUpdate(c, nullptr, &written, aad.data(), static_cast<int>(aad.size())) == 1;
        }
        good = good && EVP_EncryptUpdate(c, out.data(), &written, text.data(), static_cast<int>(text.size())) == 1 &&
               EVP_EncryptFinal_ex(c, out.data() + text.size(), &written) == 1 &&
               EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, tag_size, out.data() + text.size()) == 1;
        REQUIRE(good);
        return out;
    }
};

template <flintls::aead Model> void check_against(aead_of_libcrypto const& other) {
    Model op;
    for (std::size_t size = 0; size < 300; size += size < 70 ? 1 : 23) {
        octets const bytes = random_octets(Model::key_size);
        octets const nonce = random_octets(12);
        octets const aad = random_message(size * 7 % 113);
        octets const text = random_message(size);
        octets const expected = other.seal(bytes, nonce, aad, text);
        auto const own = key_of<Model>(bytes);
        octets both = text;
        both.resize(size + Model::tag_size);
        fixed_view<12> const n{nonce.data()};
        CHECK(succeeds([&] { return op.seal(own, n, aad, both.data(), static_cast<std::uint32_t>(size)); }));
        CHECK(both == expected);
        CHECK(succeeds([&] { return op.open(own, n, aad, both.data(), static_cast<std::uint32_t>(size)); }));
        both.resize(size);
        CHECK(both == text);
    }
}

private_key new_key(int type) {
    key_context const context{EVP_PKEY_CTX_new_id(type, nullptr)};
    EVP_PKEY* made = nullptr;
    REQUIRE(EVP_PKEY_keygen_init(context.get()) == 1);
    if (type == EVP_PKEY_EC) {
        REQUIRE(EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1) == 1);
    }
    REQUIRE(EVP_PKEY_keygen(context.get(), &made) == 1);
    return private_key{made};
}
octets public_half(private_key const& key) {
    unsigned char* bytes = nullptr;
    std::size_t const size = EVP_PKEY_get1_encoded_public_key(key.get(), &bytes);
    octets const out(bytes, bytes + size);
    OPENSSL_free(bytes);
    return out;
}
private_key public_key_like(private_key const& like, byte_view share) {
    private_key key{EVP_PKEY_new()};
    REQUIRE(EVP_PKEY_copy_parameters(key.get(), like.get()) == 1);
    REQUIRE(EVP_PKEY_set1_encoded_public_key(key.get(), share.data(), share.size()) == 1);
    return key;
}

template <flintls::key_agreement Model> void check_agreement(int type) {
    Model op;
    for (int i = 0; i < 20; ++i) {
        typename Model::key own;
        std::array<std::uint8_t, Model::share_size> share{};
        std::array<std::uint8_t, Model::secret_size> secret{};
        REQUIRE(succeeds([&] { return op.generate(own, share.data()); }));
        private_key const theirs = new_key(type);
        octets const peer = public_half(theirs);
        REQUIRE(succeeds([&] { return op.agree(own, peer, secret.data()); }));

        private_key ours;
        if (type == EVP_PKEY_X25519) {
            ours.reset(EVP_PKEY_new_raw_public_key(type, nullptr, share.data(), share.size()));
        } else {
            ours = public_key_like(theirs, share);
        }
        key_context const context{EVP_PKEY_CTX_new(theirs.get(), nullptr)};
        std::array<std::uint8_t, Model::secret_size> expected{};
        std::size_t size = expected.size();
        REQUIRE(EVP_PKEY_derive_init(context.get()) == 1);
        REQUIRE(EVP_PKEY_derive_set_peer(context.get(), ours.get()) == 1);
        REQUIRE(EVP_PKEY_derive(context.get(), expected.data(), &size) == 1);
        CHECK(size == expected.size());
        CHECK(secret == expected);
    }
}

TEST_CASE("AEAD, as libcrypto has it") {
    check_against<backend::aes_128_gcm>({EVP_aes_128_gcm(), false, 16});
    check_against<backend::aes_256_gcm>({EVP_aes_256_gcm(), false, 16});
    check_against<backend::aes_128_ccm>({EVP_aes_128_ccm(), true, 16});
    check_against<backend::aes_128_ccm_8>({EVP_aes_128_ccm(), true, 8});
    check_against<backend::chacha20_poly1305>({EVP_chacha20_poly1305(), false, 16});
    // Built from single blocks, as for an engine.
    check_against<flintls::ccm_over<backend::aes_block<16>, 16, 7>>({EVP_aes_128_ccm(), true, 16});
    check_against<flintls::ccm_over<backend::aes_block<32>, 8>>({EVP_aes_256_ccm(), true, 8});
}

template <class Model> void check_hmac_against(EVP_MD const* digest) {
    Model op;
    for (std::size_t size = 1; size < 200; ++size) {
        octets const bytes = random_octets(size);
        octets const message = random_message(size * 11 % 257);
        octets expected(Model::size);
        REQUIRE(HMAC(digest, bytes.data(), static_cast<int>(size), message.data(), message.size(), expected.data(),
                     nullptr) != nullptr);
        CHECK(authenticates(op, key_of<Model>(bytes), message, {}, expected));
    }
}
TEST_CASE("HMAC, as libcrypto has it, with keys of any size") {
    check_hmac_against<backend::hmac_sha256>(EVP_sha256());
    check_hmac_against<backend::hmac_sha384>(EVP_sha384());
    check_hmac_against<backend::opaque_hmac_sha256>(EVP_sha256());
}

TEST_CASE("the PRF of TLS 1.2, as libcrypto has it") {
    flintls::prf<backend::hmac_sha256> op;
    std::unique_ptr<EVP_KDF, freed<EVP_KDF_free>> const kdf{EVP_KDF_fetch(nullptr, "TLS1-PRF", nullptr)};
    for (std::uint32_t size = 1; size < 200; size += 3) {
        octets bytes = random_octets(1 + size % 90);
        octets seed = random_octets(20 + size % 64);
        std::unique_ptr<EVP_KDF_CTX, freed<EVP_KDF_CTX_free>> const context{EVP_KDF_CTX_new(kdf.get())};
        char digest[] = "SHA256";
        OSSL_PARAM const params[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, bytes.data(), bytes.size()),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, seed.data(), seed.size()),
            OSSL_PARAM_construct_end(),
        };
        octets expected(size);
        REQUIRE(EVP_KDF_derive(context.get(), expected.data(), size, params) == 1);
        octets out(size);
        std::array<std::uint8_t, backend::hmac_sha256::block_size> shorter{};
        byte_view const own{shorter.data(), backend::hmac_sha256::shorten(bytes, shorter.data())};
        byte_view const all{seed}; // its first 13 bytes are the label
        CHECK(succeeds([&] {
            return op.run(own, all.subview(0, 13), all.subview(13, size % 20), all.subview(13 + size % 20), out.data(),
                          size);
        }));
        CHECK(out == expected);
    }
}

TEST_CASE("both sides of a key agreement arrive at the same, libcrypto on the other one") {
    check_agreement<backend::secp256r1>(EVP_PKEY_EC);
    check_agreement<backend::x25519>(EVP_PKEY_X25519);
}

TEST_CASE("libcrypto's ECDSA signatures are good, and ours are to libcrypto") {
    backend::verifier verifier;
    backend::ecdsa_secp256r1 signer;
    for (int i = 0; i < 40; ++i) {
        private_key const theirs = new_key(EVP_PKEY_EC);
        octets const point = public_half(theirs);
        octets const digest = random_octets(32);
        flintls::public_key_view const key{flintls::public_key_view::algorithm::ec_secp256r1, point};
        key_context const context{EVP_PKEY_CTX_new(theirs.get(), nullptr)};
        std::array<std::uint8_t, 80> signature{};
        std::size_t size = signature.size();
        REQUIRE(EVP_PKEY_sign_init(context.get()) == 1);
        REQUIRE(EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()) == 1);
        auto const scheme = signature_scheme::ecdsa_secp256r1_sha256;
        byte_view const theirs_is{signature.data(), static_cast<std::uint32_t>(size)};
        CHECK(succeeds([&] { return verifier.verify(key, scheme, digest, theirs_is); }));

        BIGNUM* number = nullptr;
        std::array<std::uint8_t, 32> scalar{};
        REQUIRE(EVP_PKEY_get_bn_param(theirs.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1);
        REQUIRE(BN_bn2binpad(number, scalar.data(), 32) == 32);
        BN_clear_free(number);
        auto const own = key_of<backend::ecdsa_secp256r1>(scalar);
        std::uint32_t made = 0;
        CHECK(succeeds([&] { return signer.sign(own, scheme, digest, signature.data(), 72, made); }));
        REQUIRE(EVP_PKEY_verify_init(context.get()) == 1);
        CHECK(EVP_PKEY_verify(context.get(), signature.data(), made, digest.data(), digest.size()) == 1);
    }
}

} // namespace
