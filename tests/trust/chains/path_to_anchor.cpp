// The judge's verdict on every case of cases.txt; openssl_test.py compares the same cases with OpenSSL.
#include "flintls/trust/path_to_anchor.hpp"
#include "crypto/conformance/hesitant.hpp"
#include "support/test.hpp"
#include "trust/chains/chains.hpp"

#include <random>

namespace {

using namespace chains;

using judge_of_servers = path_to_anchor<any_crypto>;

/// Counts verifications, and returns `pending` a number of times before each.
struct counts {
    static inline unsigned operations = 0;
    static inline unsigned in_this_call = 0;
};
template <class Verifier, unsigned Times> class counting {
public:
    static inline crypto_test::tally seen{}; ///< the arguments of repeated calls

    void reset() {
        key_ = digest_ = signature_ = {};
        verifier_.reset();
    }
    crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        bool const waits = key_.waits(seen, {1, key});
        static_cast<void>(digest_.waits(seen, {2, digest}));
        static_cast<void>(signature_.waits(seen, {3, signature}));
        if (waits) return crypto_status::pending;
        ++counts::operations;
        ++counts::in_this_call;
        return verifier_.verify(key, hash, digest, signature);
    }

private:
    crypto_test::patience<Times> key_{}, digest_{}, signature_{};
    Verifier verifier_{};
};
template <unsigned Times> struct counted_crypto {
    using sha256 = mbedtls::sha256;
    using sha384 = mbedtls::sha384;
    using sha512 = mbedtls::sha512;
    using issuer_p256 = counting<issuers::issuer_p256, Times>;
    using issuer_p384 = counting<issuers::issuer_p384, Times>;
    using issuer_rsa_pkcs1 = counting<issuers::issuer_rsa_pkcs1, Times>;
    using issuer_rsa_pss = counting<issuers::issuer_rsa_pss, Times>;
};

/// A hash that returns `pending` at every call, and checks its caller.
template <class Hash> class hesitant_hash {
public:
    static constexpr std::uint32_t size = Hash::size;
    static inline crypto_test::tally counts{};

    void reset() {
        hash_.reset();
        patience_ = {};
    }
    crypto_status start() { return patience_.waits(counts, {1, this}) ? crypto_status::pending : hash_.start(); }
    crypto_status update(byte_view in) {
        return patience_.waits(counts, {2, in}) ? crypto_status::pending : hash_.update(in);
    }
    crypto_status finish(std::uint8_t* out) {
        return patience_.waits(counts, {3, out}) ? crypto_status::pending : hash_.finish(out);
    }
    crypto_status fork(hesitant_hash& other) const { return hash_.fork(other.hash_); }

private:
    Hash hash_{};
    crypto_test::patience<2> patience_{};
};
struct hesitant_crypto : counted_crypto<2> {
    using sha256 = hesitant_hash<mbedtls::sha256>;
    using sha384 = hesitant_hash<mbedtls::sha384>;
    using sha512 = hesitant_hash<mbedtls::sha512>;
};

bytes leaf_key_of(chain_case const& one) {
    certificate_key key;
    if (one.chain.empty() || find_public_key(one.chain[0], key)) return {};
    return {key.subject_public_key_info.begin(), key.subject_public_key_info.end()};
}
template <class Crypto> outcome run(chain_case const& one, std::uint32_t size) {
    anchors const trusted = anchors_of(one);
    utc_time const clock{one.seconds};
    path_to_anchor<Crypto> judge{trusted.list(), clock};
    return chains::judge(judge, one.chain, one.name, size);
}
bool as_wanted(chain_case const& one, outcome const& found) {
    return found.why == one.wanted && found.leaf == (one.wanted == errc::ok ? leaf_key_of(one) : bytes{});
}

chain_case const& case_named(std::string const& sentence) {
    static std::vector<chain_case> const all = all_cases();
    for (chain_case const& each : all) {
        if (each.sentence == sentence) return each;
    }
    static chain_case const none;
    return none;
}
chain_case const& plain() { return case_named("a P-256 leaf under an intermediate under a root"); }

} // namespace

TEST_CASE("every case of cases.txt is judged as it says, and a good chain names its leaf's key") {
    auto const all = all_cases();
    REQUIRE(all.size() >= 117);
    for (chain_case const& each : all) {
        CAPTURE(each.sentence);
        REQUIRE_FALSE(each.chain.empty());
        outcome const found = run<any_crypto>(each, 100'000);
        CAPTURE(static_cast<int>(found.why));
        CHECK(as_wanted(each, found));
    }
}

TEST_CASE("in pieces of one byte, and of any size, the judge says the same") {
    for (chain_case const& each : all_cases()) {
        CAPTURE(each.sentence);
        CHECK(as_wanted(each, run<any_crypto>(each, 1)));
        CHECK(as_wanted(each, run<any_crypto>(each, 7)));
    }
    for (std::uint32_t size = 2; size != 200; ++size) {
        CAPTURE(size);
        CHECK(as_wanted(plain(), run<any_crypto>(plain(), size)));
    }
}

TEST_CASE("a hash and a verifier that are pending at every call change nothing, and see what they saw before") {
    for (chain_case const& each : all_cases()) {
        CAPTURE(each.sentence);
        outcome const found = run<hesitant_crypto>(each, 61);
        CHECK(as_wanted(each, found));
    }
    CHECK(hesitant_crypto::sha256::counts.answered_pending > 1000);
    CHECK(hesitant_crypto::sha256::counts.changed == 0);
    CHECK(hesitant_crypto::sha384::counts.answered_pending > 100);
    CHECK(hesitant_crypto::sha384::counts.changed == 0);
    CHECK(hesitant_crypto::sha512::counts.answered_pending > 10);
    CHECK(hesitant_crypto::sha512::counts.changed == 0);
    CHECK(hesitant_crypto::issuer_p256::seen.changed == 0);
    CHECK(hesitant_crypto::issuer_p384::seen.changed == 0);
    CHECK(hesitant_crypto::issuer_rsa_pkcs1::seen.changed == 0);
    CHECK(hesitant_crypto::issuer_rsa_pss::seen.changed == 0);
}

TEST_CASE("no call makes two public-key operations, and none is made past the bound") {
    for (chain_case const& each : all_cases()) {
        CAPTURE(each.sentence);
        anchors const trusted = anchors_of(each);
        utc_time const clock{each.seconds};
        path_to_anchor<counted_crypto<0>> judge{trusted.list(), clock};
        counts::operations = counts::in_this_call = 0;
        unsigned most = 0;
        auto watched = [&most](crypto_status answer) {
            most = std::max(most, counts::in_this_call);
            // A call that verifies returns before the judge is done.
            if (counts::in_this_call != 0) CHECK(answer != crypto_status::done);
            counts::in_this_call = 0;
            return answer;
        };
        struct watcher {
            decltype(judge)& inner;
            decltype(watched)& watch;
            crypto_status begin_chain(byte_view name) { return watch(inner.begin_chain(name)); }
            crypto_status begin_certificate(std::uint32_t size) { return watch(inner.begin_certificate(size)); }
            crypto_status bytes(byte_view in, std::uint32_t& taken) { return watch(inner.bytes(in, taken)); }
            crypto_status end_certificate() { return watch(inner.end_certificate()); }
            crypto_status end_chain(path_verdict& verdict) { return watch(inner.end_chain(verdict)); }
        } watching{judge, watched};
        CHECK(as_wanted(each, chains::judge(watching, each.chain, each.name, 97)));
        CHECK(most <= 1);
        CHECK(counts::operations <= 6);
        if (each.sentence == plain().sentence) CHECK(counts::operations == 2); // two verifications
    }
}

TEST_CASE("what needs no operation makes none: a bad key, a wrong name, a date, a leaf that is an anchor") {
    for (char const* const sentence : {"an RSA-1024 intermediate", "another name", "a leaf that has expired",
                                       "a leaf as anchor", "an intermediate that has expired", "a leaf of 17 KB"}) {
        CAPTURE(sentence);
        counts::operations = 0;
        chain_case const& one = case_named(sentence);
        CHECK(as_wanted(one, run<counted_crypto<0>>(one, 500)));
        CHECK(counts::operations == 0);
    }
}

TEST_CASE("a chain that is cut short anywhere is not accepted") {
    chain_case one = plain();
    bytes const leaf = one.chain[0];
    bytes const issuer = one.chain[1];
    for (std::size_t size = 0; size < leaf.size(); ++size) {
        CAPTURE(size);
        one.chain[0] = bytes(leaf.begin(), leaf.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(run<any_crypto>(one, 64).why == errc::bad_certificate);
    }
    one.chain[0] = leaf;
    for (std::size_t size = 0; size < issuer.size(); ++size) {
        CAPTURE(size);
        one.chain[1] = bytes(issuer.begin(), issuer.begin() + static_cast<std::ptrdiff_t>(size));
        errc const why = run<any_crypto>(one, 64).why;
        CHECK(why == errc::bad_certificate);
    }
    one.chain[1] = issuer;
    one.chain[0].push_back(0);
    CHECK(run<any_crypto>(one, 64).why == errc::bad_certificate);
    one.chain[0] = leaf;
    one.chain[1].insert(one.chain[1].end(), {0x30, 0x00});
    CHECK(run<any_crypto>(one, 64).why == errc::bad_certificate);
    one.chain.clear();
    CHECK(run<any_crypto>(one, 64).why == errc::bad_certificate);
}

TEST_CASE("with any bit of any certificate of its path changed a chain is not accepted") {
    for (char const* const sentence :
         {"a P-256 leaf under an intermediate under a root", "as Let's Encrypt: P-384 under RSA-4096"}) {
        chain_case one = case_named(sentence);
        anchors const trusted = anchors_of(one);
        utc_time const clock{one.seconds};
        judge_of_servers judge{trusted.list(), clock};
#ifdef FLINTLS_LONG_TESTS
        std::size_t const distance = 1;
#else
        std::size_t const distance = one.anchor_names[0] == "rsa4root" ? 37 : 5; // RSA-4096 is slow
#endif
        // An ECDSA signature has a twin (r, n - s), which no change of one bit makes.
        for (bytes& each : one.chain) {
            for (std::size_t bit = 0; bit < each.size() * 8; bit += distance) {
                each[bit / 8] = static_cast<std::uint8_t>(each[bit / 8] ^ 1U << bit % 8);
                errc const why = chains::judge(judge, one.chain, one.name, 4000).why;
                each[bit / 8] = static_cast<std::uint8_t>(each[bit / 8] ^ 1U << bit % 8);
                if (why == errc::ok) {
                    CAPTURE(bit);
                    CHECK(why != errc::ok);
                }
            }
        }
        CHECK(as_wanted(one, run<any_crypto>(one, 4000)));
    }
}

TEST_CASE("none of 20,000 random mutants is accepted, in pieces of random size") {
    std::mt19937 numbers{18}; // NOLINT(*-msc51-cpp): the same numbers in every run
    auto const random = [&numbers] { return static_cast<std::uint32_t>(numbers()); };
    std::vector<chain_case> good;
    for (chain_case const& each : all_cases()) {
        if (each.wanted == errc::ok && each.chain.size() <= 3 && each.chain[0].size() < 2000) good.push_back(each);
    }
    REQUIRE(good.size() > 20);
    std::vector<anchors> trusted;
    for (chain_case const& each : good) trusted.push_back(anchors_of(each));
    for (unsigned i = 0; i != 20'000; ++i) {
        std::size_t const which = random() % good.size();
        std::vector<bytes> chain = good[which].chain;
        bytes& victim = chain[0]; // the leaf of every chain matters
        unsigned const changes = 1 + random() % 3;
        bytes const before = victim;
        for (unsigned change = 0; change != changes; ++change) {
            std::size_t const at = random() % victim.size();
            switch (random() % 4) {
            case 0: victim[at] = static_cast<std::uint8_t>(random()); break;
            case 1: victim.erase(victim.begin() + static_cast<std::ptrdiff_t>(at)); break;
            case 2:
                victim.insert(victim.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::uint8_t>(random()));
                break;
            default: victim[at] = static_cast<std::uint8_t>(victim[at] + 1); break;
            }
        }
        if (victim == before || good[which].anchor_names[0] == "sha1leaf" || good[which].anchor_names[0] == "p256leaf")
            continue;
        utc_time const clock{good[which].seconds};
        judge_of_servers judge{trusted[which].list(), clock};
        outcome const found = chains::judge(judge, chain, good[which].name, 1 + random() % 500);
        if (found.why == errc::ok) {
            CAPTURE(good[which].sentence);
            CAPTURE(i);
            CHECK(found.why != errc::ok);
        }
    }
}

TEST_CASE("a judge with P-256 and SHA-256 alone says what it cannot check") {
    CHECK(as_wanted(plain(), run<p256_crypto>(plain(), 33)));
    CHECK(run<p256_crypto>(case_named("P-384, and a P-256 leaf"), 33).why == errc::unsupported_signature);
    CHECK(run<p256_crypto>(case_named("RSA-2048 under RSA-4096"), 33).why == errc::unsupported_certificate);
    CHECK(run<p256_crypto>(case_named("ECDSA on P-256 with SHA-384"), 33).why == errc::unsupported_signature);
    CHECK(run<p256_crypto>(case_named("RSA-3072 with SHA-512"), 33).why == errc::unsupported_signature);
    CHECK(sizeof(path_to_anchor<p256_crypto>) < sizeof(judge_of_servers));
}

TEST_CASE("a server judges chains of clients by what they are for, and asks for no name") {
    anchors const trusted{{certificate("p256root")}};
    utc_time const clock{1'780'000'000};
    path_to_anchor<any_crypto, utc_time, certificate_role::client> judge{trusted.list(), clock};
    auto const says = [&judge](char const* leaf) {
        return chains::judge(judge, {certificate(leaf), certificate("p256int")}, {}, 50).why;
    };
    CHECK(says("client") == errc::ok);
    CHECK(says("clientv1") == errc::ok);
    CHECK(says("ekunone") == errc::ok);
    CHECK(says("ekuclient") == errc::ok);
    CHECK(says("p256leaf") == errc::wrong_purpose);
    CHECK(says("expired") == errc::certificate_expired);
    CHECK(says("critleaf") == errc::unknown_critical_extension);
}

TEST_CASE("a device without a clock may count on the time of its build, and then refuses what expired before that") {
    anchors const trusted{{certificate("p256root")}};
    auto const says = [&trusted](std::uint32_t build, char const* leaf) {
        not_before_build const clock{build};
        path_to_anchor<any_crypto, not_before_build> judge{trusted.list(), clock};
        return chains::judge(judge, {certificate(leaf), certificate("p256int")}, "device.example", 50).why;
    };
    CHECK(says(1'780'000'000, "p256leaf") == errc::ok);
    CHECK(says(1'780'000'000, "expired") == errc::certificate_expired);
    CHECK(says(1'780'000'000, "future") == errc::ok);  // the date may be 2035
    CHECK(says(1'600'000'000, "expired") == errc::ok); // the date may be before the expiry
    CHECK(says(0, "p256leaf") == errc::time_unknown);
}

TEST_CASE("bounds are those of the options: bytes, certificates, signatures") {
    anchors const trusted{{certificate("p256root")}};
    utc_time const clock{1'780'000'000};
    auto const says = [&](auto judge, std::vector<bytes> const& chain) {
        return chains::judge(judge, chain, "device.example", 50).why;
    };
    std::vector<bytes> const chain{certificate("p256leaf"), certificate("p256int")};
    auto const size = static_cast<std::uint32_t>(chain[0].size() + chain[1].size());
    REQUIRE(size > 900);
    using enum certificate_role;
    CHECK(says(path_to_anchor<any_crypto, utc_time, server, path_options{.max_chain_certificates = 2}>{trusted.list(),
                                                                                                       clock},
               chain) == errc::ok);
    CHECK(says(path_to_anchor<any_crypto, utc_time, server, path_options{.max_chain_certificates = 1}>{trusted.list(),
                                                                                                       clock},
               chain) == errc::chain_too_long);
    CHECK(says(path_to_anchor<any_crypto, utc_time, server, path_options{.max_path_signatures = 2}>{trusted.list(),
                                                                                                    clock},
               chain) == errc::ok);
    CHECK(says(path_to_anchor<any_crypto, utc_time, server, path_options{.max_path_signatures = 1}>{trusted.list(),
                                                                                                    clock},
               chain) == errc::chain_too_long);
    CHECK(
        says(path_to_anchor<any_crypto, utc_time, server, path_options{.max_chain_bytes = 900}>{trusted.list(), clock},
             chain) == errc::chain_too_long);
    CHECK(
        says(path_to_anchor<any_crypto, utc_time, server, path_options{.max_chain_bytes = 1200}>{trusted.list(), clock},
             chain) == errc::ok);
}

TEST_CASE("without IPv6 an address of it names nobody") {
    anchors const trusted{{certificate("p256root")}};
    utc_time const clock{1'780'000'000};
    path_to_anchor<any_crypto, utc_time, certificate_role::server, path_options{.ipv6 = false}> judge{trusted.list(),
                                                                                                      clock};
    CHECK(chains::judge(judge, {certificate("ip6san"), certificate("p256int")}, "2001:db8::7f", 50).why ==
          errc::wrong_name);
    CHECK(chains::judge(judge, {certificate("ipsan"), certificate("p256int")}, "127.0.0.1", 50).why == errc::ok);
}

TEST_CASE("a judge that was reset in the middle of a chain accepts nothing until another one begins") {
    anchors const trusted = anchors_of(plain());
    utc_time const clock{plain().seconds};
    judge_of_servers judge{trusted.list(), clock};
    path_verdict verdict;
    CHECK(judge.end_chain(verdict) == crypto_status::failed);
    CHECK(verdict.why.what() == errc::untrusted_peer);
    CHECK(as_wanted(plain(), chains::judge(judge, plain().chain, plain().name, 100)));
    judge.reset();
    CHECK(judge.begin_certificate(500) == crypto_status::failed);
    std::uint32_t taken = 1;
    CHECK(judge.bytes(plain().chain[0], taken) == crypto_status::failed);
    CHECK(taken == 0);
    CHECK(judge.end_certificate() == crypto_status::failed);
    CHECK(judge.end_chain(verdict) == crypto_status::failed);
    CHECK(as_wanted(plain(), chains::judge(judge, plain().chain, plain().name, 100)));
}
