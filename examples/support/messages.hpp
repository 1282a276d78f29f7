// SPDX-License-Identifier: Apache-2.0
/// \file
/// Handshake messages one at a time, looked at without a connection: their structure, duplicate extensions, the place
/// of pre_shared_key (RFC 8446 4.2.11) and the body of every known extension are checked, and nothing else. What
/// depends on the other side's hello, values out of range and misplaced extensions are shown as they are.
#ifndef FLINTLS_EXAMPLES_SUPPORT_MESSAGES_HPP
#define FLINTLS_EXAMPLES_SUPPORT_MESSAGES_HPP

#include <cstdint>
#include <type_traits>

#include "dialect.hpp"
#include "flintls/flintls.hpp"
#include "known_extensions.hpp"

namespace support {

/// Calls `f(std::type_identity<M>{})` with the key exchange message of a server that speaks so.
template <class F> flintls::error with_server_key_exchange(key_exchange exchange, F&& f) {
    switch (exchange) {
    case key_exchange::ecdhe: return f(std::type_identity<flintls::server_key_exchange_ecdhe>{});
    case key_exchange::psk: return f(std::type_identity<flintls::server_key_exchange_psk>{});
    case key_exchange::ecdhe_psk: return f(std::type_identity<flintls::server_key_exchange_ecdhe_psk>{});
    case key_exchange::other: break;
    }
    return f(std::type_identity<raw_message<flintls::handshake_type::server_key_exchange>>{});
}
/// The same of a client.
template <class F> flintls::error with_client_key_exchange(key_exchange exchange, F&& f) {
    switch (exchange) {
    case key_exchange::ecdhe: return f(std::type_identity<flintls::client_key_exchange_ecdhe>{});
    case key_exchange::psk: return f(std::type_identity<flintls::client_key_exchange_psk>{});
    case key_exchange::ecdhe_psk: return f(std::type_identity<flintls::client_key_exchange_ecdhe_psk>{});
    case key_exchange::other: break;
    }
    return f(std::type_identity<raw_message<flintls::handshake_type::client_key_exchange>>{});
}

/// Calls `f(std::type_identity<M>{})` with the message that a type stands for.
/// \return what `f` returns; `unexpected_message` for a type that stands for none
template <class F> flintls::error with_message(flintls::handshake_type type, dialect spoken, F&& f) {
    using enum flintls::handshake_type;
    bool const tls13 = spoken.tickets == ticket_kind::tls13;
    switch (type) {
    case hello_request: return f(std::type_identity<flintls::hello_request>{});
    case client_hello: return f(std::type_identity<flintls::client_hello>{});
    case server_hello: return f(std::type_identity<flintls::server_hello>{});
    case new_session_ticket:
        return tls13 ? f(std::type_identity<flintls::tls13::new_session_ticket>{})
                     : f(std::type_identity<flintls::new_session_ticket>{});
    case certificate:
        return tls13 ? f(std::type_identity<raw_message<certificate>>{})
                     : f(std::type_identity<flintls::certificate>{});
    case server_key_exchange: return with_server_key_exchange(spoken.exchange, f);
    case certificate_request:
        return tls13 ? f(std::type_identity<raw_message<certificate_request>>{})
                     : f(std::type_identity<flintls::certificate_request>{});
    case server_hello_done: return f(std::type_identity<flintls::server_hello_done>{});
    case certificate_verify: return f(std::type_identity<flintls::certificate_verify>{});
    case client_key_exchange: return with_client_key_exchange(spoken.exchange, f);
    case finished: return f(std::type_identity<flintls::finished>{});
    default: return {flintls::errc::unexpected_message, 0};
    }
}

[[nodiscard]] inline bool is_known(flintls::handshake_type type) {
    return !with_message(type, dialect{}, [](auto) { return flintls::error{}; });
}

/// Which forms its extensions have.
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

/// A message with its header, somewhere in a buffer.
struct framed {
    flintls::handshake_header header;
    flintls::byte_view body;

    static constexpr std::uint32_t header_size = 4;
    [[nodiscard]] std::uint32_t size() const { return header_size + body.size(); }
    [[nodiscard]] flintls::byte_view whole() const { return {body.data() - header_size, size()}; }
};

/// Finds the message that `in` begins with.
/// \return success or what is wrong at which byte: `truncated` as well when the rest of it may still come
inline flintls::error frame(flintls::byte_view in, framed& message) {
    if (flintls::error const e = flintls::parse(in.subview(0, framed::header_size), message.header)) {
        return e;
    }
    if (!is_known(message.header.msg_type)) {
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
    case client_hello: return check_bodies<client_hello>(block, known_extensions{});
    case server_hello: return check_bodies<server_hello>(block, known_extensions{});
    case hello_retry_request: return check_bodies<hello_retry_request>(block, known_extensions{});
    case new_session_ticket: return check_bodies<new_session_ticket>(block, known_extensions{});
    case encrypted_extensions:
    case certificate:
    case certificate_request: break; // messages that are not decoded yet
    }
    return {};
}

/// Decodes a message and hands it to `use(message, framed)`, if nothing is wrong with it.
/// \return success, or what is wrong at which byte of the body
template <class Use> flintls::error decode(framed const& at, dialect spoken, Use&& use) {
    return with_message(at.header.msg_type, spoken, [&]<class M>(std::type_identity<M>) {
        M message{};
        flintls::error e = flintls::parse(at.body, message);
        if constexpr (requires { context_of(message); }) {
            if (!e && message.extensions.present()) {
                std::uint8_t const* const block = message.extensions.encoded().data();
                e = check_extensions(context_of(message), message.extensions);
                e = e.from(static_cast<std::uint32_t>(block - at.body.data()));
            }
        }
        if (!e) {
            use(message, at);
        }
        return e;
    });
}

} // namespace support

#endif
