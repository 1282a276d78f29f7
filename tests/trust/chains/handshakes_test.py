"""handshakes_test.py <chain_peer> <folder>: flintls validates chains in handshakes: as a client with OpenSSL's server, and as a
server with OpenSSL's client. The chain passes through buffers of the minimum size, in pieces of 7 bytes."""
import os
import socket
import subprocess
import sys
import time

peer, folder = sys.argv[1:]
NOW = "1780000000"
wrong = counted = 0


def path(name, kind="der"):
    return os.path.join(folder, f"{name}.{kind}")


def rest_of(chain):
    file = os.path.join(folder, "rest.pem")
    with open(file, "w") as out:
        for each in chain[1:]:
            with open(path(each, "pem")) as pem:
                out.write(pem.read())
    return ["-cert_chain", file] if chain[1:] else []


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def expect(what, actual, expected, output):
    global wrong, counted
    counted += 1
    if actual != expected:
        wrong += 1
        print(f"{what}: {actual}, expected {expected}; output of OpenSSL: {output[-600:]}")


def with_server(what, version, server_version, chain, anchors, expected, alert="", name="device.example", rsa=False):
    """A client of flintls, and OpenSSL's server with this chain."""
    port = free_port()
    server = subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-naccept", "1", f"-{server_version}", "-cert",
                               path(chain[0], "pem"), "-key", path(chain[0], "key"), *rest_of(chain), "-cipher",
                               "DEFAULT:@SECLEVEL=0", "-msg"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
    try:
        for _ in range(100):
            with open("/proc/net/tcp") as table:
                if any(f":{port:04X} " in line.split(None, 2)[1] + " " and " 0A " in line for line in table):
                    break
            time.sleep(0.05)
        actual = subprocess.run([peer, "client", str(port), version, name, NOW, *map(path, anchors)], capture_output=True,
                               text=True, timeout=60,
                               env={**os.environ, **({"FLINTLS_MORE_ROOM": ""} if rsa else {})}).stdout.strip()
    finally:
        try:
            output = server.communicate(timeout=3)[0]
        except subprocess.TimeoutExpired:
            server.kill()
            output = server.communicate()[0]
    expect(f"{what}, {version} with {server_version}", actual, expected, output)
    if alert and f", fatal {alert}\n" not in output:
        expect(f"{what}: the alert", "another one", alert, output)


def with_client(what, chain, anchors, expected):
    """A server of flintls, and OpenSSL's client with this chain or without a certificate."""
    text = subprocess.run(["openssl", "ec", "-in", path("p256leaf", "key"), "-noout", "-text"], capture_output=True,
                          text=True).stdout
    number = "".join(text.split("priv:")[1].split("pub:")[0].split()).replace(":", "")[-64:]
    server = subprocess.Popen([peer, "server", path("p256leaf"), number, NOW, *map(path, anchors)], stdout=subprocess.PIPE,
                              text=True)
    port = server.stdout.readline().split()[-1]
    own = ["-cert", path(chain[0], "pem"), "-key", path(chain[0], "key"), *rest_of(chain)] if chain else []
    client = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-tls1_2", *own], stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, timeout=60)
    try:
        actual = server.communicate(timeout=10)[0].strip()
    except subprocess.TimeoutExpired:
        server.kill()
        actual = "nothing"
    expect(f"a client with {what}", actual, expected, client.stderr)


VERSIONS = [("1.2", "tls1_2"), ("1.3", "tls1_3"), ("both", "tls1_2"), ("both", "tls1_3"), ("large", "tls1_3"), ("large", "tls1_2")]
for ours, theirs in VERSIONS:
    with_server("P-256", ours, theirs, ["p256leaf", "p256int"], ["p256root"], "connected")
    with_server("as Let's Encrypt", ours, theirs, ["lee7leaf", "lee7", "lex2by1"], ["rsa4root"], "connected")
    with_server("an expired leaf", ours, theirs, ["expired", "p256int"], ["p256root"], "certificate_expired", "certificate_expired")
    with_server("a stranger's root", ours, theirs, ["p256leaf", "p256int"], ["otherroot"], "unknown_issuer", "unknown_ca")
    with_server("another name", ours, theirs, ["p256leaf", "p256int"], ["p256root"], "wrong_name", "bad_certificate",
                name="other.example")
for ours, theirs in VERSIONS[:4]:
    with_server("RSA", ours, theirs, ["rsa2leaf", "rsa2int"], ["rsa4root"], "connected", rsa=True)
    with_server("a chain of 9 KB", ours, theirs, ["bigleaf", "bigint2", "bigint1"], ["rsa4root"], "connected", rsa=True)
    with_server("120 names", ours, theirs, ["manysan", "p256int"], ["p256root"], "connected")
    with_server("a leaf as anchor", ours, theirs, ["p256leaf"], ["p256leaf"], "connected")
    with_server("an issuer before its subject", ours, theirs, ["deepleaf", "int1", "int2"], ["p256root"], "issuer_before_subject",
                "bad_certificate")
    with_server("17 KB", ours, theirs, ["hugeleaf", "p256int"], ["p256root"], "chain_too_long")
    with_server("a leaf for clients", ours, theirs, ["ekuclient", "p256int"], ["p256root"], "wrong_purpose",
                "unsupported_certificate")
with_client("a certificate and its issuer", ["client", "p256int"], ["p256root"], "connected")
with_client("a chain of a stranger's", ["client", "p256int"], ["otherroot"], "unknown_issuer")
with_client("one for servers", ["p256leaf", "p256int"], ["p256root"], "wrong_purpose")
with_client("one that has expired", ["expired", "p256int"], ["p256root"], "certificate_expired")
with_client("none", [], ["p256root"], "certificate_missing")
print(f"{counted} handshakes, {wrong} wrong")
sys.exit(wrong != 0 or counted < 60)
