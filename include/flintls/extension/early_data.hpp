// SPDX-License-Identifier: Apache-2.0
/// \file
/// early_data (RFC 8446 4.2.10).
#ifndef FLINTLS_EXTENSION_EARLY_DATA_HPP
#define FLINTLS_EXTENSION_EARLY_DATA_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.10, in a NewSessionTicket.
struct max_early_data {
    static constexpr extension_type type = extension_type::early_data;
    std::uint32_t max_early_data_size{}; ///< bytes

    using wire = fields<field<&max_early_data::max_early_data_size>>;
    friend constexpr bool operator==(max_early_data, max_early_data) = default;
};

/// RFC 8446 4.2.10: empty in a ClientHello and in EncryptedExtensions.
struct early_data
    : empty_extension<extension_type::early_data, placed_in::client_hello | placed_in::encrypted_extensions |
                                                      placed_in::new_session_ticket> { // RFC 8446 4.2.10
    using in_new_session_ticket = max_early_data;
};

} // namespace v0
} // namespace flintls

#endif
