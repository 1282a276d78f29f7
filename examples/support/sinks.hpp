// SPDX-License-Identifier: Apache-2.0
/// \file
/// The sinks of a `reader`: an annotated dump, fingerprints, or a list of JSON messages.
#ifndef FLINTLS_EXAMPLES_SUPPORT_SINKS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_SINKS_HPP

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <type_traits>

#include "dump.hpp"
#include "fingerprint.hpp"
#include "flintls/flintls.hpp"
#include "handshake_stream.hpp"
#include "json.hpp"
#include "reader.hpp"

namespace support {

class dump_sink {
public:
    dump_sink(std::ostream& out, dump_style style) : dump_{out, style} {}

    void record(flintls::record_header const& header, record_kind kind, flintls::byte_view whole, std::size_t at) {
        bool const opened = kind == record_kind::opened;
        std::string const what =
            kind == record_kind::encrypted_handshake ? "encrypted handshake" : name_or(header.type, "?");
        flintls::byte_view const fragment = whole.subview(header_size);
        bool const is_alert = holds<flintls::alert>(header, flintls::content_type::alert, fragment);
        bool const is_change =
            holds<flintls::change_cipher_spec>(header, flintls::content_type::change_cipher_spec, fragment);
        bool const is_shown = kind == record_kind::handshake || is_alert || is_change;
        dump_.title("record: " + what + (opened ? ", decrypted" : is_shown ? "" : ", not decoded"));
        dump_.print<flintls::record_header>(whole.subview(0, header_size),
                                            [at](std::size_t offset) { return at + offset; });
        auto const behind_header = [at](std::size_t offset) { return at + header_size + offset; };
        if (opened) {
            return; // the content follows
        }
        if (is_alert) {
            dump_.print<flintls::alert>(fragment, behind_header);
        } else if (is_change) {
            dump_.print<flintls::change_cipher_spec>(fragment, behind_header);
        }
    }
    /// Begins a connection of a capture, counted from 1.
    void connection(std::size_t number) { dump_.title("connection " + std::to_string(number)); }
    void content(opened_record const& opened, std::size_t at) {
        flintls::byte_view const bytes{opened.content};
        dump_.title("content: " + name_or(opened.type, "?") + " of the " + (opened.of_server ? "server" : "client") +
                    ", " + count(bytes.size(), "byte"));
        auto const origin = [at](std::size_t offset) { return at + offset; };
        if (opened.type == flintls::content_type::alert) {
            dump_.print<flintls::alert>(bytes, origin);
        } else if (opened.type == flintls::content_type::change_cipher_spec) {
            dump_.print<flintls::change_cipher_spec>(bytes, origin);
        }
    }
    template <class M> void message(M const& decoded, framed const& at, handshake_stream const& stream) {
        dump_.message(decoded, at, [&stream](std::size_t offset) { return stream.origin(offset); });
    }

private:
    static constexpr std::uint32_t header_size = 5;

    /// True if a record of this type holds exactly one `M`: then the record is not encrypted.
    template <class M>
    [[nodiscard]] static bool holds(flintls::record_header const& header, flintls::content_type type,
                                    flintls::byte_view fragment) {
        M content{};
        return header.type == type && !flintls::parse(fragment, content);
    }

    dump dump_;
};

/// Prints the fingerprints of ClientHellos only.
class fingerprint_sink {
public:
    explicit fingerprint_sink(std::ostream& out) : out_{&out} {}

    void record(flintls::record_header const&, record_kind, flintls::byte_view, std::size_t) {}
    void content(opened_record const&, std::size_t) {}
    void connection(std::size_t) {}
    template <class M> void message(M const&, framed const& at, handshake_stream const&) {
        if constexpr (std::is_same_v<M, flintls::client_hello>) {
            fingerprint const made = fingerprint_of(at);
            *out_ << "ja3       " << made.ja3 << "\nja3_full  " << made.ja3_full << "\nja4       " << made.ja4
                  << "\nja4_r     " << made.ja4_r << '\n';
        }
    }

private:
    std::ostream* out_;
};

class json_sink {
public:
    explicit json_sink(bool fingerprints) : fingerprints_{fingerprints} {}
    [[nodiscard]] json take() { return std::move(messages_); }

    void record(flintls::record_header const&, record_kind, flintls::byte_view, std::size_t) {}
    void content(opened_record const&, std::size_t) {}
    void connection(std::size_t) {}
    template <class M> void message(M const& decoded, framed const& at, handshake_stream const&) {
        messages_.push_back(to_json(decoded, at, fingerprints_));
    }

private:
    json messages_ = json::array();
    bool fingerprints_;
};

} // namespace support

#endif
