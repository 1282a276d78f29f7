"""An independent decoder, written from the RFCs: returns the document that `inspect --json` must print. Shares no code with the
library.

decode(data, kind, tls13) -> {"messages": […]} or {"error": {"alert": …}, "messages": […]}
"""
DECODE_ERROR, ILLEGAL_PARAMETER, UNEXPECTED_MESSAGE, RECORD_OVERFLOW = 50, 47, 10, 22
HELLO_RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
MESSAGES = {0: "hello_request", 1: "client_hello", 2: "server_hello", 4: "new_session_ticket", 11: "certificate",
            12: "server_key_exchange", 13: "certificate_request", 14: "server_hello_done", 15: "certificate_verify",
            16: "client_key_exchange", 20: "finished"}
TLS_1_3 = {5: "end_of_early_data", 8: "encrypted_extensions", 24: "key_update"}

# IANA "TLS Cipher Suites", by key exchange; without the CBC suites of ARIA, which inspect does not know.
ECDHE, PSK, ECDHE_PSK = "ecdhe", "psk", "ecdhe_psk"
EXCHANGES = {
    ECDHE: "c006-c00a c010-c014 c023-c024 c027-c028 c02b-c02c c02f-c030 c05c-c05d c060-c061 c072-c073 c076-c077 "
           "c086-c087 c08a-c08b c0ac-c0af cca8-cca9",
    PSK: "002c-002c 008a-008d 00a8-00a9 00ae-00b1 c06a-c06b c08e-c08f c094-c095 c0a4-c0a5 c0a8-c0a9 ccab-ccab",
    ECDHE_PSK: "c033-c03b c09a-c09b ccac-ccac d001-d003 d005-d005",
}


def exchange_of(suite):
    for name, ranges in EXCHANGES.items():
        for each in ranges.split():
            first, last = each.split("-")
            if int(first, 16) <= suite <= int(last, 16):
                return name
    return None


# IANA "TLS ExtensionType Values".
NAMES = {
    0: "server_name", 1: "max_fragment_length", 2: "client_certificate_url", 3: "trusted_ca_keys",
    4: "truncated_hmac", 5: "status_request", 6: "user_mapping", 7: "client_authz", 8: "server_authz", 9: "cert_type",
    10: "supported_groups", 11: "ec_point_formats", 12: "srp", 13: "signature_algorithms", 14: "use_srtp",
    15: "heartbeat", 16: "application_layer_protocol_negotiation", 17: "status_request_v2",
    18: "signed_certificate_timestamp", 19: "client_certificate_type", 20: "server_certificate_type", 21: "padding",
    22: "encrypt_then_mac", 23: "extended_master_secret", 24: "token_binding", 25: "cached_info", 26: "tls_lts",
    27: "compress_certificate", 28: "record_size_limit", 29: "pwd_protect", 30: "pwd_clear", 31: "password_salt",
    32: "ticket_pinning", 33: "tls_cert_with_extern_psk", 34: "delegated_credential", 35: "session_ticket",
    36: "TLMSP", 37: "TLMSP_proxying", 38: "TLMSP_delegate", 39: "supported_ekt_ciphers",
    41: "pre_shared_key", 42: "early_data", 43: "supported_versions", 44: "cookie", 45: "psk_key_exchange_modes",
    47: "certificate_authorities", 48: "oid_filters", 49: "post_handshake_auth", 50: "signature_algorithms_cert",
    51: "key_share", 52: "transparency_info", 53: "connection_id (deprecated)", 54: "connection_id",
    55: "external_id_hash", 56: "external_session_id", 57: "quic_transport_parameters", 58: "ticket_request", 59: "dnssec_chain",
    60: "sequence_number_encryption_algorithms", 61: "rrc", 62: "tls_flags", 64768: "ech_outer_extensions", 65037: "encrypted_client_hello", 65281: "renegotiation_info",
    # In use, but not registered.
    13172: "next_protocol_negotiation", 17513: "application_settings_old", 17613: "application_settings",
    30032: "channel_id", 51764: "trust_anchors",
}
CLIENT, SERVER, RETRY, TICKET = "client_hello", "server_hello", "hello_retry_request", "new_session_ticket"
ENCRYPTED, CERTIFICATE, REQUEST = "encrypted_extensions", "certificate", "certificate_request"


class Refused(Exception):
    def __init__(self, alert):
        super().__init__(alert)
        self.alert = alert


class Reader:
    """Takes bytes from the front. A length or a field beyond the end is a decode_error."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Refused(DECODE_ERROR)
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def vector(self, width, low, high=None):
        size = self.number(width)
        body = self.take(size)
        if size < low or (high is not None and size > high):
            raise Refused(DECODE_ERROR)
        return body

    def left(self):
        return len(self.data) - self.at

    def rest(self):
        return self.take(self.left())

    def end(self):
        if self.left():
            raise Refused(DECODE_ERROR)


def numbers(data, width):
    if len(data) % width:
        raise Refused(DECODE_ERROR)
    return [int.from_bytes(data[i:i + width], "big") for i in range(0, len(data), width)]


def latin1(data):
    return data.decode("latin-1")


# Each of these functions reads a body and returns its typed fields.

def server_name(r):
    names = Reader(r.vector(2, 1))
    found = {}
    while names.left():
        kind = names.number(1)
        name = names.vector(2, 1 if kind == 0 else 0)
        if kind in found:  # RFC 6066 3
            raise Refused(ILLEGAL_PARAMETER)
        found[kind] = name
    return {"host_name": latin1(found[0])} if 0 in found else {}


def opaque_list(r, low, width=2):
    items = Reader(r.vector(width, low))
    found = []
    while items.left():
        found.append(items.vector(width, 1))
    return found


def status_request(r):
    kind = r.number(1)
    if kind == 1:
        opaque_list(r, 0)
        r.vector(2, 0)
    else:
        r.rest()
    return {"status_type": kind}


def certificate_status(r):
    r.number(1)
    r.vector(3, 1)
    return {}


def protocols(r):
    items = Reader(r.vector(2, 2))
    found = []
    while items.left():
        found.append(latin1(items.vector(1, 1)))
    return {"protocols": found}


def chosen_protocol(r):
    m = protocols(r)
    if len(m["protocols"]) != 1:  # RFC 7301 3.1
        raise Refused(DECODE_ERROR)
    return m


def key_shares(r):
    shares = Reader(r.vector(2, 0))
    groups = []
    while shares.left():
        groups.append(shares.number(2))
        shares.vector(2, 1)
    return {"groups": groups}


def key_share_of_server(r):
    group = r.number(2)
    r.vector(2, 1)
    return {"group": group}


def offered_psks(r):
    identities = Reader(r.vector(2, 7))
    while identities.left():
        identities.vector(2, 1)
        identities.number(4)
    binders = Reader(r.vector(2, 33))
    while binders.left():
        binders.vector(1, 32)
    return {}


def authorities(r):
    return {"authorities": [each.hex() for each in opaque_list(r, 3)]}


def nothing(_):
    return {}


def silent(take):
    """A body without typed fields."""
    def read(r):
        take(r)
        return {}
    return read


SHARED = {  # extensions that have the same form in the offer and in the answer
    1: lambda r: {"code": r.number(1)},
    11: lambda r: {"formats": numbers(r.vector(1, 1), 1)},
    16: protocols,
    22: nothing,
    23: nothing,
    28: lambda r: {"limit": r.number(2)},
    65281: lambda r: {"renegotiated_connection": r.vector(1, 0).hex()},
}
FORMS = {
    CLIENT: SHARED | {
        0: server_name,
        5: status_request,
        10: lambda r: {"groups": numbers(r.vector(2, 2), 2)},
        13: lambda r: {"schemes": numbers(r.vector(2, 2, 0xfffe), 2)},
        18: nothing,
        21: silent(Reader.rest),
        35: lambda r: {"ticket": r.rest().hex()},
        41: offered_psks,
        43: lambda r: {"versions": numbers(r.vector(1, 2, 254), 2)},
        44: silent(lambda r: r.vector(2, 1)),
        45: lambda r: {"modes": numbers(r.vector(1, 1), 1)},
        50: silent(lambda r: numbers(r.vector(2, 2, 0xfffe), 2)),
        51: key_shares,
        42: nothing,
        47: authorities,
        49: nothing,
    },
    SERVER: SHARED | {
        0: nothing,
        5: nothing,
        16: chosen_protocol,
        18: silent(lambda r: opaque_list(r, 1)),
        35: lambda r: {"ticket": ""},
        41: silent(lambda r: r.number(2)),
        43: lambda r: {"version": r.number(2)},
        51: key_share_of_server,
    },
    RETRY: {
        43: lambda r: {"version": r.number(2)},
        44: silent(lambda r: r.vector(2, 1)),
        51: lambda r: {"group": r.number(2)},
    },
    TICKET: {42: lambda r: {"max_early_data_size": r.number(4)}},
    ENCRYPTED: {
        0: nothing,
        1: SHARED[1],
        10: lambda r: {"groups": numbers(r.vector(2, 2), 2)},
        16: chosen_protocol,
        28: SHARED[28],
        42: nothing,
    },
    CERTIFICATE: {
        5: certificate_status,
        18: silent(lambda r: opaque_list(r, 1)),
    },
    REQUEST: {
        5: nothing,
        13: lambda r: {"schemes": numbers(r.vector(2, 2, 0xfffe), 2)},
        18: nothing,
        47: authorities,
        48: silent(lambda r: r.vector(2, 0)),
        50: silent(lambda r: numbers(r.vector(2, 2, 0xfffe), 2)),
    },
}


def is_grease(value):
    return value & 0x0f0f == 0x0a0a and value >> 8 == value & 0xff


def raw_extensions(r, where):
    """Checks the structure, the duplicates and the order of a whole block."""
    block = Reader(r.vector(2, 0))
    seen, raw = set(), []
    while block.left():
        kind, body = block.number(2), block.vector(2, 0)
        if where == CLIENT and kind == 41 and block.left():
            raise Refused(ILLEGAL_PARAMETER)
        if kind in seen:
            raise Refused(ILLEGAL_PARAMETER)
        seen.add(kind)
        raw.append((kind, body))
    return raw


def extensions(r, where):
    """Reads the block, which ends the message, then each body."""
    raw = raw_extensions(r, where)
    r.end()
    return bodies(raw, where)


def bodies(raw, where):
    found = []
    for kind, body in raw:
        name = "GREASE" if is_grease(kind) else NAMES.get(kind, "unknown")
        one = {"type": kind, "name": name, "length": len(body), "body": body.hex()}
        if kind in FORMS[where]:
            inside = Reader(body)
            one |= FORMS[where][kind](inside)
            inside.end()
        found.append(one)
    return found


def client_hello(r):
    m = {"legacy_version": r.number(2), "random": r.take(32).hex(), "session_id": r.vector(1, 0, 32).hex(),
         "cipher_suites": numbers(r.vector(2, 2, 0xfffe), 2), "compression_methods": numbers(r.vector(1, 1), 1)}
    m["extensions"] = extensions(r, CLIENT) if r.left() else None
    m["empty_renegotiation_info_scsv"] = 0x00ff in m["cipher_suites"]
    m["fallback_scsv"] = 0x5600 in m["cipher_suites"]
    return m


def server_hello(r):
    version, random = r.number(2), r.take(32)
    m = {"legacy_version": version, "random": random.hex(), "session_id": r.vector(1, 0, 32).hex(),
         "cipher_suite": r.number(2), "compression_method": r.number(1)}
    m["extensions"] = extensions(r, RETRY if random == HELLO_RETRY else SERVER) if r.left() else None
    return m


def new_session_ticket(r, tls13):
    if not tls13:
        return {"ticket_lifetime_hint": r.number(4), "ticket": r.vector(2, 0).hex()}
    m = {"ticket_lifetime": r.number(4), "ticket_age_add": r.number(4), "ticket_nonce": r.vector(1, 0).hex(),
         "ticket": r.vector(2, 1).hex()}
    m["extensions"] = extensions(r, TICKET)
    return m


def ecdh_params(r):
    if (curve_type := r.number(1)) != 3:
        raise Refused(ILLEGAL_PARAMETER)
    return {"curve_type": curve_type, "namedcurve": r.number(2), "point": r.vector(1, 1).hex()}


def digitally_signed(r):
    return {"algorithm": r.number(2), "signature": r.vector(2, 0).hex()}


def server_key_exchange(r, exchange):
    if exchange == ECDHE:
        return {"params": ecdh_params(r), "signed_params": digitally_signed(r)}
    if exchange is None:
        return {"body": r.rest().hex()}
    m = {"psk_identity_hint": r.vector(2, 0).hex()}
    if exchange == ECDHE_PSK:
        m["params"] = ecdh_params(r)
    return m


def client_key_exchange(r, exchange):
    if exchange is None:
        return {"body": r.rest().hex()}
    m = {} if exchange == ECDHE else {"psk_identity": r.vector(2, 0).hex()}
    if exchange != PSK:
        m["point"] = r.vector(1, 1).hex()
    return m


def certificate(r, tls13):
    if tls13:
        m = {"certificate_request_context": r.vector(1, 0).hex()}
        items, entries = Reader(r.vector(3, 0)), []
        while items.left():
            entries.append((items.vector(3, 1).hex(), raw_extensions(items, CERTIFICATE)))
        r.end()
        m["certificate_list"] = [{"cert_data": data, "extensions": bodies(raw, CERTIFICATE)} for data, raw in entries]
        return m
    return {"certificate_list": [each.hex() for each in opaque_list(r, 0, 3)]}


def certificate_request(r, tls13):
    if tls13:
        m = {"certificate_request_context": r.vector(1, 0).hex()}
        m["extensions"] = extensions(r, REQUEST)
        return m
    return {"certificate_types": list(r.vector(1, 1)),
            "supported_signature_algorithms": numbers(r.vector(2, 2, 0xfffe), 2),
            "certificate_authorities": [each.hex() for each in opaque_list(r, 0)]}


def key_update(r):
    if (asks := r.number(1)) > 1:
        raise Refused(ILLEGAL_PARAMETER)
    return {"request_update": asks}


class Dialect:
    """The context of a message, which the message itself does not contain: the version, and the key exchange of the last
    ServerHello."""

    def __init__(self, tls13):
        self.tls13, self.exchange = tls13, None
        self.messages = MESSAGES | TLS_1_3 if tls13 else MESSAGES


def message(r, dialect):
    """Reads the message at the front of `r`."""
    if r.left() < 4:
        raise Refused(DECODE_ERROR)
    kind = r.number(1)
    if kind not in dialect.messages:
        raise Refused(UNEXPECTED_MESSAGE)
    body = r.vector(3, 0)
    inside = Reader(body)
    fields = {0: lambda: {}, 1: lambda: client_hello(inside), 2: lambda: server_hello(inside),
              4: lambda: new_session_ticket(inside, dialect.tls13), 11: lambda: certificate(inside, dialect.tls13),
              12: lambda: server_key_exchange(inside, dialect.exchange),
              13: lambda: certificate_request(inside, dialect.tls13), 14: lambda: {},
              15: lambda: digitally_signed(inside), 16: lambda: client_key_exchange(inside, dialect.exchange),
              20: lambda: {"verify_data": inside.rest().hex()}, 5: lambda: {},
              8: lambda: {"extensions": extensions(inside, ENCRYPTED)}, 24: lambda: key_update(inside)}[kind]()
    inside.end()
    if kind == 2:
        dialect.exchange = exchange_of(fields["cipher_suite"])
    return {"type": kind, "name": dialect.messages[kind], "length": len(body)} | fields


def records(data):
    """Yields (type, body, whether a ChangeCipherSpec precedes the record). Raises at a malformed record, behind the good ones."""
    r, protected = Reader(data), False
    while r.left():
        kind, _, size = (lambda h: (h[0], h[1:3], int.from_bytes(h[3:], "big")))(r.take(5))
        if kind not in (20, 21, 22, 23):
            raise Refused(UNEXPECTED_MESSAGE)
        if size > 2**14 + (2048 if kind == 23 or protected else 0):
            raise Refused(RECORD_OVERFLOW)
        yield kind, r.take(size), protected
        protected = protected or kind == 20


def is_plain(body, messages):
    """Whether a handshake record behind a ChangeCipherSpec is in the clear: it begins with a hello, or has whole messages."""
    if body[:1] in (b"\1", b"\2"):
        return b"\3\3".startswith(body[4:6])
    while len(body) >= 4 and body[0] in messages and len(body) >= 4 + int.from_bytes(body[1:4], "big"):
        body = body[4 + int.from_bytes(body[1:4], "big"):]
    return not body


def decode_records(data, dialect, found):
    pending = b""
    for kind, body, protected in records(data):
        encrypted = kind == 22 and protected and not pending and not is_plain(body, dialect.messages)
        if kind == 22 and not body or pending and (kind in (20, 23) or encrypted):
            raise Refused(UNEXPECTED_MESSAGE)
        if kind != 22 or encrypted:
            continue
        pending += body
        while len(pending) >= 4 and (pending[0] not in dialect.messages or
                                     len(pending) >= 4 + int.from_bytes(pending[1:4], "big")):
            r = Reader(pending)
            found.append(message(r, dialect))
            pending = r.rest()
    if pending or not data:
        raise Refused(DECODE_ERROR)


def decode(data, kind=None, tls13=False):
    found, dialect = [], Dialect(tls13)
    looks_like_records = len(data) >= 3 and 20 <= data[0] <= 23 and data[1] == 3 and data[2] <= 4
    try:
        if kind == "records" or (kind is None and looks_like_records):
            decode_records(data, dialect, found)
        else:
            r = Reader(data)
            if not data:
                raise Refused(DECODE_ERROR)
            while r.left():
                found.append(message(r, dialect))
    except Refused as refused:
        return {"error": {"alert": refused.alert}, "messages": found}
    return {"messages": found}


def decode_line(data, tls13=False):
    """Decodes exactly one message."""
    try:
        r = Reader(data)
        size = int.from_bytes(data[1:4], "big") + 4 if len(data) >= 4 else 0
        if len(data) >= 4 and data[0] in Dialect(tls13).messages and len(data) > size:
            raise Refused(DECODE_ERROR)
        found = message(r, Dialect(tls13))
    except Refused as refused:
        return {"error": {"alert": refused.alert}, "messages": []}
    return {"messages": [found]}
