/* SPDX-License-Identifier: Apache-2.0 */
/* What the servers of these tests begin with: a socket on loopback, on a free port, which is said on standard output. */
#ifndef FLINTLS_TESTS_INTEROP_LISTENER_H
#define FLINTLS_TESTS_INTEROP_LISTENER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

static int listen_on_loopback(void) {
    struct sockaddr_in here = {0};
    socklen_t size = sizeof here;
    int const listener = socket(AF_INET, SOCK_STREAM, 0);
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr*)&here, size) != 0 || listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr*)&here, &size) != 0) {
        return -1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("listening on %d\n", ntohs(here.sin_port));
    return listener;
}

#endif
