// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hash of a cipher suite, of its transcript, PRF and HKDF (RFC 5246 5, RFC 8446 7.1), and the models for one hash or
/// for two. Code for two hashes asks at run time which one it needs; for one hash there is no question and no state.
#ifndef FLINTLS_CRYPTO_SUITE_HASH_HPP
#define FLINTLS_CRYPTO_SUITE_HASH_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/digest_of.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/crypto/two_hashes.hpp"
#include "flintls/crypto/unneeded.hpp"

namespace flintls {
inline namespace v0 {

enum class suite_hash : std::uint8_t { sha256, sha384 };
/// Bytes.
[[nodiscard]] constexpr std::uint32_t size_of(suite_hash hash) { return hash == suite_hash::sha384 ? 48 : 32; }

/// Which of two hashes is in use; with one hash, no state.
class current_hash {
public:
    void use(suite_hash hash) { hash_ = hash; }
    [[nodiscard]] suite_hash get() const { return hash_; }

private:
    suite_hash hash_{};
};
class only_hash {
public:
    static void use(suite_hash /*hash*/) {}
    [[nodiscard]] static constexpr suite_hash get() { return {}; }
};

/// The models where all suites have one hash.
template <hash Hash, hmac Hmac> struct one_hash {
    static constexpr bool several = false;
    static constexpr std::uint32_t max_size = Hash::size; ///< bytes
    using current = only_hash;
    using hash = Hash;
    using hmac = Hmac; ///< also for MACs that do not depend on the suite
    [[nodiscard]] static constexpr std::uint32_t size(suite_hash /*which*/) { return Hash::size; }
};
/// The models where suites have SHA-256 or SHA-384.
template <hash Sha256, hmac HmacSha256, hash Sha384, hmac HmacSha384> struct either_hash {
    static constexpr bool several = true;
    static constexpr std::uint32_t max_size = Sha384::size;
    using current = current_hash;
    using hash = Sha256;
    using hmac = HmacSha256;
    using other_hash = Sha384;
    using other_hmac = HmacSha384;
    [[nodiscard]] static constexpr std::uint32_t size(suite_hash which) { return size_of(which); }
};

namespace suite_hash_detail {
template <class Macs, class Sha256, class Hashes, class Psk> struct operations;
template <class Macs, class Sha256, class Hmac, class Psk>
struct operations<Macs, Sha256, one_hash<Sha256, Hmac>, Psk> {
    using type = one_of<digest_of<Sha256>, typename Macs::template of<Hmac>, Psk>;
};
template <class Macs, class Sha256, class Sha384, class Hmac, class Psk>
struct operations<Macs, Sha256, one_hash<Sha384, Hmac>, Psk> {
    using type = one_of<digest_of<Sha256>, digest_of<Sha384>, typename Macs::template of<Hmac>, Psk>;
};
template <class Macs, class Sha256, class HmacSha256, class Sha384, class HmacSha384, class Psk>
struct operations<Macs, Sha256, either_hash<Sha256, HmacSha256, Sha384, HmacSha384>, Psk> {
    using type = one_of<digest_of<Sha256>, digest_of<Sha384>, typename Macs::template of<HmacSha256>,
                        typename Macs::template of<HmacSha384>, Psk>;
};
} // namespace suite_hash_detail
/// Memory for one operation at a time of a key schedule: digests, the MACs of the suites' hashes, and that of a
/// pre-shared key. Identities are digested by SHA-256 whatever the suites' hash is. `Macs::of<Hmac>`: the operation that a
/// schedule makes its outputs with.
template <class Macs, class Sha256, class Hashes, class Psk>
using schedule_operations = typename suite_hash_detail::operations<Macs, Sha256, Hashes, Psk>::type;

/// The running hash of one kind in a transcript.
template <class Hash, class Transcript> [[nodiscard]] Hash const& running(Transcript const& transcript) {
    if constexpr (std::is_same_v<Hash, Transcript>) {
        return transcript;
    } else if constexpr (std::is_same_v<Hash, std::remove_cvref_t<decltype(transcript.first())>>) {
        return transcript.first();
    } else {
        return transcript.second();
    }
}
/// The suite's hash is known: drops the other hash of the transcript. `and_sha256`: SHA-256 goes on in any case.
/// \pre no operation of the transcript is pending
template <class Transcript>
void choose_hash([[maybe_unused]] Transcript& transcript, [[maybe_unused]] suite_hash chosen,
                 [[maybe_unused]] bool and_sha256 = false) {
    if constexpr (requires { transcript.drop_first(); }) {
        if (chosen == suite_hash::sha256) {
            transcript.drop_second();
        } else if (!and_sha256) {
            transcript.drop_first();
        }
    }
}

} // namespace v0
} // namespace flintls

#endif
