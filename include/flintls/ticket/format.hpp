// SPDX-License-Identifier: Apache-2.0
/// \file
/// The two formats of a sealed ticket: an AEAD over the session, and the format that RFC 5077 4 recommends.
///
/// A format seals and opens in place. All tickets of one format have one size, so that the size reveals nothing.
#ifndef FLINTLS_TICKET_FORMAT_HPP
#define FLINTLS_TICKET_FORMAT_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/hmac_steps.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/ticket/text.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// The name of the key that sealed a ticket: its first bytes, in the clear.
using ticket_key_name = std::array<std::uint8_t, 16>;

/// `key_name[16] | nonce[12] | ciphertext | tag`. The additional data are the format, the context id and the key name.
template <aead Aead> class aead_ticket {
public:
    using key = typename Aead::key;
    static constexpr std::uint32_t key_size = Aead::key_size; ///< bytes of the input of `import_key`
    static constexpr std::uint32_t nonce_at = 16;
    static constexpr std::uint32_t nonce_size = 12;
    static constexpr bool nonce_is_random = false; ///< a counter is enough
    static constexpr std::uint32_t text_at = nonce_at + nonce_size;
    static constexpr std::uint32_t tail_size = Aead::tag_size; ///< bytes of the tag
    static constexpr std::uint32_t size = text_at + ticket_text_size + tail_size;

    static crypto_status import_key(byte_view bytes, key& made) requires imports_keys<Aead> {
        return Aead::import_key(bytes, made);
    }

    /// Seals `size` bytes at `ticket`, where the key name, the nonce and the text already are.
    crypto_status seal(key const& k, std::uint32_t context, std::uint8_t* ticket) {
        std::uint8_t const* const nonce = additional_data(context, ticket);
        return op_.seal(k, fixed_view<12>{nonce}, aad_, ticket + text_at, ticket_text_size);
    }
    /// Opens a ticket of `size` bytes into `text`, with room for text and tail. The caller wipes `text` on failure.
    crypto_status open(key const& k, std::uint32_t context, std::uint8_t const* ticket, std::uint8_t* text) {
        if (!copied_) {
            copy_ticket_text<tail_size>(text, ticket + text_at);
        }
        std::uint8_t const* const nonce = additional_data(context, ticket);
        crypto_status const answer = op_.open(k, fixed_view<12>{nonce}, aad_, text, ticket_text_size);
        copied_ = answer == crypto_status::pending;
        return answer;
    }

    /// Abandons a pending operation.
    void reset() {
        op_.reset();
        copied_ = false;
    }

private:
    static constexpr std::uint8_t format_byte = 1;

    /// \return the nonce
    std::uint8_t const* additional_data(std::uint32_t context, std::uint8_t const* ticket) {
        aad_[0] = format_byte;
        store<4>(aad_.data() + 1, context);
        copy_words<nonce_at / 4>(aad_.data() + 5, ticket);
        return ticket + nonce_at;
    }

    Aead op_{};
    std::array<std::uint8_t, 21> aad_{};
    bool copied_ = false; // an open is pending, and the text is copied
};

/// RFC 5077 4: `key_name[16] | iv[16] | uint16 length | ciphertext | mac[32]`, CBC with the padding of PKCS#7 (RFC 5652
/// 6.3). The MAC covers everything before it, and is checked first. The context id is only in the session.
template <cbc Cbc, hmac Hmac> class cbc_ticket {
public:
    struct key {
        typename Cbc::key encryption{};
        typename Hmac::key mac{};
        bool half = false; ///< encryption is imported, mac is pending
    };
    static constexpr std::uint32_t key_size = Cbc::key_size + Hmac::size; ///< bytes of the input of `import_key`
    static constexpr std::uint32_t nonce_at = 16;
    static constexpr std::uint32_t nonce_size = 16;
    static constexpr bool nonce_is_random = true; ///< whoever predicts a CBC IV can test guesses of the text
    static constexpr std::uint32_t length_at = nonce_at + nonce_size;
    static constexpr std::uint32_t text_at = length_at + 2;
    static constexpr std::uint32_t tail_size = 16 - ticket_text_size % 16; ///< bytes of padding
    static constexpr std::uint32_t cipher_size = ticket_text_size + tail_size;
    static constexpr std::uint32_t mac_at = text_at + cipher_size;
    static constexpr std::uint32_t size = mac_at + Hmac::size;

    static crypto_status import_key(byte_view bytes, key& made) requires imports_keys<Cbc> {
        if (bytes.size() != key_size) {
            return crypto_status::failed;
        }
        crypto_status answer = crypto_status::done;
        if (!made.half) {
            answer = Cbc::import_key(bytes.subview(0, Cbc::key_size), made.encryption);
        }
        if (answer == crypto_status::done) {
            answer = Hmac::import_key(bytes.subview(Cbc::key_size), made.mac);
            made.half = answer == crypto_status::pending;
        }
        return answer;
    }

    /// Seals `size` bytes at `ticket`, where the key name, the IV and the text already are.
    crypto_status seal(key const& k, std::uint32_t /*context*/, std::uint8_t* ticket) {
        if (step_ == step::first) {
            store<2>(ticket + length_at, cipher_size);
            for (std::uint32_t i = ticket_text_size; i < cipher_size; ++i) {
                ticket[text_at + i] = tail_size;
            }
            step_ = step::cipher;
        }
        crypto_status answer = crypto_status::done;
        if (step_ == step::cipher) {
            std::uint8_t const* const iv = ticket + nonce_at;
            answer = cbc_.encrypt(k.encryption, fixed_view<16>{iv}, ticket + text_at, cipher_size);
            step_ = answer == crypto_status::done ? step::mac : step_;
        }
        return settle(answer == crypto_status::done ? mac_of(k, ticket, ticket + mac_at) : answer);
    }
    /// Opens a ticket of `size` bytes into `text`, with room for text and tail. The caller wipes `text` on failure.
    crypto_status open(key const& k, std::uint32_t /*context*/, std::uint8_t const* ticket, std::uint8_t* text) {
        crypto_status answer = crypto_status::done;
        if (step_ == step::first) {
            answer = check_mac(k, ticket, text);
            if (answer == crypto_status::done) {
                copy_ticket_text<tail_size>(text, ticket + text_at);
                step_ = step::cipher;
            }
        }
        if (answer == crypto_status::done) {
            std::uint8_t const* const iv = ticket + nonce_at;
            answer = cbc_.decrypt(k.encryption, fixed_view<16>{iv}, text, cipher_size);
            answer = answer == crypto_status::done && !is_padded(text) ? crypto_status::failed : answer;
        }
        return settle(answer);
    }

    /// Abandons a pending operation.
    void reset() {
        cbc_.reset();
        mac_.reset();
        step_ = step::first;
    }

private:
    enum class step : std::uint8_t { first, cipher, mac };

    crypto_status mac_of(key const& k, std::uint8_t const* ticket, std::uint8_t* out) {
        std::array<byte_view, 1> const pieces{byte_view{ticket, mac_at}};
        return mac_.run(k.mac, pieces, out);
    }
    /// The MAC covers the length, too. `scratch` holds the expected MAC, until the text is copied there.
    crypto_status check_mac(key const& k, std::uint8_t const* ticket, std::uint8_t* scratch) {
        static_assert(Hmac::size <= cipher_size);
        if (load<2>(ticket + length_at) != cipher_size) {
            return crypto_status::failed;
        }
        crypto_status const answer = mac_of(k, ticket, scratch);
        bool const good = answer == crypto_status::done && equal_in_constant_time(scratch, ticket + mac_at, Hmac::size);
        return answer == crypto_status::done && !good ? crypto_status::failed : answer;
    }
    /// Runs only behind a good MAC, so only the maker of a ticket can observe a padding fault (T12).
    static bool is_padded(std::uint8_t const* text) {
        std::uint32_t difference = 0;
        for (std::uint32_t i = ticket_text_size; i < cipher_size; ++i) {
            difference |= std::uint32_t{text[i]} ^ tail_size;
        }
        return difference == 0;
    }
    crypto_status settle(crypto_status answer) {
        step_ = answer == crypto_status::pending ? step_ : step::first;
        return answer;
    }

    Cbc cbc_{};
    hmac_steps<Hmac> mac_;
    step step_ = step::first;
};

} // namespace v0
} // namespace flintls

#endif
