// A message object is used again and again: nothing of the last message may shine through.
#include "support/test.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;

namespace {

using list = extension_list<server_name, extended_master_secret, renegotiation_info>;

constexpr std::array<std::uint8_t, 41> without_block = [] {
    std::array<std::uint8_t, 41> body{3, 3};
    body[36] = 2; // one suite
    body[37] = 0xc0;
    body[38] = 0x2b;
    body[39] = 1; // null compression
    return body;
}();
/// The same, and extended_master_secret.
constexpr std::array<std::uint8_t, 47> with_block = [] {
    std::array<std::uint8_t, 47> body{};
    copy(body.data(), without_block.data(), without_block.size());
    body[42] = 4; // bytes of extensions
    body[44] = 23;
    return body;
}();

constexpr bool a_hello_without_extensions_forgets_those_before() {
    client_hello_with<list> hello;
    bool const had = !parse(with_block, hello) && hello.extensions.has<extended_master_secret>();
    return had && !parse(without_block, hello) && !hello.extensions.present() &&
           !hello.extensions.has<extended_master_secret>() &&
           hello.extensions.all().begin() == hello.extensions.all().end();
}
constexpr bool a_failed_parse_leaves_an_empty_message() {
    client_hello_with<list> hello;
    bool const had = !parse(with_block, hello) && hello.extensions.has<extended_master_secret>();
    error const e = parse(byte_view{with_block}.subview(0, 46), hello);
    return had && e.what() == errc::truncated && !hello.extensions.present() && hello.random.empty() &&
           hello.cipher_suites.empty() && !hello.extensions.has<extended_master_secret>() &&
           hello.legacy_version == protocol_version{};
}

bool has_nothing(server_ecdh_params const& m) {
    return m.curve_type == ec_curve_type{} && m.namedcurve == named_group{} && m.point.data() == nullptr;
}
bool has_nothing(digitally_signed const& m) {
    return m.algorithm == signature_scheme{} && m.signature.data() == nullptr;
}

/// Where a parse fails it zeroes the message: is every field then what it is in an empty one?
template <class M> bool zeros_are_empty(bool (*is_empty)(M const&)) {
    static M message;
    unsigned char* const bytes = reinterpret_cast<unsigned char*>(&message);
    for (std::size_t i = 0; i < sizeof message; ++i) {
        bytes[i] = 0;
    }
    return is_empty(message) && is_empty(M{});
}

} // namespace

static_assert(a_hello_without_extensions_forgets_those_before());
static_assert(a_failed_parse_leaves_an_empty_message());

TEST_CASE("a hello without extensions forgets those of the hello before") {
    CHECK(a_hello_without_extensions_forgets_those_before());
}
TEST_CASE("a failed parse leaves an empty message, also at run time") {
    CHECK(a_failed_parse_leaves_an_empty_message());
}
TEST_CASE("a message of zeros is an empty message") {
    CHECK(zeros_are_empty<client_hello>([](client_hello const& m) {
        return m.legacy_version == protocol_version{} && m.random.empty() && m.session_id.empty() &&
               m.session_id.data() == nullptr && m.cipher_suites.empty() && m.compression_methods.empty() &&
               m.cipher_suites.is_encoded() && !m.extensions.present();
    }));
    CHECK(zeros_are_empty<client_hello_with<list>>([](client_hello_with<list> const& m) {
        return m.random.empty() && !m.extensions.present() && !m.extensions.has<server_name>() &&
               !m.extensions.has<extended_master_secret>() && !m.extensions.has<renegotiation_info>();
    }));
    CHECK(zeros_are_empty<server_hello>([](server_hello const& m) {
        return m.random.empty() && m.session_id.data() == nullptr && m.cipher_suite == cipher_suite{} &&
               m.compression_method == compression_method{} && !m.extensions.present();
    }));
    CHECK(zeros_are_empty<tls13::new_session_ticket>([](tls13::new_session_ticket const& m) {
        return m.ticket.data() == nullptr && m.ticket_nonce.data() == nullptr && m.ticket_lifetime == 0 &&
               m.ticket_age_add == 0 && !m.extensions.present();
    }));
    CHECK(zeros_are_empty<finished>([](finished const& m) { return m.verify_data.data() == nullptr; }));
    CHECK(zeros_are_empty<certificate>([](certificate const& m) {
        return m.certificate_list.empty() && m.certificate_list.is_encoded() &&
               m.certificate_list.encoded().data() == nullptr;
    }));
    CHECK(zeros_are_empty<certificate_request>([](certificate_request const& m) {
        return m.certificate_types.empty() && m.supported_signature_algorithms.empty() &&
               m.certificate_authorities.empty() && m.certificate_authorities.is_encoded();
    }));
}

TEST_CASE("zeros are an empty key exchange, signature, alert or ChangeCipherSpec") {
    CHECK(zeros_are_empty<server_ecdh_params>(has_nothing));
    CHECK(zeros_are_empty<certificate_verify>([](certificate_verify const& m) { return has_nothing(m); }));
    CHECK(zeros_are_empty<server_key_exchange_ecdhe>(
        [](server_key_exchange_ecdhe const& m) { return has_nothing(m.params) && has_nothing(m.signed_params); }));
    CHECK(zeros_are_empty<server_key_exchange_psk>(
        [](server_key_exchange_psk const& m) { return m.psk_identity_hint.data() == nullptr; }));
    CHECK(zeros_are_empty<server_key_exchange_ecdhe_psk>([](server_key_exchange_ecdhe_psk const& m) {
        return m.psk_identity_hint.data() == nullptr && has_nothing(m.params);
    }));
    CHECK(zeros_are_empty<client_key_exchange_ecdhe>(
        [](client_key_exchange_ecdhe const& m) { return m.point.data() == nullptr; }));
    CHECK(zeros_are_empty<client_key_exchange_psk>(
        [](client_key_exchange_psk const& m) { return m.psk_identity.data() == nullptr; }));
    CHECK(zeros_are_empty<client_key_exchange_ecdhe_psk>([](client_key_exchange_ecdhe_psk const& m) {
        return m.psk_identity.data() == nullptr && m.point.data() == nullptr;
    }));
    CHECK(zeros_are_empty<alert>([](alert const& m) { return m == alert{}; }));
    CHECK(zeros_are_empty<change_cipher_spec>([](change_cipher_spec const& m) { return m.type == 0; }));
}
