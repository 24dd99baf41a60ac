"""How fast the log is downloaded, against psql writing the same query to a file."""

import hashlib
import subprocess
import tempfile
import time
from pathlib import Path

from rows import fill
from system import HERE, median, resident_megabytes
from table import Row


def measure(system):
    rows = system.scaled(1_000_000, 20_000)
    fill(system, rows)
    pids = system.pids("export")
    before = max(map(resident_megabytes, pids))
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.csv", Path(folder) / "theirs.csv"
        pairs = [(timed(download, system, ours), timed(copy, system, theirs)) for _ in range(3)]
        if rows_of(ours) != rows_of(theirs):
            raise RuntimeError("The two files differ.")
        megabytes = ours.stat().st_size / 1e6
    own, other = (median(column) for column in zip(*pairs))
    ratio = median(other / own for own, other in pairs)
    yield Row(f"CSV of {rows:,} messages, {megabytes:.0f} MB", f"{own:.1f} s", f"psql, COPY: {other:.1f} s",
              ratio=ratio, goal="≥ 0.8", reached=ratio >= 0.8)
    peak = max(map(peak_megabytes, pids))
    # Flat: a connection's buffers and a thread's stack more, however large the file is.
    yield Row("memory of export, at its peak", f"{peak:.1f} MB", f"before: {before:.1f} MB",
              goal="≤ 5 MB more", reached=peak <= before + 5)


def timed(work, system, path):
    begin = time.perf_counter()
    work(system, path)
    return time.perf_counter() - begin


def download(system, path):
    command = ["curl", "--silent", "--fail", "--header", "@-", "--output", path]
    subprocess.run([*command, f"{system.base_url}/api/export/messages.csv"],
                   input=f"x-api-key: {system.key}", text=True, check=True)


def copy(system, path):
    subprocess.run(["psql", "-qX", "-o", path, "-f", HERE / "export.sql", system.database_url], check=True)


def peak_megabytes(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))


def rows_of(path):
    """A digest of the file's lines; ours end with CR LF, as RFC 4180 asks."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for line in file:
            digest.update(line.rstrip(b"\r\n") + b"\n")
    return digest.digest()
