// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello as a server reads it, with the extensions that the versions of its policy need.
#ifndef FLINTLS_HANDSHAKE_RECEIVED_HELLO_HPP
#define FLINTLS_HANDSHAKE_RECEIVED_HELLO_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/cookie.hpp"
#include "flintls/extension/early_data.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/extension/values.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// True if the policy of a server lists the extension. Code for an unlisted extension is not compiled.
template <class E, policy P> inline constexpr bool lists_extension = is_listed<E, typename P::client_hello_extensions>;

/// Largest number of shares in one hello; a hello with more is refused. Each is compared with those before it.
inline constexpr std::uint32_t most_shares = 16;

/// True where a server answers record_size_limit (RFC 8449). The streaming parser of a server of TLS 1.2 alone reads it
/// if the policy lists it.
template <policy P>
inline constexpr bool answers_record_limit = offers_record_limit<P> && (!P::stream_client_hello || speaks_tls_1_3<P> ||
                                                                        lists_extension<record_size_limit, P>);

namespace received_hello_detail {

template <class... A, class... B>
extension_list<A..., B...> operator+(extension_list<A...> /*a*/, extension_list<B...> /*b*/);
template <bool Has, class... Es> using only_if = std::conditional_t<Has, extension_list<Es...>, extension_list<>>;

/// The extensions of the policy's list that a server of its versions reads.
template <policy P, class List> struct own;
template <policy P, class... Es> struct own<P, extension_list<Es...>> {
    using type =
        decltype((extension_list<>{} + ... + only_if < speaks_tls_1_2<P> || !is_of_tls_1_2_alone(Es::type), Es > {}));
};
/// The further extensions that every server of TLS 1.3 reads.
template <policy P, class List> struct more {
    template <class E, bool Wanted = true> using one = only_if<Wanted && !is_listed<E, List>, E>;
    using type = decltype(List{} + one<key_share, !P::groups::values.empty()>{} + one<early_data>{} +
                          one<cookie, P::cookie>{} + one<psk_key_exchange_modes, !P::psk_modes::values.empty()>{} +
                          one<pre_shared_key, !P::psk_modes::values.empty()>{});
};
template <policy P, class List>
using with_limit =
    decltype(List{} + only_if<answers_record_limit<P> && !is_listed<record_size_limit, List>, record_size_limit>{});
template <policy P, bool Tls13> struct list { using type = with_limit<P, typename P::client_hello_extensions>; };
template <policy P> struct list<P, true> {
    using type = with_limit<P, typename more<P, typename own<P, typename P::client_hello_extensions>::type>::type>;
};

} // namespace received_hello_detail

/// The extensions that a server of a policy reads.
template <policy P> using received_extensions = typename received_hello_detail::list<P, speaks_tls_1_3<P>>::type;

/// A ClientHello whose extensions are decoded while it is parsed.
template <policy P>
using received_hello = basic_client_hello<extension_values_of<extension_context::client_hello, received_extensions<P>>>;

/// RFC 8449 4, 5: the client's limit; 0: none. With it, max_fragment_length is ignored.
template <policy P, class Hello>
[[nodiscard]] std::uint16_t read_record_limit(Hello const& m, max_fragment_length_code& fragments) {
    auto const limit = m.extensions.template get<record_size_limit>();
    fragments = limit ? max_fragment_length_code{} : fragments;
    return limit ? limit->limit : std::uint16_t{0};
}
/// The answer to a client's limit: type, length, and this server's own limit.
using record_limit_answer = std::array<std::uint8_t, 6>;
inline byte_view answer_record_limit(std::uint16_t own, record_limit_answer& room) {
    store<4>(room.data(), static_cast<std::uint32_t>(extension_type::record_size_limit) << 16U | 2U);
    store<2>(room.data() + 4, own);
    return room;
}

} // namespace v0
} // namespace flintls

#endif
