// Any bytes as a key and a signature for BearSSL's verifiers, and as an encoded message of PSS. The hash is always zeros, so
// that the mask of PSS is, too, and the input decides what stands behind it.
#include <algorithm>
#include <array>
#include <cstdint>

#include "fuzz/lenient.hpp"
#include "fuzz/zero_hash.hpp"

#include "flintls/crypto/bearssl.hpp"

namespace {

using namespace flintls;
using lenient::require;

using hashes = issuer_hashes<lenient::zero_hash<32>, lenient::zero_hash<48>, lenient::zero_hash<64>>;
using pss = bearssl::issuer_rsa_pss<lenient::zero_hash<32>, lenient::zero_hash<48>, lenient::zero_hash<64>>;

constexpr std::array<std::uint8_t, 64> digest_of_zeros{};

/// RFC 8017 9.1.2 where every hash is zeros.
bool is_encoded(lenient::bytes const& em, std::uint32_t bits, std::uint32_t hash) {
    auto const size = static_cast<std::uint32_t>(em.size());
    if (size < 2 * hash + 2 || em[size - 1] != 0xbc) return false;
    std::uint32_t const db = size - hash - 1;
    bool good = (em[0] >> (8 - (8 * size - bits))) == 0 || 8 * size == bits;
    for (std::uint32_t i = db; i != size - 1; ++i) good = good && em[i] == 0;
    for (std::uint32_t i = 0; i != db - hash - 1; ++i) good = good && em[i] == 0;
    return good && em[db - hash - 1] == 1;
}
void check_pss(issuer_hash hash, std::uint32_t unused, lenient::bytes em) {
    if (em.empty() || em.size() > 512) return;
    auto const bits = static_cast<std::uint32_t>(em.size() * 8) - unused % 8;
    bool const wanted = is_encoded(em, bits, size_of(hash));
    bearssl::emsa_pss<hashes> op;
    crypto_status const found = op.verify(em.data(), bits, hash, byte_view{digest_of_zeros}.subview(0, size_of(hash)));
    require((found == crypto_status::done) == wanted, "an encoded message is accepted where RFC 8017 9.1.2 accepts it");
}
template <class Model> void check_verifier(issuer_hash hash, byte_view key, byte_view signature) {
    byte_view const digest = byte_view{digest_of_zeros}.subview(0, size_of(hash));
    Model op;
    crypto_status const found = op.verify(key, hash, digest, signature);
    require(found != crypto_status::pending && op.verify(key, hash, digest, signature) == found,
            "a verifier says the same again");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 4) return 0;
    auto const hash = static_cast<issuer_hash>(1 + data[1] % 3);
    lenient::bytes const rest(data + 4, data + size);
    std::size_t const middle = std::min<std::size_t>(rest.size(), std::size_t{data[2]} * 256 + data[3]);
    lenient::bytes const key(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(middle));
    lenient::bytes const signature(rest.begin() + static_cast<std::ptrdiff_t>(middle), rest.end());
    switch (data[0] % 5) {
    case 0: check_verifier<bearssl::issuer_p256>(hash, key, signature); break;
    case 1: check_verifier<bearssl::issuer_p384>(hash, key, signature); break;
    case 2: check_verifier<bearssl::issuer_rsa_pkcs1>(hash, key, signature); break;
    case 3: check_verifier<pss>(hash, key, signature); break;
    default: check_pss(hash, data[2], rest); break;
    }
    return 0;
}
