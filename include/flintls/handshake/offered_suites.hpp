// SPDX-License-Identifier: Apache-2.0
/// \file
/// The suites of a policy that are in use at run time. For example, a device without a pre-shared key does not yet
/// offer PSK suites (RFC 5246 7.4.1.2, 7.4.1.3).
#ifndef FLINTLS_HANDSHAKE_OFFERED_SUITES_HPP
#define FLINTLS_HANDSHAKE_OFFERED_SUITES_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "flintls/registry/cipher_suite.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Credentials may have `offers(suite)`: true if this suite of the policy is in use. The result must not change during
/// a handshake and must be true for at least one suite. Without this function all suites are in use, at no cost.
template <class Credentials>
concept chooses_suites = requires(Credentials const& credentials, cipher_suite suite) {
    { credentials.offers(suite) } -> std::same_as<bool>;
};

template <class Credentials> [[nodiscard]] constexpr bool offers(Credentials const& credentials, cipher_suite suite) {
    if constexpr (chooses_suites<Credentials>) {
        return credentials.offers(suite);
    }
    return true;
}

/// A ClientHello with its header. `Message` is like `handshake<client_hello>`. Suites that are not in use are removed
/// after the hello is written; signalling suites stay.
template <class Message, class Credentials> struct hello_of_offered {
    Message const& whole;
    Credentials const& credentials;

    struct wire {
        static constexpr std::size_t min_size = Message::wire::min_size;
        static constexpr std::size_t max_size = Message::wire::max_size;

        static constexpr errc write(sink& out, hello_of_offered const& m) {
            std::uint8_t* const begin = out.p;
            errc const e = Message::wire::write(out, m.whole);
            if constexpr (chooses_suites<Credentials>) {
                out.p -= e == errc::ok ? take_out(begin, out.p, m.credentials) : 0;
            }
            return e;
        }

    private:
        /// \return number of bytes that were removed from the hello
        static constexpr std::uint32_t take_out(std::uint8_t* hello, std::uint8_t const* end, Credentials const& c) {
            constexpr std::uint32_t session_id_at = 4 + 2 + 32;
            std::uint8_t* const list = hello + session_id_at + 1 + hello[session_id_at];
            std::uint32_t const size = load<2>(list);
            std::uint8_t* to = list + 2;
            std::uint8_t const* from = to;
            for (std::uint8_t const* const list_end = from + size; from != list_end; from += 2) {
                auto const suite = static_cast<cipher_suite>(load<2>(from));
                if (is_signalling(suite) || c.offers(suite)) {
                    store<2>(to, load<2>(from));
                    to += 2;
                }
            }
            auto const gone = static_cast<std::uint32_t>(from - to);
            store<2>(list, size - gone);
            store<3>(hello + 1, load<3>(hello + 1) - gone);
            while (from != end) {
                *to++ = *from++;
            }
            return gone;
        }
    };
};

} // namespace v0
} // namespace flintls

#endif
