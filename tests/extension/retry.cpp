// A HelloRetryRequest has forms of its own (RFC 8446 4.1.4), and what cannot be decoded is not found.
#include "flintls/flintls.hpp"
#include "support/test.hpp"

using namespace flintls;

namespace {

constexpr std::array<std::uint8_t, 1> byte{0};

constexpr auto retry_context = extension_context::hello_retry_request;

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
static_assert(a_cookie_is_misplaced_in_a_server_hello());
static_assert(a_retry_has_forms_of_its_own() && the_same_is_malformed_in_a_server_hello());

TEST_CASE("a HelloRetryRequest is read by its own rules") {
    CHECK(a_retry_has_forms_of_its_own());
    CHECK(the_same_is_malformed_in_a_server_hello());
    CHECK(a_cookie_is_misplaced_in_a_server_hello());
}
TEST_CASE("an extension of a raw view that cannot be decoded is not found") {
    CHECK(what_cannot_be_decoded_is_not_found());
}
