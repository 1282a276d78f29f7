// A peer that sends what a test wants, right or wrong. The peer has its own records and keys, by pre-shared key or
// certificate.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "tls12/pair/endpoint.hpp"

namespace pair {

bytes operator+(bytes a, bytes const& b);
/// A vector with a length of `Width` bytes before it.
bytes with_length(unsigned width, bytes const& body);
bytes number16(unsigned value);
/// A handshake message.
bytes message(handshake_type type, bytes const& body);
/// An extension.
bytes extension(unsigned type, bytes const& body);
inline bytes renegotiated(bytes const& verify_data) { return extension(0xff01, with_length(1, verify_data)); }
inline bytes extended_master_secret_extension() { return extension(23, {}); }

inline constexpr std::array<std::uint8_t, 16> psk_bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/// The fields of a hello that an actor sends, as they stand on the wire.
struct hello {
    unsigned version = 0x0303;
    bytes session_id{};
    std::vector<unsigned> suites{0x00a8};
    bytes compression{0};
    bytes extensions{};
    bool has_block = true;
};
bytes greeting_message(hello const& h, bytes const& random);
bytes answer_message(hello const& h, bytes const& random);

/// The fields of a received ClientHello or ServerHello, parsed without the library.
struct said_hello {
    unsigned version = 0;
    bytes session_id;
    std::vector<unsigned> suites;
    bool has_block = false;
    std::vector<std::pair<unsigned, bytes>> extensions;

    [[nodiscard]] bool has_suite(unsigned suite) const;
    [[nodiscard]] bool has(unsigned type) const;
    [[nodiscard]] bytes operator[](unsigned type) const; ///< body of an extension; empty if it is absent
};
said_hello read_hello(bytes const& body, bool of_client);

/// A message or record that an actor has received.
struct heard {
    content_type type{};
    bytes body; ///< of a handshake message: with the header
};

/// One side of a connection with TLS_PSK_WITH_AES_128_GCM_SHA256 (00a8), or with
/// TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (c02b) and extended master secret.
class actor {
public:
    explicit actor(bool client) : client_{client} {}

    /// Moves bytes in both directions until `other` has nothing more to do.
    void meet(endpoint& other);

    void say_record(content_type type, bytes const& body); ///< protected where the keys are in use
    void say(bytes const& handshake, bool hashed = true);
    void say_alert(unsigned level, unsigned description) {
        say_record(content_type::alert, {static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(description)});
    }
    /// Sends ChangeCipherSpec and switches to the new keys. `finish` sends Finished, too.
    void change(bytes const& body = {1});
    void finish();
    void finish_wrongly();
    bytes finished_message(bool by_client);

    /// Derives the master secret of a pre-shared key. `expand` derives the keys from the master secret.
    void make_psk_master(bool extended);
    void expand();

    /// True if the actor has received such a message or record.
    bool has_heard(handshake_type type) const;
    bool has_heard(content_type type) const;
    /// Body of the first handshake message of this type, without header.
    bytes body_of(handshake_type type) const;
    /// The last received alert, or -1.
    int alert() const;

    // Whole handshakes as an honest peer, with these extensions or this hello. As a server, the actor begins after the
    // client's hello has arrived. \return true if the other side is connected
    bool serves(endpoint& client, bytes const& extensions);
    bool resumes(endpoint& client, hello const& answer, bytes const& ticket = {});
    bool connects(endpoint& server, hello const& h);
    said_hello hello_heard() const;

    // Parts of handshakes.
    void server_answers(hello const& h); ///< ServerHello
    void client_greets(hello const& h);  ///< ClientHello
    bytes psk_key_exchange() const;      ///< ClientKeyExchange
    bytes certificate_message() const;
    void use_share_key(byte_view private_key); ///< in place of a generated key
    bytes ecdhe_key_exchange_message();        ///< of a server, signed
    bytes ecdhe_client_exchange_message();     ///< of a client, for the received ServerKeyExchange
    void make_ecdhe_master();                  ///< of a client, after the key exchange
    bytes agreed() const { return secret_; }   ///< the shared secret, of a client
    bytes certificate_verify_message(byte_view private_key, unsigned scheme = 0x0403); ///< for the transcript so far
    bytes signature_by(byte_view private_key, bytes const& text);
    bytes hash_of(bytes const& text) const;

    transport how;
    bytes in, out;
    std::vector<heard> all;
    bytes transcript;
    bytes client_random = bytes(32, 0x11);
    bytes server_random = bytes(32, 0x22);
    bytes master = bytes(48, 0);
    bytes client_verify_data, server_verify_data; ///< of the last handshake
    bytes psk = to_bytes(byte_view{psk_bytes});
    bytes identity{'c', 'o', 'f', 'f', 'e', 'e'};
    bool extended = true;
    bool knows_master =
        false; ///< of a client: has the master secret of the session to resume, unless the next ServerHello declines
    bool good = true; ///< every received record could be opened

private:
    struct direction {
        bytes key, iv;
        std::uint64_t sequence = 0;
        bool on = false;
    };
    void open(record const& r);
    void on_handshake(bytes const& m);
    bytes hash() const { return hash_of(transcript); }

    bool client_;
    direction read_, write_, next_read_, next_write_;
    bytes partial_;
    bytes secret_;
    mbedtls::key share_key_;
};

bytes prf(byte_view secret, std::string const& label, bytes const& seed, std::uint32_t size);

} // namespace pair
