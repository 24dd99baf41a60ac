#!/usr/bin/env python3
"""Every process of the system, in turn and at random moments, is killed with SIGKILL.

    . .local/env && .local/venv/bin/python Tests/faults/kills.py [--count 2000] [--rounds 3] [--seed 1]

Meanwhile a CRM posts and the provider misbehaves as in storm.py. Prints its counts; fails when a
webhook that was answered 2xx is not there, or a customer was texted twice.
"""

import argparse
import collections
import os
import random
import signal
import sys
import threading
import time

import storm
from audit import Audit
from posting import Posting
from system import Provider, Settings, processes

# It keeps order among those that are killed; to kill it is to switch the system off.
SPARED = {"admin"}


class Killer:
    """Kills one process of each name, in a random order, for a number of rounds."""

    def __init__(self, rounds, seed):
        self.rounds, self.random = rounds, random.Random(seed)
        self.killed = collections.Counter()
        self.done = threading.Event()
        self.expected_seconds = rounds * len(processes()) * sum(self.PAUSE_SECONDS) / 2

    PAUSE_SECONDS = (0.1, 1.1)

    def run(self):
        try:
            for _ in range(self.rounds):
                names = sorted(set(processes()) - SPARED)
                self.random.shuffle(names)
                for name in names:
                    self.kill(name)
                    time.sleep(self.random.uniform(*self.PAUSE_SECONDS))
        finally:
            self.done.set()

    def kill(self, name):
        found = processes().get(name)
        if not found:
            return  # it has not come back yet
        try:
            os.kill(self.random.choice(sorted(found)), signal.SIGKILL)
            self.killed[name] += 1
        except ProcessLookupError:
            pass


def run(count, rounds, seed, limit_seconds):
    provider, posting, killer = Provider(), Posting(count, seed), Killer(rounds, seed)
    with Settings(**storm.QUICK):
        provider.behave(**storm.WEATHER)
        try:
            began = time.monotonic()
            hunt = threading.Thread(target=killer.run)
            hunt.start()
            # A little at a time, so that there is something to lose until the last kill.
            rest = posting.transactions
            while rest:
                portion = len(rest) if killer.done.is_set() else max(1, count // 100)
                posting.post_some(rest[:portion])
                rest = rest[portion:]
                killer.done.wait(killer.expected_seconds / 100)
            hunt.join()
            audit = Audit(posting)
            audit.await_final(limit_seconds)
            ended = time.monotonic()
        finally:
            provider.behave()
        audit.check()
    audit.counts |= {f"killed {name}": number for name, number in sorted(killer.killed.items())}
    audit.counts["kills"] = killer.killed.total()
    audit.counts["posts repeated after no answer or a 503"] = posting.lost_answers
    audit.counts["answered as duplicates"] = posting.repeats
    audit.counts["seconds until all were final"] = round(ended - began, 1)
    return audit


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=2_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--limit", type=int, default=1200, help="seconds to wait for the last final state")
    chosen = arguments.parse_args()
    result = run(chosen.count, chosen.rounds, chosen.seed, chosen.limit)
    print(result.report())
    sys.exit(1 if result.wrong else 0)
