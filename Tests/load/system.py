"""The system under measurement, as `deploy/up` left it: its address, its key, its rows, its processes."""

import http.client
import json
import os
import re
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


class System:
    def __init__(self, state, quick, large=False):
        self.state = Path(state)
        # A small scale, to see whether everything works; its figures mean little.
        self.quick = quick
        # Ten million messages, which take a while to make and some 20 GB.
        self.large = large
        lines = (self.state / "env").read_text().splitlines()
        self.settings = dict(line.split("=", 1) for line in lines if "=" in line)
        self.base_url = self.settings["BASE_URL"]
        self.key = self.settings["API_KEY"]
        self.database_url = self.settings["DATABASE_URL"]

    def scaled(self, full, quick):
        return quick if self.quick else full

    def sql(self, text):
        """Runs SQL as the schema's owner; the rows come back as lists of texts."""
        command = ["psql", "-qXAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", self.database_url]
        answer = subprocess.run(command, input=text, capture_output=True, text=True)
        if answer.returncode:
            raise RuntimeError(answer.stderr)
        return [line.split("\t") for line in answer.stdout.splitlines()]

    def number(self, text):
        return int(self.sql(text)[0][0])

    def client(self, url=None):
        return Client(url or self.base_url, self.key)

    def configure(self, **values):
        self.client().request("POST", "/api/config", values)

    def environment_of(self, function):
        """What supervisor gives a function: the names are those of its manifest."""
        text = next((self.state / "supervisor.d").glob(f"{function}.*.conf")).read_text()
        words = re.search(r"^environment=(.*)$", text, re.M)[1]
        return {k: v.replace("%%", "%") for k, v in re.findall(r'(\w+)="([^"]*)"', words)}

    def binary(self, function):
        return self.state / "releases" / function / "current" / function

    def pids(self, function):
        answer = subprocess.run(
            [ROOT / "deploy" / "functions", "--json"], stdout=subprocess.PIPE, text=True, check=True,
            env={**os.environ, "SMS_STATE_DIR": str(self.state)}).stdout
        return next(entry["pids"] for entry in json.loads(answer) if entry["name"] == function)


class Client:
    """One kept connection to the gateway."""

    def __init__(self, url, key):
        self.peer = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        self.headers = {"x-api-key": key, "content-type": "application/json"}

    def request(self, method, path, body=None):
        self.peer.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.peer.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return text

    def times(self, path, count):
        """Milliseconds of so many requests, one after the other."""
        found = []
        for _ in range(count):
            begin = time.perf_counter()
            self.request("GET", path)
            found.append((time.perf_counter() - begin) * 1000)
        return found


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values):
    return statistics.median(values)


def resident_megabytes(pid):
    """Resident memory of a process, in MB of a million bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def start_wrk(system, script, url, connections, seconds, *words):
    """Starts wrk with a script whose `done` prints one line of JSON."""
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "-s", str(HERE / script), url, "--"]
    return subprocess.Popen(
        [*command, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "API_KEY": system.key})


def result_of(started):
    """What a started wrk has found, when it has ended."""
    output, _ = started.communicate()
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(output)
    return json.loads(lines[-1])


def wrk(*arguments):
    return result_of(start_wrk(*arguments))
