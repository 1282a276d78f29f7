"""mqtt_test.py <mqtt> <server> <folder of our peers> <folder of others> [unittest arguments]: the example mqtt at mosquitto, with a
subscriber of its own that sees what was published."""
import os
import unittest

import mosquitto
import peers
from peers import FOLDER, HOST, PSK, PSK_NAME, Base, path

BACK = "full handshake, TLS {0}\nthe message came back\nresumed, TLS {0}\nthe message came back\n"


class Mqtt(Base):
    def broker(self, *tls):
        program = os.path.join(peers.OTHERS, "mosquitto")
        self.need(program)
        return mosquitto.start(self.start, program, FOLDER.name, *tls)

    def certified(self, *more):
        return self.broker(f"certfile {path('ec.crt')}", f"keyfile {path('ec.key')}", *more)

    def visits(self, broker, version, *arguments):
        """Two visits by this version, which mosquitto_sub sees as well."""
        subscribed = "Sending SUBACK to watcher"
        before = broker.output.count(subscribed)
        watcher = self.start([os.path.join(peers.OTHERS, "mosquitto_sub"), "-h", HOST, "-p", str(broker.clear), "-t", "sensors/#",
                              "-v", "-C", "2", "-i", "watcher"])
        broker.await_words(subscribed, before + 1)
        device = self.start([peers.CLIENT, "sensors/1", "21.5", HOST, str(broker.port), *arguments])
        self.assertEqual((device.finish(), device.output), (0, BACK.format(version)), broker.output)
        self.assertEqual(watcher.finish(), 0)
        self.assertEqual(watcher.output, "sensors/1 21.5\n" * 2)

    def test_a_pinned_broker_in_each_version(self):
        broker = self.certified()
        for version in ("1.2", "1.3"):
            with self.subTest(version):
                self.visits(broker, version, "--pin", peers.PINS["ec"], "--max-version", version)

    def test_a_broker_that_asks_for_a_certificate(self):
        broker = self.certified(f"cafile {path('device.crt')}", "require_certificate true")
        own = ("--client-cert", path("device.crt"), "--client-key", path("device.key"))
        for version in ("1.2", "1.3"):
            with self.subTest(version):
                self.visits(broker, version, "--pin", peers.PINS["ec"], "--max-version", version, *own)
        stranger = self.start([peers.CLIENT, "sensors/1", "21.5", HOST, str(broker.port), "--pin", peers.PINS["ec"]])
        self.assertEqual(stranger.finish(), 1)

    def test_a_broker_whose_certificate_has_a_chain(self):
        self.visits(self.certified(), "1.3", "--ca", path("ec.crt"), "--server-name", "localhost")

    def test_a_pre_shared_key(self):
        with open(path("mosquitto.psk"), "w", encoding="ascii") as file:
            file.write(f"{PSK_NAME}:{PSK}\n")
        broker = self.broker("psk_hint broker", f"psk_file {path('mosquitto.psk')}", "ciphers PSK:@SECLEVEL=0")
        for version in ("1.2", "1.3"):
            with self.subTest(version):
                self.visits(broker, version, "--psk", PSK, "--psk-identity", PSK_NAME, "--max-version", version)
        wrong = self.start([peers.CLIENT, "sensors/1", "21.5", HOST, str(broker.port), "--psk", "00" + PSK[2:-2] + "ff",
                            "--psk-identity", PSK_NAME])
        self.assertEqual(wrong.finish(), 1)

    def test_a_broker_that_is_not_trusted(self):
        broker = self.certified()
        device = self.start([peers.CLIENT, "sensors/1", "21.5", HOST, str(broker.port), "--pin", peers.PINS["rsa"]])
        self.assertEqual(device.finish(), 1)
        self.assertIn("untrusted_peer", device.output)

    def test_a_suite_of_one_version(self):
        self.visits(self.certified(), "1.2", "--pin", peers.PINS["ec"], "--cipher", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")

    def test_bad_usage(self):
        self.assertEqual(self.start([peers.CLIENT, "--help"]).finish(), 0)
        for words in ((), ("topic", "message"), ("topic", "message", HOST, "no port"), ("topic", "message", HOST, "1883")):
            self.assertEqual(self.start([peers.CLIENT, *words]).finish(), 2)


if __name__ == "__main__":
    peers.main()
