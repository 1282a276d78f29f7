/* SPDX-License-Identifier: Apache-2.0 */
/* A C11 firmware that connects twice; the second connection resumes the session. */
#include <psa/crypto.h>

#include "board_c.h"
#include "flintls_client.h"
#include "pin.h"

/* Milliseconds. patience: without a byte received, or for a flush; longest: for a visit; line_up: until the line is up.
   */
enum { patience = 10000, longest = 30000, line_up = 1500 };

static flintls_client client;
static char const line[] = "hello\n";

static void dial(void) {
    uint32_t const since = board_milliseconds();
    while (board_milliseconds() - since < line_up) {
        uint8_t rest;
        board_receive(&rest);
    }
}

/* Returns false if the line does not take all bytes within `patience`. */
static bool flush(void) {
    size_t size;
    uint8_t const* bytes = flintls_client_ready(&client, &size);
    uint32_t const since = board_milliseconds();
    size_t sent = 0;
    while (sent < size && board_milliseconds() - since < patience) {
        sent += board_send(bytes[sent]) ? 1 : 0;
    }
    flintls_client_sent(&client, size);
    return sent == size;
}

/* Receives one byte. After `patience` without a byte the transport counts as lost. */
static void receive(void) {
    size_t size;
    uint8_t* space = flintls_client_space(&client, &size);
    uint32_t const since = board_milliseconds();
    while (!board_receive(space)) {
        if (board_milliseconds() - since > patience) {
            flintls_client_transport_lost(&client);
            return;
        }
    }
    flintls_client_received(&client, 1);
}

/* Renegotiates once, sends a line and waits for the answer. Returns true once answered and closed. */
static bool visit(void) {
    uint32_t const begun = board_milliseconds();
    bool renegotiated = false, answered = false;
    for (;;) {
        size_t size;
        flintls_progress const progress = flintls_client_run(&client, board_milliseconds() / 1000);
        bool const late = !flush() || board_milliseconds() - begun > longest;
        if (late && progress != FLINTLS_CLOSED && progress != FLINTLS_FAILED) {
            flintls_client_transport_lost(&client);
            continue;
        }
        switch (progress) {
        case FLINTLS_RECEIVE: receive(); break;
        case FLINTLS_CONNECTED:
            board_print(flintls_client_resumed(&client) ? "resumed" : "full handshake");
            board_print(renegotiated ? ", renegotiated" : "");
            board_print(flintls_client_secure_renegotiation(&client) ? ", secure renegotiation\n" : "\n");
            if (renegotiated) {
                flintls_client_write(&client, line, sizeof line - 1); /* it fits: nothing is written before */
            } else {
                renegotiated = flintls_client_renegotiate(&client, flintls_client_resumed(&client));
            }
            break;
        case FLINTLS_DATA:
            answered = flintls_client_data(&client, &size)[size - 1] == '\n';
            flintls_client_consume(&client, size);
            if (answered) {
                board_print("answered\n");
                flintls_client_close(&client);
            }
            break;
        case FLINTLS_CLOSED: return answered;
        case FLINTLS_FAILED: return false;
        default: break;
        }
    }
}

int main(void) {
    if (psa_crypto_init() != PSA_SUCCESS) {
        return 2;
    }
    board_start();
    flintls_client_init(&client, server_pin);
    int done = 0;
    for (int attempt = 0; attempt < 4 && done < 2; ++attempt) {
        dial();
        done += flintls_client_connect(&client, "sensor.example") && visit() ? 1 : 0;
    }
    flintls_client_destroy(&client);
    return done == 2 ? 0 : 1;
}
