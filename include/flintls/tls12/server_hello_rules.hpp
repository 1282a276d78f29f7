// SPDX-License-Identifier: Apache-2.0
/// \file
/// Checks that a ServerHello answers the hello that this policy sends: C8, RFC 5246 7.4.1.3, 7.4.1.4.
#ifndef FLINTLS_TLS12_SERVER_HELLO_RULES_HPP
#define FLINTLS_TLS12_SERVER_HELLO_RULES_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/values.hpp"
#include "flintls/handshake/protocol_choice.hpp"
#include "flintls/hello/compiled_hello.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/record.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/state.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// Optional extensions that one hello has offered.
struct hello_offer {
    bool host_name = false;
    bool session_ticket = false;
};

/// The extensions that a hello of this policy may offer, taken from the hello itself. An answer to any other extension
/// is refused, so that no code reads it.
template <policy P> class offer_of {
    static constexpr handshake<client_hello> hello = [] {
        handshake<client_hello> all;
        static_cast<void>(parse(byte_view{make_client_hello<part_of_tls_1_2<P>>().bytes}, all));
        return all;
    }();

public:
    static constexpr bool asks(extension_type type) { return hello.body.extensions.has(type); }
};

namespace server_hello_rules_detail {
template <policy P, class List, class E> struct with;
template <policy P, class... Es, class E> struct with<P, extension_list<Es...>, E> {
    static constexpr bool adds = offer_of<P>::asks(E::type) && !(... || (Es::type == E::type));
    using list = std::conditional_t<adds, extension_list<Es..., E>, extension_list<Es...>>;
};
/// Some servers send supported_groups in a ServerHello, where it does not belong. Its syntax is checked and its value
/// ignored. record_size_limit is read if the hello offers it.
template <policy P, class List> struct tolerant {
    using list = typename with<P, typename with<P, List, supported_groups>::list, record_size_limit>::list;
};
} // namespace server_hello_rules_detail

/// A ServerHello as a client reads it, with the extensions that its hello may offer.
template <policy P>
using answer_of = basic_server_hello<answer_values_of<
    offer_of<P>, typename server_hello_rules_detail::tolerant<P, typename P::server_hello_extensions>::list>>;

template <policy P> class server_hello_rules {
    static constexpr auto tls_1_2 = protocol_version::tls_1_2;

    static constexpr bool offers(extension_type type) { return offer_of<P>::asks(type); }

public:
    /// \param[out] protocol number in `P::protocols` of the server's choice, from 1 on; 0: none
    /// \return ok, or the error
    static errc judge(answer_of<P> const& m, hello_offer const& with, std::uint8_t& protocol) {
        auto const& found = m.extensions;
        judgement const version =
            judge_version_choice(m.legacy_version, found.template get<supported_versions>(), tls_1_2, tls_1_2);
        if (!version.proceeds()) {
            return version.why();
        }
        bool suite = false;
        for (cipher_suite const mine : part_of_tls_1_2<P>::suites::values) { // RFC 8446 B.4
            suite = suite || mine == m.cipher_suite;
        }
        if (!suite || !judge_compression(m.compression_method).proceeds()) {
            return errc::not_offered;
        }
        if (errc const e = found.refused(); e != errc::ok) {
            return e;
        }
        if (is_unasked(found, with)) {
            return errc::unsolicited_extension;
        }
        if constexpr (offers(extension_type::ec_point_formats)) {
            auto const formats = found.template get<ec_point_formats>();
            if (formats && !lists_uncompressed(*formats)) { // RFC 8422 5.1.2, 5.2
                return errc::forbidden_value;
            }
        }
        protocol = 0;
        if constexpr (offers(extension_type::max_fragment_length)) {
            auto const fragments = found.template get<max_fragment_length>();
            if (fragments && (*fragments).max_fragment_length_value != P::fragment_length) { // RFC 6066 4
                return errc::not_offered;
            }
        }
        if constexpr (offers(extension_type::max_fragment_length) && offers(extension_type::record_size_limit)) {
            if (found.template has<max_fragment_length>() && found.template has<record_size_limit>()) { // RFC 8449 5
                return errc::forbidden_value;
            }
        }
        if constexpr (offers(extension_type::application_layer_protocol_negotiation)) {
            if (!choose_protocol<P>(found.template get<application_layer_protocol_negotiation>(), protocol)) {
                return errc::not_offered;
            }
        }
        return judge_extended_master_secret<P>(found.template has<extended_master_secret>()).why();
    }

private:
    /// RFC 5246 7.4.1.4: true if the server answers an extension that only other hellos of this policy offer.
    template <class Found> static bool is_unasked(Found const& found, hello_offer const& with) {
        bool unasked = false;
        if constexpr (offers(extension_type::server_name)) {
            unasked = found.template has<server_name>() && !with.host_name;
        }
        if constexpr (offers(extension_type::session_ticket)) {
            unasked = unasked || (found.template has<session_ticket>() && !with.session_ticket);
        }
        return unasked;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
