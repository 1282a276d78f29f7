// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server reads in a ClientHello before it negotiates, in either version: the server's name (RFC 6066 3), and
/// the choice of credentials that look at hellos.
#ifndef FLINTLS_HANDSHAKE_LOOK_HPP
#define FLINTLS_HANDSHAKE_LOOK_HPP

#include <cstdint>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/host_name.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/table.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/received_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// An extension of a hello; absent where the policy does not list it.
template <class E, policy P, class Hello>
[[nodiscard, gnu::always_inline]] inline auto listed_extension(Hello const& m) {
    if constexpr (lists_extension<E, P>) {
        return m.extensions.template get<E>();
    } else {
        return found<E>{};
    }
}

/// The name in a hello, and the answer of `look`. The view aliases the hello.
struct hello_look {
    byte_view host_name;                            ///< empty: no server_name
    bool name_used = false;                         ///< the server acknowledges the name
    std::uint8_t protocol = look_answer::by_policy; ///< see `look_answer`

    /// \return success, or why the handshake fails
    template <policy P, class Hello, class Credentials>
    error read(Hello const& m, [[maybe_unused]] Credentials& credentials) {
        host_name = (*listed_extension<server_name, P>(m)).host_name();
        if (judge_host_name(host_name)) {
            return {errc::forbidden_value, 0};
        }
        name_used = false;
        if constexpr (looks_at_hellos<Credentials>) {
            look_answer const answer = look_at(
                credentials,
                {.host_name = host_name,
                 .protocols = (*listed_extension<application_layer_protocol_negotiation, P>(m)).protocol_name_list,
                 .cipher_suites = m.cipher_suites,
                 .groups = (*listed_extension<supported_groups, P>(m)).named_group_list,
                 .signature_schemes = (*listed_extension<signature_algorithms, P>(m)).supported_signature_algorithms});
            if (!answer.accepted) {
                return refused_hello(answer.alert);
            }
            name_used = answer.name_used && !host_name.empty() && host_name.size() <= longest_known_name;
            protocol = answer.protocol;
        }
        return {};
    }
};

} // namespace v0
} // namespace flintls

#endif
