// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of a streaming parser of ClientHellos (RFC 8446 4.1.2, RFC 5246 7.4.1.2) between pieces, without the kept
/// bytes.
#ifndef FLINTLS_HELLO_STREAM_STATE_HPP
#define FLINTLS_HELLO_STREAM_STATE_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/hello/stream_rules.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// The position of a streaming parser in its message. The owner has the memory. From the front of `capacity` bytes it
/// holds the condensed hello, from their end type and length of the extensions that were too long. The unknown types
/// follow these bytes, in a row or as a tree. Invariant: the condensed hello, the reserve for extensions not met so
/// far, `stream_scratch` and the entries at the end fit into `capacity`.
class stream_state {
public:
    /// Prepares for a message. Other members are written before they are read. (`= {}` would build and copy a
    /// temporary.)
    constexpr void restart() {
        at_ = 0;
        end_ = 0;
        want_ = handshake_header::wire::min_size;
        fill_ = 0;
        phase_ = phase::header;
        index_ = 0;
        unknown_ = 0;
        too_long_ = 0;
        deep_ = false;
        keeping_ = false;
    }
    [[nodiscard]] constexpr bool done() const { return phase_ == phase::done; }
    /// The result if no more bytes follow: success, the error, or truncated.
    [[nodiscard]] constexpr error outcome() const {
        if (phase_ == phase::failed) {
            return error::within(static_cast<errc>(at_ >> 24U), at_ & error::max_offset);
        }
        // As `parse` of `handshake`: a cut header fails at byte 0, a cut body at the length.
        return done() ? error{} : error{errc::truncated, phase_ == phase::header ? 0U : 1U};
    }
    /// Bytes of the message, header included; 0 until the header is received.
    [[nodiscard]] constexpr std::uint32_t message_size() const { return end_; }
    /// Bytes taken. \pre the parser has not failed
    [[nodiscard]] constexpr std::uint32_t taken() const { return at_; }
    [[nodiscard]] constexpr std::uint32_t condensed_size() const { return fill_; }
    [[nodiscard]] constexpr std::uint32_t too_long_count() const { return too_long_; }

private:
    template <bool Lists, bool Tree, class Watch> friend class stream_machine;

    enum class phase : std::uint8_t {
        // The machine waits for bytes that it reads together:
        header,  ///< the message header
        vector,  ///< the fixed bytes of a part and the length of its vector
        item,    ///< the fixed bytes and the length of an element
        element, ///< an element of a list that is kept in part
        // The machine waits for the end of bytes that it skips or copies, perhaps none, and goes on with:
        part,     ///< a field of the message, or a shape of an extension's body
        part_end, ///< the end of a part
        post,     ///< the fixed bytes at the end of an element
        items,    ///< the next element
        done,
        failed,
    };

    /// Sets the phase after the next `count` bytes.
    [[gnu::always_inline]] constexpr errc next(phase what, std::uint32_t count) {
        phase_ = what;
        want_ = static_cast<std::uint16_t>(count);
        return errc::ok;
    }
    /// Sets the phase after `lead` fixed bytes and a length of `width` bytes; truncated if `left` bytes are not enough.
    constexpr errc next_head(phase what, std::uint32_t lead, std::uint32_t width, std::uint32_t left) {
        if (left < lead + width) {
            at_ += left < lead ? 0 : lead;
            return errc::truncated;
        }
        return next(what, lead + width);
    }
    /// Fails `count` bytes before the current byte.
    [[gnu::always_inline]] constexpr errc fail(errc e, std::uint32_t count) {
        at_ -= count;
        return e;
    }
    /// Bytes up to `end`, which is less than 2^16 bytes away.
    [[nodiscard, gnu::always_inline]] constexpr std::uint32_t up_to(std::uint16_t end) const {
        return static_cast<std::uint16_t>(end - at_);
    }
    [[nodiscard, gnu::always_inline]] constexpr std::uint16_t ahead(std::uint32_t count) const {
        return static_cast<std::uint16_t>(at_ + count);
    }
    constexpr void append(std::uint8_t* memory, std::uint8_t const* from, std::uint32_t count) {
        copy(memory + fill_, from, count);
        fill_ = static_cast<std::uint16_t>(fill_ + count);
    }
    /// The last `count` bytes, in the buffer. They stay there only if they are to be kept. (Not inlined: saves 60 bytes
    /// of flash.)
    [[gnu::noinline]] constexpr std::uint8_t const* seen(std::uint8_t const* memory, std::uint32_t count) {
        std::uint8_t const* const bytes = memory + fill_ - count;
        fill_ = static_cast<std::uint16_t>(fill_ - (keeping_ ? 0 : count));
        return bytes;
    }
    /// Writes the new length of a list that was reduced.
    constexpr void store_length(std::uint8_t* memory, std::uint32_t width) const {
        std::uint32_t const size = static_cast<std::uint32_t>(fill_) - mark_;
        memory[mark_ - 1U] = static_cast<std::uint8_t>(size);
        if (width == 2) {
            memory[mark_ - 2U] = static_cast<std::uint8_t>(size >> 8U);
        }
    }

    /// Offset of the entries at the end of the buffer. The first entry is the last extension that was too long.
    [[nodiscard, gnu::always_inline]] constexpr std::uint32_t first_too_long(stream_rules const& r) const {
        return r.capacity - 4U * too_long_;
    }
    /// Begins to keep an extension. Without room, notes its type and length at the end of the buffer.
    [[gnu::always_inline]] constexpr void make_room(stream_rules const& r, std::uint8_t* memory,
                                                    hello_limit const& limit, std::uint32_t head) {
        std::uint32_t const size = head & 0xffffU;
        std::uint32_t const from_back = first_too_long(r);
        reserved_ = static_cast<std::uint16_t>(reserved_ - 4 - limit.reserved);
        if (size <= limit.most && fill_ + 4 + size + reserved_ + stream_scratch <= from_back) {
            store<4>(memory + fill_, head);
            fill_ = static_cast<std::uint16_t>(fill_ + 4);
            keeping_ = true;
        } else {
            store<4>(memory + from_back - 4, head);
            ++too_long_;
        }
    }
    /// Begins an extension whose elements are picked: its reserved room holds them.
    constexpr void begin_picked(std::uint8_t* memory, hello_limit const& limit, std::uint32_t head) {
        reserved_ = static_cast<std::uint16_t>(reserved_ - 4 - limit.reserved);
        store<4>(memory + fill_, head);
        fill_ = static_cast<std::uint16_t>(fill_ + 4);
    }
    /// Begins a list that is kept in part. `end_list` corrects the length in the head. Undoes the note that the list
    /// was too long.
    constexpr void begin_list(std::uint8_t* memory, std::uint32_t head) {
        --too_long_;
        store<4>(memory + fill_, head);
        fill_ = static_cast<std::uint16_t>(fill_ + 4);
    }
    /// Offset of the list's head: the list is the last extension in the buffer.
    [[nodiscard]] constexpr std::uint32_t list_head(std::uint8_t const* memory) const {
        std::uint32_t at = mark_;
        for (std::uint32_t next = at; next < fill_; next += 4 + load<2>(memory + next + 2)) {
            at = next;
        }
        return at;
    }
    /// Ends a list with a length of `width` bytes. \return false: no element was kept, and the list is noted as too
    /// long
    constexpr bool end_list(stream_rules const& r, std::uint8_t* memory, std::uint32_t width) {
        std::uint32_t const at = list_head(memory);
        std::uint32_t const size = fill_ - at - 4;
        if (size == width) {
            fill_ = static_cast<std::uint16_t>(at);
            store<4>(memory + first_too_long(r) - 4, load<4>(memory + at));
            ++too_long_;
            return false;
        }
        store<2>(memory + at + 2, size);
        if (width == 2) {
            memory[at + 4] = static_cast<std::uint8_t>((size - width) >> 8U);
        }
        memory[at + 3 + width] = static_cast<std::uint8_t>(size - width);
        return true;
    }
    /// Remembers an unknown type, to find duplicates.
    template <bool Tree>
    [[gnu::always_inline]] constexpr errc remember(stream_rules const& r, std::uint8_t* memory, std::uint32_t type) {
        std::uint8_t* const first = memory + r.capacity;
        std::uint8_t* p = first;
        if constexpr (Tree) {
            std::uint32_t branches = type;
            std::uint8_t* branch = nullptr; // branch to `p`; null for the root
            for (std::uint8_t next = unknown_ != 0 ? 1 : 0; next != 0; next = *branch, branches >>= 1U) {
                p = first + std::size_t{4} * (next - 1U);
                if (load<2>(p) == type) {
                    return errc::duplicate_extension; // RFC 8446 4.2
                }
                branch = p + 2 + (branches & 1U);
            }
            if (unknown_ == r.max_unknown) {
                return errc::too_many_unknown;
            }
            p = first + std::size_t{4} * unknown_++;
            store<4>(p, type << 16U);
            if (branch != nullptr) {
                *branch = unknown_;
            }
            return errc::ok;
        }
        std::uint8_t* const end = p + std::size_t{2} * unknown_;
        for (; p != end; p += 2) {
            if (load<2>(p) == type) {
                return errc::duplicate_extension; // RFC 8446 4.2
            }
        }
        if (unknown_ == r.max_unknown) {
            return errc::too_many_unknown;
        }
        ++unknown_;
        store<2>(p, type);
        return errc::ok;
    }

    std::uint32_t at_ = 0;  // bytes taken; after a failure the error's code
    std::uint32_t end_ = 0; // end of the message
    shape form_;            // of the current part; a field's fixed bytes are in `stream_field::lead`
    std::uint32_t met_ = 0; // bits for the values of a list's set, or for the rules of a block
    // Ends of a reduced list or the block, of an extension, and of a vector in its body; modulo 2^16.
    std::uint16_t outer_end_ = 0;
    std::uint16_t body_end_ = 0;
    std::uint16_t inner_end_ = 0;
    std::uint16_t want_ = handshake_header::wire::min_size;
    std::uint16_t fill_ = 0;     // bytes of the condensed hello
    std::uint16_t mark_ = 0;     // begin of the contents of a list or block in the buffer
    std::uint16_t reserved_ = 0; // bytes of the buffer for extensions not met so far
    phase phase_ = phase::header;
    std::uint8_t index_ = 0; // of the field; in an extension's body, of its rule
    std::uint8_t unknown_ = 0;
    std::uint8_t too_long_ = 0;
    bool deep_ = false;    // in the body of an extension that the policy names
    bool keeping_ = false; // all bytes go into the buffer, not only those that a step reads
};
static_assert(sizeof(stream_state) == 36);

} // namespace v0
} // namespace flintls

#endif
