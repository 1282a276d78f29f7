// One fault in an otherwise good handshake, and the alert that the client must send.
#pragma once

#include "tls13/client/meeting.hpp"

namespace meeting {

using by = alert_description;
using oracle_server = oracle::server;

/// A fault: a change of the server, made before the server receives the client's hello.
using fault = std::function<void(oracle_server&)>;

/// Changes the message that has this name.
inline fault in(std::string const& name, std::function<void(bytes&)> change) {
    return [=](oracle_server& s) {
        s.edit = [=](std::string const& each, bytes& m) {
            if (each == name) change(m);
        };
    };
}
inline std::uint32_t value_at(bytes const& m, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8U | m.at(at + i);
    return value;
}
/// Replaces `size` bytes at `at`, and corrects the length of the message.
inline void replace(bytes& m, std::size_t at, std::size_t size, bytes const& with) {
    bytes const rest(m.begin() + static_cast<std::ptrdiff_t>(at + size), m.end());
    m.resize(at);
    m = m + with + rest;
    bytes const length = big_endian(3, m.size() - 4);
    std::copy(length.begin(), length.end(), m.begin() + 1);
}
/// The offset of the length of the extensions in a ServerHello.
inline std::size_t block_in_hello(bytes const& m) { return 4 + 34 + 1 + m[38] + 3; }
/// Replaces an extension in the block whose length stands at `block`.
inline void exchange(bytes& m, std::size_t block, std::uint16_t type, bytes const& with) {
    std::size_t const end = block + 2 + value_at(m, block, 2);
    for (std::size_t at = block + 2; at < end;) {
        std::size_t const size = 4 + value_at(m, at + 2, 2);
        if (value_at(m, at, 2) == type) {
            replace(m, at, size, with);
            bytes const length = big_endian(2, end - block - 2 - size + with.size());
            std::copy(length.begin(), length.end(), m.begin() + static_cast<std::ptrdiff_t>(block));
            return;
        }
        at += size;
    }
    std::abort(); // the block has no such extension
}
inline fault in_hello(std::uint16_t type, bytes const& with) {
    return in("server_hello", [=](bytes& m) { exchange(m, block_in_hello(m), type, with); });
}
inline fault in_retry(std::uint16_t type, bytes const& with) {
    fault const change = in("hello_retry_request", [=](bytes& m) { exchange(m, block_in_hello(m), type, with); });
    return [=](oracle_server& s) {
        s.cookie = oracle::text("cookie");
        change(s);
    };
}
/// Adds extensions to the ServerHello, to the HelloRetryRequest, or to EncryptedExtensions.
inline fault more_in_hello(bytes const& more) {
    return [=](oracle_server& s) { s.more_hello_extensions = more; };
}
inline fault more_in_retry(bytes const& more) {
    return [=](oracle_server& s) {
        s.cookie = oracle::text("cookie");
        s.more_retry_extensions = more;
    };
}
inline fault more_encrypted(bytes const& more) {
    return [=](oracle_server& s) { s.more_encrypted_extensions = more; };
}
inline fault both(fault const& a, fault const& b) {
    return [=](oracle_server& s) {
        a(s);
        b(s);
    };
}

/// True if the client ends a handshake with this fault by this alert.
template <class P, template <class> class Knows = knows>
bool ends(fault const& wrong, by what, bool is_protected, bool has_key = true) {
    world<P, Knows> w;
    w.known.has_key = has_key;
    visit<P, Knows> l{w};
    wrong(l.server);
    bool const good = l.fails_with(what, is_protected);
    if (!good) {
        MESSAGE("alert " << (l.server.alert ? static_cast<int>(*l.server.alert) : -1) << ", protected "
                         << l.server.alert_protected << ", failure " << l.side->failure().code());
    }
    return good && w.store.size() == 0;
}
/// True if a handshake with this property completes, and data flows.
template <class P, template <class> class Knows = knows> bool passes(fault const& odd, bool has_key = true) {
    world<P, Knows> w;
    w.known.has_key = has_key;
    visit<P, Knows> l{w};
    odd(l.server);
    bool const good = l.connects() && l.says("hello") && l.hears("world");
    if (!good) MESSAGE("failure " << l.side->failure().code());
    return good;
}

} // namespace meeting
