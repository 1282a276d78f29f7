// SPDX-License-Identifier: Apache-2.0
/// \file
/// Records to send, in a buffer of the application.
#ifndef FLINTLS_RECORD_OUTBOX_HPP
#define FLINTLS_RECORD_OUTBOX_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/secret.hpp"
#include "flintls/message/record.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Holds ready records, and after them the record that is being made: header, explicit nonce, content, tag.
class outbox {
public:
    constexpr explicit outbox(std::span<std::uint8_t> buffer)
        : data_{buffer.data()}, room_{static_cast<std::uint32_t>(buffer.size())} {}

    [[nodiscard]] constexpr std::uint32_t room() const { return room_; }
    /// Bytes to send; the view aliases the buffer until `sent` or the next `begin`.
    [[nodiscard]] constexpr byte_view ready() const { return {data_ + begin_, end_ - begin_}; }
    constexpr void sent(std::uint32_t count) {
        begin_ += count;
        if (begin_ == end_ && !making_) {
            begin_ = end_ = 0;
        }
    }

    /// Begins a record. `overhead`: bytes that protection adds, `nonce` of them before the content.
    /// \return room for the content, possibly too little
    constexpr sink begin(content_type type, std::uint32_t nonce, std::uint32_t overhead) {
        if (begin_ != 0 && begin_ >= end_ - begin_) { // moves at most as many bytes as were sent: linear in total
            for (std::uint32_t i = begin_; i < end_; ++i) {
                data_[i - begin_] = data_[i];
            }
            end_ -= begin_;
            begin_ = 0;
        }
        type_ = type;
        nonce_ = nonce;
        tag_ = overhead - nonce_;
        std::uint32_t const used = end_ + record_header_size + overhead;
        if (used >= room_) {
            return {data_, data_};
        }
        return {content(), data_ + room_ - tag_};
    }
    /// Tells that the record has `size` bytes of content, in plaintext.
    constexpr void made(std::uint32_t size) {
        size_ = size;
        making_ = true;
    }
    [[nodiscard]] constexpr bool making() const { return making_; }
    [[nodiscard]] constexpr content_type type() const { return type_; }
    [[nodiscard]] constexpr std::uint8_t* content() const { return data_ + end_ + record_header_size + nonce_; }
    [[nodiscard]] constexpr std::uint32_t size() const { return size_; }
    /// True if `size` bytes of content fit as records of at most `limit` bytes.
    [[nodiscard]] constexpr bool fits(std::uint32_t size, std::uint32_t limit) const {
        std::uint32_t const more = size == 0 ? 0 : (size - 1) / limit;
        return end_ + size + (more + 1) * (record_header_size + nonce_ + tag_) <= room_;
    }
    /// RFC 5246 6.2.1: ends the record after `limit` bytes and makes the rest a record of its own. \pre `fits`
    constexpr void cut(std::uint32_t limit) {
        rest_ = size_ - limit;
        size_ = limit;
        std::uint8_t* const from = content() + limit;
        std::uint8_t* const to = from + tag_ + record_header_size + nonce_;
        for (std::uint32_t i = rest_; i != 0; --i) {
            to[i - 1] = from[i - 1];
        }
    }
    /// Writes the record's header with this type. \return number of bytes after the header
    constexpr std::uint32_t write_header(content_type type) {
        std::uint8_t* const header = data_ + end_;
        std::uint32_t const size = nonce_ + size_ + tag_;
        header[0] = static_cast<std::uint8_t>(type);
        store<2>(header + 1, 0x0303);
        store<2>(header + 3, size);
        return size;
    }
    /// Makes the protected record ready. The rest that `cut` has left is made next.
    constexpr void finish() { finish(type_); }
    /// The same for a record whose header has another type than its content (RFC 8446 5.2).
    constexpr void finish(content_type outer) {
        end_ += record_header_size + write_header(outer);
        size_ = rest_;
        rest_ = 0;
        making_ = size_ != 0;
    }
    /// Drops and wipes the record that is being made. Ready records stay.
    void drop() {
        if (making_) {
            wipe_memory(content(), static_cast<std::size_t>(data_ + room_ - content()));
            rest_ = 0;
            making_ = false;
        }
    }
    void clear() {
        wipe_memory(data_, room_);
        begin_ = end_ = rest_ = 0;
        making_ = false;
    }
    [[nodiscard]] constexpr bool empty() const { return begin_ == end_ && !making_; }

private:
    content_type type_{};
    bool making_ = false;
    std::uint8_t* data_;
    std::uint32_t room_;
    std::uint32_t begin_ = 0; // begin of the ready bytes
    std::uint32_t end_ = 0;
    std::uint32_t size_ = 0; // content size of the record that is being made
    std::uint32_t rest_ = 0; // bytes that `cut` has left
    std::uint32_t nonce_ = 0;
    std::uint32_t tag_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
