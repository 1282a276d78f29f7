// SPDX-License-Identifier: Apache-2.0
// Preloaded into a server that would listen on every address of the machine, and keep what it says to itself for long: it
// listens on loopback, and says each line at once.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

__attribute__((constructor)) static void say_at_once(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

int bind(int fd, struct sockaddr const* address, socklen_t size) {
    int (*const next)(int, struct sockaddr const*, socklen_t) =
        (int (*)(int, struct sockaddr const*, socklen_t))dlsym(RTLD_NEXT, "bind");
    if (address->sa_family == AF_INET) {
        struct sockaddr_in here = *(struct sockaddr_in const*)address;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return next(fd, (struct sockaddr const*)&here, sizeof here);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 here = *(struct sockaddr_in6 const*)address;
        int only = 0;
        socklen_t of_only = sizeof only;
        here.sin6_addr = in6addr_loopback;
        if (getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, &of_only) == 0 && only == 0) {
            // The socket accepts IPv4 as well: the clients of the tests connect to 127.0.0.1.
            inet_pton(AF_INET6, "::ffff:127.0.0.1", &here.sin6_addr);
        }
        return next(fd, (struct sockaddr const*)&here, sizeof here);
    }
    return next(fd, address, size);
}
