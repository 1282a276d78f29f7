// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reads the block of a message by rows, one for each extension that the message may hold (RFC 8446 4.2, RFC 5246 7.4.1.4): one
/// routine for every message, in the one pass that checks all of them.
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

/// An extension: its type, where its words begin, and where its value goes, counted in pointers; or why it is refused.
struct row {
    static constexpr std::uint8_t refused = 0xff; ///< no words

    std::uint16_t type;
    std::uint8_t words;
    std::uint8_t to;
};

/// What all values have at their beginning.
struct head {
    byte_view block;            ///< without its length; no address: the message ends before it
    std::uint32_t captured = 0; ///< a bit for each row
    errc refusal = errc::ok;    ///< of the first one that has no words, where a reader judges that
};
static_assert(std::is_standard_layout_v<head>);

/// What a pass knows of the types that have no row.
struct unknown_types {
    std::uint32_t hashes = 0;                     ///< a bit for each that was met
    std::uint32_t duplicate = duplicates_unknown; ///< as `first_duplicate` says it
};
/// For these the factor of the hash: usual types and the values of RFC 8701 seldom share a bit.
inline constexpr std::uint32_t multiplier = 0x454b'2a6bU;

/// RFC 8446 4.2: a type without a row stands at `p`. Did it stand before it? Where two may be the same, all are searched once.
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

/// RFC 8446 4.2: of a type without a row, what comes before anything else in TLS 1.3: may it stand in this message?
[[nodiscard, gnu::noinline]] constexpr errc judge_place(std::uint8_t const* p, extension_context where) {
    bool const placed = may_stand_in(static_cast<extension_type>(load<2>(p)), where, protocol_version::tls_1_3);
    return placed ? errc::ok : errc::misplaced_extension;
}
/// A block that asks: what is not known is ignored.
template <extension_context Where>
constexpr errc judge_request(unknown_types& known, head const& values, std::uint8_t const* p) {
    errc const e = judge_place(p, Where);
    return e != errc::ok ? e : judge_unknown(known, values, p);
}
/// A block that answers: what was asked for has a row.
template <extension_context Where>
constexpr errc judge_answer(unknown_types& /*known*/, head const& /*values*/, std::uint8_t const* p) {
    errc const e = judge_place(p, Where);
    return e != errc::ok ? e : errc::unsolicited_extension;
}

/// How the block of one message is read.
struct table : program_tail {
    row const* rows;
    std::uint8_t const* words;
    errc (*judge_unknown)(unknown_types&, head const&, std::uint8_t const*); ///< none: duplicates of them do not matter
    std::uint32_t last; ///< a type that must be the last; above 0xffff: none
    std::uint32_t end;  ///< a bit for the row behind all rows
    std::uint32_t at;   ///< of the values in the message
};

/// Reads a block, and what its extensions hold, into a message of zeros; on failure `c.p` is at the byte that is wrong.
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

/// The same where a message does not end before its block (RFC 8446 4).
inline errc read_required_block(cursor& c, program_tail const& how, std::uint8_t* message) {
    return c.left() == 0 ? errc::truncated : read_block(c, how, message);
}

} // namespace values_detail
} // namespace v0
} // namespace flintls

#endif
