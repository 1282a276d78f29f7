"""The programs of this test: ours, and the peers, each on loopback, on a free port, and gone behind the test."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from tap import HOST, TO_CLIENT, TO_SERVER, Tap

CLIENT = SERVER = PEERS = OTHERS = ""  # programs, and folders of programs
FOLDER = tempfile.TemporaryDirectory()
PSK, PSK_NAME = "000102030405060708090a0b0c0d0e0f", "sensor 7"
TLS12 = "NORMAL:-VERS-ALL:+VERS-TLS1.2"  # GnuTLS
TIME = 30  # seconds that anything may take

# Handshakes as `flights` has them.
FULL = [(1, TO_SERVER), (2, TO_CLIENT), (11, TO_CLIENT), (12, TO_CLIENT), (14, TO_CLIENT), (16, TO_SERVER),
        ("ccs", TO_SERVER), (20, TO_SERVER), (4, TO_CLIENT), ("ccs", TO_CLIENT), (20, TO_CLIENT)]
ABBREVIATED = [(1, TO_SERVER), (2, TO_CLIENT), ("ccs", TO_CLIENT), (20, TO_CLIENT), ("ccs", TO_SERVER), (20, TO_SERVER)]
RENEWED = ABBREVIATED[:2] + [(4, TO_CLIENT)] + ABBREVIATED[2:]

MODES = ("strict", "secure-only", "compatible", "never")
UNPATCHED = TLS12 + ":%DISABLE_SAFE_RENEGOTIATION"
PSK_SUITES = ("TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256",
              "TLS_PSK_WITH_AES_128_GCM_SHA256", "TLS_PSK_WITH_AES_128_CCM_8")
NGINX = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    log_format reused "reused: $ssl_session_reused $ssl_protocol $ssl_cipher{client}";
    access_log /dev/stdout reused;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_protocols {protocols};
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        {more}
        return 200 "an answer\n";
    }}
}}
"""


def path(name):
    return os.path.join(FOLDER.name, name)


def run(command, **more):
    return subprocess.run(command, capture_output=True, timeout=TIME, check=True, **more).stdout


def make_certificates():
    """Keys and certificates in ec.key, ec.crt, rsa.key, rsa.crt, of servers, and device.key, …, of clients; the SHA-256 of
    each key as openssl computes it."""
    pins, ec, rsa = {}, ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["rsa:2048"]
    for name, kind in (("ec", ec), ("rsa", rsa), ("device", ec), ("stranger", ec), ("rsa_device", rsa)):
        common_name = "localhost" if name in ("ec", "rsa") else name
        run(["openssl", "req", "-x509", "-newkey", *kind, "-nodes", "-days", "2", "-subj", f"/CN={common_name}",
             "-addext", "subjectAltName=DNS:localhost", "-keyout", path(name + ".key"), "-out", path(name + ".crt")])
        public = run(["openssl", "x509", "-in", path(name + ".crt"), "-noout", "-pubkey"])
        der = run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public)
        pins[name] = run(["openssl", "dgst", "-sha256", "-r"], input=der).split()[0].decode()
    with open(path("psk.txt"), "w", encoding="ascii") as file:
        file.write(f"{PSK_NAME}:{PSK}\n")
    return pins


class Program:
    """A process whose output is gathered as it comes, and to whose standard input lines can be said."""

    def __init__(self, command, **more):
        self.command, self.output = command, ""
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, errors="replace", bufsize=1, **more)
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in iter(lambda: os.read(self.process.stdout.fileno(), 1 << 16), b""):
            with self.changed:
                self.output += line.decode(errors="replace")
                self.changed.notify_all()
        with self.changed:
            self.changed.notify_all()

    def await_words(self, pattern, count=1):
        """Waits for the count-th match of a pattern in all that was printed so far and will be."""
        end = time.monotonic() + TIME
        with self.changed:
            while len(found := list(re.finditer(pattern, self.output))) < count:
                left = end - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self.reader.is_alive()):
                    raise AssertionError(f"{self.command} does not say {pattern!r} {count} times:\n{self.output}")
                self.changed.wait(min(left, 0.5))
        return found[count - 1]

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def finish(self):
        """Waits for its end; returns its exit status."""
        status = self.process.wait(TIME)
        self.reader.join(TIME)
        return status

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.reader.join(10)
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except OSError:
                pass  # somebody is gone
        return status

    def reports(self):
        """Our programs' lines of JSON: those of the connections, and the sum."""
        lines = [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]
        return lines[:-1], lines[-1]


def free_port():
    with socket.create_server((HOST, 0)) as taken:
        return taken.getsockname()[1]


def await_port(server):
    """Waits until the Program `server` accepts a connection on its port. That connection sends nothing."""
    for _ in range(100 * TIME):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, server.port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError(server.output)


class Base(unittest.TestCase):
    def setUp(self):
        self.key_log = path(f"{self.id()}.keys")

    def start(self, command, **more):
        program = Program(command, **more)
        self.addCleanup(program.stop)
        return program

    def tap(self, port):
        tap = Tap(port)
        self.addCleanup(tap.close)
        return tap

    def dissect(self, tap):
        tap.close()
        self.need("tshark")
        return tap.dissect(FOLDER.name, self.key_log)

    # Ours

    OFFERS = ("--max-version", "1.2")  # what our client says unless a test says otherwise

    SERVES = ("--max-version", "1.2")  # the same of our server

    def client(self, port, *arguments):
        """Our client, which trusts the certificates of this test."""
        if not {"--min-version", "--max-version"} & set(arguments):
            arguments = (*self.OFFERS, *arguments)
        trust = [] if "--psk" in arguments or "--cert" in arguments else ["--pin", PINS["ec"], "--pin", PINS["rsa"]]
        return self.start([CLIENT, HOST, str(port), *trust, "--keylog", self.key_log, *arguments])

    def server(self, *arguments):
        """Our server; with its `port`."""
        own = [] if "--psk" in arguments else ["--cert", path("ec.crt"), "--key", path("ec.key")]
        if not {"--min-version", "--max-version"} & set(arguments):
            arguments = (*self.SERVES, *arguments)
        program = self.start([SERVER, "0", *own, "--keylog", self.key_log, *arguments])
        program.port = int(program.await_words(r"listening on (\d+)")[1])
        return program

    # Peers

    def s_server(self, *arguments, key="ec", versions=("-tls1_2",)):
        own = ["-nocert"] if "-psk" in arguments else ["-cert", path(key + ".crt"), "-key", path(key + ".key")]
        program = self.start(["openssl", "s_server", "-accept", f"{HOST}:0", *own, *versions, *arguments])
        program.port = int(program.await_words(r"ACCEPT .*:(\d+)")[1])
        return program

    def s_client(self, port, *arguments):
        return self.start(["openssl", "s_client", "-connect", f"{HOST}:{port}", "-tls1_2", *arguments])

    def gnutls_serv(self, *arguments, priority=TLS12, key="ec", asks_for_certificate=False):
        self.need("gnutls-serv")
        port = free_port()
        arguments = arguments if asks_for_certificate else ("--disable-client-cert", *arguments)
        program = self.start(["gnutls-serv", "--port", str(port), "--echo", "--priority", priority, "--x509certfile",
                              path(key + ".crt"), "--x509keyfile", path(key + ".key"), *arguments],
                             env={**os.environ, "LD_PRELOAD": os.path.join(PEERS, "libinterop_loopback.so")})
        program.await_words(r"listening on IPv4 .*done")
        program.port = port
        return program

    def gnutls_cli(self, port, *arguments, priority=TLS12):
        self.need("gnutls-cli")
        return self.start(["gnutls-cli", "--insecure", "--priority", priority, "-p", str(port), HOST, *arguments])

    def renewing_server(self):
        program = self.start([os.path.join(PEERS, "renewing_openssl"), path("ec.crt"), path("ec.key")])
        program.port = int(program.await_words(r"listening on (\d+)")[1])
        return program

    def otp(self, role, *arguments):
        """Erlang/OTP with the pre-shared key: server SUITE, or client PORT SUITE."""
        escript = os.path.join(OTHERS, "escript")
        self.need(escript)
        return self.psk_peer([escript, os.path.join(os.path.dirname(__file__), "otp.escript"), role, *arguments])

    def bare_mbedtls(self, role, *arguments):
        """Mbed TLS without extensions: server, or client PORT."""
        program = os.path.join(PEERS, "bare_mbedtls")
        self.need(program)
        return self.psk_peer([program, role, *arguments])

    def nginx(self, *keys, protocols="TLSv1.2", key="ec", more=""):
        """Seals tickets with the first of these keys, opens those of all, and says of every request whether its session was
        reused: `r`, or `.`. `key`: the name of its certificate or chain. `more`: lines of its
        configuration."""
        program = os.path.join(OTHERS, "usr/sbin/nginx")
        self.need(program)
        folder, port = tempfile.mkdtemp(dir=FOLDER.name), free_port()
        with open(os.path.join(folder, "nginx.conf"), "w", encoding="ascii") as file:
            file.write(NGINX.format(port=port, protocols=protocols, certificate=path(key + ".crt"), key=path(key + ".key"),
                                    client="; client: $ssl_client_s_dn" if "ssl_verify_client" in more else "",
                                    more=" ".join([more, *(f"ssl_session_ticket_key {each};" for each in keys)])))
        server = self.start([program, "-p", folder, "-c", "nginx.conf", "-e", "/dev/stderr"])
        server.port = port
        await_port(server)
        return server

    def psk_peer(self, command):
        program = self.start([*command, PSK_NAME, PSK])
        if "server" in command:
            program.port = int(program.await_words(r"listening on (\d+)")[1])
        return program

    def need(self, tool):
        if not shutil.which(tool):
            self.skipTest(f"no {tool} here")

    # What tshark saw

    def assertSecure(self, records):
        """RFC 5746, rules C1, S1, C4, S4: every renegotiation_info is what the Finished before it say; every hello has one, or
        the first one the SCSV."""
        saved, finished = {TO_SERVER: "", TO_CLIENT: ""}, {}
        hellos = 0
        for message in (each for record in records for each in record.messages):
            info = message.field("tls.handshake.extensions_reneg_info") or ""
            has_info = message.field("tls.handshake.extensions_reneg_info_len") is not None
            if message.kind == 1:
                suites = message.raw["tls.handshake.ciphersuite"]
                self.assertEqual(hellos == 0 and not has_info, "00ff" in suites)
                self.assertTrue(has_info or "00ff" in suites)
                self.assertNotIn("5600", suites)
                self.assertEqual(info, saved[TO_SERVER])
                hellos += 1
            elif message.kind == 2:
                self.assertTrue(has_info)
                self.assertEqual(info, saved[TO_SERVER] + saved[TO_CLIENT])
            elif message.kind == 20:
                finished[message.direction] = message.field("tls.handshake.verify_data")
                self.assertEqual(len(finished[message.direction]), 24)
                if len(finished) == 2:  # B1
                    saved, finished = finished, {}
        self.assertEqual(finished, {})
        return hellos


def full_handshake(suite):
    """A full handshake of TLS 1.2 with that suite, as `flights` has it: a server with a pre-shared key has no certificate, and
    with that key alone nothing to exchange."""
    left_out = () if "PSK" not in suite else (11,) if "ECDHE" in suite else (11, 12)
    return [each for each in FULL if each[0] not in left_out]


def psk_handshakes(suite, count):
    """The flights of full handshakes without certificates and tickets, with parameters where there is ECDHE. tshark 4.0 has no
    keys of ECDHE_PSK with AEADs: of those it sees what is in the clear, and where keys change."""
    def without(*kinds):
        return [each for each in FULL if each[0] not in kinds]

    if "ECDHE" not in suite:
        return [without(4, 11, 12)] * count
    return [without(4, 11, 20) + [("ccs", TO_SERVER), ("ccs", TO_CLIENT)] * (count - 1)]


def flights(records):
    """The order of messages: kinds of handshake messages, "ccs", and direction, for each handshake from its ClientHello."""
    made = []
    for record in records:
        if record.content_type == 20:
            made[-1].append(("ccs", record.direction))
        for message in record.messages:
            if message.kind == 1:
                made.append([])
            if message.kind != 0:
                made[-1].append((message.kind, record.direction))
    return made


def alerts(records):
    """The alerts in the capture, with their direction, but close_notify."""
    return [(record.alert, record.direction) for record in records if record.content_type == 21 and record.alert != 0]


PINS = {}


def begin():
    global CLIENT, SERVER, PEERS, OTHERS
    CLIENT, SERVER, PEERS, OTHERS = (os.path.abspath(sys.argv.pop(1)) for _ in range(4))
    PINS.update(make_certificates())


def main():
    begin()
    unittest.main()
