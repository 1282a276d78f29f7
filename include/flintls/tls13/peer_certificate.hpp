// SPDX-License-Identifier: Apache-2.0
/// \file
/// The peer's certificate, and its signature: RFC 8446 4.4.2, 4.4.3.
#ifndef FLINTLS_TLS13_PEER_CERTIFICATE_HPP
#define FLINTLS_TLS13_PEER_CERTIFICATE_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/handshake/crypto.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/tls13/answers.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// RFC 8446 4.4.2.4: true where a key of this kind signs by a scheme that the policy asks for.
template <policy P> [[nodiscard]] bool admits(public_key_view::algorithm kind) {
    bool found = false;
    for (signature_scheme const each : P::signature_schemes::values) {
        found = found || (signs_in_tls_1_3(each) && key_kind_of(each) == kind);
    }
    return found;
}
/// RFC 8446 4.4.2. \param[out] leaf empty: there is none, or the message is malformed, and the connection fails
template <class S> [[nodiscard]] errc read_chain(S& s, certificate_chain& chain, byte_view& leaf) {
    certificate_of<typename S::policy_type> m;
    if (!s.read(m)) {
        return errc::ok; // the connection has failed
    }
    if (!m.certificate_request_context.empty()) {
        return errc::forbidden_value;
    }
    if (m.certificate_list.empty()) {
        return errc::ok;
    }
    leaf = m.certificate_list.leaf();
    chain = certificate_chain::from_encoded(m.certificate_list.encoded());
    return errc::ok;
}
/// Removes the empty extensions between the certificates, because a judge of chains expects certificates alone. The
/// transcript already has the message.
inline void close_up_chain(certificate_chain& chain) {
    byte_view const list = chain.encoded();
    auto* const begin = const_cast<std::uint8_t*>(list.data()); // NOLINT(*-const-cast): in a buffer of the caller
    std::uint32_t size = 0;
    for (std::uint32_t at = 0; at != list.size();) {
        std::uint32_t const each = 3 + load<3>(begin + at);
        for (std::uint32_t i = 0; i != each; ++i) {
            begin[size + i] = begin[at + i];
        }
        size += each;
        at += each + 2;
    }
    chain = certificate_chain::from_encoded(list.subview(0, size));
}
/// Reads the beginning of a chain that does not fit the buffer: its first certificate may do. The rest is skipped.
template <class S> [[nodiscard]] errc read_beginning_of_chain(S& s, certificate_chain& chain, byte_view& leaf) {
    constexpr std::uint32_t max_passed_over = 0x1'0000;
    constexpr std::uint32_t at_first = 4 + 1 + 3;
    if (s.io.in().partial().size() <= at_first || s.io.in().message_size() > max_passed_over) {
        return errc::message_too_long;
    }
    byte_view const beginning = s.take_beginning();
    if (beginning[4] != 0) {
        return errc::forbidden_value;
    }
    cursor at{beginning.data() + at_first, beginning.data() + beginning.size()};
    if (opaque<1, 0xff'ffff>::read(at, leaf) != errc::ok || at.left() < 2) {
        return errc::message_too_long;
    }
    chain = certificate_chain::from_encoded({leaf.data() - 3, leaf.size() + 5});
    return load<2>(at.p) == 0 ? errc::ok : errc::unsolicited_extension;
}
/// The first certificate of the current message; empty: there is none.
template <class S> [[nodiscard]] errc read_certificates(S& s, certificate_chain& chain, byte_view& leaf) {
    bool const whole = std::remove_reference_t<decltype(s.credentials)>::whole_chain;
    return !s.is_long ? read_chain(s, chain, leaf)
           : whole    ? errc::message_too_long
                      : read_beginning_of_chain(s, chain, leaf);
}
/// RFC 8446 4.4.3: the scheme must be offered, allowed for messages of TLS 1.3, and fit the key.
template <class S> progress on_certificate_verify(S& s, received_certificate& theirs) {
    certificate_verify m;
    if (!s.read(m)) {
        return progress::again;
    }
    bool offered = false;
    for (signature_scheme const each : S::policy_type::signature_schemes::values) {
        offered = offered || each == m.algorithm;
    }
    if (!offered || !signs_in_tls_1_3(m.algorithm) || key_kind_of(m.algorithm) != theirs.key.key.kind) {
        return s.fail(errc::not_offered);
    }
    theirs.proof = m;
    s.exclude_from_transcript(); // `hash_message` adds it, after the digest that it signs
    return s.next();
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
