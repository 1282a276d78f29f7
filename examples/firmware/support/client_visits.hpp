// SPDX-License-Identifier: Apache-2.0
/// \file
/// The work of the client examples: two connections, one after the other. On each: a handshake, a renegotiation in TLS
/// 1.2, and a line that the server answers.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_CLIENT_VISITS_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_CLIENT_VISITS_HPP

#include <array>
#include <cstdint>

#include "board.hpp"
#include "devices.hpp"
#include "flintls/client.hpp"
#include "line.hpp"
#include "stack.hpp"
#include "uart_loop.hpp"

namespace firmware {

inline constexpr std::array<std::uint8_t, 14> host_name{'s', 'e', 'n', 's', 'o', 'r', '.',
                                                        'e', 'x', 'a', 'm', 'p', 'l', 'e'};
inline constexpr std::array<std::uint8_t, 6> line{'h', 'e', 'l', 'l', 'o', '\n'};

/// The buffers of one connection: records of up to 2 KB, and handshake messages that span records.
struct memory {
    std::array<std::uint8_t, 2048> receive, transmit;
    std::array<std::uint8_t, 512> messages;
};

/// `Client`: a `flintls::client<P, Credentials>`, or a wrapper that counts what the client does.
template <flintls::policy P, class Credentials, class Client> class visit {
    using needs = flintls::client<P, Credentials>;
    static_assert(sizeof(memory::receive) >= needs::min_receive && sizeof(memory::transmit) >= needs::max_transmit &&
                  sizeof(memory::messages) >= needs::min_messages);

public:
    visit(memory& m, Credentials& credentials, flintls::ticket_store<P>& store)
        : client_{{m.receive, m.transmit, m.messages}, credentials, &store} {}

    /// \return 0 if all steps succeed; else the code of the failure (wire/error.hpp)
    std::uint32_t run() {
        using flintls::progress;
        if (!client_.connect(host_name)) {
            return flintls::error{client_.refusal(), 0}.code();
        }
        for (;;) {
            switch (next(
                client_, [&] { return renegotiating_ && client_.idle(); }, begun_)) {
            case progress::connected: connected(); break;
            case progress::receive: refused(); break;
            case progress::data: answered(); break;
            case progress::closed: return answered_ ? 0 : flintls::error{flintls::errc::connection_lost, 0}.code();
            default: return client_.failure().code();
            }
        }
    }

private:
    void connected() {
        board::print(client_.resumed() ? "resumed" : "full handshake");
        if constexpr (flintls::speaks_tls_1_3<P>) {
            if (client_.current().version == flintls::protocol_version::tls_1_3) { // no renegotiation there
                board::print(", TLS 1.3\n");
                return say_line();
            }
        }
        if constexpr (flintls::speaks_tls_1_2<P>) {
            connected_by_tls_1_2();
        }
    }
    void connected_by_tls_1_2() {
        using flintls::ticket_fate;
        board::print(renegotiating_ ? ", renegotiated" : "");
        board::print(client_.secure_renegotiation() ? ", secure renegotiation" : "");
        board::print(client_.ticket() == ticket_fate::staged ? ", ticket stored\n" : "\n");
        if (renegotiating_) {
            say_line();
        } else {
            renegotiating_ = client_.renegotiate(client_.resumed()); // by ticket, if the connection began so
        }
    }
    /// RFC 5246 7.2.2: a warning alert refuses the renegotiation; the connection goes on as before.
    void refused() {
        board::print("renegotiation refused\n");
        say_line();
    }
    void say_line() {
        renegotiating_ = false;
        static_cast<void>(client_.write_some(line)); // there is room: nothing is written before
    }
    /// The server may answer in several records.
    void answered() {
        flintls::byte_view const data = client_.application_data();
        bool const whole = data[data.size() - 1] == '\n';
        client_.consume(data.size());
        if (whole) {
            answered_ = true;
            if constexpr (flintls::speaks_tls_1_3<P>) { // RFC 8446 4.6.1: the ticket follows the handshake
                bool const tls_1_3 = client_.current().version == flintls::protocol_version::tls_1_3;
                bool const stored = tls_1_3 && client_.ticket() == flintls::ticket_fate::staged;
                board::print(stored ? "ticket stored, " : "");
            }
            board::print("answered\n");
            client_.close();
        }
    }

    Client client_;
    std::uint32_t begun_ = board::clock::milliseconds();
    bool renegotiating_ = false;
    bool answered_ = false;
};

/// \return main's exit status
template <flintls::policy P, class Client, class Credentials> int make_visits(Credentials& credentials) {
    static constinit memory buffers{};
    static constinit flintls::ticket_store<P> store{};
    board::paint_stack();
    board::uart::start();
    board::clock::start();
    constexpr std::uint32_t nobody_there = flintls::error{flintls::errc::connection_lost, 0}.code();
    for (int done = 0, attempts = 0; done < 2; ++attempts) {
        dial();
        std::uint32_t const code = visit<P, Credentials, Client>{buffers, credentials, store}.run();
        if (code != 0 && (code != nobody_there || attempts == 4)) {
            board::print("failed ");
            board::print(code);
            board::print("\n");
            return 1;
        }
        done += code == 0 ? 1 : 0;
    }
    board::print("stack ");
    board::print(board::used_stack());
    board::print("\n");
    return 0;
}

template <flintls::policy P, class Credentials> int make_visits(Credentials& credentials) {
    return make_visits<P, flintls::client<P, Credentials>>(credentials);
}

} // namespace firmware

#endif
