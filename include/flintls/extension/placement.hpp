// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which extension may stand in which message: TLS 1.3 from RFC 8446 4.2, TLS 1.2 from each extension's own RFC.
#ifndef FLINTLS_EXTENSION_PLACEMENT_HPP
#define FLINTLS_EXTENSION_PLACEMENT_HPP

#include <array>
#include <cstdint>

#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

/// The messages that carry extensions.
enum class extension_context : std::uint8_t {
    client_hello,
    server_hello,
    hello_retry_request,
    encrypted_extensions,
    certificate,
    certificate_request,
    new_session_ticket,
};

/// Where one extension may stand.
struct extension_placement {
    extension_type type;
    std::uint16_t messages; ///< a bit for each message and version, see `placement_bit`
};

/// TLS 1.2 has extensions in the two hellos alone; a ClientHello is written before a version is chosen.
[[nodiscard]] constexpr std::uint16_t placement_bit(extension_context where, protocol_version version) {
    bool const old_server_hello = where == extension_context::server_hello && version != protocol_version::tls_1_3;
    return static_cast<std::uint16_t>(old_server_hello ? 0x100U : 1U << static_cast<unsigned>(where));
}

/// The table. A type that it does not list is not recognised, and passes everywhere.
inline constexpr auto extension_placements = [] {
    using enum extension_type;
    constexpr auto in = [](extension_context where) { return placement_bit(where, protocol_version::tls_1_3); };
    constexpr std::uint16_t ch = in(extension_context::client_hello);
    constexpr std::uint16_t sh12 = placement_bit(extension_context::server_hello, protocol_version::tls_1_2);
    constexpr std::uint16_t sh13 = in(extension_context::server_hello);
    constexpr std::uint16_t hrr = in(extension_context::hello_retry_request);
    constexpr std::uint16_t ee = in(extension_context::encrypted_extensions);
    constexpr std::uint16_t ct = in(extension_context::certificate);
    constexpr std::uint16_t cr = in(extension_context::certificate_request);
    constexpr std::uint16_t nst = in(extension_context::new_session_ticket);
    return std::to_array<extension_placement>({
        {server_name, ch | sh12 | ee},                            // RFC 6066 3
        {max_fragment_length, ch | sh12 | ee},                    // RFC 6066 4
        {status_request, ch | sh12 | ct | cr},                    // RFC 6066 8, RFC 8446 4.4.2.1
        {supported_groups, ch | ee},                              // RFC 8422 5.1, RFC 8446 4.2.7
        {ec_point_formats, ch | sh12},                            // RFC 8422 5.1.2, 5.2
        {signature_algorithms, ch | cr},                          // RFC 5246 7.4.1.4.1
        {use_srtp, ch | sh12 | ee},                               // RFC 5764 4.1
        {heartbeat, ch | sh12 | ee},                              // RFC 6520 2
        {application_layer_protocol_negotiation, ch | sh12 | ee}, // RFC 7301 3.1
        {status_request_v2, ch | sh12},                           // RFC 6961 2.2
        {signed_certificate_timestamp, ch | sh12 | ct | cr},      // RFC 6962 3.3.1
        {client_certificate_type, ch | sh12 | ee},                // RFC 7250 3
        {server_certificate_type, ch | sh12 | ee},                // RFC 7250 3
        {padding, ch},                                            // RFC 7685 3
        {encrypt_then_mac, ch | sh12},                            // RFC 7366 2
        {extended_master_secret, ch | sh12},                      // RFC 7627 5.1
        {record_size_limit, ch | sh12 | ee},                      // RFC 8449 4
        {session_ticket, ch | sh12},                              // RFC 5077 3.2
        {pre_shared_key, ch | sh13},                              // RFC 8446 4.2.11
        {early_data, ch | ee | nst},                              // RFC 8446 4.2.10
        {supported_versions, ch | sh13 | hrr},                    // RFC 8446 4.2.1
        {cookie, ch | hrr},                                       // RFC 8446 4.2.2
        {psk_key_exchange_modes, ch},                             // RFC 8446 4.2.9
        {certificate_authorities, ch | cr},                       // RFC 8446 4.2.4
        {oid_filters, cr},                                        // RFC 8446 4.2.5
        {post_handshake_auth, ch},                                // RFC 8446 4.2.6
        {signature_algorithms_cert, ch | cr},                     // RFC 8446 4.2.3
        {key_share, ch | sh13 | hrr},                             // RFC 8446 4.2.8
        {renegotiation_info, ch | sh12},                          // RFC 5746 3.2
    });
}();

/// May an extension of this type stand in this message of a handshake of this version?
[[nodiscard]] constexpr bool may_stand_in(extension_type type, extension_context where, protocol_version version) {
    for (extension_placement const& known : extension_placements) {
        if (known.type == type) {
            return (known.messages & placement_bit(where, version)) != 0;
        }
    }
    return true;
}

/// May it stand there in any version?
[[nodiscard]] constexpr bool may_ever_stand_in(extension_type type, extension_context where) {
    return may_stand_in(type, where, protocol_version::tls_1_2) || may_stand_in(type, where, protocol_version::tls_1_3);
}

} // namespace v0
} // namespace flintls

#endif
