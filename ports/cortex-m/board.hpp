// What every board offers a program: text and an exit code, through Arm semihosting.
#pragma once

#include <cstdint>

namespace board {

/// SYS_WRITE0: appears on the emulator's or debugger's console.
void print(char const* text);
void print(unsigned number);

/// SYS_EXIT_EXTENDED: the emulator ends with this exit code.
[[noreturn]] void exit(int code);

/// An operation of Arm's semihosting; `argument` points to its block.
int semihost(int operation, void const* argument);

} // namespace board
