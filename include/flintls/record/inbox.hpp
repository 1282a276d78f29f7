// SPDX-License-Identifier: Apache-2.0
/// \file
/// Cuts received bytes into records (RFC 5246 6.2.1) and records into handshake messages (7.4), in the application's
/// buffers.
#ifndef FLINTLS_RECORD_INBOX_HPP
#define FLINTLS_RECORD_INBOX_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/secret.hpp"
#include "flintls/message/record.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The version whose rules apply to records.
enum class record_rules : std::uint8_t { tls_1_2, tls_1_3 };

/// Works in two buffers of the application: one for received bytes, at least as long as the longest protected record,
/// and one for handshake messages that lie in several records or pieces. A record is used once it is received whole. A
/// plaintext handshake record that is longer than the buffer is used in pieces as long as the buffer, so that the
/// result does not depend on how the transport cuts the bytes. A message inside one record, or inside one piece, is not
/// copied.
///
/// Used bytes stay in the buffer until more bytes must be received. Then the rest moves to the front: each byte at most
/// once.
class inbox {
public:
    constexpr inbox(std::span<std::uint8_t> records, std::span<std::uint8_t> messages)
        : data_{records.data()}, room_{static_cast<std::uint32_t>(records.size())}, message_{messages.data()},
          message_room_{static_cast<std::uint32_t>(messages.size())} {}

    /// Sizes of the two buffers.
    [[nodiscard]] constexpr std::uint32_t room() const { return room_; }
    [[nodiscard]] constexpr std::uint32_t message_room() const { return message_room_; }
    /// Room for received bytes. Valid until the next call.
    [[nodiscard]] constexpr std::span<std::uint8_t> space() const { return {data_ + end_, room_ - end_}; }
    /// \pre `count` is at most the size of `space()`
    constexpr void received(std::uint32_t count) { end_ += count; }

    /// True if a record is open whose content is not used up; a part of it may be still to be received.
    [[nodiscard]] constexpr bool open() const { return open_; }
    /// True if all received bytes of the open record are used up and more must be received.
    [[nodiscard]] constexpr bool starved() const { return open_ && at_ == content_end_ && missing_ != 0; }
    /// True if the buffers hold no part of a record or of a message.
    [[nodiscard]] constexpr bool at_record_end() const { return !open_ && end_ == record_end_ && !in_message(); }
    [[nodiscard]] constexpr content_type type() const { return type_; }
    /// The received and unused content of the open record; aliases the buffer.
    [[nodiscard, gnu::always_inline]] constexpr byte_view content() const { return {data_ + at_, content_end_ - at_}; }
    [[nodiscard]] constexpr std::uint8_t* content_begin() const { return data_ + at_; }

    /// Opens the next record, or the next piece of a long one, if it is received: see `open` and `content`. `overhead`:
    /// bytes that protection adds, 0 for plaintext; `limit`: most bytes of content; `rules`: the version.
    [[gnu::always_inline]] constexpr errc next(std::uint32_t overhead, std::uint32_t limit,
                                               record_rules rules = record_rules::tls_1_2) {
        if (open_) {
            if (starved()) {
                static_cast<void>(take(0));
            }
            return errc::ok;
        }
        std::uint8_t const* const header = data_ + record_end_;
        if (end_ - record_end_ < record_header_size) {
            move_to_front();
            return errc::ok;
        }
        missing_ = load<2>(header + 3);
        type_ = static_cast<content_type>(header[0]);
        if (rules == record_rules::tls_1_3) {
            bool const hidden = type_ == content_type::application_data;
            bool const dummy = type_ == content_type::change_cipher_spec; // RFC 8446 5: never protected
            if (dummy ? missing_ != 1 : hidden != (overhead != 0)) {
                return errc::unexpected_message;
            }
            overhead = dummy ? 0 : overhead;
        }
        std::uint8_t const major = rules == record_rules::tls_1_3 ? 3 : header[1]; // RFC 8446 5.1: version is ignored
        if (errc const e = check_header(major, overhead, limit); e != errc::ok) {
            return e;
        }
        bool const in_pieces = type_ == content_type::handshake && overhead == 0;
        if (!in_pieces && missing_ + record_header_size > room_) {
            return errc::record_too_long;
        }
        open_ = fresh_ = take(record_header_size);
        return errc::ok;
    }
    /// The 5 header bytes of the next record; null if they are not received. \pre no record is open
    [[nodiscard]] constexpr std::uint8_t const* next_header() const {
        return end_ - record_end_ < record_header_size ? nullptr : data_ + record_end_;
    }
    /// Drops up to `count` received bytes of any kind. Makes room if fewer are received.
    /// \return number of bytes dropped. \pre no record is open
    constexpr std::uint32_t pass_over(std::uint32_t count) {
        std::uint32_t const here = end_ - record_end_ < count ? end_ - record_end_ : count;
        record_end_ += here;
        at_ = content_end_ = record_end_;
        if (here != count) {
            move_to_front();
        }
        return here;
    }
    /// Tells that the open record was decrypted in place: the content has `size` bytes and follows the explicit nonce.
    constexpr void decrypted(std::uint32_t nonce, std::uint32_t size) {
        at_ += nonce;
        content_end_ = at_ + size;
    }
    /// RFC 8446 5.2, 5.4: the same for TLSInnerPlaintext, which ends with its content type and zeros as padding.
    /// \return unexpected_message if all bytes are zeros, or if the type is not allowed
    constexpr errc decrypted_with_type(std::uint32_t size) {
        std::uint8_t const* const begin = data_ + at_;
        while (size != 0 && begin[size - 1] == 0) {
            --size;
        }
        if (size == 0) {
            return errc::unexpected_message;
        }
        type_ = static_cast<content_type>(begin[size - 1]);
        content_end_ = at_ + size - 1;
        bool const known = type_ >= content_type::alert && type_ <= content_type::application_data;
        return known ? errc::ok : errc::unexpected_message;
    }
    /// Uses up `count` bytes of the content.
    constexpr void consume(std::uint32_t count) {
        at_ += count;
        fresh_ = fresh_ && count == 0;
        if (at_ == content_end_) {
            discard();
        }
    }

    /// The next handshake message of the open record, header included; empty if more bytes must be received. The view
    /// aliases one of the buffers until `message_done`.
    /// \return message_too_long if the message does not fit; `partial` has its beginning
    constexpr errc next_message(byte_view& message) {
        message = {};
        byte_view const here = content();
        if (have_ == 0) {
            begins_record_ = fresh_;
            if (here.size() >= 4 && here.size() - 4 >= load<3>(here.data() + 1)) {
                in_place_ = 4 + load<3>(here.data() + 1);
                message = {here.data(), in_place_};
                return errc::ok;
            }
        }
        gather(4);
        if (have_ < 4) {
            return have_ == message_room_ - kept_ ? errc::message_too_long : errc::ok;
        }
        gather(message_size());
        if (have_ == message_size()) {
            message = partial();
        }
        return have_ == message_room_ - kept_ && message.empty() ? errc::message_too_long : errc::ok;
    }
    /// Releases the current message.
    constexpr void message_done() {
        std::uint32_t const used = in_place_;
        in_place_ = have_ = 0;
        if (open_) {
            consume(used);
        }
    }
    /// The beginning of a message that did not fit, possibly shorter than a header. \pre message_too_long
    [[nodiscard]] constexpr byte_view partial() const { return {message_ + kept_, have_}; }
    /// Room for a message in the `messages` buffer, after the kept bytes.
    [[nodiscard]] constexpr std::span<std::uint8_t> room_for_message() {
        return {message_ + kept_, message_room_ - kept_};
    }
    /// Size of the message that is being gathered, header included. \pre its header is gathered
    [[nodiscard]] constexpr std::uint32_t message_size() const { return 4 + load<3>(message_ + kept_ + 1); }
    /// True if a part of a message is gathered (K1, K4).
    [[nodiscard]] constexpr bool in_message() const { return have_ != 0; }
    /// K2: true if the current message begins its record and nothing follows it there.
    [[nodiscard]] constexpr bool message_alone() const {
        return begins_record_ && missing_ == 0 && at_ + in_place_ == content_end_;
    }

    /// RFC 8446 5.1: true if nothing follows the current message in its record.
    [[nodiscard]] constexpr bool message_ends_record() const {
        return missing_ == 0 && at_ + in_place_ == content_end_;
    }

    /// Drops the beginning of a message that is too long. \return bytes of the message that are still to be received
    constexpr std::uint32_t drop_partial() {
        std::uint32_t const rest = message_size() - have_;
        have_ = 0;
        return rest;
    }

    /// Keeps bytes, such as a peer's key, at the front of the `messages` buffer until the next call of `keep`. The
    /// bytes may lie in the current message, which is lost then. \return false: the bytes do not fit
    [[nodiscard]] constexpr bool keep(byte_view bytes) {
        if (bytes.size() > message_room_) {
            return false;
        }
        for (std::uint32_t i = 0; i < bytes.size(); ++i) { // forwards: source and target may overlap
            message_[i] = bytes[i];
        }
        kept_ = bytes.size();
        return true;
    }
    [[nodiscard]] constexpr byte_view kept() const { return {message_, kept_}; }

    /// Wipes both buffers.
    void clear() {
        wipe_memory(data_, room_);
        wipe_memory(message_, message_room_);
        *this = inbox{{data_, room_}, {message_, message_room_}};
    }

private:
    [[nodiscard]] constexpr errc check_header(std::uint8_t major, std::uint32_t overhead, std::uint32_t limit) const {
        if (type_ < content_type::change_cipher_spec || type_ > content_type::application_data) {
            return errc::unexpected_message;
        }
        if (major != 3) { // RFC 5246 E.1: a first record may have any minor version
            return errc::unsupported_version;
        }
        if (missing_ > limit + overhead) {
            return errc::record_too_long; // K6
        }
        if (missing_ < overhead) {
            return errc::bad_record_mac;
        }
        // K3, RFC 5246 6.2.1. The content of a protected record is known only after decryption.
        return missing_ == 0 && type_ != content_type::application_data ? errc::unexpected_message : errc::ok;
    }
    /// Makes the missing bytes of the record its content, as many as the buffer holds. They begin `lead` bytes after
    /// the end of the used bytes. \return false: more bytes must be received
    constexpr bool take(std::uint32_t lead) {
        std::uint32_t const here = end_ - record_end_ - lead;
        if (here < missing_) {
            move_to_front();
        }
        std::uint32_t const room = room_ - lead;
        std::uint32_t const size = missing_ < room ? missing_ : room;
        if (here < size) {
            return false;
        }
        at_ = record_end_ + lead;
        content_end_ = record_end_ = at_ + size;
        missing_ -= size;
        return true;
    }
    constexpr void move_to_front() {
        if (record_end_ != 0) {
            for (std::uint32_t i = record_end_; i != end_; ++i) {
                data_[i - record_end_] = data_[i];
            }
            end_ -= record_end_;
            at_ = content_end_ = record_end_ = 0;
        }
    }
    /// Gathers bytes of a message until there are `size` bytes, or no received bytes, or no room.
    constexpr void gather(std::uint32_t size) {
        std::uint32_t const room = message_room_ - kept_;
        std::uint32_t const wanted = (size < room ? size : room) - have_;
        std::uint32_t const here = content_end_ - at_;
        std::uint32_t const take = wanted < here ? wanted : here;
        if (have_ < size && take != 0) {
            copy(message_ + kept_ + have_, data_ + at_, take);
            have_ += take;
            at_ += take; // the record stays open until the message is judged: see message_alone
            fresh_ = false;
        }
        if (at_ == content_end_ && have_ < size) {
            discard();
        }
    }
    constexpr void discard() {
        at_ = content_end_ = record_end_;
        open_ = missing_ != 0;
    }

    content_type type_{};
    bool open_ = false;
    bool fresh_ = false; // no byte of the open record is used up
    bool begins_record_ = false;
    std::uint8_t* data_;
    std::uint32_t room_;
    std::uint8_t* message_;
    std::uint32_t message_room_;
    std::uint32_t end_ = 0;         // end of the received bytes
    std::uint32_t at_ = 0;          // begin of the unused content of the open record
    std::uint32_t content_end_ = 0; // end of that content
    std::uint32_t record_end_ = 0;  // end of the record's received bytes; with no open record, begin of unused bytes
    std::uint32_t missing_ = 0;     // bytes of the open record that are still to be received
    std::uint32_t have_ = 0;        // bytes of the message that is being gathered
    std::uint32_t in_place_ = 0;    // size of a message that lies inside the record
    std::uint32_t kept_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
