// SPDX-License-Identifier: Apache-2.0
/// \file
/// The annotated dump: offset, bytes, name and meaning of every field, nested as the message is. Names are those of the
/// declarations, meanings those of the registries. Bytes of a peer are printed as ASCII or as hex only.
#ifndef FLINTLS_EXAMPLES_SUPPORT_DUMP_HPP
#define FLINTLS_EXAMPLES_SUPPORT_DUMP_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "dump_text.hpp"
#include "flintls/flintls.hpp"
#include "flintls/registry/names.hpp"
#include "flintls/wire/describe.hpp"
#include "known_extensions.hpp"
#include "messages.hpp"

namespace support {

struct dump_style {
    bool colour = false;
    bool full = false; ///< all bytes of long fields
};

/// Prints messages and other declared structures. A visitor for `flintls::describe`.
class dump {
public:
    /// Maps the offset of a byte in the printed structure to the offset that is shown.
    using origin_of = std::function<std::size_t(std::size_t)>;

    dump(std::ostream& out, dump_style style) : out_{&out}, style_{style} {}

    /// Prints a heading.
    void title(std::string const& text) { *out_ << '\n' << paint(ansi::bold, text) << '\n'; }

    /// Prints a declared structure without extensions.
    template <flintls::declared M> void print(flintls::byte_view bytes, origin_of origin) {
        origin_ = std::move(origin);
        (void)flintls::describe<M>(bytes, *this); // prints what is well-formed
    }

    /// Prints a decoded message with its header.
    template <class M> void message(M const& decoded, framed const& at, origin_of origin) {
        if constexpr (requires { context_of(decoded); }) {
            where_ = context_of(decoded);
        }
        bool const retry = where_ == flintls::extension_context::hello_retry_request;
        title(name_or(M::msg_type, "?") + (retry ? ", a HelloRetryRequest" : ""));
        print<flintls::handshake_header>(at.whole().subview(0, framed::header_size), std::move(origin));
        (void)flintls::describe<M>(at.body, *this, framed::header_size, 1);
        where_ = flintls::extension_context::client_hello;
    }

    // The functions that `describe` calls.

    template <class T> void number(flintls::message_part const& at, T value) {
        bool const is_element = at.name == nullptr; // an element of a list has no label
        row(at.offset, at.bytes, (is_element ? "" : label(at)) + paint(ansi::value, meaning(value)), at.depth);
    }
    void bytes(flintls::message_part const& at, flintls::byte_view value) {
        std::string const text = label(at) + paint(ansi::value, content(value));
        if (at.prefix == 0) {
            row(at.offset, value, text, at.depth);
        } else {
            row(at.offset, at.bytes.subview(0, at.prefix), text, at.depth);
            row(at.offset + at.prefix, value, "", at.depth);
        }
    }
    template <class List> void list(flintls::message_part const& at, List const& value) {
        std::uint32_t elements = 0;
        for (auto i = value.begin(); i != value.end(); ++i) {
            ++elements;
        }
        std::string const text = count(elements, "element") + ", " + count(value.encoded().size(), "byte");
        row(at.offset, at.bytes.subview(0, at.prefix), label(at) + paint(ansi::value, text), at.depth);
    }
    void structure(flintls::message_part const& at) { row(at.offset, {}, label(at), at.depth); }

    /// The block of extensions: each in its typed form if it has one in this message, else as bytes.
    template <flintls::extension_context Where, flintls::block_rule Rule>
    void other(std::type_identity<flintls::extension_block<Where, Rule>>, flintls::message_part const& at,
               flintls::extension_view const& block) {
        if (!block.present()) {
            row(at.offset, {}, label(at) + paint(ansi::value, "no block"), at.depth);
            return;
        }
        flintls::message_part list = at;
        list.prefix = 2;
        this->list(list, block.extensions());
        std::uint32_t offset = at.offset + list.prefix;
        for (flintls::raw_extension const& raw : block) {
            extension(raw, offset, at.depth + 1);
            offset += extension_header + raw.body.size();
        }
    }

private:
    static constexpr std::uint32_t extension_header = 4;

    void extension(flintls::raw_extension const& raw, std::uint32_t offset, std::uint32_t depth) {
        flintls::byte_view const header{raw.body.data() - extension_header, extension_header};
        std::string const size = ", " + count(raw.body.size(), "byte");
        row(offset, header, paint(ansi::name, meaning(raw.type)) + paint(ansi::value, size), depth);
        bool typed = false;
        (void)with_form(where_, raw.type, [&]<class E>(std::type_identity<E>) {
            typed = true;
            return flintls::describe<E>(raw.body, *this, offset + extension_header, depth + 1);
        });
        if (!typed) {
            row(offset + extension_header, raw.body, paint(ansi::value, content(raw.body)), depth + 1);
        }
    }

    /// Prints the bytes from `offset` on, `per_line` in a line, with the text beside the first line.
    void row(std::size_t offset, flintls::byte_view bytes, std::string const& text, std::uint32_t depth) {
        std::uint32_t const shown = style_.full || bytes.size() <= max_shown ? bytes.size() : max_shown;
        std::string const beside = text.empty() ? text : "  " + std::string(std::size_t{depth} * 2, ' ') + text;
        if (bytes.empty() && !text.empty()) {
            *out_ << std::string(offset_width, ' ') << "  " << byte_column({}, per_line) << beside << '\n';
        }
        for (std::uint32_t at = 0; at < shown; at += per_line) {
            flintls::byte_view const some = bytes.subview(at, shown - at < per_line ? shown - at : per_line);
            bool const is_first = at == 0 && !text.empty();
            *out_ << paint(ansi::offset, offset_text(origin_(offset + at))) << "  "
                  << byte_column(some, is_first ? per_line : 0) << (is_first ? beside : "") << '\n';
        }
        if (shown < bytes.size()) {
            std::string const rest = "... " + count(bytes.size() - shown, "byte") + " more";
            *out_ << std::string(offset_width, ' ') << "  " << paint(ansi::offset, rest) << '\n';
        }
    }

    [[nodiscard]] std::string label(flintls::message_part const& at) const {
        std::string const name = at.name != nullptr ? at.name + std::string{':'} : '[' + std::to_string(at.index) + ']';
        return paint(ansi::name, name) + ' ';
    }
    [[nodiscard]] std::string paint(char const* colour, std::string const& text) const {
        return style_.colour ? colour + text + ansi::reset : text;
    }

    static constexpr std::uint32_t per_line = 8;
    static constexpr std::uint32_t max_shown = 64;

    std::ostream* out_;
    dump_style style_;
    origin_of origin_ = [](std::size_t offset) { return offset; };
    flintls::extension_context where_ = flintls::extension_context::client_hello;
};

} // namespace support

#endif
