// SPDX-License-Identifier: Apache-2.0
/// \file
/// The suites, groups and signature schemes of the registries that the drivers do not have. Each has its own
/// static_assert, because the text of a static_assert must be a literal.
#ifndef FLINTLS_HANDSHAKE_UNSUPPORTED_HPP
#define FLINTLS_HANDSHAKE_UNSUPPORTED_HPP

#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/member_name.hpp"

namespace flintls {
inline namespace v0 {
namespace unsupported {

/// True if the registry names this value. The compiler spells an unnamed value as a number.
template <auto Value> inline constexpr bool names_it = !(member_name<Value>[0] >= '0' && member_name<Value>[0] <= '9');

/// Names the suite in a compiler error. Instantiated only for a suite that the drivers do not have.
template <cipher_suite Value> constexpr bool refuse() {
    using enum cipher_suite;
    static_assert(Value != null_with_null_null, "flintls: the drivers do not have TLS_NULL_WITH_NULL_NULL");
    static_assert(Value != rsa_with_null_md5, "flintls: the drivers do not have TLS_RSA_WITH_NULL_MD5");
    static_assert(Value != rsa_with_null_sha, "flintls: the drivers do not have TLS_RSA_WITH_NULL_SHA");
    static_assert(Value != rsa_with_rc4_128_md5, "flintls: the drivers do not have TLS_RSA_WITH_RC4_128_MD5");
    static_assert(Value != rsa_with_rc4_128_sha, "flintls: the drivers do not have TLS_RSA_WITH_RC4_128_SHA");
    static_assert(Value != rsa_with_3des_ede_cbc_sha, "flintls: the drivers do not have TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != dhe_dss_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != dhe_rsa_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != dh_anon_with_rc4_128_md5, "flintls: the drivers do not have TLS_DH_anon_WITH_RC4_128_MD5");
    static_assert(Value != dh_anon_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != psk_with_null_sha, "flintls: the drivers do not have TLS_PSK_WITH_NULL_SHA");
    static_assert(Value != dhe_psk_with_null_sha, "flintls: the drivers do not have TLS_DHE_PSK_WITH_NULL_SHA");
    static_assert(Value != rsa_psk_with_null_sha, "flintls: the drivers do not have TLS_RSA_PSK_WITH_NULL_SHA");
    static_assert(Value != rsa_with_aes_128_cbc_sha, "flintls: the drivers do not have TLS_RSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != dhe_dss_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_AES_128_CBC_SHA");
    static_assert(Value != dhe_rsa_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != dh_anon_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_AES_128_CBC_SHA");
    static_assert(Value != rsa_with_aes_256_cbc_sha, "flintls: the drivers do not have TLS_RSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != dhe_dss_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_AES_256_CBC_SHA");
    static_assert(Value != dhe_rsa_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != dh_anon_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_AES_256_CBC_SHA");
    static_assert(Value != rsa_with_null_sha256, "flintls: the drivers do not have TLS_RSA_WITH_NULL_SHA256");
    static_assert(Value != rsa_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_AES_128_CBC_SHA256");
    static_assert(Value != rsa_with_aes_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_AES_256_CBC_SHA256");
    static_assert(Value != dhe_dss_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_AES_128_CBC_SHA256");
    static_assert(Value != rsa_with_camellia_128_cbc_sha,
                  "flintls: the drivers do not have TLS_RSA_WITH_CAMELLIA_128_CBC_SHA");
    static_assert(Value != dhe_dss_with_camellia_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA");
    static_assert(Value != dhe_rsa_with_camellia_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA");
    static_assert(Value != dh_anon_with_camellia_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA");
    static_assert(Value != dhe_rsa_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");
    static_assert(Value != dhe_dss_with_aes_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_AES_256_CBC_SHA256");
    static_assert(Value != dhe_rsa_with_aes_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");
    static_assert(Value != dh_anon_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_AES_128_CBC_SHA256");
    static_assert(Value != dh_anon_with_aes_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_AES_256_CBC_SHA256");
    static_assert(Value != rsa_with_camellia_256_cbc_sha,
                  "flintls: the drivers do not have TLS_RSA_WITH_CAMELLIA_256_CBC_SHA");
    static_assert(Value != dhe_dss_with_camellia_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA");
    static_assert(Value != dhe_rsa_with_camellia_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA");
    static_assert(Value != dh_anon_with_camellia_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA");
    static_assert(Value != psk_with_rc4_128_sha, "flintls: the drivers do not have TLS_PSK_WITH_RC4_128_SHA");
    static_assert(Value != psk_with_3des_ede_cbc_sha, "flintls: the drivers do not have TLS_PSK_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != psk_with_aes_128_cbc_sha, "flintls: the drivers do not have TLS_PSK_WITH_AES_128_CBC_SHA");
    static_assert(Value != psk_with_aes_256_cbc_sha, "flintls: the drivers do not have TLS_PSK_WITH_AES_256_CBC_SHA");
    static_assert(Value != dhe_psk_with_rc4_128_sha, "flintls: the drivers do not have TLS_DHE_PSK_WITH_RC4_128_SHA");
    static_assert(Value != dhe_psk_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != dhe_psk_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_128_CBC_SHA");
    static_assert(Value != dhe_psk_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_256_CBC_SHA");
    static_assert(Value != rsa_psk_with_rc4_128_sha, "flintls: the drivers do not have TLS_RSA_PSK_WITH_RC4_128_SHA");
    static_assert(Value != rsa_psk_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != rsa_psk_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_AES_128_CBC_SHA");
    static_assert(Value != rsa_psk_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_AES_256_CBC_SHA");
    static_assert(Value != rsa_with_seed_cbc_sha, "flintls: the drivers do not have TLS_RSA_WITH_SEED_CBC_SHA");
    static_assert(Value != dhe_dss_with_seed_cbc_sha, "flintls: the drivers do not have TLS_DHE_DSS_WITH_SEED_CBC_SHA");
    static_assert(Value != dhe_rsa_with_seed_cbc_sha, "flintls: the drivers do not have TLS_DHE_RSA_WITH_SEED_CBC_SHA");
    static_assert(Value != dh_anon_with_seed_cbc_sha, "flintls: the drivers do not have TLS_DH_anon_WITH_SEED_CBC_SHA");
    static_assert(Value != rsa_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_AES_128_GCM_SHA256");
    static_assert(Value != rsa_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_RSA_WITH_AES_256_GCM_SHA384");
    static_assert(Value != dhe_rsa_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
    static_assert(Value != dhe_rsa_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
    static_assert(Value != dhe_dss_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_AES_128_GCM_SHA256");
    static_assert(Value != dhe_dss_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_AES_256_GCM_SHA384");
    static_assert(Value != dh_anon_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_AES_128_GCM_SHA256");
    static_assert(Value != dh_anon_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_AES_256_GCM_SHA384");
    static_assert(Value != psk_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_PSK_WITH_AES_256_GCM_SHA384");
    static_assert(Value != dhe_psk_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_128_GCM_SHA256");
    static_assert(Value != dhe_psk_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_256_GCM_SHA384");
    static_assert(Value != rsa_psk_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_AES_128_GCM_SHA256");
    static_assert(Value != rsa_psk_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_AES_256_GCM_SHA384");
    static_assert(Value != psk_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_PSK_WITH_AES_128_CBC_SHA256");
    static_assert(Value != psk_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_PSK_WITH_AES_256_CBC_SHA384");
    static_assert(Value != psk_with_null_sha256, "flintls: the drivers do not have TLS_PSK_WITH_NULL_SHA256");
    static_assert(Value != psk_with_null_sha384, "flintls: the drivers do not have TLS_PSK_WITH_NULL_SHA384");
    static_assert(Value != dhe_psk_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_128_CBC_SHA256");
    static_assert(Value != dhe_psk_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_256_CBC_SHA384");
    static_assert(Value != dhe_psk_with_null_sha256, "flintls: the drivers do not have TLS_DHE_PSK_WITH_NULL_SHA256");
    static_assert(Value != dhe_psk_with_null_sha384, "flintls: the drivers do not have TLS_DHE_PSK_WITH_NULL_SHA384");
    static_assert(Value != rsa_psk_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_AES_128_CBC_SHA256");
    static_assert(Value != rsa_psk_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_AES_256_CBC_SHA384");
    static_assert(Value != rsa_psk_with_null_sha256, "flintls: the drivers do not have TLS_RSA_PSK_WITH_NULL_SHA256");
    static_assert(Value != rsa_psk_with_null_sha384, "flintls: the drivers do not have TLS_RSA_PSK_WITH_NULL_SHA384");
    static_assert(Value != rsa_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != dhe_dss_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != dhe_rsa_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != dh_anon_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != rsa_with_camellia_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256");
    static_assert(Value != dhe_dss_with_camellia_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA256");
    static_assert(Value != dhe_rsa_with_camellia_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256");
    static_assert(Value != dh_anon_with_camellia_256_cbc_sha256,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256");
    static_assert(Value != sm4_gcm_sm3, "flintls: the drivers do not have TLS_SM4_GCM_SM3");
    static_assert(Value != sm4_ccm_sm3, "flintls: the drivers do not have TLS_SM4_CCM_SM3");
    static_assert(Value != aegis_256_sha512, "flintls: the drivers do not have TLS_AEGIS_256_SHA512");
    static_assert(Value != aegis_128l_sha256, "flintls: the drivers do not have TLS_AEGIS_128L_SHA256");
    static_assert(Value != ecdh_ecdsa_with_null_sha, "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_NULL_SHA");
    static_assert(Value != ecdh_ecdsa_with_rc4_128_sha,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_RC4_128_SHA");
    static_assert(Value != ecdh_ecdsa_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != ecdh_ecdsa_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != ecdh_ecdsa_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != ecdhe_ecdsa_with_null_sha, "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_NULL_SHA");
    static_assert(Value != ecdhe_ecdsa_with_rc4_128_sha,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_RC4_128_SHA");
    static_assert(Value != ecdhe_ecdsa_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != ecdhe_ecdsa_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != ecdhe_ecdsa_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != ecdh_rsa_with_null_sha, "flintls: the drivers do not have TLS_ECDH_RSA_WITH_NULL_SHA");
    static_assert(Value != ecdh_rsa_with_rc4_128_sha, "flintls: the drivers do not have TLS_ECDH_RSA_WITH_RC4_128_SHA");
    static_assert(Value != ecdh_rsa_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != ecdh_rsa_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != ecdh_rsa_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != ecdhe_rsa_with_null_sha, "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_NULL_SHA");
    static_assert(Value != ecdhe_rsa_with_rc4_128_sha,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_RC4_128_SHA");
    static_assert(Value != ecdhe_rsa_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != ecdhe_rsa_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != ecdhe_rsa_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != ecdh_anon_with_null_sha, "flintls: the drivers do not have TLS_ECDH_anon_WITH_NULL_SHA");
    static_assert(Value != ecdh_anon_with_rc4_128_sha,
                  "flintls: the drivers do not have TLS_ECDH_anon_WITH_RC4_128_SHA");
    static_assert(Value != ecdh_anon_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != ecdh_anon_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_anon_WITH_AES_128_CBC_SHA");
    static_assert(Value != ecdh_anon_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDH_anon_WITH_AES_256_CBC_SHA");
    static_assert(Value != srp_sha_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != srp_sha_rsa_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_RSA_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != srp_sha_dss_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_DSS_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != srp_sha_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_WITH_AES_128_CBC_SHA");
    static_assert(Value != srp_sha_rsa_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA");
    static_assert(Value != srp_sha_dss_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA");
    static_assert(Value != srp_sha_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_WITH_AES_256_CBC_SHA");
    static_assert(Value != srp_sha_rsa_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_RSA_WITH_AES_256_CBC_SHA");
    static_assert(Value != srp_sha_dss_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA");
    static_assert(Value != ecdhe_ecdsa_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
    static_assert(Value != ecdhe_ecdsa_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384");
    static_assert(Value != ecdh_ecdsa_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256");
    static_assert(Value != ecdh_ecdsa_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384");
    static_assert(Value != ecdhe_rsa_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
    static_assert(Value != ecdhe_rsa_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384");
    static_assert(Value != ecdh_rsa_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256");
    static_assert(Value != ecdh_rsa_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384");
    static_assert(Value != ecdh_ecdsa_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256");
    static_assert(Value != ecdh_ecdsa_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384");
    static_assert(Value != ecdh_rsa_with_aes_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256");
    static_assert(Value != ecdh_rsa_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384");
    static_assert(Value != ecdhe_psk_with_rc4_128_sha,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_RC4_128_SHA");
    static_assert(Value != ecdhe_psk_with_3des_ede_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_3DES_EDE_CBC_SHA");
    static_assert(Value != ecdhe_psk_with_aes_128_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA");
    static_assert(Value != ecdhe_psk_with_aes_256_cbc_sha,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA");
    static_assert(Value != ecdhe_psk_with_aes_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256");
    static_assert(Value != ecdhe_psk_with_aes_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384");
    static_assert(Value != ecdhe_psk_with_null_sha, "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_NULL_SHA");
    static_assert(Value != ecdhe_psk_with_null_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_NULL_SHA256");
    static_assert(Value != ecdhe_psk_with_null_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_NULL_SHA384");
    static_assert(Value != rsa_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != rsa_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_RSA_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != dhe_rsa_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != dhe_rsa_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != dhe_dss_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != dhe_dss_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_DSS_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != dh_anon_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != dh_anon_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DH_anon_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != ecdhe_ecdsa_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != ecdhe_ecdsa_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != ecdh_ecdsa_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != ecdh_ecdsa_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDH_ECDSA_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != ecdhe_rsa_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != ecdhe_rsa_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != ecdh_rsa_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != ecdh_rsa_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDH_RSA_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != psk_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_PSK_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != psk_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_PSK_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != dhe_psk_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != dhe_psk_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != rsa_psk_with_aria_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_ARIA_128_GCM_SHA256");
    static_assert(Value != rsa_psk_with_aria_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_ARIA_256_GCM_SHA384");
    static_assert(Value != ecdhe_ecdsa_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != ecdhe_ecdsa_with_camellia_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384");
    static_assert(Value != ecdhe_rsa_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != ecdhe_rsa_with_camellia_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384");
    static_assert(Value != rsa_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != rsa_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != dhe_rsa_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != dhe_rsa_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != ecdhe_ecdsa_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != ecdhe_ecdsa_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != ecdhe_rsa_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != ecdhe_rsa_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != psk_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != psk_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_PSK_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != dhe_psk_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != dhe_psk_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != rsa_psk_with_camellia_128_gcm_sha256,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_CAMELLIA_128_GCM_SHA256");
    static_assert(Value != rsa_psk_with_camellia_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_CAMELLIA_256_GCM_SHA384");
    static_assert(Value != psk_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != psk_with_camellia_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384");
    static_assert(Value != dhe_psk_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != dhe_psk_with_camellia_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_CAMELLIA_256_CBC_SHA384");
    static_assert(Value != rsa_psk_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != rsa_psk_with_camellia_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_CAMELLIA_256_CBC_SHA384");
    static_assert(Value != ecdhe_psk_with_camellia_128_cbc_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_CAMELLIA_128_CBC_SHA256");
    static_assert(Value != ecdhe_psk_with_camellia_256_cbc_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384");
    static_assert(Value != rsa_with_aes_128_ccm, "flintls: the drivers do not have TLS_RSA_WITH_AES_128_CCM");
    static_assert(Value != rsa_with_aes_256_ccm, "flintls: the drivers do not have TLS_RSA_WITH_AES_256_CCM");
    static_assert(Value != dhe_rsa_with_aes_128_ccm, "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_128_CCM");
    static_assert(Value != dhe_rsa_with_aes_256_ccm, "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_256_CCM");
    static_assert(Value != rsa_with_aes_128_ccm_8, "flintls: the drivers do not have TLS_RSA_WITH_AES_128_CCM_8");
    static_assert(Value != rsa_with_aes_256_ccm_8, "flintls: the drivers do not have TLS_RSA_WITH_AES_256_CCM_8");
    static_assert(Value != dhe_rsa_with_aes_128_ccm_8,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_128_CCM_8");
    static_assert(Value != dhe_rsa_with_aes_256_ccm_8,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_AES_256_CCM_8");
    static_assert(Value != psk_with_aes_128_ccm, "flintls: the drivers do not have TLS_PSK_WITH_AES_128_CCM");
    static_assert(Value != psk_with_aes_256_ccm, "flintls: the drivers do not have TLS_PSK_WITH_AES_256_CCM");
    static_assert(Value != dhe_psk_with_aes_128_ccm, "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_128_CCM");
    static_assert(Value != dhe_psk_with_aes_256_ccm, "flintls: the drivers do not have TLS_DHE_PSK_WITH_AES_256_CCM");
    static_assert(Value != psk_with_aes_256_ccm_8, "flintls: the drivers do not have TLS_PSK_WITH_AES_256_CCM_8");
    static_assert(Value != psk_dhe_with_aes_128_ccm_8,
                  "flintls: the drivers do not have TLS_PSK_DHE_WITH_AES_128_CCM_8");
    static_assert(Value != psk_dhe_with_aes_256_ccm_8,
                  "flintls: the drivers do not have TLS_PSK_DHE_WITH_AES_256_CCM_8");
    static_assert(Value != ecdhe_ecdsa_with_aes_256_ccm,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_AES_256_CCM");
    static_assert(Value != ecdhe_ecdsa_with_aes_256_ccm_8,
                  "flintls: the drivers do not have TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8");
    static_assert(Value != sha256_sha256, "flintls: the drivers do not have TLS_SHA256_SHA256");
    static_assert(Value != sha384_sha384, "flintls: the drivers do not have TLS_SHA384_SHA384");
    static_assert(Value != dhe_rsa_with_chacha20_poly1305_sha256,
                  "flintls: the drivers do not have TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    static_assert(Value != psk_with_chacha20_poly1305_sha256,
                  "flintls: the drivers do not have TLS_PSK_WITH_CHACHA20_POLY1305_SHA256");
    static_assert(Value != dhe_psk_with_chacha20_poly1305_sha256,
                  "flintls: the drivers do not have TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256");
    static_assert(Value != rsa_psk_with_chacha20_poly1305_sha256,
                  "flintls: the drivers do not have TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256");
    static_assert(Value != ecdhe_psk_with_aes_256_gcm_sha384,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384");
    static_assert(Value != ecdhe_psk_with_aes_128_ccm_sha256,
                  "flintls: the drivers do not have TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256");
    static_assert(names_it<Value>, "flintls: the drivers do not have a cipher suite without a name");
    return false;
}

/// The same for groups. Crypto may add groups by `more_groups`.
template <named_group Value> constexpr bool refuse() {
    using enum named_group;
    static_assert(Value != sect163k1, "flintls: the policy's crypto has no sect163k1");
    static_assert(Value != sect163r1, "flintls: the policy's crypto has no sect163r1");
    static_assert(Value != sect163r2, "flintls: the policy's crypto has no sect163r2");
    static_assert(Value != sect193r1, "flintls: the policy's crypto has no sect193r1");
    static_assert(Value != sect193r2, "flintls: the policy's crypto has no sect193r2");
    static_assert(Value != sect233k1, "flintls: the policy's crypto has no sect233k1");
    static_assert(Value != sect233r1, "flintls: the policy's crypto has no sect233r1");
    static_assert(Value != sect239k1, "flintls: the policy's crypto has no sect239k1");
    static_assert(Value != sect283k1, "flintls: the policy's crypto has no sect283k1");
    static_assert(Value != sect283r1, "flintls: the policy's crypto has no sect283r1");
    static_assert(Value != sect409k1, "flintls: the policy's crypto has no sect409k1");
    static_assert(Value != sect409r1, "flintls: the policy's crypto has no sect409r1");
    static_assert(Value != sect571k1, "flintls: the policy's crypto has no sect571k1");
    static_assert(Value != sect571r1, "flintls: the policy's crypto has no sect571r1");
    static_assert(Value != secp160k1, "flintls: the policy's crypto has no secp160k1");
    static_assert(Value != secp160r1, "flintls: the policy's crypto has no secp160r1");
    static_assert(Value != secp160r2, "flintls: the policy's crypto has no secp160r2");
    static_assert(Value != secp192k1, "flintls: the policy's crypto has no secp192k1");
    static_assert(Value != secp192r1, "flintls: the policy's crypto has no secp192r1");
    static_assert(Value != secp224k1, "flintls: the policy's crypto has no secp224k1");
    static_assert(Value != secp224r1, "flintls: the policy's crypto has no secp224r1");
    static_assert(Value != secp256k1, "flintls: the policy's crypto has no secp256k1");
    static_assert(Value != secp384r1, "flintls: the policy's crypto has no secp384r1");
    static_assert(Value != secp521r1, "flintls: the policy's crypto has no secp521r1");
    static_assert(Value != brainpoolp256r1, "flintls: the policy's crypto has no brainpoolP256r1");
    static_assert(Value != brainpoolp384r1, "flintls: the policy's crypto has no brainpoolP384r1");
    static_assert(Value != brainpoolp512r1, "flintls: the policy's crypto has no brainpoolP512r1");
    static_assert(Value != x448, "flintls: the policy's crypto has no x448");
    static_assert(Value != brainpoolp256r1tls13, "flintls: the policy's crypto has no brainpoolP256r1tls13");
    static_assert(Value != brainpoolp384r1tls13, "flintls: the policy's crypto has no brainpoolP384r1tls13");
    static_assert(Value != brainpoolp512r1tls13, "flintls: the policy's crypto has no brainpoolP512r1tls13");
    static_assert(Value != gc256a, "flintls: the policy's crypto has no GC256A");
    static_assert(Value != gc256b, "flintls: the policy's crypto has no GC256B");
    static_assert(Value != gc256c, "flintls: the policy's crypto has no GC256C");
    static_assert(Value != gc256d, "flintls: the policy's crypto has no GC256D");
    static_assert(Value != gc512a, "flintls: the policy's crypto has no GC512A");
    static_assert(Value != gc512b, "flintls: the policy's crypto has no GC512B");
    static_assert(Value != gc512c, "flintls: the policy's crypto has no GC512C");
    static_assert(Value != curvesm2, "flintls: the policy's crypto has no curveSM2");
    static_assert(Value != ffdhe2048, "flintls: the policy's crypto has no ffdhe2048");
    static_assert(Value != ffdhe3072, "flintls: the policy's crypto has no ffdhe3072");
    static_assert(Value != ffdhe4096, "flintls: the policy's crypto has no ffdhe4096");
    static_assert(Value != ffdhe6144, "flintls: the policy's crypto has no ffdhe6144");
    static_assert(Value != ffdhe8192, "flintls: the policy's crypto has no ffdhe8192");
    static_assert(Value != mlkem512, "flintls: the policy's crypto has no MLKEM512");
    static_assert(Value != mlkem768, "flintls: the policy's crypto has no MLKEM768");
    static_assert(Value != mlkem1024, "flintls: the policy's crypto has no MLKEM1024");
    static_assert(Value != secp256r1mlkem768, "flintls: the policy's crypto has no SecP256r1MLKEM768");
    static_assert(Value != x25519mlkem768, "flintls: the policy's crypto has no X25519MLKEM768");
    static_assert(Value != secp384r1mlkem1024, "flintls: the policy's crypto has no SecP384r1MLKEM1024");
    static_assert(Value != curvesm2mlkem768, "flintls: the policy's crypto has no curveSM2MLKEM768");
    static_assert(Value != x25519kyber768draft00, "flintls: the policy's crypto has no X25519Kyber768Draft00");
    static_assert(Value != secp256r1kyber768draft00, "flintls: the policy's crypto has no SecP256r1Kyber768Draft00");
    static_assert(Value != arbitrary_explicit_prime_curves,
                  "flintls: the policy's crypto has no arbitrary_explicit_prime_curves");
    static_assert(Value != arbitrary_explicit_char2_curves,
                  "flintls: the policy's crypto has no arbitrary_explicit_char2_curves");
    static_assert(names_it<Value>, "flintls: the policy's crypto has no group without a name");
    return false;
}

/// The same for signature schemes.
template <signature_scheme Value> constexpr bool refuse() {
    using enum signature_scheme;
    static_assert(Value != rsa_pkcs1_sha1, "flintls: the drivers do not have rsa_pkcs1_sha1");
    static_assert(Value != ecdsa_sha1, "flintls: the drivers do not have ecdsa_sha1");
    static_assert(Value != rsa_pkcs1_sha384, "flintls: the drivers do not have rsa_pkcs1_sha384");
    static_assert(Value != ecdsa_secp384r1_sha384, "flintls: the drivers do not have ecdsa_secp384r1_sha384");
    static_assert(Value != rsa_pkcs1_sha512, "flintls: the drivers do not have rsa_pkcs1_sha512");
    static_assert(Value != ecdsa_secp521r1_sha512, "flintls: the drivers do not have ecdsa_secp521r1_sha512");
    static_assert(Value != rsa_pss_rsae_sha384, "flintls: the drivers do not have rsa_pss_rsae_sha384");
    static_assert(Value != rsa_pss_rsae_sha512, "flintls: the drivers do not have rsa_pss_rsae_sha512");
    static_assert(Value != ed25519, "flintls: the drivers do not have ed25519");
    static_assert(Value != ed448, "flintls: the drivers do not have ed448");
    static_assert(Value != rsa_pss_pss_sha256, "flintls: the drivers do not have rsa_pss_pss_sha256");
    static_assert(Value != rsa_pss_pss_sha384, "flintls: the drivers do not have rsa_pss_pss_sha384");
    static_assert(Value != rsa_pss_pss_sha512, "flintls: the drivers do not have rsa_pss_pss_sha512");
    static_assert(Value != rsa_pkcs1_md5, "flintls: the drivers do not have rsa_pkcs1_md5");
    static_assert(Value != dsa_sha1, "flintls: the drivers do not have dsa_sha1");
    static_assert(Value != rsa_pkcs1_sha224, "flintls: the drivers do not have rsa_pkcs1_sha224");
    static_assert(Value != dsa_sha224, "flintls: the drivers do not have dsa_sha224");
    static_assert(Value != ecdsa_sha224, "flintls: the drivers do not have ecdsa_sha224");
    static_assert(Value != dsa_sha256, "flintls: the drivers do not have dsa_sha256");
    static_assert(Value != dsa_sha384, "flintls: the drivers do not have dsa_sha384");
    static_assert(Value != dsa_sha512, "flintls: the drivers do not have dsa_sha512");
    static_assert(Value != rsa_pkcs1_sha256_legacy, "flintls: the drivers do not have rsa_pkcs1_sha256_legacy");
    static_assert(Value != rsa_pkcs1_sha384_legacy, "flintls: the drivers do not have rsa_pkcs1_sha384_legacy");
    static_assert(Value != rsa_pkcs1_sha512_legacy, "flintls: the drivers do not have rsa_pkcs1_sha512_legacy");
    static_assert(Value != eccsi_sha256, "flintls: the drivers do not have eccsi_sha256");
    static_assert(Value != iso_ibs1, "flintls: the drivers do not have iso_ibs1");
    static_assert(Value != iso_ibs2, "flintls: the drivers do not have iso_ibs2");
    static_assert(Value != iso_chinese_ibs, "flintls: the drivers do not have iso_chinese_ibs");
    static_assert(Value != sm2sig_sm3, "flintls: the drivers do not have sm2sig_sm3");
    static_assert(Value != gostr34102012_256a, "flintls: the drivers do not have gostr34102012_256a");
    static_assert(Value != gostr34102012_256b, "flintls: the drivers do not have gostr34102012_256b");
    static_assert(Value != gostr34102012_256c, "flintls: the drivers do not have gostr34102012_256c");
    static_assert(Value != gostr34102012_256d, "flintls: the drivers do not have gostr34102012_256d");
    static_assert(Value != gostr34102012_512a, "flintls: the drivers do not have gostr34102012_512a");
    static_assert(Value != gostr34102012_512b, "flintls: the drivers do not have gostr34102012_512b");
    static_assert(Value != gostr34102012_512c, "flintls: the drivers do not have gostr34102012_512c");
    static_assert(Value != ecdsa_brainpoolp256r1tls13_sha256,
                  "flintls: the drivers do not have ecdsa_brainpoolP256r1tls13_sha256");
    static_assert(Value != ecdsa_brainpoolp384r1tls13_sha384,
                  "flintls: the drivers do not have ecdsa_brainpoolP384r1tls13_sha384");
    static_assert(Value != ecdsa_brainpoolp512r1tls13_sha512,
                  "flintls: the drivers do not have ecdsa_brainpoolP512r1tls13_sha512");
    static_assert(Value != mldsa44, "flintls: the drivers do not have mldsa44");
    static_assert(Value != mldsa65, "flintls: the drivers do not have mldsa65");
    static_assert(Value != mldsa87, "flintls: the drivers do not have mldsa87");
    static_assert(names_it<Value>, "flintls: the drivers do not have a signature scheme without a name");
    return false;
}

} // namespace unsupported
} // namespace v0
} // namespace flintls

#endif
