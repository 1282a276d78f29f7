// SPDX-License-Identifier: Apache-2.0
/// \file
/// Single handshake messages, decoded without a connection. Checked are the structure, duplicate extensions, the place
/// of pre_shared_key (RFC 8446 4.2.11) and the body of every known extension. Not checked is what depends on the other
/// side's hello, values out of range and misplaced extensions: these are shown as they are.
#ifndef FLINTLS_EXAMPLES_SUPPORT_MESSAGES_HPP
#define FLINTLS_EXAMPLES_SUPPORT_MESSAGES_HPP

#include <cstdint>
#include <type_traits>

#include "dialect.hpp"
#include "flintls/flintls.hpp"
#include "known_extensions.hpp"

namespace support {

/// Calls `f(std::type_identity<M>{})` with the ServerKeyExchange of this key exchange; with raw bytes for an unknown
/// one.
template <class F> flintls::error with_server_key_exchange(key_exchange exchange, F&& f) {
    switch (exchange) {
    case key_exchange::ecdhe: return f(std::type_identity<flintls::server_key_exchange_ecdhe>{});
    case key_exchange::psk: return f(std::type_identity<flintls::server_key_exchange_psk>{});
    case key_exchange::ecdhe_psk: return f(std::type_identity<flintls::server_key_exchange_ecdhe_psk>{});
    case key_exchange::other: break;
    }
    return f(std::type_identity<raw_message<flintls::handshake_type::server_key_exchange>>{});
}
/// The same for ClientKeyExchange.
template <class F> flintls::error with_client_key_exchange(key_exchange exchange, F&& f) {
    switch (exchange) {
    case key_exchange::ecdhe: return f(std::type_identity<flintls::client_key_exchange_ecdhe>{});
    case key_exchange::psk: return f(std::type_identity<flintls::client_key_exchange_psk>{});
    case key_exchange::ecdhe_psk: return f(std::type_identity<flintls::client_key_exchange_ecdhe_psk>{});
    case key_exchange::other: break;
    }
    return f(std::type_identity<raw_message<flintls::handshake_type::client_key_exchange>>{});
}

/// Calls `f(std::type_identity<M>{})` with the message of this type.
/// \return what `f` returns; `unexpected_message` for an unknown type
template <class F> flintls::error with_message(flintls::handshake_type type, dialect spoken, F&& f) {
    using enum flintls::handshake_type;
    bool const tls13 = spoken.tickets == ticket_kind::tls13;
    flintls::error const unknown{flintls::errc::unexpected_message, 0};
    switch (type) {
    case hello_request: return f(std::type_identity<flintls::hello_request>{});
    case client_hello: return f(std::type_identity<flintls::client_hello>{});
    case server_hello: return f(std::type_identity<flintls::server_hello>{});
    case new_session_ticket:
        return tls13 ? f(std::type_identity<flintls::tls13::new_session_ticket>{})
                     : f(std::type_identity<flintls::new_session_ticket>{});
    case certificate:
        return tls13 ? f(std::type_identity<flintls::tls13::certificate>{})
                     : f(std::type_identity<flintls::certificate>{});
    case server_key_exchange: return with_server_key_exchange(spoken.exchange, f);
    case certificate_request:
        return tls13 ? f(std::type_identity<flintls::tls13::certificate_request>{})
                     : f(std::type_identity<flintls::certificate_request>{});
    case server_hello_done: return f(std::type_identity<flintls::server_hello_done>{});
    case certificate_verify: return f(std::type_identity<flintls::certificate_verify>{});
    case client_key_exchange: return with_client_key_exchange(spoken.exchange, f);
    case finished: return f(std::type_identity<flintls::finished>{});
    case end_of_early_data: return tls13 ? f(std::type_identity<flintls::end_of_early_data>{}) : unknown;
    case encrypted_extensions: return tls13 ? f(std::type_identity<flintls::encrypted_extensions>{}) : unknown;
    case key_update: return tls13 ? f(std::type_identity<flintls::key_update>{}) : unknown;
    default: return unknown;
    }
}

[[nodiscard]] inline bool is_known(flintls::handshake_type type, dialect spoken) {
    return !with_message(type, spoken, [](auto) { return flintls::error{}; });
}

/// The context of a message's extensions, which selects their forms.
[[nodiscard]] inline flintls::extension_context context_of(flintls::client_hello const&) {
    return flintls::extension_context::client_hello;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::server_hello const& hello) {
    return hello.is_hello_retry_request() ? flintls::extension_context::hello_retry_request
                                          : flintls::extension_context::server_hello;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::tls13::new_session_ticket const&) {
    return flintls::extension_context::new_session_ticket;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::encrypted_extensions const&) {
    return flintls::extension_context::encrypted_extensions;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::tls13::certificate_request const&) {
    return flintls::extension_context::certificate_request;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::tls13::certificate const&) {
    return flintls::extension_context::certificate;
}

/// A message in a buffer: its parsed header, and a view of its body.
struct framed {
    flintls::handshake_header header;
    flintls::byte_view body;

    static constexpr std::uint32_t header_size = 4;
    [[nodiscard]] std::uint32_t size() const { return header_size + body.size(); }
    [[nodiscard]] flintls::byte_view whole() const { return {body.data() - header_size, size()}; }
};

/// Finds the first message of `in`.
/// \return success, or the error and its byte; `truncated` also if more bytes may complete the message
inline flintls::error frame(flintls::byte_view in, dialect spoken, framed& message) {
    if (flintls::error const e = flintls::parse(in.subview(0, framed::header_size), message.header)) {
        return e;
    }
    if (!is_known(message.header.msg_type, spoken)) {
        return {flintls::errc::unexpected_message, 0};
    }
    message.body = in.subview(framed::header_size, message.header.length);
    return message.body.size() < message.header.length ? flintls::error{flintls::errc::truncated, 1} : flintls::error{};
}

/// Checks the body of every extension that has a form in this message.
/// \return success, or what is wrong at which byte of the block
inline flintls::error check_extensions(flintls::extension_context where, flintls::extension_view const& block) {
    using enum flintls::extension_context;
    using flintls::check_bodies;
    switch (where) {
    case client_hello: return check_bodies<client_hello>(block, flintls::all_extensions{});
    case server_hello: return check_bodies<server_hello>(block, flintls::all_extensions{});
    case hello_retry_request: return check_bodies<hello_retry_request>(block, flintls::all_extensions{});
    case new_session_ticket: return check_bodies<new_session_ticket>(block, flintls::all_extensions{});
    case encrypted_extensions: return check_bodies<encrypted_extensions>(block, flintls::all_extensions{});
    case certificate: return check_bodies<certificate>(block, flintls::all_extensions{});
    case certificate_request: return check_bodies<certificate_request>(block, flintls::all_extensions{});
    }
    return {};
}

/// Checks each block of extensions of a message. `body`: the message without its header.
/// \return success, or what is wrong at which byte of the body
template <class M>
flintls::error check_all_extensions([[maybe_unused]] M const& message, [[maybe_unused]] flintls::byte_view body) {
    flintls::error e;
    if constexpr (requires { context_of(message); }) {
        auto const check = [&](flintls::extension_view const& block) {
            if (!e && block.present()) {
                e = check_extensions(context_of(message), block);
                e = e.from(static_cast<std::uint32_t>(block.encoded().data() - body.data()));
            }
        };
        if constexpr (requires { message.extensions; }) {
            check(message.extensions);
        } else {
            for (flintls::tls13::certificate_entry const& each : message.certificate_list) {
                check(each.extensions);
            }
        }
    }
    return e;
}

/// Decodes a message and passes it to `use(message, framed)` if it is well-formed.
/// \return success, or what is wrong at which byte of the body
template <class Use> flintls::error decode(framed const& at, dialect spoken, Use&& use) {
    return with_message(at.header.msg_type, spoken, [&]<class M>(std::type_identity<M>) {
        M message{};
        flintls::error e = flintls::parse(at.body, message);
        if (!e) {
            e = check_all_extensions(message, at.body);
        }
        if (!e) {
            use(message, at);
        }
        return e;
    });
}

} // namespace support

#endif
