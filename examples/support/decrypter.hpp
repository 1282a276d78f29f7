// SPDX-License-Identifier: Apache-2.0
/// \file
/// Opens the records of a connection with the secrets of a key log: TLS 1.2 and 1.3, AEAD suites. The decrypter tries
/// the present and the next keys of both sides: a record is authentic under one key only. 0-RTT data is not opened: its
/// suite is unknown when it is received.
#ifndef FLINTLS_EXAMPLES_SUPPORT_DECRYPTER_HPP
#define FLINTLS_EXAMPLES_SUPPORT_DECRYPTER_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "flintls/flintls.hpp"
#include "logged_secrets.hpp"
#include "record_cipher.hpp"

namespace support {

/// A record that was opened.
struct opened_record {
    flintls::content_type type{};
    byte_string content;
    std::uint32_t at = 0; ///< offset of the content in the record's fragment
    bool of_server = false;
};

class decrypter {
public:
    explicit decrypter(logged_secrets const& secrets) : secrets_{&secrets} {}

    [[nodiscard]] bool is_tls13() const { return tls13_; }

    void learn(flintls::client_hello const& hello) { client_random_ = copy_of(hello.random); }
    void learn(flintls::server_hello const& hello) {
        if (hello.is_hello_retry_request()) {
            return;
        }
        flintls::found<flintls::selected_version> version;
        using enum flintls::extension_context;
        tls13_ = !hello.extensions.get<flintls::supported_versions, server_hello>(version) && version &&
                 version->version == flintls::protocol_version::tls_1_3;
        server_random_ = copy_of(hello.random);
        cipher_ = record_cipher::of(hello.cipher_suite);
        if (tls13_) {
            sides_[0].next = keys_of("CLIENT_HANDSHAKE_TRAFFIC_SECRET");
            sides_[1].next = keys_of("SERVER_HANDSHAKE_TRAFFIC_SECRET");
        } else {
            take_key_block();
        }
    }
    template <class M> void learn(M const& /*message*/) {}

    /// \return nothing: the record is not protected, or the key log has no key for it
    [[nodiscard]] std::optional<opened_record> open(flintls::record_header const& header, flintls::byte_view fragment) {
        for (std::size_t i = 0; i != 2; ++i) {
            std::optional<opened_record> opened = open_of(sides_[i], header, fragment);
            if (opened) {
                opened->of_server = i == 1;
                return opened;
            }
        }
        return std::nullopt;
    }

private:
    struct keys {
        record_cipher cipher;
        byte_string secret; ///< TLS 1.3 only
        byte_string key;
        byte_string iv;
        std::uint64_t sequence = 0;
    };
    struct side {
        keys now;
        keys next;
        bool has_application_keys = false;
    };

    static byte_string copy_of(flintls::byte_view view) { return {view.begin(), view.end()}; }

    [[nodiscard]] keys keys_from(byte_string const& secret) const {
        return secret.empty() || cipher_.cipher == nullptr
                   ? keys{}
                   : keys{cipher_, secret, cipher_.expand_label(secret, "key", cipher_.key_size),
                          cipher_.expand_label(secret, "iv", 12)};
    }
    [[nodiscard]] keys keys_of(char const* label) const { return keys_from(secrets_->find(label, client_random_)); }

    /// RFC 5246 6.3: the next keys of both sides, in use after the ChangeCipherSpec.
    void take_key_block() {
        byte_string const master = secrets_->find("CLIENT_RANDOM", client_random_);
        sides_[0].next = sides_[1].next = {};
        if (master.empty() || cipher_.cipher == nullptr) {
            return;
        }
        auto const key_size = static_cast<std::size_t>(cipher_.key_size);
        std::size_t const iv_size = cipher_.is_chacha ? 12 : 4;
        byte_string const block = cipher_.key_block(master, client_random_, server_random_, 2 * (key_size + iv_size));
        if (block.empty()) {
            return;
        }
        auto const part = [&block](std::size_t at, std::size_t size) {
            return byte_string{block.data() + at, block.data() + at + size};
        };
        for (std::size_t i = 0; i != 2; ++i) {
            sides_[i].next = {cipher_, {}, part(i * key_size, key_size), part(2 * key_size + i * iv_size, iv_size)};
        }
    }

    [[nodiscard]] std::optional<opened_record> open_of(side& from, flintls::record_header const& header,
                                                       flintls::byte_view fragment) {
        if (std::optional<opened_record> opened = open_with(from.now, header, fragment)) {
            return opened;
        }
        std::optional<opened_record> opened = open_with(from.next, header, fragment);
        if (opened) {
            from.now = from.next;
            from.next = next_of(from);
        }
        return opened;
    }
    /// The keys that a side may change to (RFC 8446 7.2, 7.3).
    [[nodiscard]] keys next_of(side& from) const {
        if (!tls13_) {
            return {};
        }
        if (from.has_application_keys) {
            return keys_from(cipher_.expand_label(from.now.secret, "traffic upd", cipher_.hash_size()));
        }
        from.has_application_keys = true;
        return keys_of(&from == sides_.data() ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0");
    }

    [[nodiscard]] std::optional<opened_record> open_with(keys& with, flintls::record_header const& header,
                                                         flintls::byte_view fragment) const {
        if (with.key.empty()) {
            return std::nullopt;
        }
        bool const is_explicit = !tls13_ && !with.cipher.is_chacha;
        std::uint32_t const at = is_explicit ? 8 : 0;
        auto const tag_size = static_cast<std::uint32_t>(with.cipher.tag_size);
        if (fragment.size() < at + tag_size) {
            return std::nullopt;
        }
        std::optional<byte_string> plain =
            with.cipher.open(with.key, nonce_of(with, fragment.subview(0, at)),
                             aad_of(with, header, fragment.size() - at - tag_size), copy_of(fragment.subview(at)));
        if (!plain) {
            return std::nullopt;
        }
        ++with.sequence;
        return content_of(header.type, *plain, at);
    }
    [[nodiscard]] static byte_string nonce_of(keys const& with, flintls::byte_view explicit_part) {
        byte_string nonce = with.iv;
        nonce.insert(nonce.end(), explicit_part.begin(), explicit_part.end());
        for (std::size_t i = 0; explicit_part.empty() && i != 8; ++i) {
            nonce[nonce.size() - 1 - i] ^= static_cast<std::uint8_t>(with.sequence >> 8 * i);
        }
        return nonce;
    }
    [[nodiscard]] byte_string aad_of(keys const& with, flintls::record_header const& header, std::uint32_t size) const {
        byte_string aad;
        auto const add = [&aad](std::uint64_t value, int bytes) {
            while (bytes-- != 0) {
                aad.push_back(static_cast<std::uint8_t>(value >> 8 * bytes));
            }
        };
        add(with.sequence, tls13_ ? 0 : 8);
        add(static_cast<std::uint64_t>(header.type), 1);
        add(static_cast<std::uint64_t>(header.legacy_record_version), 2);
        add(tls13_ ? header.length : size, 2);
        return aad;
    }
    /// RFC 8446 5.2: the content type and zeros follow the content.
    [[nodiscard]] std::optional<opened_record> content_of(flintls::content_type type, byte_string plain,
                                                          std::uint32_t at) const {
        if (tls13_) {
            while (!plain.empty() && plain.back() == 0) {
                plain.pop_back();
            }
            if (plain.empty()) {
                return std::nullopt;
            }
            type = static_cast<flintls::content_type>(plain.back());
            plain.pop_back();
        }
        return opened_record{type, plain, at};
    }

    logged_secrets const* secrets_;
    byte_string client_random_;
    byte_string server_random_;
    record_cipher cipher_;
    std::array<side, 2> sides_; ///< client, server
    bool tls13_ = false;
};

} // namespace support

#endif
