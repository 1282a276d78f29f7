// SPDX-License-Identifier: Apache-2.0
// Prints the handshakes of TLS 1.2 as Markdown, from the rows that the drivers run (flintls/tls12/flow.hpp): a table of the
// client and one of the server. flow_diagram_test.py holds ../README.md against it.
#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

#include "flintls/tls12/flow.hpp"
#include "flintls/wire/member_name.hpp"

namespace {

using namespace flintls;
using flow::conditions;

/// "client_hello" is ClientHello (RFC 5246 7.4).
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

/// "digest_name" is "digest name", "send_client_hello" is "send ClientHello".
template <flow::op What> std::string step_name() {
    if constexpr (What == flow::op::send_change) {
        return "send ChangeCipherSpec";
    }
    if constexpr (What == flow::op::seal_ticket) {
        return "seal a ticket and send NewSessionTicket";
    }
    if constexpr (What == flow::op::choose_psk) {
        return "choose PSK";
    }
    std::string name = member_name<What>;
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
constexpr wording words[] = {
    {conditions::resumed, "abbreviated", "full"},
    {conditions::with_certificate, "certificate suite", "no certificate suite"},
    {conditions::with_psk, "PSK suite", "no PSK suite"},
    {conditions::with_ecdhe, "ECDHE", "no ECDHE"},
    {conditions::ticket_due, "the server promised a ticket", "the server promised no ticket"},
    {conditions::requested, "the server asks for a certificate", "the server asks for no certificate"},
    {conditions::certified, "the client proves itself by a certificate", "the client proves nothing"},
    {conditions::has_ticket, "the hello has a ticket", "the hello has no ticket"},
};

std::string handshakes(flow::row const& row) {
    std::string text;
    auto const add = [&text](char const* more) { text += (text.empty() ? "" : ", ") + std::string{more}; };
    for (wording const& each : words) {
        if ((row.when & each.fact) != conditions::none) {
            add(each.holds);
        } else if ((row.unless & each.fact) != conditions::none) {
            add(each.does_not);
        }
    }
    return text.empty() ? "all" : text;
}

template <flow::op What, flow::input Comes> void print_row(flow::row const& row) {
    using enum flow::op;
    std::string done;
    std::string comes;
    std::string when = handshakes(row);
    if constexpr (What == not_started) {
        done = "no connection yet";
        when = "";
    } else if constexpr (What == idle) {
        done = "connected";
        comes = input_name<Comes>() + ", which begins a renegotiation";
        when = "";
    } else if constexpr (What == send_hello_request) {
        done = step_name<What>();
        when = "before a renegotiation";
    } else if constexpr (What == may_come) {
        comes = input_name<Comes>() + ", or nothing";
    } else if constexpr (What == expect) {
        comes = input_name<Comes>();
    } else {
        done = step_name<What>();
    }
    std::cout << "| " << done << (done.empty() ? "| " : " | ") << comes << (comes.empty() ? "| " : " | ") << when
              << (when.empty() ? "|\n" : " |\n");
}

template <auto const& Flow, std::size_t... I> void print_rows(std::index_sequence<I...> /*each*/) {
    (print_row<Flow[I].what, Flow[I].operand>(Flow[I]), ...);
}
template <auto const& Flow> void print(char const* side) {
    std::cout << "| the " << side << " does | what comes | in which handshakes |\n|---|---|---|\n";
    print_rows<Flow>(std::make_index_sequence<Flow.size()>{});
}

} // namespace

int main() {
    print<tls12::client_flow>("client");
    std::cout << '\n';
    print<tls12::server_flow>("server");
}
