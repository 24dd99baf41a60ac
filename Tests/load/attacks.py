"""What a good client notices while others attack the gateway: its latencies before and during."""

import collections
import concurrent.futures
import http.client
import itertools
import json
import resource
import secrets
import socket
import string
import threading
import time
import zlib
from urllib.parse import urlsplit

from system import percentile
from table import Row

# A good client's 99th percentile may grow by as much as a person would not notice.
SLOWER_MILLISECONDS = 100
# For this load itself and the gateway's other work.
SPARE_DESCRIPTORS = 500
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def measure(system):
    parts = urlsplit(system.base_url)
    place = (parts.hostname, parts.port)
    seconds = system.scaled(15, 3)
    # A process apart, or the good client would wait for the attackers' interpreter.
    with concurrent.futures.ProcessPoolExecutor(1) as apart:
        yield from measure_each(system, place, lambda: apart.submit(Good(system.key, place).run, seconds).result())


def measure_each(system, place, posting):
    for attack in (
        Idle(place, system.scaled(10_000, 500)),
        SlowHeaders(place, system.scaled(2_000, 200)),
        SlowBodies(place, system.scaled(2_000, 200)),
        WrongKeys(place, 100),
        LongHeaders(place, 50),
    ):
        # Each time anew, as a machine gets slower or faster by what others do on it.
        before = posting()
        with attack:
            during = posting()
        yield Row(
            f"transactions of a good client beside {attack.found()}", str(during), f"before: {before}", goal="all taken, p99 + 100 ms or twice",
            reached=not during.failures and during.p99 <= max(2 * before.p99, before.p99 + SLOWER_MILLISECONDS))


class Good:
    """A CRM that posts fifty transactions a second and expects every one to be taken."""

    def __init__(self, key, place):
        self.key, self.place = key, place
        self.times, self.failures = [], []

    def run(self, seconds, pause=0.02):
        peer, begin, count = self.connect(), time.perf_counter(), 0
        while time.perf_counter() - begin < seconds:
            count += 1
            started = time.perf_counter()
            try:
                status = self.post(peer)
                if status != 200:
                    self.failures.append(status)
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
                peer = self.connect()
            self.times.append((time.perf_counter() - started) * 1000)
            # At its own pace: what waits for a slow answer is late, and not forgotten.
            time.sleep(max(0, begin + count * pause - time.perf_counter()))
        return self

    def connect(self):
        return http.client.HTTPConnection(*self.place, timeout=30)

    def post(self, peer):
        body = {"transactionId": f"good-{secrets.token_hex(8)}", "customerPhone": "+14155172054"}
        peer.request("POST", "/webhook/transaction-complete", json.dumps(body),
                     {"x-api-key": self.key, "content-type": "application/json"})
        answer = peer.getresponse()
        answer.read()
        return answer.status

    @property
    def p99(self):
        return percentile(self.times, 0.99)

    def __str__(self):
        lost = f", {len(self.failures)} of {len(self.times)} refused" if self.failures else ""
        return f"p50 {percentile(self.times, 0.5):.1f}, p99 {self.p99:.1f} ms{lost}"


class Attack:
    """Something that goes on, on threads of its own, until the block is left."""

    hands = 1

    def __enter__(self):
        self.is_over = threading.Event()
        self.begin()
        self.threads = [threading.Thread(target=self.go_on, daemon=True) for _ in range(self.hands)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()
        self.end()

    def begin(self):
        pass

    def go_on(self):
        pass

    def end(self):
        pass


class Crowd(Attack):
    """Many connections, each of which is opened again when the gateway has had enough of it."""

    first = b""
    drip = b""

    def __init__(self, place, count):
        self.place, self.wanted, self.reopened, self.most = place, count, 0, 0
        self.peers = {}

    def begin(self):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.count = min(self.wanted, hard - SPARE_DESCRIPTORS)
        for number in range(self.count):
            self.peers[number] = self.open()
        self.most = len(self.peers)

    def open(self):
        # From addresses of its own: what this machine itself opens is not counted by the gateway.
        peer = socket.socket()
        peer.bind((f"127.0.1.{1 + secrets.randbelow(250)}", 0))
        peer.settimeout(10)
        peer.connect(self.place)
        peer.sendall(self.first)
        peer.setblocking(False)
        return peer

    def go_on(self):
        # Each once a second, a tenth of them at a time.
        for tenth in itertools.cycle(range(10)):
            if self.is_over.wait(0.1):
                return
            for number in range(tenth, self.count, 10):
                self.keep(number)

    def keep(self, number):
        peer = self.peers[number]
        try:
            if self.drip:
                peer.send(self.drip)
            if peer.recv(4096) == b"":
                raise ConnectionError
        except BlockingIOError:
            pass  # it is still open, and nothing was said
        except OSError:
            peer.close()
            self.peers[number] = self.open()
            self.reopened += 1

    def end(self):
        for peer in self.peers.values():
            peer.close()

    def found(self):
        less = "" if self.count == self.wanted else f" (of {self.wanted:,}: the machine's limit)"
        return f"{self.most:,}{less} {self.what}, {self.reopened:,} opened again"


class Idle(Crowd):
    what = "idle connections"
    # One request each, or the gateway would not take them for people who come back.
    first = b"GET /favicon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n"


class SlowHeaders(Crowd):
    what = "slow headers"
    first = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    drip = b"X-Slow: 1\r\n"


class SlowBodies(Crowd):
    what = "slow bodies"
    first = (b"POST /webhook/transaction-complete HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
             b"Content-Length: 100000\r\n\r\n{")
    drip = b" "


class Stream(Attack):
    """Requests at an even rate, on several connections, so that a slow answer delays no other."""

    hands = 5

    def __init__(self, place, rate):
        self.place, self.rate, self.answers = place, rate, collections.Counter()

    def go_on(self):
        peer, count, begin = http.client.HTTPConnection(*self.place, timeout=30), 0, time.perf_counter()
        while not self.is_over.is_set():
            count += 1
            try:
                self.ask(peer)
                answer = peer.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                status = "hung up"
                peer.close()
            self.answers[status] += 1
            time.sleep(max(0, begin + count * self.hands / self.rate - time.perf_counter()))
        self.seconds = time.perf_counter() - begin
        peer.close()

    def found(self):
        told = ", ".join(f"{count:,} × {status}" for status, count in self.answers.items())
        return f"{sum(self.answers.values()) / self.seconds:.0f} {self.what} a second ({told})"


class WrongKeys(Stream):
    what = "wrong keys"

    def ask(self, peer):
        peer.request("POST", "/webhook/transaction-complete", "{}",
                     {"x-api-key": wrong_key(), "content-type": "application/json"})


def wrong_key():
    """One with a right checksum (the CRC-32 of its secret in base 62), so that somebody must look it up."""
    secret = "".join(secrets.choice(BASE62) for _ in range(43))
    rest, checksum = zlib.crc32(secret.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        checksum = BASE62[digit] + checksum
    return f"sms_{secret}{checksum}"


class LongHeaders(Stream):
    what = "oversized headers"

    def ask(self, peer):
        peer.request("GET", "/api/messages", headers={"x-long": "x" * 60_000})
