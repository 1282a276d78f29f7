// SPDX-License-Identifier: Apache-2.0
/// \file
/// server: serves clients of TLS 1.2 one after another, with session tickets (RFC 5077) and renegotiation (RFC 5746).
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <string>

#include <poll.h>

#include "flintls/ticket/service.hpp"
#include "flintls/tls12/server.hpp"
#include "support/connection_report.hpp"
#include "support/key_log.hpp"
#include "support/loopback.hpp"
#include "support/psa_random.hpp"
#include "support/tls_credentials.hpp"
#include "support/tls_loop.hpp"
#include "support/tls_options.hpp"
#include "support/tls_policies.hpp"

namespace {

constexpr char const* usage = R"(usage: server PORT [options]
Waits on 127.0.0.1 for clients of TLS 1.2, serves one after another, answers the first line of each, and closes. Prints
"listening on PORT", a line of JSON for each connection, and a last one for all of them. Stops at SIGTERM and SIGINT.

  PORT                     0: any free one
  --cert FILE              its certificate and the ones behind it (PEM)
  --key FILE               the certificate's key (PEM, of P-256)
  --client-pin HEX         asks clients for a certificate, and trusts the key with this SHA-256 of its SubjectPublicKeyInfo
                           (client --help says how to compute it); as often as there are such keys
  --require-client-certificate
                           serves nobody without a certificate, unless by pre-shared key
  --ask-in-renegotiations  asks for certificates in renegotiations only
  --psk HEX                a pre-shared key of 1 to 64 bytes
  --psk-identity TEXT      and what the client calls it (Client_identity)
  --cipher NAME            takes this suite (its name of IANA), or several; otherwise all that there is a key for
  --renegotiation MODE     strict, secure-only (the default), compatible or never
  --request-renegotiation  asks each client to renegotiate, once
  --no-ticket              gives no tickets
  --rotate-keys            a new ticket key behind every handshake; the last 15 still open tickets
  --forget-keys            a new ticket key behind every handshake; older tickets are worth nothing
  --count N                ends after N connections
  --echo                   answers with the line that came, otherwise with one of its own
  --keylog FILE            appends the master secrets (SSLKEYLOGFILE)
  --trace                  shows every handshake message, on standard error
  --help                   this text

A connection on which nothing happens for 5 seconds is closed.
Exit status: 0 if every client was served as asked; 1 if not; 2 for bad usage, or a port that cannot be used.
)";

using progress = flintls::tls12::progress;
using crypto = support::mbedtls_crypto;
constexpr std::chrono::milliseconds patience{5'000};
constexpr char const* fixed_answer = "HTTP/1.0 200 OK\r\n";

/// Made at every start; connections share them. Of a connection a handshake is the time to change them.
using ticket_keys = flintls::ticket_keys<15, flintls::aead_ticket<crypto::aes_128_gcm>,
                                         flintls::random_nonces<crypto::random>, flintls::nonce_reach::boot>;

struct service_context {
    support::tls_options const& options;
    support::loopback_listener const& listener;
    support::server_credentials& credentials;
    support::key_log& log;
    ticket_keys& keys;

    /// \return false: there is no randomness
    [[nodiscard]] bool change_keys() const {
        if (options.forget_keys) {
            keys.clear();
        }
        crypto::random source;
        return keys.generate(source, support::now()) == flintls::crypto_status::done;
    }
};

volatile std::sig_atomic_t stopping = 0;
void stop(int /*signal*/) { stopping = 1; }

/// One client, from its hello to goodbye.
template <class P> class visit {
    using tickets = flintls::ticket_service<ticket_keys>;
    using server = flintls::tls12::server<P, support::server_credentials, tickets>;

public:
    visit(service_context const& with, support::tls_memory& memory)
        : with_{with}, tickets_{with.keys}, server_{{memory.receive, memory.transmit, memory.messages},
                                                    with.credentials,
                                                    with.options.tickets ? &tickets_ : nullptr} {
        with_.credentials.begin_connection();
    }

    /// \return whether the client was served, and did what it was asked for
    bool run(support::descriptor const& socket) {
        loop_type loop{server_, socket, patience};
        auto const enough = [&] { return answered_ || (asking_ && refused()); };
        progress p = server_.accept() ? loop.next() : progress::failed;
        for (; p != progress::closed && p != progress::failed; p = loop.next(enough)) {
            take(p, loop);
        }
        loop.linger();
        report_.add_alerts(with_.credentials.watch());
        report_.ticket_received = with_.credentials.watch().ticket_came();
        bool const obeyed = !with_.options.request_renegotiation || report_.renegotiated != 0;
        if (p == progress::failed) {
            report_.advice = flintls::retry_advice::do_not_retry;
        }
        return p == progress::closed && report_.connected() && obeyed;
    }
    [[nodiscard]] support::connection_report const& report() const { return report_; }

private:
    using loop_type = support::tls_loop<server>;

    /// RFC 5246 7.2.2: nothing tells but a warning.
    [[nodiscard]] bool refused() const {
        return with_.credentials.watch().alert_received() == flintls::alert_description::no_renegotiation;
    }

    void take(progress p, loop_type& loop) {
        if (p == progress::connected) {
            on_connected();
        } else if (p == progress::data) {
            loop.read(request_);
        } else if (asking_) { // the client does not want to
            asking_ = false;
        } else { // answered, or nothing came for too long
            server_.close();
        }
        // Not every client takes data while it renegotiates.
        std::size_t const end = request_.find('\n');
        if (end != std::string::npos && !asking_ && !answered_) {
            answered_ = loop.write(with_.options.echo ? request_.substr(0, end + 1) : fixed_answer);
        }
    }
    void on_connected() {
        support::tls_options const& o = with_.options;
        bool const first = !report_.connected();
        report_.add_handshake(server_.current(), server_.resumed(), server_.secure_renegotiation(),
                              server_.gave_ticket());
        with_.log.add(server_.client_random(), server_.current().master_secret);
        if (o.rotate_keys || o.forget_keys) {
            (void)with_.change_keys(); // or goes on with the old one
        }
        asking_ = first && o.request_renegotiation && server_.request_renegotiation();
    }

    service_context with_;
    tickets tickets_;
    server server_;
    support::connection_report report_;
    std::string request_;
    bool asking_ = false; // for a renegotiation
    bool answered_ = false;
};

/// All connections under one policy.
template <class P> int serve(service_context const& with) {
    static support::tls_memory memory;
    support::connection_report total;
    bool good = true;
    unsigned served = 0;
    while (stopping == 0 && served < with.options.count.value_or(served + 1)) {
        constexpr int tick = 100; // milliseconds, for signals
        pollfd wanted{with.listener.socket().get(), POLLIN, 0};
        if (::poll(&wanted, 1, tick) <= 0) {
            continue;
        }
        support::descriptor const socket = with.listener.accept();
        visit<P> one{with, memory};
        good = one.run(socket) && good;
        std::cout << one.report();
        total.add(one.report());
        ++served;
    }
    std::cout << total;
    return good && served >= with.options.count.value_or(0) ? 0 : 1;
}

/// A program for each policy, all of them in this one.
int serve_with_mode(service_context const& with) {
    using enum flintls::renegotiation_mode;
    switch (with.options.mode) {
    case strict: return serve<support::server_policy<strict>>(with);
    case secure_only: return serve<support::server_policy<secure_only>>(with);
    case compatible: return serve<support::server_policy<compatible>>(with);
    default: return serve<support::server_policy<never>>(with);
    }
}

} // namespace

int main(int argc, char** argv) {
    auto const o = support::parse_tls_options({argv + 1, argv + argc}, support::tls_role::server);
    if (o && o->help) {
        std::cout << usage;
        return 0;
    }
    if (!o || psa_crypto_init() != PSA_SUCCESS) {
        std::cerr << usage;
        return 2;
    }
    support::server_credentials credentials{*o};
    if (!credentials.good()) {
        std::cerr << "server: no certificate and key, no pre-shared key, none for such a suite, or no client that "
                     "could come in\n"
                  << usage;
        return 2;
    }
    support::loopback_listener const listener{*o->port, 64};
    support::key_log log{o->key_log};
    ticket_keys keys;
    service_context const with{*o, listener, credentials, log, keys};
    if (!listener.is_open() || !with.change_keys()) {
        std::cerr << "server: cannot listen on port " << *o->port << '\n';
        return 2;
    }
    (void)std::signal(SIGTERM, stop);
    (void)std::signal(SIGINT, stop);
    std::cout << "listening on " << listener.port() << std::endl;
    int const status = serve_with_mode(with);
    return log.good() ? status : 1;
}
