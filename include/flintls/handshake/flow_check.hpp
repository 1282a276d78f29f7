// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the compiler checks of a flow: every row is reached, every operation is one of its side, no secret is read before it
/// is made, and keys change where they may (RFC 5246 7.1).
#ifndef FLINTLS_HANDSHAKE_FLOW_CHECK_HPP
#define FLINTLS_HANDSHAKE_FLOW_CHECK_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/handshake/flow.hpp"

namespace flintls {
inline namespace v0 {
namespace flow {

/// What rows leave for later ones: a set of bits.
enum class slots : std::uint16_t {
    none = 0,
    name = 1,            ///< the digest of the server's name
    share = 2,           ///< the own share
    agreed = 4,          ///< what the shares agree on
    key_block = 8,       ///< RFC 5246 6.3
    digest = 16,         ///< of what is signed
    random = 32,         ///< the own one
    peer_key = 64,       ///< the key in the peer's certificate
    peer_share = 128,    ///< the peer's share
    psk = 256,           ///< the handle of a pre-shared key
    master = 512,        ///< the master secret
    own_finished = 1024, ///< verify_data
    peer_finished = 2048,
    read_key = 4096, ///< the peer's records are under it from here on
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

/// What a row needs, and what it leaves.
struct effect {
    slots reads = slots::none;
    slots makes = slots::none;
};

/// `Rules`: `does(op)`: is it an operation of this side; `may_be(conditions)`: can these facts hold together;
/// `effect_of(row, conditions)`; `in_scratch`: what lies in one room, where each takes the place of the others. A handshake goes
/// from the row of `first` to the last one, which concludes.
template <class Rules, std::size_t Size>
[[nodiscard]] constexpr bool check(std::array<row, Size> const& rows, op first) {
    std::array<bool, Size> reached{};
    std::size_t const begin = row_of(rows, first);
    for (unsigned bits = 0; bits < 256; ++bits) {
        auto const facts = static_cast<conditions>(bits);
        if (!Rules::may_be(facts)) {
            continue;
        }
        slots made = slots::none;
        row const* before = &rows[begin];
        for (std::size_t i = begin; i < Size; ++i) {
            row const& each = rows[i];
            if (!each.applies(facts)) {
                continue;
            }
            reached[i] = true;
            effect const e = Rules::effect_of(each, facts);
            require((e.reads & made) == e.reads); // nothing is read before it is made
            if ((e.makes & Rules::in_scratch) != slots::none) {
                made = made - Rules::in_scratch;
            }
            made = made | e.makes;
            // RFC 5246 7.1: keys change at once, and with them what is read, or written, next.
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
