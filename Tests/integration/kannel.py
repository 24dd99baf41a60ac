"""Kannel with its fake SMSC, as Debian brings both: a real gateway whose phones are a program."""

import contextlib
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from system import wait_for

FAKE_SMSC = "/usr/lib/kannel/test/fakesmsc"

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = test
smsbox-port = {box}
box-allow-ip = 127.0.0.1
dlr-storage = internal
log-level = 1

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-level = 1

group = sendsms-user
username = tester
password = {password}
max-messages = 10

group = sms-service
keyword = default
get-url = "{inbound}"
accept-x-kannel-headers = false
max-messages = 0
catch-all = true
"""


def free_ports(count):
    with contextlib.ExitStack() as open_ones:
        sockets = [open_ones.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Kannel:
    def __init__(self, inbound, password):
        self.folder = tempfile.TemporaryDirectory(prefix="kannel-")
        self.password = password
        admin, box, self.smsc, sendsms = free_ports(4)
        self.admin = f"http://127.0.0.1:{admin}"
        self.url = f"http://127.0.0.1:{sendsms}"
        self.configuration = Path(self.folder.name, "kannel.conf")
        self.configuration.write_text(CONFIGURATION.format(
            admin=admin, box=box, smsc=self.smsc, sendsms=sendsms, password=password, inbound=inbound))
        self.processes = {}

    def __enter__(self):
        self.start("bearerbox", "/usr/sbin/bearerbox", str(self.configuration))
        wait_for(lambda: self.status(), of="bearerbox")
        self.start("smsbox", "/usr/sbin/smsbox", str(self.configuration))
        wait_for(lambda: self.status() and "(on-line" in self.status(), of="smsbox")
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes.values()):
            process.kill()
            process.wait()
        self.folder.cleanup()

    def start(self, name, *command):
        log = open(Path(self.folder.name, f"{name}.log"), "wb")
        self.processes[name] = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder.name)

    def status(self):
        try:
            with urllib.request.urlopen(f"{self.admin}/status.txt", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            return None

    def text_from_phone(self, sender, recipient, text):
        """The phones' side says something, and stays connected to hear what is said to it."""
        if old := self.processes.pop("fakesmsc", None):
            old.kill()
            old.wait()
            wait_for(lambda: "fake:fake" in self.status() or True, of="the status")
        self.start("fakesmsc", FAKE_SMSC, "-H", "127.0.0.1", "-r", str(self.smsc), "-i", "100000",
                   f"{sender} {recipient} text {text}")

    def heard(self):
        """What the phones' side got."""
        return Path(self.folder.name, "fakesmsc.log").read_text(errors="replace")
