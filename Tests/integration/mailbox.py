"""A mail server of the tests' own, at the address that the system hands its mail to."""

import email
import email.policy
import fcntl
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from system import setting, state, wait_for


class Mailbox:
    """Takes every message; `answers` are replies to RCPT by recipient, for those that are refused."""

    def __init__(self):
        self.messages, self.answers = [], {}
        place = urlsplit(setting("SMTP_URL"))
        self.controller = Controller(self, hostname=place.hostname, port=place.port)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((envelope.rcpt_tos, message))
        return "250 OK"

    def await_mail(self, address, count=1, seconds=60):
        """The messages to an address, once there are so many."""
        def found():
            mine = [message for recipients, message in list(self.messages) if address in recipients]
            return mine if len(mine) >= count else None

        return wait_for(found, seconds, of=f"mail to {address}")

    def __enter__(self):
        # The address is one, so those who need it take turns.
        self.lock = open(state() / "test-mail.lock", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()
        self.lock.close()
