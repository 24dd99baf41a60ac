"""The running system as these tests see it: its front door, its provider, its rows, its processes.

`.local/env`, which deploy/up writes, says where all that is.
"""

import base64
import http.client
import json
import os
import sys
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2

# Longer than PostgreSQL takes to recover from a kill on a busy machine.
PATIENCE_SECONDS = 90
REFUSED_FOR_A_MOMENT = {429, 502, 503, 504}


def setting(name):
    value = os.environ.get(name)
    if not value:
        sys.exit(f"{name} is not set: source .local/env first")
    return value


class Answer:
    def __init__(self, status, body):
        self.status, self.body = status, body

    @property
    def is_success(self):
        return 200 <= self.status < 300

    def json(self):
        return json.loads(self.body)


class Door:
    """One keep-alive connection to an address, with the same headers on every request."""

    def __init__(self, address, headers):
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE_SECONDS)
        self.headers = {"content-type": "application/json", **headers}

    def ask(self, method, path, body=None):
        """The answer; None when the connection broke, and nobody knows how far the request got."""
        data = None if body is None else json.dumps(body)
        try:
            self.connection.request(method, path, data, self.headers)
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.read())
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return None

    def insist(self, method, path, body=None):
        """The first success; for questions and settings, which may be repeated."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.ask(method, path, body)
            if answer and answer.is_success:
                return answer.json() if answer.body else None
            if time.monotonic() > deadline:
                raise AssertionError(f"{method} {path}: {answer and (answer.status, answer.body[:300])}")
            time.sleep(0.2)


def front_door():
    return Door(setting("BASE_URL"), {"x-api-key": setting("API_KEY")})


class Provider:
    """The sandbox: how it behaves, and what customers got from it."""

    CALM = dict.fromkeys(
        ["transientErrorRate", "permanentErrorRate", "ambiguousErrorRate", "throttleRate", "dropRate",
         "undeliveredRate", "callbackLostRate", "callbackDoubledRate", "callbackReorderedRate"], 0.0)

    def __init__(self):
        account = f"{setting('TWILIO_ACCOUNT_SID')}:{setting('TWILIO_AUTH_TOKEN')}"
        self.door = Door(setting("SANDBOX_URL"), {
            "authorization": "Basic " + base64.b64encode(account.encode()).decode()})

    def behave(self, **changes):
        self.door.insist("POST", "/sandbox/control", {
            "latencyMs": [0, 50], "callbackDelayMs": [50, 500], **self.CALM, **changes})

    def messages(self):
        return self.door.insist("GET", "/sandbox/ledger")["messages"]


class Rows:
    """The database, past every rule: as its owner."""

    def __init__(self):
        self.url = setting("DATABASE_URL")
        self.connection = None

    def all(self, sql, *values):
        """Asked again while PostgreSQL is away."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                if self.connection is None:
                    self.connection = psycopg2.connect(self.url)
                    self.connection.autocommit = True
                with self.connection.cursor() as cursor:
                    cursor.execute(sql, values or None)
                    return cursor.fetchall()
            except psycopg2.OperationalError:
                self.connection = None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def one(self, sql, *values):
        return self.all(sql, *values)[0][0]


class Settings:
    """The tenant's settings while a test runs; those from before are put back afterwards."""

    def __init__(self, **changes):
        self.changes = changes

    def __enter__(self):
        before = front_door().insist("GET", "/api/config")
        self.before = {name: before[name] for name in self.changes}
        front_door().insist("POST", "/api/config", self.changes)

    def __exit__(self, *_):
        front_door().insist("POST", "/api/config", self.before)


def await_condition(what, condition, seconds, every=0.5):
    """Waits until the condition gives something true, and answers that."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {seconds} s: {what}")
        time.sleep(every)
    return found


def in_parallel(count, work):
    """Runs work(0), work(1), ... on a thread each; the first failure is passed on."""
    failures = []

    def guarded(number):
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


# Processes, found by what they run: nobody else's are touched.


def state_directory():
    host = parse_qs(urlsplit(setting("DATABASE_URL")).query)["host"][0]
    return Path(host).parent.parent.resolve()


def processes():
    """The system's process ids by name: functions, workers, nginx's workers, PostgreSQL's parts."""
    state = state_directory()
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name = name_of(entry, state)
        except OSError:
            continue  # it ended meanwhile
        if name:
            found.setdefault(name, []).append(int(entry.name))
    return found


def name_of(entry, state):
    executable = Path(os.readlink(entry / "exe"))
    if executable.is_relative_to(state / "releases"):
        return executable.name
    if executable.name == "postgres" and Path(os.readlink(entry / "cwd")) == state / "postgres":
        postmaster = (state / "postgres/postmaster.pid").read_text().split()[0]
        return "postmaster" if entry.name == postmaster else "postgres backend"
    words = (entry / "cmdline").read_bytes()
    if words.startswith(b"nginx: worker process") and parent_serves(entry, state):
        return "nginx worker"
    return None


def parent_serves(entry, state):
    parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
    return f"-p {state} ".encode() in Path(f"/proc/{parent}/cmdline").read_bytes()
