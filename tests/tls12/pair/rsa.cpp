// ECDHE_RSA, which the library supports in clients only. OpenSSL made the signatures, over the random bytes used here.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

/// Made by: openssl req -x509 -newkey rsa:2048 -subj /CN=rsa.example
constexpr auto const& certificate =
    "3082030d308201f5a00302010202143e59b870879afe998580f2ddf8cbb5a0146fbb68300d06092a864886f70d01010b0500"
    "30163114301206035504030c0b7273612e6578616d706c65301e170d3236313132323036303533315a170d33363131313930"
    "36303533315a30163114301206035504030c0b7273612e6578616d706c6530820122300d06092a864886f70d010101050003"
    "82010f003082010a0282010100c77998197f0a2f9c24f44439c85452615b6465d46dc06909e137630beb0a894101384ef34c"
    "0baecec30c91d210e395f3d789699ebb00e4c4e39d14f264610850c314faae21f8ed37756d68566e50bfa5833f7be1f7f56f"
    "a455581f853277a21aff69ecee2fe6f54eea3cbca1d90991da2e93a1239dacff29367d6b0951048af488410d130e9cf78d09"
    "7a6e2386e0d400c13ccfdd6cd5373555b79f050c3e681b2732042c8c2d96776bb8f74fe7ac2cda922a16ca53a18fb8407186"
    "74b20195536c07adc499a259e6fe79002bf6f9ef6a32c6e8a36ce8f338e6fa4a2401a64763b1cc09da6b418bdd304355928d"
    "bf0b29e19743e6a26ba241fed57649f201de490203010001a3533051301d0603551d0e041604145ceb2d8d38edd71183d043"
    "7fbce806ced63078a5301f0603551d230418301680145ceb2d8d38edd71183d0437fbce806ced63078a5300f0603551d1301"
    "01ff040530030101ff300d06092a864886f70d01010b05000382010100441d4b7b8d8183455be6c06095a84f46599095af24"
    "804f3c6a47cd62c4b3b7d5d6c98471d42aa19781ddeac1958e4fb9823ef821e17f2779881f57728373de059eed2c30ab37a5"
    "345f87cb55b01d309dd51238ebba26386d16461ab39ad0a435d2b6679213553d28684222d8db4d8673c09d5c715d341876ce"
    "cc06e939bcd603edfeb413ec7f76d2ec3fb2200f0f201b47f2ff43a5bcdc0927cabcf630b83a2ac07c2293d8d8a518bb07df"
    "2653e7790c910b5d789d66a4f393fcd9a1fc338697bc7331e7cf414ff92833c222299625a1b19c652cf6893757d759b3c70d"
    "809ba9627169abf363c3ffd9eff17342233f0e51baf9f36355798414d9417960c24dab"_hex;
/// Made by: openssl x509 -pubkey | openssl pkey -pubin -outform der | sha256sum
constexpr auto const& pin = "2b32581b4e4185d840bd22386631b0c8430a6512ee2ebe66eb341b94ec948a25"_hex;
/// The public key of `sensor` in product.hpp, used as the server's share.
constexpr auto const& share =
    "0433a25f7ece13db65df1d694aac4f4f8bf48f50430e34f4312e45577ced13c7cf6afc90883d96eaa28e25c62290e6dba98936a7b2fd"
    "4442233f1094cbbf1b044d"_hex;
/// Made by: openssl dgst -sha256 -sign, over 32 bytes 5c, 32 bytes 22, 03 0017 41 and the share
constexpr auto const& signature =
    "26504047e57da698ce08da603ba3da387d8f7ccdef4d0ac3450c72e73e6aa1cc1020a2238962c895173888ca5e1cec144524"
    "487cb1b01ce5d7b4b14f28b990a0fe5515d59a935213c654ab1617784cbdda5e73e22e656b750554b26597934ec1534e3d9e"
    "9a3cd1cd1b9865ed13439967a319f9fa8c13a10dd0944b7692decbd61f117861cfb7636da33288e079df476a8662803d1e68"
    "5f269e07e15b89c5a98aacc51f46e0211863ae7ba8697146b3d7897c7426a8828354fdd9e53f4d3959e0f2a1e7290516e5fc"
    "927d0f9dbbdc114bc47f7ba6cf8a29b758398743143143a6492d2b6dc5411ac4745a21a2a080f995675729636afcd9e92f37"
    "a35bedf4592e"_hex;
/// Made by the same command with -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
constexpr auto const& pss_signature =
    "a3618fef0d4b492eea609032e50192a4116014cd4e9c3a8b6a05fbb0e71628b35f8d3401194fabf5a0eb3f0a3e3beff13c59"
    "4d4ef73bf9d7897492adbf82333a06ee96550be54618bb860c5aac3109691c78863a8e089e2b0f15bc06b1b66daf9d878ccc"
    "c697358383aea4edc5cbb197c224ebdf3d52ce4930b9180da6db4bc85204b36a18739159e9be2f759bd05b07f7ea40b7df1d"
    "eb8ff6fbca501c3e04267f1ca4450a8e1b166d4036ec12f97ea67c2d6ea4f2e2b679670eb9abcb544dda3fec812a2cc8d3f6"
    "97983133fb542faaea4cb4bbb68afc2169b71a514dbdf3281c610503beb4571bf831b977147659823a4bc0123bec1bf7802c"
    "292da647ac4f"_hex;

struct fixed_random {
    static void reset() {}
    static crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        for (std::uint32_t i = 0; i < size; ++i) out[i] = 0x5c;
        return crypto_status::done;
    }
};
struct product : policy_of<> {
    using suites = suite_list<suite::ecdhe_rsa_with_aes_128_gcm_sha256>;
    template <int Role> struct crypto_of : prompt<Role> { using random = fixed_random; };
};

/// \return the alert of the client, or -1 if the handshake completes
int meets(unsigned scheme, bytes const& signed_with, bytes const& shown = to_bytes(certificate)) {
    world<product, with_psk> w;
    w.knows.pin = pin;
    auto link = w.begun();
    actor server{false};
    server.use_share_key(sensor.private_key);
    server.meet(link->client);
    CHECK(server.client_random == bytes(32, 0x5c));
    server.server_answers({.suites = {0xc02f}, .extensions = renegotiated({}) + extended_master_secret_extension()});
    server.say(message(type::certificate, with_length(3, with_length(3, shown))));
    server.say(message(type::server_key_exchange, bytes{3, 0, 23} + with_length(1, to_bytes(share)) + number16(scheme) +
                                                      with_length(2, signed_with)));
    server.say(message(type::server_hello_done, {}));
    server.meet(link->client);
    if (link->client.over()) return link->client.alert_sent();
    server.finish();
    server.meet(link->client);
    CHECK(link->client.idle());
    CHECK(server.good);
    CHECK(link->client.most_public_key == 1);
    return link->client.alert_sent();
}

TEST_CASE("ECDHE_RSA connects, with signatures by PKCS #1 and by PSS (RFC 5246 7.4.3, RFC 8446 4.2.3)") {
    CHECK(meets(0x0401, to_bytes(signature)) == -1);
    CHECK(meets(0x0804, to_bytes(pss_signature)) == -1);
}
TEST_CASE("signatures that are wrong, of another scheme, of one that was not offered; certificates of another kind") {
    bytes wrong = to_bytes(signature);
    wrong[100] ^= 1;
    CHECK(meets(0x0401, wrong) == 51);
    CHECK(meets(0x0401, to_bytes(pss_signature)) == 51);
    CHECK(meets(0x0804, to_bytes(signature)) == 51);
    CHECK(meets(0x0201, to_bytes(signature)) == 47); // SHA-1
    CHECK(meets(0x0401, to_bytes(signature), to_bytes(sensor.certificate)) == 42);
    int const other_algorithm = meets(0x0403, to_bytes(signature));
    CHECK((other_algorithm == 47 || other_algorithm == 51)); // offered, but not for RSA
}

} // namespace
