// SPDX-License-Identifier: Apache-2.0
// Compiled, never linked: the sizes of these are read from the object file (object_size.sh).
#include "client_object.hpp"

extern "C" {
char FLINTLS_CLIENT_SIZE[sizeof(c_api::client_object)];
char FLINTLS_CLIENT_ALIGNMENT[alignof(c_api::client_object)];
}
