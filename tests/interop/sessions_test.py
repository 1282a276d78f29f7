"""sessions_test.py <client> <server> <folder of our peers> <folder of others> [unittest arguments]: two example servers that keep
sessions with an id (RFC 5246 7.4.1.2) in one Redis."""
import os
import shutil
import socket
import threading

import peers
from peers import HOST, TIME, Base, free_port, path

ANSWER = "HTTP/1.0 200 OK"
LIFETIME = 86400  # seconds: one day (RFC 5246 F.1.4)


class Redis:
    """A Redis of a test, and the simplest client of it."""

    def __init__(self, test):
        # Debian's redis-tools has the server's program under this name; the server acts by the name that it is started by.
        found = shutil.which("redis-server") or shutil.which("redis-check-rdb")
        test.need(found or "redis-server")
        program = path("redis-server")
        if not os.path.exists(program):
            os.symlink(os.path.realpath(found), program)
        self.port = free_port()
        self.program = test.start([program, "--port", str(self.port), "--bind", HOST, "--save", "", "--dir", os.path.dirname(program)])
        self.program.await_words("Ready to accept connections")

    def ask(self, *words):
        """The reply to a command: its first line, or the bytes that it announces."""
        with socket.create_connection((HOST, self.port), TIME) as client, client.makefile("rwb") as stream:
            stream.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(each), each) for each in words))
            stream.flush()
            line = stream.readline().strip()
            return stream.read(int(line[1:])) if line.startswith(b"$") else line

    def count(self):
        return int(self.ask(b"DBSIZE")[1:])


class Sessions(Base):
    def asks(self, server, *arguments):
        """A connection of openssl without tickets. Returns whether its session was resumed."""
        client = self.s_client(server.port, "-no_ticket", "-CAfile", path("ec.crt"), *arguments)
        kind = client.await_words("(New|Reused), TLSv1.2")[1]
        client.say("a line")
        client.await_words(ANSWER)
        client.finish()
        return kind == "Reused"

    def test_a_session_of_one_server_is_resumed_by_another(self):
        redis, kept = Redis(self), path("shared")
        fleet = [self.server("--redis", str(redis.port)) for _ in range(2)]
        alone = self.server()
        self.assertFalse(self.asks(fleet[0], "-sess_out", kept))
        self.assertEqual(redis.count(), 1)
        left = int(redis.ask(b"TTL", redis.ask(b"RANDOMKEY"))[1:])
        self.assertTrue(LIFETIME - TIME <= left <= LIFETIME, left)
        self.assertTrue(self.asks(fleet[1], "-sess_in", kept))
        self.assertTrue(self.asks(fleet[0], "-sess_in", kept))
        self.assertFalse(self.asks(alone, "-sess_in", kept))
        self.assertEqual(redis.count(), 1)
        redis.ask(b"FLUSHALL")
        self.assertFalse(self.asks(fleet[1], "-sess_in", kept))
        for each in (*fleet, alone):
            self.assertEqual(each.stop(), 0)

    def test_replies_that_nobody_asked_for_end_the_connection_to_the_store(self):
        with socket.create_server((HOST, 0)) as listener:
            listener.settimeout(TIME)

            def store():
                for _ in range(2):
                    with listener.accept()[0] as client:
                        client.recv(1 << 16)
                        client.sendall(b"+OK\r\n" * 3)
                        client.recv(1)  # until the server closes

            thread = threading.Thread(target=store, daemon=True)
            thread.start()
            server = self.server("--redis", str(listener.getsockname()[1]))
            for _ in range(2):
                self.assertFalse(self.asks(server))
            server.await_words("no answer from Redis", 2)
            thread.join(TIME)
            self.assertFalse(thread.is_alive())
            self.assertEqual(server.stop(), 0)

    def test_a_store_that_is_gone_costs_no_connection(self):
        redis, kept = Redis(self), path("gone")
        server = self.server("--redis", str(redis.port))
        self.assertFalse(self.asks(server, "-sess_out", kept))
        self.assertTrue(self.asks(server, "-sess_in", kept))
        redis.program.stop()
        self.assertFalse(self.asks(server, "-sess_in", kept))
        server.await_words("no answer from Redis")
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    peers.main()
