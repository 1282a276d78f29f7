// Faults in EncryptedExtensions, Certificate, CertificateVerify and Finished that a client refuses: RFC 8446 4.3, 4.4.
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;
using whole = of_tls13<>;
using psk_client = psk_only<>;
constexpr bool encrypted = true;
constexpr bool without_key = false;
constexpr bool without_keys = false;

struct with_fragments : of_tls13<options{.fragment_length = max_fragment_length_code::bytes_1024}> {};

/// A Certificate with this context and this list of entries.
fault chain_of(bytes const& context, bytes const& list) {
    return in("certificate", [=](bytes& m) { m = oracle::message(11, vector_of(1, context) + vector_of(3, list)); });
}
bytes entry(byte_view certificate, bytes const& extensions = {}) {
    return vector_of(3, to_bytes(certificate)) + vector_of(2, extensions);
}
fault request_of(bytes const& context, bytes const& extensions) {
    return both([](oracle_server& s) { s.asks_certificate = true; }, in("certificate_request", [=](bytes& m) {
                    m = oracle::message(13, vector_of(1, context) + vector_of(2, extensions));
                }));
}
bytes const schemes = extension(13, vector_of(2, {4, 3}));

/// Credentials that require the whole chain.
template <class P> struct knows_chains : knows<P> { static constexpr bool whole_chain = true; };

} // namespace

TEST_CASE("EX1: EncryptedExtensions is the first message behind the ServerHello, and protected") {
    CHECK(ends<whole>(in("encrypted_extensions", [](bytes& m) { m[0] = 11; }), by::unexpected_message, encrypted));
    CHECK(ends<whole>(in("encrypted_extensions", [](bytes& m) { m[0] = 20; }), by::unexpected_message, encrypted));
    fault const plain = [](oracle_server& s) {
        s.dummy = false;
        s.edit = [&s](std::string const& name, bytes& m) {
            if (name != "encrypted_extensions") return;
            s.send_plain(22, m);
        };
    };
    CHECK(ends<whole>(plain, by::unexpected_message, encrypted)); // RE8
}
TEST_CASE("EX2, EX3, EX8: what is misplaced in EncryptedExtensions, and what was not offered") {
    for (std::uint16_t const type :
         std::to_array<std::uint16_t>({51, 41, 43, 13, 0xff01, 23, 35, 11, 45, 44, 5, 18, 47})) {
        CHECK(ends<whole>(more_encrypted(extension(type, {})), by::illegal_parameter, encrypted));
    }
    for (std::uint16_t const type : std::to_array<std::uint16_t>({42, 1, 14, 19, 0x0a0a, 0xfe0d})) {
        CHECK(ends<whole>(more_encrypted(extension(type, {})), by::unsupported_extension, encrypted));
    }
}
TEST_CASE("AL1, AL6: an alert goes under the newest keys that there are, and before them in the clear") {
    CHECK(
        ends<whole>(in_hello(51, extension(51, {0, 24, 0, 1, 1})), by::illegal_parameter, without_keys)); // no keys yet
    CHECK(ends<whole>(in("encrypted_extensions", [](bytes& m) { m[0] = 11; }), by::unexpected_message, encrypted));
    CHECK(ends<whole>(in("finished", [](bytes& m) { m[9] ^= 1; }), by::decrypt_error, encrypted));
    world<whole> w;
    visit<whole> l{w};
    REQUIRE(l.connects());
    l.server.send_record(22, oracle::message(2, {}));
    CHECK(l.fails_with(by::unexpected_message, encrypted)); // the server opens the alert with application keys only
    CHECK(l.server.alert_level == 2);
}
TEST_CASE("EX5: server_name is empty, and comes where it was asked for") {
    CHECK(passes<whole>([](oracle_server& s) { s.names_server = true; }));
    CHECK(ends<whole>(more_encrypted(extension(0, {0, 0})), by::decode_error, encrypted));
    world<whole> w;
    w.name = "3139322e302e322e31"_hex; // 192.0.2.1: RFC 6066 3
    visit<whole> l{w};
    l.server.names_server = true;
    CHECK(l.fails_with(by::unsupported_extension, encrypted));
    CHECK(!l.server.hellos[0].has(0));
}
TEST_CASE("EX6: one protocol of those that were offered, or none") {
    CHECK(passes<whole>([](oracle_server& s) { s.protocol = {}; }));
    CHECK(passes<whole>([](oracle_server& s) { s.protocol = oracle::text("coap"); }));
    CHECK(
        ends<whole>([](oracle_server& s) { s.protocol = oracle::text("http/1.1"); }, by::illegal_parameter, encrypted));
    fault const none = [](oracle_server& s) { s.protocol = {}; };
    bytes const two = vector_of(1, oracle::text("mqtt")) + vector_of(1, oracle::text("coap"));
    CHECK(ends<whole>(both(none, more_encrypted(extension(16, vector_of(2, two)))), by::decode_error, encrypted));
    CHECK(ends<whole>(both(none, more_encrypted(extension(16, vector_of(2, {})))), by::decode_error, encrypted));
    CHECK(ends<whole>(both(none, more_encrypted(extension(16, {0, 1, 0}))), by::decode_error, encrypted));
}
TEST_CASE("KS6: supported_groups is read, if it is well-formed, and changes nothing") {
    CHECK(passes<whole>(more_encrypted(extension(10, vector_of(2, {0, 24, 0, 23})))));
    CHECK(ends<whole>(more_encrypted(extension(10, {0})), by::decode_error, encrypted));
}
TEST_CASE("EX15: the echo of max_fragment_length is what was offered, and is obeyed") {
    CHECK(passes<with_fragments>([](oracle_server&) {}));
    CHECK(ends<with_fragments>(more_encrypted(extension(1, {1})), by::illegal_parameter, encrypted));
    CHECK(ends<whole>(more_encrypted(extension(1, {2})), by::unsupported_extension, encrypted));
    world<with_fragments> w;
    visit<with_fragments> l{w};
    l.server.more_encrypted_extensions = extension(1, {2});
    CHECK(l.connects());
    CHECK(l.server.hellos[0].get(1) == bytes{2});
    CHECK(l.side->write_some(view(bytes(1500, 'x'))) == 1024);
}
TEST_CASE("EX15: a fragment of the server above what it agreed to is record_overflow, padding included") {
    for (std::size_t const size : std::to_array<std::size_t>({1024, 1025})) {
        world<with_fragments> w;
        visit<with_fragments> l{w};
        l.server.more_encrypted_extensions = extension(1, {2});
        CHECK(l.connects());
        l.server.send_record(23, bytes(size, 'x'));
        CHECK(l.fails_with(by::record_overflow, encrypted) == (size > 1024));
        CHECK(l.got.size() == (size > 1024 ? 0 : size));
    }
    world<with_fragments> w;
    visit<with_fragments> l{w};
    l.server.more_encrypted_extensions = extension(1, {2});
    CHECK(l.connects());
    l.server.padding = 1000;
    CHECK(l.hears(std::string(24, 'x')));
    l.server.send_record(23, bytes(25, 'x'));
    CHECK(l.fails_with(by::record_overflow, encrypted));

    world<with_fragments> v; // the server has not agreed to the fragment length
    visit<with_fragments> m{v};
    CHECK(m.connects());
    CHECK(m.hears(std::string(16'000, 'x')));
}
TEST_CASE("EX14: EncryptedExtensions twice the same, cut, or with something behind it") {
    CHECK(ends<whole>(more_encrypted(extension(16, vector_of(2, vector_of(1, oracle::text("mqtt"))))),
                      by::illegal_parameter, encrypted));
    CHECK(ends<whole>(in("encrypted_extensions", [](bytes& m) { replace(m, m.size() - 1, 1, {}); }), by::decode_error,
                      encrypted));
    CHECK(ends<whole>(in("encrypted_extensions", [](bytes& m) { replace(m, m.size(), 0, {0}); }), by::decode_error,
                      encrypted));
    CHECK(ends<whole>(in("encrypted_extensions", [](bytes& m) { m = oracle::message(8, {}); }), by::decode_error,
                      encrypted));
}
TEST_CASE("PS7: behind a pre-shared key come neither Certificate nor CertificateRequest") {
    for (std::uint8_t const type : std::to_array<std::uint8_t>({11, 13, 15, 4, 24, 2, 5})) {
        CHECK(ends<whole>(in("finished", [=](bytes& m) { m[0] = type; }), by::unexpected_message, encrypted));
    }
}
TEST_CASE("AU1: the request context is empty, the list is not, the key is of a kind that was offered") {
    CHECK(ends<whole>(chain_of({1}, entry(pair::sensor.certificate)), by::illegal_parameter, encrypted, without_key));
    CHECK(ends<whole>(chain_of({}, {}), by::decode_error, encrypted, without_key));
    CHECK(ends<whole>(chain_of({}, entry(pair::sensor.certificate, extension(5, {1}))), by::unsupported_extension,
                      encrypted, without_key));
    CHECK(ends<whole>(chain_of({}, entry(pair::sensor.certificate, extension(10, {}))), by::illegal_parameter,
                      encrypted, without_key));
    CHECK(ends<whole>(
        chain_of({}, entry(pair::sensor.certificate) + entry(pair::stranger.certificate, extension(0x0a0a, {}))),
        by::unsupported_extension, encrypted, without_key));
    CHECK(ends<whole>(chain_of({}, vector_of(3, {}) + bytes{0, 0}), by::decode_error, encrypted, without_key));
    CHECK(ends<whole>(chain_of({}, vector_of(3, {0x30, 0})), by::decode_error, encrypted, without_key));
    CHECK(ends<whole>(chain_of({}, entry("3000"_hex)), by::bad_certificate, encrypted, without_key));
}
TEST_CASE("AU1, AU2: of a chain the first one counts; a long one passes, unless all of it is wanted") {
    CHECK(
        passes<whole>(chain_of({}, entry(pair::sensor.certificate) + entry(pair::stranger.certificate)), without_key));
    bytes long_chain = entry(pair::sensor.certificate);
    for (int i = 0; i < 12; ++i) long_chain = long_chain + entry(pair::stranger.certificate);
    fault const in_pieces = both([](oracle_server& s) { s.fragment = 1000; }, chain_of({}, long_chain));
    CHECK(passes<whole>(in_pieces, without_key));
    CHECK(ends<whole, knows_chains>(in_pieces, by::handshake_failure, encrypted, without_key));
    fault const warns = [](oracle_server& s) {
        s.after = [&s](std::string const& name) {
            for (int i = 0; i < 3 && (name == "encrypted_extensions" || name == "certificate"); ++i)
                s.send_alert(1, 90);
        };
    };
    CHECK(passes<whole>(both(in_pieces, warns), without_key)); // AL5: a long Certificate is progress
    world<whole, knows_chains> w;
    w.known.has_key = false;
    visit<whole, knows_chains> l{w};
    chain_of({}, entry(pair::sensor.certificate) + entry(pair::stranger.certificate))(l.server);
    CHECK(l.connects());
    CHECK(w.known.seen_chain == 2);
    // There is no room for the first certificate.
    world<whole> small;
    small.known.has_key = false;
    small.sizes.messages = 200;
    visit<whole> no{small};
    no.server.fragment = 1000;
    no.server.edit = [](std::string const& name, bytes& m) {
        if (name == "certificate")
            m = oracle::message(11, vector_of(1, {}) + vector_of(3, entry(view(bytes(16'500, 1)))));
    };
    CHECK(no.fails_with(by::handshake_failure, encrypted));
}
TEST_CASE("AU3: a scheme that was offered, signs in TLS 1.3, and goes with the key") {
    for (std::uint16_t const scheme : std::to_array<std::uint16_t>({0x0401, 0x0804, 0x0203, 0x0503, 0x0807})) {
        CHECK(ends<whole>(in("certificate_verify",
                             [=](bytes& m) {
                                 m[4] = static_cast<std::uint8_t>(scheme >> 8U);
                                 m[5] = static_cast<std::uint8_t>(scheme);
                             }),
                          by::illegal_parameter, encrypted, without_key));
    }
}
TEST_CASE("AU4: a signature of something else, or a damaged one") {
    for (std::size_t const at : std::to_array<std::size_t>({12, 40, 70})) {
        CHECK(ends<whole>(in("certificate_verify", [=](bytes& m) { m[at] ^= 1; }), by::decrypt_error, encrypted,
                          without_key));
    }
}
TEST_CASE("AU5: Certificate, CertificateVerify and Finished, each once and in this order") {
    for (std::string const name : {"certificate", "certificate_verify", "finished"}) {
        for (std::uint8_t const type : std::to_array<std::uint8_t>({8, 11, 13, 15, 20, 4, 24, 0, 22})) {
            bool const right = (name == "certificate" && (type == 11 || type == 13)) ||
                               (name == "certificate_verify" && type == 15) || (name == "finished" && type == 20);
            if (right) continue;
            CHECK(
                ends<whole>(in(name, [=](bytes& m) { m[0] = type; }), by::unexpected_message, encrypted, without_key));
        }
        if (name != "finished") {
            CHECK(ends<whole>(in(name, [](bytes& m) { m.clear(); }), by::unexpected_message, encrypted, without_key));
        }
    }
}
TEST_CASE(
    "AU6, EX4: a CertificateRequest has no context, and has signature_algorithms; what is unknown in it is ignored") {
    CHECK(ends<whole>(request_of({1}, schemes), by::illegal_parameter, encrypted, without_key));
    CHECK(ends<whole>(request_of({}, {}), by::missing_extension, encrypted, without_key));
    CHECK(ends<whole>(request_of({}, schemes + extension(51, {})), by::illegal_parameter, encrypted, without_key));
    CHECK(ends<whole>(request_of({}, schemes + schemes), by::illegal_parameter, encrypted, without_key));
    CHECK(ends<whole>(request_of({}, extension(13, {0})), by::decode_error, encrypted, without_key));
    CHECK(passes<whole>(request_of({}, schemes + extension(0x0a0a, {1, 2}) + extension(47, {0, 3, 0, 1, 2})),
                        without_key));
    // Without a common scheme, the client sends no certificate.
    world<whole, proves> w;
    w.known.has_key = false;
    visit<whole, proves> l{w};
    request_of({}, extension(13, vector_of(2, {8, 4})))(l.server);
    CHECK(l.connects());
    CHECK(l.server.client_certificate.empty());
    CHECK(l.server.client_messages.size() == 2);
}
TEST_CASE("AU9: who is not trusted is refused before its signature is looked at") {
    CHECK(
        ends<whole>([](oracle_server& s) { present(s, pair::stranger); }, by::bad_certificate, encrypted, without_key));
    CHECK(ends<whole>(both([](oracle_server& s) { present(s, pair::stranger); },
                           in("certificate_verify", [](bytes& m) { m[50] ^= 1; })),
                      by::bad_certificate, encrypted, without_key));
}
TEST_CASE("FI1: a Finished that is wrong in any byte, or of another size") {
    for (std::size_t at = 4; at < 36; ++at) {
        CHECK(ends<psk_client>(in("finished", [=](bytes& m) { m[at] ^= 0x80; }), by::decrypt_error, encrypted));
    }
    for (std::size_t const size : std::to_array<std::size_t>({0, 1, 12, 31, 33, 48})) {
        CHECK(ends<psk_client>(in("finished", [=](bytes& m) { m = oracle::message(20, bytes(size)); }),
                               by::decode_error, encrypted));
    }
}
TEST_CASE("FI2, FI4: Finished ends its record; data before it is none") {
    fault const early = [](oracle_server& s) {
        s.after = [&s](std::string const& name) {
            if (name == "encrypted_extensions") s.send_data("early");
        };
    };
    CHECK(ends<whole>(early, by::unexpected_message, encrypted));
    fault const joined = in("finished", [](bytes& m) { m.push_back(4); });
    CHECK(ends<whole>(joined, by::unexpected_message, encrypted));
}
