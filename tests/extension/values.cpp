// Values must be what a selection of the same extensions finds in the same hello, with the same verdict at the same byte.
// One difference is wanted: among the answers that a reader judges who knows what was asked for, types that nobody asked
// for may stand twice.
#include "support/values.hpp"
#include "support/shape.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/padding.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto ch = extension_context::client_hello;
constexpr auto sh = extension_context::server_hello;

/// A list read in both ways, by rules of a message.
template <template <class> class Message, extension_context Where, class... Es> struct both_ways {
    using chosen = Message<selection<Where, Es...>>;
    using pair = hello_pair<Message, selection<Where, Es...>, extension_values<Where, Es...>>;
    static bool agree(byte_view in) {
        bool differs = false;
        return pair::template agree_about<chosen>(in, differs) && !differs;
    }
};
/// A hello that has nothing but these
template <class... Es> struct asking_for {
    static constexpr bool asks(extension_type type) { return (... || (Es::type == type)); }
};
template <class... Es> struct judged {
    using pair = hello_pair<basic_server_hello, selection<sh, Es...>, answer_values<asking_for<Es...>, Es...>>;
    using by_walk = server_hello_to_judge<extension_list<Es...>>;
    static bool agree(byte_view in) {
        bool differs = false;
        return pair::template agree_about<by_walk>(in, differs) && !differs;
    }
    static bool agree_but_for_duplicates(byte_view in) {
        bool differs = false;
        return pair::template agree_about<by_walk>(in, differs);
    }
};

using usual_hello = both_ways<basic_client_hello, ch, server_name, max_fragment_length, supported_groups,
                              ec_point_formats, signature_algorithms, application_layer_protocol_negotiation,
                              extended_master_secret, session_ticket, supported_versions, renegotiation_info>;
/// Also what has no place there, and all that has a program.
using full_hello = both_ways<basic_client_hello, ch, pre_shared_key, key_share, server_name, renegotiation_info,
                             session_ticket, supported_groups, ec_point_formats, signature_algorithms,
                             signature_algorithms_cert, application_layer_protocol_negotiation, extended_master_secret,
                             encrypt_then_mac, max_fragment_length, record_size_limit, supported_versions,
                             psk_key_exchange_modes, cookie, padding, signed_certificate_timestamp>;
using poor_hello = both_ways<basic_client_hello, ch, extended_master_secret>;
using bare_hello = both_ways<basic_client_hello, ch>;
bool agree_in_client_hellos(byte_view in) {
    return usual_hello::agree(in) && full_hello::agree(in) && poor_hello::agree(in) && bare_hello::agree(in);
}

template <class... Es> struct answers {
    using placed = both_ways<basic_server_hello, sh, Es...>;
    using to_judge = judged<Es...>;
};
using usual_answers =
    answers<server_name, max_fragment_length, ec_point_formats, application_layer_protocol_negotiation,
            extended_master_secret, session_ticket, supported_versions, renegotiation_info>;
using full_answers =
    answers<server_name, renegotiation_info, session_ticket, ec_point_formats, application_layer_protocol_negotiation,
            extended_master_secret, encrypt_then_mac, max_fragment_length, record_size_limit, supported_versions,
            padding, supported_groups, signed_certificate_timestamp, status_request, pre_shared_key>;
bool agree_in_server_hellos(byte_view in) {
    return usual_answers::placed::agree(in) && full_answers::placed::agree(in) &&
           usual_answers::to_judge::agree_but_for_duplicates(in) &&
           full_answers::to_judge::agree_but_for_duplicates(in);
}

/// A block of these extensions and nothing else
template <class Values> struct holder {
    Values extensions{};
    using wire = fields<field<&holder::extensions, extension_block<ch>>>;
};

// A list may name what no program reads; the hello is then parsed.
using with_choice = basic_client_hello<extension_values<ch, status_request, session_ticket>>;
static_assert(!has_program<with_choice> && has_program<basic_client_hello<extension_values<ch, session_ticket>>>);

// Boards have less memory, and less time.
#ifdef FLINTLS_BARE_METAL
constexpr std::uint32_t most = 4 * 200;
constexpr std::uint32_t step = 16;
#else
constexpr std::uint32_t most = 4 * 900;
constexpr std::uint32_t step = 1;
#endif

constexpr auto plain_part = "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 02 aabb "
                            "0004 c02b c02c 01 00"_hex;
constexpr auto server_part = "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 02 aabb "
                             "c02b 00"_hex;

/// A hello that ends with this block, until the next one is made.
template <auto const& Before> struct hello_with {
    static inline std::array<std::uint8_t, most + 64> room;
    std::uint32_t size = Before.size();

    explicit hello_with(byte_view block) {
        copy(room.data(), Before.data(), size);
        store<2>(room.data() + size, block.size());
        copy(room.data() + size + 2, block.data(), block.size());
        size += 2 + block.size();
    }
    explicit operator byte_view() const { return {room.data(), size}; }
};
/// One extension
template <auto const& Before> struct hello_with_one : hello_with<Before> {
    hello_with_one(unsigned type, byte_view body) : hello_with<Before>{extension(type, body)} {}
    static byte_view extension(unsigned type, byte_view body) {
        static std::array<std::uint8_t, 128> room;
        store<2>(room.data(), type);
        store<2>(room.data() + 2, body.size());
        copy(room.data() + 4, body.data(), body.size());
        return {room.data(), 4 + body.size()};
    }
};

/// Every type that is known, with this body.
bool agree_about_body(byte_view body) {
    for (extension_placement const& known : extension_placements) {
        auto const type = static_cast<unsigned>(known.type);
        if (!agree_in_client_hellos(byte_view{hello_with_one<plain_part>{type, body}})) return false;
        if (!agree_in_server_hellos(byte_view{hello_with_one<server_part>{type, body}})) return false;
    }
    return true;
}
constexpr auto const& values = "00 01 02 03 06 20 40 ff"_hex;

/// A hello that asks for a name and ALPN, and for what no ServerHello may answer
struct some_hello {
    static constexpr bool asks(extension_type type) {
        using enum extension_type;
        return type == server_name || type == application_layer_protocol_negotiation || type == signature_algorithms ||
               type == supported_groups;
    }
};
using answer_to_some =
    answer_values<some_hello, server_name, max_fragment_length, application_layer_protocol_negotiation, session_ticket,
                  supported_versions, renegotiation_info, supported_groups>;
template <std::size_t N> constexpr errc refused_in(bytes<N> const& wire) {
    struct {
        answer_to_some extensions{};
    } m;
    cursor c{wire.data(), wire.data() + N};
    return m.extensions.read(c) != errc::ok ? errc::ok : m.extensions.refused();
}
template <std::size_t N> bool is_refused(bytes<N> const& wire, errc why) {
    hello_with<server_part> const hello{byte_view{wire}.subview(2)};
    basic_server_hello<answer_to_some> m;
    return !read_message(byte_view{hello}, m) && m.extensions.refused() == why && refused_in(wire) == why;
}
constexpr bool refuses_in_a_constant_expression() {
    return refused_in("0004 0017 0000"_hex) == errc::unsolicited_extension &&
           refused_in("0008 0000 0000 000d 0000"_hex) == errc::misplaced_extension &&
           refused_in("0004 0000 0000"_hex) == errc::ok;
}
static_assert(refuses_in_a_constant_expression());

constexpr bool reads_in_a_constant_expression() {
    constexpr auto const& block = "0018 0017 0000 000a 0004 0002 0017 0000 0008 0006 00 0003 612e62"_hex;
    holder<extension_values<ch, server_name, supported_groups, extended_master_secret, session_ticket>> m;
    if (read_message(byte_view{block}, m)) return false;
    auto const& found = m.extensions;
    return found.has<extended_master_secret>() && found.get<extended_master_secret>() && !found.has<session_ticket>() &&
           (*found.get<server_name>()).host_name() == byte_view{"612e62"_hex} && found.present() &&
           (*found.get<supported_groups>()).named_group_list.contains(named_group::secp256r1);
}

} // namespace

TEST_CASE("values and selection agree about the hellos of real programs, and what is left of them") {
    for (vectors::entry const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        byte_view const body{hello.data + 4, hello.size - 4};
        CHECK(agree_in_client_hellos(body));
        CHECK(for_each_damage(body, step * (1 + hello.size / 100), agree_in_client_hellos));
    }
    byte_view const answer = byte_view{vectors::serverhello_mbedtls36}.subview(4);
    CHECK(agree_in_server_hellos(answer));
    CHECK(for_each_damage(answer, step, agree_in_server_hellos));
}

TEST_CASE("values and selection agree about hellos that are full of extensions, and what is left of them") {
    hello_with<plain_part> const hello{byte_view{
        "0000 000e 000c 09 0001 61 00 0005 622e636f6d 0001 0001 02 000a 0006 0004 0017 001d 000b 0002 01 00 "
        "000d 0004 0002 0403 0010 0005 0003 02 6832 0017 0000 0023 0003 010203 002b 0003 02 0303 ff01 0001 00 "
        "4444 0002 aabb 0a0a 0000 0033 0007 0005 001d 0001 aa"_hex}};
    CHECK(agree_in_client_hellos(byte_view{hello}));
    CHECK(for_each_damage(byte_view{hello}, step, agree_in_client_hellos));
    hello_with<server_part> const answer{
        byte_view{"0000 0000 0001 0001 02 000b 0002 01 00 0010 0005 0003 02 6832 0017 0000 0023 0000 ff01 0001 00 "
                  "000a 0004 0002 0017 4444 0002 aabb 0a0a 0000"_hex}};
    CHECK(agree_in_server_hellos(byte_view{answer}));
    CHECK(for_each_damage(byte_view{answer}, step, agree_in_server_hellos));
}

TEST_CASE("values and selection agree about every extension with every body of up to two bytes") {
    constexpr auto const& alphabet = "00 01 02 03 04 3f 40 ff"_hex;
    CHECK(for_each_body<2>(alphabet, agree_about_body));
}

TEST_CASE("values and selection agree about every extension with a good body of any, and what is left of it") {
    CHECK(for_each_change("0006 00 0003 616263"_hex, values, agree_about_body));
    CHECK(for_each_change("000e 09 0000 00 0001 61 07 0001 00 08 0000"_hex, values, agree_about_body));
    CHECK(for_each_change("0003 02 6832"_hex, values, agree_about_body));
    CHECK(for_each_change("02 01 0000"_hex, values, agree_about_body));
    CHECK(for_each_change("0005 02 6832 01 61"_hex, values, agree_about_body));
    CHECK(for_each_change("0006 001d 0002 e0e1"_hex, values, agree_about_body));
}

TEST_CASE("values and selection agree about keys that are offered, and what is left of them") {
    constexpr auto const& good = "0029 002e 0007 0001 e0 00000000 0021 20"
                                 "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf ff01 0001 00"_hex;
    hello_with<plain_part> const last{byte_view{good}.subview(0, good.size() - 5)};
    CHECK(for_each_damage(byte_view{last}, step, agree_in_client_hellos));
    hello_with<plain_part> const not_last{byte_view{good}};
    CHECK(for_each_damage(byte_view{not_last}, step, agree_in_client_hellos));
}

TEST_CASE("of many unknown types values find the one that stands twice, as a selection does") {
    static std::array<std::uint8_t, most> block;
    for (unsigned const stride : {1U, 0x100U, 0x1010U, 0x1f35U}) {
        std::uint32_t const counts[] = {2, 32, 33, 34, 200, most / 4};
        for (std::uint32_t const count : counts) {
            if (count > 16 && stride == 0x1010U) continue;
            if (count > 200 && stride == 0x100U) continue;
            CAPTURE(stride);
            CAPTURE(count);
            for (std::uint32_t i = 0; i < count; ++i) store<2>(&block[4 * i], 0x1001 + i * stride);
            CHECK(agree_in_client_hellos(byte_view{hello_with<plain_part>{{block.data(), 4 * count}}}));
            std::uint32_t const places[] = {0, 1, count / 2, count - 2, count - 1};
            for (std::uint32_t const first : places) {
                for (std::uint32_t const second : places) {
                    if (first >= second) continue;
                    std::uint32_t const was = load<2>(&block[4 * second]);
                    store<2>(&block[4 * second], load<2>(&block[4 * first]));
                    hello_with<plain_part> const hello{{block.data(), 4 * count}};
                    CHECK(agree_in_client_hellos(byte_view{hello}));
                    hello_with<server_part> const answer{{block.data(), 4 * count}};
                    CHECK(agree_in_server_hellos(byte_view{answer}));
                    store<2>(&block[4 * second], was);
                }
            }
        }
    }
}

TEST_CASE("who judges answers finds a type that was not asked for, and need not know that it stands twice") {
    hello_with<server_part> const twice{byte_view{"4444 0000 0017 0000 4444 0000"_hex}};
    byte_view const in{twice};
    CHECK_FALSE(usual_answers::to_judge::agree(in));
    CHECK(usual_answers::to_judge::agree_but_for_duplicates(in));
    usual_answers::to_judge::by_walk by_walk;
    CHECK(parse(in, by_walk) == error{errc::duplicate_extension, server_part.size() + 2 + 8});
    usual_answers::to_judge::pair::values answer;
    CHECK_FALSE(read_message(in, answer));
    CHECK(answer.extensions.all().has(extension_type{0x4444}));
    CHECK(answer.extensions.has<extended_master_secret>());
    // Of those that it can ask for none stands twice.
    hello_with<server_part> const known_twice{byte_view{"0017 0000 4444 0000 0017 0000"_hex}};
    CHECK(usual_answers::to_judge::agree(byte_view{known_twice}));
    CHECK(read_message(byte_view{known_twice}, answer) == error{errc::duplicate_extension, server_part.size() + 2 + 8});
}

TEST_CASE("the first answer that was not asked for, or has no place, is what is refused (RFC 5246 7.4.1.4)") {
    CHECK(is_refused("0000"_hex, errc::ok));
    CHECK(is_refused("000d 0000 0000 0010 0005 0003 02 6832"_hex, errc::ok));
    CHECK(is_refused("0004 4444 0000"_hex, errc::unsolicited_extension));
    CHECK(is_refused("0004 0017 0000"_hex, errc::unsolicited_extension));    // not in the list
    CHECK(is_refused("0005 0001 0001 02"_hex, errc::unsolicited_extension)); // in the list
    CHECK(is_refused("0004 000d 0000"_hex, errc::misplaced_extension));      // asked for
    CHECK(is_refused("0004 0015 0000"_hex, errc::unsolicited_extension));    // not asked for, nor has it a place
    CHECK(is_refused("0008 000a 0004 0002 0017"_hex, errc::ok));             // in the list, and asked for
    CHECK(is_refused("0005 ff01 0001 00"_hex, errc::ok));                    // RFC 5746 3.6
    CHECK(is_refused("0006 002b 0002 0304"_hex, errc::ok));                  // RFC 8446 4.2.1
    CHECK(is_refused("0008 000d 0000 4444 0000"_hex, errc::misplaced_extension));
    CHECK(is_refused("0008 4444 0000 000d 0000"_hex, errc::unsolicited_extension));
    CHECK(is_refused("000c 4444 0000 000d 0000 0000 0000"_hex, errc::unsolicited_extension));
}

TEST_CASE("what is refused is not looked into") {
    hello_with<server_part> const hello{byte_view{"0001 0002 0909"_hex}};
    basic_server_hello<answer_to_some> m;
    CHECK_FALSE(read_message(byte_view{hello}, m));
    CHECK(m.extensions.refused() == errc::unsolicited_extension);
    CHECK_FALSE(m.extensions.has<max_fragment_length>());
    CHECK(parse(byte_view{hello}, m) == error{errc::forbidden_value, server_part.size() + 2 + 4}); // as the walk has it
}

TEST_CASE("a hello may end before its block, and a block may be empty") {
    CHECK(agree_in_client_hellos(byte_view{plain_part}));
    CHECK(agree_in_server_hellos(byte_view{server_part}));
    CHECK(agree_in_client_hellos(byte_view{hello_with<plain_part>{{}}}));
    CHECK(agree_in_server_hellos(byte_view{hello_with<server_part>{{}}}));
    usual_hello::pair::values m;
    CHECK_FALSE(read_message(byte_view{plain_part}, m));
    CHECK_FALSE(m.extensions.present());
    CHECK_FALSE(m.extensions.get<server_name>());
    CHECK_FALSE(read_message(byte_view{hello_with<plain_part>{{}}}, m));
    CHECK(m.extensions.present());
    CHECK(m.extensions.all().encoded().empty());
}

TEST_CASE("values of which one has no program are parsed") {
    hello_with<plain_part> const hello{byte_view{"0005 0005 01 0000 0000 0023 0001 aa"_hex}};
    with_choice m;
    CHECK_FALSE(read_message(byte_view{hello}, m));
    CHECK((*m.extensions.get<status_request>()).status_type == certificate_status_type::ocsp);
    CHECK((*m.extensions.get<session_ticket>()).ticket.size() == 1);
}

TEST_CASE("in a constant expression values are read by the walk") {
    static_assert(reads_in_a_constant_expression());
    CHECK(at_run_time(reads_in_a_constant_expression));
}
