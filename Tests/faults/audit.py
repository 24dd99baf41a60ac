"""Holds our rows against the provider's ledger and the dashboard's figures: the truth of a run."""

import collections
import time
from urllib.parse import parse_qs, urlsplit

from system import Provider, Rows, await_condition, front_door

FINAL = ["delivered", "undelivered", "failed", "cancelled", "expired", "suppressed"]
# What the provider says it could not deliver may be sent again.
LOST_AT_PROVIDER = {"undelivered", "failed"}


class Audit:
    """Counts of a run, and what is wrong with it; nothing should be."""

    def __init__(self, posting):
        self.posting, self.rows, self.provider = posting, Rows(), Provider()
        self.like = f"fault-{posting.run}-%"
        self.counts, self.wrong = {}, []

    def await_final(self, seconds):
        """Until no transaction of the run is short of a final state."""
        def open_messages():
            return self.rows.one("""
                SELECT count(*) FROM transactions t JOIN messages m ON m.transaction_id = t.id
                 WHERE t.external_id LIKE %s AND m.status <> ALL(%s::message_status[])""", self.like, FINAL)

        await_condition("every message is final", lambda: open_messages() == 0, seconds)

    def check(self):
        self.check_rows()
        self.check_ledger()
        self.check_figures()
        return self

    def expect(self, name, found, wanted=0):
        self.counts[name] = found
        if found != wanted:
            self.wrong.append(f"{name}: {found}, not {wanted}")

    def check_rows(self):
        rows = self.rows.all("""
            SELECT t.external_id, m.status::text, m.attempt_count
              FROM transactions t LEFT JOIN messages m ON m.transaction_id = t.id
             WHERE t.external_id LIKE %s""", self.like)
        stored = collections.Counter(row[0] for row in rows)
        self.status = {row[0]: row[1] for row in rows}
        self.counts["transactions posted"] = len(self.posting.transactions)
        self.counts["attempts"] = sum(row[2] or 0 for row in rows)
        self.counts |= {f"rows {s}": n for s, n in sorted(collections.Counter(self.status.values()).items())}
        self.expect("answered 2xx and not stored", len(self.posting.answered - stored.keys()))
        self.expect("stored more than once", sum(1 for count in stored.values() if count > 1))
        self.expect("not final", sum(1 for status in self.status.values() if status not in FINAL))
        self.expect("attempts left open", self.rows.one("""
            SELECT count(*) FROM attempts a JOIN messages m ON m.id = a.message_id
              JOIN transactions t ON t.id = m.transaction_id
             WHERE t.external_id LIKE %s AND a.state IN ('started', 'unknown')""", self.like))

    def check_ledger(self):
        """By our message id, which the callback's address carries; each goes to a number of its own."""
        ours = dict(self.rows.all("""
            SELECT m.id::text, t.external_id FROM transactions t JOIN messages m ON m.transaction_id = t.id
             WHERE t.external_id LIKE %s""", self.like))
        got = collections.defaultdict(list)
        for message in self.provider.messages():
            named = parse_qs(urlsplit(message["statusCallback"] or "").query).get("m", [""])[0]
            if named in ours:
                got[ours[named]].append(message)
        arrived = {t: sum(m["status"] not in LOST_AT_PROVIDER for m in messages) for t, messages in got.items()}
        self.counts["messages in the ledger"] = sum(map(len, got.values()))
        self.expect("texted twice", sum(1 for count in arrived.values() if count > 1))
        self.expect("sent to another number", sum(
            self.posting.phones.get(m["to"]) != t for t, messages in got.items() for m in messages))
        delivered = {t for t, status in self.status.items() if status == "delivered"}
        reached = {t for t, count in arrived.items() if count}
        self.expect("delivered in the ledger, not in our rows", len(reached - delivered))
        self.expect("delivered in our rows, not in the ledger", len(delivered - reached))

    def check_figures(self):
        """Counts of messages that are older than this run may still move between two questions."""
        deadline = time.monotonic() + 20
        figures = self.figures()
        while any(found != wanted for _, found, wanted in figures) and time.monotonic() < deadline:
            time.sleep(0.2)
            figures = self.figures()
        for name, found, wanted in figures:
            self.expect(name, found, wanted)

    def figures(self):
        kept, hourly, daily, counted = self.rows.all(f"""
            SELECT {sums("current_total_counts()")}, {sums("current_hourly_counts()")},
                   {sums("current_dealership_counts()")},
                   (SELECT jsonb_object_agg(status, n) FROM (SELECT status, count(*) n FROM messages GROUP BY 1) c)""")[0]
        overall = front_door().insist("GET", "/api/analytics?days=30")["overall"]
        today = front_door().insist("GET", "/api/dashboard?view=summary")["today"]
        return [
            ("totals and journal against rows", kept, counted),
            ("hours and journal against rows", hourly, counted),
            ("dealerships and journal against rows", daily, counted),
            ("analytics total", overall["total"], sum(counted.values())),
            ("analytics delivered", overall["delivered"], counted.get("delivered", 0)),
            ("dashboard total", today["total"], self.of_today("true")),
            ("dashboard delivered", today["delivered"], self.of_today("status = 'delivered'")),
            ("dashboard failed", today["failed"], self.of_today("status IN ('failed', 'undelivered')")),
        ]

    def of_today(self, condition):
        return self.rows.one(f"""
            SELECT count(*) FROM messages m JOIN tenants t ON t.id = m.tenant_id
             WHERE due_hour::date = (now() AT TIME ZONE t.time_zone)::date AND {condition}""")

    def report(self):
        lines = [f"{name:45} {value}" for name, value in self.counts.items()]
        return "\n".join(lines + [f"WRONG  {line}" for line in self.wrong])


def sums(view):
    """Its figures by status, as one value: read in the same statement, they are of the same moment."""
    return f"""(SELECT jsonb_object_agg(status, n) FROM (
        SELECT status, sum(messages)::bigint n FROM {view} GROUP BY 1 HAVING sum(messages) <> 0) c)"""
