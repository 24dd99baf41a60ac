"""Alerts are raised by rules, told once to whom it concerns, signed, repeated, and quiet when seen."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from carrier import Carrier
from mailbox import Mailbox
from system import rows, value, wait_for

PATIENCE_SECONDS = 60


@pytest.fixture
def mailbox():
    with Mailbox() as box:
        yield box


# What concerns one business alone: the installation's own alerts are other tests' doing.
OWN = ["budgetShare", "errorCode", "lowRating", "silence"]


def add_target(business, kind, address, **more):
    body = {"kind": kind, "name": f"The {kind}", "address": address, "kinds": OWN, **more}
    answer = business.post("/api/alert-targets", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def only_rule(business, kind, **figures):
    """Leaves the business one rule of a kind, with these figures."""
    for rule in business.read("/api/alert-rules")["rules"]:
        if rule["measured"]:
            assert business.call("DELETE", f"/api/alert-rules/{rule['id']}").status_code == 204
    answer = business.post("/api/alert-rules", {"kind": kind, **figures})
    assert answer.status_code == 201, answer.text
    return answer.json()


def own(business, state="standing"):
    return [alert for alert in business.read("/api/alerts", state=state)["alerts"] if not alert["everybodys"]]


def raise_alert(business, kind="lowRating", subject="RO-1", detail="2 of 5 stars: “Too slow.”"):
    return value("INSERT INTO alerts (tenant_id, kind, subject, detail, path) "
                 "VALUES (%(tenant)s, %(kind)s, %(subject)s, %(detail)s, '/conversations') RETURNING id",
                 tenant=business.tenant, kind=kind, subject=subject, detail=detail)


def deliveries(business, state=None):
    found = business.read("/api/alert-deliveries")["deliveries"]
    return [one for one in found if state in (None, one["state"])]


def verify(request, secret):
    """What a receiver does by https://www.standardwebhooks.com: the body if it is really ours."""
    headers = {name.lower(): text for name, text in request["headers"].items()}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{request['body']}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert hmac.compare_digest(headers["webhook-signature"], expected)
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return json.loads(request["body"])


def test_a_code_that_comes_too_often_is_told_by_mail_and_by_webhook(business, mailbox):
    address = f"ann-{business.run}@example.com"
    with Carrier(lambda request: (204, "")) as receiver:
        add_target(business, "email", address)
        secret = add_target(business, "webhook", receiver.url)["secret"]
        add_target(business, "slack", receiver.url + "/slack", kinds=["errorCode"])
        add_target(business, "slack", receiver.url + "/other", kinds=["silence"])
        only_rule(business, "errorCode", threshold=2, windowMinutes=60, errorCode="30006")
        for _ in range(2):
            business.send(customerPhone="+15005550013")  # the sandbox's landline
        [alert] = wait_for(lambda: own(business), PATIENCE_SECONDS, of="the alert")
        assert (alert["kind"], alert["subject"], alert["count"]) == ("errorCode", "30006", 2)
        [mail] = mailbox.await_mail(address)
        wait_for(lambda: len(receiver.requests) >= 2, PATIENCE_SECONDS, of="both posts")

    assert mail["Subject"].startswith("An error keeps coming back (")
    assert mail["Auto-Submitted"] == "auto-generated"
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content()
        assert "2 messages failed with code 30006 within 60 minutes." in text and "Since " in text
    posts = {request["path"]: request for request in receiver.requests}
    assert set(posts) == {"/", "/slack"}
    payload = verify(posts["/"], secret)
    assert payload["type"] == "alert.raised" and payload["data"]["id"] == alert["id"]
    assert payload["data"]["count"] == 2 and payload["data"]["link"].startswith("http")
    assert "30006" in json.loads(posts["/slack"]["body"])["text"]
    assert len(deliveries(business, "delivered")) == 3


def test_an_alert_is_told_once_when_it_begins_and_once_when_it_is_over(business):
    with Carrier(lambda request: (200, "ok")) as receiver:
        secret = add_target(business, "webhook", receiver.url)["secret"]
        only_rule(business, "budgetShare", threshold=50)
        assert business.call("PUT", "/api/budget", json={"limit": "10.00", "currency": "USD"}).status_code == 200
        spend(business, 6)
        wait_for(lambda: own(business), PATIENCE_SECONDS, of="the alert")
        spend(business, 1)
        wait_for(lambda: len(receiver.requests) == 1, PATIENCE_SECONDS, of="the beginning")
        business.call("PUT", "/api/budget", json={"limit": "100.00", "currency": "USD"})
        wait_for(lambda: len(receiver.requests) == 2, PATIENCE_SECONDS, of="the end")
        assert own(business) == []
    assert [verify(request, secret)["type"] for request in receiver.requests] == ["alert.raised", "alert.ended"]
    [past] = own(business, "past")
    assert past["raisedAt"] < past["clearedAt"]


def test_a_rule_is_told_to_those_it_names_and_to_all_when_they_are_gone(business):
    with Carrier(lambda request: (200, "ok")) as receiver:
        first = add_target(business, "webhook", receiver.url + "/first")
        second = add_target(business, "webhook", receiver.url + "/second", kinds=["silence"])
        [rule] = [one for one in business.read("/api/alert-rules")["rules"] if one["kind"] == "lowRating"]
        assert rule["targets"] is None and rule["hasLostTargets"] is False
        path = f"/api/alert-rules/{rule['id']}"
        changed = business.call("PUT", path, json={"threshold": 3, "targets": [second["id"]]})
        assert changed.status_code == 200 and changed.json()["targets"] == [second["id"]]
        raise_alert(business)
        wait_for(lambda: receiver.requests, PATIENCE_SECONDS, of="the post")
        assert business.call("DELETE", f"/api/alert-targets/{second['id']}").status_code == 204
        [rule] = [one for one in business.read("/api/alert-rules")["rules"] if one["kind"] == "lowRating"]
        assert rule["hasLostTargets"] is True
        raise_alert(business, subject="RO-2")
        wait_for(lambda: len(receiver.requests) == 2, PATIENCE_SECONDS, of="the other post")
        assert [one["path"] for one in receiver.requests] == ["/second", "/first"]
        assert first["id"] != second["id"]
        assert business.call("PUT", path, json={"threshold": 3, "targets": ["nobody"]}).status_code == 400


def spend(business, dollars):
    rows("INSERT INTO budget_months AS b (tenant_id, month, currency, used_micros) "
         "VALUES (%(tenant)s, date_trunc('month', now())::date, 'USD', %(micros)s) "
         "ON CONFLICT (tenant_id, month, currency) DO UPDATE SET used_micros = b.used_micros + EXCLUDED.used_micros",
         tenant=business.tenant, micros=dollars * 1_000_000)


def test_what_was_acknowledged_is_quiet(business):
    with Carrier(lambda request: (200, "ok")) as receiver:
        add_target(business, "webhook", receiver.url)
        only_rule(business, "budgetShare", threshold=50)
        business.call("PUT", "/api/budget", json={"limit": "1.00", "currency": "USD"})
        spend(business, 1)
        [alert] = wait_for(lambda: own(business), PATIENCE_SECONDS, of="the alert")
        assert business.read("/api/alerts", state="standing")["standing"] >= 1
        seen = business.post(f"/api/alerts/{alert['id']}/acknowledge")
        assert seen.status_code == 200 and seen.json()["acknowledgedBy"]
        assert [one["id"] for one in own(business) if not one["acknowledgedAt"]] == []
        business.call("PUT", "/api/budget", json={"limit": "100.00", "currency": "USD"})
        wait_for(lambda: not own(business), PATIENCE_SECONDS, of="its end")
        assert business.post(f"/api/alerts/{alert['id']}/acknowledge").status_code == 409
        # Something that is told after it shows that nothing else was.
        raise_alert(business)
        wait_for(lambda: len(receiver.requests) == 2, PATIENCE_SECONDS, of="the other alert")
    kinds = [json.loads(request["body"])["data"]["kind"] for request in receiver.requests]
    assert kinds == ["budgetShare", "lowRating"]


def test_what_a_webhook_does_not_take_is_posted_again_with_the_same_id(business):
    answers = iter([(500, "broken"), (200, "x" * 50_000)])
    with Carrier(lambda request: next(answers)) as receiver:
        secret = add_target(business, "webhook", receiver.url)["secret"]
        raise_alert(business)
        wait_for(lambda: deliveries(business, "delivered"), PATIENCE_SECONDS, of="the second attempt")
    first, second = receiver.requests
    assert first["headers"]["webhook-id"] == second["headers"]["webhook-id"]
    assert verify(first, secret) == verify(second, secret)
    [line] = deliveries(business)
    assert line["id"] == first["headers"]["webhook-id"]
    assert [(a["number"], a["status"]) for a in line["attempts"]] == [(1, 500), (2, 200)]
    assert line["attempts"][0]["answer"] == "broken" and line["attempts"][0]["problem"]
    assert 0 < len(line["attempts"][1]["answer"]) <= 20_000


def test_what_was_refused_for_good_can_be_sent_again_by_hand(business):
    status = [404]
    with Carrier(lambda request: (status[0], "")) as receiver:
        add_target(business, "webhook", receiver.url)
        raise_alert(business)
        [line] = wait_for(lambda: deliveries(business, "failed"), PATIENCE_SECONDS, of="the refusal")
        assert len(receiver.requests) == 1 and line["nextAttemptAt"] is None
        status[0] = 200
        assert business.post(f"/api/alert-deliveries/{line['id']}/replay").status_code == 202
        wait_for(lambda: deliveries(business, "delivered"), PATIENCE_SECONDS, of="the replay")
    assert {request["headers"]["webhook-id"] for request in receiver.requests} == {line["id"]}


@pytest.mark.parametrize("status", [301, 307])
def test_redirects_are_not_followed(business, status):
    with Carrier(lambda request: (status, "")) as receiver:
        add_target(business, "webhook", receiver.url)
        raise_alert(business)
        [line] = wait_for(lambda: deliveries(business, "failed"), PATIENCE_SECONDS, of="the refusal")
    assert "redirects" in line["attempts"][0]["problem"] and len(receiver.requests) == 1


def test_a_mail_server_that_wants_to_be_asked_later_is_asked_later(business, mailbox):
    address, never = f"later-{business.run}@example.com", f"never-{business.run}@example.com"
    mailbox.answers = {address: "451 4.7.1 Try again later", never: "550 5.1.1 Nobody of that name"}
    for one in (address, never):
        add_target(business, "email", one)
    raise_alert(business)

    def tried():
        lines = {one["targetId"]: one for one in deliveries(business) if one["attempts"]}
        return lines if len(lines) == 2 else None

    states = sorted(line["state"] for line in wait_for(tried, PATIENCE_SECONDS, of="both attempts").values())
    assert states == ["failed", "waiting"]
    [later] = deliveries(business, "waiting")
    assert later["attempts"][0]["answer"].startswith("451 4.7.1")
    mailbox.answers = {}
    rows("UPDATE alert_deliveries SET next_attempt_at = now() WHERE id = %(id)s::uuid", id=later["id"])
    [mail] = mailbox.await_mail(address)
    assert mail["Subject"].startswith("A customer was not happy (")
    assert "“Too slow.”" in mail.get_body(("plain",)).get_content()


def test_a_test_is_sent_and_its_outcome_is_told(business):
    with Carrier(lambda request: (200, "thanks")) as receiver:
        target = add_target(business, "webhook", receiver.url, enabled=False)
        answer = business.post(f"/api/alert-targets/{target['id']}/test")
        assert answer.status_code == 202
        [line] = wait_for(lambda: deliveries(business, "delivered"), PATIENCE_SECONDS, of="the test")
    assert line["id"] == answer.json()["deliveryId"] and line["event"] == "alert.test"
    assert verify(receiver.requests[0], target["secret"])["type"] == "alert.test"


def test_what_is_learned_of_a_number_goes_back_to_the_crm(business):
    with Carrier(lambda request: (200, "")) as receiver:
        secret = add_target(business, "webhook", receiver.url, kinds=[], takesNumbers=True)["secret"]
        sent = business.send(customerPhone="+15005550013")
        message = business.await_status(sent["messageId"], "failed", "undelivered")
        rows("INSERT INTO suppressions (tenant_id, number, reason, source, added_by) "
             "VALUES (%(tenant)s, %(number)s, 'wrong_number', 'keyword', 'test') ON CONFLICT DO NOTHING",
             tenant=business.tenant, number="+15005550013")
        wait_for(lambda: [r for r in receiver.requests if "wrong_number" in r["body"]], PATIENCE_SECONDS, of="the news")
        news = [verify(request, secret) for request in receiver.requests]
    [wrong] = [one for one in news if one["data"]["reason"] == "wrong_number"]
    assert wrong["type"] == "number.suppressed" and wrong["data"]["number"] == "+15005550013"
    assert wrong["data"]["transactionId"] == message["record"]["transactionId"]


@pytest.mark.parametrize("body, wrong", [
    ({}, {"kind", "name", "address"}),
    ({"kind": "email", "name": " ", "address": "nobody"}, {"name", "address"}),
    ({"kind": "webhook", "name": "x", "address": "ftp://example.com"}, {"address"}),
    ({"kind": "slack", "name": "x", "address": "https://a:b@example.com", "kinds": ["what"]}, {"address", "kinds"}),
    ({"kind": "pigeon", "name": "x", "address": "a@example.com", "enabled": "yes"}, {"kind", "enabled"}),
])
def test_every_field_of_a_target_that_is_wrong_is_named(business, body, wrong):
    answer = business.post("/api/alert-targets", body)
    assert answer.status_code == 400
    assert {problem["field"] for problem in answer.json()["errors"]} == wrong


@pytest.mark.parametrize("body, wrong", [
    ({}, {"kind"}),
    ({"kind": "lowRating"}, {"kind"}),
    ({"kind": "failureRate"}, {"threshold", "windowMinutes", "least"}),
    ({"kind": "failureRate", "threshold": 101, "windowMinutes": 4, "least": 1}, {"threshold", "windowMinutes"}),
    ({"kind": "errorCode", "threshold": 1, "windowMinutes": 60}, {"errorCode"}),
    ({"kind": "silence", "threshold": 5, "days": [8], "opens": "25:00"}, {"threshold", "days", "opens", "closes"}),
    ({"kind": "silence", "threshold": 60, "days": [1], "opens": "18:00", "closes": "09:00"}, {"closes"}),
    ({"kind": "queueAge", "threshold": "many", "enabled": 1}, {"threshold", "enabled"}),
])
def test_every_field_of_a_rule_that_is_wrong_is_named(business, body, wrong):
    answer = business.post("/api/alert-rules", body)
    assert answer.status_code == 400
    assert {problem["field"] for problem in answer.json()["errors"]} == wrong


def test_rules_and_targets_are_changed_and_kept_apart(business, open_business):
    other = open_business()
    rule = only_rule(business, "queueAge", threshold=15)
    changed = business.call("PUT", f"/api/alert-rules/{rule['id']}", json={"threshold": 30, "enabled": False})
    assert changed.status_code == 200 and changed.json()["threshold"] == 30 and changed.json()["enabled"] is False
    # What was read can be put back as it is.
    assert business.call("PUT", f"/api/alert-rules/{rule['id']}", json=changed.json()).status_code == 200
    [rating] = [one for one in business.read("/api/alert-rules")["rules"] if one["kind"] == "lowRating"]
    assert business.call("DELETE", f"/api/alert-rules/{rating['id']}").status_code == 409
    target = add_target(business, "slack", "http://127.0.0.1:9/services/T000/B000/verysecret")
    assert "verysecret" not in json.dumps(target) and target["address"].endswith("cret")
    renamed = business.call("PUT", f"/api/alert-targets/{target['id']}", json={"name": "Sales", "kinds": ["silence"]})
    assert renamed.status_code == 200 and renamed.json()["kinds"] == ["silence"]
    alert = raise_alert(business)
    for method, path, body in [("PUT", f"/api/alert-rules/{rule['id']}", {"threshold": 1}),
                               ("DELETE", f"/api/alert-rules/{rule['id']}", None),
                               ("PUT", f"/api/alert-targets/{target['id']}", {"name": "Mine"}),
                               ("DELETE", f"/api/alert-targets/{target['id']}", None),
                               ("POST", f"/api/alert-targets/{target['id']}/test", None),
                               ("POST", f"/api/alerts/{alert}/acknowledge", None)]:
        assert other.call(method, path, json=body).status_code == 404, path
    assert other.read("/api/alert-targets")["targets"] == [] and other.read("/api/alert-deliveries")["deliveries"] == []
    assert business.call("DELETE", f"/api/alert-targets/{target['id']}").status_code == 204


def test_a_webhooks_secret_can_be_renewed(business):
    with Carrier(lambda request: (200, "")) as receiver:
        target = add_target(business, "webhook", receiver.url)
        path = f"/api/alert-targets/{target['id']}"
        renewed = business.call("PUT", path, json={"name": "CRM", "renewSecret": True}).json()["secret"]
        assert renewed.startswith("whsec_") and renewed != target["secret"]
        assert business.read("/api/alert-targets")["targets"][0]["secret"] is None
        business.post(path + "/test")
        wait_for(lambda: receiver.requests, PATIENCE_SECONDS, of="the test")
    verify(receiver.requests[0], renewed)


def test_the_system_is_shown(installation):
    system = installation.read("/api/system")
    names = {one["name"] for one in system["functions"]}
    assert {"alerts", "dispatch", "maintain", "notify", "webhook"} <= names
    for one in system["functions"]:
        assert one["release"] >= 1 and one["commit"] and one["since"], one
    assert system["database"]["connections"] >= 1 and system["queue"]["waiting"] >= 0

    def all_well():
        states = {one["name"]: one["state"] for one in installation.read("/api/system")["functions"]}
        return all(state == "well" for state in states.values())

    wait_for(all_well, PATIENCE_SECONDS, of="every part being well")
