"""fingerprint_test.py <inspect> [unittest arguments]: `inspect --fingerprint` prints the JA3 and JA4 that are published for the
same values, that the specifications give for the fields of decoder.py, and that tshark prints, where tshark is installed."""
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

from decoder import decode_line
from samples import block, client_hello, message, mutants, samples, server_hello, split, vector, vectors

INSPECT = ""


def run(*arguments, data=b""):
    return subprocess.run([INSPECT, *arguments], input=data, capture_output=True, timeout=60, check=False)


def fingerprints(hellos):
    """The fingerprints that inspect prints for the messages; None for a malformed message or one that is no ClientHello."""
    result = run("--json", "--lines", "--fingerprint", data=b"".join(hello.hex().encode() + b"\n" for hello in hellos))
    assert (result.returncode, result.stderr) == (0, b""), result
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    return [each["messages"][0].get("fingerprint") if each["messages"] else None for each in documents]


def is_grease(value):
    return value & 0x0f0f == 0x0a0a and value >> 8 == value & 0xff


def plain(values):
    return [value for value in values if not is_grease(value)]


def expected_fingerprint(hello):
    """The fingerprint of the values that decoder.py reads, as the two specifications define it."""
    extensions = {each["type"]: each for each in hello.get("extensions") or []}
    types = plain(each["type"] for each in hello.get("extensions") or [])
    suites = plain(hello["cipher_suites"])

    def values(kind, key):
        return plain(extensions[kind][key]) if kind in extensions else []

    parts = [suites, types, values(10, "groups"), extensions[11]["formats"] if 11 in extensions else []]
    ja3 = ",".join([str(hello["legacy_version"])] + ["-".join(map(str, part)) for part in parts])

    version = max(values(43, "versions"), default=0) if 43 in extensions else hello["legacy_version"]
    version = {0x304: "13", 0x303: "12", 0x302: "11", 0x301: "10", 0x300: "s3", 2: "s2", 0xfeff: "d1", 0xfefd: "d2",
               0xfefc: "d3"}.get(version, "00")
    protocol = "00"
    if 16 in extensions:  # the list's length, the first name's length, the name
        body = bytes.fromhex(extensions[16]["body"])
        name = body[3:3 + body[2]]
        ends = name[:1] + name[-1:]
        protocol = ends.decode() if ends.isalnum() else name.hex()[0] + name.hex()[-1]
    beginning = f"t{version}{'d' if 0 in extensions else 'i'}{min(len(suites), 99):02}{min(len(types), 99):02}{protocol}"

    def codes(numbers):
        return ",".join(f"{number:04x}" for number in numbers)

    def short(text):
        return hashlib.sha256(text.encode()).hexdigest()[:12] if text else "0" * 12

    first, second = codes(sorted(suites)), codes(sorted(each for each in types if each not in (0, 16)))
    if values(13, "schemes"):
        second += "_" + codes(values(13, "schemes"))
    return {"ja3": hashlib.md5(ja3.encode()).hexdigest(), "ja3_full": ja3,
            "ja4": f"{beginning}_{short(first)}_{short(second)}", "ja4_r": f"{beginning}_{first}_{second}"}


def code_list(*values):
    return vector(b"".join(value.to_bytes(2, "big") for value in values))


def with_version(hello, version):
    return hello[:4] + version + hello[6:]


SNI, FORMATS = (0, vector(b"\0" + vector(b"a.example"))), (11, b"\1\0")

# The example of FoxIO's technical_details/JA4.md: its suites, extensions and algorithms in their original order.
JA4_SUITES = (0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35)
JA4_EXTENSIONS = block(
    (0x5a5a, b""), (0x1b, b"\2\0\2"), SNI, (0x33, vector(b"\0\x1d" + vector(bytes(32)))),
    (0x10, vector(vector(b"h2", 1) + vector(b"http/1.1", 1))), (0x4469, b"\0\3\2h2"), (0x17, b""), (0x2d, b"\1\1"),
    (0x0d, code_list(0x403, 0x804, 0x401, 0x503, 0x805, 0x501, 0x806, 0x601)), (5, b"\1\0\0\0\0"), (0x23, b""),
    (0x12, b""), (0x2b, vector(b"\x2a\x2a\3\4\3\3", 1)), (0xff01, b"\0"), FORMATS, (0x0a, code_list(0x1a1a, 29, 23, 24)),
    (0x15, bytes(9)), (0xfafa, b"\0"))

# The two examples of Salesforce's ja3/README.md.
JA3_EXAMPLES = {
    "ada70206e40642a3e4461f35503241d5": with_version(
        client_hello(block(SNI, (10, code_list(23, 24, 25)), FORMATS),
                     code_list(47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4)[2:]), b"\3\1"),
    "de350869b8c85de67a350c8d186f11e6": with_version(
        client_hello(b"", code_list(4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99)[2:]), b"\3\1"),
}


class Published(unittest.TestCase):
    def test_the_examples_of_ja3(self):
        for expected, hello in JA3_EXAMPLES.items():
            self.assertEqual(fingerprints([hello])[0]["ja3"], expected)

    def test_the_example_of_ja4(self):
        printed = fingerprints([client_hello(JA4_EXTENSIONS, code_list(0x8a8a, *JA4_SUITES)[2:])])[0]
        self.assertEqual(printed["ja4"], "t13d1516h2_8daaf6152771_e5627efa2ab1")

    def test_nothing_has_no_hash(self):
        printed = fingerprints([client_hello(block(SNI)), client_hello(suites=b"\x0a\x0a")])
        self.assertTrue(printed[0]["ja4"].endswith("_000000000000"))
        self.assertEqual(printed[1]["ja4"], "t12i000000_000000000000_000000000000")


class Computed(unittest.TestCase):
    def agree(self, hellos):
        for hello, printed in zip(hellos, fingerprints(hellos), strict=True):
            with self.subTest(hello.hex()):
                read = decode_line(hello)["messages"]
                is_hello = bool(read) and read[0]["type"] == 1
                self.assertEqual(printed, expected_fingerprint(read[0]) if is_hello else None)

    def test_every_sample(self):
        self.agree(list(samples().values()))

    def test_names_of_protocols(self):
        self.agree([client_hello(block((16, vector(vector(name, 1))))) for name in
                    (b"h2", b"http/1.1", b"\xab", b"\xab\xcd", b"0\xab", b"01\xab\xcd", b"0\xab\xcd1", b"x", b"-", b"a-")])

    def test_mutants(self):
        for seed, hello in enumerate([*vectors().values(), samples()["every_extension"]]):
            self.agree(list(mutants(hello, 150, seed + 3000)))


class Output(unittest.TestCase):
    def test_lines_instead_of_the_dump(self):
        hello = vectors()["openssl3_s_client"]
        expected = expected_fingerprint(decode_line(hello)["messages"][0])
        text = "".join(f"{key:<8}  {value}\n" for key, value in expected.items())
        for data in (hello, split(hello, 100) + split(server_hello(), 100), hello.hex().encode()):
            result = run("--fingerprint", data=data)
            self.assertEqual((result.returncode, result.stdout.decode(), result.stderr), (0, text, b""))
        self.assertEqual(run("--fingerprint", data=hello + hello).stdout.decode(), text * 2)

    def test_a_malformed_hello_has_none(self):
        result = run("--fingerprint", data=vectors()["openssl3_s_client"][:-1])
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"(50) at offset 1:", result.stderr)

    def test_other_messages_have_none(self):
        result = run("--fingerprint", data=server_hello() + message(0, b""))
        self.assertEqual((result.returncode, result.stdout), (0, b""))


def capture(payloads):
    """A pcap file with one TCP segment for each payload."""
    out = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)  # LINKTYPE_RAW: IP packets
    for i, payload in enumerate(payloads):
        tcp = struct.pack(">HHIIBBHHH", 50000 + i, 443, 1, 1, 5 << 4, 0x18, 65535, 0, 0) + payload
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), i, 0x4000, 64, 6, 0, bytes((127, 0, 0, 1)),
                         bytes((127, 0, 0, 2))) + tcp
        out += struct.pack("<IIII", i, 0, len(ip), len(ip)) + ip
    return out


@unittest.skipUnless(shutil.which("tshark"), "no tshark here")
class Tshark(unittest.TestCase):
    def test_tshark_says_the_same(self):
        hellos = [*(data for name, data in vectors().items() if not name.startswith("server")), *JA3_EXAMPLES.values(),
                  client_hello(JA4_EXTENSIONS, code_list(0x8a8a, *JA4_SUITES)[2:])]
        known = subprocess.run(["tshark", "-G", "fields"], capture_output=True, text=True, timeout=120, check=True).stdout
        keys = {key: f"tls.handshake.{key}" for key in ("ja3", "ja3_full", "ja4", "ja4_r")}
        keys = {key: field for key, field in keys.items() if f"\t{field}\t" in known}
        self.assertIn("ja3_full", keys)  # Wireshark 3.6; JA4 came with 4.2
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "hellos.pcap")
            with open(path, "wb") as file:
                file.write(capture(split(hello, 16384) for hello in hellos))
            fields = [word for field in keys.values() for word in ("-e", field)]
            shown = subprocess.run(["tshark", "-n", "-r", path, "-Y", "tls.handshake.type == 1", "-T", "fields", *fields],
                                   capture_output=True, text=True, timeout=120, check=True).stdout.splitlines()
        self.assertEqual(len(shown), len(hellos))
        for line, printed in zip(shown, fingerprints(hellos)):
            self.assertEqual(line.split("\t"), [printed[key] for key in keys])


if __name__ == "__main__":
    INSPECT = sys.argv.pop(1)
    unittest.main()
