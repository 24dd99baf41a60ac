"""A whole installation of its own, for tests of what only deploy/ can choose: certificates, networks, limits."""

import os
import secrets
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the shell says of an account or an address is meant for the system that the other tests share.
FOREIGN = ("TWILIO_", "SMTP_", "MAIL_", "TLS_")
NAMED = {"BASE_URL", "PUBLIC_URL", "SANDBOX_URL", "DATABASE_URL", "API_KEY", "ADMIN_EMAIL", "ADMIN_PASSWORD", "CA_FILE"}


class PrivateSystem:
    def __init__(self):
        self.folder = f".local/private-{secrets.token_hex(4)}"
        self.settings = {}

    def run(self, program, *words, **variables):
        """Runs a program of deploy/ on this installation; what it prints."""
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(FOREIGN) and name not in NAMED}
        environment |= {"SMS_STATE_DIR": self.folder, "SMS_BUILD": os.environ.get("SMS_BUILD", "debug"), **variables}
        ran = subprocess.run([ROOT / "deploy" / program, *words], env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def up(self, *words, **variables):
        self.run("up", *words, **variables)
        lines = (self.state / "env").read_text().splitlines()
        self.settings = dict(line.split("=", 1) for line in lines)

    def purge(self):
        self.run("down", "--purge")
        shutil.rmtree(ROOT / self.folder, ignore_errors=True)

    @property
    def state(self):
        return (ROOT / self.folder).resolve()

    @property
    def url(self):
        return self.settings["BASE_URL"]

    @property
    def port(self):
        return int(self.url.rpartition(":")[2])

    @property
    def http_port(self):
        """The port without TLS."""
        lines = (self.state / "settings").read_text().splitlines()
        return int(dict(line.split("=", 1) for line in lines)["HTTP_PORT"])

    @property
    def certificate(self):
        return self.settings["CA_FILE"]

    def connect(self, protocols=()):
        """A TLS connection, on which anything can be said."""
        context = ssl.create_default_context(cafile=self.certificate)
        if protocols:
            context.set_alpn_protocols(protocols)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        return context.wrap_socket(plain, server_hostname="localhost")


def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
