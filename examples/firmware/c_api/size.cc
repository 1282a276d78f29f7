// SPDX-License-Identifier: Apache-2.0
// Compiled, never linked: object_size.sh reads the sizes of these arrays from the object file.
#include "client_object.hpp"

extern "C" {
char FLINTLS_CLIENT_SIZE[sizeof(c_api::client_object)];
char FLINTLS_CLIENT_ALIGNMENT[alignof(c_api::client_object)];
}
