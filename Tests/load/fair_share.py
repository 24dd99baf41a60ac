"""How long a single message of one business waits for dispatch, alone and beside another's burst."""

import statistics
import time

from dispatch_rate import STEADY
from rows import make_due
from sandbox import Sandbox
from table import Row

SINGLES = 40
PAUSE_SECONDS = 0.5
# "No more than a few."
SECONDS_MAX = 3


def measure(system):
    sandbox = Sandbox(system)
    before = sandbox.behave(**STEADY)
    small = another_business(system)
    alone = delays(system, small)
    name, count = f"burst-{time.time_ns()}", 100_000 if system.large else system.scaled(5_000, 5_000)
    make_due(system, name, count)
    beside = delays(system, small, until=lambda: not waiting(system, name))
    left = waiting(system, name)
    sandbox.behave(**before)
    yield Row("a single message, alone: from due to the call", f"{words(alone)}", of(alone))
    yield Row(f"the same beside another business's {count:,}", f"{words(beside)}", of(beside),
              goal=f"≤ {SECONDS_MAX} s", reached=max(beside) <= SECONDS_MAX)
    yield Row("messages of the burst that still waited then", f"{left:,}", f"of {count:,}")


def another_business(system):
    """One with the settings of the first."""
    return system.number("""
        WITH made AS (INSERT INTO tenants (name) VALUES ('bench, small') RETURNING id)
        INSERT INTO tenant_settings (tenant_id, message_template, delay_hours, google_review_url)
        SELECT id, 'Hi {customer_name|there}', 0, 'https://example.com' FROM made RETURNING tenant_id""")


def delays(system, business, until=lambda: False):
    """From the moment that each of some messages was due to its attempt, in seconds."""
    name = f"single-{time.time_ns()}"
    for index in range(SINGLES):
        make_due(system, f"{name}-{index}", 1, tenant=business)
        time.sleep(PAUSE_SECONDS)
        if index > 5 and until():
            break
    mine = f"""FROM messages m JOIN transactions t ON t.id = m.transaction_id
               LEFT JOIN attempts a ON a.message_id = m.id AND a.number = 1 WHERE t.external_id LIKE '{name}-%'"""
    deadline = time.monotonic() + 300
    while system.number(f"SELECT count(*) {mine} AND a.started_at IS NULL"):
        if time.monotonic() > deadline:
            raise RuntimeError("Dispatch does not get to the small business.")
        time.sleep(0.5)
    return [float(line[0]) for line in system.sql(f"SELECT extract(epoch FROM a.started_at - m.due_at) {mine}")]


def waiting(system, name):
    return system.number(f"""
        SELECT count(*) FROM messages m JOIN transactions t ON t.id = m.transaction_id
         WHERE t.external_id LIKE '{name}-%' AND m.next_attempt_at IS NOT NULL""")


def words(seconds):
    return f"median {1000 * statistics.median(seconds):,.0f} ms"


def of(seconds):
    return f"longest {1000 * max(seconds):,.0f} ms of {len(seconds)}"
