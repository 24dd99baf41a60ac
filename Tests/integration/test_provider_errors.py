"""What the provider refuses or fails is told with its code, what it means, and what to do about it."""

from provider import texts
from system import wait_for

# The sandbox's magic numbers: how each recipient ends, with which code.
OUTCOMES = {
    "+15005550001": ("failed", "21211"), "+15005550002": ("failed", "21612"), "+15005550003": ("failed", "21408"),
    "+15005550004": ("failed", "21610"), "+15005550009": ("failed", "21614"),
    "+15005550010": ("undelivered", "30003"), "+15005550011": ("undelivered", "30004"),
    "+15005550012": ("undelivered", "30005"), "+15005550013": ("undelivered", "30006"),
    "+15005550014": ("undelivered", "30007"), "+15005550015": ("undelivered", "30008"),
    "+15005550016": ("failed", "30001"), "+15005550017": ("failed", "30034"),
}


def test_every_error_is_explained(business):
    receipts = {phone: business.send(customerPhone=phone)["messageId"] for phone in OUTCOMES}
    for phone, (status, code) in OUTCOMES.items():
        message = business.await_status(receipts[phone])
        record = message["record"]
        assert (record["status"], record["errorCode"]) == (status, code), phone
        assert len(record["errorMessage"]) > 10 and len(record["errorAdvice"]) > 10
        assert record["retryable"] is True and record["finishedAt"]
        assert message["twilio"]["errorCode"] == code and message["twilio"]["errorMessage"]
        assert message["timeline"][-1]["detail"]["errorCode"] == code
        taken = status == "undelivered" or code.startswith("30")
        assert len(texts(receipts[phone])) == (1 if taken else 0), "a refused message is in nobody's ledger"


def test_what_may_pass_is_tried_again_as_often_as_configured(open_business):
    business = open_business(retry_attempts=1)
    receipt = business.send(customerPhone="+15005550010")
    message = business.await_status(receipt["messageId"], "undelivered")
    assert message["record"]["attempts"] == 2 and len(texts(receipt["messageId"])) == 2
    assert "retryScheduled" in [line["kind"] for line in message["timeline"]]


def test_what_will_not_pass_is_not_tried_again(open_business):
    business = open_business(retry_attempts=5)
    for phone in ("+15005550009", "+15005550013"):
        message = business.await_status(business.send(customerPhone=phone)["messageId"], "failed", "undelivered")
        assert message["record"]["attempts"] == 1


def test_a_throttled_message_waits_and_stays_pending(business):
    """The provider answers 429 for this number for ever, which is not the message's fault."""
    receipt = business.send(customerPhone="+15005550022")
    message = wait_for(lambda: (m := business.message(receipt["messageId"]))["record"]["attempts"] >= 2 and m)
    assert message["record"]["status"] in ("scheduled", "queued") and message["record"]["finishedAt"] is None
    assert "throttled" in [line["kind"] for line in message["timeline"]]
    assert wait_for(lambda: business.call("DELETE", f"/webhook/cancel/{receipt['transactionId']}").status_code == 200)
    assert texts(receipt["messageId"]) == []
