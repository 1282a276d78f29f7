// SPDX-License-Identifier: Apache-2.0
/// \file
/// Identity and trust of client and server, from their options: models of flintls/handshake/credentials.hpp.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_CREDENTIALS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_CREDENTIALS_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "flintls/flintls.hpp"
#include "flintls/handshake/credentials.hpp"
#include "key_log.hpp"
#include "message_watch.hpp"
#include "pem.hpp"
#include "tls_options.hpp"
#include "tls_policies.hpp"

namespace support {

/// Common to client and server: a pre-shared key, a list of suites, and an observer.
class shared_credentials {
    using psk_type = mbedtls_crypto::psk;

public:
    shared_credentials(shared_credentials const&) = delete;
    shared_credentials& operator=(shared_credentials const&) = delete;

    /// What is wrong with the options; empty: nothing.
    [[nodiscard]] std::string const& problem() const { return problem_; }
    [[nodiscard]] bool has_psk() const { return !psk_.view().empty(); }
    /// True for the suites of the options; without such options, for all suites that a key exists for.
    [[nodiscard]] bool offers(flintls::cipher_suite suite) const {
        return std::find(suites_.begin(), suites_.end(), suite) != suites_.end();
    }
    /// True if all are suites of pre-shared keys, and a hello without extensions has some of them.
    [[nodiscard]] bool offers_bare_psk() const {
        return std::all_of(suites_.begin(), suites_.end(),
                           [](flintls::cipher_suite each) {
                               return flintls::is_of_tls_1_3(each) || flintls::traits_of(each).has_psk();
                           }) &&
               std::find_first_of(suites_.begin(), suites_.end(), psk_suites::values.begin(),
                                  psk_suites::values.end()) != suites_.end();
    }

    /// Sets the observer. Connections share these credentials: each sets its observer before it runs.
    void show_to(message_watch& watch) { watch_ = &watch; }
    void observe(bool sent, flintls::content_type type, flintls::byte_view bytes) { watch_->see(sent, type, bytes); }

protected:
    explicit shared_credentials(tls_options const& o) : identity_{o.psk_identity.begin(), o.psk_identity.end()} {
        (void)psk_type::import_key(o.psk, psk_); // an empty option imports no key
    }
    ~shared_credentials() = default;

    /// `certificate_wants`: the missing options that suites with certificates need; empty: none is missing.
    void choose_suites(std::vector<flintls::cipher_suite> const& wanted, std::string const& certificate_wants) {
        for (flintls::cipher_suite const each : suites_of_both::values) {
            bool const by_psk = flintls::traits_of(each).has_psk();
            bool const by_either = flintls::is_of_tls_1_3(each) && has_psk();
            bool const possible = by_psk ? has_psk() : by_either || certificate_wants.empty();
            bool const asked = std::find(wanted.begin(), wanted.end(), each) != wanted.end();
            if (asked && !possible) {
                refuse("--cipher " + std::string{flintls::name_of(each)} + " wants " +
                       (by_psk ? "--psk" : certificate_wants));
            }
            if (asked || (wanted.empty() && possible)) {
                suites_.push_back(each);
            }
        }
        if (suites_.empty()) {
            refuse("there is no key: give " + certificate_wants + ", or --psk");
        }
    }
    /// Keeps the first problem.
    void refuse(std::string const& why) { problem_ = problem_.empty() ? why : problem_; }

    std::vector<std::uint8_t> identity_;
    psk_type::key psk_;
    std::vector<flintls::cipher_suite> suites_;

private:
    std::string problem_;
    message_watch* watch_ = nullptr;
};

/// A certificate and its key, from two files; or neither.
class certified_key {
    using signer = mbedtls_crypto::signer;

public:
    /// `option`: the option of the certificate. The option of the key ends in "key": "--cert" has a "--key".
    certified_key(std::string const& option, std::optional<std::string> const& certificate,
                  std::optional<std::string> const& key) {
        std::string const key_option = option.substr(0, option.size() - 4) + "key";
        if (certificate.has_value() != key.has_value()) {
            problem_ = option + " and " + key_option + " are given together or not at all";
        } else if (certificate) {
            chain_ = load_certificates(*certificate);
            auto const loaded = load_p256_key(*key);
            problem_ = chain_.empty() ? option + ": there is no certificate (PEM) in " + *certificate
                       : !loaded      ? key_option + ": there is no key of P-256 (PEM) in " + *key
                       : signer::import_key(loaded->number, key_) != flintls::crypto_status::done
                           ? key_option + ": Mbed TLS does not take the key"
                           : "";
            // The alert of a peer does not name this cause.
            if (problem_.empty() && loaded->digest != chain_[0].key_digest) {
                std::cerr << "warning: " << key_option << " is not the key of the certificate in " << *certificate
                          << '\n';
            }
        }
        for (pem_certificate const& each : chain_) {
            views_.emplace_back(each.der);
        }
    }
    /// What is wrong with the files; empty: nothing.
    [[nodiscard]] std::string const& problem() const { return problem_; }
    [[nodiscard]] bool is_there() const { return !views_.empty(); }
    [[nodiscard]] std::span<flintls::byte_view const> certificates() const { return views_; }
    [[nodiscard]] signer::key const& signing_key() const { return key_; }

private:
    std::string problem_;
    std::vector<pem_certificate> chain_;
    std::vector<flintls::byte_view> views_; // of chain_
    signer::key key_;
};

/// Trusts pinned keys, a pinned certificate, and a server with the pre-shared key; may have a certificate of its own.
class client_credentials : public shared_credentials {
public:
    static constexpr bool whole_chain = false;

    explicit client_credentials(tls_options const& o)
        : shared_credentials{o}, pins_{o.pins}, own_{"--client-cert", o.client_certificate, o.client_key} {
        refuse(own_.problem());
        if (o.certificate) {
            certificates_ = load_certificates(*o.certificate);
            refuse(certificates_.empty() ? "--cert: there is no certificate (PEM) in " + *o.certificate : "");
        }
        bool const trusts_somebody = !pins_.empty() || !certificates_.empty();
        refuse(trusts_somebody && o.authorities ? "--ca goes without --pin and --cert" : "");
        choose_suites(o.suites, trusts_somebody || o.authorities ? "" : "--pin, --cert or --ca");
    }

    /// May be empty: the client then sends no certificate.
    [[nodiscard]] std::span<flintls::byte_view const> certificates() const { return own_.certificates(); }
    [[nodiscard]] mbedtls_crypto::signer::key const& signing_key() const { return own_.signing_key(); }

    [[nodiscard]] flintls::crypto_status trust(flintls::certificate_chain const& chain, flintls::identity const& leaf,
                                               flintls::byte_view host_name) const {
        using flintls::crypto_status;
        bool trusted = pinned(leaf);
        for (pem_certificate const& each : certificates_) {
            flintls::pinned_certificate const one{each.der, each.key_digest};
            trusted = trusted || one.trust(chain, leaf, host_name) == crypto_status::done;
        }
        return trusted ? crypto_status::done : crypto_status::failed;
    }
    /// True if the server of a stored session is still trusted.
    [[nodiscard]] bool accepts(flintls::identity const& leaf) const {
        bool trusted = pinned(leaf);
        for (pem_certificate const& each : certificates_) {
            trusted = trusted || each.key_digest == leaf.digest;
        }
        return trusted;
    }
    [[nodiscard]] flintls::psk_choice<mbedtls_crypto::psk::key> psk(flintls::byte_view /*hint*/) const {
        return {identity_, has_psk() ? &psk_ : nullptr};
    }
    /// One key for both versions, with one hash, and only for servers that use it so (RFC 8446 4.2.11).
    [[nodiscard]] flintls::psk_choice<mbedtls_crypto::psk::key> external_psk() const { return psk({}); }
    /// Writes the key log (SSLKEYLOGFILE).
    void on_secret(flintls::tls13::logged_secret which, flintls::byte_view client_random, flintls::byte_view secret) {
        if (log_ != nullptr) {
            log_->add(which, client_random, secret);
        }
    }
    void log_to(key_log& log) { log_ = &log; }

private:
    [[nodiscard]] bool pinned(flintls::identity const& leaf) const {
        return std::find(pins_.begin(), pins_.end(), leaf.digest) != pins_.end();
    }

    key_log* log_ = nullptr;
    std::vector<std::array<std::uint8_t, 32>> pins_;
    std::vector<pem_certificate> certificates_;
    certified_key own_;
};

/// The date of the system.
struct wall_clock {
    [[nodiscard]] static std::uint32_t earliest() { return static_cast<std::uint32_t>(std::time(nullptr)); }
    [[nodiscard]] static std::uint32_t latest() { return earliest(); }
};
/// Trust anchors of all certificates of a file, and the date.
class anchor_file {
public:
    explicit anchor_file(std::optional<std::string> const& path)
        : certificates_{path ? load_certificates(*path) : std::vector<pem_certificate>{}} {
        for (pem_certificate const& each : certificates_) {
            flintls::byte_view subject;
            flintls::anchor made{};
            if (flintls::find_anchor(each.der, subject, made.key)) {
                (void)SHA256(subject.data(), subject.size(), made.subject.data());
                anchors_.push_back(made);
            }
        }
    }
    [[nodiscard]] std::span<flintls::anchor const> anchors() const { return anchors_; }
    [[nodiscard]] wall_clock const& clock() const { return clock_; }

private:
    std::vector<pem_certificate> certificates_;
    std::vector<flintls::anchor> anchors_; // their keys are views of certificates_
    wall_clock clock_;
};

/// Trusts servers with a chain to one of several authorities; otherwise like client_credentials.
class anchored_credentials : public client_credentials,
                             private anchor_file,
                             public flintls::path_to_anchor<mbedtls_crypto, wall_clock> {
public:
    explicit anchored_credentials(tls_options const& o)
        : client_credentials{o}, anchor_file{o.authorities}, flintls::path_to_anchor<mbedtls_crypto, wall_clock>{
                                                                 anchors(), clock()} {
        client_credentials::refuse(anchors().empty()
                                       ? "--ca: there is no certificate (PEM) of P-256, P-384 or RSA in " +
                                             o.authorities.value_or("")
                                       : "");
    }
    [[nodiscard]] static bool accepts(flintls::identity const& leaf) {
        return flintls::path_to_anchor<mbedtls_crypto, wall_clock>::accepts(leaf);
    }
};

/// Has a certificate, a pre-shared key, or both; may ask clients for certificates.
class server_credentials : public shared_credentials {
    using client_certificate = flintls::client_certificate;

public:
    static constexpr bool whole_chain = false;

    explicit server_credentials(tls_options const& o)
        : shared_credentials{o}, own_{"--cert", o.certificate, o.key}, pins_{o.client_pins},
          later_{o.ask_in_renegotiations}, wanted_{pins_.empty() && !o.authorities ? client_certificate::unwanted
                                                   : o.require_client_certificate  ? client_certificate::required
                                                                                   : client_certificate::requested} {
        refuse(own_.problem());
        bool const knows_clients = !pins_.empty() || o.authorities;
        refuse(!pins_.empty() && o.authorities ? "--client-ca goes without --client-pin" : "");
        if ((o.require_client_certificate || o.ask_in_renegotiations) && !knows_clients) {
            refuse("nobody could come in: clients with certificates are known by --client-pin or --client-ca");
        }
        if (knows_clients && !own_.is_there()) {
            refuse(std::string{o.authorities ? "--client-ca" : "--client-pin"} +
                   " wants --cert and --key: suites of pre-shared keys have no certificates");
        }
        if (std::any_of(o.suites.begin(), o.suites.end(), [](flintls::cipher_suite each) {
                return flintls::traits_of(each).exchange == flintls::key_exchange::ecdhe_rsa;
            })) {
            refuse("a server has no suites with RSA");
        }
        choose_suites(o.suites, own_.is_there() ? "" : "--cert and --key");
    }

    [[nodiscard]] std::span<flintls::byte_view const> certificates() const { return own_.certificates(); }
    [[nodiscard]] mbedtls_crypto::signer::key const& signing_key() const { return own_.signing_key(); }
    [[nodiscard]] flintls::psk_choice<mbedtls_crypto::psk::key> psk(flintls::byte_view identity) const {
        bool const known = has_psk() && identity == flintls::byte_view{identity_};
        return {identity_, known ? &psk_ : nullptr};
    }
    /// One key for both versions, with one hash, and only for clients that use it so (RFC 8446 4.2.11).
    [[nodiscard]] flintls::psk_choice<mbedtls_crypto::psk::key> external_psk(flintls::byte_view identity) const {
        return psk(identity);
    }
    /// Writes the key log (SSLKEYLOGFILE).
    void on_secret(flintls::tls13::logged_secret which, flintls::byte_view client_random, flintls::byte_view secret) {
        if (log_ != nullptr) {
            log_->add(which, client_random, secret);
        }
    }
    void log_to(key_log& log) { log_ = &log; }
    /// Asks TLS 1.3 clients for cookies from now on. \return false: no random bytes for a key
    [[nodiscard]] bool ask_for_cookies() {
        mbedtls_crypto::random source;
        std::array<std::uint8_t, 32>& key = cookie_keys_.emplace_back();
        return source.fill(key.data(), static_cast<std::uint32_t>(key.size())) == flintls::crypto_status::done;
    }
    [[nodiscard]] std::span<flintls::cookie_key const> cookie_keys() const { return cookie_keys_; }
    [[nodiscard]] client_certificate wants_certificate(bool again) const {
        return later_ && !again ? client_certificate::unwanted : wanted_;
    }
    [[nodiscard]] flintls::crypto_status trust(flintls::certificate_chain const& /*chain*/,
                                               flintls::identity const& client, flintls::byte_view /*none*/) const {
        return accepts(client) ? flintls::crypto_status::done : flintls::crypto_status::failed;
    }
    /// A client with the pre-shared key may resume by ticket: neither that key nor a ticket key outlives the program.
    [[nodiscard]] bool accepts(flintls::identity const& client) const {
        return client.kind == flintls::identity_kind::spki_sha256
                   ? std::find(pins_.begin(), pins_.end(), client.digest) != pins_.end()
                   : has_psk();
    }

private:
    key_log* log_ = nullptr;
    std::vector<flintls::cookie_key> cookie_keys_;
    certified_key own_;
    std::vector<std::array<std::uint8_t, 32>> pins_;
    bool later_;
    client_certificate wanted_;
};

/// The credentials of one server connection that authenticates clients by chains.
class anchored_server : public flintls::path_to_anchor<mbedtls_crypto, wall_clock, flintls::certificate_role::client> {
    using judge = flintls::path_to_anchor<mbedtls_crypto, wall_clock, flintls::certificate_role::client>;

public:
    anchored_server(server_credentials& all, anchor_file const& file)
        : judge{file.anchors(), file.clock()}, all_{all} {}

    [[nodiscard]] std::span<flintls::byte_view const> certificates() const { return all_.certificates(); }
    [[nodiscard]] mbedtls_crypto::signer::key const& signing_key() const { return all_.signing_key(); }
    [[nodiscard]] flintls::psk_choice<mbedtls_crypto::psk::key> psk(flintls::byte_view identity) const {
        return all_.psk(identity);
    }
    [[nodiscard]] flintls::client_certificate wants_certificate(bool again) const {
        return all_.wants_certificate(again);
    }
    [[nodiscard]] bool offers(flintls::cipher_suite suite) const { return all_.offers(suite); }
    void observe(bool sent, flintls::content_type type, flintls::byte_view bytes) { all_.observe(sent, type, bytes); }
    /// A client with a valid chain may resume by ticket: ticket keys do not outlive the program.
    [[nodiscard]] bool accepts(flintls::identity const& client) const {
        return judge::accepts(client) || all_.accepts(client);
    }

private:
    server_credentials& all_;
};

} // namespace support

#endif
