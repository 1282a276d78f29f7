// SPDX-License-Identifier: Apache-2.0
#include "board_c.h"

#include "board.hpp"
#include "devices.hpp"

void board_start(void) {
    board::uart::start();
    board::clock::start();
}
bool board_receive(uint8_t* byte) { return board::uart::receive(*byte); }
bool board_send(uint8_t byte) { return board::uart::send(byte); }
uint32_t board_milliseconds(void) { return board::clock::milliseconds(); }
void board_print(char const* text) { board::print(text); }
