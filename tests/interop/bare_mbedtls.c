// SPDX-License-Identifier: Apache-2.0
// bare_mbedtls client PORT IDENTITY KEY | server IDENTITY KEY: Mbed TLS with a pre-shared key of 16 bytes and without
// extensions, on loopback; it talks to nobody without secure renegotiation. It says what it has negotiated, and then obeys
// lines: a server those that come over the connection, a client those of standard input. "renegotiate" is done, and what
// came of it said; every other line goes back, or to the server.
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>

#include <stdlib.h>
#include <string.h>

#include "listener.h"

static int complete(mbedtls_ssl_context* ssl, int (*step)(mbedtls_ssl_context*)) {
    int answer = 0;
    do {
        answer = step(ssl);
    } while (answer == MBEDTLS_ERR_SSL_WANT_READ || answer == MBEDTLS_ERR_SSL_WANT_WRITE);
    return answer;
}

static void renegotiate(mbedtls_ssl_context* ssl) {
    int const answer = complete(ssl, mbedtls_ssl_renegotiate);
    printf("renegotiation: %s\n", answer == 0 ? "ok" : "failed");
}

// A line, or what there is of it at the end of the connection. \return its size; 0: closed, or failed
static int read_line(mbedtls_ssl_context* ssl, char* line, int room) {
    int size = 0, got = 1;
    while (size < room && got > 0 && memchr(line, '\n', (size_t)size) == NULL) {
        got = mbedtls_ssl_read(ssl, (unsigned char*)line + size, (size_t)(room - size));
        size += got > 0 ? got : 0;
    }
    return size;
}

static void echo(mbedtls_ssl_context* ssl) {
    char line[512];
    for (int size = 0; (size = read_line(ssl, line, sizeof line)) > 0;) {
        if (strncmp(line, "renegotiate\n", (size_t)size) == 0) {
            renegotiate(ssl); // asks for it; the client's hello comes while the next line is awaited
        }
        printf("received: %.*s", size, line);
        mbedtls_ssl_write(ssl, (unsigned char*)line, (size_t)size);
    }
}

static void obey(mbedtls_ssl_context* ssl) {
    char line[512];
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (strcmp(line, "renegotiate\n") == 0) {
            renegotiate(ssl);
        } else {
            mbedtls_ssl_write(ssl, (unsigned char*)line, strlen(line));
            printf("received: %.*s", read_line(ssl, line, sizeof line), line);
        }
    }
}

static int talk(mbedtls_ssl_config* config, int fd, void (*then)(mbedtls_ssl_context*)) {
    mbedtls_net_context socket = {.fd = fd};
    mbedtls_ssl_context ssl;
    mbedtls_ssl_init(&ssl);
    int answer = mbedtls_ssl_setup(&ssl, config);
    if (answer == 0) {
        mbedtls_ssl_set_bio(&ssl, &socket, mbedtls_net_send, mbedtls_net_recv, NULL);
        answer = complete(&ssl, mbedtls_ssl_handshake);
    }
    if (answer == 0) {
        printf("connected: %s, %s\n", mbedtls_ssl_get_version(&ssl), mbedtls_ssl_get_ciphersuite(&ssl));
        then(&ssl);
        mbedtls_ssl_close_notify(&ssl);
    } else {
        printf("failed: -0x%04x\n", (unsigned)-answer);
    }
    mbedtls_net_free(&socket);
    mbedtls_ssl_free(&ssl);
    return answer == 0 ? 0 : 1;
}

static int set_psk(mbedtls_ssl_config* config, char const* identity, char const* hex) {
    unsigned char key[16];
    for (size_t i = 0; i < sizeof key; ++i) {
        if (sscanf(hex + 2 * i, "%2hhx", &key[i]) != 1) {
            return -1;
        }
    }
    return mbedtls_ssl_conf_psk(config, key, sizeof key, (unsigned char const*)identity, strlen(identity));
}

int main(int argc, char** argv) {
    int const is_client = argc == 5 && strcmp(argv[1], "client") == 0;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_config config;
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    if (argc < 4 || strlen(argv[argc - 1]) != 32 ||
        mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0) != 0 ||
        mbedtls_ssl_config_defaults(&config, is_client ? MBEDTLS_SSL_IS_CLIENT : MBEDTLS_SSL_IS_SERVER,
                                    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0 ||
        set_psk(&config, argv[argc - 2], argv[argc - 1]) != 0) {
        return 2;
    }
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    mbedtls_ssl_conf_renegotiation(&config, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
    mbedtls_ssl_conf_legacy_renegotiation(&config, MBEDTLS_SSL_LEGACY_BREAK_HANDSHAKE);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (is_client) {
        mbedtls_net_context socket;
        mbedtls_net_init(&socket);
        return mbedtls_net_connect(&socket, "127.0.0.1", argv[2], MBEDTLS_NET_PROTO_TCP) == 0
                   ? talk(&config, socket.fd, obey)
                   : 1;
    }
    for (int const listener = listen_on_loopback();;) {
        int const client = accept(listener, NULL, NULL);
        if (client < 0) {
            return 1;
        }
        talk(&config, client, echo);
    }
}
