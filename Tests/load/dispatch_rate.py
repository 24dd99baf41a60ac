"""How fast messages that are due are handed to a provider that answers in 100 ms."""

import base64
import http.client
import json
import time
from collections import Counter
from urllib.parse import parse_qs, urlsplit

from rows import make_due
from table import Row


def measure(system):
    sandbox = Sandbox(system)
    # Reports are another measurement's subject.
    before = sandbox.behave(latencyMs=[100, 100], transientErrorRate=0, permanentErrorRate=0,
                            ambiguousErrorRate=0, throttleRate=0, dropRate=0, callbackLostRate=1)
    run, count = f"due-{time.time_ns()}", system.scaled(20_000, 2_000)
    mine = f"""FROM messages m JOIN transactions t ON t.id = m.transaction_id
               JOIN attempts a ON a.message_id = m.id WHERE t.external_id LIKE '{run}-%'"""
    make_due(system, run, count)
    deadline = time.monotonic() + count / 50
    while system.number(f"SELECT count(*) {mine} AND a.ended_at IS NOT NULL") < count:
        if time.monotonic() > deadline:
            raise RuntimeError("Dispatch does not get through.")
        time.sleep(1)
    seconds = float(system.sql(f"SELECT extract(epoch FROM max(a.ended_at) - min(a.started_at)) {mine}")[0][0])
    rate = count / seconds
    wanted = {line[0] for line in system.sql(f"SELECT m.id {mine}")}
    taken = Counter(id for id in sandbox.taken() if id in wanted)
    twice, lost = sum(n > 1 for n in taken.values()), len(wanted - taken.keys())
    sandbox.behave(**before)
    yield Row("dispatch to a provider that answers in 100 ms", f"{rate:,.0f}/s", goal="≥ 1,000/s",
              reached=rate >= 1000)
    yield Row("messages sent twice, or not at all", f"{twice}, {lost}", f"of {count:,}", goal="0, 0",
              reached=twice == lost == 0)


class Sandbox:
    """The provider in a box: its behaviour, and what it says it was given."""

    def __init__(self, system):
        self.address = system.settings["SANDBOX_URL"].removeprefix("http://")
        account = f"{system.settings['TWILIO_ACCOUNT_SID']}:{system.settings['TWILIO_AUTH_TOKEN']}"
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
