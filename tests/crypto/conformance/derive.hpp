// Conformance of `hkdf`, `psk` and `psk_with_early_secret`, and of the PRF over any `hmac`.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/prf.hpp"
#include "support/test.hpp"

namespace crypto_test {

struct hkdf_vector {
    byte_view ikm;
    byte_view salt;
    byte_view info;
    byte_view prk;
    byte_view okm;
};

template <flintls::hkdf Model>
bool expands(Model& op, typename Model::key const& prk, byte_view info, byte_view expected) {
    arena<100> out;
    std::uint8_t* const p = out.take(expected.size());
    return succeeds([&] { return op.expand(prk, info, p, expected.size()); }) && out.intact() && out.view() == expected;
}

/// `out` has 255 times the hash size plus one bytes, one more than HKDF can make; null where memory is too small.
template <flintls::hkdf Model> void check_hkdf(std::span<hkdf_vector const> vectors, std::uint8_t* out) {
    using key = typename Model::key;
    guarded<Model> op;
    constexpr std::uint32_t most = 255 * Model::size;
    for (hkdf_vector const& v : vectors) {
        guarded<key> made;
        CHECK(succeeds([&] { return op.op.extract(v.salt, v.ikm, made.op); }));
        key prk = key_of<Model>(v.prk);
        // An output of any size is a prefix of a longer one; tested with the extracted key and with the published one.
        for (std::uint32_t size = 0; size <= v.okm.size(); ++size) {
            CHECK(expands(op.op, made.op, v.info, v.okm.subview(0, size)));
            CHECK(expands(op.op, prk, v.info, v.okm.subview(0, size)));
        }
        if (out != nullptr) {
            CHECK(succeeds([&] { return op.op.expand(prk, v.info, out, most); }));
            CHECK(byte_view{out, v.okm.size()} == v.okm);
            CHECK(fails([&] { return op.op.expand(prk, v.info, out, most + 1); }));
        }
        arena<40> left;
        std::uint8_t* const p = left.take(40);
        key const moved = std::move(prk);
        CHECK(fails([&] { return op.op.expand(prk, v.info, p, 40); })); // NOLINT(bugprone-use-after-move)
        CHECK(left.nothing_left());
        CHECK(expands(op.op, moved, v.info, v.okm)); // after a failure
        CHECK(made.intact());
    }
    CHECK(refuses_key<Model>(vectors[0].prk.subview(1))); // RFC 5869 2.3: a PRK is as long as the hash
    CHECK(op.intact());
}

struct prf_vector {
    byte_view secret;
    byte_view label;
    byte_view seed;
    byte_view out;
};

template <flintls::hmac Hmac> void check_prf(std::span<prf_vector const> vectors) {
    guarded<flintls::prf<Hmac>> op;
    for (prf_vector const& v : vectors) {
        arena<128> out;
        for (std::uint32_t size = 0; size <= v.out.size(); ++size) {
            // The seed in two parts, cut at any byte.
            std::uint32_t const cut = size % (v.seed.size() + 1);
            std::uint8_t* const p = out.take(size);
            CHECK(succeeds(
                [&] { return op.op.run(v.secret, v.label, v.seed.subview(0, cut), v.seed.subview(cut), p, size); }));
            CHECK(out.view() == v.out.subview(0, size));
            CHECK(out.intact());
        }
        std::uint8_t* const p = out.take(100);
        CHECK(fails([&] { return op.op.run({}, v.label, v.seed, {}, p, 100); })); // no secret
        CHECK(out.nothing_left());
    }
    CHECK(op.intact());
}

struct psk_vector {
    byte_view key;
    byte_view other_secret;
    byte_view label;
    byte_view seed;
    byte_view master_secret;
};

template <flintls::psk Model> bool makes_master_secret(Model& op, typename Model::key const& own, psk_vector const& v) {
    arena<48> out;
    std::uint8_t* const p = out.take(48);
    return succeeds([&] { return op.master_secret(own, v.other_secret, v.label, v.seed, p); }) && out.intact() &&
           out.view() == v.master_secret;
}

template <flintls::psk Model> void check_psk(std::span<psk_vector const> vectors) {
    using key = typename Model::key;
    guarded<Model> op;
    for (psk_vector const& v : vectors) {
        guarded<key> own;
        own.op = key_of<Model>(v.key);
        CHECK(makes_master_secret(op.op, own.op, v));
        key moved = std::move(own.op);
        arena<48> out;
        std::uint8_t* const p = out.take(48);
        CHECK(fails([&] {
            return op.op.master_secret(own.op, v.other_secret, v.label, v.seed, p); // NOLINT(bugprone-use-after-move)
        }));
        CHECK(out.nothing_left());
        CHECK(makes_master_secret(op.op, moved, v)); // after a failure
        own.op = std::move(moved);
        CHECK(makes_master_secret(op.op, own.op, v));
        CHECK(own.intact());
    }
    CHECK(op.intact());
}

struct early_secret_vector {
    byte_view key;
    byte_view early_secret;
};

template <flintls::psk_with_early_secret Model>
bool makes_early_secret(Model& op, typename Model::key const& own, early_secret_vector const& v) {
    arena<32> out;
    std::uint8_t* const p = out.take(32);
    return succeeds([&] { return op.early_secret(own, p); }) && out.intact() && out.view() == v.early_secret;
}

template <flintls::psk_with_early_secret Model> void check_early_secret(std::span<early_secret_vector const> vectors) {
    using key = typename Model::key;
    guarded<Model> op;
    for (early_secret_vector const& v : vectors) {
        guarded<key> own;
        own.op = key_of<Model>(v.key);
        CHECK(makes_early_secret(op.op, own.op, v));
        key moved = std::move(own.op);
        arena<32> out;
        std::uint8_t* const p = out.take(32);
        CHECK(fails([&] { return op.op.early_secret(own.op, p); })); // NOLINT(bugprone-use-after-move)
        CHECK(out.nothing_left());
        CHECK(makes_early_secret(op.op, moved, v)); // after a failure
        CHECK(own.intact());
    }
    CHECK(op.intact());
}

} // namespace crypto_test
