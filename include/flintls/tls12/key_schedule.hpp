// SPDX-License-Identifier: Apache-2.0
/// \file
/// From a premaster secret to keys and verify_data: RFC 5246 6.3, 7.4.9, 8.1, RFC 7627 4.
#ifndef FLINTLS_TLS12_KEY_SCHEDULE_HPP
#define FLINTLS_TLS12_KEY_SCHEDULE_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/digest_of.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/crypto/prf.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/policy.hpp"
#include "flintls/tls12/operations.hpp"
#include "flintls/tls12/record_keys.hpp"
#include "flintls/tls12/suite.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

namespace label {
template <std::size_t Size> constexpr auto of(char const (&text)[Size]) { // NOLINT(*-avoid-c-arrays)
    std::array<std::uint8_t, Size - 1> bytes{};
    for (std::size_t i = 0; i + 1 < Size; ++i) {
        bytes[i] = static_cast<std::uint8_t>(text[i]);
    }
    return bytes;
}
inline constexpr std::array<std::uint8_t, 13> master_secret = of("master secret");
inline constexpr std::array<std::uint8_t, 22> extended_master_secret = of("extended master secret");
inline constexpr std::array<std::uint8_t, 13> key_expansion = of("key expansion");
inline constexpr std::array<std::uint8_t, 15> client_finished = of("client finished");
inline constexpr std::array<std::uint8_t, 15> server_finished = of("server finished");
inline constexpr std::array<byte_view, 5> all{master_secret, extended_master_secret, key_expansion, client_finished,
                                              server_finished};
} // namespace label

/// verify_data of all suites here (RFC 5246 7.4.9).
inline constexpr std::uint32_t verify_data_size = 12;
using verify_data = std::array<std::uint8_t, verify_data_size>;

/// The transcript of one handshake and what is derived from it. Every function may answer `pending` and is then called
/// again with the same arguments; one of them at a time.
template <policy P> class key_schedule {
    using crypto = typename P::crypto;
    using hmac = typename crypto::hmac_sha256;

public:
    using hash = typename crypto::sha256;
    using psk = psk_operation<P>;

    /// Begins a transcript.
    crypto_status start() { return transcript_.start(); }
    /// A handshake message, header included, or a part of one.
    crypto_status add(byte_view bytes) { return transcript_.update(bytes); }

    /// SHA-256 of something else.
    [[gnu::noinline]] crypto_status digest(byte_view bytes, std::uint8_t* out) {
        return now_.template as<digest_of<hash>>().run(bytes, out);
    }
    /// SHA-256 of both randoms and something else.
    crypto_status digest_with_randoms(byte_view bytes, std::uint8_t* out) {
        return now_.template as<digest_of<hash>>().run(bytes_.randoms, bytes, out);
    }

    /// SHA-256 of the transcript so far: what a client's certificate signs (RFC 5246 7.4.8).
    crypto_status digest_transcript(std::uint8_t* out) {
        return now_.template as<digest_of<hash>>().run(transcript_, out);
    }

    /// The randoms, client's first.
    [[nodiscard]] std::span<std::uint8_t, 32> client_random() {
        return std::span<std::uint8_t, 64>{bytes_.randoms}.template first<32>();
    }
    [[nodiscard]] std::span<std::uint8_t, 32> server_random() {
        return std::span<std::uint8_t, 64>{bytes_.randoms}.template last<32>();
    }
    [[nodiscard]] byte_view randoms() const& { return bytes_.randoms; }

    /// Room for a handshake's shares, 4 bytes of parameters and 65 of a point, and digests: before it is derived what
    /// follows from them. What is agreed on, 32 bytes, is at its begin when a master secret is made. Whatever is derived
    /// may overwrite the rest.
    static constexpr std::uint32_t scratch_size = 72;
    [[nodiscard]] std::array<std::uint8_t, scratch_size>& scratch() { return bytes_.scratch; }

    /// RFC 5246 8.1, or RFC 7627 4 where it was negotiated: from the secret that was agreed on.
    crypto_status make_master(bool extended, byte_view premaster, std::uint8_t* master) {
        return derive(extended ? derived::extended_master_secret : derived::master_secret, premaster, master, 48);
    }
    /// The same from a pre-shared key, which knows how (RFC 4279 2, RFC 5489 2).
    crypto_status make_master(bool extended, typename psk::key const& key, byte_view other_secret,
                              std::uint8_t* master) {
        crypto_status answer = extended ? hash_session() : crypto_status::done;
        if (answer == crypto_status::done) {
            byte_view const seed = extended ? byte_view{hash_of_session(), 32} : byte_view{bytes_.randoms};
            answer =
                now_.template as<psk>().master_secret(key, other_secret, label::all[extended ? 1 : 0], seed, master);
        }
        return over(answer);
    }

    /// RFC 5246 6.3: the keys that the client and the server write with.
    [[gnu::noinline]] crypto_status expand(byte_view master, bulk_cipher cipher, record_keys<P>& client,
                                           record_keys<P>& server) {
        constexpr std::uint32_t size = record_keys<P>::key_size;
        crypto_status answer = crypto_status::done;
        for (; answer == crypto_status::done && keys_made_ != 3;
             keys_made_ += answer == crypto_status::done ? 1U : 0U) {
            if (keys_made_ == 0) {
                answer = derive(derived::key_expansion, master, block(), block_size);
                continue;
            }
            bool const second = keys_made_ == 2;
            answer = (second ? server : client)
                         .set(cipher, {block() + (second ? size : 0), size},
                              block() + 2 * size + (second ? record_keys<P>::fixed_iv_size : 0));
        }
        if (answer != crypto_status::pending) {
            keys_made_ = 0;
            wipe_memory(block(), block_size);
        }
        return answer;
    }

    /// RFC 5246 7.4.9, of everything so far.
    crypto_status finished(bool client, byte_view master, verify_data& out) {
        return derive(client ? derived::client_finished : derived::server_finished, master, out.data(),
                      verify_data_size);
    }

    /// Abandons what is pending; the keys that `expand` makes are the caller's.
    void reset() {
        now_.reset(); // which may read the transcript
        transcript_.reset();
        release(secret_);
        step_ = 0;
        keys_made_ = 0;
    }
    /// The same, and wipes everything.
    void clear() {
        reset();
        wipe(bytes_);
    }

private:
    /// What the PRF makes, by its label.
    enum class derived : std::uint8_t {
        master_secret,
        extended_master_secret,
        key_expansion,
        client_finished,
        server_finished
    };

    [[gnu::noinline]] crypto_status derive(derived what, byte_view key, std::uint8_t* out, std::uint32_t size) {
        bool const hashed = what != derived::master_secret && what != derived::key_expansion;
        crypto_status answer = hashed ? hash_session() : crypto_status::done;
        if (answer == crypto_status::done && step_ != 2) {
            answer = hmac::import_key(key, secret_);
            step_ = answer == crypto_status::done ? std::uint8_t{2} : step_;
        }
        if (answer == crypto_status::done) {
            // RFC 5246 8.1 has the client's random first, 6.3 the server's.
            std::uint32_t const first = what == derived::key_expansion ? 32 : 0;
            byte_view const a{hashed ? hash_of_session() : bytes_.randoms.data() + first, 32};
            byte_view const b{bytes_.randoms.data() + (32 - first), hashed ? 0U : 32U};
            byte_view const text = label::all[static_cast<std::size_t>(what)];
            answer = now_.template as<prf<hmac>>().run(secret_, text, a, b, out, size);
        }
        if (answer != crypto_status::pending) {
            release(secret_);
        }
        return over(answer);
    }
    /// The hash of all messages so far, into the block.
    crypto_status hash_session() {
        crypto_status answer = crypto_status::done;
        if (step_ == 0) {
            answer = digest_transcript(hash_of_session());
            step_ = answer == crypto_status::done ? std::uint8_t{1} : std::uint8_t{0};
        }
        return answer;
    }
    crypto_status over(crypto_status answer) {
        step_ = answer == crypto_status::pending ? step_ : std::uint8_t{0};
        return answer;
    }

    static constexpr std::uint32_t block_size = 2 * (record_keys<P>::key_size + record_keys<P>::fixed_iv_size);

    hash transcript_{};
    one_of<digest_of<hash>, prf<hmac>, psk> now_; // what is under way
    typename hmac::key secret_{};
    std::uint8_t step_ = 0;       // of what is derived: 1: the session's hash is there, 2: and the secret is a key
    std::uint32_t keys_made_ = 0; // 1: the block of keys is there, 2, 3: and the client's key, and the server's
    // The block of keys lies where the secret did that they were made from; a session's hash behind that secret.
    std::uint8_t* block() { return bytes_.scratch.data(); }
    std::uint8_t* hash_of_session() { return bytes_.scratch.data() + secret_size; }
    static constexpr std::uint32_t secret_size = 32;
    static_assert(block_size <= scratch_size && secret_size + hash::size <= scratch_size);

    struct {
        std::array<std::uint8_t, 64> randoms{};
        std::array<std::uint8_t, scratch_size> scratch{};
    } bytes_{};
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
