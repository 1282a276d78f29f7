// Conformance of CTR, and tests of every mode that continues after `pending`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/guard.hpp"
#include "flintls/wire/cursor.hpp"
#include "support/test.hpp"

namespace crypto_test {

/// `crypt(key, counter, text, size)`: every size, both directions, in place at any address.
template <class Model> void check_ctr(std::span<cipher_vector const> vectors) {
    using key = typename Model::key;
    guarded<Model> op;
    arena<64> text;
    for (cipher_vector const& v : vectors) {
        guarded<key> own;
        own.op = key_of<Model>(v.key);
        for (std::uint32_t size = 0; size <= v.plaintext.size(); ++size) {
            std::uint8_t* const p = text.take(v.plaintext.subview(0, size), 0, size % 4);
            CHECK(succeeds([&] { return op.op.crypt(own.op, v.iv, p, size); }));
            CHECK(text.view() == v.ciphertext.subview(0, size));
            CHECK(succeeds([&] { return op.op.crypt(own.op, v.iv, p, size); }));
            CHECK(text.view() == v.plaintext.subview(0, size));
            CHECK(text.intact());
        }
        key const moved = std::move(own.op);
        std::uint8_t* const p = text.take(33);
        CHECK(fails([&] { return op.op.crypt(own.op, v.iv, p, 33); })); // NOLINT(bugprone-use-after-move)
        CHECK(text.nothing_left());
        CHECK(own.intact());
    }
    check_cipher_keys<Model>(vectors[0]);
    CHECK(op.intact());
}

/// Number of calls that return `pending` before another result; 1,000 at most.
template <class Call> std::uint32_t times_pending(Call call) {
    std::uint32_t count = 0;
    while (count < 1000 && call() == crypto_status::pending) ++count;
    return count;
}

/// Two operations of one model alternate, call by call; a third is started and abandoned between them. None disturbs
/// another. \return how often the first returned `pending`
template <flintls::aead Model> std::uint32_t check_turns(aead_vector const& a, aead_vector const& b) {
    auto const key_a = key_of<Model>(a.key);
    auto const key_b = key_of<Model>(b.key);
    guarded<Model> seals;
    guarded<Model> opens;
    arena<max_text> text_a;
    arena<max_text> text_b;
    std::uint8_t* const p = text_a.take(a.plaintext, Model::tag_size, 1);
    std::uint8_t* const q = text_b.take(b.sealed, 0, 2);
    std::uint32_t const size_b = b.sealed.size() - Model::tag_size;
    crypto_status of_a = crypto_status::pending;
    crypto_status of_b = crypto_status::pending;
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        if (of_a == crypto_status::pending) {
            of_a = seals.op.seal(key_a, a.nonce, a.aad, p, a.plaintext.size());
            count += of_a == crypto_status::pending ? 1U : 0U;
        }
        std::array<std::uint8_t, max_text> other{};
        Model abandoned;
        (void)abandoned.seal(key_b, a.nonce, b.aad, other.data(), 40);
        abandoned.reset();
        if (of_b == crypto_status::pending) of_b = opens.op.open(key_b, b.nonce, b.aad, q, size_b);
    }
    CHECK(of_a == crypto_status::done);
    CHECK(of_b == crypto_status::done);
    CHECK(text_a.view() == a.sealed);
    CHECK(text_b.view().subview(0, size_b) == b.plaintext);
    CHECK((text_a.intact() && text_b.intact() && seals.intact() && opens.intact()));
    return count;
}

} // namespace crypto_test
