// SPDX-License-Identifier: Apache-2.0
/// \file
/// The secrets of a connection of TLS 1.3, each made by a few rows of the key schedule: RFC 8446 4.2.11.2, 4.4.4,
/// 4.6.1, 7.
#ifndef FLINTLS_TLS13_SECRETS_HPP
#define FLINTLS_TLS13_SECRETS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/digest_of.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/secret_mac.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/suite_hash.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/ciphers.hpp"
#include "flintls/record/protection.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/tls13/key_schedule.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// What a step makes by rows of the schedule.
enum class output : std::uint8_t {
    early_secret,
    external_binder,
    resumption_binder,
    next_secret, ///< the handshake secret, and, from zeros, the master secret
    handshake_traffic,
    application_traffic,
    client_verify_data,
    server_verify_data,
    resumption_master_secret,
    resumption_psk,
    client_iv,
    client_key,
    server_iv,
    server_key,
    client_update,
    server_update,
    exporter_master_secret, ///< only with an exporter
    client_key_32,          ///< only with a cipher whose key has 32 bytes
    server_key_32,
};

namespace derive {
/// A row, and what it is a part of.
struct part {
    output of;
    derivation row;
};
/// All rows that a driver needs. Those of one output stand together, and run one after another.
template <bool Exporter, bool LongKeys>
inline constexpr auto parts = [] {
    constexpr std::array all{
        part{output::early_secret, early_secret},
        part{output::external_binder, ext_binder_key},
        part{output::external_binder, binder_finished_key},
        part{output::external_binder, binder},
        part{output::resumption_binder, res_binder_key},
        part{output::resumption_binder, binder_finished_key},
        part{output::resumption_binder, binder},
        part{output::next_secret, derived},
        part{output::next_secret, handshake_secret},
        part{output::handshake_traffic, client_handshake_traffic},
        part{output::handshake_traffic, server_handshake_traffic},
        part{output::application_traffic, client_application_traffic},
        part{output::application_traffic, server_application_traffic},
        part{output::client_verify_data, client_finished_key},
        part{output::client_verify_data, verify_data},
        part{output::server_verify_data, server_finished_key},
        part{output::server_verify_data, verify_data},
        part{output::resumption_master_secret, resumption_master_secret},
        part{output::resumption_psk, resumption_psk},
        part{output::client_iv, client_iv},
        part{output::client_key, client_key},
        part{output::server_iv, server_iv},
        part{output::server_key, server_key},
        part{output::client_update, client_update},
        part{output::server_update, server_update},
        part{output::exporter_master_secret, exporter_master_secret},
        part{output::client_key_32, client_key_32},
        part{output::server_key_32, server_key_32},
    };
    std::array<part, all.size() - (Exporter ? 0 : 1) - (LongKeys ? 0 : 2)> needed{};
    std::size_t size = 0;
    for (part const& each : all) {
        bool const of_exporter = each.of == output::exporter_master_secret;
        if (of_exporter ? Exporter : (each.of < output::client_key_32 || LongKeys)) {
            needed[size++] = each;
        }
    }
    return needed;
}();
} // namespace derive

/// Secrets for a key log (SSLKEYLOGFILE): for credentials with `on_secret(which, client_random, secret)`.
enum class logged_secret : std::uint8_t { client_handshake, server_handshake, client_application, server_application };

/// For `schedule_operations`.
struct secret_macs {
    template <class Hmac> using of = secret_mac<Hmac>;
};

/// The secrets of one connection; one operation at a time. After `pending` the caller repeats the call with the same
/// arguments. `Psk`: the operation of an external pre-shared key.
template <policy P, class Psk> class secrets {
    using sha256 = typename P::crypto::sha256;
    using hashes = hashes_of<P>;
    using ciphers = typename suites_of<P>::ciphers;
    static constexpr bool long_keys = ciphers::template largest<&cipher_sizes::key> == 32;

public:
    static constexpr std::uint32_t max_size = hashes::max_size;   ///< of a secret
    static constexpr std::uint32_t mac_size = hashes::hmac::size; ///< of `digest_pieces`
    static constexpr std::uint32_t digest_size = 32;              ///< of `digest`

    /// The hash of the suite, or of a pre-shared key.
    void use(suite_hash which) { schedule_.use(which); }
    void use_hash_of(bulk_cipher cipher) { use(suites_of<P>::hash(cipher)); }
    /// Bytes of the hash in use, and of every secret.
    [[nodiscard]] std::uint32_t size() const { return schedule_.size(); }
    /// RFC 8446 7.1: zeros of the length of a hash replace an absent secret.
    [[nodiscard]] byte_view zeros() const { return schedule_.zeros(); }

    /// The bytes of a slot. Aliases this object.
    [[nodiscard]] std::uint8_t* at(slot which) { return schedule_.at(which); }
    [[nodiscard]] byte_view view(slot which) { return {at(which), size()}; }
    /// The beginning of a slot: what `digest` or `digest_pieces` wrote.
    [[nodiscard]] byte_view view(slot which, std::uint32_t bytes) { return {at(which), bytes}; }
    void wipe_slot(slot which) { wipe_memory(at(which), max_size); }

    /// SHA-256 of bytes.
    [[gnu::noinline]] crypto_status digest(byte_view const& bytes, std::uint8_t* out) {
        return now_.template as<digest_of<sha256>>().run(bytes, out);
    }
    crypto_status digest(byte_view const& bytes, byte_view const& more, std::uint8_t* out) {
        return now_.template as<digest_of<sha256>>().run(bytes, more, out);
    }
    /// Digest of bytes by the hash in use, for `restart`.
    crypto_status digest_message(byte_view const& bytes, std::uint8_t* out) {
        if constexpr (hashes::several) {
            if (schedule_.current() == suite_hash::sha384) {
                return now_.template as<digest_of<typename hashes::other_hash>>().run(bytes, out);
            }
        }
        if constexpr (std::is_same_v<typename hashes::hash, sha256>) {
            return digest(bytes, out);
        }
        return now_.template as<digest_of<typename hashes::hash>>().run(bytes, out);
    }
    /// Digest of the transcript so far and of `more` behind it, by the hash in use, into the slot of the transcript.
    [[gnu::noinline]] crypto_status digest_transcript(transcript_of<P> const& transcript, byte_view const& more = {}) {
        return schedule_.hash_transcript(now_, transcript, more);
    }
    /// A digest of pieces, for comparison, without a copy of them: an HMAC, by default under zeros.
    crypto_status digest_pieces(std::span<byte_view const> pieces, std::uint8_t* out,
                                byte_view key = constant_slots<max_size>[0]) {
        auto& mac = now_.template as<secret_mac<typename hashes::hmac>>();
        crypto_status const answer = mac.run(key, pieces, out);
        if (answer != crypto_status::pending) {
            mac.forget();
        }
        return answer;
    }
    /// RFC 8446 4.4.1: restarts the transcript with a message_hash, from the digest in the slot of the transcript.
    crypto_status restart(transcript_of<P>& transcript) { return schedule_.restart(transcript); }

    /// Makes an output. `given`: the bytes of slot::given.
    [[gnu::noinline]] crypto_status make(output what, byte_view const& given) {
        constexpr auto const& parts = derive::parts<P::exporters, long_keys>;
        std::size_t at = 0;
        while (parts[at].of != what) {
            ++at;
        }
        crypto_status answer{};
        do {
            answer = schedule_.run(now_, parts[at + done_].row, given);
            done_ = static_cast<std::uint8_t>(done_ + (answer == crypto_status::done ? 1 : 0));
        } while (answer == crypto_status::done && at + done_ != parts.size() && parts[at + done_].of == what);
        done_ = answer == crypto_status::pending ? done_ : std::uint8_t{0};
        return answer;
    }
    /// The same without bytes, or from zeros.
    [[gnu::noinline]] crypto_status make(output what) { return make(what, zeros()); }
    /// RFC 8446 7.1: the early secret of a key that does not leave its crypto element.
    crypto_status make_early(typename Psk::key const& key) {
        return now_.template as<Psk>().early_secret(key, at(slot::secret));
    }
    /// RFC 8446 7.3: makes the record keys of one direction from its traffic secret. `of_server`: the server's.
    [[gnu::noinline]] crypto_status take(bool of_server, bulk_cipher cipher, record_keys<P>& keys) {
        crypto_status answer = crypto_status::done;
        std::uint32_t const key_size = ciphers::template size<&cipher_sizes::key>(cipher);
        bool const is_long = key_size == 32;
        for (; step_ != 2 && answer == crypto_status::done; ++step_) {
            output const iv = of_server ? output::server_iv : output::client_iv;
            output next = static_cast<output>(static_cast<unsigned>(iv) + step_); // the IV, then the key
            if (is_long && step_ == 1) {
                next = of_server ? output::server_key_32 : output::client_key_32;
            }
            answer = make(next);
            if (answer != crypto_status::done) {
                break;
            }
            if (step_ == 0) {
                copy(iv_.data(), at(slot::work), static_cast<std::uint32_t>(iv_.size()));
            }
        }
        if (answer == crypto_status::done) {
            answer = keys.set_tls_1_3(cipher, {at(slot::work), key_size}, iv_.data());
        }
        if (answer != crypto_status::pending) {
            wipe_slot(slot::work);
            wipe(iv_);
            step_ = 0;
        }
        return answer;
    }
    /// Makes the client's next traffic secret the current one.
    void switch_client() { schedule_.switch_client(); }
    /// RFC 8446 7.5
    crypto_status export_material(byte_view label, byte_view context, std::span<std::uint8_t> out) {
        return schedule_.export_material(now_, label, context, out.data(), static_cast<std::uint32_t>(out.size()));
    }

    /// Abandons a pending operation, which may read a transcript.
    void reset() {
        now_.reset();
        schedule_.reset();
        done_ = step_ = 0;
    }
    /// The same, and wipes all secrets.
    void clear() {
        reset();
        schedule_.clear();
        wipe(iv_);
    }

private:
    schedule_operations<secret_macs, sha256, hashes, Psk> now_; // the pending operation
    key_schedule<hashes, P::exporters, long_keys> schedule_;
    std::array<std::uint8_t, record_keys<P>::iv_size> iv_{};
    std::uint8_t done_ = 0; // rows that are done
    std::uint8_t step_ = 0; // of `take`: 1: the IV is made, 2: the key as well
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
