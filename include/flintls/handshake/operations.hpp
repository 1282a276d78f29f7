// SPDX-License-Identifier: Apache-2.0
/// \file
/// The operations that a driver needs for the suites of its policy. An operation that is not needed takes no memory.
#ifndef FLINTLS_HANDSHAKE_OPERATIONS_HPP
#define FLINTLS_HANDSHAKE_OPERATIONS_HPP

#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"

namespace flintls {
inline namespace v0 {

namespace operations_detail {
template <class Crypto, bool Needed> struct preshared { using type = unneeded<3>; };
template <class Crypto> struct preshared<Crypto, true> { using type = typename Crypto::psk; };
template <class Crypto, bool Needed> struct verifier { using type = unneeded<4>; };
template <class Crypto> struct verifier<Crypto, true> { using type = typename Crypto::verifier; };
template <class Crypto, bool Needed> struct signing { using type = unneeded<5>; };
template <class Crypto> struct signing<Crypto, true> { using type = typename Crypto::signer; };
} // namespace operations_detail

template <policy P>
using psk_operation = typename operations_detail::preshared<typename P::crypto, suites_of<P>::psk>::type;
template <policy P>
using verify_operation = typename operations_detail::verifier<typename P::crypto, handshakes_of<P>::certificates>::type;
template <policy P, bool Needed = handshakes_of<P>::certificates>
using sign_operation = typename operations_detail::signing<typename P::crypto, Needed>::type;

/// For external pre-shared keys of TLS 1.3.
template <policy P, bool Needed>
using external_psk_operation = typename operations_detail::preshared<typename P::crypto, Needed>::type;

} // namespace v0
} // namespace flintls

#endif
