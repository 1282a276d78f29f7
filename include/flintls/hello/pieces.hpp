// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello (RFC 5246 7.4.1.2, RFC 8446 4.1.2) as a list of views of other buffers, to hash and to send without a
/// copy.
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

/// One piece of a message; converts to a `byte_view`.
struct message_piece {
    std::uint8_t const* data;
    std::uint32_t size;

    constexpr operator byte_view() const { return {data, size}; }
};

namespace hello_detail {

/// The sink that lists a hello's pieces. \pre the arrays have room. The changing state fits into registers.
struct lister {
    message_piece* next;
    std::uint8_t* scratch;           // end of the bytes in the scratch array
    std::uint8_t* open;              // end of the scratch bytes that are in a piece
    message_piece* cut_at = nullptr; // first piece that the binders do not cover

    template <std::uint32_t Size> [[gnu::always_inline]] constexpr void fixed(std::uint8_t const* from) {
        if constexpr (Size <= too_small) {
            copy_known<Size>(scratch, from);
            scratch += Size;
        } else {
            add({from, Size});
        }
    }
    /// The caller's bytes, with a constant size.
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
    /// Makes a piece of the scratch bytes since the last piece.
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

/// The pieces of a hello in order, at most `Most`. Pieces view flash, the caller's buffers, or the scratch array in
/// this object, which holds lengths and short runs of constant bytes. The object is neither copied nor moved, because
/// pieces view its scratch array. The arrays are not initialised; the object is empty until `scatter` lists a hello.
template <std::size_t Most, std::size_t Scratch> class message_pieces {
public:
    static constexpr std::size_t max_pieces = Most;

    constexpr message_pieces() {} // NOLINT(modernize-use-equals-default): the arrays stay uninitialised
    message_pieces(message_pieces const&) = delete;
    message_pieces& operator=(message_pieces const&) = delete;

    [[nodiscard]] constexpr message_piece const* begin() const { return pieces_.data(); }
    [[nodiscard]] constexpr message_piece const* end() const { return pieces_.data() + count_; }
    [[nodiscard]] constexpr std::size_t count() const { return count_; }
    /// RFC 8446 4.2.11.2: the pieces that the binders cover; all pieces of a hello without pre_shared_key.
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
