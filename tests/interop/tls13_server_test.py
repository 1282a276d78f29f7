"""tls13_server_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: our server of TLS 1.3, and of
both versions, and the clients of OpenSSL and GnuTLS, and our own. Their words say what happened."""
import os
import re
import time

import peers
from peers import HOST, PSK, PSK_NAME, Base, path

ANSWER = "HTTP/1.0 200 OK"
ONLY_13 = ("--min-version", "1.3", "--max-version", "1.3")
GNUTLS_13 = "NORMAL:-VERS-ALL:+VERS-TLS1.3"


def await_session(file):
    """s_client writes it when a ticket comes, which is behind all that it says of the handshake."""
    end = time.monotonic() + peers.TIME
    while not (os.path.exists(file) and "END SSL SESSION" in open(file, encoding="ascii").read()):
        if time.monotonic() > end:
            raise AssertionError("no session in " + file)
        time.sleep(0.01)


class Tls13Server(Base):
    SERVES = ()

    def asks(self, port, *arguments, version="-tls1_3", wait="Verify return code: "):
        """s_client says a line, and gets the answer behind its tickets. It shows them when it ends."""
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{port}", *([version] if version else []), *arguments])
        if wait:
            client.await_words(wait)
        client.say("a line")
        client.await_words(ANSWER)
        self.assertEqual(client.finish(), 0, client.output)
        return client

    def report(self, server, version, resumed):
        server.stop()
        total = server.reports()[-1]
        self.assertEqual((total["version"], total["resumed"]), (version, resumed), server.output)

    def test_a_full_handshake_and_its_ticket_with_every_suite(self):
        for suite in ("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_8_SHA256",
                      "TLS_AES_256_GCM_SHA384"):
            with self.subTest(suite):
                server = self.server(*ONLY_13)
                common = ("-ciphersuites", suite, "-CAfile", path("ec.crt"), "-verify_return_error", "-groups", "P-256")
                first = self.asks(server.port, "-sess_out", path(suite), *common)
                second = self.asks(server.port, "-sess_in", path(suite), *common)
                first.await_words(f"New, TLSv1.3, Cipher is {suite}")
                second.await_words(f"Reused, TLSv1.3, Cipher is {suite}")
                self.report(server, 772, 1)

    def test_a_client_that_sends_a_share_of_another_group_is_asked_for_one(self):
        server = self.server(*ONLY_13)
        self.asks(server.port, "-groups", "X25519:P-256", "-msg").await_words("ServerHello")
        self.report(server, 772, 0)

    def test_a_cookie(self):
        server = self.server(*ONLY_13, "--cookie")
        for groups in ("P-256", "X25519:P-256"):
            client = self.asks(server.port, "-groups", groups, "-sess_out", path("cookie"), "-msg")
            self.assertEqual(len(re.findall("ServerHello", client.output)), 2, client.output)  # the first one asks
            self.asks(server.port, "-groups", groups, "-sess_in", path("cookie")).await_words("Reused, TLSv1.3")
        # GnuTLS takes a HelloRetryRequest only if it names a group.
        for _ in range(2):
            client = self.gnutls_cli(server.port, priority=GNUTLS_13 + ":-GROUP-ALL:+GROUP-SECP384R1:+GROUP-X25519:+GROUP-SECP256R1")
            client.await_words("Handshake was completed")
            client.say("a line")
            client.await_words(ANSWER)
        client = self.client(server.port, *ONLY_13, "--send", "a line", "--resume", "2")
        self.assertEqual(client.finish(), 0, client.output)
        self.report(server, 772, 4)
        server = self.server(*ONLY_13, "--cookie", "--psk", PSK, "--psk-identity", PSK_NAME)
        self.asks(server.port, "-psk", PSK, "-psk_identity", PSK_NAME, "-groups", "P-256")
        self.report(server, 772, 0)

    def test_a_pre_shared_key_in_both_modes(self):
        for mode, more in (("psk-dhe-ke", ()), ("psk-ke", ("-allow_no_dhe_kex",))):
            with self.subTest(mode):
                server = self.server(*ONLY_13, "--psk", PSK, "--psk-identity", PSK_NAME, "--psk-mode", mode)
                self.asks(server.port, "-psk", PSK, "-psk_identity", PSK_NAME, "-groups", "P-256", *more)
                self.report(server, 772, 0)

    def test_several_tickets(self):
        server = self.server(*ONLY_13, "--tickets", "4")
        client = self.asks(server.port, "-groups", "P-256", "-msg")
        self.assertEqual(len(re.findall("NewSessionTicket", client.output)), 4)
        server.stop()

    def test_new_keys_of_the_client(self):
        for letter in ("K", "k"):
            server = self.server(*ONLY_13)
            client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{server.port}", "-tls1_3", "-groups", "P-256"])
            client.await_words("Verify return code: ")
            client.say(letter)
            client.await_words("KEYUPDATE")
            client.say("a line")
            client.await_words(ANSWER)
            server.stop()

    def test_early_data_is_passed_over(self):
        theirs = self.s_server("-early_data", "-max_early_data", "16384", versions=("-tls1_3",))
        kept, data = path("early"), path("early_data")
        with open(data, "w", encoding="ascii") as file:
            file.write("early " * 300)
        first = self.start(["openssl", "s_client", "-connect", f"{HOST}:{theirs.port}", "-tls1_3", "-sess_out", kept])
        await_session(kept)
        first.say("Q")
        first.finish()
        theirs.stop()
        server = self.server(*ONLY_13)
        for groups in ("P-256", "X25519:P-256"):
            self.asks(server.port, "-sess_in", kept, "-early_data", data, "-groups", groups).await_words(
                "Early data was rejected")
        self.report(server, 772, 0)

    def test_a_client_certificate(self):
        server = self.server(*ONLY_13, "--client-pin", peers.PINS["ec"], "--require-client-certificate")
        self.asks(server.port, "-cert", path("ec.crt"), "-key", path("ec.key"), "-groups", "P-256")
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{server.port}", "-tls1_3", "-groups", "P-256"])
        client.await_words("certificate required")
        server.stop()

    def test_a_fragment_length(self):
        server = self.server(*ONLY_13)
        self.asks(server.port, "-maxfraglen", "512", "-groups", "P-256")
        self.report(server, 772, 0)

    def test_both_versions(self):
        for version, number in (("-tls1_3", 772), ("-tls1_2", 771), (None, 772)):
            with self.subTest(version):
                server = self.server()
                self.asks(server.port, version=version, wait=None if version == "-tls1_2" else "Verify return code: ")
                self.report(server, number, 0)

    def test_options_that_tls_1_3_does_not_have_leave_tls_1_2(self):
        for options in (("--renegotiation", "strict"), ("--request-renegotiation",),
                        ("--cipher", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")):
            with self.subTest(options):
                server = self.server(*options)
                self.asks(server.port, version=None, wait=None)
                self.report(server, 771, 0)

    def test_a_limit_of_records(self):
        server = self.server()
        client = self.gnutls_cli(server.port, "-d", "5", priority=GNUTLS_13)
        client.await_words("Handshake was completed")
        client.await_words("Record Size Limit")
        client.say("a line")
        client.await_words(ANSWER)
        server.stop()

    def test_a_version_that_is_not_wanted(self):
        server = self.server(*ONLY_13)
        client = self.start(["openssl", "s_client", "-connect", f"{HOST}:{server.port}", "-tls1_2"])
        client.await_words("alert protocol version")
        server.stop()

    def test_gnutls(self):
        for priority, number in ((GNUTLS_13, 772), ("NORMAL", 772), ("NORMAL:-VERS-TLS1.3", 771)):
            with self.subTest(priority):
                server = self.server()
                for _ in range(2):
                    client = self.gnutls_cli(server.port, priority=priority)
                    client.await_words("Handshake was completed")
                    client.say("a line")
                    client.await_words(ANSWER)
                self.report(server, number, 0)

    def test_our_own_client(self):
        for ours in (ONLY_13, ("--max-version", "1.3")):
            server = self.server(*ONLY_13)
            client = self.client(server.port, *ours, "--send", "a line", "--resume", "2")
            self.assertEqual(client.finish(), 0, client.output)
            self.report(server, 772, 2)

    def test_what_the_key_log_says_is_what_openssl_says(self):
        server = self.server(*ONLY_13)
        self.asks(server.port, "-keylogfile", path("client_log"), "-groups", "P-256")
        server.stop()
        with open(path("client_log"), encoding="ascii") as theirs, open(self.key_log, encoding="ascii") as ours:
            wanted = {line for line in theirs if not line.startswith(("#", "EXPORTER"))}
            self.assertEqual(wanted - set(ours), set())
            self.assertEqual(len(wanted), 4)


if __name__ == "__main__":
    peers.main()
