// A program must read what the codec of the same declaration reads, to the byte; and a message without one is parsed.
#include "support/program.hpp"
#include "support/shape.hpp"
#include "support/test.hpp"

#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/change_cipher_spec.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/message/end_of_early_data.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/hello_request.hpp"
#include "flintls/message/key_update.hpp"
#include "flintls/message/message_hash.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/record.hpp"
#include "flintls/message/server_hello_done.hpp"
#include "flintls/message/server_key_exchange.hpp"

namespace {

using namespace flintls;
using namespace test;

// Made up: every word, in places where a compiler leaves gaps
struct numbers {
    std::uint8_t a{};
    std::uint32_t b{};
    std::uint16_t c{};
    std::uint32_t d{};
    using wire = fields<field<&numbers::a>, field<&numbers::b, u24>, field<&numbers::c>, field<&numbers::d>>;
};
struct limited {
    std::uint16_t a{};
    std::uint8_t b{};
    using wire = fields<field<&limited::a, at_most<std::uint16_t{0x21}>>, field<&limited::b, at_most<std::uint8_t{2}>>>;
};
struct any_order { // of the members, not of the bytes
    byte_view last;
    fixed_view<3> second;
    std::uint8_t first{};
    using wire =
        fields<field<&any_order::first>, field<&any_order::second, fixed<3>>, field<&any_order::last, remaining>>;
};
struct bounds {
    byte_view a;
    byte_view b;
    list_view<u32> c;
    using wire = fields<field<&bounds::a, opaque<2, 5>>, field<&bounds::b, opaque<0, 0xff'ffff>>,
                        field<&bounds::c, vec<std::uint32_t, 4, 252>>>;
};
struct part : any_order { // members of a base
    std::uint16_t behind{};
    using wire = fields<field<&part::first>, field<&part::behind>>;
};
struct element {
    std::uint16_t a{};
    byte_view b;
    std::uint8_t c{};
    using wire = fields<field<&element::a>, field<&element::b, opaque<1, 255>>, field<&element::c>>;
};
struct lists {
    part before;
    list_view<nested<element>> a;
    list_view<opaque<1, 255>> one;
    list_view<nested<server_name_entry>> names;
    std::uint8_t after{};
    using wire = fields<field<&lists::before>, field<&lists::a, vec<element, 0, 255>>,
                        field<&lists::one, vec<opaque<1, 255>, 2, 255, only_one>>,
                        field<&lists::names, vec<server_name_entry, 0, 0xffff, names_rule>>, field<&lists::after>>;
};

// And without a word
struct own_wire {
    std::uint8_t a{};
    struct wire {
        static constexpr errc read(cursor& c, own_wire& m) { return u8::read(c, m.a); }
    };
};
struct large_limit {
    std::uint16_t a{};
    using wire = fields<field<&large_limit::a, at_most<std::uint16_t{0x0102}>>>;
};
struct zero_only {
    std::uint8_t a{};
    using wire = fields<field<&zero_only::a, only<std::uint8_t{0}>>>;
};
struct odd_units {
    list_view<u24> a;
    using wire = fields<field<&odd_units::a, vec<u24, 0, 255>>>;
};
struct lists_of_lists {
    list_view<vec<opaque<0, 255>, 0, 255>> a;
    using wire = fields<field<&lists_of_lists::a, vec<vec<opaque<0, 255>, 0, 255>, 0, 255>>>;
};
struct sorted {
    template <class List, class T> static constexpr error judge(List const&, T const&) { return {}; }
};
struct other_rule {
    list_view<opaque<1, 255>> a;
    using wire = fields<field<&other_rule::a, vec<opaque<1, 255>, 0, 255, sorted>>>;
};
struct other_kinds {
    list_view<opaque<1, 255>> a;
    using wire = fields<field<&other_kinds::a, vec<opaque<1, 255>, 0, 255, names_rule>>>;
};
struct large_bound {
    byte_view a;
    using wire = fields<field<&large_bound::a, opaque<0, 300>>>;
};
/// A field that has no word, and one behind it that has.
template <class T, class C> struct behind_zero {
    std::uint8_t a{};
    T b{};
    using wire = fields<field<&behind_zero::a, only<std::uint8_t{0}>>, field<&behind_zero::b, C>>;
};
static_assert(!has_program<behind_zero<std::uint8_t, only<std::uint8_t{1}>>> &&
              !has_program<behind_zero<std::uint8_t, at_most<std::uint8_t{1}>>> &&
              !has_program<behind_zero<std::uint8_t, u8>> && !has_program<behind_zero<fixed_view<2>, fixed<2>>> &&
              !has_program<behind_zero<byte_view, opaque<0, 255>>> &&
              !has_program<behind_zero<list_view<u16>, vec<std::uint16_t, 0, 0xffff>>> &&
              !has_program<behind_zero<byte_view, remaining>>);
static_assert(!has_program<own_wire> && !has_program<large_limit> && !has_program<zero_only> &&
              !has_program<odd_units> && !has_program<other_rule> && !has_program<other_kinds> &&
              !has_program<large_bound> && !has_program<lists_of_lists>);
static_assert(writes_by_program<alert> && writes_by_program<client_key_exchange_psk> &&
              writes_by_program<hello_request> && writes_by_program<new_session_ticket> &&
              !writes_by_program<certificate> && writes_by_program<server_key_exchange_ecdhe> &&
              !writes_by_program<any_order> && !writes_by_program<lists> && !writes_by_program<own_wire>);
static_assert(!has_program<client_hello> && !has_program<handshake<finished>> &&
              !has_program<tls13::new_session_ticket>);

constexpr auto const& values = "00 01 02 03 04 05 06 07 08 20 21 3f 40 7f 80 ff"_hex;

std::uint8_t by_codec[256];
std::uint8_t by_program[256];
/// Written in both ways with so much room: the same bytes, or the same error behind the same ones.
template <class M> bool written_alike(M const& m, std::uint32_t room) {
    sink one{by_codec, by_codec + room};
    sink other{by_program, by_program + room};
    errc const e = M::wire::write(one, m);
    if (write_by_program(other, {program_of<M>.data(), &m}) != e) return false;
    auto const size = static_cast<std::uint32_t>(one.p - by_codec);
    return byte_view{by_codec, size} == byte_view{by_program, static_cast<std::uint32_t>(other.p - by_program)};
}
template <class M> bool refuses_to_write(M const& m) {
    sink out{by_codec, by_codec + sizeof by_codec};
    return written_alike(m, 256) && write_by_program(out, {program_of<M>.data(), &m}) == errc::not_representable;
}

/// For a good message, and for what is left of it.
template <class M, std::size_t N> bool agree_around(bytes<N> const& good) {
    M m;
    if (read_message(byte_view{good}, m)) return false;
    if constexpr (writes_by_program<M>) {
        for (std::uint32_t room = 0; room <= N + 1; ++room) {
            if (!written_alike(m, room)) return false;
        }
    }
    return for_each_change(good, values, agree_about<M>) && for_each_damage(byte_view{good}, 1, agree_about<M>);
}

constexpr bool reads_in_a_constant_expression() {
    constexpr auto const& whole = "03 0017 02 aabb 0403 0001 cc"_hex;
    server_key_exchange_ecdhe m;
    return !read_message(byte_view{whole}, m) && m.params.point.size() == 2 && m.signed_params.signature[0] == 0xcc &&
           read_message(byte_view{whole}.subview(0, 5), m) == error{errc::truncated, 3};
}
static_assert(reads_in_a_constant_expression());

} // namespace

TEST_CASE("codec and program agree about every body of up to four bytes") {
    constexpr auto const& alphabet = "00 01 02 03 ff"_hex;
    CHECK(for_each_body<4>(alphabet, agree_about<alert>));
    CHECK(for_each_body<4>(alphabet, agree_about<change_cipher_spec>));
    CHECK(for_each_body<4>(alphabet, agree_about<certificate>));
    CHECK(for_each_body<4>(alphabet, agree_about<certificate_request>));
    CHECK(for_each_body<4>(alphabet, agree_about<hello_request>));
    CHECK(for_each_body<4>(alphabet, agree_about<client_key_exchange_ecdhe_psk>));
    CHECK(for_each_body<4>(alphabet, agree_about<server_key_exchange_ecdhe>));
    CHECK(for_each_body<4>(alphabet, agree_about<new_session_ticket>));
    CHECK(for_each_body<4>(alphabet, agree_about<server_name>));
    CHECK(for_each_body<4>(alphabet, agree_about<key_update>));
    CHECK(for_each_body<4>(alphabet, agree_about<limited>));
    CHECK(for_each_body<4>(alphabet, agree_about<numbers>));
    CHECK(for_each_body<4>(alphabet, agree_about<any_order>));
    CHECK(for_each_body<4>(alphabet, agree_about<bounds>));
    CHECK(for_each_body<4>(alphabet, agree_about<lists>));
}

TEST_CASE("codec and program agree about good messages, and what is left of them") {
    CHECK(agree_around<alert>("02 28"_hex));
    CHECK(agree_around<change_cipher_spec>("01"_hex));
    CHECK(agree_around<certificate>("000000"_hex));
    CHECK(agree_around<certificate>("000009 000001 aa 000002 bbcc"_hex));
    CHECK(agree_around<certificate_request>("02 01 40 0004 0403 0401 0007 0001 aa 0002 bbcc"_hex));
    CHECK(agree_around<certificate_verify>("0403 0002 aabb"_hex));
    CHECK(agree_around<client_key_exchange_ecdhe>("02 aabb"_hex));
    CHECK(agree_around<client_key_exchange_psk>("0002 aabb"_hex));
    CHECK(agree_around<client_key_exchange_ecdhe_psk>("0002 aabb 01 cc"_hex));
    CHECK(agree_around<finished>("000102030405060708090a0b"_hex));
    CHECK(agree_around<handshake_header>("16 000102"_hex));
    CHECK(agree_around<key_update>("01"_hex));
    CHECK(agree_around<message_hash>("000102030405060708090a0b"_hex));
    CHECK(agree_around<new_session_ticket>("00010203 0002 aabb"_hex));
    CHECK(agree_around<record_header>("16 0303 0102"_hex));
    CHECK(agree_around<server_key_exchange_ecdhe>("03 0017 02 aabb 0403 0001 cc"_hex));
    CHECK(agree_around<server_key_exchange_ecdhe_psk>("0001 aa 03 0017 02 bbcc"_hex));
    CHECK(agree_around<server_key_exchange_psk>("0001 aa"_hex));
}

TEST_CASE("a message without a body has nothing behind it") {
    CHECK(for_each_damage("00"_hex, 1, agree_about<hello_request>));
    CHECK(for_each_damage("00"_hex, 1, agree_about<server_hello_done>));
    CHECK(for_each_damage("00"_hex, 1, agree_about<end_of_early_data>));
}

TEST_CASE("codec and program agree about declarations that are made up, and rules of lists") {
    CHECK(agree_around<numbers>("01 020304 0506 0708090a"_hex));
    CHECK(agree_around<limited>("0021 02"_hex));
    CHECK(agree_around<any_order>("01 aabbcc 0102"_hex));
    CHECK(agree_around<bounds>("02 aabb 000003 010203 08 00000001 00000002"_hex));
    CHECK(agree_around<part>("01 0203"_hex));
    CHECK(agree_around<lists>(
        "01 0203 0a 0001 01 aa 02 0001 01 bb 00 04 03 616263 000a 00 0001 61 07 0000 08 0000 05"_hex));
    CHECK(agree_around<pre_shared_key>("0007 0001 e0 00000000 0021 20"
                                       "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex));
    CHECK(agree_around<server_name>("000e 09 0000 00 0001 61 07 0001 00 08 0000"_hex));
}

TEST_CASE("what its field cannot hold is not written") {
    static constexpr std::uint8_t many[256]{}; // of more no byte is read: they are too many
    CHECK(refuses_to_write(change_cipher_spec{2}));
    CHECK(refuses_to_write(key_update{key_update_request{2}}));
    CHECK(refuses_to_write(limited{0x22, 0}));
    CHECK(refuses_to_write(client_key_exchange_ecdhe{}));
    CHECK(refuses_to_write(client_key_exchange_ecdhe{byte_view{many, 256}}));
    CHECK(refuses_to_write(client_key_exchange_ecdhe_psk{{}, byte_view{many, 256}}));
    CHECK(refuses_to_write(client_key_exchange_psk{byte_view{many, 0x1'0000}}));
    CHECK(refuses_to_write(handshake_header{handshake_type::finished, 0x100'0000}));
    CHECK(refuses_to_write(numbers{1, 0xffff'ffff, 2, 3}));
    CHECK(written_alike(finished{byte_view{many, 200}}, 200));
    CHECK(written_alike(finished{byte_view{many, 200}}, 199));
    CHECK(written_alike(numbers{1, 0xff'ffff, 2, 0xffff'ffff}, 10));
    CHECK(written_alike(hello_request{}, 0));
}

TEST_CASE("what was in a structure before does not matter, and after an error nothing is left") {
    certificate m;
    fill(m);
    CHECK_FALSE(read_message(byte_view{"000000"_hex}, m));
    CHECK(m.certificate_list.empty());
    CHECK(m.certificate_list.is_encoded());
    fill(m);
    CHECK(read_message(byte_view{"000001 00"_hex}, m) == error{errc::truncated, 3});
    CHECK(is_all_zeros(m));
}

TEST_CASE("a message without a program is parsed") {
    own_wire m;
    CHECK_FALSE(read_message(byte_view{"17"_hex}, m));
    CHECK(m.a == 0x17);
    CHECK(read_message(byte_view{"17 00"_hex}, m) == error{errc::trailing, 1});
}

TEST_CASE("in a constant expression a message is read as its codec reads it") {
    CHECK(at_run_time(reads_in_a_constant_expression));
}
