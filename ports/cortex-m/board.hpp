// Common to all boards: text and an exit code, through Arm semihosting.
#pragma once

#include <cstdint>

namespace board {

/// SYS_WRITE0: prints on the console of the emulator or debugger.
void print(char const* text);
void print(unsigned number);

/// SYS_EXIT_EXTENDED: ends the emulator with this exit code.
[[noreturn]] void exit(int code);

/// An operation of Arm's semihosting; `argument` points to its block.
int semihost(int operation, void const* argument);

} // namespace board
