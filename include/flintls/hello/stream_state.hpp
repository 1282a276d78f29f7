// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a streaming parser of ClientHellos (RFC 8446 4.1.2, RFC 5246 7.4.1.2) remembers from one piece to the next, beside
/// the bytes that it keeps.
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

/// The position of a streaming parser in its message. Its memory is its owner's: `capacity` bytes that hold, from the
/// front, the condensed hello and, from the back, type and length of the extensions that were too long; behind these
/// bytes are the unknown types, in a row or as a tree. At any time the filled part, what is reserved for extensions not met so far,
/// `stream_scratch` and the part filled from the back are no longer than `capacity`.
class stream_state {
public:
    /// For another message. What is not named here is set before it is read. (`= {}` would make one elsewhere, and copy.)
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
    /// What a caller who has no more bytes must know: success, what is wrong, or that the message is cut short.
    [[nodiscard]] constexpr error outcome() const {
        if (phase_ == phase::failed) {
            return error::within(static_cast<errc>(at_ >> 24U), at_ & error::max_offset);
        }
        // As for `handshake`: a header that is not whole, or its length.
        return done() ? error{} : error{errc::truncated, phase_ == phase::header ? 0U : 1U};
    }
    /// Bytes of the message by its header; 0 before that is here.
    [[nodiscard]] constexpr std::uint32_t message_size() const { return end_; }
    [[nodiscard]] constexpr std::uint32_t condensed_size() const { return fill_; }
    [[nodiscard]] constexpr std::uint32_t too_long_count() const { return too_long_; }

private:
    template <bool Lists, bool Tree> friend class stream_machine;

    enum class phase : std::uint8_t {
        // It waits for bytes that it must see together:
        header,  ///< of the message
        vector,  ///< of a part: the fixed bytes, and the length of its vector
        item,    ///< the same of an element of that
        element, ///< a code point of a list with a set
        // It waits for the end of what it need not see, perhaps for no byte at all, and then begins:
        part,     ///< a field of the message, or a shape of an extension's body
        part_end, ///< what stands behind it
        post,     ///< what an element ends with
        items,    ///< the next element
        done,
        failed,
    };

    /// What comes after `count` bytes.
    [[gnu::always_inline]] constexpr errc next(phase what, std::uint32_t count) {
        phase_ = what;
        want_ = static_cast<std::uint16_t>(count);
        return errc::ok;
    }
    /// Next are fixed bytes, and a length behind them, of what has `left` bytes.
    constexpr errc next_head(phase what, std::uint32_t lead, std::uint32_t width, std::uint32_t left) {
        if (left < lead + width) {
            at_ += left < lead ? 0 : lead;
            return errc::truncated;
        }
        return next(what, lead + width);
    }
    /// The byte that is wrong is the `count`th before this one.
    [[gnu::always_inline]] constexpr errc fail(errc e, std::uint32_t count) {
        at_ -= count;
        return e;
    }
    /// Bytes up to an end that is less than 2^16 bytes away.
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
    /// The `count` bytes that it has waited for, in the buffer, where they stay if they are to be kept. (Not inlined: 60
    /// bytes less.)
    [[gnu::noinline]] constexpr std::uint8_t const* seen(std::uint8_t const* memory, std::uint32_t count) {
        std::uint8_t const* const bytes = memory + fill_ - count;
        fill_ = static_cast<std::uint16_t>(fill_ - (keeping_ ? 0 : count));
        return bytes;
    }
    /// Of a list that was made shorter.
    constexpr void store_length(std::uint8_t* memory, std::uint32_t width) const {
        std::uint32_t const size = static_cast<std::uint32_t>(fill_) - mark_;
        memory[mark_ - 1U] = static_cast<std::uint8_t>(size);
        if (width == 2) {
            memory[mark_ - 2U] = static_cast<std::uint8_t>(size >> 8U);
        }
    }

    /// Where the part of the buffer begins that is filled from the back, with the last extension that was too long.
    [[nodiscard, gnu::always_inline]] constexpr std::uint32_t first_too_long(stream_rules const& r) const {
        return r.capacity - 4U * too_long_;
    }
    /// Keeps an extension, or its type and length for those who ask.
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
    /// A list that finds no room is kept in part: its head is that of the whole until its end is here. Nobody is told that
    /// it was too long.
    constexpr void begin_list(std::uint8_t* memory, std::uint32_t head) {
        --too_long_;
        store<4>(memory + fill_, head);
        fill_ = static_cast<std::uint16_t>(fill_ + 4);
    }
    /// Where its head is: that of the last extension in the buffer.
    [[nodiscard]] constexpr std::uint32_t list_head(std::uint8_t const* memory) const {
        std::uint32_t at = mark_;
        for (std::uint32_t next = at; next < fill_; next += 4 + load<2>(memory + next + 2)) {
            at = next;
        }
        return at;
    }
    /// The list is over; its length is a number of `width` bytes. \return false: nothing of it was kept, and it is too long
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
    /// A type that the policy does not name.
    template <bool Tree>
    [[gnu::always_inline]] constexpr errc remember(stream_rules const& r, std::uint8_t* memory, std::uint32_t type) {
        std::uint8_t* const first = memory + r.capacity;
        std::uint8_t* p = first;
        if constexpr (Tree) {
            std::uint32_t branches = type;
            std::uint8_t* branch = nullptr; // that leads there; none is to the first one
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

    std::uint32_t at_ = 0;  // bytes taken; of a failed one, the error's code
    std::uint32_t end_ = 0; // of the message
    shape form_;            // of the part that it is in; a field's fixed bytes are `lead` of the field
    std::uint32_t met_ = 0; // in a list: a bit for each value of its set; in a block: for each rule
    // Ends: of a chosen list or a block, of an extension, of a vector in its body; modulo 2^16.
    std::uint16_t outer_end_ = 0;
    std::uint16_t body_end_ = 0;
    std::uint16_t inner_end_ = 0;
    std::uint16_t want_ = handshake_header::wire::min_size;
    std::uint16_t fill_ = 0;     // of the buffer, from the front
    std::uint16_t mark_ = 0;     // where in it the contents of a list or a block begin
    std::uint16_t reserved_ = 0; // bytes of it that the extensions not met so far may claim
    phase phase_ = phase::header;
    std::uint8_t index_ = 0; // of the field; of the extension's rule, while one is read
    std::uint8_t unknown_ = 0;
    std::uint8_t too_long_ = 0;
    bool deep_ = false;    // is it in the body of an extension that the policy names?
    bool keeping_ = false; // do the bytes go into the buffer, also those that it need not see?
};
static_assert(sizeof(stream_state) == 36);

} // namespace v0
} // namespace flintls

#endif
