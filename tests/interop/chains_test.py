"""chains_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: our client and server with
--ca and --client-ca, and OpenSSL, GnuTLS and nginx at the other end. The chains themselves are tested in tests/trust."""
import shutil

import peers
from peers import HOST, TLS12, Base, path, run

SERVER = "server.example"


def certify(name, subject, issuer, *extensions, days=2):
    """name.crt, of a P-256 key in name.key; self-signed without an issuer."""
    with open(path(name + ".ext"), "w", encoding="ascii") as file:
        file.write("\n".join(extensions) + "\n")
    run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={subject}",
         "-keyout", path(name + ".key"), "-out", path(name + ".csr")])
    signer = ["-CA", path(issuer + ".crt"), "-CAkey", path(issuer + ".key")] if issuer else ["-signkey", path(name + ".key")]
    run(["openssl", "x509", "-req", "-in", path(name + ".csr"), *signer, "-days", str(days), "-extfile", path(name + ".ext"),
         "-out", path(name + ".crt")])


class Chains(Base):
    @classmethod
    def setUpClass(cls):
        authority = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
        certify("root", "a root", None, *authority)
        certify("other_root", "another root", None, *authority)
        certify("issuer", "an issuer", "root", *authority)
        certify("leaf", "a server", "issuer", f"subjectAltName=DNS:{SERVER}", "extendedKeyUsage=serverAuth")
        certify("sensor", "a sensor", "issuer", "extendedKeyUsage=clientAuth")
        certify("expired", "a server", "issuer", f"subjectAltName=DNS:{SERVER}", "extendedKeyUsage=serverAuth", days=-1)
        certify("expired_sensor", "a sensor", "issuer", "extendedKeyUsage=clientAuth", days=-1)
        for leaf in ("leaf", "sensor", "expired", "expired_sensor"):
            with open(path(leaf + "_chain.crt"), "w", encoding="ascii") as file:
                for name in (leaf, "issuer"):
                    with open(path(name + ".crt"), encoding="ascii") as part:
                        file.write(part.read())
            shutil.copy(path(leaf + ".key"), path(leaf + "_chain.key"))

    def chain_server(self, *versions):
        return self.s_server("-cert_chain", path("issuer.crt"), key="leaf", versions=versions)

    def judging(self, server, root, *arguments, name=SERVER):
        return self.start([peers.CLIENT, HOST, str(server.port), "--ca", path(root + ".crt"), "--server-name", name,
                           "--send", "a line", *arguments])

    def test_our_client_judges_a_chain_in_each_version(self):
        for version, number in (("-tls1_2", 771), ("-tls1_3", 772)):
            with self.subTest(version):
                server = self.chain_server(version)
                client = self.judging(server, "root", "--resume", "1")
                for count in (1, 2):
                    server.await_words(r"(?m)^a line$", count)
                    server.say("an answer")
                self.assertEqual(client.finish(), 0, client.output)
                total = client.reports()[-1]
                self.assertEqual((total["version"], total["resumed"]), (number, 1))
                server.stop()

    def test_our_client_refuses_another_root_and_another_name(self):
        for version in ("-tls1_2", "-tls1_3"):
            for root, name, why, alert in (("other_root", SERVER, "unknown_issuer", "unknown ca"),
                                           ("root", "server.invalid", "wrong_name", "bad certificate")):
                with self.subTest(version, root=root):
                    server = self.chain_server(version)
                    client = self.judging(server, root, name=name)
                    self.assertEqual(client.finish(), 1, client.output)
                    self.assertIn(why, client.output)
                    server.await_words(f"alert {alert}")
                    server.stop()

    def judges_each_version(self, serve, line, answers):
        """`serve` starts a server of a version with a chain; `line` is said to it. A chain of the root is accepted, one that has
        expired and one of a stranger's are not."""
        for version, number in (("1.2", 771), ("1.3", 772)):
            for chain, root, why in (("leaf", "root", ""), ("expired", "root", "certificate_expired"),
                                     ("leaf", "other_root", "unknown_issuer")):
                with self.subTest(version, chain=chain, root=root):
                    server = serve(version, chain + "_chain")
                    client = self.start([peers.CLIENT, HOST, str(server.port), "--ca", path(root + ".crt"), "--server-name",
                                         SERVER, "--send", line])
                    self.assertEqual(client.finish(), 1 if why else 0, client.output + server.output)
                    self.assertIn(why, client.output)
                    if not why:
                        self.assertEqual(client.reports()[-1]["version"], number)
                        answers(client, server)
                    server.stop()

    def test_our_client_judges_the_chains_of_gnutls(self):
        priorities = {"1.2": TLS12, "1.3": "NORMAL:-VERS-ALL:+VERS-TLS1.3"}
        self.judges_each_version(lambda version, chain: self.gnutls_serv(priority=priorities[version], key=chain), "a line",
                                 lambda client, server: self.assertIn("a line", client.output))

    def test_our_client_judges_the_chains_of_nginx(self):
        self.judges_each_version(lambda version, chain: self.nginx(protocols="TLSv" + version, key=chain), "GET /",  # HTTP 0.9
                                 lambda client, server: self.assertIn("an answer", client.output))

    def judged(self, root):
        return self.server("--client-ca", path(root + ".crt"), "--require-client-certificate")

    def sensor(self, server):
        return self.s_client(server.port, "-cert", path("sensor.crt"), "-key", path("sensor.key"), "-cert_chain",
                             path("issuer.crt"))

    def test_our_server_judges_the_chain_of_a_client(self):
        server = self.judged("root")
        client = self.sensor(server)
        client.await_words("Verify return code")
        client.say("a line")
        client.await_words("HTTP/1.0 200 OK")
        own = self.client(server.port, "--client-cert", path("sensor_chain.crt"), "--client-key", path("sensor.key"),
                          "--max-version", "1.2", "--send", "a line")
        self.assertEqual(own.finish(), 0, own.output)
        server.stop()

    def test_our_server_refuses_a_client_of_another_root(self):
        server = self.judged("other_root")
        client = self.sensor(server)
        client.await_words("alert unknown ca")
        server.await_words("unknown_issuer")

    def gnutls_sensor(self, server, chain):
        return self.gnutls_cli(server.port, "--x509certfile", path(chain + ".crt"), "--x509keyfile", path(chain + ".key"))

    def test_our_server_judges_the_chain_of_a_client_of_gnutls(self):
        server = self.judged("root")
        client = self.gnutls_sensor(server, "sensor_chain")
        client.await_words("Simple Client Mode")
        client.say("a line")
        client.await_words("HTTP/1.0 200 OK")
        client.finish()
        server.stop()
        for chain, root, why, alert in (("expired_sensor_chain", "root", "certificate_expired", 45),
                                        ("sensor_chain", "other_root", "unknown_issuer", 48),
                                        ("leaf_chain", "root", "wrong_purpose", 43)):
            with self.subTest(chain, root=root):
                server = self.judged(root)
                client = self.gnutls_sensor(server, chain)
                client.await_words(rf"\[{alert}\]")
                server.await_words(why)
                server.stop()


if __name__ == "__main__":
    peers.main()
