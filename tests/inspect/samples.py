"""Inputs for the tests: the vectors, messages made by hand, and records around them."""
import os
import random

VECTORS = os.path.join(os.path.dirname(__file__), "..", "vectors")
HELLO_RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")


def vectors():
    names = sorted(name for name in os.listdir(VECTORS) if name.endswith(".bin"))
    found = {}
    for name in names:
        with open(os.path.join(VECTORS, name), "rb") as file:
            found[name.removesuffix(".bin")] = file.read()
    return found


def vector(data, width=2):
    return len(data).to_bytes(width, "big") + data


def message(kind, body):
    return bytes([kind]) + vector(body, 3)


def block(*extensions):
    return vector(b"".join(kind.to_bytes(2, "big") + vector(body) for kind, body in extensions))


def client_hello(extensions=b"", suites=b"\xc0\x2b\x00\xff", session_id=b""):
    return message(1, b"\3\3" + bytes(range(32)) + vector(session_id, 1) + vector(suites) + b"\1\0" + extensions)


def server_hello(extensions=b"", nonce=bytes(range(32)), suite=b"\x13\1"):
    return message(2, b"\3\3" + nonce + b"\0" + suite + b"\0" + extensions)


SHARE = b"\0\x1d" + vector(bytes(32))
EVERY_EXTENSION = block(
    (0, vector(b"\7" + vector(b"other") + b"\0" + vector(b"caf\xe9.example"))), (1, b"\x09"),
    (5, b"\1" + vector(vector(b"id")) + vector(b"")), (10, vector(b"\0\x1d\0\x17")), (11, vector(b"\0", 1)),
    (13, vector(b"\4\3")), (16, vector(vector(b"h2", 1) + vector(b"\xff\0", 1))), (18, b""), (21, bytes(9)),
    (22, b""), (23, b""), (28, b"\0\1"), (35, b"ticket"), (43, vector(b"\3\4\x7a\x7a", 1)), (44, vector(b"cookie")),
    (42, b""), (45, vector(b"\1", 1)), (47, vector(vector(b"one"))), (49, b""), (50, vector(b"\4\3")), (51, vector(SHARE)), (0x3a3a, b"\0"), (0xff01, b"\0"),
    (4242, b"unknown"), (41, vector(vector(b"id") + bytes(4)) + vector(vector(bytes(32), 1))))

# The messages of TLS 1.2 between the ClientHello and the ChangeCipherSpec, for each kind of key exchange.
POINT = vector(b"\4" + bytes(range(64)), 1)
PARAMS = b"\3\0\x17" + POINT
SIGNED = b"\4\3" + vector(b"a signature")
CERTIFICATE = message(11, vector(vector(b"first", 3) + vector(b"second", 3), 3))
REQUEST = message(13, vector(b"\1\x40", 1) + vector(b"\4\3\4\1") + vector(vector(b"one") + vector(b"other")))
DONE, VERIFY = message(14, b""), message(15, SIGNED)
HINT, IDENTITY = vector(b"sensors"), vector(b"sensor-17")
FLIGHTS = {
    "ecdhe_ecdsa": server_hello(suite=b"\xc0\x2b") + CERTIFICATE + message(12, PARAMS + SIGNED) + REQUEST + DONE +
    message(11, bytes(3)) + message(16, POINT) + VERIFY,
    "ecdhe_rsa": server_hello(suite=b"\xc0\x2f") + CERTIFICATE + message(12, PARAMS + SIGNED) + DONE +
    message(16, POINT),
    "psk": server_hello(suite=b"\0\xa8") + message(12, HINT) + DONE + message(16, IDENTITY),
    "psk_without_hint": server_hello(suite=b"\xc0\xa8") + DONE + message(16, IDENTITY),
    "ecdhe_psk": server_hello(suite=b"\xd0\1") + message(12, HINT + PARAMS) + DONE + message(16, IDENTITY + POINT),
    "dhe_rsa": server_hello(suite=b"\0\x9e") + CERTIFICATE + message(12, b"other parameters") + DONE +
    message(16, b"a public key"),
    "two_kinds": server_hello(suite=b"\0\xa8") + message(12, HINT) + server_hello(suite=b"\xc0\x2b") +
    message(12, PARAMS + SIGNED) + server_hello() + message(12, b""),
}

TICKET_12 = message(4, (7200).to_bytes(4, "big") + vector(b"a ticket"))
TICKET_13 = message(4, bytes(8) + vector(b"\0", 1) + vector(b"a ticket") + block((42, bytes(4)), (51, b"raw")))

STATUS = b"\1" + vector(b"an OCSP response", 3)
ENTRIES = (vector(b"first", 3) + block((5, STATUS), (18, vector(vector(b"sct"))), (4242, b"unknown")) +
           vector(b"second", 3) + block())
# Messages that are read with --tls13.
TLS_1_3 = {
    "end_of_early_data": message(5, b""),
    "encrypted_extensions": message(8, block(
        (0, b""), (1, b"\2"), (10, vector(b"\0\x1d\0\x17")), (16, vector(b"\2h2")), (28, b"\x40\1"), (42, b""), (51, b"raw"))),
    "encrypted_extensions_none": message(8, block()),
    "certificate": message(11, b"\0" + vector(ENTRIES, 3)),
    "certificate_of_client": message(11, vector(b"context", 1) + vector(ENTRIES, 3)),
    "certificate_none": message(11, bytes(4)),
    "certificate_request": message(13, b"\0" + block(
        (13, vector(b"\4\3\x08\4")), (5, b""), (18, b""), (47, vector(vector(b"one") + vector(b"other"))),
        (48, vector(b"\1o" + vector(b"values"))), (50, vector(b"\4\3")), (0, b"raw"))),
    "certificate_request_later": message(13, vector(b"context", 1) + block((13, vector(b"\4\3")))),
    "certificate_verify": message(15, SIGNED),
    "finished": message(20, bytes(range(32))),
    "new_session_ticket": TICKET_13,
    "key_update": message(24, b"\0"),
    "key_update_requested": message(24, b"\1"),
}

BY_HAND = {
    "hello_request": message(0, b""),
    "finished": message(20, bytes(range(12))),
    "finished_empty": message(20, b""),
    "ticket": TICKET_12,
    "ticket_empty": message(4, bytes(6)),
    "no_block": client_hello(),
    "empty_block": client_hello(bytes(2)),
    "fallback": client_hello(suites=b"\x56\0\0\xff", session_id=bytes(32)),
    "no_host_name": client_hello(block((0, vector(b"\1" + vector(b"x"))))),
    "every_extension": client_hello(EVERY_EXTENSION),
    "certificate": CERTIFICATE,
    "certificate_none": message(11, bytes(3)),
    "certificate_request": REQUEST,
    "certificate_request_least": message(13, b"\1\x40\0\2\4\3\0\0"),
    "server_hello_done": DONE,
    "certificate_verify": VERIFY,
    "server_key_exchange": message(12, PARAMS + SIGNED),
    "client_key_exchange": message(16, POINT),
    "server_tls13": server_hello(block((43, b"\3\4"), (51, SHARE), (41, b"\0\0"))),
    "server_tls12": server_hello(block((0, b""), (5, b""), (16, vector(b"\2h2")), (18, vector(vector(b"sct"))),
                                       (35, b""), (0xff01, b"\0"))),
    "server_misplaced": server_hello(block((10, vector(b"\0\x1d")), (45, b"x"), (21, b""))),
    "retry": server_hello(block((43, b"\3\4"), (51, b"\0\x17"), (44, vector(b"c")), (0xff01, b"??")), HELLO_RETRY),
}


def samples():
    return vectors() | BY_HAND | FLIGHTS


def record(body, kind=22, version=b"\3\3"):
    return bytes([kind]) + version + vector(body)


def split(data, size):
    """The data in records of `size` bytes each."""
    return b"".join(record(data[i:i + size]) for i in range(0, len(data), size))


def mutants(data, count, seed):
    """Yields copies of the data with bytes changed, inserted or removed."""
    source = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(source.choice((1, 1, 1, 2, 3))):
            at = source.randrange(len(copy))
            how = source.randrange(6)
            if how == 0:
                del copy[at:at + source.choice((1, 1, 2, 30))]
            elif how == 1:
                copy[at:at] = source.randbytes(source.choice((1, 1, 2, 30)))
            elif how == 2:
                copy[at] = source.choice((0, 1, 0xff))
            elif how == 3:
                copy[at] = (copy[at] + source.choice((1, -1))) & 0xff
            else:
                copy[at] ^= 1 << source.randrange(8)
            if not copy:
                break
        yield bytes(copy) or b"\0"
