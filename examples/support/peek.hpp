// SPDX-License-Identifier: Apache-2.0
/// \file
/// Handshake messages one at a time, looked at without a connection: their structure, duplicate extensions, the place
/// of pre_shared_key (RFC 8446 4.2.11) and the body of every known extension are checked, and nothing else. What depends
/// on the other side's hello, values out of range and misplaced extensions are shown as they are.
#ifndef FLINTLS_EXAMPLES_SUPPORT_PEEK_HPP
#define FLINTLS_EXAMPLES_SUPPORT_PEEK_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/flintls.hpp"
#include "known_extensions.hpp"

namespace support {

/// RFC 5077 or RFC 8446: what kind of new_session_ticket the messages hold. Its bytes do not tell.
enum class ticket_kind : std::uint8_t { tls12, tls13 };

/// Calls `f(std::type_identity<M>{})` with the message that a type stands for.
/// \return what `f` returns; `unexpected_message` for a type that stands for none
template <class F> flintls::error with_message(flintls::handshake_type type, ticket_kind tickets, F&& f) {
    using enum flintls::handshake_type;
    switch (type) {
    case hello_request: return f(std::type_identity<flintls::hello_request>{});
    case client_hello: return f(std::type_identity<flintls::client_hello>{});
    case server_hello: return f(std::type_identity<flintls::server_hello>{});
    case new_session_ticket:
        return tickets == ticket_kind::tls13 ? f(std::type_identity<flintls::tls13_new_session_ticket>{})
                                             : f(std::type_identity<flintls::new_session_ticket>{});
    case finished: return f(std::type_identity<flintls::finished>{});
    default: return {flintls::errc::unexpected_message, 0};
    }
}

[[nodiscard]] inline bool is_known(flintls::handshake_type type) {
    return !with_message(type, ticket_kind::tls12, [](auto) { return flintls::error{}; });
}

/// Which forms its extensions have.
[[nodiscard]] inline flintls::extension_context context_of(flintls::client_hello const&) {
    return flintls::extension_context::client_hello;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::server_hello const& hello) {
    return hello.is_hello_retry_request() ? flintls::extension_context::hello_retry_request
                                          : flintls::extension_context::server_hello;
}
[[nodiscard]] inline flintls::extension_context context_of(flintls::tls13_new_session_ticket const&) {
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
/// \return success, or what is wrong at which byte of `body`, the body of `message`
template <class M> flintls::error check_extensions(M const& message, flintls::byte_view body) {
    if constexpr (requires { context_of(message); }) {
        for (flintls::raw_extension const& raw : message.extensions) {
            flintls::error const e = with_form(context_of(message), raw.type, [&raw]<class E>(std::type_identity<E>) {
                E decoded{};
                return flintls::parse(raw.body, decoded);
            });
            if (e) {
                return e.from(static_cast<std::uint32_t>(raw.body.data() - body.data()));
            }
        }
    }
    return {};
}

/// Decodes a message and hands it to `use(message, framed)`, if nothing is wrong with it.
/// \return success, or what is wrong at which byte of the body
template <class Use> flintls::error peek(framed const& at, ticket_kind tickets, Use&& use) {
    return with_message(at.header.msg_type, tickets, [&]<class M>(std::type_identity<M>) {
        M message{};
        flintls::error e = flintls::parse(at.body, message);
        if (!e) {
            e = check_extensions(message, at.body);
        }
        if (!e) {
            use(message, at);
        }
        return e;
    });
}

} // namespace support

#endif
