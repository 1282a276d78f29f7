"""The firmware examples on an emulated board whose UART is connected to real clients and servers.
firmware_test.py QEMU BOARD FOLDER IDENTITY TEST [option of QEMU...]: FOLDER has the images, IDENTITY the key and the certificate
that the images contain."""
import os
import re
import socket
import ssl
import subprocess
import sys
import time

from device import HOST, TIME, Test


def expect(device, status, *lines):
    """The device ends with this status, and its output is exactly these lines (regular expressions)."""
    actual = device.finish()
    output_lines = device.output.splitlines()
    same = len(output_lines) == len(lines) and all(re.fullmatch(line, text) for line, text in zip(lines, output_lines))
    if actual != status or not same:
        raise AssertionError(f"exit status {actual}, expected {status}; output:\n{device.output}\nexpected:\n" + "\n".join(lines))


def expect_messages(server, **counts):
    """Checks the number of messages in the output of an OpenSSL program with -msg, which lists decrypted messages, too."""
    for name, count in counts.items():
        seen = len(re.findall(f"{name}$", server.output, re.M))
        if seen != count:
            raise AssertionError(f"{seen} {name}, expected {count}:\n{server.output}")


FIRST = "full handshake, secure renegotiation, ticket stored"
RENEWED = "full handshake, renegotiated, secure renegotiation, ticket stored"
AGAIN = "resumed, secure renegotiation"
RENEGOTIATED = "resumed, renegotiated, secure renegotiation"
STACK = r"stack \d+"
FIRST_1_3 = ["full handshake, TLS 1.3", "ticket stored, answered"]
AGAIN_1_3 = ["resumed, TLS 1.3", "ticket stored, answered"]
PSK_1_3 = ["-psk", "2b3c4d5e6f708192a3b4c5d6e7f8091a", "-psk_identity", "device-1", "-allow_no_dhe_kex"]
CCM_8 = ["-cipher", "ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0"]  # OpenSSL allows the short tag at level 0 only


def test_tls_client(test, example="tls_client", arguments=()):
    """A full handshake with a full renegotiation; then a resumption whose renegotiation uses the ticket."""
    server = test.s_server("-rev", "-client_renegotiation", "-msg", *arguments)
    device = test.calling_device(example, server.port)
    expect(device, 0, FIRST, RENEWED, "answered", AGAIN, RENEGOTIATED, "answered", STACK)
    test.keep(device, example)
    # The counts include the encrypted handshakes of the renegotiations.
    expect_messages(server, ClientHello=4, NewSessionTicket=2, ClientKeyExchange=2, Finished=8)


def test_tls_client_12(test):
    """The image with TLS 1.2 only."""
    test_tls_client(test, "tls_client_12")


def test_tls_client_13(test, example="tls_client", suite="TLS_AES_128_GCM_SHA256", arguments=(), full=True):
    """A server of both versions chooses TLS 1.3: a full handshake, then a resumption."""
    server = test.s_server("-rev", "-msg", "-ciphersuites", suite, *arguments, versions=())
    device = test.calling_device(example, server.port)
    expect(device, 0, *FIRST_1_3, *AGAIN_1_3, STACK)
    test.keep(device, example + "_13" if example == "tls_client" else example)
    expect_messages(server, ClientHello=2, EncryptedExtensions=2, Certificate=1 if full else 0, Finished=4)


def test_tls_client_stripped(test):
    """A man in the middle removes TLS 1.3 from the hello. The server marks its random (RFC 8446 4.1.3), and the client refuses."""
    server = test.s_server("-rev", "-msg", versions=())
    device = test.calling_device("tls_client", test.stripper(server.port).port)
    expect(device, 1, f"failed {42 << 24}")  # errc::downgrade_detected
    server.await_words("fatal illegal_parameter")


def test_tls_client_chain(test):
    """A chain of the root that the device knows, in each version; one that has expired; one of a stranger's."""
    server = test.s_server("-rev", "-msg", *test.chain("chain"), versions=())
    device = test.calling_device("tls_client_chain", server.port)
    expect(device, 0, *FIRST_1_3, *AGAIN_1_3, STACK)
    server = test.s_server("-rev", "-client_renegotiation", *test.chain("chain"))
    device = test.calling_device("tls_client_chain", server.port)
    expect(device, 0, FIRST, RENEWED, "answered", AGAIN, RENEGOTIATED, "answered", STACK)
    for versions in ((), ("-tls1_2",)):
        # Not the alerts: the board's end of the line is gone with bytes unread, and what it has sent may be lost.
        for chain, code in (("expired", 66), ("stranger", 69)):  # errc::certificate_expired, errc::unknown_issuer
            server = test.s_server(*test.chain(chain), versions=versions)
            device = test.calling_device("tls_client_chain", server.port)
            expect(device, 1, f"failed {code << 24}")


def test_tls_client_psk13(test):
    """A pre-shared key of TLS 1.3 with psk_ke: neither a certificate nor a key share is sent."""
    test_tls_client_13(test, "tls_client_psk13", "TLS_AES_128_CCM_8_SHA256", PSK_1_3, full=False)


def test_tls_client_without_tickets(test):
    """Without tickets every handshake is a full one."""
    server = test.s_server("-rev", "-client_renegotiation", "-msg", "-no_ticket", "-no_cache")
    device = test.calling_device("tls_client", server.port)
    full, renegotiated = "full handshake, secure renegotiation", "full handshake, renegotiated, secure renegotiation"
    expect(device, 0, *[full, renegotiated, "answered"] * 2, STACK)
    expect_messages(server, ClientHello=4, NewSessionTicket=0, ClientKeyExchange=4, Finished=8)


def test_tls_client_renewed(test):
    """A server that renews the ticket in the abbreviated handshake, and refuses to renegotiate."""
    server = test.renewing_server()
    device = test.calling_device("tls_client", server.port)
    refused = "renegotiation refused"
    expect(device, 0, FIRST, refused, "answered", AGAIN + ", ticket stored", refused, "answered", STACK)
    server.await_words("New, secure renegotiation: yes\r?\nReused, secure renegotiation: yes")


def test_tls_client_unpatched(test):
    """The client is strict: it sends a fatal handshake_failure (RFC 5746 4.1) and reports the reason."""
    server = test.unpatched_server()
    device = test.calling_device("tls_client", server.port)
    expect(device, 1, f"failed {32 << 24}")  # errc::insecure_peer
    server.await_words("Handshake failed|handshake_failure|fatal alert")


def test_tls_client_stranger(test):
    """A server with another key than the pinned one."""
    key, certificate = (os.path.join(test.scratch.name, name) for name in ("key", "certificate"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=sensor.example", "-keyout", key, "-out", certificate], check=True, timeout=TIME, capture_output=True)
    server = test.start(["openssl", "s_server", "-accept", f"{HOST}:0", "-tls1_2", "-cert", certificate, "-key", key])
    port = int(server.await_words(r"ACCEPT .*:(\d+)")[1])
    device = test.calling_device("tls_client", port)
    expect(device, 1, f"failed {58 << 24}")  # errc::untrusted_peer
    server.await_words("alert")


def test_tls_client_psk(test):
    test_tls_client(test, "tls_client_psk", ["-psk", "1a2b3c4d5e6f708192a3b4c5d6e7f809", "-psk_identity", "device-1",
                                             "-cipher", "PSK-AES128-CCM8"])


def test_c_api(test):
    server = test.s_server("-rev", "-client_renegotiation", "-msg")
    device = test.calling_device("c_api", server.port)
    renegotiated = "full handshake, renegotiated, secure renegotiation"
    expect(device, 0, "full handshake, secure renegotiation", renegotiated, "answered", AGAIN, RENEGOTIATED, "answered")
    expect_messages(server, ClientHello=4, NewSessionTicket=2, ClientKeyExchange=2, Finished=8)


def test_mqtt(test):
    """The broker is mosquitto, whose log shows what was published and delivered."""
    broker = test.mosquitto("psk_hint broker", f"psk_file {test.psk_file('device-1', '1a2b3c4d5e6f708192a3b4c5d6e7f809')}",
                            "ciphers PSK-AES128-CCM8:@SECLEVEL=0")
    device = test.calling_device("mqtt", broker.port)
    expect(device, 0, "full handshake, the message came back", "resumed, the message came back")
    for log_line in (r"Received PUBLISH from device-1 \(.*'sensors/1'.*4 bytes", r"Sending PUBLISH to device-1 \(.*'sensors/1'",
                 "Received DISCONNECT from device-1"):
        broker.await_words(log_line, 2)


def test_hello_rom(test):
    server = test.s_server("-msg")
    device = test.calling_device("hello_rom", server.port)
    expect(device, 0, rf"hello of \d+ bytes in flash; the server chose suite {0xc02b}")


def test_peek(test):
    """The device reads a hello of more than 2 KB with 1 KB of RAM."""
    device = test.called_device("peek")
    protocols = ",".join(f"protocol-{i:04}-{'x' * 40}" for i in range(40))
    client = test.s_client(device.port, "-alpn", protocols)
    expect(device, 0, r"hello of 2\d\d\d bytes for sensor.example, secure renegotiation", STACK)
    client.await_words("alert access denied")
    size = subprocess.run(["arm-none-eabi-size", os.path.join(test.folder, f"peek-{test.board}.elf")], check=True,
                          capture_output=True, text=True).stdout.split("\n")[1].split()
    ram = int(size[1]) + int(size[2]) + int(device.output.split()[-1])
    print(f"peek: {ram} bytes of RAM")
    if ram > 1024:
        raise AssertionError(f"peek takes {ram} bytes of RAM, more than 1,024")


def test_tls_server(test, cipher="ECDHE-ECDSA-AES128-GCM-SHA256", arguments=()):
    """The client is s_client: a full handshake with a ticket, a renegotiation, then a resumption."""
    device = test.called_device("tls_server")
    session = os.path.join(test.scratch.name, "session")
    client = test.s_client(device.port, "-msg", "-sess_out", session, *arguments)
    device.await_words("full handshake, secure renegotiation, ticket given\n")
    client.await_words(f"New, TLSv1.2, Cipher is {cipher}\n")
    client.await_words("TLS session ticket:")
    client.say("R")
    device.await_words("renegotiation.*\n", 2)
    client.say("a line for the device")
    client.await_words("\na line for the device")
    client.say("Q")
    client.finish()
    expect_messages(client, ClientHello=2, NewSessionTicket=2, Finished=4)
    device.await_words("closed\n")
    again = test.s_client(device.port, "-sess_in", session, *arguments)
    device.await_words("\nresumed, secure renegotiation")
    again.await_words(f"Reused, TLSv1.2, Cipher is {cipher}\n")
    again.say("once more")
    again.await_words("\nonce more")
    again.say("Q")
    again.finish()
    device.await_words("closed\n", 2)
    if "failed" in device.output:
        raise AssertionError(device.output)


def test_tls_server_13(test, suite="TLS_AES_128_GCM_SHA256", arguments=()):
    """s_client of both versions, whose hello has a list of protocols that is longer than the buffers: TLS 1.3 with a
    ticket and new keys, then resumed, once with a retry; and a client of TLS 1.2 alone behind them."""
    device = test.called_device("tls_server")
    session = os.path.join(test.scratch.name, "session")
    protocols = ",".join(f"protocol-{i:04}-{'x' * 40}" for i in range(60))
    arguments = ["-msg", "-ciphersuites", suite, "-alpn", protocols, *arguments]
    client = test.s_client(device.port, "-sess_out", session, "-groups", "P-256", *arguments, versions=())
    device.await_words("full handshake, TLS 1.3, ticket given\n")
    client.await_words(f"New, TLSv1.3, Cipher is {suite}\n")
    client.await_words("Handshake .*, NewSessionTicket\n")
    client.say("K")
    client.await_words("KeyUpdate\n", 2)
    client.say("a line for the device")
    client.await_words("\na line for the device")
    client.say("Q")
    client.finish()
    expect_messages(client, ClientHello=1, EncryptedExtensions=1, KeyUpdate=2, Finished=2)
    device.await_words("closed\n")
    for number, (groups, hellos) in enumerate((("P-256", 1), ("X25519:P-256", 2)), 1):
        again = test.s_client(device.port, "-sess_in", session, "-groups", groups, *arguments, versions=())
        device.await_words("\nresumed, TLS 1.3, ticket given", number)
        again.await_words(f"Reused, TLSv1.3, Cipher is {suite}\n")
        again.say("once more")
        again.await_words("\nonce more")
        again.say("Q")
        again.finish()
        expect_messages(again, ClientHello=hellos, Certificate=0, Finished=2)
        device.await_words("closed\n", 1 + number)
    lower = test.s_client(device.port, *[each for each in arguments if each not in ("-ciphersuites", suite)])
    device.await_words("full handshake, secure renegotiation, ticket given\n")
    lower.say("Q")
    lower.finish()
    if "failed" in device.output:
        raise AssertionError(device.output)


def test_tls_server_slow(test):
    """The server ends connections of clients that stall, that send one byte a second, or that do not read. The next client gets
    its turn."""
    device = test.called_device("tls_server")
    lost = f"failed {51 << 24}\n"  # errc::connection_lost
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(test.pem())
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    outgoing = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), outgoing).do_handshake()
    except ssl.SSLWantReadError:
        hello = outgoing.read()
    with socket.create_connection((HOST, device.port), TIME) as peer:
        peer.sendall(hello[:100])
        device.await_words(lost)
    with socket.create_connection((HOST, device.port), TIME) as peer:
        for byte in hello[:-1]:  # an emulator's clock may be slow
            if device.output.count(lost) < 2:
                peer.sendall(bytes([byte]))
                time.sleep(1)
        if device.output.count(lost) < 2:
            raise AssertionError("the device does not limit the duration of a handshake")
    with socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.connect((HOST, device.port))
        with context.wrap_socket(peer) as deaf:
            deaf.setblocking(False)
            begun = time.monotonic()
            while device.output.count(lost) < 3:
                try:
                    deaf.send(b"x" * 1024)
                except ssl.SSLWantWriteError:
                    time.sleep(0.1)
                if time.monotonic() - begun > 2 * TIME:
                    raise AssertionError("the device does not end a connection to a client that does not read")
    client = test.s_client(device.port)
    client.await_words("TLS session ticket:")
    client.say("a line for the device")
    client.await_words("\na line for the device")


def test_tls_server_engine(test):
    """The AES of the chip protects records and tickets, with CCM."""
    test_tls_server(test, "ECDHE-ECDSA-AES128-CCM8", CCM_8)


def test_tls_server_13_engine(test):
    test_tls_server_13(test, "TLS_AES_128_CCM_8_SHA256", CCM_8)


def test_tls_client_engine(test):
    test_tls_client(test, "tls_client", CCM_8)


def test_tls_client_13_engine(test):
    test_tls_client_13(test, suite="TLS_AES_128_CCM_8_SHA256", arguments=["-cipher", "DEFAULT:@SECLEVEL=0"])


test_tls_client_psk13_engine = test_tls_client_psk13


def main():
    *places, name = sys.argv[1:6]
    test = Test(*places, sys.argv[6:])
    try:
        globals()["test_" + name](test)
    finally:
        test.close()


main()
