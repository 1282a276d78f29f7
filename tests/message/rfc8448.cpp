// The traces of RFC 8448: what each field must be was read off the RFC's text.
#include "message/rfc8448.hpp"
#include "support/test.hpp"

#include "flintls/extension/cookie.hpp"
#include "flintls/extension/early_data.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/encrypted_extensions.hpp"
#include "flintls/message/end_of_early_data.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& server = "736572766572"_hex; // "server"
constexpr cipher_suite suites[] = {cipher_suite::aes_128_gcm_sha256, cipher_suite::chacha20_poly1305_sha256,
                                   cipher_suite::aes_256_gcm_sha384};
constexpr compression_method null_only[] = {compression_method::null};

template <std::size_t N> constexpr bool has_types(extension_view const& block, std::uint16_t const (&types)[N]) {
    std::size_t i = 0;
    for (raw_extension const& each : block) {
        if (i == N || each.type != extension_type{types[i]}) return false;
        ++i;
    }
    return i == N;
}

constexpr bool first_hello() {
    return round_trips<handshake<client_hello>>(rfc8448::client_hello_1rtt, [](auto const& m) {
        constexpr auto const& random = "cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7"_hex;
        constexpr auto const& public_key = "99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c"_hex;
        constexpr named_group groups[] = {named_group::x25519,    named_group::secp256r1, named_group::secp384r1,
                                          named_group::secp521r1, named_group::ffdhe2048, named_group::ffdhe3072,
                                          named_group::ffdhe4096, named_group::ffdhe6144, named_group::ffdhe8192};
        client_hello const& hello = m.body;
        found<server_name> name;
        found<key_share> shares;
        found<supported_groups> offered;
        found<cookie> none;
        key_share_entry const share[] = {{named_group::x25519, public_key}};
        return hello.legacy_version == protocol_version::tls_1_2 && hello.random == fixed_view<32>{random} &&
               hello.session_id.empty() && equal(hello.cipher_suites, suites) &&
               equal(hello.compression_methods, null_only) &&
               has_types(hello.extensions, {0, 0xff01, 10, 35, 51, 43, 13, 45, 28}) &&
               !hello.extensions.get<server_name>(name) && name && name->host_name() == byte_view{server} &&
               !hello.extensions.get<key_share>(shares) && equal(shares->client_shares, share) &&
               !hello.extensions.get<supported_groups>(offered) && equal(offered->named_group_list, groups) &&
               !hello.extensions.get<cookie>(none) && !none;
    });
}
static_assert(first_hello());

constexpr bool first_answer() {
    return round_trips<handshake<server_hello>>(rfc8448::server_hello_1rtt, [](auto const& m) {
        constexpr auto const& random = "a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e26928"_hex;
        constexpr auto const& public_key = "c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f"_hex;
        found<key_share_server_hello> share;
        found<selected_version> version;
        return m.body.legacy_version == protocol_version::tls_1_2 && m.body.random == fixed_view<32>{random} &&
               m.body.session_id.empty() && m.body.cipher_suite == cipher_suite::aes_128_gcm_sha256 &&
               m.body.compression_method == compression_method::null && !m.body.is_hello_retry_request() &&
               has_types(m.body.extensions, {51, 43}) &&
               !m.body.extensions.template get<key_share, extension_context::server_hello>(share) &&
               share->group == named_group::x25519 && share->key_exchange == byte_view{public_key} &&
               !m.body.extensions.template get<supported_versions, extension_context::server_hello>(version) &&
               version->version == protocol_version::tls_1_3;
    });
}
static_assert(first_answer());

constexpr bool retry() {
    return round_trips<handshake<server_hello>>(rfc8448::hello_retry_request, [](auto const& m) {
        found<key_share_hello_retry_request> share;
        found<cookie> token;
        constexpr auto where = extension_context::hello_retry_request;
        return m.body.is_hello_retry_request() && m.body.cipher_suite == cipher_suite::aes_128_gcm_sha256 &&
               has_types(m.body.extensions, {51, 44, 43}) && !m.body.extensions.template get<key_share, where>(share) &&
               share->selected_group == named_group::secp256r1 && !m.body.extensions.template get<cookie>(token) &&
               token->cookie_value.size() == 114 && token->cookie_value[0] == 0x71 && token->cookie_value[113] == 0xb0;
    });
}
static_assert(retry());

constexpr bool second_hello() {
    return round_trips<handshake<client_hello>>(rfc8448::client_hello_with_cookie, [](auto const& m) {
        found<cookie> token;
        found<key_share> shares;
        bool const read =
            !m.body.extensions.template get<cookie>(token) && !m.body.extensions.template get<key_share>(shares);
        key_share_entry const share = *shares->client_shares.begin();
        return read && has_types(m.body.extensions, {0, 0xff01, 10, 51, 43, 13, 44, 45, 28, 21}) &&
               token->cookie_value.size() == 114 && share.group == named_group::secp256r1 &&
               share.key_exchange.size() == 65 && share.key_exchange[0] == 4 &&
               (*m.body.extensions.find(extension_type::padding)).body.size() == 0xaf;
    });
}
static_assert(second_hello());

constexpr bool answer_after_retry() {
    return round_trips<handshake<server_hello>>(rfc8448::server_hello_after_retry, [](auto const& m) {
        found<key_share_server_hello> share;
        return !m.body.is_hello_retry_request() && has_types(m.body.extensions, {51, 43}) &&
               !m.body.extensions.template get<key_share, extension_context::server_hello>(share) &&
               share->group == named_group::secp256r1 && share->key_exchange.size() == 65;
    });
}
static_assert(answer_after_retry());

constexpr bool ticket() {
    return round_trips<handshake<tls13::new_session_ticket>>(rfc8448::ticket_1rtt, [](auto const& m) {
        constexpr auto const& nonce = "0000"_hex;
        constexpr auto const& early_data = "00000400"_hex;
        raw_extension const only[] = {{extension_type::early_data, early_data}};
        return m.body.ticket_lifetime == 30 && m.body.ticket_age_add == 0xfad6'aac5 &&
               m.body.ticket_nonce == byte_view{nonce} && m.body.ticket.size() == 178 && m.body.ticket[0] == 0x2c &&
               m.body.ticket[177] == 0x57 && equal(m.body.extensions.extensions(), only);
    });
}
static_assert(ticket());

constexpr bool resuming_hello() {
    return round_trips<handshake<client_hello>>(rfc8448::client_hello_resuming, [](auto const& m) {
        found<pre_shared_key> offered;
        bool const read = !m.body.extensions.template get<pre_shared_key>(offered);
        psk_identity const identity = *offered->identities.begin();
        byte_view const binder = *offered->binders.begin();
        return read && has_types(m.body.extensions, {0, 0xff01, 10, 51, 42, 43, 13, 45, 28, 21, 41}) &&
               identity.identity.size() == 178 && identity.identity[0] == 0x2c &&
               identity.obfuscated_ticket_age == 0xfad6'aacb && binder.size() == 32 && binder[0] == 0x3a &&
               binder[31] == 0x9d;
    });
}
static_assert(resuming_hello());

constexpr bool resuming_answer() {
    return round_trips<handshake<server_hello>>(rfc8448::server_hello_resuming, [](auto const& m) {
        found<selected_psk> chosen;
        return has_types(m.body.extensions, {41, 51, 43}) &&
               !m.body.extensions.template get<pre_shared_key, extension_context::server_hello>(chosen) && chosen &&
               chosen->selected_identity == 0;
    });
}
static_assert(resuming_answer());

constexpr bool compatible_hello() {
    return round_trips<handshake<client_hello>>(rfc8448::client_hello_compatible, [](auto const& m) {
        constexpr auto const& id = "a80c165581a8e0d06c0018d54d3a06dd32cfd4051eb026fad3fd0ba99269e6ef"_hex;
        return m.body.session_id == byte_view{id} && equal(m.body.cipher_suites, suites);
    });
}
static_assert(compatible_hello());

constexpr auto with_answers = extension_context::encrypted_extensions;
constexpr bool answers() {
    return round_trips<handshake<encrypted_extensions>>(rfc8448::encrypted_extensions_1rtt, [](auto const& m) {
        constexpr named_group groups[] = {named_group::x25519,    named_group::secp256r1, named_group::secp384r1,
                                          named_group::secp521r1, named_group::ffdhe2048, named_group::ffdhe3072,
                                          named_group::ffdhe4096, named_group::ffdhe6144, named_group::ffdhe8192};
        found<supported_groups> offered;
        found<record_size_limit> size;
        found<empty_extension<extension_type::server_name>> name;
        return has_types(m.body.extensions, {10, 28, 0}) &&
               !m.body.extensions.template get<supported_groups, with_answers>(offered) &&
               equal(offered->named_group_list, groups) &&
               !m.body.extensions.template get<record_size_limit, with_answers>(size) && size->limit == 0x4001 &&
               !m.body.extensions.template get<server_name, with_answers>(name) && name;
    });
}
static_assert(answers());

constexpr bool answers_with_early_data() {
    return round_trips<handshake<encrypted_extensions>>(
               rfc8448::encrypted_extensions_resuming,
               [](auto const& m) {
                   found<early_data> accepted;
                   return has_types(m.body.extensions, {10, 28, 0, 42}) &&
                          !m.body.extensions.template get<early_data, with_answers>(accepted) && accepted;
               }) &&
           round_trips<handshake<end_of_early_data>>(rfc8448::end_of_early_data, [](auto const&) { return true; });
}
static_assert(answers_with_early_data());

constexpr bool answers_after_a_retry() {
    return round_trips<handshake<encrypted_extensions>>(rfc8448::encrypted_extensions_after_retry, [](auto const& m) {
        constexpr named_group groups[] = {named_group::secp256r1, named_group::secp384r1, named_group::x25519};
        found<supported_groups> offered;
        return has_types(m.body.extensions, {10, 28, 0}) &&
               !m.body.extensions.template get<supported_groups, with_answers>(offered) &&
               equal(offered->named_group_list, groups);
    });
}
static_assert(answers_after_a_retry());

/// A chain of one certificate, of `size` bytes that end so.
template <std::size_t N> constexpr bool has_chain(bytes<N> const& wire, std::uint32_t size, std::uint8_t last) {
    return round_trips<handshake<tls13::certificate>>(wire, [=](auto const& m) {
        std::uint32_t count = 0;
        bool good = m.body.certificate_request_context.empty();
        for (tls13::certificate_entry const& each : m.body.certificate_list) {
            ++count;
            good = good && each.cert_data.size() == size && each.cert_data[0] == 0x30 &&
                   each.cert_data[size - 1] == last && each.extensions.present() && each.extensions.encoded().empty();
        }
        return good && count == 1;
    });
}
constexpr bool certificates() {
    return has_chain(rfc8448::certificate_1rtt, 0x1b0, 0xe1) && has_chain(rfc8448::certificate_of_ecdsa, 0x132, 0x11) &&
           has_chain(rfc8448::certificate_of_client, 0x1b6, 0x1c);
}
static_assert(certificates());

template <std::size_t N>
constexpr bool has_signature(bytes<N> const& wire, signature_scheme scheme, std::uint32_t size) {
    return round_trips<handshake<certificate_verify>>(
        wire, [=](auto const& m) { return m.body.algorithm == scheme && m.body.signature.size() == size; });
}
constexpr bool signatures() {
    using enum signature_scheme;
    return has_signature(rfc8448::certificate_verify_1rtt, rsa_pss_rsae_sha256, 128) &&
           has_signature(rfc8448::certificate_verify_of_ecdsa, ecdsa_secp256r1_sha256, 71) &&
           has_signature(rfc8448::certificate_verify_of_client, rsa_pss_rsae_sha256, 128);
}
static_assert(signatures());

constexpr bool request() {
    return round_trips<handshake<tls13::certificate_request>>(rfc8448::certificate_request, [](auto const& m) {
        using enum signature_scheme;
        constexpr signature_scheme schemes[] = {ecdsa_secp256r1_sha256,
                                                ecdsa_secp384r1_sha384,
                                                ecdsa_secp521r1_sha512,
                                                ecdsa_sha1,
                                                rsa_pss_rsae_sha256,
                                                rsa_pss_rsae_sha384,
                                                rsa_pss_rsae_sha512,
                                                rsa_pkcs1_sha256,
                                                rsa_pkcs1_sha384,
                                                rsa_pkcs1_sha512,
                                                rsa_pkcs1_sha1,
                                                dsa_sha256,
                                                dsa_sha384,
                                                dsa_sha512,
                                                dsa_sha1};
        found<signature_algorithms> wanted;
        return m.body.certificate_request_context.empty() && has_types(m.body.extensions, {13}) &&
               !m.body.extensions.template get<signature_algorithms, extension_context::certificate_request>(wanted) &&
               equal(wanted->supported_signature_algorithms, schemes);
    });
}
static_assert(request());

constexpr bool ticket_for_early_data() {
    handshake<tls13::new_session_ticket> m;
    found<max_early_data> limit;
    return !parse(rfc8448::ticket_1rtt, m) &&
           !m.body.extensions.get<early_data, extension_context::new_session_ticket>(limit) && limit &&
           limit->max_early_data_size == 1024;
}
static_assert(ticket_for_early_data());

constexpr bool server_finished() {
    return round_trips<handshake<finished>>(rfc8448::finished_1rtt, [](auto const& m) {
        return m.body.verify_data.size() == 32 && m.body.verify_data[0] == 0x9b && m.body.verify_data[31] == 0x18;
    });
}
static_assert(server_finished());

} // namespace

TEST_CASE("the messages of a simple TLS 1.3 handshake go both ways") {
    CHECK(at_run_time(first_hello));
    CHECK(at_run_time(first_answer));
    CHECK(at_run_time(server_finished));
    CHECK(at_run_time(answers));
    CHECK(at_run_time(certificates));
    CHECK(at_run_time(signatures));
    CHECK(at_run_time(ticket));
    CHECK(at_run_time(ticket_for_early_data));
}

TEST_CASE("a HelloRetryRequest and the hellos after it go both ways") {
    CHECK(at_run_time(retry));
    CHECK(at_run_time(second_hello));
    CHECK(at_run_time(answer_after_retry));
    CHECK(at_run_time(answers_after_a_retry));
}

TEST_CASE("the hellos of a resumption go both ways") {
    CHECK(at_run_time(resuming_hello));
    CHECK(at_run_time(resuming_answer));
    CHECK(at_run_time(answers_with_early_data));
    CHECK(at_run_time(compatible_hello));
}

TEST_CASE("the request for a client's certificate goes both ways") { CHECK(at_run_time(request)); }
