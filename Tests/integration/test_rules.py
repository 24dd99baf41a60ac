"""What forbids, delays or parks a message, seen from outside: opt-outs, lists, guards, comebacks, rehearsals."""

import base64
import hashlib
import hmac
import uuid

import requests

from business import new_phone
from expect import assert_problem
from system import address, setting, wait_for


def answer(sender, body, *, sid=None, signed=True, **more):
    """A person's answer, posted and signed as Twilio does it."""
    form = {"MessageSid": sid or "SM" + uuid.uuid4().hex, "SmsStatus": "received", "From": sender,
            "To": "+15005550006", "Body": body, **more}
    path = "/webhook/inbound"
    text = setting("PUBLIC_URL") + path + "".join(name + form[name] for name in sorted(form))
    token = setting("TWILIO_AUTH_TOKEN") if signed else "wrong"
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return requests.post(address("BASE_URL") + path, data=form, timeout=30,
                         headers={"X-Twilio-Signature": base64.b64encode(digest).decode()})


def configure(business, **settings):
    changed = business.post("/api/config", settings)
    assert changed.status_code == 200, changed.text
    return changed.json()["config"]


def kinds(business, identifier):
    return [line["kind"] for line in business.message(identifier)["timeline"]]


def test_stop_withdraws_what_waits_and_stays(business):
    configure(business, delay_hours=24)
    phone = new_phone()
    waiting = [business.send(customerPhone=phone)["messageId"] for _ in range(2)]
    taken = answer(phone, "Stop, please")
    assert taken.status_code == 200 and taken.text == "<Response></Response>"
    assert taken.headers["content-type"].startswith("text/xml")
    for message in waiting:
        record = business.record(message)
        assert record["status"] == "cancelled"
        assert kinds(business, message)[-1] == "cancelled"
    listed = business.read("/api/suppressions", number=phone)["suppressions"]
    assert [(entry["reason"], entry["source"]) for entry in listed] == [("opted_out", "keyword")]
    configure(business, delay_hours=0)
    later = business.send(customerPhone=phone)["messageId"]
    assert business.await_status(later, "suppressed")["attempts"] == []
    answer(phone, "START")
    assert business.read("/api/suppressions", number=phone)["suppressions"] == []
    business.await_status(business.send(customerPhone=phone)["messageId"], "delivered")


def test_an_answer_counts_once_and_only_when_it_is_signed(business):
    phone, sid = new_phone(), "SM" + uuid.uuid4().hex
    business.await_status(business.send(customerPhone=phone)["messageId"], "delivered")
    assert_problem(answer(phone, "STOP", signed=False), 403, "bad-signature")
    for _ in range(2):
        assert answer(phone, "STOP", sid=sid).status_code == 200
    assert business.count_of("inbound_messages") == 1
    assert business.count_of("suppressions") == 1


def test_an_unclear_answer_is_for_a_person(business):
    phone = new_phone()
    business.await_status(business.send(customerPhone=phone)["messageId"], "delivered")
    answer(phone, "Can I stop by at 5?")
    held = business.send(customerPhone=phone)["messageId"]
    wait_for(lambda: business.read("/api/parked")["reasons"].get("review") == 1, of="the message being held")
    assert business.post("/api/parked/approve", {"reason": "review"}).json()["count"] == 1
    business.await_status(held, "delivered")


def test_the_list_by_page_and_by_file(business):
    configure(business, delay_hours=24)
    phone = new_phone()
    waiting = business.send(customerPhone=phone)["messageId"]
    added = business.post("/api/suppressions", {"number": phone, "reason": "complained", "note": "by mail"}).json()
    assert added["added"] and added["cancelled"] == 1
    assert business.record(waiting)["status"] == "cancelled"
    file = f"number,reason,note\n{phone},complained,\n{new_phone()},,again\nnonsense,,\n+15005551,banana,\n"
    for expected in (1, 0):
        result = business.post("/api/suppressions/import", data=file, headers={"content-type": "text/csv"}).json()
        assert result["added"] == (expected + (1 if expected else 0))
        assert [error["line"] for error in result["errors"]] == [4, 5]
    released = business.call("DELETE", f"/api/suppressions/%2B{phone[1:]}", json={"reason": "they asked"})
    assert released.status_code == 200, released.text
    history = business.read("/api/suppressions", number=phone, history="true")["suppressions"]
    assert history and all(entry["releaseNote"] == "they asked" for entry in history)
    assert_problem(business.call("DELETE", f"/api/suppressions/{phone[1:]}"), 404)


def test_what_is_stale_waits_for_a_person(business):
    configure(business, stale_hours=48)
    old = [business.send(transactionCompletedAt="2020-01-01T00:00:00Z")["messageId"] for _ in range(2)]
    assert business.read("/api/parked")["reasons"] == {"stale": 2}
    assert business.post("/api/parked/approve", {"ids": [old[0]]}).json()["count"] == 1
    assert business.post("/api/parked/drop", {"reason": "stale"}).json()["count"] == 1
    business.await_status(old[0], "delivered")
    assert business.record(old[1])["status"] == "cancelled"
    assert_problem(business.post("/api/parked/drop", {}), 400)


def test_a_comeback_holds_and_a_refund_cancels(business):
    configure(business, delay_hours=24)
    receipt = business.send()
    told = business.post("/webhook/transaction-event", {"transactionId": receipt["transactionId"], "event": "complaint"})
    assert told.json()["messages"][0]["hold"] == "comeback"
    told = business.post("/webhook/transaction-event", {"transactionId": receipt["transactionId"], "event": "closed"})
    assert told.json()["affected"] == 1
    assert kinds(business, receipt["messageId"]) == ["received", "held", "rearmed"]
    business.post("/webhook/transaction-event", {"transactionId": receipt["transactionId"], "event": "refund"})
    assert business.record(receipt["messageId"])["status"] == "cancelled"
    assert_problem(business.post("/webhook/transaction-event", {"event": "refund"}), 400)
    assert_problem(business.post("/webhook/transaction-event", {"transactionId": "x", "event": "joy"}), 400)


def test_a_rehearsal_shows_what_would_have_been_sent(business):
    assert configure(business, shadow=True)["shadow"] is True
    identifier = rehearsed(business, customerName="Ada")
    message = business.message(identifier)
    assert message["attempts"] == [] and message["record"]["status"] == "scheduled"
    last = message["timeline"][-1]
    assert "Hi Ada" in last["detail"]["body"] and last["detail"]["provider"]


def rehearsed(business, **fields):
    """The message of a transaction, once shadow mode holds it."""
    identifier = business.send(**fields)["messageId"]
    wait_for(lambda: kinds(business, identifier)[-1] == "rehearsed", of="the rehearsal")
    return identifier


def test_a_rehearsed_message_is_sent_once_when_a_person_says_so(business):
    configure(business, shadow=True)
    sent, dropped, left = (rehearsed(business) for _ in range(3))
    listed = business.read("/api/parked", reason="shadow")
    assert listed["reasons"] == {"shadow": 3} and {one["id"] for one in listed["messages"]} == {sent, dropped, left}
    assert all(one["heldAt"] and one["body"] for one in listed["messages"])
    assert [business.post("/api/parked/approve", {"ids": [sent]}).json()["count"] for _ in range(2)] == [1, 0]
    message = business.await_status(sent, "delivered")
    assert len(message["attempts"]) == 1
    assert business.post("/api/parked/drop", {"ids": [dropped]}).json()["count"] == 1
    assert business.record(dropped)["status"] == "cancelled"
    configure(business, shadow=False)
    assert business.post("/api/parked/approve", {"reason": "shadow"}).json()["count"] == 1
    business.await_status(left, "delivered")
    assert business.read("/api/parked")["total"] == 0


def test_nobody_who_said_stop_gets_what_was_rehearsed(business):
    configure(business, shadow=True)
    phone = new_phone()
    waiting, approved = (rehearsed(business, customerPhone=phone) for _ in range(2))
    answer(phone, "STOP")
    assert business.post("/api/parked/approve", {"ids": [waiting, approved]}).json()["count"] == 0
    for message in (waiting, approved):
        assert business.record(message)["status"] == "cancelled"


def test_a_person_has_only_their_share(business):
    configure(business, cap_messages=1, cap_days=30)
    phone = new_phone()
    business.await_status(business.send(customerPhone=phone)["messageId"], "delivered")
    business.await_status(business.send(customerPhone=phone)["messageId"], "suppressed")


def test_quiet_hours_move_a_message_and_say_why(business):
    assert configure(business, quiet_hours="on")["quiet_hours"] == "on"
    # It is night in one of New York, London, Singapore and Honolulu, whatever the hour.
    numbers = ("+12125550123", "+447911123456", "+6591234567", "+18085550123")
    sent = [business.send(customerPhone=number)["messageId"] for number in numbers]

    def delayed():
        lines = [business.message(message)["timeline"][-1] for message in sent]
        return [line for line in lines if line["kind"] == "delayed"]

    line = wait_for(delayed, of="one of them waiting for the day")[0]
    assert "08:00-21:00" in line["detail"]["rule"] and line["detail"]["zones"] and line["detail"]["until"]


def test_the_settings_are_checked(business):
    refused = business.post("/api/config", {"cap_messages": -1, "quiet_hours": "maybe", "shadow": "perhaps"})
    assert_problem(refused, 400)
    assert {error["field"] for error in refused.json()["errors"]} == {"cap_messages", "quiet_hours", "shadow"}
