"""An emulated board whose UART is connected to real clients and servers on the loopback interface. All processes end with the
test."""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

HOST = "127.0.0.1"
TIME = 60  # seconds: the limit of every wait
INTEROP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "interop")
sys.path.append(INTEROP)
import mosquitto  # noqa: E402
SKIPPED = 77


class Program:
    """A process. A thread collects its output; a test can send lines to its standard input."""

    def __init__(self, command, **more):
        self.command, self.output = command, ""
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        **more)
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for piece in iter(lambda: os.read(self.process.stdout.fileno(), 1 << 16), b""):
            with self.changed:
                self.output += piece.decode(errors="replace")
                self.changed.notify_all()

    def await_words(self, pattern, count=1):
        """Waits for the count-th match of a pattern in the output."""
        end = time.monotonic() + TIME
        with self.changed:
            while len(found := list(re.finditer(pattern, self.output))) < count:
                if time.monotonic() > end or (self.process.poll() is not None and not self.reader.is_alive()):
                    raise AssertionError(f"{self.command} does not say {pattern!r} {count} times:\n{self.output}")
                self.changed.wait(0.2)
        return found[count - 1]

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def finish(self):
        """Waits for the end of the process and returns the exit status."""
        try:
            status = self.process.wait(TIME)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.command} does not end:\n{self.output}") from None
        self.reader.join(TIME)
        return status

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Test:
    def __init__(self, qemu, board, folder, identity, options=()):
        """`options`: further options of QEMU for this board."""
        self.qemu, self.board, self.folder, self.identity, self.options = qemu, board, folder, identity, options
        self.programs = []
        self.scratch = tempfile.TemporaryDirectory()

    def start(self, command, **more):
        self.programs.append(Program(command, **more))
        return self.programs[-1]

    def close(self):
        for program in self.programs:
            program.stop()

    # The device

    def device(self, example, chardev, *options, **more):
        """`example`: the name of an example, or the path of an image."""
        image = example if example.endswith(".elf") else os.path.join(self.folder, f"{example}-{self.board}.elf")
        return self.start([self.qemu, "-M", self.board, *self.options, "-nographic", "-monitor", "none", "-chardev",
                           f"socket,id=line,{chardev}", "-serial", "chardev:line", "-semihosting-config",
                           "enable=on,target=native", *options, "-kernel", image], **more)

    def calling_device(self, example, port, *options):
        """A device whose UART connects to this port, and connects again after the server has closed the connection."""
        return self.device(example, f"host={HOST},port={port},{self.reconnect()}", *options)

    def reconnect(self):
        """The option that makes QEMU reconnect after a second. QEMU 9.2 introduced the option in milliseconds; later versions
        dropped the option in seconds."""
        version_text = subprocess.run([self.qemu, "--version"], capture_output=True, text=True, check=True, timeout=TIME).stdout
        version = re.search(r"version (\d+)\.(\d+)", version_text)
        return "reconnect-ms=1000" if (int(version[1]), int(version[2])) >= (9, 2) else "reconnect=1"

    def called_device(self, example):
        """A device whose UART accepts a connection at its `port`."""
        listener = socket.create_server((HOST, 0))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)  # a UART does not buffer 2 MB as a socket can
        device = self.device(example, f"fd={listener.fileno()},server=on,wait=off", pass_fds=[listener.fileno()])
        device.port = listener.getsockname()[1]
        listener.close()
        return device

    def keep(self, device, example):
        """Writes the output of the device into a file beside its image: tests/size reads the stack usage from the file."""
        with open(os.path.join(self.folder, f"{example}-{self.board}.said"), "w", encoding="utf-8") as file:
            file.write(device.output)

    # Peers

    def pem(self):
        return os.path.join(self.identity, "server.pem")

    def chain(self, name):
        """Options of a server with this chain of the identity's."""
        pem, issuer = (os.path.join(self.identity, name + end) for end in (".pem", "_issuer.pem"))
        return ["-cert", pem, "-key", pem, "-cert_chain", issuer]

    def s_server(self, *arguments, versions=("-tls1_2",)):
        own = [] if "-cert" in arguments else ["-nocert"] if "-psk" in arguments else ["-cert", self.pem(), "-key", self.pem()]
        server = self.start(["openssl", "s_server", "-accept", f"{HOST}:0", *versions, *own, *arguments])
        server.port = int(server.await_words(r"ACCEPT .*:(\d+)")[1])
        return server

    def psk_file(self, name, key):
        """A file with one pre-shared key, in the format of mosquitto."""
        path = os.path.join(self.scratch.name, "psk.txt")
        with open(path, "w", encoding="ascii") as file:
            file.write(f"{name}:{key}\n")
        return path

    def mosquitto(self, *tls):
        """The broker that fetch_peers.sh has downloaded. Without it the test is skipped."""
        program = os.path.join(os.environ.get("FLINTLS_PEERS", ""), "mosquitto")
        if not os.path.exists(program):
            print("SKIPPED: no mosquitto")
            sys.exit(SKIPPED)
        return mosquitto.start(self.start, program, self.scratch.name, *tls)

    def s_client(self, port, *arguments, versions=("-tls1_2",)):
        return self.start(["openssl", "s_client", "-connect", f"{HOST}:{port}", *versions, "-servername", "sensor.example",
                           *arguments])

    def stripper(self, port):
        """A man in the middle who removes TLS 1.3 from the hellos to the server at this port."""
        program = self.start([sys.executable, os.path.join(INTEROP, "strip_tls13.py"), str(port)])
        program.port = int(program.await_words(r"listening on (\d+)")[1])
        return program

    def compile(self, name, source, *options):
        path = os.path.join(self.scratch.name, name)
        subprocess.run(["cc", "-o", path, os.path.join(INTEROP, source), *options], check=True, timeout=TIME)
        return path

    def renewing_server(self):
        program = self.compile("renewing_openssl", "renewing_openssl.c", "-lssl", "-lcrypto")
        server = self.start([program, self.pem(), self.pem()])
        server.port = int(server.await_words(r"listening on (\d+)")[1])
        return server

    def unpatched_server(self):
        """GnuTLS without RFC 5746, bound to the loopback interface."""
        if not shutil.which("gnutls-serv"):
            print("SKIPPED: no gnutls-serv")
            sys.exit(SKIPPED)
        preload = self.compile("loopback.so", "loopback.c", "-D_GNU_SOURCE", "-shared", "-fPIC", "-ldl")
        with socket.create_server((HOST, 0)) as taken:
            port = taken.getsockname()[1]
        server = self.start(["gnutls-serv", "--port", str(port), "--echo", "--priority",
                             "NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION", "--x509certfile", self.pem(),
                             "--x509keyfile", self.pem()], env={**os.environ, "LD_PRELOAD": preload})
        server.await_words("listening on IPv4 .*done")
        server.port = port
        return server
