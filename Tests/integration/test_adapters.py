"""Providers beside Twilio, from the request to the callback: one that a document declares, and WhatsApp."""

import hashlib
import hmac
import itertools
import json
import re

import pytest
import requests

from business import new_phone
from carrier import Carrier
from system import address, wait_for

XML = {
    "name": "xmlgate",
    "settings": {"host": "Where it is."},
    "secrets": {"key": "The key that both know."},
    "send": {"url": "{host}/submit", "headers": {"X-Key": "{key}"},
             "xml": "<sms to=\"{to.00}\" ref=\"{id}\"><text>{text}</text></sms>"},
    "answer": {"format": "xml", "accepted": [{"value": "response.status", "is": ["0"]}], "id": "response.id",
               "code": "response.status"},
    "errors": {"optOut": ["7"]},
    "statuses": {"ok": "delivered", "ko": "undelivered"},
    "reports": {"format": "xml", "items": "receipts.receipt.*", "id": "@id", "status": "state", "code": "error"},
    "inbound": {"format": "xml", "items": "receipts.answer.*", "id": "@id", "from": "from", "to": "to", "body": "text"},
    "reply": {"type": "text/xml", "body": "<taken/>"},
    "signature": {"scheme": "hmac", "header": "X-Signature", "signed": "{url}\n{body}", "secret": "key"},
}
KEY = "a-key-that-both-know"


def open_account(business, **account):
    name = business.account("adapter")
    answer = business.call("PUT", f"/api/providers/{name}", json={"priority": 10, **account})
    assert answer.status_code == 200, answer.text
    return name, answer.json()["callbacks"]


def sent_through(business, name, **more):
    """A message of this business that the account has taken, as soon as dispatch knows it."""
    def found():
        message = business.await_status(business.send(**more)["messageId"], "queued", "sent", "delivered", "failed")
        return message if message["attempts"][0]["provider"] == name and message["attempts"][0]["providerMessageId"] \
            else None

    return wait_for(found, of=f"a message through {name}")


def call(url, body, key=KEY):
    """A signed call to one of our addresses, which the world knows by PUBLIC_URL."""
    signature = hmac.new(key.encode(), f"{url}\n{body}".encode(), hashlib.sha256).hexdigest()
    return requests.post(url.replace(address("PUBLIC_URL"), address("BASE_URL")), data=body.encode(), timeout=30,
                         headers={"X-Signature": signature, "Content-Type": "application/xml"})


@pytest.fixture
def xmlgate(business):
    numbers = itertools.count(1)
    answer = lambda request: (200, f"<response><status>0</status><id>{business.run}-{next(numbers)}</id></response>")
    with Carrier(answer) as carrier:
        name, callbacks = open_account(business, kind="declared", document=XML, settings={"host": carrier.url},
                                       secrets={"key": KEY})
        yield name, callbacks, carrier


def test_a_declared_provider_sends_and_reports(business, xmlgate):
    name, callbacks, carrier = xmlgate
    sent = sent_through(business, name, customerName="Ann & <Bob>")
    [request] = [r for r in carrier.requests if sent["record"]["id"] in r["body"]]
    assert request["path"] == "/submit" and request["headers"]["X-Key"] == KEY
    assert "Ann &amp; &lt;Bob&gt;" in request["body"] and f'ref="{sent["record"]["id"]}.1"' in request["body"]
    number = sent["attempts"][0]["providerMessageId"]
    taken = call(callbacks["status"], f'<receipts><receipt id="{number}"><state>ok</state></receipt></receipts>')
    assert (taken.status_code, taken.text) == (200, "<taken/>")
    assert taken.headers["Content-Type"].startswith("text/xml")
    assert business.record(sent["record"]["id"])["status"] == "delivered"


def test_its_opt_out_code_and_its_answers_suppress(business, xmlgate):
    name, callbacks, _ = xmlgate
    phone = new_phone()
    sent = sent_through(business, name, customerPhone=phone)
    number = sent["attempts"][0]["providerMessageId"]
    report = f'<receipts><receipt id="{number}"><state>ko</state><error>7</error></receipt></receipts>'
    assert call(callbacks["status"], report).status_code == 200
    assert business.record(sent["record"]["id"])["errorCode"] == "xmlgate:7"
    late = business.send(customerPhone=phone)["messageId"]
    assert business.await_status(late)["record"]["status"] == "suppressed"

    other = new_phone()
    sent_through(business, name, customerPhone=other)
    stop = (f'<receipts><answer id="in-{business.run}"><from>{other}</from><to>+15005550001</to>'
            "<text>stop please</text></answer></receipts>")
    assert call(callbacks["inbound"], stop).status_code == 200
    late = business.send(customerPhone=other)["messageId"]
    assert business.await_status(late)["record"]["status"] == "suppressed"


def test_a_call_that_nothing_proves_changes_nothing(business, xmlgate):
    name, callbacks, _ = xmlgate
    sent = sent_through(business, name)
    number = sent["attempts"][0]["providerMessageId"]
    report = f'<receipts><receipt id="{number}"><state>ko</state></receipt></receipts>'
    assert call(callbacks["status"], report, key="another").status_code == 403
    assert requests.post(callbacks["status"].replace(address("PUBLIC_URL"), address("BASE_URL")), data=report,
                         timeout=30).status_code == 403
    assert call(callbacks["status"], "<receipts>").status_code == 400
    assert business.record(sent["record"]["id"])["status"] == "queued"


def test_a_document_s_mistakes_are_all_named(business):
    broken = json.loads(json.dumps(XML).replace('"is"', '"equals"').replace('"ok"', '"fine"').replace("{to.00}", "{two}"))
    broken["statuses"]["fine"] = "arrived"
    answer = business.call("PUT", f"/api/providers/{business.account('adapter')}",
                           json={"kind": "declared", "document": broken, "settings": {}, "secrets": {}})
    assert answer.status_code == 400
    named = {problem["field"] for problem in answer.json()["errors"]}
    assert {"document.send.{two}", "document.answer.accepted.0.equals", "document.statuses.fine"} <= named


def test_every_kind_says_what_it_needs(business):
    kinds = {kind["kind"]: kind for kind in business.read("/api/provider-kinds")["kinds"]}
    assert {"twilio", "declared", "vonage", "plivo", "telnyx", "messagebird", "bird", "sinch", "bandwidth", "infobip",
            "whatsapp", "kannel", "jasmin"} <= set(kinds)
    for kind in set(kinds) - {"declared"}:
        needs = kinds[kind]["settings"] + kinds[kind]["secrets"]
        answer = business.call("PUT", f"/api/providers/{business.account('adapter')}",
                               json={"kind": kind, "settings": {}, "secrets": {}})
        assert answer.status_code == 400, kind
        missing = {re.sub(r"^\w+\.", "", problem["field"]) for problem in answer.json()["errors"]}
        assert missing == {field["name"] for field in needs if field["required"]}, kind


def test_whatsapp_takes_only_what_asks_for_it(business):
    numbers = itertools.count(1)
    answer = lambda request: (200, json.dumps({"messages": [{"id": f"wamid.{business.run}.{next(numbers)}"}]}))
    with Carrier(answer) as carrier:
        name, callbacks = open_account(
            business, kind="whatsapp", channel="whatsapp",
            settings={"phone_number_id": "pn1", "api_base": carrier.url},
            secrets={"access_token": "token-of-a-test", "app_secret": "app-secret", "verify_token": "verify-me"})
        url = callbacks["status"].replace(address("PUBLIC_URL"), address("BASE_URL"))
        hello = requests.get(url, timeout=30, params={"hub.mode": "subscribe", "hub.verify_token": "verify-me",
                                                      "hub.challenge": "1158201444"})
        assert (hello.status_code, hello.text) == (200, "1158201444")
        assert requests.get(url, timeout=30, params={"hub.mode": "subscribe", "hub.verify_token": "x",
                                                     "hub.challenge": "1"}).status_code == 403
        text = business.await_status(business.send()["messageId"])
        assert text["attempts"][0]["provider"] == "twilio" and text["record"]["channel"] == "sms"
        sent = sent_through(business, name, channel="whatsapp")
        assert carrier.requests[-1]["path"] == "/v21.0/pn1/messages"
        body = json.dumps({"entry": [{"changes": [{"value": {"statuses": [
            {"id": sent["attempts"][0]["providerMessageId"], "status": "read"}]}}]}]})
        signature = hmac.new(b"app-secret", body.encode(), hashlib.sha256).hexdigest()
        taken = requests.post(url, data=body, timeout=30, headers={
            "Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"})
        assert taken.status_code == 200
        assert business.record(sent["record"]["id"])["status"] == "delivered"


def test_a_channel_that_nobody_serves_is_waited_for_and_said(business):
    waiting = business.send(channel="whatsapp")["messageId"]

    def told():
        return [line for line in business.message(waiting)["timeline"] if line["kind"] == "waiting"]

    wait_for(told, of="the reason for waiting")
    assert business.record(waiting)["status"] == "scheduled" and not business.message(waiting)["attempts"]
    refused = business.post("/webhook/transaction-complete", business.transaction(channel="pigeon"))
    assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == "channel"
