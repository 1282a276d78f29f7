// SPDX-License-Identifier: Apache-2.0
/// \file
/// Compile-time checks of a flow: every row is reachable, every operation belongs to the side, no secret is read before
/// it is made, and keys change only where RFC 5246 7.1 allows it.
#ifndef FLINTLS_HANDSHAKE_FLOW_CHECK_HPP
#define FLINTLS_HANDSHAKE_FLOW_CHECK_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/handshake/flow.hpp"

namespace flintls {
inline namespace v0 {
namespace flow {

/// Values that a row leaves for later rows: a set of bits.
enum class slots : std::uint16_t {
    none = 0,
    name = 1,            ///< the digest of the server's name
    share = 2,           ///< this side's share
    agreed = 4,          ///< the shared secret of both shares
    key_block = 8,       ///< RFC 5246 6.3
    digest = 16,         ///< of the bytes that are signed
    random = 32,         ///< this side's random
    peer_key = 64,       ///< the key in the peer's certificate
    peer_share = 128,    ///< the peer's share
    psk = 256,           ///< the handle of a pre-shared key
    master = 512,        ///< the master secret
    own_finished = 1024, ///< this side's verify_data
    peer_finished = 2048,
    read_key = 4096, ///< the peer's records are under this key from here on
    write_key = 8192,
};
[[nodiscard]] constexpr slots operator|(slots a, slots b) {
    return static_cast<slots>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr slots operator&(slots a, slots b) {
    return static_cast<slots>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
[[nodiscard]] constexpr slots operator-(slots a, slots b) {
    return static_cast<slots>(static_cast<unsigned>(a) & ~static_cast<unsigned>(b));
}

/// The values that a row reads, and those that it makes.
struct effect {
    slots reads = slots::none;
    slots makes = slots::none;
};

/// `Rules`: `does(op)` is true for an operation of this side; `may_be(conditions)` is true for facts that can hold
/// together; `effect_of(row, conditions)` has the effect of a row; `in_scratch` has the values that share one buffer,
/// where each replaces the others. A handshake begins at the row of `first` and ends at the last row, which is
/// `conclude`.
template <class Rules, std::size_t Size>
[[nodiscard]] constexpr bool check(std::array<row, Size> const& rows, op first) {
    std::array<bool, Size> reached{};
    std::size_t const begin = row_of(rows, first);
    for (unsigned bits = 0; bits < 256; ++bits) {
        auto const held = static_cast<conditions>(bits);
        if (!Rules::may_be(held)) {
            continue;
        }
        slots made = slots::none;
        row const* before = &rows[begin];
        for (std::size_t i = begin; i < Size; ++i) {
            row const& each = rows[i];
            if (!each.applies(held)) {
                continue;
            }
            reached[i] = true;
            effect const e = Rules::effect_of(each, held);
            require((e.reads & made) == e.reads); // no value is read before it is made
            if ((e.makes & Rules::in_scratch) != slots::none) {
                made = made - Rules::in_scratch;
            }
            made = made | e.makes;
            // RFC 5246 7.1: the keys of a direction change directly after ChangeCipherSpec.
            bool const is_change = each.operand == input::change_cipher_spec;
            require(!is_change || (made & slots::key_block) != slots::none);
            require((each.what == op::take_write_key) == (before->what == op::send_change));
            bool const after_change = before->operand == input::change_cipher_spec;
            require((each.what == op::take_read_key) == after_change);
            require(i + 1 != Size || each.what == op::conclude);
            before = &each;
        }
    }
    for (std::size_t i = 0; i < Size; ++i) {
        require(Rules::does(rows[i].what));
        require(i < begin || reached[i]);
        require((rows[i].operand != input::none) == rows[i].waits());
    }
    return true;
}

} // namespace flow
} // namespace v0
} // namespace flintls

#endif
