// SPDX-License-Identifier: Apache-2.0
/// \file
/// client: connects to a server of TLS 1.2, resumes sessions by ticket (RFC 5077), renegotiates (RFC 5746).
#include <array>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <poll.h>

#include "flintls/tls12/client.hpp"
#include "support/connection_report.hpp"
#include "support/endpoint.hpp"
#include "support/key_log.hpp"
#include "support/psa_random.hpp"
#include "support/ticket_file.hpp"
#include "support/tls_credentials.hpp"
#include "support/tls_loop.hpp"
#include "support/tls_options.hpp"
#include "support/tls_policies.hpp"

namespace {

constexpr char const* usage = R"(usage: client HOST PORT [options]
Connects by TLS 1.2 to whom it trusts: --pin, --cert or --psk says whom. Prints a line of JSON for each connection, and a
last one for all of them.

  --pin HEX               trusts the key with this SHA-256 of its SubjectPublicKeyInfo; twice: a reserve
                          (openssl x509 -in FILE -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum)
  --cert FILE             trusts the certificates in this file (PEM), and no chain
  --client-cert FILE      shows this certificate, and the ones behind it (PEM), to servers that ask for one
  --client-key FILE       the certificate's key (PEM, of P-256)
  --psk HEX               a pre-shared key of 1 to 64 bytes
  --psk-identity TEXT     and what it is called (Client_identity)
  --cipher NAME           offers this suite (its name of IANA), or several; otherwise all that there is a key for
  --server-name NAME      asks for this server (SNI)
  --renegotiation MODE    strict, secure-only (the default), compatible or never
  --signal KIND           extension (the default), or scsv. With scsv, --no-ticket, no --server-name and nothing but suites
                          of pre-shared keys the first hello has no extensions at all
  --ticket-file FILE      begins with the ticket in this file, and keeps the last one there; sealed under FILE.key
  --no-ticket             wants no tickets
  --renegotiate N         renegotiates N times on each connection
  --resume N              connects N times more, and expects each to be resumed if there are tickets
  --send TEXT             sends TEXT and a newline on each connection, and waits for a line
  --keylog FILE           appends the master secrets (SSLKEYLOGFILE)
  --trace                 shows every handshake message, on standard error
  --help                  this text

Exit status: 0 if all of that happened; 1 if not; 2 for bad usage.
)";

using progress = flintls::tls12::progress;
using std::chrono::milliseconds;
constexpr milliseconds patience{10'000};

struct session_context {
    support::tls_options const& options;
    support::endpoint const& server;
    support::client_credentials& credentials;
    support::key_log& log;
};

support::descriptor connect_to(support::endpoint const& server) {
    support::descriptor socket = support::begin_to_connect(server);
    pollfd wanted{socket.get(), POLLOUT, 0};
    bool const ready = socket.is_open() && ::poll(&wanted, 1, static_cast<int>(patience.count())) > 0;
    if (!ready || !support::has_connected(socket)) {
        return support::descriptor{-1};
    }
    socket.wait_again();
    return socket;
}

std::optional<support::endpoint> find(support::tls_options const& o) {
    bool const ipv6 = o.host.find(':') != std::string::npos;
    return support::resolve((ipv6 ? '[' + o.host + ']' : o.host) + ':' + std::to_string(*o.port));
}

/// One connection, from hello to goodbye.
template <class P> class visit {
public:
    visit(session_context const& with, flintls::ticket_store<P>* store, flintls::byte_view server_name,
          support::tls_memory& memory)
        : with_{with}, client_{{memory.receive, memory.transmit, memory.messages}, with.credentials, store},
          server_name_{server_name} {
        with_.credentials.begin_connection();
    }

    /// \return whether everything that was asked for happened
    bool run() {
        support::descriptor const socket = connect_to(with_.server);
        if (!socket.is_open() || !client_.connect(server_name_)) {
            report_.advice = flintls::retry_advice::do_not_retry;
            return false;
        }
        support::tls_loop loop{client_, socket, patience};
        // RFC 5246 7.2.2: nothing tells but a warning.
        auto const refused = [&] { return renegotiating_ && client_.idle(); };
        progress p = loop.next();
        for (; p != progress::closed && p != progress::failed; p = loop.next(refused)) {
            take(p, loop);
            go_on(loop);
        }
        loop.linger();
        report_.add_alerts(with_.credentials.watch());
        if (p == progress::failed || !report_.connected()) { // a close_notify in the middle of it is one, too
            report_.advice = client_.retry();
        }
        if (has_line()) {
            std::string const text = answer_.substr(0, answer_.find('\n'));
            std::vector<std::uint8_t> const line{text.begin(), text.end()};
            std::cerr << "received: " << support::content(line) << '\n';
        }
        return p == progress::closed && report_.connected() && !timed_out_ &&
               report_.renegotiated >= with_.options.renegotiate && (!with_.options.send || has_line());
    }
    [[nodiscard]] support::connection_report const& report() const { return report_; }

private:
    using loop_type = support::tls_loop<flintls::tls12::client<P, support::client_credentials>>;

    [[nodiscard]] bool has_line() const { return answer_.find('\n') != std::string::npos; }

    void take(progress p, loop_type& loop) {
        if (p == progress::data) {
            loop.read(answer_);
        } else if (p == progress::connected) {
            using flintls::ticket_fate;
            bool const ticket = client_.ticket() == ticket_fate::staged || client_.ticket() == ticket_fate::too_long;
            report_.add_handshake(client_.current(), client_.resumed(), client_.secure_renegotiation(), ticket);
            report_.ticket_received |= ticket;
            with_.log.add(client_.client_random(), client_.current().master_secret);
            renegotiating_ = false;
        } else {
            timed_out_ = !renegotiating_ || !client_.idle();
            refused_ = true;
            renegotiating_ = false;
        }
    }
    /// The next thing to do, unless the server wants something.
    void go_on(loop_type& loop) {
        support::tls_options const& o = with_.options;
        if (client_.idle() && !timed_out_ && asked_ < o.renegotiate && !refused_) {
            ++asked_;
            renegotiating_ = client_.renegotiate();
            refused_ = !renegotiating_;
        }
        if (client_.idle() && !timed_out_ && o.send && !sent_) {
            sent_ = loop.write(*o.send + '\n');
        }
        bool const done = client_.idle() && (!o.send || has_line());
        if (timed_out_ && !client_.idle()) {
            client_.transport_lost(); // and with it the ticket that the server may have hung on
        } else if (done || timed_out_) {
            client_.close();
        }
    }

    session_context with_;
    flintls::tls12::client<P, support::client_credentials> client_;
    flintls::byte_view server_name_;
    support::connection_report report_;
    std::string answer_;
    unsigned asked_ = 0;
    bool renegotiating_ = false;
    bool refused_ = false;
    bool sent_ = false;
    bool timed_out_ = false;
};

/// All connections under one policy.
template <class P> int run(session_context const& with) {
    support::tls_options const& o = with.options;
    static support::tls_memory memory;
    flintls::ticket_store<P> store;
    support::ticket_file<P> file{o.ticket_file};
    std::vector<std::uint8_t> const name{o.server_name.begin(), o.server_name.end()};
    support::connection_report total;
    bool good = file.load(store);
    auto const connect = [&] {
        visit<P> one{with, o.tickets ? &store : nullptr, name, memory};
        bool const done = one.run();
        std::cout << one.report();
        total.add(one.report());
        return std::pair{done, one.report()};
    };
    for (unsigned i = 0; good && i <= o.resume; ++i) {
        auto [done, report] = connect();
        if (report.advice == flintls::retry_advice::retry_without_ticket) { // which the store has no more; once
            std::tie(done, report) = connect();
        }
        good = done && file.save(store);
    }
    std::cout << total;
    return good && (!o.tickets || total.resumed >= o.resume) ? 0 : 1;
}

/// A program for each policy, all of them in this one.
template <flintls::renegotiation_mode Mode> int run_with(session_context const& with) {
    using enum flintls::renegotiation_signal;
    support::tls_options const& o = with.options;
    bool const scsv_only = o.signal == scsv;
    bool const bare = scsv_only && !o.tickets && o.server_name.empty() && with.credentials.offers_only_psk();
    return bare        ? run<support::bare_client_policy<Mode>>(with)
           : scsv_only ? run<support::client_policy<Mode, scsv>>(with)
                       : run<support::client_policy<Mode, extension>>(with);
}
int run_with_mode(session_context const& with) {
    using enum flintls::renegotiation_mode;
    switch (with.options.mode) {
    case strict: return run_with<strict>(with);
    case secure_only: return run_with<secure_only>(with);
    case compatible: return run_with<compatible>(with);
    default: return run_with<never>(with);
    }
}

} // namespace

int main(int argc, char** argv) {
    auto const o = support::parse_tls_options({argv + 1, argv + argc}, support::tls_role::client);
    if (o && o->help) {
        std::cout << usage;
        return 0;
    }
    auto const server = o ? find(*o) : std::nullopt;
    if (psa_crypto_init() != PSA_SUCCESS || !server) {
        std::cerr << usage;
        return 2;
    }
    support::client_credentials credentials{*o};
    if (!credentials.good()) {
        std::cerr << "client: no key to trust, none for such a suite, or half of a certificate and its key\n" << usage;
        return 2;
    }
    support::key_log log{o->key_log};
    int const status = run_with_mode({*o, *server, credentials, log});
    return log.good() ? status : 1;
}
