// A client of TLS 1.3 that shares no code with the library: RFC 8446 with OpenSSL's libcrypto. A test may change each
// message before the client hashes and sends it. The client checks the server's messages as RFC 8446 requires.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tls13/client/oracle.hpp"

namespace oracle {

/// A pre-shared key to offer.
struct offered_key {
    bytes identity, key;
    bool ticket = false;
    std::uint32_t age = 0;
};
/// A NewSessionTicket.
struct given_ticket {
    std::uint32_t lifetime = 0, age_add = 0;
    bytes nonce, ticket, psk, extensions;
};

class client {
public:
    client();
    ~client();

    // The behaviour of the client.
    std::vector<std::uint16_t> versions{0x0304};
    std::vector<std::uint16_t> suites{0x1301};
    std::vector<std::uint16_t> groups{23};
    /// In the first hello. Groups other than P-256 get made-up bytes, as many as RFC 8446 4.2.8 and
    /// draft-ietf-tls-ecdhe-mlkem say for X25519 and the post-quantum groups.
    std::vector<std::uint16_t> shares{23};
    std::vector<std::uint16_t> schemes{0x0403};
    bytes modes{1};
    std::vector<offered_key> keys;
    std::string name;
    std::vector<std::string> protocols;
    bytes session_id;
    bytes more_extensions;            ///< placed before pre_shared_key
    bool early_data = false;          ///< offered in the first hello
    std::vector<bytes> early_records; ///< sent after the first hello, with headers
    bytes certificate, private_key;   ///< DER; empty without a certificate
    bool dummy = false;               ///< sends ChangeCipherSpec before its second flight
    std::size_t fragment = 16'384;    ///< bytes of a message in one record
    std::size_t first_fragment = 0;   ///< bytes in the first record of a hello; 0: as `fragment`
    std::size_t padding = 0;
    std::string signs_as = "TLS 1.3, client CertificateVerify"; ///< RFC 8446 4.4.3
    bool half_rtt = false;                                      ///< accepts data before its own Finished
    bool finishes = true;                                       ///< sends its flight after the server's Finished

    /// Called with every message before the client hashes and sends it: "hello" before its binders are made,
    /// "client_hello", "certificate", "certificate_verify", "finished"; "cookie" with the cookie of a retry, before the
    /// second hello.
    std::function<void(std::string const& name, bytes& message)> edit;

    void start();
    void receive(bytes const& from_server);
    bytes out;

    // The observations of the client.
    bool wrong = false; ///< the server has broken a rule
    std::string why;
    bool connected = false;
    bool psk_taken = false;
    std::size_t psk_index = 0;
    bool has_share = false;
    unsigned retries = 0;
    bytes cookie;             ///< of the retry; sent in the second hello
    bool same_shares = false; ///< the retry named no group
    unsigned dummies = 0;
    bytes server_hello, encrypted_extensions;
    std::vector<std::uint8_t> order; ///< the types of the server's messages
    bytes requested;                 ///< body of CertificateRequest
    bytes server_certificate;
    std::vector<given_ticket> tickets;
    std::optional<std::uint8_t> alert;
    std::uint8_t alert_level = 0;
    bool alert_protected = false;
    bytes data;
    std::vector<std::uint8_t> updates;
    std::vector<bytes> secrets;
    std::size_t longest_record = 0; ///< bytes of protected content from the server, type included

    // Acts that are possible at any time.
    void send_record(std::uint8_t type, bytes const& content);
    void send_plain(std::uint8_t type, bytes const& content, std::uint16_t version = 0x0303);
    void send_message(std::string const& name, bytes m, bool hashed = true);
    void send_data(std::string const& s) { send_record(23, text(s)); }
    void update(bool request);
    void send_flight();

    direction write, read;
    bytes exporter_secret;

private:
    struct impl;
    std::unique_ptr<impl> it;

    [[nodiscard]] bytes make_hello(bool second);
    void on_record(std::uint8_t type, bytes const& content, bool is_protected);
    void on_message(bytes const& m);
    void on_server_hello(bytes const& m);
    void on_finished(bytes const& m);
    void check_signature(bytes const& m);
    void use(direction& d, bytes const& secret);
    [[nodiscard]] bytes transcript_hash() const;
    void must(bool good, char const* what);
};

} // namespace oracle
