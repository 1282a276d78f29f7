// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello (RFC 5246 7.4.1.2, RFC 8446 4.1.2) as a list of pieces that lie elsewhere: to hash and to send without
/// copying it together.
#ifndef FLINTLS_HELLO_PIECES_HPP
#define FLINTLS_HELLO_PIECES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/hello/sinks.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// One of the pieces of a message: converts to what it views.
struct message_piece {
    std::uint8_t const* data;
    std::uint32_t size;

    constexpr operator byte_view() const { return {data, size}; }
};

namespace hello_detail {

/// Lists a hello in arrays that have room for it; all that it changes meanwhile fits into registers.
struct lister {
    message_piece* next;
    std::uint8_t* scratch;           // behind what is in it
    std::uint8_t* open;              // behind what is in a piece already
    message_piece* cut_at = nullptr; // the first that the binders do not cover

    template <std::uint32_t Size> [[gnu::always_inline]] constexpr void fixed(std::uint8_t const* from) {
        if constexpr (Size <= too_small) {
            copy_known<Size>(scratch, from);
            scratch += Size;
        } else {
            add({from, Size});
        }
    }
    /// Bytes of the caller's, of which the number is known.
    template <std::uint32_t Size, hello_part What, std::size_t Index = 0>
    [[gnu::always_inline]] constexpr void known(std::uint8_t const* from) {
        add({from, Size});
    }
    template <std::size_t Width> [[gnu::always_inline]] constexpr void number(std::uint32_t value) {
        store<Width>(scratch, value);
        scratch += Width;
    }
    template <hello_part What, std::size_t Index = 0> [[gnu::always_inline]] constexpr void variable(byte_view bytes) {
        if (!bytes.empty()) {
            add({bytes.data(), bytes.size()});
        }
    }
    [[gnu::always_inline]] constexpr void cut() {
        flush();
        cut_at = next;
    }
    /// What was put into the scratch bytes since the last piece is one, too.
    [[gnu::always_inline]] constexpr void flush() {
        if (scratch != open) {
            *next++ = {open, static_cast<std::uint32_t>(scratch - open)};
            open = scratch;
        }
    }

private:
    [[gnu::always_inline]] constexpr void add(message_piece piece) {
        flush();
        *next++ = piece;
    }
};

} // namespace hello_detail

/// At most `Most` pieces, in order: each that is not scratch, scratch before each, and scratch at the end. Lengths, and fixed bytes too few to be a piece of their own, are kept in here: so
/// it stays where it is. Its arrays are not initialised: it is empty, and costs nothing, until a hello is listed.
template <std::size_t Most, std::size_t Scratch> class message_pieces {
public:
    static constexpr std::size_t max_pieces = Most;

    constexpr message_pieces() {} // NOLINT(modernize-use-equals-default): would have to initialise the arrays
    message_pieces(message_pieces const&) = delete;
    message_pieces& operator=(message_pieces const&) = delete;

    [[nodiscard]] constexpr message_piece const* begin() const { return pieces_.data(); }
    [[nodiscard]] constexpr message_piece const* end() const { return pieces_.data() + count_; }
    [[nodiscard]] constexpr std::size_t count() const { return count_; }
    /// RFC 8446 4.2.11.2: the pieces that the binders cover; all of them in a hello without pre_shared_key.
    [[nodiscard]] constexpr std::span<message_piece const> without_binders() const {
        return {pieces_.data(), covered_};
    }
    /// Bytes of all pieces.
    [[nodiscard]] constexpr std::uint32_t size() const {
        std::uint32_t sum = 0;
        for (message_piece const& piece : *this) {
            sum += piece.size;
        }
        return sum;
    }

private:
    template <policy P, class Make> friend class compiled_hello;
    [[nodiscard]] constexpr hello_detail::lister start() {
        count_ = covered_ = 0;
        return {pieces_.data(), scratch_.data(), scratch_.data()};
    }
    constexpr void finish(hello_detail::lister& list) {
        list.flush();
        count_ = static_cast<std::uint32_t>(list.next - pieces_.data());
        covered_ = list.cut_at == nullptr ? count_ : static_cast<std::uint32_t>(list.cut_at - pieces_.data());
    }

    std::array<message_piece, Most> pieces_;
    std::array<std::uint8_t, Scratch> scratch_;
    std::uint32_t count_ = 0;
    std::uint32_t covered_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
