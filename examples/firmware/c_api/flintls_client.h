/* SPDX-License-Identifier: Apache-2.0 */
/* A TLS 1.2 client for firmware in C11: ECDHE-ECDSA-AES128-GCM, one server with a pinned key, tickets, secure
   renegotiation. No I/O, no heap; for one thread. The application calls psa_crypto_init() once before. */
#ifndef FLINTLS_CLIENT_H
#define FLINTLS_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flintls_client_size.h" /* FLINTLS_CLIENT_SIZE and FLINTLS_CLIENT_ALIGNMENT of this build */

#ifdef __cplusplus
extern "C" {
#else
#include <stdalign.h>
#endif

/* The whole client, buffers and ticket included. Must not move in memory from `init` to `destroy`. */
typedef struct flintls_client {
    alignas(FLINTLS_CLIENT_ALIGNMENT) unsigned char storage[FLINTLS_CLIENT_SIZE];
} flintls_client;

/* The result of `flintls_client_run` (flintls/record/progress.hpp). After each result `ready` may have bytes to send.
   */
typedef enum flintls_progress {
    FLINTLS_RECEIVE,   /* nothing to do before more bytes are received */
    FLINTLS_SEND,      /* nothing to do before bytes are sent */
    FLINTLS_CRYPTO,    /* crypto is pending: call `run` again */
    FLINTLS_CONNECTED, /* a handshake completes */
    FLINTLS_DATA,      /* `data` has application data */
    FLINTLS_CLOSED,
    FLINTLS_FAILED
} flintls_progress;

/* `pin`: SHA-256 of the server's SubjectPublicKeyInfo, 32 bytes, copied. */
void flintls_client_init(flintls_client* client, uint8_t const pin[32]);
/* Starts a connection, and offers the ticket of the last connection to this server if there is one. `host_name` is not
   copied and must outlive the connection. An IP address is allowed and is not sent (RFC 6066 3). false: `host_name` is
   not valid. */
bool flintls_client_connect(flintls_client* client, char const* host_name);
/* Wipes all secrets. */
void flintls_client_destroy(flintls_client* client);

/* `now`: seconds. */
flintls_progress flintls_client_run(flintls_client* client, uint32_t now);
/* `ready`: the bytes to send. `sent`: how many of them the application has sent. */
uint8_t const* flintls_client_ready(flintls_client const* client, size_t* size);
void flintls_client_sent(flintls_client* client, size_t count);
/* `space`: where the application writes received bytes. `received`: how many bytes it has written. */
uint8_t* flintls_client_space(flintls_client* client, size_t* size);
void flintls_client_received(flintls_client* client, size_t count);
/* `data`: received application data. `consume`: how much of it the application has used. */
uint8_t const* flintls_client_data(flintls_client const* client, size_t* size);
void flintls_client_consume(flintls_client* client, size_t count);
/* Copies as much application data as one record holds; none during a handshake. Returns the number of bytes copied. */
size_t flintls_client_write(flintls_client* client, void const* data, size_t size);

/* `resume`: resumes by the ticket. Some servers cannot resume in a renegotiation. */
bool flintls_client_renegotiate(flintls_client* client, bool resume);
void flintls_client_close(flintls_client* client);
void flintls_client_transport_lost(flintls_client* client);

/* About the last handshake. */
bool flintls_client_resumed(flintls_client const* client);
bool flintls_client_secure_renegotiation(flintls_client const* client);
/* The code of the failure: flintls/wire/error.hpp. */
uint32_t flintls_client_failure(flintls_client const* client);

#ifdef __cplusplus
}
#endif

#endif
