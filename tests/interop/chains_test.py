"""chains_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: our client and server with
--ca and --client-ca, and OpenSSL at the other end. The chains themselves are tested in tests/trust."""
import peers
from peers import HOST, Base, path, run

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
        with open(path("sensor_chain.crt"), "w", encoding="ascii") as file:
            for name in ("sensor", "issuer"):
                with open(path(name + ".crt"), encoding="ascii") as part:
                    file.write(part.read())

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


if __name__ == "__main__":
    peers.main()
