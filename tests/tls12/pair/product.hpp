// Policies, credentials and pairs for tests of the drivers.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>

#include "flintls/client.hpp"
#include "flintls/crypto/digest_of.hpp"
#include "flintls/server.hpp"
#include "flintls/ticket/keys.hpp"
#include "support/codec.hpp"
#include "support/default_policy.hpp"
#include "tls12/pair/endpoint.hpp"

namespace pair {

using namespace test::literals;
using mode = renegotiation_mode;
using signal = renegotiation_signal;
using suite = cipher_suite;

/// A certificate, its private key, and the SHA-256 of its SubjectPublicKeyInfo. Made by: openssl ecparam -name
/// prime256v1 -genkey; openssl req -x509 -subj /CN=sensor.example; openssl pkey -pubin -outform der | sha256sum
struct certified {
    byte_view certificate;
    byte_view private_key;
    std::array<std::uint8_t, 32> pin;
};
inline constexpr certified sensor{
    "308201873082012da00302010202141a4e027d594174bad531d9770006116e260f4c09300a06082a8648ce3d040302301931"
    "17301506035504030c0e73656e736f722e6578616d706c65301e170d3236313132323035303530385a170d33363131313930"
    "35303530385a30193117301506035504030c0e73656e736f722e6578616d706c653059301306072a8648ce3d020106082a86"
    "48ce3d0301070342000433a25f7ece13db65df1d694aac4f4f8bf48f50430e34f4312e45577ced13c7cf6afc90883d96eaa2"
    "8e25c62290e6dba98936a7b2fd4442233f1094cbbf1b044da3533051301d0603551d0e041604145bed402d28f95dc995497f"
    "48d646e84d8c2421d6301f0603551d230418301680145bed402d28f95dc995497f48d646e84d8c2421d6300f0603551d1301"
    "01ff040530030101ff300a06082a8648ce3d040302034800304502206df4c33aa400027d01e42c376b4baac6847259ac775a"
    "68c177bde8a9094d0dc702210082a4f7bf2c5082de8bf249be141aa0eab18bf69c080dab19feb53054f23e8e12"_hex,
    "f94b18cda9c93925c839d6c9c8faf049f062ad0262dd6a1c338b02a143ff9e7a"_hex,
    "171e6b929dc830cba829789b3567563ba77600f01d6eda62147baff5bb84e486"_hex};
/// Another certificate for the same name, with its key and pin.
inline constexpr certified stranger{
    "308201873082012da00302010202143d8fb0a4e7b98e5b3b80a08a1a08b77b5e052b0c300a06082a8648ce3d040302301931"
    "17301506035504030c0e73656e736f722e6578616d706c65301e170d3236313132323035303530385a170d33363131313930"
    "35303530385a30193117301506035504030c0e73656e736f722e6578616d706c653059301306072a8648ce3d020106082a86"
    "48ce3d030107034200041c77eb2c123754332713d1b65edd166ebfb547b1326d866e0de13e55472cb05e44a3f7b8f710e8bf"
    "7749f8f06fc49ca9e08fbe5a818db68825746f872e007c18a3533051301d0603551d0e04160414662db9fac6417fc9a0e19f"
    "08957fd94e0977f9a6301f0603551d23041830168014662db9fac6417fc9a0e19f08957fd94e0977f9a6300f0603551d1301"
    "01ff040530030101ff300a06082a8648ce3d0403020348003045022100f77d1347c7c95ee9bbe4d0984270028dbe34cdfc70"
    "c4e53e26c50378c8f0040c022003b4c9a214cae81e97d1489e0fccae0303fb66ff8052e0703d9b24b66e8c56bc"_hex,
    "d0a70569d9e9e760e78b6ff6626f8c69eeca3bc6a46cb14fd2a0bae02d8b14bf"_hex,
    "bb1f50e7ef6aa55c08cced6867df7e033d39e26fcd28311dc7b7dfd81234b0c8"_hex};

/// A pre-shared key and its identity (RFC 4279).
inline constexpr auto const& psk_name = "636f66666565"_hex; // coffee
inline constexpr auto const& psk_key = "000102030405060708090a0b0c0d0e0f"_hex;
inline constexpr auto const& other_psk_name = "746561"_hex; // tea
inline constexpr auto const& other_psk_key = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"_hex;
/// The name of a server.
inline constexpr auto const& host = "53656e736f722e6578616d706c65"_hex; // Sensor.example

/// One policy for each side. The two differ in `crypto` alone; `Base` is the common part.
template <class Base> struct as_client : Base { using crypto = typename Base::template crypto_of<0>; };
template <class Base> struct as_server : Base { using crypto = typename Base::template crypto_of<1>; };

struct basic : test::default_policy {
    template <int Role> using crypto_of = prompt<Role>;
};
struct with_psk : basic {
    using suites = suite_list<suite::psk_with_aes_128_gcm_sha256>;
};
struct with_certificate : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

/// Imports a key into the back end.
template <class Model> typename Model::key key_from(byte_view raw) {
    typename Model::key made{};
    while (Model::import_key(raw, made) == crypto_status::pending) {
    }
    return made;
}

/// An observer of messages and alerts, as the log of an example.
struct onlooker {
    void observe(bool sent, content_type type, byte_view what) {
        bool const handshake = type == content_type::handshake;
        append(handshake ? (sent ? sent_messages : received_messages) : alerts, what);
    }
    bytes sent_messages, received_messages, alerts;
};

/// The credentials of a client: a pin and a pre-shared key. Counts the calls.
template <class P> class client_knows : public onlooker {
public:
    static constexpr bool whole_chain = false;
    using psk_key_type = typename P::crypto::psk::key;

    crypto_status trust(certificate_chain const& chain, identity const& leaf, byte_view host_name) {
        ++asked_trust;
        seen_name = to_bytes(host_name);
        seen_chain = 0;
        for ([[maybe_unused]] byte_view const each : chain) ++seen_chain;
        return accepts(leaf) ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& leaf) const {
        return leaf.kind == identity_kind::spki_sha256 && leaf.digest == pin;
    }
    psk_choice<psk_key_type> psk(byte_view hint) {
        seen_hint = to_bytes(hint);
        return {identity_name, has_key ? &key : nullptr};
    }

    std::array<std::uint8_t, 32> pin = sensor.pin;
    byte_view identity_name = psk_name;
    psk_key_type key = key_from<typename P::crypto::psk>(psk_key);
    bool has_key = true;
    unsigned asked_trust = 0;
    unsigned seen_chain = 0;
    bytes seen_name;
    bytes seen_hint;
};
/// The credentials of a server: certificates and pre-shared keys.
template <class P> class server_knows : public onlooker {
public:
    using psk_key_type = typename P::crypto::psk::key;

    [[nodiscard]] std::span<byte_view const> certificates() const { return chain; }
    [[nodiscard]] mbedtls::key const& signing_key() const { return signing; }
    psk_choice<psk_key_type> psk(byte_view name) {
        seen_identity = to_bytes(name);
        if (name == byte_view{psk_name}) return {name, &key};
        if (name == byte_view{other_psk_name}) return {name, &other_key};
        return {};
    }
    [[nodiscard]] bool accepts(identity const& /*client*/) const { return may_resume_session; }

    std::vector<byte_view> chain{sensor.certificate};
    mbedtls::key signing = key_from<mbedtls::ecdsa_secp256r1>(sensor.private_key);
    psk_key_type key = key_from<typename P::crypto::psk>(psk_key);
    psk_key_type other_key = key_from<typename P::crypto::psk>(other_psk_key);
    bool may_resume_session = true;
    bytes seen_identity;
};

/// `client_knows` with a certificate of the client. `server_asks`: a server that requests and trusts this certificate.
template <class P> class client_proves : public client_knows<P> {
public:
    [[nodiscard]] std::span<byte_view const> certificates() const { return chain; }
    [[nodiscard]] mbedtls::key const& signing_key() const { return signing; }
    void is(certified const& who) {
        chain = {who.certificate};
        signing = key_from<mbedtls::ecdsa_secp256r1>(who.private_key);
    }

    std::vector<byte_view> chain{stranger.certificate};
    mbedtls::key signing = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
};
template <class P> class server_asks : public server_knows<P> {
public:
    static constexpr bool whole_chain = false;

    crypto_status trust(certificate_chain const& theirs, identity const& leaf, byte_view host_name) {
        ++asked_trust;
        seen_chain = 0;
        for ([[maybe_unused]] byte_view const each : theirs) ++seen_chain;
        return host_name.empty() && accepts(leaf) ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& client) const {
        bool const certificate = client.kind == identity_kind::spki_sha256;
        return certificate ? client.digest == pin : server_knows<P>::accepts(client);
    }
    client_certificate wants_certificate(bool again) {
        ++asked_wants;
        return again ? wants_again : wants;
    }

    std::array<std::uint8_t, 32> pin = stranger.pin;
    client_certificate wants = client_certificate::required;
    client_certificate wants_again = client_certificate::required;
    unsigned asked_trust = 0;
    unsigned asked_wants = 0;
    unsigned seen_chain = 0;
};

/// A client with a store, a server with tickets, and any number of connections. `C`, `S`: their policies.
template <class C, class S, template <class> class ClientKnows = client_knows,
          template <class> class ServerKnows = server_knows>
struct world {
    using client_policy = as_client<C>;
    using server_policy = as_server<S>;
    using keys_type = ticket_keys<1, aead_ticket<typename server_policy::crypto::aes_128_gcm>, boot_counter>;
    using tickets_type = ticket_service<keys_type>;
    using client_type = flintls::client<client_policy, ClientKnows<client_policy>>;
    using server_type = flintls::server<server_policy, ServerKnows<server_policy>, tickets_type>;
    using store_type = ticket_store<client_policy>;

    /// One connection.
    struct link {
        explicit link(world& w)
            : client{w.client_room, w.knows, w.client_keeps ? &w.store : nullptr},
              server{w.server_room, w.server, w.server_gives ? &w.tickets : nullptr}, between{client, server} {
            client.now = server.now = w.now;
            begun = w.key ? client.side->connect(w.name, *w.key) : client.side->connect(w.name);
            static_cast<void>(server.side->accept());
        }
        [[nodiscard]] bool agree() {
            return client.current().master_secret == server.current().master_secret &&
                   client.resumed() == server.resumed() && client.secure() == server.secure();
        }

        endpoint_of<client_type> client;
        endpoint_of<server_type> server;
        wire between;
        bool begun = false; ///< result of the client's `connect`
    };

    world() { rotate(); }
    void rotate() {
        while (keys.generate(source, now) == crypto_status::pending) {
        }
    }
    /// \return a connection whose handshake has completed with both ends in agreement, or null
    std::unique_ptr<link> connected() {
        auto made = std::make_unique<link>(*this);
        bool const good = made->between.connects() && made->agree();
        return good ? std::move(made) : nullptr;
    }
    std::unique_ptr<link> begun() { return std::make_unique<link>(*this); }

    room client_room;
    room server_room;
    ClientKnows<client_policy> knows;
    ServerKnows<server_policy> server;
    store_type store;
    given_random<1> source;
    keys_type keys;
    tickets_type tickets{keys};
    std::uint32_t now = 1'000'000;
    byte_view name = host;
    std::optional<byte_view> key; ///< the key of tickets, if it differs from the name
    bool client_keeps = true;
    bool server_gives = true;
};

/// A world of clients that authenticate by certificate, and servers that require this.
template <class P, class S = P> using proving = world<P, S, client_proves, server_asks>;

// Both sides of the most common policies are compiled once, in product.cpp.
extern template class endpoint_of<world<with_psk, with_psk>::client_type>;
extern template class endpoint_of<world<with_psk, with_psk>::server_type>;
extern template class endpoint_of<world<with_certificate, with_certificate>::client_type>;
extern template class endpoint_of<world<with_certificate, with_certificate>::server_type>;

} // namespace pair
