"""mosquitto, a real broker of MQTT, on loopback: with a certificate, that asks for one of clients, or with a pre-shared key."""
import os
import socket
import time

HOST = "127.0.0.1"
# An ephemeral port of the listener in the clear, for mosquitto_sub, and one of the listener with TLS.
CONFIGURATION = """
user root
allow_anonymous true
listener {clear} 127.0.0.1
listener {port} 127.0.0.1
{tls}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def start(start_program, program, folder, *tls):
    """`start_program`: of a test, which stops it. Lines of `tls`: mosquitto.conf(5). The answer has `port` and `clear`."""
    ports = {"clear": free_port(), "port": free_port()}
    configuration = os.path.join(folder, f"mosquitto-{ports['port']}.conf")
    with open(configuration, "w", encoding="ascii") as file:
        file.write(CONFIGURATION.format(tls="\n".join(tls), **ports))
    broker = start_program([program, "-v", "-c", configuration])
    broker.port, broker.clear = ports["port"], ports["clear"]
    for _ in range(1000):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, broker.port)) == 0:
                return broker
        time.sleep(0.01)
    raise AssertionError(broker.output)
