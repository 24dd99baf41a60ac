"""A second account at the provider: messages go through it, and its own callbacks come back."""

import secrets

import requests
from twilio.request_validator import RequestValidator

from business import new_phone
from expect import assert_problem
from provider import SENDER, account
from system import address, wait_for


def open_account(business):
    """An account that the sandbox plays as well, and that comes first for this business."""
    name = business.account("second")
    sid, token = "AC" + secrets.token_hex(16), account()[1]
    answer = business.call("PUT", f"/api/providers/{name}", json={
        "kind": "twilio", "priority": 10, "secrets": {"auth_token": token},
        "settings": {"account_sid": sid, "from": SENDER, "api_base": address("SANDBOX_URL")}})
    assert answer.status_code == 200, answer.text
    return name, sid, token


def sent_through(business, name):
    """A message of this business that goes through the account, as soon as dispatch knows it."""
    def found():
        receipt = business.send()
        message = business.await_status(receipt["messageId"], "delivered")
        return message if message["attempts"][0]["provider"] == name else None

    return wait_for(found, of=f"a message through {name}")


def test_a_message_is_delivered_by_its_own_callbacks(business):
    name, _, _ = open_account(business)
    message = sent_through(business, name)
    assert [attempt["state"] for attempt in message["attempts"]] == ["accepted"]
    providers = business.rows("SELECT DISTINCT provider FROM delivery_reports WHERE message_id = %(id)s",
                              id=message["record"]["id"])
    assert [row["provider"] for row in providers] == [name]


def test_a_callback_is_believed_only_with_the_account_s_own_token(business):
    name, sid, token = open_account(business)
    message = business.add_message("queued", [{"state": "accepted", "provider": name, "ended_at": "now",
                                               "provider_message_id": "SM" + secrets.token_hex(16)}])
    report = {"MessageSid": business.message(message)["attempts"][0]["providerMessageId"],
              "MessageStatus": "delivered", "AccountSid": sid}

    def post(path, signed_with):
        url = f"{address('PUBLIC_URL')}{path}?m={message}&a=1"
        signature = RequestValidator(signed_with).compute_signature(url, report)
        return requests.post(url.replace(address("PUBLIC_URL"), address("BASE_URL")), data=report, timeout=30,
                             headers={"X-Twilio-Signature": signature}).status_code

    assert post(f"/webhook/status/{name}", "another-token") == 403
    assert post("/webhook/status/nobody-s", token) == 403
    assert business.record(message)["status"] == "queued"
    assert post(f"/webhook/status/{name}", token) == 204
    assert business.record(message)["status"] == "delivered"


def test_a_test_message_goes_through_the_provider_that_is_tried(business):
    name, _, _ = open_account(business)
    sent_through(business, name)

    def tried(provider):
        answer = business.post("/api/test-sms", {"phone": new_phone(), "provider": provider})
        assert answer.status_code == 202, answer.text
        message = business.await_status(answer.json()["messageId"], "delivered")
        return [attempt["provider"] for attempt in message["attempts"]]

    # The second account comes first for this business, and is passed over all the same.
    assert tried("twilio") == ["twilio"]
    assert tried(name) == [name]
    assert business.post(f"/api/providers/{name}/pause").status_code == 200
    assert_problem(business.post("/api/test-sms", {"phone": new_phone(), "provider": name}), 409, "provider-stopped")
    assert_problem(business.post("/api/test-sms", {"phone": new_phone(), "provider": "none"}), 400, fields=["provider"])
