// SPDX-License-Identifier: Apache-2.0
/// \file
/// client: connects to a server of TLS 1.2 or 1.3, resumes sessions by ticket (RFC 5077, RFC 8446 4.6.1), renegotiates (RFC
/// 5746) in the one and updates keys (RFC 8446 4.6.3) in the other.
#include <algorithm>
#include <array>
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
#include "support/server_address.hpp"
#include "support/ticket_file.hpp"
#include "support/tls_credentials.hpp"
#include "support/tls_options.hpp"
#include "support/tls_policies.hpp"
#include "support/tls_socket.hpp"

namespace {

constexpr char const* usage = R"(usage: client HOST PORT [options]
Connects by TLS 1.2 or 1.3 to whom it trusts: --pin, --cert, --ca or --psk says whom. Prints a line of JSON for each connection, and a
last one for all of them.

  --pin HEX               trusts the key with this SHA-256 of its SubjectPublicKeyInfo; twice: a reserve
                          (openssl x509 -in FILE -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum)
  --cert FILE             trusts the certificates in this file (PEM), and no chain
  --ca FILE               trusts the name of the server in a certificate with a chain to one in this file (PEM, one or several:
                          roots, intermediates, or the server's own); checks no revocation. With --renegotiation secure-only
                          and --signal extension
  --client-cert FILE      shows this certificate, and the ones behind it (PEM), to servers that ask for one
  --client-key FILE       the certificate's key (PEM, of P-256)
  --psk HEX               a pre-shared key of 1 to 64 bytes
  --psk-identity TEXT     and what it is called (Client_identity). The key is for both versions, under this one name and
                          with one hash, SHA-256: share it only with servers that do the same (RFC 8446 4.2.11, E.7)
  --min-version VERSION   1.2 (the default) or 1.3
  --max-version VERSION   1.2 or 1.3 (the default). With both, one hello offers both, and the server chooses; a failure
                          never makes the next hello offer less
  --psk-mode MODE         of TLS 1.3: psk-dhe-ke (the default), or psk-ke, which has no fresh shares
  --export LABEL          32 bytes of key material under this label, of each connection; in TLS 1.2 only
                          where the server has extended master secret (RFC 7627)
  --update-keys           new keys in both directions, once on each connection of TLS 1.3
  --cipher NAME           offers this suite (its name of IANA), or several; otherwise all that there is a key for
  --server-name NAME      asks for this server (SNI) and not for HOST; an address is never asked for
  --renegotiation MODE    strict, secure-only (the default), compatible or never
  --signal KIND           extension (the default), or scsv. With scsv, --no-ticket, --max-version 1.2, no --server-name and
                          nothing but suites of pre-shared keys the first hello has no extensions at all
  --ticket-file FILE      begins with the tickets in this file, one of each version, and keeps the last ones there, or none
                          after a failure that they may be to blame for; sealed under FILE.key. One of TLS 1.3 is used once
  --ticket-key TEXT       keeps tickets under TEXT and not under the name: servers that share it are offered each other's
  --no-ticket             wants no tickets, and keeps no session by its id; else it keeps the id where no ticket came
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

bool is_usual(support::tls_options const& o) {
    return o.mode == flintls::renegotiation_mode::secure_only && o.signal == flintls::renegotiation_signal::extension;
}

template <class Credentials> struct session_context {
    using credentials_type = Credentials;
    support::tls_options const& options;
    support::endpoint const& server;
    Credentials& credentials;
    support::key_log& log;

    [[nodiscard]] std::chrono::seconds idle() const { return options.idle.value_or(std::chrono::seconds{10}); }
    [[nodiscard]] std::chrono::seconds timeout() const { return options.timeout.value_or(std::chrono::seconds{60}); }
};

/// One connection, from the ClientHello to close_notify.
template <class P, class Context> class visit {
public:
    visit(Context const& with, flintls::ticket_store<P>* store, support::ticket_file<P>& file,
          support::tls_memory& memory)
        : with_{with}, store_{store}, file_{file}, watch_{with.options.trace}, client_{{memory.receive, memory.transmit,
                                                                                        memory.messages},
                                                                                       with.credentials,
                                                                                       store},
          name_{support::bytes_of(support::name_of_server(with.options))},
          key_{with.options.ticket_key ? support::bytes_of(*with.options.ticket_key) : name_} {
        with_.credentials.show_to(watch_);
        if (with.options.send) {
            text_ = *with.options.send + '\n';
            rest_ = text_;
        }
    }

    /// \return true if everything that the options ask for happened
    bool run() {
        support::descriptor socket = support::connect_to(with_.server, end_, with_.idle());
        bool const begun = socket.is_open() && client_.connect(name_, key_, support::limits_of(with_.options));
        if (!begun) {
            std::cerr << "client: cannot connect to " << with_.server.text << ": "
                      << (socket.is_open() ? flintls::name_of(client_.refusal()) : "nobody answers") << '\n';
            report_.advice = flintls::retry_advice::do_not_retry;
            return false;
        }
        progress const p = talk({client_, std::move(socket)});
        report_.add_alerts(watch_);
        report_.ticket_received |=
            client_.ticket() == flintls::ticket_fate::staged; // after the handshake (RFC 8446 4.6.1)
        if (p == progress::failed || !report_.connected()) {  // a close_notify during a handshake is a failure, too
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
    using client = flintls::client<P, typename Context::credentials_type>;

    [[nodiscard]] bool has_line() const { return answer_.find('\n') != std::string::npos; }

    /// \return closed or failed
    progress talk(support::tls_socket<client> socket) {
        for (;;) {
            progress const p = socket.advance();
            keep_tickets();
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
    /// Saves the store as soon as it changes: a client offers a ticket of TLS 1.3 in one hello only (RFC 8446 C.4).
    void keep_tickets() {
        if (store_ != nullptr && store_->dirty() && file_.save(*store_)) {
            store_->mark_saved();
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
            if (client_.current().version == flintls::protocol_version::tls_1_2) { // on_secret logs those of TLS 1.3
                with_.log.add(client_.client_random(), client_.current().master_secret);
            }
            updates_ = with_.options.update_keys;
            exports_ = with_.options.export_label.has_value();
            renegotiating_ = false;
        }
    }
    /// RFC 8446 7.5, RFC 5705. \return true: pending, the next call goes on; false: done or failed
    bool export_material() {
        std::array<std::uint8_t, 32> made{};
        std::vector<std::uint8_t> const label = support::bytes_of(*with_.options.export_label);
        flintls::crypto_status const answer = client_.export_material(label, made);
        exports_ = answer == flintls::crypto_status::pending;
        if (answer == flintls::crypto_status::done) {
            report_.exported = support::to_hex(made);
        }
        return exports_;
    }
    /// Does the next thing that the options ask for, unless a handshake runs.
    /// \return false: nothing to do before more bytes are received
    bool go_on() {
        support::tls_options const& o = with_.options;
        if (!client_.idle()) {
            return false;
        }
        // RFC 5246 7.2.2: a server refuses a renegotiation by a warning alert only; the connection goes on as before.
        refused_ = refused_ || std::exchange(renegotiating_, false);
        if (asked_ < o.renegotiate && !refused_) {
            ++asked_;
            if constexpr (flintls::speaks_tls_1_2<P>) {
                renegotiating_ = client_.renegotiate();
            }
            refused_ = !renegotiating_;
            return true;
        }
        if (exports_ && export_material()) {
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
            client_.transport_lost(); // the driver drops the ticket, too: it may be why the server hangs
        }
    }

    Context with_;
    flintls::ticket_store<P>* store_;
    support::ticket_file<P>& file_;
    support::message_watch watch_;
    client client_;
    std::vector<std::uint8_t> name_;
    std::vector<std::uint8_t> key_; // under which the store keeps the tickets
    support::connection_report report_;
    support::steady::time_point end_ = support::steady::now() + with_.timeout();
    std::string text_;
    flintls::byte_view rest_; // unsent part of the text
    std::string answer_;
    unsigned asked_ = 0; // renegotiations started
    bool updates_ = false;
    bool exports_ = false;
    bool renegotiating_ = false;
    bool refused_ = false;
    bool closing_ = false;
    bool timed_out_ = false;
};

/// Makes all connections under one policy.
template <class P, class Context> int run(Context const& with) {
    support::tls_options const& o = with.options;
    static support::tls_memory memory;
    flintls::ticket_store<P> store;
    support::ticket_file<P> file{o.ticket_file};
    support::connection_report total;
    bool good = file.load(store);
    auto const connect = [&] {
        visit<P, Context> one{with, o.tickets ? &store : nullptr, file, memory};
        bool const done = one.run();
        std::cout << one.report();
        total.add(one.report());
        return std::pair{done, one.report()};
    };
    for (unsigned i = 0; good && i <= o.resume; ++i) {
        auto [done, report] = connect();
        if (report.advice == flintls::retry_advice::retry_without_ticket) { // the store has dropped it; one retry
            std::tie(done, report) = connect();
        }
        good = file.save(store) && done; // a failure may have removed a ticket, too
    }
    std::cout << total;
    return good && (!o.tickets || total.resumed >= o.resume) ? 0 : 1;
}

using enum flintls::renegotiation_signal;
using enum flintls::psk_key_exchange_mode;

/// Each mode and each signal has a policy of its own. Versions are limits of a connection.
template <flintls::renegotiation_mode Mode, class Context> int run_with(Context const& with) {
    support::tls_options const& o = with.options;
    bool const scsv_only = o.signal == scsv;
    bool const bare = scsv_only && !o.tickets && o.server_name.empty() && !support::offers_1_3(o) &&
                      with.credentials.offers_bare_psk();
    return bare        ? run<support::bare_client_policy<Mode>>(with)
           : scsv_only ? run<support::client_policy<Mode, scsv, psk_dhe_ke>>(with)
                       : run<support::client_policy<Mode, extension, psk_dhe_ke>>(with);
}
int run_with_mode(session_context<support::client_credentials> const& with) {
    using enum flintls::renegotiation_mode;
    if (support::offers_1_3(with.options) && with.options.psk_ke) { // one policy more, and not one more of each kind
        return run<support::client_policy<secure_only, extension, psk_ke>>(with);
    }
    if (!support::offers_1_2(with.options)) { // which sends nothing for middleboxes (RFC 8446 D.4)
        return run<support::tls13_client_policy>(with);
    }
    switch (with.options.mode) {
    case strict: return run_with<strict>(with);
    case secure_only: return run_with<secure_only>(with);
    case compatible: return run_with<compatible>(with);
    default: return run_with<never>(with);
    }
}
/// \return what is wrong with the versions that the options ask for; empty: nothing
std::string problem_of_versions(support::tls_options const& o) {
    if (!support::offers_1_2(o) && !support::offers_1_3(o)) {
        return "there is no suite of these versions";
    }
    if (support::offers_1_2(o) && support::offers_1_3(o) && o.psk_ke && !is_usual(o)) {
        return "--psk-mode psk-ke goes with --renegotiation and --signal in a hello of one version";
    }
    return {};
}

} // namespace

int main(int argc, char** argv) {
    support::tls_options o;
    std::string wrong = support::parse_tls_options({argv + 1, argv + argc}, support::tls_role::client, o);
    if (o.help) {
        std::cout << usage;
        return 0;
    }
    wrong = wrong.empty() ? problem_of_versions(o) : wrong;
    if (wrong.empty() && o.authorities && (o.psk_ke || !is_usual(o))) {
        wrong = "--ca goes with secure-only renegotiation, the signal extension and psk-dhe-ke";
    }
    auto const server = wrong.empty() ? support::find_server(o) : std::nullopt;
    if (wrong.empty() && !server) {
        wrong = "\"" + o.host + "\" has no address";
    }
    if (!wrong.empty() || psa_crypto_init() != PSA_SUCCESS) {
        return support::complain("client", wrong.empty() ? "Mbed TLS does not start" : wrong);
    }
    support::key_log log{o.key_log};
    auto const go = [&log](auto& credentials, auto run_all) {
        if (!credentials.problem().empty()) {
            return support::complain("client", credentials.problem());
        }
        credentials.log_to(log);
        int const status = run_all();
        return log.good() ? status : 1;
    };
    if (o.authorities) {
        support::anchored_credentials credentials{o};
        return go(credentials, [&] {
            return run<support::usual_client_policy>(
                session_context<support::anchored_credentials>{o, *server, credentials, log});
        });
    }
    support::client_credentials credentials{o};
    return go(credentials, [&] { return run_with_mode({o, *server, credentials, log}); });
}
