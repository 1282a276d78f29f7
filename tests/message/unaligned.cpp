// Every vector is read and written at addresses that are no multiple of anything; a Cortex-M0 traps a wide access there.
#include "message/tls12_flights.hpp"
#include "support/codec.hpp"
#include "support/memcpy.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/message/server_key_exchange.hpp"

namespace {

using namespace flintls;

// Two of these fit into the RAM of a micro:bit beside its stack.
alignas(8) std::uint8_t input[2056];
alignas(8) std::uint8_t output[2056];

std::uint8_t* place(std::uint8_t* buffer, std::uint32_t shift, byte_view bytes) {
    for (std::uint32_t i = 0; i < bytes.size(); ++i) {
        buffer[shift + i] = bytes[i];
    }
    return buffer + shift;
}

/// Read at one misalignment, written at another: the same bytes, and nothing beside them?
template <class M> bool survives(byte_view vector, std::uint32_t from, std::uint32_t to) {
    byte_view const wire{place(input, from, vector), vector.size()};
    handshake<M> m{};
    if (parse(wire, m)) return false;
    for (std::uint8_t& each : output) {
        each = 0x5a;
    }
    auto const written = serialize(m, std::span{output}.subspan(to, vector.size()));
    return written && *written == vector && (to == 0 || output[to - 1] == 0x5a) && output[to + vector.size()] == 0x5a;
}

template <class Client, class Server> bool all_survive(std::uint32_t from, std::uint32_t to) {
    for (vectors::entry const& each : vectors::all) {
        byte_view const vector{each.data, each.size};
        if (vector.size() + 8 > sizeof input) return false;
        bool const good = each.data[0] == 1 ? survives<Client>(vector, from, to) : survives<Server>(vector, from, to);
        if (!good) return false;
    }
    return true;
}

/// Decodes all elements of what a selection captured.
template <class Hello> std::uint32_t sum_of_elements(Hello const& m) {
    std::uint32_t sum = 0;
    for (cipher_suite const each : m.cipher_suites) sum += static_cast<std::uint32_t>(each);
    auto const groups = m.extensions.template get<supported_groups>();
    for (named_group const each : groups->named_group_list) sum += static_cast<std::uint32_t>(each);
    auto const schemes = m.extensions.template get<signature_algorithms>();
    for (signature_scheme const each : schemes->supported_signature_algorithms) sum += static_cast<std::uint32_t>(each);
    auto const shares = m.extensions.template get<key_share>();
    for (key_share_entry const& each : shares->client_shares) {
        sum += static_cast<std::uint32_t>(each.group) + each.key_exchange[each.key_exchange.size() - 1];
    }
    return sum;
}

using wanted = extension_list<server_name, supported_groups, signature_algorithms, supported_versions, key_share>;

} // namespace

TEST_CASE("every vector is read and written at every address") {
    for (std::uint32_t from = 0; from < 4; ++from) {
        for (std::uint32_t to = 0; to < 4; ++to) {
            CAPTURE(from);
            CAPTURE(to);
            CHECK(all_survive<client_hello, server_hello>(from, to));
        }
    }
}

TEST_CASE("certificates and key exchanges are read and written at every address") {
    for (std::uint32_t from = 0; from < 4; ++from) {
        CAPTURE(from);
        CHECK(survives<certificate>(tls12_flights::ecdsa_certificate, from, 3 - from));
        CHECK(survives<certificate_request>(tls12_flights::ecdsa_certificate_request, from, 3 - from));
        CHECK(survives<server_key_exchange_ecdhe>(tls12_flights::ecdsa_server_key_exchange, from, 3 - from));
    }
}

TEST_CASE("a selection reads and writes every vector at every address") {
    for (std::uint32_t shift = 0; shift < 4; ++shift) {
        CAPTURE(shift);
        CHECK(all_survive<client_hello_with<wanted>, server_hello_with<extension_list<>>>(shift, 3 - shift));
    }
}

TEST_CASE("elements are decoded at every address") {
    for (std::uint32_t shift = 0; shift < 4; ++shift) {
        CAPTURE(shift);
        byte_view const vector{vectors::openssl3_s_client};
        handshake<client_hello_with<wanted>> m{};
        REQUIRE_FALSE(parse(byte_view{place(input, shift, vector), vector.size()}, m));
        // Added up from a hex dump of tests/vectors/openssl3_s_client.bin
        CHECK(sum_of_elements(m.body) == 795226);
    }
}
