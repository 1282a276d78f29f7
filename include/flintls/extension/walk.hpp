// SPDX-License-Identifier: Apache-2.0
/// \file
/// One pass over an extensions block (RFC 8446 4.2): structure, duplicates among all types, order and bodies.
///
/// The pass is one routine for every message and every policy; what differs is a table in flash.
#ifndef FLINTLS_EXTENSION_WALK_HPP
#define FLINTLS_EXTENSION_WALK_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/table.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// After that many look-backs a block is searched for duplicates as a whole: `walk` answers too_many_unknown.
inline constexpr std::uint32_t max_look_backs = 32;

/// The first extension at or before `p`, and not before `block`, whose type is that of the one at `p`.
[[nodiscard, gnu::always_inline]] constexpr std::uint8_t const* find_same(std::uint8_t const* block,
                                                                          std::uint32_t type) {
    std::uint32_t head = load<4>(block);
    while (head >> 16U != type) {
        block += 4 + (head & 0xffffU);
        head = load<4>(block);
    }
    return block;
}

/// What a pass keeps, seen from `offsets`: for each body that has a slot its offset in the block, and before them, in
/// two halves, low half first, a bit for each rule that was met.
inline constexpr int words_before_offsets = 2;

/// During a pass the first of those halves says what is known of duplicates: nothing, or 1 + the offset of the first
/// one, or that there is none; the second counts look-backs, from 0. (Kept there, not in locals, it saves stack.)
inline constexpr std::uint16_t duplicates_unknown = 0;
inline constexpr std::uint16_t no_duplicate = 0xffff;

/// A rule for a type that is not captured.
[[gnu::always_inline]] constexpr errc obey(std::uint32_t rule, bool at_end) {
    if ((rule & extension_rule::misplaced) != 0) {
        return errc::misplaced_extension; // RFC 8446 4.2
    }
    bool const must_be_last = (rule & extension_rule::last) != 0;
    return must_be_last && !at_end ? errc::pre_shared_key_not_last : errc::ok; // RFC 8446 4.2.11
}

/// The extension at `p` has a type that is not captured, of this hash: is it the first of its type?
/// `unknown` has a bit for each hash, modulo 32, of such types that came before.
[[gnu::always_inline]] constexpr errc check_unknown(std::uint8_t const* block, std::uint8_t const* p,
                                                    std::uint32_t type, std::uint32_t hash, std::uint32_t& unknown,
                                                    std::uint16_t* offsets) {
    std::uint32_t const bit = std::uint32_t{1} << (hash & 31U);
    if ((unknown & bit) != 0) {
        std::uint32_t const duplicate = offsets[-2];
        if (duplicate == duplicates_unknown && ++offsets[-1] > max_look_backs) {
            return errc::too_many_unknown;
        }
        // Not the address of that place: where there is none it would be outside the block.
        bool const twice = duplicate == duplicates_unknown ? find_same(block, type) != p
                                                           : static_cast<std::uint32_t>(p - block) + 1 == duplicate;
        if (twice) {
            return errc::duplicate_extension; // RFC 8446 4.2
        }
    }
    unknown |= bit;
    return errc::ok;
}

/// A body whose type is captured; on failure `body.p` is at the byte that is wrong.
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

/// Checks a block in one pass. What cannot be settled in constant space while duplicates are unknown is answered with
/// too_many_unknown.
/// \return success, or what is wrong at which byte of the block
[[nodiscard, gnu::noinline]] constexpr error walk(std::uint8_t const* block, std::uint32_t block_size,
                                                  extension_table const& t, std::uint16_t* offsets) {
    std::uint32_t present = 0;
    std::uint32_t unknown = 0;
    std::uint8_t const* p = block;
    std::uint8_t const* const end = block + block_size;
    auto const fail = [block](errc e, std::uint8_t const* where) {
        return error::within(e, static_cast<std::uint32_t>(where - block)); // a block has 2^16 bytes at most
    };
    for (;;) {
        auto const left = static_cast<std::uint32_t>(end - p);
        if (left < 4) {
            offsets[-2] = static_cast<std::uint16_t>(present);
            offsets[-1] = static_cast<std::uint16_t>(present >> 16U);
            return left == 0 ? error{} : fail(errc::truncated, p);
        }
        std::uint32_t const head = load<4>(p);
        std::uint32_t const type = head >> 16U;
        std::uint32_t const size = head & 0xffffU;
        if (size > left - 4) {
            return fail(errc::truncated, p + 2);
        }
        cursor body{p + 4, p + 4 + size};
        std::uint32_t const hash = extension_table::hash(type, t.multiplier);
        std::uint32_t const slot = t.bucket[hash];
        extension_rule const rule = t.rules[slot];
        p = body.end;
        if (rule.type == type) {
            std::uint32_t const bit = std::uint32_t{1} << slot;
            if ((present & bit) != 0) {
                return fail(errc::duplicate_extension, body.p - 4); // RFC 8446 4.2
            }
            present |= bit;
            offsets[slot] = static_cast<std::uint16_t>(body.p - block);
            if (errc const e = check_body(rule.body, t.seconds, p == end, body); e != errc::ok) {
                return fail(e, body.p);
            }
        } else {
            errc e = (rule.type & 0xffffU) == type ? obey(rule.type, p == end) : errc::ok;
            if (e != errc::ok || (e = check_unknown(block, body.p - 4, type, hash, unknown, offsets)) != errc::ok) {
                return fail(e, body.p - 4);
            }
        }
    }
}

/// Where a block stops being a sequence of extensions; its end, if all is well.
[[nodiscard, gnu::always_inline]] constexpr std::uint8_t const* well_formed_end(std::uint8_t const* block,
                                                                                std::uint32_t size) {
    cursor c{block, block + size};
    while (c.left() >= 4 && load<2>(c.p + 2) <= c.left() - 4) {
        c.p += 4 + load<2>(c.p + 2);
    }
    return c.p;
}

/// Searches for the first extension of a block whose type stands before it. Constant space for any number of types:
/// one pass for each high byte of a type, with a bit for each low byte.
/// \return what `walk` wants to know: 1 + its offset, or no_duplicate
[[nodiscard, gnu::cold, gnu::noinline]] constexpr std::uint16_t first_duplicate(std::uint8_t const* block,
                                                                                std::uint32_t block_size) {
    std::uint8_t const* end = well_formed_end(block, block_size);
    bool found = false;
    for (std::uint32_t high = 0; high < 256; ++high) {
        std::array<std::uint32_t, 8> seen;
        seen[0] = seen[1] = seen[2] = seen[3] = 0; // not a call of memset: that takes more stack
        seen[4] = seen[5] = seen[6] = seen[7] = 0;
        for (std::uint8_t const* p = block; p != end;) {
            std::uint32_t const head = load<4>(p);
            if (head >> 24U == high) {
                std::uint32_t& word = seen[head >> 21U & 7U];
                std::uint32_t const bit = std::uint32_t{1} << (head >> 16U & 31U);
                if ((word & bit) != 0) {
                    end = p; // what stands behind it does not matter any more
                    found = true;
                    break;
                }
                word |= bit;
            }
            p += 4 + (head & 0xffffU);
        }
    }
    return found ? static_cast<std::uint16_t>(end - block + 1) : no_duplicate;
}

/// Checks a block, whatever it holds.
/// \return success, or what is wrong at which byte of the block
[[gnu::always_inline]] constexpr error read_block(std::uint8_t const* block, std::uint32_t size,
                                                  extension_table const& t, std::uint16_t* offsets) {
    offsets[-2] = duplicates_unknown;
    offsets[-1] = 0;
    error e = walk(block, size, t, offsets);
    if (e.code() >> 24U == static_cast<std::uint32_t>(errc::too_many_unknown)) [[unlikely]] {
        offsets[-2] = first_duplicate(block, size);
        e = walk(block, size, t, offsets);
    }
    return e;
}

} // namespace v0
} // namespace flintls

#endif
