"""The peers of matrix_test.py, each in one role: the commands that start it with limited versions, and its output for a connection."""
import base64
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile

import peers
from peers import HOST, PSK, PSK_NAME, TLS12, free_port, path, run

HERE = os.path.dirname(os.path.abspath(__file__))
ANSWER = "HTTP/1.0 200 OK"
GNUTLS = {"1.2": TLS12, "1.3": "NORMAL:-VERS-ALL:+VERS-TLS1.3", "both": "NORMAL"}
OPENSSL = {"1.2": ("-tls1_2",), "1.3": ("-tls1_3",), "both": ()}
CHROMIUM = ("chromium-headless-shell", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom")
NAMES = {771: "TLSv1.2", 772: "TLSv1.3"}

# The reasons for skipped cells.
NO_PSK = "it has no external pre-shared keys"
NO_PSK_13 = "it has no external pre-shared keys in TLS 1.3"
NO_TICKET_12 = "it has no tickets in TLS 1.2"
NO_ID = "it has no session ids beside its tickets"
NO_EMS = "it has no extended master secret, and a session without it is not kept (RFC 7627 5.3)"
OURS_ONE_GROUP = "the example client has one group, so that nobody can ask it for another"
OURS_P256 = "the example server has keys of P-256 only"
NO_LIMIT = "its versions cannot be limited"
NO_DEVICE = "it has no certificate of its own"


class Peer:
    """`cannot`: {cell: reason} of the skipped cells. `limits`: the versions that the peer can be limited to. `client_words`: a pattern
    of a server's output after a client certificate."""
    cannot = {}
    client_words = ""
    renegotiates = False  # True if the server asks for the client certificate in a renegotiation
    end = signal.SIGTERM
    limits = ("1.2", "1.3", "both")
    program = ""

    def __init__(self, test):
        self.test = test

    @classmethod
    def missing(cls):
        """Returns the reason why the peer is not installed; "" if it is."""
        return "" if shutil.which(cls.program) else f"no {cls.program}"


class Server(Peer):
    """`line`: our client sends it, and the server answers."""
    role_cannot = {"1.3 retry": OURS_ONE_GROUP}
    line = "a line"

    def serve(self, versions, kind):
        """Returns a Program with a `port`. Kinds: "plain", "id" (no tickets), "psk", "certificate" (requires the device's), "rsa" (has an
        RSA key), "cookie"."""
        raise NotImplementedError

    def attend(self, program, count):
        """Answers `count` connections if the program does not do so itself."""

    def words(self, version, resumed):
        """Returns a pattern of its output for a connection."""
        raise NotImplementedError


class Client(Peer):
    """A client that connects twice and sends a line each time; the second connection resumes the session of the first one."""
    role_cannot = {"1.2 RSA": OURS_P256, "1.3 RSA": OURS_P256}
    answer = ANSWER  # in its output
    connections = 2

    def visit(self, port, versions, kind):
        """Returns (exit status, output). Kinds: "plain", "id" (no tickets), "psk", "certificate" (shows the device's), "retry" (sends a
        share of X25519 only)."""
        raise NotImplementedError

    def words(self, version, resumed):
        """Returns a pattern of its output for a connection."""
        raise NotImplementedError

    def finish(self, program):
        return program.finish(), program.output


def certificate_of(kind):
    name = "rsa" if kind == "rsa" else "ec"
    return path(name + ".crt"), path(name + ".key")


DEVICE = ("device.crt", "device.key")


class OpenSSLServer(Server):
    name, program = "OpenSSL 3.0 `s_server`", "openssl"
    role_cannot = {}  # asks for a cookie
    client_words = r"(?i)subject ?= ?CN = device"

    def serve(self, versions, kind):
        more = {"id": ("-no_ticket",), "psk": ("-psk", PSK, "-psk_identity", PSK_NAME),
                "certificate": ("-Verify", "1", "-CAfile", path("device.crt")), "cookie": ("-stateless",)}.get(kind, ())
        return self.test.s_server(*more, key="rsa" if kind == "rsa" else "ec", versions=OPENSSL[versions])

    def attend(self, program, count):
        for number in range(1, count + 1):
            program.await_words(r"(?m)^a line$", number)
            program.say("an answer")

    def words(self, version, resumed):
        return "Reused session-id" if resumed else f"CIPHER is {'TLS_' if version == 772 else '(ECDHE|PSK)-'}"


class OpenSSLClient(Client):
    name, program = "OpenSSL 3.0 `s_client`", "openssl"

    def visit(self, port, versions, kind):
        more = {"id": ("-no_ticket",), "psk": ("-psk", PSK, "-psk_identity", PSK_NAME, "-cipher", "PSK-AES128-GCM-SHA256"),
                "certificate": ("-cert", path(DEVICE[0]), "-key", path(DEVICE[1])),
                "retry": ("-groups", "X25519:P-256")}.get(kind, ("-groups", "P-256"))
        trust = () if kind == "psk" else ("-CAfile", path("ec.crt"), "-verify_return_error")
        kept = tempfile.mktemp(dir=peers.FOLDER.name)
        said = ""
        for session in (("-sess_out", kept), ("-sess_in", kept)):
            if session[0] == "-sess_in" and not os.path.exists(kept):
                return 1, said
            client = self.test.start(["openssl", "s_client", "-connect", f"{HOST}:{port}", "-ign_eof", *OPENSSL[versions], *trust,
                                      *more, *session])
            client.say("a line")
            status, output = self.finish(client)
            said += output
            if status != 0 or ANSWER not in output:
                return 1, said
        return 0, said

    def words(self, version, resumed):
        return f"{'Reused' if resumed else 'New'}, {NAMES[version]}, Cipher is"


class GnuTLSServer(Server):
    name, program = "GnuTLS 3.7 `gnutls-serv`", "gnutls-serv"
    client_words = "CN=device"

    def serve(self, versions, kind):
        more = {"id": ("--noticket",), "psk": ("--pskpasswd", path("psk.txt")),
                "certificate": ("--require-client-cert", "--x509cafile", path("device.crt"), "--verify-client-cert")}.get(kind, ())
        priority = GNUTLS[versions] + ":+GROUP-SECP256R1" + (":+PSK:+ECDHE-PSK" if kind == "psk" else "")
        return self.test.gnutls_serv(*more, priority=priority, key="rsa" if kind == "rsa" else "ec",
                                     asks_for_certificate=kind == "certificate")

    def words(self, version, resumed):
        return r"\*\*\* This is a resumed session" if resumed else rf"\(TLS{NAMES[version][4:]}"


class GnuTLSClient(Client):
    name, program = "GnuTLS 3.7 `gnutls-cli`", "gnutls-cli"

    def visit(self, port, versions, kind):
        more = {"psk": ("--pskusername", PSK_NAME, "--pskkey", PSK),
                "certificate": ("--x509certfile", path(DEVICE[0]), "--x509keyfile", path(DEVICE[1]))}.get(kind, ())
        # GnuTLS sends two shares: of the first group, and of the first group of the other type of curve.
        groups = ":-GROUP-ALL:+GROUP-SECP384R1:+GROUP-X25519:+GROUP-SECP256R1" if kind == "retry" else ":-GROUP-ALL:+GROUP-SECP256R1"
        # gnutls-cli crashes when it prints the parameters of ECDHE_PSK in TLS 1.2.
        priority = GNUTLS[versions] + groups + {"psk": ":-KX-ALL:+PSK" + (":+ECDHE-PSK" if versions != "1.2" else ""),
                                                "id": ":%NO_TICKETS"}.get(kind, "")
        client = self.test.gnutls_cli(port, "--resume", "--waitresumption", *more, priority=priority)
        client.await_words(r"Simple Client Mode|\*\*\* Fatal|\*\*\* Handshake has failed")
        if "Simple Client Mode" in client.output:
            client.say("a line")
        return self.finish(client)

    def words(self, version, resumed):
        return r"\*\*\* This is a resumed session" if resumed else rf"\(TLS{NAMES[version][4:]}"


class Nss(Peer):
    limits_of = {"1.2": "tls1.2:tls1.2", "1.3": "tls1.3:tls1.3", "both": "tls1.2:tls1.3"}

    def database(self, *names):
        """Returns a new database folder with these keys and certificates."""
        folder = tempfile.mkdtemp(dir=peers.FOLDER.name)
        run(["certutil", "-N", "-d", "sql:" + folder, "--empty-password"])
        for name in names:
            run(["openssl", "pkcs12", "-export", "-in", path(name + ".crt"), "-inkey", path(name + ".key"), "-name", name,
                 "-passout", "pass:", "-out", path(name + ".p12")])
            run(["pk12util", "-i", path(name + ".p12"), "-d", "sql:" + folder, "-W", ""])
        return folder

    def resumed_words(self, resumed):
        return r"(?m)^\D*1 cache hits" if resumed else r"(?m)^\D*0 cache hits"


class NssServer(Nss, Server):
    name, program = "NSS 3.87 `selfserv`", "selfserv"
    line = "GET / HTTP/1.0\r\n\r"
    client_words = "subject DN: CN=device"
    cannot = {"1.2 PSK": "it has no pre-shared keys in TLS 1.2"}

    def serve(self, versions, kind):
        folder = self.database("rsa" if kind == "rsa" else "ec")
        if kind == "certificate":
            run(["certutil", "-A", "-d", "sql:" + folder, "-n", "device", "-t", "CT,,", "-i", path("device.crt")])
        more = {"psk": ("-m", "-z", f"0x{PSK}:{PSK_NAME}"), "certificate": ("-r", "-r")}.get(kind, ())
        port = free_port()
        own = ("-n", "rsa") if kind == "rsa" else ("-e", "ec")
        program = self.test.start(["selfserv", "-d", "sql:" + folder, *own, "-p", str(port), "-V", self.limits_of[versions], "-G", "-v",
                                   *(() if kind == "id" else ("-u",)), *more],
                                  env={**os.environ, "LD_PRELOAD": os.path.join(peers.PEERS, "libinterop_loopback.so")})
        program.port = port
        peers.await_port(program)
        return program

    def words(self, version, resumed):
        return rf"{self.resumed_words(resumed)}(?s:(?!cache hits).)*SSL version 3\.{version - 768}"


class NssClient(Nss, Client):
    name, program = "NSS 3.87 `tstclnt`", "tstclnt"
    cannot = {"1.2 PSK": "it has no pre-shared keys in TLS 1.2"}

    def visit(self, port, versions, kind):
        folder = self.database("device")
        run(["certutil", "-A", "-d", "sql:" + folder, "-n", "server", "-t", "P,,", "-i", path("ec.crt")])
        with open(path("nss_request"), "w", encoding="ascii") as file:
            file.write("a line\n")
        more = {"psk": ("-z", f"0x{PSK}:{PSK_NAME}"), "certificate": ("-n", "device"), "retry": ("-I", "x25519,P256")}.get(
            kind, ("-I", "P256"))
        # tstclnt ends at the end of its input only if the input is a file.
        with open(path("nss_request"), encoding="ascii") as request:
            done = subprocess.run(["tstclnt", "-d", "sql:" + folder, "-h", HOST, "-a", "localhost", "-p", str(port), "-G", "-C", "-V",
                                   self.limits_of[versions], "-L", "2", *(() if kind == "id" else ("-u",)), *more],
                                  stdin=request, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                                  timeout=peers.TIME, check=False)
        return done.returncode, done.stdout

    def words(self, version, resumed):
        return self.resumed_words(resumed)


class MbedTLS(Peer):
    """The test programs of Mbed TLS. Their output does not tell a resumption of TLS 1.2 from a full handshake."""

    @classmethod
    def missing(cls):
        return "" if os.path.exists(os.path.join(peers.PEERS, cls.program)) else f"no source of {cls.program}"

    def command(self, port, versions, kind):
        low, high = {"1.2": ("tls12", "tls12"), "1.3": ("tls13", "tls13"), "both": ("tls12", "tls13")}[versions]
        return [os.path.join(peers.PEERS, self.program), f"server_addr={HOST}", f"server_port={port}", f"min_version={low}",
                f"max_version={high}", f"tickets={0 if kind == 'id' else 1}",
                *((f"psk={PSK}", f"psk_identity={PSK_NAME}") if kind == "psk" else ())]


class MbedTLSServer(MbedTLS, Server):
    name, program = "Mbed TLS 3.6 `ssl_server2`", "ssl_server2"
    line = "GET / HTTP/1.0\r\n\r"
    client_words = "CN=device"

    def serve(self, versions, kind):
        port = free_port()
        own = () if kind == "psk" else tuple(map("{}={}".format, ("crt_file", "key_file"), certificate_of(kind)))
        asks = ("auth_mode=required", f"ca_file={path('device.crt')}") if kind == "certificate" else ("auth_mode=none",)
        program = self.test.start([*self.command(port, versions, kind), *own, *asks])
        program.port = port
        program.await_words("Waiting for a remote connection")
        return program

    def words(self, version, resumed):
        return rf"(?s)(Protocol is {NAMES[version]}.*){{{2 if resumed else 1}}}"


class MbedTLSClient(MbedTLS, Client):
    name, program = "Mbed TLS 3.6 `ssl_client2`", "ssl_client2"

    def visit(self, port, versions, kind):
        own = tuple(f"{name}={path(file)}" for name, file in zip(("crt_file", "key_file"), DEVICE)) if kind == "certificate" else ()
        trust = ("auth_mode=none",) if kind == "psk" else ("auth_mode=required", f"ca_file={path('ec.crt')}", "server_name=localhost")
        more = {"1.2": ("force_ciphersuite=TLS-PSK-WITH-AES-128-GCM-SHA256",), "1.3": ("tls13_kex_modes=psk_ephemeral",)}
        return self.finish(self.test.start([*self.command(port, versions, kind), *own, *trust, "reconnect=1", "new_session_tickets=1",
                                            f"groups={'x25519,' if kind == 'retry' else ''}secp256r1",
                                            *(more[versions] if kind == "psk" else ())]))

    def words(self, version, resumed):
        return r"Reconnecting with saved session\.\.\. ok" if resumed else f"Protocol is {NAMES[version]}"


class Otp(Peer):
    end = signal.SIGKILL  # at SIGTERM it needs a second
    SUITE = "TLS_PSK_WITH_AES_128_GCM_SHA256"

    @classmethod
    def missing(cls):
        return "" if os.path.exists(os.path.join(peers.OTHERS, "escript")) else "Erlang/OTP was not brought"

    def command(self, *words):
        return [os.path.join(peers.OTHERS, "escript"), os.path.join(HERE, "otp.escript"), *words]

    def words(self, version, resumed):
        return rf"connected: '{NAMES[version].lower()}', \w+\n{'resumed' if resumed else 'full'}\n"


class OtpServer(Otp, Server):
    name = "Erlang/OTP 25, server"
    client_words = "connected: "  # it requires a certificate
    cannot = {"1.2 ticket": NO_TICKET_12, "1.2 id": NO_EMS, "1.3 PSK": NO_PSK_13}

    def serve(self, versions, kind):
        if kind == "psk":
            return self.test.otp("server", self.SUITE)
        more = (path("device.crt"),) if kind == "certificate" else ()
        program = self.test.start(self.command("certified", versions, *certificate_of(kind), *more))
        program.port = int(program.await_words(r"listening on (\d+)")[1])
        return program


class OtpClient(Otp, Client):
    name = "Erlang/OTP 25, client"
    cannot = {"1.2 ticket": NO_TICKET_12, "1.2 id": NO_EMS, "1.3 PSK": NO_PSK_13,
              "1.3 ticket": "it says no psk_key_exchange_modes before it has a ticket, and so is given none (RFC 8446 4.2.9)"}

    def visit(self, port, versions, kind):
        if kind != "psk":
            return self.finish(self.test.start(self.command("visits", str(port), versions, kind, *map(path, DEVICE))))
        said = ""
        for _ in range(2):
            client = self.test.start(self.command("client", str(port), self.SUITE, PSK_NAME, PSK))
            client.say("a line")
            client.await_words("received: ")
            client.process.stdin.close()
            status, output = self.finish(client)
            said += output
        return status, said


class Scripted(Peer):
    """Our programs with the TLS of Node and of Go: node_peer.js, go_peer.go."""

    def command(self):
        raise NotImplementedError

    def words(self, version, resumed):
        return f"connected: {NAMES[version]}, {'resumed' if resumed else 'full'}"

    def serve(self, versions, kind):
        program = self.test.start([*self.command(), "server", versions, kind, *certificate_of(kind), path("device.crt")])
        program.port = int(program.await_words(r"listening on (\d+)")[1])
        return program

    def visit(self, port, versions, kind):
        return self.finish(self.test.start([*self.command(), "client", str(port), versions, kind, *map(path, DEVICE)]))


class Node(Scripted):
    program = "node"

    def command(self):
        return ["node", os.path.join(HERE, "node_peer.js")]


class NodeServer(Node, Server):
    name = "Node, server"
    client_words = "client: device"


class NodeClient(Node, Client):
    name = "Node, client"


class Go(Scripted):
    program = "go"
    built = None

    def command(self):
        if not Go.built:
            made = path("go_peer")
            run(["go", "build", "-o", made, os.path.join(HERE, "go_peer.go")], cwd=peers.FOLDER.name,
                env={**os.environ, "GOCACHE": path("go_cache"), "GOPATH": path("go_path"), "GOFLAGS": "-mod=mod", "GOPROXY": "off",
                     "CGO_ENABLED": "0"})
            Go.built = made
        return [Go.built]


class GoServer(Go, Server):
    name = "Go 1.19, server"
    client_words = "client: device"
    cannot = {"1.2 ticket": NO_EMS, "1.2 id": NO_ID, "1.2 PSK": NO_PSK, "1.3 PSK": NO_PSK}


class GoClient(Go, Client):
    name = "Go 1.19, client"
    cannot = {"1.2 ticket": NO_EMS, "1.2 id": NO_ID, "1.2 PSK": NO_PSK, "1.3 PSK": NO_PSK}


class NginxServer(Server):
    name, line = "nginx 1.22, server", "GET /"  # HTTP 0.9
    client_words = "client: CN=device"
    cannot = {"1.2 PSK": NO_PSK, "1.3 PSK": NO_PSK}

    @classmethod
    def missing(cls):
        return "" if os.path.exists(os.path.join(peers.OTHERS, "usr/sbin/nginx")) else "nginx was not brought"

    def serve(self, versions, kind):
        more = {"id": "ssl_session_tickets off; ssl_session_cache shared:kept:1m;",
                "certificate": f"ssl_verify_client on; ssl_client_certificate {path('device.crt')};"}.get(kind, "")
        protocols = {"1.2": "TLSv1.2", "1.3": "TLSv1.3", "both": "TLSv1.2 TLSv1.3"}[versions]
        return self.test.nginx(protocols=protocols, more=more, key="rsa" if kind == "rsa" else "ec")

    def words(self, version, resumed):
        return rf"reused: {'r' if resumed else '.'} {NAMES[version]}"


class Configured(Server):
    """A server of fetch_peers.sh with a configuration file."""
    line = "GET / HTTP/1.0\r\n\r"
    client_words = "client: .*device"
    role_cannot = Server.role_cannot | {"1.2 PSK": NO_PSK, "1.3 PSK": NO_PSK}
    file = ""

    @classmethod
    def missing(cls):
        return "" if os.path.exists(os.path.join(peers.OTHERS, cls.program)) else f"{cls.program} was not brought"

    def configuration(self, folder, port, versions, kind):
        raise NotImplementedError

    def command(self, file):
        raise NotImplementedError

    def serve(self, versions, kind):
        folder, port = tempfile.mkdtemp(dir=peers.FOLDER.name), free_port()
        file = os.path.join(folder, "configuration")
        with open(file, "w", encoding="ascii") as made:
            made.write(self.configuration(folder, port, versions, kind))
        program = self.test.start([os.path.join(peers.OTHERS, self.program), *self.command(file)])
        program.port = port
        peers.await_port(program)
        return program


class HaproxyServer(Configured):
    name, program = "haproxy 2.6, server", "haproxy"

    def configuration(self, folder, port, versions, kind):
        both = os.path.join(folder, "both.pem")
        with open(both, "w", encoding="ascii") as made:
            for each in certificate_of(kind):
                with open(each, encoding="ascii") as part:
                    made.write(part.read())
        low, high = {"1.2": ("1.2", "1.2"), "1.3": ("1.3", "1.3"), "both": ("1.2", "1.3")}[versions]
        more = {"id": "no-tls-tickets", "certificate": f"ca-file {path('device.crt')} verify required"}.get(kind, "")
        return f"""
global
    log stdout format raw local0
defaults
    mode http
    timeout connect 5s
    timeout client 5s
    timeout server 5s
frontend front
    bind {HOST}:{port} ssl crt {both} ssl-min-ver TLSv{low} ssl-max-ver TLSv{high} {more}
    log global
    log-format "reused: %[ssl_fc_is_resumed] %[ssl_fc_protocol] client: %{{+Q}}[ssl_c_s_dn(cn)]"
    http-request return status 200 content-type text/plain string "an answer"
"""

    def command(self, file):
        return ["-db", "-f", file]

    def words(self, version, resumed):
        return rf"reused: {1 if resumed else 0} {NAMES[version]}"


class ApacheServer(Configured):
    """SSLVerifyClient of a Location: Apache asks for the certificate after the request, in TLS 1.2 in a renegotiation."""
    name, program = "Apache 2.4, server", "apache2"
    renegotiates = True
    cannot = {"1.3 certificate": "it asks behind the handshake (RFC 8446 4.6.2), which the example client does not offer"}

    def configuration(self, folder, port, versions, kind):
        modules = os.path.join(peers.OTHERS, "usr/lib/apache2/modules")
        load = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so"
                         for name in ("mpm_event", "authz_core", "ssl", "socache_shmcb"))
        protocols = {"1.2": "-all +TLSv1.2", "1.3": "-all +TLSv1.3", "both": "-all +TLSv1.2 +TLSv1.3"}[versions]
        certificate, key = certificate_of(kind)
        asks = f"SSLCACertificateFile {path('device.crt')}\n<Location />\n    SSLVerifyClient require\n</Location>"
        return f"""
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
DefaultRuntimeDir {folder}
User nobody
Group nogroup
{load}
Listen {HOST}:{port}
ErrorLog /dev/stderr
LogFormat "reused: %{{SSL_SESSION_RESUMED}}x %{{SSL_PROTOCOL}}x client: %{{SSL_CLIENT_S_DN}}x" reused
CustomLog /dev/stdout reused
DocumentRoot /usr
SSLEngine on
SSLProtocol {protocols}
SSLCertificateFile {certificate}
SSLCertificateKeyFile {key}
SSLSessionTickets {'off' if kind == 'id' else 'on'}
SSLSessionCache shmcb:{folder}/cache(512000)
{asks if kind == 'certificate' else ''}
"""

    def command(self, file):
        return ["-D", "FOREGROUND", "-f", file]

    def words(self, version, resumed):
        return rf"reused: {'Resumed' if resumed else 'Initial'} {re.escape(NAMES[version])}"


class CurlClient(Client):
    name, program = "curl 7.88", "curl"
    cannot = {"1.2 ticket": NO_TICKET_12, "1.2 PSK": NO_PSK, "1.3 PSK": NO_PSK}

    def visit(self, port, versions, kind):
        limits = {"1.2": ("--tls-max", "1.2"), "1.3": ("--tlsv1.3",), "both": ()}[versions]
        more = {"certificate": ("--cert", path(DEVICE[0]), "--key", path(DEVICE[1])), "retry": ("--curves", "X25519:P-256")}.get(
            kind, ("--curves", "P-256"))
        return self.finish(self.test.start(["curl", "-svS", "--cacert", path("ec.crt"), "--resolve", f"localhost:{port}:{HOST}",
                                            *limits, *more, *(f"https://localhost:{port}/{each}" for each in "12")]))

    def words(self, version, resumed):
        return r"SSL re-using session ID" if resumed else rf"SSL connection using {NAMES[version]}"


class ChromiumClient(Client):
    """Loads a page of the server; then, in a new browser, a page with two frames of the server, one after the other."""
    name, program = "Chromium, headless", "chromium-headless-shell"
    limits = ("both",)
    answer, connections = "served", 3
    cannot = {"1.2 id": NO_ID, "1.2 PSK": NO_PSK, "1.3 PSK": NO_PSK, "1.2 certificate": NO_DEVICE, "1.3 certificate": NO_DEVICE,
              "refused": NO_LIMIT}
    PAGE = """<!doctype html><body><script>
const add = (number, then) => {
    const frame = document.createElement("iframe");
    frame.onload = then;
    frame.src = location.hash.slice(1) + number;
    document.body.append(frame);
};
add(1, () => add(2, () => { document.title = "both"; }));
</script>
"""

    def visit(self, port, versions, kind):
        """The output has the page of the server. Of the frames it has the title only, which is set when both are loaded."""
        public = run(["openssl", "x509", "-in", path("ec.crt"), "-noout", "-pubkey"])
        der = run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public)
        trust = base64.b64encode(hashlib.sha256(der).digest()).decode()
        with open(path("frames.html"), "w", encoding="ascii") as file:
            file.write(self.PAGE)
        url, said = f"https://localhost:{port}/", ""
        for page in (url, f"file://{path('frames.html')}#{url}"):
            with tempfile.TemporaryDirectory(dir=peers.FOLDER.name, ignore_cleanup_errors=True) as profile:
                done = subprocess.run([*CHROMIUM, f"--user-data-dir={profile}", f"--ignore-certificate-errors-spki-list={trust}", page],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=peers.TIME, check=False)
            said += done.stdout
        return 0 if "<title>both</title>" in said else 1, said

    def words(self, version, resumed):
        return self.answer


PEERS = (OpenSSLServer, OpenSSLClient, GnuTLSServer, GnuTLSClient, NssServer, NssClient, MbedTLSServer, MbedTLSClient,
         OtpServer, OtpClient, NodeServer, NodeClient, NginxServer, HaproxyServer, ApacheServer, CurlClient, GoServer, GoClient, ChromiumClient)
