"""Functions as other hosts would run them, and a Redis server that they share or miss."""

import contextlib
import os
import re
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from system import processes, wait_for

sys.path.append(str(Path(__file__).parents[2] / "deploy/lib"))
import fastcgi  # noqa: E402


class Host:
    """A process of a function with the environment of those that run, but a folder and limits of its own."""

    def __init__(self, function, **environment):
        self.folder = tempfile.TemporaryDirectory(prefix="sms-host-")
        # A group is named after the function and the number of its deployment.
        first = Path("/proc") / str(next(pid for name, pid in processes().items() if name.split(".")[0] == function))
        words = (first / "environ").read_bytes().split(b"\0")
        inherited = dict(word.decode().split("=", 1) for word in words if b"=" in word)
        self.socket, self.log = f"{self.folder.name}/socket", open(f"{self.folder.name}/log", "w")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.socket)
            listener.listen()
            self.process = subprocess.Popen(
                [os.readlink(first / "exe")], stdin=listener.fileno(), stderr=self.log,
                env={**inherited, "METRICS_DIR": self.folder.name, **environment})

    def ask(self, path, key):
        """The status of a GET, and its headers in small letters."""
        parameters = {
            "REQUEST_METHOD": "GET", "REQUEST_URI": path, "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_X_API_KEY": key, "REQUEST_ID": "test"}
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(30)
            peer.connect(self.socket)
            peer.sendall(
                fastcgi.record(fastcgi.BEGIN, b"\0\1\0\0\0\0\0\0")
                + fastcgi.record(fastcgi.PARAMS, b"".join(fastcgi.pair(*item) for item in parameters.items()))
                + fastcgi.record(fastcgi.PARAMS, b"") + fastcgi.record(fastcgi.STDIN, b""))
            answer = fastcgi.answer(peer)
        lines = answer.split(b"\r\n\r\n")[0].decode().split("\r\n")
        return fastcgi.status(answer), {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}

    def shares(self):
        """Whether it counts together with others, by what its log said last; None before it said anything."""
        said = re.findall(r'"event":"redis(Connected|Back|Away)"', Path(self.log.name).read_text())
        return said[-1] != "Away" if said else None

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()
        self.folder.cleanup()


class Redis:
    """A Redis server of the test's own, which keeps nothing."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://:hush-hush@127.0.0.1:{self.port}/3"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--requirepass", "hush-hush"], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        wait_for(self.is_there, of="the Redis server")

    def is_there(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class SlowDoor(socketserver.ThreadingTCPServer):
    """Lets through to a Redis server, but keeps what a client says first for a while."""

    daemon_threads = True
    seconds = 0.3

    def __init__(self, redis):
        self.redis = redis
        super().__init__(("127.0.0.1", 0), Passage)
        self.url = redis.url.replace(str(redis.port), str(self.server_address[1]))
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Passage(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.create_connection(("127.0.0.1", self.server.redis.port)) as inside:
            threading.Thread(target=carry, args=(inside, self.request), daemon=True).start()
            carry(self.request, inside, self.server.seconds)


def carry(source, target, late_by=0):
    """Passes on what comes until either end is closed; the first of it late."""
    with contextlib.suppress(OSError):
        while said := source.recv(65536):
            time.sleep(late_by)
            target.sendall(said)
            late_by = 0
        target.shutdown(socket.SHUT_WR)


def timed(work):
    """What the work gives, and how many seconds it took."""
    start = time.monotonic()
    return work(), time.monotonic() - start
