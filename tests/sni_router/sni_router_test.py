"""sni_router_test.py <sni_router> [unittest arguments]: real clients reach, through the router, the server that they name,
however their hellos are split. A client that names no server of the router, or sends a malformed hello, gets the right alert."""
import errno
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "inspect"))
from peers import HOST, PlainServer, Process, TlsClient, openssl_server, receive_all
from samples import block, client_hello, mutants, record, split, vector, vectors

ROUTER = ""
FOLDER = tempfile.TemporaryDirectory()
SERVERS = {}


def setUpModule():
    for name in ("a.example.org", "b.example.org", "wild.example.net"):
        SERVERS[name] = openssl_server(FOLDER.name, name)


def tearDownModule():
    for server in SERVERS.values():
        server.stop()
    FOLDER.cleanup()


def to(name):
    return f"{HOST}:{SERVERS[name].port}"


def hello_for(name, extra=()):
    return client_hello(block((0, vector(b"\0" + vector(name.encode()))), *extra))


def alert(description):
    return bytes((21, 3, 3, 0, 2, 2, description))


class Base(unittest.TestCase):
    def start(self, *arguments):
        """Starts a router with these arguments. The router stops at the end of the test."""
        log = tempfile.TemporaryFile()
        router = Process([ROUTER, "0", *arguments], rb"^listening on (\d+)\n$", log)

        def end():
            self.assertEqual(router.stop(), 0)
            log.close()
        self.addCleanup(end)
        router.log = log
        return router

    def plain_server(self, serve):
        server = PlainServer(serve)
        self.addCleanup(server.close)
        return f"{HOST}:{server.port}"

    def connect(self, router):
        peer = socket.create_connection((HOST, router.port), 20)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.addCleanup(peer.close)
        return peer

    def answer(self, router, data, finish=False):
        """Sends the data to the router and returns the whole answer."""
        with socket.create_connection((HOST, router.port), 20) as peer:
            peer.sendall(data)
            if finish:
                try:
                    peer.shutdown(socket.SHUT_WR)
                except OSError as problem:  # the router has answered and closed the connection
                    if problem.errno != errno.ENOTCONN:
                        raise
            return receive_all(peer)

    def cpu_seconds(self, router):
        with open(f"/proc/{router.process.pid}/stat", encoding="ascii") as file:
            user, system = file.read().rpartition(") ")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def assertIdle(self, router):
        before = self.cpu_seconds(router)
        time.sleep(1)
        self.assertLess(self.cpu_seconds(router) - before, 0.5)

    def all_servers(self, *more):
        return self.start(f"a.example.org={to('a.example.org')}", f"B.Example.org={to('b.example.org')}",
                          f"*.example.net={to('wild.example.net')}", *more)


class RealClients(Base):
    def s_client(self, port, *arguments):
        return subprocess.run(["openssl", "s_client", "-connect", f"{HOST}:{port}", *arguments], input=b"Q\n",
                              capture_output=True, timeout=30, check=False)

    def test_openssl_reaches_the_server_that_it_names(self):
        router = self.all_servers()
        for asked, served in (("a.example.org", "a.example.org"), ("b.example.org", "b.example.org"),
                              ("A.EXAMPLE.ORG", "a.example.org"), ("any.example.net", "wild.example.net"),
                              ("a.example.org.", "a.example.org"), ("B.example.ORG.", "b.example.org"),
                              ("Any.example.net.", "wild.example.net")):
            for version in ("-tls1_2", "-tls1_3"):
                with self.subTest(asked, version=version):
                    out = self.s_client(router.port, "-servername", asked, version)
                    self.assertEqual(out.returncode, 0, out.stderr)
                    self.assertIn(f"CN = {served}".encode(), out.stdout)

    def test_openssl_is_refused_where_there_is_no_such_name(self):
        router = self.all_servers()
        for asked in ("c.example.org", "example.net", "two.labels.example.net", "a.example.or", "a.example.org.uk"):
            with self.subTest(asked):
                out = self.s_client(router.port, "-servername", asked)
                self.assertNotEqual(out.returncode, 0)
                self.assertIn(b"alert number 112", out.stderr)
        out = self.s_client(router.port, "-noservername")
        self.assertIn(b"alert number 109", out.stderr)

    def test_the_default_takes_the_rest(self):
        router = self.all_servers("--default", to("b.example.org"))
        for arguments, served in ((["-servername", "c.example.org"], b"b.example.org"), (["-noservername"], b"b.example.org"),
                                  (["-servername", "a.example.org"], b"a.example.org")):
            self.assertIn(b"CN = " + served, self.s_client(router.port, *arguments).stdout)

    @unittest.skipUnless(shutil.which("gnutls-cli"), "gnutls-cli is not installed")
    def test_gnutls(self):
        router = self.all_servers()
        for name in ("a.example.org", "b.example.org"):
            out = subprocess.run(["gnutls-cli", "--insecure", "--sni-hostname", name, "-p", str(router.port), HOST],
                                 stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
            self.assertIn(f"subject `CN={name}'".encode(), out.stdout)
        out = subprocess.run(["gnutls-cli", "--insecure", "--sni-hostname", "c.example.org", "-p", str(router.port), HOST],
                             stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
        self.assertIn(b"alert [112]", out.stdout + out.stderr)

    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_curl(self):
        router = self.all_servers()
        for name in ("a.example.org", "x.example.net"):
            out = subprocess.run(["curl", "-sv", "--insecure", "--noproxy", "*", "--max-time", "20", "--resolve",
                                  f"{name}:{router.port}:{HOST}", f"https://{name}:{router.port}/"],
                                 capture_output=True, timeout=30, check=False)
            self.assertEqual(out.returncode, 0, out.stderr)
            self.assertIn(b"s_server", out.stdout)
            self.assertIn(b"subject: CN=" + (b"wild.example.net" if "net" in name else b"a.example.org"), out.stderr)


class SplitHellos(Base):
    def served(self, router, name, pieces_of, pause=0.0):
        with TlsClient(router.port, name) as client:
            client.send_pieces(pieces_of(client.first_flight()), pause)
            served = client.finish()
            self.assertIn(b"s_server", client.get())
        return served

    def test_byte_by_byte(self):
        router = self.all_servers()
        name = "b.example.org"
        self.assertEqual(self.served(router, name, lambda data: [data[i:i + 1] for i in range(len(data))]), name)

    def test_in_two_pieces_cut_anywhere(self):
        router = self.all_servers()
        for cut in (1, 4, 5, 6, 8, 9, 10, 43, 100, 300):
            with self.subTest(cut):
                self.assertEqual(self.served(router, "a.example.org", lambda data: [data[:cut], data[cut:]], 0.01),
                                 "a.example.org")

    def test_in_many_records(self):
        router = self.all_servers()
        for size in (60, 100, 500):  # openssl refuses a hello in more than a few dozen records
            with self.subTest(size):
                self.assertEqual(self.served(router, "a.example.org", lambda data: [split(data[5:], size)]), "a.example.org")
                self.assertEqual(self.served(router, "a.example.org", lambda data: [
                    piece for piece in split(data[5:], size).partition(b"example")]), "a.example.org")

    def test_a_slow_client_holds_nobody_up(self):
        router = self.all_servers()
        with TlsClient(router.port, "a.example.org") as slow:
            data = slow.first_flight()
            slow.send_pieces([data[:50]])
            for _ in range(3):
                self.assertEqual(self.served(router, "b.example.org", lambda all: [all]), "b.example.org")
            slow.send_pieces([data[i:i + 30] for i in range(50, len(data), 30)], 0.02)
            self.assertEqual(slow.finish(), "a.example.org")


class Relay(Base):
    """The router passes bytes on unchanged. The servers here do not speak TLS and see the bytes."""

    def test_every_byte_arrives_as_it_was_sent(self):
        arrived = []
        router = self.start("*.test=" + self.plain_server(lambda peer: (arrived.append(receive_all(peer)), peer.sendall(b"bye"))))
        for hello in (hello_for("x.test"), hello_for("x.test", [(41 + 7000, bytes(9000))])):
            for data in (record(hello), split(hello, 1 if len(hello) < 500 else 4), record(hello) + bytes(5000),
                         record(b"\1\x5a", 21) + split(hello, 7)):
                with self.subTest(data[:20].hex()):
                    self.assertEqual(self.answer(router, data, finish=True), b"bye")
                    self.assertTrue(arrived.pop() == data)

    def test_either_side_may_end_first(self):
        def half_close(peer):  # sends, closes its sending side, and reads on
            peer.sendall(b"early")
            peer.shutdown(socket.SHUT_WR)
            received.append(receive_all(peer))
        received = []
        router = self.start("x.test=" + self.plain_server(half_close))
        peer = self.connect(router)
        hello = record(hello_for("x.test"))
        peer.sendall(hello)
        self.assertEqual(receive_all(peer), b"early")
        peer.sendall(b"late")
        peer.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + 10
        while not received and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(received, [hello + b"late"])

    def test_megabytes_both_ways_in_little_memory(self):
        data = random.Random(1).randbytes(8 << 20)
        hello = record(hello_for("x.test"))

        def echo(peer):
            sender = threading.Thread(target=peer.sendall, args=(data,))
            sender.start()
            received.append(receive_all(peer))
            sender.join()
        received = []
        router = self.start("x.test=" + self.plain_server(echo))
        peer = self.connect(router)
        got = bytearray()

        def read_slowly():
            while some := peer.recv(1 << 18):
                got.extend(some)
                time.sleep(0.001)
        before = self.most_memory(router)
        reader = threading.Thread(target=read_slowly)
        reader.start()
        peer.sendall(hello + data)
        peer.shutdown(socket.SHUT_WR)
        reader.join(60)
        self.assertTrue(bytes(got) == data)
        self.assertTrue(received == [hello + data])
        self.assertLess(self.most_memory(router) - before, 2 << 20)

    def test_many_at_once(self):
        router = self.start("x.test=" + self.plain_server(lambda peer: peer.sendall(b"for " + receive_all(peer)[-3:])))
        data = record(hello_for("x.test"))
        peers = [self.connect(router) for _ in range(100)]
        for peer in peers:
            peer.sendall(data[:40])
        for number, peer in enumerate(peers):
            peer.sendall(data[40:] + b"%03d" % number)
            peer.shutdown(socket.SHUT_WR)
        self.assertEqual([receive_all(peer) for peer in peers], [b"for %03d" % number for number in range(100)])

    def test_a_client_that_vanishes_is_forgotten(self):
        ended = threading.Event()
        router = self.start("x.test=" + self.plain_server(lambda peer: (receive_all(peer), ended.set())))
        peer = self.connect(router)
        peer.sendall(record(hello_for("x.test")))
        time.sleep(0.3)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # close resets
        peer.close()
        self.assertTrue(ended.wait(10))
        self.assertIdle(router)

    def most_memory(self, router):
        with open(f"/proc/{router.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmHWM:"))

    def test_waiting_takes_no_time(self):
        router = self.start("x.test=" + self.plain_server(receive_all))
        peers = [self.connect(router) for _ in range(3)]
        peers[0].sendall(record(hello_for("x.test"))[:30])
        peers[1].sendall(record(hello_for("x.test")))
        peers[2].sendall(record(hello_for("x.test")))
        peers[2].shutdown(socket.SHUT_WR)
        self.assertIdle(router)


class Refusals(Base):
    def test_alerts(self):
        twice = client_hello(block((0, vector(b"\0" + vector(b"x.test"))), (4242, b""), (4242, b"")))
        cases = [
            (record(hello_for("y.test")), 112), (record(client_hello()), 109), (record(client_hello(block((23, b"")))), 109),
            (b"GET / HTTP/1.1\r\nHost: x.test\r\n\r\n", 10), (b"\x80\x2e\1\3\1", 10), (b"SSH-2.0-x\r\n", 10),
            (record(b"\2\0\0\0"), 10), (record(bytes(10), 23), 10), (record(b""), 10),
            (record(twice), 47), (record(client_hello(block((0, vector(b"\0\0\x07x.test"))))), 50), (record(client_hello(b"\0\1")), 50),
            (record(hello_for("")), 50), (record(client_hello(block((10, b"\0\1\0")))), 50), (b"\x16\3\1\x40\1", 22),
            (record(client_hello(block((0, vector(2 * (b"\0" + vector(b"x.test"))))))), 47),
            (record(client_hello(block((0, vector(b"\0" + vector(b"x.test") + b"\7" + vector(b"") + b"\7" + vector(b"a")))))), 47),
            (record(hello_for("x.test\0")), 47), (record(hello_for("x test")), 47), (record(hello_for("x.test\x7f")), 47),
            (record(hello_for("x.test..")), 112),
            (record(b"\1") + b"\x16\4\1\0\1", 70), (record(b"\1\xff\xff\xff"), 50), (record(b"\1\1\0\0"), 40),
        ]
        router = self.start("x.test=" + self.plain_server(lambda peer: peer.sendall(b"reached")))
        for data, expected in cases:
            for pieces in ([data], [data[i:i + 1] for i in range(len(data))]):
                with self.subTest(data[:60].hex(), pieces=len(pieces)):
                    peer = self.connect(router)
                    try:
                        for piece in pieces:
                            peer.sendall(piece)
                    except OSError:
                        pass  # refused before the last byte
                    self.assertEqual(receive_all(peer), alert(expected))

    def test_the_alert_arrives_though_the_client_goes_on(self):
        router = self.start("x.test=" + self.plain_server(receive_all))
        self.assertEqual(self.answer(router, record(hello_for("y.test")) + bytes(300_000), finish=True), alert(112))

    def test_a_server_that_is_not_there(self):
        with socket.create_server((HOST, 0)) as taken:
            free = taken.getsockname()[1]
        router = self.start(f"x.test={HOST}:{free}")
        self.assertEqual(self.answer(router, record(hello_for("x.test"))), alert(80))

    def test_a_client_that_goes_early(self):
        router = self.start("x.test=" + self.plain_server(receive_all))
        self.assertEqual(self.answer(router, b"", finish=True), b"")
        self.assertEqual(self.answer(router, record(hello_for("x.test"))[:-1], finish=True), b"")

    def test_mutated_hellos_do_no_harm(self):
        router = self.start("--default", self.plain_server(lambda peer: peer.sendall(b"got " + receive_all(peer))))
        reached = refused = 0
        for seed, hello in enumerate([hello_for("x.test"), *vectors().values()]):
            for mutant in mutants(split(hello, 90), 30, seed):
                got = self.answer(router, mutant, finish=True)
                reached += got == b"got " + mutant
                refused += len(got) == 7 and got[:6] == alert(0)[:6] and got[6] in (10, 22, 40, 47, 50, 70)
                self.assertTrue(got in (b"", b"got " + mutant) or got[:6] == alert(0)[:6], got[:20])
        self.assertGreater(reached, 20)
        self.assertGreater(refused, 20)
        self.assertEqual(self.answer(router, record(hello_for("x.test")), finish=True), b"got " + record(hello_for("x.test")))

    def test_names_cannot_steer_a_terminal(self):
        router = self.start("x.test=" + self.plain_server(receive_all))
        self.answer(router, record(hello_for("\x1b[31m")))
        router.log.seek(0)
        self.assertEqual(router.log.read(), b"refused, illegal_parameter(47): name 5 bytes\n")


class Limits(Base):
    def test_silence_ends_a_connection(self):
        router = self.start("x.test=" + self.plain_server(receive_all), "--idle", "1")
        hello = record(hello_for("x.test"))
        for data in (b"", hello[:20], hello):
            start = time.monotonic()
            self.assertEqual(self.answer(router, data), b"")
            self.assertTrue(0.9 < time.monotonic() - start < 5)

    def test_a_hello_that_trickles_does_not_last(self):
        router = self.start("x.test=" + self.plain_server(receive_all), "--idle", "1")
        peer = self.connect(router)
        start = time.monotonic()
        with self.assertRaises(OSError):
            for byte in record(hello_for("x.test")) * 10:
                peer.sendall(bytes([byte]))
                time.sleep(0.1)
        self.assertLess(time.monotonic() - start, 5)

    def test_a_side_that_does_not_read_is_not_waited_for(self):
        """Holds for a client and for a server, and other connections are served meanwhile."""
        def flood(peer):  # sends and never reads
            try:
                while True:
                    peer.sendall(bytes(1 << 16))
            except OSError:
                ended.set()
        ended = threading.Event()
        router = self.start("loud.test=" + self.plain_server(flood), "deaf.test=" + self.plain_server(lambda _: time.sleep(15)),
                            "x.test=" + self.plain_server(lambda peer: peer.sendall(b"bye")), "--idle", "2")
        start, peer = time.monotonic(), self.connect(router)
        peer.sendall(record(hello_for("loud.test")))
        other = self.connect(router)
        other.sendall(record(hello_for("deaf.test")))
        other.settimeout(8)
        for _ in range(3):
            self.assertEqual(self.answer(router, record(hello_for("x.test")), finish=True), b"bye")
        self.assertLess(time.monotonic() - start, 2)
        with self.assertRaises(OSError):
            for _ in range(1 << 12):
                other.sendall(bytes(1 << 16))
        self.assertTrue(ended.wait(8))
        self.assertLess(time.monotonic() - start, 10)

    def test_all_places_taken_by_who_says_nothing(self):
        router = self.start("x.test=" + self.plain_server(lambda peer: peer.sendall(b"bye")), "--idle", "60")
        silent = [self.connect(router) for _ in range(256)]
        time.sleep(1.5)
        for _ in range(3):
            self.assertEqual(self.answer(router, record(hello_for("x.test")), finish=True), b"bye")
        self.assertEqual(receive_all(silent[0]), b"")
        self.assertIdle(router)

    def test_traffic_keeps_a_connection(self):
        router = self.start("x.test=" + self.plain_server(lambda peer: peer.sendall(receive_all(peer)[-10:])), "--idle", "1")
        peer = self.connect(router)
        peer.sendall(record(hello_for("x.test")))
        for digit in b"0123456789":
            time.sleep(0.25)
            peer.sendall(bytes([digit]))
        peer.shutdown(socket.SHUT_WR)
        self.assertEqual(receive_all(peer), b"0123456789")


class Program(Base):
    def test_signals_stop_it(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            router = Process([ROUTER, "0", "--default", f"{HOST}:1"], rb"^listening on (\d+)\n$")
            with socket.create_connection((HOST, router.port), 5):
                router.process.send_signal(number)
                self.assertEqual(router.process.wait(5), 0)
            router.process.stdout.close()

    def test_it_listens_on_loopback_only(self):
        router = self.start("--default", f"{HOST}:1")
        with open("/proc/net/tcp", encoding="ascii") as file:
            bound = [line.split()[1] for line in file if line.split()[1].endswith(f":{router.port:04X}")]
        self.assertIn(f"0100007F:{router.port:04X}", bound)
        self.assertNotIn(f"00000000:{router.port:04X}", bound)

    def test_bad_usage(self):
        taken = self.start("--default", f"{HOST}:1")
        for words in ([], ["0"], ["x"], ["65536", "a=b:1"], ["0", "a"], ["0", "a=b"], ["0", "=127.0.0.1:1"],
                      ["0", "a=127.0.0.1:x"], ["0", "a=127.0.0.1:1", "--idle", "0"], ["0", "a=127.0.0.1:1", "--idle"],
                      ["0", "--default"], ["0", "--nonsense"], ["0", "a=:1"], ["0", "a=no.such.host.invalid:1"],
                      ["0", "*.=127.0.0.1:1"], [str(taken.port), "a=127.0.0.1:1"]):
            with self.subTest(words):
                result = subprocess.run([ROUTER, *words], capture_output=True, timeout=30, check=False)
                self.assertEqual((result.returncode, result.stdout), (2, b""))
                self.assertIn(b"sni_router", result.stderr)
        result = subprocess.run([ROUTER, "--help"], capture_output=True, timeout=30, check=False)
        self.assertEqual(result.returncode, 0)
        self.assertIn(b"usage: sni_router", result.stdout)


if __name__ == "__main__":
    ROUTER = sys.argv.pop(1)
    unittest.main()
