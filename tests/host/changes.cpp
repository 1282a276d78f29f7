// Every byte of real hellos, changed to every other value: the hello round-trips, or is refused and leaves nothing.
#include "support/test.hpp"
#include "vectors.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"

namespace {

using namespace flintls;

using twelve = extension_list<server_name, renegotiation_info, session_ticket, supported_groups, ec_point_formats,
                              signature_algorithms, application_layer_protocol_negotiation, extended_master_secret,
                              encrypt_then_mac, supported_versions, key_share, psk_key_exchange_modes>;
using typed_hello = client_hello_with<twelve>;

template <class Face> struct is_selection : std::false_type {};
template <extension_context Where, class... Es> struct is_selection<selection<Where, Es...>> : std::true_type {};

template <class Extensions> bool is_reset(basic_client_hello<Extensions> const& m) {
    bool reset = m.legacy_version == protocol_version{} && m.random.empty() && m.session_id.empty() &&
                 m.session_id.data() == nullptr && m.cipher_suites.empty() && m.compression_methods.empty() &&
                 !m.extensions.present();
    if constexpr (is_selection<Extensions>::value) {
        auto const& x = m.extensions;
        reset = reset && !x.template has<server_name>() && !x.template has<renegotiation_info>() &&
                !x.template has<session_ticket>() && !x.template has<supported_groups>() &&
                !x.template has<ec_point_formats>() && !x.template has<signature_algorithms>() &&
                !x.template has<application_layer_protocol_negotiation>() &&
                !x.template has<extended_master_secret>() && !x.template has<encrypt_then_mac>() &&
                !x.template has<supported_versions>() && !x.template has<key_share>() &&
                !x.template has<psk_key_exchange_modes>();
    }
    return reset;
}

/// Reads every byte that the message refers to, so that a sanitizer detects a view outside.
template <class Extensions> unsigned read_all(basic_client_hello<Extensions> const& m) {
    unsigned sum = m.random[31];
    for (std::uint8_t const each : m.session_id) sum += each;
    for (cipher_suite const each : m.cipher_suites) sum += static_cast<unsigned>(each);
    for (compression_method const each : m.compression_methods) sum += static_cast<unsigned>(each);
    if constexpr (is_selection<Extensions>::value) {
        auto const& x = m.extensions;
        if (auto const found = x.template get<server_name>()) {
            for (auto const& each : found->server_name_list) sum += each.name[each.name.size() - 1];
        }
        if (auto const found = x.template get<supported_groups>()) {
            for (auto const each : found->named_group_list) sum += static_cast<unsigned>(each);
        }
        if (auto const found = x.template get<application_layer_protocol_negotiation>()) {
            for (byte_view const each : found->protocol_name_list) sum += each[each.size() - 1];
        }
        if (auto const found = x.template get<key_share>()) {
            for (auto const& each : found->client_shares) sum += each.key_exchange[each.key_exchange.size() - 1];
        }
        for (raw_extension const& each : x.all()) sum += each.body.size();
    } else {
        for (raw_extension const& each : m.extensions) {
            for (std::uint8_t const byte : each.body) sum += byte;
        }
    }
    return sum;
}

struct counts {
    unsigned accepted = 0;
    unsigned refused = 0;
};

/// \param wire in a heap block that ends with it
template <class Hello> void check(byte_view wire, counts& all) {
    handshake<Hello> m{};
    m.body.legacy_version = protocol_version::ssl_3_0;
    error const e = parse(wire, m);
    if (e) {
        ++all.refused;
        REQUIRE(e.offset() <= wire.size());
        REQUIRE(e.what() < errc::no_room);
        REQUIRE_FALSE(e.from_peer());
        REQUIRE(is_reset(m.body));
        return;
    }
    ++all.accepted;
    static unsigned volatile sink = 0;
    sink = sink + read_all(m.body);
    auto const out = std::make_unique<std::uint8_t[]>(wire.size());
    auto const written = serialize(m, std::span{out.get(), wire.size()});
    REQUIRE(written);
    REQUIRE(*written == wire);
}

template <class Hello> counts change_every_byte(byte_view hello) {
    counts all;
    auto const copy = std::make_unique<std::uint8_t[]>(hello.size());
    std::copy(hello.begin(), hello.end(), copy.get());
    byte_view const wire{copy.get(), hello.size()};
    for (std::uint32_t at = 0; at < hello.size(); ++at) {
        for (unsigned value = 0; value < 256; ++value) {
            copy[at] = static_cast<std::uint8_t>(value);
            check<Hello>(wire, all);
        }
        copy[at] = hello[at];
    }
    return all;
}

struct hello {
    byte_view bytes;
    std::uint32_t free; ///< bytes that no parser checks: random, session id and the like; a lower bound
};
constexpr hello hellos[] = {
    {{vectors::openssl3_s_client, sizeof vectors::openssl3_s_client}, 2 + 32 + 32},
    {{vectors::gnutls_cli, sizeof vectors::gnutls_cli}, 2 + 32 + 32},
    {{vectors::chromium156_1, sizeof vectors::chromium156_1}, 2 + 32 + 32},
};

} // namespace

TEST_CASE("every changed byte of a real hello leaves a hello that goes both ways, or an error inside it") {
    for (hello const& each : hellos) {
        counts const all = change_every_byte<client_hello>(each.bytes);
        CHECK(all.accepted + all.refused == 256 * each.bytes.size());
        CHECK(all.accepted >= 256 * each.free);
        CHECK(all.refused >= 255 * 4); // every other type or length is wrong
    }
}

TEST_CASE("and so it is for a selection of twelve extensions") {
    for (hello const& each : hellos) {
        counts const raw = change_every_byte<client_hello>(each.bytes);
        counts const typed = change_every_byte<typed_hello>(each.bytes);
        CHECK(typed.accepted >= 256 * each.free);
        CHECK(typed.refused > raw.refused); // bodies are checked
    }
}

TEST_CASE("every prefix of a real hello in a buffer of its size is refused without a look behind it") {
    for (hello const& each : hellos) {
        for (std::uint32_t size = 0; size < each.bytes.size(); ++size) {
            auto const copy = std::make_unique<std::uint8_t[]>(size);
            std::copy_n(each.bytes.begin(), size, copy.get());
            handshake<client_hello> whole{};
            REQUIRE(parse(byte_view{copy.get(), size}, whole) == error{errc::truncated, size < 4 ? 0U : 1U});
            // The body alone: a hello may end after compression_methods, and nowhere else.
            std::uint32_t const body_size = size < 4 ? 0 : size - 4;
            auto const body = std::make_unique<std::uint8_t[]>(body_size);
            std::copy_n(each.bytes.begin() + 4, body_size, body.get());
            typed_hello m{};
            error const e = parse(byte_view{body.get(), body_size}, m);
            bool const may_end = body_size == 39U + each.bytes[38] + each.bytes[72];
            REQUIRE(static_cast<bool>(e) != (may_end && each.bytes[38] == 32));
            REQUIRE(e.offset() <= body_size);
        }
    }
}
