// Every combination of what run time can bring: the hello from flash is the hello that the serialiser builds from typed
// values, byte for byte, copied and in pieces, in a buffer of exactly its size.
#include "compiled_hello.hpp"
#include "support/default_policy.hpp"
#include "support/test.hpp"

#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/supported_versions.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr bytes<300> material = [] {
    bytes<300> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i * 7 + 1);
    return all;
}();
constexpr byte_view take(std::uint32_t from, std::uint32_t count) { return byte_view{material}.subview(from, count); }

constexpr std::array<compression_method, 1> null_only{compression_method::null};
constexpr std::array<ec_point_format, 1> formats{ec_point_format::uncompressed};
constexpr std::array<protocol_version, 2> versions{protocol_version::tls_1_3, protocol_version::tls_1_2};
constexpr std::array<psk_key_exchange_mode, 1> modes{psk_key_exchange_mode::psk_dhe_ke};

struct policy_with_scsv : policy_of<options{.signal = renegotiation_signal::scsv,
                                            .highest_version = protocol_version::tls_1_3,
                                            .max_ticket = 70,
                                            .max_server_name = 30}> {
    using suites = suite_list<cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256, cipher_suite::psk_with_aes_128_ccm_8>;
    using protocols = protocol_list<"coap">;
};
struct policy_with_extension
    : policy_of<test::with<policy_with_scsv>([](auto& o) { o.signal = renegotiation_signal::extension; }),
                policy_with_scsv> {};

struct policy_with_long_tickets : policy_of<options{.max_ticket = 0xffff}, test::default_policy> {};

/// The suites that a hello carries now.
template <class P> struct suites_now {
    std::array<cipher_suite, 4> all{};
    std::size_t count = 0;

    constexpr suites_now(bool scsv, bool fallback) {
        for (cipher_suite const suite : P::suites::values) all[count++] = suite;
        if (scsv) all[count++] = cipher_suite::empty_renegotiation_info_scsv;
        if (fallback) all[count++] = cipher_suite::fallback_scsv;
    }
    [[nodiscard]] constexpr std::span<cipher_suite const> view() const { return {all.data(), count}; }
};

/// The hello that the serialiser builds, in `out`.
template <class P, class M, class Offer>
constexpr byte_view build(M const& m, Offer const& extensions, std::span<std::uint8_t> out) {
    suites_now<P> const suites{m.scsv, m.fallback_scsv};
    handshake<basic_client_hello<Offer>> const hello{
        {protocol_version::tls_1_2, m.random, m.session_id, suites.view(), null_only, extensions}};
    auto const written = serialize(hello, out);
    return written ? *written : byte_view{};
}

template <class Hello> constexpr bool is_the_same(Hello, typename Hello::message const& m, byte_view built) {
    typename Hello::pieces pieces;
    bytes<Hello::max_size + 1> out{};
    out[built.size()] = 0x5a;
    auto const room = std::span{out}.first(built.size());
    auto const written = serialize(m, room);
    return !built.empty() && written && *written == built && out[built.size()] == 0x5a && !Hello::scatter(m, pieces) &&
           make_up(pieces, built) && pieces.count() <= Hello::pieces::max_pieces && built.size() <= Hello::max_size &&
           built.size() >= Hello::min_size;
}

constexpr std::uint32_t session_ids[]{0, 1, 32};
constexpr std::uint32_t names[]{0, 1, 30};
constexpr std::uint32_t tickets[]{0, 1, 8, 70};
constexpr std::uint32_t verify_data[]{0, 1, 12, 16};

/// TLS 1.2, as the policy describes it.
template <class P>
constexpr bool agree(std::uint32_t id, std::uint32_t name, std::uint32_t ticket, std::uint32_t info) {
    constexpr auto hello = make_client_hello<P>();
    constexpr bool by_scsv = P::signal == renegotiation_signal::scsv;
    for (unsigned kind = 0; kind < 8; ++kind) { // with a ticket or none, first handshake or another, after a fallback
        bool const first = (kind & 2U) != 0;
        typename decltype(hello)::message const m{
            .random = fixed_view<32>{material.data()},
            .session_id = take(1, id),
            .host_name = take(2, name),
            .ticket = {{take(3, ticket)}, (kind & 1U) != 0},
            .scsv = by_scsv && first,
            .renegotiation_info = {{first ? byte_view{} : take(4, info)}, !(by_scsv && first)},
            .fallback_scsv = (kind & 4U) != 0};
        std::array const entries{server_name_entry{name_type::host_name, m.host_name}};
        offer const extensions{when{name != 0, server_name{entries}},
                               application_layer_protocol_negotiation{P::protocols::values},
                               supported_groups{P::groups::values},
                               ec_point_formats{formats},
                               signature_algorithms{P::signature_schemes::values},
                               extended_master_secret{},
                               when{m.ticket.present, session_ticket{m.ticket.value}},
                               when{m.renegotiation_info.present, renegotiation_info{m.renegotiation_info.value}}};
        bytes<hello.max_size + 1> built{};
        if (!is_the_same(hello, m, build<P>(m, extensions, built))) return false;
    }
    return true;
}

template <class P> constexpr bool every_hello_of_tls_1_2() {
    for (std::uint32_t const id : session_ids)
        for (std::uint32_t const name : names)
            for (std::uint32_t const ticket : tickets)
                for (std::uint32_t const info : verify_data)
                    if (!agree<P>(id, name, ticket, info)) return false;
    return true;
}
static_assert(agree<policy_with_scsv>(0, 0, 0, 12) && agree<policy_with_scsv>(32, 30, 70, 16));
static_assert(agree<policy_with_extension>(0, 0, 0, 12) && agree<policy_with_extension>(32, 30, 70, 16));

constexpr auto tls_1_3 = make_client_hello<policy_with_extension>([] {
    return offer{supported_versions{versions},
                 slot<key_share, named_group::secp256r1, named_group::x25519>{},
                 slot<cookie, 40>{},
                 slot<server_name>{},
                 psk_key_exchange_modes{modes},
                 slot<pre_shared_key, 32, 48>{}};
});

/// TLS 1.3, with what a HelloRetryRequest or an earlier connection may have brought.
constexpr bool agree_on_tls_1_3(std::uint32_t id, std::uint32_t name, std::uint32_t cookie_size,
                                std::uint32_t identity) {
    decltype(tls_1_3)::message const m{
        .random = fixed_view<32>{material.data()},
        .session_id = take(1, id),
        .host_name = take(2, name),
        .cookie = take(3, cookie_size),
        .key_shares = {take(4, 65), take(5, 32)},
        .pre_shared_keys = {offered_psk{take(6, identity), 0x8090a0b0, take(7, 32)}, {take(8, 3), 7, take(9, 48)}}};
    std::array const entries{server_name_entry{name_type::host_name, m.host_name}};
    std::array const shares{key_share_entry{named_group::secp256r1, m.key_shares[0]},
                            key_share_entry{named_group::x25519, m.key_shares[1]}};
    std::array const identities{psk_identity{take(6, identity), 0x8090a0b0}, psk_identity{take(8, 3), 7}};
    std::array const binders{take(7, 32), take(9, 48)};
    offer const extensions{supported_versions{versions},
                           key_share{shares},
                           when{cookie_size != 0, cookie{m.cookie}},
                           when{name != 0, server_name{entries}},
                           psk_key_exchange_modes{modes},
                           when{identity != 0, pre_shared_key{identities, binders}}};
    bytes<tls_1_3.max_size + 1> built{};
    return is_the_same(tls_1_3, m, build<policy_with_extension>(m, extensions, built));
}
constexpr bool every_hello_of_tls_1_3() {
    for (std::uint32_t const id : session_ids)
        for (std::uint32_t const name : names)
            for (std::uint32_t const cookie_size : {0U, 1U, 40U})
                for (std::uint32_t const identity : tickets)
                    if (!agree_on_tls_1_3(id, name, cookie_size, identity)) return false;
    return true;
}
static_assert(agree_on_tls_1_3(0, 0, 0, 0) && agree_on_tls_1_3(32, 30, 40, 70));

constexpr bool no_smaller_room_will_do() {
    constexpr auto hello = make_client_hello<policy_with_scsv>();
    auto const m = hello.with({.random = fixed_view<32>{material.data()}, .host_name = take(2, 5)});
    bytes<hello.max_size> out{};
    writer w{out};
    if (w.write(m)) return false;
    for (std::uint32_t room = 0; room < w.size(); ++room) {
        bytes<hello.max_size> untouched{};
        writer small{std::span{untouched}.first(room)};
        if (!(small.write(m) == error{errc::no_room, room}) || untouched != bytes<hello.max_size>{}) return false;
    }
    return true;
}

/// A ticket may be so long that its block is not: 2^16-1 bytes are all that a block can say. Nothing is read to list it.
constexpr bool a_block_longer_than_its_length_can_say_is_refused() {
    constexpr auto hello = make_client_hello<policy_with_long_tickets>();
    typename decltype(hello)::pieces pieces;
    auto m = hello.with({.random = fixed_view<32>{material.data()}});
    auto const lists = [&](std::uint32_t ticket) {
        m.ticket.value.ticket = {material.data(), ticket};
        return hello.scatter(m, pieces);
    };
    // Beside the ticket: groups 8, formats 6, schemes 12, EMS 4, the ticket's header 4, renegotiation_info 5.
    return !lists(0xffff - 39) && pieces.size() == 4 + 2 + 32 + 1 + 2 + 4 + 2 + 2 + 0xffff &&
           lists(0xffff - 38) == error{errc::not_representable, hello.bytes.size() - 39 - 10} && pieces.count() == 0;
}
static_assert(a_block_longer_than_its_length_can_say_is_refused());

/// Behind a record header, nothing that is written is aligned.
constexpr bool any_address_will_do() {
    constexpr auto hello = make_client_hello<policy_with_scsv>();
    auto const m = hello.with({.random = fixed_view<32>{material.data()}, .host_name = take(2, 5)});
    bytes<hello.max_size> aligned{};
    writer w{aligned};
    if (w.write(m)) return false;
    for (std::size_t shift = 0; shift < 8; ++shift) {
        bytes<hello.max_size + 8> out{};
        writer shifted{std::span{out}.subspan(shift)};
        if (shifted.write(m) || !(shifted.written() == w.written())) return false;
    }
    return true;
}

} // namespace

TEST_CASE("every hello of TLS 1.2 from flash is the one that is built from typed values") {
    CHECK(at_run_time(every_hello_of_tls_1_2<policy_with_scsv>));
    CHECK(at_run_time(every_hello_of_tls_1_2<policy_with_extension>));
}

TEST_CASE("every hello of TLS 1.3 from flash is the one that is built from typed values") {
    CHECK(at_run_time(every_hello_of_tls_1_3));
}

TEST_CASE("a block that its own length cannot say is refused") {
    CHECK(at_run_time(a_block_longer_than_its_length_can_say_is_refused));
}

TEST_CASE("a hello needs exactly its own room, at any address") {
    CHECK(at_run_time(no_smaller_room_will_do));
    CHECK(at_run_time(any_address_will_do));
}
