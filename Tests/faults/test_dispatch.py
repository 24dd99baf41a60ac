"""More than one dispatch, and one that stands still: still nobody is texted twice."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from audit import Audit
from posting import Posting
from storm import QUICK
from system import Provider, Rows, Settings, await_condition, processes


@pytest.fixture
def provider():
    found = Provider()
    yield found
    found.behave()


def second_dispatch():
    """Another process like the one that runs, with the same environment."""
    first = Path("/proc") / str(processes()["dispatch"][0])
    words = (first / "environ").read_bytes().split(b"\0")
    environment = dict(word.split(b"=", 1) for word in words if b"=" in word)
    return subprocess.Popen([os.readlink(first / "exe")], env=environment, stderr=subprocess.DEVNULL)


def lease_seconds():
    words = Path(f"/proc/{processes()['dispatch'][0]}/environ").read_bytes().split(b"\0")
    found = [word for word in words if word.startswith(b"LEASE_SECONDS=")]
    return int(found[0].split(b"=")[1]) if found else 90


def finish(posting, seconds):
    audit = Audit(posting)
    audit.await_final(seconds)
    audit.check()
    print(audit.report())
    assert not audit.wrong
    return audit


def test_two_processes_never_send_the_same_message(provider):
    provider.behave(latencyMs=[0, 300], callbackDelayMs=[0, 300])
    posting = Posting(2_000, seed=3)
    other = second_dispatch()
    try:
        with Settings(**QUICK):
            posting.post_all()
            audit = finish(posting, seconds=120)
    finally:
        other.terminate()
        other.wait()
    assert audit.counts["messages in the ledger"] == 2_000


def test_a_process_frozen_beyond_its_lease_sends_nothing_twice(provider):
    lease = lease_seconds()
    if lease > 20:
        pytest.skip(f"LEASE_SECONDS is {lease}: this test would take minutes")
    provider.behave(latencyMs=[0, 1000], callbackDelayMs=[0, 300], callbackLostRate=0.2)
    posting = Posting(600, seed=4)
    chance = random.Random(4)
    with Settings(**QUICK):
        other = second_dispatch()
        try:
            posting.post_all()
            for _ in range(2):
                time.sleep(chance.uniform(0.3, 1.0))
                freeze(other.pid, lease + 10)
            audit = finish(posting, seconds=180)
        finally:
            other.kill()
            other.wait()
    assert audit.counts["rows delivered"] == 600


def freeze(pid, seconds):
    """Stops a process, with calls under way, until its leases have run out and been looked at."""
    os.kill(pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(pid, signal.SIGCONT)


def test_a_process_killed_between_recording_and_sending_leaves_nothing_behind(provider):
    """What a dead dispatch had taken up is asked about when its lease has run out, and sent again."""
    provider.behave(latencyMs=[500, 1500], callbackDelayMs=[0, 300])
    posting = Posting(300, seed=5)
    with Settings(**QUICK):
        posting.post_all()
        for _ in range(3):
            time.sleep(0.5)
            for pid in processes().get("dispatch", []):
                os.kill(pid, signal.SIGKILL)
            await_condition("dispatch is back", lambda: processes().get("dispatch"), 30)
        finish(posting, seconds=max(180, 3 * lease_seconds()))
    assert Rows().one("SELECT count(*) FROM messages WHERE status = 'unknown'") == 0
