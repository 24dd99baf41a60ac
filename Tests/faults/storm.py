#!/usr/bin/env python3
"""A provider that misbehaves in every way at once, and a CRM that posts all it has.

    . .local/env && .local/venv/bin/python Tests/faults/storm.py [--count 10000] [--seed 1]

Prints its counts; fails when a transaction was lost, sent twice, left open or counted wrongly.
"""

import argparse
import sys
import time

from audit import Audit
from posting import Posting
from system import Provider, Settings

WEATHER = {
    "latencyMs": [0, 2000], "callbackDelayMs": [0, 2000],
    "transientErrorRate": 0.10, "permanentErrorRate": 0.05, "ambiguousErrorRate": 0.03, "dropRate": 0.03,
    "throttleRate": 0.01, "undeliveredRate": 0.03,
    "callbackLostRate": 0.10, "callbackDoubledRate": 0.20, "callbackReorderedRate": 0.20,
}
# Retries come as soon as the settings allow.
QUICK = {"delay_hours": 0, "retry_delay_minutes": 0, "retry_attempts": 5, "batch_size": 500}


def run(count, seed, limit_seconds):
    provider = Provider()
    posting = Posting(count, seed)
    with Settings(**QUICK):
        provider.behave(**WEATHER)
        try:
            began = time.monotonic()
            posting.post_all()
            posted = time.monotonic()
            audit = Audit(posting)
            audit.await_final(limit_seconds)
            ended = time.monotonic()
        finally:
            provider.behave()
        audit.check()
    audit.counts["seconds to post"] = round(posted - began, 1)
    audit.counts["seconds until all were final"] = round(ended - began, 1)
    return audit


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--limit", type=int, default=1200, help="seconds to wait for the last final state")
    chosen = arguments.parse_args()
    result = run(chosen.count, chosen.seed, chosen.limit)
    print(result.report())
    sys.exit(1 if result.wrong else 0)
