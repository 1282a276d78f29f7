// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hashes that the suites of a policy need from its crypto: SHA-256, SHA-384, or both (RFC 5246 7.4.8, 7.4.9,
/// RFC 8446 4.4.1, 7.1).
#ifndef FLINTLS_HANDSHAKE_SUITE_HASHES_HPP
#define FLINTLS_HANDSHAKE_SUITE_HASHES_HPP

#include "flintls/crypto/suite_hash.hpp"
#include "flintls/crypto/two_hashes.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"

namespace flintls {
inline namespace v0 {

namespace suite_hashes_detail {
/// The schemes here sign SHA-256, so a CertificateVerify of TLS 1.2 needs a transcript by that hash beside that of the
/// suite (RFC 5246 7.4.8). Crypto without a signer takes part in no such message.
template <class P>
concept signs_beside_sha384 = suites_of<P>::sha384_and_certificate && requires {
    typename P::crypto::signer;
};

template <class Crypto, bool Sha256, bool Sha384> struct hashes {
    using type = one_hash<typename Crypto::sha256, typename Crypto::hmac_sha256>;
};
template <class Crypto> struct hashes<Crypto, false, true> {
    using type = one_hash<typename Crypto::sha384, typename Crypto::hmac_sha384>;
};
template <class Crypto> struct hashes<Crypto, true, true> {
    using type = either_hash<typename Crypto::sha256, typename Crypto::hmac_sha256, typename Crypto::sha384,
                             typename Crypto::hmac_sha384>;
};
template <class Crypto, bool Sha256, bool Sha384> struct transcript { using type = typename Crypto::sha256; };
template <class Crypto> struct transcript<Crypto, false, true> { using type = typename Crypto::sha384; };
template <class Crypto> struct transcript<Crypto, true, true> {
    using type = two_hashes<typename Crypto::sha256, typename Crypto::sha384>;
};
} // namespace suite_hashes_detail

/// `one_hash` or `either_hash`.
template <policy P>
using hashes_of =
    typename suite_hashes_detail::hashes<typename P::crypto, suites_of<P>::sha256, suites_of<P>::sha384>::type;

/// True where a handshake of TLS 1.2 in a suite of SHA-384 hashes its messages by SHA-256 as well.
template <policy P> inline constexpr bool signs_beside_sha384 = suite_hashes_detail::signs_beside_sha384<P>;

/// The transcript of a handshake.
template <policy P>
using transcript_of =
    typename suite_hashes_detail::transcript<typename P::crypto, suites_of<P>::sha256 || signs_beside_sha384<P>,
                                             suites_of<P>::sha384>::type;

/// The hash of an external pre-shared key (RFC 8446 4.2.11): all of an image have that of its model.
template <class Psk>
inline constexpr suite_hash hash_of_psk = [] {
    if constexpr (requires { Psk::early_secret_size; }) {
        return Psk::early_secret_size == 48 ? suite_hash::sha384 : suite_hash::sha256;
    } else {
        return suite_hash::sha256;
    }
}();

/// True where one of the policy's suites of TLS 1.3 has this hash.
template <policy P> [[nodiscard]] constexpr bool has_tls_1_3_suite(suite_hash hash) {
    bool found = false;
    for (cipher_suite const each : P::suites::values) {
        found = found || (is_of_tls_1_3(each) && hash_of(traits_of(each).cipher) == hash);
    }
    return found;
}

} // namespace v0
} // namespace flintls

#endif
