// SPDX-License-Identifier: Apache-2.0
// renewing_openssl CERTIFICATE KEY: a server of OpenSSL's that has a new ticket key for every ticket, keeps all of them, and
// renews the ticket in every abbreviated handshake (SSL_CTX_set_tlsext_ticket_key_evp_cb(3): the answer 2). Says "New" or
// "Reused" for each connection, answers one line, and closes.
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <string.h>
#include <unistd.h>

#include "listener.h"

struct ticket_key {
    unsigned char name[16], cipher[16], mac[32];
};
static struct ticket_key keys[1024];
static int key_count;

static int use(struct ticket_key const* key, unsigned char* iv, EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac, int seal) {
    OSSL_PARAM const params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void*)key->mac, sizeof key->mac),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char*)"sha256", 0), OSSL_PARAM_construct_end()};
    return EVP_MAC_CTX_set_params(mac, params) == 1 &&
           EVP_CipherInit_ex(cipher, EVP_aes_128_cbc(), NULL, key->cipher, iv, seal) == 1;
}

static int on_ticket(SSL* ssl, unsigned char name[16], unsigned char iv[EVP_MAX_IV_LENGTH], EVP_CIPHER_CTX* cipher,
                     EVP_MAC_CTX* mac, int seal) {
    (void)ssl;
    if (seal) {
        if (key_count == 1024 || RAND_bytes((unsigned char*)&keys[key_count], sizeof keys[0]) != 1 ||
            RAND_bytes(iv, 16) != 1) {
            return -1;
        }
        memcpy(name, keys[key_count].name, 16);
        return use(&keys[key_count++], iv, cipher, mac, 1) ? 1 : -1;
    }
    for (int i = 0; i < key_count; ++i) {
        if (memcmp(name, keys[i].name, 16) == 0) {
            return use(&keys[i], iv, cipher, mac, 0) ? 2 : -1; // good, and to be renewed
        }
    }
    return 0;
}

static void serve(SSL* ssl) {
    char line[256];
    int size = 0, got = 0;
    if (SSL_accept(ssl) != 1) {
        printf("failed\n");
        return;
    }
    printf("%s, secure renegotiation: %s\n", SSL_session_reused(ssl) ? "Reused" : "New",
           SSL_get_secure_renegotiation_support(ssl) ? "yes" : "no");
    while (size < (int)sizeof line && (got = SSL_read(ssl, line + size, (int)sizeof line - size)) > 0) {
        size += got;
        if (memchr(line, '\n', (size_t)size) != NULL) {
            SSL_write(ssl, line, size);
            break;
        }
    }
    SSL_shutdown(ssl);
    SSL_shutdown(ssl);
}

int main(int argc, char** argv) {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    if (argc != 3 || SSL_CTX_use_certificate_chain_file(context, argv[1]) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1) {
        return 2;
    }
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, on_ticket);
    for (int const listener = listen_on_loopback();;) {
        int const client = accept(listener, NULL, NULL);
        if (client < 0) {
            return 1;
        }
        SSL* const ssl = SSL_new(context);
        SSL_set_fd(ssl, client);
        serve(ssl);
        SSL_free(ssl);
        close(client);
    }
}
