// A client of TLS 1.3 and the server that judges it (oracle.hpp).
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

namespace meeting {

using namespace flintls;
using namespace test::literals;
using oracle::bytes;
using oracle::operator+;
using oracle::big_endian;
using oracle::extension;
using oracle::vector_of;
using enum cipher_suite;

inline bytes to_bytes(byte_view view) { return {view.begin(), view.end()}; }
inline byte_view view(bytes const& b) { return {b.data(), static_cast<std::uint32_t>(b.size())}; }

/// A policy of TLS 1.3 alone.
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

/// An external pre-shared key, a pin, and a certificate that it may show.
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

/// A certificate and its key for the server, as DER: SEC1 by hand (RFC 5915 3).
inline void present(oracle::server& s, pair::certified const& who) {
    s.certificate = to_bytes(who.certificate);
    bytes const oid{0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    bytes const key = bytes{0x02, 0x01, 0x01, 0x04, 0x20} + to_bytes(who.private_key) + oid;
    s.private_key = bytes{0x30, static_cast<std::uint8_t>(key.size())} + key;
}

/// What several connections of one client share.
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
template <class P, template <class> class Knows = knows> class visit {
public:
    using world_type = world<P, Knows>;
    using client_type = flintls::client<P, Knows<P>>;

    explicit visit(world_type& w) : memory{w.sizes}, world_{w} {
        side = new (place.data()) client_type{memory.all(), w.known, w.keeps ? &w.store : nullptr};
        server.keys[to_bytes(psk_name)] = {to_bytes(psk_key), false};
        present(server, pair::sensor);
        server.protocol = oracle::text("mqtt");
        begun = side->connect(w.name);
    }
    ~visit() { destroy(); }
    visit(visit const&) = delete;
    visit& operator=(visit const&) = delete;
    void destroy() {
        if (side != nullptr) side->~client_type();
        side = nullptr;
    }

    /// Until nothing moves. `piece`: bytes that the transport gives at once.
    void settle(std::size_t piece = 0xffff) {
        for (unsigned quiet = 0; quiet < 3;) {
            bool moved = false;
            last = side->run(world_.now);
            ++runs;
            if (last == progress::connected) ++connected;
            byte_view const ready = side->ready();
            if (!ready.empty()) {
                bytes const sent = to_bytes(ready);
                side->sent(ready.size());
                all_sent = all_sent + sent;
                server.receive(sent);
                moved = true;
            }
            if (last == progress::data) {
                got = got + to_bytes(side->application_data());
                side->consume(side->application_data().size());
                moved = true;
            }
            if (last == progress::crypto || last == progress::connected) moved = true;
            if (last == progress::receive && !server.out.empty()) {
                std::span<std::uint8_t> const space = side->space();
                std::size_t const size = std::min({space.size(), server.out.size(), piece});
                std::copy(server.out.begin(), server.out.begin() + static_cast<std::ptrdiff_t>(size), space.begin());
                server.out.erase(server.out.begin(), server.out.begin() + static_cast<std::ptrdiff_t>(size));
                side->received(static_cast<std::uint32_t>(size));
                moved = size != 0;
            }
            quiet = moved ? 0 : quiet + 1;
            if (runs > 200'000) return;
        }
    }
    /// Connected, and nothing of either side is wrong.
    bool connects(std::size_t piece = 0xffff) {
        settle(piece);
        return good();
    }
    [[nodiscard]] bool good() const {
        return begun && connected == 1 && side->idle() && server.finished && !server.wrong && server.binder_good &&
               !server.alert;
    }
    bool says(std::string const& s) {
        bytes const wanted = server.data + oracle::text(s);
        std::uint32_t const taken = side->write_some(view(oracle::text(s)));
        settle();
        return taken == s.size() && server.data == wanted;
    }
    bool hears(std::string const& s) {
        bytes const wanted = got + oracle::text(s);
        server.send_data(s);
        settle();
        return got == wanted;
    }
    /// It failed by this alert, which the server could read.
    bool fails_with(alert_description what, bool is_protected) {
        settle();
        return last == progress::failed && !side->failure().from_peer() && server.alert_level == 2 &&
               server.alert == static_cast<std::uint8_t>(what) && server.alert_protected == is_protected;
    }
    bool holds(bytes const& secret) const {
        auto const in = [&](std::uint8_t const* p, std::size_t size) {
            return std::search(p, p + size, secret.begin(), secret.end()) != p + size;
        };
        return in(place.data(), place.size()) || in(memory.receive_.data(), memory.receive_.size()) ||
               in(memory.transmit_.data(), memory.transmit_.size()) ||
               in(memory.messages_.data(), memory.messages_.size());
    }

    oracle::server server;
    pair::memories memory;
    alignas(client_type) std::array<std::uint8_t, sizeof(client_type)> place{};
    client_type* side = nullptr;
    bool begun = false;
    progress last = progress::receive;
    unsigned connected = 0;
    unsigned runs = 0;
    bytes got, all_sent;

private:
    world_type& world_;
};

} // namespace meeting
