// A client of TLS 1.3, and an independent server that checks the client (oracle.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "flintls/client.hpp"
#include "support/codec.hpp"
#include "tls12/pair/crypto.hpp"
#include "tls12/pair/endpoint.hpp"
#include "tls12/pair/product.hpp"
#include "tls13/client/oracle.hpp"
#include "tls13/encounter.hpp"

namespace meeting {

using namespace flintls;
using namespace test::literals;
using oracle::bytes;
using oracle::operator+;
using encounter::present;
using encounter::to_bytes;
using encounter::view;
using oracle::big_endian;
using oracle::extension;
using oracle::vector_of;
using enum cipher_suite;

/// A policy with TLS 1.3 alone.
template <options O = options{}> struct of_tls13 : policy_of<O> {
    using crypto = pair::prompt<0>;
    using versions = version_list<protocol_version::tls_1_3>;
    using suites = suite_list<aes_128_gcm_sha256, aes_128_ccm_8_sha256>;
    using protocols = protocol_list<"mqtt", "coap">;
};
template <options O = options{}> struct psk_only : of_tls13<O> { using signature_schemes = scheme_list<>; };
struct psk_ke_only : psk_only<> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_ke>;
    using groups = group_list<>;
};
struct either_mode : psk_only<> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke, psk_key_exchange_mode::psk_ke>;
};
inline constexpr options compatible_options{.middlebox_compatibility = middlebox_mode::always};
inline constexpr options empty_list{.empty_share_list = true};

inline constexpr auto const& psk_name = "636f66666565"_hex; // coffee
inline constexpr auto const& psk_key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex;
inline constexpr auto const& host = "53656e736f722e6578616d706c65"_hex; // Sensor.example

/// Credentials with an external pre-shared key and a pin. `proves`: with a certificate of the client as well.
template <class P> struct knows {
    static constexpr bool whole_chain = false;
    using psk_type = typename P::crypto::psk;

    crypto_status trust(certificate_chain const& chain, identity const& leaf, byte_view name) {
        seen_chain = 0;
        for ([[maybe_unused]] byte_view const each : chain) ++seen_chain;
        seen_name = to_bytes(name);
        return accepts(leaf) ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& leaf) const {
        return leaf.kind == identity_kind::spki_sha256 && leaf.digest == pin;
    }
    psk_choice<typename psk_type::key> external_psk() { return {psk_name, has_key ? &key : nullptr}; }
    psk_choice<typename psk_type::key> psk(byte_view) { return {psk_name, &key}; }

    std::array<std::uint8_t, 32> pin = pair::sensor.pin;
    typename psk_type::key key = pair::key_from<psk_type>(psk_key);
    bool has_key = true;
    unsigned seen_chain = 0;
    bytes seen_name;
};
template <class P> struct proves : knows<P> {
    [[nodiscard]] std::span<byte_view const> certificates() const { return chain; }
    [[nodiscard]] mbedtls::key const& signing_key() const { return signing; }
    std::vector<byte_view> chain{pair::stranger.certificate};
    mbedtls::key signing = pair::key_from<mbedtls::ecdsa_secp256r1>(pair::stranger.private_key);
};

/// The common state of several connections of one client.
template <class P, template <class> class Knows = knows> struct world {
    using store_type = ticket_store<P>;
    Knows<P> known;
    store_type store;
    bool keeps = true;
    std::uint32_t now = 1'000'000;
    byte_view name = host;
    pair::room sizes{.receive = 17'000, .transmit = 2'000, .messages = 2'000};
};

/// One connection.
template <class P, template <class> class Knows = knows, class Client = flintls::client<P, Knows<P>>>
class visit : public encounter::connection<Client, oracle::server> {
    using base = encounter::connection<Client, oracle::server>;

public:
    using world_type = world<P, Knows>;
    using client_type = Client;

    explicit visit(world_type& w) : base{w.sizes, w.now} {
        this->make(w.known, w.keeps ? &w.store : nullptr);
        server.keys[to_bytes(psk_name)] = {to_bytes(psk_key), false};
        present(server, pair::sensor);
        server.protocol = oracle::text("mqtt");
        this->begun = this->side->connect(w.name);
    }
    /// True if the handshake completes and neither side reports a fault.
    bool connects(std::size_t piece = 0xffff) {
        this->settle(piece);
        return good();
    }
    [[nodiscard]] bool good() const {
        return this->begun && this->connected == 1 && this->side->idle() && server.finished && !server.wrong &&
               server.binder_good && !server.alert;
    }
    bool fails_with(alert_description what, bool is_protected) {
        this->settle();
        return this->failed_with(what, is_protected);
    }

    oracle::server& server = this->peer;
};

} // namespace meeting
