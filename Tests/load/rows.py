"""Fills the system with made-up messages."""

import os
import subprocess
import sys
import time

from system import ROOT

# What `maintain` folds into the figures and the words to search by.
JOURNALS = ["status_changes", "answer_changes", "engagement_changes", "rating_changes", "search_queue"]


def fill(system, wanted):
    """Makes sure that there are at least so many messages."""
    missing = wanted - system.number("SELECT count(*) FROM messages")
    if missing > 0:
        await_folded(system)
        environment = {**os.environ, "SMS_STATE_DIR": str(system.state)}
        subprocess.run([ROOT / "deploy" / "seed", str(missing)], env=environment, stdout=sys.stderr, check=True)
    await_folded(system)


def empty(system):
    """Forgets all messages and their figures."""
    system.sql(f"""TRUNCATE messages, transactions, attempts, message_events, delivery_reports, message_search,
                            search_postings, engagements, inbound_messages, suppressions, {", ".join(JOURNALS)}""")
    system.sql("SELECT format('TRUNCATE %I', relname) FROM pg_class WHERE relkind = 'r' AND relname ~ '_(counts|sums)$' \\gexec")


def make_due(system, run, count, status="scheduled", due="now()", tenant=1):
    """So many messages of that status; dispatch takes up those that are due."""
    system.sql(f"""
        WITH stored AS (
            INSERT INTO transactions (id, tenant_id, external_id, customer_phone, received_at)
            SELECT gen_random_uuid(), {tenant}, '{run}-' || n, '+1415517' || 1000 + n % 9000, now()
              FROM generate_series(1, {count}) n
            RETURNING *
        )
        INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, received_at,
                              due_at, due_hour, next_attempt_at)
        SELECT gen_random_uuid(), {tenant}, id, 'transaction', '{status}', customer_phone, now(), now(),
               date_trunc('hour', now()), {due}
          FROM stored""")


def await_folded(system):
    """Waits until `maintain` has folded the journals, as it has in every quiet moment."""
    unfolded = " + ".join(f"(SELECT count(*) FROM {journal})" for journal in JOURNALS)
    for _ in range(600):
        if system.number(f"SELECT {unfolded}") == 0:
            return
        time.sleep(0.5)
    raise RuntimeError("The journals are not folded.")
