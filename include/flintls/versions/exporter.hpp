// SPDX-License-Identifier: Apache-2.0
/// \file
/// Key material for protocols above TLS, on either side and in either version: RFC 8446 7.5, RFC 5705.
#ifndef FLINTLS_VERSIONS_EXPORTER_HPP
#define FLINTLS_VERSIONS_EXPORTER_HPP

#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/policy.hpp"
#include "flintls/tls12/agreement.hpp"
#include "flintls/tls13/secrets.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace versions {

/// A null context is an empty one in TLS 1.3, and no context in TLS 1.2 (RFC 5705 4). \return failed: `out` is zeros
template <class S>
crypto_status export_material(S& s, byte_view label, byte_view const* context, std::span<std::uint8_t> out) {
    using product = typename S::policy_type;
    bool const can = s.idle() && !s.io.over() && out.size() <= std::size_t{255} * 32;
    if constexpr (speaks_tls_1_3<product>) {
        if (can && s.io.is_tls_1_3()) {
            return s.tls13.secrets.export_material(label, context != nullptr ? *context : byte_view{}, out);
        }
    }
    if constexpr (speaks_tls_1_2<product>) {
        if (can) {
            return tls12::export_material(s, label, context, out);
        }
    }
    wipe_memory(out.data(), out.size());
    return crypto_status::failed;
}

} // namespace versions
} // namespace v0
} // namespace flintls

#endif
