"""strip_tls13.py PORT: a man in the middle in front of a server at this port of this machine, who pretends that it has TLS 1.2
alone: supported_versions of each connection's first ClientHello becomes an extension that nobody knows. Says where it listens,
and what it did."""
import selectors
import socket
import struct
import sys
import threading

HOST = "127.0.0.1"
SUPPORTED_VERSIONS, NOBODY_KNOWS = 43, 0xFA57


def strip(record):
    """A record with a ClientHello, without what offers TLS 1.3 (RFC 8446 4.2.1). As long as it was."""
    body = bytearray(record)
    at = 5 + 4 + 2 + 32
    at += 1 + body[at]  # session id
    at += 2 + struct.unpack_from(">H", body, at)[0]  # suites
    at += 1 + body[at]  # compression methods
    end = at + 2 + struct.unpack_from(">H", body, at)[0]
    at += 2
    while at < end:
        kind, size = struct.unpack_from(">HH", body, at)
        if kind == SUPPORTED_VERSIONS:
            struct.pack_into(">H", body, at, NOBODY_KNOWS)
            print("stripped", flush=True)
        at += 4 + size
    return bytes(body)


def first_record(peer):
    got = b""
    while len(got) < 5 or len(got) < 5 + struct.unpack_from(">H", got, 3)[0]:
        more = peer.recv(1 << 14)
        if not more:
            return got
        got += more
    size = 5 + struct.unpack_from(">H", got, 3)[0]
    return (strip(got[:size]) if got[0] == 22 else got[:size]) + got[size:]


def serve(client, port):
    with client, socket.create_connection((HOST, port)) as server, selectors.DefaultSelector() as ready:
        server.sendall(first_record(client))
        ready.register(client, selectors.EVENT_READ, server)
        ready.register(server, selectors.EVENT_READ, client)
        while True:
            for key, _ in ready.select():
                try:
                    more = key.fileobj.recv(1 << 14)
                    if not more:
                        return
                    key.data.sendall(more)
                except OSError:
                    return


with socket.create_server((HOST, 0)) as listener:
    print("listening on", listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0], int(sys.argv[1])), daemon=True).start()
