// The chains of make_chains.py by their names in cases.txt, and a judge that a test feeds.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "flintls/crypto/mbedtls.hpp"
#ifdef FLINTLS_CHAINS_BEARSSL
#include "flintls/crypto/bearssl.hpp"
#include "flintls/crypto/verifier_over.hpp"
#endif
#include "flintls/registry/names_errc.hpp"
#include "flintls/trust/path_to_anchor.hpp"

namespace chains {

using namespace flintls;
using bytes = std::vector<std::uint8_t>;

/// The verifiers of the back end that is tested. BearSSL has no hash here: Mbed TLS's stand beside it.
struct issuers {
#ifdef FLINTLS_CHAINS_BEARSSL
    using issuer_p256 = bearssl::issuer_p256;
    using issuer_p384 = bearssl::issuer_p384;
    using issuer_rsa_pkcs1 = bearssl::issuer_rsa_pkcs1;
    using issuer_rsa_pss = bearssl::issuer_rsa_pss<mbedtls::sha256, mbedtls::sha384, mbedtls::sha512>;
    using verifier = verifier_over<issuer_p256, issuer_rsa_pkcs1, issuer_rsa_pss>;
#else
    using issuer_p256 = mbedtls::issuer_p256;
    using issuer_p384 = mbedtls::issuer_p384;
    using issuer_rsa_pkcs1 = mbedtls::issuer_rsa_pkcs1;
    using issuer_rsa_pss = mbedtls::issuer_rsa_pss;
    using verifier = mbedtls::verifier;
#endif
};
struct any_crypto : issuers {
    using sha256 = mbedtls::sha256;
    using sha384 = mbedtls::sha384;
    using sha512 = mbedtls::sha512;
};
struct p256_crypto {
    using sha256 = mbedtls::sha256;
    using issuer_p256 = issuers::issuer_p256;
};

inline bytes read_file(std::string const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}
/// FLINTLS_CHAINS: the output folder of make_chains.py.
inline bytes certificate(std::string const& name) { return read_file(std::string{FLINTLS_CHAINS "/"} + name + ".der"); }

/// Anchors of certificates, valid as long as this object.
class anchors {
public:
    explicit anchors(std::vector<bytes> certificates) : certificates_{std::move(certificates)} {
        for (bytes const& each : certificates_) {
            byte_view subject;
            anchor made{};
            if (find_anchor(each, subject, made.key)) {
                mbedtls::sha256 hash;
                (void)hash.start();
                (void)hash.update(subject);
                (void)hash.finish(made.subject.data());
                list_.push_back(made);
            }
        }
    }
    [[nodiscard]] std::span<anchor const> list() const { return list_; }

private:
    std::vector<bytes> certificates_;
    std::vector<anchor> list_;
};

struct chain_case {
    std::string sentence;
    errc wanted{};
    std::vector<bytes> chain;
    std::vector<std::string> anchor_names;
    std::string name;
    std::uint32_t seconds = 0;
};
inline errc errc_named(std::string const& name) {
    for (named<errc> const& row : names<errc>::table) {
        if (name == row.name) return row.value;
    }
    return static_cast<errc>(0x7f);
}
inline std::vector<chain_case> all_cases() {
    std::vector<chain_case> found;
    std::ifstream in{FLINTLS_CASES};
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::array<std::string, 6> column;
        std::istringstream text{line};
        for (std::string& each : column) {
            std::getline(text, each, '|');
            auto const from = each.find_first_not_of(' ');
            each = from == std::string::npos ? "" : each.substr(from, each.find_last_not_of(' ') + 1 - from);
        }
        chain_case one{column[0], errc_named(column[1]), {}, {}, column[4] == "-" ? "" : column[4], 0};
        std::istringstream chain{column[2]};
        for (std::string each; chain >> each;) one.chain.push_back(certificate(each));
        std::istringstream trusted{column[3]};
        for (std::string each; trusted >> each;) one.anchor_names.push_back(each);
        if (column[5] != "-") one.seconds = static_cast<std::uint32_t>(std::stoul(column[5]));
        found.push_back(one);
    }
    return found;
}
inline anchors anchors_of(chain_case const& one) {
    std::vector<bytes> certificates;
    for (std::string const& each : one.anchor_names) certificates.push_back(certificate(each));
    return anchors{certificates};
}

/// The result for a chain, and the number of operations.
struct outcome {
    errc why = errc::ok;
    bytes leaf;
    unsigned pending = 0;
};
template <class Call> crypto_status repeated(unsigned& pending, Call call) {
    for (;;) {
        crypto_status const answer = call();
        if (answer != crypto_status::pending) return answer;
        ++pending;
    }
}
/// In pieces of `size` bytes, each in its own allocation, so that a sanitizer detects a read beside it.
template <class Judge>
outcome judge(Judge& judge, std::vector<bytes> const& chain, byte_view name, std::uint32_t size) {
    outcome result;
    auto step = [&](auto call) { return repeated(result.pending, call) == crypto_status::done; };
    bool good = step([&] { return judge.begin_chain(name); });
    for (bytes const& each : chain) {
        good = good && step([&] { return judge.begin_certificate(static_cast<std::uint32_t>(each.size())); });
        for (std::size_t at = 0; good && at < each.size(); at += size) {
            bytes const piece(each.begin() + static_cast<std::ptrdiff_t>(at),
                              each.begin() +
                                  static_cast<std::ptrdiff_t>(std::min<std::size_t>(each.size(), at + size)));
            byte_view left{piece};
            while (good && !left.empty()) {
                std::uint32_t taken = 0;
                good = step([&] { return judge.bytes(left, taken); });
                left = left.subview(taken);
            }
        }
        good = good && step([&] { return judge.end_certificate(); });
    }
    path_verdict verdict;
    crypto_status const end = repeated(result.pending, [&] { return judge.end_chain(verdict); });
    result.why = verdict.why.what();
    if ((end == crypto_status::done) != (result.why == errc::ok)) result.why = static_cast<errc>(0x7f);
    byte_view const info = verdict.leaf.subject_public_key_info;
    result.leaf.assign(info.begin(), info.end());
    return result;
}

} // namespace chains
