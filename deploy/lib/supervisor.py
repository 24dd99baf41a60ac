"""Speaks with the private supervisord over its unix socket, and writes its configuration."""

import http.client
import resource
import socket
import sys
import time
import xmlrpc.client

from state import IS_ROOT, LOGS, POSTGRES_USER, PROGRAMS, ROOT, RUN, STATE, WORKER_USER, Failure, write

SOCKET = RUN / "supervisor.sock"
# Programs of this system get the variables of their manifests; these two are not of this system.
PATHS = "/usr/sbin:/usr/bin:/sbin:/bin"
POSTGRES_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": PATHS}
GATEWAY_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": PATHS, "SMS_ROOT": str(ROOT), "SMS_STATE": str(STATE)}


class UnixConnection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(SOCKET))


class UnixTransport(xmlrpc.client.Transport):
    def make_connection(self, host):
        return UnixConnection("localhost")


def connection():
    """supervisord's own methods: https://supervisord.org/api.html"""
    return xmlrpc.client.ServerProxy("http://localhost", transport=UnixTransport()).supervisor


def is_running():
    try:
        return connection().getState()["statecode"] == 1
    except (OSError, http.client.HTTPException):
        return False


def processes(group=None):
    found = connection().getAllProcessInfo()
    return [process for process in found if group in (None, process["group"])]


def add(groups):
    """Starts groups whose files are in supervisor.d by now."""
    if not groups:
        return
    supervisor = connection()
    supervisor.reloadConfig()
    for group in groups:
        supervisor.addProcessGroup(group)


def revive(groups):
    """Starts what somebody stopped, or what supervisor has given up on."""
    at_rest = {p["group"] for p in processes() if p["statename"] in ("STOPPED", "EXITED", "FATAL")}
    for group in at_rest & set(groups):
        connection().startProcessGroup(group, False)


def groups_of(names):
    """The groups of programs, whichever of their releases it is."""
    return {process["group"] for process in processes() if process["group"].rpartition(".")[0] in names}


def pause(*names):
    """Stops programs, each finishing what it has begun, until they are resumed."""
    groups = groups_of(names)
    for group in groups:
        connection().stopProcessGroup(group, False)
    await_stopped(groups, seconds=45)


def resume(*names):
    revive(groups_of(names))


def remove(groups):
    """Stops groups, each finishing what it has begun, and forgets them."""
    if not groups:
        return
    supervisor = connection()
    running = [group for group in groups if processes(group)]
    for group in running:
        supervisor.stopProcessGroup(group, False)
    await_stopped(running, seconds=45)
    for group in running:
        supervisor.removeProcessGroup(group)
    for group in groups:
        (PROGRAMS / f"{group}.conf").unlink(missing_ok=True)
    supervisor.reloadConfig()


def await_stopped(groups, seconds):
    at_rest = {"STOPPED", "EXITED", "FATAL"}
    deadline = time.monotonic() + seconds
    while any(p["statename"] not in at_rest for p in processes() if p["group"] in groups):
        if time.monotonic() > deadline:
            raise Failure(f"Still not stopped after {seconds} s: {', '.join(groups)}.")
        time.sleep(0.1)


def shut_down():
    """Stops everything at once but the database, which is stopped last."""
    groups = {process["group"] for process in processes()} - {"postgres"}
    for group in groups:
        connection().stopProcessGroup(group, False)
    await_stopped(groups, seconds=45)
    for group in groups:  # supervisord would take a second over each
        connection().removeProcessGroup(group)
    connection().shutdown()


# The configuration. Its values are unquoted words, so `%` and what begins a comment need care.


def section(title, **options):
    lines = [f"{name}={value}" for name, value in options.items() if value is not None]
    return "\n".join([f"[{title}]", *lines, ""])


def escaped(value):
    return str(value).replace("%", "%%")


def environment(variables):
    """supervisor's own notation. It has no escape for a quotation mark, and takes a word that begins
    with # or ; as a comment even between quotation marks."""
    for name, value in variables.items():
        if any(character in value for character in "\"'\n") or " ;" in value or " #" in value:
            raise Failure(f"The value of {name} has a character that supervisor cannot pass on.")
    return ",".join(f'{name}="{escaped(value)}"' for name, value in variables.items())


def program(kind, group, command, **options):
    """A program's section: restarted whenever it ends, its output in .local/logs."""
    log = options.pop("log", group)
    return section(
        f"{kind}:{group}", command=escaped(command), directory=STATE, autorestart="true",
        startretries=1000, redirect_stderr="true", stdout_logfile=f"{LOGS}/{log}.log",
        stdout_logfile_maxbytes="20MB", stdout_logfile_backups=2, **options)


def main_configuration():
    open_files = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 8192)
    return "\n".join([
        section("unix_http_server", file=SOCKET, chmod="0700"),
        section("rpcinterface:supervisor", **{
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"}),
        section("supervisord", logfile=LOGS / "supervisor.log", logfile_maxbytes="5MB",
                pidfile=RUN / "supervisor.pid", childlogdir=LOGS, minfds=open_files,
                user="root" if IS_ROOT else None),
        section("supervisorctl", serverurl=f"unix://{SOCKET}"),
        section("include", files=PROGRAMS / "*.conf"),
    ])


def configure(postgres):
    """Writes what never changes with a release: supervisord itself, PostgreSQL and the gateway."""
    write(STATE / "supervisor.conf", main_configuration())
    write(PROGRAMS / "postgres.conf", program(
        "program", "postgres", f"{postgres} -D {STATE}/postgres", user=POSTGRES_USER, priority=1,
        stopsignal="INT", stopwaitsecs=60, environment=environment(POSTGRES_ENVIRONMENT)))
    write(PROGRAMS / "nginx.conf", program(
        "program", "nginx", f'/usr/bin/python3 "{ROOT}/deploy/lib/nginx.py" run', priority=2,
        stopsignal="TERM", autostart="false", environment=environment(GATEWAY_ENVIRONMENT)))


def configure_function(group, manifest, binary, variables):
    """Writes one release of a function or worker as a group of its own."""
    name = manifest["name"]
    options = dict(
        log=f"{name}-%(process_num)d", process_name="%(process_num)d", numprocs=manifest["processes"],
        user=WORKER_USER, stopsignal="TERM", stopwaitsecs=30, environment=environment(variables))
    if manifest["kind"] == "function":
        options |= dict(socket=f"unix://{RUN}/{group}.sock", socket_mode="0700", socket_backlog=1024)
        if WORKER_USER:
            options["socket_owner"] = WORKER_USER
    kind = "fcgi-program" if manifest["kind"] == "function" else "program"
    write(PROGRAMS / f"{group}.conf", program(kind, group, binary, **options), mode=0o600)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["is-running"]:
            sys.exit(0 if is_running() else 1)
        case ["configure", postgres]:
            configure(postgres)
        case ["shut-down"]:
            shut_down()
        case ["pause", *names]:
            pause(*names)
        case ["resume", *names]:
            resume(*names)
