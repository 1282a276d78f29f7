// SPDX-License-Identifier: Apache-2.0
/// \file
/// The rules of secure renegotiation (RFC 5746), of the signalling suites and against downgrades, without I/O and
/// without crypto.
#ifndef FLINTLS_RENEGOTIATION_HPP
#define FLINTLS_RENEGOTIATION_HPP

#include "flintls/judgement.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"
#include "flintls/renegotiation/side.hpp"
#include "flintls/renegotiation/state.hpp"

#endif
