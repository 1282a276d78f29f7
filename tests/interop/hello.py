"""What stands in a ClientHello."""
import struct

SERVER_NAME, SESSION_TICKET = 0, 35


class Hello:
    """A ClientHello, in parts, read here and not by what is tested."""

    def __init__(self, record):
        kind, _, length = struct.unpack("!BHH", record[:5])
        assert kind == 22 and record[5] == 1 and len(record) >= 5 + length
        self.record_version = record[1:3]
        body = record[9:5 + length]
        self.legacy_version, self.random = body[:2], body[2:34]
        at = 34
        self.session_id, at = vector(body, at, 1)
        suites, at = vector(body, at, 2)
        self.suites = [suites[i:i + 2] for i in range(0, len(suites), 2)]
        self.compression, at = vector(body, at, 1)
        block, at = vector(body, at, 2)
        assert at == len(body)
        self.extensions, at = [], 0
        while at < len(block):
            kind = int.from_bytes(block[at:at + 2], "big")
            data, at = vector(block, at + 2, 2)
            self.extensions.append((kind, data))

    @property
    def ticket(self):
        """Empty: it asks for one; None: it does not."""
        return dict(self.extensions).get(SESSION_TICKET)

    @property
    def server_name(self):
        """RFC 6066 3; None: it names no server."""
        names = dict(self.extensions).get(SERVER_NAME)
        return names and names[5:]

    def without_ticket(self):
        """All that must not change: everything but the random and the ticket."""
        return (self.record_version, self.legacy_version, self.session_id, self.suites, self.compression,
                [(kind, b"" if kind == SESSION_TICKET else data) for kind, data in self.extensions])


def vector(data, at, width):
    size = int.from_bytes(data[at:at + width], "big")
    return data[at + width:at + width + size], at + width + size
