// A connection on the stack that handshakes and ends. 24 bytes of verify_data; the result is whether it was secure.
#pragma once

#include <cstdint>

extern "C" {

bool flintls_wipe_closes(std::uint8_t const* verify_data);  ///< and is closed
bool flintls_wipe_assigns(std::uint8_t const* verify_data); ///< and is overwritten, as C++ would have it
bool flintls_wipe_leaves(std::uint8_t const* verify_data);  ///< and is forgotten
}
