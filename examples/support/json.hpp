// SPDX-License-Identifier: Apache-2.0
/// \file
/// Messages as JSON. Fields and their order come from the declarations. The keys of extensions are spelt out here,
/// because tools that compare documents rely on them.
#ifndef FLINTLS_EXAMPLES_SUPPORT_JSON_HPP
#define FLINTLS_EXAMPLES_SUPPORT_JSON_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

#include "fingerprint.hpp"
#include "flintls/flintls.hpp"
#include "flintls/registry/names.hpp"
#include "flintls/wire/describe.hpp"
#include "hex.hpp"
#include "known_extensions.hpp"
#include "messages.hpp"
#include "reader.hpp"

namespace support {

using json = nlohmann::ordered_json;

namespace json_detail {

/// One character per byte, U+0000 to U+00FF: names on the wire have no encoding.
inline std::string text(flintls::byte_view bytes) {
    std::string utf8;
    for (std::uint8_t const byte : bytes) {
        if (byte < 0x80) {
            utf8 += static_cast<char>(byte);
        } else {
            utf8 += static_cast<char>(0xc0U | byte >> 6U);
            utf8 += static_cast<char>(0x80U | (byte & 0x3fU));
        }
    }
    return utf8;
}

template <class T> json number(T value) { return static_cast<std::uint32_t>(value); }

json entry(flintls::tls13::certificate_entry const& one);

/// The elements of a list: numbers, bytes in hex, or certificates.
template <class List> json elements(List const& list) {
    json all = json::array();
    for (auto const value : list) {
        if constexpr (std::is_same_v<decltype(value), flintls::byte_view const>) {
            all.push_back(to_hex(value));
        } else if constexpr (std::is_same_v<decltype(value), flintls::tls13::certificate_entry const>) {
            all.push_back(entry(value));
        } else {
            all.push_back(number(value));
        }
    }
    return all;
}

// The typed fields of an extension. Extensions without an overload have none.

template <class E> void add_typed(json&, E const&) {}
inline void add_typed(json& to, flintls::server_name const& e) {
    if (flintls::byte_view const name = e.host_name(); !name.empty()) {
        to["host_name"] = text(name);
    }
}
inline void add_typed(json& to, flintls::supported_groups const& e) { to["groups"] = elements(e.named_group_list); }
inline void add_typed(json& to, flintls::signature_algorithms const& e) {
    to["schemes"] = elements(e.supported_signature_algorithms);
}
template <class List> json names(List const& list) {
    json all = json::array();
    for (flintls::byte_view const name : list) {
        all.push_back(text(name));
    }
    return all;
}
inline void add_typed(json& to, flintls::application_layer_protocol_negotiation const& e) {
    to["protocols"] = names(e.protocol_name_list);
}
inline void add_typed(json& to, flintls::chosen_protocol const& e) { to["protocols"] = names(e.protocol_name_list); }
inline void add_typed(json& to, flintls::supported_versions const& e) { to["versions"] = elements(e.versions); }
inline void add_typed(json& to, flintls::selected_version const& e) { to["version"] = number(e.version); }
inline void add_typed(json& to, flintls::key_share const& e) {
    json& groups = to["groups"] = json::array();
    for (flintls::key_share_entry const& share : e.client_shares) {
        groups.push_back(number(share.group));
    }
}
inline void add_typed(json& to, flintls::key_share_server_hello const& e) { to["group"] = number(e.group); }
inline void add_typed(json& to, flintls::key_share_hello_retry_request const& e) {
    to["group"] = number(e.selected_group);
}
inline void add_typed(json& to, flintls::psk_key_exchange_modes const& e) { to["modes"] = elements(e.ke_modes); }
inline void add_typed(json& to, flintls::session_ticket const& e) { to["ticket"] = to_hex(e.ticket); }
/// In a ServerHello: the same key, always empty.
inline void add_typed(json& to, flintls::session_ticket::in_server_hello const&) { to["ticket"] = ""; }
inline void add_typed(json& to, flintls::renegotiation_info const& e) {
    to["renegotiated_connection"] = to_hex(e.renegotiated_connection);
}
inline void add_typed(json& to, flintls::ec_point_formats const& e) {
    to["formats"] = elements(e.ec_point_format_list);
}
inline void add_typed(json& to, flintls::max_fragment_length const& e) {
    to["code"] = number(e.max_fragment_length_value);
}
inline void add_typed(json& to, flintls::record_size_limit const& e) { to["limit"] = number(e.limit); }
inline void add_typed(json& to, flintls::certificate_authorities const& e) {
    to["authorities"] = elements(e.authorities);
}
inline void add_typed(json& to, flintls::max_early_data const& e) {
    to["max_early_data_size"] = number(e.max_early_data_size);
}
inline void add_typed(json& to, flintls::status_request const& e) { to["status_type"] = number(e.status_type); }

template <class E> json name_or_unknown(E value) {
    char const* const name = flintls::name_of(value);
    return name != nullptr ? name : "unknown";
}

/// The first keys of a message and of an extension.
template <class E> json header(E type, std::uint32_t length) {
    json one = json::object();
    one["type"] = number(type);
    one["name"] = name_or_unknown(type);
    one["length"] = length;
    return one;
}

inline json extension(flintls::raw_extension const& raw, flintls::extension_context where) {
    json one = header(raw.type, raw.body.size());
    one["body"] = to_hex(raw.body);
    (void)with_form(where, raw.type, [&]<class E>(std::type_identity<E>) {
        E decoded{};
        flintls::error const e = flintls::parse(raw.body, decoded);
        add_typed(one, decoded);
        return e;
    });
    return one;
}

inline json extensions(flintls::extension_view const& block, flintls::extension_context where) {
    json all = json::array();
    for (flintls::raw_extension const& raw : block) {
        all.push_back(extension(raw, where));
    }
    return all;
}
/// RFC 8446 4.4.2 CertificateEntry
inline json entry(flintls::tls13::certificate_entry const& one) {
    json made = json::object();
    made["cert_data"] = to_hex(one.cert_data);
    made["extensions"] = extensions(one.extensions, flintls::extension_context::certificate);
    return made;
}

/// A visitor for `flintls::describe`: writes a key for each field of a message. A struct becomes an object; the
/// elements of a list, which have no names, are written with the list.
class fields {
public:
    fields(json& to, flintls::extension_context where) : to_{&to}, where_{where} {}

    template <class T> void number(flintls::message_part const& at, T value) {
        if (!was_told(at)) {
            holder(at)[at.name] = json_detail::number(value);
        }
    }
    void bytes(flintls::message_part const& at, flintls::byte_view value) {
        if (!was_told(at)) {
            holder(at)[at.name] = to_hex(value);
        }
    }
    template <class List> void list(flintls::message_part const& at, List const& value) {
        if (!was_told(at)) {
            holder(at)[at.name] = elements(value);
            list_ = at.depth;
        }
    }
    void structure(flintls::message_part const& at) {
        if (!was_told(at)) {
            inside_ = &((*to_)[at.name] = json::object());
        }
    }
    template <flintls::extension_context Where, flintls::block_rule Rule>
    void other(std::type_identity<flintls::extension_block<Where, Rule>>, flintls::message_part const& at,
               flintls::extension_view const& block) {
        if (!was_told(at)) {
            (*to_)[at.name] = block.present() ? extensions(block, where_) : json{};
        }
    }

private:
    /// True for the elements of a list and their parts: they are deeper than the list.
    [[nodiscard]] bool was_told(flintls::message_part const& at) {
        bool const told = at.depth > list_;
        list_ = told ? list_ : none;
        return told;
    }
    static constexpr std::uint32_t none = 0xffff'ffffU;

    /// No message nests a struct in a struct.
    [[nodiscard]] json& holder(flintls::message_part const& at) { return at.depth == 0 ? *to_ : *inside_; }

    json* to_;
    std::uint32_t list_ = none; ///< depth of the list whose elements are visited
    json* inside_ = nullptr;    ///< the struct that is visited; valid until the next field of the message
    flintls::extension_context where_;
};

} // namespace json_detail

/// A decoded message as JSON.
template <class M> [[nodiscard]] json to_json(M const& decoded, framed const& at, bool fingerprints) {
    flintls::extension_context where{};
    if constexpr (requires { context_of(decoded); }) {
        where = context_of(decoded);
    }
    json message = json_detail::header(M::msg_type, at.body.size());
    json_detail::fields visitor{message, where};
    (void)flintls::describe<M>(at.body, visitor); // cannot fail: the message is parsed
    if constexpr (std::is_same_v<M, flintls::client_hello>) {
        flintls::signalling_suites const found = flintls::find_signalling_suites(decoded.cipher_suites);
        message["empty_renegotiation_info_scsv"] = found.empty_renegotiation_info_scsv;
        message["fallback_scsv"] = found.fallback_scsv;
        if (fingerprints) {
            fingerprint const made = fingerprint_of(at);
            message["fingerprint"] = {
                {"ja3", made.ja3}, {"ja3_full", made.ja3_full}, {"ja4", made.ja4}, {"ja4_r", made.ja4_r}};
        }
    }
    return message;
}

/// The document about an input: its messages, and the error after them.
[[nodiscard]] inline json document(failure const& f, json messages) {
    json all = json::object();
    if (f) {
        flintls::alert_description const alert = flintls::to_alert(f.what);
        all["error"] = {
            {"alert", json_detail::number(alert)}, {"name", json_detail::name_or_unknown(alert)}, {"offset", f.offset}};
    }
    all["messages"] = std::move(messages);
    return all;
}

} // namespace support

#endif
