// A server of TLS 1.3, and an independent client that checks the server (oracle_client.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "flintls/server.hpp"
#include "flintls/ticket/keys.hpp"
#include "support/codec.hpp"
#include "tls12/pair/crypto.hpp"
#include "tls12/pair/endpoint.hpp"
#include "tls12/pair/product.hpp"
#include "tls13/encounter.hpp"
#include "tls13/server/oracle_client.hpp"

namespace serving {

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
using by = alert_description;
using enum cipher_suite;

/// `streamed`: true in a build in which every server parses hellos as streams. `first_fragment`: bytes in the first
/// record of a hello, which then does not fit the buffer for messages; 0: it is one record, which fits.
#ifdef FLINTLS_STREAMED
inline constexpr bool streamed = true;
inline constexpr std::size_t first_fragment = FLINTLS_STREAMED;
#else
inline constexpr bool streamed = false;
inline constexpr std::size_t first_fragment = 0;
#endif
consteval options streamed_or_not(options o) {
    o.stream_client_hello = o.stream_client_hello || streamed;
    return o;
}

/// A policy with TLS 1.3 alone.
template <options O = options{}> struct of_tls13 : policy_of<streamed_or_not(O)> {
    using crypto = pair::prompt<1>;
    using versions = version_list<protocol_version::tls_1_3>;
    using suites = suite_list<aes_128_gcm_sha256, aes_128_ccm_8_sha256, chacha20_poly1305_sha256>;
    using protocols = protocol_list<"mqtt", "coap">;
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke, psk_key_exchange_mode::psk_ke>;
};
template <options O = options{}> struct psk_only : of_tls13<O> { using signature_schemes = scheme_list<>; };
struct dhe_only : of_tls13<> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke>;
};
struct alone_first : of_tls13<> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_ke, psk_key_exchange_mode::psk_dhe_ke>;
};
struct psk_ke_only : psk_only<> {
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_ke>;
    using groups = group_list<>;
};
using with_cookie = of_tls13<options{.cookie = true}>;
struct with_exporter : of_tls13<options{.exporters = true}> {};

inline bytes const coffee = oracle::text("coffee");
inline constexpr auto const& psk_key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex;

/// Credentials with a certificate and an external pre-shared key. Records the calls.
template <class P> struct knows {
    using psk_type = typename P::crypto::psk;

    [[nodiscard]] std::span<byte_view const> certificates() const { return chain; }
    [[nodiscard]] mbedtls::key const& signing_key() const { return signing; }
    psk_choice<typename psk_type::key> external_psk(byte_view identity) {
        asked.push_back(to_bytes(identity));
        return {identity, to_bytes(identity) == coffee ? &key : nullptr};
    }
    [[nodiscard]] bool accepts(identity const& client) {
        judged = client;
        return may_resume_session;
    }
    [[nodiscard]] std::span<cookie_key const> cookie_keys() const { return cookies; }

    std::vector<cookie_key> cookies{{1, 2, 3}};
    std::vector<byte_view> chain{pair::sensor.certificate};
    mbedtls::key signing = pair::key_from<mbedtls::ecdsa_secp256r1>(pair::sensor.private_key);
    typename psk_type::key key = pair::key_from<psk_type>(psk_key);
    bool may_resume_session = true;
    identity judged{};
    std::vector<bytes> asked;
};
/// `knows` with `look`.
template <class P> struct looks : knows<P> {
    look_answer look(requested_server const& hello) {
        seen = to_bytes(hello.host_name);
        ++looked;
        return answer;
    }
    bytes seen;
    unsigned looked = 0;
    look_answer answer{};
};
/// `knows` with requests for client certificates.
template <class P> struct asks : knows<P> {
    static constexpr bool whole_chain = false;
    crypto_status trust(certificate_chain const& theirs, identity const& leaf, byte_view name) {
        seen_chain = 0;
        for ([[maybe_unused]] byte_view const each : theirs) ++seen_chain;
        return name.empty() && leaf.digest == pin ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& client) {
        return client.kind == identity_kind::spki_sha256 ? client.digest == pin : knows<P>::accepts(client);
    }
    client_certificate wants_certificate(bool) { return wants; }
    std::array<std::uint8_t, 32> pin = pair::stranger.pin;
    client_certificate wants = client_certificate::required;
    unsigned seen_chain = 0;
};

/// The external key, for the offer of a client.
inline oracle::offered_key offered_coffee() { return {coffee, to_bytes(psk_key), false, 0}; }
/// A ticket that this client has received, for the offer of a next connection.
inline oracle::offered_key offered_ticket(oracle::client const& c, std::size_t which = 0) {
    oracle::given_ticket const& t = c.tickets.at(which);
    return {t.ticket, t.psk, true, t.age_add};
}

/// The common state of several connections of one server.
template <class P, template <class> class Knows = knows> struct world {
    using keys_type = ticket_keys<1, aead_ticket<typename P::crypto::aes_128_gcm>, boot_counter>;
    using tickets_type = ticket_service<keys_type>;
    using server_type = flintls::server<P, Knows<P>, tickets_type>;

    world() { rotate(); }
    void rotate() {
        while (keys.generate(source, now) == crypto_status::pending) {
        }
    }

    Knows<P> known;
    pair::given_random<1> source;
    keys_type keys;
    tickets_type tickets{keys};
    bool gives = true;
    std::uint32_t now = 1'000'000;
    /// A streamed hello does not fit the last buffer, and the certificate of a client must.
    pair::room sizes{
        .receive = 2'000, .transmit = 2'000, .messages = streamed && !knows_certificates<Knows<P>> ? 145U : 2'000U};
};

/// One connection.
template <class P, template <class> class Knows = knows>
class visit : public encounter::connection<typename world<P, Knows>::server_type, oracle::client> {
    using base = encounter::connection<typename world<P, Knows>::server_type, oracle::client>;

public:
    using world_type = world<P, Knows>;
    using server_type = typename world_type::server_type;

    explicit visit(world_type& w) : base{w.sizes, w.now} {
        this->make(w.known, w.gives ? &w.tickets : nullptr);
        client.protocols = {"mqtt"};
        client.first_fragment = first_fragment;
        this->begun = this->side->accept();
    }
    /// True if the handshake completes and neither side reports a fault.
    bool connects(std::size_t piece = 0xffff) {
        client.start();
        this->settle(piece);
        if (!good()) MESSAGE("client: " << client.why << ", server: " << this->side->failure().code());
        return good();
    }
    [[nodiscard]] bool good() const {
        return this->begun && this->connected == 1 && this->side->idle() && client.connected && !client.wrong &&
               !client.alert;
    }
    /// Runs until the client has received a HelloRetryRequest and sent its second hello.
    void greets() {
        client.start();
        this->turn();
        for (unsigned i = 0; i < 20 && client.retries == 0; ++i) this->turn(0); // the server receives no more bytes
    }
    /// Directs the rest of the connection to another server, which has received nothing yet.
    void moves_to(world_type& other) {
        this->destroy();
        this->make(other.known, other.gives ? &other.tickets : nullptr);
        this->begun = this->side->accept();
    }
    /// `connects` for a connection that has begun.
    bool goes_on() {
        this->settle();
        if (!good()) MESSAGE("client: " << client.why << ", server: " << this->side->failure().code());
        return good();
    }
    bool fails_with(alert_description what, bool is_protected) {
        client.start();
        this->settle();
        return this->failed_with(what, is_protected);
    }

    oracle::client& client = this->peer;
};

/// FI4: true if application data before the client's Finished ends the connection by unexpected_message.
template <class P, template <class> class Knows> bool refuses_data_before_finished(visit<P, Knows>& l) {
    l.client.finishes = false;
    l.client.start();
    l.settle();
    l.client.send_data("too early");
    l.settle();
    return l.failed_with(by::unexpected_message, true);
}

/// A fault, or an unusual property, of a client.
using fault = std::function<void(oracle::client&)>;

/// True if the server ends a handshake with this fault by this alert.
template <class P, template <class> class Knows = knows>
bool ends(fault const& wrong, by what, bool is_protected = false) {
    world<P, Knows> w;
    visit<P, Knows> l{w};
    wrong(l.client);
    return l.fails_with(what, is_protected) && l.connected == 0;
}
/// True if a handshake with this property completes, and data flows.
template <class P, template <class> class Knows = knows> bool passes(fault const& odd) {
    world<P, Knows> w;
    visit<P, Knows> l{w};
    odd(l.client);
    return l.connects() && l.talks();
}
/// Changes the message that has this name.
inline fault in(std::string const& name, std::function<void(bytes&)> change) {
    return [=](oracle::client& c) {
        c.edit = [=](std::string const& each, bytes& m) {
            if (each == name) change(m);
        };
    };
}

} // namespace serving
