// SPDX-License-Identifier: Apache-2.0
/// \file
/// One pass over an extensions block (RFC 8446 4.2): structure, duplicates among all types, order and bodies.
///
/// The pass is one routine for every message and every policy; only a table in flash differs.
#ifndef FLINTLS_EXTENSION_WALK_HPP
#define FLINTLS_EXTENSION_WALK_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/table.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// After so many look-backs `walk` leaves duplicates of types that are not captured to `first_duplicate`.
inline constexpr std::int32_t max_look_backs = 32;

/// The first extension of the block that has this type. \pre there is one
[[nodiscard, gnu::always_inline]] constexpr std::uint8_t const* find_same(std::uint8_t const* block,
                                                                          std::uint32_t type) {
    std::uint32_t head = load<4>(block);
    while (head >> 16U != type) {
        block += 4 + (head & 0xffffU);
        head = load<4>(block);
    }
    return block;
}

/// Applies the rule of a type that is not captured.
[[gnu::always_inline]] constexpr errc apply_judgement(std::uint32_t rule, bool at_end) {
    if ((rule & extension_rule::misplaced) != 0) {
        return errc::misplaced_extension; // RFC 8446 4.2
    }
    bool const must_be_last = (rule & extension_rule::last) != 0;
    return must_be_last && !at_end ? errc::pre_shared_key_not_last : errc::ok; // RFC 8446 4.2.11
}

/// The types of a pass that are not captured.
struct uncaptured_types {
    std::uint32_t hashes = 0;                 ///< a bit for each hash, modulo 32
    std::int32_t look_backs = max_look_backs; ///< that are left; below 0: one more was wanted
};

/// Looks for the type of the extension at `p` before `p`; after `max_look_backs` not at all. A call, which keeps
/// `before` out of the registers of `walk`.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr bool look_back(std::uint8_t const* block, std::uint8_t const* p,
                                                                 uncaptured_types& before) {
    return --before.look_backs >= 0 && find_same(block, load<2>(p)) != p;
}

/// Checks a body whose type is captured. After a failure `body.p` is at the wrong byte.
[[gnu::always_inline]] constexpr errc check_body(shape s, shape const* const& seconds, bool at_end, cursor& body) {
    if (quick_check(s, body)) {
        return errc::ok;
    }
    if (s.get<shape::last>() != 0 && !at_end) {
        body.p -= 4;
        return errc::pre_shared_key_not_last; // RFC 8446 4.2.11
    }
    return check(s, seconds, body);
}

/// The verdict of a pass.
class walk_result {
public:
    constexpr walk_result(error e, std::int32_t look_backs_left)
        : code_{e.code() | (static_cast<std::uint32_t>(look_backs_left) & unsearched)} {}

    /// False after too many look-backs: a type that is not captured may stand in the block twice.
    [[nodiscard]] constexpr bool is_final() const { return (code_ & unsearched) == 0; }
    [[nodiscard]] constexpr error verdict() const {
        return error::within(static_cast<errc>(code_ >> 24U & 0x7fU), code_ & error::max_offset);
    }

private:
    static constexpr std::uint32_t unsearched = 0x8000'0000U; ///< the bit of an error that a peer reports
    std::uint32_t code_;
};

/// Checks a block in one pass. `offsets`, zeros before, has for each captured extension the offset of its body in the
/// block, which is never 0.
/// \return success or an error with its offset in the block
[[nodiscard, gnu::noinline]] constexpr walk_result walk(std::uint8_t const* block, std::uint32_t block_size,
                                                        extension_table const& t, std::uint16_t* offsets) {
    uncaptured_types uncaptured;
    std::uint8_t const* p = block;
    std::uint8_t const* const end = block + block_size;
    errc e;
    for (;;) {
        auto const left = static_cast<std::uint32_t>(end - p);
        if (left < 4) {
            e = left == 0 ? errc::ok : errc::truncated;
            break;
        }
        std::uint32_t const head = load<4>(p);
        std::uint32_t const type = head >> 16U;
        std::uint32_t const size = head & 0xffffU;
        if (size > left - 4) {
            e = errc::truncated;
            p += 2;
            break;
        }
        cursor body{p + 4, p + 4 + size};
        std::uint8_t const* const next = body.end;
        std::uint32_t const hash = extension_table::hash(type, t.multiplier);
        std::uint32_t const slot = t.bucket[hash];
        extension_rule const rule = t.rules[slot];
        if (rule.type == type) {
            if (offsets[slot] != 0) {
                e = errc::duplicate_extension; // RFC 8446 4.2
                break;
            }
            offsets[slot] = static_cast<std::uint16_t>(body.p - block);
            e = check_body(rule.body, t.seconds, next == end, body);
            if (e != errc::ok) {
                p = body.p;
                break;
            }
        } else {
            e = (rule.type & 0xffffU) == type ? apply_judgement(rule.type, next == end) : errc::ok;
            if (e != errc::ok) {
                break;
            }
            std::uint32_t const bit = std::uint32_t{1} << (hash & 31U);
            if ((uncaptured.hashes & bit) != 0 && look_back(block, p, uncaptured)) {
                e = errc::duplicate_extension; // RFC 8446 4.2
                break;
            }
            uncaptured.hashes |= bit;
        }
        p = next;
    }
    auto const where = static_cast<std::uint32_t>(p - block); // a block has fewer than 2^16 bytes
    return {e == errc::ok ? error{} : error::within(e, where), uncaptured.look_backs};
}

/// The end of the last whole extension: the end of the block, if the block is well-formed.
[[nodiscard, gnu::always_inline]] constexpr std::uint8_t const* well_formed_end(std::uint8_t const* block,
                                                                                std::uint32_t size) {
    cursor c{block, block + size};
    while (c.left() >= 4 && load<2>(c.p + 2) <= c.left() - 4) {
        c.p += 4 + load<2>(c.p + 2);
    }
    return c.p;
}

/// What `first_duplicate` answers for a block without duplicates, and what stands for a block that is not searched yet.
inline constexpr std::uint32_t no_duplicate = 0xffff'ffffU;
inline constexpr std::uint32_t duplicates_unknown = 0;

/// Finds the first extension of a block whose type the block holds before it, too. Takes constant space for any number
/// of types: one pass for each high byte of a type, with a bit for each low byte.
/// \return 1 + the offset of that extension, or no_duplicate
[[nodiscard, gnu::cold, gnu::noinline]] constexpr std::uint32_t first_duplicate(std::uint8_t const* block,
                                                                                std::uint32_t block_size) {
    std::uint8_t const* end = well_formed_end(block, block_size);
    bool found = false;
    for (std::uint32_t high = 0; high < 256; ++high) {
        std::array<std::uint32_t, 8> seen;
        seen[0] = seen[1] = seen[2] = seen[3] = 0; // a call of memset would take more stack
        seen[4] = seen[5] = seen[6] = seen[7] = 0;
        for (std::uint8_t const* p = block; p != end;) {
            std::uint32_t const head = load<4>(p);
            if (head >> 24U == high) {
                std::uint32_t& word = seen[head >> 21U & 7U];
                std::uint32_t const bit = std::uint32_t{1} << (head >> 16U & 31U);
                if ((word & bit) != 0) {
                    end = p; // the other passes look only before this duplicate
                    found = true;
                    break;
                }
                word |= bit;
            }
            p += 4 + (head & 0xffffU);
        }
    }
    return found ? static_cast<std::uint32_t>(end - block) + 1 : no_duplicate;
}

/// The verdict about a block after a pass that is not final: the first duplicate, if it stands before the error `e`.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error with_duplicates(std::uint8_t const* block, std::uint32_t size,
                                                                        error e) {
    std::uint32_t const duplicate = first_duplicate(block, size);
    return duplicate - 1 < (e ? e.offset() : size) ? error::within(errc::duplicate_extension, duplicate - 1)
                                                   : e; // RFC 8446 4.2
}

/// Clears `Count` offsets. No loop, because GCC makes a call of memset from one.
template <std::size_t Count> [[gnu::always_inline]] constexpr void clear_offsets(std::uint16_t* offsets) {
    if constexpr (Count >= 2) {
        if (std::is_constant_evaluated()) {
            offsets[0] = offsets[1] = 0;
        } else {
            __builtin_memset(offsets, 0, 4);
        }
        clear_offsets<Count - 2>(offsets + 2);
    } else if constexpr (Count == 1) {
        offsets[0] = 0;
    }
}

/// Checks any block. `offsets`: see `walk`.
/// \return success, or an error with its offset in the block
[[gnu::always_inline]] constexpr error read_block(std::uint8_t const* block, std::uint32_t size,
                                                  extension_table const& t, std::uint16_t* offsets) {
    walk_result const found = walk(block, size, t, offsets);
    return found.is_final() ? found.verdict() : with_duplicates(block, size, found.verdict());
}

} // namespace v0
} // namespace flintls

#endif
