"""as_server_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: our server and the clients of OpenSSL, GnuTLS,
Erlang/OTP and Mbed TLS. The clients' words and tshark say what happened."""
import os
import socket

import peers
from peers import (ABBREVIATED, FULL, HOST, MODES, PSK, PSK_NAME, PSK_SUITES, RENEWED, TLS12, UNPATCHED, Base, alerts, flights,
                   full_handshake, path, psk_handshakes)
from tap import TO_CLIENT, TO_SERVER

ANSWER = "HTTP/1.0 200 OK"


class OpenSSL(Base):
    def asks(self, port, *arguments, status=0):
        """s_client says a line, and gets the answer."""
        client = self.s_client(port, *arguments)
        client.await_words(r"Extended master secret: .*\n")
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), status, client.output)
        return client

    def test_a_full_handshake_and_its_ticket_with_every_suite(self):
        for name, theirs in (("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "ECDHE-ECDSA-AES128-CCM"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "ECDHE-ECDSA-AES128-CCM8"),
                             ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"),
                             ("TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-PSK-CHACHA20-POLY1305"),
                             ("TLS_PSK_WITH_AES_128_GCM_SHA256", "PSK-AES128-GCM-SHA256"),
                             ("TLS_PSK_WITH_AES_128_CCM_8", "PSK-AES128-CCM8")):
            with self.subTest(name):
                psk = "PSK" in name
                server = self.server("--cipher", name, *(["--psk", PSK, "--psk-identity", PSK_NAME] if psk else []))
                tap, kept = self.tap(server.port), path(name)
                common = ["-cipher", "ALL:@SECLEVEL=0", *(["-psk", PSK, "-psk_identity", PSK_NAME] if psk else
                                                          ["-CAfile", path("ec.crt"), "-verify_return_error"])]
                first = self.asks(tap.port, "-sess_out", kept, *common)
                second = self.asks(tap.port, "-sess_in", kept, *common)
                first.await_words(f"New, TLSv1.2, Cipher is {theirs}")
                second.await_words(f"Reused, TLSv1.2, Cipher is {theirs}")
                for each in (first, second):
                    each.await_words("Secure Renegotiation IS supported")
                    each.await_words("Extended master secret: yes")
                connections = self.dissect(tap)
                full = full_handshake(name)
                self.assertEqual([flights(each) for each in connections], [[full], [ABBREVIATED]])
                for each in connections:
                    self.assertEqual(self.assertSecure(each), 1)
                self.assertEqual(server.stop(), 0)

    def test_every_mode_serves_a_patched_client(self):
        for mode in MODES:
            server = self.server("--renegotiation", mode)
            self.asks(server.port).await_words("Secure Renegotiation IS supported")

    def test_without_tickets(self):
        server = self.server("--no-ticket")
        tap = self.tap(server.port)
        self.asks(tap.port)
        self.assertEqual(flights(self.dissect(tap)[0]), [[each for each in FULL if each != (4, TO_CLIENT)]])

    def test_the_client_wants_no_ticket(self):
        server = self.server()
        tap = self.tap(server.port)
        self.asks(tap.port, "-no_ticket")
        self.assertEqual(flights(self.dissect(tap)[0]), [[each for each in FULL if each != (4, TO_CLIENT)]])

    def test_a_session_is_resumed_by_its_id(self):
        for psk in (False, True):
            with self.subTest(psk=psk):
                server = self.server(*(["--psk", PSK, "--psk-identity", PSK_NAME] if psk else []))
                tap, kept = self.tap(server.port), path(f"ids_{psk}")
                common = ["-no_ticket", *(["-cipher", "PSK", "-psk", PSK, "-psk_identity", PSK_NAME] if psk else
                                          ["-CAfile", path("ec.crt"), "-verify_return_error"])]
                self.asks(tap.port, "-sess_out", kept, *common).await_words("New, TLSv1.2")
                for _ in range(2):
                    self.asks(tap.port, "-sess_in", kept, *common).await_words("Reused, TLSv1.2")
                connections = self.dissect(tap)
                self.assertEqual([flights(each) for each in connections][1:], [[ABBREVIATED], [ABBREVIATED]])
                if not psk:
                    self.assertEqual(flights(connections[0]), [[each for each in FULL if each[0] != 4]])
                for each in connections:
                    self.assertEqual(self.assertSecure(each), 1)
                server.stop()

    def test_a_client_that_reconnects_five_times_by_its_session_id(self):
        server = self.server("--count", "6")
        client = self.s_client(server.port, "-no_ticket", "-reconnect", "-CAfile", path("ec.crt"))
        client.await_words("Reused, TLSv1.2", 5)
        client.say("a line")
        client.await_words(ANSWER)
        client.finish()
        server.finish()
        self.assertEqual([each["resumed"] for each in server.reports()[0]], [0] + [1] * 5)

    def test_curl_resumes_by_session_id(self):
        self.need("curl")
        server = self.server()
        tap = self.tap(server.port)
        urls = [f"https://{HOST}:{tap.port}/{number}" for number in range(3)]
        self.start(["curl", "-sk", "--tls-max", "1.2", *urls]).finish()
        connections = self.dissect(tap)
        self.assertEqual([flights(each)[0] for each in connections], [[each for each in FULL if each[0] != 4]] + [ABBREVIATED] * 2)

    def test_the_ticket_is_renewed_in_the_abbreviated_handshake(self):
        server = self.server("--rotate-keys", "--echo", "--count", "5")
        tap = self.tap(server.port)
        for number in range(5):
            more = ["-sess_in", path("rotated")] if number else []
            client = self.s_client(tap.port, "-sess_out", path("rotated"), *more)
            client.await_words("Reused, TLSv1.2" if number else "New, TLSv1.2")
            client.say("a line")
            client.await_words("(?m)^a line$")
            self.assertEqual(client.finish(), 0)
        self.assertEqual(server.finish(), 0)
        connections = self.dissect(tap)
        self.assertEqual([flights(each) for each in connections], [[FULL]] + [[RENEWED]] * 4)
        offered = [each[0].messages[0] for each in connections]
        self.assertEqual(len({message.field("tls.handshake.random") for message in offered}), 5)
        for each in connections:
            self.assertEqual(self.assertSecure(each), 1)

    def test_forgotten_and_other_keys_are_a_full_handshake_on_the_same_connection(self):
        for server in (self.server("--forget-keys"), self.server()):
            tap = self.tap(server.port)
            more = ["-sess_in", path("forgotten")] if os.path.exists(path("forgotten")) else []
            self.asks(tap.port, "-sess_out", path("forgotten"), *more).await_words("New, TLSv1.2")
            self.asks(tap.port, "-sess_in", path("forgotten")).await_words("(New|Reused), TLSv1.2")
            connections = self.dissect(tap)
            self.assertEqual([flights(each) for each in connections],
                             [[FULL], [FULL if "--forget-keys" in server.command else ABBREVIATED]])
            self.assertEqual([alerts(each) for each in connections], [[], []])

    def test_a_ticket_is_for_one_server_name(self):
        server = self.server()
        self.asks(server.port, "-servername", "a.example", "-sess_out", path("named"))
        self.asks(server.port, "-servername", "b.example", "-sess_in", path("named")).await_words("New, TLSv1.2")
        self.asks(server.port, "-servername", "A.example", "-sess_in", path("named")).await_words("Reused, TLSv1.2")

    def test_the_client_renegotiates(self):
        server = self.server()
        tap = self.tap(server.port)
        client = self.s_client(tap.port, "-CAfile", path("ec.crt"), "-verify_return_error")
        client.await_words("Extended master secret")
        for number in (1, 2, 3):
            client.say("R")
            client.await_words("RENEGOTIATING(?s:.)*?verify return:1", number)
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), 0)
        self.assertEqual(self.assertSecure(self.dissect(tap)[0]), 4)

    def test_the_client_renegotiates_too_often_or_in_vain(self):
        for mode, allowed in (("never", 0), ("strict", 3)):
            with self.subTest(mode):
                server = self.server("--renegotiation", mode)
                tap = self.tap(server.port)
                client = self.s_client(tap.port, "-CAfile", path("ec.crt"))
                client.await_words("Extended master secret")
                for number in range(1, allowed + 1):
                    client.say("R")
                    client.await_words("RENEGOTIATING(?s:.)*?verify return:1", number)
                client.say("R")
                client.await_words("no renegotiation")  # and gives up
                client.finish()
                records = self.dissect(tap)[0]
                self.assertIn((100, TO_CLIENT), alerts(records))

    def test_the_server_asks_for_it(self):
        server = self.server("--request-renegotiation", "--count", "1")
        tap = self.tap(server.port)
        client = self.s_client(tap.port, "-CAfile", path("ec.crt"), "-verify_return_error")
        client.await_words("Extended master secret")
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), 0)
        self.assertEqual(server.finish(), 0)
        records = self.dissect(tap)[0]
        self.assertEqual(self.assertSecure(records), 2)
        self.assertEqual([message.kind for record in records for message in record.messages].count(0), 1)

    def test_a_client_that_does_not_renegotiate_when_asked(self):
        server = self.server("--request-renegotiation", "--count", "1")
        tap = self.tap(server.port)
        client = self.s_client(tap.port, "-no_renegotiation")
        client.await_words("Extended master secret")
        client.say("a line")
        client.await_words(ANSWER)  # the connection lives on
        self.assertEqual(client.finish(), 0)
        self.assertEqual(server.finish(), 1, "it was to ask for one")
        self.assertEqual(alerts(self.dissect(tap)[0]), [(100, TO_SERVER)])

    def test_the_fallback_scsv(self):
        server = self.server()
        tap = self.tap(server.port)
        self.asks(tap.port, "-fallback_scsv")  # nothing was lost
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{tap.port}", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0",
                             "-fallback_scsv"])
        self.assertNotEqual(client.finish(), 0)
        client.await_words("inappropriate fallback")
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{tap.port}", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        self.assertNotEqual(client.finish(), 0)
        client.await_words("alert protocol version")
        connections = self.dissect(tap)
        self.assertEqual([alerts(each) for each in connections], [[], [(86, TO_CLIENT)], [(70, TO_CLIENT)]])
        for each in connections[:2]:
            self.assertIn("5600", each[0].messages[0].raw["tls.handshake.ciphersuite"])

    def test_a_client_of_more_versions_negotiates_down(self):
        server = self.server()
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{server.port}"])  # up to TLS 1.3
        client.await_words("New, TLSv1.2")
        client.await_words("Secure Renegotiation IS supported")

    def test_who_has_another_key(self):
        server = self.server("--psk", PSK, "--psk-identity", PSK_NAME)
        for identity, key, alert in ((PSK_NAME, PSK[2:] + "ff", 20), ("another", PSK, 115)):
            client = self.s_client(server.port, "-psk", key, "-psk_identity", identity)
            self.assertNotEqual(client.finish(), 0)
            client.await_words(f"alert number {alert}")
        server.stop()
        self.assertEqual([each["alert_sent"] for each in server.reports()[0]], [20, 115])

    def test_a_client_that_says_nothing(self):
        server = self.server("--count", "2")
        client = self.s_client(server.port)
        client.await_words("New, TLSv1.2")
        client.await_words("closed")  # after five seconds, properly
        self.assertEqual(client.finish(), 0)
        with socket.create_connection((HOST, server.port), 20) as silent:
            self.assertEqual(len(silent.recv(100)), 7)  # close_notify
        self.assertEqual(server.finish(), 1)


class GnuTLS(Base):
    def asks(self, port, *arguments, priority=TLS12, wait="Simple Client Mode"):
        client = self.gnutls_cli(port, *arguments, priority=priority)
        client.await_words(wait)
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), 0, client.output)
        return client

    def test_a_full_handshake_and_its_ticket_with_every_suite(self):
        # Not with ECDHE_PSK: gnutls-cli 3.7.9 crashes when it prints what it has negotiated.
        for name, theirs in (("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", r"\(ECDSA-SHA256\)-\(AES-128-GCM\)"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM", r"\(ECDSA-SHA256\)-\(AES-128-CCM\)"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", r"\(ECDSA-SHA256\)-\(AES-128-CCM-8\)"),
                             ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", r"\(ECDSA-SHA256\)-\(CHACHA20-POLY1305\)"),
                             ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", r"\(ECDSA-SHA256\)-\(AES-256-GCM\)"),
                             ("TLS_PSK_WITH_AES_128_GCM_SHA256", r"\(PSK\)-\(AES-128-GCM\)"),
                             ("TLS_PSK_WITH_AES_128_CCM_8", r"\(PSK\)-\(AES-128-CCM-8\)")):
            for keys in ([], ["--rotate-keys"], ["--forget-keys"]):
                with self.subTest(name, keys=keys):
                    psk = "PSK" in name
                    server = self.server("--cipher", name, "--count", "2", *keys,
                                         *(["--psk", PSK, "--psk-identity", PSK_NAME] if psk else []))
                    tap = self.tap(server.port)
                    client = self.gnutls_cli(tap.port, "--resume",
                                             *(["--pskusername", PSK_NAME, "--pskkey", PSK] if psk else []),
                                             priority=TLS12 + ":+PSK:+AES-128-CCM-8")
                    client.await_words(theirs)
                    client.await_words("Options: extended master secret, safe renegotiation")
                    client.await_words("Simple Client Mode")
                    client.say("a line")
                    client.await_words(ANSWER)
                    self.assertEqual((client.finish(), server.finish()), (0, 0), client.output)
                    resumed = "*** This is a resumed session" in client.output
                    self.assertEqual(resumed, keys != ["--forget-keys"], client.output)
                    full = full_handshake(name)
                    second = {"": ABBREVIATED, "--rotate-keys": RENEWED, "--forget-keys": full}["".join(keys)]
                    connections = self.dissect(tap)
                    self.assertEqual([flights(each) for each in connections], [[full], [second]])
                    for each in connections:
                        self.assertEqual(self.assertSecure(each), 1)

    def test_a_session_is_resumed_by_its_id(self):
        server = self.server("--count", "2")
        tap = self.tap(server.port)
        client = self.gnutls_cli(tap.port, "--resume", priority=TLS12 + ":%NO_TICKETS")
        client.await_words("Simple Client Mode")
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual((client.finish(), server.finish()), (0, 0), client.output)
        self.assertIn("*** This is a resumed session", client.output)
        full = [each for each in FULL if each[0] != 4]
        self.assertEqual([flights(each) for each in self.dissect(tap)], [[full], [ABBREVIATED]])

    def test_secure_renegotiation_from_each_side(self):
        server = self.server("--count", "2")
        tap = self.tap(server.port)
        self.asks(tap.port, "--rehandshake", wait="ReHandshake was completed")
        self.assertEqual(self.assertSecure(self.dissect(tap)[0]), 2)
        for mode in ("strict", "secure-only", "compatible"):
            server = self.server("--request-renegotiation", "--renegotiation", mode, "--count", "1")
            tap = self.tap(server.port)
            self.asks(tap.port)
            self.assertEqual(server.finish(), 0)
            self.assertEqual(self.assertSecure(self.dissect(tap)[0]), 2)

    def test_the_fallback_scsv(self):
        server = self.server()
        tap = self.tap(server.port)
        self.asks(tap.port, priority=TLS12 + ":%FALLBACK_SCSV")  # nothing was lost
        for fallback, alert in ((":%FALLBACK_SCSV", 86), ("", 70)):
            client = self.gnutls_cli(tap.port, priority="NORMAL:-VERS-ALL:+VERS-TLS1.1" + fallback)
            self.assertNotEqual(client.finish(), 0)
            client.await_words(rf"Received alert \[{alert}\]")
        connections = self.dissect(tap)
        self.assertEqual([alerts(each)[:1] for each in connections], [[], [(86, TO_CLIENT)], [(70, TO_CLIENT)]])
        for each, fallback in zip(connections, (True, True, False)):
            self.assertEqual("5600" in each[0].messages[0].raw["tls.handshake.ciphersuite"], fallback)

    def test_never(self):
        server = self.server("--renegotiation", "never")
        tap = self.tap(server.port)
        client = self.gnutls_cli(tap.port, "--rehandshake")
        client.finish()
        self.assertNotIn("ReHandshake was completed", client.output)
        records = self.dissect(tap)[0]
        self.assertEqual(alerts(records)[0], (100, TO_CLIENT))
        self.assertEqual(len([each for each in flights(records) if (20, TO_CLIENT) in each]), 1)


class Unpatched(Base):
    def test_strict_refuses_to_connect(self):
        server = self.server("--renegotiation", "strict", "--count", "1")
        tap = self.tap(server.port)
        client = self.gnutls_cli(tap.port, priority=UNPATCHED)
        self.assertNotEqual(client.finish(), 0)
        client.await_words(r"Received alert \[40\]")
        self.assertEqual(server.finish(), 1)
        self.assertEqual(alerts(self.dissect(tap)[0])[0], (40, TO_CLIENT))

    def test_who_is_not_strict_serves(self):
        for mode in ("secure-only", "compatible", "never"):
            server = self.server("--renegotiation", mode, "--count", "1")
            client = self.gnutls_cli(server.port, priority=UNPATCHED)
            client.await_words("Simple Client Mode")
            self.assertNotIn("safe renegotiation", client.output)
            client.say("a line")
            client.await_words(ANSWER)
            self.assertEqual((client.finish(), server.finish()), (0, 0))
            self.assertFalse(server.reports()[0][0]["secure_renegotiation"])

    def test_the_client_wants_to_renegotiate(self):
        for mode in ("secure-only", "never"):
            server = self.server("--renegotiation", mode, "--count", "1")
            tap = self.tap(server.port)
            client = self.gnutls_cli(tap.port, "--rehandshake", priority=UNPATCHED)
            client.finish()  # as it likes
            self.assertNotIn("ReHandshake was completed", client.output)
            records = self.dissect(tap)[0]
            self.assertEqual(alerts(records)[0], (100, TO_CLIENT))
            self.assertEqual(len([each for each in flights(records) if (20, TO_CLIENT) in each]), 1)

    def test_compatible_renegotiates_by_the_old_rules(self):
        for ours, theirs in ((["--request-renegotiation"], []), ([], ["--rehandshake"])):
            with self.subTest(ours, theirs=theirs):
                server = self.server("--renegotiation", "compatible", "--count", "1", *ours)
                tap = self.tap(server.port)
                client = self.gnutls_cli(tap.port, *theirs, priority=UNPATCHED)
                client.await_words("ReHandshake was completed" if theirs else "Simple Client Mode")
                client.say("a line")
                client.await_words(ANSWER)
                self.assertEqual((client.finish(), server.finish()), (0, 0), client.output)
                records = self.dissect(tap)[0]
                self.assertEqual(len([each for each in flights(records) if (20, TO_CLIENT) in each]), 2)
                for message in (each for record in records for each in record.messages):
                    self.assertIsNone(message.field("tls.handshake.extensions_reneg_info_len"))

    def test_the_server_does_not_ask(self):
        server = self.server("--renegotiation", "secure-only", "--request-renegotiation", "--count", "1")
        tap = self.tap(server.port)
        client = self.gnutls_cli(tap.port, priority=UNPATCHED)
        client.await_words("Simple Client Mode")
        client.say("a line")
        client.await_words(ANSWER)
        client.finish()
        self.assertEqual(server.finish(), 1)
        self.assertEqual(len(flights(self.dissect(tap)[0])), 1)


    def test_a_hello_without_extensions_and_without_a_signal(self):
        for mode in MODES:
            with self.subTest(mode):
                server = self.server("--psk", PSK, "--psk-identity", PSK_NAME, "--renegotiation", mode, "--count", "1")
                tap = self.tap(server.port)
                client = self.gnutls_cli(tap.port, "--pskusername", PSK_NAME, "--pskkey", PSK,
                                         priority=TLS12 + ":-KX-ALL:+PSK:%NO_EXTENSIONS")
                if mode != "strict":
                    client.await_words(r"\(PSK\)-\(AES-128-GCM\)\n(?s:.)*Options:\n")
                    client.say("a line")
                    client.await_words(ANSWER)
                else:
                    client.await_words(r"Received alert \[40\]")
                self.assertEqual(client.finish() == 0, mode != "strict")
                hello = self.dissect(tap)[0][0].messages[0]
                self.assertIsNone(hello.field("tls.handshake.extensions_length"))
                self.assertNotIn("00ff", hello.raw["tls.handshake.ciphersuite"])


class PresharedKeys(Base):
    """Both say with the SCSV that they know RFC 5746, and Mbed TLS has no extensions at all in its first hello."""

    def visit(self, start, *lines, ours=()):
        """A client, and our server, both of which do all that was asked for; the bytes that passed."""
        server = self.server("--psk", PSK, "--psk-identity", PSK_NAME, "--echo", "--count", "1", *ours)
        tap = self.tap(server.port)
        peer = start(str(tap.port))
        for line in lines:
            peer.say(line)
            peer.await_words("renegotiation: ok" if line == "renegotiate" else f"received: {line}")
        peer.process.stdin.close()
        self.assertEqual((peer.finish(), server.finish()), (0, 0), peer.output)
        return peer, self.dissect(tap)[0]

    def judge(self, records, suite, count, extensions):
        self.assertEqual(flights(records), psk_handshakes(suite, count))
        hello = records[0].messages[0]
        self.assertIn("00ff", hello.raw["tls.handshake.ciphersuite"])
        self.assertIsNone(hello.field("tls.handshake.extensions_reneg_info_len"))
        self.assertEqual(hello.field("tls.handshake.extensions_length") is not None, extensions)
        if "ECDHE" in suite:
            self.assertEqual(self.assertSecure(records), 1)
        else:
            self.assertEqual((self.assertSecure(records), alerts(records)), (count, []))

    def test_otp_with_every_suite_and_a_secure_renegotiation_from_each_side(self):
        """But none without ECDHE: as a client, OTP 25 has other keys then than anybody, OTP as a server included."""
        for suite in PSK_SUITES:
            both = ((["renegotiate", "a line"], []), (["a line"], ["--request-renegotiation"]))
            for lines, ours in both if "ECDHE" in suite else ((["a line"], []),):
                with self.subTest(suite, ours=ours):
                    peer, records = self.visit(lambda port: self.otp("client", port, suite), *lines, ours=ours)
                    peer.await_words(f"connected: 'tlsv1.2', {suite}\n")
                    self.judge(records, suite, 2 if "ECDHE" in suite else 1, extensions=True)

    def test_mbedtls_says_hello_with_the_scsv_and_without_extensions(self):
        for mode in MODES:
            everything = ((["a line"], []), (["renegotiate", "a line"], []), (["a line"], ["--request-renegotiation"]))
            for lines, ours in everything if mode != "never" else everything[:1]:
                with self.subTest(mode, lines=lines, ours=ours):
                    peer, records = self.visit(lambda port: self.bare_mbedtls("client", port), *lines,
                                               ours=["--renegotiation", mode, *ours])
                    peer.await_words("connected: TLSv1.2, TLS-PSK-WITH-AES-128-CCM-8\n")  # and it insists on the signal
                    self.judge(records, "PSK", len(lines) + len(ours), extensions=False)


class RawHellos(Base):
    """Written here, byte by byte."""

    HELLO = bytes.fromhex("0303" + "5a" * 32 + "00" + "0004" + "00a8" + "00ff" + "0100")

    def answer(self, hello, *arguments):
        """The first message of the server, in answer to this hello."""
        server = self.server("--psk", PSK, "--psk-identity", PSK_NAME, *arguments)
        message = b"\1" + len(hello).to_bytes(3, "big") + hello
        with socket.create_connection((HOST, server.port), 20) as peer:
            peer.sendall(b"\x16\3\3" + len(message).to_bytes(2, "big") + message)
            return peer.recv(1 << 14)

    def test_the_scsv_alone_is_a_signal(self):
        for mode in MODES:
            answer = self.answer(self.HELLO, "--renegotiation", mode)
            self.assertEqual(answer[5], 2)
            size = int.from_bytes(answer[3:5], "big")
            self.assertEqual(answer[5:5 + size][-7:], bytes.fromhex("0005" "ff01000100"))

    def test_no_signal(self):
        hello = self.HELLO.replace(b"\0\4\0\xa8\0\xff", b"\0\2\0\xa8")
        self.assertEqual(self.answer(hello, "--renegotiation", "strict"), bytes.fromhex("15030300020228"))
        answer = self.answer(hello, "--renegotiation", "compatible")
        self.assertEqual(answer[5], 2)
        self.assertEqual(answer[5 + 4 + 34:][:4], bytes.fromhex("0000a800"))  # no session id, suite, compression, no block
        self.assertEqual(int.from_bytes(answer[3:5], "big"), 4 + 2 + 32 + 1 + 2 + 1)

    def test_a_signal_and_no_suite(self):
        hello = self.HELLO.replace(b"\0\4\0\xa8\0\xff", b"\0\4\0\xff\x56\0")
        self.assertEqual(self.answer(hello), bytes.fromhex("15030300020228"))


if __name__ == "__main__":
    peers.main()
