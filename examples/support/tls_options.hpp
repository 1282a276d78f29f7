// SPDX-License-Identifier: Apache-2.0
/// \file
/// The options of client and server.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_OPTIONS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_OPTIONS_HPP

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "flintls/client.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/names_cipher_suite.hpp"
#include "hex.hpp"
#include "port.hpp"
#include "tls_policies.hpp"

namespace support {

inline std::vector<std::uint8_t> bytes_of(std::string const& text) { return {text.begin(), text.end()}; }

enum class tls_role : std::uint8_t { client = 1, server = 2, both = 3 };

struct tls_options {
    std::string host;
    std::optional<std::uint16_t> port;
    flintls::renegotiation_mode mode = flintls::renegotiation_mode::secure_only;
    flintls::renegotiation_signal signal = flintls::renegotiation_signal::extension;
    std::string psk_identity = "Client_identity";
    std::vector<std::uint8_t> psk; ///< empty: none
    std::vector<std::array<std::uint8_t, 32>> pins;
    std::optional<std::string> certificate; ///< a client's: the one that it trusts; a server's: its own
    std::optional<std::string> authorities; ///< file of trust anchors
    std::optional<std::string> key;
    std::optional<std::string> client_certificate; ///< the client's own
    std::optional<std::string> client_key;
    std::vector<std::array<std::uint8_t, 32>> client_pins; ///< pinned keys of clients
    std::vector<flintls::cipher_suite> suites;             ///< empty: all that a key exists for
    std::string server_name;
    std::optional<std::string> ticket_file;
    std::optional<std::string> ticket_key; ///< the key of stored tickets; none: the server's name
    std::optional<std::string> key_log;
    std::optional<std::string> send;
    std::optional<std::string> export_label; ///< of key material (RFC 8446 7.5)
    std::optional<std::uint16_t> redis;      ///< port of a store of sessions
    std::optional<unsigned> count;
    std::optional<std::chrono::seconds> idle;      ///< longest silence
    std::optional<std::chrono::seconds> handshake; ///< longest handshake of a server
    std::optional<std::chrono::seconds> timeout;   ///< longest connection of a client
    unsigned renegotiate = 0;
    unsigned resume = 0;
    flintls::protocol_version min_version = flintls::protocol_version::tls_1_2;
    flintls::protocol_version max_version = flintls::protocol_version::tls_1_3;
    unsigned tickets_sent = 1; ///< by a server, in each handshake of TLS 1.3
    bool psk_ke = false;       ///< psk_ke, without shares (RFC 8446 4.2.9)
    bool cookie = false;       ///< a server asks for one (RFC 8446 4.2.2)
    bool update_keys = false;  ///< once on each connection of TLS 1.3
    bool tickets = true;
    bool require_client_certificate = false;
    bool ask_in_renegotiations = false; ///< and not in the first handshake
    bool request_renegotiation = false;
    bool trace = false;
    bool echo = false;
    bool rotate_keys = false;
    bool forget_keys = false;
    bool help = false;
};

namespace tls_options_detail {

inline bool to_number(std::string_view text, unsigned& number) {
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size();
}
inline bool to_seconds(std::string_view text, std::optional<std::chrono::seconds>& seconds) {
    unsigned number = 0;
    bool const good = to_number(text, number) && number >= 1 && number <= 86'400;
    seconds = std::chrono::seconds{number};
    return good;
}
inline bool to_mode(std::string_view text, flintls::renegotiation_mode& mode) {
    using enum flintls::renegotiation_mode;
    static constexpr std::array<std::pair<std::string_view, flintls::renegotiation_mode>, 4> names{
        {{"strict", strict}, {"secure-only", secure_only}, {"compatible", compatible}, {"never", never}}};
    for (auto const& [name, value] : names) {
        if (name == text) {
            mode = value;
            return true;
        }
    }
    return false;
}
inline bool to_signal(std::string_view text, flintls::renegotiation_signal& signal) {
    signal = text == "scsv" ? flintls::renegotiation_signal::scsv : flintls::renegotiation_signal::extension;
    return text == "scsv" || text == "extension";
}
/// By its name in the IANA registry.
inline bool add_suite(std::string_view text, std::vector<flintls::cipher_suite>& suites) {
    for (flintls::cipher_suite const each : suites_of_both::values) {
        if (flintls::name_of(each) == text) {
            suites.push_back(each);
            return true;
        }
    }
    return false;
}
inline bool to_version(std::string_view text, flintls::protocol_version& version) {
    version = text == "1.2" ? flintls::protocol_version::tls_1_2 : flintls::protocol_version::tls_1_3;
    return text == "1.2" || text == "1.3";
}
inline bool add_pin(std::string_view text, std::vector<std::array<std::uint8_t, 32>>& pins) {
    std::vector<std::uint8_t> bytes;
    bool const good = from_hex(text, bytes) && bytes.size() == 32;
    if (good) {
        std::copy(bytes.begin(), bytes.end(), pins.emplace_back().begin());
    }
    return good;
}

struct option {
    std::string_view name;
    tls_role whose;
    bool has_value;
    bool (*take)(tls_options& to, std::string_view value);
};

inline bool take_psk(tls_options& to, std::string_view value) {
    return from_hex(value, to.psk) && !to.psk.empty() && to.psk.size() <= 64;
}

inline bool take_text(tls_options& to, std::string_view value) {
    to.send.emplace(value);
    return true;
}

using to = tls_options;
using text = std::string_view;
inline constexpr std::array<option, 41> options{{
    {"--help", tls_role::both, false, [](to& o, text) { return o.help = true; }},
    {"--renegotiation", tls_role::both, true, [](to& o, text v) { return to_mode(v, o.mode); }},
    {"--signal", tls_role::client, true, [](to& o, text v) { return to_signal(v, o.signal); }},
    {"--psk-identity", tls_role::both, true, [](to& o, text v) { return !(o.psk_identity = v).empty(); }},
    {"--psk", tls_role::both, true, take_psk},
    {"--pin", tls_role::client, true, [](to& o, text v) { return o.pins.size() < 2 && add_pin(v, o.pins); }},
    {"--client-cert", tls_role::client, true, [](to& o, text v) { return !o.client_certificate.emplace(v).empty(); }},
    {"--client-key", tls_role::client, true, [](to& o, text v) { return !o.client_key.emplace(v).empty(); }},
    {"--client-pin", tls_role::server, true, [](to& o, text v) { return add_pin(v, o.client_pins); }},
    {"--client-ca", tls_role::server, true, [](to& o, text v) { return !o.authorities.emplace(v).empty(); }},
    {"--require-client-certificate", tls_role::server, false,
     [](to& o, text) { return o.require_client_certificate = true; }},
    {"--ask-in-renegotiations", tls_role::server, false, [](to& o, text) { return o.ask_in_renegotiations = true; }},
    {"--cert", tls_role::both, true, [](to& o, text v) { return !o.certificate.emplace(v).empty(); }},
    {"--ca", tls_role::client, true, [](to& o, text v) { return !o.authorities.emplace(v).empty(); }},
    {"--key", tls_role::server, true, [](to& o, text v) { return !o.key.emplace(v).empty(); }},
    {"--cipher", tls_role::both, true, [](to& o, text v) { return add_suite(v, o.suites); }},
    {"--min-version", tls_role::both, true, [](to& o, text v) { return to_version(v, o.min_version); }},
    {"--max-version", tls_role::both, true, [](to& o, text v) { return to_version(v, o.max_version); }},
    {"--psk-mode", tls_role::both, true, [](to& o, text v) { return (o.psk_ke = v == "psk-ke") || v == "psk-dhe-ke"; }},
    {"--cookie", tls_role::server, false, [](to& o, text) { return o.cookie = true; }},
    {"--export", tls_role::client, true,
     [](to& o, text v) { return !o.export_label.emplace(v).empty() && v.size() <= 249; }},
    {"--update-keys", tls_role::client, false, [](to& o, text) { return o.update_keys = true; }},
    {"--server-name", tls_role::client, true, [](to& o, text v) { return !(o.server_name = v).empty(); }},
    {"--ticket-file", tls_role::client, true, [](to& o, text v) { return !o.ticket_file.emplace(v).empty(); }},
    {"--ticket-key", tls_role::client, true, [](to& o, text v) { return o.ticket_key.emplace(v).size() <= 255; }},
    {"--tickets", tls_role::server, true,
     [](to& o, text v) { return to_number(v, o.tickets_sent) && (o.tickets_sent < 3 || o.tickets_sent == 4); }},
    {"--no-ticket", tls_role::both, false, [](to& o, text) { return !(o.tickets = false); }},
    {"--renegotiate", tls_role::client, true, [](to& o, text v) { return to_number(v, o.renegotiate); }},
    {"--request-renegotiation", tls_role::server, false, [](to& o, text) { return o.request_renegotiation = true; }},
    {"--resume", tls_role::client, true, [](to& o, text v) { return to_number(v, o.resume); }},
    {"--keylog", tls_role::both, true, [](to& o, text v) { return !o.key_log.emplace(v).empty(); }},
    {"--trace", tls_role::both, false, [](to& o, text) { return o.trace = true; }},
    {"--idle", tls_role::both, true, [](to& o, text v) { return to_seconds(v, o.idle); }},
    {"--handshake", tls_role::server, true, [](to& o, text v) { return to_seconds(v, o.handshake); }},
    {"--timeout", tls_role::client, true, [](to& o, text v) { return to_seconds(v, o.timeout); }},
    {"--send", tls_role::client, true, take_text},
    {"--echo", tls_role::server, false, [](to& o, text) { return o.echo = true; }},
    {"--rotate-keys", tls_role::server, false, [](to& o, text) { return o.rotate_keys = true; }},
    {"--forget-keys", tls_role::server, false, [](to& o, text) { return o.forget_keys = true; }},
    {"--redis", tls_role::server, true, [](to& o, text v) { return (o.redis = to_port(v)).has_value(); }},
    {"--count", tls_role::server, true, [](to& o, text v) { return to_number(v, o.count.emplace()); }},
}};

inline option const* find(std::string_view name, tls_role role) {
    for (option const& each : options) {
        bool const mine = (static_cast<unsigned>(each.whose) & static_cast<unsigned>(role)) != 0;
        if (each.name == name && mine) {
            return &each;
        }
    }
    return nullptr;
}

} // namespace tls_options_detail

/// Parses `HOST PORT` of a client or `PORT` of a server, with options anywhere.
/// \return what is wrong with them; empty: nothing
inline std::string parse_tls_options(std::vector<std::string> const& words, tls_role role, tls_options& to) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string const& word = words[i];
        if (tls_options_detail::option const* const found = tls_options_detail::find(word, role)) {
            i += found->has_value ? 1 : 0;
            if (i == words.size()) {
                return word + " wants a value";
            }
            if (!found->take(to, words[i])) {
                return word + " does not take \"" + words[i] + '"';
            }
        } else if (word.starts_with('-')) {
            return "there is no option " + word;
        } else if (role == tls_role::client && to.host.empty()) {
            to.host = word;
        } else if (to.port) {
            return "\"" + word + "\" is one word too many";
        } else if (!(to.port = to_port(word))) {
            return "\"" + word + "\" is no port";
        }
    }
    return to.help || to.port         ? std::string{}
           : role == tls_role::client ? "HOST or PORT is missing"
                                      : "PORT is missing";
}

/// Are there suites of this version among those that are asked for?
[[nodiscard]] inline bool asks_for(tls_options const& o, bool tls_1_3) {
    return o.suites.empty() || std::any_of(o.suites.begin(), o.suites.end(), [=](flintls::cipher_suite each) {
               return flintls::is_of_tls_1_3(each) == tls_1_3;
           });
}
[[nodiscard]] inline bool offers_1_2(tls_options const& o) {
    return o.min_version == flintls::protocol_version::tls_1_2 && asks_for(o, false);
}
[[nodiscard]] inline bool offers_1_3(tls_options const& o) {
    return o.max_version == flintls::protocol_version::tls_1_3 && asks_for(o, true);
}
/// The versions of a client: limits of its connections.
[[nodiscard]] inline flintls::version_limits limits_of(tls_options const& o) {
    using enum flintls::protocol_version;
    return {offers_1_2(o) ? tls_1_2 : tls_1_3, offers_1_3(o) ? tls_1_3 : tls_1_2};
}

/// Says what is wrong, and where to read more. \return main's
inline int complain(std::string const& program, std::string const& why) {
    std::cerr << program << ": " << why << "\nusage: " << program << (program == "server" ? "" : " HOST")
              << " PORT [options]; " << program << " --help lists them\n";
    return 2;
}

} // namespace support

#endif
