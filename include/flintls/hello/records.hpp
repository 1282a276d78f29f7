// SPDX-License-Identifier: Apache-2.0
/// \file
/// The ClientHello in the first bytes of a connection, as they come from a socket (RFC 5246 6.2.1, RFC 8446 5.1): in
/// any pieces, in one record or in many. Nothing is kept from one look to the next; whoever looks keeps the bytes.
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

/// What the first bytes of a connection are.
enum class first_bytes : std::uint8_t {
    incomplete, ///< so far the beginning of a ClientHello
    hello,      ///< a whole one
    not_tls,    ///< no TLS record begins like this: something else is spoken here
    refused,    ///< TLS, and wrong
};

/// The outcome of a look at them.
struct first_look {
    first_bytes kind = first_bytes::incomplete;
    error problem{}; ///< not_tls, refused: what is wrong at which of the bytes
    std::uint32_t missing =
        0; ///< incomplete: before that many more bytes no hello is whole; an earlier look costs time
           ///< and may find an error earlier
    std::uint32_t hello_size = 0; ///< of the message with its header; 0 until that header is there
    byte_view message{};          ///< hello: with its header; aliases the bytes, or the scratch
};

namespace records_detail {

inline constexpr std::uint32_t record_header_size = max_size<record_header>;
inline constexpr std::uint32_t handshake_header_size = max_size<handshake_header>;
inline constexpr std::uint32_t least_hello = min_size<handshake<client_hello>>;
inline constexpr std::uint32_t longest_hello = max_size<handshake<client_hello>>;

/// Walks over records, from one piece of handshake to the next. Alerts are passed over: RFC 5246 6.2.1 lets them stand
/// there, RFC 8446 5.1 not between fragments, and no version is chosen yet.
class fragments {
public:
    constexpr explicit fragments(byte_view in) : in_{in} {}

    /// Goes on to the next piece.
    /// \return success, also where the bytes end before it does, or what is wrong
    constexpr error next() {
        do {
            begin_ += size_;
            if (error const e = read_record()) {
                return e.from(begin_);
            }
        } while (ends_in_ == nothing && is_alert_);
        return {};
    }
    /// As much of the piece as there is.
    [[nodiscard]] constexpr byte_view piece() const { return piece_; }
    [[nodiscard]] constexpr std::uint32_t offset() const { return begin_ + record_header_size; } ///< of the piece
    /// Do the bytes end before this record does?
    [[nodiscard]] constexpr bool at_end() const { return ends_in_ != nothing; }
    /// How much of the record's header is missing then.
    [[nodiscard]] constexpr std::uint32_t missing_header() const { return ends_in_ == header ? size_ : 0; }

private:
    enum part : std::uint8_t { nothing, header, fragment };

    constexpr error read_record() {
        byte_view const rest = in_.subview(begin_);
        piece_ = {};
        // The type is judged as soon as it is there: who speaks something else may wait for an answer.
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
            return {errc::unsupported_version, 1}; // RFC 5246 E.1: any {03,XX} will do
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
    std::uint32_t begin_ = 0; ///< of the record
    std::uint32_t size_ = 0;  ///< of the record with its header, or what is missing of that
    part ends_in_ = nothing;  ///< where the bytes end before the record does
    bool is_alert_ = false;
};

/// The header of the message, which may be spread over several records itself.
struct message_header {
    std::uint32_t have = 0;
    std::uint32_t value = 0;

    /// Takes what `piece` holds of it.
    /// \return success, or what is wrong at which byte of `piece`
    constexpr error take(byte_view piece) {
        for (std::uint32_t i = 0; i < piece.size() && !whole(); ++i) {
            value = value << 8U | piece[i];
            if (have++ == 0 && value != static_cast<std::uint32_t>(handshake_type::client_hello)) {
                return {errc::unexpected_message, i};
            }
            if (whole() && message_size() > longest_hello) {
                return {errc::bad_length, i}; // or the client would be waited for in vain
            }
        }
        return {};
    }
    [[nodiscard]] constexpr bool whole() const { return have == handshake_header_size; }
    [[nodiscard]] constexpr std::uint32_t message_size() const { return (value & 0xff'ffffU) + handshake_header_size; }
};

/// Is it no TLS at all? RFC 5246 6.2.1: a record begins with one of four types; E.1: any {03,XX} follows.
constexpr error judge_beginning(byte_view in) {
    if (!in.empty() && (in[0] < static_cast<std::uint8_t>(content_type::change_cipher_spec) ||
                        in[0] > static_cast<std::uint8_t>(content_type::application_data))) {
        return {errc::unexpected_message, 0};
    }
    return in.size() > 1 && in[1] != 3 ? error{errc::unexpected_message, 1} : error{};
}

/// Where byte `at` of a hello of `hello_size` bytes stands in the records that hold it; behind its last byte: their end
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

/// Looks for a ClientHello in what a client sent first; what it says is not checked (see `peek_records`).
/// \param scratch where a hello that is spread over several records is put together, `hello_size` bytes; must not
/// overlap `in`. Where it is too small for that, the hello is `refused` with errc::no_room
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

/// Looks for a ClientHello and at it: `find_hello` and `peek` in one.
/// \return the same as `find_hello`; `refused` also where the hello is malformed, with the byte of `in` that is wrong.
/// `hello` is empty unless the outcome is `first_bytes::hello`
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
