// PSS over a hash that is pending at every call, that fails at any call, and that is given up.
#include "crypto/conformance/hesitant.hpp"
#include "crypto/conformance/issuer_signatures.hpp"
#include "flintls/crypto/bearssl.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;

/// Answers `pending` twice before each call, and fails at a given one.
class slow_sha256 {
public:
    static constexpr std::uint32_t size = 32;
    static inline tally counts{};
    static inline std::uint32_t calls_left = 0xffff'ffff;

    void reset() {
        hash_.reset();
        patience_ = {};
    }
    crypto_status start() {
        return patience_.waits(counts, {1, this}) ? crypto_status::pending
               : breaks()                         ? crypto_status::failed
                                                  : hash_.start();
    }
    crypto_status update(byte_view in) {
        return patience_.waits(counts, {2, in}) ? crypto_status::pending
               : breaks()                       ? crypto_status::failed
                                                : hash_.update(in);
    }
    crypto_status finish(std::uint8_t* out) {
        return patience_.waits(counts, {3, out}) ? crypto_status::pending
               : breaks()                        ? crypto_status::failed
                                                 : hash_.finish(out);
    }
    crypto_status fork(slow_sha256& other) const { return hash_.fork(other.hash_); }

private:
    static bool breaks() { return calls_left-- == 0; }

    flintls::mbedtls::sha256 hash_{};
    patience<2> patience_{};
};
using pss = flintls::bearssl::issuer_rsa_pss<slow_sha256>;

crypto_status verify(pss& op, issuer_vector const& v) { return op.verify(v.key, v.hash, v.digest, v.signature); }

TEST_CASE("PSS goes on where a hash was pending, with the same arguments") {
    slow_sha256::counts = {};
    issuer_check<pss> check;
    CHECK(check.accepts(issuer_pss_4096));
    // MGF1 covers 479 bytes in 15 blocks of four calls each; the last hash has five calls.
    CHECK(slow_sha256::counts.worked == 15 * 4 + 5);
    CHECK(slow_sha256::counts.answered_pending == 2 * (15 * 4 + 5));
    CHECK(slow_sha256::counts.changed == 0);
}

TEST_CASE("PSS fails where its hash fails, and is as new afterwards") {
    pss op;
    for (std::uint32_t call = 0; call != 15 * 4 + 5; ++call) {
        slow_sha256::calls_left = call;
        CHECK(fails([&] { return verify(op, issuer_pss_4096); }));
        slow_sha256::calls_left = 0xffff'ffff;
    }
    CHECK(succeeds([&] { return verify(op, issuer_pss_4096); }));
}

TEST_CASE("PSS that is given up while pending begins anew with another signature") {
    pss op;
    issuer_vector const other = issuer_vector_of(rsa_vectors[3]);
    for (unsigned calls = 1; calls != 40; ++calls) {
        for (unsigned i = 0; i != calls; ++i) CHECK(verify(op, issuer_pss_4096) == crypto_status::pending);
        op.reset();
        CHECK(succeeds([&] { return verify(op, other); }));
    }
}

} // namespace
