"""story_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: the story of security advisory 3109853. A server
renews the ticket inside the abbreviated handshake; its clients of then failed, and tried again with less. Ours resumes, and
where it cannot, tries again as it was, without the ticket."""
import os
import socket
import threading

import peers
from hello import Hello
from peers import FULL, HOST, RENEWED, Base, alerts, flights, path
from tap import TO_SERVER

SUPPORTED_VERSIONS, RENEGOTIATION_INFO = 43, 0xFF01


class Cutter:
    """Stands before a server. Of a client whose hello `is_cut`, it lets `passes` bytes of the answer through and then closes,
    or it says `last_words`, or says nothing until the client leaves; others it serves."""

    def __init__(self, port, is_cut, passes=0, last_words=b""):
        self.port_behind, self.is_cut, self.passes, self.hellos = port, is_cut, passes, []
        self.last_words = last_words
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:  # closed
                return
            with client, socket.create_connection((HOST, self.port_behind), 20) as server:
                client.settimeout(20)
                self.serve(client, server)

    def serve(self, client, server):
        first = b""
        while len(first) < 5 or len(first) < 5 + int.from_bytes(first[3:5], "big"):
            some = client.recv(1 << 14)
            if not some:
                return
            first += some
        self.hellos.append(first)
        cut = self.is_cut(Hello(first))
        if cut and self.passes == 0:
            if self.last_words is None:
                client.recv(1)
            else:
                client.sendall(self.last_words)
            return
        server.sendall(first)
        back = threading.Thread(target=relay, args=(server, client, self.passes if cut else None), daemon=True)
        back.start()
        if not cut:
            relay(client, server, None)
        back.join(20)

    def close(self):
        if self.listener.fileno() != -1:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()


def relay(source, sink, limit):
    """All bytes, or so many of them."""
    passed = 0
    try:
        while (limit is None or passed < limit) and (some := source.recv(1 << 14)):
            some = some if limit is None else some[:limit - passed]
            sink.sendall(some)
            passed += len(some)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Story(Base):
    def assertNothingLost(self, hellos):
        """Every hello asks for what the first one asked for, and has no fallback SCSV (RFC 7507)."""
        for hello in hellos:
            self.assertEqual(hello.legacy_version, b"\3\3")
            self.assertNotIn(b"\x56\0", hello.suites)
            self.assertEqual(dict(hello.extensions).get(SUPPORTED_VERSIONS), dict(hellos[0].extensions).get(SUPPORTED_VERSIONS))
            self.assertEqual(hello.without_ticket(), hellos[0].without_ticket())
        self.assertEqual(len({hello.random for hello in hellos}), len(hellos))

    def hellos_of(self, tap):
        return [Hello(tap.bytes_of(number, TO_SERVER)) for number in range(len(tap.connections))]

    def hundred(self, server):
        tap = self.tap(server.port)
        client = self.client(tap.port, "--resume", "100", "--send", "a line")
        client.process.wait(120)
        self.assertEqual(client.finish(), 0, client.output[-1000:])
        hellos = self.hellos_of(tap)
        connections = self.dissect(tap)
        self.assertEqual([flights(each) for each in connections], [[FULL]] + [[RENEWED]] * 100)
        self.assertEqual([alerts(each) for each in connections], [[]] * 101)
        for each in connections:
            self.assertEqual(self.assertSecure(each), 1)
        given = [message.field("tls.handshake.session_ticket") for each in connections for record in each
                 for message in record.messages if message.kind == 4]
        self.assertEqual([hello.ticket.hex() for hello in hellos], ["", *given[:-1]])  # each time the last one
        self.assertEqual(len(set(given)), 101)
        self.assertNothingLost(hellos)

    def test_a_hundred_reconnects_to_openssl(self):
        server = self.renewing_server()
        self.hundred(server)
        self.assertEqual((server.output.count("New"), server.output.count("Reused")), (1, 100))

    def test_a_hundred_reconnects_to_our_server(self):
        server = self.server("--rotate-keys", "--count", "101")
        self.hundred(server)
        self.assertEqual(server.finish(), 0)

    def test_the_server_forgets_its_keys(self):
        server = self.server("--forget-keys", "--count", "21")
        tap = self.tap(server.port)
        client = self.client(tap.port, "--resume", "20", "--send", "a line")
        self.assertEqual(client.finish(), 1, "it was to resume")
        self.assertEqual(server.finish(), 0)
        hellos = self.hellos_of(tap)
        connections = self.dissect(tap)
        self.assertEqual([flights(each) for each in connections], [[FULL]] * 21)  # on the same connection
        self.assertEqual([alerts(each) for each in connections], [[]] * 21)
        self.assertTrue(all(hello.ticket for hello in hellos[1:]))
        self.assertNothingLost(hellos)

    def cut_off(self, is_cut, passes, *arguments, last_words=b""):
        """Our client, which has a ticket, and a server that cuts it off."""
        server, tickets = self.renewing_server(), path(f"{self.id()}.tickets")
        for name in (tickets, tickets + ".key"):
            if os.path.exists(name):
                os.remove(name)
        first = self.client(server.port, "--ticket-file", tickets, "--send", "a line", *arguments)
        self.assertEqual(first.finish(), 0, first.output)
        cutter = Cutter(server.port, is_cut, passes, last_words)
        self.addCleanup(cutter.close)
        client = self.client(cutter.port, "--ticket-file", tickets, "--send", "a line", *arguments)
        return client, server, cutter

    def test_the_server_closes_on_any_hello_with_a_ticket(self):
        for arguments in ([], ["--signal", "scsv"], ["--server-name", "localhost"], ["--renegotiation", "strict"]):
            for passes in (0, 1, 50, 100, 200, 270):  # before and in the ServerHello, the ticket, the Finished
                with self.subTest(arguments, passes=passes):
                    client, server, cutter = self.cut_off(lambda hello: bool(hello.ticket), passes, *arguments)
                    self.assertEqual(client.finish(), 0, client.output)
                    self.assertEqual(server.output.count("New"), 2)
                    hellos = [Hello(each) for each in cutter.hellos]
                    self.assertEqual([bool(hello.ticket) for hello in hellos], [True, False])
                    self.assertEqual(hellos[1].ticket, b"")  # it would like one again
                    self.assertNothingLost(hellos)
                    self.assertEqual([each["retry_advice"] for each in client.reports()[0]],
                                     ["retry_without_ticket", "none"])
                    cutter.close()
                    server.stop()

    def test_the_server_says_goodbye_to_any_hello_with_a_ticket_or_an_alert_or_nothing_more(self):
        for last_words in (b"\x15\3\3\0\2\1\0", b"\x15\3\3\0\2\2\x28", None):
            with self.subTest(last_words):
                client, server, cutter = self.cut_off(lambda hello: bool(hello.ticket), 0, last_words=last_words)
                self.assertEqual(client.finish(), 0, client.output)  # ten seconds behind silence
                self.assertEqual(server.output.count("New"), 2)
                hellos = [Hello(each) for each in cutter.hellos]
                self.assertEqual([bool(hello.ticket) for hello in hellos], [True, False])
                self.assertNothingLost(hellos)
                self.assertEqual([each["retry_advice"] for each in client.reports()[0]], ["retry_without_ticket", "none"])
                cutter.close()
                server.stop()

    def test_the_server_closes_on_every_hello(self):
        for passes in (0, 80):
            with self.subTest(passes=passes):
                client, _, cutter = self.cut_off(lambda hello: True, passes)
                self.assertEqual(client.finish(), 1)
                hellos = [Hello(each) for each in cutter.hellos]
                self.assertEqual([bool(hello.ticket) for hello in hellos], [True, False])  # once, and no more
                self.assertNothingLost(hellos)
                self.assertEqual([each["retry_advice"] for each in client.reports()[0]],
                                 ["retry_without_ticket", "do_not_retry"])
                self.assertEqual(client.reports()[1]["retry_advice"], "do_not_retry")
                cutter.close()


if __name__ == "__main__":
    peers.main()
