// A shape must accept what the declaration that it was made of accepts, and fail at the same byte for the same reason.
// Here for declarations made up for the purpose; tests/extension/shape.cpp does it for those of the library.
#include "support/shape.hpp"
#include "support/test.hpp"

#include "flintls/wire/codec.hpp"

namespace {

using namespace flintls;
using namespace test;

struct empty {
    using wire = fields<>;
};
struct lead_only {
    std::uint32_t a{};
    using wire = fields<field<&lead_only::a, u24>>;
};
struct anything {
    byte_view a;
    using wire = fields<field<&anything::a, remaining>>;
};
struct bytes_of_one {
    byte_view a;
    using wire = fields<field<&bytes_of_one::a, opaque<1, 255>>>;
};
struct bytes_of_two {
    byte_view a;
    using wire = fields<field<&bytes_of_two::a, opaque<3, 0xffff>>>;
};
template <class Elem, std::size_t Min, std::size_t Max> struct list {
    typename vec<Elem, Min, Max>::value_type a;
    using wire = fields<field<&list::a, vec<Elem, Min, Max>>>;
};
struct lead_then_list {
    std::uint8_t a{};
    list_view<u16> b;
    using wire = fields<field<&lead_then_list::a>, field<&lead_then_list::b, vec<std::uint16_t, 2, 254>>>;
};
struct two_lists {
    list_view<u16> a;
    list_view<opaque<1, 255>> b;
    using wire =
        fields<field<&two_lists::a, vec<std::uint16_t, 0, 0xffff>>, field<&two_lists::b, vec<opaque<1, 255>, 2, 255>>>;
};
struct element {
    std::uint16_t a{};
    byte_view b;
    std::uint8_t c{};
    using wire = fields<field<&element::a>, field<&element::b, opaque<1, 255>>, field<&element::c>>;
};

/// A shape is at work where a selection captures an extension: under numbers of well-known ones, as good as any.
template <int Number, class M> struct captured : M { static constexpr extension_type type{Number}; };
using lists_of_numbers =
    block_of<extension_context::client_hello, captured<0, list<std::uint8_t, 1, 255>>,
             captured<5, list<std::uint16_t, 2, 0xffff>>, captured<10, list<std::uint32_t, 0, 252>>,
             captured<11, lead_only>, captured<13, lead_then_list>, captured<16, empty>>;
using lists_of_bytes = block_of<extension_context::client_hello, captured<0, anything>, captured<5, bytes_of_one>,
                                captured<10, bytes_of_two>, captured<11, list<opaque<0, 255>, 0, 0xffff>>,
                                captured<13, list<opaque<2, 0xffff>, 4, 255>>, captured<16, list<element, 5, 255>>,
                                captured<23, two_lists>>;

constexpr bool agree(byte_view body) { return lists_of_numbers::agree(body) && lists_of_bytes::agree(body); }

constexpr bool agree_about_a_constant() {
    constexpr auto const& body = "02 0001 00"_hex;
    return agree(body);
}
static_assert(agree_about_a_constant());

} // namespace

TEST_CASE("a shape and its declaration agree about every body of up to four bytes") {
    constexpr auto const& alphabet = "00 01 02 03 04 ff"_hex;
    CHECK(for_each_body<4>(alphabet, agree));
}

TEST_CASE("a shape and its declaration agree about whatever is left of a good body, or changed in it") {
    constexpr auto const& values = "00 01 02 03 04 05 06 07 08 09 0a 80 fe ff"_hex;
    CHECK(for_each_change(""_hex, values, agree));
    CHECK(for_each_change("010203"_hex, values, agree));
    CHECK(for_each_change("04 01020304"_hex, values, agree));
    CHECK(for_each_change("0004 01020304"_hex, values, agree));
    CHECK(for_each_change("08 0102030405060708"_hex, values, agree));
    CHECK(for_each_change("0008 01aa 00 05aabbccdd"_hex, values, agree));
    CHECK(for_each_change("08 0002aaaa 0002bbbb"_hex, values, agree));
    CHECK(for_each_change("0b 0001 01aa 02 0003 02bbcc 04"_hex, values, agree));
    CHECK(for_each_change("07 04 0001 0002"_hex, values, agree));
    CHECK(for_each_change("0004 0001 0002 05 01aa 02bbcc"_hex, values, agree));
}
