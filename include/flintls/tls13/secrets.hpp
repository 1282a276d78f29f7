// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a connection of TLS 1.3 derives, each of it a few rows of the key schedule: RFC 8446 4.2.11.2, 4.4.4, 4.6.1, 7.
#ifndef FLINTLS_TLS13_SECRETS_HPP
#define FLINTLS_TLS13_SECRETS_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/crypto/digest_of.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/secret_mac.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/protection.hpp"
#include "flintls/tls13/key_schedule.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

namespace derive {
inline constexpr std::array external_binder{ext_binder_key, binder_finished_key, binder};
inline constexpr std::array resumption_binder{res_binder_key, binder_finished_key, binder};
inline constexpr std::array next_secret{derived, handshake_secret}; // the last one as well, of zeros
inline constexpr std::array handshake_traffic{client_handshake_traffic, server_handshake_traffic};
inline constexpr std::array application_traffic{client_application_traffic, server_application_traffic};
inline constexpr std::array client_verify_data{client_finished_key, verify_data};
inline constexpr std::array server_verify_data{server_finished_key, verify_data};
} // namespace derive

/// What a key log may be told, by credentials that have `on_secret(which, client_random, secret)`: the names of SSLKEYLOGFILE.
enum class logged_secret : std::uint8_t { client_handshake, server_handshake, client_application, server_application };

/// The secrets of one connection. Every function may answer `pending` and is then called again with the same arguments;
/// one of them at a time. `Psk`: the operation of an external pre-shared key.
template <policy P, class Psk> class secrets {
    using hmac = typename P::crypto::hmac_sha256;

public:
    using hash = typename P::crypto::sha256;
    /// As many zeros as a hash has bytes stand for what there is not (RFC 8446 7.1).
    static constexpr std::array<std::uint8_t, secret_size> zeros{};

    /// The bytes of a slot. Aliases this object.
    [[nodiscard]] std::uint8_t* at(slot which) { return schedule_.at(which); }
    [[nodiscard]] byte_view view(slot which) { return {at(which), secret_size}; }
    void wipe_slot(slot which) { wipe_memory(at(which), secret_size); }

    /// SHA-256 of bytes.
    [[gnu::noinline]] crypto_status digest(byte_view bytes, std::uint8_t* out) {
        return now_.template as<digest_of<hash>>().run(bytes, out);
    }
    crypto_status digest(byte_view bytes, byte_view more, std::uint8_t* out) {
        return now_.template as<digest_of<hash>>().run(bytes, more, out);
    }
    /// Of the transcript so far, and of what follows it, into the slot of the transcript.
    [[gnu::noinline]] crypto_status digest_transcript(hash const& transcript, byte_view more = {}) {
        return now_.template as<digest_of<hash>>().run(transcript, more, at(slot::transcript));
    }
    /// RFC 8446 4.4.1: what was hashed so far is a message_hash, in its slot.
    crypto_status restart(hash& transcript) { return schedule_.restart(transcript); }

    /// Rows of the schedule, one after the other.
    [[gnu::noinline]] crypto_status make(std::span<derivation const> rows, byte_view given = {}) {
        crypto_status answer = crypto_status::done;
        while (answer == crypto_status::done && done_ != rows.size()) {
            answer = schedule_.run(now_, rows[done_], given);
            done_ = static_cast<std::uint8_t>(done_ + (answer == crypto_status::done ? 1 : 0));
        }
        done_ = answer == crypto_status::pending ? done_ : std::uint8_t{0};
        return answer;
    }
    crypto_status make(derivation const& row, byte_view given = {}) { return make({&row, 1}, given); }
    /// RFC 8446 7.1: the early secret of a key that may not leave its element.
    crypto_status make_early(typename Psk::key const& key) {
        return now_.template as<Psk>().early_secret(key, at(slot::secret));
    }
    /// RFC 8446 7.3: what the client, or the server, writes with, from its secret.
    [[gnu::noinline]] crypto_status take(bool of_server, bulk_cipher cipher, record_keys<P>& keys) {
        crypto_status answer = crypto_status::done;
        for (; step_ != 2 && answer == crypto_status::done; ++step_) {
            derivation const& row = of_server    ? step_ == 0 ? derive::server_iv : derive::server_key
                                    : step_ == 0 ? derive::client_iv
                                                 : derive::client_key;
            answer = make(row);
            if (answer != crypto_status::done) {
                break;
            }
            if (step_ == 0) {
                copy(iv_.data(), at(slot::work), static_cast<std::uint32_t>(iv_.size()));
            }
        }
        if (answer == crypto_status::done) {
            answer = keys.set_tls_1_3(cipher, {at(slot::work), record_keys<P>::key_size}, iv_.data());
        }
        if (answer != crypto_status::pending) {
            wipe_slot(slot::work);
            wipe(iv_);
            step_ = 0;
        }
        return answer;
    }
    /// The client writes with its next secret from here on.
    void switch_client() { schedule_.switch_client(); }
    /// RFC 8446 7.5
    crypto_status export_material(byte_view label, byte_view context, std::span<std::uint8_t> out) {
        return schedule_.export_material(now_, label, context, out.data(), static_cast<std::uint32_t>(out.size()));
    }

    /// Abandons what is pending, which may read a transcript.
    void reset() {
        now_.reset();
        schedule_.reset();
        done_ = step_ = 0;
    }
    /// The same, and wipes everything.
    void clear() {
        reset();
        schedule_.clear();
        wipe(iv_);
    }

private:
    one_of<digest_of<hash>, secret_mac<hmac>, Psk> now_; // what is under way
    key_schedule<hash, hmac, P::exporters> schedule_;
    std::array<std::uint8_t, record_keys<P>::iv_size> iv_{};
    std::uint8_t done_ = 0; // rows that are made
    std::uint8_t step_ = 0; // of the keys of a direction: 1: the IV is there, 2: and the key
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
