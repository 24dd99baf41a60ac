"""The gateway's certificate: one that an administrator names, or one of our own that nobody signed."""

import hashlib
import ipaddress
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from state import STATE, Failure, Values

FOLDER = STATE / "tls"
DAYS = 397  # browsers believe no certificate for longer
RENEWED_SECONDS = 30 * 86_400


def is_on():
    return Values("settings").get("TLS") == "on"


def is_own():
    """Whether the certificate is the one that we made ourselves."""
    return Values("settings").get("TLS_CERTIFICATE") is None


def certificate():
    return Path(Values("settings").get("TLS_CERTIFICATE") or FOLDER / "certificate.pem")


def key():
    return Path(Values("settings").get("TLS_KEY") or FOLDER / "key.pem")


def trusted_folder():
    """Where our own programs find the certificate that no authority vouches for, as OpenSSL wants it."""
    return FOLDER / "trusted"


def fingerprint():
    """Changes with the certificate, so that the gateway is reloaded when it was renewed."""
    return hashlib.sha256(certificate().read_bytes()).hexdigest()[:16]


def remember(word):
    """Keeps what --tls, --no-tls, or two paths in the environment have chosen."""
    settings = Values("settings")
    given = {name: os.environ[name] for name in ("TLS_CERTIFICATE", "TLS_KEY") if name in os.environ}
    if len(given) == 1:
        raise Failure("TLS_CERTIFICATE and TLS_KEY are needed together.")
    for name, path in given.items():
        if path and not os.access(path, os.R_OK):
            raise Failure(f"{name}: {path} cannot be read.")
    settings.set(**{name: path and os.path.abspath(path) or None for name, path in given.items()})
    if word == "off":
        settings.set(TLS=None, TLS_CERTIFICATE=None, TLS_KEY=None, HTTP_PORT=None)
    elif word == "on" or any(given.values()):
        settings.set(TLS="on")
    if is_on() and is_own():
        make()


def make():
    """Makes a certificate for this machine's names, unless there is one that is good for a while."""
    names = ["DNS:localhost", "IP:127.0.0.1", "IP:::1", *public_name()]
    wanted = "\n".join(names)
    note = FOLDER / "names"
    if certificate().exists() and note.exists() and note.read_text() == wanted and lasts():
        return
    FOLDER.mkdir(mode=0o755, exist_ok=True)
    trusted_folder().mkdir(mode=0o755, exist_ok=True)
    configuration = FOLDER / "request.cnf"
    configuration.write_text(
        "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = extensions\n"
        "[name]\nCN = SMS Tracker on this machine\n"
        "[extensions]\nbasicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n"
        f"extendedKeyUsage = serverAuth\nsubjectAltName = {', '.join(names)}\n")
    key().touch(mode=0o600)
    openssl("req", "-x509", "-config", configuration, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", DAYS, "-keyout", key(), "-out", certificate())
    certificate().chmod(0o644)
    for old in trusted_folder().iterdir():
        old.unlink()
    mark = openssl("x509", "-in", certificate(), "-noout", "-hash").strip()
    (trusted_folder() / f"{mark}.0").symlink_to("../certificate.pem")
    note.write_text(wanted)


def public_name():
    """The name that PUBLIC_URL has, for a try before there is a real certificate."""
    host = urlsplit(os.environ.get("PUBLIC_URL") or Values("settings").get("PUBLIC_URL", "")).hostname
    if host in (None, "localhost", "127.0.0.1", "::1"):
        return []
    try:
        return [f"IP:{ipaddress.ip_address(host)}"]
    except ValueError:
        return [f"DNS:{host}"]


def lasts():
    asked = subprocess.run(
        ["openssl", "x509", "-in", certificate(), "-noout", "-checkend", str(RENEWED_SECONDS)], capture_output=True)
    return asked.returncode == 0


def openssl(*words):
    ran = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
    if ran.returncode:
        raise Failure(f"openssl {words[0]}: {ran.stderr.strip()}")
    return ran.stdout


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["remember", word]:
                remember(word)
    except Failure as failure:
        sys.exit(f"error: {failure}")
