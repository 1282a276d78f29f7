// SPDX-License-Identifier: Apache-2.0
/// \file
/// The handshake header, and messages with their header (RFC 5246 7.4, RFC 8446 4).
#ifndef FLINTLS_MESSAGE_HANDSHAKE_HPP
#define FLINTLS_MESSAGE_HANDSHAKE_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4 Handshake without its body.
struct handshake_header {
    handshake_type msg_type{};
    std::uint32_t length{}; ///< bytes of the body that follows

    using wire = fields<field<&handshake_header::msg_type>, field<&handshake_header::length, u24>>;
    friend constexpr bool operator==(handshake_header, handshake_header) = default;
};

/// A message with its header: `parse` checks both, `write` writes both.
template <class M> struct handshake {
    M body{};

    struct wire {
        static constexpr std::size_t min_size = 4 + M::wire::min_size;
        static constexpr std::size_t max_size = add_sizes(4, M::wire::max_size);

        [[gnu::always_inline]] static constexpr errc read(cursor& c, handshake& m) {
            if (c.left() < 4) {
                return errc::truncated;
            }
            if (c.p[0] != static_cast<std::uint8_t>(M::msg_type)) {
                return errc::unexpected_message;
            }
            c.p += 1;
            std::uint32_t size = 0;
            if (errc const e = prefix<0, 0xff'ffff>::read(c, size); e != errc::ok) {
                return e;
            }
            cursor inside{c.p, c.p + size};
            errc const e = read_whole(inside, m.body);
            c.p = inside.p;
            return e;
        }
        [[gnu::always_inline]] static constexpr errc write(sink& out, handshake const& m) {
            if (errc const e = number<handshake_type>::write(out, M::msg_type); e != errc::ok) {
                return e;
            }
            return prefix<0, 0xff'ffff>::template write_around<M::wire::max_size>(
                out, [&](sink & inside) __attribute__((always_inline)) { return M::wire::write(inside, m.body); });
        }
    };
};
template <class M> handshake(M) -> handshake<M>;

} // namespace v0
} // namespace flintls

#endif
