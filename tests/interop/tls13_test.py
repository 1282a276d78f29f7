"""tls13_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: our client by TLS 1.3, and by both
versions in one hello, at the servers of OpenSSL and GnuTLS. Their words say what happened."""

import signal
import socket

import peers
from peers import PSK, PSK_NAME, TLS12, Base, path

TLS13 = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+GROUP-SECP256R1"  # GnuTLS


class Tls13(Base):
    OFFERS = ()  # both versions

    def visits(self, server, *arguments, count=1, after=None, version=772, resumed=None):
        """Our client says something in each connection, and the server answers; each but the first is resumed."""
        client = self.client(server.port, "--send", "a line", "--resume", str(count - 1), *arguments)
        for number in range(1, count + 1):
            server.await_words(r"(?m)^a line$", number)
            if after:
                after(number)
            server.say("an answer")
        self.assertEqual(client.finish(), 0, client.output)
        total = client.reports()[-1]
        self.assertEqual((total["version"], total["resumed"]), (version, count - 1 if resumed is None else resumed))
        return client

    def modern(self, *arguments, key="ec"):
        return self.s_server(*arguments, key=key, versions=("-tls1_3",))

    def test_a_full_handshake_and_two_of_its_tickets_with_every_suite_and_key(self):
        for suite in ("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_SHA256",
                      "TLS_AES_128_CCM_8_SHA256", "TLS_AES_256_GCM_SHA384"):
            for key in ("ec", "rsa"):
                with self.subTest(suite=suite, key=key):
                    server = self.modern("-ciphersuites", suite, key=key)
                    self.visits(server, "--min-version", "1.3", "--cipher", suite, count=3)
                    server.await_words(f"CIPHER is {suite}", 3)
                    server.await_words("Reused session-id", 2)
                    server.stop()

    def test_a_pre_shared_key_in_both_modes(self):
        for mode, more in (("psk-dhe-ke", ()), ("psk-ke", ("-allow_no_dhe_kex",))):
            with self.subTest(mode):
                server = self.modern("-psk", PSK, "-psk_identity", PSK_NAME, *more)
                self.visits(server, "--min-version", "1.3", "--psk", PSK, "--psk-identity", PSK_NAME, "--psk-mode", mode,
                            count=2)
                server.stop()

    def test_a_retry_with_a_cookie(self):
        # Without a ChangeCipherSpec in between, at which s_server -stateless gives up, its own s_client as well.
        self.visits(self.modern("-stateless"), "--min-version", "1.3", count=2)

    def test_a_server_that_likes_another_group_better(self):
        self.visits(self.modern("-groups", "P-384:P-256"), "--min-version", "1.3")

    def test_new_keys_of_either_side(self):
        server = self.modern()
        self.visits(server, "--update-keys", count=2)
        server = self.modern()
        self.visits(server, after=lambda _: [server.say("K"), server.await_words("SSL_do_handshake -> 1")])

    def test_a_client_certificate(self):
        for key in ("ec", "rsa"):
            server = self.modern("-Verify", "1", "-CAfile", path("ec.crt"), key=key)
            self.visits(server, "--client-cert", path("ec.crt"), "--client-key", path("ec.key"))
            server.await_words("Client certificate")
            server.stop()
        server = self.modern("-verify", "1")
        self.visits(server)

    def test_padding_and_no_disguise(self):
        self.visits(self.modern("-record_padding", "777"), count=2)
        self.visits(self.modern("-no_middlebox"), "--min-version", "1.3", count=2)

    def test_both_versions_in_one_hello(self):
        for versions, version in ((("-tls1_2",), 771), (("-tls1_3",), 772), ((), 772)):
            with self.subTest(versions):
                self.visits(self.s_server(versions=versions), count=2, version=version)
                psk = ("-psk", PSK, "-psk_identity", PSK_NAME)
                self.visits(self.s_server(*psk, versions=versions), "--psk", PSK, "--psk-identity", PSK_NAME, count=2,
                            version=version)

    def test_a_server_of_one_version_where_the_other_is_wanted(self):
        for theirs, ours in ((("-tls1_2",), "1.3"), (("-tls1_3",), "1.2")):
            server = self.s_server(versions=theirs)
            client = self.client(server.port, "--min-version", ours, "--max-version", ours)
            self.assertEqual(client.finish(), 1)
            self.assertEqual(client.reports()[-1]["version"], 0)
            self.assertEqual(client.reports()[-1]["retry_advice"], "do_not_retry")

    def test_a_ticket_file_holds_a_ticket_of_each_version(self):
        old, modern = self.s_server(), self.modern()
        tickets = path(self.id() + ".tickets")
        # In TLS 1.2 the ticket of TLS 1.3 is used up by the hello; in TLS 1.3 that of TLS 1.2 stays (DG4, DG6).
        visits = ((modern, 1, 0, 772), (old, 1, 0, 771), (modern, 2, 0, 772), (modern, 3, 1, 772), (old, 2, 1, 771))
        for server, visit, resumed, version in visits:
            client = self.client(server.port, "--ticket-file", tickets, "--send", "a line")
            server.await_words(r"(?m)^a line$", visit)
            server.say("an answer")
            self.assertEqual(client.finish(), 0, client.output)
            total = client.reports()[-1]
            self.assertEqual((total["version"], total["resumed"]), (version, resumed))

    def test_a_ticket_that_is_offered_is_not_in_the_file_any_more_whatever_becomes_of_the_client(self):
        server = self.modern()
        tickets = path(self.id() + ".tickets")
        self.visits(server, "--ticket-file", tickets)
        with open(tickets, "rb") as file:
            before = file.read()
        with socket.create_server((peers.HOST, 0)) as nobody:  # that takes the hello and says nothing
            client = self.client(nobody.getsockname()[1], "--ticket-file", tickets)
            with nobody.accept()[0] as connection:
                self.assertIn(b"\x00\x29\x00", connection.recv(1 << 14))  # pre_shared_key
                client.stop(signal.SIGKILL)
        with open(tickets, "rb") as file:
            self.assertLess(len(file.read()), len(before))

    def test_exported_key_material_is_what_openssl_exports(self):
        more = ("-keymatexport", "EXPORTER-flintls", "-keymatexportlen", "32")
        for resumed, versions, version in ((0, "-tls1_3", 772), (1, "-tls1_3", 772), (0, "-tls1_2", 771), (1, "-tls1_2", 771)):
            server = self.s_server(*more, versions=(versions,))
            client = self.visits(server, "--export", "EXPORTER-flintls", count=1 + resumed, version=version)
            theirs = server.await_words(r"Keying material: ([0-9A-F]{64})", 1 + resumed)[1]
            self.assertEqual(client.reports()[-1]["exported"], theirs.lower())
            server.stop()

    def test_renegotiation_in_every_mode_by_either_signal_where_the_server_chooses_tls_1_2(self):
        for signal in ("extension", "scsv"):
            for mode in peers.MODES:
                with self.subTest(signal=signal, mode=mode):
                    server = self.s_server("-client_renegotiation")
                    again = "0" if mode == "never" else "1"
                    client = self.visits(server, "--signal", signal, "--renegotiation", mode, "--renegotiate", again,
                                         count=2, version=771)
                    self.assertEqual(client.reports()[-1]["renegotiated"], 2 * int(again))
                    self.assertTrue(client.reports()[-1]["secure_renegotiation"])
                    server.stop()

    def test_psk_ke_of_both_versions(self):
        server = self.s_server("-psk", PSK, "-psk_identity", PSK_NAME, "-allow_no_dhe_kex", versions=())
        self.visits(server, "--psk", PSK, "--psk-identity", PSK_NAME, "--psk-mode", "psk-ke", count=2)

    def test_gnutls(self):
        for priority, version in ((TLS13, 772), (TLS12, 771), ("NORMAL", 772)):
            for key in ("ec", "rsa"):
                with self.subTest(priority=priority, key=key):
                    server = self.gnutls_serv(priority=priority, key=key)
                    client = self.client(server.port, "--send", "a line", "--resume", "2")
                    self.assertEqual(client.finish(), 0, client.output)
                    total = client.reports()[-1]
                    self.assertEqual((total["version"], total["resumed"]), (version, 2))
                    server.stop()

    def test_what_the_key_log_says_is_what_openssl_says(self):
        server = self.modern("-keylogfile", path("theirs"))
        self.visits(server, "--min-version", "1.3")
        with open(path("theirs"), encoding="ascii") as theirs, open(self.key_log, encoding="ascii") as ours:
            wanted = {line for line in theirs if not line.startswith(("#", "EXPORTER"))}
            self.assertEqual(wanted - set(ours), set())
            self.assertEqual(len(wanted), 4)


if __name__ == "__main__":
    peers.main()
