"""as_client_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: our client and the servers of OpenSSL, GnuTLS,
Erlang/OTP and Mbed TLS. The servers' words and tshark say what happened."""
import os

import peers
from hello import Hello
from peers import (ABBREVIATED, FULL, MODES, PSK, PSK_NAME, PSK_SUITES, RENEWED, TLS12, UNPATCHED, Base, alerts, flights,
                   full_handshake, path, psk_handshakes)
from tap import TO_CLIENT, TO_SERVER


class OpenSSL(Base):
    SUITES = {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": ("ECDHE-ECDSA-AES128-GCM-SHA256", "ec"),
              "TLS_ECDHE_ECDSA_WITH_AES_128_CCM": ("ECDHE-ECDSA-AES128-CCM", "ec"),
              "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8": ("ECDHE-ECDSA-AES128-CCM8", "ec"),
              "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": ("ECDHE-ECDSA-CHACHA20-POLY1305", "ec"),
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": ("ECDHE-ECDSA-AES256-GCM-SHA384", "ec"),
              "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": ("ECDHE-RSA-AES256-GCM-SHA384", "rsa"),
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": ("ECDHE-RSA-AES128-GCM-SHA256", "rsa"),
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256": ("ECDHE-RSA-CHACHA20-POLY1305", "rsa"),
              "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256": ("ECDHE-PSK-CHACHA20-POLY1305", None),
              "TLS_PSK_WITH_AES_128_GCM_SHA256": ("PSK-AES128-GCM-SHA256", None),
              "TLS_PSK_WITH_AES_128_CCM_8": ("PSK-AES128-CCM8", None)}

    def answered(self, server, *arguments, count=1):
        """Our client says something in each connection, and the server answers."""
        tap = self.tap(server.port)
        client = self.client(tap.port, "--send", "a line", *arguments)
        for number in range(1, count + 1):
            server.await_words(r"(?m)^a line$", number)
            server.say("an answer")
        self.assertEqual(client.finish(), 0, client.output)
        return tap

    def test_a_full_handshake_and_its_ticket_with_every_suite(self):
        for name, (theirs, key) in self.SUITES.items():
            with self.subTest(name):
                psk = ["-psk", PSK, "-psk_identity", PSK_NAME] if key is None else []
                server = self.s_server("-cipher", "ALL:@SECLEVEL=0", *psk, key=key or "ec")
                ours = ["--psk", PSK, "--psk-identity", PSK_NAME] if key is None else []
                tap = self.answered(server, "--cipher", name, "--resume", "1", *ours, count=2)
                server.await_words(f"CIPHER is {theirs}", 2)
                server.await_words("Reused session-id", 1)
                server.await_words("Secure Renegotiation IS supported", 2)
                connections = self.dissect(tap)
                first = full_handshake(name)
                self.assertEqual([flights(each) for each in connections], [[first], [ABBREVIATED]])
                for each in connections:
                    self.assertEqual(self.assertSecure(each), 1)
                server.stop()

    def test_every_signal(self):
        for signal in ("extension", "scsv"):
            for mode in MODES:
                with self.subTest(signal=signal, mode=mode):
                    server = self.s_server()
                    tap = self.answered(server, "--signal", signal, "--renegotiation", mode)
                    server.await_words("Secure Renegotiation IS supported")
                    hello = self.dissect(tap)[0][0].messages[0]
                    self.assertEqual("00ff" in hello.raw["tls.handshake.ciphersuite"], signal == "scsv")
                    self.assertEqual(hello.field("tls.handshake.extensions_reneg_info_len"),
                                     None if signal == "scsv" else "00")

    def test_a_hello_of_the_scsv_without_extensions_and_a_secure_renegotiation_behind_it(self):
        server = self.s_server("-psk", PSK, "-psk_identity", PSK_NAME, "-client_renegotiation")
        tap = self.answered(server, "--signal", "scsv", "--no-ticket", "--psk", PSK, "--psk-identity", PSK_NAME,
                            "--renegotiate", "1")
        server.await_words("Secure Renegotiation IS supported")
        records = self.dissect(tap)[0]
        first, second = [message for record in records for message in record.messages if message.kind == 1]
        self.assertIsNone(first.field("tls.handshake.extensions_length"))
        self.assertIn("00ff", first.raw["tls.handshake.ciphersuite"])
        self.assertNotIn("00ff", second.raw["tls.handshake.ciphersuite"])
        self.assertEqual(second.field("tls.handshake.extensions_length"), "0011")  # renegotiation_info alone
        self.assertEqual(self.assertSecure(records), 2)

    def test_the_client_renegotiates(self):
        for signal in ("extension", "scsv"):
            with self.subTest(signal):
                server = self.s_server("-client_renegotiation")
                tap = self.answered(server, "--renegotiate", "3", "--signal", signal)
                server.say("S")  # its statistics
                records = self.dissect(tap)[0]
                self.assertEqual(len(flights(records)), 4)
                self.assertEqual(self.assertSecure(records), 4)
                self.assertEqual(alerts(records), [])

    def test_the_server_renegotiates(self):
        for signal in ("extension", "scsv"):
            with self.subTest(signal):
                server = self.s_server()
                tap = self.tap(server.port)
                client = self.client(tap.port, "--send", "a line", "--signal", signal)
                server.await_words(r"(?m)^a line$")
                for number in (1, 2, 3):  # as often as the policy allows
                    server.say("r")
                    server.await_words("SSL_do_handshake -> 1", number)
                    server.await_words("Read BLOCK", number)
                server.say("an answer")
                self.assertEqual(client.finish(), 0, client.output)
                records = self.dissect(tap)[0]
                self.assertEqual([message.kind for record in records for message in record.messages].count(0), 3)
                self.assertEqual(self.assertSecure(records), 4)

    def test_the_server_asks_too_often_or_in_vain(self):
        for mode, allowed in (("never", 0), ("secure-only", 3)):
            with self.subTest(mode):
                server = self.s_server()
                tap = self.tap(server.port)
                client = self.client(tap.port, "--send", "a line", "--renegotiation", mode)
                server.await_words(r"(?m)^a line$")
                for number in range(1, allowed + 1):
                    server.say("r")
                    server.await_words("Read BLOCK", number)
                server.say("r")
                server.await_words("no renegotiation")  # and gives up
                client.finish()
                self.assertIn((100, TO_SERVER), alerts(self.dissect(tap)[0]))

    def test_a_server_that_does_not_renegotiate(self):
        server = self.s_server()  # without -client_renegotiation
        tap = self.tap(server.port)
        client = self.client(tap.port, "--renegotiate", "1", "--send", "a line")
        server.await_words(r"(?m)^a line$")  # the connection lives on
        server.say("an answer")
        self.assertEqual(client.finish(), 1, "it was asked to renegotiate")
        self.assertEqual(alerts(self.dissect(tap)[0]), [(100, TO_CLIENT)])

    def test_a_server_with_new_keys_gets_a_full_handshake_on_the_same_connection(self):
        tickets = path("restarted.tickets")
        for server in (self.s_server(), self.s_server()):
            tap = self.answered(server, "--ticket-file", tickets)
            connections = self.dissect(tap)
            self.assertEqual([flights(each) for each in connections], [[FULL]])
            hello = connections[0][0].messages[0]
            self.assertNotIn("Reused", server.output)
        self.assertGreater(len(hello.field("tls.handshake.extensions.session_ticket") or hello.field("tls.handshake.session_ticket")
                               or hello.field("tls.handshake.extension.data")), 200, "the second hello had a ticket")

    def test_a_ticket_that_a_server_with_new_keys_declined_is_gone(self):
        """The first one gives a ticket, the second one has other keys and gives none; the third one sees what is left."""
        tickets, offered = path("declined.tickets"), []
        for arguments in ([], ["-no_ticket"], []):
            tap = self.answered(self.s_server(*arguments), "--ticket-file", tickets)
            offered.append(bool(Hello(tap.bytes_of(0, TO_SERVER)).ticket))
        self.assertEqual(offered, [False, True, False])

    def test_a_ticket_from_a_file(self):
        tickets, server = path("kept.tickets"), self.s_server()
        for number in (1, 2, 3):
            tap = self.tap(server.port)
            client = self.client(tap.port, "--send", "a line", "--ticket-file", tickets)
            server.await_words(r"(?m)^a line$", number)
            server.say("an answer")
            self.assertEqual(client.finish(), 0)
            self.assertEqual(flights(self.dissect(tap)[0]), [FULL if number == 1 else ABBREVIATED])
        server.await_words("Reused session-id", 2)

    def test_a_session_is_resumed_by_its_id(self):
        """From a server that gives no tickets, by clients of TLS 1.2, and of both versions."""
        for versions, psk in (("1.2", False), ("1.2", True), ("1.3", False)):
            with self.subTest(versions, psk=psk):
                server = self.s_server("-no_ticket", *(["-psk", PSK, "-psk_identity", PSK_NAME] if psk else []))
                ours = ["--psk", PSK, "--psk-identity", PSK_NAME] if psk else []
                tap = self.answered(server, "--min-version", "1.2", "--max-version", versions, "--resume", "2", *ours, count=3)
                server.await_words("Reused session-id", 2)
                connections = self.dissect(tap)
                full = [each for each in FULL if each[0] != 4 and not (psk and each[0] == 11)]
                self.assertEqual([flights(each) for each in connections], [[full], [ABBREVIATED], [ABBREVIATED]])
                hellos = [Hello(tap.bytes_of(number, TO_SERVER)) for number in range(3)]
                self.assertEqual([bool(each.ticket) for each in hellos], [False] * 3)
                for each in connections:
                    self.assertEqual(self.assertSecure(each), 1)

    def test_a_session_that_is_renegotiated_is_resumed_by_its_id(self):
        server = self.s_server("-no_ticket", "-client_renegotiation")
        tap = self.answered(server, "--resume", "1", "--renegotiate", "1", count=2)
        for each in self.dissect(tap):
            self.assertEqual(self.assertSecure(each), 2)
        server.await_words("Reused session-id")

    def test_the_ticket_is_renewed_in_the_abbreviated_handshake(self):
        server = self.renewing_server()
        tap = self.tap(server.port)
        client = self.client(tap.port, "--resume", "5", "--send", "a line")
        self.assertEqual(client.finish(), 0, client.output)
        self.assertEqual(server.output.count("Reused, secure renegotiation: yes"), 5)
        connections = self.dissect(tap)
        self.assertEqual([flights(each) for each in connections], [[FULL]] + [[RENEWED]] * 5)
        for each in connections:
            self.assertEqual(self.assertSecure(each), 1)
        given = [message.field("tls.handshake.session_ticket") for each in connections for record in each
                 for message in record.messages if message.kind == 4]
        self.assertEqual(len(set(given)), 6)

    def test_who_is_not_trusted(self):
        server = self.s_server(key="rsa")
        for trust in (["--pin", peers.PINS["ec"]], ["--cert", path("ec.crt")]):
            client = self.start([peers.CLIENT, peers.HOST, str(server.port), *trust])
            self.assertEqual(client.finish(), 1)
        server.await_words("SSL alert number 42|bad certificate", 2)
        server = self.s_server("-psk", PSK, "-psk_identity", PSK_NAME)
        self.assertEqual(self.client(server.port, "--psk", PSK[2:] + "ff", "--psk-identity", PSK_NAME).finish(), 1)
        server.await_words("bad record mac|decryption failed")

    def test_the_fallback_scsv(self):
        for more, words, status in (([], "alert 86", 1), (["-tls1_2"], "connected", 0)):
            with self.subTest(more):
                server = self.start(["openssl", "s_server", "-accept", f"{peers.HOST}:0", "-cert", path("ec.crt"), "-key", path("ec.key"),
                                     *more])
                tap = self.tap(int(server.await_words(r"ACCEPT .*:(\d+)")[1]))
                client = self.start([os.path.join(peers.PEERS, "fallback_client"), str(tap.port), peers.PINS["ec"]])
                self.assertEqual(client.finish(), status)
                client.await_words(words)
                server.await_words("inappropriate fallback" if status else "Shared ciphers|CIPHER is")
                hello = self.dissect(tap)[0][0].messages[0]
                self.assertIn("5600", hello.raw["tls.handshake.ciphersuite"])

    def test_no_version_below(self):
        server = self.start(["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", path("ec.crt"), "-key", path("ec.key"),
                             "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        port = int(server.await_words(r"ACCEPT .*:(\d+)")[1])
        tap = self.tap(port)
        client = self.client(tap.port)
        self.assertEqual(client.finish(), 1)
        hellos = [message for record in self.dissect(tap)[0] for message in record.messages if message.kind == 1]
        self.assertEqual([each.field("tls.handshake.version") for each in hellos], ["0303"])
        self.assertEqual(client.reports()[1]["retry_advice"], "do_not_retry")


class GnuTLS(Base):
    def test_a_full_handshake_and_its_ticket_with_every_suite(self):
        for name, theirs in (("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "AES-128-GCM"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "AES-128-CCM"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "AES-128-CCM-8"),
                             ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "AES-256-GCM"),
                             ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "AES-256-GCM"),
                             ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "AES-128-GCM"),
                             ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305"),
                             ("TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305"),
                             ("TLS_PSK_WITH_AES_128_GCM_SHA256", "AES-128-GCM"),
                             ("TLS_PSK_WITH_AES_128_CCM_8", "AES-128-CCM-8")):
            with self.subTest(name):
                psk = "PSK" in name
                server = self.gnutls_serv(*(["--pskpasswd", path("psk.txt")] if psk else []), key="rsa" if "RSA" in name.split("_")[2]
                                          else "ec", priority=TLS12 + ":+PSK:+ECDHE-PSK:+AES-128-CCM-8")
                tap = self.tap(server.port)
                client = self.client(tap.port, "--cipher", name, "--resume", "1", "--send", "a line",
                                     *(["--psk", PSK, "--psk-identity", PSK_NAME] if psk else []))
                self.assertEqual(client.finish(), 0, client.output + server.output)
                server.await_words(f"- Cipher: {theirs}\n", 2)
                server.await_words(r"\*\*\* This is a resumed session")
                server.await_words("Options: extended master secret, safe renegotiation", 2)
                connections = self.dissect(tap)
                first = full_handshake(name)
                self.assertEqual([flights(each) for each in connections], [[first], [ABBREVIATED]])
                for each in connections:
                    self.assertEqual(self.assertSecure(each), 1)

    def test_a_hello_of_the_scsv_without_extensions_and_a_secure_renegotiation_behind_it(self):
        server = self.gnutls_serv("--pskpasswd", path("psk.txt"), priority=TLS12 + ":+PSK")
        tap = self.tap(server.port)
        client = self.client(tap.port, "--signal", "scsv", "--no-ticket", "--psk", PSK, "--psk-identity", PSK_NAME,
                             "--renegotiate", "1", "--send", "a line")
        self.assertEqual(client.finish(), 0, client.output + server.output)
        server.await_words("Options: safe renegotiation")
        records = self.dissect(tap)[0]
        hellos = [message for record in records for message in record.messages if message.kind == 1]
        self.assertIsNone(hellos[0].field("tls.handshake.extensions_length"))
        self.assertEqual(self.assertSecure(records), 2)

    def test_secure_renegotiation_from_each_side(self):
        for asks in ("client", "server"):
            for signal in ("extension", "scsv"):
                with self.subTest(asks, signal=signal):
                    server = self.gnutls_serv()
                    tap = self.tap(server.port)
                    more = ["--renegotiate", "2", "--send", "a line"] if asks == "client" else ["--send", "**REHANDSHAKE**"]
                    client = self.client(tap.port, "--signal", signal, *more)
                    if asks == "server":
                        server.await_words("Sending rehandshake request")
                    self.assertEqual(client.finish(), 0, client.output + server.output)
                    server.await_words(r"\*\*\* Received hello message", 2 if asks == "client" else 1)
                    records = self.dissect(tap)[0]
                    self.assertEqual(self.assertSecure(records), 3 if asks == "client" else 2)
                    self.assertEqual(alerts(records), [])

    def test_a_server_that_asks_for_a_certificate(self):
        server = self.gnutls_serv(asks_for_certificate=True)
        tap = self.tap(server.port)
        self.assertEqual(self.client(tap.port, "--send", "a line").finish(), 0)
        asked = FULL[:4] + [(13, TO_CLIENT), FULL[4], (11, TO_SERVER)] + FULL[5:]
        self.assertEqual(flights(self.dissect(tap)[0]), [asked])
        server.await_words("received cmd: a line")

    def test_a_session_is_resumed_by_its_id(self):
        server = self.gnutls_serv("--noticket")
        tap = self.tap(server.port)
        client = self.client(tap.port, "--resume", "2", "--send", "a line")
        self.assertEqual(client.finish(), 0, client.output + server.output)
        server.await_words(r"\*\*\* This is a resumed session", 2)
        full = [each for each in FULL if each[0] != 4]
        self.assertEqual([flights(each) for each in self.dissect(tap)], [[full], [ABBREVIATED], [ABBREVIATED]])

    def test_a_server_with_new_keys_gets_a_full_handshake_on_the_same_connection(self):
        tickets = path("restarted_gnutls.tickets")
        for server in (self.gnutls_serv(), self.gnutls_serv()):
            tap = self.tap(server.port)
            client = self.client(tap.port, "--ticket-file", tickets, "--send", "a line")
            self.assertEqual(client.finish(), 0)
            self.assertEqual([flights(each) for each in self.dissect(tap)], [[FULL]])
            self.assertNotIn("resumed", server.output)


class Nginx(Base):
    """Its ticket keys are files: one who rotates them has it open tickets of the old ones, which it then renews."""

    def visit(self, server, *arguments):
        tap = self.tap(server.port)
        client = self.client(tap.port, "--send", "GET /", *arguments)  # HTTP 0.9
        self.assertEqual(client.finish(), 0, client.output)
        return self.dissect(tap)

    def test_a_key_of_tickets_that_was_rotated(self):
        keys = [path(f"{name}.ticket_key") for name in ("old", "new", "newest")]
        for each in keys:
            with open(each, "wb") as file:
                file.write(os.urandom(80))
        tickets = path("nginx.tickets")
        given = []
        for current, (reused, handshake) in (([0], (r"\.", FULL)), ([1, 0], ("r", RENEWED)), ([1, 0], ("r", ABBREVIATED)),
                                             ([2], (r"\.", FULL)), ([2, 1, 0], ("r", ABBREVIATED))):
            server = self.nginx(*(keys[i] for i in current))
            connection = self.visit(server, "--ticket-file", tickets)[0]
            server.await_words(f"reused: {reused} TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256\n")
            self.assertEqual(flights(connection), [handshake])
            self.assertEqual((self.assertSecure(connection), alerts(connection)), (1, []))
            given += [message.field("tls.handshake.session_ticket") for record in connection for message in record.messages
                      if message.kind == 4]
            server.stop()
        self.assertEqual(len(set(given)), 3)


class PresharedKeys(Base):
    """Erlang/OTP has every suite of pre-shared keys that we have; Mbed TLS, as small devices have it, one."""

    OWN = ["--psk", PSK, "--psk-identity", PSK_NAME]

    def test_otp_with_every_suite_and_a_secure_renegotiation_from_each_side(self):
        for suite in PSK_SUITES:
            with self.subTest(suite):
                server = self.otp("server", suite)
                tap = self.tap(server.port)
                client = self.client(tap.port, "--cipher", suite, "--renegotiate", "1", "--send", "renegotiate", *self.OWN)
                self.assertEqual(client.finish(), 0, client.output + server.output)
                server.await_words(f"connected: 'tlsv1.2', {suite}\n")
                server.await_words("renegotiation: ok")
                server.await_words("received: renegotiate")
                records = self.dissect(tap)[0]
                self.assertEqual(flights(records), psk_handshakes(suite, 3))
                if "ECDHE" in suite:
                    self.assertEqual(self.assertSecure(records), 1)
                else:
                    self.assertEqual((self.assertSecure(records), alerts(records)), (3, []))

    def test_otp_with_another_key(self):
        server = self.otp("server", PSK_SUITES[0])
        client = self.client(server.port, "--psk", PSK[2:] + "ff", "--psk-identity", PSK_NAME)
        self.assertEqual(client.finish(), 1)
        server.await_words("failed: .*(bad_record_mac|decrypt_error)")
        client = self.client(server.port, "--psk", PSK, "--psk-identity", "another")
        self.assertEqual(client.finish(), 1)
        server.await_words("failed: ", 2)

    def test_mbedtls_without_extensions_and_a_secure_renegotiation_from_each_side(self):
        server = self.bare_mbedtls("server")
        tap = self.tap(server.port)
        client = self.client(tap.port, "--signal", "scsv", "--no-ticket", "--renegotiate", "1", "--send", "renegotiate", *self.OWN)
        self.assertEqual(client.finish(), 0, client.output + server.output)
        server.await_words("connected: TLSv1.2, TLS-PSK-WITH-AES-128-CCM-8\n")  # and it insists on the signal
        server.await_words("renegotiation: ok")
        server.await_words("received: renegotiate")
        records = self.dissect(tap)[0]
        first = next(message for record in records for message in record.messages)
        self.assertIsNone(first.field("tls.handshake.extensions_length"))
        self.assertEqual(flights(records), psk_handshakes("PSK", 3))
        self.assertEqual(self.assertSecure(records), 3)


class Unpatched(Base):
    """GnuTLS with %DISABLE_SAFE_RENEGOTIATION knows nothing of RFC 5746."""

    def test_strict_refuses_to_connect(self):
        for signal in ("extension", "scsv"):
            server = self.gnutls_serv(priority=UNPATCHED)
            tap = self.tap(server.port)
            client = self.client(tap.port, "--renegotiation", "strict", "--signal", signal)
            self.assertEqual(client.finish(), 1)
            server.await_words("Error in handshake: A TLS fatal alert has been received")
            self.assertEqual(alerts(self.dissect(tap)[0]), [(40, TO_SERVER)])

    def test_who_is_not_strict_connects_and_knows_it(self):
        for mode in ("secure-only", "compatible", "never"):
            server = self.gnutls_serv(priority=UNPATCHED)
            client = self.client(server.port, "--renegotiation", mode, "--send", "a line", "--resume", "1")
            self.assertEqual(client.finish(), 0)
            server.await_words("Options: extended master secret,\n", 2)
            server.await_words(r"\*\*\* This is a resumed session")

    def test_the_server_wants_to_renegotiate(self):
        for mode in ("secure-only", "never"):
            server = self.gnutls_serv(priority=UNPATCHED)
            tap = self.tap(server.port)
            client = self.client(tap.port, "--renegotiation", mode, "--send", "**REHANDSHAKE**")
            server.await_words("Received NO_RENEGOTIATION alert. Client does not support renegotiation.")
            client.finish()  # the server closes: as it likes
            records = self.dissect(tap)[0]
            self.assertEqual(alerts(records), [(100, TO_SERVER)])
            self.assertEqual(len(flights(records)), 1)

    def test_compatible_renegotiates_by_the_old_rules(self):
        for signal in ("extension", "scsv"):
            for more in (["--send", "**REHANDSHAKE**"], ["--renegotiate", "1"]):
                with self.subTest(signal, more=more):
                    server = self.gnutls_serv(priority=UNPATCHED)
                    tap = self.tap(server.port)
                    client = self.client(tap.port, "--renegotiation", "compatible", "--signal", signal,
                                         *more)
                    self.assertEqual(client.finish(), 0, client.output + server.output)
                    server.await_words(r"\*\*\* Received hello message")
                    records = self.dissect(tap)[0]
                    self.assertEqual(len(flights(records)), 2)
                    messages = [message for record in records for message in record.messages]
                    second = [message for message in messages if message.kind == 1][1]
                    verify_data = next(message for message in messages if message.kind == 20 and message.direction == TO_SERVER)
                    if signal == "extension":  # C6
                        self.assertEqual(second.field("tls.handshake.extensions_reneg_info"),
                                         verify_data.field("tls.handshake.verify_data"))
                    else:
                        self.assertIn("00ff", second.raw["tls.handshake.ciphersuite"])
                    for message in messages:
                        if message.kind == 2:
                            self.assertIsNone(message.field("tls.handshake.extensions_reneg_info_len"))

    def test_the_others_do_not_start_one(self):
        for mode in ("secure-only", "never"):
            server = self.gnutls_serv(priority=UNPATCHED)
            tap = self.tap(server.port)
            client = self.client(tap.port, "--renegotiation", mode, "--renegotiate", "1", "--send", "a line")
            self.assertEqual(client.finish(), 1)
            server.await_words("received cmd: a line")
            self.assertEqual(len(flights(self.dissect(tap)[0])), 1)


if __name__ == "__main__":
    peers.main()
