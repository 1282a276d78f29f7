"""keylog_test.py <inspect> [unittest arguments]: inspect decrypts recorded connections of other programs with their key log. The
output is compared with decoder.py, with RFC 8448, and with the options of the programs."""
import base64
import itertools
import json
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "interop"))
from decoder import decode  # noqa: E402
from inspect_test import as_ordered, ordered  # noqa: E402
from tap import TO_CLIENT, TO_SERVER, Tap, pcap  # noqa: E402

INSPECT = ""
HERE = os.path.dirname(__file__)


def sections():
    """Returns {section: {kind: [text, …]}} of RFC 8448."""
    found = {}
    with open(os.path.join(HERE, "rfc8448.txt"), encoding="ascii") as file:
        for line in file:
            if not line.startswith("#"):
                section, kind, text = line.rstrip("\n").split(" ", 2)
                found.setdefault(section, {}).setdefault(kind, []).append(text)
    return found


def records_of(passed):
    """The records of both sides, in the order in which their last bytes were sent."""
    waiting, found = {}, []
    for direction, data in passed:
        rest = waiting.get(direction, b"") + data
        while len(rest) >= 5 and len(rest) >= 5 + int.from_bytes(rest[3:5], "big"):
            end = 5 + int.from_bytes(rest[3:5], "big")
            found.append(rest[:end])
            rest = rest[end:]
        waiting[direction] = rest
    return b"".join(found)


def inspect(data, log, *arguments):
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(log)
        file.flush()
        return subprocess.run([INSPECT, *arguments, "--keylog", file.name], input=data, capture_output=True, timeout=60,
                              check=False)


def messages(data, log):
    result = inspect(data, log, "--json")
    assert (result.returncode, result.stderr) == (0, b""), (result.returncode, result.stderr)
    return json.loads(result.stdout)["messages"]


class Rfc8448(unittest.TestCase):
    def test_the_records_of_each_section_hold_its_messages(self):
        self.assertEqual(sorted(sections()), ["3", "4", "5", "6", "7"])
        for section, parts in sections().items():
            with self.subTest(section):
                whole = bytes.fromhex("".join(parts["message"]))
                expected = decode(whole, "messages", True)
                self.assertNotIn("error", expected)
                text = "\n".join(parts["record"]).encode()
                for data in (text, bytes.fromhex("".join(parts["record"]))):
                    result = inspect(data, "\n".join(parts["log"]) + "\n", "--json")
                    self.assertEqual((result.returncode, result.stderr), (0, b""))
                    self.assertEqual(json.loads(result.stdout, object_pairs_hook=ordered), as_ordered(expected))

    def test_without_its_secrets_a_record_stays_closed(self):
        parts = sections()["3"]
        records = bytes.fromhex("".join(parts["record"]))
        hellos = ["client_hello", "server_hello"]
        server = ["encrypted_extensions", "certificate", "certificate_verify", "finished"]
        for kept, names in (([], hellos), ([0], hellos + ["finished"]), ([1], hellos + server),
                            ([0, 1, 3], hellos + server + ["finished", "new_session_ticket"]),
                            ([2, 3], hellos)):
            with self.subTest(kept):
                log = "\n".join(parts["log"][i] for i in kept)
                self.assertEqual([each["name"] for each in messages(records, log)], names)

    def test_a_record_that_was_changed_stays_closed(self):
        parts = sections()["3"]
        for at in range(5, len(parts["record"][3]) // 2):
            records = [bytearray.fromhex(each) for each in parts["record"]]
            records[3][at] ^= 1
            if at % 7 == 0:  # the client's Finished is missing: the keys do not change, and the records behind it stay closed
                names = [each["name"] for each in messages(b"".join(records), "\n".join(parts["log"]))]
                self.assertEqual(names.count("finished"), 1)

    def test_lines_that_are_no_secrets_are_passed_over(self):
        parts = sections()["3"]
        log = "# a comment\n\nRSA 00 00\nCLIENT_RANDOM zz 00\nSERVER_TRAFFIC_SECRET_0 00\n" + "\n".join(parts["log"])
        self.assertEqual(len(messages(bytes.fromhex("".join(parts["record"])), log)), 8)

    def test_the_dump_shows_decrypted_bytes_where_their_records_stand(self):
        parts = sections()["3"]
        data = bytes.fromhex("".join(parts["record"]))
        result = inspect(data, "\n".join(parts["log"]), "--full")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        out = result.stdout.decode("ascii")
        for line in ("record: application_data, decrypted", "content: handshake of the server, 657 bytes",
                     "content: handshake of the client, 36 bytes", "content: application_data of the client, 50 bytes",
                     "content: alert of the client, 2 bytes", "description: close_notify (0)",
                     "certificate_list: 1 element, 437 bytes", "max_early_data_size: 1024"):
            self.assertIn(line, out)
        at = len(bytes.fromhex("".join(parts["record"][:2]))) + 5  # the first decrypted byte: of EncryptedExtensions
        self.assertRegex(out, rf"(?m)^{at:06x}  08 +msg_type: encrypted_extensions \(8\)$")

    def test_bad_usage(self):
        for words in (["--keylog"], ["--keylog", "/does/not/exist"], ["--json", "--lines", "--keylog", "/dev/null"],
                      ["--input", "messages", "--keylog", "/dev/null"], ["--listen", "0", "--keylog", "/dev/null"]):
            with self.subTest(words):
                result = subprocess.run([INSPECT, *words], input=b"", capture_output=True, timeout=60, check=False)
                self.assertEqual((result.returncode, result.stdout), (2, b""))
                self.assertIn(b"usage: inspect", result.stderr)


def packets_of(capture):
    """The IP packets in a capture of tap.py."""
    at, found = 24, []
    while at < len(capture):
        size = struct.unpack("<I", capture[at + 8:at + 12])[0]
        found.append(capture[at + 16:at + 16 + size])
        at += 16 + size
    return found


def as_pcap(packets, link, order="<", magic=0xa1b2c3d4):
    out = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 1 << 18, link)
    return out + b"".join(struct.pack(order + "IIII", 1, 2, len(each), len(each)) + each for each in packets)


def as_pcapng(packets, link, order="<", simple=False):
    def block(kind, body):
        body += bytes(-len(body) % 4)
        size = struct.pack(order + "I", len(body) + 12)
        return struct.pack(order + "I", kind) + size + body + size
    out = block(0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1))
    out += block(1, struct.pack(order + "HHI", 147 if not simple else link, 0, 0))  # of another interface
    out += block(1, struct.pack(order + "HHI", link, 0, 0)) + block(0x0bad, b"a block that nobody knows")
    for each in packets:
        out += (block(3, struct.pack(order + "I", len(each)) + each) if simple else
                block(6, struct.pack(order + "IIIII", 1, 0, 0, len(each), len(each)) + each))
    return out


def as_ipv6(packet):
    segment = packet[20:]
    return struct.pack("!IHBB", 6 << 28, len(segment), 6, 64) + 12 * b"\xfe" + packet[12:16] + 12 * b"\xfe" + packet[16:20] + segment


def end_of(packet):
    """The sequence number behind a segment."""
    return int.from_bytes(packet[24:28], "big") + len(packet) - 40


def shifted(packet, start):
    """The packet with its sequence number increased by `start`, modulo 2^32."""
    return packet[:24] + struct.pack("!I", (int.from_bytes(packet[24:28], "big") + start) % 2 ** 32) + packet[28:]


class Captures(unittest.TestCase):
    """The connection of RFC 8448 3 in TCP packets, in each format of captures."""
    WAYS = [TO_SERVER, TO_CLIENT, TO_CLIENT, TO_SERVER, TO_CLIENT, TO_SERVER, TO_CLIENT, TO_SERVER, TO_CLIENT]

    def setUp(self):
        parts = sections()["3"]
        self.log = "\n".join(parts["log"])
        self.expected = as_ordered(decode(bytes.fromhex("".join(parts["message"])), "messages", True))
        self.passed = list(zip(self.WAYS, map(bytes.fromhex, parts["record"])))

    def cut(self, size):
        return [(way, data[at:at + size]) for way, data in self.passed for at in range(0, len(data), size)]

    def check(self, capture, times=1):
        result = inspect(capture, self.log, "--json")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        got = json.loads(result.stdout, object_pairs_hook=ordered)
        self.assertEqual(got, [["messages", self.expected[0][1] * times]])

    def test_links_and_formats(self):
        packets = packets_of(pcap([self.cut(100)]))
        ethernet = [bytes(12) + b"\x08\x00" + each + bytes(6) for each in packets]  # with padding, as in short frames
        for link, frames in ((101, packets), (101, [as_ipv6(each) for each in packets]), (1, ethernet),
                             (1, [bytes(12) + b"\x81\x00\0\1\x86\xdd" + as_ipv6(each) for each in packets]),
                             (0, [b"\2\0\0\0" + each for each in packets]), (113, [bytes(16) + each for each in packets]),
                             (276, [bytes(20) + each for each in packets])):
            for form in (as_pcap(frames, link), as_pcap(frames, link, ">"), as_pcap(frames, link, "<", 0xa1b23c4d),
                         as_pcap(frames, link, ">", 0xa1b23c4d), as_pcapng(frames, link), as_pcapng(frames, link, ">"),
                         as_pcapng(frames, link, simple=True), as_pcapng(frames, link) + as_pcapng([], link, ">")):
                with self.subTest(link, form=form[:4].hex(), size=len(form)):
                    self.check(form)

    def test_segments_come_twice_late_and_overlapping(self):
        source = random.Random(8448)
        for size in (1, 7, 60, 300):
            packets = packets_of(pcap([self.cut(size)]))
            longer = packets_of(pcap([self.cut(size * 3)]))
            for start in (2 ** 32 - 200, 2 ** 31 - 150, 0):
                mixed, known = packets[:2], {}  # SYN and SYN-ACK
                for way, some in itertools.groupby(packets[2:], lambda each: each[12:16]):
                    some = list(some)
                    known[way] = max(known.get(way, 0), *(end_of(each) for each in some))
                    before = [each for each in packets[2:] + longer[2:] if each[12:16] == way and end_of(each) <= known[way]]
                    some += source.choices(before, k=len(some) // 2 + 1)
                    source.shuffle(some)
                    mixed += some
                with self.subTest(size=size, start=start):
                    self.check(as_pcap([shifted(each, start) for each in mixed], 101))

    def test_several_connections_and_others_between_them(self):
        other = [(TO_SERVER, b"GET / HTTP/1.1\r\n\r\n"), (TO_CLIENT, b"HTTP/1.1 200 OK\r\n\r\n")]
        self.check(pcap([self.cut(100), other, self.cut(2000)]), times=2)
        self.check(pcap([other]), times=0)
        shown = inspect(pcap([self.cut(100), self.cut(100)]), self.log).stdout
        self.assertEqual(re.findall(rb"(?m)^connection \d+$", shown), [b"connection 1", b"connection 2"])

    def test_a_connection_that_is_cut_off_shows_what_was_there(self):
        for count, names in ((2, 2), (3, 6), (4, 7)):
            got = inspect(pcap([self.passed[:count] + [(TO_CLIENT, b"\x17\3\3\0\x40cut")]]), self.log, "--json")
            self.assertEqual((got.returncode, len(json.loads(got.stdout)["messages"])), (0, names))

    def test_a_capture_that_is_cut_short_is_malformed(self):
        for whole in (as_pcap(packets_of(pcap([self.passed])), 101), as_pcapng(packets_of(pcap([self.passed])), 101)):
            for size in list(range(4, 140)) + [len(whole) - 1]:
                with self.subTest(whole[:4].hex(), size=size):
                    result = inspect(whole[:size], self.log, "--json")
                    document = json.loads(result.stdout)
                    self.assertEqual(result.returncode, 1 if "error" in document else 0)
                    self.assertLessEqual(document.get("error", {}).get("offset", 0), size)
            self.assertIn("error", json.loads(inspect(whole[:-1], self.log, "--json").stdout))

    def test_bytes_that_are_changed_do_no_harm(self):
        source = random.Random(1)
        for whole in (pcap([self.cut(300)]), as_pcapng(packets_of(pcap([self.cut(300)])), 101)):
            for _ in range(60):
                changed = bytearray(whole)
                for _ in range(source.choice((1, 3, 10))):
                    changed[source.randrange(len(changed))] = source.choice((0, 1, 0x7f, 0xff, source.randrange(256)))
                self.assertIn(inspect(bytes(changed), self.log, "--json").returncode, (0, 1))


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class OpenSsl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for name, kind in (("ecdsa", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]), ("rsa", ["rsa:2048"])):
            subprocess.run(["openssl", "req", "-x509", "-newkey", *kind, "-nodes", "-days", "9", "-subj", f"/CN={name}",
                            "-keyout", cls.path(name + ".key"), "-out", cls.path(name + ".pem")], capture_output=True,
                           timeout=60, check=True)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def der(self, name):
        with open(self.path(name + ".pem"), encoding="ascii") as file:
            body = re.search("-----BEGIN CERTIFICATE-----(.*?)-----END", file.read(), re.S)[1]
        return base64.b64decode(body).hex()

    def messages_of_connection(self, options, server=(), client=(), words=(b"hello\n",), certificate="ecdsa"):
        """Runs s_server and s_client, and returns the messages that inspect decrypts with their key log."""
        log = self.path("keys")
        if os.path.exists(log):
            os.remove(log)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-naccept", "1", "-quiet",
                               "-cert", self.path(certificate + ".pem"), "-key", self.path(certificate + ".key"),
                               *options, *server], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as peer:
            tap = Tap(port)
            try:
                self.await_port(port)
                with subprocess.Popen(["openssl", "s_client", "-connect", f"127.0.0.1:{tap.port}", "-keylogfile", log,
                                       *options, *client], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL) as other:
                    time.sleep(0.5)
                    for word in words:
                        other.stdin.write(word)
                        other.stdin.flush()
                        time.sleep(0.5)
                    other.stdin.close()
                    other.wait(20)
            finally:
                peer.kill()
                tap.close()
        with open(log, encoding="ascii") as file:
            log = file.read()
        found = messages(pcap(tap.connections), log)
        self.assertEqual(found, messages(records_of(tap.connections[-1]), log))
        return found

    def await_port(self, port):
        """Waits until the server listens. A connection would not do: the server accepts one only."""
        for _ in range(100):
            with open("/proc/net/tcp", encoding="ascii") as file:
                if f":{port:04X} 00000000:0000 0A" in file.read():
                    return
            time.sleep(0.1)
        self.fail("no server")

    FULL_13 = ["client_hello", "server_hello", "encrypted_extensions", "certificate", "certificate_verify", "finished",
               "finished", "new_session_ticket", "new_session_ticket"]
    FULL_12 = ["client_hello", "server_hello", "certificate", "server_key_exchange", "server_hello_done",
               "client_key_exchange", "finished", "new_session_ticket", "finished"]

    def names(self, found):
        return [each["name"] for each in found]

    def test_every_suite_of_tls_1_3(self):
        for suite, size in (("TLS_AES_128_GCM_SHA256", 32), ("TLS_AES_256_GCM_SHA384", 48),
                            ("TLS_CHACHA20_POLY1305_SHA256", 32), ("TLS_AES_128_CCM_SHA256", 32),
                            ("TLS_AES_128_CCM_8_SHA256", 32)):
            with self.subTest(suite):
                found = self.messages_of_connection(["-tls1_3", "-ciphersuites", suite])
                self.assertEqual(self.names(found), self.FULL_13)
                self.assertEqual(found[3]["certificate_list"], [{"cert_data": self.der("ecdsa"), "extensions": []}])
                self.assertEqual([each["length"] for each in found if each["name"] == "finished"], [size, size])

    def test_suites_of_tls_1_2(self):
        for suite in ("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
                      "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-AES256-CCM8"):
            with self.subTest(suite):
                found = self.messages_of_connection(["-tls1_2", "-cipher", suite])
                self.assertEqual(self.names(found), self.FULL_12)
                self.assertEqual(found[2]["certificate_list"], [self.der("ecdsa")])
                self.assertEqual([len(each["verify_data"]) for each in found if each["name"] == "finished"], [24, 24])

    def test_what_is_no_aead_stays_closed(self):
        found = self.messages_of_connection(["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"])
        self.assertEqual(self.names(found), [name for name in self.FULL_12 if name != "finished"])

    def test_keys_are_updated_by_both_sides(self):
        found = self.messages_of_connection(["-tls1_3"], server=["-rev"],  # the server updates its keys when it answers
                          words=(b"one\n", b"K\n", b"two\n", b"k\n", b"three\n", b"K\n", b"four\n"))
        updates = [each["request_update"] for each in found if each["name"] == "key_update"]
        self.assertEqual(sorted(updates), [0, 0, 0, 1, 1])

    def test_a_renegotiation_is_read_with_its_old_and_with_its_new_keys(self):
        found = self.messages_of_connection(["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"], words=(b"one\n", b"R\n", b"two\n"),
                          server=["-client_renegotiation"])
        self.assertEqual(self.names(found), self.FULL_12 * 2)

    def test_a_client_shows_a_certificate(self):
        for version in ("-tls1_2", "-tls1_3"):
            with self.subTest(version):
                found = self.messages_of_connection([version], server=["-verify", "1"],
                                  client=["-cert", self.path("rsa.pem"), "-key", self.path("rsa.key")])
                lists = [each["certificate_list"] for each in found if each["name"] == "certificate"]
                self.assertEqual([json.dumps(each).count(self.der(name)) for each, name in
                                  zip(lists, ("ecdsa", "rsa"))], [1, 1])
                self.assertEqual(self.names(found).count("certificate_request"), 1)
                self.assertEqual(self.names(found).count("certificate_verify"), 1 if version == "-tls1_2" else 2)

    def test_a_retry(self):
        found = self.messages_of_connection(["-tls1_3"], server=["-groups", "P-384"], client=["-groups", "X25519:P-384"])
        self.assertEqual(self.names(found), ["client_hello", "server_hello"] + self.FULL_13)


if __name__ == "__main__":
    INSPECT = sys.argv.pop(1)
    unittest.main(warnings="ignore")  # the tap closes its sockets at the end of the program, which causes warnings
