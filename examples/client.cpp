// SPDX-License-Identifier: Apache-2.0
/// \file
/// client: connects to a server of TLS 1.2, resumes sessions by ticket (RFC 5077), renegotiates (RFC 5746).
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <poll.h>

#include "flintls/client.hpp"
#include "flintls/registry/names_errc.hpp"
#include "support/connection_report.hpp"
#include "support/endpoint.hpp"
#include "support/failure.hpp"
#include "support/key_log.hpp"
#include "support/psa_random.hpp"
#include "support/ticket_file.hpp"
#include "support/tls_credentials.hpp"
#include "support/tls_options.hpp"
#include "support/tls_policies.hpp"
#include "support/tls_socket.hpp"

namespace {

constexpr char const* usage = R"(usage: client HOST PORT [options]
Connects by TLS 1.2 or 1.3 to whom it trusts: --pin, --cert or --psk says whom. Prints a line of JSON for each connection, and a
last one for all of them.

  --pin HEX               trusts the key with this SHA-256 of its SubjectPublicKeyInfo; twice: a reserve
                          (openssl x509 -in FILE -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum)
  --cert FILE             trusts the certificates in this file (PEM), and no chain
  --client-cert FILE      shows this certificate, and the ones behind it (PEM), to servers that ask for one
  --client-key FILE       the certificate's key (PEM, of P-256)
  --psk HEX               a pre-shared key of 1 to 64 bytes
  --psk-identity TEXT     and what it is called (Client_identity). In TLS 1.3 it is used with SHA-256 alone; a server
                          with which it is shared for both versions does the same
  --min-version VERSION   1.2 (the default) or 1.3
  --max-version VERSION   the same. With both, one hello offers both, and the server chooses
  --psk-mode MODE         of TLS 1.3: psk-dhe-ke (the default), or psk-ke, which has no fresh shares
  --update-keys           new keys in both directions, once on each connection of TLS 1.3
  --cipher NAME           offers this suite (its name of IANA), or several; otherwise all that there is a key for
  --server-name NAME      asks for this server (SNI) and not for HOST; an address is never asked for
  --renegotiation MODE    strict, secure-only (the default), compatible or never
  --signal KIND           extension (the default), or scsv. With scsv, --no-ticket, no --server-name and nothing but suites
                          of pre-shared keys the first hello has no extensions at all
  --ticket-file FILE      begins with the ticket in this file, and keeps the last one there, or none after a failure that
                          it may be to blame for; sealed under FILE.key
  --ticket-key TEXT       keeps tickets under TEXT and not under the name: servers that share it are offered each other's
  --no-ticket             wants no tickets
  --renegotiate N         renegotiates N times on each connection
  --resume N              connects N times more, and expects each to be resumed if there are tickets
  --send TEXT             sends TEXT and a newline on each connection, and waits for a line
  --timeout SECONDS       ends a connection that takes longer, from connecting to goodbye (60)
  --idle SECONDS          ends a connection on which nothing happens for so long (10)
  --keylog FILE           appends the master secrets (SSLKEYLOGFILE)
  --trace                 shows every handshake message, on standard error
  --help                  this text

Exit status: 0 if all of that happened; 1 if not; 2 for bad usage.
)";

using progress = flintls::progress;
constexpr std::size_t most_kept = 1U << 20U; // bytes of the line that is waited for

struct session_context {
    support::tls_options const& options;
    support::endpoint const& server;
    support::client_credentials& credentials;
    support::key_log& log;

    [[nodiscard]] std::chrono::seconds idle() const { return options.idle.value_or(std::chrono::seconds{10}); }
    [[nodiscard]] std::chrono::seconds timeout() const { return options.timeout.value_or(std::chrono::seconds{60}); }
};

/// \return a socket, not open on failure
support::descriptor connect_to(support::endpoint const& server, support::steady::time_point end,
                               std::chrono::seconds silence) {
    support::descriptor socket = support::begin_to_connect(server);
    end = std::min(end, support::steady::now() + silence);
    bool const ready = socket.is_open() && support::await({socket.get(), POLLOUT, 0}, end);
    return ready && support::has_connected(socket) ? std::move(socket) : support::descriptor{-1};
}

std::optional<support::endpoint> find(support::tls_options const& o) {
    bool const ipv6 = o.host.find(':') != std::string::npos;
    return support::resolve((ipv6 ? '[' + o.host + ']' : o.host) + ':' + std::to_string(*o.port));
}

/// What the server is called. An address has no zone there: that is for the socket (RFC 4007 11.2).
std::string name_of_server(support::tls_options const& o) {
    return o.server_name.empty() ? o.host.substr(0, o.host.find('%')) : o.server_name;
}
std::vector<std::uint8_t> bytes_of(std::string const& text) { return {text.begin(), text.end()}; }

/// One connection, from hello to goodbye.
template <class P> class visit {
public:
    visit(session_context const& with, flintls::ticket_store<P>* store, support::tls_memory& memory)
        : with_{with}, watch_{with.options.trace}, client_{{memory.receive, memory.transmit, memory.messages},
                                                           with.credentials,
                                                           store},
          name_{bytes_of(name_of_server(with.options))}, key_{bytes_of(with.options.ticket_key.value_or(""))} {
        with_.credentials.show_to(watch_);
        if (with.options.send) {
            text_ = *with.options.send + '\n';
            rest_ = text_;
        }
    }

    /// \return whether everything that was asked for happened
    bool run() {
        support::descriptor socket = connect_to(with_.server, end_, with_.idle());
        bool const begun =
            socket.is_open() && (with_.options.ticket_key ? client_.connect(name_, key_) : client_.connect(name_));
        if (!begun) {
            std::cerr << "client: cannot connect to " << with_.server.text << ": "
                      << (socket.is_open() ? flintls::name_of(client_.refusal()) : "nobody answers") << '\n';
            report_.advice = flintls::retry_advice::do_not_retry;
            return false;
        }
        progress const p = talk({client_, std::move(socket)});
        report_.add_alerts(watch_);
        report_.ticket_received |=
            client_.ticket() == flintls::ticket_fate::staged; // behind a handshake (RFC 8446 4.6.1)
        if (p == progress::failed || !report_.connected()) {  // a close_notify in the middle of it is one, too
            report_.advice = client_.retry();
        }
        if (p == progress::failed) {
            std::cerr << "client: failed: " << support::reason(client_.failure()) << '\n';
        }
        if (has_line()) {
            std::cerr << "received: " << support::content(std::string_view{answer_}.substr(0, answer_.find('\n')))
                      << '\n';
        }
        return p == progress::closed && report_.connected() && !timed_out_ &&
               report_.renegotiated >= with_.options.renegotiate && (!with_.options.send || has_line());
    }
    [[nodiscard]] support::connection_report const& report() const { return report_; }

private:
    using client = flintls::client<P, support::client_credentials>;

    [[nodiscard]] bool has_line() const { return answer_.find('\n') != std::string::npos; }

    /// \return closed or failed
    progress talk(support::tls_socket<client> socket) {
        for (;;) {
            progress const p = socket.advance();
            if (p == progress::closed || p == progress::failed) {
                socket.linger();
                return p;
            }
            take(p);
            auto const late = std::min(end_, socket.moved() + with_.idle());
            if (support::steady::now() >= late) {
                give_up(socket.has_unsent());
            } else if (!go_on() && (p == progress::receive || p == progress::send)) {
                (void)support::await(socket.wanted(), late);
            }
        }
    }
    void take(progress p) {
        if (p == progress::data) {
            flintls::byte_view const data = client_.application_data();
            if (!has_line() && answer_.size() < most_kept) {
                answer_.append(data.begin(), data.end());
            }
            client_.consume(data.size());
        } else if (p == progress::connected) {
            using flintls::ticket_fate;
            bool const ticket = client_.ticket() == ticket_fate::staged || client_.ticket() == ticket_fate::too_long;
            report_.add_handshake(client_.current(), client_.resumed(), client_.secure_renegotiation(), ticket);
            report_.ticket_received |= ticket;
            if (client_.current().version == flintls::protocol_version::tls_1_2) { // others have told their secrets
                with_.log.add(client_.client_random(), client_.current().master_secret);
            }
            updates_ = with_.options.update_keys;
            renegotiating_ = false;
        }
    }
    /// The next thing to do, unless a handshake is under way. \return false: nothing before more comes
    bool go_on() {
        support::tls_options const& o = with_.options;
        if (!client_.idle()) {
            return false;
        }
        // RFC 5246 7.2.2: nothing tells but a warning, behind which all is as it was.
        refused_ = refused_ || std::exchange(renegotiating_, false);
        if (asked_ < o.renegotiate && !refused_) {
            ++asked_;
            if constexpr (flintls::speaks_tls_1_2<P>) {
                renegotiating_ = client_.renegotiate();
            }
            refused_ = !renegotiating_;
            return true;
        }
        if constexpr (flintls::speaks_tls_1_3<P>) {
            if (std::exchange(updates_, false) && client_.current().version == flintls::protocol_version::tls_1_3) {
                return client_.update_keys(true);
            }
        }
        std::uint32_t const taken = client_.write_some(rest_);
        rest_ = rest_.subview(taken);
        bool const done = (!o.send || has_line()) && !closing_;
        if (done) {
            closing_ = true;
            client_.close();
        }
        return done || taken != 0;
    }
    void give_up(bool stuck) {
        timed_out_ = true;
        if (client_.idle() && !stuck) {
            client_.close();
        } else {
            client_.transport_lost(); // and with it the ticket that the server may have hung on
        }
    }

    session_context with_;
    support::message_watch watch_;
    client client_;
    std::vector<std::uint8_t> name_;
    std::vector<std::uint8_t> key_; // of its tickets
    support::connection_report report_;
    support::steady::time_point end_ = support::steady::now() + with_.timeout();
    std::string text_;
    flintls::byte_view rest_; // of the text, that is still to be sent
    std::string answer_;
    unsigned asked_ = 0; // for a renegotiation
    bool updates_ = false;
    bool renegotiating_ = false;
    bool refused_ = false;
    bool closing_ = false;
    bool timed_out_ = false;
};

/// All connections under one policy.
template <class P> int run(session_context const& with) {
    support::tls_options const& o = with.options;
    static support::tls_memory memory;
    flintls::ticket_store<P> store;
    support::ticket_file<P> file{o.ticket_file};
    support::connection_report total;
    bool good = file.load(store);
    auto const connect = [&] {
        visit<P> one{with, o.tickets ? &store : nullptr, memory};
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
        good = file.save(store) && done; // also a failure may have forgotten a ticket
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
/// Are there suites of this version among those that are asked for?
bool asks_for(support::tls_options const& o, bool tls_1_3) {
    return o.suites.empty() || std::any_of(o.suites.begin(), o.suites.end(), [=](flintls::cipher_suite each) {
               return flintls::is_of_tls_1_3(each) == tls_1_3;
           });
}
bool offers_1_2(support::tls_options const& o) {
    return o.min_version == flintls::protocol_version::tls_1_2 && asks_for(o, false);
}
bool offers_1_3(support::tls_options const& o) {
    return o.max_version == flintls::protocol_version::tls_1_3 && asks_for(o, true);
}
int run_with_mode(session_context const& with) {
    using enum flintls::renegotiation_mode;
    using enum flintls::psk_key_exchange_mode;
    support::tls_options const& o = with.options;
    if (offers_1_3(o) && offers_1_2(o)) {
        return o.psk_ke ? run<support::client_of_both_policy<psk_ke>>(with)
                        : run<support::client_of_both_policy<psk_dhe_ke>>(with);
    }
    if (offers_1_3(o)) {
        return o.psk_ke ? run<support::tls13_client_policy<psk_ke>>(with)
                        : run<support::tls13_client_policy<psk_dhe_ke>>(with);
    }
    switch (with.options.mode) {
    case strict: return run_with<strict>(with);
    case secure_only: return run_with<secure_only>(with);
    case compatible: return run_with<compatible>(with);
    default: return run_with<never>(with);
    }
}

} // namespace

int main(int argc, char** argv) {
    support::tls_options o;
    std::string wrong = support::parse_tls_options({argv + 1, argv + argc}, support::tls_role::client, o);
    if (o.help) {
        std::cout << usage;
        return 0;
    }
    if (wrong.empty() && !offers_1_2(o) && !offers_1_3(o)) {
        wrong = "there is no suite of these versions";
    }
    auto const server = wrong.empty() ? find(o) : std::nullopt;
    if (wrong.empty() && !server) {
        wrong = "\"" + o.host + "\" has no address";
    }
    if (!wrong.empty() || psa_crypto_init() != PSA_SUCCESS) {
        return support::complain("client", wrong.empty() ? "Mbed TLS does not start" : wrong);
    }
    support::client_credentials credentials{o};
    if (!credentials.problem().empty()) {
        return support::complain("client", credentials.problem());
    }
    support::key_log log{o.key_log};
    credentials.log_to(log);
    int const status = run_with_mode({o, *server, credentials, log});
    return log.good() ? status : 1;
}
