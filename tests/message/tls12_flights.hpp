// The handshake messages of TLS 1.2 that are not hellos, as OpenSSL 3.0.22 sends them, byte for byte with their headers.
// Recorded over the loopback with `openssl s_client -tls1_2 -msg`; what else was given to it and to
// `openssl s_server -tls1_2` stands above each. The certificates are those of crypto/certificates.hpp, PSKs 16 bytes.
#pragma once

#include "support/codec.hpp"

namespace tls12_flights {

using namespace test::literals;

// s_server -cert p256.pem -key p256.key -cipher ECDHE-ECDSA-AES128-GCM-SHA256 -groups P-256 -Verify 1 -CAfile p256.pem
// s_client -cert v1.pem -key p256.key

/// The server's
inline constexpr auto const& ecdsa_certificate =
    "0b0001ac0001a90001a6308201a230820148a003020102021457cd1e104c51ee738e82f7ac7c47ca6260eee3c9300a06082a"
    "8648ce3d04030230193117301506035504030c0e73656e736f722e6578616d706c65301e170d323631313232303433353437"
    "5a170d3336313131393034333534375a30193117301506035504030c0e73656e736f722e6578616d706c653059301306072a"
    "8648ce3d020106082a8648ce3d030107034200041e94522473fb5b1c6511f6b1367203d7eacabdad2d7a31bffb2ab2a4c990"
    "d991ba0f50673fce9f7541bba9376c253421eaf55a3916d8415832526f9e9471bc63a36e306c301d0603551d0e0416041493"
    "3438310b9400a5010d274784eec2b705c64dab301f0603551d23041830168014933438310b9400a5010d274784eec2b705c6"
    "4dab300f0603551d130101ff040530030101ff30190603551d1104123010820e73656e736f722e6578616d706c65300a0608"
    "2a8648ce3d0403020348003045022027edb06d58b1f5bd2a3223b33671e8488526d01feb537215bb989627b9f3b927022100"
    "b4bda32528295be33755076005d3db434820aba74cf465fd96a29a6f4b92f929"_hex;

/// secp256r1, signed with ecdsa_secp256r1_sha256
inline constexpr auto const& ecdsa_server_key_exchange =
    "0c0000910300174104dfce421406deeda6dbf4bc789837fde930ed1b5664f2c635f8b3967d32efa4148142e60ed5863337aa"
    "0d8b91a8ffdf220047adab65d6c49b59cf4b7c5338e5a4040300483046022100fd8c86b6db3284f954d984d744801407838b"
    "d3fac4d314ec22a3edd0fad19df502210099bdbc24385dfbc9b44782a36194df4e519c825bd3c73d09cc21107c8d110b65"_hex;

/// For RSA, DSS and ECDSA; one authority
inline constexpr auto const& ecdsa_certificate_request =
    "0d00004d030102400028040305030603080708080809080a080b080408050806040105010601030303010302040205020602"
    "001d001b30193117301506035504030c0e73656e736f722e6578616d706c65"_hex;

/// Nothing but a header
inline constexpr auto const& ecdsa_server_hello_done = "0e000000"_hex;

/// The client's
inline constexpr auto const& ecdsa_client_certificate =
    "0b00011b000118000115308201113081b8020101300a06082a8648ce3d04030230153113301106035504030c0a76312e6578"
    "616d706c65301e170d3236313132323034333534385a170d3336313131393034333534385a30153113301106035504030c0a"
    "76312e6578616d706c653059301306072a8648ce3d020106082a8648ce3d030107034200041e94522473fb5b1c6511f6b136"
    "7203d7eacabdad2d7a31bffb2ab2a4c990d991ba0f50673fce9f7541bba9376c253421eaf55a3916d8415832526f9e9471bc"
    "63300a06082a8648ce3d0403020348003045022100c15fa2cae9b6a176ed9f994df36e7db3a96b01d4c9b0c8f5ad2a87339a"
    "c4677e022014e1d5816890c38d60192dfc39c8b36361a338ce1216a17ec0eeffec8167a3fc"_hex;

/// secp256r1
inline constexpr auto const& ecdsa_client_key_exchange =
    "100000424104d17b31051a48eecf04e4e94a38de5edfbb8d9dff24eb638f20f78d48585063be5fb2c087080a591c0dead231"
    "7a71576a44cb136fe85a927d814cb8769b52e7b8"_hex;

/// ecdsa_secp256r1_sha256
inline constexpr auto const& ecdsa_certificate_verify =
    "0f00004c040300483046022100cd2d2e6c86cb3658f9b5c6ca1f73a69bdd9d60acf1d4f8a999c33bf855ac0fc4022100fa3f"
    "185f27ac5a379d521c816898713d38b3ec070f7368da5b7404e2d56407bf"_hex;

/// The client's
inline constexpr auto const& ecdsa_finished = "1400000cee64b7bb9027f228a4b18eb5"_hex;

// s_server -cert rsa2048.pem -key rsa2048.key -cipher ECDHE-RSA-AES128-GCM-SHA256

/// x25519, signed with rsa_pss_rsae_sha256
inline constexpr auto const& rsa_server_key_exchange =
    "0c00012803001d2072ca57d2b51a2a7b480faffaa79bbcf5d714bfc21cd1e1dc2630fb8a1fafd44608040100206ce918473e"
    "df13c9a8008e6fde5fd41ec7a0957c2f47760b2e33c97c1f11fafdea7ebd27c1a915fba04af6872d8c4defae33c03970c734"
    "a44fbc9db23593626043b9d90ab2a3f052ef39c07b65dba1170a15357e2fc235b5f3c39a6fa5eb2f656959015377a7d2a07b"
    "3e3dc28b0a9c4ef1739659167b1e58118f0d438c277c81d6e18203c331753938cf31229da71840f2234e7a435249babcd118"
    "259e5af13882c2590c9026eb4b56c04f0c5bc56bee11dbfb6934b41af407aae10cc869096f57881a451edc188ac60b1b0275"
    "ce4a03e9d728dee013e87955c914a5b006abbff97b04e09cff21ffe63ccf1b4aa91bab5d6b3a1927d339488e89bbe7a6b734"_hex;

/// x25519
inline constexpr auto const& rsa_client_key_exchange =
    "1000002120fa79354ea98d4d195a40f8e656b8dea48e5cc4b7403ee426d07657c5d444e36e"_hex;

// s_server -nocert -psk … -psk_hint sensors -cipher PSK-AES128-GCM-SHA256
// s_client -psk … -psk_identity sensor-17

/// A hint
inline constexpr auto const& psk_server_key_exchange = "0c000009000773656e736f7273"_hex;

/// An identity
inline constexpr auto const& psk_client_key_exchange = "1000000b000973656e736f722d3137"_hex;

// s_server -nocert -psk … -psk_hint sensors -cipher ECDHE-PSK-AES128-CBC-SHA256
// s_client -psk … -psk_identity sensor-17

/// A hint and x25519
inline constexpr auto const& ecdhe_psk_server_key_exchange =
    "0c00002d000773656e736f727303001d20bd650bb29a0701c26a3392858df674bdb0902a81d94a8be31f9f21218fb60339"_hex;

/// An identity and x25519
inline constexpr auto const& ecdhe_psk_client_key_exchange =
    "1000002c000973656e736f722d3137208c332a6244eed0ee1e30a4b754ce8168b73ead8a13f94908d32cba5fd9146d58"_hex;

// The same without -psk_hint

/// An empty hint and x25519
inline constexpr auto const& ecdhe_psk_server_key_exchange_without_hint =
    "0c000026000003001d2007012f8522a1161c878d05de987577a241b2d0728b4ddc4dd6efb3053dbecf4c"_hex;

} // namespace tls12_flights
