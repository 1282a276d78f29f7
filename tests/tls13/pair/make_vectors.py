"""Expected values of hashes.cpp, by RFC 8446 4.2.11.2, 4.4.1, 4.4.4, 7 and RFC 5869 with SHA-384: python3 make_vectors.py"""
import hashlib
import hmac


def mac(key, text):
    return hmac.new(key, text, hashlib.sha384).digest()


def digest(text):
    return hashlib.sha384(text).digest()


def expand(key, label, context, size=48):
    label = b"tls13 " + label
    info = size.to_bytes(2, "big") + bytes((len(label),)) + label + bytes((len(context),)) + context
    made, block, number = b"", b"", 1
    while len(made) < size:
        block = mac(key, block + info + bytes((number,)))
        made, number = made + block, number + 1
    return made[:size]


zeros, nothing = bytes(48), digest(b"")
psk, agreed, transcript = bytes(range(48)), bytes(range(100, 132)), digest(b"messages")
early = mac(zeros, psk)
binder = mac(expand(expand(early, b"ext binder", nothing), b"finished", b""), transcript)
handshake = mac(expand(early, b"derived", nothing), agreed)
client = expand(handshake, b"c hs traffic", transcript)
main = mac(expand(handshake, b"derived", nothing), zeros)
resumption = expand(main, b"res master", transcript)
exporter = expand(expand(main, b"exp master", transcript), b"EXPORTER-test", nothing)
for name, value in {
        "early secret": early, "binder": binder, "handshake secret": handshake, "client's handshake traffic": client,
        "key": expand(client, b"key", b"", 32), "iv": expand(client, b"iv", b"", 12),
        "verify_data": mac(expand(client, b"finished", b""), transcript),
        "client's next": expand(expand(main, b"c ap traffic", transcript), b"traffic upd", b""),
        "resumption psk": expand(resumption, b"resumption", b"\x03"),
        "exported": expand(exporter, b"exporter", digest(b"context"), 100),
        "transcript after a retry": digest(bytes((254, 0, 0, 48)) + transcript + b"retry")}.items():
    print(name, value.hex())
