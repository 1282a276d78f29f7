// Hashes, HMAC and the functions over HMAC, by Mbed TLS.
#include <array>
#include <cstdint>

#include "crypto/conformance/derive.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/hesitant.hpp"
#include "crypto/vectors/digest.hpp"
#include "crypto/vectors/hmac_lengths.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

// Holds the longest output of HKDF; a microbit has too little memory.
#ifdef FLINTLS_BARE_METAL
constexpr std::uint8_t* large = nullptr;
#else
std::array<std::uint8_t, 255 * 32 + 1> room{};
std::uint8_t* const large = room.data();
#endif

template <class Hmac, unsigned Times> void hesitates() {
    using hmac = hesitant_hmac<Hmac, Times>;
    static_assert(flintls::hmac_of_bytes<hmac> == flintls::hmac_of_bytes<Hmac>);
    check_hmac<hmac>(std::span{hmac_sha256_vectors}.first(1));
    check_prf<hmac>(prf_sha256_vectors);
    check_hkdf<flintls::hkdf_over<hmac>>(std::span{hkdf_sha256_vectors}.first(1), nullptr);
    check_psk<flintls::psk_over<hmac>>(psk_sha256_vectors);
    check_early_secret<flintls::psk_over<hmac>>(early_secret_sha256_vectors);
    CHECK(hmac::counts.changed == 0);
    CHECK(hmac::counts.worked > 1000);
    CHECK(hmac::counts.answered_pending == Times * hmac::counts.worked);
}

TEST_CASE("SHA-256 conforms: NIST's vectors cut anywhere, forks, objects that were not started") {
    check_hash<backend::sha256>(sha256_vectors);
}

TEST_CASE("HMAC-SHA-256 conforms: RFC 4231, keys longer than a block, no key") {
    check_hmac<backend::hmac_sha256>(hmac_sha256_vectors);
    check_hmac<backend::opaque_hmac_sha256>(hmac_sha256_vectors);
}

TEST_CASE("HMAC-SHA-256 takes secrets as bytes: RFC 4231, none, one of a block, one byte more") {
    check_hmac_of_bytes<backend::hmac_sha256>(hmac_sha256_vectors);
}

TEST_CASE("HMAC-SHA-256 is Python's for keys and messages of all lengths round a block") {
    check_hmac_lengths<backend::hmac_sha256, backend::sha256>(hmac_sha256_lengths, hmac_sha256_longest);
}

TEST_CASE("HKDF over HMAC conforms: RFC 5869, every size, one byte too many") {
    check_hkdf<backend::hkdf_sha256>(hkdf_sha256_vectors, large);
}

TEST_CASE("the PRF of RFC 5246 5: every size, the seed in two parts cut anywhere") {
    check_prf<backend::hmac_sha256>(prf_sha256_vectors);
    check_prf<backend::opaque_hmac_sha256>(prf_sha256_vectors);
}

TEST_CASE("pre-shared keys conform: RFC 4279 and RFC 5489, from one byte to 64") {
    check_psk<backend::psk>(psk_sha256_vectors);
    CHECK(refuses_key<backend::psk>({}));
    std::array<std::uint8_t, 65> const longer{};
    CHECK(refuses_key<backend::psk>(longer));
    // Another secret, longer than that of any curve.
    backend::psk op;
    auto const own = key_of<backend::psk>(psk_sha256_vectors[0].key);
    arena<48> out;
    std::uint8_t* const p = out.take(48);
    CHECK(fails([&] { return op.master_secret(own, {longer.data(), 33}, ascii<"label">, counted, p); }));
    CHECK(out.nothing_left());
}

TEST_CASE("the early secret of a pre-shared key conforms: RFC 8448 4, from three bytes to 64, a key of both versions") {
    check_early_secret<backend::psk>(early_secret_sha256_vectors);
    backend::psk op;
    auto const own = key_of<backend::psk>(psk_sha256_vectors[0].key);
    arena<32> out;
    std::uint8_t* const p = out.take(32);
    CHECK(makes_master_secret(op, own, psk_sha256_vectors[0]));
    CHECK(succeeds([&] { return op.early_secret(own, p); }));
    CHECK(makes_master_secret(op, own, psk_sha256_vectors[0]));
}

template <class Hmac> void fails_everywhere() {
    using hmac = flawed_hmac<Hmac>;
    constexpr bool imports = !flintls::hmac_of_bytes<hmac>;
    static_assert(imports != flintls::hmac_of_bytes<Hmac>);
    prf_vector const& v = prf_sha256_vectors[0];
    hkdf_vector const& w = hkdf_sha256_vectors[0];
    psk_vector const& x = psk_sha256_vectors[1];
    auto const prk = key_of<hmac>(w.prk);
    auto const shared = key_of<flintls::psk_over<hmac>>(x.key);
    flintls::prf<hmac> prf;
    flintls::hkdf_over<hmac> hkdf;
    flintls::psk_over<hmac> psk;
    typename hmac::key made;
    arena<100> out;
    // Each operation is tried with a failure at its first call, its second and so on, until none fails.
    auto const check = [&](std::uint32_t size, auto operation, auto works) {
        std::uint32_t calls = 0;
        for (bool failed = true; failed; ++calls) {
            std::uint8_t* const p = out.take(size);
            hmac::calls_left = calls;
            failed = fails([&] { return operation(p); });
            hmac::calls_left = 0xffff'ffff;
            if (failed) {
                CHECK(out.intact());
                CHECK(out.all(0));
                CHECK(works());
            }
        }
        return calls - 1;
    };
    CHECK(check(
              100, [&](std::uint8_t* p) { return prf.run(v.secret, v.label, v.seed, {}, p, 100); },
              [&] {
                  std::array<std::uint8_t, 100> again{};
                  return succeeds([&] { return prf.run(v.secret, v.label, v.seed, {}, again.data(), 100); }) &&
                         byte_view{again} == v.out;
              }) == (imports ? 1 : 0) + 4 + 3 * 3 + 4 * 5); // A(1), three more, four blocks
    CHECK(check(
              w.okm.size(), [&](std::uint8_t* p) { return hkdf.expand(prk, w.info, p, w.okm.size()); },
              [&] { return expands(hkdf, prk, w.info, w.okm); }) == 4 + 5);
    CHECK(check(
              0, [&](std::uint8_t*) { return hkdf.extract(w.salt, w.ikm, made); },
              [&] {
                  std::uint8_t byte = 0;
                  return fails([&] { return hkdf.expand(made, w.info, &byte, 1); }) &&
                         succeeds([&] { return hkdf.extract(w.salt, w.ikm, made); }) &&
                         expands(hkdf, made, w.info, w.okm);
              }) == 1 + 3 + 1);
    CHECK(check(
              48, [&](std::uint8_t* p) { return psk.master_secret(shared, x.other_secret, x.label, x.seed, p); },
              [&] { return makes_master_secret(psk, shared, x); }) == 1 + 4 + 3 + 2 * 5);
    early_secret_vector const& y = early_secret_sha256_vectors[0];
    auto const resumed = key_of<flintls::psk_over<hmac>>(y.key);
    CHECK(check(
              32, [&](std::uint8_t* p) { return psk.early_secret(resumed, p); },
              [&] { return makes_early_secret(psk, resumed, y); }) == (imports ? 1 : 0) + 3);
}

TEST_CASE("PRF, HKDF and pre-shared keys fail wherever the HMAC does, leave nothing, and begin anew") {
    fails_everywhere<backend::hmac_sha256>();
    fails_everywhere<backend::opaque_hmac_sha256>();
}

TEST_CASE("PRF, HKDF and pre-shared keys wait for an HMAC that answers pending, and repeat what they asked") {
    hesitates<backend::hmac_sha256, 1>();
    hesitates<backend::hmac_sha256, 3>();
    hesitates<backend::opaque_hmac_sha256, 1>();
    hesitates<backend::opaque_hmac_sha256, 3>();
}

template <class Hmac> void is_abandoned_everywhere() {
    using hmac = hesitant_hmac<Hmac, 1>;
    constexpr unsigned imports = flintls::hmac_of_bytes<hmac> ? 0 : 1;
    prf_vector const& v = prf_sha256_vectors[0];
    hkdf_vector const& w = hkdf_sha256_vectors[0];
    psk_vector const& x = psk_sha256_vectors[1];
    auto const prk = key_of<hmac>(w.prk);
    auto const shared = key_of<flintls::psk_over<hmac>>(x.key);
    flintls::prf<hmac> prf;
    flintls::hkdf_over<hmac> hkdf;
    flintls::psk_over<hmac> psk;
    arena<100> out;
    arena<100> other;
    std::uint8_t* const p = out.take(100);
    for (unsigned steps = 0; steps < 34 + imports; ++steps) { // all steps of the PRF
        for (unsigned i = 0; i < steps; ++i) {
            REQUIRE(prf.run(v.secret, v.seed, v.label, {}, p, 100) == crypto_status::pending);
        }
        for (unsigned i = 0; i < steps && i < 19; ++i) {
            REQUIRE(hkdf.expand(prk, w.ikm, p, 100) == crypto_status::pending);
        }
        prf.reset();
        hkdf.reset();
        std::uint8_t* const q = other.take(100);
        CHECK(succeeds([&] { return prf.run(v.secret, v.label, v.seed, {}, q, 100); }));
        CHECK(other.view() == v.out);
        CHECK(expands(hkdf, prk, w.info, w.okm));
        typename hmac::key made;
        for (unsigned i = 0; i < steps && i < 5; ++i) {
            REQUIRE(hkdf.extract(w.ikm, w.salt, made) == crypto_status::pending);
        }
        hkdf.reset();
        CHECK(succeeds([&] { return hkdf.extract(w.salt, w.ikm, made); }));
        CHECK(expands(hkdf, made, w.info, w.okm));
        for (unsigned i = 0; i < steps && i < 17 + imports; ++i) { // all steps of the operation
            REQUIRE(psk.master_secret(shared, {}, x.label, x.seed, p) == crypto_status::pending);
        }
        psk.reset();
        CHECK(makes_master_secret(psk, shared, x));
    }
    CHECK(out.intact());
}

TEST_CASE("PRF, HKDF and pre-shared keys that are abandoned at any step begin anew") {
    is_abandoned_everywhere<backend::hmac_sha256>();
    is_abandoned_everywhere<backend::opaque_hmac_sha256>();
}

TEST_CASE("random bytes conform") { check_random<backend::random>(); }

} // namespace
