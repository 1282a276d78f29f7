// SPDX-License-Identifier: Apache-2.0
/// \file
/// A report about one connection, or about all of them, as a line of JSON.
#ifndef FLINTLS_EXAMPLES_SUPPORT_CONNECTION_REPORT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_CONNECTION_REPORT_HPP

#include <optional>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "flintls/registry/alert.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/ticket/session.hpp"
#include "hex.hpp"
#include "message_watch.hpp"

namespace support {

struct connection_report {
    flintls::protocol_version version{}; ///< 0: no handshake completed
    flintls::cipher_suite suite{};
    unsigned resumed = 0;      ///< connections that began with an abbreviated handshake
    unsigned renegotiated = 0; ///< handshakes after the first one
    bool secure_renegotiation = false;
    flintls::identity peer;             ///< identity of the peer
    bool ticket_received = false;       ///< a client received one, or a server was offered one
    unsigned ticket_in_abbreviated = 0; ///< tickets passed in abbreviated handshakes
    std::optional<flintls::alert_description> alert_sent;
    std::optional<flintls::alert_description> alert_received;
    std::optional<flintls::retry_advice> advice; ///< after a failure
    std::string exported;                        ///< key material (RFC 8446 7.5), in hexadecimal

    [[nodiscard]] bool connected() const { return version != flintls::protocol_version{}; }

    /// Adds a handshake that completed.
    void add_handshake(flintls::session const& s, bool was_resumed, bool is_secure, bool ticket_passed) {
        resumed += !connected() && was_resumed ? 1U : 0U;
        renegotiated += connected() ? 1U : 0U;
        ticket_in_abbreviated += was_resumed && ticket_passed ? 1U : 0U;
        version = s.version;
        suite = s.suite;
        peer = s.peer;
        secure_renegotiation = is_secure;
    }
    void add_alerts(message_watch const& seen) {
        alert_sent = seen.alert_sent();
        alert_received = seen.alert_received();
    }
    /// Adds another connection to the sum of all.
    void add(connection_report const& other) {
        if (other.connected()) {
            version = other.version;
            suite = other.suite;
            peer = other.peer;
            secure_renegotiation = other.secure_renegotiation;
        }
        resumed += other.resumed;
        renegotiated += other.renegotiated;
        ticket_received |= other.ticket_received;
        ticket_in_abbreviated += other.ticket_in_abbreviated;
        alert_sent = other.alert_sent ? other.alert_sent : alert_sent;
        alert_received = other.alert_received ? other.alert_received : alert_received;
        advice = other.advice;
        exported = other.exported;
    }
};

namespace report_detail {
template <class E> nlohmann::ordered_json number_or_null(std::optional<E> value) {
    return value ? nlohmann::ordered_json(static_cast<unsigned>(*value)) : nlohmann::ordered_json(nullptr);
}
/// The SHA-256 of the peer's SubjectPublicKeyInfo; null if the peer showed no certificate.
inline nlohmann::ordered_json key_or_null(flintls::identity const& who) {
    bool const known = who.kind == flintls::identity_kind::spki_sha256;
    return known ? nlohmann::ordered_json(to_hex(who.digest)) : nlohmann::ordered_json(nullptr);
}
} // namespace report_detail

inline std::ostream& operator<<(std::ostream& out, connection_report const& r) {
    using flintls::retry_advice;
    nlohmann::ordered_json all{
        {"version", static_cast<unsigned>(r.version)},
        {"suite", static_cast<unsigned>(r.suite)},
        {"resumed", r.resumed},
        {"renegotiated", r.renegotiated},
        {"secure_renegotiation", r.secure_renegotiation},
        {"ticket_received", r.ticket_received},
        {"ticket_in_abbreviated", r.ticket_in_abbreviated},
        {"alert_sent", report_detail::number_or_null(r.alert_sent)},
        {"alert_received", report_detail::number_or_null(r.alert_received)},
        {"retry_advice", !r.advice                                         ? "none"
                         : *r.advice == retry_advice::retry_without_ticket ? "retry_without_ticket"
                                                                           : "do_not_retry"},
        {"peer_key", report_detail::key_or_null(r.peer)},
    };
    if (!r.exported.empty()) { // only with --export
        all["exported"] = r.exported;
    }
    return out << all.dump() << std::endl;
}

} // namespace support

#endif
