"""What a function says of itself: `<function> --manifest`."""

import json
import re
import subprocess

from state import Failure

GATEWAYS = {"main", "sandbox", "internal"}
KINDS = {"function", "worker", "tool"}


def ask(binary):
    """Runs a function with --manifest and checks that the answer is one that we understand."""
    name = binary.name
    try:
        ran = subprocess.run([binary, "--manifest"], capture_output=True, timeout=10, env={})
        manifest = json.loads(ran.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise Failure(f"{name} --manifest did not answer with JSON: {error}") from error
    check(manifest, name)
    return manifest


def check(manifest, name):
    def insist(holds, words):
        if not holds:
            raise Failure(f"The manifest of {name} is not right: {words}.")

    insist(manifest.get("name") == name, f"its name is {manifest.get('name')!r}")
    insist(re.fullmatch(r"[a-z][a-z0-9-]*", name), "a name is lower-case letters, digits and dashes")
    insist(manifest.get("kind") in KINDS, f"its kind is {manifest.get('kind')!r}")
    if manifest["kind"] == "tool":
        return
    insist(1 <= manifest.get("processes", 0) <= 64, "processes is not between 1 and 64")
    if manifest["kind"] == "function":
        insist(manifest.get("gateway") in GATEWAYS, f"its gateway is {manifest.get('gateway')!r}")
        insist(manifest.get("routes"), "a function needs at least one route")
    for route in manifest.get("routes", []):
        insist(re.fullmatch(r"(/[A-Za-z0-9._~{}-]*)+", route["path"]), f"the path {route['path']!r}")


def probe(manifest):
    """A harmless request for the function: method and path. Reading changes nothing, and what only
    takes POST answers 405, which tells as much about its health."""
    routes = sorted(manifest["routes"], key=lambda route: (route["method"] != "GET", "{" in route["path"]))
    return "GET", re.sub(r"\{\w+\}", "0", routes[0]["path"])
