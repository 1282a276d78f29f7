"""The processes of the test: the router, openssl servers with certificates of their own, and plain TCP servers that show which
bytes arrived. TlsClient is a client."""
import os
import re
import signal
import socket
import ssl
import subprocess
import threading
import time

HOST = "127.0.0.1"


def make_certificate(folder, name):
    """Makes a key and a certificate for `name`, in files whose names begin with `name`."""
    key, certificate = (os.path.join(folder, name + end) for end in (".key", ".crt"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-keyout", key, "-out", certificate], capture_output=True, timeout=60, check=True)
    return key, certificate


class Process:
    """A program that prints its port on standard output."""

    def __init__(self, command, announcement, log=subprocess.DEVNULL):
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        for _ in range(20):
            line = self.process.stdout.readline()
            if found := re.search(announcement, line):
                self.port = int(found[1])
                return
            if not line:
                break
        self.stop()
        raise RuntimeError(f"{command} does not listen")

    def stop(self):
        """Ends the program and returns its exit status. Kills a program that does not end within 10 s."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.process.stdout.close()


def openssl_server(folder, name):
    key, certificate = make_certificate(folder, name)
    return Process(["openssl", "s_server", "-accept", f"{HOST}:0", "-key", key, "-cert", certificate, "-www"],
                   rb"ACCEPT .*:(\d+)")


class PlainServer:
    """Accepts connections and calls `serve(socket)` for each, in a thread of its own."""

    def __init__(self, serve):
        self.serve = serve
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:  # close() has closed the listener
                return
            threading.Thread(target=self.guarded, args=(client,), daemon=True).start()

    def guarded(self, client):
        client.settimeout(20)
        with client:
            try:
                self.serve(client)
            except OSError:
                pass

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def receive_all(peer):
    """Returns all bytes up to the end of the connection, or up to a reset."""
    received = bytearray()
    try:
        while some := peer.recv(1 << 16):
            received += some
    except ConnectionResetError:
        pass
    return bytes(received)


class TlsClient:
    """A TLS client. A test sends its flights, in any pieces."""

    def __init__(self, port, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=name)
        self.socket = socket.create_connection((HOST, port), 20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def first_flight(self):
        """Returns the records of the ClientHello."""
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        return self.outgoing.read()

    def send_pieces(self, pieces, pause=0.0):
        for piece in pieces:
            self.socket.sendall(piece)
            time.sleep(pause)

    def finish(self):
        """Completes the handshake and returns the common name in the server's certificate."""
        self.pump(self.tls.do_handshake)
        der = self.tls.getpeercert(binary_form=True)
        text = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject"], input=der, capture_output=True,
                              timeout=20, check=True).stdout.decode()
        return re.search(r"CN\s*=\s*(\S+)", text)[1]

    def get(self):
        """Requests the page of `openssl s_server -www`."""
        self.tls.write(b"GET / HTTP/1.0\r\n\r\n")
        return self.pump(lambda: self.tls.read(1 << 16))

    def pump(self, step):
        for _ in range(100):
            try:
                done = step()
                self.socket.sendall(self.outgoing.read())
                return done
            except ssl.SSLWantReadError:
                self.socket.sendall(self.outgoing.read())
                some = self.socket.recv(1 << 16)
                self.incoming.write(some) if some else self.incoming.write_eof()
        raise RuntimeError("the handshake does not end after 100 steps")
