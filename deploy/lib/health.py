"""Whether a release is well: does it stay up, does it answer, does it answer through the gateway?"""

import http.client
import time

import fastcgi
import front_door
import manifest
import settings
import supervisor
from state import LOGS, RUN, Failure


def await_running(candidate, seconds=15):
    deadline = time.monotonic() + seconds
    while True:
        states = {process["statename"] for process in supervisor.processes(candidate.group)}
        if states == {"RUNNING"}:
            return
        if states & {"BACKOFF", "EXITED", "FATAL"} or time.monotonic() > deadline:
            raise Failure(f"{candidate.name} does not stay up. {last_words(candidate.name)}")
        time.sleep(0.1)


def last_words(name):
    """The end of what a function said: why it would not start."""
    logs = sorted(LOGS.glob(f"{name}-*.log"), key=lambda path: path.stat().st_mtime)
    lines = logs[-1].read_text(errors="replace").splitlines()[-3:] if logs else []
    return "Its log ends:\n    " + "\n    ".join(lines) + "\n" if lines else ""


def answers(candidate):
    method, path = manifest.probe(candidate.manifest)
    return fastcgi.request(RUN / f"{candidate.group}.sock", method, path)


def check_socket(candidate):
    if candidate.manifest["kind"] != "function":
        return
    try:
        status = answers(candidate)
    except OSError as error:
        raise Failure(f"{candidate.name} does not answer: {error}. {last_words(candidate.name)}") from error
    if status >= 500:
        raise Failure(f"{candidate.name} answers {status}. {last_words(candidate.name)}")


def check_through_gateway(candidate):
    described = candidate.manifest
    if described["kind"] != "function" or described["gateway"] == "internal":
        return
    method, path = manifest.probe(described)
    if described["gateway"] == "sandbox":
        peer = http.client.HTTPConnection(settings.sandbox_url().removeprefix("http://"), timeout=10)
        status, _ = front_door.answer(peer, method, path)
    else:
        status, _ = front_door.request(method, path)
    if status >= 500:
        raise Failure(f"{candidate.name} answers {status} through the gateway.")
