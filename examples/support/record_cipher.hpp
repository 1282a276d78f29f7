// SPDX-License-Identifier: Apache-2.0
/// \file
/// The AEAD and the key derivation of a suite, by OpenSSL's libcrypto. Knows more suites than the library, to show
/// connections of other programs (RFC 5246 5, 6.3, RFC 5288, RFC 6655, RFC 7905, RFC 8446 5.2, 7.1).
#ifndef FLINTLS_EXAMPLES_SUPPORT_RECORD_CIPHER_HPP
#define FLINTLS_EXAMPLES_SUPPORT_RECORD_CIPHER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/names_cipher_suite.hpp"

namespace support {

using byte_string = std::vector<std::uint8_t>;

/// The record protection of a suite, by the suite's name.
struct record_cipher {
    EVP_CIPHER const* cipher = nullptr; ///< null: no AEAD, or an unknown one
    EVP_MD const* hash = nullptr;
    int key_size = 0;
    int tag_size = 16;
    bool is_ccm = false;
    bool is_chacha = false;

    [[nodiscard]] static record_cipher of(flintls::cipher_suite suite) {
        char const* const found = flintls::name_of(suite);
        std::string_view const name = found != nullptr ? found : "";
        auto const has = [name](std::string_view part) { return name.find(part) != std::string_view::npos; };
        record_cipher r;
        r.is_ccm = has("_CCM");
        r.is_chacha = has("CHACHA20_POLY1305");
        r.hash = name.ends_with("SHA384") ? EVP_sha384() : EVP_sha256();
        r.tag_size = has("_CCM_8") ? 8 : 16;
        r.cipher = has("AES_128_GCM")   ? EVP_aes_128_gcm()
                   : has("AES_256_GCM") ? EVP_aes_256_gcm()
                   : has("AES_128_CCM") ? EVP_aes_128_ccm()
                   : has("AES_256_CCM") ? EVP_aes_256_ccm()
                   : r.is_chacha        ? EVP_chacha20_poly1305()
                                        : nullptr;
        r.key_size = r.cipher != nullptr ? EVP_CIPHER_get_key_length(r.cipher) : 0;
        return r;
    }

    /// \return nothing: the record is not authentic
    [[nodiscard]] std::optional<byte_string> open(byte_string const& key, byte_string const& nonce,
                                                  byte_string const& aad, byte_string const& sealed) const {
        auto const tag = static_cast<std::size_t>(tag_size);
        if (cipher == nullptr || sealed.size() < tag || key.size() != static_cast<std::size_t>(key_size)) {
            return std::nullopt;
        }
        int const size = static_cast<int>(sealed.size() - tag);
        byte_string its_tag{sealed.end() - tag_size, sealed.end()};
        byte_string plain(sealed.size() - tag + 1); // never empty: data() is an address
        std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const with{EVP_CIPHER_CTX_new(),
                                                                                   &EVP_CIPHER_CTX_free};
        EVP_CIPHER_CTX* const c = with.get();
        int made = 0;
        bool good = c != nullptr && EVP_DecryptInit_ex(c, cipher, nullptr, nullptr, nullptr) == 1 &&
                    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(nonce.size()), nullptr) == 1 &&
                    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, tag_size, its_tag.data()) == 1 &&
                    EVP_DecryptInit_ex(c, nullptr, nullptr, key.data(), nonce.data()) == 1;
        good = good && (!is_ccm || EVP_DecryptUpdate(c, nullptr, &made, nullptr, size) == 1) &&
               EVP_DecryptUpdate(c, nullptr, &made, aad.data(), static_cast<int>(aad.size())) == 1 &&
               EVP_DecryptUpdate(c, plain.data(), &made, sealed.data(), size) == 1;
        good = good && (is_ccm || EVP_DecryptFinal_ex(c, plain.data() + made, &made) == 1);
        plain.resize(plain.size() - 1);
        return good ? std::optional{plain} : std::nullopt;
    }

    /// RFC 8446 7.1: HKDF-Expand-Label with an empty context, for one block of the hash at most.
    [[nodiscard]] byte_string expand_label(byte_string const& secret, std::string_view label, int size) const {
        std::string const name = "tls13 " + std::string{label};
        byte_string info{static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size),
                         static_cast<std::uint8_t>(name.size())};
        info.insert(info.end(), name.begin(), name.end());
        info.push_back(0);
        info.push_back(1);
        byte_string made(EVP_MAX_MD_SIZE);
        unsigned made_size = 0;
        HMAC(hash, secret.data(), static_cast<int>(secret.size()), info.data(), info.size(), made.data(), &made_size);
        made.resize(static_cast<std::size_t>(size));
        return made;
    }
    [[nodiscard]] int hash_size() const { return EVP_MD_get_size(hash); }

    /// RFC 5246 6.3: the key block of TLS 1.2. Empty if libcrypto fails.
    [[nodiscard]] byte_string key_block(byte_string master_secret, byte_string const& client_random,
                                        byte_string const& server_random, std::size_t size) const {
        std::string const label = "key expansion";
        byte_string seed{label.begin(), label.end()};
        seed.insert(seed.end(), server_random.begin(), server_random.end());
        seed.insert(seed.end(), client_random.begin(), client_random.end());
        std::string digest = EVP_MD_get0_name(hash);
        OSSL_PARAM const parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, master_secret.data(), master_secret.size()),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, seed.data(), seed.size()),
            OSSL_PARAM_construct_end()};
        std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> const kdf{EVP_KDF_fetch(nullptr, "TLS1-PRF", nullptr),
                                                                    &EVP_KDF_free};
        std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> const context{EVP_KDF_CTX_new(kdf.get()),
                                                                                &EVP_KDF_CTX_free};
        byte_string block(size);
        bool const good = context && EVP_KDF_derive(context.get(), block.data(), block.size(), parameters) == 1;
        return good ? block : byte_string{};
    }
};

} // namespace support

#endif
