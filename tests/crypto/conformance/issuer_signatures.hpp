// Conformance of `issuer_verifier`.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "crypto/conformance/guard.hpp"
#include "crypto/vectors/issuer.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/wire/cursor.hpp"
#include "support/test.hpp"

namespace crypto_test {

template <flintls::issuer_verifier Model> class issuer_check {
    static constexpr std::uint32_t max_size = 560; // bytes of the longest key or signature

public:
    [[nodiscard]] bool accepts(issuer_vector const& v) {
        return succeeds([&] { return op_.op.verify(v.key, v.hash, v.digest, v.signature); }) && op_.intact();
    }
    [[nodiscard]] bool refuses(issuer_vector const& v) {
        return fails([&] { return op_.op.verify(v.key, v.hash, v.digest, v.signature); }) && op_.intact();
    }
    /// `every`: one of so many bytes of a signature and of a key is changed.
    void run(issuer_vector const& v, std::uint32_t every) {
        CHECK(accepts(v));
        refuses_changes(v, &issuer_vector::signature, every);
        refuses_changes(v, &issuer_vector::key, every);
        refuses_changes(v, &issuer_vector::digest, 64); // the end of a long digest does not count (FIPS 186-4 6.4)
        using enum flintls::issuer_hash;
        for (flintls::issuer_hash const other : {none, sha256, sha384, sha512}) {
            issuer_vector bad = v;
            bad.hash = other;
            if (other != v.hash) CHECK(refuses(bad));
        }
        CHECK(accepts(v)); // after all those failures
    }

private:
    void refuses_changes(issuer_vector const& v, byte_view issuer_vector::*part, std::uint32_t every) {
        std::array<std::uint8_t, max_size> bytes{};
        issuer_vector bad = v;
        byte_view const good = v.*part;
        for (std::uint32_t at = 0; at < good.size(); at += every) {
            flintls::copy(bytes.data(), good.data(), good.size());
            bytes[at] ^= 1;
            bad.*part = {bytes.data(), good.size()};
            CHECK(refuses(bad));
        }
        flintls::copy(bytes.data(), good.data(), good.size());
        bytes[good.size()] = 0;
        for (byte_view const other : {good.subview(1), good.subview(0, good.size() - 1), byte_view{},
                                      byte_view{bytes.data(), good.size() + 1}}) {
            bad.*part = other;
            CHECK(refuses(bad));
        }
    }

    guarded<Model> op_;
};

template <flintls::issuer_verifier Model>
void check_issuer(std::span<issuer_vector const> vectors, std::uint32_t every) {
    issuer_check<Model> check;
    for (issuer_vector const& v : vectors) check.run(v, every);
}
/// Of vectors for handshakes.
[[nodiscard]] inline issuer_vector issuer_vector_of(signature_vector const& v) {
    issuer_vector made{v.key.key, flintls::issuer_hash::none, v.digest, v.signature};
    for (flintls::issuer_hash const hash :
         {flintls::issuer_hash::sha256, flintls::issuer_hash::sha384, flintls::issuer_hash::sha512}) {
        if (size_of(hash) == v.digest.size()) made.hash = hash;
    }
    return made;
}

} // namespace crypto_test
