// SPDX-License-Identifier: Apache-2.0
/// \file
/// Derives keys and verify_data from a premaster secret: RFC 5246 6.3, 7.4.9, 8.1, RFC 7627 4.
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
#include "flintls/crypto/suite_hash.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/ciphers.hpp"
#include "flintls/record/protection.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

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
/// For a policy without RFC 7627.
inline constexpr std::array<byte_view, 5> plain{master_secret, {}, key_expansion, client_finished, server_finished};
} // namespace label

/// Size of verify_data, the same for all supported suites (RFC 5246 7.4.9).
inline constexpr std::uint32_t verify_data_size = 12;
using verify_data = std::array<std::uint8_t, verify_data_size>;

/// For `schedule_operations`.
struct prfs {
    template <class Hmac> using of = prf<Hmac>;
};

/// The key schedule of one handshake: derives from the transcript, the randoms and the premaster secret. A function
/// that answers `pending` is called again with the same arguments. One function runs at a time.
template <policy P> class key_schedule {
    using sha256 = typename P::crypto::sha256;
    using hashes = hashes_of<P>;
    using transcript_type = transcript_of<P>;
    static constexpr auto const& labels = P::offer_extended_master_secret ? label::all : label::plain;
    using ciphers = typename suites_of<P>::ciphers;
    /// Bytes of the key block for any cipher of the policy; the output of the PRF for fewer bytes is its beginning.
    static constexpr std::uint32_t block_size =
        2 * (ciphers::template largest<&cipher_sizes::key> + ciphers::template largest<&cipher_sizes::fixed_iv>);

public:
    using psk = psk_operation<P>;

    /// SHA-256 of `bytes`.
    [[gnu::noinline]] crypto_status digest(byte_view const& bytes, std::uint8_t* out) {
        return now_.template as<digest_of<sha256>>().run(bytes, out);
    }
    /// SHA-256 of both randoms and `bytes`.
    crypto_status digest_with_randoms(byte_view const& bytes, std::uint8_t* out) {
        return now_.template as<digest_of<sha256>>().run(bytes_.randoms, bytes, out);
    }

    /// SHA-256 of the transcript so far, which a client signs in CertificateVerify, whatever the suite's hash is
    /// (RFC 5246 7.4.8).
    crypto_status digest(transcript_type const& transcript, std::uint8_t* out) {
        return now_.template as<digest_of<sha256>>().run(running<sha256>(transcript), out);
    }

    /// The hash of the suite, for the PRF and for the transcript (RFC 5246 5, 7.4.9).
    void use(suite_hash which) { current_.use(which); }

    /// The randoms; the client's random is first.
    [[nodiscard]] std::span<std::uint8_t, 32> client_random() {
        return std::span<std::uint8_t, 64>{bytes_.randoms}.template first<32>();
    }
    [[nodiscard]] std::span<std::uint8_t, 32> server_random() {
        return std::span<std::uint8_t, 64>{bytes_.randoms}.template last<32>();
    }
    [[nodiscard]] byte_view randoms() const& { return bytes_.randoms; }

    /// Working memory of a handshake: for a share, with 4 bytes of parameters and up to 65 of a point, for digests, and
    /// then for the key block. A premaster secret of 32 bytes lies at its begin. The bytes behind the key block hold
    /// the session hash during a derivation.
    static constexpr std::uint32_t scratch_size =
        block_size + hashes::max_size > 72 ? block_size + hashes::max_size : 72;
    [[nodiscard]] std::array<std::uint8_t, scratch_size>& scratch() { return bytes_.scratch; }

    /// RFC 5246 8.1, or RFC 7627 4 if negotiated: makes the master secret from the premaster secret.
    crypto_status make_master(transcript_type const& transcript, bool extended, byte_view const& premaster,
                              std::uint8_t* master) {
        return derive(transcript, extended ? derived::extended_master_secret : derived::master_secret, premaster,
                      master, 48);
    }
    /// The same from a pre-shared key, whose model does the derivation (RFC 4279 2, RFC 5489 2).
    crypto_status make_master(transcript_type const& transcript, bool extended, typename psk::key const& key,
                              byte_view const& other_secret, std::uint8_t* master) {
        crypto_status answer = extended ? hash_session(transcript) : crypto_status::done;
        if (answer == crypto_status::done) {
            byte_view const seed = extended ? byte_view{hash_of_session(), hash_size()} : byte_view{bytes_.randoms};
            answer = now_.template as<psk>().master_secret(key, other_secret, labels[extended ? 1 : 0], seed, master);
        }
        return over(answer);
    }

    /// RFC 5246 6.3: makes the key block, which stays in `scratch` until the keys of both directions are taken.
    crypto_status expand(transcript_type const& transcript, byte_view const& master) {
        return derive(transcript, derived::key_expansion, master, block(), block_size);
    }
    /// Takes the write key of the server, or of the client.
    [[gnu::noinline]] crypto_status take(bool of_server, bulk_cipher cipher, record_keys<P>& keys) {
        std::uint32_t const size = ciphers::template size<&cipher_sizes::key>(cipher);
        std::uint32_t const iv_size = ciphers::template size<&cipher_sizes::fixed_iv>(cipher);
        std::uint32_t const n = of_server ? 1 : 0;
        return keys.set(cipher, {block() + n * size, size}, block() + 2 * size + n * iv_size);
    }

    /// RFC 5246 7.4.9: makes the verify_data of all messages so far.
    crypto_status finished(transcript_type const& transcript, bool client, byte_view const& master, verify_data& out) {
        return derive(transcript, client ? derived::client_finished : derived::server_finished, master, out.data(),
                      verify_data_size);
    }

    /// RFC 5705 4: exports key material from this master secret. `context`: null means no context, which differs from
    /// an empty context. \return failed also for an empty label or a label of TLS itself, and for a context above
    /// 65,535 bytes
    crypto_status export_material(byte_view master, byte_view label, byte_view const* context,
                                  std::span<std::uint8_t> out) {
        bool good = !label.empty() && (context == nullptr || context->size() <= 0xffff);
        for (byte_view const each : labels) {
            good = good && each != label;
        }
        if (!good) {
            wipe_memory(out.data(), out.size());
            return crypto_status::failed;
        }
        std::array<byte_view, 3> seed{byte_view{bytes_.randoms}, byte_view{}, byte_view{}};
        if (context != nullptr) { // the length is rewritten with the same value in each repeated call
            store<2>(block(), context->size());
            seed[1] = {block(), 2};
            seed[2] = *context;
        }
        auto const size = static_cast<std::uint32_t>(out.size());
        if constexpr (hashes::several) {
            if (current_.get() == suite_hash::sha384) {
                return now_.template as<prf<typename hashes::other_hmac>>().run(master, label, seed, out.data(), size);
            }
        }
        return now_.template as<prf<typename hashes::hmac>>().run(master, label, seed, out.data(), size);
    }

    /// Abandons what is pending. A pending operation may read a transcript.
    void reset() {
        now_.reset();
        has_hash_ = false;
    }
    /// The same, and wipes all bytes.
    void clear() {
        reset();
        wipe(bytes_);
    }

private:
    /// The outputs of the PRF, each with its own label.
    enum class derived : std::uint8_t {
        master_secret,
        extended_master_secret,
        key_expansion,
        client_finished,
        server_finished
    };

    [[gnu::noinline]] crypto_status derive(transcript_type const& transcript, derived what, byte_view const& secret,
                                           std::uint8_t* out, std::uint32_t size) {
        bool const hashed = what != derived::master_secret && what != derived::key_expansion;
        crypto_status answer = hashed ? hash_session(transcript) : crypto_status::done;
        if (answer == crypto_status::done) {
            // RFC 5246 8.1 puts the client's random first, 6.3 the server's.
            std::uint32_t const first = what == derived::key_expansion ? 32 : 0;
            byte_view const a{hashed ? hash_of_session() : bytes_.randoms.data() + first, hashed ? hash_size() : 32U};
            byte_view const b{bytes_.randoms.data() + (32 - first), hashed ? 0U : 32U};
            byte_view const text = labels[static_cast<std::size_t>(what)];
            answer = run_prf(secret, text, a, b, out, size);
        }
        return over(answer);
    }
    /// Writes the hash of all messages so far after the key block.
    crypto_status hash_session(transcript_type const& transcript) {
        crypto_status answer = crypto_status::done;
        if (!has_hash_) {
            answer = digest_by_suite(transcript, hash_of_session());
            has_hash_ = answer == crypto_status::done;
        }
        return answer;
    }
    [[gnu::always_inline]] crypto_status digest_by_suite(transcript_type const& transcript, std::uint8_t* out) {
        if constexpr (hashes::several) {
            using other = typename hashes::other_hash;
            if (current_.get() == suite_hash::sha384) {
                return now_.template as<digest_of<other>>().run(running<other>(transcript), out);
            }
        }
        using hash = typename hashes::hash;
        return now_.template as<digest_of<hash>>().run(running<hash>(transcript), out);
    }
    [[gnu::always_inline]] crypto_status run_prf(byte_view const& secret, byte_view text, byte_view a, byte_view b,
                                                 std::uint8_t* out, std::uint32_t size) {
        if constexpr (hashes::several) {
            if (current_.get() == suite_hash::sha384) {
                return now_.template as<prf<typename hashes::other_hmac>>().run(secret, text, a, b, out, size);
            }
        }
        return now_.template as<prf<typename hashes::hmac>>().run(secret, text, a, b, out, size);
    }
    crypto_status over(crypto_status answer) {
        has_hash_ = has_hash_ && answer == crypto_status::pending;
        return answer;
    }

    [[nodiscard]] std::uint32_t hash_size() const { return hashes::size(current_.get()); }

    schedule_operations<prfs, sha256, hashes, psk> now_; // the operation under way
    bool has_hash_ = false;                              // the session hash of the present derivation is made
    [[no_unique_address]] typename hashes::current current_{};
    // The key block takes the place of the premaster secret. The session hash follows it.
    std::uint8_t* block() { return bytes_.scratch.data(); }
    std::uint8_t* hash_of_session() { return bytes_.scratch.data() + block_size; }
    static constexpr std::uint32_t secret_size = 32;
    static_assert(secret_size <= block_size && block_size + hashes::max_size <= scratch_size);

    struct {
        std::array<std::uint8_t, 64> randoms{};
        std::array<std::uint8_t, scratch_size> scratch{};
    } bytes_{};
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
