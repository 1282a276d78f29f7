// SPDX-License-Identifier: Apache-2.0
/// \file
/// The table for a pass over an extensions block (extension/walk.hpp), made at compile time from a list of extensions.
#ifndef FLINTLS_EXTENSION_TABLE_HPP
#define FLINTLS_EXTENSION_TABLE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/context.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

namespace table_detail {
template <class E, extension_context Where> constexpr auto pick_form() {
    constexpr bool answers = Where == extension_context::server_hello ||
                             Where == extension_context::hello_retry_request ||
                             Where == extension_context::encrypted_extensions;
    if constexpr (Where == extension_context::hello_retry_request && requires { typename E::in_hello_retry_request; }) {
        return std::type_identity<typename E::in_hello_retry_request>{};
    } else if constexpr (Where == extension_context::certificate && requires { typename E::in_certificate; }) {
        return std::type_identity<typename E::in_certificate>{};
    } else if constexpr (Where == extension_context::certificate_request &&
                         requires { typename E::in_certificate_request; }) {
        return std::type_identity<typename E::in_certificate_request>{};
    } else if constexpr (Where == extension_context::new_session_ticket &&
                         requires { typename E::in_new_session_ticket; }) {
        return std::type_identity<typename E::in_new_session_ticket>{};
    } else if constexpr (answers && requires { typename E::in_server_hello; }) {
        return std::type_identity<typename E::in_server_hello>{};
    } else {
        return std::type_identity<E>{};
    }
}
} // namespace table_detail

/// The form of extension `E` in a message: `E` itself, unless `E` declares another form for the message (`in_…`).
template <class E, extension_context Where>
using form_of = typename decltype(table_detail::pick_form<E, Where>())::type;

/// The rule for one type of extension.
struct extension_rule {
    static constexpr std::uint32_t captured = 0;         ///< the body is checked, and its offset kept
    static constexpr std::uint32_t last = 0x2'0000;      ///< no extension may follow; the body is not checked
    static constexpr std::uint32_t misplaced = 0x4'0000; ///< must not stand in this message
    static constexpr std::uint32_t none = 0x8'0000;      ///< no rule

    std::uint32_t type = none; ///< the type, plus one of the marks above
    shape body;
};

/// The rules of one message, found by a hash without collisions.
struct extension_table {
    static constexpr std::size_t buckets = 64;

    std::array<std::uint8_t, buckets> bucket{}; ///< hash of a type -> index of the only rule that may match
    std::uint32_t multiplier = 0;
    extension_rule const* rules = nullptr;
    shape const* seconds = nullptr; ///< the further shapes of bodies that have several

    [[nodiscard, gnu::always_inline]] static constexpr std::uint32_t hash(std::uint32_t type, std::uint32_t factor) {
        return type * factor >> 26U;
    }
};

namespace table_detail {

/// Types that real clients send. Those without a rule should have different hashes.
inline constexpr auto usual_types = std::to_array<std::uint16_t>(
    {0, 5, 10, 11, 13, 16, 17, 18, 21, 22, 23, 27, 28, 34, 35, 43, 45, 49, 50, 51, 17613, 51764, 65037, 65281});

// These functions run for hundreds of factors at compile time, where each call is slow. The loops make no calls: they
// repeat `extension_table::hash` inline, and use pointers in place of indices.

/// True if each type has its own bucket.
[[nodiscard]] constexpr bool separates(std::uint32_t const* type, std::uint32_t const* end, std::uint32_t factor) {
    std::uint64_t taken = 0;
    for (; type != end; ++type) {
        std::uint64_t const before = taken;
        taken |= std::uint64_t{1} << (*type * factor >> 26U);
        if (taken == before) {
            return false;
        }
    }
    return true;
}

/// The usual types that have no rule.
struct ruleless_types {
    std::array<std::uint32_t, usual_types.size()> types{};
    std::size_t count = 0;

    template <std::size_t Count>
    constexpr explicit ruleless_types(std::array<std::uint32_t, Count> const& ruled_types) {
        for (std::uint16_t const type : usual_types) {
            bool ruled = false;
            for (std::uint32_t const each : ruled_types) {
                ruled = ruled || each == type;
            }
            types[count] = type;
            count += ruled ? 0U : 1U;
        }
    }
    /// The cost of a factor: how many of these types, and of the sixteen GREASE values (RFC 8701 2), share a bit of the
    /// mask for unknown types. Stops at `enough`.
    [[nodiscard]] constexpr int clashes(std::uint32_t factor, int enough) const {
        int sum = 0;
        std::uint32_t bits = 0;
        std::uint32_t const* type = types.data();
        for (std::uint32_t const* const end = type + count; type != end && sum < enough; ++type) {
            std::uint32_t const bit = std::uint32_t{1} << (*type * factor >> 26U & 31U);
            sum += (bits & bit) != 0 ? 16 : 0;
            bits |= bit;
        }
        for (std::uint32_t grease = 0x0a0a; grease < 0x1'0000 && sum < enough; grease += 0x1010) {
            std::uint32_t const bit = std::uint32_t{1} << (grease * factor >> 26U & 31U);
            sum += (bits & bit) != 0 ? 1 : 0;
            bits |= bit;
        }
        return sum;
    }
};

/// The best of `tries` factors that separate the types. The number is limited because clang gives up a constant
/// expression after about a million steps.
template <std::size_t Count>
[[nodiscard]] constexpr std::uint32_t find_multiplier(std::array<extension_rule, Count> const& rules, int tries) {
    std::array<std::uint32_t, Count> types{};
    for (std::size_t i = 0; i < Count; ++i) {
        types[i] = rules[i].type & 0xffffU;
    }
    ruleless_types const others{types};
    std::uint32_t const* const begin = types.data();
    std::uint32_t const* const end = begin + Count;
    std::uint32_t factor = 0x9e37'79b1U; // 2^32 over the golden ratio
    std::uint32_t best = 0;
    int fewest = 0xffff;
    int tried = 0;
    for (int i = 0; i < 4000 && tried < tries; ++i, factor = factor * 5 + 2) {
        if (!separates(begin, end, factor)) {
            continue;
        }
        ++tried;
        if (int const count = others.clashes(factor, fewest); count < fewest) {
            fewest = count;
            best = factor;
        }
    }
    return best;
}

/// The first shape of an extension in a table; the further shapes are appended to `seconds`, which holds `count`.
template <class E, extension_context Where, std::size_t Room>
constexpr shape place_shape(std::array<shape, Room>& seconds, std::size_t& count) {
    body_shape body = shape_of<E>;
    for (std::size_t i = 1; i < body.count; ++i) {
        body.parts[i - 1].add(shape::second, count + i);
    }
    for (std::size_t i = 1; i < body.count; ++i) {
        seconds[count++] = body.parts[i];
    }
    shape s = body.parts[0];
    if (Where == extension_context::client_hello && E::type == extension_type::pre_shared_key) {
        s.add(shape::last, 1); // RFC 8446 4.2.11
    }
    if constexpr (requires { E::allowed; }) {
        s.add(shape::ranged, 1);
        s.add(shape::need, E::allowed.above);
        s.add(shape::inner_min, E::allowed.highest);
    }
    return s;
}

/// `extension_rule::type` of a captured type. A list may name an extension of another message, such as a cookie.
template <extension_context Where, bool Placed> constexpr std::uint32_t captured_type(extension_type type) {
    auto const number = static_cast<std::uint32_t>(type);
    return !Placed || may_ever_stand_in(type, Where) ? number : number | extension_rule::misplaced;
}

/// The mark of a type that is not captured but has a rule in this message; else `captured`.
template <extension_context Where, bool Placed, class... Es> constexpr std::uint32_t bare_mark(extension_type type) {
    if (((Es::type == type) || ...)) {
        return extension_rule::captured;
    }
    if (Where == extension_context::client_hello && type == extension_type::pre_shared_key) {
        return extension_rule::last; // RFC 8446 4.2.11, also if the list has no pre_shared_key
    }
    // A HelloRetryRequest counts as a ServerHello until its random is read, and its version is judged first.
    bool const retry =
        Where == extension_context::server_hello && may_ever_stand_in(type, extension_context::hello_retry_request);
    // A peek at a hello has no context and applies no placement: sizeof...(Es) is 0 then.
    bool const misplaced = Placed && sizeof...(Es) != 0 && !retry && !may_ever_stand_in(type, Where);
    return misplaced ? extension_rule::misplaced : extension_rule::captured;
}

} // namespace table_detail

/// The table for a message and the extensions `Es` to capture, which take the first slots in their order. `Placed`:
/// types without a place in the message are refused; otherwise a reader with more context judges them
/// (extension/values.hpp).
template <extension_context Where, bool Placed, class... Es> class basic_extension_set {
    static constexpr std::size_t bare_count = [] {
        std::size_t count = 0;
        for (extension_placement const& known : extension_placements) {
            count += table_detail::bare_mark<Where, Placed, Es...>(known.type) != extension_rule::captured ? 1U : 0U;
        }
        return count;
    }();
    static constexpr std::size_t count = sizeof...(Es) + bare_count == 0 ? 1 : sizeof...(Es) + bare_count;
    static_assert(count <= 32, "flintls: too many extensions in one list");

    static constexpr std::size_t second_count = (std::size_t{0} + ... + (shape_of<form_of<Es, Where>>.count - 1));
    static_assert(second_count < 4, "flintls: too many extensions of several parts in one list");
    struct made {
        std::array<extension_rule, count> rules{};
        std::array<shape, second_count + 1> seconds{};
    };
    static constexpr made all = [] {
        made m;
        auto& rules = m.rules;
        std::size_t i = 0;
        [[maybe_unused]] std::size_t seconds_so_far = 0;
        ((rules[i++] = {table_detail::captured_type<Where, Placed>(Es::type),
                        table_detail::place_shape<form_of<Es, Where>, Where>(m.seconds, seconds_so_far)}),
         ...);
        for (extension_placement const& known : extension_placements) {
            std::uint32_t const mark = table_detail::bare_mark<Where, Placed, Es...>(known.type);
            if (mark != extension_rule::captured) {
                rules[i++].type = static_cast<std::uint32_t>(known.type) | mark;
            }
        }
        return m;
    }();
    // Two objects, so that a program that needs only one of them keeps the other out of flash.
    static constexpr auto rules = all.rules;
    static constexpr auto seconds = all.seconds;
    // For one or two extensions a good factor is enough: fewer tries save compile time.
    static constexpr std::uint32_t multiplier = table_detail::find_multiplier(rules, sizeof...(Es) <= 2 ? 16 : 700);

public:
    /// Made only where it is used, because the search for the factor takes compile time.
    static constexpr extension_table table = [] {
        static_assert(multiplier != 0);
        extension_table t;
        t.multiplier = multiplier;
        t.rules = rules.data();
        t.seconds = seconds.data();
        for (std::size_t i = 0; i < count; ++i) {
            t.bucket[extension_table::hash(rules[i].type & 0xffffU, t.multiplier)] = static_cast<std::uint8_t>(i);
        }
        return t;
    }();

    /// The index of `E` in the list; sizeof...(Es) if absent.
    template <class E> static constexpr std::size_t slot_of() {
        std::size_t i = 0;
        bool const found = ((Es::type == E::type || (++i, false)) || ...);
        return found ? i : sizeof...(Es);
    }
};
template <extension_context Where, class... Es> using extension_set = basic_extension_set<Where, true, Es...>;

} // namespace v0
} // namespace flintls

#endif
