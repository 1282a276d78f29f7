// SPDX-License-Identifier: Apache-2.0
/// \file
/// The options of inspect.
#ifndef FLINTLS_EXAMPLES_SUPPORT_INSPECT_OPTIONS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_INSPECT_OPTIONS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "messages.hpp"
#include "port.hpp"

namespace support {

inline constexpr char const* usage = R"(usage: inspect [options] [FILE]
       inspect [options] --listen PORT
Shows the TLS handshake messages in FILE, or on standard input: every byte, what it is and what it means.

FILE holds handshake messages, or TLS records (possibly with messages fragmented over them), as binary or as hex text:
a file of nothing but hex digits, white space and colons is hex text. Input is records if byte 0 is 20 to 23 and bytes
1 and 2 are 0300 to 0304. Or FILE is a packet capture, pcap or pcapng: its TLS connections are shown one after the
other, each with offsets of its own, from its first record on. Of records, the plain handshake is decoded, the rest is named. Behind a ChangeCipherSpec
handshake data counts as encrypted unless it begins like a hello or consists of whole messages. The key exchange of
TLS 1.2 is decoded behind a server_hello with a suite of ECDHE_ECDSA, ECDHE_RSA, PSK or ECDHE_PSK.

  --json           one JSON document instead of the dump
  --lines          with --json: every line of input is one message in hex, every line of output one document
  --input KIND     records or messages, whatever it looks like
  --tls13          the messages of RFC 8446: encrypted_extensions, end_of_early_data, key_update, and new_session_ticket,
                   certificate and certificate_request in their shape of TLS 1.3
  --keylog FILE    decrypts records with the secrets of a key log (SSLKEYLOGFILE): TLS 1.2 and 1.3, suites with AES-GCM,
                   AES-CCM or ChaCha20; both sides' records in the order in which they were sent; no 0-RTT data. The
                   messages are those of the version that the server_hello chooses
  --full           the dump shows all bytes of long fields
  --fingerprint    JA3 and JA4 of each ClientHello instead of the dump; with --json, beside its fields
  --listen PORT    waits on 127.0.0.1 for one client, shows its hello and refuses it; PORT 0: any free one
  --help           this text

On a terminal the dump is coloured, unless NO_COLOR is set.

Exit status: 0; 1 for malformed input; 2 for bad usage, or a file or port that cannot be used.
)";

struct inspect_options {
    bool json = false;
    bool lines = false;
    bool help = false;
    bool full = false;
    bool fingerprint = false;
    ticket_kind tickets = ticket_kind::tls12;
    std::optional<bool> records;
    std::optional<std::uint16_t> port;
    std::optional<std::string> file;
    std::optional<std::string> key_log;
};

/// Takes an option with a value. \return false: the value is wrong
inline bool take_value(inspect_options& to, std::string_view option, std::string_view value) {
    if (option == "--listen") {
        to.port = to_port(value);
        return to.port.has_value();
    }
    if (option == "--keylog") {
        to.key_log = value;
        return true;
    }
    to.records = value == "records";
    return value == "records" || value == "messages";
}

inline std::optional<inspect_options> parse_options(std::vector<std::string> const& words) {
    inspect_options to;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string const& word = words[i];
        if (word == "--json") {
            to.json = true;
        } else if (word == "--lines") {
            to.lines = true;
        } else if (word == "--tls13") {
            to.tickets = ticket_kind::tls13;
        } else if (word == "--full") {
            to.full = true;
        } else if (word == "--fingerprint") {
            to.fingerprint = true;
        } else if (word == "--help") {
            to.help = true;
        } else if (word == "--listen" || word == "--input" || word == "--keylog") {
            if (++i == words.size() || !take_value(to, word, words[i])) {
                return std::nullopt;
            }
        } else if ((word.starts_with('-') && word != "-") || to.file) {
            return std::nullopt;
        } else {
            to.file = word;
        }
    }
    bool const clash = (to.lines && (!to.json || to.port || to.key_log || to.records == true)) ||
                       (to.port && (to.file || to.records || to.key_log)) || (to.key_log && to.records == false);
    return clash ? std::nullopt : std::optional{to};
}

} // namespace support

#endif
