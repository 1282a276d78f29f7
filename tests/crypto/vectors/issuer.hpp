// Published signatures for verifiers of certificates, all checked with Python's `cryptography`. RSA keys of 2048 bits are
// in rsa.hpp.
#pragma once

#include <array>

#include "crypto/conformance/hex.hpp"
#include "crypto/vectors/curves.hpp"
#include "crypto/vectors/rsa.hpp"
#include "flintls/crypto/issuer_signatures.hpp"

namespace crypto_test {

struct issuer_vector {
    byte_view key;
    flintls::issuer_hash hash;
    byte_view digest;
    byte_view signature;
};

/// RFC 6979 A.2.5, message "sample".
inline constexpr std::array<issuer_vector, 3> issuer_p256_vectors{{
    {rfc6979_point, flintls::issuer_hash::sha256, sample_sha256, ecdsa_vectors[0].signature},
    {rfc6979_point, flintls::issuer_hash::sha384, sample_sha384,
     hex<"304402200eafea039b20e9b42309fb1d89e213057cbf973dc0cfc8f129edddc800ef771902204861f0491e6998b9455193e3"
         "4e7b0d284ddd7149a74b95b9261f13abde940954">},
    {rfc6979_point, flintls::issuer_hash::sha512, sample_sha512,
     hex<"30450221008496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f0002202362ab1adbe2b8adf9cb9e"
         "dab740ea6049c028114f2460f96554f61fae3302fe">},
}};

/// RFC 6979 A.2.6, message "sample".
inline constexpr auto const& rfc6979_p384_point =
    hex<"04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc1380"
        "15d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720">;
inline constexpr std::array<issuer_vector, 2> issuer_p384_vectors{{
    {rfc6979_p384_point, flintls::issuer_hash::sha384, sample_sha384,
     hex<"306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80"
         "fabe4602310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a"
         "38628ac8">},
    {rfc6979_p384_point, flintls::issuer_hash::sha512, sample_sha512,
     hex<"3065023100ed0959d5880ab2d869ae7f6c2915c6d60f96507f9cb3e047c0046861da4a799cfe30f35cc900056d7c99cd7882"
         "4337090230512c8cceee3890a84058ce1e22dbc2198f42323ce8aca9135329f03c068e5112dc7cc3ef3446defceb01a45c26"
         "67fdd5">},
}};

/// Wycheproof, RSASSA-PSS with a key of 4096 bits, SHA-256 and a salt of 32 bytes: test 3, message "Test".
inline constexpr issuer_vector issuer_pss_4096{
    hex<"3082020a0282020100956353ecb7561945dc5544e4602466078c93f28507701ffd39e2a9813c8ac8740e6ad61c955d484e51"
        "3b3dcea527e001a018ee2c207c1806a96763280236cd3c820dff79837c9b709cb4b522d3ddbc9192242259c43be75ea244d3"
        "7ccfa8a4c75024a2cf7cc76e842ea69cc7ca1227405b070047387a5068e4976e4b8ed5f9aadd7b4db024fbb8d7bd8a040d8f"
        "6610c1c6eb1d4b606dfd182235d0360880304d5a750603af0c424b8c8e6dbc12c3697d2d609c97547e774e2e362ea96d1690"
        "dc9432112c535258b3db2c4c32ad510d6c07ad0788357883869efb8b629298724847925cf42b34386be700f02903db585227"
        "6bee2370941f397bdc3905e30964a0b5e73602703340960c3ed6078263b611f197955fecce4b9a32e43cd1d2e5e87c4ceb65"
        "edc8853a7ee31d28e16e5adffb8ac7b760fbfc63d5f174f4d0936461dbb12c964a6b6d6cee752e5fca1ab4a9fd238dd3e886"
        "0a1d763d2019f9e7b99ed7666d4e038710f90e0093bc566987d6c0092f571376e705b342d066c54e6e2578927b92c1f0928d"
        "e44e9a6e1f49b907c6aa4f605ec9c398d55df81c67373b03cc8110162fb417f96fd321048647dfcbb392455115cd912ea833"
        "51853e6a185284648842adcbd25e67174a3b93b8a64ce2ce9de0e8577b8b662ce32e2565782665dd38e5bb5fcc4fe12e4320"
        "dab7773b545a09c6d39d9dbad459f21f3e624ee6ed0203010001">,
    flintls::issuer_hash::sha256, hex<"532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25">,
    hex<"2b981b661e1e244b67e1892bdab545edc9ef68b50b4572a536dd4a40f31195648b8180454faa8765ba19b7ac6a59176c1a2c"
        "621e6f4131af96beb4ea47252d7617b9d8b432b5cd900f7b328b0013364a520ce46ae66a63b7181ab60b514839ec8f6bb63e"
        "c2f83a2a142d8ce532f63ebdd3f29ce26797f46f68481818ff1e00c47df1e7e8d809737307a63902c94d9c2ee5c69f1fa060"
        "2eeedab4d7f6d0032de1a8294c117ad2aa34f1175544f2bc1d466c5965ae5796bae216cee8bf7b91f9746a97749cce0388f8"
        "f443d14317e825cba2ea278045826835dfab50091cc988fc12d4913920cd625ac321df4d89175ba3f49f89d372318bc22264"
        "3ab888246f8e5ad64f227be043bec3828cea0bc0229be6e71a035dca97bfe0c2f34ce03c1ee9d084d19a6d6c301168129a65"
        "89cee1119cee84e35b561d1f658b2e4f16c2b4ac2ded8ed5757ebec2d5ed59c66f7bd932d64c58af7fc16af4d3f6bc428971"
        "14c9ec537f8b7ea86752a2a26133a7b8085f4d438ba643f7a389a1c6811c2ee4eda48060d27e6299b44c8d504d280ca56ca4"
        "9c246b5c4c897d3e1d352e047f735cb7e30ce87061ef267bd9c50e7de77032a162ac9a026e684bb4d0e8131a90240494418f"
        "be471c9900a6b322306e47915f83cdd8e525566e8a71dfc869ee5c7e74d33ac8646d7c170ff82f2f3e5d319dc61cad062351"
        "45c031d03cd420fc370adb3e">};

} // namespace crypto_test
