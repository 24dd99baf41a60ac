"""How fast messages that are due are handed to a provider that answers in 100 ms."""

import time
from collections import Counter

from accounts import second_account
from rows import make_due
from sandbox import Sandbox
from table import Row


# What a provider does that is quick and makes no mistakes; reports are another measurement's subject.
STEADY = dict(latencyMs=[100, 100], transientErrorRate=0, permanentErrorRate=0, ambiguousErrorRate=0,
              throttleRate=0, dropRate=0, callbackLostRate=1)


def measure(system):
    sandbox = Sandbox(system)
    before = sandbox.behave(**STEADY)
    yield from run(system, [sandbox], "dispatch to a provider that answers in 100 ms")
    with second_account(system, "bench-second") as second:
        second.behave(**STEADY)
        yield from run(system, [sandbox, second], "the same, each by the better of two providers")
    sandbox.behave(**before)


def run(system, sandboxes, what):
    name, count = f"due-{time.time_ns()}", system.scaled(20_000, 2_000)
    mine = f"""FROM messages m JOIN transactions t ON t.id = m.transaction_id
               JOIN attempts a ON a.message_id = m.id WHERE t.external_id LIKE '{name}-%'"""
    make_due(system, name, count)
    deadline = time.monotonic() + count / 50
    while system.number(f"SELECT count(*) {mine} AND a.ended_at IS NOT NULL") < count:
        if time.monotonic() > deadline:
            raise RuntimeError("Dispatch does not get through.")
        time.sleep(1)
    seconds = float(system.sql(f"SELECT extract(epoch FROM max(a.ended_at) - min(a.started_at)) {mine}")[0][0])
    rate = count / seconds
    wanted = {line[0] for line in system.sql(f"SELECT m.id {mine}")}
    taken = Counter(id for sandbox in sandboxes for id in sandbox.taken() if id in wanted)
    twice, lost = sum(n > 1 for n in taken.values()), len(wanted - taken.keys())
    yield Row(what, f"{rate:,.0f}/s", goal="≥ 1,000/s", reached=rate >= 1000)
    yield Row("messages sent twice, or not at all", f"{twice}, {lost}", f"of {count:,}", goal="0, 0",
              reached=twice == lost == 0)
