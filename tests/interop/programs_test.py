"""programs_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: client and server as programs: what they
print, what they leave behind, and what they answer to nonsense."""
import os
import re
import signal
import socket
import stat
import subprocess
import time
import unittest

import peers
from hello import Hello
from peers import HOST, PSK, PSK_NAME, Base, path
from tap import TO_SERVER

KEYS = ["version", "suite", "resumed", "renegotiated", "secure_renegotiation", "ticket_received", "ticket_in_abbreviated",
        "alert_sent", "alert_received", "retry_advice", "peer_key"]
SUITES = {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": 0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8": 0xC0AE,
          "TLS_ECDHE_ECDSA_WITH_AES_128_CCM": 0xC0AC, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": 0xC02C,
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": 0xCCA9, "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256": 0xCCAC,
          "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256": 0xD001, "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256": 0xD003,
          "TLS_PSK_WITH_AES_128_GCM_SHA256": 0x00A8, "TLS_PSK_WITH_AES_128_CCM_8": 0xC0A8}


class Together(Base):
    """Each with the other."""

    def test_every_suite_resumed_and_renegotiated(self):
        for name, number in SUITES.items():
            with self.subTest(name):
                own = ["--psk", PSK, "--psk-identity", PSK_NAME] if "PSK" in name else []
                server = self.server("--cipher", name, "--echo", "--count", "3", *own)
                client = self.client(server.port, "--cipher", name, "--resume", "2", "--renegotiate", "1", "--send", "a line", *own)
                self.assertEqual((client.finish(), server.finish()), (0, 0), client.output)
                self.assertEqual(client.output.count('received: "a line", 6 bytes'), 3)
                for program in (client, server):
                    lines, total = program.reports()
                    self.assertEqual([(each["version"], each["suite"], each["resumed"], each["renegotiated"]) for each in lines],
                                     [(0x303, number, 0, 1), (0x303, number, 1, 1), (0x303, number, 1, 1)])
                    self.assertEqual([list(each) for each in [*lines, total]], [KEYS] * 4)
                    self.assertEqual((total["resumed"], total["renegotiated"], total["secure_renegotiation"]), (2, 3, True))
                    self.assertEqual((total["alert_sent"], total["alert_received"], total["retry_advice"]), (None, None, "none"))
                    key = peers.PINS["ec"] if program is client and not own else None
                    self.assertEqual([each["peer_key"] for each in [*lines, total]], [key] * 4)

    def test_the_types_of_a_summary(self):
        server = self.server("--count", "1", "--cipher", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
        client = self.client(server.port, "--cipher", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8")
        self.assertEqual((client.finish(), server.finish()), (1, 1))
        kinds = [int, int, int, int, bool, bool, int, int, str]
        total = client.reports()[1]
        self.assertEqual([type(total[key]) for key in KEYS if key not in ("alert_sent", "peer_key")], kinds)
        self.assertEqual((total["alert_sent"], total["alert_received"], total["retry_advice"], total["peer_key"]),
                         (None, 40, "do_not_retry", None))
        self.assertEqual(server.reports()[1]["alert_sent"], 40)

    def test_what_was_asked_for_and_did_not_happen(self):
        for ours, theirs in ((["--renegotiation", "never", "--renegotiate", "1"], []), (["--renegotiate", "1"], ["--renegotiation", "never"]),
                             (["--resume", "1"], ["--no-ticket"]), (["--resume", "1"], ["--forget-keys"])):
            with self.subTest(ours, theirs=theirs):
                server = self.server(*theirs)
                self.assertEqual(self.client(server.port, "--send", "a line", *ours).finish(), 1)
                self.assertEqual(server.stop(), 0)
        server = self.server("--count", "2")
        self.assertEqual(self.client(server.port).finish(), 0)
        self.assertEqual(server.stop(), 1, "two were to be served")

    def test_nobody_is_there(self):
        client = self.client(peers.free_port())
        self.assertEqual(client.finish(), 1)
        self.assertEqual(client.reports()[1]["version"], 0)

    def test_a_signal_ends_the_server_at_once(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.server()
            with socket.create_connection((HOST, server.port), 5):
                time.sleep(0.5)  # it waits for a hello now
                before = time.monotonic()
                self.assertEqual(server.stop(number), 1)  # somebody was not served
                self.assertLess(time.monotonic() - before, 3)
            self.assertEqual(len(server.reports()[0]), 1)
            server = self.server()
            self.assertEqual(server.stop(number), 0)

    def test_the_server_listens_on_loopback_only(self):
        port = self.server().port
        with open("/proc/net/tcp", encoding="ascii") as file:
            bound = [line.split()[1] for line in file if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"]
        self.assertEqual(bound, [f"0100007F:{port:04X}"])


class Files(Base):
    def test_the_key_log(self):
        server = self.server("--count", "2")
        self.assertEqual(self.client(server.port, "--resume", "1", "--renegotiate", "1", "--send", "a line").finish(), 0)
        server.finish()
        with open(self.key_log, encoding="ascii") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 8)  # both wrote it
        for line in lines:
            self.assertRegex(line, "^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}$")
            self.assertEqual(lines.count(line), 2)

    def test_a_file_that_cannot_be_written(self):
        nowhere = path("missing/file")
        server = self.server()
        for option in ("--keylog", "--ticket-file"):
            self.assertEqual(self.client(server.port, option, nowhere).finish(), 1)
        server = self.server("--count", "1", "--keylog", nowhere)
        self.assertEqual((self.client(server.port).finish(), server.finish()), (0, 1))

    def test_the_ticket_file(self):
        tickets, server = path("mine.tickets"), self.server()

        def resumed(*arguments):
            client = self.client(server.port, "--ticket-file", tickets, *arguments)
            self.assertEqual(client.finish(), 0, client.output)
            return client.reports()[1]["resumed"]

        self.assertEqual([resumed(), resumed(), resumed("--no-ticket"), resumed()], [0, 1, 0, 1])
        for name in (tickets, tickets + ".key"):
            self.assertEqual(stat.S_IMODE(os.stat(name).st_mode), 0o600)
        with open(self.key_log, encoding="ascii") as file, open(tickets, "rb") as sealed:
            secrets, content = {line.split()[2] for line in file}, sealed.read()
        self.assertFalse([secret for secret in secrets if bytes.fromhex(secret) in content])
        for damage in (lambda data: data[:-1], lambda data: b"", lambda data: data + b"x", lambda data: os.urandom(len(data)),
                       lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:]):
            with open(tickets, "rb") as file:
                data = damage(file.read())
            with open(tickets, "wb") as file:
                file.write(data)
            self.assertEqual([resumed(), resumed()], [0, 1])
        os.remove(tickets + ".key")
        self.assertEqual([resumed(), resumed()], [0, 1])

    def hello_of(self, server, *arguments, status=0):
        """What the next connection begins with."""
        tap = self.tap(server.port)
        client = self.client(tap.port, *arguments)
        self.assertEqual(client.finish(), status, client.output)
        return Hello(tap.bytes_of(0, TO_SERVER))

    def offers_a_ticket(self, server, *arguments):
        return bool(self.hello_of(server, *arguments).ticket)

    def test_the_ticket_file_is_written_after_failures_too(self):
        tickets, server = path("refused.tickets"), self.server()
        self.assertEqual(self.client(server.port, "--ticket-file", tickets).finish(), 0)
        self.assertTrue(self.offers_a_ticket(server, "--ticket-file", tickets))
        with socket.create_server((HOST, 0)) as closing:
            closing.settimeout(10)
            client = self.client(closing.getsockname()[1], "--ticket-file", tickets)
            for _ in range(2):  # with the ticket, and once more without it
                closing.accept()[0].close()
            self.assertEqual(client.finish(), 1)
        self.assertEqual([each["retry_advice"] for each in client.reports()[0]], ["retry_without_ticket", "do_not_retry"])
        self.assertFalse(self.offers_a_ticket(server, "--ticket-file", tickets))

    def test_tickets_are_kept_under_a_name_or_a_key(self):
        tickets, server = path("keys.tickets"), self.server()
        mine = ("--ticket-file", tickets)
        self.assertEqual(self.client(server.port, *mine, "--ticket-key", "mine").finish(), 0)
        self.assertTrue(self.offers_a_ticket(server, *mine, "--ticket-key", "mine"))
        self.assertFalse(self.offers_a_ticket(server, *mine, "--ticket-key", "theirs"))
        self.assertFalse(self.offers_a_ticket(server, *mine))
        self.assertTrue(self.offers_a_ticket(server, *mine))
        self.assertFalse(self.offers_a_ticket(server, *mine, "--server-name", "localhost"))
        self.assertFalse(self.offers_a_ticket(server, *mine, "--ticket-key", ""))

    def test_an_address_is_never_asked_for(self):
        server = self.server()
        for arguments, name in (((), None), (("--server-name", "10.0.0.1"), None), (("--server-name", "::1"), None),
                                (("--server-name", "localhost."), b"localhost")):
            with self.subTest(arguments):
                self.assertEqual(self.hello_of(server, *arguments).server_name, name)
        self.assertEqual(self.client(server.port, "--server-name", "two words").finish(), 1)

    def test_a_ticket_of_who_is_not_trusted_any_more(self):
        tickets, server = path("distrusted.tickets"), self.server()
        self.assertEqual(self.client(server.port, "--ticket-file", tickets).finish(), 0)
        self.assertTrue(self.offers_a_ticket(server, "--ticket-file", tickets))
        self.assertEqual(self.hello_of(server, "--ticket-file", tickets, "--cert", path("rsa.crt"), status=1).ticket, b"")


class Traces(Base):
    def test_every_message_of_both_handshakes(self):
        server = self.server("--rotate-keys", "--trace", "--count", "1")
        client = self.client(server.port, "--trace", "--renegotiate", "1")
        self.assertEqual((client.finish(), server.finish()), (0, 0))
        flight = [("sent", "client_hello"), ("received", "server_hello"), ("received", "certificate"),
                  ("received", "server_key_exchange"), ("received", "server_hello_done"), ("sent", "client_key_exchange"),
                  ("sent", "finished"), ("received", "new_session_ticket"), ("received", "finished")]
        self.assertEqual(re.findall(r"(?m)^(sent|received):\n(\w+)$", client.output), flight * 2)
        mirrored = [("sent" if way == "received" else "received", name) for way, name in flight]
        self.assertEqual(re.findall(r"(?m)^(sent|received):\n(\w+)$", server.output), mirrored * 2)
        for fields in ("verify_data: 12 bytes", "renegotiated_connection: 24 bytes", "ticket_lifetime_hint: 86400",
                       "namedcurve: secp256r1 (0x0017)", "cipher_suite: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"):
            self.assertIn(fields, client.output)

    def test_alerts(self):
        server = self.server("--renegotiation", "never", "--trace")
        client = self.client(server.port, "--trace", "--renegotiate", "1")
        client.finish()
        client.await_words(r"received: alert no_renegotiation \(100\)")
        server.await_words(r"sent: alert no_renegotiation \(100\)")


class Usage(unittest.TestCase):
    def answer(self, program, *words):
        result = subprocess.run([program, *words], capture_output=True, timeout=30, check=False)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def test_help(self):
        for program, name in ((peers.CLIENT, "client HOST PORT"), (peers.SERVER, "server PORT")):
            status, out, _ = self.answer(program, "--help")
            self.assertEqual(status, 0)
            self.assertIn(f"usage: {name}", out)

    def test_nonsense(self):
        pin, own = ["--pin", "00" * 32], ["--cert", path("ec.crt"), "--key", path("ec.key")]
        for words in ([], ["127.0.0.1"], ["127.0.0.1", "1"], ["127.0.0.1", "x", *pin], ["127.0.0.1", "65536", *pin],
                      ["127.0.0.1", "1", "--pin", "00"], ["127.0.0.1", "1", *pin, *pin, *pin], ["127.0.0.1", "1", "2", *pin],
                      ["127.0.0.1", "1", *pin, "--renegotiation", "often"], ["127.0.0.1", "1", *pin, "--signal", "smoke"],
                      ["127.0.0.1", "1", *pin, "--cipher", "TLS_PSK_WITH_AES_128_CCM_8"],
                      ["127.0.0.1", "1", *pin, "--cipher", "TLS_NULL_WITH_NULL_NULL"], ["127.0.0.1", "1", "--psk", ""],
                      ["127.0.0.1", "1", "--psk", "0g"], ["127.0.0.1", "1", "--psk", "00" * 65], ["127.0.0.1", "1", *pin, "--echo"],
                      ["127.0.0.1", "1", *pin, "--resume"], ["127.0.0.1", "1", *pin, "--resume", "-1"],
                      ["127.0.0.1", "1", "--cert", path("ec.key")], ["127.0.0.1", "1", "--cert", path("missing")],
                      ["127.0.0.1", "1", *pin, "--client-cert", path("device.crt")],
                      ["127.0.0.1", "1", *pin, "--client-key", path("device.key")],
                      ["127.0.0.1", "1", *pin, "--client-cert", path("device.crt"), "--client-key", path("rsa_device.key")],
                      ["127.0.0.1", "1", *pin, "--client-cert", path("missing"), "--client-key", path("device.key")],
                      ["127.0.0.1", "1", *pin, "--client-pin", "00" * 32], ["127.0.0.1", "1", *pin, "--key", path("device.key")],
                      ["127.0.0.1", "1", *pin, "--timeout", "0"], ["127.0.0.1", "1", *pin, "--idle", "1x"],
                      ["127.0.0.1", "1", *pin, "--handshake", "1"], ["", "1", *pin], ["no.such.host.invalid", "1", *pin]):
            with self.subTest(words):
                status, out, err = self.answer(peers.CLIENT, *words)
                self.assertEqual((status, out), (2, ""))
                self.assertRegex(err, "^client: .+\nusage: client")  # what is wrong, and where to read more
        for words in ([], ["0"], ["x", *own], ["0", *own[:2]], ["0", *own[2:]], ["0", "--cert", path("ec.crt"), "--key", path("rsa.key")],
                      ["0", "--cert", path("missing"), *own[2:]], ["0", *own, "--cipher", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
                      ["0", *own, "--cipher", "TLS_PSK_WITH_AES_128_CCM_8"], ["0", *own, "--send", "x"], ["0", "1", *own],
                      ["0", *own, "--require-client-certificate"], ["0", *own, "--ask-in-renegotiations"],
                      ["0", *own, "--handshake", "-1"], ["0", *own, "--idle", "100000"], ["0", *own, "--timeout", "1"],
                      ["0", *own, "--client-pin", "00"], ["0", "--psk", PSK, "--client-pin", "00" * 32]):
            with self.subTest(words):
                status, out, err = self.answer(peers.SERVER, *words)
                self.assertEqual((status, out), (2, ""))
                self.assertRegex(err, "^server: .+\nusage: server")

    def test_a_port_that_is_taken(self):
        with socket.create_server((HOST, 0)) as taken:
            status, _, err = self.answer(peers.SERVER, str(taken.getsockname()[1]), "--psk", PSK)
        self.assertEqual(status, 2)
        self.assertIn("cannot listen", err)


if __name__ == "__main__":
    peers.main()
