// Requirements for the key of a certificate, checked before the credentials judge its trust: keyUsage (RFC 5246 7.4.2,
// RFC 5280 4.2.1.3), and the key sizes of the back end.
#include <algorithm>
#include <utility>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

/// Made by: openssl req -x509 -subj /CN=sensor.example -addext keyUsage=critical,keyAgreement, with the key of `sensor`
constexpr auto const& sensor_agrees =
    "308201973082013da0030201020214671b3975563b14966ef904fd44c574aea6c8e812300a06082a8648ce3d040302301931"
    "17301506035504030c0e73656e736f722e6578616d706c65301e170d3236313133303033313934385a170d33363131323730"
    "33313934385a30193117301506035504030c0e73656e736f722e6578616d706c653059301306072a8648ce3d020106082a86"
    "48ce3d0301070342000433a25f7ece13db65df1d694aac4f4f8bf48f50430e34f4312e45577ced13c7cf6afc90883d96eaa2"
    "8e25c62290e6dba98936a7b2fd4442233f1094cbbf1b044da3633061301d0603551d0e041604145bed402d28f95dc995497f"
    "48d646e84d8c2421d6301f0603551d230418301680145bed402d28f95dc995497f48d646e84d8c2421d6300f0603551d1301"
    "01ff040530030101ff300e0603551d0f0101ff040403020308300a06082a8648ce3d040302034800304502207b3d1dab7dfa"
    "2ccef027af0c02da0fa7f56409ba2aa4b2754f89783f79129c23022100d76934618dbeca94f9f9e19b70c7cd763559dee5fa"
    "45d3bc51272b7e91dce509"_hex;
/// Made by the same command with the key of `stranger`
constexpr auto const& stranger_agrees =
    "308201973082013da00302010202143e08a5656d54795736124eb129ab3db35ffc4ad1300a06082a8648ce3d040302301931"
    "17301506035504030c0e73656e736f722e6578616d706c65301e170d3236313133303033313934395a170d33363131323730"
    "33313934395a30193117301506035504030c0e73656e736f722e6578616d706c653059301306072a8648ce3d020106082a86"
    "48ce3d030107034200041c77eb2c123754332713d1b65edd166ebfb547b1326d866e0de13e55472cb05e44a3f7b8f710e8bf"
    "7749f8f06fc49ca9e08fbe5a818db68825746f872e007c18a3633061301d0603551d0e04160414662db9fac6417fc9a0e19f"
    "08957fd94e0977f9a6301f0603551d23041830168014662db9fac6417fc9a0e19f08957fd94e0977f9a6300f0603551d1301"
    "01ff040530030101ff300e0603551d0f0101ff040403020308300a06082a8648ce3d0403020348003045022010865e39ff1f"
    "265899bfbcea1df6b9900efb2d17df7e2d3692e5ede45c2b1c1402210089b2803d00d2d93c487d9a4df4f8a05b7531106739"
    "90ca61e0730caaea00990e"_hex;

/// The certificate with other bytes in place of `03 02 03 08`, the BIT STRING of its keyUsage. These tests do not check
/// the issuer's signature.
bytes with_usage(byte_view certificate, bytes const& bit_string) {
    bytes made = to_bytes(certificate);
    bytes const before{4, 4, 3, 2, 3, 8};
    auto const at = std::search(made.begin(), made.end(), before.begin(), before.end());
    REQUIRE(at != made.end());
    std::copy(bit_string.begin(), bit_string.end(), at + 2);
    return made;
}
struct usage {
    bytes bit_string;
    int alert; ///< -1: the key may sign
    char const* what;
};
std::vector<usage> const usages{{{3, 2, 7, 0x80}, -1, "digitalSignature"},
                                {{3, 2, 0, 0xff}, -1, "everything"},
                                {{3, 2, 2, 0x84}, -1, "digitalSignature, keyCertSign"},
                                {{3, 2, 5, 0xa0}, -1, "digitalSignature, keyEncipherment"},
                                {{3, 2, 3, 0x08}, 43, "keyAgreement"},
                                {{3, 2, 5, 0x20}, 43, "keyEncipherment"},
                                {{3, 2, 6, 0x40}, 43, "nonRepudiation"},
                                {{3, 2, 2, 0x06}, 43, "keyCertSign, cRLSign"},
                                {{3, 2, 0, 0x7f}, 43, "everything else"},
                                {{3, 2, 0, 0x00}, 43, "nothing"},
                                {{4, 2, 7, 0x80}, 42, "an OCTET STRING"},
                                {{3, 3, 7, 0x80}, 42, "a BIT STRING that is cut short"}};

TEST_CASE("RFC 5246 7.4.2: a server whose certificate may not sign is refused before anybody is asked to trust it") {
    for (usage const& each : usages) {
        CAPTURE(each.what);
        bytes const shown = with_usage(sensor_agrees, each.bit_string);
        world<with_certificate, with_certificate> w;
        w.server.chain = {byte_view{shown}};
        auto link = w.begun();
        CHECK(link->between.connects() == (each.alert == -1));
        CHECK(link->client.alert_sent() == each.alert);
        CHECK(link->server.alert_received() == each.alert);
        CHECK(w.knows.asked_trust == (each.alert == -1 ? 1U : 0U));
        if (each.alert == 43) CHECK(link->client.why() == errc::unsupported_certificate);
    }
}
TEST_CASE("RFC 5246 7.4.6: a client whose certificate may not sign is refused before anybody is asked to trust it") {
    for (usage const& each : usages) {
        CAPTURE(each.what);
        bytes const shown = with_usage(stranger_agrees, each.bit_string);
        proving<with_certificate> w;
        w.knows.chain = {byte_view{shown}};
        auto link = w.begun();
        CHECK(link->between.connects() == (each.alert == -1));
        CHECK(link->server.alert_sent() == each.alert);
        CHECK(link->client.alert_received() == each.alert);
        CHECK(w.server.asked_trust == (each.alert == -1 ? 1U : 0U));
    }
}

/// Credentials with `pinned_keys`, as in an application.
template <class P> struct pins : client_knows<P> {
    crypto_status trust(certificate_chain const& chain, identity const& leaf, byte_view name) {
        return pinned_keys<1>{{sensor.pin}}.trust(chain, leaf, name);
    }
};
TEST_CASE("a pin does not help a certificate that may not sign, and one without keyUsage needs none") {
    bytes const may_not = with_usage(sensor_agrees, {3, 2, 3, 0x08});
    world<with_certificate, with_certificate, pins> w;
    w.server.chain = {byte_view{may_not}};
    auto link = w.begun();
    CHECK_FALSE(link->between.connects());
    CHECK(link->client.alert_sent() == 43);
    w.server.chain = {sensor.certificate}; // without keyUsage
    CHECK(w.connected());
}
TEST_CASE("the certificate of an issuer may be for whatever it is for") {
    bytes const issuer = with_usage(stranger_agrees, {3, 2, 2, 0x06});
    world<with_certificate, with_certificate> w;
    w.server.chain = {sensor.certificate, byte_view{issuer}};
    CHECK(w.connected());
}

// ---- sizes of RSA keys

bytes der(std::uint8_t tag, bytes const& body) {
    bytes made{tag};
    if (body.size() >= 0x100) {
        append(made, bytes{0x82, static_cast<std::uint8_t>(body.size() >> 8U)});
    } else if (body.size() >= 0x80) {
        made.push_back(0x81);
    }
    made.push_back(static_cast<std::uint8_t>(body.size()));
    return made + body;
}
/// A certificate with an RSA key of `bits` bits and an odd modulus. The other fields are not checked.
bytes rsa_certificate(std::uint32_t bits) {
    bytes modulus((bits + 7) / 8, 0xa5);
    modulus[0] = static_cast<std::uint8_t>(1U << (bits - 1) % 8);
    if (modulus[0] == 0x80) modulus.insert(modulus.begin(), std::uint8_t{0});
    bytes const key = der(0x30, der(2, modulus) + der(2, {1, 0, 1}));
    bytes const algorithm = der(0x30, bytes{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0});
    bytes const empty = der(0x30, {});
    bytes const info = der(0x30, algorithm + der(3, bytes{0} + key));
    return der(0x30, der(0x30, der(2, {1}) + empty + empty + empty + empty + info) + empty + der(3, {0}));
}
struct rsa_client : basic {
    using suites = suite_list<suite::ecdhe_rsa_with_aes_128_gcm_sha256>;
};
/// Trusts every certificate, and counts the calls. An unusable key must fail before such a call.
template <class P> struct trusting : client_knows<P> {
    crypto_status trust(certificate_chain const& /*chain*/, identity const& /*leaf*/, byte_view /*name*/) {
        ++this->asked_trust;
        return crypto_status::done;
    }
};
TEST_CASE("an RSA key of a size that the back end cannot do is an unsupported_certificate, not a wrong signature") {
    struct {
        std::uint32_t bits;
        bool good;
    } constexpr sizes[]{{512, false}, {1024, false}, {2040, false}, {2048, true},  {2050, false},
                        {3072, true}, {4096, true},  {4104, false}, {8192, false}, {16384, false}};
    for (auto const& each : sizes) {
        CAPTURE(each.bits);
        world<rsa_client, with_certificate, trusting> w;
        w.client_room = {4096, 2048, 4096};
        auto link = w.begun();
        actor server{false};
        server.meet(link->client);
        server.server_answers(
            {.suites = {0xc02f}, .extensions = renegotiated({}) + extended_master_secret_extension()});
        server.say(message(type::certificate, with_length(3, with_length(3, rsa_certificate(each.bits)))));
        server.meet(link->client);
        CHECK(link->client.alert_sent() == (each.good ? -1 : 43));
        CHECK(w.knows.asked_trust == (each.good ? 1U : 0U));
    }
}

/// Occupies all free key slots of the back end during its lifetime.
class full_key_store {
public:
    full_key_store() {
        for (;;) {
            mbedtls::aes_128_gcm::key made;
            if (mbedtls::aes_128_gcm::import_key(bytes_, made) != crypto_status::done) return;
            keys_.push_back(std::move(made));
        }
    }

private:
    bytes bytes_ = bytes(16, 0x5a);
    std::vector<mbedtls::aes_128_gcm::key> keys_;
};
TEST_CASE("an RSA key that finds no slot in this side's store is no fault of the certificate: internal_error") {
    world<rsa_client, with_certificate, trusting> w;
    w.client_room = {4096, 2048, 4096};
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    server.server_answers({.suites = {0xc02f}, .extensions = renegotiated({}) + extended_master_secret_extension()});
    {
        full_key_store const full;
        server.say(message(type::certificate, with_length(3, with_length(3, rsa_certificate(2048)))));
        server.meet(link->client);
    }
    CHECK(link->client.alert_sent() == 80);
    CHECK(link->client.why() == errc::crypto_failed);
    CHECK(w.knows.asked_trust == 0);
}

} // namespace
