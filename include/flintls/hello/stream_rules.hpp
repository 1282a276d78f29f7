// SPDX-License-Identifier: Apache-2.0
/// \file
/// The tables of a streaming parser of ClientHellos (RFC 8446 4.1.2, RFC 5246 7.4.1.2): the declaration of the message
/// and the lists of a policy, compiled into flash.
#ifndef FLINTLS_HELLO_STREAM_RULES_HPP
#define FLINTLS_HELLO_STREAM_RULES_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// A field of a streamed message. A field is kept whole, or reduced to the code points in a set, or is the block of
/// extensions. The block is the last field; its form is that of a vector with the extensions as elements.
struct stream_field {
    shape form{};                 ///< all but `lead` and `most`, for which a shape has no room
    std::uint8_t lead = 0;        ///< fixed bytes before the length
    std::uint8_t most = 0;        ///< greatest length; 0: limited by the prefix width only
    std::uint8_t first_value = 0; ///< begin and end of the set in `values`; equal: no set
    std::uint8_t last_value = 0;
};
static_assert(sizeof(stream_field) == 8);

/// The elements of a list in an extension's body that are kept if the whole list finds no room, in their encoding.
/// Without elements, the extension is kept whole or not at all.
struct stream_list {
    std::uint8_t const* elements = nullptr;
    std::uint16_t size = 0;   ///< bytes of all elements
    std::uint8_t longest = 0; ///< content bytes of the longest element with a length byte; 0: elements of equal size
};

/// The rules that differ between streaming parsers.
struct stream_rules {
    extension_table const* extensions = nullptr;
    stream_field const* fields = nullptr;
    std::uint16_t const* values = nullptr; ///< the sets of the reduced fields, in order
    hello_limit const* limits = nullptr;   ///< for each extension of the policy
    stream_list const* lists = nullptr;    ///< for each extension, if lists are condensed
    std::uint16_t capacity = 0;            ///< bytes of the buffer
    std::uint16_t reserved = 0;            ///< bytes of the buffer that are reserved for extensions and their headers
    std::uint8_t block = 0;                ///< index of the last field, the block of extensions
    std::uint8_t max_unknown = 0;          ///< unknown types that fit behind the buffer
    handshake_type msg_type{};
};

/// Bytes of the buffer that stay free for bytes that are read and not kept: the head of an extension, or fixed bytes
/// and a length in a body.
inline constexpr std::uint32_t stream_scratch = 8;

/// Up to this number, unknown types are compared one by one. A larger number is kept as a binary tree over the bits of
/// the types, of depth 16 at most: each node has two bytes of type and two branches.
inline constexpr std::uint32_t most_in_row = 16;

namespace stream_detail {

/// The `stream_field` of a codec, and its set.
template <class Policy, class Codec> struct streamed; // no definition: other fields cannot be streamed

/// A vector with elements of `Unit` bytes.
template <std::size_t Min, std::size_t Max, std::size_t Unit = 1>
inline constexpr stream_field vector_field = [] {
    constexpr std::size_t width = prefix_width(Max);
    constexpr std::size_t can_say = (std::size_t{1} << (8 * width)) - 1;
    constexpr bool limited = can_say - can_say % Unit > Max;
    static_assert(width <= 2 && width + Min < 64 && Unit <= 2 && (!limited || Max < 0x100));
    stream_field f;
    f.form.add(shape::prefix, width);
    f.form.add(shape::need, width + Min);
    f.form.add(shape::mask, Unit - 1);
    f.most = static_cast<std::uint8_t>(limited ? Max : 0);
    return f;
}();

template <std::uint8_t Width> struct known_size {
    static constexpr std::array<std::uint16_t, 0> values{};
    static constexpr stream_field field{.lead = Width};
};
template <class P, class T, std::size_t Width> struct streamed<P, number<T, Width>> : known_size<Width> {};
template <class P, std::uint32_t Size> struct streamed<P, fixed<Size>> : known_size<Size> {};
template <class P, std::size_t Min, std::size_t Max> struct streamed<P, opaque<Min, Max>> {
    static constexpr std::array<std::uint16_t, 0> values{};
    static constexpr stream_field field = vector_field<Min, Max>;
};

template <class T, std::size_t Count> constexpr auto numbers(std::array<T, Count> const& from) {
    std::array<std::uint16_t, Count> to{};
    for (std::size_t i = 0; i < Count; ++i) {
        to[i] = static_cast<std::uint16_t>(from[i]);
    }
    return to;
}
template <class T, std::size_t Min, std::size_t Max> struct choice {
    static_assert(Min > 0);
    static constexpr stream_field field = vector_field<Min, Max, sizeof(T)>;
};
/// The suites of the policy, and the signalling suites of RFC 5746 3.3 and RFC 7507 3.
template <class P, std::size_t Min, std::size_t Max>
struct streamed<P, vec<cipher_suite, Min, Max>> : choice<cipher_suite, Min, Max> {
    static constexpr auto values =
        numbers(P::suites::template with<cipher_suite::empty_renegotiation_info_scsv, cipher_suite::fallback_scsv>);
};
/// RFC 5246 7.4.1.2: every hello has null, and a server of this library chooses no other method.
template <class P, std::size_t Min, std::size_t Max>
struct streamed<P, vec<compression_method, Min, Max>> : choice<compression_method, Min, Max> {
    static constexpr auto values = numbers(std::array<compression_method, 1>{compression_method::null});
};
/// The block of extensions as a vector, for its shape. The machine checks duplicates and bodies.
struct raw_block {
    list_view<nested<raw_extension>> extensions;
    using wire = fields<field<&raw_block::extensions, vec<raw_extension, 0, 0xffff>>>;
};
template <class P, extension_context Where> struct streamed<P, extension_block<Where, block_rule::optional>> {
    static constexpr std::array<std::uint16_t, 0> values{};
    static constexpr stream_field field{.form = shape_of<raw_block>.parts[0]};
};

/// The fields of a message and their sets.
template <class P, class Wire> struct layout;
template <class P, class... Fs> struct layout<P, fields<Fs...>> {
    static constexpr std::size_t value_count = (std::size_t{0} + ... + streamed<P, typename Fs::codec>::values.size());
    static_assert(value_count <= 32, "flintls: a streaming parser tells 29 cipher suites apart at most");

    static constexpr std::array<std::uint16_t, value_count> values = [] {
        std::array<std::uint16_t, value_count> all{};
        std::size_t i = 0;
        auto const add = [&](auto const& some) {
            for (std::uint16_t const each : some) {
                all[i++] = each;
            }
        };
        (add(streamed<P, typename Fs::codec>::values), ...);
        return all;
    }();
    static constexpr std::array<stream_field, sizeof...(Fs) + 1> all = [] {
        std::array<stream_field, sizeof...(Fs) + 1> placed{streamed<P, typename Fs::codec>::field..., stream_field{}};
        std::array<std::size_t, sizeof...(Fs)> const counts{streamed<P, typename Fs::codec>::values.size()...};
        std::size_t sum = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            placed[i].first_value = static_cast<std::uint8_t>(sum);
            sum += counts[i];
            placed[i].last_value = static_cast<std::uint8_t>(sum);
        }
        return placed;
    }();
    static_assert(all[sizeof...(Fs) - 1].form.template get<shape::inner>() != 0, "the block is the last field");

    /// Bytes of the fields in the buffer, without the extensions of the block.
    static constexpr std::size_t kept(bool most) {
        std::size_t sum = 0;
        for (stream_field const& f : all) {
            std::size_t const prefix = f.form.get<shape::prefix>();
            std::size_t const least = prefix == 0 ? 0 : f.form.get<shape::need>() - prefix;
            std::size_t const unit = f.form.get<shape::mask>() + 1U;
            std::size_t const set = static_cast<std::size_t>(f.last_value - f.first_value) * unit;
            std::size_t const can_say = (std::size_t{1} << (8 * prefix)) - 1; // 0 without a prefix
            std::size_t const longest = f.form.get<shape::inner>() != 0 ? 0
                                        : set != 0                      ? set
                                        : f.most != 0                   ? f.most
                                                                        : can_say;
            sum += f.lead + prefix + (most ? longest : least);
        }
        return sum;
    }
};

template <class T, std::size_t Count> constexpr auto encoded(std::array<T, Count> const& values) {
    std::array<std::uint8_t, 2 * Count> bytes{};
    for (std::size_t i = 0; i < Count; ++i) {
        store<2>(bytes.data() + 2 * i, static_cast<std::uint16_t>(values[i]));
    }
    return bytes;
}
/// The elements that a condensed list keeps: all that readers of the condensed hello look for.
template <class P, class E> struct condensed_list {
    static constexpr std::array<std::uint8_t, 0> elements{};
    static constexpr std::uint8_t longest = 0;
};
template <class P> struct condensed_list<P, supported_groups> {
    /// The groups of RFC 8422 5.1.1 and those of the policy: the rules of RFC 8422 5.1.2 apply if the hello has any of
    /// them.
    static constexpr auto elements = encoded([] {
        std::array<named_group, 5 + P::groups::values.size()> all{named_group::secp256r1, named_group::secp384r1,
                                                                  named_group::secp521r1, named_group::x25519,
                                                                  named_group::x448};
        for (std::size_t i = 5; i < all.size(); ++i) {
            all[i] = P::groups::values[i - 5];
        }
        return all;
    }());
    static constexpr std::uint8_t longest = 0;
};
template <class P> struct condensed_list<P, signature_algorithms> {
    /// The last one is the scheme that a server signs with, whatever schemes it accepts from clients.
    static constexpr auto elements = encoded([] {
        std::array<signature_scheme, P::signature_schemes::values.size() + 1> all{};
        all.back() = signature_scheme::ecdsa_secp256r1_sha256;
        for (std::size_t i = 0; i + 1 < all.size(); ++i) {
            all[i] = P::signature_schemes::values[i];
        }
        return all;
    }());
    static constexpr std::uint8_t longest = 0;
};
template <class P> struct condensed_list<P, supported_versions> {
    /// RFC 7507 3 compares all versions.
    static constexpr auto elements = encoded(std::array<std::uint16_t, 5>{0x0300, 0x0301, 0x0302, 0x0303, 0x0304});
    static constexpr std::uint8_t longest = 0;
};
template <class P> struct condensed_list<P, psk_key_exchange_modes> {
    /// RFC 8446 4.2.9: both modes; a server has no other.
    static constexpr std::array<std::uint8_t, 2> elements{0, 1};
    static constexpr std::uint8_t longest = 0;
};
template <class P> struct condensed_list<P, application_layer_protocol_negotiation> {
    static constexpr std::size_t size = [] {
        std::size_t sum = 0;
        for (byte_view const each : P::protocols::values) {
            sum += 1 + each.size();
        }
        return sum;
    }();
    static constexpr std::array<std::uint8_t, size> elements = [] {
        std::array<std::uint8_t, size> all{};
        std::uint8_t* to = all.data();
        for (byte_view const each : P::protocols::values) {
            *to++ = static_cast<std::uint8_t>(each.size());
            copy(to, each.data(), each.size());
            to += each.size();
        }
        return all;
    }();
    static constexpr std::uint8_t longest = [] {
        std::uint8_t most = 0;
        for (byte_view const each : P::protocols::values) {
            most = each.size() > most ? static_cast<std::uint8_t>(each.size()) : most;
        }
        return most;
    }();
};
/// Bytes of a condensed list: the length, the elements, and one more element that is being read.
template <class P, class E>
inline constexpr std::size_t condensed_size = [] {
    using list = condensed_list<P, E>;
    return list::elements.empty() ? 0 : 2 + list::elements.size() + (list::longest != 0 ? 1 + list::longest : 0);
}();
/// The sum for all extensions of a list.
template <class P, class List> inline constexpr std::size_t condensed_sizes = 0;
template <class P, class... Es>
inline constexpr std::size_t condensed_sizes<P, extension_list<Es...>> = (std::size_t{0} + ... + condensed_size<P, Es>);

/// The policy's limits for its extensions, reduced to the size that each declaration allows.
template <class P, class List> struct room;
template <class P, class... Es> struct room<P, extension_list<Es...>> {
    using set = extension_set<extension_context::client_hello, Es...>;
    static constexpr std::uint16_t held(std::uint16_t limit, std::size_t declared) {
        return limit < declared ? limit : static_cast<std::uint16_t>(declared);
    }
    static constexpr bool fits_scratch(body_shape const& body) {
        bool fits = true;
        for (shape const& s : body.parts) {
            fits = fits && s.get<shape::lead>() + s.get<shape::prefix>() <= stream_scratch &&
                   s.get<shape::skip>() + s.get<shape::inner>() <= stream_scratch;
        }
        return fits;
    }
    template <class E> static constexpr hello_limit limit() {
        using form = form_of<E, extension_context::client_hello>;
        static_assert(fits_scratch(shape_of<form>));
        hello_limit const asked = P::limit_of(E::type);
        static_assert(P::limit_of(E::type).reserved <= P::limit_of(E::type).most,
                      "flintls: a hello_limit reserves more than it allows");
        // 1 + the longest verify_data. If the extension were lost, the client would look unpatched (RFC 5746 3.6).
        static_assert(E::type != extension_type::renegotiation_info ||
                          (P::limit_of(E::type).reserved >= 17 && P::limit_of(E::type).beyond != errc::ok),
                      "flintls: a renegotiation_info needs 17 bytes reserved, and a longer one is an error");
        constexpr std::size_t list = P::condense_lists ? condensed_size<P, E> : 0;
        static_assert(list < 0x8000, "flintls: the names of the policy's protocols are too long to be condensed");
        auto const kept = asked.reserved < list ? static_cast<std::uint16_t>(list) : asked.reserved;
        return {held(kept, form::wire::max_size), held(asked.most, form::wire::max_size), asked.beyond};
    }
    static constexpr std::array<hello_limit, sizeof...(Es) == 0 ? 1 : sizeof...(Es)> limits{limit<Es>()...};
    static constexpr std::array<stream_list, limits.size()> lists{stream_list{condensed_list<P, Es>::elements.data(),
                                                                              condensed_list<P, Es>::elements.size(),
                                                                              condensed_list<P, Es>::longest}...};
    static constexpr std::size_t reserved = (std::size_t{0} + ... + (4U + limit<Es>().reserved));
    template <class E> static constexpr bool names = (... || (E::type == Es::type));
    /// Bytes of the longest body that a limit allows.
    static constexpr std::size_t longest = [] {
        std::size_t most = 0;
        for (hello_limit const& each : limits) {
            most = each.most > most ? each.most : most;
        }
        return most;
    }();
};

} // namespace stream_detail

/// The stream rules for the ClientHello of a policy.
template <policy P> class client_hello_stream_rules {
    using message = client_hello_of<P>;
    using layout = stream_detail::layout<P, typename message::wire>;
    using room = stream_detail::room<P, typename P::client_hello_extensions>;
    static constexpr stream_list const* lists() {
        if constexpr (P::condense_lists) {
            return room::lists.data();
        }
        return nullptr;
    }
    static_assert(layout::kept(true) + room::reserved + stream_scratch <= P::hello_buffer,
                  "flintls: hello_buffer has no room for what the policy reserves");
    static_assert(layout::kept(false) + 4 + room::longest + stream_scratch <= P::hello_buffer,
                  "flintls: a hello_limit allows more than hello_buffer can ever hold");

public:
    template <class E> static constexpr bool names = room::template names<E>;
    static constexpr bool condenses_lists = P::condense_lists;
    static constexpr bool has_tree = P::max_unknown_extensions > most_in_row;
    /// Bytes of memory for unknown types.
    static constexpr std::size_t unknown_size = P::max_unknown_extensions * (has_tree ? 4 : 2);
    static constexpr stream_rules rules{.extensions = &room::set::table,
                                        .fields = layout::all.data(),
                                        .values = layout::values.data(),
                                        .limits = room::limits.data(),
                                        .lists = lists(),
                                        .capacity = P::hello_buffer,
                                        .reserved = room::reserved,
                                        .block = layout::all.size() - 2,
                                        .max_unknown = P::max_unknown_extensions,
                                        .msg_type = message::msg_type};
};

} // namespace v0
} // namespace flintls

#endif
