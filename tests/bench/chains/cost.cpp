// What it takes to judge a chain of two signatures, crypto and all, by each back end. A line of text for each:
// `chains <chain>_by_<back end> <instructions> <bytes of stack> <instructions of the longest call>`.
#include <psa/crypto.h>

#include "board.hpp"
#include "chains/certificates.hpp"
#include "flintls/crypto/bearssl.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/trust/path_to_anchor.hpp"
#include "measure.hpp"

namespace {

using namespace flintls;

struct hashes {
    using sha256 = mbedtls::sha256;
    using sha384 = mbedtls::sha384;
};
struct by_psa : hashes {
    using issuer_p256 = mbedtls::issuer_p256;
    using issuer_p384 = mbedtls::issuer_p384;
    using issuer_rsa_pkcs1 = mbedtls::issuer_rsa_pkcs1;
    using issuer_rsa_pss = mbedtls::issuer_rsa_pss;
};
struct by_bearssl : hashes {
    using issuer_p256 = bearssl::issuer_p256;
    using issuer_p384 = bearssl::issuer_p384;
    using issuer_rsa_pkcs1 = bearssl::issuer_rsa_pkcs1;
    using issuer_rsa_pss = bearssl::issuer_rsa_pss<mbedtls::sha256>;
};

constexpr auto const& server_name = test::hex_bytes<"6465766963652e6578616d706c65">; // device.example

template <class Judge> bool run(Judge& judge, std::span<byte_view const> chain, std::uint32_t& longest) {
    auto const done = [&longest](auto call) {
        for (;;) {
            std::uint32_t const begin = board::detail::timer()->value;
            crypto_status const answer = call();
            std::uint32_t const ticks = begin - board::detail::timer()->value;
            longest = ticks > longest ? ticks : longest;
            if (answer != crypto_status::pending) {
                return answer == crypto_status::done;
            }
        }
    };
    bool good = done([&] { return judge.begin_chain(server_name); });
    for (byte_view left : chain) {
        good = good && done([&] { return judge.begin_certificate(left.size()); });
        while (good && !left.empty()) {
            byte_view const piece = left.subview(0, 512);
            std::uint32_t taken = 0;
            good = done([&] { return judge.bytes(piece, taken); });
            left = left.subview(taken);
        }
        good = good && done([&] { return judge.end_certificate(); });
    }
    path_verdict verdict;
    return done([&] { return judge.end_chain(verdict); }) && good;
}

template <class Crypto>
void measure(char const* name, std::span<anchor const> anchors, byte_view leaf, byte_view issuer) {
    std::array<byte_view, 2> const chain{leaf, issuer};
    utc_time const clock{1'780'000'000};
    path_to_anchor<Crypto> judge{anchors, clock};
    bool good = false;
    std::uint32_t longest = 0;
    board::cost const cost = board::measure([&] { good = run(judge, chain, longest); });
    board::print("chains ");
    board::print(name);
    for (std::uint32_t const number :
         {cost.instructions, cost.stack, static_cast<std::uint32_t>((std::uint64_t{longest} * 40 + 64) / 128)}) {
        board::print(" ");
        board::print(static_cast<unsigned>(number));
    }
    board::print(good ? "\n" : " refused\n");
    if (!good) {
        board::exit(1);
    }
}

struct by_i31 : hashes {
    using issuer_p256 = bearssl::issuer_p256_i31;
};

template <class Crypto> void measure_all(std::array<char const*, 5> const& names) {
    measure<Crypto>(names[0], bench::p256root, bench::p256leaf, bench::p256int);
    measure<Crypto>(names[1], bench::p384root, bench::p384leaf, bench::p384int);
    measure<Crypto>(names[2], bench::rsa4root, bench::rsa2leaf, bench::rsa2int);
    measure<Crypto>(names[3], bench::rsa4root, bench::leleaf, bench::leint);
    measure<Crypto>(names[4], bench::rsa4root, bench::pssleaf, bench::pssint);
}

} // namespace

int main() {
    if (psa_crypto_init() != PSA_SUCCESS) {
        return 2;
    }
    measure_all<by_psa>({"p256_by_psa", "p384_by_psa", "rsa_by_psa", "p384_under_rsa_by_psa", "pss_by_psa"});
    measure_all<by_bearssl>(
        {"p256_by_bearssl", "p384_by_bearssl", "rsa_by_bearssl", "p384_under_rsa_by_bearssl", "pss_by_bearssl"});
    measure<by_i31>("p256_by_i31", bench::p256root, bench::p256leaf, bench::p256int);
    return 0;
}
