"""The main job: a transaction comes in, one text goes out, and what becomes of it is seen."""

import requests

from business import new_phone
from provider import texts
from system import address, setting


def test_a_posted_transaction_becomes_one_delivered_text(business):
    receipt = business.send(customerName="Maria Lopez", dealershipName="Sunrise Motors", amount=48250.00)
    message = business.await_status(receipt["transactionId"])
    assert message["record"]["status"] == "delivered"
    [text] = texts(receipt["messageId"])
    assert text["to"] == message["record"]["customerPhone"]
    assert text["body"] == message["record"]["body"] == (
        f"Hi Maria Lopez, thank you for visiting Sunrise Motors! ({receipt['transactionId']}) https://example.com/r")


def test_the_record_tells_what_was_sent_and_when(business):
    receipt = business.send(customerName="Ada", salesRepName="Grace", amount="19.99")
    record = business.await_status(receipt["messageId"])["record"]
    assert record["id"] == receipt["messageId"]
    assert (record["customerName"], record["salesRepName"]) == ("Ada", "Grace")
    assert (record["amount"], record["currency"]) == ("19.99", "USD")
    assert record["attempts"] == 1 and record["segments"] >= 1 and record["errorCode"] is None
    assert record["receivedAt"] <= record["dueAt"] <= record["sentAt"] <= record["finishedAt"]
    assert record["nextAttemptAt"] is None and record["retryable"] is False


def test_the_timeline_tells_the_story_in_its_order(business):
    receipt = business.send()
    message = business.await_status(receipt["transactionId"], "delivered")
    timeline = message["timeline"]
    times = [line["at"] for line in timeline]
    assert times == sorted(times)
    # Beside tests that have other providers, or trouble with this one, a way is chosen and waited for.
    kinds = [line["kind"] for line in timeline if line["kind"] not in ("routed", "waiting")]
    assert kinds[:2] == ["received", "attempted"]
    assert {"accepted", "reported"} <= {line["kind"] for line in timeline}
    assert "Delivered" in [line["title"] for line in timeline]
    assert all(line["title"][0].isupper() and isinstance(line["detail"], dict) for line in timeline)


def test_the_attempt_names_the_provider_and_its_message(business):
    receipt = business.send()
    message = business.await_status(receipt["transactionId"], "delivered")
    [attempt] = message["attempts"]
    [text] = texts(receipt["messageId"])
    assert (attempt["number"], attempt["provider"], attempt["state"]) == (1, "twilio", "accepted")
    assert attempt["providerMessageId"] == message["twilio"]["sid"] == text["sid"]
    assert attempt["httpStatus"] == 201 and attempt["milliseconds"] >= 0
    assert message["twilio"]["status"] == "delivered"


def test_a_message_waits_until_it_is_due(open_business):
    business = open_business(delay_hours=2)
    receipt = business.send()
    [row] = business.rows("SELECT received_at, due_at, next_attempt_at FROM messages WHERE tenant_id = %(tenant)s")
    assert (row["due_at"] - row["received_at"]).total_seconds() == 2 * 3600
    assert row["next_attempt_at"] == row["due_at"]
    assert receipt["smsStatus"] == "scheduled" and business.record(receipt["transactionId"])["body"] is None


def test_a_lost_answer_is_no_reason_to_text_twice(business):
    """The provider takes the message and then fails, or drops the connection (magic numbers)."""
    receipts = [business.send(customerPhone=f"+1500555{ending}") for ending in ("0020", "0021")]
    for receipt in receipts:
        message = business.await_status(receipt["transactionId"])
        assert message["record"]["status"] == "delivered" and message["record"]["attempts"] == 1
        assert len(texts(receipt["messageId"])) == 1


def test_the_key_that_deploy_up_made_sends_a_test_message():
    answer = requests.post(address("BASE_URL") + "/api/test-sms", headers={"x-api-key": setting("API_KEY")},
                           json={"phone": new_phone(), "message": "Just a test"}, timeout=30)
    assert answer.status_code == 202, answer.text
