"""Numbered releases of a function: .local/releases/<function>/<number>/.

A release is a binary with its manifest and the configuration that it is given, so new configuration
for the same binary is a new release too. `current` points to the one in use.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time

import manifest
import settings
import supervisor
from state import DEPLOYED, PROGRAMS, RELEASES, ROOT, Failure, link, write

KEPT = 5  # releases of each function, the current one included


class Release:
    def __init__(self, name, number):
        self.name, self.number = name, number
        self.path = RELEASES / name / str(number)
        self.binary = self.path / name

    @property
    def group(self):
        """What supervisor calls it, and its socket: two releases can run side by side."""
        return f"{self.name}.{self.number}"

    def read(self, file):
        return (self.path / file).read_text().strip()

    @property
    def manifest(self):
        return json.loads(self.read("manifest.json"))

    def configure(self):
        """Writes its program section, with the configuration of this moment."""
        supervisor.configure_function(
            self.group, self.manifest, self.binary, settings.environment(self.manifest))

    def make_current(self):
        now = current(self.name)
        if now is None or now.number != self.number:
            write(self.path / "since", moment())
        link(RELEASES / self.name / "current", str(self.number))

    def discard(self):
        """Nobody shall roll back to a release that never was well."""
        shutil.rmtree(self.path)


def current(name):
    pointer = RELEASES / name / "current"
    return Release(name, int(os.readlink(pointer))) if pointer.is_symlink() else None


def numbers(name):
    """Complete releases, oldest first."""
    folder = RELEASES / name
    return sorted(int(path.parent.name) for path in folder.glob("[0-9]*/fingerprint"))


def previous(name):
    """The newest release before the current one."""
    now = current(name)
    older = [n for n in numbers(name) if now and n < now.number]
    if not older:
        raise Failure(f"There is no release of {name} before the current one.")
    return Release(name, older[-1])


def deployed():
    """Every function with a current release, by name."""
    names = sorted(p.name for p in RELEASES.iterdir() if p.is_dir())
    return [release for release in map(current, names) if release]


def publish():
    """Writes down what is in service, for the page that shows it."""
    found = []
    for one in deployed():
        described = one.manifest
        if described["kind"] == "tool":
            continue
        found.append({
            "name": one.name, "kind": described["kind"], "summary": described["summary"],
            "release": one.number, "commit": one.read("commit"), "processes": described["processes"],
            "since": one.read("since") if (one.path / "since").exists() else None,
        })
    write(DEPLOYED, json.dumps(found, indent=1))


def moment():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def stage(binary, made_from=None):
    """Copies a built binary into the next numbered release, which says what commit it was made from.
    Returns None when the current release is the same binary with the same configuration, or when it
    is a tool, which nobody serves."""
    described = manifest.ask(binary)
    mark = fingerprint(binary, described)
    now = current(binary.name)
    if now and now.read("fingerprint") == mark:
        return None
    release = Release(binary.name, max(numbers(binary.name), default=0) + 1)
    shutil.rmtree(release.path, ignore_errors=True)  # one that was interrupted
    release.path.mkdir(parents=True)
    shutil.copy2(binary, release.binary)
    release.binary.chmod(0o755)
    write(release.path / "manifest.json", json.dumps(described, indent=2))
    write(release.path / "commit", made_from or commit())
    write(release.path / "staged", time.strftime("%Y-%m-%d %H:%M:%S"))
    # Last, because a release without a fingerprint was never completed.
    write(release.path / "fingerprint", mark)
    if described["kind"] == "tool":
        release.make_current()
        return None
    return release


def fingerprint(binary, described):
    digest = hashlib.sha256(binary.read_bytes())
    if described["kind"] != "tool":
        digest.update(json.dumps(settings.environment(described), sort_keys=True).encode())
    return digest.hexdigest()


def commit():
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT)]
    if not shutil.which("git"):
        return "unknown"
    head = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True)
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True)
    return (head.stdout.strip() or "none") + ("+changes" if changed.stdout.strip() else "")


def prune(name):
    """Removes releases that nobody will go back to."""
    now = current(name)
    for number in numbers(name)[:-KEPT]:
        if now and number != now.number and not (PROGRAMS / f"{name}.{number}.conf").exists():
            shutil.rmtree(RELEASES / name / str(number))
