// SPDX-License-Identifier: Apache-2.0
/// \file
/// From received bytes to records (RFC 5246 6.2.1) and from records to handshake messages (7.4), in the caller's buffers.
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

/// By which version's rules records are told.
enum class record_rules : std::uint8_t { tls_1_2, tls_1_3 };

/// Two buffers of the caller: one for bytes as they come, at least as long as the longest protected record, and one for
/// handshake messages that come in several pieces. A record is used when all of it is here. A plaintext handshake record
/// that is longer than the buffer is used in pieces, each as long as the buffer: how the transport cuts the bytes makes no
/// difference. A message that lies in one record, or in one piece of a long one, is not copied.
///
/// Used bytes stay until more must be awaited. Then what is left moves to the front: each byte once at most.
class inbox {
public:
    constexpr inbox(std::span<std::uint8_t> records, std::span<std::uint8_t> messages)
        : data_{records.data()}, room_{static_cast<std::uint32_t>(records.size())}, message_{messages.data()},
          message_room_{static_cast<std::uint32_t>(messages.size())} {}

    /// Bytes of the two buffers.
    [[nodiscard]] constexpr std::uint32_t room() const { return room_; }
    [[nodiscard]] constexpr std::uint32_t message_room() const { return message_room_; }
    /// Where the next bytes go. Valid until the next call.
    [[nodiscard]] constexpr std::span<std::uint8_t> space() const { return {data_ + end_, room_ - end_}; }
    /// \pre no more than there was space for
    constexpr void received(std::uint32_t count) { end_ += count; }

    /// Is a record open of which something is left, here or still to come?
    [[nodiscard]] constexpr bool open() const { return open_; }
    /// Is that all still to come?
    [[nodiscard]] constexpr bool starved() const { return open_ && at_ == content_end_ && missing_ != 0; }
    [[nodiscard]] constexpr content_type type() const { return type_; }
    /// What is left of the open record, as far as it is here; aliases the buffer.
    [[nodiscard, gnu::always_inline]] constexpr byte_view content() const { return {data_ + at_, content_end_ - at_}; }
    [[nodiscard]] constexpr std::uint8_t* content_begin() const { return data_ + at_; }

    /// Opens the next record if it is here, or the next piece of a long one: see `open` and `content`.
    /// `overhead`: bytes that its protection adds, 0 for none; `limit`: most bytes of content. `Rules`: of which version.
    template <record_rules Rules = record_rules::tls_1_2>
    constexpr errc next(std::uint32_t overhead, std::uint32_t limit) {
        if (open_) {
            if (starved()) {
                static_cast<void>(take(0));
            }
            return errc::ok;
        }
        std::uint8_t const* const header = data_ + record_end_;
        if (end_ - record_end_ < header_size) {
            move_to_front();
            return errc::ok;
        }
        missing_ = load<2>(header + 3);
        type_ = static_cast<content_type>(header[0]);
        if constexpr (Rules == record_rules::tls_1_3) {
            bool const hidden = type_ == content_type::application_data;
            bool const dummy = type_ == content_type::change_cipher_spec; // RFC 8446 5: never protected
            if (dummy ? missing_ != 1 : hidden != (overhead != 0)) {
                return errc::unexpected_message;
            }
            overhead = dummy ? 0 : overhead;
        }
        std::uint8_t const major = Rules == record_rules::tls_1_3 ? 3 : header[1]; // RFC 8446 5.1: it is ignored
        if (errc const e = check_header(major, overhead, limit); e != errc::ok) {
            return e;
        }
        bool const in_pieces = type_ == content_type::handshake && overhead == 0;
        if (!in_pieces && missing_ + header_size > room_) {
            return errc::record_too_long;
        }
        open_ = fresh_ = take(header_size);
        return errc::ok;
    }
    /// The open record was decrypted in place: its content is `size` bytes behind the explicit nonce.
    constexpr void decrypted(std::uint32_t nonce, std::uint32_t size) {
        at_ += nonce;
        content_end_ = at_ + size;
    }
    /// RFC 8446 5.2, 5.4: the same, and what was decrypted ends with its type and zeros.
    /// \return unexpected_message if there is nothing but zeros
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
    /// `count` bytes of the content are used up.
    constexpr void consume(std::uint32_t count) {
        at_ += count;
        fresh_ = fresh_ && count == 0;
        if (at_ == content_end_) {
            discard();
        }
    }

    /// The next handshake message of the open record, header included; empty if more must come first. It aliases one of
    /// the buffers until `message_done`.
    /// \return message_too_long if there is no room for it; `partial` has its beginning
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
    /// The message is dealt with.
    constexpr void message_done() {
        std::uint32_t const used = in_place_;
        in_place_ = have_ = 0;
        if (open_) {
            consume(used);
        }
    }
    /// As much of a message as there was room for, perhaps less than a header. \pre message_too_long
    [[nodiscard]] constexpr byte_view partial() const { return {message_ + kept_, have_}; }
    /// Of the message that is gathered, header included. \pre at least its header is here
    [[nodiscard]] constexpr std::uint32_t message_size() const { return 4 + load<3>(message_ + kept_ + 1); }
    /// Is there a part of a message (K1, K4)?
    [[nodiscard]] constexpr bool in_message() const { return have_ != 0; }
    /// K2: the current message begins its record, and nothing follows it there.
    [[nodiscard]] constexpr bool message_alone() const {
        return begins_record_ && missing_ == 0 && at_ + in_place_ == content_end_;
    }

    /// RFC 8446 5.1: nothing follows the current message in its record.
    [[nodiscard]] constexpr bool message_ends_record() const {
        return missing_ == 0 && at_ + in_place_ == content_end_;
    }

    /// The rest of a message that is too long is passed over. \return bytes of it that are still to come
    constexpr std::uint32_t drop_partial() {
        std::uint32_t const rest = message_size() - have_;
        have_ = 0;
        return rest;
    }

    /// Puts bytes aside until `keep` is called again: a key, for the message after the next. They may lie in the current
    /// message, which is lost then. \return false: they do not fit
    [[nodiscard]] constexpr bool keep(byte_view bytes) {
        if (bytes.size() > message_room_) {
            return false;
        }
        for (std::uint32_t i = 0; i < bytes.size(); ++i) { // to the front of what they may overlap with
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
    static constexpr std::uint32_t header_size = 5;

    [[nodiscard]] constexpr errc check_header(std::uint8_t major, std::uint32_t overhead, std::uint32_t limit) const {
        if (type_ < content_type::change_cipher_spec || type_ > content_type::application_data) {
            return errc::unexpected_message;
        }
        if (major != 3) { // RFC 5246 E.1: the minor number of the first ones may be anything
            return errc::unsupported_version;
        }
        if (missing_ > limit + overhead) {
            return errc::record_too_long; // K6
        }
        if (missing_ < overhead) {
            return errc::bad_record_mac;
        }
        // K3, RFC 5246 6.2.1. Of a protected one it shows only later.
        return missing_ == 0 && type_ != content_type::application_data ? errc::unexpected_message : errc::ok;
    }
    /// Makes what is missing of the record its content, or as much of that as the buffer holds. It is `lead` bytes behind
    /// what was used before. \return false: more must come first
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
    /// Collects bytes of a message until there are `size`, or no more here, or no more room.
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
    bool fresh_ = false; // nothing of it is used up
    bool begins_record_ = false;
    std::uint8_t* data_;
    std::uint32_t room_;
    std::uint8_t* message_;
    std::uint32_t message_room_;
    std::uint32_t end_ = 0;         // of the bytes that are here
    std::uint32_t at_ = 0;          // what is left of the open record's content:
    std::uint32_t content_end_ = 0; // from `at_` up to here,
    std::uint32_t record_end_ = 0;  // and where its last byte ends; without one what is here and not used begins there
    std::uint32_t missing_ = 0;     // bytes of it that are still to come
    std::uint32_t have_ = 0;        // bytes of a message that is gathered
    std::uint32_t in_place_ = 0;    // or size of one that lies in the record
    std::uint32_t kept_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
