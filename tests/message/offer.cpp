// Hellos made of typed extensions: `offer` and `when`.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex;
constexpr auto const& host = "612e62"_hex; // "a.b"
constexpr auto const& h2 = "6832"_hex;     // "h2"
constexpr auto const& ticket = "d1d2d3d4"_hex;
constexpr cipher_suite suites[] = {cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256};
constexpr compression_method null_only[] = {compression_method::null};
constexpr server_name_entry names[] = {{name_type::host_name, host}};
constexpr named_group groups[] = {named_group::x25519, named_group::secp256r1};
constexpr byte_view protocols[] = {h2};

template <class Offer> constexpr auto hello_with(Offer const& extensions) {
    return handshake<basic_client_hello<Offer>>{{protocol_version::tls_1_2, random, {}, suites, null_only, extensions}};
}

constexpr auto const& full =
    "01 00005b 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c02b 01 00"
    "0030"
    "0000 0008 0006 00 0003 612e62"
    "000a 0006 0004 001d 0017"
    "0010 0005 0003 02 6832"
    "0017 0000"
    "0023 0004 d1d2d3d4"
    "ff01 0001 00"_hex;
constexpr auto const& without_ticket =
    "01 000053 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c02b 01 00"
    "0028"
    "0000 0008 0006 00 0003 612e62"
    "000a 0006 0004 001d 0017"
    "0010 0005 0003 02 6832"
    "0017 0000"
    "ff01 0001 00"_hex;

constexpr auto offered(bool with_ticket) {
    return hello_with(offer{server_name{names}, supported_groups{groups},
                            application_layer_protocol_negotiation{protocols}, extended_master_secret{},
                            when{with_ticket, session_ticket{ticket}}, renegotiation_info{}});
}

constexpr bool an_offer_is_written_in_its_order() { return writes(offered(true), full); }
static_assert(an_offer_is_written_in_its_order());

constexpr bool what_is_not_wanted_leaves_no_trace() {
    return writes(offered(false), without_ticket) &&
           writes(
               hello_with(offer{when{false, server_name{names}}}),
               "01 00002b 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c02b 01 00 0000"_hex);
}
static_assert(what_is_not_wanted_leaves_no_trace());

constexpr bool what_was_offered_is_read_back() {
    client_hello_with<extension_list<server_name, session_ticket>> m{};
    if (parse(byte_view{full.data() + 4, 91}, m)) return false;
    return (*m.extensions.get<server_name>()).host_name() == byte_view{host} &&
           (*m.extensions.get<session_ticket>()).ticket == byte_view{ticket};
}
static_assert(what_was_offered_is_read_back());

bool every_smaller_room_is_refused() { return refuses_less_room<95>(offered(true)); }

constexpr bool a_value_that_does_not_fit_fails_at_its_place() {
    constexpr named_group const* none = nullptr;
    list_view<number<named_group>> const no_groups{std::span<named_group const>{none, 0}};
    // 4 bytes of header, 41 of fields, 2 of block length, 4 of extension header
    return cannot_write(hello_with(offer{supported_groups{no_groups}}), errc::not_representable, 51) &&
           cannot_write(hello_with(offer{extended_master_secret{}, supported_groups{no_groups}}),
                        errc::not_representable, 55);
}
static_assert(a_value_that_does_not_fit_fails_at_its_place());

constexpr bool answers_are_offered_in_their_own_form() {
    constexpr auto const& expected =
        "02 000046 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 1301 00"
        "001e"
        "002b 0002 0304"
        "0033 0008 001d 0004 d1d2d3d4"
        "0000 0000"
        "ff01 0004 03 a1a2a3"_hex;
    constexpr auto const& connection = "a1a2a3"_hex;
    auto extensions =
        offer{selected_version{protocol_version::tls_1_3}, key_share_server_hello{{named_group::x25519, ticket}},
              server_name::in_server_hello{}, renegotiation_info{connection}};
    handshake<basic_server_hello<decltype(extensions)>> m{};
    m.body.legacy_version = protocol_version::tls_1_2;
    m.body.random = random;
    m.body.cipher_suite = cipher_suite::aes_128_gcm_sha256;
    m.body.extensions = extensions;
    return writes(m, expected);
}
static_assert(answers_are_offered_in_their_own_form());

} // namespace

TEST_CASE("an offer becomes exactly its extensions, in its order") {
    CHECK(at_run_time(an_offer_is_written_in_its_order));
    CHECK(at_run_time(answers_are_offered_in_their_own_form));
    CHECK(at_run_time(what_was_offered_is_read_back));
}

TEST_CASE("an extension that is not wanted leaves no trace") { CHECK(at_run_time(what_is_not_wanted_leaves_no_trace)); }

TEST_CASE("an offer that has no room, or holds what its field cannot, is refused") {
    CHECK(at_run_time(every_smaller_room_is_refused));
    CHECK(at_run_time(a_value_that_does_not_fit_fails_at_its_place));
}
