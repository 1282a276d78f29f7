// SPDX-License-Identifier: Apache-2.0
/// \file
/// The answer of credentials that judge a chain.
#ifndef FLINTLS_TRUST_PATH_VERDICT_HPP
#define FLINTLS_TRUST_PATH_VERDICT_HPP

#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

struct path_verdict {
    error why{}; ///< success, or the fault; the offset of `chain_refused` is the alert that the judge chooses
    certificate_key leaf{}; ///< of the first certificate; aliases the judge, until its next chain begins
};

} // namespace v0
} // namespace flintls

#endif
