// SPDX-License-Identifier: Apache-2.0
/// \file
/// The extensions block of a message (RFC 8446 4.2), with its three faces:
/// - `extension_view`: all extensions, raw and in order, for peeking, fingerprints and lossless copies;
/// - `selection`: the typed set that a policy names, captured in the pass that checks the block, and the raw block;
/// - `offer`: typed values to write.
#ifndef FLINTLS_EXTENSION_BLOCK_HPP
#define FLINTLS_EXTENSION_BLOCK_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/extension/table.hpp"
#include "flintls/extension/walk.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/list_view.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// One extension as it stands on the wire (RFC 8446 4.2). The body aliases the parsed buffer.
struct raw_extension {
    extension_type type{};
    byte_view body;

    using wire = fields<field<&raw_extension::type>, field<&raw_extension::body, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(raw_extension const&, raw_extension const&) = default;
};

/// An extension that may be absent. If a parse captured it, its body is well-formed.
template <class E> struct found {
    E value{};
    bool present = false;

    [[nodiscard]] constexpr explicit operator bool() const { return present; }
    /// \pre present
    [[nodiscard]] constexpr E const& operator*() const& { return value; }
    [[nodiscard]] constexpr E operator*() const&& { return value; }
    [[nodiscard]] constexpr E const* operator->() const& { return &value; }
    E const* operator->() const&& = delete; ///< its pointer would dangle in a range-for; `*` copies the value
};

/// All extensions of a block, raw and in order; aliases the parsed buffer or the caller's array.
class extension_view {
public:
    using list = list_view<nested<raw_extension>>;

    constexpr extension_view() = default; ///< no block, which differs from an empty block
    constexpr extension_view(list extensions) : list_{extensions}, present_{true} {}

    /// False if there is no block. RFC 5246 7.4.1.2: a hello without extensions ends before it.
    [[nodiscard]] constexpr bool present() const { return present_; }
    [[nodiscard]] constexpr list extensions() const { return list_; }
    [[nodiscard]] constexpr byte_view encoded() const { return list_.encoded(); } ///< the block without its length
    [[nodiscard]] constexpr auto begin() const { return list_.begin(); }
    [[nodiscard]] constexpr auto end() const { return list_.end(); }

    [[nodiscard]] constexpr bool has(extension_type type) const { return find(type).present; }
    [[nodiscard]] constexpr found<raw_extension> find(extension_type type) const {
        for (raw_extension const& each : list_) {
            if (each.type == type) {
                return {each, true};
            }
        }
        return {};
    }
    /// Decodes one extension in the form that it has in `Where`, and checks its body: a view is raw.
    /// \return success, also for an absent extension, or an error with its offset in the body
    template <class E, extension_context Where = extension_context::client_hello>
    constexpr error get(found<form_of<E, Where>>& out) const {
        found<raw_extension> const raw = find(E::type);
        error const e = raw.present ? parse(raw->body, out.value) : error{};
        out.present = raw.present && !e;
        return e;
    }

private:
    list list_;
    bool present_ = false;
};

/// Whether a message may end before its block.
enum class block_rule : std::uint8_t { optional, required };

/// The extensions `Es` of a message, checked and captured in one pass. `get` decodes a body at each call.
template <extension_context Where, class... Es> class selection {
public:
    using set = extension_set<Where, Es...>;

    [[nodiscard]] constexpr bool present() const { return block_.present(); } ///< false: no block
    [[nodiscard]] constexpr extension_view all() const { return block_; }

    template <class E> [[nodiscard]] constexpr bool has() const { return offsets_[slot<E>()] != 0; }
    /// The body of `E`; empty if `E` is absent. Aliases the parsed buffer.
    template <class E> [[nodiscard]] constexpr byte_view body() const {
        if (!has<E>()) {
            return {};
        }
        std::uint8_t const* const p = block_.encoded().data() + offsets_[slot<E>()];
        return {p, load<2>(p - 2)};
    }
    /// Decodes `E` in the form that it has in this message. `As` is hello_retry_request for a ServerHello that is a
    /// HelloRetryRequest.
    template <class E, extension_context As = Where> [[nodiscard]] constexpr found<form_of<E, As>> get() const {
        found<form_of<E, As>> out;
        // The body was checked in the form of `Where` when it was captured. In the form of `As` it may be malformed.
        out.present = has<E>() && !parse(body<E>(), out.value);
        return out;
    }

private:
    template <extension_context, block_rule> friend struct extension_block;
    template <class E> static constexpr std::size_t slot() {
        static_assert(set::template slot_of<E>() < sizeof...(Es),
                      "flintls: this extension is not in the policy's list");
        return set::template slot_of<E>();
    }

    extension_view block_;
    std::array<std::uint16_t, sizeof...(Es)> offsets_{}; ///< of bodies in the block; 0: the extension is absent
};

namespace block_detail {
template <class E> constexpr std::int32_t type_of() {
    if constexpr (requires { E::type; }) {
        return static_cast<std::int32_t>(E::type);
    } else {
        return -1; // encoded extensions: unknown
    }
}
template <class... Es> constexpr bool each_once() {
    std::array<std::int32_t, sizeof...(Es)> const types{type_of<Es>()...};
    for (std::size_t i = 0; i < types.size(); ++i) {
        for (std::size_t k = i + 1; k < types.size(); ++k) {
            if (types[i] >= 0 && types[i] == types[k]) {
                return false;
            }
        }
    }
    return true;
}
template <extension_context Where, class E> constexpr bool placed() {
    if constexpr (requires { E::type; }) {
        return may_ever_stand_in(E::type, Where);
    } else {
        return true;
    }
}
template <class... Es> constexpr bool psk_last() {
    constexpr auto psk = static_cast<std::int32_t>(extension_type::pre_shared_key);
    std::int32_t before = -1;
    bool last = true;
    ((last = last && before != psk, before = type_of<Es>()), ...);
    return last;
}
} // namespace block_detail

/// Typed extensions to write, in this order: `offer{server_name{…}, when{wanted, session_ticket{…}}}`.
/// An extension that is named twice does not compile.
template <class... Es> struct offer : Es... {};
template <class... Es> offer(Es...) -> offer<Es...>;

/// An extension that is written only if `present`.
template <class E> struct when {
    static constexpr extension_type type = E::type;
    bool present = false;
    E extension{};
};
template <class E> when(bool, E) -> when<E>;

/// Extensions in a block that is written only if `present` (RFC 5246 7.4.1.2: a hello may end before it).
template <class Offer> struct optional_block {
    bool present = false;
    Offer extensions{};
};
template <class Offer> optional_block(bool, Offer) -> optional_block<Offer>;

/// One or many extensions that are already encoded, typically constants by `encode_extensions`. Several of them in one
/// `offer` need different tags.
template <int Tag = 0> struct encoded_extensions {
    byte_view bytes; ///< well-formed extensions with their headers; not owned
};
template <class R> encoded_extensions(R&&) -> encoded_extensions<0>;
/// The same in pieces, each of which may be empty.
struct encoded_pieces {
    std::span<byte_view const> pieces; ///< not owned
};

template <class Values>
concept self_reading = requires(Values& value, cursor& c) {
    value.read(c);
};

/// The codec of the block in a message `Where`: the last field, with a length of two bytes.
template <extension_context Where, block_rule Rule = block_rule::optional> struct extension_block {
    static constexpr std::size_t min_size = Rule == block_rule::optional ? 0 : 2;
    static constexpr std::size_t max_size = 2 + 0xffff;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, extension_view& value) {
        std::array<std::uint16_t, 0> offsets{};
        return read_through(c, value, extension_set<Where>::table, offsets);
    }
    template <class... Es>
    [[gnu::always_inline]] static constexpr errc read(cursor& c, selection<Where, Es...>& value) {
        return read(c, value, selection<Where, Es...>::set::table);
    }
    /// The same, by the table for the same extensions in another message.
    template <class... Es>
    [[gnu::always_inline]] static constexpr errc read(cursor& c, selection<Where, Es...>& value,
                                                      extension_table const& t) {
        return read_through(c, value.block_, t, value.offsets_);
    }

    /// Values with a member `read` (extension/values.hpp).
    template <self_reading Values> [[gnu::always_inline]] static constexpr errc read(cursor& c, Values& value) {
        return value.read(c);
    }

    [[gnu::always_inline]] static constexpr errc write(sink& out, extension_view const& value) {
        if (Rule == block_rule::optional && !value.present()) {
            return errc::ok;
        }
        return vec<raw_extension, 0, 0xffff>::write(out, value.extensions());
    }
    template <class... Es>
    [[gnu::always_inline]] static constexpr errc write(sink& out, selection<Where, Es...> const& value) {
        return write(out, value.all());
    }
    template <self_reading Values> [[gnu::always_inline]] static constexpr errc write(sink& out, Values const& value) {
        return write(out, value.all());
    }
    template <class... Es> [[gnu::always_inline]] static constexpr errc write(sink& out, offer<Es...> const& value) {
        static_assert(block_detail::each_once<Es...>(), "flintls: an extension stands twice in an offer");
        static_assert((... && block_detail::placed<Where, Es>()), "flintls: an extension has no place in this message");
        static_assert(Where != extension_context::client_hello || block_detail::psk_last<Es...>(),
                      "flintls: pre_shared_key is the last extension of a ClientHello");
        return prefix<0, 0xffff>::write_around(
            out, [&](sink & block) __attribute__((always_inline)) {
                errc e = errc::ok;
                (void)(((e = write_one(block, static_cast<Es const&>(value))) == errc::ok) && ...);
                return e;
            });
    }

    template <class Offer>
    [[gnu::always_inline]] static constexpr errc write(sink& out, optional_block<Offer> const& value) {
        return value.present ? write(out, value.extensions) : errc::ok;
    }

private:
    template <std::size_t Count>
    [[gnu::always_inline]] static constexpr errc read_through(cursor& c, extension_view& value,
                                                              extension_table const& t,
                                                              std::array<std::uint16_t, Count>& offsets) {
        clear_offsets<Count>(offsets.data()); // also of what an earlier parse captured
        if (Rule == block_rule::optional && c.p == c.end) {
            value = {};
            return errc::ok;
        }
        byte_view block;
        if (errc const e = opaque<0, 0xffff>::read(c, block); e != errc::ok) {
            return e;
        }
        value = {extension_view::list::from_encoded(block)};
        error const e = read_block(block.data(), block.size(), t, offsets.data());
        if (e) [[unlikely]] {
            c.p = block.data() + e.offset();
            return static_cast<errc>(e.code() >> 24U);
        }
        return errc::ok;
    }
    template <class E> [[gnu::always_inline]] static constexpr errc write_one(sink& out, E const& extension) {
        if (out.left() < 4) {
            out.p += out.left() < 2 ? 0 : 2; // the room ends in the type or in the length
            return errc::no_room;
        }
        std::uint8_t* const start = out.p;
        out.p += 4;
        if (errc const e = E::wire::write(out, extension); e != errc::ok) {
            return e;
        }
        auto const size = static_cast<std::uint32_t>(out.p - start) - 4;
        if (E::wire::max_size > 0xffff && size > 0xffff) {
            out.p = start + 2;
            return errc::not_representable;
        }
        store<4>(start, static_cast<std::uint32_t>(E::type) << 16U | size);
        return errc::ok;
    }
    template <int Tag>
    [[gnu::always_inline]] static constexpr errc write_one(sink& out, encoded_extensions<Tag> const& extensions) {
        return remaining::write(out, extensions.bytes);
    }
    [[gnu::always_inline]] static constexpr errc write_one(sink& out, encoded_pieces const& extensions) {
        for (byte_view const each : extensions.pieces) {
            if (errc const e = remaining::write(out, each); e != errc::ok) {
                return e;
            }
        }
        return errc::ok;
    }
    template <class E> [[gnu::always_inline]] static constexpr errc write_one(sink& out, when<E> const& extension) {
        return extension.present ? write_one(out, extension.extension) : errc::ok;
    }
};

} // namespace v0
} // namespace flintls

#endif
