// SPDX-License-Identifier: Apache-2.0
/// \file
/// The extensions of a message, decoded in the one pass that checks them. What `selection` (extension/block.hpp) keeps as
/// places in the buffer is here at hand: more bytes of a structure, fewer of flash wherever an extension is asked for.
///
/// One routine reads every block (extension/block_reader.hpp), by a table of rows made here from the declarations of the
/// extensions (wire/program.hpp). It gives the verdicts of the walk (extension/walk.hpp), at the same byte (tests/extension/values.cpp compares the two).
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

/// A body by its declaration, and by the bounds of its number.
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

/// The value of one extension; where it has no members there is none.
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

/// The words of all bodies, and the rows.
template <extension_context Where, class Rules, class... Es> struct rows_of {
    /// Is it not in the list, and has a row all the same?
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

    /// Adds words, or finds them.
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
    /// `to`: where the value of each goes.
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
    /// A body that is one number may have bounds beside its declaration.
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

/// A `found` that refers to the value.
template <class E> struct found_here {
    E const& value;
    bool present;

    constexpr operator found<E>() const { return {value, present}; }
    [[nodiscard]] constexpr explicit operator bool() const { return present; }
    /// \pre present
    [[nodiscard]] constexpr E const& operator*() const { return value; }
    [[nodiscard]] constexpr E const* operator->() const { return &value; }
};

/// The extensions `Es` of a hello, by the rules of `extension_values` or of `answer_values`.
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

    [[nodiscard]] constexpr bool present() const { return !is_null(block.data()); } ///< is there a block?
    [[nodiscard]] constexpr extension_view all() const {
        return present() ? extension_view{extension_view::list::from_encoded(block)} : extension_view{};
    }

    template <class E> [[nodiscard]] constexpr bool has() const {
        static_assert(index_of<E>() < sizeof...(Es), "flintls: this extension is not in the policy's list");
        return (captured >> index_of<E>() & 1U) != 0;
    }
    /// `E`, in the form that it has in this message, where it is.
    template <class E> [[nodiscard]] constexpr found_here<form_of<E, Where>> get() const& {
        return {slot<E>::get(), has<E>()};
    }
    template <class E> found_here<form_of<E, Where>> get() const&& = delete;

    /// What is wrong with the first extension that has no place here; ok: nothing, or it was an error already.
    [[nodiscard]] constexpr errc refused() const { return refusal; }

    /// As a codec reads it.
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
    /// Each is judged before the next one is looked at.
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
    /// \return is this its type? `c` is at its header
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
    /// How a routine for every message reads it in one of `Size` bytes, in which it is at byte `At`.
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

/// The extensions `Es` of a hello in `Where`, checked as a `selection` of them.
template <extension_context Where, class... Es>
using extension_values = basic_extension_values<values_detail::by_placement, Where, Es...>;

/// The extensions of a ServerHello, for who knows the hello that it answers: `Hello::asks(type)`. As in
/// `server_hello_to_judge` what has no place here is no error of the message, because the version comes first; the first such
/// type is judged on the way all the same, `refused()` (RFC 5246 7.4.1.4): unsolicited_extension, or misplaced_extension for
/// what was asked and no ServerHello may answer. The walk finds more that is wrong with what will be refused:
/// - a type that stands twice, of those that are not in the list: duplicate_extension;
/// - what is wrong with the body of one in the list that was not asked for.
template <class Hello, class... Es>
using answer_values = basic_extension_values<values_detail::by_hello<Hello>, extension_context::server_hello, Es...>;

namespace values_detail {
template <class List> struct of_list;
template <class... Es> struct of_list<extension_list<Es...>> {
    template <extension_context Where> using placed = extension_values<Where, Es...>;
    template <class Hello> using answer = answer_values<Hello, Es...>;
};
} // namespace values_detail

/// The same of an `extension_list`.
template <extension_context Where, class List>
using extension_values_of = typename values_detail::of_list<List>::template placed<Where>;
template <class Hello, class List>
using answer_values_of = typename values_detail::of_list<List>::template answer<Hello>;

namespace tls13 {

/// The extensions `Es` of a message that asks, CertificateRequest or NewSessionTicket. What RFC 8446 4.2 does not place there
/// is a misplaced_extension at its type; what is not known is ignored.
template <extension_context Where, class... Es>
using extension_values = basic_extension_values<values_detail::by_placement_in_1_3, Where, Es...>;

/// The extensions of a message that answers a hello, `Hello::asks(type)`: ServerHello, HelloRetryRequest,
/// EncryptedExtensions, and an entry of Certificate. Each in its turn, by RFC 8446 4.2: what has no place there is a
/// misplaced_extension, anything else that was not asked for an unsolicited_extension, a cookie in a HelloRetryRequest
/// excepted.
template <extension_context Where, class Hello, class... Es>
using answer_values = basic_extension_values<values_detail::by_hello_in_1_3<Hello>, Where, Es...>;

namespace list_detail {
template <class List> struct of_list;
template <class... Es> struct of_list<extension_list<Es...>> {
    template <extension_context Where> using placed = extension_values<Where, Es...>;
    template <extension_context Where, class Hello> using answer = answer_values<Where, Hello, Es...>;
};
} // namespace list_detail

/// The same of an `extension_list`.
template <extension_context Where, class List>
using extension_values_of = typename list_detail::of_list<List>::template placed<Where>;
template <extension_context Where, class Hello, class List>
using answer_values_of = typename list_detail::of_list<List>::template answer<Where, Hello>;

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
