"""systemd's units for what supervisor would run: each program shut off from all that its manifest does
not name (systemd.exec(5), systemd.resource-control(5))."""

import getpass
import subprocess
import sys
from pathlib import Path

import release
import settings
from state import IS_ROOT, POSTGRES_USER, ROOT, RUN, STATE, WORKER_USER, Failure, write
from supervisor import GATEWAY_ENVIRONMENT, POSTGRES_ENVIRONMENT

TARGET = "sms-tracker.target"
GATEWAY_MAY = "CAP_CHOWN CAP_DAC_OVERRIDE CAP_KILL CAP_NET_BIND_SERVICE CAP_SETGID CAP_SETUID"
# What no part of this system needs, the database and the gateway included.
NOBODY_NEEDS = {
    "NoNewPrivileges": "yes",
    "PrivateDevices": "yes",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectSystem": "strict",
    "LockPersonality": "yes",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "SystemCallArchitectures": "native",
    "SystemCallErrorNumber": "EPERM",
    "KeyringMode": "private",
}


def section(title, options):
    """Lines of one section; a list is an option that is given more than once."""
    lines = [f"[{title}]"]
    for name, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            lines.append(f"{name}={one}")
    return "\n".join(lines) + "\n"


def unit(**sections):
    return "\n".join(section(title, options) for title, options in sections.items())


def places():
    """What depends on where the state lies: some of these places are closed to programs otherwise."""
    is_home = str(STATE).startswith(("/home/", "/root/", "/run/user/"))
    return {
        "ProtectHome": "read-only" if is_home else "yes",
        "PrivateTmp": "no" if str(RUN).startswith("/tmp/") else "yes",
    }


def isolation(manifest, variables):
    """How a program is shut off, by what its manifest says that it reaches."""
    reaches = set(manifest["reaches"])
    folders = [variables[each["name"]] for each in manifest["environment"]
               if each.get("opens") == "folder" and each["name"] in variables]
    outside = bool(reaches & {"internet", "mail"}) or "REDIS_URL" in variables
    closed = [f"-{STATE}/{name}" for name in ("secrets", "settings", "env", "postgres", "tls/key.pem", "supervisor.d")]
    if "ARCHIVES_DIR" not in variables:
        closed.append(f"-{STATE}/archives")
    if "live-events" not in reaches:
        closed.append(f"-{RUN}/events")
    if "database" not in reaches:
        closed.append(f"-{RUN}/postgres")
    return NOBODY_NEEDS | places() | {
        "CapabilityBoundingSet": "",
        "InaccessiblePaths": closed,
        # The addresses from which clouds give away credentials are nobody's provider.
        "IPAddressDeny": "link-local multicast" if outside else "any",
        "MemoryDenyWriteExecute": "yes",
        "PrivateNetwork": "no" if outside else "yes",
        "PrivateUsers": "yes",
        "ProcSubset": "pid",
        "ProtectProc": "invisible",
        "ReadWritePaths": folders,
        "RemoveIPC": "yes",
        "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6" if outside else "AF_UNIX",
        "SystemCallFilter": ["@system-service", "~@privileged @resources"],
        "UMask": "0077",
    }


def program(deployed, folder):
    """The unit of a function or worker, its socket's if it has one, and its variables."""
    manifest, name = deployed.manifest, f"sms-tracker-{deployed.name}"
    variables = settings.environment(manifest)
    is_function = manifest["kind"] == "function"
    service = {
        "Type": "exec",
        "ExecStart": f"{release.RELEASES}/{deployed.name}/current/{deployed.name}",
        "EnvironmentFile": folder / f"{name}.env",
        "User": WORKER_USER or getpass.getuser(),
        "WorkingDirectory": STATE,
        # What is not configured right does not become right by trying again (sysexits.h).
        "Restart": "always", "RestartSec": 1, "RestartPreventExitStatus": 78,
        "TimeoutStopSec": 30,
        "StandardInput": "socket" if is_function else "null",
        "StandardOutput": "journal", "StandardError": "journal",
    }
    about = {
        "Description": f"SMS Tracker, {deployed.name}: {manifest['summary']}".replace("%", "%%"),
        "PartOf": TARGET, "After": "sms-tracker-postgres.service",
    }
    if is_function:
        service["Sockets"] = f"{name}.socket"
    service |= isolation(manifest, variables)
    yield f"{name}@.service", unit(Unit=about, Service=service), 0o644
    yield f"{name}.env", "".join(f'{key}="{quoted(value)}"\n' for key, value in variables.items()), 0o600
    if is_function:
        yield f"{name}.socket", unit(
            Unit={"Description": f"SMS Tracker: the socket of {deployed.name}", "PartOf": TARGET},
            Socket={
                "ListenStream": f"{RUN}/{deployed.name}.sock", "Backlog": 1024, "SocketMode": "0700",
                "SocketUser": WORKER_USER or getpass.getuser(), "Service": f"{name}@1.service",
            }), 0o644


def quoted(value):
    """As systemd reads a value between quotation marks."""
    for character in '\\"$`':
        value = value.replace(character, f"\\{character}")
    return value


def database(postgres):
    return unit(
        Unit={"Description": "SMS Tracker: PostgreSQL", "PartOf": TARGET},
        Service={
            "Type": "notify", "ExecStart": f"{postgres} -D {STATE}/postgres",
            "Environment": [f"{name}={value}" for name, value in POSTGRES_ENVIRONMENT.items()],
            "User": POSTGRES_USER or getpass.getuser(), "KillSignal": "SIGINT", "TimeoutStopSec": 60,
            "Restart": "always", **NOBODY_NEEDS, **places(), "CapabilityBoundingSet": "",
            "PrivateNetwork": "yes", "IPAddressDeny": "any", "RestrictAddressFamilies": "AF_UNIX",
            "ReadWritePaths": [f"{STATE}/postgres", f"{RUN}/postgres"], "SystemCallFilter": "@system-service",
        })


def gateway():
    return unit(
        Unit={"Description": "SMS Tracker: the gateway", "PartOf": TARGET, "After": "network.target"},
        Service={
            "Type": "exec", "ExecStart": f'/usr/bin/python3 "{ROOT}/deploy/lib/nginx.py" run'.replace("%", "%%"),
            "ExecReload": "/bin/kill -HUP $MAINPID",
            "Environment": [f'"{name}={value}"'.replace("%", "%%") for name, value in GATEWAY_ENVIRONMENT.items()],
            **({} if IS_ROOT else {"User": getpass.getuser()}),
            "Restart": "always", "LimitNOFILE": 65536, **NOBODY_NEEDS, **places(),
            "CapabilityBoundingSet": GATEWAY_MAY if IS_ROOT else "",
            "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6", "MemoryDenyWriteExecute": "yes",
            "ReadWritePaths": [f"{STATE}/gateway", f"{STATE}/logs", RUN], "SystemCallFilter": "@system-service",
            "InaccessiblePaths": [f"-{STATE}/secrets", f"-{STATE}/postgres"],
        })


def everything(folder, postgres):
    """Name, text and mode of each file."""
    wanted = ["sms-tracker-postgres.service", "sms-tracker-gateway.service"]
    yield wanted[0], database(postgres), 0o644
    yield wanted[1], gateway(), 0o644
    for deployed in release.deployed():
        manifest = deployed.manifest
        if manifest["kind"] == "tool":
            continue
        yield from program(deployed, folder)
        if manifest["kind"] == "function":
            wanted.append(f"sms-tracker-{deployed.name}.socket")
        wanted += [f"sms-tracker-{deployed.name}@{number}.service" for number in range(1, manifest["processes"] + 1)]
    yield TARGET, unit(
        Unit={"Description": "SMS Tracker", "Wants": wanted}, Install={"WantedBy": "multi-user.target"}), 0o644


def write_all(folder, postgres):
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for old in folder.glob("sms-tracker*"):
        old.unlink()
    files = list(everything(folder, postgres))
    for name, text, mode in files:
        write(folder / name, text, mode=mode)
    return [name for name, _, _ in files if not name.endswith(".env")]


def verify(folder):
    """systemd's own opinion, where it is installed."""
    units = sorted(str(path) for path in folder.glob("sms-tracker*") if path.suffix != ".env")
    ran = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    complaints = [line for line in ran.stderr.splitlines() if "sms-tracker" in line]
    if ran.returncode or complaints:
        raise Failure("systemd does not accept the units:\n" + (ran.stderr or "it does not say why"))


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["write", folder, postgres]:
                print(f"{len(write_all(Path(folder).resolve(), postgres))} units are in {folder}.")
            case ["verify", folder]:
                verify(Path(folder).resolve())
    except Failure as failure:
        sys.exit(f"error: {failure}")
