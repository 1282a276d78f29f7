// The extensions of TLS 1.3 as values: which one is refused and why (RFC 8446 4.2), and that codec and program agree.
#include "message/rfc8448.hpp"
#include "support/shape.hpp"
#include "support/test.hpp"
#include "support/values.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/early_data.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/encrypted_extensions.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace flintls;
using namespace test;
using enum extension_context;

/// The hello of RFC 8448 3 and 4 without early data: server_name, groups, key_share, versions, schemes, modes, size, PSK.
struct usual_hello {
    static constexpr bool asks(extension_type type) {
        using enum extension_type;
        return type == extension_type::server_name || type == extension_type::supported_groups ||
               type == extension_type::key_share || type == extension_type::supported_versions ||
               type == extension_type::signature_algorithms || type == extension_type::psk_key_exchange_modes ||
               type == extension_type::record_size_limit || type == extension_type::max_fragment_length ||
               type == extension_type::pre_shared_key || type == extension_type::application_layer_protocol_negotiation;
    }
};

using encrypted = basic_encrypted_extensions<
    tls13::answer_values<encrypted_extensions, usual_hello, server_name, supported_groups, record_size_limit,
                         max_fragment_length, application_layer_protocol_negotiation>>;
using hello =
    basic_server_hello<tls13::answer_values<server_hello, usual_hello, key_share, pre_shared_key, supported_versions>>;
using retry =
    basic_server_hello<tls13::answer_values<hello_retry_request, usual_hello, key_share, cookie, supported_versions>>;
using chain = tls13::basic_certificate<tls13::answer_values<certificate, usual_hello>>;
using request = tls13::basic_certificate_request<tls13::extension_values<certificate_request, signature_algorithms>>;
using ticket = tls13::basic_new_session_ticket<tls13::extension_values<new_session_ticket, early_data>>;

struct hello_with_sct : usual_hello {
    static constexpr bool asks(extension_type type) {
        return usual_hello::asks(type) || type == extension_type::signed_certificate_timestamp;
    }
};
using stamped_chain =
    tls13::basic_certificate<tls13::answer_values<certificate, hello_with_sct, signed_certificate_timestamp>>;

static_assert(has_program<encrypted> && has_program<hello> && has_program<retry> && has_program<chain> &&
              has_program<request> && has_program<ticket> && has_program<stamped_chain>);

template <class Rules, extension_context Where, class... Es>
bool same_block(basic_extension_values<Rules, Where, Es...> const& a,
                basic_extension_values<Rules, Where, Es...> const& b) {
    return same_place(a.all(), b.all()) && a.present() == b.present() && a.refused() == b.refused() &&
           (... && (a.template has<Es>() == b.template has<Es>() &&
                    same_place(a.template get<Es>().value, b.template get<Es>().value)));
}
template <class T> bool same_field(T const& a, T const& b) {
    if constexpr (self_reading<T>) {
        return same_block(a, b);
    } else {
        return same_place(a, b);
    }
}
template <class M, class... Fs> bool same_message(M const& a, M const& b, fields<Fs...>) {
    return (... && same_field(a.*Fs::member, b.*Fs::member));
}

/// Do codec and program find the same, in the same places?
template <class M> bool agree(byte_view in) {
    M by_codec;
    M by_program;
    fill(by_program);
    error const e = parse(in, by_codec);
    if (read_message(in, by_program) != e) return false;
    return e ? is_all_zeros(by_program) : same_message(by_codec, by_program, typename M::wire{});
}
/// About a good message without its header, every cut of it, and what is left when a byte is changed?
template <class M, std::size_t N> bool agree_around(bytes<N> const& good) {
    byte_view const body = byte_view{good}.subview(4);
    M m;
    return !read_message(body, m) && for_each_damage(body, 1, agree<M>);
}
/// Is this what both say?
template <class M, std::size_t N> bool refuses(bytes<N> const& wire, errc what, std::uint32_t at) {
    M m;
    return agree<M>(wire) && read_message(byte_view{wire}, m) == error{what, at};
}
template <class M, std::size_t N> bool takes(bytes<N> const& wire) {
    M m;
    return agree<M>(wire) && !read_message(byte_view{wire}, m);
}

/// Of a block with an empty extension of this type.
template <class M> error verdict(std::uint16_t type) {
    bytes<6> wire{0, 4, static_cast<std::uint8_t>(type >> 8U), static_cast<std::uint8_t>(type), 0, 0};
    M m;
    return agree<M>(wire) ? read_message(byte_view{wire}, m) : error{errc::not_representable, 0};
}
template <std::size_t N> bytes<38 + N> behind_hello(bytes<N> const& block) {
    constexpr auto const& before =
        "0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00"_hex;
    static_assert(before.size() == 38);
    bytes<38 + N> whole{};
    copy(whole.data(), before.data(), 38);
    copy(whole.data() + 38, block.data(), N);
    return whole;
}

/// As the RFC has the extensions of EncryptedExtensions.
constexpr std::uint16_t misplaced_when_encrypted[] = {5,  11, 13, 17, 18, 21, 22, 23, 35,    41,
                                                      43, 44, 45, 47, 48, 49, 50, 51, 0xff01};
constexpr std::uint16_t unasked_when_encrypted[] = {14, 15, 19, 20, 42, 27, 34, 0x4444, 0x0a0a, 0xfe0d};

} // namespace

TEST_CASE("codec and program agree about the messages of RFC 8448, and what is left of them") {
    CHECK(agree_around<encrypted>(rfc8448::encrypted_extensions_1rtt));
    CHECK(agree_around<encrypted>(rfc8448::encrypted_extensions_after_retry));
    CHECK(agree_around<hello>(rfc8448::server_hello_1rtt));
    CHECK(agree_around<hello>(rfc8448::server_hello_resuming));
    CHECK(agree_around<hello>(rfc8448::server_hello_after_retry));
    CHECK(agree_around<retry>(rfc8448::hello_retry_request));
    CHECK(agree_around<chain>(rfc8448::certificate_of_ecdsa));
    CHECK(agree_around<request>(rfc8448::certificate_request));
    CHECK(agree_around<ticket>(rfc8448::ticket_1rtt));
}

TEST_CASE("codec and program agree about every block of up to six bytes") {
    constexpr auto const& alphabet = "00 01 02 0a 1c"_hex;
    CHECK(for_each_body<6>(alphabet, agree<encrypted>));
    CHECK(for_each_body<6>(alphabet, agree<ticket>));
    CHECK(for_each_body<6>("00 01 05 12"_hex, agree<stamped_chain>));
}

TEST_CASE("values of TLS 1.3 are at hand in the form that they have in their message") {
    encrypted answers;
    REQUIRE_FALSE(read_message(byte_view{rfc8448::encrypted_extensions_1rtt}.subview(4), answers));
    CHECK(answers.extensions.get<record_size_limit>()->limit == 0x4001);
    CHECK(answers.extensions.has<server_name>());
    CHECK_FALSE(answers.extensions.has<max_fragment_length>());

    hello answer;
    REQUIRE_FALSE(read_message(byte_view{rfc8448::server_hello_resuming}.subview(4), answer));
    CHECK(answer.extensions.get<key_share>()->key_exchange.size() == 32);
    CHECK(answer.extensions.get<pre_shared_key>()->selected_identity == 0);
    CHECK(answer.extensions.get<supported_versions>()->version == protocol_version::tls_1_3);

    retry again;
    REQUIRE_FALSE(read_message(byte_view{rfc8448::hello_retry_request}.subview(4), again));
    CHECK(again.extensions.get<key_share>()->selected_group == named_group::secp256r1);
    CHECK(again.extensions.get<cookie>()->cookie_value.size() == 114);

    ticket kept;
    REQUIRE_FALSE(read_message(byte_view{rfc8448::ticket_1rtt}.subview(4), kept));
    CHECK(kept.extensions.get<early_data>()->max_early_data_size == 1024);
    CHECK(kept.ticket.size() == 178);

    chain certificates;
    REQUIRE_FALSE(read_message(byte_view{rfc8448::certificate_of_ecdsa}.subview(4), certificates));
    CHECK(certificates.certificate_list.leaf().size() == 0x132);
    CHECK(certificates.certificate_list.leaf()[0] == 0x30);

    stamped_chain stamped;
    REQUIRE_FALSE(read_message(byte_view{"00 00000f 000001 e0 0009 0012 0005 0003 0001 e7"_hex}, stamped));
    auto const first = *stamped.certificate_list.begin();
    auto const stamps = first.extensions.get<signed_certificate_timestamp>();
    CHECK((*stamps->sct_list.begin())[0] == 0xe7);
}

TEST_CASE("in EncryptedExtensions what has no place there is misplaced, and what nobody asked for unsolicited") {
    for (std::uint16_t const type : misplaced_when_encrypted) {
        CAPTURE(type);
        CHECK(verdict<encrypted>(type) == error{errc::misplaced_extension, 2});
    }
    for (std::uint16_t const type : unasked_when_encrypted) {
        CAPTURE(type);
        CHECK(verdict<encrypted>(type) == error{errc::unsolicited_extension, 2});
    }
    CHECK(takes<encrypted>("0004 0000 0000"_hex)); // server_name
    CHECK(refuses<encrypted>("0005 0000 0001 00"_hex, errc::trailing, 6));
    CHECK(refuses<encrypted>("0008 0000 0000 0000 0000"_hex, errc::duplicate_extension, 6));
    CHECK(refuses<encrypted>("0006 001c 0002 003f"_hex, errc::forbidden_value, 6)); // record_size_limit
    CHECK(takes<encrypted>("0006 001c 0002 0040"_hex));
    CHECK(refuses<encrypted>("0007 001c 0003 003f00"_hex, errc::forbidden_value, 6));
    CHECK(refuses<encrypted>("0005 001c 0001 ff"_hex, errc::truncated, 6));
    CHECK(refuses<encrypted>(""_hex, errc::truncated, 0)); // the block is required
    // The first that is wrong decides.
    CHECK(refuses<encrypted>("0009 4444 0000 001c 0001 ff"_hex, errc::unsolicited_extension, 2));
    CHECK(refuses<encrypted>("0009 001c 0001 ff 4444 0000"_hex, errc::truncated, 6));
}

TEST_CASE("an extension of a hello is not one of a HelloRetryRequest, and a cookie may come unasked") {
    constexpr auto const& asked_for = "000d 002b 0002 0304 002c 0003 0001 e0"_hex;
    CHECK(takes<retry>(behind_hello(asked_for)));
    CHECK(refuses<hello>(behind_hello(asked_for), errc::misplaced_extension, 46));
    CHECK(refuses<retry>(behind_hello("0004 0029 0000"_hex), errc::misplaced_extension, 40)); // pre_shared_key
    CHECK(refuses<retry>(behind_hello("0004 4444 0000"_hex), errc::unsolicited_extension, 40));
    CHECK(refuses<hello>(behind_hello("0004 4444 0000"_hex), errc::unsolicited_extension, 40));
    CHECK(refuses<hello>(behind_hello("0005 ff01 0001 00"_hex), errc::misplaced_extension, 40)); // renegotiation_info
    CHECK(refuses<hello>(behind_hello("0004 0017 0000"_hex), errc::misplaced_extension, 40)); // extended_master_secret
    CHECK(takes<retry>(behind_hello("0006 0033 0002 0017"_hex)));                             // a group alone
    CHECK(refuses<hello>(behind_hello("0006 0033 0002 0017"_hex), errc::truncated, 46));
    CHECK(takes<hello>(behind_hello(""_hex))); // of TLS 1.2, or of no version that was asked for
}

TEST_CASE("in a request and in a ticket what is not known is ignored, and stands there once") {
    CHECK(takes<request>("00 0008 4444 0000 0a0a 0000"_hex));
    CHECK(refuses<request>("00 0008 4444 0000 4444 0000"_hex, errc::duplicate_extension, 7));
    CHECK(refuses<request>("00 0004 0033 0000"_hex, errc::misplaced_extension, 3)); // key_share
    CHECK(refuses<request>("00 0004 0000 0000"_hex, errc::misplaced_extension, 3)); // server_name
    CHECK(takes<request>("00 0004 002f 0000"_hex)); // certificate_authorities, which this list does not name
    CHECK(refuses<request>("00 0008 002f 0000 002f 0000"_hex, errc::duplicate_extension, 7));
    CHECK(refuses<request>("00 0006 000d 0002 0000"_hex, errc::bad_length, 7));
    CHECK(takes<ticket>("00000001 00000002 00 0001 d1 0004 4444 0000"_hex));
    CHECK(refuses<ticket>("00000001 00000002 00 0001 d1 0004 0029 0000"_hex, errc::misplaced_extension, 14));
    CHECK(refuses<ticket>("00000001 00000002 00 0001 d1 0004 002a 0000"_hex, errc::truncated, 18));
    CHECK(refuses<ticket>("00000001 00000002 00 0001 d1"_hex, errc::truncated, 12));
}

TEST_CASE("an entry of a chain has answers to what was asked for, each once") {
    CHECK(takes<chain>("00 00000c 000001 e0 0000 000001 e1 0000"_hex));
    CHECK(refuses<chain>("00 00000a 000001 e0 0004 0012 0000"_hex, errc::unsolicited_extension, 10));
    CHECK(refuses<chain>("00 00000a 000001 e0 0004 4444 0000"_hex, errc::unsolicited_extension, 10));
    CHECK(refuses<chain>("00 00000a 000001 e0 0004 0000 0000"_hex, errc::misplaced_extension, 10)); // server_name
    CHECK(refuses<chain>("00 000010 000001 e0 0000 000001 e1 0004 4444 0000"_hex, errc::unsolicited_extension, 16));
    CHECK(refuses<chain>("00 000004 000001 e0"_hex, errc::truncated, 8));
    CHECK(refuses<chain>("00 000005 000000 0000"_hex, errc::bad_length, 4));
    CHECK(refuses<stamped_chain>("00 000018 000001 e0 0012 0012 0005 0003 0001 e7 0012 0005 0003 0001 e7"_hex,
                                 errc::duplicate_extension, 19));
}
