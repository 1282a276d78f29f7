// SPDX-License-Identifier: Apache-2.0
/// \file
/// `name_of`: code points as text, from the names of the enumerators. A table is stored only in a program that calls
/// `name_of` for its enum at run time. The tables are in names_*.hpp; names.hpp includes them all.
#ifndef FLINTLS_REGISTRY_NAME_OF_HPP
#define FLINTLS_REGISTRY_NAME_OF_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "flintls/registry/grease.hpp"

namespace flintls {
inline namespace v0 {

/// A row of a table of names.
template <class E> struct named {
    E value;
    char const* name;
};

/// Specialised for each enum that can be printed: `table`, an array of `named<E>`.
template <class E> struct names;

/// The values `first` to `last`.
struct code_range {
    std::uint32_t first;
    std::uint32_t last;
};

/// The spelling of names that are those of the enumerators. Another spelling has another `prefix` or `letter`, or a
/// table `respelt` of the names that differ.
struct as_declared {
    static constexpr char prefix[] = ""; // NOLINT(*-avoid-c-arrays)
    /// \param at a character of an enumerator's name, in a longer text
    static constexpr char letter(char const* at) { return *at; }
};

namespace name_detail {

/// "… Values = {flintls::v0::alert_level::warning, (flintls::v0::alert_level)3}]" (GCC), the same with "<…>" (clang):
/// one text for all values, because each instantiation takes compile time.
template <class E, E... Values> [[nodiscard]] consteval char const* signature() { return __PRETTY_FUNCTION__; }

/// A name, in a longer text.
struct place {
    char const* begin = nullptr; ///< null: the value has no enumerator
    std::size_t size = 0;
};

/// The names in a signature, one for each value of its pack.
template <std::size_t Count> [[nodiscard]] consteval std::array<place, Count> places(char const* p) {
    constexpr char mark[]{"Values = "}; // NOLINT(*-avoid-c-arrays)
    for (std::size_t matched = 0; matched != sizeof mark - 1; ++p) {
        matched = *p == mark[matched] ? matched + 1 : *p == mark[0] ? 1 : 0;
    }
    std::array<place, Count> found{};
    for (place& each : found) {
        ++p; // a bracket, or the blank behind a comma
        bool const declared = *p >= 'a' && *p <= 'z';
        char const* name = p;
        for (; *p != ',' && *p != '}' && *p != '>'; ++p) {
            name = *p == ':' ? p + 1 : name;
        }
        if (declared) {
            each = {name, static_cast<std::size_t>(p - name)};
        }
        ++p;
    }
    return found;
}

template <class E, code_range... Ranges> [[nodiscard]] consteval auto values_in() {
    std::array<E, (std::size_t{0} + ... + (Ranges.last - Ranges.first + 1))> values{};
    std::size_t i = 0;
    for (code_range const range : {Ranges...}) {
        for (std::uint32_t value = range.first; value <= range.last; ++value) {
            values[i++] = static_cast<E>(value);
        }
    }
    return values;
}

/// The name in the table `respelt`, or null.
template <class Spelling, class E> constexpr char const* respelt(E value) {
    if constexpr (requires { Spelling::respelt; }) {
        for (named<E> const& row : Spelling::respelt) {
            if (row.value == value) {
                return row.name;
            }
        }
    }
    return nullptr;
}

struct sizes {
    std::size_t names = 0;
    std::size_t characters = 0; ///< of the names that are not respelt, each with a terminating zero
};

template <class E, class Spelling, code_range... Ranges> struct made {
    static constexpr auto values = values_in<E, Ranges...>();
    static constexpr auto found = []<std::size_t... I>(std::index_sequence<I...>) {
        return places<values.size()>(signature<E, values[I]...>());
    }
    (std::make_index_sequence<values.size()>{});
    static constexpr std::size_t prefix_size = sizeof Spelling::prefix - 1;

    static constexpr sizes size = [] {
        sizes sum;
        for (std::size_t i = 0; i != found.size(); ++i) {
            bool const named = found[i].begin != nullptr;
            bool const derived = named && respelt<Spelling>(values[i]) == nullptr;
            sum.names += named ? 1U : 0U;
            sum.characters += derived ? prefix_size + found[i].size + 1 : 0U;
        }
        return sum;
    }();
    static constexpr std::array<char, size.characters> characters = [] {
        std::array<char, size.characters> text{};
        std::size_t at = 0;
        for (std::size_t i = 0; i != found.size(); ++i) {
            if (found[i].begin == nullptr || respelt<Spelling>(values[i]) != nullptr) {
                continue;
            }
            for (std::size_t k = 0; k != prefix_size; ++k) {
                text[at++] = Spelling::prefix[k];
            }
            for (std::size_t k = 0; k != found[i].size; ++k) {
                text[at++] = Spelling::letter(found[i].begin + k);
            }
            ++at; // the terminating zero
        }
        return text;
    }();
    static constexpr std::array<named<E>, size.names> table = [] {
        std::array<named<E>, size.names> rows{};
        std::size_t row = 0;
        std::size_t at = 0;
        for (std::size_t i = 0; i != found.size(); ++i) {
            if (found[i].begin == nullptr) {
                continue;
            }
            char const* const other = respelt<Spelling>(values[i]);
            rows[row++] = {values[i], other != nullptr ? other : characters.data() + at};
            at += other != nullptr ? 0 : prefix_size + found[i].size + 1;
        }
        return rows;
    }();
};

} // namespace name_detail

/// The names of all enumerators of `E` that have a value in `Ranges`.
template <class E, class Spelling, code_range... Ranges> struct enumerator_names {
    static constexpr auto const& table = name_detail::made<E, Spelling, Ranges...>::table;
};

/// The name as IANA or the RFC spells it, "GREASE" for a value of RFC 8701, null for a value without a name.
template <class E>
    requires requires { names<E>::table; }
constexpr char const* name_of(E value) {
    if constexpr (requires { is_grease(value); }) {
        if (is_grease(value)) {
            return "GREASE";
        }
    }
    for (named<E> const& row : names<E>::table) {
        if (row.value == value) {
            return row.name;
        }
    }
    return nullptr;
}

} // namespace v0
} // namespace flintls

#endif
