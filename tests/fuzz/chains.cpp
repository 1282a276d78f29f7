// Judges any bytes as a certificate chain. In this crypto all digests are equal, and the input decides which signatures
// are good. The verdict does not depend on how the bytes are cut, and an accepted leaf is a certificate with that key.
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "fuzz/lenient.hpp"
#include "fuzz/zero_hash.hpp"

#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/trust/path_to_anchor.hpp"

namespace {

using namespace flintls;
using lenient::require;

struct verdicts {
    static inline std::uint32_t good = 0; ///< a bit for each operation: the signature is good
    static inline unsigned operations = 0;
};
struct verifier {
    static void reset() {}
    static crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        require(!key.empty() && !signature.empty() && digest.size() == size_of(hash),
                "an operation is given what it needs");
        bool const good = (verdicts::good >> verdicts::operations++ & 1U) != 0;
        return good ? crypto_status::done : crypto_status::failed;
    }
};
struct crypto {
    using sha256 = lenient::zero_hash<32>;
    using sha384 = lenient::zero_hash<48>;
    using sha512 = lenient::zero_hash<64>;
    using issuer_p256 = verifier;
    using issuer_p384 = verifier;
    using issuer_rsa_pkcs1 = verifier;
    using issuer_rsa_pss = verifier;
};

struct judged {
    errc why = errc::ok;
    lenient::bytes key;
    friend bool operator==(judged const&, judged const&) = default;
};
judged judge_in_pieces(std::vector<lenient::bytes> const& chain, std::uint32_t good, std::size_t size) {
    static constexpr std::array<std::uint8_t, 65> point{4};
    static constexpr std::array<anchor, 1> anchors{{{{}, {issuer_key::sort::p256, point}}}};
    utc_time const clock{1'780'000'000};
    path_to_anchor<crypto> judge{anchors, clock};
    verdicts::good = good;
    verdicts::operations = 0;
    auto const done = [](auto call) {
        crypto_status answer = call();
        for (unsigned i = 0; answer == crypto_status::pending; ++i, answer = call())
            require(i < 8, "what is pending ends");
        return answer == crypto_status::done;
    };
    bool going = done([&] { return judge.begin_chain(byte_view{"device.example"}); });
    for (lenient::bytes const& each : chain) {
        going = going && done([&] { return judge.begin_certificate(static_cast<std::uint32_t>(each.size())); });
        for (std::size_t at = 0; going && at < each.size(); at += size) {
            lenient::bytes const piece(each.begin() + static_cast<std::ptrdiff_t>(at),
                                       each.begin() + static_cast<std::ptrdiff_t>(std::min(each.size(), at + size)));
            unsigned idle = 0;
            for (byte_view left{piece}; going && !left.empty();) {
                std::uint32_t taken = 0;
                going = done([&] { return judge.bytes(left, taken); });
                require(taken <= left.size() && (taken != 0 || !going || ++idle < 100), "bytes are taken");
                left = left.subview(taken);
            }
        }
        going = going && done([&] { return judge.end_certificate(); });
    }
    path_verdict verdict;
    bool const accepted = done([&] { return judge.end_chain(verdict); });
    require(accepted == !verdict.why && (going || !accepted), "a verdict is what the calls answered");
    require(verdicts::operations <= 6, "no more operations than the bound");
    byte_view const info = verdict.leaf.subject_public_key_info;
    return {verdict.why.what(), {info.begin(), info.end()}};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 4) return 0;
    std::uint32_t const good = load<2>(data);
    std::size_t const cut = 1 + data[2];
    std::vector<lenient::bytes> chain;
    for (std::size_t at = 3; at + 2 <= size;) {
        std::size_t const wanted = load<2>(data + at);
        std::size_t const here = std::min(wanted, size - at - 2);
        chain.emplace_back(data + at + 2, data + at + 2 + here);
        at += 2 + here;
    }
    judged const whole = judge_in_pieces(chain, good, 100'000);
    require(judge_in_pieces(chain, good, cut) == whole && judge_in_pieces(chain, good, 1) == whole,
            "however it is cut, a chain is judged alike");
    if (whole.why == errc::ok) {
        certificate_key key;
        require(!chain.empty() && !find_public_key(chain[0], key), "a leaf that is accepted is a certificate");
        require(byte_view{whole.key} == key.subject_public_key_info, "the key is the leaf's");
    } else {
        require(whole.key.empty(), "of a chain that is refused there is no key");
    }
    return 0;
}
