"""client_certificates_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: clients that prove themselves by
certificate, ours and those of OpenSSL and GnuTLS. The peers' words and tshark say what happened."""
import os
import unittest

import peers
from peers import ABBREVIATED, FULL, Base, alerts, flights, path
from as_server_test import ANSWER
from tap import TO_CLIENT, TO_SERVER

# RFC 5246 7.3
ASKED = FULL[:4] + [(13, TO_CLIENT), FULL[4], (11, TO_SERVER)] + FULL[5:]
PROVEN = ASKED[:8] + [(15, TO_SERVER)] + ASKED[8:]


def own(name):
    """Our client's certificate."""
    return ["--client-cert", path(name + ".crt"), "--client-key", path(name + ".key")]


def fields_of(records, kind, direction):
    """The first message of this kind."""
    return next(message for record in records for message in record.messages
                if message.kind == kind and message.direction == direction)


class OurClient(Base):
    STRICT = ["-Verify", "1", "-verify_return_error"]

    def talk(self, server, client, count=1):
        for number in range(1, count + 1):
            server.await_words(r"(?m)^a line$", number)
            server.say("an answer")
        self.assertEqual(client.finish(), 0, client.output + server.output)

    def test_openssl_requires_one(self):
        server = self.s_server(*self.STRICT, "-CAfile", path("device.crt"))
        tap = self.tap(server.port)
        client = self.client(tap.port, *own("device"), "--send", "a line", "--resume", "1")
        self.talk(server, client, 2)
        server.await_words("depth=0 CN = device\nverify return:1")
        server.await_words("subject=CN = device", 2)  # the resumed session's as well
        server.await_words("Reused session-id")
        connections = self.dissect(tap)
        self.assertEqual([flights(each) for each in connections], [[PROVEN], [ABBREVIATED]])
        for each in connections:
            self.assertEqual(self.assertSecure(each), 1)
        verify = fields_of(connections[0], 15, TO_SERVER)
        self.assertEqual(verify.field("tls.handshake.sig_hash_alg"), "0403")

    def test_openssl_requires_one_in_renegotiations_of_the_client(self):
        server = self.s_server(*self.STRICT, "-CAfile", path("device.crt"), "-client_renegotiation")
        tap = self.tap(server.port)
        self.talk(server, self.client(tap.port, *own("device"), "--send", "a line", "--renegotiate", "2"))
        server.await_words("depth=0 CN = device\nverify return:1")
        records = self.dissect(tap)[0]
        # s_server asks once in a connection (SSL_VERIFY_CLIENT_ONCE).
        self.assertEqual([each[:8] for each in flights(records)], [PROVEN[:8], FULL[:8], FULL[:8]])
        self.assertEqual(self.assertSecure(records), 3)

    def test_openssl_asks_for_one_in_a_renegotiation_only(self):
        server = self.s_server("-CAfile", path("device.crt"), "-verify_return_error")
        tap = self.tap(server.port)
        client = self.client(tap.port, *own("device"), "--send", "a line")
        server.await_words(r"(?m)^a line$")
        server.say("R")
        server.await_words("depth=0 CN = device\nverify return:1")
        server.await_words("SSL_do_handshake -> 1")
        server.say("an answer")
        self.assertEqual(client.finish(), 0, client.output)
        records = self.dissect(tap)[0]
        self.assertEqual([each[:9] for each in flights(records)], [FULL[:9], PROVEN[:9]])
        self.assertEqual(self.assertSecure(records), 2)

    def test_openssl_does_not_let_in_who_is_somebody_else_or_nobody(self):
        for arguments, alert, words in ((own("stranger"), 48, "verify error"), ([], 40, "peer did not return a certificate")):
            server = self.s_server(*self.STRICT, "-CAfile", path("device.crt"))
            tap = self.tap(server.port)
            client = self.client(tap.port, *arguments)
            self.assertEqual(client.finish(), 1)
            server.await_words(words)
            self.assertEqual(client.reports()[1]["alert_received"], alert)
            self.assertEqual(client.reports()[1]["retry_advice"], "do_not_retry")
            self.assertEqual(alerts(self.dissect(tap)[0]), [(alert, TO_CLIENT)])

    def test_openssl_wants_a_signature_of_the_key_in_the_certificate(self):
        server = self.s_server(*self.STRICT, "-CAfile", path("device.crt"))
        client = self.client(server.port, "--client-cert", path("device.crt"), "--client-key", path("stranger.key"))
        self.assertEqual(client.finish(), 1)
        self.assertIn("warning: --client-key is not the key of the certificate", client.output)
        server.await_words("bad signature")
        self.assertEqual(client.reports()[1]["alert_received"], 51)

    def test_a_request_that_the_certificate_does_not_fit_is_answered_with_none(self):
        server = self.s_server("-verify", "1", "-client_sigalgs", "RSA+SHA256")
        tap = self.tap(server.port)
        self.talk(server, self.client(tap.port, *own("device"), "--send", "a line"))
        self.assertEqual(flights(self.dissect(tap)[0]), [ASKED])
        self.assertNotIn("subject=", server.output)

    def test_gnutls_requires_one(self):
        server = self.gnutls_serv("--require-client-cert", "--verify-client-cert", "--x509cafile", path("device.crt"),
                                  asks_for_certificate=True)
        tap = self.tap(server.port)
        client = self.client(tap.port, *own("device"), "--send", "a line", "--resume", "1", "--renegotiate", "1")
        self.assertEqual(client.finish(), 0, client.output + server.output)
        server.await_words("Subject: CN=device", 2)  # the resumed session's as well
        server.await_words("Client Signature: ECDSA-SHA256")
        server.await_words("The certificate is trusted")
        server.await_words(r"\*\*\* This is a resumed session")
        connections = self.dissect(tap)
        self.assertEqual([[each[:9] for each in flights(records)] for records in connections],
                         [[PROVEN[:9]] * 2, [ABBREVIATED[:9], PROVEN[:9]]])
        for each in connections:
            self.assertEqual(self.assertSecure(each), 2)

    def test_gnutls_does_not_let_in_who_is_somebody_else_or_nobody(self):
        for arguments in (own("stranger"), []):
            server = self.gnutls_serv("--require-client-cert", "--verify-client-cert", "--x509cafile", path("device.crt"),
                                      asks_for_certificate=True)
            client = self.client(server.port, *arguments)
            self.assertEqual(client.finish(), 1)
            server.await_words("The certificate is NOT trusted" if arguments else "No certificate was found|Certificate is required")


class OurServer(Base):
    def pinned(self, *arguments, who="device"):
        return self.server("--client-pin", peers.PINS[who], *arguments)

    def asks(self, port, *arguments):
        """s_client says a line, and gets the answer."""
        client = self.s_client(port, *arguments)
        client.await_words(r"Extended master secret: .*\n")
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), 0, client.output)
        return client

    def shows(self, name):
        return ["-cert", path(name + ".crt"), "-key", path(name + ".key")]

    def test_openssl_shows_one_of_either_kind(self):
        for name, more, scheme in (("device", [], "0403"), ("rsa_device", [], "0804"),
                                   ("rsa_device", ["-client_sigalgs", "RSA+SHA256"], "0401")):
            with self.subTest(name, more=more):
                server, kept = self.pinned("--require-client-certificate", "--count", "2", who=name), path(name + scheme)
                tap = self.tap(server.port)
                first = self.asks(tap.port, *self.shows(name), *more, "-sess_out", kept)
                second = self.asks(tap.port, *self.shows(name), *more, "-sess_in", kept)
                first.await_words("Client Certificate Types: ECDSA sign, RSA sign")
                first.await_words("Requested Signature Algorithms: ECDSA\\+SHA256:RSA-PSS\\+SHA256:RSA\\+SHA256")
                first.await_words("New, TLSv1.2")
                second.await_words("Reused, TLSv1.2")
                self.assertEqual(server.finish(), 0)
                self.assertEqual([each["peer_key"] for each in server.reports()[0]], [peers.PINS[name]] * 2)
                connections = self.dissect(tap)
                self.assertEqual([flights(each) for each in connections], [[PROVEN], [ABBREVIATED]])
                self.assertEqual(fields_of(connections[0], 15, TO_SERVER).field("tls.handshake.sig_hash_alg"), scheme)
                for each in connections:
                    self.assertEqual(self.assertSecure(each), 1)

    def test_openssl_shows_none(self):
        server = self.pinned("--count", "1")
        tap = self.tap(server.port)
        self.asks(tap.port)
        self.assertEqual(server.finish(), 0)
        self.assertIsNone(server.reports()[0][0]["peer_key"])
        self.assertEqual(flights(self.dissect(tap)[0]), [ASKED])

        server = self.pinned("--require-client-certificate", "--count", "1")
        client = self.s_client(server.port)
        self.assertNotEqual(client.finish(), 0)
        client.await_words("alert number 40")
        self.assertEqual(server.finish(), 1)

    def test_openssl_shows_that_of_somebody_else(self):
        for name in ("stranger", "rsa_device"):
            server = self.pinned("--count", "1")
            client = self.s_client(server.port, *self.shows(name))
            self.assertNotEqual(client.finish(), 0)
            client.await_words("alert number 42")
            self.assertEqual(server.finish(), 1)
            self.assertEqual(server.reports()[0][0]["alert_sent"], 42)

    def test_openssl_resumes_a_session_of_nobody_and_becomes_somebody(self):
        server = self.pinned("--require-client-certificate", "--ask-in-renegotiations", "--request-renegotiation", "--count", "2")
        tap = self.tap(server.port)
        self.asks(tap.port, "-no_renegotiation", "-sess_out", path("nobody"))
        self.asks(tap.port, *self.shows("device"), "-sess_in", path("nobody")).await_words("Reused, TLSv1.2")
        self.assertEqual(server.finish(), 1, "the first one did not renegotiate")
        self.assertEqual([each["peer_key"] for each in server.reports()[0]], [None, peers.PINS["device"]])
        records = self.dissect(tap)[1]
        self.assertEqual([each[:9] for each in flights(records)], [ABBREVIATED, PROVEN[:9]])
        self.assertEqual(self.assertSecure(records), 2)

    def test_openssl_renegotiates(self):
        server = self.pinned("--require-client-certificate")
        tap = self.tap(server.port)
        client = self.s_client(tap.port, *self.shows("device"), "-CAfile", path("ec.crt"))
        client.await_words("Extended master secret")
        for number in (1, 2, 3):
            client.say("R")
            client.await_words("RENEGOTIATING(?s:.)*?verify return:1", number)
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), 0)
        records = self.dissect(tap)[0]
        self.assertEqual([each[:9] for each in flights(records)], [PROVEN[:9]] * 4)
        self.assertEqual(self.assertSecure(records), 4)

    def test_the_server_asks_for_it_in_a_renegotiation_only(self):
        server = self.pinned("--require-client-certificate", "--ask-in-renegotiations", "--request-renegotiation", "--count", "2")
        tap = self.tap(server.port)
        self.asks(tap.port, *self.shows("device"))
        client = self.s_client(tap.port)  # nobody, whom it does not let in any further
        client.await_words("alert number 40")
        client.finish()
        self.assertEqual(server.finish(), 1)
        lines = server.reports()[0]
        self.assertEqual([each["peer_key"] for each in lines], [peers.PINS["device"], None])
        connections = self.dissect(tap)
        self.assertEqual([each[:9] for each in flights(connections[0])], [FULL[:9], PROVEN[:9]])
        self.assertEqual(self.assertSecure(connections[0]), 2)

    def test_gnutls_shows_one_and_renegotiates_and_resumes(self):
        for name in ("device", "rsa_device"):
            server = self.pinned("--require-client-certificate", "--count", "2", who=name)
            tap = self.tap(server.port)
            shown = ["--x509certfile", path(name + ".crt"), "--x509keyfile", path(name + ".key")]
            client = self.gnutls_cli(tap.port, *shown, "--resume", "--rehandshake")
            client.await_words("Simple Client Mode")
            client.say("a line")
            client.await_words(ANSWER)
            self.assertEqual((client.finish(), server.finish()), (0, 0), client.output + server.output)
            self.assertEqual([each["peer_key"] for each in server.reports()[0]], [peers.PINS[name]] * 2)
            handshakes = [each for records in self.dissect(tap) for each in flights(records)]
            self.assertIn(PROVEN[:9], [each[:9] for each in handshakes])

    def test_gnutls_shows_none_or_that_of_somebody_else(self):
        wrong = ["--x509certfile", path("stranger.crt"), "--x509keyfile", path("stranger.key")]
        for shown, alert in (([], 40), (wrong, 42)):
            server = self.pinned("--require-client-certificate", "--count", "1")
            client = self.gnutls_cli(server.port, *shown)
            self.assertNotEqual(client.finish(), 0)
            client.await_words(rf"Received alert \[{alert}\]")
            self.assertEqual(server.finish(), 1)
        server = self.pinned("--count", "1")
        client = self.gnutls_cli(server.port)
        client.await_words("Simple Client Mode")
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual((client.finish(), server.finish()), (0, 0))


class Together(Base):
    def test_every_signal_and_mode(self):
        for mode in ("strict", "compatible"):
            for signal in ("extension", "scsv"):
                server = self.server("--client-pin", peers.PINS["device"], "--require-client-certificate", "--count", "2",
                                     "--renegotiation", mode, "--echo")
                client = self.client(server.port, *own("device"), "--renegotiation", mode, "--signal", signal, "--resume", "1",
                                     "--renegotiate", "1", "--send", "a line")
                self.assertEqual((client.finish(), server.finish()), (0, 0), client.output + server.output)
                for program, key in ((client, "ec"), (server, "device")):
                    lines = program.reports()[0]
                    self.assertEqual([each["resumed"] for each in lines], [0, 1])
                    self.assertEqual([each["renegotiated"] for each in lines], [1, 1])
                    self.assertEqual([each["peer_key"] for each in lines], [peers.PINS[key]] * 2)

    def test_a_ticket_file_is_for_the_certificate_with_which_it_began(self):
        server = self.server("--client-pin", peers.PINS["device"], "--client-pin", peers.PINS["stranger"])
        resumed = []
        for arguments in (own("device"), own("device"), own("stranger"), own("stranger"), [], []):
            client = self.client(server.port, "--ticket-file", path("certified.tickets"), *arguments)
            self.assertEqual(client.finish(), 0, client.output)
            resumed.append(client.reports()[1]["resumed"])
        self.assertEqual(resumed, [0, 1, 0, 1, 0, 1])


if __name__ == "__main__":
    peers.main()
