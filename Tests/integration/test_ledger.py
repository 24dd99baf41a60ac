"""The account: charged when a message is queued, repaid when it was not sent, and proven."""

from concurrent.futures import ThreadPoolExecutor

from expect import assert_problem
from system import address, wait_for


def open_account(business, segment_micros, credit_limit_micros=0):
    business.rows("INSERT INTO ledger_accounts (tenant_id, currency, segment_micros, credit_limit_micros) "
                  "VALUES (%(tenant)s, 'USD', %(segment)s, %(limit)s)",
                  segment=segment_micros, limit=credit_limit_micros)
    business.ledger_key = business.add_key(["messages:read", "ledger:write"])


def credit(business, **body):
    """What whoever runs the installation does, with a key that no business has."""
    if not hasattr(business, "ledger_key"):
        business.ledger_key = business.add_key(["messages:read", "ledger:write"])
    return business.post("/api/ledger/credits", body, headers={"x-api-key": business.ledger_key})


def proof(business):
    found = business.read("/api/ledger/proof")
    assert found["holds"] is True and found["balance"] == found["sum"]
    return found


def kinds(business):
    return [entry["kind"] for entry in business.read("/api/ledger")["entries"]]


def test_a_business_without_an_account_is_not_charged(business):
    business.await_status(business.send()["messageId"], "delivered")
    assert business.read("/api/ledger") == {"account": None, "entries": [], "next": None}
    assert_problem(business.get("/api/ledger/proof"), 404)
    assert_problem(credit(business, amount=5), 409, "no-account")


def test_a_business_gives_itself_no_credit(business):
    open_account(business, 10_000)
    for caller in (business.calls, business.log_in()):
        answer = caller.post(address("BASE_URL") + "/api/ledger/credits", json={"amount": 1}, timeout=30)
        assert_problem(answer, 403, "scope-missing")
    assert proof(business)["entries"] == 0


def test_a_message_is_charged_and_one_that_was_not_sent_is_repaid(business):
    open_account(business, 10_000)
    assert credit(business, amount="1.00", note="paid").status_code == 201
    business.await_status(business.send()["messageId"], "delivered")
    assert kinds(business) == ["charge", "credit"]
    business.await_status(business.send(customerPhone="+15005550009")["messageId"], "failed")
    wait_for(lambda: kinds(business)[0] == "refund", of="the refund")
    assert sorted(kinds(business)) == ["charge", "charge", "credit", "refund"]
    assert proof(business)["entries"] == 4


def test_what_the_account_cannot_pay_waits_for_a_credit(business):
    open_account(business, 10_000)
    receipt = business.send()
    wait_for(lambda: business.message(receipt["messageId"])["timeline"][-1]["kind"] == "held", of="the hold")
    assert business.message(receipt["messageId"])["timeline"][-1]["detail"]["reason"] == "credit"
    credit(business, amount=1)
    business.await_status(receipt["messageId"], "delivered")
    proof(business)


def test_an_account_is_never_overdrawn_by_many_at_once(business):
    open_account(business, 100_000)
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: credit(business, amount="0.05").status_code,
                                   range(16)))
    assert answers == [201] * 16
    transactions = [business.transaction() for _ in range(20)]
    business.post("/webhook/transactions", {"transactions": transactions})
    wait_for(lambda: len(business.rows("SELECT id FROM messages WHERE tenant_id = %(tenant)s "
                                       "AND (hold IS NOT NULL OR attempt_count > 0)")) == 20, of="all taken up")
    found = proof(business)
    assert float(found["balance"]) >= 0


def test_entries_are_read_page_by_page(business):
    open_account(business, 1)
    for _ in range(5):
        credit(business, amount=1)
    ids, before = [], None
    while True:
        page = business.read("/api/ledger", limit=2, **({"before": before} if before else {}))
        ids += [entry["id"] for entry in page["entries"]]
        before = page["next"]
        if before is None:
            break
    assert len(ids) == 5 and ids == sorted(ids, reverse=True)


def test_a_credit_is_more_than_nothing(business):
    open_account(business, 1)
    for amount in (0, -1, "much", "0.0000001"):
        assert_problem(credit(business, amount=amount), 400, fields=["amount"])
