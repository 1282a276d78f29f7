// Conformance of `hash`, `hmac` and `random`. Every model of these concepts passes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/digest.hpp"
#include "support/test.hpp"

namespace crypto_test {

/// A hash of a message, or a MAC of it under a key.
struct digest_vector {
    byte_view key;
    byte_view message;
    byte_view digest;
};

/// The next place to cut a message in two: every byte, or near the block boundaries of a long message.
constexpr std::uint32_t next_cut(std::uint32_t cut, std::uint32_t size) {
    return cut < 4 || size <= 64 || size - cut < 4 || (cut + 2) % 64 < 4 ? cut + 1 : cut + 13;
}

template <flintls::hash Model> bool hashes(Model& op, byte_view first, byte_view second, byte_view expected) {
    arena<Model::size> out;
    std::uint8_t* const p = out.take(Model::size);
    return succeeds([&] { return op.start(); }) && succeeds([&] { return op.update(first); }) &&
           succeeds([&] { return op.update(second); }) && succeeds([&] { return op.finish(p); }) && out.intact() &&
           out.view() == expected;
}

/// Forks the message at `cut`. Original and fork both continue; a fork without more input gives the hash of the first
/// part.
template <flintls::hash Model> bool forks(digest_vector const& v, std::uint32_t cut) {
    guarded<Model> op;
    guarded<Model> other;
    arena<Model::size> out;
    arena<Model::size> forked;
    std::uint8_t* const p = out.take(Model::size);
    std::uint8_t* const q = forked.take(Model::size);
    byte_view const rest = v.message.subview(cut);
    // `other` has an unfinished hash, which `fork` replaces.
    bool const good = succeeds([&] { return other.op.start(); }) &&
                      succeeds([&] { return other.op.update(v.message); }) && succeeds([&] { return op.op.start(); }) &&
                      succeeds([&] { return op.op.update(v.message.subview(0, cut)); }) &&
                      succeeds([&] { return op.op.fork(other.op); }) &&
                      succeeds([&] { return other.op.update(rest); }) && succeeds([&] { return other.op.finish(q); }) &&
                      succeeds([&] { return op.op.update(rest); }) && succeeds([&] { return op.op.finish(p); });
    return good && out.view() == v.digest && forked.view() == v.digest && out.intact() && forked.intact() &&
           op.intact() && other.intact();
}

/// True if `finish`, `update` and `fork` fail on an object that is not started.
template <flintls::hash Model> bool refuses_all(Model& op) {
    guarded<Model> other;
    arena<Model::size> out;
    std::uint8_t* const p = out.take(Model::size);
    std::uint8_t const byte = 1;
    return fails([&] {
               return op.update({&byte, 1});
           }) &&
           fails([&] { return op.fork(other.op); }) && fails([&] { return op.finish(p); }) && out.nothing_left() &&
           other.intact();
}

template <flintls::hash Model> void check_hash(std::span<digest_vector const> vectors) {
    guarded<Model> op;
    CHECK(refuses_all(op.op));
    for (digest_vector const& v : vectors) {
        REQUIRE(v.digest.size() == Model::size);
        for (std::uint32_t cut = 0; cut <= v.message.size(); cut = next_cut(cut, v.message.size())) {
            CHECK(hashes(op.op, v.message.subview(0, cut), v.message.subview(cut), v.digest));
            CHECK(forks<Model>(v, cut));
        }
        CHECK(refuses_all(op.op)); // the hash is finished
        // Started again within a message, and after a failure.
        CHECK(succeeds([&] { return op.op.start(); }));
        CHECK(succeeds([&] { return op.op.update(v.message); }));
        CHECK(hashes(op.op, v.message, {}, v.digest));
        CHECK(succeeds([&] { return op.op.start(); }));
        op.op.reset();
        CHECK(refuses_all(op.op));
    }
    CHECK(op.intact());
}

template <flintls::hmac Model>
bool authenticates(Model& op, typename Model::key const& key, byte_view first, byte_view second, byte_view expected) {
    arena<Model::size> out;
    std::uint8_t* const p = out.take(Model::size);
    return succeeds([&] { return op.start(key); }) && succeeds([&] { return op.update(first); }) &&
           succeeds([&] { return op.update(second); }) && succeeds([&] { return op.finish(key, p); }) && out.intact() &&
           out.view() == expected;
}
template <flintls::hmac Model> bool refuses_mac(Model& op, typename Model::key const& key) {
    arena<Model::size> out;
    std::uint8_t* const p = out.take(Model::size);
    std::uint8_t const byte = 1;
    return fails([&] {
               return op.update({&byte, 1});
           }) &&
           fails([&] { return op.finish(key, p); }) && out.nothing_left();
}

template <flintls::hmac Model> void check_hmac(std::span<digest_vector const> vectors) {
    using key = typename Model::key;
    guarded<Model> op;
    CHECK(refuses_mac(op.op, key_of<Model>(vectors[0].key)));
    for (digest_vector const& v : vectors) {
        guarded<key> own;
        own.op = key_of<Model>(v.key);
        for (std::uint32_t cut = 0; cut <= v.message.size(); cut = next_cut(cut, v.message.size())) {
            CHECK(authenticates(op.op, own.op, v.message.subview(0, cut), v.message.subview(cut), v.digest));
        }
        CHECK(refuses_mac(op.op, own.op)); // the MAC is finished
        CHECK(succeeds([&] { return op.op.start(own.op); }));
        CHECK(succeeds([&] { return op.op.update(v.message); }));
        CHECK(authenticates(op.op, own.op, v.message, {}, v.digest)); // restarted within a message
        CHECK(succeeds([&] { return op.op.start(own.op); }));
        op.op.reset();
        CHECK(refuses_mac(op.op, own.op));

        key moved = std::move(own.op);
        CHECK(fails([&] { return op.op.start(own.op); })); // NOLINT(bugprone-use-after-move): that is tested
        CHECK(refuses_mac(op.op, moved));
        CHECK(authenticates(op.op, moved, {}, v.message, v.digest));
        own.op = key{};
        moved = key{};
        CHECK(fails([&] { return op.op.start(moved); }));
        CHECK(own.intact());
    }
    CHECK(op.intact());
}

/// HMAC with the secret as bytes, shortened to a block as `hmac_of_bytes` requires.
template <flintls::hmac_of_bytes Model>
bool authenticates_bytes(Model& op, byte_view secret, byte_view first, byte_view second, byte_view expected) {
    arena<Model::block_size> key;
    arena<Model::size> out;
    std::uint8_t* const k = key.take(Model::block_size);
    std::uint8_t* const p = out.take(Model::size);
    byte_view const own{k, Model::shorten(secret, k)};
    return !own.empty() && own.size() <= Model::block_size && succeeds([&] { return op.start(own); }) &&
           succeeds([&] { return op.update(first); }) && succeeds([&] { return op.update(second); }) &&
           succeeds([&] { return op.finish(own, p); }) && out.intact() && key.intact() && out.view() == expected;
}

template <flintls::hmac_of_bytes Model> void check_hmac_of_bytes(std::span<digest_vector const> vectors) {
    guarded<Model> op;
    std::array<std::uint8_t, 256> room{};
    for (digest_vector const& v : vectors) {
        for (std::uint32_t cut = 0; cut <= v.message.size(); cut = next_cut(cut, v.message.size())) {
            CHECK(authenticates_bytes(op.op, v.key, v.message.subview(0, cut), v.message.subview(cut), v.digest));
        }
        // Bytes and an imported key give the same MAC.
        auto const own = key_of<Model>(v.key);
        CHECK(authenticates(op.op, own, v.message, {}, v.digest));
        CHECK(refuses_mac(op.op, own)); // the MAC is finished
        // Shortens in place.
        for (std::uint32_t i = 0; i < v.key.size(); ++i) room[i] = v.key[i];
        byte_view const shorter{room.data(), Model::shorten({room.data(), v.key.size()}, room.data())};
        CHECK((v.key.size() > Model::block_size ? shorter.size() == Model::size : shorter == v.key));
        CHECK(authenticates_bytes(op.op, shorter, {}, v.message, v.digest));

        // No secret, or a secret that is too long, at `start` or at `finish`: no MAC, and the operation ends.
        byte_view const block{room.data(), Model::block_size};
        byte_view const longer{room.data(), Model::block_size + 1};
        for (byte_view const wrong : {byte_view{}, longer}) {
            CHECK(fails([&] { return op.op.start(wrong); }));
            CHECK(refuses_mac(op.op, own));
            CHECK(succeeds([&] { return op.op.start(block); }));
            CHECK(fails([&] { return op.op.start(wrong); })); // within a message
            CHECK(refuses_mac(op.op, own));
            CHECK(succeeds([&] { return op.op.start(own); }));
            CHECK(succeeds([&] { return op.op.update(v.message); }));
            arena<Model::size> out;
            std::uint8_t* const p = out.take(Model::size);
            CHECK(fails([&] { return op.op.finish(wrong, p); }));
            CHECK(out.nothing_left());
            CHECK(refuses_mac(op.op, own));
        }
        CHECK(Model::shorten({}, room.data()) == 0);
        CHECK(refuses_key<Model>({}));
    }
    CHECK(op.intact());
}

/// The hash of all MACs of messages of 0 up to `count` bytes under one key, concatenated.
struct hmac_lengths {
    std::uint32_t key_size;
    byte_view sum;
};

template <flintls::hmac Model, flintls::hash Hash>
void check_hmac_lengths(std::span<hmac_lengths const> rows, std::uint32_t longest) {
    std::array<std::uint8_t, 256> bytes{};
    std::array<std::uint8_t, 256> text{};
    std::array<std::uint8_t, Model::size> mac{};
    for (hmac_lengths const& row : rows) {
        CAPTURE(row.key_size);
        for (std::uint32_t i = 0; i < row.key_size; ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + row.key_size);
        auto const own = key_of<Model>({bytes.data(), row.key_size});
        Model op;
        Hash sum;
        bool good = succeeds([&] { return sum.start(); });
        for (std::uint32_t size = 0; size <= longest; ++size) {
            for (std::uint32_t i = 0; i < size; ++i) text[i] = static_cast<std::uint8_t>(5 * i + size);
            good = good && succeeds([&] { return op.start(own); }) && succeeds([&] {
                       return op.update({text.data(), size});
                   }) &&
                   succeeds([&] { return op.finish(own, mac.data()); }) && succeeds([&] { return sum.update(mac); });
        }
        CHECK(good);
        CHECK(succeeds([&] { return sum.finish(mac.data()); }));
        CHECK(byte_view{mac} == row.sum);
    }
}

/// Two outputs of 32 bytes differ and are not zeros; no output exceeds its size.
template <flintls::random Model> void check_random() {
    guarded<Model> op;
    arena<40> once;
    arena<40> again;
    for (std::uint32_t size = 0; size <= 40; ++size) {
        std::uint8_t* const p = once.take(size);
        CHECK(succeeds([&] { return op.op.fill(p, size); }));
        CHECK(once.intact());
    }
    std::uint8_t* const p = once.take(32);
    std::uint8_t* const q = again.take(32);
    CHECK(succeeds([&] { return op.op.fill(p, 32); }));
    CHECK(succeeds([&] { return op.op.fill(q, 32); }));
    CHECK_FALSE(once.view() == again.view());
    CHECK_FALSE(once.all(0));
    CHECK_FALSE(once.all(0x3C));
    CHECK(op.intact());
}

} // namespace crypto_test
