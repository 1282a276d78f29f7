// Counts the instructions of TLS 1.3 handshakes of Mbed TLS's client, as handshake_cost.cpp does for our client. Two connections; the
// second one resumes by the ticket of the first one. A counter measures each call of mbedtls_ssl_handshake, so waiting does not count.
// The server's key is pinned; the chain is not judged.
#include <psa/crypto.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>

#include <mbedtls/platform.h>
#include <mbedtls/ssl.h>

#include "board.hpp"
#include "devices.hpp"
#include "measure.hpp"
#include "server_pin.hpp"
#include "support/line.hpp"

namespace {

/// Received bytes that Mbed TLS has not read yet. When it has read all of them it answers "want read".
struct arrived {
    std::array<std::uint8_t, 4096> bytes;
    std::uint32_t begin = 0, end = 0;

    /// \return false: nothing is received
    bool wait() {
        begin = 0;
        end = firmware::receive(bytes, firmware::patience);
        return end != 0;
    }
};
arrived in;
/// Bytes that Mbed TLS has written; they are sent after the call.
std::array<std::uint8_t, 4096> out;
std::uint32_t unsent = 0;

int take(void* /*context*/, unsigned char* to, std::size_t room) {
    std::size_t const count = std::min<std::size_t>(room, in.end - in.begin);
    if (count == 0) {
        return MBEDTLS_ERR_SSL_WANT_READ;
    }
    std::memcpy(to, in.bytes.data() + in.begin, count);
    in.begin += static_cast<std::uint32_t>(count);
    return static_cast<int>(count);
}
int give(void* /*context*/, unsigned char const* from, std::size_t count) {
    if (count > out.size() - unsent) {
        return MBEDTLS_ERR_SSL_WANT_WRITE;
    }
    std::memcpy(out.data() + unsent, from, count);
    unsent += static_cast<std::uint32_t>(count);
    return static_cast<int>(count);
}
bool flush() {
    bool const sent = firmware::send(std::span{out}.first(unsent));
    unsent = 0;
    return sent;
}

/// Calls `step` until it wants neither to read nor to write. \return its last answer
template <class Step> int go_on(Step step) {
    for (;;) {
        int const said = step();
        if (!flush()) {
            return MBEDTLS_ERR_SSL_TIMEOUT;
        }
        if (said == MBEDTLS_ERR_SSL_WANT_READ && in.begin == in.end && !in.wait()) {
            return MBEDTLS_ERR_SSL_TIMEOUT;
        }
        if (said != MBEDTLS_ERR_SSL_WANT_READ && said != MBEDTLS_ERR_SSL_WANT_WRITE) {
            return said;
        }
    }
}

int random(void* /*context*/, unsigned char* to, std::size_t size) {
    return psa_generate_random(to, size) == PSA_SUCCESS ? 0 : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

void say(char const* text, unsigned number) {
    board::print(text);
    board::print(number);
}

bool is_pinned(mbedtls_ssl_context const& ssl) {
    mbedtls_x509_crt const* const shown = mbedtls_ssl_get_peer_cert(&ssl);
    std::array<std::uint8_t, 32> digest{};
    std::size_t size = 0;
    return shown != nullptr &&
           psa_hash_compute(PSA_ALG_SHA_256, shown->pk_raw.p, shown->pk_raw.len, digest.data(), digest.size(), &size) ==
               PSA_SUCCESS &&
           std::equal(digest.begin(), digest.end(), std::begin(firmware::server_pin));
}

/// Removes the server's certificate from the session: then only a full handshake has a peer certificate.
void forget_certificate(mbedtls_ssl_session& session) {
    mbedtls_x509_crt*& kept = session.MBEDTLS_PRIVATE(peer_cert);
    mbedtls_x509_crt_free(kept);
    mbedtls_free(kept);
    kept = nullptr;
}

/// \return 0, or what Mbed TLS said
int visit(mbedtls_ssl_config const& configuration, mbedtls_ssl_session& session, bool again) {
    static mbedtls_ssl_context ssl;
    mbedtls_ssl_init(&ssl);
    in.begin = in.end = 0;
    int said = mbedtls_ssl_setup(&ssl, &configuration);
    said = said != 0 ? said : mbedtls_ssl_set_hostname(&ssl, "sensor.example");
    said = said != 0 || !again ? said : mbedtls_ssl_set_session(&ssl, &session);
    mbedtls_ssl_set_bio(&ssl, nullptr, give, take, nullptr);
    std::uint32_t spent = 0, longest = 0;
    if (said == 0) {
        said = go_on([&] {
            int answer = 0;
            std::uint32_t const took = board::measure([&] { answer = mbedtls_ssl_handshake(&ssl); }).instructions;
            spent += took;
            longest = std::max(longest, took);
            return answer;
        });
    }
    bool const resumed = said == 0 && mbedtls_ssl_get_peer_cert(&ssl) == nullptr;
    if (said == 0 && !resumed && !is_pinned(ssl)) {
        said = MBEDTLS_ERR_SSL_BAD_CERTIFICATE;
    }
    if (said == 0) {
        say("instructions ", spent);
        say(", longest call ", longest);
        board::print(resumed ? "\nresumed, TLS 1.3\n" : "\nfull handshake, TLS 1.3\n");
        constexpr std::array<std::uint8_t, 6> line{'h', 'e', 'l', 'l', 'o', '\n'};
        said = go_on([&] { return mbedtls_ssl_write(&ssl, line.data(), line.size()); });
    }
    for (bool answered = false; said >= 0 && !answered;) {
        std::array<std::uint8_t, 64> answer{};
        said = go_on([&] { return mbedtls_ssl_read(&ssl, answer.data(), answer.size()); });
        if (said == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) {
            mbedtls_ssl_session_free(&session);
            mbedtls_ssl_session_init(&session);
            said = mbedtls_ssl_get_session(&ssl, &session);
            forget_certificate(session);
        } else {
            answered = said > 0 && answer[static_cast<std::size_t>(said) - 1] == '\n';
        }
    }
    if (said > 0) {
        board::print("answered\n");
        said = go_on([&] { return mbedtls_ssl_close_notify(&ssl); });
    }
    mbedtls_ssl_free(&ssl);
    return said;
}

/// Prints the instructions of the P-256 operations of a handshake: key pair, public key, shared secret, and the check of a signature
/// with an imported key. \return false: an operation failed
bool say_p256() {
    constexpr psa_algorithm_t ecdsa = PSA_ALG_ECDSA(PSA_ALG_SHA_256);
    auto const attributes = [](psa_key_type_t type, psa_key_usage_t usage, psa_algorithm_t algorithm) {
        psa_key_attributes_t made = PSA_KEY_ATTRIBUTES_INIT;
        psa_set_key_type(&made, type);
        psa_set_key_bits(&made, 256);
        psa_set_key_usage_flags(&made, usage);
        psa_set_key_algorithm(&made, algorithm);
        return made;
    };
    constexpr psa_key_type_t pair = PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1);
    auto const ours = attributes(pair, PSA_KEY_USAGE_DERIVE, PSA_ALG_ECDH);
    auto const theirs = attributes(pair, PSA_KEY_USAGE_SIGN_HASH, ecdsa);
    auto const shown =
        attributes(PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_VERIFY_HASH, ecdsa);
    psa_key_id_t own = 0, other = 0, known = 0;
    std::array<std::uint8_t, 65> share{}, sent{};
    std::array<std::uint8_t, 32> const digest{1};
    std::array<std::uint8_t, 32> secret{};
    std::array<std::uint8_t, 64> signature{};
    std::size_t size = 0;
    bool good = psa_generate_key(&theirs, &other) == PSA_SUCCESS &&
                psa_sign_hash(other, ecdsa, digest.data(), digest.size(), signature.data(), signature.size(), &size) ==
                    PSA_SUCCESS &&
                psa_export_public_key(other, share.data(), share.size(), &size) == PSA_SUCCESS;
    auto const agree = [&] {
        good = good && psa_generate_key(&ours, &own) == PSA_SUCCESS &&
               psa_export_public_key(own, sent.data(), sent.size(), &size) == PSA_SUCCESS &&
               psa_raw_key_agreement(PSA_ALG_ECDH, own, share.data(), share.size(), secret.data(), secret.size(),
                                     &size) == PSA_SUCCESS;
    };
    auto const verify = [&] {
        good = good && psa_import_key(&shown, share.data(), share.size(), &known) == PSA_SUCCESS &&
               psa_verify_hash(known, ecdsa, digest.data(), digest.size(), signature.data(), signature.size()) ==
                   PSA_SUCCESS;
    };
    std::uint32_t const agreed = board::measure(agree).instructions;
    std::uint32_t const verified = board::measure(verify).instructions;
    for (psa_key_id_t const each : {own, other, known}) {
        good = psa_destroy_key(each) == PSA_SUCCESS && good;
    }
    say("P-256 ", agreed + verified);
    say(", resumed ", agreed);
    board::print("\n");
    return good;
}

} // namespace

int main() {
    if (psa_crypto_init() != PSA_SUCCESS) {
        return 2;
    }
    static mbedtls_ssl_config configuration;
    static mbedtls_ssl_session session;
    mbedtls_ssl_config_init(&configuration);
    mbedtls_ssl_session_init(&session);
    if (mbedtls_ssl_config_defaults(&configuration, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0) {
        return 2;
    }
    static constexpr std::array<int, 2> suites{MBEDTLS_TLS1_3_AES_128_GCM_SHA256, 0};
    static constexpr std::array<std::uint16_t, 2> groups{MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1, 0};
    static constexpr std::array<std::uint16_t, 2> schemes{MBEDTLS_TLS1_3_SIG_ECDSA_SECP256R1_SHA256, 0};
    mbedtls_ssl_conf_ciphersuites(&configuration, suites.data());
    mbedtls_ssl_conf_groups(&configuration, groups.data());
    mbedtls_ssl_conf_sig_algs(&configuration, schemes.data());
    mbedtls_ssl_conf_authmode(&configuration, MBEDTLS_SSL_VERIFY_NONE);
    mbedtls_ssl_conf_rng(&configuration, random, nullptr);
    mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(&configuration,
                                                             MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
    if (!say_p256()) {
        return 2;
    }
    board::uart::start();
    board::clock::start();
    for (int done = 0, attempts = 0; done < 2; ++attempts) {
        firmware::dial();
        int const said = visit(configuration, session, done == 1);
        if (said != 0 && (said != MBEDTLS_ERR_SSL_TIMEOUT || attempts == 4)) {
            say("failed ", static_cast<unsigned>(-said));
            board::print("\n");
            return 1;
        }
        done += said == 0 ? 1 : 0;
    }
    return 0;
}
