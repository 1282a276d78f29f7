// SPDX-License-Identifier: Apache-2.0
// Prints the handshakes as Markdown, from the rows that the drivers run (flintls/tls12/flow.hpp and
// flintls/tls13/flow.hpp): for each version a table for the client and one for the server. flow_diagram_test.py
// compares the output with ../README.md.
#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

#include "flintls/tls12/flow.hpp"
#include "flintls/tls13/flow.hpp"
#include "flintls/wire/member_name.hpp"

namespace {

using namespace flintls;
using flow::conditions;

/// Maps "client_hello" to "ClientHello" (RFC 5246 7.4).
std::string message_name(std::string const& enumerator) {
    std::string name;
    bool capital = true;
    for (char const c : enumerator) {
        if (c != '_') {
            name += capital ? static_cast<char>(c - 'a' + 'A') : c;
        }
        capital = c == '_';
    }
    return name;
}

template <flow::input Input> std::string input_name() {
    if constexpr (Input == flow::input::change_cipher_spec) {
        return message_name(member_name<Input>);
    } else {
        return message_name(member_name<static_cast<handshake_type>(Input)>);
    }
}

/// Maps "digest_name" to "digest name" and "send_client_hello" to "send ClientHello".
std::string step_name(std::string name) {
    std::string const send = "send_";
    if (name.compare(0, send.size(), send) == 0) {
        return "send " + message_name(name.substr(send.size()));
    }
    for (char& c : name) {
        c = c == '_' ? ' ' : c;
    }
    return name;
}

struct wording {
    conditions fact;
    char const* holds;
    char const* does_not;
};

/// The names of the operations, and the handshakes in which each operation runs.
struct of_tls_1_2 {
    template <flow::op What> static std::string name() {
        return What == flow::op::send_change   ? "send ChangeCipherSpec"
               : What == flow::op::seal_ticket ? "seal a ticket and send NewSessionTicket"
               : What == flow::op::choose_psk  ? "choose PSK"
                                               : step_name(member_name<What>);
    }
    static constexpr char const* idle = ", which begins a renegotiation";
    template <flow::op What>
    static constexpr char const* instead = What == flow::op::send_hello_request ? "before a renegotiation" : nullptr;
    static constexpr wording words[] = {
        {conditions::resumed, "abbreviated", "full"},
        {conditions::with_certificate, "certificate suite", "no certificate suite"},
        {conditions::with_psk, "PSK suite", "no PSK suite"},
        {conditions::with_ecdhe, "ECDHE", "no ECDHE"},
        {conditions::ticket_due, "the server promised a ticket", "the server promised no ticket"},
        {conditions::requested, "the server asks for a certificate", "the server asks for no certificate"},
        {conditions::certified, "the client proves itself by a certificate", "the client proves nothing"},
        {conditions::has_ticket, "the hello has a ticket", "the hello has no ticket"},
    };
};
struct of_tls_1_3 {
    template <flow::op What> static std::string name() {
        constexpr auto what = tls13::in_tls13(What);
        return what == tls13::op::send_dummy    ? "send ChangeCipherSpec, for middleboxes"
               : what == tls13::op::rest        ? "connected again"
               : what == tls13::op::next_binder ? "the binder of another pre-shared key, if there is one"
                                                : step_name(member_name<what>);
    }
    static constexpr char const* idle = ", behind the handshake";
    /// The text for rows after the handshake, and after a HelloRetryRequest up to the next row with its own conditions.
    template <flow::op What>
    static constexpr char const* instead = [] {
        using enum tls13::op;
        switch (tls13::in_tls13(What)) {
        case make_ticket_secret:
        case keep_ticket: return "NewSessionTicket";
        case update_read: return "KeyUpdate of the server";
        case send_key_update:
        case update_write: return "KeyUpdate of the client";
        case digest_first_hello:
        case restart_transcript: return "HelloRetryRequest";
        case begin_second_hello: return "HelloRetryRequest: on with a second hello";
        case rest: return "";
        default: return static_cast<char const*>(nullptr); // the conditions of the row
        }
    }();
    static constexpr wording words[] = {
        {conditions::resumed, "by a ticket", "not by a ticket"},
        {conditions::with_certificate, "by certificate", "by pre-shared key"},
        {conditions::with_psk, "by pre-shared key", "by certificate"},
        {conditions::with_ecdhe, "with shares", "without shares"},
        {tls13::when::offers_psk, "the hello offers a pre-shared key", "the hello offers no pre-shared key"},
        {conditions::requested, "the server asks for a certificate, or a HelloRetryRequest names a group",
         "the server asks for no certificate"},
        {conditions::certified, "the client proves itself by a certificate", "the client proves nothing"},
    };
};
/// The same for the server of TLS 1.3.
struct server_of_tls_1_3 {
    template <flow::op What> static std::string name() {
        constexpr auto what = tls13::in_tls13(What);
        return what == tls13::op::choose_psk    ? "choose PSK"
               : what == tls13::op::send_retry  ? "send HelloRetryRequest"
               : what == tls13::op::seal_ticket ? "seal a ticket and send NewSessionTicket"
               : what == tls13::op::next_ticket ? "another ticket, if more are given"
                                                : of_tls_1_3::name<What>();
    }
    static constexpr char const* idle = of_tls_1_3::idle;
    template <flow::op What>
    static constexpr char const* instead = [] {
        using enum tls13::op;
        switch (tls13::in_tls13(What)) {
        case update_read: return "KeyUpdate of the client";
        case send_key_update:
        case update_write: return "KeyUpdate of the server";
        case remember_hello:
        case digest_first_hello:
        case restart_transcript:
        case send_retry: return "HelloRetryRequest";
        case begin_second_hello: return "HelloRetryRequest: on with the second hello";
        case choose_psk: return "the hello has pre-shared keys";
        case rest: return "";
        default: return static_cast<char const*>(nullptr); // the conditions of the row
        }
    }();
    static constexpr wording words[] = {
        {conditions::resumed, "by a ticket", "not by a ticket"},
        {conditions::with_certificate, "by certificate", "by pre-shared key"},
        {conditions::with_psk, "by pre-shared key", "by certificate"},
        {conditions::with_ecdhe, "with shares", "without shares"},
        {tls13::when::gives_tickets, "the server gives tickets", "the server gives no ticket"},
        {conditions::requested, "the server asks for a certificate", "the server asks for no certificate"},
        {conditions::certified, "the client proves itself by a certificate", "the client proves nothing"},
        {tls13::when::second_hello, "behind a HelloRetryRequest", "without a HelloRetryRequest"},
    };
};

template <class Version> std::string handshakes(flow::row const& row) {
    std::string text;
    auto const add = [&text](char const* more) { text += (text.empty() ? "" : ", ") + std::string{more}; };
    for (wording const& each : Version::words) {
        if ((row.when & each.fact) != conditions::none) {
            add(each.holds);
        } else if ((row.unless & each.fact) != conditions::none) {
            add(each.does_not);
        }
    }
    return text.empty() ? "all" : text;
}

template <class Version, flow::op What, flow::input Comes> void print_row(flow::row const& row) {
    using enum flow::op;
    std::string done;
    std::string comes;
    std::string when = handshakes<Version>(row);
    if constexpr (What == not_started) {
        done = "no connection yet";
        when = "";
    } else if constexpr (What == idle) {
        done = "connected";
        comes = input_name<Comes>() + Version::idle;
        when = "";
    } else if constexpr (What == may_come) {
        comes = input_name<Comes>() + ", or nothing";
    } else if constexpr (What == expect) {
        comes = input_name<Comes>();
    } else {
        done = Version::template name<What>();
        when = Version::template instead<What> != nullptr ? Version::template instead<What> : when;
    }
    std::cout << "| " << done << (done.empty() ? "| " : " | ") << comes << (comes.empty() ? "| " : " | ") << when
              << (when.empty() ? "|\n" : " |\n");
}

template <class Version, auto const& Flow, std::size_t... I> void print_rows(std::index_sequence<I...> /*each*/) {
    (print_row<Version, Flow[I].what, Flow[I].operand>(Flow[I]), ...);
}
template <class Version, auto const& Flow> void print(char const* side) {
    std::cout << "| the " << side << " does | what comes | in which handshakes |\n|---|---|---|\n";
    print_rows<Version, Flow>(std::make_index_sequence<Flow.size()>{});
}

} // namespace

int main() {
    std::cout << "TLS 1.2:\n\n";
    print<of_tls_1_2, tls12::client_flow>("client");
    std::cout << '\n';
    print<of_tls_1_2, tls12::server_flow>("server");
    std::cout << "\nTLS 1.3:\n\n";
    print<of_tls_1_3, tls13::client_flow>("client");
    std::cout << '\n';
    print<server_of_tls_1_3, tls13::server_flow>("server");
}
