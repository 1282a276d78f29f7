"""matrix_test.py <client> <server> <folder of our peers> <folder of others> [--update] [unittest arguments]: our client and our
server with every peer of matrix_peers.py, each side limited to TLS 1.2, to 1.3 and unlimited: full handshakes, resumptions, retries,
pre-shared keys, client certificates. The output of both sides is checked. Prints the table of matrix.py and fails where it differs
from the table in ../README.md. --update writes that table if all connections pass."""
import os
import sys
import unittest

import matrix
import matrix_peers
import peers
from peers import PINS, PSK, PSK_NAME, Base, path

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "README.md")
LIMITS = {"1.2": ("--max-version", "1.2"), "1.3": ("--min-version", "1.3"), "both": ("--max-version", "1.3")}
NUMBERS = {"1.2": 771, "1.3": 772}
OWN_PSK = ("--psk", PSK, "--psk-identity", PSK_NAME)
DEVICE = ("--client-cert", path("device.crt"), "--client-key", path("device.key"))
ROWS = {}


def chosen(theirs, ours):
    """Returns the version of a connection; "" if both sides have no common version."""
    both = {theirs, ours} - {"both"}
    return "1.3" if not both else both.pop() if len(both) == 1 else ""


class Matrix(Base):
    maxDiff = None

    def meet(self, peer, row):
        """Tries each limit of the peer with each limit of ours. Each pair makes two connections; the second one is a resumption."""
        for theirs in peer.limits:
            for ours in LIMITS:
                version = chosen(theirs, ours)
                self.cells(row, theirs, ours, [f"{version} full", f"{version} ticket"] if version else ["refused"],
                           lambda theirs=theirs, ours=ours: self.connect(peer, theirs, ours, "plain"))
        for version in ("1.2", "1.3"):
            for kind, cell in (("id", "id"), ("psk", "PSK"), ("certificate", "certificate"), ("rsa", "RSA"), ("retry", "retry")):
                cell = f"{version} {cell}"
                if cell in matrix.CELLS and cell not in row.cannot:
                    theirs = version if version in peer.limits else "both"
                    ours = "both" if theirs == version else version
                    self.cells(row, theirs, ours, [cell], lambda kind=kind, theirs=theirs, ours=ours: self.connect(
                        peer, theirs, ours, kind))

    def cells(self, row, theirs, ours, names, connect):
        """Counts the cells `names`, without those that the peer cannot do. `connect` makes the connections and returns whether the
        second one is resumed."""
        names = [name for name in names if name not in row.cannot]
        if not names:
            return
        passed = False
        with self.subTest(peer=row.name, theirs=theirs, ours=ours, cells=names):
            resumed = connect()
            passed = True
            if names[-1].endswith(("ticket", "id")):
                row.count(names.pop(), resumed)
                self.assertTrue(resumed, "not resumed")
        for name in names:
            row.count(name, passed)

    def connect(self, peer, theirs, ours, kind):
        serves = isinstance(peer, matrix_peers.Server)
        return (self.as_client if serves else self.as_server)(peer, theirs, ours, chosen(theirs, ours), kind)

    def words(self, peer, version, resumed):
        """Returns the patterns that the peer's output must contain after both connections."""
        return [peer.words(NUMBERS[version], again) for again in ((False, True) if resumed else (False,))]

    def as_client(self, peer, theirs, ours, version, kind):
        server = peer.serve(theirs, {"retry": "cookie"}.get(kind, kind))
        trust = OWN_PSK if kind == "psk" else ()
        # s_server -stateless refuses a ChangeCipherSpec, which a client that offers both versions sends
        limits = LIMITS["1.3"] if kind == "retry" else LIMITS[ours]
        client = self.client(server.port, *limits, *trust, *(DEVICE if kind == "certificate" else ()), "--send", peer.line,
                             "--resume", "1", *(("--trace",) if kind == "retry" else ()))
        if version:
            peer.attend(server, 2)
        status = client.finish()
        connections, total = client.reports()
        if not version:
            self.assertEqual((status, total["version"], total["retry_advice"]), (1, 0, "do_not_retry"), client.output)
            return False
        self.assertEqual([each["version"] for each in connections], [NUMBERS[version]] * 2, client.output + server.output)
        self.assertIn("received: ", client.output)
        if kind == "retry":
            self.assertIn("HelloRetryRequest", client.output)
        if kind != "psk":
            self.assertEqual(total["peer_key"], PINS["rsa" if kind == "rsa" else "ec"])
        if kind == "id":
            self.assertFalse(total["ticket_received"])
        resumed = connections[1]["resumed"] == 1
        if kind in ("plain", "id"):
            for pattern in self.words(peer, version, resumed):
                server.await_words(pattern)
        if kind == "certificate":
            server.await_words(peer.client_words)
            self.assertEqual(total["renegotiated"] != 0, peer.renegotiates and version == "1.2")
        server.stop(peer.end)
        return resumed

    def as_server(self, peer, theirs, ours, version, kind):
        own = (*OWN_PSK,) if kind == "psk" else ()
        asks = ("--client-pin", PINS["device"], "--require-client-certificate") if kind == "certificate" else ()
        server = self.server(*LIMITS[ours], *own, *asks, *(("--trace",) if kind == "retry" else ()))
        status, said = peer.visit(server.port, theirs, kind)
        server.stop()
        connections, total = server.reports()
        if not version:
            self.assertEqual({each["alert_sent"] for each in connections}, {70}, said + server.output)
            self.assertEqual(total["version"], 0)
            return False
        self.assertEqual((status, [each["version"] for each in connections]), (0, [NUMBERS[version]] * peer.connections), said + server.output)
        self.assertIn(peer.answer, said)
        if kind == "retry":
            self.assertIn("HelloRetryRequest", server.output)
        if kind == "certificate":
            self.assertEqual(connections[0]["peer_key"], PINS["device"])
        if kind == "id":
            self.assertFalse(total["ticket_received"])
        resumed = connections[-1]["resumed"] == 1
        if kind in ("plain", "id"):
            for pattern in self.words(peer, version, resumed):
                self.assertRegex(said, pattern)
        return resumed


def add(kind):
    def test(self):
        absent = kind.missing()
        if absent:
            self.skipTest(absent)
        row = ROWS.setdefault(kind.name, matrix.Row(kind.name, kind.role_cannot | kind.cannot))
        self.meet(kind(self), row)
    setattr(Matrix, f"test_{kind.__name__}", test)


def conclude(update):
    """Prints the table. Returns the exit status."""
    order = [kind.name for kind in matrix_peers.PEERS]
    rows = sorted(ROWS.values(), key=lambda row: order.index(row.name))
    with open(README, encoding="utf-8") as file:
        text = file.read()
    made = matrix.lines(rows)
    print("\n".join(made))
    if update:
        with open(README, "w", encoding="utf-8") as file:
            file.write(matrix.rewritten(text, made))
        return 0
    found = matrix.differences(rows, text)
    print(*found, sep="\n")
    absent = [f"{kind.name}: {kind.missing()}" for kind in matrix_peers.PEERS if kind.missing()]
    print(*(f"not here: {each}" for each in absent), sep="\n")
    return 1 if found else 0


for each in matrix_peers.PEERS:
    add(each)

if __name__ == "__main__":
    wanted = "--update" in sys.argv and not sys.argv.remove("--update")
    peers.begin()
    done = unittest.main(exit=False).result
    sys.exit(conclude(wanted and done.wasSuccessful()) or not done.wasSuccessful())
