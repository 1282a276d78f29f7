// What a block may hold once its version and the hello that it answers are known: RFC 5246 7.4.1.4, RFC 8446 4.2.
#include "flintls/flintls.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

using namespace flintls;

namespace {

constexpr std::array<std::uint8_t, 1> byte{0};

/// A block of these types, each with one byte of body, so that the n-th starts at byte 5 * n.
template <std::size_t Count> struct block_of {
    std::array<raw_extension, Count> extensions{};
    constexpr explicit block_of(std::array<extension_type, Count> const& types) {
        for (std::size_t i = 0; i < Count; ++i) {
            extensions[i] = {types[i], byte};
        }
    }
    [[nodiscard]] constexpr extension_view view() const { return extension_view{extensions}; }
};
template <std::size_t Count> block_of(std::array<extension_type, Count>) -> block_of<Count>;

constexpr auto server_hello_context = extension_context::server_hello;
constexpr auto retry_context = extension_context::hello_retry_request;

constexpr bool alpn_is_misplaced_in_a_tls13_server_hello() {
    block_of const block{std::array{extension_type::supported_versions, extension_type::key_share,
                                    extension_type::application_layer_protocol_negotiation}};
    error const e = check_placement(block.view(), server_hello_context, protocol_version::tls_1_3);
    return e == error{errc::misplaced_extension, 10};
}
constexpr bool key_share_is_misplaced_in_a_tls12_server_hello() {
    block_of const block{std::array{extension_type::renegotiation_info, extension_type::key_share}};
    error const e = check_placement(block.view(), server_hello_context, protocol_version::tls_1_2);
    return e == error{errc::misplaced_extension, 5};
}
constexpr bool what_is_not_recognised_passes() {
    block_of const block{std::array{static_cast<extension_type>(0x1a1a), static_cast<extension_type>(4711)}};
    return !check_placement(block.view(), server_hello_context, protocol_version::tls_1_2);
}
constexpr bool an_answer_to_nothing_is_unsolicited() {
    block_of const hello{std::array{extension_type::server_name, extension_type::session_ticket}};
    block_of const answer{std::array{extension_type::session_ticket, extension_type::max_fragment_length}};
    error const e = check_solicited(answer.view(), server_hello_context, hello.view(), false);
    return e == error{errc::unsolicited_extension, 5} && to_alert(e) == alert_description::unsupported_extension;
}
constexpr bool renegotiation_info_may_answer_the_scsv_alone() {
    block_of const answer{std::array{extension_type::renegotiation_info}};
    return !check_solicited(answer.view(), server_hello_context, extension_view{}, true) &&
           check_solicited(answer.view(), server_hello_context, extension_view{}, false) ==
               error{errc::unsolicited_extension, 0};
}
constexpr bool nothing_else_may_answer_the_scsv() {
    block_of const answer{std::array{extension_type::renegotiation_info, extension_type::session_ticket}};
    return check_solicited(answer.view(), server_hello_context, extension_view{}, true) ==
               error{errc::unsolicited_extension, 5} &&
           check_solicited(answer.view(), retry_context, extension_view{}, true) ==
               error{errc::unsolicited_extension, 5};
}
constexpr bool only_a_retry_may_bring_a_cookie_unasked() {
    block_of const answer{std::array{extension_type::cookie}};
    return !check_solicited(answer.view(), retry_context, extension_view{}, false) &&
           check_solicited(answer.view(), server_hello_context, extension_view{}, false) ==
               error{errc::unsolicited_extension, 0};
}

using retry_hello = server_hello_with<extension_list<supported_versions, key_share, cookie>>;

/// RFC 8446 4.1.4: a ServerHello with this random, TLS 1.3, group 0x001d and a cookie of one byte.
constexpr auto retry_bytes = [] {
    std::array<std::uint8_t, 2 + 32 + 1 + 2 + 1 + 2 + 6 + 6 + 7> bytes{3, 3};
    copy(bytes.data() + 2, hello_retry_request_random.data(), 32);
    constexpr std::array<std::uint8_t, 25> rest{0,  0x13, 0x01, 0, 0,    19, 0,  43, 0, 2, 3, 4,   0,
                                                51, 0,    2,    0, 0x1d, 0,  44, 0,  3, 0, 1, 0xaa};
    copy(bytes.data() + 34, rest.data(), rest.size());
    return bytes;
}();

constexpr bool a_retry_has_forms_of_its_own() {
    retry_hello hello;
    if (parse(retry_bytes, hello)) {
        return false;
    }
    auto const share = hello.extensions.get<key_share, retry_context>();
    auto const given = hello.extensions.get<cookie, retry_context>();
    auto const version = hello.extensions.get<supported_versions, retry_context>();
    return hello.is_hello_retry_request() && share && share->selected_group == named_group::x25519 && given &&
           given->cookie_value.size() == 1 && given->cookie_value[0] == 0xaa && version &&
           version->version == protocol_version::tls_1_3;
}
constexpr bool a_cookie_is_misplaced_in_a_server_hello() {
    auto bytes = retry_bytes;
    bytes[2] = 0;     // another random
    bytes[47] = 0x1a; // another type than key_share
    retry_hello hello;
    return parse(bytes, hello) == error{errc::misplaced_extension, 52};
}
constexpr bool the_same_is_malformed_in_a_server_hello() {
    auto bytes = retry_bytes;
    bytes[2] = 0; // another random
    retry_hello hello;
    return parse(bytes, hello) == error{errc::truncated, 52}; // a share without its key_exchange
}

constexpr bool what_cannot_be_decoded_is_not_found() {
    constexpr std::array<raw_extension, 1> block{{{extension_type::renegotiation_info, byte}}}; // a length of 0, and...
    constexpr std::array<std::uint8_t, 1> cut{1}; // ...one that is not there
    std::array<raw_extension, 1> const bad{{{extension_type::renegotiation_info, cut}}};
    found<renegotiation_info> info;
    bool const good = !extension_view{block}.get<renegotiation_info>(info) && info.present;
    return good && extension_view{bad}.get<renegotiation_info>(info) == error{errc::truncated, 0} && !info.present;
}

} // namespace

static_assert(what_cannot_be_decoded_is_not_found());
static_assert(alpn_is_misplaced_in_a_tls13_server_hello() && key_share_is_misplaced_in_a_tls12_server_hello());
static_assert(what_is_not_recognised_passes());
static_assert(an_answer_to_nothing_is_unsolicited());
static_assert(renegotiation_info_may_answer_the_scsv_alone() && nothing_else_may_answer_the_scsv() &&
              only_a_retry_may_bring_a_cookie_unasked());
static_assert(a_cookie_is_misplaced_in_a_server_hello());
static_assert(a_retry_has_forms_of_its_own() && the_same_is_malformed_in_a_server_hello());

TEST_CASE("an extension stands where the version allows it, or is an illegal_parameter") {
    CHECK(alpn_is_misplaced_in_a_tls13_server_hello());
    CHECK(key_share_is_misplaced_in_a_tls12_server_hello());
    CHECK(what_is_not_recognised_passes());
}
TEST_CASE("an answer to something that was not offered is an unsupported_extension") {
    CHECK(an_answer_to_nothing_is_unsolicited());
    CHECK(renegotiation_info_may_answer_the_scsv_alone());
    CHECK(test::at_run_time(nothing_else_may_answer_the_scsv));
    CHECK(only_a_retry_may_bring_a_cookie_unasked());
}
TEST_CASE("a HelloRetryRequest is read by its own rules") {
    CHECK(a_retry_has_forms_of_its_own());
    CHECK(the_same_is_malformed_in_a_server_hello());
    CHECK(a_cookie_is_misplaced_in_a_server_hello());
}
TEST_CASE("an extension of a raw view that cannot be decoded is not found") {
    CHECK(what_cannot_be_decoded_is_not_found());
}
