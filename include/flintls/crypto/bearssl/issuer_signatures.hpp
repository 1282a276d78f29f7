// SPDX-License-Identifier: Apache-2.0
/// \file
/// Signatures in certificates, checked by BearSSL 0.6 without a heap.
#ifndef FLINTLS_CRYPTO_BEARSSL_ISSUER_SIGNATURES_HPP
#define FLINTLS_CRYPTO_BEARSSL_ISSUER_SIGNATURES_HPP

#include <bearssl.h>

#include <array>
#include <cstdint>

#include "flintls/crypto/bearssl/emsa_pss.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/ecdsa_sig_value.hpp"
#include "flintls/crypto/issuer_hashes.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/rsa_public_key.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace bearssl {

namespace issuer_detail {

/// BearSSL's structures of keys have no const, but no function writes to a public key.
[[nodiscard]] inline unsigned char* mutable_bytes(byte_view bytes) {
    return const_cast<unsigned char*>(bytes.data()); // NOLINT(*-const-cast)
}
[[nodiscard]] inline br_rsa_public_key rsa_key_of(rsa_public_key const& key) {
    return {mutable_bytes(key.modulus), key.modulus.size(), mutable_bytes(key.exponent), key.exponent.size()};
}
[[nodiscard]] constexpr bool is_digest_of(issuer_hash hash, byte_view digest) {
    return hash != issuer_hash::none && digest.size() == size_of(hash);
}
[[nodiscard]] constexpr crypto_status done_if(bool good) { return good ? crypto_status::done : crypto_status::failed; }

/// DigestInfo of SHA-256 without the digest (RFC 8017 9.2, note 1).
inline constexpr std::array<std::uint8_t, 19> sha256_info{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                          0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
/// The same of each hash: two lengths differ, and the last number of the OID, which is 1, 2, 3 for SHA-256, 384, 512.
[[nodiscard]] constexpr std::array<std::uint8_t, sha256_info.size()> info_of(issuer_hash hash) {
    std::array<std::uint8_t, sha256_info.size()> info = sha256_info;
    info[1] = static_cast<std::uint8_t>(info.size() - 2 + size_of(hash));
    info[14] = static_cast<std::uint8_t>(hash);
    info[18] = static_cast<std::uint8_t>(size_of(hash));
    return info;
}

} // namespace issuer_detail

/// A model of `issuer_verifier`: ECDSA on a curve of `Size` bytes, by `Arithmetic`. A point that is not on the curve is
/// found within the operation, which then fails.
template <br_ec_impl const& Arithmetic, int Curve, std::uint32_t Size> class issuer_ecdsa {
public:
    static void reset() {} // nothing is ever pending
    static crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        ecdsa_sig_value<Size> value;
        if (key.size() != 2 * Size + 1 || key[0] != 0x04 || // RFC 5480 2.2
            !issuer_detail::is_digest_of(hash, digest) || !value.read(signature)) {
            return crypto_status::failed;
        }
        br_ec_public_key const point{Curve, issuer_detail::mutable_bytes(key), key.size()};
        return issuer_detail::done_if(br_ecdsa_i31_vrfy_raw(&Arithmetic, digest.data(), digest.size(), &point,
                                                            value.raw.data(), value.raw.size()) == 1);
    }
};

/// A model of `issuer_verifier`: RSASSA-PKCS1-v1_5 (RFC 8017 8.2.2).
class issuer_rsa_pkcs1 {
public:
    static void reset() {} // nothing is ever pending
    static crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        rsa_public_key numbers;
        if (!issuer_detail::is_digest_of(hash, digest) || !read_rsa_public_key(key, numbers) ||
            signature.size() != numbers.modulus.size()) {
            return crypto_status::failed;
        }
        // BearSSL compares DigestInfo itself where it is told the OID, and then accepts an absent parameter as well.
        // Without the OID it returns what stands behind the padding, which is compared whole.
        auto const info = issuer_detail::info_of(hash);
        auto const info_size = static_cast<std::uint32_t>(info.size());
        std::array<std::uint8_t, info.size() + 64> padded{};
        br_rsa_public_key const public_key = issuer_detail::rsa_key_of(numbers);
        return issuer_detail::done_if(br_rsa_i31_pkcs1_vrfy(signature.data(), signature.size(), nullptr,
                                                            info_size + digest.size(), &public_key,
                                                            padded.data()) == 1 &&
                                      byte_view{padded}.subview(0, info_size) == byte_view{info} &&
                                      byte_view{padded}.subview(info_size, digest.size()) == digest);
    }
};

/// A model of `issuer_verifier`: RSASSA-PSS (RFC 8017 8.1.2) over the named hashes, which may answer `pending`. The
/// object holds the opened message, 512 bytes.
template <hash Sha256, class Sha384 = unneeded<1>, class Sha512 = unneeded<2>> class issuer_rsa_pss {
    using hashes = issuer_hashes<Sha256, Sha384, Sha512>;

public:
    [[nodiscard]] static constexpr bool has(issuer_hash hash) { return hashes::has(hash); }

    void reset() {
        check_.reset();
        bits_ = 0;
    }
    crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        if (!has(hash) || !issuer_detail::is_digest_of(hash, digest) || (bits_ == 0 && !open(key, signature))) {
            return crypto_status::failed;
        }
        std::uint32_t const size = (std::uint32_t{bits_} + 7) / 8;
        crypto_status const answer = check_.verify(opened_.data() + signature.size() - size, bits_, hash, digest);
        if (answer != crypto_status::pending) {
            bits_ = 0;
        }
        return answer;
    }

private:
    /// RSAVP1, and the size of the encoded message: one bit shorter than the modulus. Where the message has a byte less
    /// than the modulus, the first byte is zero (RFC 8017 8.1.2, 4.1).
    bool open(byte_view key, byte_view signature) {
        rsa_public_key numbers;
        if (!read_rsa_public_key(key, numbers) || signature.size() != numbers.modulus.size()) {
            return false;
        }
        copy(opened_.data(), signature.data(), signature.size());
        br_rsa_public_key const public_key = issuer_detail::rsa_key_of(numbers);
        std::uint32_t bits = numbers.modulus.size() * 8 - 1;
        for (unsigned first = numbers.modulus[0]; first < 0x80; first <<= 1U) {
            --bits;
        }
        if (br_rsa_i31_public(opened_.data(), signature.size(), &public_key) != 1 ||
            (bits % 8 == 0 && opened_[0] != 0)) {
            return false;
        }
        bits_ = static_cast<std::uint16_t>(bits);
        return true;
    }

    emsa_pss<hashes> check_{};
    std::uint16_t bits_ = 0; // of the message that is being checked; 0: none
    std::array<std::uint8_t, 512> opened_{};
};

} // namespace bearssl
} // namespace v0
} // namespace flintls

#endif
