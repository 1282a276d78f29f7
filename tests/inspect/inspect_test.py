"""inspect_test.py <inspect> [--quick] [unittest arguments]: runs inspect and compares its output with decoder.py, which is written
from the RFCs and shares no code with the library."""
import json
import os
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from decoder import decode, decode_line
from samples import (BY_HAND, FLIGHTS, TICKET_12, TICKET_13, TLS_1_3, block, client_hello, message, mutants, record, samples,
                     server_hello, split, vector, vectors)

INSPECT = ""
QUICK = False  # with sanitizers: fewer cases of the same kind
HELLO = vectors()["openssl3_s_client"]


def run(*arguments, data=b""):
    return subprocess.run([INSPECT, *arguments], input=data, capture_output=True, timeout=60, check=False)


def document(result):
    """The only JSON document in the output, with the keys in their order."""
    return json.loads(result.stdout, object_pairs_hook=ordered)


def ordered(pairs):
    """A dict as a list of pairs: a comparison then includes the order."""
    return [list(pair) for pair in pairs]


def as_ordered(value):
    if isinstance(value, dict):
        return [[key, as_ordered(each)] for key, each in value.items()]
    return [as_ordered(each) for each in value] if isinstance(value, list) else value


class Base(unittest.TestCase):
    def compare(self, got, expected, size):
        """got: a document in ordered form."""
        if "error" not in expected:
            self.assertEqual(got, as_ordered(expected))
            return
        self.assertEqual([key for key, _ in got], ["error", "messages"])
        self.assertEqual([key for key, _ in got[0][1]], ["alert", "name", "offset"])
        alert, name, offset = (value for _, value in got[0][1])
        self.assertEqual(alert, expected["error"]["alert"])
        self.assertEqual(name, {10: "unexpected_message", 22: "record_overflow", 47: "illegal_parameter",
                                50: "decode_error"}[alert])
        self.assertTrue(0 <= offset <= size, offset)
        self.assertEqual(got[1][1], as_ordered(expected["messages"]))

    def agree(self, data, *arguments, text=None):
        """inspect --json prints the same document as the decoder, and ends with the right exit status."""
        kind = arguments[arguments.index("--input") + 1] if "--input" in arguments else None
        expected = decode(data, kind, "--tls13" in arguments)
        result = run("--json", *arguments, data=data if text is None else text)
        self.assertEqual(result.stderr, b"")
        self.assertEqual(result.returncode, 1 if "error" in expected else 0)
        self.compare(document(result), expected, len(data))

    def agree_on_lines(self, messages, *arguments):
        text = b"".join(data.hex().encode() + b"\n" for data in messages)
        result = run("--json", "--lines", *arguments, data=text)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        lines = result.stdout.splitlines()
        self.assertEqual(len(lines), len(messages))
        for data, line in zip(messages, lines):
            with self.subTest(data.hex()):
                self.compare(json.loads(line, object_pairs_hook=ordered), decode_line(data, "--tls13" in arguments),
                             len(data))


class Json(Base):
    def test_every_sample_reads_as_the_decoder_says(self):
        for name, data in samples().items():
            with self.subTest(name):
                self.agree(data)

    def test_hex_text_may_have_spaces_lines_and_colons(self):
        for name, data in samples().items():
            with self.subTest(name):
                self.agree(data, text=data.hex().encode())
                self.agree(data, text=data.hex(":", 1).upper().encode() + b"\r\n")
                self.agree(data, text=b"\n".join(re.findall(b".{1,32}", data.hex(" ").encode())))

    def test_half_a_byte_of_hex_is_cut_short_behind_the_messages(self):
        got = document(run("--json", data=HELLO.hex().encode() + b"1"))
        self.assertEqual(got[0], ["error", [["alert", 50], ["name", "decode_error"], ["offset", len(HELLO)]]])
        self.assertEqual(got[1][1], as_ordered(decode(HELLO)["messages"]))

    def test_several_messages_in_one_input(self):
        everything = b"".join(samples().values())
        self.agree(everything)
        self.agree(split(everything, 1000))
        self.agree(everything + b"\x17\0\0\0")
        self.agree(everything + HELLO[:-1])

    def test_tickets_of_tls_1_3_are_told_apart_by_the_option(self):
        self.agree(TICKET_13, "--tls13")
        self.agree(TICKET_13)
        self.agree(TICKET_12, "--tls13")
        self.agree_on_lines([TICKET_13, TICKET_12, HELLO], "--tls13")

    def test_the_messages_of_tls_1_3(self):
        for name, data in TLS_1_3.items():
            with self.subTest(name):
                self.agree(data, "--tls13")
                self.agree(data)
                for size in range(1, len(data) + 2, 7):
                    self.agree(split(data, size), "--tls13")
        everything = b"".join(TLS_1_3.values())
        self.agree(everything, "--tls13")
        self.agree(split(everything, 40), "--tls13")
        self.agree_on_lines(list(TLS_1_3.values()), "--tls13")
        self.agree_on_lines([everything[:size] for size in range(1, len(everything), 5)], "--tls13")

    def test_the_kind_of_input_can_be_given(self):
        odd = record(HELLO, version=b"\x7f\x7f")  # inspect does not recognise the version, and takes the input for messages
        self.agree(odd)
        self.agree(odd, "--input", "records")
        self.agree(split(HELLO, 100), "--input", "messages")
        self.agree(HELLO, "--input", "records")

    def test_a_file_and_standard_input_read_the_same(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(HELLO)
            file.flush()
            self.assertEqual(run("--json", file.name).stdout, run("--json", "-", data=HELLO).stdout)


class Records(Base):
    def test_every_sample_fragmented_at_odd_sizes(self):
        for name, data in samples().items():
            with self.subTest(name):
                for size in range(1, len(data) + 2, 98 if QUICK else 2 if len(data) < 600 else 14):
                    self.agree(split(data, size))

    def test_other_records_are_left_out(self):
        alert, ccs, data = record(b"\1\0", 21), record(b"\1", 20), record(bytes(100), 23)
        encrypted = record(bytes(8) + bytes(range(100, 132)))  # a record that begins with an explicit nonce of zeros
        self.agree(alert)
        self.agree(record(HELLO) + alert + ccs + encrypted + data)
        self.agree(record(HELLO) + ccs + record(bytes(16384 + 24), 23))
        self.agree(record(BY_HAND["retry"]) + ccs + split(BY_HAND["server_tls13"], 50) + data)
        self.agree(record(HELLO) + ccs + split(HELLO, 1))
        self.agree(record(server_hello()) + ccs + record(BY_HAND["finished"]))
        self.agree(split(HELLO, 300).replace(record(HELLO[:300]), record(HELLO[:300]) + alert))

    def test_what_may_not_stand_between_fragments(self):
        half, rest = record(HELLO[:100]), record(HELLO[100:])
        for between in (record(b"\1", 20), record(bytes(40), 23), record(b""), record(b"x", 24), record(bytes(16385))):
            with self.subTest(between[:5].hex()):
                self.agree(half + between + rest)

    def test_offsets_count_from_the_first_byte_of_the_input(self):
        bad = bytearray(HELLO)
        bad[0x93] = 99  # the length of the name exceeds its list: the error is at byte 0x92 of the message
        for size in (1, 7, 64, 145, 146, 147, 1000):
            got = document(run("--json", data=split(bytes(bad), size)))
            self.assertEqual(got[0][1][2], ["offset", 0x92 + 5 * (0x92 // size + 1)], size)


class Errors(Base):
    def test_alert_and_offset(self):
        twice = client_hello(block((23, b""), (4242, b""), (4242, b"")))
        psk = (41, vector(vector(b"id") + bytes(4)) + vector(vector(bytes(32), 1)))
        cases = [
            (b"", 50, 0), (b"\1", 50, 1), (HELLO[:4], 50, 1), (HELLO[:-1], 50, 1), (b"\x17\0\0\1\0", 10, 0),
            (HELLO + b"\x18\0\0\0", 10, len(HELLO)), (message(20, b"") + HELLO[:9], 50, 5),
            (twice, 47, len(twice) - 4), (client_hello(block(psk, (23, b""))), 47, 49),
            (client_hello(block((43, b"\3\3\4"))), 50, 53), (client_hello(block((23, b""), (22, b"!"))), 50, 57),
            (message(0, b"!"), 50, 4), (client_hello(b"\0\1"), 50, 47), (client_hello(b"\0\0!"), 50, 49),
            (record(b"")[:5], 10, 3), (record(HELLO)[:-1], 50, 3), (record(HELLO)[:4], 50, 3),
            (server_hello(suite=b"\xc0\x2b") + message(12, b"\1\0\x17\1\4\0\0\0\0"), 47, 46),
            (message(11, b"\0\0\4\0\0\2!"), 50, 7), (message(11, b"\0\0\3\0\0\0"), 50, 7),
            (record(HELLO) + b"\x18\3\3\0\0", 10, 5 + len(HELLO)), (b"\x16\3\1\x40\1", 22, 3),
        ]
        self.check(cases)
        entry = vector(b"cert", 3)
        self.check([
            (message(24, b"\2"), 47, 4), (message(24, b""), 50, 4), (message(24, b"\0\0"), 50, 5),
            (message(8, b""), 50, 4), (message(8, block((0, b"!"))), 50, 10), (message(5, b"!"), 50, 4),
            (message(8, block((28, b"\0\1"), (28, b"\0\1"))), 47, 12),
            (message(11, b"\0" + vector(entry, 3)), 50, 15),
            (message(11, b"\0" + vector(entry + block() + entry + block((18, b"")), 3)), 50, 30),
            (message(13, b"\0" + block((13, b"\0\1\4"))), 50, 11),
        ], "--tls13")

    def check(self, cases, *arguments):
        for data, alert, offset in cases:
            with self.subTest(data.hex()):
                result = run("--json", *arguments, data=data)
                self.assertEqual(result.returncode, 1)
                self.assertEqual([value for _, value in document(result)[0][1]][::2], [alert, offset])
                shown = run(*arguments, data=data)
                self.assertEqual(shown.returncode, 1)
                self.assertIn(f"({alert}) at offset {offset}: ".encode(), shown.stderr)

    def test_every_strict_prefix_is_refused(self):
        self.agree_on_lines([HELLO[:size] for size in range(1, len(HELLO))])

    def test_bad_usage(self):
        for words in (["--nonsense"], ["a", "b"], ["--input"], ["--input", "x"], ["--listen", "65536"], ["--lines"],
                      ["--listen", ""], ["--listen", "1", "file"], ["--json", "--lines", "--listen", "1"],
                      ["--json", "--lines", "--input", "records"], ["/does/not/exist"], ["/"], ["--json", "/"]):
            with self.subTest(words):
                result = run(*words)
                self.assertEqual((result.returncode, result.stdout), (2, b""))
                self.assertIn(b"usage: inspect", result.stderr)
        self.assertEqual(run("--help").returncode, 0)
        self.assertIn(b"usage: inspect", run("--help").stdout)


class Mutants(Base):
    def test_both_agree_on_mutated_messages(self):
        for seed, data in enumerate(samples().values()):
            self.agree_on_lines(list(mutants(data, 400, seed)))
            self.agree_on_lines(list(mutants(data, 50, seed)), "--tls13")

    def test_both_agree_on_mutated_messages_of_tls_1_3(self):
        for seed, data in enumerate(TLS_1_3.values()):
            self.agree_on_lines(list(mutants(data, 400, seed)), "--tls13")

    def test_both_agree_on_mutated_files(self):
        for seed, (name, data) in enumerate(samples().items()):
            for mutant in mutants(data, 8, seed + 1000):
                with self.subTest(name, mutant=mutant.hex()):
                    self.agree(mutant)
            for mutant in mutants(split(data, 50), 12, seed + 2000):
                with self.subTest(name, records=mutant.hex()):
                    self.agree(mutant, "--input", "records")


class Lines(Base):
    def test_every_line_has_its_document(self):
        self.agree_on_lines([*samples().values(), b"", HELLO + b"\0", HELLO + HELLO, b"\x17\0\0\0", HELLO[:-1]])

    def test_a_line_that_is_not_hex(self):
        for line, offset in ((b"0100zz", 2), (b"010", 1), (b"hello", 0), (b"00 00:0000\xff", 4), (b"0100\0", 2)):
            got = json.loads(run("--json", "--lines", data=line).stdout)
            self.assertEqual(got, {"error": {"alert": 50, "name": "decode_error", "offset": offset}, "messages": []})

    def test_white_space_and_a_missing_last_line_break_do_no_harm(self):
        result = run("--json", "--lines", data=HELLO.hex(" ").encode() + b"\r\n" + HELLO.hex().encode())
        self.assertEqual([json.loads(line) for line in result.stdout.splitlines()], [decode_line(HELLO)] * 2)

    def test_a_peer_that_waits_gets_its_answer(self):
        with subprocess.Popen([INSPECT, "--json", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as peer:
            for _ in range(3):
                peer.stdin.write(HELLO.hex().encode() + b"\n")
                peer.stdin.flush()
                self.assertTrue(select.select([peer.stdout], [], [], 10)[0], "no answer")
                self.assertEqual(json.loads(peer.stdout.readline()), decode_line(HELLO))
            peer.stdin.close()
            self.assertEqual(peer.wait(10), 0)

    def test_ten_thousand_messages_a_second(self):
        text = b"".join(data.hex().encode() + b"\n" for data in vectors().values()) * 2000
        start = time.monotonic()
        result = run("--json", "--lines", data=text)
        rate = text.count(b"\n") / (time.monotonic() - start)
        print(f"--lines: {rate:,.0f} messages/s", file=sys.stderr)
        self.assertEqual(result.stdout.count(b"\n"), text.count(b"\n"))
        self.assertGreater(rate, 500)  # the goal is 10,000; a loaded machine or sanitizers may be slower


class Dump(Base):
    def test_the_bytes_of_the_dump_are_the_bytes_of_the_input(self):
        for name, data in samples().items():
            for cut in (len(data), 33):
                with self.subTest(name, cut=cut):
                    records = split(data, cut)
                    result = run("--full", data=records)
                    self.assertEqual((result.returncode, result.stderr), (0, b""))
                    shown = {}
                    for line in result.stdout.decode("ascii").splitlines():
                        if row := re.match(r"([0-9a-f]{6})  ([0-9a-f]{2}(?: [0-9a-f]{2}){0,7})(?: |$)", line):
                            self.assertNotIn(int(row[1], 16), shown)
                            shown[int(row[1], 16)] = bytes.fromhex(row[2])
                    if cut == len(data):
                        self.assertEqual(b"".join(shown[at] for at in sorted(shown)), records)
                    else:
                        self.assertEqual(sum(map(len, shown.values())), len(records))

    def test_a_chain_of_tls_1_3_is_shown_entry_by_entry(self):
        out = run("--tls13", data=b"".join(TLS_1_3.values())).stdout.decode()
        for line in ("  certificate_list: 2 elements, 67 bytes", '    [0] ', '      cert_data: "first", 5 bytes',
                     "      extensions: 3 elements, 46 bytes", "        status_request (5), 20 bytes",
                     '          response: "an OCSP response", 16 bytes', '      cert_data: "second", 6 bytes',
                     "      extensions: 0 elements, 0 bytes", '  certificate_request_context: "context", 7 bytes',
                     "  request_update: update_requested (1)", "          max_early_data_size: 0",
                     '          [1] "other", 5 bytes'):
            self.assertTrue(any(row.endswith(" " + line) for row in out.splitlines()), line)

    def test_names_meanings_and_nesting(self):
        out = run(data=HELLO).stdout.decode()
        for line in ("  legacy_version: TLS 1.2 (0x0303)", "    TLS_AES_256_GCM_SHA384 (0x1302)",
                     "    TLS_EMPTY_RENEGOTIATION_INFO_SCSV (0x00ff)", "    server_name (0), 20 bytes",
                     '          name: "www.example.com", 15 bytes', "          group: x25519 (0x001d)"):
            self.assertTrue(any(row.endswith(" " + line) for row in out.splitlines()), line)

    def test_a_key_exchange_has_the_shape_that_the_suite_gives_it(self):
        for flight, lines in {
                "ecdhe_ecdsa": ("  params: ", "    namedcurve: secp256r1 (0x0017)", "    point: 65 bytes",
                                "    algorithm: ecdsa_secp256r1_sha256 (0x0403)", '    [1] "second", 6 bytes',
                                "    ecdsa_sign (64)", '    [0] "one", 3 bytes', "  certificate_list: 0 elements, 0 bytes"),
                "psk": ('  psk_identity_hint: "sensors", 7 bytes', '  psk_identity: "sensor-17", 9 bytes'),
                "ecdhe_psk": ('  psk_identity_hint: "sensors", 7 bytes', "    curve_type: named_curve (3)", "  point: 65 bytes"),
                "dhe_rsa": ('  body: "other parameters", 16 bytes',)}.items():
            out = run(data=FLIGHTS[flight]).stdout.decode()
            for line in lines:
                self.assertTrue(any(row.endswith(" " + line) for row in out.splitlines()), (flight, line))

    def test_records_that_are_not_decoded_are_named(self):
        out = run(data=record(HELLO) + record(b"\2\x28", 21) + record(b"\1", 20) + record(bytes(50))).stdout.decode()
        for text in ("record: alert\n", "description: handshake_failure (40)", "record: change_cipher_spec\n", "type: 1\n",
                     "record: encrypted handshake, not decoded"):
            self.assertIn(text, out)

    def test_alerts_and_change_cipher_specs_that_are_none_are_not_decoded(self):
        for kind, name in ((20, "change_cipher_spec"), (21, "alert")):
            for body in (b"\2", b"\1\1\1", b""):
                self.assertIn(f"record: {name}, not decoded", run(data=record(HELLO) + record(body, kind)).stdout.decode())

    def test_messages_before_the_bad_one_are_shown(self):
        result = run(data=HELLO + HELLO[:-1])
        self.assertEqual(result.stdout, run(data=HELLO).stdout)
        self.assertEqual(result.stderr.count(b"\n"), 1)

    def test_what_a_peer_sent_cannot_steer_a_terminal(self):
        self.assertNotIn(b"\x1b", run(data=client_hello(block((16, vector(vector(b"\x1b[31m", 1)))))).stdout)

    def test_colour_on_a_terminal_only(self):
        self.assertNotIn(b"\x1b", run(data=HELLO).stdout)
        self.assertIn(b"\x1b", self.on_terminal({}))
        self.assertNotIn(b"\x1b", self.on_terminal({"NO_COLOR": "1"}))

    def on_terminal(self, extra):
        try:
            ours, theirs = pty.openpty()
        except OSError as error:  # a bare chroot has no pseudo-terminals
            self.skipTest(str(error))
        environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | extra
        with tempfile.NamedTemporaryFile() as file:
            file.write(BY_HAND["finished"])
            file.flush()
            subprocess.run([INSPECT, file.name], stdout=theirs, env=environment, timeout=60, check=True)
        out = os.read(ours, 4096)
        os.close(ours)
        os.close(theirs)
        return out


class Listen(Base):
    def serve(self, client, *arguments):
        """Starts `inspect --listen` and calls `client(port)`, which connects to inspect."""
        with subprocess.Popen([INSPECT, "--listen", "0", *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as server:
            try:
                port = int(re.fullmatch(rb"listening on (\d+)\n", server.stderr.readline())[1])
                answer = client(port)
                out, err = server.communicate(timeout=20)
            finally:
                server.kill()
        return answer, server.returncode, out, err

    def send(self, *pieces, finish=False):
        def client(port):
            with socket.create_connection(("127.0.0.1", port), 10) as peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for piece in pieces:
                    peer.sendall(piece)
                if finish:
                    peer.shutdown(socket.SHUT_WR)
                answer = b""
                while some := peer.recv(100):
                    answer += some
                return answer
        return client

    def test_a_hello_in_many_pieces_is_read_and_refused(self):
        stream = record(b"\1\0", 21) + split(HELLO, 100)
        answer, status, out, _ = self.serve(self.send(*(stream[i:i + 1] for i in range(len(stream)))), "--json")
        self.assertEqual((answer, status), (bytes.fromhex("15030300020228"), 0))
        self.assertEqual(json.loads(out), decode(HELLO))

    def test_what_follows_the_hello_does_not_reset_the_connection(self):
        answer, status, _, _ = self.serve(self.send(record(HELLO), bytes(100_000), finish=True))
        self.assertEqual(answer, bytes.fromhex("15030300020228"))

    def test_garbage_and_silence_are_malformed(self):
        for data, alert, offset in ((b"GET / HTTP/1.1\r\n\r\n", 10, 0), (b"", 50, 0), (record(HELLO)[:99], 50, 3)):
            answer, status, _, err = self.serve(self.send(data, finish=True))
            self.assertEqual((answer[:6], answer[6], status), (bytes.fromhex("150303000202"), alert, 1))
            self.assertIn(f"({alert}) at offset {offset}:".encode(), err)

    @unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
    def test_a_real_client(self):
        def client(port):
            return subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", "sensor.example",
                                   "-alpn", "h2,http/1.1"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20,
                                  check=False)
        answer, status, out, _ = self.serve(client, "--json")
        self.assertEqual(status, 0)
        self.assertIn(b"handshake failure", answer.stderr)
        fields = {each["name"]: each for each in json.loads(out)["messages"][0]["extensions"]}
        self.assertEqual(fields["server_name"]["host_name"], "sensor.example")
        self.assertEqual(fields["application_layer_protocol_negotiation"]["protocols"], ["h2", "http/1.1"])


if __name__ == "__main__":
    INSPECT = sys.argv.pop(1)
    if QUICK := "--quick" in sys.argv:
        sys.argv.remove("--quick")
    unittest.main()
