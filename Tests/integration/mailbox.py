"""A mail server that keeps what it gets, as far as SMTP needs to go for that (RFC 5321)."""

import contextlib
import email
import email.policy
import socketserver
import threading


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every message. `refuse` is a reply to recipients in place of taking them; `stall`, when it
    is set, holds back the answer to a whole message, which is where a sender's death hurts most."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.messages = []
        self.refuse = None
        self.stall = None
        self.arrived = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, recipients, data):
        message = email.message_from_bytes(data, policy=email.policy.default)
        with self.arrived:
            self.messages.append((recipients, message))
            self.arrived.notify_all()

    def wait(self, count, seconds=30):
        """The messages, once there are so many of them."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= count, seconds), f"{len(self.messages)} of {count} mails"
            return list(self.messages)


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        with contextlib.suppress(OSError):
            self.talk()

    def talk(self):
        recipients = []
        self.say("220 mailbox")
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            match word.upper():
                case "EHLO" | "HELO":
                    self.say("250 mailbox")
                case "RCPT" if self.server.refuse:
                    self.say(self.server.refuse)
                case "RCPT":
                    recipients.append(rest.partition("<")[2].partition(">")[0])
                    self.say("250 ok")
                case "DATA":
                    self.say("354 go on")
                    self.server.take(recipients, self.data())
                    if self.server.stall:
                        self.server.stall.wait(60)
                    self.say("250 taken")
                    recipients = []
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 ok")

    def data(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


@contextlib.contextmanager
def mailbox():
    box = Mailbox()
    try:
        yield box
    finally:
        if box.stall:
            box.stall.set()
        box.shutdown()
        box.server_close()
