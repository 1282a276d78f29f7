// A connection on the stack that completes a handshake and ends. `verify_data` has 24 bytes. The result is true if the
// connection was secure.
#pragma once

#include <cstdint>

extern "C" {

bool flintls_wipe_closes(std::uint8_t const* verify_data);  ///< ends by `close`
bool flintls_wipe_assigns(std::uint8_t const* verify_data); ///< ends by an assignment, which the optimiser may drop
bool flintls_wipe_leaves(std::uint8_t const* verify_data);  ///< ends without a wipe
}
