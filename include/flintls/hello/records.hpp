// SPDX-License-Identifier: Apache-2.0
/// \file
/// Finds the ClientHello in the first bytes of a connection (RFC 5246 6.2.1, RFC 8446 5.1), received in pieces of any
/// size, in one record or many. The functions keep no state: the caller keeps all bytes and passes them to each call.
#ifndef FLINTLS_HELLO_RECORDS_HPP
#define FLINTLS_HELLO_RECORDS_HPP

#include <cstdint>
#include <span>

#include "flintls/hello/view.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/record.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// The kind of the first bytes of a connection.
enum class first_bytes : std::uint8_t {
    incomplete, ///< the beginning of a ClientHello
    hello,      ///< a whole ClientHello
    not_tls,    ///< the bytes do not begin a TLS record: another protocol
    refused,    ///< TLS, but malformed, no ClientHello, or no room for it
};

/// The result of `find_hello` and `peek_records`.
struct first_look {
    first_bytes kind = first_bytes::incomplete;
    error problem{}; ///< not_tls, refused: the error and its byte in the input
    /// incomplete: the fewest bytes that are missing for a whole hello. A call before that costs time, and may find an
    /// error earlier.
    std::uint32_t missing = 0;
    std::uint32_t hello_size = 0; ///< bytes of the message with its header; 0 until the header is received
    byte_view message{};          ///< hello: the message with its header; aliases the input or the scratch buffer
};

namespace records_detail {

inline constexpr std::uint32_t handshake_header_size = max_size<handshake_header>;
inline constexpr std::uint32_t least_hello = min_size<handshake<client_hello>>;
inline constexpr std::uint32_t longest_hello = max_size<handshake<client_hello>>;

/// Walks over the records with fragments of the handshake message. Skips alerts: RFC 5246 6.2.1 allows them between
/// fragments, RFC 8446 5.1 does not, and no version is chosen yet.
class fragments {
public:
    constexpr explicit fragments(byte_view in) : in_{in} {}

    /// Goes to the next fragment.
    /// \return success, also if the input ends before the fragment, or the error and its byte in the input
    constexpr error next() {
        do {
            begin_ += size_;
            if (error const e = read_record()) {
                return e.from(begin_);
            }
        } while (ends_in_ == nothing && is_alert_);
        return {};
    }
    /// The received part of the fragment.
    [[nodiscard]] constexpr byte_view piece() const { return piece_; }
    [[nodiscard]] constexpr std::uint32_t offset() const { return begin_ + record_header_size; } ///< of the fragment
    /// True if the input ends before this record.
    [[nodiscard]] constexpr bool at_end() const { return ends_in_ != nothing; }
    /// Bytes that are missing of the record's header.
    [[nodiscard]] constexpr std::uint32_t missing_header() const { return ends_in_ == header ? size_ : 0; }

private:
    enum part : std::uint8_t { nothing, header, fragment };

    constexpr error read_record() {
        byte_view const rest = in_.subview(begin_);
        piece_ = {};
        // Checks the type as soon as it is received: a peer with another protocol may wait for an answer.
        is_alert_ = !rest.empty() && rest[0] == static_cast<std::uint8_t>(content_type::alert);
        if (!rest.empty() && !is_alert_ && rest[0] != static_cast<std::uint8_t>(content_type::handshake)) {
            return {errc::unexpected_message, 0};
        }
        record_header head;
        if (parse(rest.subview(0, record_header_size), head)) {
            ends_in_ = header;
            size_ = record_header_size - rest.size();
            return {};
        }
        if (error const e = check(head)) {
            return e;
        }
        byte_view const body = rest.subview(record_header_size, head.length);
        ends_in_ = body.size() < head.length ? fragment : nothing;
        size_ = record_header_size + head.length;
        piece_ = is_alert_ ? byte_view{} : body;
        return {};
    }
    static constexpr error check(record_header const& head) {
        if (static_cast<std::uint32_t>(head.legacy_record_version) >> 8U != 3) {
            return {errc::unsupported_version, 1}; // RFC 5246 E.1: any {03,XX} is accepted
        }
        if (head.length == 0) {
            return {errc::unexpected_message, 3}; // RFC 5246 6.2.1, RFC 8446 5.1
        }
        if (head.length > max_plaintext) {
            return {errc::record_too_long, 3};
        }
        bool const odd_alert = head.type == content_type::alert && head.length != 2; // RFC 8446 5.1
        return odd_alert ? error{errc::bad_length, 3} : error{};
    }

    byte_view in_;
    byte_view piece_;
    std::uint32_t begin_ = 0; ///< offset of the record
    std::uint32_t size_ = 0;  ///< bytes of the record with its header, or bytes missing of the header
    part ends_in_ = nothing;  ///< the part of the record in which the input ends
    bool is_alert_ = false;
};

/// The header of the message. Several records may hold parts of it.
struct message_header {
    std::uint32_t have = 0;
    std::uint32_t value = 0;

    /// Takes the bytes of the header that `piece` holds.
    /// \return success, or the error and its byte in `piece`
    constexpr error take(byte_view piece) {
        for (std::uint32_t i = 0; i < piece.size() && !whole(); ++i) {
            value = value << 8U | piece[i];
            if (have++ == 0 && value != static_cast<std::uint32_t>(handshake_type::client_hello)) {
                return {errc::unexpected_message, i};
            }
            if (whole() && message_size() > longest_hello) {
                return {errc::bad_length, i}; // without this check the caller would wait for bytes in vain
            }
        }
        return {};
    }
    [[nodiscard]] constexpr bool whole() const { return have == handshake_header_size; }
    [[nodiscard]] constexpr std::uint32_t message_size() const { return (value & 0xff'ffffU) + handshake_header_size; }
};

/// Fails if the input is not TLS. RFC 5246 6.2.1: a record begins with one of four types; RFC 5246 E.1: any {03,XX}
/// follows.
constexpr error judge_beginning(byte_view in) {
    if (!in.empty() && (in[0] < static_cast<std::uint8_t>(content_type::change_cipher_spec) ||
                        in[0] > static_cast<std::uint8_t>(content_type::application_data))) {
        return {errc::unexpected_message, 0};
    }
    return in.size() > 1 && in[1] != 3 ? error{errc::unexpected_message, 1} : error{};
}

/// The offset in the records of byte `at` of a hello of `hello_size` bytes. `at` may be the end of the hello.
constexpr std::uint32_t origin(byte_view in, std::uint32_t hello_size, std::uint32_t at) {
    fragments each{in};
    for (std::uint32_t before = 0; !each.next(); before += each.piece().size()) {
        std::uint32_t const behind = before + each.piece().size();
        if (at < behind || behind >= hello_size || each.at_end()) {
            return each.offset() + (at - before);
        }
    }
    return 0;
}

} // namespace records_detail

/// Finds a ClientHello in the first bytes from a client. Checks records and the message header, not the message (see
/// `peek_records`).
/// \param scratch buffer for a hello in several records, `hello_size` bytes; must not overlap `in`. A hello for which
/// the buffer is too small is `refused` with errc::no_room
constexpr first_look find_hello(byte_view in, std::span<std::uint8_t> scratch = {}) {
    first_look out;
    if (error const e = records_detail::judge_beginning(in)) {
        return {first_bytes::not_tls, e};
    }
    records_detail::message_header head;
    records_detail::fragments each{in};
    for (std::uint32_t have = 0;;) {
        error e = each.next();
        if (e || (e = head.take(each.piece()).from(each.offset()))) {
            return {first_bytes::refused, e};
        }
        out.hello_size = head.whole() ? head.message_size() : 0;
        std::uint32_t const rest = (head.whole() ? out.hello_size : records_detail::least_hello) - have;
        bool const last = head.whole() && each.piece().size() >= rest;
        byte_view const piece = each.piece().subview(0, rest);
        if (!last && each.at_end()) {
            out.missing = rest - piece.size() + each.missing_header();
            return out;
        }
        bool const spread = !last || have != 0;
        if (spread) {
            if (scratch.size() < have + rest) {
                return {first_bytes::refused, {errc::no_room, each.offset()}, 0, out.hello_size};
            }
            copy(scratch.data() + have, piece.data(), piece.size());
        }
        have += piece.size();
        if (last) {
            out.kind = first_bytes::hello;
            out.message = spread ? byte_view{scratch.data(), have} : piece;
            return out;
        }
    }
}

/// `find_hello` and `peek` in one. `hello` aliases `in` or `scratch`, and is empty unless the result is
/// `first_bytes::hello`. \return the result of `find_hello`; `refused` also for a malformed hello, with the error's
/// byte in `in`
constexpr first_look peek_records(byte_view in, std::span<std::uint8_t> scratch, hello_view& hello) {
    hello = hello_view{};
    first_look out = find_hello(in, scratch);
    if (out.kind == first_bytes::hello) {
        if (error const e = peek(out.message, hello)) {
            out.kind = first_bytes::refused;
            out.problem = {e.what(), records_detail::origin(in, out.hello_size, e.offset())};
            out.message = {};
        }
    }
    return out;
}

} // namespace v0
} // namespace flintls

#endif
