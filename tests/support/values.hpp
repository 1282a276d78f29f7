// Compares two ways to read the extensions of a hello: by the walk, and as values.
#pragma once

#include "support/program.hpp"

#include "flintls/extension/block.hpp"
#include "flintls/extension/values.hpp"

namespace test {

constexpr bool same_place(flintls::extension_view const& a, flintls::extension_view const& b) {
    return a.present() == b.present() && same_place(a.encoded(), b.encoded());
}

/// A message with the extensions of a list, read by a selection and as values.
template <template <class> class Message, class Chosen, class Values> struct hello_pair;
template <template <class> class Message, class Rules, flintls::extension_context Where, class... Es>
struct hello_pair<Message, flintls::selection<Where, Es...>, flintls::basic_extension_values<Rules, Where, Es...>> {
    using values = Message<flintls::basic_extension_values<Rules, Where, Es...>>;
    static_assert(flintls::has_program<values>);

    /// True if both ways agree, where `M` reads a selection.
    template <class M> static bool agree_about(flintls::byte_view in, bool& differs) {
        M chosen;
        values read;
        fill(read);
        flintls::error const expected = flintls::parse(in, chosen);
        flintls::error const e = flintls::read_message(in, read);
        if (e && !is_all_zeros(read)) return false;
        differs = e != expected;
        if (differs)
            return Rules::judges && expected.what() == flintls::errc::duplicate_extension && is_later(e, expected) &&
                   !among(in, expected);
        return e || (same_fields(chosen, read) && same_block(chosen.extensions, read.extensions));
    }

private:
    static bool is_later(flintls::error e, flintls::error than) { return !e || e.offset() > than.offset(); }
    static bool among(flintls::byte_view in, flintls::error at) {
        [[maybe_unused]] auto const type =
            static_cast<flintls::extension_type>(flintls::load<2>(in.data() + at.offset()));
        return (... || (Es::type == type));
    }
    template <class A, class B> static bool same_block(A const& a, B const& b) {
        return same_place(a.all(), b.all()) && a.present() == b.present() && (... && same_one<Es>(a, b));
    }
    template <class E, class A, class B> static bool same_one(A const& a, B const& b) {
        auto const one = a.template get<E>();
        auto const other = b.template get<E>();
        return a.template has<E>() == b.template has<E>() && one.present == other.present &&
               same_place(one.value, other.value);
    }
    template <class A, class B> static bool same_fields(A const& a, B const& b) {
        bool same = same_place(a.random, b.random) && same_place(a.session_id, b.session_id) &&
                    a.legacy_version == b.legacy_version;
        if constexpr (requires { a.cipher_suites; }) {
            same = same && same_place(a.cipher_suites, b.cipher_suites) &&
                   same_place(a.compression_methods, b.compression_methods);
        }
        if constexpr (requires { a.cipher_suite; }) {
            same = same && a.cipher_suite == b.cipher_suite && a.compression_method == b.compression_method;
        }
        return same;
    }
};

} // namespace test
