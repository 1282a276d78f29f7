// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of a server of TLS 1.3, and how it is wiped: RFC 8446 4.2.10, 4.6, E.1.
#ifndef FLINTLS_TLS13_SERVER_STATE_HPP
#define FLINTLS_TLS13_SERVER_STATE_HPP

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/identity_marks.hpp"
#include "flintls/handshake/long_hello.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/hello/checksum.hpp"
#include "flintls/record/first_records.hpp"
#include "flintls/ticket/service.hpp"
#include "flintls/tls13/client_hello.hpp"
#include "flintls/tls13/client_hello_rules.hpp"
#include "flintls/tls13/common_steps.hpp"
#include "flintls/tls13/cookie.hpp"
#include "flintls/tls13/flow_rules.hpp"
#include "flintls/tls13/negotiated_parameters.hpp"
#include "flintls/tls13/secrets.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {
/// Functions of a server that have the same names as those of a client.
namespace server_side {

/// Bytes of a server's longest share, and of the longest agreed secret, with the groups of a policy.
template <policy P>
inline constexpr std::uint32_t max_server_share = [] {
    std::uint32_t most = 0;
    if constexpr (offers_shares<P>) {
        for (named_group const each : P::groups::values) {
            std::uint32_t const size = group_exchange<P>::server_share_size(each);
            most = size > most ? size : most;
        }
    }
    return most;
}();
template <policy P>
inline constexpr std::uint32_t max_agreed = [] {
    if constexpr (offers_shares<P>) {
        return group_exchange<P>::max_secret;
    }
    return std::uint32_t{0};
}();

/// What a server can do, by its policy, its credentials and its tickets.
template <policy P, class C, class T> struct server_abilities {
    static constexpr bool shares = offers_shares<P>;
    static constexpr bool certificates = !P::signature_schemes::values.empty();
    static constexpr bool external_psk = offers_psks<P> && has_external_psks<C>;
    static constexpr bool tickets = offers_psks<P> && !T::none;
    static constexpr bool psks = external_psk || tickets;
    static constexpr bool asks_clients = certificates && knows_certificates<C>;
    static_assert(!(asks_clients && judges_paths<C>),
                  "flintls: a server of TLS 1.3 does not judge chains of clients yet");
    using psk_operation = external_psk_operation<P, external_psk>;
    static constexpr suite_hash hash_of_external = hash_of_psk<psk_operation>;
    static_assert(!external_psk || has_tls_1_3_suite<P>(hash_of_external),
                  "flintls: the policy has no suite of TLS 1.3 with the hash of its crypto's psk"); // RFC 8446 4.2.11
    static_assert(!streams_hellos<P> || !hashes_of<P>::several,
                  "flintls: a server of TLS 1.3 that reads hellos longer than its buffer has suites of one hash");
};

/// What a server of TLS 1.3 has beside the state of every server.
template <policy P, class C, class T> struct server_part {
    using can = server_abilities<P, C, T>;
    using psk_operation = typename can::psk_operation;
    using secrets_type = tls13::secrets<P, psk_operation>;
    /// RFC 8446 4.4.4: with the size of the longest hash.
    static constexpr std::array<std::uint8_t, 4> finished_header{static_cast<std::uint8_t>(handshake_type::finished), 0,
                                                                 0, secrets_type::max_size};

    // One handshake:
    hello_summary<P> hello{}; ///< of the current hello; aliases it
    bulk_cipher cipher{};
    bool retried = false;          ///< a HelloRetryRequest was sent
    bool dummy_sent = false;       ///< RFC 8446 D.4: the ChangeCipherSpec is sent
    bool decoy = false;            ///< no identity can be chosen, and the answer hides that (RFC 8446 E.6)
    named_group asked{};           ///< by the HelloRetryRequest
    std::uint8_t psk_index = 0;    ///< of the current identity, then of the chosen one
    std::uint8_t tickets_made = 0; ///< also the nonce of the next ticket
    std::uint32_t sent = 0;        ///< bytes of the own Certificate that are sent
    std::uint32_t signature_size = 0;
    ticket_verdict verdict = ticket_verdict::full_handshake;
    psk_choice<typename psk_operation::key> external{};
    name_digest name{};                                    ///< of the server name in the hello
    std::array<std::uint8_t, max_server_share<P>> share{}; ///< the own share
    std::array<std::uint8_t, max_agreed<P>> agreed{};      ///< the agreed secret
    checksum stable{};                                     ///< of the hello that a HelloRetryRequest answered
    identity_marks<P> identities{};                        ///< of that hello
    /// Of a streamed hello: bytes of the current piece behind the identities, and true until their digest is made.
    std::uint32_t behind_identities = 0;
    bool identities_end = false;
    /// The random, behind room for a header; then the own Finished; then the ticket_age_add.
    std::array<std::uint8_t, 4 + secrets_type::max_size> answer{};

    // One connection:
    first_records first{};
    [[no_unique_address]] std::conditional_t<P::cookie, cookie_state<P>, unneeded<19>> cookie{};
    bool peer_update_due = false;       ///< the own KeyUpdate asks the peer for one
    bool own_update_due = false;        ///< an own KeyUpdate is due before more data is written
    bool peer_update_requested = false; ///< the peer was asked for one
    std::uint16_t updates = 0;          ///< KeyUpdates of the peer since the last application data

    secrets_type secrets;

    /// Wipes all secrets, and what the handshake knew.
    [[gnu::noinline]] void wipe_all() {
        secrets.clear();
        wipe(share);
        wipe(agreed);
        wipe(answer);
        wipe(name);
        hello = {};
        external = {};
    }
    /// Resets the state for a new connection.
    void begin() {
        identities_end = false;
        retried = dummy_sent = decoy = peer_update_due = own_update_due = peer_update_requested = false;
        updates = 0;
        asked = {};
        first = {&judge_first_record};
    }
    /// Resets the state for a received hello.
    void begin_hello() {
        psk_index = tickets_made = 0;
        sent = 0;
        decoy = false;
        verdict = ticket_verdict::full_handshake;
        external = {};
    }
    [[nodiscard]] std::uint8_t* random() { return answer.data() + finished_header.size(); }
    [[nodiscard]] byte_view own_finished() { return {answer.data(), 4 + secrets.size()}; }
};

/// What a server that may ask for certificates keeps of the client's in a handshake, as in TLS 1.2.
template <policy P> struct client_certificate_state {
    received_certificate sent{};
    client_certificate wanted = client_certificate::unwanted;
    [[no_unique_address]] verify_operation<P> verifier{};
};

template <policy P, class C, class T> struct server_state : connection<P> {
    using can = server_abilities<P, C, T>;
    using ticket_sealer_type = typename T::template sealer<P>;
    using tickets_type = T;
    static constexpr bool takes_hello_requests = false;
    template <op What> static constexpr flow::row const* row = server_row<What>;

    server_state(buffers const& b, C& c, T* t)
        : connection<P>{b, server_flow.data()}, session{opened.text.state}, credentials{c}, tickets{t} {}

    [[nodiscard]] byte_view client_random() const& { return random_bytes; }
    [[nodiscard]] std::uint8_t* client_random_room() { return random_bytes.data(); }
    /// RFC 8446 4.6.3: a KeyUpdate that is due is sent before more data.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        return tls13.own_update_due ? std::span<std::uint8_t>{} : connection<P>::write_space();
    }

    errc refusal = errc::ok; ///< why the last call that starts something was refused
    typename T::template opened<P> opened{};
    flintls::session& session;
    negotiated_parameters negotiated{};
    identity established{};
    C& credentials;
    T* tickets;
    server_part<P, C, T> tls13;
    typename P::crypto::random random{};
    [[no_unique_address]] group_exchange<P> exchange{};
    [[no_unique_address]] sign_operation<P> signer{};
    [[no_unique_address]] std::conditional_t<can::asks_clients, client_certificate_state<P>, unneeded<6>> client{};
    [[no_unique_address]] ticket_sealer_type sealer{};
    [[no_unique_address]] long_hello_stream<P, T::template size<P>> stream{};
    std::array<std::uint8_t, 32> random_bytes{};
};

/// Resets what one connection has, for the next one.
template <class S> void begin_part(S& s) {
    s.tls13.begin();
    if constexpr (S::policy_type::half_rtt) {
        s.half_rtt_open = false;
    }
    s.io.watch(s.tls13.first);
    if constexpr (S::policy_type::cookie) { // RFC 8446 4.2.2: a dummy may come first
        s.tls13.cookie.asks = !std::span<cookie_key const>{s.credentials.cookie_keys()}.empty();
        s.io.allow_dummies(s.tls13.cookie.asks ? S::policy_type::max_dummy_records : std::uint8_t{0});
    }
}
/// Abandons pending operations, before their memory is wiped or used again: until then an engine may read and write it
/// (crypto/status.hpp).
template <class S> [[gnu::noinline]] void reset_operations(S& s) {
    s.tls13.secrets.reset();                             // first: it may read the transcript
    s.write_key_due = s.write_key_due && !s.io.making(); // an unsent last message changes no key
    if (s.io.keys_to_read().changing()) { // nothing more is read; a pending write key is completed, for the last alert
        s.io.keys_to_read().clear();
    }
    s.reset_transcript();
    s.random.reset();
    s.exchange.reset();
    s.exchange.release();
    s.sealer.reset();
    s.signer.reset();
    if constexpr (S::can::asks_clients) {
        s.client.verifier.reset();
    }
}
/// Wipes all secrets, after the operations that may read or write them.
template <class S> [[gnu::noinline]] void wipe_side(S& s) {
    reset_operations(s);
    s.wipe_connection(server_flow.data());
    s.tls13.wipe_all();
    wipe(s.session);
    wipe(s.negotiated);
    wipe(s.established);
    wipe(s.random_bytes);
}
/// Nothing to reset; secrets are wiped already.
template <class S> void forget_context(S& /*s*/) {}
/// Nothing to forget: a server has only operations, which are reset.
template <class S> void abandon(S& /*s*/) {}
template <class S> void on_failure(S& /*s*/, error /*why*/) {}
/// Application data with content is delivered.
template <class S> void on_progress(S& s) { s.tls13.updates = 0; }

using tls13::on_application_data;
using tls13::on_no_renegotiation;

/// Seconds of the clock of ticket ages.
template <class S> [[nodiscard]] std::uint32_t ticket_time(S& s) {
    if constexpr (S::can::tickets) {
        return s.tickets != nullptr ? s.tickets->template now<typename S::policy_type>(s.now) : s.now;
    }
    return s.now;
}

} // namespace server_side
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
