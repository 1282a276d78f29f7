// SPDX-License-Identifier: Apache-2.0
/// \file
/// server: serves several TLS 1.2 and TLS 1.3 clients at once, in one thread that never blocks on one client, with
/// session tickets (RFC 5077, RFC 8446 4.6.1) and renegotiation (RFC 5746).
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <poll.h>

#include "flintls/server.hpp"
#include "flintls/ticket/service.hpp"
#include "support/connection_report.hpp"
#include "support/failure.hpp"
#include "support/key_log.hpp"
#include "support/loopback.hpp"
#include "support/psa_random.hpp"
#include "support/shared_sessions.hpp"
#include "support/tls_credentials.hpp"
#include "support/tls_options.hpp"
#include "support/tls_policies.hpp"
#include "support/tls_socket.hpp"

namespace {

constexpr char const* usage = R"(usage: server PORT [options]
Waits on 127.0.0.1 for clients, answers the first line of each, and closes. Prints "listening on PORT", a line of JSON
for each connection when it is over, and a last one for all of them. Stops at SIGTERM and SIGINT.

  PORT                     0: any free one
  --cert FILE              its certificate and the ones behind it (PEM)
  --key FILE               the certificate's key (PEM, of P-256)
  --client-pin HEX         asks clients for a certificate, and trusts the key with this SHA-256 of its SubjectPublicKeyInfo
                           (client --help says how to compute it); as often as there are such keys
  --client-ca FILE         the same, of clients with a chain to a certificate in this file (PEM, one or several); checks no revocation.
                           With --renegotiation secure-only
  --require-client-certificate
                           serves nobody without a certificate, unless by pre-shared key
  --ask-in-renegotiations  asks for certificates in renegotiations only
  --psk HEX                a pre-shared key of 1 to 64 bytes
  --psk-identity TEXT      and what the client calls it (Client_identity)
  --min-version VERSION    1.2 (the default) or 1.3
  --max-version VERSION    1.3 (the default) or 1.2. With both, the client's best one is taken. What TLS 1.3 does not have (another
                           --renegotiation than secure-only, --request-renegotiation, --ask-in-renegotiations, --client-ca,
                           only suites of TLS 1.2) makes the default 1.2
  --psk-mode MODE          psk-dhe-ke (the default), or psk-ke: takes keys without shares as well, where a client likes that
  --cookie                 asks every client of TLS 1.3 for a cookie before anything that costs; not with TLS 1.2
  --cipher NAME            takes this suite (its name of IANA), or several; otherwise all that there is a key for
  --renegotiation MODE     strict, secure-only (the default), compatible or never
  --request-renegotiation  asks each client to renegotiate, once
  --tickets N              how many a handshake of TLS 1.3 gives: 1 (the default), 2 or 4; 0: as --no-ticket
  --no-ticket              gives no tickets, and knows no session by its id; else those who ask for no ticket have an id
  --redis PORT             keeps the sessions with an id in the Redis at this port of this host, for all servers that use it.
                           Redis then has their secrets
  --rotate-keys            a new ticket key behind every handshake; the last 15 still open tickets
  --forget-keys            a new ticket key behind every handshake; older tickets are worth nothing
  --handshake SECONDS      ends a connection of which a handshake takes longer (10)
  --idle SECONDS           ends a connection on which nothing happens for so long (5)
  --count N                ends after N connections
  --echo                   answers with the line that came, as it comes; otherwise with one of its own
  --keylog FILE            appends the secrets (SSLKEYLOGFILE)
  --trace                  shows every handshake message, on standard error
  --help                   this text

16 clients are served at once. When there are more, the one whose first handshake is the oldest has to go if it took more
than a second; until then a new one waits. Nothing more is read from a client that does not take its answer.
Exit status: 0 if every client was served as asked; 1 if not; 2 for bad usage, or a port that cannot be used.
)";

using progress = flintls::progress;
using crypto = support::mbedtls_crypto;
using support::steady;
/// A whole page, which a browser shows.
constexpr std::string_view fixed_answer = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nserved\r\n";
constexpr std::size_t slots = 16;         // clients at once; each has 98 KB of buffers
constexpr std::size_t most_held = 16'384; // bytes of a line that cannot be answered yet
constexpr std::chrono::seconds moment{1}; // for a goodbye, and for a handshake when other clients wait
constexpr auto no_end = steady::time_point::max();

/// Generated at every start; all connections share them. --rotate-keys and --forget-keys change them after a handshake.
using ticket_keys = flintls::ticket_keys<15, flintls::aead_ticket<crypto::aes_128_gcm>,
                                         flintls::random_nonces<crypto::random>, flintls::nonce_reach::boot>;
/// Sessions by id, for clients that ask for no ticket.
using session_cache = support::shared_sessions;

struct service_context {
    support::tls_options const& options;
    support::loopback_listener const& listener;
    support::server_credentials& credentials;
    support::anchor_file const& anchors;
    support::key_log& log;
    ticket_keys& keys;
    session_cache& sessions;

    [[nodiscard]] std::chrono::seconds idle() const { return options.idle.value_or(std::chrono::seconds{5}); }
    [[nodiscard]] std::chrono::seconds handshake() const {
        return options.handshake.value_or(std::chrono::seconds{10});
    }
    /// \return false: no random bytes
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

/// One client, from its hello to close_notify. `Own`: credentials that all connections share, or that each connection
/// has.
template <class P, class Own> class visit {
    using tickets = flintls::session_service<ticket_keys, session_cache>;
    using server = flintls::server<P, std::remove_reference_t<Own>, tickets>;

public:
    visit(service_context const& with, support::tls_memory& memory, support::descriptor socket)
        : with_{with}, watch_{with.options.trace}, own_(own_of(with)), tickets_{with.keys, with.sessions},
          server_{buffers_of(memory), own_, gives_tickets(with.options) ? &tickets_ : nullptr}, socket_{
                                                                                                    server_,
                                                                                                    std::move(socket)} {
        has_more_ = accept();
        if (!has_more_) {
            std::cerr << "server: cannot begin: " << flintls::name_of(server_.refusal()) << '\n';
            over_ = true;
        }
    }

    [[nodiscard]] pollfd wanted() const { return socket_.wanted(); }
    /// True if the connection can go on without an event.
    [[nodiscard]] bool has_more() const { return has_more_; }
    /// True once the connection is over; only a goodbye may be left.
    [[nodiscard]] bool is_over() const { return over_; }
    [[nodiscard]] support::connection_report const& report() const { return report_; }
    /// True if the client was served and did what the server asked for.
    [[nodiscard]] bool was_served() const { return good_ && !socket_.has_unsent(); }
    /// Start of the first handshake; no_end outside of it.
    [[nodiscard]] steady::time_point greeting_since() const { return report_.connected() || over_ ? no_end : begun_; }

    /// Does what is possible without waiting. \return false: nothing is left to do
    bool go_on(bool ready) {
        if (!over_ && (ready || has_more_)) {
            step();
        }
        auto const silent_at = socket_.moved() + with_.idle();
        if (!over_ && steady::now() >= std::min(until_, silent_at)) {
            on_late();
        }
        return !over_ || (socket_.leave() && steady::now() < until_);
    }
    /// Closes the connection. The goodbye then has one `moment`.
    void end() {
        if (!over_) {
            if (socket_.has_unsent()) {
                server_.transport_lost(); // no room for a close_notify
            } else {
                server_.close();
            }
            step();
        }
        until_ = std::min(until_, steady::now() + moment);
    }

private:
    static bool gives_tickets(support::tls_options const& o) { return o.tickets && o.tickets_sent != 0; }
    [[nodiscard]] bool accept() {
        if constexpr (flintls::speaks_both<P>) {
            return server_.accept(with_.options.min_version, with_.options.max_version);
        } else {
            return server_.accept();
        }
    }
    void step() {
        with_.credentials.show_to(watch_);
        progress const p = socket_.advance();
        has_more_ = p == progress::crypto || p == progress::connected;
        if (p == progress::closed || p == progress::failed) {
            conclude(p);
            return;
        }
        if (p == progress::connected) {
            on_connected();
        } else if (p == progress::data) {
            take_data();
        }
        answer();
        // Each handshake has the whole time limit.
        until_ = server_.idle() ? no_end : until_ == no_end ? steady::now() + with_.handshake() : until_;
    }
    void on_connected() {
        support::tls_options const& o = with_.options;
        bool const first = !report_.connected();
        report_.add_handshake(server_.current(), server_.resumed(), server_.secure_renegotiation(),
                              server_.gave_ticket());
        if (server_.current().version == flintls::protocol_version::tls_1_2) { // on_secret logs those of TLS 1.3
            with_.log.add(server_.client_random(), server_.current().master_secret);
        }
        if (o.rotate_keys || o.forget_keys) {
            (void)with_.change_keys(); // without random bytes there is no new key
        }
        asking_ = first && o.request_renegotiation && server_.request_renegotiation();
    }
    /// Holds up to `most_held` bytes of the answer. Data beyond that is not consumed, and the client has to wait.
    void take_data() {
        flintls::byte_view const data = server_.application_data();
        if (held_.size() >= most_held) {
            return;
        }
        auto const* const end = std::find(data.begin(), data.end(), '\n');
        if (with_.options.echo && !whole_line_) {
            held_.insert(held_.end(), data.begin(), end == data.end() ? end : end + 1);
        } else if (!whole_line_ && end != data.end()) {
            held_.assign(fixed_answer.begin(), fixed_answer.end());
        }
        whole_line_ = whole_line_ || end != data.end();
        server_.consume(data.size());
        has_more_ = true;
    }
    void answer() {
        // RFC 5246 7.2.2: a client refuses a renegotiation by a warning alert only.
        asking_ = asking_ && watch_.alert_received() != flintls::alert_description::no_renegotiation;
        if (asking_ && held_.size() < most_held) {
            return; // some clients take no data during a renegotiation
        }
        std::uint32_t const taken = server_.write_some(held_);
        held_.erase(held_.begin(), held_.begin() + taken);
        bool const closes = whole_line_ && held_.empty() && !asking_ && !closing_;
        if (closes) {
            closing_ = true;
            server_.close();
        }
        has_more_ = has_more_ || taken != 0 || closes;
    }
    /// A time limit is over.
    void on_late() {
        if (asking_ && server_.idle() && !held_.empty()) { // the client ignores the request: it gets its answer
            asking_ = false;
            answer();
        } else {
            end();
        }
    }
    void conclude(progress p) {
        over_ = true;
        until_ = steady::now() + moment + (socket_.has_unsent() ? with_.idle() : std::chrono::seconds{0});
        report_.add_alerts(watch_);
        report_.ticket_received = watch_.ticket_came();
        if (p == progress::failed) {
            report_.advice = flintls::retry_advice::do_not_retry;
            std::cerr << "server: failed: " << support::reason(server_.failure()) << '\n';
        }
        bool const obeyed = !with_.options.request_renegotiation || report_.renegotiated != 0;
        good_ = p == progress::closed && report_.connected() && obeyed;
    }

    static flintls::buffers buffers_of(support::tls_memory& memory) {
        return {memory.receive, memory.transmit, memory.messages};
    }
    static Own own_of(service_context const& with) {
        if constexpr (std::is_reference_v<Own>) {
            return with.credentials;
        } else {
            return {with.credentials, with.anchors};
        }
    }

    service_context with_;
    support::message_watch watch_;
    Own own_;
    tickets tickets_;
    server server_;
    support::tls_socket<server> socket_;
    support::connection_report report_;
    std::vector<std::uint8_t> held_; // unsent part of the answer
    steady::time_point begun_ = steady::now();
    steady::time_point until_ = begun_ + with_.handshake(); // end of the present handshake, or of the goodbye
    bool has_more_ = true;
    bool whole_line_ = false; // received
    bool asking_ = false;     // a renegotiation is requested and not refused
    bool closing_ = false;
    bool over_ = false;
    bool good_ = false;
};

/// Serves all connections under one policy.
template <class P, class Own = support::server_credentials&> class service {
public:
    explicit service(service_context const& with) : with_{with} {}

    /// \return main's exit status
    int run() {
        std::array<pollfd, slots + 1> events{}; // the last one: the listener
        while (wants_more() ||
               std::any_of(visits_.begin(), visits_.end(), [](auto const& v) { return v.has_value(); })) {
            await(events);
            for (std::size_t i = 0; i < slots; ++i) {
                if (visits_[i] && !go_on(*visits_[i], events[i].revents != 0)) {
                    good_ = visits_[i]->was_served() && good_;
                    visits_[i].reset();
                }
            }
            resting_ = events[slots].revents != 0 && !welcome();
        }
        std::cout << total_;
        return good_ && begun_ >= with_.options.count.value_or(0) ? 0 : 1;
    }

private:
    using place = typename std::array<std::optional<visit<P, Own>>, slots>::iterator;

    [[nodiscard]] bool wants_more() const {
        return stopping == 0 && begun_ < with_.options.count.value_or(std::numeric_limits<unsigned>::max());
    }
    /// A free slot, or the slot of a client that has to make room; visits_.end(): none.
    place free_place() {
        auto const age = [](auto const& v) { return v ? v->greeting_since() : steady::time_point::min(); };
        place const first = std::min_element(visits_.begin(), visits_.end(),
                                             [&](auto const& a, auto const& b) { return age(a) < age(b); });
        return age(*first) < steady::now() - moment ? first : visits_.end();
    }
    /// Waits until a connection can go on or a client connects; at most for a tick, for deadlines and signals.
    void await(std::array<pollfd, slots + 1>& events) {
        int tick = 100; // milliseconds
        for (std::size_t i = 0; i < slots; ++i) {
            events[i] = visits_[i] ? visits_[i]->wanted() : pollfd{-1, 0, 0};
            tick = visits_[i] && visits_[i]->has_more() ? 0 : tick;
        }
        bool const listens = wants_more() && !resting_ && free_place() != visits_.end();
        events[slots] = {listens ? with_.listener.socket().get() : -1, POLLIN, 0};
        (void)::poll(events.data(), events.size(), tick);
    }
    /// \return false: the slot is free again
    bool go_on(visit<P, Own>& one, bool ready) {
        bool const was_over = one.is_over();
        if (stopping != 0) {
            one.end();
        }
        bool const stays = one.go_on(ready);
        if (one.is_over() && !was_over) {
            std::cout << one.report();
            total_.add(one.report());
        }
        return stays;
    }
    /// \return false: the system has no room for another connection at the moment
    bool welcome() {
        support::descriptor socket = with_.listener.accept();
        place const free = free_place();
        if (!socket.is_open() || free == visits_.end()) {
            return false;
        }
        if (*free) {
            (*free)->end();
            (void)go_on(**free, false);
            good_ = false;
        }
        free->emplace(with_, memory_[static_cast<std::size_t>(free - visits_.begin())], std::move(socket));
        ++begun_;
        return true;
    }

    service_context with_;
    std::vector<support::tls_memory> memory_ = std::vector<support::tls_memory>(slots);
    std::array<std::optional<visit<P, Own>>, slots> visits_;
    support::connection_report total_;
    unsigned begun_ = 0;
    bool resting_ = false; // the listener is skipped once
    bool good_ = true;
};

/// Serves with TLS 1.3, alone or beside TLS 1.2.
int serve_with_tls_1_3(service_context const& with) {
    using enum flintls::psk_key_exchange_mode;
    if (with.options.psk_ke) {
        return service<support::server_of_both_policy<1, psk_dhe_ke, psk_ke>>{with}.run();
    }
    switch (with.options.tickets_sent) {
    case 4: return service<support::server_of_both_policy<4, psk_dhe_ke>>{with}.run();
    case 2: return service<support::server_of_both_policy<2, psk_dhe_ke>>{with}.run();
    default: return service<support::server_of_both_policy<1, psk_dhe_ke>>{with}.run();
    }
}
/// True if the options ask for what TLS 1.3 does not have.
bool needs_tls_1_2(support::tls_options const& o) {
    bool const old_suites = !o.suites.empty() && std::none_of(o.suites.begin(), o.suites.end(), flintls::is_of_tls_1_3);
    return o.mode != flintls::renegotiation_mode::secure_only || o.request_renegotiation || o.ask_in_renegotiations ||
           o.authorities || old_suites;
}
/// Each mode has a policy of its own.
int serve_with_mode(service_context const& with) {
    using enum flintls::renegotiation_mode;
    if (with.options.authorities) {
        return service<support::server_policy<secure_only>, support::anchored_server>{with}.run();
    }
    switch (with.options.mode) {
    case strict: return service<support::server_policy<strict>>{with}.run();
    case secure_only: return service<support::server_policy<secure_only>>{with}.run();
    case compatible: return service<support::server_policy<compatible>>{with}.run();
    default: return service<support::server_policy<never>>{with}.run();
    }
}

} // namespace

int main(int argc, char** argv) {
    support::tls_options o;
    o.max_version = {}; // not chosen yet
    std::string const wrong = support::parse_tls_options({argv + 1, argv + argc}, support::tls_role::server, o);
    if (o.help) {
        std::cout << usage;
        return 0;
    }
    if (!wrong.empty() || psa_crypto_init() != PSA_SUCCESS) {
        return support::complain("server", wrong.empty() ? "Mbed TLS does not start" : wrong);
    }
    if (o.max_version == flintls::protocol_version{}) {
        o.max_version = needs_tls_1_2(o) ? flintls::protocol_version::tls_1_2 : flintls::protocol_version::tls_1_3;
    }
    bool const modern = o.max_version == flintls::protocol_version::tls_1_3;
    bool const fits = o.min_version <= o.max_version && !(modern && o.psk_ke && o.tickets_sent > 1);
    bool const as_usual = o.mode == flintls::renegotiation_mode::secure_only;
    if (!fits || (modern && !as_usual)) {
        return support::complain("server", !fits ? "these options of TLS 1.3 do not go together"
                                                 : "with TLS 1.3 there is no --renegotiation but secure-only");
    }
    support::server_credentials credentials{o};
    if (!credentials.problem().empty()) {
        return support::complain("server", credentials.problem());
    }
    support::anchor_file const anchors{o.authorities};
    if (o.authorities && (anchors.anchors().empty() || !as_usual || modern)) {
        return support::complain(
            "server", anchors.anchors().empty()
                          ? "--client-ca: there is no certificate (PEM) of P-256, P-384 or RSA in " + *o.authorities
                          : "--client-ca goes with TLS 1.2 and --renegotiation secure-only");
    }
    support::loopback_listener const listener{*o.port, 64};
    support::key_log log{o.key_log};
    credentials.log_to(log);
    ticket_keys keys;
    session_cache sessions{o.redis};
    service_context const with{o, listener, credentials, anchors, log, keys, sessions};
    if (!listener.is_open()) {
        return support::complain("server", "cannot listen on port " + std::to_string(*o.port) + "; 0 is any free one");
    }
    if (o.cookie && !credentials.ask_for_cookies()) {
        return support::complain("server", "there is no randomness for a key of cookies");
    }
    if (!with.change_keys()) {
        return support::complain("server", "there is no randomness for ticket keys");
    }
    listener.socket().do_not_wait();
    (void)std::signal(SIGTERM, stop);
    (void)std::signal(SIGINT, stop);
    std::cout << "listening on " << listener.port() << std::endl;
    int const status = modern ? serve_with_tls_1_3(with) : serve_with_mode(with);
    return log.good() ? status : 1;
}
