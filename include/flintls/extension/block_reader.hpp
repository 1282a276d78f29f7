// SPDX-License-Identifier: Apache-2.0
/// \file
/// One routine that reads the block of any message, by a table of rows: one row for each extension that the message may
/// hold (RFC 8446 4.2, RFC 5246 7.4.1.4). One pass checks and decodes the extensions.
#ifndef FLINTLS_EXTENSION_BLOCK_READER_HPP
#define FLINTLS_EXTENSION_BLOCK_READER_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/extension/placement.hpp"
#include "flintls/extension/walk.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/program.hpp"

namespace flintls {
inline namespace v0 {
namespace values_detail {

/// One extension: its type, the index of its first program word, and the place of its value in units of a pointer's
/// size. For a type that is refused, `words` is `refused` and `to` is the `errc`.
struct row {
    static constexpr std::uint8_t refused = 0xff; ///< there are no words

    std::uint16_t type;
    std::uint8_t words;
    std::uint8_t to;
};

/// The first members of all values.
struct head {
    byte_view block;            ///< without its length; null: the message has no block
    std::uint32_t captured = 0; ///< bit n: the extension of row n is present
    errc refusal = errc::ok;    ///< of the first extension without words, if `judge_unknown` is null
};
static_assert(std::is_standard_layout_v<head>);

/// The state of a pass for the types without a row.
struct unknown_types {
    std::uint32_t hashes = 0;                     ///< a bit for the hash of each such type so far
    std::uint32_t duplicate = duplicates_unknown; ///< the result of `first_duplicate`
};
/// The factor of their hash: usual types and the values of RFC 8701 seldom share a bit.
inline constexpr std::uint32_t multiplier = 0x454b'2a6bU;

/// RFC 8446 4.2: refuses the type without a row at `p` if the block holds the type before `p`, too. At the first two
/// types that share a hash, the whole block is searched for duplicates, once.
[[gnu::noinline]] constexpr errc judge_unknown(unknown_types& known, head const& values, std::uint8_t const* p) {
    std::uint8_t const* const block = values.block.data();
    std::uint32_t const bit = std::uint32_t{1} << (load<2>(p) * multiplier >> 27U);
    if ((known.hashes & bit) != 0) {
        if (known.duplicate == duplicates_unknown) {
            known.duplicate = first_duplicate(block, values.block.size());
        }
        if (static_cast<std::uint32_t>(p - block) + 1 == known.duplicate) {
            return errc::duplicate_extension;
        }
    }
    known.hashes |= bit;
    return errc::ok;
}

/// RFC 8446 4.2: refuses a type without a row that must not stand in this message of TLS 1.3. Precedes any other check.
[[nodiscard, gnu::noinline]] constexpr errc judge_place(std::uint8_t const* p, extension_context where) {
    bool const placed = may_stand_in(static_cast<extension_type>(load<2>(p)), where, protocol_version::tls_1_3);
    return placed ? errc::ok : errc::misplaced_extension;
}
/// For a message that asks: unknown types are ignored.
template <extension_context Where>
constexpr errc judge_request(unknown_types& known, head const& values, std::uint8_t const* p) {
    errc const e = judge_place(p, Where);
    return e != errc::ok ? e : judge_unknown(known, values, p);
}
/// For a message that answers: a type without a row was not asked for.
template <extension_context Where>
constexpr errc judge_answer(unknown_types& /*known*/, head const& /*values*/, std::uint8_t const* p) {
    errc const e = judge_place(p, Where);
    return e != errc::ok ? e : errc::unsolicited_extension;
}

/// The table by which the block of one message is read.
struct table : program_tail {
    row const* rows;
    std::uint8_t const* words;
    errc (*judge_unknown)(unknown_types&, head const&, std::uint8_t const*); ///< null: sets `head::refusal` instead
    std::uint32_t last; ///< the type that must be the last one; above 0xffff: none
    std::uint32_t end;  ///< the bit behind the bit of the last row
    std::uint32_t at;   ///< byte offset of the values in the message
};

/// Reads a block and decodes its extensions. \pre `message` is zeros. After a failure `c.p` is at the wrong byte.
[[gnu::noinline]] inline errc read_block(cursor& c, program_tail const& how, std::uint8_t* message) {
    auto const& t = static_cast<table const&>(how);
    std::uint8_t const* p = c.p;
    auto left = c.left();
    if (left == 0) {
        return errc::ok; // RFC 5246 7.4.1.2
    }
    std::uint32_t size = left;
    if (left < 2 || (size = load<2>(p)) > left - 2) {
        return errc::truncated;
    }
    message += t.at;
    auto& found = *static_cast<head*>(static_cast<void*>(message));
    p += 2;
    unknown_types unknown;
    found.block = {p, size};
    std::uint8_t const* const end = p + size;
    errc e = errc::ok;
    for (;;) {
        left = static_cast<std::uint32_t>(end - p);
        e = errc::ok;
        if (left == 0) {
            break;
        }
        e = errc::truncated;
        if (left < 4) {
            break;
        }
        std::uint32_t const header = load<4>(p);
        std::uint32_t const type = header >> 16U;
        size = header & 0xffffU;
        if (size > left - 4) {
            p += 2;
            break;
        }
        cursor body{p + 4, p + 4 + size};
        e = errc::pre_shared_key_not_last; // RFC 8446 4.2.11
        if (type == t.last && body.end != end) {
            break;
        }
        row const* row = t.rows;
        std::uint32_t bit = 1;
        for (; bit != t.end && row->type != type; ++row) {
            bit <<= 1U;
        }
        e = errc::unsolicited_extension;
        if (bit != t.end) {
            e = static_cast<errc>(row->to);
            if (row->words != row::refused) {
                e = errc::duplicate_extension; // RFC 8446 4.2
                if ((found.captured & bit) != 0) {
                    break;
                }
                found.captured |= bit;
                e = program_detail::run(t.words + row->words, body, message + row->to * sizeof(void*));
                p = body.p;
                if (e != errc::ok) {
                    break;
                }
                e = errc::trailing;
                if (p != body.end) {
                    break;
                }
                continue;
            }
        }
        if (t.judge_unknown == nullptr) {
            found.refusal = found.refusal == errc::ok ? e : found.refusal;
        } else if (bit != t.end || (e = t.judge_unknown(unknown, found, p)) != errc::ok) {
            break;
        }
        p = body.end;
    }
    c.p = p;
    return e;
}

/// The same for a message that must have a block (RFC 8446 4).
inline errc read_required_block(cursor& c, program_tail const& how, std::uint8_t* message) {
    return c.left() == 0 ? errc::truncated : read_block(c, how, message);
}

} // namespace values_detail
} // namespace v0
} // namespace flintls

#endif
