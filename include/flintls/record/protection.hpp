// SPDX-License-Identifier: Apache-2.0
/// \file
/// Protection of records in one direction: RFC 5246 6.2.3.3, RFC 5288 3, RFC 6655 3, RFC 7905 2, RFC 8446 5.2 to 5.5.
#ifndef FLINTLS_RECORD_PROTECTION_HPP
#define FLINTLS_RECORD_PROTECTION_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/message/record.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/ciphers.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

inline constexpr std::uint32_t max_tag_size = 16;
/// The most bytes that protection adds: an explicit nonce and a tag.
inline constexpr std::uint32_t max_overhead = 8 + max_tag_size;

namespace record_detail {
/// What a policy keeps for one cipher. The names differ for two ciphers that are the same type.
template <class Crypto, bulk_cipher Cipher> struct operation {
    [[no_unique_address]] cipher_type<Crypto, Cipher> op{};
};
template <class Crypto, bulk_cipher Cipher> struct key {
    [[no_unique_address]] typename cipher_type<Crypto, Cipher>::key own{};
};
template <template <class, bulk_cipher> class Type, class Crypto, class List> struct one_for_each;
template <template <class, bulk_cipher> class Type, class Crypto, bulk_cipher... Ciphers>
struct one_for_each<Type, Crypto, cipher_list<Ciphers...>> : Type<Crypto, Ciphers>... {
    template <bulk_cipher Cipher> [[nodiscard]] Type<Crypto, Cipher>& of() { return *this; }
};
} // namespace record_detail

/// The ciphers of a policy. One operation runs at a time.
template <policy P> struct record_ciphers {
    using list = typename suites_of<P>::ciphers;
    [[no_unique_address]] record_detail::one_for_each<record_detail::operation, typename P::crypto, list> all{};
    // The arguments of a pending operation must not move.
    std::array<std::uint8_t, 12> nonce{};
    [[no_unique_address]] std::conditional_t<speaks_tls_1_2<P>, std::array<std::uint8_t, 13>, unneeded<7>> aad{};

    record_ciphers() = default;
    record_ciphers(record_ciphers const&) = delete;
    record_ciphers& operator=(record_ciphers const&) = delete;
    ~record_ciphers() { clear(); }
    void reset() {
        list::each([this]<bulk_cipher Cipher>() { all.template of<Cipher>().op.reset(); });
    }
    /// Abandons what is pending and wipes the nonce, a part of which is secret.
    void clear() {
        reset();
        wipe(nonce);
        if constexpr (speaks_tls_1_2<P>) {
            wipe(aad);
        }
    }
};

/// The keys of one direction. Sequence numbers neither repeat nor wrap: a key protects at most 2^24.5 records, where
/// RFC 9325 4.4 and RFC 8446 5.5 ask for new keys for AES-GCM. AES-CCM protects half as many in TLS 1.3.
/// ChaCha20-Poly1305 could protect more (RFC 8446 5.5); one limit for all keeps the sequence number in 32 bits.
template <policy P> class record_keys {
    using ciphers = record_ciphers<P>;
    using list = typename ciphers::list;

public:
    static constexpr std::uint32_t iv_size = 12; ///< in TLS 1.3
    /// Most records under one key: 2^24.5, rounded down.
    static constexpr std::uint32_t max_records = 23'726'566;

    record_keys() = default;
    record_keys(record_keys const&) = delete;
    record_keys& operator=(record_keys const&) = delete;
    ~record_keys() { wipe(fixed_iv_); }

    [[nodiscard]] bool active() const { return active_; }
    [[nodiscard]] std::uint32_t tag_size() const { return list::template size<&cipher_sizes::tag>(cipher()); }
    /// Bytes of the explicit nonce in a protected record of TLS 1.2.
    [[nodiscard]] std::uint32_t explicit_nonce_size() const {
        return list::template size<&cipher_sizes::explicit_nonce>(cipher());
    }
    [[nodiscard]] std::uint32_t overhead() const {
        std::uint32_t const before = is_tls_1_3() ? 0 : explicit_nonce_size();
        return active_ ? before + tag_size() : 0;
    }
    /// True if records are protected as in TLS 1.3.
    [[nodiscard]] bool is_tls_1_3() const {
        if constexpr (speaks_both<P>) {
            return tls_1_3_;
        }
        return speaks_tls_1_3<P>;
    }
    /// Records that may still be protected under this key.
    [[nodiscard]] std::uint32_t records_left() const {
        std::uint32_t const most = limit();
        return active_ && sequence_ < most ? most - sequence_ : active_ ? 0 : most;
    }
    /// RFC 8446 5.5: true if a KeyUpdate is due.
    [[nodiscard]] bool key_update_due() const { return active_ && sequence_ >= key_update_at(); }
    /// True if the peer has ignored a requested KeyUpdate for too many records. Nothing more is decrypted then.
    [[nodiscard]] bool peer_update_overdue() const {
        return is_tls_1_3() && sequence_ >= key_update_at() + overdue_records;
    }

    /// Replaces the key (RFC 5246 7.1). While the import is pending, and after it has failed, no record can be
    /// protected or decrypted: old and new keys are never mixed.
    crypto_status set(bulk_cipher cipher, byte_view key, std::uint8_t const* fixed_iv) {
        if constexpr (speaks_both<P>) {
            tls_1_3_ = false;
        }
        return set(cipher, key, fixed_iv, list::template size<&cipher_sizes::fixed_iv>(cipher));
    }
    /// The same for TLS 1.3 (RFC 8446 7.3).
    crypto_status set_tls_1_3(bulk_cipher cipher, byte_view key, std::uint8_t const* iv) {
        if constexpr (speaks_both<P>) {
            tls_1_3_ = true;
        }
        return set(cipher, key, iv, iv_size);
    }
    /// True if `set` is pending or has failed.
    [[nodiscard]] bool changing() const { return active_ && sequence_ == no_record; }
    /// Wipes or releases the keys.
    void clear() {
        list::each([this]<bulk_cipher Cipher>() { release(keys_.template of<Cipher>().own); });
        wipe(fixed_iv_);
        active_ = false;
    }

    /// Encrypts `size` bytes at `content` in place. \pre room for the explicit nonce before `content`, and for the tag
    /// after it
    crypto_status seal(ciphers& with, content_type type, std::uint8_t* content, std::uint32_t size) {
        if (explicit_nonce_size() != 0) {
            store<4>(content - 8, 0);
            store<4>(content - 4, sequence_); // RFC 5288 3: the sequence number serves as explicit nonce
        }
        return crypt(with, true, type, content, size);
    }
    /// Decrypts `size` bytes at `content` in place, nonce and tag not counted.
    crypto_status open(ciphers& with, content_type type, std::uint8_t* content, std::uint32_t size) {
        return crypt(with, false, type, content, size);
    }
    /// RFC 8446 5.2: encrypts or decrypts `size` bytes at `content` in place; the content type at their end is
    /// included. The header of the protected record precedes `content`. `last`: the record is an alert, which may
    /// exceed the limit by one.
    [[gnu::noinline]] crypto_status crypt_tls_1_3(ciphers& with, bool seal, bool last, std::uint8_t* content,
                                                  std::uint32_t size) {
        if (seal ? sequence_ >= limit() + (last ? 1U : 0U) : peer_update_overdue()) {
            return crypto_status::failed;
        }
        make_nonce(with.nonce.data());
        return run(with, {content - record_header_size, record_header_size}, seal, content, size);
    }

private:
    static constexpr std::uint32_t no_record = max_records + 2; // above the number of any record and of the last alert

    /// A policy with one cipher needs no lookup.
    [[nodiscard]] bulk_cipher cipher() const { return suites_of<P>::narrow({key_exchange::none, cipher_}).cipher; }
    /// Records that a peer may still send after a KeyUpdate was requested.
    static constexpr std::uint32_t overdue_records = 1U << 16U;
    [[nodiscard]] std::uint32_t key_update_at() const {
        return 1U << list::template size<&cipher_sizes::update_at>(cipher());
    }
    [[nodiscard]] std::uint32_t limit() const {
        // RFC 8446 5.5 has no number for AES-CCM.
        bool const half = is_tls_1_3() && list::template size<&cipher_sizes::update_at>(cipher()) == 23;
        return half ? max_records / 2 : max_records;
    }
    crypto_status set(bulk_cipher cipher, byte_view const& key, std::uint8_t const* iv, std::uint32_t size) {
        crypto_status const answer = list::call(cipher, [&]<bulk_cipher Cipher>() {
            release_others<Cipher>();
            return cipher_type<typename P::crypto, Cipher>::import_key(key, keys_.template of<Cipher>().own);
        });
        copy(fixed_iv_.data(), iv, size);
        cipher_ = cipher;
        sequence_ = answer == crypto_status::done ? 0 : no_record;
        active_ = true;
        return answer;
    }
    /// Releases keys of an earlier handshake with another cipher.
    template <bulk_cipher Not> void release_others() {
        list::each([this]<bulk_cipher Cipher>() {
            if constexpr (Cipher != Not) {
                release(keys_.template of<Cipher>().own);
            }
        });
    }
    /// RFC 8446 5.3, RFC 7905 2. Each byte is written once, with its old value, because a pending operation may be
    /// reading it.
    void make_nonce(std::uint8_t* nonce) const {
        copy(nonce, fixed_iv_.data(), iv_size - 4);
        store<4>(nonce + iv_size - 4, load<4>(fixed_iv_.data() + iv_size - 4) ^ sequence_);
    }
    [[gnu::noinline]] crypto_status crypt(ciphers& with, bool seal, content_type type, std::uint8_t* content,
                                          std::uint32_t size) {
        // The limit allows one more record: the alert that reports it.
        if (sequence_ >= max_records + (type == content_type::alert ? 1U : 0U)) {
            return crypto_status::failed;
        }
        std::uint8_t* const nonce = with.nonce.data();
        if (explicit_nonce_size() != 0) {
            copy(nonce, fixed_iv_.data(), iv_size - 8);
            copy(nonce + iv_size - 8, content - 8, 8);
        } else if constexpr (max_iv_size == iv_size) {
            make_nonce(nonce);
        }
        std::uint8_t* const aad = with.aad.data();
        store<4>(aad, 0);
        store<4>(aad + 4, sequence_);
        aad[8] = static_cast<std::uint8_t>(type);
        store<2>(aad + 9, 0x0303);
        store<2>(aad + 11, size);
        return run(with, with.aad, seal, content, size);
    }
    crypto_status run(ciphers& with, byte_view aad, bool seal, std::uint8_t* content, std::uint32_t size) {
        crypto_status const answer = list::call(cipher(), [&]<bulk_cipher Cipher>() {
            return run(with, aad, with.all.template of<Cipher>().op, keys_.template of<Cipher>().own, seal, content,
                       size);
        });
        sequence_ += answer == crypto_status::done ? 1U : 0U;
        return answer;
    }
    template <class Aead>
    static crypto_status run(ciphers const& with, byte_view const& aad, Aead& op, typename Aead::key const& key,
                             bool seal, std::uint8_t* content, std::uint32_t size) {
        return seal ? op.seal(key, fixed_view<12>{with.nonce}, aad, content, size)
                    : op.open(key, fixed_view<12>{with.nonce}, aad, content, size);
    }

    static constexpr std::uint32_t max_iv_size =
        speaks_tls_1_3<P> ? iv_size : list::template largest<&cipher_sizes::fixed_iv>;

    [[no_unique_address]] record_detail::one_for_each<record_detail::key, typename P::crypto, list> keys_{};
    std::uint32_t sequence_ = 0;
    std::array<std::uint8_t, max_iv_size> fixed_iv_{};
    bulk_cipher cipher_ = bulk_cipher::aes_128_gcm;
    bool active_ = false;
    [[no_unique_address]] std::conditional_t<speaks_both<P>, bool, unneeded<8>> tls_1_3_{};
};

} // namespace v0
} // namespace flintls

#endif
