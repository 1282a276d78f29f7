/* SPDX-License-Identifier: Apache-2.0 */
/* The board's devices for C: ports/<board>/devices.hpp. */
#ifndef FLINTLS_FIRMWARE_BOARD_C_H
#define FLINTLS_FIRMWARE_BOARD_C_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void board_start(void);
bool board_receive(uint8_t* byte);
bool board_send(uint8_t byte);
uint32_t board_milliseconds(void);
void board_print(char const* text);

#ifdef __cplusplus
}
#endif

#endif
