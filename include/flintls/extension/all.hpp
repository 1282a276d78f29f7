// SPDX-License-Identifier: Apache-2.0
/// \file
/// All extensions that have a declaration. A new one is added here, and nowhere else: this list places the types
/// (extension/placement.hpp), and `inspect` and the tests read it.
#ifndef FLINTLS_EXTENSION_ALL_HPP
#define FLINTLS_EXTENSION_ALL_HPP

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/certificate_authorities.hpp"
#include "flintls/extension/context.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/early_data.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/oid_filters.hpp"
#include "flintls/extension/padding.hpp"
#include "flintls/extension/post_handshake_auth.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/extension/supported_versions.hpp"

namespace flintls {
inline namespace v0 {

using all_extensions =
    extension_list<server_name, max_fragment_length, status_request, supported_groups, ec_point_formats,
                   signature_algorithms, application_layer_protocol_negotiation, signed_certificate_timestamp, padding,
                   encrypt_then_mac, extended_master_secret, record_size_limit, session_ticket, pre_shared_key,
                   early_data, supported_versions, cookie, psk_key_exchange_modes, certificate_authorities, oid_filters,
                   post_handshake_auth, signature_algorithms_cert, key_share, renegotiation_info>;

} // namespace v0
} // namespace flintls

#endif
