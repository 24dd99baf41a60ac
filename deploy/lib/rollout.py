"""Puts releases into service without a failed request, or leaves everything as it was.

A candidate runs beside its predecessor, as a supervisor group with a socket of its own. Only when
its processes are up and it answers does `run/<function>.sock`, a symbolic link that the gateway
connects through, come to point to it. The predecessor is then stopped: after it has accepted every
connection that was waiting for it, and finishing what it has begun.
"""

import sys
from pathlib import Path

import health
import manifest
import nginx
import release
import settings
import supervisor
from state import PROGRAMS, RELEASES, ROOT, RUN, Failure, link


def roll_out(candidates):
    """Replaces what runs by the candidates, all together."""
    before = {candidate.name: release.current(candidate.name) for candidate in candidates}
    try:
        start(candidates)
        put_into_service(candidates)
    except BaseException as error:  # an impatient Ctrl-C as well
        put_back(before, candidates)
        if isinstance(error, (Failure, OSError)):
            comfort = "\nerror: What ran before is back in service." if any(before.values()) else ""
            raise Failure(f"{error}{comfort}") from error
        raise
    leave([old for old in before.values() if old])
    for candidate in candidates:
        release.prune(candidate.name)


def start(candidates):
    """Starts the candidates and asks each whether it is well; nobody else can reach them yet."""
    for candidate in candidates:
        candidate.configure()
    supervisor.add([candidate.group for candidate in candidates])
    for candidate in candidates:
        health.await_running(candidate)
        health.check_socket(candidate)


def put_into_service(candidates):
    for candidate in candidates:
        point_to(candidate)
    nginx.apply()
    for candidate in candidates:
        health.check_through_gateway(candidate)


def put_back(before, candidates):
    for candidate in candidates:
        old = before[candidate.name]
        if old:
            point_to(old)
        else:
            (RELEASES / candidate.name / "current").unlink(missing_ok=True)
            (RUN / f"{candidate.name}.sock").unlink(missing_ok=True)
    nginx.apply()
    stop(candidates)
    for candidate in candidates:
        if before[candidate.name] is None or candidate.number > before[candidate.name].number:
            candidate.discard()


def point_to(chosen):
    chosen.make_current()
    if chosen.manifest["kind"] == "function":
        link(RUN / f"{chosen.name}.sock", f"{chosen.group}.sock")


def leave(releases):
    """Stops releases out of service. Connections are accepted in the order they came, so once a
    request of our own is answered, none that came before the swap still waits."""
    for old in releases:
        if old.manifest["kind"] == "function":
            try:
                health.answers(old)
            except OSError:
                pass  # it was not well; nobody is served by waiting for it
    stop(releases)


def stop(releases):
    supervisor.remove([stopped.group for stopped in releases])
    for stopped in releases:
        (RUN / f"{stopped.group}.sock").unlink(missing_ok=True)


def retire(releases):
    """Takes functions out of service for good."""
    for old in releases:
        (RELEASES / old.name / "current").unlink()
    nginx.apply()
    leave(releases)
    for old in releases:
        (RUN / f"{old.name}.sock").unlink(missing_ok=True)


def roll_out_all(products):
    """deploy/up: everything in functions/ whose binary or configuration is not what runs."""
    names = sorted(path.name for path in (ROOT / "functions").iterdir() if path.is_dir())
    if not settings.uses_sandbox():
        names.remove("sandbox")
    manifests = [manifest.ask(products / name) for name in names]
    settings.remember_tuning(manifests)
    for described in manifests:
        settings.environment(described)  # fails before anything is staged
    candidates = [staged for name in names if (staged := release.stage(products / name))]
    roll_out(candidates)
    retire([old for old in release.deployed() if old.name not in names])
    print(f"note: {len(candidates)} of {len(names)} are new"
          + (f": {', '.join(c.name for c in candidates)}" if 0 < len(candidates) < 6 else ""))


def roll_out_again():
    """What is in service, with the binaries that it has, where its configuration is another now."""
    serving = [one for one in release.deployed() if one.manifest["kind"] != "tool"]
    staged = [release.stage(one.binary, made_from=one.read("commit")) for one in serving]
    candidates = [one for one in staged if one]
    roll_out(candidates)
    print(f"note: {len(candidates)} functions, without a failed request")


def repair():
    """Completes or clears away what a deployment that was interrupted left half done."""
    serving = [chosen for chosen in release.deployed() if chosen.manifest["kind"] != "tool"]
    groups = {process["group"] for process in supervisor.processes()} - {"postgres", "nginx"}
    absent = [chosen for chosen in serving if chosen.group not in groups]
    for chosen in absent:
        chosen.configure()
    supervisor.add([chosen.group for chosen in absent])
    supervisor.revive(groups & {chosen.group for chosen in serving})
    for chosen in serving:
        point_to(chosen)
    supervisor.remove(sorted(groups - {chosen.group for chosen in serving}))


def resume():
    """Before supervisord starts: what it will find is exactly the current releases."""
    for path in PROGRAMS.glob("*.*.conf"):
        path.unlink()
    for path in RUN.glob("*.sock"):
        path.unlink()
    for chosen in release.deployed():
        if chosen.manifest["kind"] != "tool":
            chosen.configure()
            point_to(chosen)


if __name__ == "__main__":
    try:
        if sys.argv[1:] != ["resume"]:
            repair()
        match sys.argv[1:]:
            case ["all", products]:
                roll_out_all(Path(products))
            case ["again"]:
                roll_out_again()
            case ["one", binary]:
                staged = release.stage(Path(binary))
                if staged:
                    roll_out([staged])
                print(f"note: release {staged.number}" if staged else "note: it is what runs already")
            case ["back", name]:
                chosen = release.previous(name)
                roll_out([chosen])
                print(f"note: release {chosen.number}, commit {chosen.read('commit')}")
            case ["resume"]:
                resume()
        release.publish()
    except Failure as failure:
        sys.exit(f"error: {failure}")
