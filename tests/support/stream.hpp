// Common to tests of the streaming parser: a hello pushed in pieces, and hellos built from parts.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "support/codec.hpp"

#include "flintls/hello/stream.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/wire/parse.hpp"

namespace test {

/// How a message is cut: a first piece, then pieces of one size.
struct pieces {
    std::uint32_t first;
    std::uint32_t each;
};

/// Pushes `wire` until all of it is taken or a piece is refused. \return number of bytes taken
template <flintls::policy P>
constexpr std::uint32_t push_in(flintls::client_hello_stream<P>& stream, flintls::byte_view wire, pieces cut) {
    std::uint32_t taken = 0;
    std::uint32_t size = cut.first;
    while (taken != wire.size()) {
        flintls::byte_view const piece = wire.subview(taken, size);
        std::uint32_t const now = stream.push(piece);
        taken += now;
        if (now != piece.size()) break;
        size = cut.each;
    }
    return taken;
}

/// The result of the parser of whole messages for `wire`.
template <flintls::policy P> constexpr flintls::error in_memory(flintls::byte_view wire) {
    flintls::handshake<flintls::client_hello_of<P>> m{};
    return parse(wire, m);
}

/// The result of the stream; a byte after the message is `trailing` to the other parser.
template <flintls::policy P> constexpr flintls::error streamed(flintls::byte_view wire, pieces cut) {
    flintls::client_hello_stream<P> stream;
    std::uint32_t const taken = push_in(stream, wire, cut);
    return stream.done() && taken != wire.size() ? flintls::error{flintls::errc::trailing, taken} : stream.outcome();
}

/// A hello that grows by its parts; its lengths are kept correct.
template <std::size_t Room> struct hello_builder {
    static constexpr std::uint32_t block_at = 4 + 2 + 32 + 1 + 4 + 2;
    std::array<std::uint8_t, Room> bytes{};
    std::uint32_t size = block_at + 2;

    constexpr hello_builder() {
        bytes[0] = 1;
        bytes[4] = bytes[5] = 3;
        flintls::store<2>(&bytes[39], 2);
        flintls::store<2>(&bytes[41], 0xc02b);
        bytes[43] = 1;
        finish();
    }
    constexpr hello_builder& add(std::uint16_t type, flintls::byte_view body) {
        flintls::store<2>(&bytes[size], type);
        flintls::store<2>(&bytes[size + 2], body.size());
        flintls::copy(&bytes[size + 4], body.data(), body.size());
        size += 4 + body.size();
        return finish();
    }
    /// An extension with a body of `count` bytes 0x61.
    constexpr hello_builder& fill(std::uint16_t type, std::uint32_t count) {
        flintls::store<2>(&bytes[size], type);
        flintls::store<2>(&bytes[size + 2], count);
        for (std::uint32_t i = 0; i < count; ++i) bytes[size + 4 + i] = 0x61;
        size += 4 + count;
        return finish();
    }
    /// Aliases the builder.
    [[nodiscard]] constexpr flintls::byte_view view() const& { return {bytes.data(), size}; }
    flintls::byte_view view() const&& = delete;

private:
    constexpr hello_builder& finish() {
        flintls::store<2>(&bytes[block_at], size - block_at - 2);
        flintls::store<3>(&bytes[1], size - 4);
        return *this;
    }
};

/// 4096 bytes with three post-quantum key shares: X25519MLKEM768, SecP256r1MLKEM768 and MLKEM768.
struct big_hello : hello_builder<4096> {
    static constexpr std::uint32_t shares_size = 2 + 3 * 4 + 1216 + 1249 + 1184;
    std::uint32_t last_share = 0; ///< offset of its group

    constexpr big_hello() {
        add(0, "000c 00 0009 6c6f63616c686f7374"_hex);
        add(10, "0008 11ec 11eb 0201 001d"_hex);
        add(13, "0004 0403 0804"_hex);
        std::uint32_t at = size + 4;
        fill(51, shares_size);
        flintls::store<2>(&bytes[at], shares_size - 2);
        at = share(at + 2, 0x11ec, 1216);
        last_share = share(at, 0x11eb, 1249);
        (void)share(last_share, 0x0201, 1184);
        add(43, "04 0304 0303"_hex);
        fill(21, 4096 - size - 4);
    }

private:
    constexpr std::uint32_t share(std::uint32_t at, std::uint32_t group, std::uint32_t length) {
        flintls::store<2>(&bytes[at], group);
        flintls::store<2>(&bytes[at + 2], length);
        return at + 4 + length;
    }
};

} // namespace test
