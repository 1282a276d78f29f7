// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server's answers to the extensions of a ClientHello, encoded at compile time: each extension has few possible
/// answers. TLS 1.2 sends these bytes in the ServerHello, where only renegotiation_info is encoded at run time; TLS 1.3
/// sends them in EncryptedExtensions (RFC 8446 4.2).
#ifndef FLINTLS_HANDSHAKE_ANSWERED_EXTENSIONS_HPP
#define FLINTLS_HANDSHAKE_ANSWERED_EXTENSIONS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "flintls/extension/encode.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

template <policy P, extension_context Here = extension_context::server_hello> class answered_extensions {
    static constexpr auto here = Here;

    struct make_extended_master_secret {
        constexpr auto operator()() const { return offer{extended_master_secret{}}; }
    };
    struct make_session_ticket {
        constexpr auto operator()() const { return offer{flintls::session_ticket::in_server_hello{}}; }
    };
    struct make_server_name {
        constexpr auto operator()() const { return offer{server_name::in_server_hello{}}; }
    };
    struct make_point_formats {
        static constexpr std::array<ec_point_format, 1> list{ec_point_format::uncompressed};
        constexpr auto operator()() const { return offer{ec_point_formats{list}}; }
    };
    template <std::size_t Code> struct make_fragment_length {
        constexpr auto operator()() const {
            return offer{max_fragment_length{static_cast<max_fragment_length_code>(Code + 1)}};
        }
    };
    template <std::size_t Index> struct name_of_protocol {
        static constexpr std::array<byte_view, 1> list{P::protocols::values[Index]};
    };
    template <std::size_t Index> struct make_protocol { // RFC 7301 3.1: the server answers one name
        constexpr auto operator()() const { return offer{chosen_protocol{name_of_protocol<Index>::list}}; }
    };
    /// Element 0 is empty: the index 0 means that there is no answer.
    template <template <std::size_t> class Make, std::size_t... I>
    static constexpr std::array<byte_view, 1 + sizeof...(I)> list(std::index_sequence<I...> /*each*/) {
        return {byte_view{}, byte_view{encode_extensions<Make<I>{}, here>}...};
    }

public:
    /// RFC 7627 5.1
    static constexpr byte_view extended_master_secret_bytes{encode_extensions<make_extended_master_secret{}, here>};
    /// RFC 5077 3.2
    static constexpr byte_view session_ticket_bytes{encode_extensions<make_session_ticket{}, here>};
    /// RFC 6066 3
    static constexpr byte_view server_name_bytes{encode_extensions<make_server_name{}, here>};
    /// RFC 8422 5.2
    static constexpr byte_view point_formats_bytes{encode_extensions<make_point_formats{}, here>};
    /// RFC 6066 4, indexed by the code; 0: none.
    static constexpr auto fragment_length = list<make_fragment_length>(std::make_index_sequence<4>{});
    /// RFC 7301 3.2, indexed by the number of the protocol; 0: none.
    static constexpr auto protocol = list<make_protocol>(std::make_index_sequence<P::protocols::values.size()>{});
};

} // namespace v0
} // namespace flintls

#endif
