// SPDX-License-Identifier: Apache-2.0
/// \file
/// A signature and its algorithm (RFC 5246 4.7).
#ifndef FLINTLS_MESSAGE_DIGITALLY_SIGNED_HPP
#define FLINTLS_MESSAGE_DIGITALLY_SIGNED_HPP

#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 4.7 DigitallySigned. The signed content is not part of it.
struct digitally_signed {
    signature_scheme algorithm{};
    byte_view signature; ///< aliases the parsed buffer

    using wire = fields<field<&digitally_signed::algorithm>, field<&digitally_signed::signature, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(digitally_signed const&, digitally_signed const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
