"""How long a function takes from the start of its process to its first answer."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time

from system import ROOT, median
from table import Row

sys.path.insert(0, str(ROOT / "deploy" / "lib"))
import fastcgi  # noqa: E402


def measure(system):
    number = iter(range(1_000_000))

    def transaction():
        return json.dumps({"transactionId": f"cold-{time.time_ns()}-{next(number)}",
                           "customerPhone": "+14155172054", "customerName": "Maria Lopez"})

    for what, function, uri, body, goal in (
        ("health, without the database", "health", "/health/live", lambda: "", 5),
        ("webhook, a committed row", "webhook", "/webhook/transaction-complete", transaction, 30),
        ("stats, the dashboard", "stats", "/api/dashboard?view=summary", lambda: "", 30),
    ):
        found = [first_answer(system, function, uri, body()) for _ in range(system.scaled(21, 5))]
        yield Row(f"cold start of {what}", f"{median(found):.1f} ms", goal=f"≤ {goal} ms",
                  reached=median(found) <= goal)


def first_answer(system, function, uri, body):
    """Milliseconds until a new process, given its socket as descriptor 0, has answered."""
    environment = {"PATH": os.environ["PATH"], **system.environment_of(function)}
    environment.pop("METRICS_DIR", None)  # this process is none of the system's
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/socket")
        listener.listen()
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(10)
            peer.connect(f"{folder}/socket")
            peer.sendall(request(system, uri, body))
            begin = time.perf_counter()
            process = subprocess.Popen([system.binary(function)], stdin=listener, env=environment)
            answer = fastcgi.answer(peer)
            elapsed = time.perf_counter() - begin
        process.terminate()
        process.wait()
    if fastcgi.status(answer) != 200:
        raise RuntimeError(f"{function}: {answer!r}")
    return elapsed * 1000


def request(system, uri, body):
    parameters = {
        "REQUEST_METHOD": "POST" if body else "GET", "REQUEST_URI": uri,
        "QUERY_STRING": uri.partition("?")[2], "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)) if body else "", "HTTP_X_API_KEY": system.key,
        "REMOTE_ADDR": "127.0.0.1", "REQUEST_ID": "cold-start",
    }
    return (
        fastcgi.record(fastcgi.BEGIN, bytes([0, fastcgi.RESPONDER, 0, 0, 0, 0, 0, 0]))
        + fastcgi.record(fastcgi.PARAMS, b"".join(fastcgi.pair(*item) for item in parameters.items()))
        + fastcgi.record(fastcgi.PARAMS, b"")
        + (fastcgi.record(fastcgi.STDIN, body.encode()) if body else b"")
        + fastcgi.record(fastcgi.STDIN, b""))
