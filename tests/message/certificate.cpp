// Certificate, CertificateRequest, ServerHelloDone and CertificateVerify of TLS 1.2 (RFC 5246 7.4.2 to 7.4.8).
#include "crypto/certificates.hpp"
#include "message/tls12_flights.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_hello_done.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr bool a_chain_of_one() {
    return round_trips<handshake<certificate>>(tls12_flights::ecdsa_certificate,
                                               [](auto const& m) {
                                                   byte_view const only[] = {certificates::p256};
                                                   return equal(m.body.certificate_list, only) &&
                                                          (*m.body.certificate_list.begin()).data() ==
                                                              m.body.certificate_list.encoded().data() + 3;
                                               }) &&
           round_trips<handshake<certificate>>(tls12_flights::ecdsa_client_certificate, [](auto const& m) {
               byte_view const only[] = {certificates::v1};
               return equal(m.body.certificate_list, only);
           });
}
static_assert(a_chain_of_one());

constexpr auto const& first = "a1a2"_hex;
constexpr auto const& second = "b1"_hex;
constexpr bool a_chain_keeps_its_order() {
    byte_view const chain[] = {first, second};
    certificate m;
    m.certificate_list = chain;
    return writes(handshake{m}, "0b 00000c 000009 000002 a1a2 000001 b1"_hex) && refuses_less_room<16>(handshake{m}) &&
           round_trips<handshake<certificate>>("0b 00000c 000009 000002 a1a2 000001 b1"_hex, [&](auto const& read) {
               return equal(read.body.certificate_list, chain);
           });
}
static_assert(a_chain_keeps_its_order());

constexpr bool a_client_without_a_certificate() {
    return round_trips<handshake<certificate>>("0b 000003 000000"_hex,
                                               [](auto const& m) { return m.body.certificate_list.empty(); }) &&
           writes(handshake<certificate>{}, "0b 000003 000000"_hex);
}
static_assert(a_client_without_a_certificate());

constexpr bool malformed_chains() {
    byte_view const empty_one[] = {byte_view{}};
    certificate m;
    m.certificate_list = empty_one;
    return fails<certificate>(""_hex, errc::truncated, 0) && fails<certificate>("0000"_hex, errc::truncated, 0) &&
           fails<certificate>("000001"_hex, errc::truncated, 0) &&
           fails<certificate>("000000 00"_hex, errc::trailing, 3) &&
           fails<certificate>("000003 000000"_hex, errc::bad_length, 3) && // ASN.1Cert<1..2^24-1>
           fails<certificate>("000006 000001 a1 00"_hex, errc::truncated, 0) &&
           fails<certificate>("000005 000001 a1 00"_hex, errc::truncated, 7) && // a header cut short
           fails<certificate>("000004 000002 a1"_hex, errc::truncated, 3) &&
           fails<certificate>("000004 000002 a1 a2"_hex, errc::truncated, 3) && // past its list, not its buffer
           fails<certificate>("000007 000001 a1 000000"_hex, errc::bad_length, 7) &&
           cannot_write(m, errc::not_representable, 3);
}
static_assert(malformed_chains());
static_assert(min_size<certificate> == 3 && max_size<certificate> == 3 + 0xff'ffff);

constexpr bool a_real_request() {
    return round_trips<handshake<certificate_request>>(tls12_flights::ecdsa_certificate_request, [](auto const& m) {
        constexpr client_certificate_type types[] = {
            client_certificate_type::rsa_sign, client_certificate_type::dss_sign, client_certificate_type::ecdsa_sign};
        std::uint32_t schemes = 0;
        for (signature_scheme const each : m.body.supported_signature_algorithms) {
            schemes += each != signature_scheme{} ? 1 : 0;
        }
        // The subject of the certificate of the server, which trusts itself.
        byte_view const authorities[] = {byte_view{certificates::p256}.subview(106, 27)};
        return equal(m.body.certificate_types, types) && schemes == 20 &&
               *m.body.supported_signature_algorithms.begin() == signature_scheme::ecdsa_secp256r1_sha256 &&
               m.body.supported_signature_algorithms.contains(signature_scheme::dsa_sha512) &&
               equal(m.body.certificate_authorities, authorities);
    });
}
static_assert(a_real_request());

constexpr bool requests_at_their_bounds() {
    constexpr client_certificate_type types[] = {client_certificate_type::ecdsa_sign};
    constexpr signature_scheme schemes[] = {signature_scheme::ecdsa_secp256r1_sha256};
    certificate_request m;
    m.certificate_types = types;
    m.supported_signature_algorithms = schemes;
    bool const good = writes(m, "01 40 0002 0403 0000"_hex) && refuses_less_room<8>(m);
    m.supported_signature_algorithms = {};
    bool const no_scheme = cannot_write(m, errc::not_representable, 2);
    m.certificate_types = {};
    return good && no_scheme && cannot_write(m, errc::not_representable, 0) &&
           fails<certificate_request>("00 0002 0403 0000"_hex, errc::bad_length, 0) &&
           fails<certificate_request>("01 40 0000 0000"_hex, errc::bad_length, 2) &&
           fails<certificate_request>("01 40 0003 040305 0000"_hex, errc::bad_length, 2) &&
           fails<certificate_request>("01 40 0002 0403"_hex, errc::truncated, 6) &&
           fails<certificate_request>("01 40 0002 0403 0002 0000"_hex, errc::bad_length, 8) &&
           fails<certificate_request>("01 40 0002 0403 0003 0002 30"_hex, errc::truncated, 8) &&
           fails<certificate_request>("01 40 0002 0403 0000 00"_hex, errc::trailing, 8);
}
static_assert(requests_at_their_bounds());
static_assert(min_size<certificate_request> == 8);
static_assert(max_size<certificate_request> == 1 + 0xff + 2 + 0xfffe + 2 + 0xffff);

constexpr bool server_hello_dones() {
    return round_trips<handshake<server_hello_done>>(tls12_flights::ecdsa_server_hello_done,
                                                     [](auto const&) { return true; }) &&
           writes(handshake<server_hello_done>{}, "0e 000000"_hex) &&
           fails<handshake<server_hello_done>>("0e 000001 00"_hex, errc::trailing, 4) &&
           fails<handshake<server_hello_done>>("0d 000000"_hex, errc::unexpected_message, 0) &&
           refuses_less_room<4>(handshake<server_hello_done>{});
}
static_assert(server_hello_dones());

constexpr bool verifies() {
    constexpr auto const& signature = "3003020100"_hex;
    certificate_verify const m{{signature_scheme::ecdsa_secp256r1_sha256, signature}};
    return round_trips<handshake<certificate_verify>>(
               tls12_flights::ecdsa_certificate_verify,
               [](auto const& read) {
                   return read.body.algorithm == signature_scheme::ecdsa_secp256r1_sha256 &&
                          read.body.signature == byte_view{tls12_flights::ecdsa_certificate_verify}.subview(8, 72);
               }) &&
           writes(handshake{m}, "0f 000009 0403 0005 3003020100"_hex) && refuses_less_room<13>(handshake{m}) &&
           fails<certificate_verify>("04"_hex, errc::truncated, 0) &&
           fails<certificate_verify>("0403 00"_hex, errc::truncated, 2) &&
           fails<certificate_verify>("0403 0002 30"_hex, errc::truncated, 2) &&
           fails<certificate_verify>("0403 0000 00"_hex, errc::trailing, 4) &&
           round_trips<certificate_verify>("0000 0000"_hex, [](auto const& read) { return read.signature.empty(); });
}
static_assert(verifies());
static_assert(min_size<certificate_verify> == 4 && max_size<certificate_verify> == 4 + 0xffff);

} // namespace

TEST_CASE("a chain of certificates is a list of views, in the order of the wire") {
    CHECK(at_run_time(a_chain_of_one));
    CHECK(at_run_time(a_chain_keeps_its_order));
    CHECK(at_run_time(a_client_without_a_certificate));
    CHECK(at_run_time(malformed_chains));
}

TEST_CASE("a certificate request names at least one type and one scheme, and any number of authorities") {
    CHECK(at_run_time(a_real_request));
    CHECK(at_run_time(requests_at_their_bounds));
}

TEST_CASE("a ServerHelloDone is its header") { CHECK(at_run_time(server_hello_dones)); }

TEST_CASE("a CertificateVerify is a scheme and a signature") { CHECK(at_run_time(verifies)); }
