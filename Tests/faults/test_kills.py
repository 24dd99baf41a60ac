"""kills.py in a size for every run; `kills.py` alone goes several rounds."""

import kills


def test_what_was_answered_is_there_and_nobody_is_texted_twice_while_processes_are_killed():
    audit = kills.run(count=200, rounds=1, seed=1, limit_seconds=400)
    print(audit.report())
    assert not audit.wrong
    assert audit.counts["kills"] >= 10
