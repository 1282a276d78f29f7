// SPDX-License-Identifier: Apache-2.0
/// \file
/// Protection of records in one direction: RFC 5246 6.2.3.3, RFC 5288 3, RFC 6655 3, RFC 8446 5.2 to 5.5.
#ifndef FLINTLS_RECORD_PROTECTION_HPP
#define FLINTLS_RECORD_PROTECTION_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

inline constexpr std::uint32_t record_header_size = 5;
inline constexpr std::uint32_t explicit_nonce_size = 8;
inline constexpr std::uint32_t max_tag_size = 16;
/// Bytes that protection adds at most.
inline constexpr std::uint32_t max_overhead = explicit_nonce_size + max_tag_size;

namespace record_detail {
template <class Crypto, bool Used> struct gcm { using type = unneeded<0>; };
template <class Crypto> struct gcm<Crypto, true> { using type = typename Crypto::aes_128_gcm; };
template <class Crypto, bool Used> struct ccm_8 { using type = unneeded<1>; };
template <class Crypto> struct ccm_8<Crypto, true> { using type = typename Crypto::aes_128_ccm_8; };
} // namespace record_detail

/// The ciphers of a policy; one operation at a time.
template <policy P> struct record_ciphers {
    using gcm = typename record_detail::gcm<typename P::crypto, suites_of<P>::gcm>::type;
    using ccm_8 = typename record_detail::ccm_8<typename P::crypto, suites_of<P>::ccm_8>::type;
    [[no_unique_address]] gcm for_gcm{};
    [[no_unique_address]] ccm_8 for_ccm_8{};
    // While an operation is pending, what it was given must stay where it is.
    std::array<std::uint8_t, 12> nonce{};
    [[no_unique_address]] std::conditional_t<speaks_tls_1_2<P>, std::array<std::uint8_t, 13>, unneeded<7>> aad{};

    record_ciphers() = default;
    record_ciphers(record_ciphers const&) = delete;
    record_ciphers& operator=(record_ciphers const&) = delete;
    ~record_ciphers() { clear(); }
    void reset() {
        for_gcm.reset();
        for_ccm_8.reset();
    }
    /// Abandons what is pending, and leaves nothing: a part of the nonce is secret.
    void clear() {
        reset();
        wipe(nonce);
        if constexpr (speaks_tls_1_2<P>) {
            wipe(aad);
        }
    }
};

/// The keys of one direction. Sequence numbers neither repeat nor wrap: they end a little before 2^24.5 records, where
/// RFC 9325 4.4 and RFC 8446 5.5 want new keys for AES-GCM, and long before 2^64. In TLS 1.3, AES-CCM has half of that.
template <policy P> class record_keys {
    using ciphers = record_ciphers<P>;

public:
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t fixed_iv_size = 4;
    static constexpr std::uint32_t iv_size = 12; ///< of TLS 1.3
    /// Records under one key: 2^24.5, rounded down.
    static constexpr std::uint32_t max_records = 23'726'566;

    record_keys() = default;
    record_keys(record_keys const&) = delete;
    record_keys& operator=(record_keys const&) = delete;
    ~record_keys() { wipe(fixed_iv_); }

    [[nodiscard]] bool active() const { return active_; }
    [[nodiscard]] std::uint32_t tag_size() const { return is_gcm() ? 16 : 8; }
    [[nodiscard]] std::uint32_t overhead() const {
        std::uint32_t const before = is_tls_1_3() ? 0 : explicit_nonce_size;
        return active_ ? before + tag_size() : 0;
    }
    /// Are records protected as in TLS 1.3?
    [[nodiscard]] bool is_tls_1_3() const {
        if constexpr (speaks_both<P>) {
            return tls_1_3_;
        }
        return speaks_tls_1_3<P>;
    }
    /// Records that may still be protected.
    [[nodiscard]] std::uint32_t records_left() const {
        std::uint32_t const most = limit();
        return active_ && sequence_ < most ? most - sequence_ : active_ ? 0 : most;
    }
    /// RFC 8446 5.5: is it time for a KeyUpdate?
    [[nodiscard]] bool worn() const { return active_ && sequence_ >= (is_gcm() ? 1U << 24U : 1U << 23U); }

    /// Takes a key in place of what was there (RFC 5246 7.1). Until that is done, and after it failed, nothing can be
    /// protected or read: what a handshake has begun to switch to is not mixed with what it leaves.
    crypto_status set(bulk_cipher cipher, byte_view key, std::uint8_t const* fixed_iv) {
        if constexpr (speaks_both<P>) {
            tls_1_3_ = false;
        }
        return set(cipher, key, fixed_iv, fixed_iv_size);
    }
    /// The same of TLS 1.3 (RFC 8446 7.3).
    crypto_status set_tls_1_3(bulk_cipher cipher, byte_view key, std::uint8_t const* iv) {
        if constexpr (speaks_both<P>) {
            tls_1_3_ = true;
        }
        return set(cipher, key, iv, iv_size);
    }
    /// Has `set` begun and not ended well?
    [[nodiscard]] bool changing() const { return active_ && sequence_ == no_record; }
    /// Wipes or releases the keys.
    void clear() {
        release(gcm_);
        release(ccm_8_);
        wipe(fixed_iv_);
        sequence_ = 0;
        active_ = false;
    }

    /// Protects `size` bytes at `content`, before which there is room for the explicit nonce and behind which for the tag.
    crypto_status seal(ciphers& with, content_type type, std::uint8_t* content, std::uint32_t size) {
        store<4>(content - 8, 0);
        store<4>(content - 4, sequence_); // RFC 5288 3: the sequence number will do
        return crypt(with, true, type, content, size);
    }
    /// The way back: `size` bytes without nonce and tag.
    crypto_status open(ciphers& with, content_type type, std::uint8_t* content, std::uint32_t size) {
        return crypt(with, false, type, content, size);
    }
    /// RFC 8446 5.2: protects, or opens, `size` bytes at `content`, the type at their end among them, before which the
    /// header of the protected record stands. `last`: it is an alert.
    crypto_status crypt_tls_1_3(ciphers& with, bool seal, bool last, std::uint8_t* content, std::uint32_t size) {
        if (sequence_ >= limit() + (last ? 1U : 0U)) {
            return crypto_status::failed;
        }
        std::uint8_t* const nonce = with.nonce.data();
        // RFC 8446 5.3. Each byte is written once: a pending operation may read them meanwhile.
        copy(nonce, fixed_iv_.data(), iv_size - 4);
        store<4>(nonce + iv_size - 4, load<4>(fixed_iv_.data() + iv_size - 4) ^ sequence_);
        return run(with, {content - record_header_size, record_header_size}, seal, content, size);
    }

private:
    static constexpr std::uint32_t no_record = max_records + 2; // which neither a record nor the last alert can have

    [[nodiscard]] bool is_gcm() const {
        return suites_of<P>::gcm && (!suites_of<P>::ccm_8 || cipher_ == bulk_cipher::aes_128_gcm);
    }
    [[nodiscard]] std::uint32_t limit() const {
        bool const half = is_tls_1_3() && !is_gcm(); // RFC 8446 5.5 is silent on CCM
        return half ? max_records / 2 : max_records;
    }
    crypto_status set(bulk_cipher cipher, byte_view key, std::uint8_t const* iv, std::uint32_t size) {
        crypto_status answer = crypto_status::failed;
        if constexpr (suites_of<P>::gcm) {
            if (cipher == bulk_cipher::aes_128_gcm) {
                release(ccm_8_); // of a handshake before
                answer = ciphers::gcm::import_key(key, gcm_);
            }
        }
        if constexpr (suites_of<P>::ccm_8) {
            if (cipher == bulk_cipher::aes_128_ccm_8) {
                release(gcm_);
                answer = ciphers::ccm_8::import_key(key, ccm_8_);
            }
        }
        copy(fixed_iv_.data(), iv, size);
        cipher_ = cipher;
        sequence_ = answer == crypto_status::done ? 0 : no_record;
        active_ = true;
        return answer;
    }
    [[gnu::noinline]] crypto_status crypt(ciphers& with, bool seal, content_type type, std::uint8_t* content,
                                          std::uint32_t size) {
        // One more for the alert that says so.
        if (sequence_ >= max_records + (type == content_type::alert ? 1U : 0U)) {
            return crypto_status::failed;
        }
        std::uint8_t* const nonce = with.nonce.data();
        copy(nonce, fixed_iv_.data(), fixed_iv_size);
        copy(nonce + fixed_iv_size, content - explicit_nonce_size, explicit_nonce_size);
        std::uint8_t* const aad = with.aad.data();
        store<4>(aad, 0);
        store<4>(aad + 4, sequence_);
        aad[8] = static_cast<std::uint8_t>(type);
        store<2>(aad + 9, 0x0303);
        store<2>(aad + 11, size);
        return run(with, with.aad, seal, content, size);
    }
    crypto_status run(ciphers& with, byte_view aad, bool seal, std::uint8_t* content, std::uint32_t size) {
        crypto_status answer = crypto_status::failed;
        if constexpr (suites_of<P>::gcm) {
            if (is_gcm()) {
                answer = run(with, aad, with.for_gcm, gcm_, seal, content, size);
            }
        }
        if constexpr (suites_of<P>::ccm_8) {
            if (!is_gcm()) {
                answer = run(with, aad, with.for_ccm_8, ccm_8_, seal, content, size);
            }
        }
        sequence_ += answer == crypto_status::done ? 1U : 0U;
        return answer;
    }
    template <class Aead>
    static crypto_status run(ciphers const& with, byte_view aad, Aead& op, typename Aead::key const& key, bool seal,
                             std::uint8_t* content, std::uint32_t size) {
        return seal ? op.seal(key, fixed_view<12>{with.nonce}, aad, content, size)
                    : op.open(key, fixed_view<12>{with.nonce}, aad, content, size);
    }

    [[no_unique_address]] typename ciphers::gcm::key gcm_{};
    [[no_unique_address]] typename ciphers::ccm_8::key ccm_8_{};
    std::uint32_t sequence_ = 0;
    std::array<std::uint8_t, speaks_tls_1_3<P> ? iv_size : fixed_iv_size> fixed_iv_{};
    bulk_cipher cipher_ = bulk_cipher::aes_128_gcm;
    bool active_ = false;
    [[no_unique_address]] std::conditional_t<speaks_both<P>, bool, unneeded<8>> tls_1_3_{};
};

} // namespace v0
} // namespace flintls

#endif
