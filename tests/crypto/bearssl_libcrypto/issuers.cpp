// BearSSL's models against libcrypto, with random keys and messages: both must agree about every signature, good or
// changed.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/bearssl.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
using flintls::issuer_hash;
using octets = std::vector<std::uint8_t>;
namespace bear = flintls::bearssl;
using pss = bear::issuer_rsa_pss<flintls::mbedtls::sha256, flintls::mbedtls::sha384, flintls::mbedtls::sha512>;

template <auto Free> struct freed {
    template <class T> void operator()(T* p) const { Free(p); }
};
using private_key = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
using key_context = std::unique_ptr<EVP_PKEY_CTX, freed<EVP_PKEY_CTX_free>>;

octets random_octets(std::size_t size) {
    octets bytes(size);
    REQUIRE(RAND_bytes(bytes.data(), static_cast<int>(size)) == 1);
    return bytes;
}
std::uint32_t random_below(std::uint32_t bound) {
    octets const four = random_octets(4);
    return (four[0] | std::uint32_t{four[1]} << 8U | std::uint32_t{four[2]} << 16U) % bound;
}
/// A key of exactly so many bits, which EVP_RSA_gen rounds to an even number.
private_key rsa_key(int bits) {
    using number = std::unique_ptr<BIGNUM, freed<BN_free>>;
    std::unique_ptr<BN_CTX, freed<BN_CTX_free>> const scratch{BN_CTX_new()};
    number p{BN_new()}, q{BN_new()}, n{BN_new()}, e{BN_new()}, d{BN_new()};
    REQUIRE(BN_set_word(e.get(), 65537) == 1);
    do { // both primes have their two highest bits set, so that no bit of the product is lost
        REQUIRE(BN_generate_prime_ex(p.get(), bits - bits / 2, 0, nullptr, nullptr, nullptr) == 1);
        REQUIRE(BN_generate_prime_ex(q.get(), bits / 2, 0, nullptr, nullptr, nullptr) == 1);
        REQUIRE(BN_mul(n.get(), p.get(), q.get(), scratch.get()) == 1);
        REQUIRE((BN_sub_word(p.get(), 1) == 1 && BN_sub_word(q.get(), 1) == 1));
        REQUIRE(BN_mul(p.get(), p.get(), q.get(), scratch.get()) == 1);
    } while (BN_mod_inverse(d.get(), e.get(), p.get(), scratch.get()) == nullptr);
    REQUIRE(BN_num_bits(n.get()) == bits);
    std::unique_ptr<OSSL_PARAM_BLD, freed<OSSL_PARAM_BLD_free>> const builder{OSSL_PARAM_BLD_new()};
    REQUIRE((OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
             OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1 &&
             OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_D, d.get()) == 1));
    std::unique_ptr<OSSL_PARAM, freed<OSSL_PARAM_free>> const parameters{OSSL_PARAM_BLD_to_param(builder.get())};
    key_context const context{EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr)};
    EVP_PKEY* made = nullptr;
    REQUIRE(EVP_PKEY_fromdata_init(context.get()) == 1);
    REQUIRE(EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
    return private_key{made};
}
private_key elliptic_key(char const* curve) { return private_key{EVP_EC_gen(curve)}; }

/// Contents of subjectPublicKey.
octets public_half(EVP_PKEY* key) {
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
        unsigned char* bytes = nullptr;
        std::size_t const size = EVP_PKEY_get1_encoded_public_key(key, &bytes);
        octets const out(bytes, bytes + size);
        OPENSSL_free(bytes);
        return out;
    }
    unsigned char* bytes = nullptr;
    int const size = i2d_PublicKey(key, &bytes);
    REQUIRE(size > 0);
    octets const out(bytes, bytes + size);
    OPENSSL_free(bytes);
    return out;
}
EVP_MD const* digest_of(issuer_hash hash) {
    return hash == issuer_hash::sha256 ? EVP_sha256() : hash == issuer_hash::sha384 ? EVP_sha384() : EVP_sha512();
}
/// `salt`: of PSS; -1: as long as the hash, -2: the longest. Otherwise PKCS #1.
void choose(EVP_PKEY_CTX* context, issuer_hash hash, bool is_pss, int salt) {
    REQUIRE(EVP_PKEY_CTX_set_signature_md(context, digest_of(hash)) == 1);
    if (is_pss) {
        REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1);
        REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1);
    }
}
octets sign(EVP_PKEY* key, issuer_hash hash, octets const& digest, bool is_pss = false, int salt = -1) {
    key_context const context{EVP_PKEY_CTX_new(key, nullptr)};
    REQUIRE(EVP_PKEY_sign_init(context.get()) == 1);
    choose(context.get(), hash, is_pss, salt);
    octets out(600);
    std::size_t size = out.size();
    REQUIRE(EVP_PKEY_sign(context.get(), out.data(), &size, digest.data(), digest.size()) == 1);
    out.resize(size);
    return out;
}
bool libcrypto_accepts(EVP_PKEY* key, issuer_hash hash, octets const& digest, octets const& signature, bool is_pss) {
    key_context const context{EVP_PKEY_CTX_new(key, nullptr)};
    REQUIRE(EVP_PKEY_verify_init(context.get()) == 1);
    choose(context.get(), hash, is_pss, -1);
    return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(), digest.size()) == 1;
}
template <class Model>
bool accepts(Model& op, octets const& key, issuer_hash hash, octets const& digest, octets const& signature) {
    return succeeds([&] { return op.verify(key, hash, digest, signature); });
}

constexpr issuer_hash hashes[] = {issuer_hash::sha256, issuer_hash::sha384, issuer_hash::sha512};

/// Good signatures, and signatures with some bits changed.
template <class Model> void agrees(EVP_PKEY* key, bool is_pss, unsigned count) {
    Model op;
    octets const half = public_half(key);
    for (issuer_hash const hash : hashes) {
        for (unsigned i = 0; i != count; ++i) {
            octets digest = random_octets(size_of(hash));
            octets signature = sign(key, hash, digest, is_pss);
            CHECK(accepts(op, half, hash, digest, signature));
            for (unsigned change = 0; change != 4; ++change) {
                octets& victim = change == 3 ? digest : signature;
                auto const at = random_below(static_cast<std::uint32_t>(victim.size()));
                victim[at] = static_cast<std::uint8_t>(victim[at] ^ 1U << random_below(8));
                CHECK(accepts(op, half, hash, digest, signature) ==
                      libcrypto_accepts(key, hash, digest, signature, is_pss));
            }
        }
    }
}

TEST_CASE("libcrypto's ECDSA signatures on P-256 and P-384 are good, changed ones are not") {
    for (int i = 0; i != 10; ++i) {
        agrees<bear::issuer_p256>(elliptic_key("P-256").get(), false, 4);
        agrees<bear::issuer_p256_i31>(elliptic_key("P-256").get(), false, 4);
        agrees<bear::issuer_p384>(elliptic_key("P-384").get(), false, 4);
    }
}

TEST_CASE("libcrypto's RSA signatures are good, changed ones are not, with a modulus of any number of bits") {
    for (int const bits : {2048, 2049, 2050, 2055, 2056, 2057, 3072, 4089, 4096}) {
        CAPTURE(bits);
        private_key const key = rsa_key(bits);
        agrees<bear::issuer_rsa_pkcs1>(key.get(), false, 2);
        agrees<pss>(key.get(), true, 2);
    }
}

TEST_CASE("a salt that is not as long as the hash is refused, and so is a modulus of 2047 or 4097 bits") {
    private_key const key = rsa_key(2048);
    octets const half = public_half(key.get());
    pss op;
    for (issuer_hash const hash : hashes) {
        octets const digest = random_octets(size_of(hash));
        auto const size = static_cast<int>(size_of(hash));
        for (int const salt : {0, 1, size - 1, size + 1, -2}) {
            CAPTURE(salt);
            CHECK_FALSE(accepts(op, half, hash, digest, sign(key.get(), hash, digest, true, salt)));
        }
        CHECK(accepts(op, half, hash, digest, sign(key.get(), hash, digest, true, size)));
    }
    for (int const bits : {2047, 4097}) {
        CAPTURE(bits);
        private_key const other = rsa_key(bits);
        octets const digest = random_octets(32);
        bear::issuer_rsa_pkcs1 pkcs1;
        CHECK_FALSE(accepts(pkcs1, public_half(other.get()), issuer_hash::sha256, digest,
                            sign(other.get(), issuer_hash::sha256, digest)));
        CHECK_FALSE(accepts(op, public_half(other.get()), issuer_hash::sha256, digest,
                            sign(other.get(), issuer_hash::sha256, digest, true)));
    }
}

/// Signs any encoded message.
octets raw_signature(EVP_PKEY* key, octets const& encoded) {
    key_context const context{EVP_PKEY_CTX_new(key, nullptr)};
    REQUIRE(EVP_PKEY_sign_init(context.get()) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1);
    octets out(encoded.size());
    std::size_t size = out.size();
    REQUIRE(EVP_PKEY_sign(context.get(), out.data(), &size, encoded.data(), encoded.size()) == 1);
    return out;
}
/// EMSA-PKCS1-v1_5 (RFC 8017 9.2) with this DigestInfo, `padding` bytes of ff, and `rest` behind it.
octets encoded_pkcs1(octets const& info, std::size_t padding, std::size_t rest) {
    octets em{0, 1};
    em.insert(em.end(), padding, 0xff);
    em.push_back(0);
    em.insert(em.end(), info.begin(), info.end());
    em.insert(em.end(), rest, 0);
    return em;
}

TEST_CASE("PKCS #1: one encoding of DigestInfo, and padding that fills the message") {
    private_key const key = rsa_key(2048);
    octets const half = public_half(key.get());
    octets const digest = random_octets(32);
    bear::issuer_rsa_pkcs1 op;
    auto const accepted = [&](octets info, std::size_t padding) {
        info.insert(info.end(), digest.begin(), digest.end());
        octets const em = encoded_pkcs1(info, padding, 256 - 3 - padding - info.size());
        return accepts(op, half, issuer_hash::sha256, digest, raw_signature(key.get(), em));
    };
    octets const info{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                      0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    CHECK(accepted(info, 202));
    CHECK_FALSE(accepted(info, 201)); // a byte behind the digest
    CHECK_FALSE(accepted(info, 8));   // room for a forged cube root
    octets no_null{0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48,
                   0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20};
    CHECK_FALSE(accepted(no_null, 204));
    octets other_hash = info;
    other_hash[14] = 2;
    CHECK_FALSE(accepted(other_hash, 202));
    CHECK_FALSE(accepted({}, 221));
}

} // namespace
