// SPDX-License-Identifier: Apache-2.0
/// \file
/// One pass over an extensions block (RFC 8446 4.2): structure, duplicates among all types, order and bodies.
///
/// The pass is one routine for every message and every policy; what differs is a table in flash.
#ifndef FLINTLS_EXTENSION_WALK_HPP
#define FLINTLS_EXTENSION_WALK_HPP

#include <array>
#include <cstdint>

#include "flintls/extension/table.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// One pass over a block, and what it found.
struct extension_walk {
    cursor block;                  ///< on failure `p` is at the byte that is wrong
    std::uint32_t present;         ///< bit i: rule i stands in the block
    std::uint32_t unknown;         ///< bit h: a type without a rule, of hash h modulo 32, stands in the block
    std::uint32_t rescans;         ///< how often such a bit was met twice
    std::uint8_t const* duplicate; ///< the first duplicate, or the end; null while nobody has searched for it
};

/// After that many look-backs a block is searched for duplicates as a whole: `walk` answers too_many_unknown.
inline constexpr std::uint32_t max_rescans = 32;

/// Does the type of the extension at `p` stand in the block before `p`? \pre its hash was met before
[[gnu::always_inline]] constexpr errc look_back(extension_walk& w, std::uint8_t const* p, std::uint32_t type) {
    std::uint8_t const* q = w.duplicate;
    if (q == nullptr) {
        if (++w.rescans > max_rescans) {
            return errc::too_many_unknown;
        }
        q = w.block.p;
        while (q != p && load<2>(q) != type) {
            q += 4 + load<2>(q + 2);
        }
        return q == p ? errc::ok : errc::duplicate_extension;
    }
    return q == p ? errc::duplicate_extension : errc::ok;
}

/// A rule that is more than "capture it". `known`: there is a body to check and capture.
[[gnu::always_inline]] constexpr errc obey(std::uint32_t rule, bool at_end, bool& known) {
    if ((rule & extension_rule::misplaced) != 0) {
        return errc::misplaced_extension; // RFC 8446 4.2
    }
    known = (rule & extension_rule::captured_last) != 0;
    return at_end ? errc::ok : errc::pre_shared_key_not_last; // RFC 8446 4.2.11
}

/// Checks a block in one pass and keeps the bodies that have a slot. What it cannot settle in constant space it
/// answers with too_many_unknown: then `w.duplicate` must be found first (`read_block`).
[[nodiscard, gnu::noinline]] constexpr errc walk(extension_walk& w, extension_table const& t, byte_view* bodies) {
    w.present = 0;
    w.unknown = 0;
    w.rescans = 0;
    std::uint8_t const* p = w.block.p;
    std::uint8_t const* const end = w.block.end;
    auto const fail = [&w](errc e, std::uint8_t const* where) {
        w.block.p = where;
        return e;
    };
    for (;;) {
        auto const left = static_cast<std::uint32_t>(end - p);
        if (left < 4) {
            return fail(left == 0 ? errc::ok : errc::truncated, p);
        }
        std::uint32_t const head = load<4>(p);
        std::uint32_t const type = head >> 16U;
        std::uint32_t const size = head & 0xffffU;
        if (size > left - 4) {
            return fail(errc::truncated, p + 2);
        }
        std::uint32_t const hash = extension_table::hash(type, t.multiplier);
        std::uint32_t const slot = t.bucket[hash];
        cursor body{p + 4, p + 4 + size};
        extension_rule const& rule = t.rules[slot];
        bool known = rule.type == type;
        if (!known && (rule.type & 0xffffU) == type) {
            if (errc const e = obey(rule.type, body.end == end, known); e != errc::ok) {
                return fail(e, p);
            }
        }
        if (!known) {
            std::uint32_t const bit = std::uint32_t{1} << (hash & 31U);
            if ((w.unknown & bit) != 0) {
                if (errc const e = look_back(w, p, type); e != errc::ok) {
                    return e == errc::too_many_unknown ? e : fail(e, p);
                }
            }
            w.unknown |= bit;
            p = body.end;
            continue;
        }
        std::uint32_t const bit = std::uint32_t{1} << slot;
        if ((w.present & bit) != 0) {
            return fail(errc::duplicate_extension, p); // RFC 8446 4.2
        }
        w.present |= bit;
        bodies[slot] = {body.p, size};
        shape const s = rule.body;
        if (errc const e = check(
                s, [&] { return t.seconds[slot]; }, body);
            e != errc::ok) {
            return fail(e, body.p);
        }
        p = body.end;
    }
}

/// The first extension of a block whose type stands before it in the block, or the end of what is well-formed.
/// Constant space for any number of types: one pass for each high byte of a type, with a bit for each low byte.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr std::uint8_t const* first_duplicate(cursor block) {
    std::uint8_t const* end = block.end;
    for (std::uint32_t high = 0; high < 256; ++high) {
        std::array<std::uint32_t, 8> seen{};
        cursor c{block.p, end};
        while (c.left() >= 4) {
            std::uint32_t const head = load<4>(c.p);
            std::uint32_t const size = head & 0xffffU;
            if (head >> 24U == high) {
                std::uint32_t& word = seen[head >> 21U & 7U];
                std::uint32_t const bit = std::uint32_t{1} << (head >> 16U & 31U);
                if ((word & bit) != 0) {
                    end = c.p; // what stands behind it does not matter any more
                    break;
                }
                word |= bit;
            }
            if (size > c.left() - 4) {
                break;
            }
            c.p += 4 + size;
        }
    }
    return end;
}

/// Checks a block, whatever it holds. On failure `w.block.p` is at the byte that is wrong.
[[gnu::always_inline]] constexpr errc read_block(extension_walk& w, extension_table const& t, byte_view* bodies) {
    w.duplicate = nullptr;
    errc e = walk(w, t, bodies);
    if (e == errc::too_many_unknown) [[unlikely]] {
        w.duplicate = first_duplicate(w.block);
        e = walk(w, t, bodies);
    }
    return e;
}

} // namespace v0
} // namespace flintls

#endif
