// Conformance of `key_agreement`, `signer` and `signature_verifier`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/wire/cursor.hpp"
#include "support/test.hpp"

namespace crypto_test {

using flintls::signature_scheme;

struct agreement_vector {
    byte_view private_key; ///< for models that import private keys
    byte_view peer;
    byte_view secret;
};

template <flintls::key_agreement Model> class agreement_check {
    using key = typename Model::key;

public:
    /// `invalid`: shares that are not points of the group, or that give a secret of zeros.
    void run(std::span<agreement_vector const> vectors, std::span<byte_view const> invalid) {
        check_fresh();
        for (agreement_vector const& v : vectors) {
            if constexpr (flintls::imports_keys<Model>) {
                key const own = key_of<Model>(v.private_key);
                CHECK(agrees(own, v.peer, v.secret));
                CHECK(refuses(key{}, v.peer));
            }
        }
        key own{};
        std::uint8_t* const share = share_.take(Model::share_size);
        CHECK(succeeds([&] { return op_.op.generate(own, share); }));
        for (byte_view const peer : invalid) CHECK(refuses(own, peer));
        for (std::uint32_t size = 0; size < Model::share_size; ++size) {
            CHECK(refuses(own, share_.view().subview(0, size)));
        }
        std::array<std::uint8_t, Model::share_size + 1> longer{};
        flintls::copy(longer.data(), share_.data(), Model::share_size);
        CHECK(refuses(own, longer));
        CHECK(op_.intact());
    }

private:
    bool agrees(key const& own, byte_view peer, byte_view expected) {
        std::uint8_t* const p = secret_.take(Model::secret_size);
        return succeeds([&] { return op_.op.agree(own, peer, p); }) && secret_.intact() && secret_.view() == expected;
    }
    bool refuses(key const& own, byte_view peer) {
        std::uint8_t* const p = secret_.take(Model::secret_size);
        return fails([&] { return op_.op.agree(own, peer, p); }) && secret_.nothing_left();
    }

    /// Two generated shares are new, and both sides derive the same secret.
    void check_fresh() {
        guarded<key> a;
        guarded<key> b;
        arena<Model::share_size> other;
        std::uint8_t* const p = share_.take(Model::share_size);
        std::uint8_t* const q = other.take(Model::share_size);
        CHECK(succeeds([&] { return op_.op.generate(a.op, p); }));
        CHECK(succeeds([&] { return op_.op.generate(b.op, q); }));
        CHECK(share_.intact());
        CHECK(other.intact());
        CHECK_FALSE(share_.view() == other.view());

        arena<Model::secret_size> secret;
        std::uint8_t* const s = secret.take(Model::secret_size);
        CHECK(succeeds([&] { return op_.op.agree(a.op, other.view(), s); }));
        CHECK(agrees(b.op, share_.view(), secret.view()));
        key const moved = std::move(b.op);
        CHECK(refuses(b.op, share_.view())); // NOLINT(bugprone-use-after-move): the test uses a moved-from key
        CHECK(agrees(moved, share_.view(), secret.view()));
        CHECK(a.intact());
        CHECK(b.intact());
    }

    guarded<Model> op_;
    arena<Model::share_size> share_;
    arena<Model::secret_size> secret_;
};
template <flintls::key_agreement Model>
void check_key_agreement(std::span<agreement_vector const> vectors, std::span<byte_view const> invalid) {
    agreement_check<Model>{}.run(vectors, invalid);
}

struct signature_vector {
    flintls::public_key_view key;
    signature_scheme scheme;
    byte_view digest;
    byte_view signature;
};

template <flintls::signature_verifier Model> class verifier_check {
    static constexpr std::uint32_t max_size = 260; // bytes of the longest signature or digest

public:
    /// `every`: one of so many bytes of a signature is changed.
    void run(std::span<signature_vector const> vectors, std::uint32_t every) {
        for (signature_vector const& v : vectors) check_vector(v, every);
        CHECK(op_.intact());
    }
    bool accepts(signature_vector const& v) {
        return succeeds([&] { return op_.op.verify(v.key, v.scheme, v.digest, v.signature); });
    }
    bool refuses(signature_vector const& v) {
        return fails([&] { return op_.op.verify(v.key, v.scheme, v.digest, v.signature); });
    }

private:
    static byte_view changed(std::array<std::uint8_t, max_size>& bytes, byte_view from, std::uint32_t at) {
        flintls::copy(bytes.data(), from.data(), from.size());
        bytes[at] ^= 1;
        return {bytes.data(), from.size()};
    }

    void check_vector(signature_vector const& v, std::uint32_t every) {
        REQUIRE(Model::supports(v.scheme));
        CHECK(accepts(v));
        std::array<std::uint8_t, max_size> bytes{};
        signature_vector bad = v;
        for (std::uint32_t at = 0; at < v.signature.size(); at += every) {
            bad.signature = changed(bytes, v.signature, at);
            CHECK(refuses(bad));
        }
        bad.signature = v.signature.subview(1);
        CHECK(refuses(bad));
        bad.signature = v.signature.subview(0, v.signature.size() - 1);
        CHECK(refuses(bad));
        bad.signature = {};
        CHECK(refuses(bad));

        bad = v;
        bad.digest = changed(bytes, v.digest, v.digest.size() - 1);
        CHECK(refuses(bad));
        bad.digest = v.digest.subview(0, v.digest.size() - 1);
        CHECK(refuses(bad));

        bad = v;
        bad.key.key = v.key.key.subview(0, v.key.key.size() - 1);
        CHECK(refuses(bad));
        bad.key = {};
        CHECK(refuses(bad));
        bad.key = v.key;
        using kind = flintls::public_key_view::algorithm;
        bad.key.kind = v.key.kind == kind::rsa ? kind::ec_secp256r1 : kind::rsa;
        CHECK(refuses(bad));
        check_schemes(v);
        CHECK(accepts(v)); // after all those failures
    }
    /// A signature is valid for its own scheme only.
    void check_schemes(signature_vector const& v) {
        using enum signature_scheme;
        signature_vector bad = v;
        for (signature_scheme const other :
             {ecdsa_secp256r1_sha256, ecdsa_secp384r1_sha384, rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512,
              rsa_pss_rsae_sha256, rsa_pss_rsae_sha384, rsa_pss_rsae_sha512, rsa_pss_pss_sha256, ed25519,
              rsa_pkcs1_sha1, static_cast<signature_scheme>(0), static_cast<signature_scheme>(0xffff)}) {
            bad.scheme = other;
            if (other != v.scheme) CHECK(refuses(bad));
        }
    }

    guarded<Model> op_;
};
template <flintls::signature_verifier Model>
void check_verifier(std::span<signature_vector const> vectors, std::uint32_t every) {
    verifier_check<Model>{}.run(vectors, every);
}

/// Signs with `own`, whose public key is `key`, and verifies by `Verifier`, which has tests of its own.
template <flintls::signer Model, flintls::signature_verifier Verifier>
void check_signer(typename Model::key& own, signature_vector const& like) {
    using key = typename Model::key;
    guarded<Model> op;
    arena<Model::max_signature_size> out;
    CHECK(Model::supports(like.scheme));
    auto const sign = [&](key const& with, signature_scheme scheme, std::uint32_t room, std::uint32_t& size) {
        std::uint8_t* const p = out.take(room);
        size = 0;
        return settled([&] { return op.op.sign(with, scheme, like.digest, p, room, size); });
    };
    std::uint32_t size = 0;
    CHECK(sign(own, like.scheme, Model::max_signature_size, size) == crypto_status::done);
    CHECK(out.intact());
    CHECK(size <= Model::max_signature_size);
    verifier_check<Verifier> verifier;
    signature_vector made = like;
    made.signature = out.view().subview(0, size);
    CHECK(verifier.accepts(made));

    CHECK(sign(own, signature_scheme::rsa_pkcs1_sha256, Model::max_signature_size, size) == crypto_status::failed);
    CHECK(size == 0);
    CHECK(out.nothing_left());
    for (std::uint32_t const room : {0U, 1U, 60U}) { // one signature in 2^60 is as short
        CHECK(sign(own, like.scheme, room, size) == crypto_status::failed);
        CHECK(size == 0);
        CHECK(out.nothing_left());
    }
    key const moved = std::move(own);
    CHECK(sign(own, like.scheme, Model::max_signature_size, size) == crypto_status::failed);
    CHECK(out.nothing_left());
    CHECK(sign(moved, like.scheme, Model::max_signature_size, size) == crypto_status::done);
    CHECK(op.intact());
}

} // namespace crypto_test
