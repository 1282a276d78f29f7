// SPDX-License-Identifier: Apache-2.0
/// \file
/// What `P::crypto` must have, by the suites of the policy, and what of a policy the drivers of TLS 1.2 can do.
///
/// | `crypto::`      | models               | of                                 | for                                    |
/// |-----------------|----------------------|------------------------------------|----------------------------------------|
/// | `sha256`        | `hash`               | 32 bytes                           | every suite                            |
/// | `hmac_sha256`   | `hmac`               | 32 bytes                           | every suite                            |
/// | `random`        | `random`             |                                    | every suite                            |
/// | `aes_128_gcm`   | `aead`, imports keys | key 16, tag 16 bytes               | `…_AES_128_GCM_SHA256`                 |
/// | `aes_128_ccm_8` | `aead`, imports keys | key 16, tag 8 bytes                | `…_AES_128_CCM_8…`                     |
/// | `secp256r1`     | `key_agreement`      | share 65, secret 32 bytes          | `ECDHE_…`                              |
/// | `psk`           | `psk`                |                                    | `PSK_…`, `ECDHE_PSK_…`                 |
/// | `verifier`      | `signature_verifier` | the policy's `signature_schemes`   | `ECDHE_ECDSA_…`, `ECDHE_RSA_…`: a client, and a server that asks for certificates |
/// | `signer`        | `signer`             | `ecdsa_secp256r1_sha256`           | the same: a server, and a client that has a certificate |
///
/// `psk` also models `psk_with_early_secret` where credentials of TLS 1.3 have an external key; that version needs `secp256r1`
/// where the policy has groups, and `verifier` where it has signature schemes.
///
/// The concepts are in flintls/crypto. What no suite needs may be absent.
#ifndef FLINTLS_HANDSHAKE_CRYPTO_HPP
#define FLINTLS_HANDSHAKE_CRYPTO_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/handshake/unsupported.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/signature_scheme.hpp"

namespace flintls {
inline namespace v0 {

/// With which kind of key a scheme signs a SHA-256, the hash of every transcript here; none: it does not.
[[nodiscard]] constexpr public_key_view::algorithm key_kind_of(signature_scheme scheme) {
    switch (scheme) {
    case signature_scheme::ecdsa_secp256r1_sha256: return public_key_view::algorithm::ec_secp256r1;
    case signature_scheme::rsa_pkcs1_sha256:
    case signature_scheme::rsa_pss_rsae_sha256: return public_key_view::algorithm::rsa;
    default: return public_key_view::algorithm::none;
    }
}

/// RFC 8446 4.2.3: may a scheme sign a handshake of TLS 1.3? rsa_pkcs1 may sign certificates alone.
[[nodiscard]] constexpr bool signs_in_tls_1_3(signature_scheme scheme) {
    return scheme != signature_scheme::rsa_pkcs1_sha256;
}

/// What a side does with certificates.
struct certificate_use {
    bool verifies = false; ///< what the other side signed
    bool signs = false;
    bool answers = false; ///< it is a server, which chooses among schemes of a client
};

namespace crypto_detail {

template <class C>
concept has_sha256 = requires {
    typename C::sha256;
};
template <class C>
concept has_hmac_sha256 = requires {
    typename C::hmac_sha256;
};
template <class C>
concept has_random = requires {
    typename C::random;
};
template <class C>
concept has_aes_128_gcm = requires {
    typename C::aes_128_gcm;
};
template <class C>
concept has_aes_128_ccm_8 = requires {
    typename C::aes_128_ccm_8;
};
template <class C>
concept has_secp256r1 = requires {
    typename C::secp256r1;
};
template <class C>
concept has_psk = requires {
    typename C::psk;
};
template <class C>
concept has_verifier = requires {
    typename C::verifier;
};
template <class C>
concept has_signer = requires {
    typename C::signer;
};

template <class A, std::uint32_t Tag>
concept aes_128 = aead<A> && imports_keys<A> && A::key_size == 16 && A::tag_size == Tag;

// Where the type is absent another sentence says so.
template <class C>
concept fits_sha256 = !has_sha256<C> || (hash<typename C::sha256> && C::sha256::size == 32);
template <class C>
concept fits_hmac_sha256 = !has_hmac_sha256<C> || (hmac<typename C::hmac_sha256> && C::hmac_sha256::size == 32);
template <class C>
concept fits_random = !has_random<C> || random<typename C::random>;
template <class C>
concept fits_aes_128_gcm = !has_aes_128_gcm<C> || aes_128<typename C::aes_128_gcm, 16>;
template <class C>
concept fits_aes_128_ccm_8 = !has_aes_128_ccm_8<C> || aes_128<typename C::aes_128_ccm_8, 8>;
template <class C>
concept fits_secp256r1 =
    !has_secp256r1<C> || (key_agreement<typename C::secp256r1> && C::secp256r1::group == named_group::secp256r1 &&
                          C::secp256r1::share_size == 65 && C::secp256r1::secret_size == 32);
template <class C>
concept fits_psk = !has_psk<C> || psk<typename C::psk>;
template <class C>
concept fits_verifier = !has_verifier<C> || signature_verifier<typename C::verifier>;
template <class C>
concept fits_signer = !has_signer<C> || signer<typename C::signer>;

template <class C> constexpr bool check_of_every_suite() {
    static_assert(has_sha256<C>, "flintls: the policy's crypto has no sha256");
    static_assert(fits_sha256<C>, "flintls: sha256 of the policy's crypto is not a hash of 32 bytes");
    static_assert(has_hmac_sha256<C>, "flintls: the policy's crypto has no hmac_sha256");
    static_assert(fits_hmac_sha256<C>, "flintls: hmac_sha256 of the policy's crypto is not an hmac of 32 bytes");
    static_assert(has_random<C>, "flintls: the policy's crypto has no random");
    static_assert(fits_random<C>, "flintls: random of the policy's crypto does not model flintls/crypto's random");
    return has_sha256<C> && fits_sha256<C> && has_hmac_sha256<C> && fits_hmac_sha256<C> && has_random<C> &&
           fits_random<C>;
}
template <class C, class Suites, class Handshakes> constexpr bool check_of_some_suites() {
    static_assert(!Suites::gcm || has_aes_128_gcm<C>, "flintls: the policy's crypto has no aes_128_gcm");
    static_assert(!Suites::gcm || fits_aes_128_gcm<C>,
                  "flintls: aes_128_gcm of the policy's crypto is not an aead with 16 bytes of key and 16 of tag");
    static_assert(!Suites::ccm_8 || has_aes_128_ccm_8<C>, "flintls: the policy's crypto has no aes_128_ccm_8");
    static_assert(!Suites::ccm_8 || fits_aes_128_ccm_8<C>,
                  "flintls: aes_128_ccm_8 of the policy's crypto is not an aead with 16 bytes of key and 8 of tag");
    static_assert(!Handshakes::shares || has_secp256r1<C>, "flintls: the policy's crypto has no secp256r1");
    static_assert(!Handshakes::shares || fits_secp256r1<C>,
                  "flintls: secp256r1 of the policy's crypto is not a key_agreement in that group");
    static_assert(!Suites::psk || has_psk<C>, "flintls: the policy's crypto has no psk");
    static_assert(!Suites::psk || fits_psk<C>,
                  "flintls: psk of the policy's crypto does not model flintls/crypto's psk");
    return (!Suites::gcm || (has_aes_128_gcm<C> && fits_aes_128_gcm<C>)) &&
           (!Suites::ccm_8 || (has_aes_128_ccm_8<C> && fits_aes_128_ccm_8<C>)) &&
           (!Handshakes::shares || (has_secp256r1<C> && fits_secp256r1<C>)) &&
           (!Suites::psk || (has_psk<C> && fits_psk<C>));
}
template <class C, certificate_use Use> constexpr bool check_of_certificates() {
    static_assert(!Use.verifies || has_verifier<C>, "flintls: the policy's crypto has no verifier");
    static_assert(!Use.verifies || fits_verifier<C>,
                  "flintls: verifier of the policy's crypto is not a signature_verifier");
    static_assert(!Use.signs || has_signer<C>, "flintls: the policy's crypto has no signer");
    static_assert(!Use.signs || fits_signer<C>,
                  "flintls: signer of the policy's crypto does not model flintls/crypto's signer");
    return (!Use.verifies || (has_verifier<C> && fits_verifier<C>)) &&
           (!Use.signs || (has_signer<C> && fits_signer<C>));
}

/// Does a verifier or a signer say at compile time that it does not do this?
template <class Model, signature_scheme Scheme>
concept declines = requires {
    typename std::bool_constant<Model::supports(Scheme)>;
}
&&!Model::supports(Scheme);

template <cipher_suite Suite> constexpr bool check_suite() {
    if constexpr (traits_of(Suite).exchange == key_exchange::none) {
        return unsupported::refuse<Suite>();
    }
    return true;
}
template <named_group Group> constexpr bool check_group() {
    if constexpr (Group != named_group::secp256r1) {
        return unsupported::refuse<Group>();
    }
    return true;
}
template <signature_scheme Scheme> constexpr bool check_scheme() {
    if constexpr (key_kind_of(Scheme) == public_key_view::algorithm::none) {
        return unsupported::refuse<Scheme>();
    }
    return true;
}

/// Each value of a list.
template <class List> struct each;
template <cipher_suite... Suites> struct each<suite_list<Suites...>> {
    static constexpr bool check() { return (... && check_suite<Suites>()); }
};
template <named_group... Groups> struct each<group_list<Groups...>> {
    static constexpr bool check() {
        static_assert(sizeof...(Groups) != 0, "flintls: a policy with ECDHE suites needs a group");
        return sizeof...(Groups) != 0 && (... && check_group<Groups>());
    }
};
template <signature_scheme... Schemes> struct each<scheme_list<Schemes...>> {
    static constexpr bool check() {
        static_assert(sizeof...(Schemes) != 0, "flintls: a policy with certificate suites needs a signature scheme");
        return sizeof...(Schemes) != 0 && (... && check_scheme<Schemes>());
    }
    /// What a server may sign with, by the certificates that it may show, can be checked. (Other schemes say what may stand
    /// in its chain, RFC 5246 7.4.1.4.1.)
    template <class Suites, class Verifier> static constexpr bool check_of_client() {
        using enum signature_scheme;
        constexpr bool ecdsa = (... || (Schemes == ecdsa_secp256r1_sha256));
        constexpr bool pkcs1 = (... || (Schemes == rsa_pkcs1_sha256));
        constexpr bool pss = (... || (Schemes == rsa_pss_rsae_sha256));
        static_assert(!Suites::ecdsa || ecdsa,
                      "flintls: ECDHE_ECDSA suites need the signature scheme ecdsa_secp256r1_sha256");
        static_assert(!Suites::rsa || pkcs1 || pss,
                      "flintls: ECDHE_RSA suites need the signature scheme rsa_pss_rsae_sha256 or rsa_pkcs1_sha256");
        static_assert(!Suites::ecdsa || !ecdsa || !declines<Verifier, ecdsa_secp256r1_sha256>,
                      "flintls: verifier of the policy's crypto cannot do ecdsa_secp256r1_sha256");
        static_assert(!Suites::rsa || !pkcs1 || !declines<Verifier, rsa_pkcs1_sha256>,
                      "flintls: verifier of the policy's crypto cannot do rsa_pkcs1_sha256");
        static_assert(!Suites::rsa || !pss || !declines<Verifier, rsa_pss_rsae_sha256>,
                      "flintls: verifier of the policy's crypto cannot do rsa_pss_rsae_sha256");
        return (!Suites::ecdsa || ecdsa) && (!Suites::rsa || pkcs1 || pss);
    }
};

template <class Signer> constexpr bool check_signer() {
    static_assert(!declines<Signer, signature_scheme::ecdsa_secp256r1_sha256>,
                  "flintls: signer of the policy's crypto cannot do ecdsa_secp256r1_sha256");
    return true;
}

/// Versions, against suites and what they need (RFC 8446 B.4, 4.2.9, 9.2).
template <class P> constexpr bool check_versions() {
    constexpr std::size_t of_tls_1_3 = [] {
        std::size_t count = 0;
        for (cipher_suite const suite : P::suites::values) {
            count += is_of_tls_1_3(suite) ? 1U : 0U;
        }
        return count;
    }();
    constexpr bool speaks_1_2 = speaks_tls_1_2<P>;
    constexpr bool speaks_1_3 = speaks_tls_1_3<P>;
    static_assert(of_tls_1_3 == 0 || speaks_1_3,
                  "flintls: a suite of TLS 1.3 needs that version in the policy's versions");
    static_assert(of_tls_1_3 != 0 || !speaks_1_3, "flintls: a policy with TLS 1.3 needs a suite of that version");
    static_assert(of_tls_1_3 == P::suites::size || speaks_1_2,
                  "flintls: a suite of TLS 1.2 needs that version in the policy's versions");
    static_assert(of_tls_1_3 != P::suites::size || !speaks_1_2,
                  "flintls: a policy with TLS 1.2 needs a suite of that version");
    if constexpr (speaks_1_3) {
        constexpr bool groups = !P::groups::values.empty();
        static_assert(groups || P::signature_schemes::values.empty(),
                      "flintls: in TLS 1.3 signature schemes need a group"); // RFC 8446 9.2
        static_assert(groups || !P::psk_modes::has(psk_key_exchange_mode::psk_dhe_ke),
                      "flintls: psk_dhe_ke needs a group");
    }
    return (of_tls_1_3 != 0) == speaks_1_3 && (of_tls_1_3 != P::suites::size) == speaks_1_2;
}

/// The lists of a policy, against the drivers.
template <class P> constexpr bool check_lists() {
    if constexpr (!each<typename P::suites>::check() || !check_versions<P>()) {
        return false;
    } else {
        bool good = true;
        if constexpr (handshakes_of<P>::shares) {
            good = each<typename P::groups>::check() && good;
        }
        if constexpr (handshakes_of<P>::certificates) {
            good = each<typename P::signature_schemes>::check() && good;
        }
        return good;
    }
}
/// Crypto, against the policy.
template <class P, class C, certificate_use Use> constexpr bool check_types() {
    using suites = suites_of<P>;
    constexpr bool every = check_of_every_suite<C>();
    constexpr bool some = check_of_some_suites<C, suites, handshakes_of<P>>();
    constexpr bool certificates = check_of_certificates<C, Use>();
    if constexpr (certificates && Use.signs) {
        static_cast<void>(check_signer<typename C::signer>());
    }
    if constexpr (certificates && Use.verifies && !Use.answers) {
        return every && some &&
               each<typename P::signature_schemes>::template check_of_client<suites, typename C::verifier>();
    }
    return every && some && certificates;
}
template <class P, certificate_use Use> constexpr bool check() {
    constexpr bool has_crypto = requires { typename P::crypto; };
    static_assert(has_crypto, "flintls: a policy needs crypto to be used with a driver (handshake/crypto.hpp)");
    if constexpr (check_lists<P>() && has_crypto) {
        return check_types<P, typename P::crypto, Use>();
    }
    return false;
}

} // namespace crypto_detail

/// A policy whose lists the drivers of TLS 1.2 can do, with the crypto for it.
template <class P, certificate_use Use>
concept with_crypto = policy<P> && crypto_detail::check<P, Use>();

} // namespace v0
} // namespace flintls

#endif
