/* SPDX-License-Identifier: Apache-2.0 */
/* A TLS 1.2 client for firmware in C11: ECDHE-ECDSA-AES128-GCM with a server whose key is known, tickets, secure
   renegotiation. No I/O, no heap; one thread. Call psa_crypto_init() once before. */
#ifndef FLINTLS_CLIENT_H
#define FLINTLS_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flintls_client_size.h" /* of this build: FLINTLS_CLIENT_SIZE, FLINTLS_CLIENT_ALIGNMENT */

#ifdef __cplusplus
extern "C" {
#else
#include <stdalign.h>
#endif

/* Everything of a client, buffers and ticket included. Stays where it is from `init` to `destroy`. */
typedef struct flintls_client {
    alignas(FLINTLS_CLIENT_ALIGNMENT) unsigned char storage[FLINTLS_CLIENT_SIZE];
} flintls_client;

/* What `flintls_client_run` answers (flintls/record/progress.hpp). Whatever it is, `ready` may have bytes to send. */
typedef enum flintls_progress {
    FLINTLS_RECEIVE,   /* nothing to do before more bytes come */
    FLINTLS_SEND,      /* nothing to do before bytes are sent */
    FLINTLS_CRYPTO,    /* call again when it suits */
    FLINTLS_CONNECTED, /* a handshake is over */
    FLINTLS_DATA,      /* there is application data */
    FLINTLS_CLOSED,
    FLINTLS_FAILED
} flintls_progress;

/* `pin`: SHA-256 of the server's SubjectPublicKeyInfo, copied. */
void flintls_client_init(flintls_client* client, uint8_t const pin[32]);
/* Begins a connection, with the ticket of the last one to that server if there is one. `host_name` must live as long as
   that. It may be an address, which is not sent (RFC 6066 3). false: it is no name of a server. */
bool flintls_client_connect(flintls_client* client, char const* host_name);
/* Wipes what is secret. */
void flintls_client_destroy(flintls_client* client);

/* `now`: seconds. */
flintls_progress flintls_client_run(flintls_client* client, uint32_t now);
/* Bytes to send, and how many were. */
uint8_t const* flintls_client_ready(flintls_client const* client, size_t* size);
void flintls_client_sent(flintls_client* client, size_t count);
/* Where received bytes go, and how many went there. */
uint8_t* flintls_client_space(flintls_client* client, size_t* size);
void flintls_client_received(flintls_client* client, size_t count);
/* Application data that came, and how much of it was used. */
uint8_t const* flintls_client_data(flintls_client const* client, size_t* size);
void flintls_client_consume(flintls_client* client, size_t count);
/* Copies as much of the application data as one record holds; none during a handshake. Returns how much was taken. */
size_t flintls_client_write(flintls_client* client, void const* data, size_t size);

/* `resume`: with the ticket, which some servers cannot do. */
bool flintls_client_renegotiate(flintls_client* client, bool resume);
void flintls_client_close(flintls_client* client);
void flintls_client_transport_lost(flintls_client* client);

/* Of the last handshake. */
bool flintls_client_resumed(flintls_client const* client);
bool flintls_client_secure_renegotiation(flintls_client const* client);
/* Why it failed: flintls/wire/error.hpp. */
uint32_t flintls_client_failure(flintls_client const* client);

#ifdef __cplusplus
}
#endif

#endif
