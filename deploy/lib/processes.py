"""What runs, for `deploy/status` and `deploy/functions`."""

import http.client
import json
import os
import signal
import sys
import time

import front_door
import release
import settings
import supervisor
from state import IS_ROOT, Values


def functions():
    """One entry for each deployed function and worker."""
    running = supervisor.processes() if supervisor.is_running() else []
    found = []
    for deployed in release.deployed():
        described = deployed.manifest
        if described["kind"] == "tool":
            continue
        mine = [p for p in running if p["group"] == deployed.group and p["statename"] == "RUNNING"]
        found.append({
            "name": deployed.name, "kind": described["kind"], "release": deployed.number,
            "commit": deployed.read("commit"), "staged": deployed.read("staged"),
            "since": moment(min(p["start"] for p in mine)) if mine else None,
            "processes": described["processes"], "pids": [p["pid"] for p in mine],
            "memoryBytes": sum(resident(p["pid"]) for p in mine),
        })
    return found


def services():
    """The parts that are not ours: the database and the gateway."""
    running = supervisor.processes() if supervisor.is_running() else []
    return [{
        "name": p["name"], "pids": [p["pid"]] if p["statename"] == "RUNNING" else [],
        "since": moment(p["start"]) if p["statename"] == "RUNNING" else None,
    } for p in running if p["group"] in ("postgres", "nginx")]


def moment(seconds):
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))


def resident(pid):
    """Resident memory of a process in bytes; 0 when it has just ended."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def ask(path, **headers):
    """What the system says of itself, through its own front door: the status and the text."""
    try:
        return front_door.request("GET", path, headers=headers, seconds=5)
    except (OSError, http.client.HTTPException):
        return None, b""


def alerts():
    """What a person must look at; nothing when the system cannot be asked."""
    status, text = ask("/admin/status", **{"x-api-key": Values("secrets").get("API_KEY", "")})
    return json.loads(text)["alerts"] if status == 200 else []


def status():
    parts = [*services(), *functions()]
    ready, _ = ask("/health/ready")
    complete = all(len(part["pids"]) >= part.get("processes", 1) for part in parts) and bool(services())
    return {"ready": ready == 200, "complete": complete, "address": settings.base_url(), "parts": parts,
            "alerts": alerts()}


def table(header, rows):
    """Columns as wide as they must be."""
    widths = [max(len(str(row[i])) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())


def print_functions():
    table(("FUNCTION", "RELEASE", "COMMIT", "SINCE", "PROCESSES", "MEMORY"), [(
        f["name"], f["release"], f["commit"], f["since"] or "stopped",
        f"{len(f['pids'])} of {f['processes']}", f"{f['memoryBytes'] / 1e6:.1f} MB",
    ) for f in functions()])


def print_status(found):
    words = {(True, True): "all is well", (True, False): "it serves, but not with every process"}
    print(f"{found['address']}: {words.get((found['ready'], found['complete']), 'not well')}\n")
    table(("PART", "PROCESSES", "SINCE"), [(
        part["name"], f"{len(part['pids'])} of {part.get('processes', 1)}", part["since"] or "stopped",
    ) for part in found["parts"]])
    for alert in found["alerts"]:
        print(f"\nAlert since {alert['raisedAt']}, {alert['kind']} of {alert['subject']}: {alert['detail']}")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `deploy/status | head` is fine
    match sys.argv[1:]:
        case ["functions"]:
            print_functions()
        case ["functions", "--json"]:
            print(json.dumps(functions(), indent=2))
        case ["status", *options]:
            found = status()
            print(json.dumps(found, indent=2)) if options else print_status(found)
            if not found["ready"] or not found["complete"]:
                if IS_ROOT != (os.stat(release.RELEASES).st_uid == 0):
                    print("\nIt was started by another user.")
                sys.exit(1)
