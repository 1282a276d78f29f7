// SPDX-License-Identifier: Apache-2.0
/// \file
/// Writes a Certificate message (RFC 5246 7.4.2, RFC 8446 4.4.2) in pieces. The certificates are read in place, for
/// example in flash, and never copied as a whole.
#ifndef FLINTLS_HANDSHAKE_CHAIN_PIECES_HPP
#define FLINTLS_HANDSHAKE_CHAIN_PIECES_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// The Certificate message of a chain, header included. `Tls13`: the message has an empty context, and each certificate
/// has an empty block of extensions.
template <bool Tls13 = false> class chain_pieces {
public:
    explicit chain_pieces(std::span<byte_view const> chain) : chain_{chain} {
        for (byte_view const each : chain) {
            list_size_ += length_size + each.size() + block_size;
        }
    }
    [[nodiscard]] std::uint32_t size() const { return header_size + list_size_; }

    /// Copies bytes of the message, starting at byte `from`. \return number of bytes copied
    std::uint32_t copy_from(std::uint32_t from, std::span<std::uint8_t> to) const {
        window w{from, to.data(), static_cast<std::uint32_t>(to.size())};
        std::array<std::uint8_t, header_size> header{static_cast<std::uint8_t>(handshake_type::certificate)};
        store<3>(header.data() + 1, header_size - 4 + list_size_);
        store<3>(header.data() + header_size - length_size, list_size_);
        w.pass(header);
        for (byte_view const each : chain_) {
            std::array<std::uint8_t, length_size> length{};
            store<3>(length.data(), each.size());
            w.pass(length);
            w.pass(each);
            if constexpr (Tls13) {
                static constexpr std::array<std::uint8_t, block_size> none{};
                w.pass(none);
            }
        }
        return w.copied;
    }

private:
    static constexpr std::uint32_t length_size = 3;
    static constexpr std::uint32_t header_size = 4 + (Tls13 ? 1 : 0) + length_size;
    static constexpr std::uint32_t block_size = Tls13 ? 2 : 0;

    /// Copies the requested range out of the bytes that are passed in order.
    struct window {
        std::uint32_t skip;
        std::uint8_t* to;
        std::uint32_t room;
        std::uint32_t copied = 0;

        void pass(byte_view const& bytes) {
            byte_view const wanted = bytes.subview(skip, room - copied);
            copy(to + copied, wanted.data(), wanted.size());
            copied += wanted.size();
            skip -= skip < bytes.size() ? skip : bytes.size();
        }
    };

    std::span<byte_view const> chain_;
    std::uint32_t list_size_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
