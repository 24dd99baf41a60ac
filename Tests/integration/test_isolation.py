"""What a function may reach: the variables of its manifest and no others, as nobody in particular; and
the units that shut it off from the rest where systemd runs it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from system import processes, setting, state

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"postgres", "nginx"}
# Who connects to strangers, or to the mail server: whoever is added here should have a reason to.
OUTSIDE = {
    "dispatch": "sends through providers",
    "maintain": "asks providers what became of a message, and walks the way of callbacks",
    "notify": "mail and webhooks",
    "report": "mail",
    "sign-in": "asks issuers who signed in",
    "sandbox": "calls back, as a provider does",
}


def manifests():
    found = [json.loads(path.read_text()) for path in state().glob("releases/*/current/manifest.json")]
    return {manifest["name"]: manifest for manifest in found if manifest["kind"] != "tool"}


def running():
    """Our own processes: the function's name and the process' number."""
    for process, pid in processes().items():
        name = process.partition(":")[0].rpartition(".")[0] or process.partition(":")[0]
        if name not in NOT_OURS:
            yield name, Path(f"/proc/{pid}")


def test_every_function_finds_the_variables_of_its_manifest_and_no_others():
    described = manifests()
    seen = set()
    for name, process in running():
        variables = (process / "environ").read_bytes().decode().split("\0")
        names = {line.partition("=")[0] for line in variables if line}
        known = {each["name"] for each in described[name]["environment"]}
        required = {each["name"] for each in described[name]["environment"] if each["required"]}
        assert required <= names <= known, f"{name}: {sorted(names - known)}"
        seen.add(name)
    assert seen == set(described)


def test_only_who_needs_a_secret_has_it():
    """A secret of another function is in nobody's environment, under whatever name."""
    described = manifests()
    for name, process in running():
        text = (process / "environ").read_bytes().decode()
        known = {each["name"] for each in described[name]["environment"]}
        for secret in ("TWILIO_AUTH_TOKEN", "ADMIN_PASSWORD", "API_KEY"):
            assert secret in known or setting(secret) not in text, f"{name} has {secret}"
        assert "sms_owner" not in text, f"{name} could change the schema"


@pytest.mark.skipif(os.geteuid() != 0, reason="without root everything runs as one user")
def test_no_function_runs_as_root_nor_can_become_it():
    for name, process in running():
        status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
        assert "0" not in status["Uid"].split(), name
        assert int(status["CapEff"], 16) == 0 and int(status["CapPrm"], 16) == 0, name
        groups = set(status["Groups"].split())
        assert "0" not in groups and "0" not in status["Gid"].split(), name


def test_who_reaches_the_outside_is_known():
    outside = {name for name, manifest in manifests().items() if {"internet", "mail"} & set(manifest["reaches"])}
    assert outside == set(OUTSIDE)


def test_a_manifest_says_what_is_reached():
    described = manifests()
    assert described["stats"]["reaches"] == ["database", "folder", "redis"]
    assert described["maintain"]["reaches"] == ["database", "folder", "live-events", "internet"]
    assert described["report"]["reaches"] == ["database", "folder", "mail", "redis"]
    assert described["sandbox"]["reaches"] == ["folder", "internet"]
    for name, manifest in described.items():
        assert ("database" in manifest["reaches"]) == (manifest["databaseRole"] is not None), name


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """The units of what runs, as deploy/units writes them; it fails when systemd does not accept them."""
    folder = tmp_path_factory.mktemp("units")
    environment = {**os.environ, "SMS_STATE_DIR": str(state())}
    ran = subprocess.run([ROOT / "deploy/units", folder], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def options(path):
    """Every option of a unit with all its values."""
    found = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", path.read_text(), re.M):
        found.setdefault(name, []).append(value)
    return found


def test_a_unit_closes_what_the_manifest_does_not_name(units):
    for name, manifest in manifests().items():
        unit = options(units / f"sms-tracker-{name}@.service")
        outside = name in OUTSIDE
        assert unit["NoNewPrivileges"] == ["yes"] and unit["ProtectSystem"] == ["strict"]
        assert unit["CapabilityBoundingSet"] == [""] and unit["MemoryDenyWriteExecute"] == ["yes"]
        assert unit["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]
        assert unit["PrivateNetwork"] == ["no" if outside else "yes"], name
        assert unit["IPAddressDeny"] == ["link-local multicast" if outside else "any"], name
        assert unit["RestrictAddressFamilies"] == ["AF_UNIX AF_INET AF_INET6" if outside else "AF_UNIX"], name
        closed = " ".join(unit["InaccessiblePaths"])
        assert "/secrets" in closed and ("/run/events" in closed) == ("live-events" not in manifest["reaches"]), name
        if os.geteuid() == 0:
            assert unit["User"] == ["www-data"]
        folders = {str(state() / folder) for folder in ("metrics", "sandbox", "archives")}
        assert set(unit["ReadWritePaths"]) <= folders, name
        assert ("/archives" in closed) != (str(state() / "archives") in unit["ReadWritePaths"]), name


def test_a_unit_gets_its_variables_from_a_file_that_only_its_owner_reads(units):
    for name, manifest in manifests().items():
        path = units / f"sms-tracker-{name}.env"
        assert path.stat().st_mode & 0o777 == 0o600
        names = {line.partition("=")[0] for line in path.read_text().splitlines()}
        assert names <= {each["name"] for each in manifest["environment"]}
        assert not any(value in (units / f"sms-tracker-{name}@.service").read_text()
                       for value in (setting("TWILIO_AUTH_TOKEN"), "postgresql://"))


def test_functions_take_their_socket_as_they_do_from_supervisor(units):
    for name, manifest in manifests().items():
        unit = options(units / f"sms-tracker-{name}@.service")
        if manifest["kind"] == "function":
            assert unit["StandardInput"] == ["socket"] and unit["Sockets"] == [f"sms-tracker-{name}.socket"]
            assert options(units / f"sms-tracker-{name}.socket")["ListenStream"] == [f"{state().resolve()}/run/{name}.sock"]
        wanted = options(units / "sms-tracker.target")["Wants"]
        assert f"sms-tracker-{name}@{manifest['processes']}.service" in wanted


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("name, exposure", [("webhook", 10), ("dispatch", 15), ("sandbox", 15)])
def test_systemd_finds_little_exposed(units, name, exposure):
    """In tenths of systemd's own scale, on which a service without any protection has 9.6."""
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={exposure}", units / f"sms-tracker-{name}@.service"],
        capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-500:] + ran.stderr
