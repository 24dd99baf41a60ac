"""What becomes of a run of messages when the provider they go through goes down in its middle.

The main account answers every call with 500, 502 or 503 for half a minute and then is well again; a
reserve, the account of the settings, is well all the time. What the run has come to is read from the
rows, the reserve's and the main account's own books, and the history of the routes.
"""

import json
import time
from collections import Counter
from datetime import datetime

from accounts import second_account
from dispatch_rate import STEADY
from rows import make_due
from sandbox import Sandbox
from table import Row

MAIN, RESERVE = "bench-main", "twilio"
OUTAGE_SECONDS = 30


def measure(system):
    count, seconds = system.scaled(5_000, 500), system.scaled(200, 60)
    system.configure(retry_delay_minutes=1)
    reserve = Sandbox(system)
    before = reserve.behave(**STEADY | {"callbackLostRate": 0})
    with second_account(system, MAIN, priority=10) as main:
        main.behave(**STEADY | {"callbackLostRate": 0})
        run = f"failover-{time.time_ns()}"
        mine = f"""FROM messages m JOIN transactions t ON t.id = m.transaction_id
                   JOIN attempts a ON a.message_id = m.id WHERE t.external_id LIKE '{run}-%'"""
        make_due(system, run, count, due=f"now() + random() * interval '{seconds} seconds'")
        time.sleep(seconds / 2)
        down = moment(system)
        main.behave(transientErrorRate=1)
        time.sleep(OUTAGE_SECONDS)
        main.behave(transientErrorRate=0)
        up = moment(system)
        await_rest(system, mine, count)
        changes = await_return(system)
        yield from rows(system, mine, count, down, up, changes, [main, reserve])
    reserve.behave(**before)


def rows(system, mine, count, down, up, changes, sandboxes):
    calls = [(float(at) - down, name, status) for at, name, status in system.sql(f"""
        SELECT extract(epoch FROM a.started_at), a.provider, coalesce(a.http_status, 0) {mine}
         ORDER BY a.started_at""")]
    delivered = system.number(f"SELECT count(DISTINCT m.id) {mine} AND m.status = 'delivered'")
    failures = [at for at, name, status in calls if name == MAIN and int(status) >= 500]
    opened = next(at for at, change, _ in changes if change == "open") - down
    closed = next(at for at, change, _ in changes if change.endswith("%")) - down
    probes = sum(name == MAIN and opened < at <= closed for at, name, _ in calls)
    print("\nThe main account's share of the traffic, in seconds since it went down:")
    for at, change, reason in changes:
        print(f"  {at - down:7.1f} s  {change:10}  {reason}")
    print("Calls through the main account and the reserve, in steps of ten seconds:")
    for begin, names in sorted(tens(calls).items()):
        print(f"  {begin:5} s  {names[MAIN]:5}  {names[RESERVE]:5}")
    print()
    yield Row("delivered of a run whose provider goes down", f"{100 * delivered / count:.2f} %",
              f"of {count:,}", goal="100 %", reached=delivered == count)
    yield Row("until 90 % of the calls went through the other", f"{moved(calls):.1f} s", goal="≤ 5 s",
              reached=moved(calls) <= 5)
    yield Row("from the first call that failed to the open breaker", f"{opened - failures[0]:.1f} s",
              f"{len(failures)} calls failed")
    yield Row("from the recovery to the first full trial", f"{closed + down - up:.1f} s", f"{probes} trial calls")
    yield Row("from the recovery to the whole share", f"{changes[-1][0] - up:.1f} s",
              " → ".join(change for _, change, _ in changes if change.endswith("%")))
    wanted = {line[0] for line in system.sql(f"SELECT DISTINCT m.id {mine}")}
    taken = Counter(id for sandbox in sandboxes for id in sandbox.taken() if id in wanted)
    twice, lost = sum(n > 1 for n in taken.values()), count - len(taken)
    yield Row("messages sent twice, or not at all", f"{twice}, {lost}", f"of {count:,}", goal="0, 0",
              reached=twice == lost == 0)


def moved(calls):
    """The first second after the failure from which on nine in ten calls of a second take the other way."""
    after = [(at, name) for at, name, _ in calls if at > 0]
    for tenth in range(0, 10 * OUTAGE_SECONDS):
        begin = tenth / 10
        names = [name for at, name in after if begin <= at < begin + 1]
        if names and names.count(RESERVE) >= 0.9 * len(names):
            return begin
    return float("inf")


def tens(calls):
    counts = {}
    for at, name, _ in calls:
        counts.setdefault(10 * int(at // 10), Counter())[name] += 1
    return counts


def await_rest(system, mine, count):
    """Until nothing is under way any more: what failed is looked for at the provider, and sent again."""
    deadline = time.monotonic() + 600
    final = "('delivered', 'undelivered', 'failed', 'expired')"
    while system.number(f"SELECT count(DISTINCT m.id) {mine} AND m.status IN {final}") < count:
        if time.monotonic() > deadline:
            return
        time.sleep(2)


def await_return(system):
    """The main account's changes, the oldest first, when it has its whole share again."""
    deadline = time.monotonic() + 400
    while True:
        answer = json.loads(system.client().request("GET", f"/api/providers/{MAIN}/history"))
        changes = [(datetime.fromisoformat(line["at"].replace("Z", "+00:00")).timestamp(),
                    line["change"], line["reason"]) for line in reversed(answer["changes"])]
        if changes and changes[-1][1] == "100 %":
            return changes
        if time.monotonic() > deadline:
            raise RuntimeError(f"The main account does not come back: {changes}")
        time.sleep(1)


def moment(system):
    """The database's clock, in seconds since 1970."""
    return float(system.sql("SELECT extract(epoch FROM now())")[0][0])
