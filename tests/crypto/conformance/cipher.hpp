// Conformance of `aead`, `block_cipher` and `cbc`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/cipher.hpp"
#include "flintls/wire/cursor.hpp"
#include "support/test.hpp"

namespace crypto_test {

using flintls::fixed_view;

struct aead_vector {
    byte_view key;
    fixed_view<12> nonce;
    byte_view aad;
    byte_view plaintext;
    byte_view sealed; ///< the tag included
};

inline constexpr std::uint32_t max_text = 130; // bytes of the longest sealed text below

template <flintls::aead Model> class aead_check {
    using key = typename Model::key;
    static constexpr std::uint32_t tag = Model::tag_size;

public:
    void run(std::span<aead_vector const> vectors) {
        for (aead_vector const& v : vectors) check_vector(v);
        check_sizes(vectors[0]);
        check_keys(vectors[0]);
        CHECK(op_.intact());
    }

private:
    bool seals(key const& own, aead_vector const& v, std::size_t misaligned = 0) {
        std::uint8_t* const p = text_.take(v.plaintext, tag, misaligned);
        return succeeds([&] { return op_.op.seal(own, v.nonce, v.aad, p, v.plaintext.size()); }) && text_.intact() &&
               text_.view() == v.sealed;
    }
    bool opens(key const& own, aead_vector const& v, std::size_t misaligned = 0) {
        std::uint8_t* const p = text_.take(v.sealed, 0, misaligned);
        std::uint32_t const size = v.sealed.size() - tag;
        return succeeds([&] { return op_.op.open(own, v.nonce, v.aad, p, size); }) && text_.intact() &&
               text_.view().subview(0, size) == v.plaintext;
    }
    /// True if `open` fails and leaves zeros.
    bool refuses(key const& own, fixed_view<12> nonce, byte_view aad, byte_view sealed) {
        std::uint8_t* const p = text_.take(sealed);
        std::uint32_t const size = sealed.size() - tag;
        bool const failed = fails([&] { return op_.op.open(own, nonce, aad, p, size); });
        for (std::uint32_t i = 0; i < size; ++i) {
            if (p[i] != 0) return false;
        }
        return failed && text_.intact();
    }
    /// The same for a sealed text with one bit changed.
    bool refuses_bit(key const& own, aead_vector const& v, std::uint32_t bit) {
        std::array<std::uint8_t, max_text> changed{};
        flintls::copy(changed.data(), v.sealed.data(), v.sealed.size());
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << bit % 8));
        return refuses(own, v.nonce, v.aad, {changed.data(), v.sealed.size()});
    }

    void check_vector(aead_vector const& v) {
        key const own = key_of<Model>(v.key);
        for (std::size_t misaligned = 0; misaligned < 4; ++misaligned) {
            CHECK(seals(own, v, misaligned));
            CHECK(opens(own, v, misaligned));
        }
        for (std::uint32_t bit = (v.sealed.size() - tag) * 8; bit < v.sealed.size() * 8; ++bit) { // bits of the tag
            CHECK(refuses_bit(own, v, bit));
        }
        for (std::uint32_t bit = 0; bit < (v.sealed.size() - tag) * 8; bit += 7) {
            CHECK(refuses_bit(own, v, bit));
        }
        for (std::uint32_t size = tag; size < v.sealed.size(); ++size) {
            CHECK(refuses(own, v.nonce, v.aad, v.sealed.subview(0, size))); // cut at the end
            CHECK(refuses(own, v.nonce, v.aad, v.sealed.subview(v.sealed.size() - size)));
        }
        std::array<std::uint8_t, 12> nonce{};
        flintls::copy(nonce.data(), v.nonce.data(), 12);
        for (std::uint8_t& byte : nonce) {
            byte ^= 0x80;
            CHECK(refuses(own, nonce, v.aad, v.sealed));
            byte ^= 0x80;
        }
        std::array<std::uint8_t, 32> aad{};
        flintls::copy(aad.data(), v.aad.data(), v.aad.size());
        for (std::uint32_t i = 0; i < v.aad.size(); ++i) {
            aad[i] ^= 1;
            CHECK(refuses(own, v.nonce, byte_view{aad.data(), v.aad.size()}, v.sealed));
            aad[i] ^= 1;
        }
        CHECK(refuses(own, v.nonce, byte_view{aad.data(), v.aad.size() + 1}, v.sealed));
        CHECK(opens(own, v)); // after all those failures
    }

    /// Texts of every size near block boundaries open again.
    void check_sizes(aead_vector const& v) {
        key const own = key_of<Model>(v.key);
        std::array<std::uint8_t, 50> plain{};
        for (std::uint32_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<std::uint8_t>(i * 7 + 1);
        for (std::uint32_t size = 0; size <= plain.size(); ++size) {
            byte_view const text{plain.data(), size};
            std::uint8_t* const p = text_.take(text, tag);
            CHECK(succeeds([&] { return op_.op.seal(own, v.nonce, v.aad, p, size); }));
            CHECK(text_.intact());
            CHECK((size < 8 || text_.view().subview(0, size) != text));
            CHECK(succeeds([&] { return op_.op.open(own, v.nonce, v.aad, p, size); }));
            CHECK(text_.view().subview(0, size) == text);
            CHECK(text_.intact());
        }
    }

    /// Fails without a key, with a moved-from key, and with a key of another size; a different key does not open.
    void check_keys(aead_vector const& v) {
        guarded<key> own;
        CHECK(seals_nothing(own.op, v));
        CHECK(refuses(own.op, v.nonce, v.aad, v.sealed));
        own.op = key_of<Model>(v.key);
        key moved = std::move(own.op);
        CHECK(seals_nothing(own.op, v)); // NOLINT(bugprone-use-after-move): the test uses a moved-from key
        CHECK(refuses(own.op, v.nonce, v.aad, v.sealed));
        CHECK(opens(moved, v));
        own.op = std::move(moved);
        CHECK(opens(own.op, v));
        if constexpr (flintls::imports_keys<Model>) {
            std::array<std::uint8_t, 48> bytes{};
            flintls::copy(bytes.data(), v.key.data(), v.key.size());
            for (std::uint32_t size = 0; size <= bytes.size(); ++size) {
                if (size != Model::key_size) CHECK(refuses_key<Model>({bytes.data(), size}));
            }
            bytes[Model::key_size - 1] ^= 1;
            own.op = key_of<Model>({bytes.data(), Model::key_size});
            CHECK(refuses(own.op, v.nonce, v.aad, v.sealed));
        }
        CHECK(own.intact());
    }
    bool seals_nothing(key const& none, aead_vector const& v) {
        std::uint8_t* const p = text_.take(v.plaintext.size() + tag);
        return fails([&] { return op_.op.seal(none, v.nonce, v.aad, p, v.plaintext.size()); }) && text_.nothing_left();
    }

    guarded<Model> op_;
    arena<max_text> text_;
};
template <flintls::aead Model> void check_aead(std::span<aead_vector const> vectors) {
    for (aead_vector const& v : vectors) REQUIRE(v.sealed.size() <= max_text);
    aead_check<Model>{}.run(vectors);
}

/// Blocks of 16 bytes, encrypted one by one (ECB), or chained.
struct cipher_vector {
    byte_view key;
    fixed_view<16> iv;
    byte_view plaintext;
    byte_view ciphertext;
};

template <class Model> void check_cipher_keys(cipher_vector const& v) {
    std::array<std::uint8_t, 40> bytes{};
    flintls::copy(bytes.data(), v.key.data(), v.key.size());
    for (std::uint32_t size = 0; size <= bytes.size(); ++size) {
        if (size != Model::key_size) CHECK(refuses_key<Model>({bytes.data(), size}));
    }
}

template <flintls::block_cipher Model> void check_block_cipher(std::span<cipher_vector const> vectors) {
    using key = typename Model::key;
    guarded<Model> op;
    arena<16> block;
    for (cipher_vector const& v : vectors) {
        guarded<key> own;
        std::uint8_t* p = block.take(16);
        CHECK(fails([&] { return op.op.encrypt(own.op, p); }));
        CHECK(block.nothing_left());
        own.op = key_of<Model>(v.key);
        for (std::uint32_t at = 0; at < v.plaintext.size(); at += 16) {
            p = block.take(v.plaintext.subview(at, 16), 0, at / 16 % 4);
            CHECK(succeeds([&] { return op.op.encrypt(own.op, p); }));
            CHECK(block.view() == v.ciphertext.subview(at, 16));
            CHECK(block.intact());
        }
        CHECK(own.intact());
    }
    check_cipher_keys<Model>(vectors[0]);
    CHECK(op.intact());
}

template <flintls::cbc Model> void check_cbc(std::span<cipher_vector const> vectors) {
    using key = typename Model::key;
    guarded<Model> op;
    arena<64> text;
    for (cipher_vector const& v : vectors) {
        guarded<key> own;
        own.op = key_of<Model>(v.key);
        for (std::uint32_t size = 1; size <= v.plaintext.size(); ++size) {
            bool const whole = size % 16 == 0;
            std::uint8_t* p = text.take(v.plaintext.subview(0, size), 0, size / 16 % 4);
            crypto_status const encrypted = settled([&] { return op.op.encrypt(own.op, v.iv, p, size); });
            CHECK(text.intact());
            CHECK((encrypted == crypto_status::done) == whole);
            CHECK((text.view() == v.ciphertext.subview(0, size)) == whole);
            p = text.take(v.ciphertext.subview(0, size), 0, size / 16 % 4);
            crypto_status const decrypted = settled([&] { return op.op.decrypt(own.op, v.iv, p, size); });
            CHECK(text.intact());
            CHECK((decrypted == crypto_status::done) == whole);
            CHECK((text.view() == v.plaintext.subview(0, size)) == whole);
        }
        key const moved = std::move(own.op);
        std::uint8_t* const p = text.take(32);
        CHECK(fails([&] { return op.op.encrypt(own.op, v.iv, p, 32); })); // NOLINT(bugprone-use-after-move)
        CHECK(text.nothing_left());
        CHECK(fails([&] { return op.op.decrypt(own.op, v.iv, p, 32); }));
        CHECK(own.intact());
    }
    check_cipher_keys<Model>(vectors[0]);
    CHECK(op.intact());
}

} // namespace crypto_test
