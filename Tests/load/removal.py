"""What those who post transactions notice of the night in which old texts are removed."""

import http.client
import json
import threading
import time

from rows import await_folded
from system import percentile
from table import Row

POSTERS = 4
RATE = 60  # transactions a second of all posters together: a busy CRM


# Where what was said stands; posting writes new rows there, and changes none.
TABLES = ("transactions", "messages", "attempts", "message_events", "delivery_reports", "message_search", "search_postings")


def measure(system):
    count = system.scaled(100_000, 4_000)
    seconds = system.scaled(30, 5)
    prepare(system, count)
    calm = post(system, seconds)
    before, changed = removed(system), rows_changed(system)
    system.sql("UPDATE retention SET days = 90, next_run_at = now() WHERE tenant_id = 1 AND kind = 'messages'")
    while removed(system) == before:  # the first file is written before anything goes
        time.sleep(0.1)
    began, gone = time.monotonic(), removed(system)
    busy = post(system, seconds)
    rate = (removed(system) - gone) / (time.monotonic() - began)
    if system.large or system.quick:
        while removed(system) - before < count:
            busy += post(system, seconds)
        took = time.monotonic() - began
        rows = rows_changed(system) - changed
        yield Row("removing", f"{count:,} texts, {rows:,} rows", f"in {took / 60:.1f} min beside {RATE} transactions/s")
    yield Row("texts archived and removed beside the load", f"{rate:,.0f}/s")
    for share, goal in ((0.5, None), (0.99, 1.25)):
        own, other = (percentile(times, share) for times in (busy, calm))
        ratio = own / other
        yield Row(f"posting while texts are removed, p{share * 100:.0f}", f"{own * 1000:.1f} ms",
                  f"before: {other * 1000:.1f} ms", ratio=ratio, goal=f"≤ {goal}" if goal else "",
                  reached=ratio <= goal if goal else None)


def prepare(system, count):
    """So many messages that were delivered half a year ago, with all that was said of them."""
    system.configure(delay_hours=24)
    system.sql(f"""
        WITH old AS MATERIALIZED (
            SELECT n, gen_random_uuid() AS t, gen_random_uuid() AS m, '+1415517' || 1000 + n % 9000 AS phone,
                   now() - interval '190 days' + n * interval '1 second' AS at
              FROM generate_series(1, {count}) n
        ), transactions AS (
            INSERT INTO transactions (id, tenant_id, external_id, customer_phone, customer_name, received_at)
            SELECT t, 1, 'old-{time.time_ns()}-' || n, phone, 'Customer ' || n, at FROM old
        ), attempts AS (
            INSERT INTO attempts (message_id, number, tenant_id, provider, recipient, body)
            SELECT m, 1, 1, 'twilio', phone, 'Hello Customer ' || n || ', thank you for your visit!' FROM old
        ), events AS (
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT 1, m, 'rendered', jsonb_build_object('body', 'Hello Customer ' || n) FROM old
        ), reports AS (
            INSERT INTO delivery_reports (tenant_id, message_id, provider, provider_message_id, raw)
            SELECT 1, m, 'twilio', 'SM' || n, jsonb_build_object('MessageStatus', 'delivered', 'To', phone) FROM old
        )
        INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, received_at, due_at, due_hour, body)
        SELECT m, 1, t, 'transaction', 'delivered', phone, at, at, date_trunc('hour', at),
               'Hello Customer ' || n || ', thank you for your visit!' FROM old""")
    system.sql("UPDATE retention SET next_run_at = NULL, position_at = NULL, position_id = NULL, done_until = NULL")
    system.sql("VACUUM ANALYZE")
    await_folded(system)


def removed(system):
    return system.number("SELECT coalesce(sum(removed), 0) FROM retention WHERE tenant_id = 1")


def rows_changed(system):
    """How many rows were emptied or deleted, as PostgreSQL has counted."""
    tables = ", ".join(f"'{name}'" for name in TABLES)
    return system.number(f"SELECT sum(n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE relname IN ({tables})")


def post(system, seconds):
    """Seconds that each transaction took, at a steady rate, so that whatever waits is seen."""
    times, run, end = [], time.time_ns(), time.monotonic() + seconds

    def go(number):
        peer = http.client.HTTPConnection(system.base_url.removeprefix("http://"), timeout=60)
        headers = {"x-api-key": system.key, "content-type": "application/json"}
        due, count = time.monotonic() + number / RATE, 0
        while due < end:
            time.sleep(max(0, due - time.monotonic()))
            count += 1
            body = {"transactionId": f"removal-{run}-{number}-{count}", "customerPhone": "+14155172054"}
            # From the moment it was due: a queue is waiting time too.
            peer.request("POST", "/webhook/transaction-complete", json.dumps(body), headers)
            answer = peer.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {text[:200]!r}")
            times.append(time.monotonic() - due)
            due += POSTERS / RATE

    threads = [threading.Thread(target=go, args=[number]) for number in range(POSTERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times
