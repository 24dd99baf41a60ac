"""The provider that a system under measurement sends through."""

import base64
import http.client
import json
from urllib.parse import parse_qs, urlsplit


class Sandbox:
    """An account at the provider in a box: its behaviour, and what it says it was given."""

    def __init__(self, system, sid=None):
        """The account of the settings, or another one that it plays as well, with the same token."""
        self.address = system.settings["SANDBOX_URL"].removeprefix("http://")
        sid = sid or system.settings["TWILIO_ACCOUNT_SID"]
        account = f"{sid}:{system.settings['TWILIO_AUTH_TOKEN']}"
        self.headers = {"authorization": "Basic " + base64.b64encode(account.encode()).decode(),
                        "content-type": "application/json"}

    def behave(self, **changes):
        """Changes its behaviour; returns what it was."""
        before = self.request("GET", "/sandbox/control")
        self.request("POST", "/sandbox/control", changes)
        return {name: before[name] for name in changes}

    def taken(self):
        """The message ids of everything it took, as they travelled in the callback's address."""
        for message in self.request("GET", "/sandbox/ledger")["messages"]:
            query = parse_qs(urlsplit(message.get("statusCallback") or "").query)
            yield query.get("m", [""])[0]

    def request(self, method, path, body=None):
        peer = http.client.HTTPConnection(self.address, timeout=120)
        peer.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = peer.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)
