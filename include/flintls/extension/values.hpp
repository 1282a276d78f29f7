// SPDX-License-Identifier: Apache-2.0
/// \file
/// The extensions of a message, decoded in the pass that checks them. `selection` (extension/block.hpp) keeps offsets
/// into the buffer; here the structure keeps the values: the structure is larger, and each use takes less flash.
///
/// One routine reads every block (extension/block_reader.hpp), by a table of rows made here from the declarations of
/// the extensions (wire/program.hpp). The routine gives the verdicts of the walk (extension/walk.hpp), at the same byte
/// (tests/extension/values.cpp compares the two).
#ifndef FLINTLS_EXTENSION_VALUES_HPP
#define FLINTLS_EXTENSION_VALUES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/block.hpp"
#include "flintls/extension/block_reader.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/extension/refusals.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/extension/walk.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/program.hpp"

namespace flintls {
inline namespace v0 {

namespace values_detail {

/// Parses a body by its declaration, and checks the bounds of its number.
template <class Form> constexpr error read_body(byte_view body, Form& value) {
    error const e = parse(body, value);
    if constexpr (requires { Form::allowed; }) {
        std::uint32_t number = 0;
        for (std::uint32_t i = 0; i != min_size<Form> && i != body.size(); ++i) {
            number = number << 8U | body[i];
        }
        bool const too_large = Form::allowed.highest != 0 && number > Form::allowed.highest;
        if (body.size() >= min_size<Form> && (number <= Form::allowed.above || too_large)) {
            return {errc::forbidden_value, 0};
        }
    }
    return e;
}

/// Storage for the value of one extension. A form without members needs none.
template <class E, class Form, bool Empty = std::is_empty_v<Form>> struct slot {
    alignas(void*) Form value{};
    [[nodiscard]] constexpr Form const& get() const { return value; }
    constexpr void set(Form const& to) { value = to; }
};
template <class E, class Form> struct slot<E, Form, true> {
    static constexpr Form value{};
    [[nodiscard]] static constexpr Form const& get() { return value; }
    static constexpr void set(Form const&) {}
};

/// The rows, and the program words of all bodies.
template <extension_context Where, class Rules, class... Es> struct rows_of {
    /// True for a type that is not in the list but has a row, which refuses it.
    static constexpr bool is_bare(extension_type type) {
        return Rules::has_rows && !(... || (Es::type == type)) &&
               Rules::template refusal<Where, Es...>(type) == errc::misplaced_extension;
    }
    static constexpr std::size_t bare_count = [] {
        std::size_t count = 0;
        for (extension_placement const& known : extension_placements) {
            count += is_bare(known.type) ? 1U : 0U;
        }
        return count;
    }();
    static constexpr std::size_t count = sizeof...(Es) + bare_count;

    std::array<row, count + 1> rows{};
    std::array<std::uint8_t, 255> words{};
    std::size_t size = 0;
    bool fits = count < 32;

    /// Adds the words of a body, or shares equal words. \return the index of the first word
    constexpr std::uint8_t place(program_detail::builder const& b) {
        std::size_t at = 0;
        while (at < size && !is_at(b, at)) {
            ++at;
        }
        fits = fits && b.fits && at + b.count < words.size();
        for (std::size_t i = 0; fits && i < b.count; ++i) {
            words[at + i] = b.bytes[i];
            size = size < at + i + 1 ? at + i + 1 : size;
        }
        return static_cast<std::uint8_t>(at);
    }
    template <class E> constexpr void add(row& r, std::size_t to) {
        using form = form_of<E, Where>;
        fits = fits && to / sizeof(void*) < 256;
        errc const e = Rules::template refusal<Where, Es...>(E::type);
        r = e == errc::ok ? row{static_cast<std::uint16_t>(E::type), place(words_of<form>()),
                                static_cast<std::uint8_t>(to / sizeof(void*))}
                          : refused(E::type, e);
    }
    static constexpr row refused(extension_type type, errc e) {
        return {static_cast<std::uint16_t>(type), row::refused, static_cast<std::uint8_t>(e)};
    }
    /// `to`: the byte offset of each value in the structure.
    static constexpr rows_of make(std::array<std::size_t, sizeof...(Es) + 1> const& to) {
        rows_of made;
        [[maybe_unused]] std::size_t i = 0;
        ((made.template add<Es>(made.rows[i], to[i]), ++i), ...);
        for (extension_placement const& known : extension_placements) {
            if (is_bare(known.type)) {
                made.rows[i++] = refused(known.type, errc::misplaced_extension);
            }
        }
        return made;
    }

private:
    constexpr bool is_at(program_detail::builder const& b, std::size_t at) const {
        std::size_t i = 0;
        while (i < b.count && at + i < size && words[at + i] == b.bytes[i]) {
            ++i;
        }
        return i == b.count;
    }
    /// The words of a body. `Form::allowed` adds bounds to a body that is one number.
    template <class Form> static constexpr program_detail::builder words_of() {
        program_detail::builder b = program_detail::build<Form>();
        if constexpr (requires { Form::allowed; }) {
            program_detail::builder bounds;
            bounds.add_word(b.bytes[0], b.bytes[1], Form::allowed.above + 1U, Form::allowed.highest);
            bounds.add(program_detail::stop);
            bounds.fits = bounds.fits && b.fits && b.count == 3;
            return bounds;
        }
        return b;
    }
};

} // namespace values_detail

/// A `found` by reference: `value` aliases the values of the message.
template <class E> struct found_here {
    E const& value;
    bool present;

    constexpr operator found<E>() const { return {value, present}; }
    [[nodiscard]] constexpr explicit operator bool() const { return present; }
    /// \pre present
    [[nodiscard]] constexpr E const& operator*() const { return value; }
    [[nodiscard]] constexpr E const* operator->() const { return &value; }
};

/// The extensions `Es` of a message, under the rules of `extension_values` or `answer_values`.
template <class Rules, extension_context Where, class... Es>
class basic_extension_values : values_detail::head, values_detail::slot<Es, form_of<Es, Where>>... {
    using self = basic_extension_values;
    using made = values_detail::rows_of<Where, Rules, Es...>;
    /// RFC 5246 7.4.1.2, 7.4.1.3: a hello may end before its block.
    static constexpr bool may_be_missing =
        Where == extension_context::client_hello || Where == extension_context::server_hello;
    template <class E> using slot = values_detail::slot<E, form_of<E, Where>>;
    static_assert(Rules::template reads<Where, Es...>,
                  "flintls: these rules do not read the extensions of this message");
    static_assert(Rules::template knows_answers<Where, Es...>,
                  "flintls: a hello asks for an extension that is not in the list of its answer's");

public:
    constexpr basic_extension_values() = default;

    [[nodiscard]] constexpr bool present() const { return !is_null(block.data()); } ///< false: no block
    [[nodiscard]] constexpr extension_view all() const {
        return present() ? extension_view{extension_view::list::from_encoded(block)} : extension_view{};
    }

    template <class E> [[nodiscard]] constexpr bool has() const {
        static_assert(index_of<E>() < sizeof...(Es), "flintls: this extension is not in the policy's list");
        return (captured >> index_of<E>() & 1U) != 0;
    }
    /// `E` in the form that it has in this message. Aliases this object.
    template <class E> [[nodiscard]] constexpr found_here<form_of<E, Where>> get() const& {
        return {slot<E>::get(), has<E>()};
    }
    template <class E> found_here<form_of<E, Where>> get() const&& = delete;

    /// Why the first extension without a place here is refused. ok: there is none, or parsing refuses it.
    [[nodiscard]] constexpr errc refused() const { return refusal; }

    /// Reads the block, for the codec `extension_block`.
    constexpr errc read(cursor& c) {
        if constexpr (Rules::has_rows) {
            return read_by_walk(c);
        } else {
            return read_in_order(c);
        }
    }

private:
    template <class E> static constexpr std::size_t index_of() {
        std::size_t i = 0;
        static_cast<void>((... || (Es::type == E::type || (++i, false))));
        return i;
    }
    template <class E> static constexpr std::size_t offset_of() {
        if constexpr (!std::is_empty_v<form_of<E, Where>>) {
            return program_detail::offset_in<self>(
                [](self const& m) { return static_cast<void const*>(&static_cast<slot<E> const&>(m).value); });
        }
        return 0;
    }
    static constexpr std::array<values_detail::row, made::count> rows = [] {
        constexpr made all = made::make({offset_of<Es>()...});
        static_assert(all.fits);
        std::array<values_detail::row, made::count> its_rows{};
        for (std::size_t i = 0; i < its_rows.size(); ++i) {
            its_rows[i] = all.rows[i];
        }
        return its_rows;
    }();
    static constexpr std::array<std::uint8_t, made::make({}).size> words = [] {
        constexpr made all = made::make({});
        std::array<std::uint8_t, all.size> its_words{};
        for (std::size_t i = 0; i < all.size; ++i) {
            its_words[i] = all.words[i];
        }
        return its_words;
    }();

    constexpr errc read_by_walk(cursor& c) {
        selection<Where, Es...> chosen;
        auto const& rules = basic_extension_set<Where, !Rules::judges, Es...>::table;
        if (errc const e = extension_block<Where>::read(c, chosen, rules); e != errc::ok) {
            return e;
        }
        *this = {};
        block = chosen.all().encoded();
        if constexpr (Rules::judges) {
            for (raw_extension const& each : all()) {
                refusal = refusal == errc::ok ? Rules::template refusal<Where, Es...>(each.type) : refusal;
            }
        }
        (take<Es>(chosen), ...);
        return errc::ok;
    }
    /// Judges each extension before it reads the next one.
    constexpr errc read_in_order(cursor& c) {
        byte_view bytes;
        *this = {};
        if (may_be_missing && c.p == c.end) {
            return errc::ok; // RFC 5246 7.4.1.3
        }
        if (errc const e = opaque<0, 0xffff>::read(c, bytes); e != errc::ok) {
            return e;
        }
        block = bytes;
        values_detail::unknown_types unknown;
        cursor in{bytes.data(), bytes.data() + bytes.size()};
        errc e = errc::ok;
        while (e == errc::ok && in.p != in.end) {
            c.p = in.p;
            raw_extension each;
            e = in.left() < 4 ? errc::truncated : nested<raw_extension>::read(in, each);
            if (e != errc::ok) {
                c.p = in.p;
            } else if (!(... || take_raw<Es>(each, c, e))) {
                e = Rules::template judge_bare<Where>(unknown, *this, c.p);
            }
        }
        c.p = e == errc::ok ? in.end : c.p;
        return e;
    }
    /// \return true if `each` has the type of `E`. \pre `c.p` is at its header
    template <class E> constexpr bool take_raw(raw_extension const& each, cursor& c, errc& e) {
        if (each.type != E::type) {
            return false;
        }
        e = Rules::template refusal<Where, Es...>(E::type);
        if (e == errc::ok && has<E>()) {
            e = errc::duplicate_extension; // RFC 8446 4.2
        }
        if (e == errc::ok) {
            form_of<E, Where> its_value{};
            error const found = values_detail::read_body(each.body, its_value);
            captured |= std::uint32_t{1} << index_of<E>();
            slot<E>::set(its_value);
            e = found.what();
            c.p = each.body.data() + found.offset();
        }
        return true;
    }
    template <class E> constexpr void take(selection<Where, Es...> const& chosen) {
        auto const each = chosen.template get<E>();
        if (each && Rules::template refusal<Where, Es...>(E::type) == errc::ok) {
            captured |= std::uint32_t{1} << index_of<E>();
            slot<E>::set(*each);
        }
    }

public:
    static constexpr bool has_tail = made::make({}).fits;
    /// The table by which the routine for all blocks reads these values, at byte `At` of a message of `Size` bytes.
    template <std::size_t At, std::size_t Size>
    static constexpr values_detail::table tail = [] {
        static_assert(Size < 0x1'0000);
        values_detail::table t{};
        t.read = may_be_missing ? &values_detail::read_block : &values_detail::read_required_block;
        t.message_size = Size;
        t.rows = rows.data();
        t.words = words.data();
        t.judge_unknown = Rules::template judge_bare<Where>;
        t.last = Where == extension_context::client_hello ? static_cast<std::uint32_t>(extension_type::pre_shared_key)
                                                          : 0x1'0000U;
        t.end = 1U << made::count;
        t.at = At;
        return t;
    }();
};

/// The extensions `Es` of a hello `Where`, checked like a `selection` of them.
template <extension_context Where, class... Es>
using extension_values = basic_extension_values<values_detail::by_placement, Where, Es...>;

/// The extensions of a ServerHello, for a reader that knows the hello: `Hello::asks(type)`. As in
/// `server_hello_to_judge`, an extension without a place here is no parse error, because the version is judged first.
/// `refused()` judges the first such extension (RFC 5246 7.4.1.4): unsolicited_extension, or misplaced_extension for a
/// type that the hello asks for and no ServerHello may carry. `read`, by the walk, finds more errors in extensions that
/// are refused later:
/// - duplicate_extension, for a type that is not in the list;
/// - an error in the body of an extension that is in the list and was not asked for.
template <class Hello, class... Es>
using answer_values = basic_extension_values<values_detail::by_hello<Hello>, extension_context::server_hello, Es...>;

namespace values_detail {
template <class List> struct of_list;
template <class... Es> struct of_list<extension_list<Es...>> {
    template <extension_context Where> using placed = extension_values<Where, Es...>;
    template <class Hello> using answer = answer_values<Hello, Es...>;
};
} // namespace values_detail

/// The same for an `extension_list`.
template <extension_context Where, class List>
using extension_values_of = typename values_detail::of_list<List>::template placed<Where>;
template <class Hello, class List>
using answer_values_of = typename values_detail::of_list<List>::template answer<Hello>;

namespace tls13 {

/// The extensions `Es` of a CertificateRequest or a NewSessionTicket, which answer no hello. A type that RFC 8446 4.2
/// does not place there is a misplaced_extension, at its type; unknown types are ignored.
template <extension_context Where, class... Es>
using extension_values = basic_extension_values<values_detail::by_placement_in_1_3, Where, Es...>;

/// The extensions of a message that answers a hello, `Hello::asks(type)`: ServerHello, HelloRetryRequest,
/// EncryptedExtensions, and an entry of Certificate. By RFC 8446 4.2 each one in turn is refused: misplaced_extension
/// for a type without a place there, unsolicited_extension for any other type that was not asked for, except a cookie
/// in a HelloRetryRequest.
template <extension_context Where, class Hello, class... Es>
using answer_values = basic_extension_values<values_detail::by_hello_in_1_3<Hello>, Where, Es...>;

namespace list_detail {
template <class List> struct of_list;
template <class... Es> struct of_list<extension_list<Es...>> {
    template <extension_context Where> using placed = extension_values<Where, Es...>;
    template <extension_context Where, class Hello> using answer = answer_values<Where, Hello, Es...>;
};
} // namespace list_detail

/// The same for an `extension_list`.
template <extension_context Where, class List>
using extension_values_of = typename list_detail::of_list<List>::template placed<Where>;
template <extension_context Where, class Hello, class List>
using answer_values_of = typename list_detail::of_list<List>::template answer<Where, Hello>;

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
