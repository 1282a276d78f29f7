// SPDX-License-Identifier: Apache-2.0
/// \file
/// Certificates and keys from PEM files (RFC 7468), by OpenSSL's libcrypto.
#ifndef FLINTLS_EXAMPLES_SUPPORT_PEM_HPP
#define FLINTLS_EXAMPLES_SUPPORT_PEM_HPP

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

namespace support {

namespace pem_detail {
template <auto Free> struct deleter {
    template <class T> void operator()(T* object) const { Free(object); }
};
template <class T, auto Free> using owner = std::unique_ptr<T, deleter<Free>>;
using file = owner<std::FILE, &std::fclose>;
} // namespace pem_detail

/// A certificate in DER, and the SHA-256 of its SubjectPublicKeyInfo.
struct pem_certificate {
    std::vector<std::uint8_t> der;
    std::array<std::uint8_t, 32> key_digest{};
};

/// All certificates of a file in their order; empty: none.
[[nodiscard]] inline std::vector<pem_certificate> load_certificates(std::string const& path) {
    std::vector<pem_certificate> all;
    pem_detail::file const from{std::fopen(path.c_str(), "r")};
    while (from != nullptr) {
        pem_detail::owner<X509, &::X509_free> const read{PEM_read_X509(from.get(), nullptr, nullptr, nullptr)};
        int const size = read ? i2d_X509(read.get(), nullptr) : 0;
        int const key_size = read ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(read.get()), nullptr) : 0;
        if (size <= 0 || key_size <= 0) {
            break;
        }
        pem_certificate& made = all.emplace_back();
        made.der.resize(static_cast<std::size_t>(size));
        std::vector<std::uint8_t> key(static_cast<std::size_t>(key_size));
        std::uint8_t* to = made.der.data();
        std::uint8_t* key_to = key.data();
        (void)i2d_X509(read.get(), &to);
        (void)i2d_X509_PUBKEY(X509_get_X509_PUBKEY(read.get()), &key_to);
        (void)SHA256(key.data(), key.size(), made.key_digest.data());
    }
    return all;
}

/// A key of P-256: its private number, and the SHA-256 of its SubjectPublicKeyInfo.
struct p256_key {
    std::array<std::uint8_t, 32> number{};
    std::array<std::uint8_t, 32> digest{};
};

/// \return nothing if the file holds no such key
[[nodiscard]] inline std::optional<p256_key> load_p256_key(std::string const& path) {
    pem_detail::file const from{std::fopen(path.c_str(), "r")};
    if (from == nullptr) {
        return std::nullopt;
    }
    pem_detail::owner<EVP_PKEY, &::EVP_PKEY_free> const read{
        PEM_read_PrivateKey(from.get(), nullptr, nullptr, nullptr)};
    std::array<char, 32> group{};
    if (!read || EVP_PKEY_get_group_name(read.get(), group.data(), group.size(), nullptr) != 1 ||
        std::string{group.data()} != "prime256v1") {
        return std::nullopt;
    }
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(read.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) {
        return std::nullopt;
    }
    pem_detail::owner<BIGNUM, &::BN_clear_free> const owner{number};
    p256_key made;
    std::uint8_t* encoded = nullptr;
    int const size = i2d_PUBKEY(read.get(), &encoded);
    if (size > 0) {
        (void)SHA256(encoded, static_cast<std::size_t>(size), made.digest.data());
    }
    OPENSSL_free(encoded);
    return size > 0 && BN_bn2binpad(number, made.number.data(), 32) == 32 ? std::optional{made} : std::nullopt;
}

} // namespace support

#endif
