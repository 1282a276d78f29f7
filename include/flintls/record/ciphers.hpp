// SPDX-License-Identifier: Apache-2.0
/// \file
/// The ciphers of records: one row of sizes for each, and the type that `P::crypto` must have for it. All are AEADs with
/// nonces of 12 bytes (RFC 5288 3, RFC 6655 3, RFC 7905 2, RFC 8446 5.3).
#ifndef FLINTLS_RECORD_CIPHERS_HPP
#define FLINTLS_RECORD_CIPHERS_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/status.hpp"

namespace flintls {
inline namespace v0 {

enum class bulk_cipher : std::uint8_t { aes_128_gcm, aes_128_ccm, aes_128_ccm_8, chacha20_poly1305, aes_256_gcm };
inline constexpr std::size_t cipher_count = 5;

/// Sizes in bytes.
struct cipher_sizes {
    std::uint8_t key = 16;
    std::uint8_t fixed_iv = 4;       ///< of a nonce of TLS 1.2
    std::uint8_t explicit_nonce = 8; ///< in each record of TLS 1.2. 0: the nonce is made as in TLS 1.3 (RFC 7905 2)
    std::uint8_t tag = 16;
    std::uint8_t update_at = 24; ///< in TLS 1.3, a key is replaced after 2 to the power of this number of records
};

[[nodiscard]] constexpr cipher_sizes sizes_of(bulk_cipher cipher) {
    switch (cipher) {
    case bulk_cipher::aes_128_gcm: return {};
    case bulk_cipher::aes_128_ccm: return {.update_at = 23};
    case bulk_cipher::aes_128_ccm_8: return {.tag = 8, .update_at = 23};
    case bulk_cipher::chacha20_poly1305: return {.key = 32, .fixed_iv = 12, .explicit_nonce = 0};
    case bulk_cipher::aes_256_gcm: return {.key = 32};
    }
    return {};
}

/// The name of a cipher in a policy's crypto. `check` says what is wrong with the type there in a compiler error.
template <bulk_cipher Cipher> struct cipher_name;
/// The type of that name.
template <class Crypto, bulk_cipher Cipher> using cipher_type = typename cipher_name<Cipher>::template in<Crypto>;

namespace ciphers_detail {
template <class Crypto, bulk_cipher Cipher>
concept present = requires {
    typename cipher_type<Crypto, Cipher>;
};
template <class Model> constexpr bool has_sizes(cipher_sizes const& sizes) {
    return Model::key_size == sizes.key && Model::tag_size == sizes.tag;
}
template <class Model, bulk_cipher Cipher>
concept models = aead<Model> && imports_keys<Model> && has_sizes<Model>(sizes_of(Cipher));
/// An absent type passes here: another static_assert reports it.
template <class Crypto, bulk_cipher Cipher>
concept fits = !present<Crypto, Cipher> || models<cipher_type<Crypto, Cipher>, Cipher>;
} // namespace ciphers_detail

template <> struct cipher_name<bulk_cipher::aes_128_gcm> {
    template <class Crypto> using in = typename Crypto::aes_128_gcm;
    template <bool Present, bool Fits> static constexpr bool check() {
        static_assert(Present, "flintls: the policy's crypto has no aes_128_gcm");
        static_assert(Fits, "flintls: aes_128_gcm of the policy's crypto is not an aead with 16 bytes of key and 16 of "
                            "tag");
        return Present && Fits;
    }
};
template <> struct cipher_name<bulk_cipher::aes_128_ccm> {
    template <class Crypto> using in = typename Crypto::aes_128_ccm;
    template <bool Present, bool Fits> static constexpr bool check() {
        static_assert(Present, "flintls: the policy's crypto has no aes_128_ccm");
        static_assert(Fits, "flintls: aes_128_ccm of the policy's crypto is not an aead with 16 bytes of key and 16 of "
                            "tag");
        return Present && Fits;
    }
};
template <> struct cipher_name<bulk_cipher::aes_128_ccm_8> {
    template <class Crypto> using in = typename Crypto::aes_128_ccm_8;
    template <bool Present, bool Fits> static constexpr bool check() {
        static_assert(Present, "flintls: the policy's crypto has no aes_128_ccm_8");
        static_assert(Fits,
                      "flintls: aes_128_ccm_8 of the policy's crypto is not an aead with 16 bytes of key and 8 of "
                      "tag");
        return Present && Fits;
    }
};
template <> struct cipher_name<bulk_cipher::chacha20_poly1305> {
    template <class Crypto> using in = typename Crypto::chacha20_poly1305;
    template <bool Present, bool Fits> static constexpr bool check() {
        static_assert(Present, "flintls: the policy's crypto has no chacha20_poly1305");
        static_assert(Fits, "flintls: chacha20_poly1305 of the policy's crypto is not an aead with 32 bytes of key and "
                            "16 of tag");
        return Present && Fits;
    }
};

template <> struct cipher_name<bulk_cipher::aes_256_gcm> {
    template <class Crypto> using in = typename Crypto::aes_256_gcm;
    template <bool Present, bool Fits> static constexpr bool check() {
        static_assert(Present, "flintls: the policy's crypto has no aes_256_gcm");
        static_assert(Fits, "flintls: aes_256_gcm of the policy's crypto is not an aead with 32 bytes of key and 16 of "
                            "tag");
        return Present && Fits;
    }
};

/// The ciphers that a policy's suites use, each once.
template <bulk_cipher... Ciphers> struct cipher_list {
    /// One of the sizes. A size that all ciphers share needs no lookup.
    template <auto Part> [[nodiscard]] static constexpr std::uint32_t size(bulk_cipher of) {
        std::uint32_t found = first<Part>;
        static_cast<void>(
            (... || (differs<Ciphers, Part> && of == Ciphers && (found = sizes_of(Ciphers).*Part, true))));
        return found;
    }
    /// The largest of them all.
    template <auto Part>
    static constexpr std::uint32_t largest = [] {
        std::uint32_t most = 0;
        ((most = sizes_of(Ciphers).*Part > most ? sizes_of(Ciphers).*Part : most), ...);
        return most;
    }();
    /// Calls `f.operator()<Cipher>()`. \return failed if the list does not have the cipher
    template <class F> [[gnu::always_inline]] static crypto_status call(bulk_cipher cipher, F const& f) {
        crypto_status answer = crypto_status::failed;
        static_cast<void>((... || (cipher == Ciphers && (answer = f.template operator()<Ciphers>(), true))));
        return answer;
    }
    /// The same for every cipher.
    template <class F> [[gnu::always_inline]] static void each(F const& f) { (f.template operator()<Ciphers>(), ...); }
    /// True if crypto has every type that the ciphers need.
    template <class Crypto> [[nodiscard]] static constexpr bool check() {
        return (... && cipher_name<Ciphers>::template check<ciphers_detail::present<Crypto, Ciphers>,
                                                            ciphers_detail::fits<Crypto, Ciphers>>());
    }

private:
    template <auto Part>
    static constexpr std::uint32_t first = [] {
        std::uint32_t value = 0;
        static_cast<void>((... || (value = sizes_of(Ciphers).*Part, true)));
        return value;
    }();
    template <bulk_cipher Cipher, auto Part>
    static constexpr bool differs = std::uint32_t{sizes_of(Cipher).*Part} != first<Part>;
};

} // namespace v0
} // namespace flintls

#endif
