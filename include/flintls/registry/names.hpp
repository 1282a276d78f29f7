// SPDX-License-Identifier: Apache-2.0
/// \file
/// `name_of` for every registry: all the code points of this folder as text (spelt as IANA or the RFC spells them), and the
/// errors of wire/error.hpp.
#ifndef FLINTLS_REGISTRY_NAMES_HPP
#define FLINTLS_REGISTRY_NAMES_HPP

#include "flintls/registry/names_alert.hpp"
#include "flintls/registry/names_cipher_suite.hpp"
#include "flintls/registry/names_code_points.hpp"
#include "flintls/registry/names_errc.hpp"
#include "flintls/registry/names_extension_type.hpp"
#include "flintls/registry/names_named_group.hpp"
#include "flintls/registry/names_protocol.hpp"
#include "flintls/registry/names_signature_scheme.hpp"

#endif
