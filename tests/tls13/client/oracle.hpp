// A server of TLS 1.3 that shares no line with the library: RFC 8446 by OpenSSL's libcrypto, one message after the other, each
// of which a test may change before it is hashed and sent. What the client sends is checked as a server must.
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
/// Behind its length.
bytes vector_of(std::size_t length_size, bytes const& content);
bytes message(std::uint8_t type, bytes const& body);
bytes extension(std::uint16_t type, bytes const& body);

/// A ClientHello, taken apart.
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

/// One direction's records.
struct direction {
    bytes secret, key, iv;
    std::uint64_t sequence = 0;
    [[nodiscard]] bool active() const { return !key.empty(); }
};

class server {
public:
    server();
    ~server();

    // What it does.
    std::uint16_t suite = 0x1301;
    std::map<bytes, known_key> keys; ///< pre-shared ones, by identity
    bool wants_psk = true;           ///< if it knows one
    bool with_share = true;
    bool asks_group = false; ///< by a HelloRetryRequest
    bytes cookie;            ///< likewise
    bool asks_certificate = false;
    bytes certificate, private_key; ///< DER
    std::uint16_t scheme = 0x0403;
    unsigned tickets = 1;
    bytes ticket_extensions;
    std::uint32_t ticket_lifetime = 7200;
    bool dummy = true;             ///< sends ChangeCipherSpec
    bool one_record = false;       ///< the encrypted flight in one record
    std::size_t padding = 0;       ///< of each protected record
    std::size_t fragment = 16'384; ///< bytes of a message in one record
    bytes protocol;                ///< ALPN
    bool names_server = false;     ///< server_name in EncryptedExtensions
    bytes more_hello_extensions, more_retry_extensions, more_encrypted_extensions;

    /// Is given every handshake message, by a name, before it is hashed and sent.
    std::function<void(std::string const& name, bytes& message)> edit;
    /// Is called when something was written, with a name.
    std::function<void(std::string const& name)> after;

    // Bytes.
    void receive(bytes const& from_client);
    bytes out;

    // What it saw.
    std::vector<client_hello> hellos;
    bool binder_good = true;
    bool finished = false; ///< of the client, good
    bool wrong = false;    ///< what no client may send
    std::string why;
    std::optional<std::uint8_t> alert; ///< of the client
    std::uint8_t alert_level = 0;
    bool alert_protected = false;
    bytes data;
    unsigned dummies = 0;
    unsigned updates = 0; ///< KeyUpdates of the client
    std::vector<std::uint8_t> update_requests;
    std::vector<bytes> client_messages; ///< behind the hello
    bytes client_certificate;
    bool proof_good = false; ///< the client's CertificateVerify
    bool psk_taken = false;
    std::size_t psk_index = 0;
    std::size_t longest_record = 0; ///< protected content of the client, type included

    // What it can do at any time.
    void send_record(std::uint8_t type, bytes const& content); ///< under the keys that it writes with
    void send_plain(std::uint8_t type, bytes const& content, std::uint16_t version = 0x0303);
    void send_message(std::string const& name, bytes m, bool hashed = true);
    void send_data(std::string const& s) { send_record(23, text(s)); }
    void send_alert(std::uint8_t level, std::uint8_t description) { send_record(21, {level, description}); }
    void send_ticket(bytes const& ticket, bytes const& nonce);
    void update(bool request);
    /// Protects this as it is, the type that stands at its end among it.
    bytes seal(bytes inner, std::uint8_t outer = 23);

    direction write, read;
    bytes exporter_secret;
    std::vector<bytes> secrets; ///< all that it derived

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
/// RFC 8446 7.1
bytes expand_label(bytes const& secret, std::string const& label, bytes const& context, std::size_t size);

} // namespace oracle
