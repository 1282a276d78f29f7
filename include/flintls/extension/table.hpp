// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a pass over an extensions block looks for, made at compile time from a list of extensions and put into flash.
#ifndef FLINTLS_EXTENSION_TABLE_HPP
#define FLINTLS_EXTENSION_TABLE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/placement.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// Extensions that a policy wants typed; a list of types and nothing else.
template <class... Extensions> struct extension_list {};

/// The bounds of a body that is one number, where its specification rules the others out.
struct value_range {
    std::uint8_t above;   ///< forbidden up to here
    std::uint8_t highest; ///< 0: no limit
};

namespace table_detail {
template <class E, extension_context Where> constexpr auto pick_form() {
    constexpr bool answers = Where == extension_context::server_hello ||
                             Where == extension_context::hello_retry_request ||
                             Where == extension_context::encrypted_extensions;
    if constexpr (Where == extension_context::hello_retry_request && requires { typename E::in_hello_retry_request; }) {
        return std::type_identity<typename E::in_hello_retry_request>{};
    } else if constexpr (answers && requires { typename E::in_server_hello; }) {
        return std::type_identity<typename E::in_server_hello>{};
    } else {
        return std::type_identity<E>{};
    }
}
} // namespace table_detail

/// The form of extension `E` in a message: `E` itself, unless it says that it looks different there.
template <class E, extension_context Where>
using form_of = typename decltype(table_detail::pick_form<E, Where>())::type;

/// What an extension of one type must look like.
struct extension_rule {
    static constexpr std::uint32_t captured = 0;             ///< typed: body checked and kept
    static constexpr std::uint32_t captured_last = 0x1'0000; ///< the same, and nothing may follow
    static constexpr std::uint32_t last = 0x2'0000;          ///< nothing may follow; the body is not looked at
    static constexpr std::uint32_t misplaced = 0x4'0000;     ///< must not stand here
    static constexpr std::uint32_t none = 0x8'0000;          ///< no rule

    std::uint32_t type = none; ///< the type, and one of the above
    shape body;
};

/// The rules of one message, found by a hash without collisions.
struct extension_table {
    static constexpr std::size_t buckets = 64;

    std::array<std::uint8_t, buckets> bucket{}; ///< hash of a type -> index of the only rule that can be its own
    std::uint32_t multiplier = 0;
    extension_rule const* rules = nullptr;
    shape const* seconds = nullptr; ///< by rule, where a body has two shapes

    [[nodiscard, gnu::always_inline]] static constexpr std::uint32_t hash(std::uint32_t type, std::uint32_t factor) {
        return type * factor >> 26U;
    }
};

namespace table_detail {

/// Extensions that real clients send: where they have no rule, they should at least not look like each other.
inline constexpr auto usual_types = std::to_array<std::uint16_t>(
    {0, 5, 10, 11, 13, 16, 17, 18, 21, 22, 23, 27, 28, 34, 35, 43, 45, 49, 50, 51, 17613, 65037, 65281});

template <std::size_t Count>
[[nodiscard]] constexpr bool separates(std::array<extension_rule, Count> const& rules, std::uint32_t factor,
                                       bool usual_too) {
    std::array<bool, extension_table::buckets> rule_taken{};
    for (extension_rule const& rule : rules) {
        bool& taken = rule_taken[extension_table::hash(rule.type & 0xffffU, factor)];
        if (taken) {
            return false;
        }
        taken = true;
    }
    std::array<bool, 32> taken{};
    for (std::uint16_t const type : usual_types) {
        bool has_rule = false;
        for (extension_rule const& rule : rules) {
            has_rule = has_rule || (rule.type & 0xffffU) == type;
        }
        bool& mine = taken[extension_table::hash(type, factor) % 32];
        if (usual_too && !has_rule && mine) {
            return false;
        }
        mine = mine || !has_rule;
    }
    return true;
}

template <std::size_t Count>
[[nodiscard]] constexpr std::uint32_t find_multiplier(std::array<extension_rule, Count> const& rules) {
    for (int strict = 1; strict >= 0; --strict) {
        std::uint32_t factor = 0x9e37'79b1U; // 2^32 over the golden ratio
        for (int i = 0; i < 2000; ++i, factor = factor * 5 + 2) {
            if (separates(rules, factor, strict != 0)) {
                return factor;
            }
        }
    }
    return 0;
}

template <class E> constexpr body_shape ruled_shape() {
    body_shape body = shape_of<E>;
    if constexpr (requires { E::allowed; }) {
        body.first.add(shape::ranged, 1);
        body.first.add(shape::min, E::allowed.above);
        body.first.add(shape::inner_min, E::allowed.highest);
    }
    return body;
}

/// Types that are not captured and yet have a rule in this message.
template <extension_context Where, class... Es> constexpr std::uint32_t bare_mark(extension_type type) {
    if (((Es::type == type) || ...)) {
        return extension_rule::captured;
    }
    if (Where == extension_context::client_hello && type == extension_type::pre_shared_key) {
        return extension_rule::last; // RFC 8446 4.2.11, also when nobody wants to read it
    }
    // A peek at a hello without its context applies no placement: sizeof...(Es) is 0 then.
    return sizeof...(Es) != 0 && !may_ever_stand_in(type, Where) ? extension_rule::misplaced : extension_rule::captured;
}

} // namespace table_detail

/// The table for a message and the extensions that are wanted typed; those take the first slots, in their order.
template <extension_context Where, class... Es> class extension_set {
    static constexpr std::size_t bare_count = [] {
        std::size_t count = 0;
        for (extension_placement const& known : extension_placements) {
            count += table_detail::bare_mark<Where, Es...>(known.type) != extension_rule::captured ? 1 : 0;
        }
        return count;
    }();
    static constexpr std::size_t count = sizeof...(Es) + bare_count == 0 ? 1 : sizeof...(Es) + bare_count;
    static_assert(count <= 32, "flintls: too many extensions in one list");

    static constexpr auto rules = [] {
        std::array<extension_rule, count> all{};
        std::size_t i = 0;
        ((all[i++] = {static_cast<std::uint32_t>(Es::type), table_detail::ruled_shape<form_of<Es, Where>>().first}),
         ...);
        for (extension_rule& rule : all) {
            if (Where == extension_context::client_hello &&
                rule.type == static_cast<std::uint32_t>(extension_type::pre_shared_key)) {
                rule.type |= extension_rule::captured_last;
            }
        }
        for (extension_placement const& known : extension_placements) {
            std::uint32_t const mark = table_detail::bare_mark<Where, Es...>(known.type);
            if (mark != extension_rule::captured) {
                all[i++].type = static_cast<std::uint32_t>(known.type) | mark;
            }
        }
        return all;
    }();
    static constexpr bool has_seconds =
        ((shape_of<form_of<Es, Where>>.first.template get<shape::second>() != 0) || ...);
    static constexpr auto seconds = [] {
        std::array<shape, has_seconds ? sizeof...(Es) : 1> all{};
        std::size_t i = 0;
        (void)((has_seconds ? (all[i++] = shape_of<form_of<Es, Where>>.second, true) : false) || ...);
        return all;
    }();

public:
    static constexpr extension_table table = [] {
        extension_table t;
        t.multiplier = table_detail::find_multiplier(rules);
        t.rules = rules.data();
        t.seconds = seconds.data();
        for (std::size_t i = 0; i < count; ++i) {
            t.bucket[extension_table::hash(rules[i].type & 0xffffU, t.multiplier)] = static_cast<std::uint8_t>(i);
        }
        return t;
    }();
    static_assert(table.multiplier != 0);

    /// Where `E` stands in the list.
    template <class E> static constexpr std::size_t slot_of() {
        std::size_t i = 0;
        bool const found = ((Es::type == E::type || (++i, false)) || ...);
        return found ? i : sizeof...(Es);
    }
};

} // namespace v0
} // namespace flintls

#endif
