"""hostile_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: thousands of hostile
connections to the server, one after another and eight at a time. Its memory stays flat, and honest clients among them are
served within a deadline. FLINTLS_HOSTILE: how many connections of each kind of crowd (300)."""
import os
import random
import socket
import ssl
import struct
import threading
import time

import peers
from peers import HOST, TIME, Base, path

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nserved\r\n"
COUNT = int(os.environ.get("FLINTLS_HOSTILE", "300"))
EVERY = 20  # hostile connections between two honest ones
DEADLINE = 5.0  # seconds that an honest client may take, from connect to the end of its answer
GROWTH = 256  # KB that the memory may grow from a quarter of the connections to the last of them
SANITIZED = "FLINTLS_SANITIZED" in os.environ  # a sanitizer keeps freed memory


def context(highest=ssl.TLSVersion.TLSv1_3):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(path("ec.crt"))
    made.maximum_version = highest
    return made


def first_flight(highest=ssl.TLSVersion.TLSv1_3):
    """A hello of OpenSSL, with its record header."""
    outgoing = ssl.MemoryBIO()
    tls = context(highest).wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def record(kind, content):
    return bytes((kind, 3, 3)) + struct.pack(">H", len(content)) + content


class Hostile:
    """One connection after the other, each of another kind; the same ones for the same seed."""

    def __init__(self, port, seed):
        self.port, self.by = port, random.Random(seed)
        self.hellos = [first_flight(), first_flight(ssl.TLSVersion.TLSv1_2)]
        self.kinds = [self.leaves, self.resets, self.babbles, self.cuts, self.flips, self.goes_wrong, self.floods, self.promises,
                      self.repeats, self.completes_and_babbles, self.alerts, self.early]

    def connection(self):
        peer = socket.create_connection((HOST, self.port), TIME)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return peer

    def attack(self, number):
        with self.connection() as peer:
            try:
                self.kinds[number % len(self.kinds)](peer)
            except OSError:
                pass  # the server has hung up

    def ends(self, peer):
        """The server answers by an alert and hangs up, at the latest when nothing more can come."""
        peer.settimeout(TIME)
        peer.shutdown(socket.SHUT_WR)
        while peer.recv(1 << 16):
            pass

    def hello(self):
        return self.by.choice(self.hellos)

    def leaves(self, peer):
        """Says nothing."""

    def resets(self, peer):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.sendall(self.hello()[:self.by.randrange(1, 200)])

    def babbles(self, peer):
        peer.sendall(b"\x15" + self.by.randbytes(self.by.randrange(5, 600)))
        self.ends(peer)

    def cuts(self, peer):
        hello = self.hello()
        peer.sendall(hello[:self.by.randrange(1, len(hello))])
        self.ends(peer)

    def flips(self, peer):
        hello = bytearray(self.hello())
        for _ in range(3):
            hello[self.by.randrange(5, len(hello))] ^= 1 << self.by.randrange(8)
        peer.sendall(hello)
        self.ends(peer)

    def goes_wrong(self, peer):
        """A second flight that is none."""
        peer.sendall(self.hello())
        peer.recv(1 << 16)
        peer.sendall(record(self.by.choice((20, 22, 23)), self.by.randbytes(self.by.randrange(1, 400))))
        self.ends(peer)

    def floods(self, peer):
        peer.sendall(self.hello())
        peer.sendall(record(20, b"\x01") * 200)
        self.ends(peer)

    def promises(self, peer):
        """A message of 16 MB, of which some comes."""
        peer.sendall(record(22, b"\x01\xff\xff\xff" + self.by.randbytes(8000)) * 3)
        self.ends(peer)

    def repeats(self, peer):
        peer.sendall(self.hello() * 3)
        self.ends(peer)

    def completes_and_babbles(self, peer):
        """An honest handshake, and then bytes under no key."""
        tls = context().wrap_socket(peer.dup(), server_hostname="localhost")
        peer.sendall(record(23, self.by.randbytes(300)))
        tls.close()
        self.ends(peer)

    def alerts(self, peer):
        peer.sendall(self.hello() + record(21, bytes((self.by.randrange(1, 3), self.by.randrange(256)))))
        self.ends(peer)

    def early(self, peer):
        """What looks like early data, of which the hello says nothing."""
        peer.sendall(self.hello() + record(23, self.by.randbytes(5000)) * 5)
        self.ends(peer)


class Crowds(Base):
    SERVES = ()

    def resident(self, server):
        """KB."""
        with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))

    def serves(self, port, number):
        """An honest client of TLS 1.3, or every other time of 1.2."""
        begun = time.monotonic()
        highest = ssl.TLSVersion.TLSv1_3 if number % 2 else ssl.TLSVersion.TLSv1_2
        with context(highest).wrap_socket(socket.create_connection((HOST, port), TIME), server_hostname="localhost") as peer:
            self.assertEqual(peer.version(), "TLSv1.3" if number % 2 else "TLSv1.2")
            peer.sendall(b"a line\n")
            got = b""
            while some := peer.recv(1 << 16):
                got += some
        self.assertEqual(got, ANSWER)
        self.assertLess(time.monotonic() - begun, DEADLINE)

    def s_client_is_served(self, port):
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{port}", "-CAfile", path("ec.crt"), "-verify_return_error"])
        client.say("a line")
        client.await_words("HTTP/1.0 200 OK")
        client.stop()

    def attacked(self, attackers):
        server = self.server("--idle", "20", "--handshake", "20")
        self.serves(server.port, 0)
        done, lock, wrong = [0], threading.Lock(), []
        grown = {}

        def attack(seed):
            hostile = Hostile(server.port, seed)
            try:
                while True:
                    with lock:
                        number = done[0]
                        if number == COUNT or wrong:
                            return
                        done[0] += 1
                        if number == COUNT // 4:
                            grown["from"] = self.resident(server)
                    hostile.attack(number)
                    if number % EVERY == 0:
                        self.serves(server.port, number // EVERY)
            except (AssertionError, OSError) as error:
                wrong.append(error)
        threads = [threading.Thread(target=attack, args=(seed,)) for seed in range(attackers)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual(wrong, [])
        self.assertEqual(done[0], COUNT)
        self.s_client_is_served(server.port)
        grown["to"] = self.resident(server)
        print(f"{COUNT} hostile connections, {attackers} at a time: {grown['from']} KB, then {grown['to']} KB")
        if not SANITIZED:
            self.assertLess(grown["to"] - grown["from"], GROWTH)
        self.assertIsNone(server.process.poll())
        server.stop()
        connections, total = server.reports()
        self.assertNotIn("Sanitizer", server.output)
        self.assertGreaterEqual(len(connections), COUNT // 2)
        self.assertTrue(total)

    def test_one_after_another(self):
        self.attacked(1)

    def test_eight_at_a_time(self):
        self.attacked(8)


if __name__ == "__main__":
    peers.main()
