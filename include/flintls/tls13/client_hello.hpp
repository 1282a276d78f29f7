// SPDX-License-Identifier: Apache-2.0
/// \file
/// The ClientHello of a client that offers TLS 1.3: RFC 8446 4.1.2. The compiler makes the part that all hellos of a
/// policy share; shares, a cookie and pre-shared keys are written behind it.
#ifndef FLINTLS_TLS13_CLIENT_HELLO_HPP
#define FLINTLS_TLS13_CLIENT_HELLO_HPP

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/suite_hash.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/hello/compiled_hello.hpp"
#include "flintls/message/record.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/protection.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// True where a client of this policy sends a session id and a ChangeCipherSpec (RFC 8446 D.4).
template <policy P>
inline constexpr bool compatible = P::middlebox_compatibility == middlebox_mode::always ||
                                   (P::middlebox_compatibility == middlebox_mode::where_both_versions &&
                                    speaks_both<P>);

/// True where the hello can have a session id, for middleboxes or of a session of TLS 1.2 (RFC 8446 4.1.2).
template <policy P> inline constexpr bool offers_session_id = compatible<P> || (speaks_both<P> && P::offer_session_ids);

/// True where hellos of this policy can have shares, or pre-shared keys.
template <policy P> inline constexpr bool offers_shares = !P::groups::values.empty();
template <policy P> inline constexpr bool offers_psks = !P::psk_modes::values.empty();

/// What all hellos of a policy offer.
template <policy P> struct constant_offer {
    constexpr auto operator()() const {
        return offer{
            flintls::when{P::offer_server_name, flintls::slot<server_name>{}},
            flintls::when{!P::protocols::values.empty(), application_layer_protocol_negotiation{P::protocols::values}},
            flintls::when{offers_shares<P>, supported_groups{P::groups::values}},
            flintls::when{speaks_both<P> && part_of_tls_1_2<P>::suites::needs.points,
                          ec_point_formats{hello_detail::point_formats}},
            flintls::when{!P::signature_schemes::values.empty(), signature_algorithms{P::signature_schemes::values}},
            flintls::when{P::fragment_length != max_fragment_length_code{}, max_fragment_length{P::fragment_length}},
            flintls::when{offers_record_limit<P>, flintls::slot<record_size_limit>{}},
            supported_versions{P::versions::values},
            flintls::when{offers_psks<P>, psk_key_exchange_modes{P::psk_modes::values}},
            // Of TLS 1.2:
            flintls::when{speaks_both<P> && P::offer_extended_master_secret, extended_master_secret{}},
            flintls::when{speaks_both<P> && P::offer_session_tickets, flintls::slot<session_ticket>{}},
            flintls::when{speaks_both<P>, flintls::slot<renegotiation_info>{}}};
    }
};
template <policy P> inline constexpr auto client_hello_bytes = make_client_hello<P>(constant_offer<P>{});

/// The external identity that a client with these credentials offers beside a ticket; empty: none.
template <class C> [[nodiscard]] byte_view external_identity([[maybe_unused]] C& credentials) {
    if constexpr (has_external_psk<C>) {
        auto const choice = credentials.external_psk();
        return choice.key != nullptr ? choice.identity : byte_view{};
    } else {
        return {};
    }
}

/// Largest number of pre-shared keys in one hello: that of a ticket, and an external one behind it (RFC 8446 4.2.11).
inline constexpr std::uint32_t max_psks = 2;
/// The longest binder with the suites of a policy.
template <policy P> inline constexpr std::uint32_t max_binder_size = hashes_of<P>::max_size;

/// An identity, and the size of its binder: that of the hash of its key (RFC 8446 4.2.11.2).
template <policy P> struct offered_psk {
    psk_identity identity{};
    [[no_unique_address]] std::conditional_t<hashes_of<P>::several, suite_hash, unneeded<23>> hash{};

    [[nodiscard]] std::uint32_t binder_size() const {
        if constexpr (hashes_of<P>::several) {
            return size_of(hash);
        }
        return max_binder_size<P>;
    }
};

/// The extensions behind the constant part.
template <policy P> struct client_hello_end {
    byte_view shares{}; ///< KeyShareEntry after KeyShareEntry, as they are sent; empty: none
    byte_view cookie{}; ///< empty: none
    std::span<offered_psk<P> const> psks{};

    /// RFC 8446 4.2.11.2: size of the binders with their length, which the binders do not cover.
    [[nodiscard]] std::uint32_t binders_size() const {
        if constexpr (hashes_of<P>::several) {
            std::uint32_t size = 2;
            for (offered_psk<P> const& each : psks) {
                size += 1 + each.binder_size();
            }
            return size;
        }
        return 2 + static_cast<std::uint32_t>(psks.size()) * (1 + max_binder_size<P>);
    }
};

namespace client_hello_detail {

/// Writes as long as there is room, and remembers whether all fitted. One routine for lengths, numbers and bytes.
class appender {
public:
    explicit appender(sink& out) : out_{out} {}
    [[gnu::noinline]] void bytes(byte_view const& what) {
        fits_ = fits_ && what.size() <= out_.left();
        if (fits_) {
            copy(out_.p, what.data(), what.size());
            out_.p += what.size();
        }
    }
    [[gnu::noinline]] void two(std::uint32_t number) {
        std::array<std::uint8_t, 2> const both{static_cast<std::uint8_t>(number >> 8U),
                                               static_cast<std::uint8_t>(number)};
        bytes(both);
    }
    [[gnu::noinline]] void vector(byte_view const& what) {
        two(what.size());
        bytes(what);
    }
    /// The header of an extension with `size` bytes.
    void header(extension_type type, std::uint32_t size) {
        two(static_cast<std::uint32_t>(type));
        two(size);
    }
    [[nodiscard]] errc result() const { return fits_ ? errc::ok : errc::no_room; }

private:
    sink& out_;
    bool fits_ = true;
};
/// Corrects the lengths of a hello that became longer: that of the message, and that of its extensions.
inline void correct_lengths(std::uint8_t* hello, std::uint8_t const* end) {
    std::uint8_t* p = hello + 4 + 2 + 32;
    p += 1 + *p;
    p += 2 + load<2>(p);
    p += 1 + *p;
    store<2>(p, static_cast<std::uint32_t>(end - p) - 2);
    store<3>(hello + 1, static_cast<std::uint32_t>(end - hello) - 4);
}

/// A binder of zeros behind its length.
template <policy P> byte_view no_binder([[maybe_unused]] std::uint32_t size) {
    static constexpr std::array<std::uint8_t, 1 + max_binder_size<P>> longest{max_binder_size<P>};
    if constexpr (hashes_of<P>::several) {
        static constexpr std::array<std::uint8_t, 1 + 32> shorter{32};
        return size == 32 ? byte_view{shorter} : byte_view{longest};
    } else {
        return longest;
    }
}

} // namespace client_hello_detail

/// Writes the end of the hello that begins at `hello`, with zeros as binders, in the form that key_share, cookie and
/// pre_shared_key declare (extension/).
template <policy P> errc write_end(sink& out, std::uint8_t* hello, client_hello_end<P> const& m) {
    client_hello_detail::appender to{out};
    if constexpr (offers_shares<P>) {
        to.header(extension_type::key_share, 2 + m.shares.size());
        to.vector(m.shares);
    }
    if (!m.cookie.empty()) {
        to.header(extension_type::cookie, 2 + m.cookie.size());
        to.vector(m.cookie);
    }
    if constexpr (offers_psks<P>) {
        if (!m.psks.empty()) { // RFC 8446 4.2.11: the last extension
            std::uint32_t size = 0;
            for (offered_psk<P> const& each : m.psks) {
                size += 2 + each.identity.identity.size() + 4;
            }
            to.header(extension_type::pre_shared_key, 2 + size + m.binders_size());
            to.two(size);
            for (offered_psk<P> const& each : m.psks) {
                to.vector(each.identity.identity);
                to.two(each.identity.obfuscated_ticket_age >> 16U);
                to.two(each.identity.obfuscated_ticket_age & 0xffffU);
            }
            to.two(m.binders_size() - 2);
            for (std::size_t i = 0; i < m.psks.size(); ++i) {
                to.bytes(client_hello_detail::no_binder<P>(m.psks[i].binder_size()));
            }
        }
    }
    client_hello_detail::correct_lengths(hello, out.p);
    return to.result();
}

/// Bytes before the share in a KeyShareEntry: a group and the length of the share (RFC 8446 4.2.8).
inline constexpr std::uint32_t share_header_size = 4;
/// Largest size of the shares in a hello, the first one or the one that answers a HelloRetryRequest.
template <policy P>
inline constexpr std::uint32_t max_shares = [] {
    std::uint32_t most = 0;
    if constexpr (offers_shares<P>) {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        for (named_group const each : P::groups::values) {
            std::uint32_t const size = share_header_size + group_exchange<P>::client_share_size(each);
            first += count++ < P::key_shares ? size : 0;
            most = size > most ? size : most;
        }
        most = first > most && !P::empty_share_list ? first : most;
    }
    return most;
}();

/// Bytes of a transmit buffer that holds every hello whose host name, ticket, external identity and ticket of TLS 1.2
/// (where both versions are offered) are no longer than this, and whose cookie is no longer than the policy allows.
template <policy P>
[[nodiscard]] constexpr std::uint32_t transmit_for(std::size_t host_name, std::size_t ticket, std::size_t identity,
                                                   std::size_t old_ticket = 0) {
    std::size_t const absent = (P::offer_server_name ? P::max_server_name - host_name : 0) +
                               (speaks_both<P> && P::offer_session_tickets ? P::max_ticket - old_ticket : 0);
    std::size_t const shares = offers_shares<P> ? 4 + 2 + std::size_t{max_shares<P>} : 0;
    std::size_t const cookies = P::max_cookie == 0 ? 0 : 4 + 2 + P::max_cookie;
    std::size_t const each = 2 + 4 + 1 + max_binder_size<P>;
    std::size_t const psks = offers_psks<P> && ticket + identity != 0
                                 ? 4 + 2 + 2 + (ticket != 0 ? each + ticket : 0) + (identity != 0 ? each + identity : 0)
                                 : 0;
    std::size_t const size =
        client_hello_bytes<P>.max_size - absent - (offers_session_id<P> ? 0 : 32) + shares + cookies + psks;
    std::size_t const dummy = compatible<P> ? record_header_size + 1 : 0;
    std::size_t const more = P::max_send_fragment < max_plaintext ? (size - 1) / P::max_send_fragment : 0;
    return static_cast<std::uint32_t>(size + (more + 1) * (record_header_size + max_overhead) + dummy);
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
