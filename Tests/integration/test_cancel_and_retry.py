"""Cancelling and retrying, also at the very moment that dispatch takes the message up."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from business import FINAL
from expect import assert_problem
from provider import texts


def cancel(business, transaction):
    return business.call("DELETE", f"/webhook/cancel/{transaction}")


def test_a_cancelled_message_is_never_sent_and_a_sent_one_never_cancelled(business):
    """Cancelled while dispatch is at work: each message is either withdrawn or sent, and says which."""
    transactions = [business.transaction() for _ in range(40)]
    results = business.post("/webhook/transactions", {"transactions": transactions}).json()["results"]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda t: cancel(business, t["transactionId"]).status_code, transactions))
    assert set(answers) <= {200, 404}
    for answer, result in zip(answers, results):
        record = business.await_status(result["messageId"])["record"]
        assert record["status"] == ("cancelled" if answer == 200 else "delivered")
        assert len(texts(result["messageId"])) == (0 if answer == 200 else 1)


def test_ten_cancel_at_once_and_one_succeeds(open_business):
    business = open_business(delay_hours=2)
    transaction = business.send()["transactionId"]
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: cancel(business, transaction).status_code, range(10)))
    assert sorted(answers) == [200] + [404] * 9
    timeline = business.message(transaction)["timeline"]
    assert [line["kind"] for line in timeline] == ["received", "cancelled"]
    assert timeline[-1]["detail"]["by"]


def test_what_is_sent_or_unknown_cannot_be_cancelled(business):
    transaction = business.send()["transactionId"]
    business.await_status(transaction, "delivered")
    assert_problem(cancel(business, transaction), 404, "not-found")
    assert_problem(cancel(business, "nothing"), 404, "not-found")


def test_a_retried_message_is_sent_once_more_and_may_succeed(business):
    """The number was wrong and is mended at the provider: the second try arrives."""
    receipt = business.send(customerPhone="+15005550009")
    business.await_status(receipt["messageId"], "failed")
    business.rows("UPDATE messages SET recipient = '+15005556789' WHERE tenant_id = %(tenant)s")
    assert business.post(f"/api/retry/{receipt['messageId']}").status_code == 200
    message = business.await_status(receipt["messageId"], "delivered")
    assert message["record"]["attempts"] == 2 and message["record"]["errorCode"] is None
    assert [attempt["state"] for attempt in message["attempts"]] == ["refused", "accepted"]
    assert "retryRequested" in [line["kind"] for line in message["timeline"]]
    assert len(texts(receipt["messageId"])) == 1


def test_ten_ask_for_a_retry_at_once_and_it_is_sent_once(business):
    receipt = business.send(customerPhone="+15005550013")
    business.await_status(receipt["messageId"], "undelivered")
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: business.post(f"/api/retry/{receipt['messageId']}").status_code, range(10)))
    assert answers.count(200) == 1 and answers.count(409) == 9
    message = business.await_status(receipt["messageId"], "undelivered")
    assert message["record"]["attempts"] == 2 and len(texts(receipt["messageId"])) == 2


@pytest.mark.parametrize("status", ["scheduled", "queued", "sending", "sent", "delivered", "cancelled", "unknown"])
def test_only_what_failed_is_retried(business, status):
    message = business.add_message(status)
    assert_problem(business.post(f"/api/retry/{message}"), 409, "not-retryable")
    assert business.record(message)["status"] == status and business.record(message)["retryable"] is False


def test_a_bulk_retry_may_be_narrowed_to_a_time(business):
    old = business.add_message("failed", received_at="2026-01-01", recipient="+15005550009")
    new = business.add_message("failed", received_at="2026-02-01", recipient="+15005550009")
    answer = business.post("/api/retry/bulk", {"from": "2026-01-15", "to": "2026-03-01"})
    assert answer.json()["results"] == {"success": 1, "failed": 0}
    assert business.await_status(new, *FINAL)["record"]["attempts"] == 1
    assert business.record(old)["attempts"] == 0
    assert_problem(business.post("/api/retry/bulk", {"from": "soon", "to": 7}), 400, fields=["from", "to"])


def test_nothing_to_retry_is_said_so(business):
    answer = business.post("/api/retry/bulk")
    assert answer.status_code == 200 and answer.json()["results"] == {"success": 0, "failed": 0}
