"""The state directory, as the Python half of deploy/ sees it."""

import base64
import os
import secrets
from pathlib import Path

ROOT = Path(os.environ["SMS_ROOT"])
STATE = Path(os.environ["SMS_STATE"])
RUN = (STATE / "run").resolve()  # perhaps a link to a shorter path, for the sockets in it
RELEASES = STATE / "releases"
PROGRAMS = STATE / "supervisor.d"
LOGS = STATE / "logs"
DEPLOYED = STATE / "deployed.json"  # what is in service, for people
IS_ROOT = os.geteuid() == 0
WORKER_USER = "www-data" if IS_ROOT else None
POSTGRES_USER = "postgres" if IS_ROOT else None


class Failure(Exception):
    """Something that the administrator is told in these words, without a traceback."""


def write(path, text, mode=0o644, lasting=False):
    """Writes a whole file at once, so that no reader ever sees half of it; if `lasting`, it survives a loss
    of power from now on."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with open(descriptor, "w") as file:
        file.write(text)
        if lasting:
            file.flush()
            os.fsync(descriptor)
    os.replace(draft, path)
    if lasting:
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def link(path, target):
    """Points a symbolic link somewhere else in one step; there is no moment without it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    os.replace(draft, path)


class Values:
    """A file of NAME=value lines that only its owner may read."""

    def __init__(self, name):
        self.path = STATE / name
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        self.values = dict(line.split("=", 1) for line in lines if "=" in line)

    def get(self, name, otherwise=None):
        return self.values.get(name, otherwise)

    def set(self, **values):
        """Keeps the values given and forgets those that are None."""
        self.values = {k: v for k, v in {**self.values, **values}.items() if v is not None}
        write(self.path, "".join(f"{k}={v}\n" for k, v in self.values.items()), mode=0o600, lasting=True)


def new_secrets_key():
    """For AES-256-GCM."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def generated_secrets():
    """What an installation makes up for itself, once: shell-safe, so that bash can source the file."""
    kept = Values("secrets")
    made = {
        "DATABASE_PASSWORD_OWNER": secrets.token_hex(16),
        "DATABASE_PASSWORD_APP": secrets.token_hex(16),
        "DATABASE_PASSWORD_WORKER": secrets.token_hex(16),
        "SANDBOX_ACCOUNT_SID": "AC" + secrets.token_hex(16),
        "SANDBOX_AUTH_TOKEN": secrets.token_hex(16),
        "ADMIN_PASSWORD": secrets.token_urlsafe(12),
        # Seals the keys of secrets in the database; lost, those must be entered again.
        "SECRETS_KEY": new_secrets_key(),
    }
    if made.keys() - kept.values.keys():
        kept.set(**{**made, **kept.values})
    return kept
