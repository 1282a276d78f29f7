// Every extension in every form: what a selection accepts is what its declaration accepts, to the byte.
#include "support/shape.hpp"
#include "support/test.hpp"

#include "flintls/extension/all.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto ch = extension_context::client_hello;
constexpr auto sh = extension_context::server_hello;
constexpr auto hrr = extension_context::hello_retry_request;
constexpr auto ee = extension_context::encrypted_extensions;

template <extension_context Where, class... Es> block_of<Where, Es...> block_of_list(extension_list<Es...>);
template <extension_context Where> using all = decltype(block_of_list<Where>(all_extensions{}));
/// In another order: those with two shapes stand first.
using few = block_of<ch, pre_shared_key, status_request, key_share, server_name>;

constexpr bool agree_in_the_hellos(byte_view body) {
    return all<ch>::agree(body) && all<sh>::agree(body) && few::agree(body);
}
constexpr bool agree_in_the_others(byte_view body) { return all<hrr>::agree(body) && all<ee>::agree(body); }
bool agree(byte_view body) { return agree_in_the_hellos(body) && agree_in_the_others(body); }

constexpr bool agree_about_a_constant() {
    constexpr auto const& body = "0003 02 6832"_hex;
    return all<ch>::agree(body);
}
static_assert(agree_about_a_constant());

constexpr auto const& values = "00 01 02 03 04 06 07 08 09 1f 20 21 22 3f 40 80 fe ff"_hex;

} // namespace

TEST_CASE("selection and declaration agree about every body of up to three bytes") {
    constexpr auto const& alphabet = "00 01 02 03 04 3f 40 ff"_hex;
    CHECK(for_each_body<3>(alphabet, agree));
}

TEST_CASE("selection and declaration agree about good bodies of fixed size, and what is left of them") {
    CHECK(for_each_change("01"_hex, values, agree));
    CHECK(for_each_change("0304"_hex, values, agree));
    CHECK(for_each_change("00 00"_hex, values, agree));
}

TEST_CASE("selection and declaration agree about good lists, and what is left of them") {
    CHECK(for_each_change("0006 00 0003 616263"_hex, values, agree));
    CHECK(for_each_change("000e 09 0000 00 0001 61 07 0001 00 08 0000"_hex, values, agree));
    CHECK(for_each_change("0003 02 6832"_hex, values, agree));
    CHECK(for_each_change("02 01 0000"_hex, values, agree));
    CHECK(for_each_change("0008 001d 0017 0018 0a0a"_hex, values, agree));
    CHECK(for_each_change("04 0304 0303"_hex, values, agree));
    CHECK(for_each_change("0005 02 6832 01 61"_hex, values, agree));
    CHECK(for_each_change("000d 0a0a 0001 e0 001d 0004 e0e1e2e3"_hex, values, agree));
    CHECK(for_each_change("001d 0004 e0e1e2e3"_hex, values, agree));
    CHECK(for_each_change("01 0006 0001 61 0001 62 0002 6162"_hex, values, agree));
    CHECK(for_each_change("0007 0001 61 0002 6162"_hex, values, agree));
}

TEST_CASE("selection and declaration agree about good keys, and what is left of them") {
    CHECK(for_each_change(
        "0007 0001 e0 00000000 0021 20 b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex, values,
        all<ch>::agree));
    CHECK(for_each_change(
        "0007 0001 e0 00000000 0021 20 b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex, values,
        few::agree));
}
