"""What a manager waits for: dashboard, analytics and the log, with few messages and with many."""

import json

from rows import empty, fill
from system import median, percentile
from table import Row

FIGURES = {
    "dashboard, figures": "/api/dashboard?view=summary",
    "dashboard, whole": "/api/dashboard",
    "analytics, 30 days": "/api/analytics?days=30",
}
# How much slower counts as flat: a millisecond of chance, or a half.
FLAT_MILLISECONDS, FLAT_SHARE = 1.0, 1.5


def measure(system):
    few, many = system.scaled((10_000, 1_000_000), (2_000, 20_000))
    empty(system)
    fill(system, few)
    before = {what: times(system, path) for what, path in FIGURES.items()}
    fill(system, many)
    for what, path in FIGURES.items():
        after = times(system, path)
        was, now = median(before[what]), median(after)
        yield Row(
            f"{what}, {many:,} messages", f"{shown(after)} ms", f"{few:,}: {shown(before[what])} ms",
            ratio=now / was, goal="≤ 10 ms, flat",
            reached=now <= 10 and (now <= was * FLAT_SHARE or now <= was + FLAT_MILLISECONDS))
    for what, path in {
        "first page": "/api/messages?limit=25",
        "page by cursor, half-way": f"/api/messages?limit=25&cursor={middle(system)}",
        "failed only": "/api/messages?limit=25&status=failed",
        "failed and undelivered, of one dealership":
            "/api/messages?limit=25&status=failed,undelivered&dealership=Dealership%207",
    }.items():
        found = times(system, path)
        yield Row(f"log of {many:,} messages, {what}", f"{shown(found)} ms", goal="≤ 50 ms",
                  reached=median(found) <= 50)


def times(system, path):
    client = system.client()
    client.times(path, 20)  # every process and connection has seen the statement
    return client.times(path, system.scaled(300, 50))


def shown(found):
    return f"{median(found):.1f} (p99 {percentile(found, 0.99):.1f})"


def middle(system):
    """The cursor of a page in the middle of the log, made from that of the first page."""
    first = json.loads(system.client().request("GET", "/api/messages?limit=1"))["nextCursor"]
    micros, message = system.sql("""
        SELECT (extract(epoch FROM received_at) * 1000000)::bigint, id FROM messages
         ORDER BY received_at DESC, id DESC OFFSET (SELECT count(*) / 2 FROM messages) LIMIT 1""")[0]
    return f"{first.split('.')[0]}.{micros}.{message}"
