"""Requests that a CRM signs by Standard Webhooks, with the standard's own library, instead of sending a key."""

import datetime
import json
import uuid

import pytest
import requests
from standardwebhooks.webhooks import Webhook

from expect import assert_problem
from system import address, wait_for


@pytest.fixture
def signing(business):
    """A key that signs."""
    answer = business.post("/api/keys", {"name": "our CRM", "scopes": ["transactions:write"], "signs": True})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["key"] is None and made["secret"].startswith("whsec_") and made["signs"]
    return made


def headers(made, text, at=None, secret=None):
    at = at or datetime.datetime.now(datetime.timezone.utc)
    identifier = f"msg_{uuid.uuid4().hex}"
    signature = Webhook(secret or made["secret"]).sign(identifier, at, text)
    return {"content-type": "application/json", "webhook-id": identifier,
            "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


def post(made, body, path="/webhook/transaction-complete", query="", signed=None, posted=None, **options):
    text = json.dumps(body)
    return requests.post(f"{address('BASE_URL')}{path}?signed={made['id']}{query}", timeout=30,
                         data=posted or text, headers=signed or headers(made, text, **options))


def test_what_is_signed_is_taken(business, signing):
    body = business.transaction()
    answer = post(signing, body)
    assert answer.status_code == 200, answer.text
    assert business.record(body["transactionId"])["status"]
    assert post(signing, body).json()["duplicate"] is True
    many = {"transactions": [business.transaction() for _ in range(3)]}
    assert post(signing, many, "/webhook/transactions").json()["accepted"] == 3
    event = {"transactionId": body["transactionId"], "event": "complaint"}
    assert post(signing, event, "/webhook/transaction-event").status_code == 200


def test_several_signatures_may_come_along(business, signing):
    body = business.transaction()
    signed = headers(signing, json.dumps(body))
    signed["webhook-signature"] = f"v1a,other v1,{'A' * 43}= {signed['webhook-signature']}"
    assert post(signing, body, signed=signed).status_code == 200


def test_what_is_not_signed_so_is_refused(business, signing):
    body = business.transaction()
    text = json.dumps(body)
    assert_problem(post(signing, body, posted=text + " "), 401, "signature-wrong")
    assert_problem(post(signing, body, secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), 401, "signature-wrong")
    for wrong in ("id", "timestamp", "signature"):
        signed = headers(signing, text)
        del signed[f"webhook-{wrong}"]
        assert_problem(post(signing, body, signed=signed), 401, "signature-wrong")
    for changed in ({"webhook-id": "msg_other"}, {"webhook-signature": "v1,"}, {"webhook-signature": "v2,AAAA"},
                    {"webhook-timestamp": "now"}):
        assert_problem(post(signing, body, signed={**headers(signing, text), **changed}), 401, "signature-wrong")
    for number in ("0", "none", "999999999"):
        assert_problem(post({**signing, "id": number}, body), 401, "signature-wrong")
    assert business.get(f"/api/messages/{body['transactionId']}").status_code == 404


@pytest.mark.parametrize("minutes", [-6, 6])
def test_what_was_signed_at_another_time_is_refused(business, signing, minutes):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    assert_problem(post(signing, business.transaction(), at=at), 401, "signature-not-current")


def test_what_nobody_signed_cannot_stand_beside_it(business, signing):
    assert_problem(post(signing, business.transaction(), query="&customer_name=Eve"), 400, "query-not-signed")


def test_a_key_that_signs_is_good_for_nothing_else(business, signing, open_business):
    text = "{}"
    for path in ("/api/keys", "/api/preview", "/api/retry/bulk"):
        answer = requests.post(f"{address('BASE_URL')}{path}?signed={signing['id']}", data=text, headers=headers(signing, text), timeout=30)
        assert_problem(answer, 401, "not-authenticated")
    for key in (signing["secret"], str(signing["id"])):
        assert_problem(requests.post(f"{address('BASE_URL')}/webhook/transaction-complete", json={}, headers={"x-api-key": key}, timeout=30), 401)
    plain = business.post("/api/keys", {"name": "plain", "scopes": ["transactions:write"]}).json()
    assert_problem(post({**signing, "id": plain["id"]}, business.transaction()), 401, "signature-wrong")
    more = {"name": "more", "scopes": ["transactions:write", "messages:read"], "signs": True}
    assert_problem(business.post("/api/keys", more), 400, fields=["scopes"])
    # Another business's key is no way in, whatever signs it.
    other = open_business()
    foreign = other.post("/api/keys", {"name": "x", "scopes": ["transactions:write"], "signs": True}).json()
    assert_problem(post({**signing, "id": foreign["id"]}, business.transaction()), 401, "signature-wrong")


def test_a_signing_key_is_replaced_and_ended(business, signing):
    new = business.post(f"/api/keys/{signing['id']}/rotation", {"overlapHours": 1}).json()
    assert new["secret"] not in (None, signing["secret"]) and new["signs"]
    for made in (signing, new):
        assert post(made, business.transaction()).status_code == 200
    assert business.call("DELETE", f"/api/keys/{signing['id']}").status_code == 200
    wait_for(lambda: post(signing, business.transaction()).status_code == 401, of="the ended key being refused")
    assert post(new, business.transaction()).status_code == 200
    [line] = [key for key in business.read("/api/keys")["keys"] if key["id"] == new["id"]]
    assert line["signs"] and new["secret"].startswith(line["prefix"]) and "secret" not in line


def test_a_mapped_source_takes_signed_requests(business, signing):
    fields = {"transactionId": {"from": "order.id"}, "customerPhone": {"from": "order.phone"}}
    saved = business.call("PUT", f"/api/sources/signed-{business.run}", json={"fields": fields})
    assert saved.status_code == 200, saved.text
    one = business.transaction()
    body = {"order": {"id": one["transactionId"], "phone": one["customerPhone"]}}
    answer = post(signing, body, f"/webhook/in/signed-{business.run}")
    assert answer.status_code == 200, answer.text
