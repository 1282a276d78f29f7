// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whom client and server trust and who they are, from their options: models of flintls/tls12/credentials.hpp.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TLS_CREDENTIALS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TLS_CREDENTIALS_HPP

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "flintls/flintls.hpp"
#include "flintls/tls12/credentials.hpp"
#include "message_watch.hpp"
#include "pem.hpp"
#include "tls_options.hpp"
#include "tls_policies.hpp"

namespace support {

/// What both have: a pre-shared key, a list of suites, and somebody who looks on.
class shared_credentials {
    using psk_type = mbedtls_crypto::psk;

public:
    shared_credentials(shared_credentials const&) = delete;
    shared_credentials& operator=(shared_credentials const&) = delete;

    [[nodiscard]] bool has_psk() const { return !psk_.view().empty(); }
    /// The suites of the options, or else those that there is a key for.
    [[nodiscard]] bool offers(flintls::cipher_suite suite) const {
        return std::find(suites_.begin(), suites_.end(), suite) != suites_.end();
    }
    [[nodiscard]] bool offers_only_psk() const {
        return std::all_of(suites_.begin(), suites_.end(),
                           [](flintls::cipher_suite each) { return flintls::tls12::traits_of(each).has_psk(); });
    }

    void observe(bool sent, flintls::content_type type, flintls::byte_view bytes) { watch_.see(sent, type, bytes); }
    /// Of the present connection.
    [[nodiscard]] message_watch const& watch() const { return watch_; }
    void begin_connection() { watch_ = message_watch{trace_}; }

protected:
    explicit shared_credentials(tls_options const& o)
        : identity_{o.psk_identity.begin(), o.psk_identity.end()}, trace_{o.trace} {
        (void)psk_type::import_key(o.psk, psk_); // which is no key if there is none
    }
    ~shared_credentials() = default;

    /// \return false: a suite was asked for that there is no key for, or there is no key at all
    bool choose_suites(std::vector<flintls::cipher_suite> const& wanted, bool certificate) {
        for (flintls::cipher_suite const each : all_suites::values) {
            bool const possible = flintls::tls12::traits_of(each).has_psk() ? has_psk() : certificate;
            bool const asked = std::find(wanted.begin(), wanted.end(), each) != wanted.end();
            if (asked && !possible) {
                return false;
            }
            if (asked || (wanted.empty() && possible)) {
                suites_.push_back(each);
            }
        }
        return !suites_.empty();
    }

    std::vector<std::uint8_t> identity_;
    psk_type::key psk_;
    std::vector<flintls::cipher_suite> suites_;

private:
    bool trace_;
    message_watch watch_{false};
};

/// Trusts pinned keys, a pinned certificate, and whoever has the pre-shared key.
class client_credentials : public shared_credentials {
public:
    static constexpr bool whole_chain = false;

    explicit client_credentials(tls_options const& o) : shared_credentials{o}, pins_{o.pins} {
        if (o.certificate) {
            certificates_ = load_certificates(*o.certificate);
        }
        bool const trusts_somebody = !pins_.empty() || !certificates_.empty();
        good_ = (!o.certificate || !certificates_.empty()) && choose_suites(o.suites, trusts_somebody);
    }
    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] flintls::crypto_status trust(flintls::tls12::certificate_chain const& chain,
                                               flintls::identity const& leaf, flintls::byte_view host_name) const {
        using flintls::crypto_status;
        bool trusted = pinned(leaf);
        for (pem_certificate const& each : certificates_) {
            flintls::tls12::pinned_certificate const one{each.der, each.key_digest};
            trusted = trusted || one.trust(chain, leaf, host_name) == crypto_status::done;
        }
        return trusted ? crypto_status::done : crypto_status::failed;
    }
    /// Is the server of a session that could be resumed still trusted?
    [[nodiscard]] bool accepts(flintls::identity const& leaf) const {
        bool trusted = pinned(leaf);
        for (pem_certificate const& each : certificates_) {
            trusted = trusted || each.key_digest == leaf.digest;
        }
        return trusted;
    }
    [[nodiscard]] flintls::tls12::psk_choice<mbedtls_crypto::psk::key> psk(flintls::byte_view /*hint*/) const {
        return {identity_, has_psk() ? &psk_ : nullptr};
    }

private:
    [[nodiscard]] bool pinned(flintls::identity const& leaf) const {
        return std::find(pins_.begin(), pins_.end(), leaf.digest) != pins_.end();
    }

    std::vector<std::array<std::uint8_t, 32>> pins_;
    std::vector<pem_certificate> certificates_;
    bool good_ = false;
};

/// Has a certificate, a pre-shared key, or both.
class server_credentials : public shared_credentials {
    using signer = mbedtls_crypto::signer;

public:
    explicit server_credentials(tls_options const& o) : shared_credentials{o} {
        bool good = o.certificate.has_value() == o.key.has_value();
        if (good && o.certificate) {
            chain_ = load_certificates(*o.certificate);
            auto const key = load_p256_key(*o.key);
            good = !chain_.empty() && key && signer::import_key(*key, key_) == flintls::crypto_status::done;
        }
        for (pem_certificate const& each : chain_) {
            views_.emplace_back(each.der);
        }
        bool const rsa = std::find(o.suites.begin(), o.suites.end(),
                                   flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256) != o.suites.end();
        good_ = good && !rsa && choose_suites(o.suites, !chain_.empty());
    }
    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] std::span<flintls::byte_view const> certificates() const { return views_; }
    [[nodiscard]] signer::key const& signing_key() const { return key_; }
    [[nodiscard]] flintls::tls12::psk_choice<mbedtls_crypto::psk::key> psk(flintls::byte_view identity) const {
        bool const known = has_psk() && identity == flintls::byte_view{identity_};
        return {identity_, known ? &psk_ : nullptr};
    }
    /// The one client that there is has not changed since it got its ticket: keys of tickets do not outlive the program.
    [[nodiscard]] bool accepts(flintls::identity const& /*client*/) const { return has_psk(); }

private:
    std::vector<pem_certificate> chain_;
    std::vector<flintls::byte_view> views_;
    signer::key key_;
    bool good_ = false;
};

} // namespace support

#endif
