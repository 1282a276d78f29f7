// SPDX-License-Identifier: Apache-2.0
/// \file
/// The types that `P::crypto` must have for the suites of a policy, and the checks of a policy against the drivers.
///
/// | `crypto::`      | models               | of                                 | for                                    |
/// |-----------------|----------------------|------------------------------------|----------------------------------------|
/// | `sha256`        | `hash`               | 32 bytes                           | every suite: identities, signatures    |
/// | `hmac_sha256`   | `hmac`               | 32 bytes                           | suites with that hash                  |
/// | `sha384`        | `hash`               | 48 bytes                           | suites with that hash                  |
/// | `hmac_sha384`   | `hmac`               | 48 bytes                           | suites with that hash                  |
/// | `random`        | `random`             |                                    | every suite                            |
/// | `aes_128_gcm` and the others of record/ciphers.hpp | `aead`, imports keys | the sizes there | suites with that cipher |
/// | `secp256r1`     | `key_agreement`      | share 65, secret 32 bytes          | that group: `ECDHE_…`, TLS 1.3         |
/// | `x25519`        | `key_agreement`      | share 32, secret 32 bytes          | that group: the same                   |
/// | `more_groups`   | `group_models<…>`    | each a `key_agreement` or a `key_encapsulation` | other groups, in TLS 1.3  |
/// | `psk`           | `psk`                |                                    | `PSK_…`, `ECDHE_PSK_…`                 |
/// | `verifier`      | `signature_verifier` | the policy's `signature_schemes`   | `ECDHE_ECDSA_…`, `ECDHE_RSA_…`: a client, and a server that asks for certificates |
/// | `signer`        | `signer`             | `ecdsa_secp256r1_sha256`           | the same: a server, and a client that has a certificate |
///
/// `psk` also models `psk_with_early_secret` if credentials of TLS 1.3 have an external key. TLS 1.3 also needs the
/// groups of the policy, and `verifier` if the policy has signature schemes.
///
/// The concepts are in flintls/crypto. A type that no suite needs may be absent.
#ifndef FLINTLS_HANDSHAKE_CRYPTO_HPP
#define FLINTLS_HANDSHAKE_CRYPTO_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/handshake/unsupported.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/signature_scheme.hpp"

namespace flintls {
inline namespace v0 {

/// The kind of key with which a scheme signs a SHA-256: a signature here is of one. `none`: the scheme is not
/// supported.
[[nodiscard]] constexpr public_key_view::algorithm key_kind_of(signature_scheme scheme) {
    switch (scheme) {
    case signature_scheme::ecdsa_secp256r1_sha256: return public_key_view::algorithm::ec_secp256r1;
    case signature_scheme::rsa_pkcs1_sha256:
    case signature_scheme::rsa_pss_rsae_sha256: return public_key_view::algorithm::rsa;
    default: return public_key_view::algorithm::none;
    }
}

/// RFC 8446 4.2.3: true if a scheme may sign a handshake of TLS 1.3. rsa_pkcs1 may sign certificates only.
[[nodiscard]] constexpr bool signs_in_tls_1_3(signature_scheme scheme) {
    return scheme != signature_scheme::rsa_pkcs1_sha256;
}

/// How a side uses certificates.
struct certificate_use {
    bool verifies = false; ///< verifies signatures of the peer
    bool signs = false;
    bool answers = false; ///< is a server, and chooses among the schemes of a client
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
concept has_sha384 = requires {
    typename C::sha384;
};
template <class C>
concept has_hmac_sha384 = requires {
    typename C::hmac_sha384;
};
template <class C>
concept has_random = requires {
    typename C::random;
};
template <class C>
concept has_secp256r1 = requires {
    typename C::secp256r1;
};
template <class C>
concept has_x25519 = requires {
    typename C::x25519;
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

// An absent type passes here: another static_assert reports it.
template <class C>
concept fits_sha256 = !has_sha256<C> || (hash<typename C::sha256> && C::sha256::size == 32);
template <class C>
concept fits_hmac_sha256 = !has_hmac_sha256<C> || (hmac<typename C::hmac_sha256> && C::hmac_sha256::size == 32);
template <class C>
concept fits_sha384 = !has_sha384<C> || (hash<typename C::sha384> && C::sha384::size == 48);
template <class C>
concept fits_hmac_sha384 = !has_hmac_sha384<C> || (hmac<typename C::hmac_sha384> && C::hmac_sha384::size == 48);
template <class C>
concept fits_random = !has_random<C> || random<typename C::random>;
template <class C>
concept fits_secp256r1 =
    !has_secp256r1<C> || (key_agreement<typename C::secp256r1> && C::secp256r1::group == named_group::secp256r1 &&
                          C::secp256r1::share_size == 65 && C::secp256r1::secret_size == 32);
template <class C>
concept fits_x25519 = !has_x25519<C> || (key_agreement<typename C::x25519> && C::x25519::group == named_group::x25519 &&
                                         C::x25519::share_size == 32 && C::x25519::secret_size == 32);
template <class C>
concept fits_psk = !has_psk<C> || psk<typename C::psk>;
template <class C>
concept fits_verifier = !has_verifier<C> || signature_verifier<typename C::verifier>;
template <class C>
concept fits_signer = !has_signer<C> || signer<typename C::signer>;

template <class C> constexpr bool check_of_every_suite() {
    static_assert(has_sha256<C>, "flintls: the policy's crypto has no sha256");
    static_assert(fits_sha256<C>, "flintls: sha256 of the policy's crypto is not a hash of 32 bytes");
    static_assert(has_random<C>, "flintls: the policy's crypto has no random");
    static_assert(fits_random<C>, "flintls: random of the policy's crypto does not model flintls/crypto's random");
    return has_sha256<C> && fits_sha256<C> && has_random<C> && fits_random<C>;
}
/// Checks the hashes of the suites.
template <class C, class Suites> constexpr bool check_of_hashes() {
    constexpr bool mac = !Suites::sha256 || has_hmac_sha256<C>;
    constexpr bool good_mac = !Suites::sha256 || fits_hmac_sha256<C>;
    constexpr bool longer = !Suites::sha384 || has_sha384<C>;
    constexpr bool good_longer = !Suites::sha384 || fits_sha384<C>;
    constexpr bool longer_mac = !Suites::sha384 || has_hmac_sha384<C>;
    constexpr bool good_longer_mac = !Suites::sha384 || fits_hmac_sha384<C>;
    static_assert(mac, "flintls: the policy's crypto has no hmac_sha256");
    static_assert(good_mac, "flintls: hmac_sha256 of the policy's crypto is not an hmac of 32 bytes");
    static_assert(longer, "flintls: the policy's crypto has no sha384");
    static_assert(good_longer, "flintls: sha384 of the policy's crypto is not a hash of 48 bytes");
    static_assert(longer_mac, "flintls: the policy's crypto has no hmac_sha384");
    static_assert(good_longer_mac, "flintls: hmac_sha384 of the policy's crypto is not an hmac of 48 bytes");
    return mac && good_mac && longer && good_longer && longer_mac && good_longer_mac;
}
/// Checks that crypto has a model for this group, and that the model fits the drivers.
template <class C, named_group Group> constexpr bool check_model() {
    using model = model_of_group<Group, C>;
    if constexpr (Group == named_group::secp256r1) {
        static_assert(has_secp256r1<C>, "flintls: the policy's crypto has no secp256r1");
        static_assert(fits_secp256r1<C>,
                      "flintls: secp256r1 of the policy's crypto is not a key_agreement in that group");
        return has_secp256r1<C> && fits_secp256r1<C>;
    } else if constexpr (Group == named_group::x25519) {
        static_assert(has_x25519<C>, "flintls: the policy's crypto has no x25519");
        static_assert(fits_x25519<C>, "flintls: x25519 of the policy's crypto is not a key_agreement in that group");
        return has_x25519<C> && fits_x25519<C>;
    } else if constexpr (std::is_same_v<model, groups_detail::absent>) {
        return unsupported::refuse<Group>();
    } else {
        static_assert(exchange_group<model>, "flintls: one of more_groups of the policy's crypto is neither a "
                                             "key_agreement nor a key_encapsulation");
        return exchange_group<model>;
    }
}
template <class C, class List> struct models;
template <class C, named_group... Groups> struct models<C, group_list<Groups...>> {
    static constexpr bool check() { return (... && check_model<C, Groups>()); }
};

template <class C, class Suites> constexpr bool check_of_some_suites() {
    constexpr bool ciphers = Suites::ciphers::template check<C>();
    static_assert(!Suites::psk || has_psk<C>, "flintls: the policy's crypto has no psk");
    static_assert(!Suites::psk || fits_psk<C>,
                  "flintls: psk of the policy's crypto does not model flintls/crypto's psk");
    constexpr bool hashes = check_of_hashes<C, Suites>();
    if constexpr (Suites::psk && has_psk<C>) {
        static_assert(hash_of_psk<typename C::psk> == suite_hash::sha256,
                      "flintls: psk of the policy's crypto is of SHA-384, and the PSK suites of TLS 1.2 need SHA-256");
    }
    return ciphers && hashes && (!Suites::psk || (has_psk<C> && fits_psk<C>));
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

template <class P, class C> constexpr bool check_models() {
    if constexpr (handshakes_of<P>::shares) {
        return models<C, typename P::groups>::check();
    }
    return true;
}

/// True if a verifier or a signer says at compile time that it does not support the scheme.
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
template <signature_scheme Scheme> constexpr bool check_scheme() {
    if constexpr (key_kind_of(Scheme) == public_key_view::algorithm::none) {
        return unsupported::refuse<Scheme>();
    }
    return true;
}

/// Checks each value of a list.
template <class List> struct each;
template <cipher_suite... Suites> struct each<suite_list<Suites...>> {
    static constexpr bool check() { return (... && check_suite<Suites>()); }
};
template <named_group... Groups> struct each<group_list<Groups...>> {
    template <named_group Group> static constexpr int count = (0 + ... + (Groups == Group ? 1 : 0));
    /// RFC 8446 4.2.7, 4.2.8
    static constexpr bool once() { return (... && (count<Groups> == 1)); }
    /// RFC 8422 5.1.1: a server of TLS 1.2 may choose any curve of the list.
    static constexpr bool for_tls_1_2() { return (... && (is_of_tls_1_2(Groups) || Groups >= named_group::ffdhe2048)); }
};
template <signature_scheme... Schemes> struct each<scheme_list<Schemes...>> {
    static constexpr bool check() {
        static_assert(sizeof...(Schemes) != 0, "flintls: a policy with certificate suites needs a signature scheme");
        return sizeof...(Schemes) != 0 && (... && check_scheme<Schemes>());
    }
    /// Checks that the client can verify each signature that a server may make with its certificate's key. (Further
    /// schemes only admit signatures inside the server's chain, RFC 5246 7.4.1.4.1.)
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

/// Checks the versions against the suites, groups and schemes that they need (RFC 8446 B.4, 4.2.9, 9.2).
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

template <class P> constexpr bool check_groups() {
    using groups = typename P::groups;
    constexpr bool any = !groups::values.empty();
    constexpr bool once = each<groups>::once();
    constexpr bool for_tls_1_2 = !any || !suites_of<P>::ecdhe || groups_of_tls_1_2<P>::count != 0;
    constexpr bool curves = !speaks_tls_1_2<P> || each<groups>::for_tls_1_2();
    constexpr bool few = P::key_shares <= groups::values.size();
    static_assert(any, "flintls: a policy with ECDHE suites needs a group");
    static_assert(once, "flintls: a group stands twice in the policy's list");
    static_assert(for_tls_1_2, "flintls: ECDHE suites of TLS 1.2 need secp256r1 or x25519 among the groups");
    static_assert(curves, "flintls: with TLS 1.2 a curve is secp256r1 or x25519");
    static_assert(!any || few, "flintls: a client has no more key_shares than the policy has groups");
    return any && once && for_tls_1_2 && curves && few;
}
/// Checks the lists of a policy against the drivers.
template <class P> constexpr bool check_lists() {
    if constexpr (!each<typename P::suites>::check() || !check_versions<P>()) {
        return false;
    } else {
        bool good = true;
        if constexpr (handshakes_of<P>::shares) {
            good = check_groups<P>() && good;
        }
        if constexpr (handshakes_of<P>::certificates) {
            good = each<typename P::signature_schemes>::check() && good;
        }
        return good;
    }
}
/// Checks crypto against the policy.
template <class P, class C, certificate_use Use> constexpr bool check_types() {
    using suites = suites_of<P>;
    constexpr bool every = check_of_every_suite<C>();
    constexpr bool some = check_of_some_suites<C, suites>() && check_models<P, C>();
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

/// A policy whose lists the drivers support, with the crypto for them.
template <class P, certificate_use Use>
concept with_crypto = policy<P> && crypto_detail::check<P, Use>();

} // namespace v0
} // namespace flintls

#endif
