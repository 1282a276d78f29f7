"""A tap on loopback: passes TCP connections on to a server, keeps what passed in both directions, and has tshark say what it
was, decrypted with the key log of one of the two."""
import json
import os
import socket
import struct
import subprocess
import threading

HOST = "127.0.0.1"
TO_SERVER, TO_CLIENT = "to server", "to client"


class Tap:
    def __init__(self, port):
        self.target = port
        self.connections = []  # of lists of (direction, bytes), in the order in which they passed
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.threads = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:  # closed
                return
            server = socket.create_connection((HOST, self.target), 10)
            passed, lock = [], threading.Lock()
            self.connections.append(passed)
            for source, sink, direction in ((client, server, TO_SERVER), (server, client, TO_CLIENT)):
                source.settimeout(60)
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                thread = threading.Thread(target=self.relay, args=(source, sink, direction, passed, lock), daemon=True)
                self.threads.append(thread)
                thread.start()

    def relay(self, source, sink, direction, passed, lock):
        try:
            while some := source.recv(1 << 16):
                with lock:
                    passed.append((direction, some))
                sink.sendall(some)
        except OSError:
            pass
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        """Waits for the end of what is under way."""
        if self.listener.fileno() != -1:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        for thread in self.threads:
            thread.join(10)

    def bytes_of(self, connection, direction):
        return b"".join(data for way, data in self.connections[connection] if way == direction)

    def dissect(self, folder, key_log):
        """What tshark saw, for each connection a list of Records."""
        path = os.path.join(folder, f"tap{self.port}.pcap")
        with open(path, "wb") as file:
            file.write(pcap(self.connections))
        out = subprocess.run(["tshark", "-r", path, "-o", f"tls.keylog_file:{key_log}", "-d", "tcp.port==443,tls", "-T", "json", "-x", "-2",
                              "-Y", "tls"], capture_output=True, timeout=120, check=True).stdout
        return records_of(out, len(self.connections))


def pcap(connections):
    """The connections as a capture of raw IPv4: what was said, with TCP made up around it."""
    out = [struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 1 << 18, 101)]
    clock = 0

    def packet(number, direction, sequence, acknowledged, flags, data=b""):
        nonlocal clock
        clock += 1
        ends = (struct.pack("!H", 10000 + number), struct.pack("!H", 443))
        source, target = ends if direction == TO_SERVER else reversed(ends)
        tcp = source + target + struct.pack("!IIBBHHH", sequence, acknowledged, 5 << 4, flags, 65535, 0, 0) + data
        address = (b"\x7f\0\0\2", b"\x7f\0\0\1") if direction == TO_SERVER else (b"\x7f\0\0\1", b"\x7f\0\0\2")
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + address[0] + address[1] + tcp
        out.append(struct.pack("<IIII", clock, 0, len(ip), len(ip)) + ip)

    for number, passed in enumerate(connections):
        at = {TO_SERVER: 1, TO_CLIENT: 1}
        packet(number, TO_SERVER, 0, 0, 0x02)
        packet(number, TO_CLIENT, 0, 1, 0x12)
        packet(number, TO_SERVER, 1, 1, 0x10)
        for direction, data in passed:
            other = TO_CLIENT if direction == TO_SERVER else TO_SERVER
            for begin in range(0, len(data), 1400):
                some = data[begin:begin + 1400]
                packet(number, direction, at[direction], at[other], 0x18, some)
                at[direction] += len(some)
    return b"".join(out)


class Message:
    """A handshake message: its `kind` as a number, and the bytes of its fields by tshark's names for them."""

    def __init__(self, direction, fields):
        self.direction, self.raw = direction, {}
        for name, value in every(fields):
            if name.endswith("_raw"):
                self.raw.setdefault(name.removesuffix("_raw"), []).append(value[0][1])
        self.kind = int(self.raw["tls.handshake.type"][0], 16)

    def field(self, name):
        """In hex; None if the message has no such field."""
        return self.raw.get(name, [None])[0]


class Record:
    def __init__(self, direction, fields):
        shown = dict(every(fields))
        self.direction = direction
        self.content_type = int(shown.get("tls.record.content_type", shown.get("tls.record.opaque_type", 0)))
        self.messages = [Message(direction, value) for name, value in every(fields)
                         if name == "tls.handshake" and any(each == "tls.handshake.type" for each, _ in value)]
        self.alert = int(shown["tls.alert_message.desc"]) if "tls.alert_message.desc" in shown else None


class Pairs(list):
    """An object of JSON as it stands there: tshark has several members of one name."""


def every(pairs):
    """All members of an object and of the objects in it."""
    for name, value in pairs:
        if isinstance(value, Pairs):
            yield name, value
            yield from every(value)
        else:
            yield name, [(None, each) for each in value] if isinstance(value, list) else value


def records_of(text, count):
    connections = [[] for _ in range(count)]
    for packet in json.loads(text, object_pairs_hook=Pairs):
        fields = list(every(packet))
        ports = [int(value) for name, value in fields if name in ("tcp.srcport", "tcp.dstport")]
        direction = TO_SERVER if ports[1] == 443 else TO_CLIENT
        number = (ports[0] if direction == TO_SERVER else ports[1]) - 10000
        connections[number] += [Record(direction, value) for name, value in fields if name == "tls.record"]
    return connections
