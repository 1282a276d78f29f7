// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reads an input, handshake messages or the records that hold them (RFC 8446 5.1), message by message.
#ifndef FLINTLS_EXAMPLES_SUPPORT_READER_HPP
#define FLINTLS_EXAMPLES_SUPPORT_READER_HPP

#include <cstddef>
#include <cstdint>
#include <optional>

#include "decrypter.hpp"
#include "flintls/flintls.hpp"
#include "handshake_stream.hpp"
#include "messages.hpp"

namespace support {

/// The error in an input, and its byte offset.
struct failure {
    flintls::errc what = flintls::errc::ok;
    std::size_t offset = 0;
    bool unfinished = false; ///< the input ends too early: more bytes may complete it

    [[nodiscard]] explicit operator bool() const { return what != flintls::errc::ok; }
};

/// True if an input begins like a record. A handshake message with these bytes would be a Finished of 196,608 bytes or
/// more.
[[nodiscard]] inline bool looks_like_records(flintls::byte_view in) {
    return in.size() >= 3 && in[0] >= 20 && in[0] <= 23 && in[1] == 3 && in[2] <= 4;
}

/// How the reader treats a record.
enum class record_kind : std::uint8_t { handshake, encrypted_handshake, opened, other };

/// Calls `sink`:
/// - `sink.record(header, kind, whole, offset)` for each record;
/// - `sink.content(opened, offset)` after a record that was decrypted; `offset`: of the content's first byte;
/// - `sink.message(message, framed, stream)` for each well-formed message, which the unread part of `stream` begins
/// with.
template <class Sink> class reader {
public:
    /// With the secrets of a key log the reader decrypts the records that they fit.
    reader(Sink& sink, ticket_kind tickets, logged_secrets const* secrets = nullptr)
        : sink_{&sink}, spoken_{tickets}, decrypter_{secrets != nullptr ? std::optional<decrypter>{*secrets}
                                                                        : std::nullopt} {}

    /// Reads an input of messages only.
    failure read_messages(flintls::byte_view in) {
        stream_.append(in, 0);
        return in.empty() ? failure{flintls::errc::truncated, 0, true} : drain(stream_);
    }

    /// Reads the complete records. The caller may call again when `in` has grown.
    failure read_records(flintls::byte_view in) {
        while (at_ < in.size()) {
            if (failure const f = read_record(in.subview(at_))) {
                return f;
            }
        }
        if (at_ != 0 && stream_.unread().empty() && opened_[0].unread().empty() && opened_[1].unread().empty()) {
            return {};
        }
        return pending_.what == flintls::errc::ok ? failure{flintls::errc::truncated, 0, true} : pending_;
    }

    /// Number of messages passed to the sink.
    [[nodiscard]] std::size_t messages() const { return messages_; }

private:
    /// RFC 5246 6.2.3, RFC 8446 5.2: the most that protection may add in any version.
    static constexpr std::uint32_t max_protected = flintls::max_plaintext + 2048;
    static constexpr std::uint32_t record_header_size = 5;

    failure read_record(flintls::byte_view rest) {
        using enum flintls::content_type;
        flintls::record_header header;
        if (flintls::error const e = flintls::parse(rest.subview(0, record_header_size), header)) {
            return {e.what(), at_ + e.offset(), true};
        }
        if (header.type < change_cipher_spec || header.type > application_data) {
            return {flintls::errc::unexpected_message, at_};
        }
        bool const is_protected = header.type == application_data || after_change_cipher_spec_;
        if (header.length > (is_protected ? max_protected : flintls::max_plaintext)) {
            return {flintls::errc::record_too_long, at_ + 3}; // RFC 8446 5.1, 5.2
        }
        flintls::byte_view const fragment = rest.subview(record_header_size, header.length);
        if (fragment.size() < header.length) {
            return {flintls::errc::truncated, at_ + 3, true};
        }
        std::uint32_t const at = at_;
        bool const may_be_opened = header.type == application_data || after_change_cipher_spec_;
        if (decrypter_ && may_be_opened && stream_.unread().empty()) {
            if (std::optional<opened_record> const opened = decrypter_->open(header, fragment)) {
                at_ += record_header_size + header.length;
                sink_->record(header, record_kind::opened, rest.subview(0, record_header_size + header.length), at);
                return take(*opened, at + record_header_size + opened->at);
            }
        }
        record_kind const kind = kind_of(header, fragment);
        // RFC 8446 5.1: no record stands between the fragments of a message; RFC 5246 6.2.1 allows alerts there.
        bool const interrupts = kind != record_kind::handshake && header.type != alert && !stream_.unread().empty();
        if (interrupts || (header.type == handshake && fragment.empty())) {
            return {flintls::errc::unexpected_message, interrupts ? at : at + 3};
        }
        after_change_cipher_spec_ |= header.type == change_cipher_spec;
        at_ += record_header_size + header.length;
        sink_->record(header, kind, rest.subview(0, record_header_size + header.length), at);
        if (kind != record_kind::handshake) {
            return {};
        }
        stream_.append(fragment, at + record_header_size);
        pending_ = drain(stream_);
        return pending_.unfinished ? failure{} : pending_;
    }
    /// Takes decrypted content that begins at `at`. Each side has a stream: the records of both sides may alternate.
    failure take(opened_record const& opened, std::size_t at) {
        sink_->content(opened, at);
        if (opened.type != flintls::content_type::handshake) {
            return {};
        }
        handshake_stream& stream = opened_[opened.of_server ? 1 : 0];
        stream.append(flintls::byte_view{opened.content}, at);
        pending_ = drain(stream);
        return pending_.unfinished ? failure{} : pending_;
    }

    /// Passes complete messages to the sink.
    failure drain(handshake_stream& stream) {
        while (!stream.unread().empty()) {
            framed message;
            if (flintls::error const e = frame(stream.unread(), spoken_, message)) {
                return {e.what(), stream.origin(e.offset()), e.what() == flintls::errc::truncated};
            }
            auto const use = [&](auto const& decoded, framed const& at) {
                learn(decoded);
                sink_->message(decoded, at, stream);
            };
            if (flintls::error const e = decode(message, spoken_, use)) {
                return {e.what(), stream.origin(framed::header_size + std::size_t{e.offset()})};
            }
            stream.consume(message.size());
            ++messages_;
        }
        return {};
    }

    template <class M> void learn(M const& message) {
        spoken_.learn(message);
        if (decrypter_) {
            decrypter_->learn(message);
            if constexpr (std::is_same_v<M, flintls::server_hello>) {
                spoken_.tickets = decrypter_->is_tls13() ? ticket_kind::tls13 : ticket_kind::tls12;
            }
        }
    }

    [[nodiscard]] record_kind kind_of(flintls::record_header const& header, flintls::byte_view fragment) const {
        if (header.type != flintls::content_type::handshake) {
            return record_kind::other;
        }
        bool const plain = !after_change_cipher_spec_ || !stream_.unread().empty() || is_plain(fragment);
        return plain ? record_kind::handshake : record_kind::encrypted_handshake;
    }

    /// After a ChangeCipherSpec a TLS 1.2 handshake is encrypted; a TLS 1.3 handshake after a HelloRetryRequest is not
    /// (RFC 8446 D.4). A fragment is plain if it begins like a hello, or consists of complete messages.
    [[nodiscard]] bool is_plain(flintls::byte_view fragment) const {
        if (!fragment.empty() && (fragment[0] == 1 || fragment[0] == 2)) {
            static constexpr std::uint8_t tls12[]{3, 3};
            flintls::byte_view const version = fragment.subview(framed::header_size, 2);
            return version == flintls::byte_view{tls12, version.size()};
        }
        framed message;
        while (!fragment.empty() && !frame(fragment, spoken_, message)) {
            fragment = fragment.subview(message.size());
        }
        return fragment.empty();
    }

    Sink* sink_;
    dialect spoken_;
    std::optional<decrypter> decrypter_;
    handshake_stream stream_;    ///< plain handshake bytes
    handshake_stream opened_[2]; ///< decrypted handshake bytes of the client and of the server
    std::uint32_t at_ = 0;       ///< offset of the next record in the input
    std::size_t messages_ = 0;
    failure pending_; ///< why the unread bytes of the stream are not a message
    bool after_change_cipher_spec_ = false;
};

} // namespace support

#endif
