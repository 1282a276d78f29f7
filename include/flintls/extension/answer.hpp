// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a block of extensions may hold once its context is known: the version, and the hello that it answers.
#ifndef FLINTLS_EXTENSION_ANSWER_HPP
#define FLINTLS_EXTENSION_ANSWER_HPP

#include <cstdint>

#include "flintls/extension/block.hpp"
#include "flintls/extension/placement.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

namespace answer_detail {
/// The first extension that is not `allowed(type)`, as an error at its offset in the block.
template <class Allowed> constexpr error first_not(extension_view const& block, errc what, Allowed allowed) {
    std::uint32_t offset = 0;
    for (raw_extension const& extension : block) {
        if (!allowed(extension.type)) {
            return {what, offset};
        }
        offset += 4 + extension.body.size();
    }
    return {};
}
} // namespace answer_detail

/// RFC 8446 4.2: an extension that is recognised and does not belong into this message, in the version that was
/// negotiated, is an illegal_parameter.
/// \return success, or misplaced_extension at which byte of the block
[[nodiscard]] constexpr error check_placement(extension_view const& block, extension_context where,
                                              protocol_version version) {
    return answer_detail::first_not(block, errc::misplaced_extension, [where, version](extension_type type) {
        return may_stand_in(type, where, version);
    });
}

/// RFC 5246 7.4.1.4, RFC 8446 4.2: a ServerHello, HelloRetryRequest or EncryptedExtensions answers what the ClientHello
/// had. Two may come unasked: renegotiation_info where the hello had the SCSV (RFC 5746 3.6), and the cookie of a
/// HelloRetryRequest (RFC 8446 4.2.2).
/// \return success, or unsolicited_extension at which byte of the block
[[nodiscard]] constexpr error check_solicited(extension_view const& answer, extension_context where,
                                              extension_view const& hello, bool scsv_sent) {
    return answer_detail::first_not(answer, errc::unsolicited_extension, [&](extension_type type) {
        bool const by_scsv = scsv_sent && type == extension_type::renegotiation_info;
        bool const cookie = where == extension_context::hello_retry_request && type == extension_type::cookie;
        return by_scsv || cookie || hello.has(type);
    });
}

} // namespace v0
} // namespace flintls

#endif
