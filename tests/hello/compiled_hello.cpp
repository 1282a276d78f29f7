// Hellos that the compiler writes from a policy, next to bytes written by hand.
#include "compiled_hello.hpp"
#include "support/default_policy.hpp"
#include "support/memcpy.hpp"
#include "support/test.hpp"

#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex;
constexpr auto const& host = "612e62"_hex; // "a.b"
constexpr auto const& ticket = "d1d2d3d4d5"_hex;
constexpr auto const& session_id = "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"_hex;
constexpr auto const& verify_data = "e0e1e2e3e4e5e6e7e8e9eaeb"_hex;
constexpr bytes<300> many{};

constexpr byte_view first(std::uint32_t count) { return {many.data(), count}; }
constexpr found<session_ticket> this_ticket(byte_view bytes) { return {{bytes}, true}; }
constexpr found<renegotiation_info> this_info(byte_view bytes) { return {{bytes}, true}; }

/// What every member of the policy leads to, once.
struct full_policy
    : policy_of<options{
          .max_ticket = 40, .max_server_name = 20, .fragment_length = max_fragment_length_code::bytes_512}> {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using groups = group_list<named_group::x25519, named_group::secp256r1>;
    using signature_schemes = scheme_list<signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = protocol_list<"h2", "mqtt">;
};
constexpr auto full = make_client_hello<full_policy>();

constexpr bool a_full_hello_has_all_that_the_policy_offers() {
    return becomes(full, {.random = random, .host_name = host},
                   "01 00006f 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c02b 01 00"
                   "0044"
                   "0000 0008 0006 00 0003 612e62"
                   "0010 000a 0008 02 6832 04 6d717474"
                   "000a 0006 0004 001d 0017"
                   "000b 0002 01 00"
                   "000d 0004 0002 0403"
                   "0001 0001 01"
                   "0017 0000"
                   "0023 0000"
                   "ff01 0001 00"_hex);
}
static_assert(a_full_hello_has_all_that_the_policy_offers());

constexpr bool run_time_brings_a_session_a_ticket_and_verify_data_and_leaves_out_a_name() {
    return becomes(full,
                   {.random = random,
                    .session_id = session_id,
                    .ticket = this_ticket(ticket),
                    .renegotiation_info = this_info(verify_data)},
                   "01 000094 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                   "20 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f 0002 c02b 01 00"
                   "0049"
                   "0010 000a 0008 02 6832 04 6d717474"
                   "000a 0006 0004 001d 0017"
                   "000b 0002 01 00"
                   "000d 0004 0002 0403"
                   "0001 0001 01"
                   "0017 0000"
                   "0023 0005 d1d2d3d4d5"
                   "ff01 000d 0c e0e1e2e3e4e5e6e7e8e9eaeb"_hex);
}
static_assert(run_time_brings_a_session_a_ticket_and_verify_data_and_leaves_out_a_name());

/// A pre-shared key and nothing else that is not needed: what its suites do not use of the lists is not offered.
struct small_policy
    : policy_of<options{
          .signal = renegotiation_signal::scsv,
          .highest_version = protocol_version::tls_1_3, // of the product: so this one may have fallen back
          .offer_server_name = false,
          .offer_session_tickets = false,
          .max_ticket = 0,
      }> {
    using suites = suite_list<cipher_suite::psk_with_aes_128_ccm_8>;
};
constexpr auto small = make_client_hello<small_policy>();

constexpr bool signals_are_suites_or_an_extension() {
    return becomes(small, {.random = random},
                   "01 000031 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 c0a8 00ff"
                   "01 00 0004 0017 0000"_hex) &&
           becomes(small, {.random = random, .fallback_scsv = true},
                   "01 000033 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00"
                   "0006 c0a8 00ff 5600 01 00 0004 0017 0000"_hex) &&
           becomes(small, {.random = random, .scsv = false, .renegotiation_info = this_info(verify_data)},
                   "01 000040 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c0a8"
                   "01 00 0015 0017 0000 ff01 000d 0c e0e1e2e3e4e5e6e7e8e9eaeb"_hex);
}
static_assert(signals_are_suites_or_an_extension());

/// RFC 8422 4: groups and point formats only with suites that use them. RFC 5246 7.4.1.4.1: schemes with certificates.
template <cipher_suite Suite> struct only : small_policy { using suites = suite_list<Suite>; };
template <cipher_suite Suite> constexpr auto hello_with = make_client_hello<only<Suite>>();

constexpr bool a_hello_offers_what_its_suites_use() {
    return becomes(hello_with<cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256>, {.random = random},
                   "01 00003f 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 d001 00ff"
                   "01 00 0012 000a 0004 0002 0017 000b 0002 01 00 0017 0000"_hex) &&
           becomes(hello_with<cipher_suite::rsa_with_aes_128_gcm_sha256>, {.random = random},
                   "01 00003d 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 009c 00ff"
                   "01 00 0010 000d 0008 0006 0403 0804 0401 0017 0000"_hex) &&
           becomes(hello_with<cipher_suite::dhe_psk_with_aes_128_gcm_sha256>, {.random = random},
                   "01 000039 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 00aa 00ff"
                   "01 00 000c 000a 0004 0002 0017 0017 0000"_hex);
}
static_assert(a_hello_offers_what_its_suites_use());

/// RFC 5246 7.4.1.2: no block at all.
struct bare_policy : policy_of<options{.signal = renegotiation_signal::scsv,
                                       .hello_extensions = false,
                                       .offer_extended_master_secret = false,
                                       .offer_server_name = false,
                                       .offer_session_tickets = false}> {
    using suites = suite_list<cipher_suite::psk_with_aes_128_ccm_8>;
};
constexpr auto bare = make_client_hello<bare_policy>();

/// And no renegotiation either: then the signal is a suite like any other.
struct bare_for_good_policy
    : policy_of<test::with<bare_policy>([](auto& o) { o.client_renegotiation = renegotiation_mode::never; }),
                bare_policy> {};
constexpr auto bare_for_good = make_client_hello<bare_for_good_policy>();

constexpr bool a_bare_hello_has_a_block_only_when_it_renegotiates() {
    constexpr auto const& no_block =
        "01 00002b 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 c0a8 00ff 01 00"_hex;
    return becomes(bare, {.random = random}, no_block) &&
           becomes(bare, {.random = random, .scsv = false, .renegotiation_info = this_info(verify_data)},
                   "01 00003c 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c0a8"
                   "01 00 0011 ff01 000d 0c e0e1e2e3e4e5e6e7e8e9eaeb"_hex) &&
           becomes(bare_for_good, {.random = random}, no_block) && bare_for_good.bytes.size() == no_block.size();
}
static_assert(a_bare_hello_has_a_block_only_when_it_renegotiates());

constexpr bool a_host_name_may_be_part_of_the_program() {
    constexpr auto hello = make_client_hello<full_policy, "a.b">();
    bytes<full.max_size> one{};
    bytes<full.max_size> other{};
    writer w{one};
    writer x{other};
    return !w.write(hello.with({.random = random})) && !x.write(full.with({.random = random, .host_name = host})) &&
           one == other && w.size() == x.size() && refuses(hello, {.random = random, .host_name = host}, 0);
}
static_assert(a_host_name_may_be_part_of_the_program());

/// The rules of renegotiation say what a hello carries (C1, C4), and every policy's hello has a place for it.
template <class Policy, class Hello> constexpr bool carries_its_signals(Hello hello) {
    client_renegotiation<Policy> rules;
    bytes<Hello::max_size> out{};
    auto const starts = [&] {
        if (!rules.start().proceeds()) return false;
        auto const signals = rules.signals();
        writer w{out};
        return !w.write(hello.with({.random = random, .scsv = signals.scsv, .renegotiation_info = signals.info}));
    };
    return starts() && rules.on_server_hello({{}, true}).proceeds() &&
           rules.on_finished(verify_data, verify_data, {}).proceeds() && starts();
}
static_assert(carries_its_signals<full_policy>(full) && carries_its_signals<small_policy>(small) &&
              carries_its_signals<bare_policy>(bare));

constexpr bool the_largest_hello_is_as_large_as_promised() {
    bytes<full.max_size> out{};
    auto const largest = [&] {
        writer w{out};
        return !w.write(full.with({.random = random,
                                   .session_id = session_id,
                                   .host_name = first(20),
                                   .ticket = this_ticket(first(40)),
                                   .renegotiation_info = this_info(first(16))})) &&
               w.size() == full.max_size;
    };
    // By hand: 115 bytes with a name of 3, and 32 + 17 + 40 + 16 more.
    return full.max_size == 115 + 105 && full.min_size == 115 - 12 - 4 && largest() &&
           small.max_size == 53 + 32 + 2 - 2 + 5 + 16 && bare.max_size == 47 + 32 - 2 + 2 + 5 + 16 &&
           bare.min_size == 47;
}
static_assert(the_largest_hello_is_as_large_as_promised());
/// A state and a policy agree how long verify_data may be.
static_assert(full.max_size - full.min_size - 32 - 29 - 44 == renegotiation_state::max_verify_data);

constexpr bool what_is_longer_than_the_policy_allows_is_refused() {
    constexpr auto name = full.offset_of<hello_part::host_name>;
    constexpr auto in_ticket = full.offset_of<hello_part::ticket>;
    constexpr auto in_info = full.offset_of<hello_part::verify_data>;
    return refuses(full, {.random = random, .host_name = first(21)}, name) &&
           refuses(full, {.random = random, .ticket = this_ticket(first(41))}, in_ticket) &&
           refuses(full, {.random = random, .renegotiation_info = this_info(first(17))}, in_info) &&
           refuses(full, {.random = random, .session_id = first(33)}, 39) && refuses(full, {.random = {}}, 6);
}
static_assert(what_is_longer_than_the_policy_allows_is_refused());

constexpr bool what_a_hello_has_no_place_for_is_refused() {
    return refuses(small, {.random = random, .host_name = host}, 0) &&
           refuses(small, {.random = random, .ticket = this_ticket({})}, 0) &&
           refuses(full, {.random = random, .fallback_scsv = true}, 0) &&
           refuses(full, {.random = random, .scsv = true}, 0) &&
           refuses(bare_for_good, {.random = random, .scsv = false, .renegotiation_info = this_info({})}, 0);
}
static_assert(what_a_hello_has_no_place_for_is_refused());

constexpr bool a_hello_signals_once() { // RFC 5746 3.4: never both, never neither
    return refuses(small, {.random = random, .renegotiation_info = this_info({})}, 0) &&
           refuses(small, {.random = random, .scsv = false}, 0) &&
           refuses(full, {.random = random, .renegotiation_info = {}}, 0) &&
           refuses(bare_for_good, {.random = random, .scsv = false}, 0);
}
static_assert(a_hello_signals_once());

constexpr bool places_are_known_at_compile_time() {
    // Header 4, version 2; sizes of the fields as in the hellos above, with a name of one byte.
    return full.offset_of<hello_part::random> == 6 && full.offset_of<hello_part::session_id> == 39 &&
           full.offset_of<hello_part::host_name> == 47 + 9 && full.offset_of<hello_part::ticket> == 113 - 5 &&
           full.offset_of<hello_part::verify_data> == 113 && full.bytes.size() == 113;
}
static_assert(places_are_known_at_compile_time());

/// As a server reads it.
constexpr bool what_was_compiled_is_parsed() {
    bytes<full.max_size> out{};
    writer w{out};
    if (w.write(full.with({.random = random, .host_name = host, .ticket = this_ticket(ticket)}))) return false;
    handshake<client_hello_of<full_policy>> seen{};
    if (parse(w.written(), seen)) return false;
    auto const& block = seen.body.extensions;
    return seen.body.legacy_version == protocol_version::tls_1_2 && byte_view{seen.body.random} == byte_view{random} &&
           seen.body.session_id.empty() &&
           equal(seen.body.cipher_suites, {cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256}) &&
           (*block.get<server_name>()).host_name() == byte_view{host} &&
           equal((*block.get<supported_groups>()).named_group_list, {named_group::x25519, named_group::secp256r1}) &&
           (*block.get<session_ticket>()).ticket == byte_view{ticket} && block.has<extended_master_secret>() &&
           (*block.get<renegotiation_info>()).renegotiated_connection.empty() &&
           (*block.get<max_fragment_length>()).max_fragment_length_value == max_fragment_length_code::bytes_512;
}
static_assert(what_was_compiled_is_parsed());

} // namespace

TEST_CASE("a policy's hello is exactly what the policy offers") {
    CHECK(at_run_time(a_full_hello_has_all_that_the_policy_offers));
    CHECK(at_run_time(run_time_brings_a_session_a_ticket_and_verify_data_and_leaves_out_a_name));
    CHECK(at_run_time(signals_are_suites_or_an_extension));
    CHECK(at_run_time(a_hello_offers_what_its_suites_use));
    CHECK(at_run_time(a_host_name_may_be_part_of_the_program));
    CHECK(at_run_time(what_was_compiled_is_parsed));
}

TEST_CASE("a hello compiled without extensions ends behind its compression methods until it renegotiates") {
    CHECK(at_run_time(a_bare_hello_has_a_block_only_when_it_renegotiates));
}

TEST_CASE("the worst case is a constant, and the worst hello is exactly that long") {
    CHECK(at_run_time(the_largest_hello_is_as_large_as_promised));
    CHECK(at_run_time(places_are_known_at_compile_time));
}

TEST_CASE("what a compiled hello cannot hold is refused, and nothing is written") {
    CHECK(at_run_time(what_is_longer_than_the_policy_allows_is_refused));
    CHECK(at_run_time(what_a_hello_has_no_place_for_is_refused));
    CHECK(at_run_time(a_hello_signals_once));
}
