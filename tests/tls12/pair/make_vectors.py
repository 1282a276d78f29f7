"""Prints the expected values of keys.cpp, computed as in RFC 5246 5, 6.3, 7.4.9, 8.1, RFC 7627 4 and RFC 4279 2:
python3 make_vectors.py"""
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305


def prf(secret, label, seed, size, kind=hashlib.sha256):
    out, a = b"", label + seed
    while len(out) < size:
        a = hmac.new(secret, a, kind).digest()
        out += hmac.new(secret, a + label + seed, kind).digest()
    return out[:size]


client, server = bytes(range(32)), bytes(range(100, 132))
messages = bytes(range(200))
session_hash = hashlib.sha256(messages).digest()
shared = bytes(range(50, 82))
psk = bytes(range(16))
masters = {
    "shared": prf(shared, b"master secret", client + server, 48),
    "shared_extended": prf(shared, b"extended master secret", session_hash, 48),
    "psk_extended": prf(b"\0\x10" + bytes(16) + b"\0\x10" + psk, b"extended master secret", session_hash, 48),
    "both": prf(b"\0\x20" + shared + b"\0\x10" + psk, b"master secret", client + server, 48),
}
for name, value in masters.items():
    print(name, value.hex())
print("key_block", prf(masters["shared"], b"key expansion", server + client, 40).hex())
longer = prf(masters["shared"], b"key expansion", server + client, 88)
print("key_block of 88 bytes", longer.hex())
for number in (0, 1, 0x01020304):  # RFC 7905 2: records of the client with five bytes of application data
    nonce = (int.from_bytes(longer[64:76], "big") ^ number).to_bytes(12, "big")
    additional = number.to_bytes(8, "big") + bytes((23, 3, 3, 0, 5))
    print("record", number, ChaCha20Poly1305(longer[:32]).encrypt(nonce, b"hello", additional).hex())
number = 0  # the first record of the server
nonce = (int.from_bytes(longer[76:], "big") ^ number).to_bytes(12, "big")
print("record of the server", ChaCha20Poly1305(longer[32:64]).encrypt(nonce, b"hello", bytes(8) + bytes((23, 3, 3, 0, 5))).hex())
print("client_finished", prf(masters["shared"], b"client finished", session_hash, 12).hex())
print("server_finished", prf(masters["shared"], b"server finished", session_hash, 12).hex())

# RFC 5289 3.2: with SHA-384
longer = hashlib.sha384
master = prf(shared, b"extended master secret", longer(messages).digest(), 48, longer)
print("extended master secret, SHA-384", master.hex())
block = prf(master, b"key expansion", server + client, 72, longer)
for side, at in (("client", 0), ("server", 1)):
    key, salt = block[32 * at:32 * at + 32], block[64 + 4 * at:68 + 4 * at]
    print(f"record of the {side}, AES-256-GCM", AESGCM(key).encrypt(salt + bytes(8), b"hello", bytes(8) + bytes((23, 3, 3, 0, 5))).hex())
    print(f"{side}_finished, SHA-384", prf(master, f"{side} finished".encode(), longer(messages).digest(), 12, longer).hex())
print("exported, SHA-384", prf(master, b"EXPORTER-test", client + server, 60, longer).hex())
