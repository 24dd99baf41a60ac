"""What a thousand open dashboards cost: whether each hears of a change, and what the functions notice."""

import http.client
import json
import select
import socket
import subprocess
import time
from urllib.parse import urlsplit

from system import median, resident_megabytes
from table import Row

SUMMARY = "/api/dashboard?view=summary"


def measure(system):
    count = system.scaled(1_000, 50)
    cookie = log_in(system)
    client = system.client()
    client.times(SUMMARY, 20)
    before, memory = median(client.times(SUMMARY, 200)), gateway_megabytes(system)
    streams = [open_stream(system, cookie) for _ in range(count)]
    try:
        for stream in streams:
            await_bytes(stream, b"200 OK")
        held = busy_connections(system)
        during = median(client.times(SUMMARY, 200))
        drain(streams)
        begin = time.perf_counter()
        post(system)
        heard = await_all(streams, seconds=30)
        elapsed = time.perf_counter() - begin
        grown = gateway_megabytes(system) - memory
    finally:
        for stream in streams:
            stream.close()
    yield Row(f"dashboards open at once, connections of functions they hold", f"{count:,}, {held}", goal="0 held",
              reached=held == 0)
    yield Row("of them hear of a transaction", f"{heard:,} within {elapsed:.1f} s", goal="all", reached=heard == count)
    yield Row("memory of the gateway for them", f"{grown:.1f} MB")
    yield Row("the figures of today meanwhile", f"{during:.1f} ms", f"before: {before:.1f} ms", during / before)


def address(system):
    parts = urlsplit(system.base_url)
    return parts.hostname, parts.port


def log_in(system):
    peer = http.client.HTTPConnection(*address(system), timeout=30)
    body = {"email": system.settings["ADMIN_EMAIL"], "password": system.settings["ADMIN_PASSWORD"]}
    peer.request("POST", "/api/session", json.dumps(body), {"content-type": "application/json"})
    answer = peer.getresponse()
    answer.read()
    return answer.headers["set-cookie"].split(";")[0]


def open_stream(system, cookie):
    stream = socket.create_connection(address(system), timeout=30)
    host = urlsplit(system.base_url).netloc
    stream.sendall(f"GET /api/events HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n"
                   f"Cookie: {cookie}\r\n\r\n".encode())
    return stream


def await_bytes(stream, wanted):
    heard = b""
    while wanted not in heard:
        more = stream.recv(65536)
        if not more:
            raise RuntimeError(f"A stream ended: {heard[:200]!r}")
        heard += more


def drain(streams):
    """Takes away what has come so far, until nothing more comes."""
    while ready := select_from(streams, 1):
        for stream in ready:
            stream.recv(65536)


def await_all(streams, seconds):
    """How many streams have heard something within the time."""
    deaf, deadline = set(streams), time.monotonic() + seconds
    while deaf and time.monotonic() < deadline:
        for stream in select_from(deaf, 1):
            if b"data:" in stream.recv(65536):
                deaf.discard(stream)
    return len(streams) - len(deaf)


def select_from(streams, seconds):
    poll, by_number = select.poll(), {stream.fileno(): stream for stream in streams}
    for number in by_number:
        poll.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(1000 * seconds)]


def post(system):
    system.client().request("POST", "/webhook/transaction-complete", {
        "transactionId": f"open-{time.time_ns()}", "customerPhone": "+14155172054", "customerName": "Maria Lopez"})


def busy_connections(system):
    """Connections that the gateway holds to functions, once the last answer is out."""
    deadline = time.monotonic() + 10
    while True:
        lines = subprocess.run(["ss", "-xH", "state", "established"], stdout=subprocess.PIPE, text=True, check=True).stdout
        run = str((system.state / "run").resolve())
        held = sum(run in line and ".sock" in line and "/events/" not in line and "supervisor" not in line
                   for line in lines.splitlines())
        if held == 0 or time.monotonic() > deadline:
            return held
        time.sleep(0.2)


def gateway_megabytes(system):
    master = int((system.state / "run" / "nginx.pid").read_text())
    workers = subprocess.run(["pgrep", "-P", str(master)], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return sum(resident_megabytes(int(pid)) for pid in workers)
