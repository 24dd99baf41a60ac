"""storm.py in a size for every run; `storm.py` alone does the full ten thousand."""

import storm


def test_every_transaction_ends_in_one_final_state_and_no_customer_is_texted_twice():
    audit = storm.run(count=600, seed=1, limit_seconds=300)
    print(audit.report())
    assert not audit.wrong
