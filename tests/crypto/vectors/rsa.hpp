// RSA signatures of "sample" under a key of 2048 bits, made by `openssl genrsa` and `openssl dgst -sign`; checked with
// Python's `cryptography`. Also a valid signature under a key that is too short, and one with a salt that is too short.
#pragma once

#include <array>

#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/conformance/hex.hpp"

namespace crypto_test {

inline constexpr auto const& rsa_2048_key =
    hex<"3082010a0282010100c6c2b495ded412bb4d939658e742a40455030b2a7cdf5aa0504d443a7ae49c553c92a714b5308b4b03"
        "d0c07f272b5f9436fe86798e3f194a873b4527c31f1388dd37948eeea75ab51d9eb8d4ee7257bb1cac46e58300131cbbe465"
        "c19d608f3593699c8c70dbc40fc66ed99233f0e47582b9f000af70bc6ca69a6b17a0173cc4c409a0e5dbcf675a87f3f172c2"
        "ad0e3c6eb423d1467598ad3349a3853c0432ad9b3bd055c92d4b9a86e799d85bf873f1e6afe0859c244f245f693091805765"
        "e6bc1f29d6b701d66660bdc757ded4987e0710bea422b625b278bab4e86f2f3b56cc103af0a8e1d2515e0de1c6fbd34c0428"
        "e956a5ffbf2a56819b23802c1dd60b0203010001">;
inline constexpr auto const& rsa_1024_key =
    hex<"30818902818100d15261c66b98f39bef80b7e38abf7b3e1472511b76714e997528c15aa679ed9661e998c3e15f82e135a178"
        "41653aba5f2a85cf80c0c99c553858c658995cd0ac1f33c1b8add75e9e44b2bf6afd2227ab88d292b6fd8cd42e3c70ed68d5"
        "c32e1b441fe3a881d2e3ff5804fcad40b86da7f694f4d80eb937df6051d04e7620b8ff0203010001">;
inline constexpr flintls::public_key_view rsa_2048{flintls::public_key_view::algorithm::rsa, rsa_2048_key};
inline constexpr flintls::public_key_view rsa_1024{flintls::public_key_view::algorithm::rsa, rsa_1024_key};

inline constexpr auto const& sample_sha256 = hex<"af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf">;
inline constexpr auto const& sample_sha384 =
    hex<"9a9083505bc92276aec4be312696ef7bf3bf603f4bbd381196a029f340585312313bca4a9b5b890efee42c77b1ee25fe">;
inline constexpr auto const& sample_sha512 =
    hex<"39a5e04aaff7455d9850c605364f514c11324ce64016960d23d5dc57d3ffd8f49a739468ab8049bf18eef820cdb1ad6c9015"
        "f838556bc7fad4138b23fdf986c7">;

inline constexpr std::array<signature_vector, 6> rsa_vectors{{
    {rsa_2048, signature_scheme::rsa_pkcs1_sha256, sample_sha256,
     hex<"3f99f1d559eb4e1a3cea2f8be48aeac37d17de6a348e6f927d0fb85f25e75a73789ab51a3a2203ca49af77eac2dd065ebb1f"
         "a075ce8e052123d26984edc8878775cec8e3ba3936111bc8a02b9dcd6fcfe888d75a2e57fb55af071e8342f8c5047e8ef067"
         "d28a69d9e9fa839e85473c043ba96bd9f791b3d81518c0478df9c04168b9afcfd264a0a7e00a2034b80a1791c7d43e05f3c8"
         "65e8da9f61d9a5083fb763a932000b0d7b7098b081a100af4e695ece5d30657bc46e26a75a3094f03d43e4e8caf16c5a7e09"
         "2b56516d388f6218fdc939ce580ba82dbe3fe6f3afcd6f803e644b2cefedfa172040683cbbe6b1887a67cd6a0a5f6e1259d5"
         "74b795ded6c6">},
    {rsa_2048, signature_scheme::rsa_pkcs1_sha384, sample_sha384,
     hex<"364103da1a8f809310778c1de29770890fb9b3beed61573c7dc290c2dbe35cb926aa483b4d75b079f15d96fb36cfdd24eef2"
         "31cbbed717fb53f8f1add8fe67f8ee314fa3f3f910ca22268bf376ba52e619d63f23713dda198b65e20bee342689d6fb4898"
         "c24ba33904963c106e649253f1eae9cb2710c7345e405c3c94cf720b9d301754fba12f8dfc6fc91084d6a64c19d7310bf87c"
         "c7d0f46bf35319bafa52d6dccc68ad62a7f52fe9470fdef98485ddef8f1b924fd43f010c15bc766e8623ac5d8a85f8776c14"
         "c1e7034572ec8c3bc430e8889760f4baf65b4c47164dae88538f5700a17bec8bd6dd75e85f991997cf6b7aab87e1128d2acf"
         "7ee15e9553d8">},
    {rsa_2048, signature_scheme::rsa_pkcs1_sha512, sample_sha512,
     hex<"16f38a883d813e257e99fa9dfebda057857473d23b316b053c1187e35e3331b3462e8d744b40464f45940f0bb19563d0f2e2"
         "c433710a8af361ea4971e913751038ebd2124fcf0c40c881c05c63bf0ae14ff0bcfa4eadb180fcf9e486dd0d8dda5afd0645"
         "fa16073aae1f29783d0884cc86644bd74cbd8887bd376aec445f26589d4ad43eee9c49c7d7640a7e25813cc6a7fdbc58121b"
         "5499ed4e5ecc379f1c0b7348f4c0876bbe087da572c08e6a6ca33ab8578b69f6228412c8be7038a84134c45c6a478fd63688"
         "7c60d09f5232245b76ecfa0514a522b9fe361271b4380f7e4cc326cfab809002e6135705cb92b0e04cbdf4b5a87a76a782bd"
         "e8052d0fd496">},
    {rsa_2048, signature_scheme::rsa_pss_rsae_sha256, sample_sha256,
     hex<"746527ed843dda327f57c6dc8c9d5fd9d2119cc062400d274894cc957cb5fd7b925d6472f8b46da89666f04e38f111abf64b"
         "cf4e76922e7abb32adbc2e87ed18953f0fa11646551b974b0e2cfaaaa3ca82126109a2152771122fcec8a7db99e845a13363"
         "0d345539bb12e530f1067e032f50cab6ba5cbad1afcefc71daa759c5d5101953ffad608ebb01725a50603539150fb3abfd24"
         "3e0344392cdb57194f4d717d6905b83035f31426e04fa1b651f0fa679d1b8d72cb259cb3fee13b19857b15ebbf8e294faf65"
         "75efe7fa9408faf95d0ef16c1830db95ab0295ab5141a486a66b0c6cc2a4943cc0eb65b4802b981233a45b9ae4bbd9994074"
         "901a42cea472">},
    {rsa_2048, signature_scheme::rsa_pss_rsae_sha384, sample_sha384,
     hex<"53a542fd0521db68c1e29119be7fe2f6dd180c4fe43bdab44615c3740356ca07a1f778e4684bea5cc6b37b4a50120a6f6a72"
         "169ecf754bb3e8898767c71b356d5d4e28fe759ba7a51abd8d24ee6507b4a505b541924c62dd508f2a5490c0bc3c85fbe0e5"
         "cd70b5167ecb063b6ee58795ecc5f624b31b451feda6ab9d935b8eed2585871012a8b85c6eb922f0ad9aa858bb94b80649af"
         "6662be8fc5c40bdc8b946048c4a344442c859bd676d55d59d1fab6b3e985744b9e3a0cea2c30087d4f0c5a6c5411cc3ed265"
         "d727f3b69fe96cd8c53f2499ea4145a282c6c91ab6ec0b69971671c587f9e0c53c46f7588b09dae2d0d5fba0f643b60a8604"
         "eddf6e48b4a5">},
    {rsa_2048, signature_scheme::rsa_pss_rsae_sha512, sample_sha512,
     hex<"90c9353cf2d86d29bfb54c977649514d6b01cc50732721e37735de6a8ff93008aab7f3c570c151689b7dc6fbc08c9fa52213"
         "500bd485a9a22253a7453f8d3b6d83e33c40ba907ee3db78b7b5815bf9eafde99ad20bd57c9e6a459a05e4f2be957d92ab72"
         "73e3a9f7bd917b934ee14db8abae147a5fd5ae4094807a2c45ea067a6f5a1f1aa02d144fdb2d95f618762706fc600ada8eba"
         "f836c4e5446496b302b7168d28de03d53e54f64b6beebec792ebdeb7577f7d8f10eb7ad5d04603a9999cca1af5664122d89d"
         "e693c879c343bf86210ebb2aa8e5f2a1953f1a02d7578c46c90c200f97c6d95e5ec23c285fce626f90d79d0f5408156716e3"
         "de4ba0503b5a">},
}};

/// RFC 8446 4.2.3: the salt is as long as the hash. This salt has 16 bytes.
inline constexpr signature_vector rsa_short_salt{
    rsa_2048, signature_scheme::rsa_pss_rsae_sha256, sample_sha256,
    hex<"6b301e184c0e897ca674641a43ab6557fabafc604cff4ee6700e277a898cc37f243478e2b426af9247dd19c018dac9130eaf"
        "b1cf71cc358b417b4cf2fc53f10edd6477da81ccfae9236cc0433823dfd18f038eb8630dc1571a4ad51648cc46fb68c5360d"
        "6d547865df5ab27d65730c4ac986975b251be7832757767f65823eda419c9c113d2d8f87cacb945475ae235b6f3b7c8df14c"
        "b22959d6280656a95e1b8ad86851fe72df82c4f94b78d6fe37733f63ae3a00134171c5dcb1044ab2e677ea17d7ceb3e0db5d"
        "02b4284ac5b3520d645568206900b0501da0438b17e85198a6409caba89ca99c27e00fdf321466778aa169abb92a08a0439a"
        "38c4c85480fa">};
/// RFC 9325 4.5: a valid signature, under a key of 1024 bits.
inline constexpr signature_vector rsa_short_key{
    rsa_1024, signature_scheme::rsa_pkcs1_sha256, sample_sha256,
    hex<"2e9fb16910b9457e6dc54acdaf814c9ac490fe9a03e9066ac68912257116d97dcf62d3d244d9de595556e88ac7ea67f9e725"
        "6f6123c11f75e51db5671384ee2d44efac9219c9baa798de346a63529fca84edd94bc23ec7d8f945d3821cd52a759d0873b3"
        "5a9b91229432bf677e032c86ce669450fb5a7d29f440dd4863b28720">};

} // namespace crypto_test
