// Runs under memcheck with secrets marked undefined: memcheck reports a branch or an address that depends on a secret.
//   derive    PRF, HKDF and pre-shared keys from secret bytes to secret bytes, by HMAC over Mbed TLS's hash: no report
//   leaks     the same, then a branch on the result: must be reported, otherwise the secret was lost on its way
// Exit status: 0, 1 wrong result, 3 not under valgrind, and valgrind's own status after a report.
#include <psa/crypto.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include <valgrind/memcheck.h>

#include "crypto/vectors/digest.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/prf.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;
using flintls::crypto_status;

/// A secret copy of at most `Size` bytes.
template <std::size_t Size> class secret {
public:
    explicit secret(byte_view from) : size_{from.size()} {
        for (std::uint32_t i = 0; i < size_; ++i) bytes_[i] = from[i];
        VALGRIND_MAKE_MEM_UNDEFINED(bytes_.data(), Size);
    }
    [[nodiscard]] byte_view view() const { return {bytes_.data(), size_}; }

private:
    std::array<std::uint8_t, Size> bytes_{};
    std::uint32_t size_;
};

template <std::size_t Size> bool is(std::array<std::uint8_t, Size>& out, byte_view expected) {
    VALGRIND_MAKE_MEM_DEFINED(out.data(), Size);
    return byte_view{out.data(), expected.size()} == expected;
}

bool derives(std::string_view what) {
    std::array<std::uint8_t, 100> out{};
    prf_vector const& v = prf_sha256_vectors[0];
    secret<16> const prf_secret{v.secret};
    flintls::prf<backend::hmac_sha256> prf;
    if (prf.run(prf_secret.view(), v.label, v.seed, {}, out.data(), 100) != crypto_status::done) return false;
    if (what == "leaks" && out[0] == 0) std::puts("");
    if (!is(out, v.out)) return false;

    hkdf_vector const& w = hkdf_sha256_vectors[0];
    secret<22> const ikm{w.ikm};
    backend::hkdf_sha256 hkdf;
    backend::hkdf_sha256::key prk;
    if (hkdf.extract(w.salt, ikm.view(), prk) != crypto_status::done ||
        hkdf.expand(prk, w.info, out.data(), w.okm.size()) != crypto_status::done || !is(out, w.okm)) {
        return false;
    }

    psk_vector const& x = psk_sha256_vectors[1]; // a premaster longer than a block
    secret<64> const shared{x.key};
    secret<32> const other{x.other_secret};
    backend::psk psk;
    auto const psk_key = key_of<backend::psk>(shared.view());
    return psk.master_secret(psk_key, other.view(), x.label, x.seed, out.data()) == crypto_status::done &&
           is(out, x.master_secret);
}

} // namespace

int main(int count, char** arguments) {
    if (RUNNING_ON_VALGRIND == 0) return 3;
    if (psa_crypto_init() != PSA_SUCCESS) return 1;
    return derives(count > 1 ? arguments[1] : "derive") ? 0 : 1;
}
