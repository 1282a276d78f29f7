// SPDX-License-Identifier: Apache-2.0
/// \file
/// annotate [--bytes]: runs on the computer beside the board. Turns the trace of a firmware with message_trace.hpp
/// ("sent 22 0100…") into one line for each handshake message, or with --bytes into an annotated dump of it. Copies
/// other lines.
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "../support/dump.hpp"
#include "../support/failure.hpp"
#include "../support/handshake_stream.hpp"
#include "../support/hex.hpp"
#include "../support/messages.hpp"
#include "flintls/flintls.hpp"
#include "flintls/registry/names.hpp"

namespace {

/// Checks the renegotiation_info of a hello against the last Finished messages (RFC 5746 3.4 to 3.7).
class renegotiations {
public:
    void learn(bool sent, flintls::finished const& message) {
        (sent ? client_ : server_) = std::string{message.verify_data.begin(), message.verify_data.end()};
    }
    [[nodiscard]] std::string judge(bool sent, flintls::byte_view info) const {
        std::string const said{info.begin(), info.end()};
        std::string const expected = sent ? client_ : client_ + server_;
        return said.empty() ? ", renegotiation_info: empty"
               : said == expected
                   ? ", renegotiation_info: " + std::to_string(said.size()) + " bytes, verify_data of the last Finished"
                   : ", renegotiation_info: WRONG";
    }

private:
    std::string client_, server_;
};

class annotator {
public:
    explicit annotator(bool bytes) : bytes_{bytes} {}

    void take(bool sent, flintls::content_type type, flintls::byte_view bytes) {
        if (type == flintls::content_type::alert) {
            flintls::alert alert;
            if (!parse(bytes, alert)) {
                line(sent, "Alert", bytes.size(),
                     support::meaning(alert.level) + ", " + support::meaning(alert.description));
            }
            return;
        }
        support::handshake_stream& stream = sent ? sent_ : received_;
        stream.append(bytes, 0);
        support::framed message;
        while (!frame(stream.unread(), spoken_, message)) {
            auto const show = [&](auto const& decoded, support::framed const& at) {
                learn(decoded);
                line(sent, support::meaning(at.header.msg_type), at.size(), describe(sent, decoded));
                if (bytes_) {
                    support::dump{std::cout, {}}.message(decoded, at, [](std::size_t offset) { return offset; });
                }
            };
            static_cast<void>(decode(message, spoken_, show));
            stream.consume(message.size());
        }
    }

private:
    void learn(flintls::server_hello const& m) {
        spoken_.learn(m);
        spoken_.tickets =
            flintls::is_of_tls_1_3(m.cipher_suite) ? support::ticket_kind::tls13 : support::ticket_kind::tls12;
    }
    template <class M> void learn(M const& m) { spoken_.learn(m); }

    static void line(bool sent, std::string const& name, std::size_t size, std::string const& more) {
        std::cout << (sent ? "  device -> server  " : "  device <- server  ") << std::left << std::setw(26) << name
                  << std::right << std::setw(4) << size << " B"
                  << (more.starts_with(", ") ? more.substr(1)
                      : more.empty()         ? ""
                                             : " " + more)
                  << '\n';
    }

    /// Describes the extensions about tickets, renegotiation, versions and pre-shared keys.
    template <class Block> std::string extensions(bool sent, Block const& block) {
        std::string text;
        for (flintls::raw_extension const& each : block) {
            if (each.type == flintls::extension_type::session_ticket) {
                text += each.body.empty() ? (sent ? ", wants a ticket" : ", promises a ticket")
                                          : ", offers a ticket of " + std::to_string(each.body.size()) + " bytes";
            } else if (each.type == flintls::extension_type::extended_master_secret) {
                text += ", extended master secret";
            } else if (each.type == flintls::extension_type::renegotiation_info && !each.body.empty()) {
                text += rules_.judge(sent, each.body.subview(1, each.body.size() - 1));
            } else if (each.type == flintls::extension_type::supported_versions) {
                text += sent ? ", offers " + versions(each.body.subview(1, each.body.size() - 1))
                             : ", chooses " + versions(each.body);
            } else if (each.type == flintls::extension_type::pre_shared_key) { // RFC 8446 4.2.11: the first identity
                text += sent ? ", offers a pre-shared key of " +
                                   std::to_string(flintls::load<2>(each.body.data() + 2)) + " bytes of identity"
                             : ", takes the pre-shared key";
            }
        }
        return text;
    }
    /// RFC 8446 4.2.1
    static std::string versions(flintls::byte_view list) {
        std::string text;
        for (std::uint32_t at = 0; at + 2 <= list.size(); at += 2) {
            text += (text.empty() ? "" : " and ") +
                    support::meaning(static_cast<flintls::protocol_version>(flintls::load<2>(list.data() + at)));
        }
        return text;
    }
    std::string describe(bool sent, flintls::client_hello const& m) {
        std::string const text = extensions(sent, m.extensions);
        if (text.find("renegotiation_info: empty") != std::string::npos) { // a new connection
            rules_ = {};
        }
        return text;
    }
    std::string describe(bool sent, flintls::server_hello const& m) {
        return ", " + support::meaning(m.cipher_suite) + extensions(sent, m.extensions);
    }
    std::string describe(bool /*sent*/, flintls::new_session_ticket const& m) {
        return ", " + std::to_string(m.ticket.size()) + " bytes of ticket, for " +
               std::to_string(m.ticket_lifetime_hint) + " s";
    }
    std::string describe(bool /*sent*/, flintls::tls13::new_session_ticket const& m) {
        return ", " + std::to_string(m.ticket.size()) + " bytes of ticket, for " + std::to_string(m.ticket_lifetime) +
               " s";
    }
    std::string describe(bool /*sent*/, flintls::certificate const& m) {
        return m.certificate_list.empty() ? ", none" : "";
    }
    std::string describe(bool /*sent*/, flintls::certificate_verify const& m) {
        return ", " + support::meaning(m.algorithm);
    }
    std::string describe(bool sent, flintls::finished const& m) {
        rules_.learn(sent, m);
        return "";
    }
    template <class M> std::string describe(bool /*sent*/, M const& /*m*/) { return ""; }

    support::handshake_stream sent_, received_;
    support::dialect spoken_;
    renegotiations rules_;
    bool bytes_;
};

} // namespace

int main(int argc, char** argv) {
    bool const bytes = argc == 2 && std::string{argv[1]} == "--bytes";
    annotator with{bytes};
    for (std::string text; std::getline(std::cin, text);) {
        std::istringstream words{text};
        std::string direction, hex;
        unsigned type = 0;
        if (words >> direction >> type >> hex && (direction == "sent" || direction == "received")) {
            std::vector<std::uint8_t> decoded;
            if (support::from_hex(hex, decoded)) {
                with.take(direction == "sent", static_cast<flintls::content_type>(type), decoded);
            }
        } else {
            std::uint32_t code = 0;
            bool const failed = direction == "failed" && std::istringstream{text.substr(direction.size())} >> code;
            std::cout << "* " << text << (failed ? ": " + support::reason(code) : "") << '\n';
        }
        std::cout.flush();
    }
}
