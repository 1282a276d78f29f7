// A server of TLS 1.3 that shares no code with the library: RFC 8446 with OpenSSL's libcrypto. A test may change each
// message before the server hashes and sends it. The server checks the client's messages as RFC 8446 requires.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace oracle {

using bytes = std::vector<std::uint8_t>;

bytes operator+(bytes a, bytes const& b);
bytes big_endian(std::size_t size, std::uint64_t value);
bytes text(std::string const& s);
/// The content after a length field of `length_size` bytes.
bytes vector_of(std::size_t length_size, bytes const& content);
bytes message(std::uint8_t type, bytes const& body);
bytes extension(std::uint16_t type, bytes const& body);

/// `size` bytes of `from` from `at` on, which must exist.
bytes part(bytes const& from, std::size_t at, std::size_t size);
std::uint64_t value_at(bytes const& from, std::size_t at, std::size_t size);

/// The fields of a ClientHello.
struct client_hello {
    bytes whole;
    std::uint16_t version = 0;
    bytes random, session_id;
    std::vector<std::uint16_t> suites;
    bytes compressions;
    std::vector<std::pair<std::uint16_t, bytes>> extensions;

    [[nodiscard]] bool has(std::uint16_t type) const;
    [[nodiscard]] bytes get(std::uint16_t type) const;
    [[nodiscard]] std::vector<std::uint16_t> types() const;
};
client_hello parse_hello(bytes const& whole);

struct known_key {
    bytes key;
    bool ticket = false;
};

/// The record protection of one direction.
struct direction {
    bytes secret, key, iv;
    std::uint64_t sequence = 0;
    [[nodiscard]] bool active() const { return !key.empty(); }
};

/// Derives the keys of a direction from this secret.
void set_key(direction& d, std::uint16_t suite, bytes const& secret);
/// Protects a record; `inner` ends with the content type. `open` is the inverse, and empty if the record does not open.
bytes seal(direction& d, std::uint16_t suite, bytes const& inner, std::uint8_t outer = 23);
std::optional<bytes> open(direction& d, std::uint16_t suite, bytes const& header, bytes const& body);

class server {
public:
    server();
    ~server();

    // The behaviour of the server.
    std::uint16_t suite = 0x1301;
    std::map<bytes, known_key> keys; ///< pre-shared keys, by identity
    bool wants_psk = true;           ///< takes an offered key that it knows
    bool with_share = true;
    std::uint16_t group = 23; ///< P-256, X25519, or the made-up hybrid group (hybrid.hpp)
    bool asks_group = false;  ///< sends a HelloRetryRequest for `group`
    bytes cookie;             ///< sends a HelloRetryRequest with this cookie
    bool asks_certificate = false;
    bytes certificate, private_key; ///< DER
    std::uint16_t scheme = 0x0403;
    unsigned tickets = 1;
    bytes ticket_extensions;
    std::uint32_t ticket_lifetime = 7200;
    bool dummy = true;             ///< sends ChangeCipherSpec
    bool one_record = false;       ///< sends the encrypted flight in one record
    std::size_t padding = 0;       ///< bytes of padding in each protected record
    std::size_t fragment = 16'384; ///< bytes of a message in one record
    bytes protocol;                ///< ALPN
    bool names_server = false;     ///< server_name in EncryptedExtensions
    bytes more_hello_extensions, more_retry_extensions, more_encrypted_extensions;

    /// Called with every handshake message and its name, before the server hashes and sends it.
    std::function<void(std::string const& name, bytes& message)> edit;
    /// Called with a name after the server has written a message or a flight.
    std::function<void(std::string const& name)> after;

    // The bytes from and to the client.
    void receive(bytes const& from_client);
    bytes out;

    // The observations of the server.
    std::vector<client_hello> hellos;
    bool binder_good = true;
    bool finished = false; ///< the client's Finished is right
    bool wrong = false;    ///< the client has broken a rule
    std::string why;
    std::optional<std::uint8_t> alert; ///< the client's alert
    std::uint8_t alert_level = 0;
    bool alert_protected = false;
    bytes data;
    unsigned dummies = 0;
    unsigned updates = 0; ///< number of the client's KeyUpdates
    std::vector<std::uint8_t> update_requests;
    std::vector<bytes> client_messages; ///< the messages after the hello
    bytes client_certificate;
    bool proof_good = false; ///< the client's CertificateVerify is right
    bool psk_taken = false;
    std::size_t psk_index = 0;
    std::size_t longest_record = 0; ///< bytes of protected content from the client, type included

    // Acts that are possible at any time.
    void send_record(std::uint8_t type, bytes const& content); ///< under the current write keys
    void send_plain(std::uint8_t type, bytes const& content, std::uint16_t version = 0x0303);
    void send_message(std::string const& name, bytes m, bool hashed = true);
    void send_data(std::string const& s) { send_record(23, text(s)); }
    void send_alert(std::uint8_t level, std::uint8_t description) { send_record(21, {level, description}); }
    void send_ticket(bytes const& ticket, bytes const& nonce);
    void update(bool request);
    /// Protects `inner`, which ends with the content type.
    bytes seal(bytes inner, std::uint8_t outer = 23);

    direction write, read;
    bytes exporter_secret;
    std::vector<bytes> secrets; ///< all derived secrets

private:
    struct impl;
    std::unique_ptr<impl> it;

    void on_record(std::uint8_t type, bytes content, bool is_protected);
    void on_message(bytes const& m);
    void on_hello(bytes const& m);
    void on_finished(bytes const& m);
    void flight(client_hello const& h);
    void flush_flight();
    [[nodiscard]] bytes transcript_hash() const;
    void set_key(direction& d, bytes const& secret);
};

bytes sha256(bytes const& data);
bytes hmac(bytes const& key, bytes const& data);
/// HKDF-Expand-Label of RFC 8446 7.1.
bytes expand_label(bytes const& secret, std::string const& label, bytes const& context, std::size_t size);

} // namespace oracle
