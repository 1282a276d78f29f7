// The derived values of RFC 8448 3 to 7, each with its inputs as the RFC prints them.
#pragma once

#include "message/rfc8448.hpp"
#include "support/codec.hpp"

#include "flintls/tls13/key_schedule.hpp"
#include "flintls/wire/byte_view.hpp"

namespace rfc8448 {

using flintls::byte_view;
using flintls::tls13::label;

/// HKDF-Expand-Label(key, what, input, …); for `label::none`: HMAC(key, input)
struct derived_value {
    unsigned section;
    label what;
    byte_view key;
    byte_view input;
    byte_view output;
};

inline constexpr test::bytes<32> zeros{};

inline constexpr derived_value derived_values[] = {
    {3, label::none, zeros, zeros, "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a"_hex},
    {3, label::derived, "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"_hex},
    {3, label::none, "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"_hex,
     "8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d"_hex,
     "1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac"_hex},
    {3, label::c_hs_traffic, "1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac"_hex,
     "860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8"_hex,
     "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"_hex},
    {3, label::s_hs_traffic, "1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac"_hex,
     "860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8"_hex,
     "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"_hex},
    {3, label::derived, "1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "43de77e0c77713859a944db9db2590b53190a65b3ee2e4f12dd7a0bb7ce254b4"_hex},
    {3, label::none, "43de77e0c77713859a944db9db2590b53190a65b3ee2e4f12dd7a0bb7ce254b4"_hex, zeros,
     "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"_hex},
    {3, label::key, "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"_hex, ""_hex,
     "3fce516009c21727d0f2e4e86ee403bc"_hex},
    {3, label::iv, "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"_hex, ""_hex,
     "5d313eb2671276ee13000b30"_hex},
    {3, label::finished, "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"_hex, ""_hex,
     "008d3b66f816ea559f96b537e885c31fc068bf492c652f01f288a1d8cdc19fc8"_hex},
    {3, label::c_ap_traffic, "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"_hex,
     "9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13"_hex,
     "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"_hex},
    {3, label::s_ap_traffic, "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"_hex,
     "9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13"_hex,
     "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"_hex},
    {3, label::exp_master, "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"_hex,
     "9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13"_hex,
     "fe22f881176eda18eb8f44529e6792c50c9a3f89452f68d8ae311b4309d3cf50"_hex},
    {3, label::key, "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"_hex, ""_hex,
     "9f02283b6c9c07efc26bb9f2ac92e356"_hex},
    {3, label::iv, "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"_hex, ""_hex,
     "cf782b88dd83549aadf1e984"_hex},
    {3, label::key, "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"_hex, ""_hex,
     "dbfaa693d1762c5b666af5d950258d01"_hex},
    {3, label::iv, "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"_hex, ""_hex,
     "5bd3c71b836e0b76bb73265f"_hex},
    {3, label::finished, "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"_hex, ""_hex,
     "b80ad01015fb2f0bd65ff7d4da5d6bf83f84821d1f87fdc7d3c75b5a7b42d9c4"_hex},
    {3, label::key, "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"_hex, ""_hex,
     "17422dda596ed5d9acd890e3c63f5051"_hex},
    {3, label::iv, "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"_hex, ""_hex,
     "5b78923dee08579033e523d9"_hex},
    {3, label::res_master, "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"_hex,
     "209145a96ee8e2a122ff810047cc952684658d6049e86429426db87c54ad143d"_hex,
     "7df235f2031d2a051287d02b0241b0bfdaf86cc856231f2d5aba46c434ec196c"_hex},
    {3, label::resumption, "7df235f2031d2a051287d02b0241b0bfdaf86cc856231f2d5aba46c434ec196c"_hex, "0000"_hex,
     "4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3"_hex},
    {4, label::none, zeros, "4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3"_hex,
     "9b2188e9b2fc6d64d71dc329900e20bb41915000f678aa839cbb797cb7d8332c"_hex},
    {4, label::key, "3fbbe6a60deb66c30a32795aba0eff7eaa10105586e7be5c09678d63b6caab62"_hex, ""_hex,
     "920205a5b7bf2115e6fc5c2942834f54"_hex},
    {4, label::iv, "3fbbe6a60deb66c30a32795aba0eff7eaa10105586e7be5c09678d63b6caab62"_hex, ""_hex,
     "6d475f0993c8e564610db2b9"_hex},
    {4, label::derived, "9b2188e9b2fc6d64d71dc329900e20bb41915000f678aa839cbb797cb7d8332c"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "5f1790bbd82c5e7d376ed2e1e52f8e6038c9346db61b43be9a52f77ef3998e80"_hex},
    {4, label::none, "5f1790bbd82c5e7d376ed2e1e52f8e6038c9346db61b43be9a52f77ef3998e80"_hex,
     "f44194756ff9ec9d25180635d66ea6824c6ab3bf179977be37f723570e7ccb2e"_hex,
     "005cb112fd8eb4ccc623bb88a07c64b3ede1605363fc7d0df8c7ce4ff0fb4ae6"_hex},
    {4, label::c_hs_traffic, "005cb112fd8eb4ccc623bb88a07c64b3ede1605363fc7d0df8c7ce4ff0fb4ae6"_hex,
     "f736cb34fe25e701551bee6fd24c1cc7102a7daf9405cb15d97aafe16f757d03"_hex,
     "2faac08f851d35fea3604fcb4de82dc62c9b164a70974d0462e27f1ab278700f"_hex},
    {4, label::s_hs_traffic, "005cb112fd8eb4ccc623bb88a07c64b3ede1605363fc7d0df8c7ce4ff0fb4ae6"_hex,
     "f736cb34fe25e701551bee6fd24c1cc7102a7daf9405cb15d97aafe16f757d03"_hex,
     "fe927ae271312e8bf0275b581c54eef020450dc4ecffaa05a1a35d27518e7803"_hex},
    {4, label::derived, "005cb112fd8eb4ccc623bb88a07c64b3ede1605363fc7d0df8c7ce4ff0fb4ae6"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "e2f16030251df0874ba19b9aba257610bc6d531c1dd206df0ca6e84ae2a26742"_hex},
    {4, label::none, "e2f16030251df0874ba19b9aba257610bc6d531c1dd206df0ca6e84ae2a26742"_hex, zeros,
     "e2d32d4ed66dd37897a0e80c84107503ce58bf8aad4cb55a5002d77ecb890ece"_hex},
    {4, label::key, "fe927ae271312e8bf0275b581c54eef020450dc4ecffaa05a1a35d27518e7803"_hex, ""_hex,
     "27c6bdc0a3dcea39a47326d79bc9e4ee"_hex},
    {4, label::iv, "fe927ae271312e8bf0275b581c54eef020450dc4ecffaa05a1a35d27518e7803"_hex, ""_hex,
     "9569ecdd4d0536705e9ef725"_hex},
    {4, label::finished, "fe927ae271312e8bf0275b581c54eef020450dc4ecffaa05a1a35d27518e7803"_hex, ""_hex,
     "4bb74cae7a5dc8914604c0bfbe2f0c062396883922bec8a15e2a9b532a5d392c"_hex},
    {4, label::c_ap_traffic, "e2d32d4ed66dd37897a0e80c84107503ce58bf8aad4cb55a5002d77ecb890ece"_hex,
     "b0aeffc46a2cfe33114e6fd7d51f9f04b1ca3c497dab08934a774a9d9ad7dbf3"_hex,
     "2abbf2b8e381d23dbebe1dd2a7d16a8bf484cb4950d23fb7fb7fa8547062d9a1"_hex},
    {4, label::s_ap_traffic, "e2d32d4ed66dd37897a0e80c84107503ce58bf8aad4cb55a5002d77ecb890ece"_hex,
     "b0aeffc46a2cfe33114e6fd7d51f9f04b1ca3c497dab08934a774a9d9ad7dbf3"_hex,
     "cc21f1bf8feb7dd5fa505bd9c4b468a9984d554a993dc49e6d285598fb672691"_hex},
    {4, label::exp_master, "e2d32d4ed66dd37897a0e80c84107503ce58bf8aad4cb55a5002d77ecb890ece"_hex,
     "b0aeffc46a2cfe33114e6fd7d51f9f04b1ca3c497dab08934a774a9d9ad7dbf3"_hex,
     "3fd93d4ffddc98e64b14dd107aedf8ee4add23f4510f58a4592d0b201bee56b4"_hex},
    {4, label::key, "cc21f1bf8feb7dd5fa505bd9c4b468a9984d554a993dc49e6d285598fb672691"_hex, ""_hex,
     "e857c690a34c5a9129d833619684f95e"_hex},
    {4, label::iv, "cc21f1bf8feb7dd5fa505bd9c4b468a9984d554a993dc49e6d285598fb672691"_hex, ""_hex,
     "0685d6b561aab9ef1013faf9"_hex},
    {4, label::key, "2faac08f851d35fea3604fcb4de82dc62c9b164a70974d0462e27f1ab278700f"_hex, ""_hex,
     "b1530806f4adfeac83f1413032bbfa82"_hex},
    {4, label::iv, "2faac08f851d35fea3604fcb4de82dc62c9b164a70974d0462e27f1ab278700f"_hex, ""_hex,
     "eb50c16be7654abf99dd06d9"_hex},
    {4, label::finished, "2faac08f851d35fea3604fcb4de82dc62c9b164a70974d0462e27f1ab278700f"_hex, ""_hex,
     "5ace394c26980d581243f627d1150ae27e37fa52364e0a7f20ac686d09cd0e8e"_hex},
    {4, label::key, "2abbf2b8e381d23dbebe1dd2a7d16a8bf484cb4950d23fb7fb7fa8547062d9a1"_hex, ""_hex,
     "3cf122f301c6358ca7989553250efd72"_hex},
    {4, label::iv, "2abbf2b8e381d23dbebe1dd2a7d16a8bf484cb4950d23fb7fb7fa8547062d9a1"_hex, ""_hex,
     "ab1aec26aa78b8fc1176b9ac"_hex},
    {4, label::res_master, "e2d32d4ed66dd37897a0e80c84107503ce58bf8aad4cb55a5002d77ecb890ece"_hex,
     "c3c122e0bd907a4a3ff6112d8fd53dbf89c773d9552e8b6b9d56d361b3a97bf6"_hex,
     "5e95bdf1f89005ea2e9aa0ba85e728e3c19c5fe0c699e3f5bee59faebd0b5406"_hex},
    {4, label::finished, "69fe131a3bbad5d63c64eebcc30e395b9d8107726a13d074e389dbc8a4e47256"_hex, ""_hex,
     "5588673e72cb59c87d220caffe94f2dea9a3b1609f7d50e90a48227db9ed7eaa"_hex},
    {4, label::none, "5588673e72cb59c87d220caffe94f2dea9a3b1609f7d50e90a48227db9ed7eaa"_hex,
     "63224b2e4573f2d3454ca84b9d009a04f6be9e05711a8396473aefa01e924a14"_hex,
     "3add4fb2d8fdf822a0ca3cf7678ef5e88dae990141c5924d57bb6fa31b9e5f9d"_hex},
    {5, label::none, "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"_hex,
     "c142ce13ca11b5c2233652e63ad3d97844f1621fbfb9de69d547dc8fedeabeb4"_hex,
     "ce022e5e6e81e50736d773f2d3adfce8220d049bf510f0dbfac927ef4243b148"_hex},
    {5, label::c_hs_traffic, "ce022e5e6e81e50736d773f2d3adfce8220d049bf510f0dbfac927ef4243b148"_hex,
     "8aa8e828ec2f8a884fec95a3139de01c15a3daa7ff5bfc3f4bfcc21b438d7bf8"_hex,
     "158aa7ab8855073582b41d674b4055cabcc534728f659314861b4e08e2011566"_hex},
    {5, label::s_hs_traffic, "ce022e5e6e81e50736d773f2d3adfce8220d049bf510f0dbfac927ef4243b148"_hex,
     "8aa8e828ec2f8a884fec95a3139de01c15a3daa7ff5bfc3f4bfcc21b438d7bf8"_hex,
     "3403e781e2af7b6508da28574f6e95a1abf162de83a97927c37672a4a0cef8a1"_hex},
    {5, label::derived, "ce022e5e6e81e50736d773f2d3adfce8220d049bf510f0dbfac927ef4243b148"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "ad1cbcd3a0dc7053eeb3ed3a47901d16a9fc63a73c64beb567481a7dfb3a2cb3"_hex},
    {5, label::none, "ad1cbcd3a0dc7053eeb3ed3a47901d16a9fc63a73c64beb567481a7dfb3a2cb3"_hex, zeros,
     "1131545d0baf79ddce9b87f06945781a57dd18ef378dcd2060f8f9a569027ed8"_hex},
    {5, label::key, "3403e781e2af7b6508da28574f6e95a1abf162de83a97927c37672a4a0cef8a1"_hex, ""_hex,
     "4646bfac1712c426cd78d8a24a8a6f6b"_hex},
    {5, label::iv, "3403e781e2af7b6508da28574f6e95a1abf162de83a97927c37672a4a0cef8a1"_hex, ""_hex,
     "c7d395c08d62f297d13768ea"_hex},
    {5, label::finished, "3403e781e2af7b6508da28574f6e95a1abf162de83a97927c37672a4a0cef8a1"_hex, ""_hex,
     "e7f8bb3ea4b6c30c4710b3d09c3313658117e70b097e850368e2510ca5631f74"_hex},
    {5, label::c_ap_traffic, "1131545d0baf79ddce9b87f06945781a57dd18ef378dcd2060f8f9a569027ed8"_hex,
     "50f63cbf36b0dd049e7a0ba27d6455745ea2aaac54bb167f9950b2b7ce9509da"_hex,
     "75ecf4b972525aa0dcd057c9944d4cd5d82671d8843141d7dc2a4ff15a21dc51"_hex},
    {5, label::s_ap_traffic, "1131545d0baf79ddce9b87f06945781a57dd18ef378dcd2060f8f9a569027ed8"_hex,
     "50f63cbf36b0dd049e7a0ba27d6455745ea2aaac54bb167f9950b2b7ce9509da"_hex,
     "5c74f87df04225db0f8209c9de6429e49435fdefa7cad61864874d12f31cfc8d"_hex},
    {5, label::exp_master, "1131545d0baf79ddce9b87f06945781a57dd18ef378dcd2060f8f9a569027ed8"_hex,
     "50f63cbf36b0dd049e7a0ba27d6455745ea2aaac54bb167f9950b2b7ce9509da"_hex,
     "7c06d3ae106a3a374ace4837b3985cac67780a6e2c5c04b58319d584df09d223"_hex},
    {5, label::key, "5c74f87df04225db0f8209c9de6429e49435fdefa7cad61864874d12f31cfc8d"_hex, ""_hex,
     "f27a5d97bd25550c4823b0f3e5d29388"_hex},
    {5, label::iv, "5c74f87df04225db0f8209c9de6429e49435fdefa7cad61864874d12f31cfc8d"_hex, ""_hex,
     "0dd631f7b71cbbc797c35fe7"_hex},
    {5, label::key, "158aa7ab8855073582b41d674b4055cabcc534728f659314861b4e08e2011566"_hex, ""_hex,
     "2f1f918663d590e7421149a29d94b0b6"_hex},
    {5, label::iv, "158aa7ab8855073582b41d674b4055cabcc534728f659314861b4e08e2011566"_hex, ""_hex,
     "414d5485235e1a688793bd74"_hex},
    {5, label::finished, "158aa7ab8855073582b41d674b4055cabcc534728f659314861b4e08e2011566"_hex, ""_hex,
     "81be4131fbb9b6f4471450846f74fd1e68c5224ba7c2a8677f5c53ad226fdc13"_hex},
    {5, label::key, "75ecf4b972525aa0dcd057c9944d4cd5d82671d8843141d7dc2a4ff15a21dc51"_hex, ""_hex,
     "a7eb2a0525eb4331d58fcbf9f7ca2e9c"_hex},
    {5, label::iv, "75ecf4b972525aa0dcd057c9944d4cd5d82671d8843141d7dc2a4ff15a21dc51"_hex, ""_hex,
     "86e8be227c1bd2b3e39cb444"_hex},
    {5, label::res_master, "1131545d0baf79ddce9b87f06945781a57dd18ef378dcd2060f8f9a569027ed8"_hex,
     "0e8b349158b855fdcd0c11dbbc4e83e43caa6e483c6c65df53151888e50165f4"_hex,
     "09170c6d472721566f9cf99b08699daff561ec8fb22d5a32c3f94ce009b69975"_hex},
    {6, label::none, "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"_hex,
     "7dc114f6475dfa7977be736ef7cbebc48c70329e8e9a74b4d7033c43f9597d4f"_hex,
     "d995243674fb6400d7d37bc0e9861bdbd9ed095601dcf2994874f2803de22e39"_hex},
    {6, label::c_hs_traffic, "d995243674fb6400d7d37bc0e9861bdbd9ed095601dcf2994874f2803de22e39"_hex,
     "88ebc042bd0d5a643b22fca7a47defd4007dfe184949a6261c596c4e002a74a2"_hex,
     "cec7a30c6872070f22a7eeb065768db67c45e29533db879908ce6dc66f5911de"_hex},
    {6, label::s_hs_traffic, "d995243674fb6400d7d37bc0e9861bdbd9ed095601dcf2994874f2803de22e39"_hex,
     "88ebc042bd0d5a643b22fca7a47defd4007dfe184949a6261c596c4e002a74a2"_hex,
     "8b02d3c00442a2722c4098ebe8675b23e801510f0d7ed778d8eb0b8f42a19a5e"_hex},
    {6, label::derived, "d995243674fb6400d7d37bc0e9861bdbd9ed095601dcf2994874f2803de22e39"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "74575526b07c81a9c1b17e6b34e0e6d084747a61f396f597ebb92c0736ec60e8"_hex},
    {6, label::none, "74575526b07c81a9c1b17e6b34e0e6d084747a61f396f597ebb92c0736ec60e8"_hex, zeros,
     "57c15d7b9d441b3d40a9c6ea8a3d730e07b3a1ea7a3339ed7070b9a74a3f4f28"_hex},
    {6, label::key, "8b02d3c00442a2722c4098ebe8675b23e801510f0d7ed778d8eb0b8f42a19a5e"_hex, ""_hex,
     "6cb6e60619d8c7355c5d4c4bc2be90d5"_hex},
    {6, label::iv, "8b02d3c00442a2722c4098ebe8675b23e801510f0d7ed778d8eb0b8f42a19a5e"_hex, ""_hex,
     "64f239530c3b888fde85e0be"_hex},
    {6, label::finished, "8b02d3c00442a2722c4098ebe8675b23e801510f0d7ed778d8eb0b8f42a19a5e"_hex, ""_hex,
     "4e795cde239d5e190eae441b9e716eeb138549058cdb76fa9aeeaf548aef563e"_hex},
    {6, label::c_ap_traffic, "57c15d7b9d441b3d40a9c6ea8a3d730e07b3a1ea7a3339ed7070b9a74a3f4f28"_hex,
     "5177a29af5a17f9b4933e431851d128345366c1720d38f8f0465eeeae6740372"_hex,
     "73c2e890fa8d067258d6d50fa92fe456b098cf00d9727eed91e8892ef4e6f860"_hex},
    {6, label::s_ap_traffic, "57c15d7b9d441b3d40a9c6ea8a3d730e07b3a1ea7a3339ed7070b9a74a3f4f28"_hex,
     "5177a29af5a17f9b4933e431851d128345366c1720d38f8f0465eeeae6740372"_hex,
     "c49a91faf57f8c545d5048a015bf849ff63942e4a7edcd319f8b438a97c52e21"_hex},
    {6, label::exp_master, "57c15d7b9d441b3d40a9c6ea8a3d730e07b3a1ea7a3339ed7070b9a74a3f4f28"_hex,
     "5177a29af5a17f9b4933e431851d128345366c1720d38f8f0465eeeae6740372"_hex,
     "052e39795e5f2be6e4e0974cfdd86c6a7afe3e57e5589810a3cccf642958beb2"_hex},
    {6, label::key, "c49a91faf57f8c545d5048a015bf849ff63942e4a7edcd319f8b438a97c52e21"_hex, ""_hex,
     "88b3123ddecadf8c1ba298e2c18176b0"_hex},
    {6, label::iv, "c49a91faf57f8c545d5048a015bf849ff63942e4a7edcd319f8b438a97c52e21"_hex, ""_hex,
     "4e0978513f9de8327c08e4f3"_hex},
    {6, label::key, "cec7a30c6872070f22a7eeb065768db67c45e29533db879908ce6dc66f5911de"_hex, ""_hex,
     "916948f728d9823fa41a004d083f217f"_hex},
    {6, label::iv, "cec7a30c6872070f22a7eeb065768db67c45e29533db879908ce6dc66f5911de"_hex, ""_hex,
     "64153d79bac9ea10ca5a0a88"_hex},
    {6, label::finished, "cec7a30c6872070f22a7eeb065768db67c45e29533db879908ce6dc66f5911de"_hex, ""_hex,
     "4fddd76bbcb8e30c7261b1db401bb136ed39bce6a4815a2124476e27e6cbcbf6"_hex},
    {6, label::key, "73c2e890fa8d067258d6d50fa92fe456b098cf00d9727eed91e8892ef4e6f860"_hex, ""_hex,
     "cdc09c806aa8f86dfcd51efc44a0c039"_hex},
    {6, label::iv, "73c2e890fa8d067258d6d50fa92fe456b098cf00d9727eed91e8892ef4e6f860"_hex, ""_hex,
     "6ef852e78b46d913668e53e7"_hex},
    {6, label::res_master, "57c15d7b9d441b3d40a9c6ea8a3d730e07b3a1ea7a3339ed7070b9a74a3f4f28"_hex,
     "391d004bd84c831b1582444414b4dc8064010ecc76f37f88bfeb1e88fe135c25"_hex,
     "1006dccbf40eb4eb978bff0392a9e452a4fbad58aa14784d5a241c6b49daccfb"_hex},
    {7, label::none, "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"_hex,
     "eef790559077db5bb63b6684e4169f051e8fb34ce59bafce2f9c8ee68cc4eb79"_hex,
     "f91761354a67e9b07c6dcc3a55707efa69c4519d8040e5f215121e0df69afa4a"_hex},
    {7, label::c_hs_traffic, "f91761354a67e9b07c6dcc3a55707efa69c4519d8040e5f215121e0df69afa4a"_hex,
     "745c55bac399310b7b5a7c81a2c130b4d56dff6f68c3ab477857601e01f1f8d1"_hex,
     "2c3cb24a1081edb59518ee6861e89a6b72b3801afe7713e4cbbc21c0795bf831"_hex},
    {7, label::s_hs_traffic, "f91761354a67e9b07c6dcc3a55707efa69c4519d8040e5f215121e0df69afa4a"_hex,
     "745c55bac399310b7b5a7c81a2c130b4d56dff6f68c3ab477857601e01f1f8d1"_hex,
     "cace3d555cc1c577cf970cff28cf978d6a9800085442e18d695b50f3151d18c8"_hex},
    {7, label::derived, "f91761354a67e9b07c6dcc3a55707efa69c4519d8040e5f215121e0df69afa4a"_hex,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_hex,
     "5da12dc47835ba73fdd994b14ab7e63cc63f0d79162f6756e9a46756c8b2b642"_hex},
    {7, label::none, "5da12dc47835ba73fdd994b14ab7e63cc63f0d79162f6756e9a46756c8b2b642"_hex, zeros,
     "628112dae2f702488063e42de6c850a5c0820b90903e00abc31875da03d4bc5b"_hex},
    {7, label::key, "cace3d555cc1c577cf970cff28cf978d6a9800085442e18d695b50f3151d18c8"_hex, ""_hex,
     "041091fdab29f2c8abfb156dc5fc8d54"_hex},
    {7, label::iv, "cace3d555cc1c577cf970cff28cf978d6a9800085442e18d695b50f3151d18c8"_hex, ""_hex,
     "7464d791685de05998fcbadb"_hex},
    {7, label::finished, "cace3d555cc1c577cf970cff28cf978d6a9800085442e18d695b50f3151d18c8"_hex, ""_hex,
     "2c9f72f27b81e7df668caccd49371f1286d411e16c8ccc1c0d9aed72cbbdc080"_hex},
    {7, label::c_ap_traffic, "628112dae2f702488063e42de6c850a5c0820b90903e00abc31875da03d4bc5b"_hex,
     "0707dcac7b2fa428cc7f691694a2590c806aaa5c0cf5087ed5385012e7f96cd4"_hex,
     "743e4c6b56cf3909d1b06d01956ccd2c4b37758449aec41d98dae44924eaa299"_hex},
    {7, label::s_ap_traffic, "628112dae2f702488063e42de6c850a5c0820b90903e00abc31875da03d4bc5b"_hex,
     "0707dcac7b2fa428cc7f691694a2590c806aaa5c0cf5087ed5385012e7f96cd4"_hex,
     "b6b8144aa335ed3059c0c9c8f0ecabf7afc94af6643bdecdfd9210188fab7451"_hex},
    {7, label::exp_master, "628112dae2f702488063e42de6c850a5c0820b90903e00abc31875da03d4bc5b"_hex,
     "0707dcac7b2fa428cc7f691694a2590c806aaa5c0cf5087ed5385012e7f96cd4"_hex,
     "fb69121cea334db459e12272d179baca2369b643d11a6ac72b8b27a5c964feb1"_hex},
    {7, label::key, "b6b8144aa335ed3059c0c9c8f0ecabf7afc94af6643bdecdfd9210188fab7451"_hex, ""_hex,
     "edc4cbd0041c28cc7167441d7ca53e6a"_hex},
    {7, label::iv, "b6b8144aa335ed3059c0c9c8f0ecabf7afc94af6643bdecdfd9210188fab7451"_hex, ""_hex,
     "bf6c7d8e0a9545b427dcf139"_hex},
    {7, label::key, "2c3cb24a1081edb59518ee6861e89a6b72b3801afe7713e4cbbc21c0795bf831"_hex, ""_hex,
     "62d13c13ffd7402fc1c09e3d163665cb"_hex},
    {7, label::iv, "2c3cb24a1081edb59518ee6861e89a6b72b3801afe7713e4cbbc21c0795bf831"_hex, ""_hex,
     "7166f20028bf146dcfbd5a40"_hex},
    {7, label::finished, "2c3cb24a1081edb59518ee6861e89a6b72b3801afe7713e4cbbc21c0795bf831"_hex, ""_hex,
     "77341abc8c0ffab5180736713e41d2f665c410a404c8c21edcd948a4440fd80c"_hex},
    {7, label::key, "743e4c6b56cf3909d1b06d01956ccd2c4b37758449aec41d98dae44924eaa299"_hex, ""_hex,
     "33d7f9709756c966488ad4438437e673"_hex},
    {7, label::iv, "743e4c6b56cf3909d1b06d01956ccd2c4b37758449aec41d98dae44924eaa299"_hex, ""_hex,
     "c5f30d34b0e91b7d6c8eea65"_hex},
    {7, label::res_master, "628112dae2f702488063e42de6c850a5c0820b90903e00abc31875da03d4bc5b"_hex,
     "a021d3a05bd418a772813875ef79b0af68c5123215427ab7333f8c27722a9fd5"_hex,
     "0b5d4407cea0a42a3a81dd477647b7fe9180db297e5114f1ad8796b4dc475004"_hex},
};

/// RFC 8448 3
inline constexpr auto const& finished_of_client_3 =
    "14000020a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61"_hex;

/// RFC 8448 4
inline constexpr auto const& finished_of_server_4 =
    "1400002048d3e0e1b3d907c6acff145e16090388c77b05c050b634ab1a88bbd0dd1a34b2"_hex;

/// RFC 8448 4
inline constexpr auto const& finished_of_client_4 =
    "140000207230a9c952c25cd6138fc5e6628308c41c5335dd81b9f96bcea50fd32bda416d"_hex;

/// RFC 8448 5
inline constexpr auto const& client_hello_5 =
    "010000b00303b0b1c5a5aa37c5919f2ed1d5c6fff7fcb7849716945a2b8cee9258a346677b6f000006130113031302010000"
    "810000000b0009000006736572766572ff01000100000a00080006001d00170018003300260024001d0020e8e8e3f3b93a25"
    "ed97a14a7dcacb8a272c6288e585c6484d05262fcad062ad1f002b0003020304000d0020001e040305030603020308040805"
    "080604010501060102010402050206020202002d00020101001c00024001"_hex;

/// RFC 8448 5
inline constexpr auto const& certificate_verify_of_server_5 =
    "0f0000840804008033ab13d4462707231b5dcae6c8190b63d1dabc74f28c395370da0b07e5b83066d0246a31acd95df475bf"
    "d799a4a70d33ad93d3a317a9b2c0d237a5685b219e774112e391a247607d1aeff1bbd0a39f382ee1a5fe88ae99ec59228e64"
    "97e45d48ce275a6d5ef40d169fb6f9d33b052ed3dcdd6b5a48baafffbcb290128415bd38"_hex;

/// RFC 8448 5
inline constexpr auto const& finished_of_server_5 =
    "140000208863e6bfb0420a927fa27f34336a70ae426e968e3eb884945b96856dba3976d1"_hex;

/// RFC 8448 5
inline constexpr auto const& finished_of_client_5 =
    "1400002023f52fdb0709a55bd7f79b991f25484087bcfd4d4380b12326a52a28b2e368e1"_hex;

/// RFC 8448 6
inline constexpr auto const& client_hello_6 =
    "010000bc03036a472236328b83af40386d3a3e1f1ce624fa4ed89ab865a4ff0f4144ce3ae233000006130113031302010000"
    "8d0000000b0009000006736572766572ff01000100000a00140012001d001700180019010001010102010301040033002600"
    "24001d0020089cc2671f738d9a671e5b2e464981d05b76e361aa22aea91f1d49ca10a7a362002b0003020304000d0020001e"
    "040305030603020308040805080604010501060102010402050206020202002d00020101001c00024001"_hex;

/// RFC 8448 6
inline constexpr auto const& server_hello_6 =
    "0200005603033b50fdf1c3d572e40e68953e7fff4e2758459c59afa0582c0ea032874255fe6e00130100002e00330024001d"
    "00206c2e50e865919a6b5a12dfaf918f92b442567b0f89bc54478c6921366658f062002b00020304"_hex;

/// RFC 8448 6
inline constexpr auto const& finished_of_server_6 =
    "1400002093b70cdf4781985b96345caac701b4e750d3042df1a689d8faca812251113c11"_hex;

/// RFC 8448 6
inline constexpr auto const& finished_of_client_6 =
    "140000209afe2ba2f63a09d229d8a429e5b37ffd9fcc73bdb5911b82425972aa2892440f"_hex;

/// RFC 8448 7
inline constexpr auto const& server_hello_7 =
    "020000760303e5dd5948c435f7a38f0f0130708dc322d9df09abd4838117c183a7bb6d994f2c20a80c165581a8e0d06c0018"
    "d54d3a06dd32cfd4051eb026fad3fd0ba99269e6ef130100002e00330024001d00203e30f0f4ba551afd62768341175f5265"
    "e4daf0c8841617aa4fafdd2142320c22002b00020304"_hex;

/// RFC 8448 7
inline constexpr auto const& certificate_verify_of_server_7 =
    "0f00008408040080a2301a68dd1ceee6938fe9d40c46b9201b34d59952a37e06523a39cf8ba6c9c8b68ae94492af780516ed"
    "7b73c82812e99dd3fabea45e09d9c6848721c2808c61501b0c75e7fcaba5f78bef68a2c2b69b19558b3e40387eea93d25c77"
    "81c1cc00e9f519f7e2e4adb73e76d66089000a2dc866c2ed30bba50a0d457f19dc6eb9f3"_hex;

/// RFC 8448 7
inline constexpr auto const& finished_of_server_7 =
    "14000020c8c3a8f1bff5274061f4bc3a7caffbdc9616094ca625caa65f8e76ed46db74d3"_hex;

/// RFC 8448 7
inline constexpr auto const& finished_of_client_7 =
    "14000020692cab155cc6c100ead60733d0617f6fb09b71aa1e8c9accbbbc9e8ed336c1dd"_hex;

/// The messages of RFC 8448 3, in the order of the transcript
inline constexpr byte_view messages_3[] = {
    client_hello_1rtt,       server_hello_1rtt, encrypted_extensions_1rtt, certificate_1rtt,
    certificate_verify_1rtt, finished_1rtt,     finished_of_client_3,      ticket_1rtt};

/// The messages of RFC 8448 4, in the order of the transcript
inline constexpr byte_view messages_4[] = {client_hello_resuming, server_hello_resuming, encrypted_extensions_resuming,
                                           finished_of_server_4,  end_of_early_data,     finished_of_client_4};

/// The messages of RFC 8448 5, in the order of the transcript
inline constexpr byte_view messages_5[] = {client_hello_5,
                                           hello_retry_request,
                                           client_hello_with_cookie,
                                           server_hello_after_retry,
                                           encrypted_extensions_after_retry,
                                           certificate_1rtt,
                                           certificate_verify_of_server_5,
                                           finished_of_server_5,
                                           finished_of_client_5};

/// The messages of RFC 8448 6, in the order of the transcript
inline constexpr byte_view messages_6[] = {client_hello_6,       server_hello_6,        encrypted_extensions_1rtt,
                                           certificate_request,  certificate_of_ecdsa,  certificate_verify_of_ecdsa,
                                           finished_of_server_6, certificate_of_client, certificate_verify_of_client,
                                           finished_of_client_6};

/// The messages of RFC 8448 7, in the order of the transcript
inline constexpr byte_view messages_7[] = {
    client_hello_compatible,        server_hello_7,       encrypted_extensions_1rtt, certificate_1rtt,
    certificate_verify_of_server_7, finished_of_server_7, finished_of_client_7};

} // namespace rfc8448
