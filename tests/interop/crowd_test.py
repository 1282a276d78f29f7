"""crowd_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: client and server among
peers that are slow, silent, deaf or many: who behaves is served, and who does not is gone at a deadline."""
import errno
import select
import signal
import socket
import ssl
import threading
import time
import unittest

import peers
from peers import HOST, TIME, Base, path

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nserved\r\n"
CLOSE_NOTIFY = bytes((21, 3, 3, 0, 2, 1, 0))
SLOTS = 16  # of the server
MEGABYTE = 1 << 20


def context(**more):
    """Of a client of TLS 1.2 by OpenSSL."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(path("ec.crt"))
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    for name, value in more.items():
        setattr(made, name, value)
    return made


def connect(port):
    peer = socket.create_connection((HOST, port), TIME)
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return peer


def connect_tls(port):
    return context().wrap_socket(connect(port), server_hostname="localhost")


def read_all(peer):
    """Up to the end, or to a reset."""
    got = bytearray()
    try:
        while some := peer.recv(1 << 16):
            got += some
    except ConnectionResetError:
        pass
    return bytes(got)


def visit(port, line=b"a line\n"):
    """All that an honest client gets for its line, and how long that takes."""
    begun = time.monotonic()
    with connect_tls(port) as peer:
        peer.sendall(line)
        got = read_all(peer)
    return got, time.monotonic() - begun


class Crowd(Base):
    def serves(self, server, within=3.0):
        got, took = visit(server.port)
        self.assertEqual(got, ANSWER)
        self.assertLess(took, within)

    def open(self, port):
        peer = connect(port)
        self.addCleanup(peer.close)
        return peer

    def open_tls(self, port):
        peer = connect_tls(port)
        self.addCleanup(peer.close)
        return peer

    def assertEndsWithin(self, peer, least, most, begun):
        """The server closes it, not before and not much later."""
        peer.settimeout(most + 5)
        got = read_all(peer)
        took = time.monotonic() - begun
        self.assertTrue(least <= took <= most, took)
        return got


class Server(Crowd):
    def test_several_clients_at_once(self):
        server = self.server()
        others = [self.open_tls(server.port) for _ in range(SLOTS - 1)]
        for _ in range(3):
            self.serves(server)
        for number, peer in reversed(list(enumerate(others))):
            peer.sendall(b"number %d\n" % number)
            self.assertEqual(read_all(peer), ANSWER)
            peer.close()
        self.assertEqual(server.stop(), 0)
        self.assertEqual(len(server.reports()[0]), SLOTS + 2)

    def test_one_that_says_nothing(self):
        server = self.server("--idle", "2")
        begun, silent = time.monotonic(), self.open(server.port)
        self.serves(server)
        self.assertEqual(self.assertEndsWithin(silent, 1.9, 4, begun), CLOSE_NOTIFY)
        self.serves(server)

    def test_one_that_says_a_byte_at_a_time(self):
        """In its first handshake it is never silent, and still has no more time than that."""
        server = self.server("--idle", "2", "--handshake", "4")
        begun, slow = time.monotonic(), self.open(server.port)
        hello = self.first_flight()
        for byte in hello[:3]:
            slow.sendall(bytes([byte]))
            self.serves(server)
            time.sleep(1)
        slow.sendall(hello[3:4])
        self.assertEqual(self.assertEndsWithin(slow, 3.9, 6, begun), CLOSE_NOTIFY)
        self.serves(server)

    def first_flight(self):
        tls, _, outgoing = self.by_hand()
        with self.assertRaises(ssl.SSLWantReadError):
            tls.do_handshake()
        return outgoing.read()

    def by_hand(self):
        """A client whose records are passed on as one likes."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        return context().wrap_bio(incoming, outgoing, server_hostname="localhost"), incoming, outgoing

    def test_one_that_never_reads_while_the_others_are_served(self):
        server = self.server("--echo", "--idle", "2")
        deaf = connect(server.port)
        self.addCleanup(deaf.close)
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        tls = context().wrap_socket(deaf, server_hostname="localhost")
        self.addCleanup(tls.close)
        tls.setblocking(False)
        begun, sent = time.monotonic(), 0
        while time.monotonic() - begun < 1:  # until the server takes no more, for the rest of a second
            try:
                sent += tls.send(b"x" * 16384)
            except ssl.SSLWantWriteError:
                time.sleep(0.01)
        for _ in range(3):
            got, took = visit(server.port)
            self.assertEqual(got, b"a line\n")
            self.assertLess(took, 2)
        self.assertLess(sent, 64 * MEGABYTE, "the server reads on")
        self.assertGone(tls, 10)
        self.assertEqual(server.stop(), 1)
        self.assertEqual(len(server.reports()[0]), 4)

    def assertGone(self, tls, time_left):
        """What is sent is refused: nobody is there any more."""
        end = time.monotonic() + time_left
        while time.monotonic() < end:
            try:
                tls.send(b"x" * 16384)  # the same again, as OpenSSL wants it
            except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                pass
            except OSError as error:
                self.assertIn(error.errno, (errno.EPIPE, errno.ECONNRESET, ssl.SSL_ERROR_EOF))
                return
            time.sleep(0.05)
        self.fail("the connection goes on")

    def echo(self, port, text):
        """Sends and receives at once, whatever is possible; what came back."""
        with connect_tls(port) as peer:
            peer.setblocking(False)
            at, got, end = 0, bytearray(), time.monotonic() + TIME
            while len(got) < len(text) and time.monotonic() < end:
                wants_write = at < len(text)
                select.select([] if peer.pending() else [peer], [peer] if wants_write else [], [], 1)
                try:
                    at += peer.send(text[at:at + 16384]) if wants_write else 0
                except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                    pass
                try:
                    got += peer.recv(1 << 16)
                except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                    pass
            return bytes(got)

    def test_a_megabyte_in_both_directions_at_once(self):
        server = self.server("--echo")
        text = bytes(ord("a") + i * i % 23 for i in range(MEGABYTE)) + b"\n"
        self.assertTrue(self.echo(server.port, text) == text)
        got = {}
        threads = [threading.Thread(target=lambda n=n: got.update({n: self.echo(server.port, text[n:])})) for n in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(TIME)
        self.assertTrue(all(got.get(n) == text[n:] for n in range(4)))
        self.assertEqual(server.stop(), 0)

    def test_lines_of_every_length_come_back_and_nothing_behind_them(self):
        server = self.server("--echo")
        for size in (0, 1, 511, 16383, 16384, 16385, 40000):
            got, _ = visit(server.port, b"y" * size + b"\nmore\nand more\n")
            self.assertTrue(got == b"y" * size + b"\n", size)
        self.assertEqual(server.stop(), 0)

    def test_a_handshake_that_stalls_in_any_flight_ends_at_the_deadline(self):
        server = self.server("--handshake", "3", "--idle", "2")
        stalled = []
        for flights in (0, 1, 2):  # that the client sends; at last all but a byte of the last one
            tls, incoming, outgoing = self.by_hand()
            peer = self.open(server.port)
            for flight in range(flights):
                try:
                    tls.do_handshake()
                except ssl.SSLWantReadError:
                    pass
                out = outgoing.read()
                peer.sendall(out[:-1] if flight == 1 else out)
                time.sleep(0.3)
                incoming.write(peer.recv(1 << 16) if flight == 0 else b"")
            stalled.append((time.monotonic(), peer))
        self.serves(server)
        for begun, peer in stalled:
            self.assertIn(CLOSE_NOTIFY, self.assertEndsWithin(peer, 0.5, 5, begun))
        self.serves(server)

    def test_a_renegotiation_has_its_time_too(self):
        """The hello of another handshake, and then a byte at a time."""
        server = self.server("--handshake", "3", "--idle", "2")
        between = Trickling(server.port)
        self.addCleanup(between.close)
        client = self.s_client(between.port)
        client.await_words("Extended master secret")
        begun = time.monotonic()
        between.armed.set()
        client.say("R")
        client.await_words("RENEGOTIATING")
        self.serves(server)
        self.assertTrue(between.ended.wait(TIME))
        self.assertTrue(2.9 <= time.monotonic() - begun <= 6, time.monotonic() - begun)
        server.stop()
        self.assertEqual([each["renegotiated"] for each in server.reports()[0]], [0, 0])

    def test_who_does_not_answer_a_request_for_it_gets_its_answer_all_the_same(self):
        server = self.server("--request-renegotiation", "--idle", "2")
        with connect_tls(server.port) as peer:  # of its library, nothing is said to that before it reads
            peer.sendall(b"a line\n")
            time.sleep(3)
            self.assertEqual(read_all(peer)[:len(ANSWER)], ANSWER)

    def test_all_slots_taken_by_who_says_nothing(self):
        """The oldest ones have to go, when they have had a second."""
        server = self.server("--idle", "60", "--handshake", "60")
        silent = [self.open(server.port) for _ in range(SLOTS)]
        time.sleep(1.2)
        for _ in range(3):
            self.serves(server)
        self.assertEqual(read_all(silent[0]), CLOSE_NOTIFY)  # and one is enough
        for peer in silent[1:]:
            self.assertEqual(select.select([peer], [], [], 0)[0], [])

    def test_all_slots_taken_by_who_is_served(self):
        """Nobody of them has to go. A new one waits."""
        server = self.server("--idle", "60")
        guests = [self.open_tls(server.port) for _ in range(SLOTS)]
        late = {}
        thread = threading.Thread(target=lambda: late.update(got=visit(server.port)[0]))
        thread.start()
        time.sleep(2)
        self.assertEqual(late, {})
        for peer in guests:
            peer.sendall(b"a line\n")
            self.assertEqual(read_all(peer), ANSWER)
            peer.close()
        thread.join(TIME)
        self.assertEqual(late, {"got": ANSWER})
        self.assertEqual(server.stop(), 0)

    def test_many_clients_one_after_another_and_eight_at_a_time(self):
        server = self.server("--idle", "60", "--handshake", "60")
        hostile = [self.open(server.port) for _ in range(4)]
        for _ in range(200):
            self.serves(server, within=10)
        served, lock = [], threading.Lock()

        def visits():
            for _ in range(10):
                got, _ = visit(server.port)
                with lock:
                    served.append(got)
        threads = [threading.Thread(target=visits) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(4 * TIME)
        self.assertEqual(served, [ANSWER] * 80)
        for peer in hostile:
            peer.close()
        server.stop()

    def test_more_silent_ones_than_slots_at_once(self):
        server = self.server("--idle", "60", "--handshake", "60")
        silent = [self.open(server.port) for _ in range(60)]  # the rest of them wait in the queue of the system
        self.serves(server, within=20)
        for peer in silent:
            peer.close()
        self.serves(server)

    def test_who_hangs_up_leaves_a_slot(self):
        server = self.server("--idle", "60", "--handshake", "60")
        for _ in range(3 * SLOTS):
            connect(server.port).close()
        reset = struct_linger()
        for _ in range(2 * SLOTS):
            peer = connect(server.port)
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            peer.close()
        self.serves(server)

    def test_an_alert_of_no_level(self):
        """RFC 5246 7.2 knows two."""
        server = self.server("--trace")
        peer = self.open(server.port)
        peer.sendall(bytes((21, 3, 3, 0, 2, 3, 10)))
        self.assertEqual(read_all(peer), bytes((21, 3, 3, 0, 2, 2, 47)))
        server.await_words(r"sent: alert illegal_parameter \(47\)")
        self.serves(server)
        server.stop()
        self.assertEqual([each["alert_sent"] for each in server.reports()[0]], [47, None])

    def test_a_signal_while_many_are_there(self):
        server = self.server("--idle", "60", "--handshake", "60")
        silent = [self.open(server.port) for _ in range(4)]
        guests = [self.open_tls(server.port) for _ in range(4)]
        time.sleep(0.3)
        begun = time.monotonic()
        self.assertEqual(server.stop(signal.SIGTERM), 1)
        self.assertLess(time.monotonic() - begun, 4)
        self.assertEqual(len(server.reports()[0]), 8)
        for peer in silent:
            self.assertEqual(read_all(peer), CLOSE_NOTIFY)
        for peer in guests:
            self.assertEqual(peer.recv(1), b"")


def struct_linger():
    """Makes `close` a reset."""
    return (1).to_bytes(4, "little") + (0).to_bytes(4, "little")


class Trickling:
    """Stands before a server. From `armed` on it passes on one record of the client, and then a byte at a time."""

    def __init__(self, port):
        self.port_behind, self.armed, self.ended = port, threading.Event(), threading.Event()
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.sockets = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            client, _ = self.listener.accept()
            server = connect(self.port_behind)
            self.sockets += [client, server]
            threading.Thread(target=self.up, args=(client, server), daemon=True).start()
            while some := server.recv(1 << 14):
                client.sendall(some)
        except OSError:
            pass
        self.ended.set()

    def up(self, client, server):
        try:
            while some := client.recv(1 << 14):
                armed = self.armed.is_set()
                whole = len(some) if not armed else min(len(some), 5 + int.from_bytes(some[3:5], "big"))
                server.sendall(some[:whole])
                for byte in some[whole:] if armed else b"":
                    server.sendall(bytes([byte]))
                    time.sleep(0.4)
                if armed:
                    break
            while some := client.recv(1):
                server.sendall(some)
                time.sleep(0.4)
        except OSError:
            pass

    def close(self):
        for each in (self.listener, *self.sockets):
            each.close()


class Stalling:
    """A server that passes on so many bytes of a real one and then says nothing more, or one byte per second of it."""

    def __init__(self, port, passes, trickles=False):
        self.port_behind, self.passes, self.trickles = port, passes, trickles
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.sockets = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            client, _ = self.listener.accept()
            server = socket.create_connection((HOST, self.port_behind), TIME)
            self.sockets += [client, server]
            threading.Thread(target=self.up, args=(client, server), daemon=True).start()
            left = self.passes
            while some := server.recv(min(left, 1 << 14) if left else 1):
                if left == 0 and not self.trickles:
                    return
                if left == 0:
                    time.sleep(0.5)
                client.sendall(some)
                left -= min(left, len(some))
        except OSError:
            pass  # closed

    @staticmethod
    def up(client, server):
        try:
            while some := client.recv(1 << 14):
                server.sendall(some)
        except OSError:
            pass

    def close(self):
        for each in (self.listener, *self.sockets):
            each.close()


class Client(Crowd):
    def stalling(self, *arguments):
        behind = self.server("--idle", "60", "--handshake", "60")
        made = Stalling(behind.port, *arguments)
        self.addCleanup(made.close)
        return made

    def assertGivesUp(self, client, least, most):
        begun = time.monotonic()
        self.assertEqual(client.finish(), 1)
        self.assertTrue(least <= time.monotonic() - begun <= most, time.monotonic() - begun)
        lines, _ = client.reports()
        self.assertNotEqual(lines[0]["retry_advice"], "none")

    def test_a_server_that_stalls_in_any_flight(self):
        for passes in (0, 3, 60, 300, 600):
            with self.subTest(passes):
                self.assertGivesUp(self.client(self.stalling(passes).port, "--idle", "2", "--send", "x"), 1, 6)

    def test_a_server_that_is_slow_for_ever(self):
        """It is never silent."""
        for passes in (0, 300):
            with self.subTest(passes):
                client = self.client(self.stalling(passes, True).port, "--idle", "2", "--timeout", "4", "--send", "x")
                self.assertGivesUp(client, 3, 8)

    def test_nobody_answers(self):
        """A queue that is full: connecting does not come to an end."""
        with socket.socket() as listener:
            listener.bind((HOST, 0))
            listener.listen(0)
            port = listener.getsockname()[1]
            queue = []
            for _ in range(4):
                waiting = socket.socket()
                waiting.setblocking(False)
                waiting.connect_ex((HOST, port))
                queue.append(waiting)
            time.sleep(0.2)
            self.assertGivesUp(self.client(port, "--timeout", "2"), 1, 5)
            for each in queue:
                each.close()

    def test_a_server_that_does_not_read(self):
        """The text is longer than what the system holds for it."""
        listener = socket.create_server((HOST, 0))
        self.addCleanup(listener.close)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        keep = []

        def serve():
            server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.load_cert_chain(path("ec.crt"), path("ec.key"))
            server.maximum_version = ssl.TLSVersion.TLSv1_2
            peer, _ = listener.accept()
            keep.append(server.wrap_socket(peer, server_side=True))
        threading.Thread(target=serve, daemon=True).start()
        texts = ["x" * 120_000]
        client = self.client(listener.getsockname()[1], "--send", *texts, "--idle", "2", "--timeout", "20")
        begun = time.monotonic()
        self.assertEqual(client.finish(), 1)
        self.assertLess(time.monotonic() - begun, 8)
        for each in keep:
            each.close()

    def test_a_long_text_in_both_directions_at_once(self):
        server = self.server("--echo", "--count", "1")
        text = "".join(chr(ord("a") + i % 26) for i in range(100_000))
        client = self.client(server.port, "--send", text)
        self.assertEqual((client.finish(), server.finish()), (0, 0), client.output[-300:])
        self.assertIn("received: ", client.output)

    def test_an_alert_of_no_level(self):
        listener = socket.create_server((HOST, 0))
        self.addCleanup(listener.close)
        client = self.client(listener.getsockname()[1], "--trace")
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(TIME)
            first = b""
            while len(first) < 5 or len(first) < 5 + int.from_bytes(first[3:5], "big"):
                first += peer.recv(1 << 14)
            peer.sendall(bytes((21, 3, 3, 0, 2, 3, 10)))
            self.assertEqual(read_all(peer), bytes((21, 3, 3, 0, 2, 2, 47)))
        self.assertEqual(client.finish(), 1)
        self.assertEqual(client.reports()[1]["alert_sent"], 47)


if __name__ == "__main__":
    peers.main()
