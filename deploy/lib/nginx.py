"""The gateway's process: nginx, started on a free port and reloaded when its configuration changes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import gateway
import openapi
import release
import supervisor
import tls
from state import LOGS, RUN, STATE, Failure, Values, write

CONFIGURATION = STATE / "nginx.conf"
NGINX = ["/usr/sbin/nginx", "-p", str(STATE), "-e", str(LOGS / "gateway-error.log")]
FIRST_PORT = 8080


def apply():
    """Brings the gateway to what is deployed now. Requests under way are finished as they began.
    False when nginx kept its former configuration."""
    manifests = [deployed.manifest for deployed in release.deployed()]
    write(STATE / "openapi.json", json.dumps(openapi.document(manifests), indent=1))
    digest, text = gateway.render(manifests)
    if CONFIGURATION.exists() and CONFIGURATION.read_text() == text and in_force() == digest:
        return True
    former = CONFIGURATION.read_text() if CONFIGURATION.exists() else None
    write(CONFIGURATION, text)
    test = subprocess.run([*NGINX, "-t", "-q", "-c", CONFIGURATION], capture_output=True, text=True)
    if test.returncode:
        if former is not None:
            write(CONFIGURATION, former)
        raise Failure(f"nginx does not accept its configuration: {test.stderr}")
    if in_force():
        os.kill(int((RUN / "nginx.pid").read_text()), signal.SIGHUP)
        return await_configuration(digest)
    return True


def in_force():
    """The digest of the configuration that nginx answers with, or None while it does not run."""
    try:
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(2)
            peer.connect(str(RUN / "events/publish.sock"))
            peer.sendall(b"GET /configuration HTTP/1.0\r\n\r\n")
            return peer.makefile("rb").read().decode().split("\r\n\r\n")[-1] or None
    except OSError:
        return None


def await_configuration(digest, seconds=10):
    deadline = time.monotonic() + seconds
    while in_force() != digest:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def open_gateway(port, listen, http_port):
    """Starts nginx on a free port: the one asked for, or the last one, or the next above 8080."""
    settings = Values("settings")
    asked, before = int(port) if port else None, int(settings.get("PORT") or 0)
    listen = listen or settings.get("LISTEN", "127.0.0.1")
    is_open = in_force() is not None
    if is_open and asked in (None, before) and listen == settings.get("LISTEN"):
        choose_http_port(listen, http_port, is_open)
        if not apply():
            raise Failure(f"nginx does not take its new configuration; see {LOGS}/gateway-error.log.")
        return None
    if asked and not (is_open and asked == before) and not is_free(listen, asked):
        raise Failure(f"Port {asked} is in use by another program; choose another --port.")
    if is_open:
        supervisor.connection().stopProcess("nginx")
    for attempt in range(20):
        choose_ports(asked, listen, first=FIRST_PORT + attempt)
        choose_http_port(listen, http_port, is_open=False)
        apply()
        if start_nginx():
            return None
    raise Failure(f"nginx does not start; see {LOGS}/nginx.log.")


def choose_ports(asked, listen, first):
    settings = Values("settings")
    main = asked or free_port(listen, settings.get("PORT"), first)
    sandbox = free_port("127.0.0.1", settings.get("SANDBOX_PORT"), main + 1, other_than=(main,))
    settings.set(PORT=str(main), SANDBOX_PORT=str(sandbox), LISTEN=listen)


def choose_http_port(listen, asked, is_open):
    """With TLS, the port that sends people on to https: 80 beside 443 if it is ours to take."""
    settings = Values("settings")
    if not tls.is_on():
        return
    before, main = settings.get("HTTP_PORT"), int(settings.get("PORT"))
    taken = (main, int(settings.get("SANDBOX_PORT")))

    def is_ours_to_take(port):
        return int(port) not in taken and (is_open and port == before or is_free(listen, int(port)))

    if asked and not is_ours_to_take(asked):
        raise Failure(f"Port {asked} is in use by another program; choose another --http-port.")
    if not asked and before and is_ours_to_take(before):
        return
    settings.set(HTTP_PORT=asked or str(free_port(listen, 80 if main == 443 else None, main + 1, taken)))


def free_port(listen, before, first, other_than=()):
    candidates = [int(before)] if before else []
    for port in [*candidates, *range(first, 65536)]:
        if port not in other_than and is_free(listen, port):
            return port
    raise Failure(f"No port above {first} is free.")


def is_free(listen, port):
    """Whether nobody listens there; also on the address that stands for all of them."""
    for address in {listen, "0.0.0.0"}:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def start_nginx():
    """True once nginx answers; it may lose the race for a port that was free a moment ago."""
    digest, _ = gateway.render([deployed.manifest for deployed in release.deployed()])
    supervisor.connection().startProcess("nginx", False)
    if await_configuration(digest, seconds=5):
        return True
    supervisor.connection().stopProcess("nginx")
    return False


def run():
    """What supervisor starts: clears away what a killed nginx left behind, then becomes nginx."""
    pid_file = RUN / "nginx.pid"
    if pid_file.exists():
        kill_workers(int(pid_file.read_text() or 0))
    for stale in (pid_file, RUN / "events/publish.sock"):
        stale.unlink(missing_ok=True)
    os.execv(NGINX[0], [*NGINX, "-c", str(CONFIGURATION)])


def kill_workers(master):
    """Workers outlive a master that was killed, with its ports; they are still of its process group."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, name, rest = re.fullmatch(r"(\d+) \((.*)\) (.*)", status.read_text().strip()).groups()
        except OSError:
            continue  # it ended while we looked
        if name == "nginx" and int(rest.split()[2]) == master:
            os.kill(int(pid), signal.SIGKILL)


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["open", port, listen, http_port]:
                open_gateway(port, listen, http_port)
            case ["apply"]:
                if not apply():
                    raise Failure(f"nginx kept its former configuration; see {LOGS}/gateway-error.log.")
            case ["run"]:
                run()
    except Failure as failure:
        sys.exit(f"error: {failure}")
