// What a test may set in the models of AES peripherals, and what it asks them: registers of no chip, beside the model's.
#pragma once

#include <cstdint>

namespace control {

inline constexpr std::uint32_t base = 0x5F000000;

enum class at : std::uint32_t {
    slowness = 0x00, ///< looks at its status for which a peripheral is busy with a block
    stuck = 0x04,    ///< not 0: from that many blocks on it never ends again
    taken = 0x08,    ///< times that somebody else takes the AES core while the nRF's ECB works
    fault = 0x0C,    ///< what the last access did wrong; reading clears it
    blocks = 0x10,   ///< that were asked for since the last look
    secrets = 0x14,  ///< not 0: a key is in a register, or a block of data
};

/// Ways to misuse a peripheral.
enum class wrong : std::uint32_t {
    nothing,
    no_such_register,
    while_disabled, ///< data without EN
    while_enabled,  ///< key, IV, mode or suspended state with EN
    too_early,      ///< a result, or more data, before the last block was done
    unread,         ///< more data, or the end, before the result was read
    not_cleared,    ///< the flag of the block before is still set
    no_result,      ///< read where there is none, or once more
    phase_order,    ///< of GCM
    no_key,         ///< or not all of it, or a U5's not yet valid
    key_order,      ///< a U5's, from another end than one
    no_iv,
    not_in_ram, ///< EasyDMA reads RAM, at words
    moved,      ///< ECBDATAPTR while the ECB works
    event_not_cleared,
};

#ifdef FLINTLS_BARE_METAL
inline std::uint32_t volatile& of(at which) {
    return *reinterpret_cast<std::uint32_t volatile*>(std::uintptr_t{base} + static_cast<std::uint32_t>(which));
}
inline void set(at which, std::uint32_t value) { of(which) = value; }
inline std::uint32_t get(at which) { return of(which); }
inline wrong fault() { return static_cast<wrong>(get(at::fault)); }
#endif

} // namespace control
