"""The running system as tests meet it: its addresses, its rows, its processes.

The variables are those that deploy/up writes to `.local/env`.
"""

import functools
import http.client
import os
import socket
import time
import xmlrpc.client
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import psycopg2.extras
import pytest

PATIENCE_SECONDS = 30


def setting(name):
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: source .local/env first", pytrace=False)
    return value


def address(name):
    return setting(name).rstrip("/")


def wait_for(find, seconds=PATIENCE_SECONDS, of="the condition"):
    """Asks again and again until the answer is true in Python's eyes, and returns it."""
    deadline = time.monotonic() + seconds
    pause = 0.02
    while not (found := find()):
        assert time.monotonic() < deadline, f"{of}: not within {seconds} seconds"
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    return found


@functools.cache
def database():
    return psycopg2.connect(setting("DATABASE_URL"), connect_timeout=5)


def rows(statement, **values):
    """Runs a statement as the owner of the schema, who sees every tenant; a list of dictionaries."""
    try:
        return run(database(), statement, values)
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        database.cache_clear()  # the database was away meanwhile
        return run(database(), statement, values)


def run(connection, statement, values):
    with connection, connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
        cursor.execute(statement, values)
        return [dict(row) for row in cursor.fetchall()] if cursor.description else []


def value(statement, **values):
    """The first column of the only row."""
    [row] = rows(statement, **values)
    return next(iter(row.values()))


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


class UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def make_connection(self, host):
        return UnixConnection(self.path)


def state():
    """The folder of the installation, in which the database's socket has its place."""
    return Path(parse_qs(urlsplit(setting("DATABASE_URL")).query)["host"][0]).parents[1]


def supervisor():
    """supervisord's own methods (https://supervisord.org/api.html)."""
    path = state() / "run/supervisor.sock"
    return xmlrpc.client.ServerProxy("http://localhost", transport=UnixTransport(path)).supervisor


def processes():
    """Every function's and worker's process: its name and number."""
    found = supervisor().getAllProcessInfo()
    return {f"{p['group']}:{p['name']}": p["pid"] for p in found if p["statename"] == "RUNNING"}
