"""Who changed what: what people and programs do is noted, found again, downloaded, and checked."""

import csv
import io
import json
import os
import subprocess
import uuid

import requests

from business import new_phone, post_login
from expect import assert_problem
from system import address, setting, state

HOME = lambda path: address("BASE_URL") + path  # noqa: E731


def entries(business, **narrowed):
    return business.read("/api/audit", **narrowed)["audit"]


def newest(business, kind):
    return entries(business, kind=kind, limit=1)[0]


def test_a_change_says_who_did_it_from_where_and_how_it_was_before(business):
    owner = business.log_in()
    answer = owner.post(HOME("/api/config"), json={"delay_hours": 7}, timeout=30)
    assert answer.status_code == 200, answer.text
    entry = newest(business, "settings")
    assert entry["action"] == "settings.changed"
    assert entry["actor"] == f"test-{business.run}-owner@example.com"
    assert entry["address"] in ("127.0.0.1", "::1")
    assert (entry["before"], entry["after"]) == ({"delay_hours": 0}, {"delay_hours": 7})


def test_a_program_is_known_by_its_key(business):
    assert business.post("/api/config", {"delay_hours": 3}).status_code == 200
    assert newest(business, "settings")["actor"] == "key test"


def test_what_changes_nothing_or_is_refused_leaves_no_entry(business):
    before = entries(business)
    assert business.post("/api/config", {"delay_hours": 0}).status_code == 200
    assert_problem(business.post("/api/config", {"delay_hours": -1}), 400)
    assert entries(business) == before


def test_a_key_is_noted_without_the_key(business):
    made = business.post("/api/keys", {"name": "CRM of Ann", "scopes": ["messages:read"]})
    assert made.status_code == 201, made.text
    entry = newest(business, "key")
    assert (entry["action"], entry["object"]) == ("key.added", "CRM of Ann")
    assert entry["after"]["scopes"] == ["messages:read"]
    secret = made.json()["key"]
    assert secret not in json.dumps(entries(business, limit=500))
    [row] = business.rows("SELECT key_hash FROM api_keys WHERE tenant_id = %(tenant)s AND name = 'CRM of Ann'")
    assert row["key_hash"] not in json.dumps(entries(business, limit=500))


def test_logging_in_failing_to_and_logging_out_are_noted(business):
    owner = business.log_in()
    email = f"test-{business.run}-owner@example.com"
    refused = post_login(requests.Session(), email=email, password="not this one")
    assert_problem(refused, 401, "wrong-credentials")
    assert owner.delete(HOME("/api/session"), timeout=30).status_code == 204
    found = entries(business, kind="login")
    assert [one["action"] for one in found] == ["login.ended", "login.failed", "login.succeeded"]
    assert {one["object"] for one in found} == {email}
    assert [one["actor"] for one in found] == [email, "nobody", email]
    assert "not this one" not in json.dumps(found)


def test_a_password_that_is_forgotten_is_noted(business):
    business.log_in()
    email = f"test-{business.run}-owner@example.com"
    requests.post(HOME("/api/password-resets"), json={"email": email}, timeout=30)
    assert newest(business, "password")["action"] == "password.forgotten"
    assert "token" not in json.dumps(newest(business, "password"))


def test_sending_again_withdrawing_and_answering_are_noted(business):
    failed = business.add_message("failed")
    assert business.post(f"/api/retry/{failed}").status_code == 200
    entry = newest(business, "message")
    assert (entry["action"], entry["object"], entry["after"]) == ("message.retried", failed, {"count": 1})

    business.post("/api/config", {"delay_hours": 24})
    receipt = business.send()
    assert business.call("DELETE", f"/webhook/cancel/{receipt['transactionId']}").status_code == 200
    assert newest(business, "message")["action"] == "message.cancelled"
    assert newest(business, "message")["object"] == receipt["transactionId"]

    number = new_phone()
    business.send(customerPhone=number)
    words = f"See you, {uuid.uuid4()}"
    answer = business.post(f"/api/conversations/{number}/reply", {"body": words})
    assert answer.status_code == 202, answer.text
    assert newest(business, "conversation")["action"] == "conversation.answered"
    everything = json.dumps(entries(business, limit=500))
    assert words not in everything and number not in everything


def test_numbers_stand_masked_in_it(business):
    number = new_phone()
    assert business.post("/api/suppressions", {"number": number, "reason": "operator", "note": "Joe asked"}).status_code < 300
    entry = newest(business, "opt-out")
    assert entry["action"] == "opt-out.added" and entry["object"] == f"{number[:4]}…{number[-2:]}"
    assert business.call("DELETE", f"/api/suppressions/{number}?reason=typed+wrongly").status_code == 200
    assert newest(business, "opt-out")["action"] == "opt-out.released"
    everything = json.dumps(entries(business, limit=500))
    assert number not in everything and "Joe" not in everything


def test_a_text_is_shown_beside_the_one_before(business):
    for text in ("First {review_url}", "Second {review_url}"):
        assert business.post("/api/config", {"message_template": text}).status_code == 200
    entry = newest(business, "text")
    assert entry["action"] == "text.changed" and entry["object"] == "default"
    assert (entry["before"]["text"], entry["after"]["text"]) == ("First {review_url}", "Second {review_url}")


def test_it_is_narrowed_and_paged(business):
    for hours in (1, 2, 3, 4, 5):
        business.post("/api/config", {"delay_hours": hours})
    first = business.read("/api/audit", kind="settings", limit=2)
    second = business.read("/api/audit", kind="settings", limit=2, cursor=first["nextCursor"])
    assert [one["after"]["delay_hours"] for one in first["audit"] + second["audit"]] == [5, 4, 3, 2]
    assert len(entries(business, search="DELAY_hours", actor="key test")) == 5
    assert entries(business, actor="somebody else") == []
    assert entries(business, to="2020-01-01T00:00:00Z") == []
    assert len(entries(business, kind="settings", **{"from": "2020-01-01T00:00:00Z"})) == 6  # and the first ones
    choices = business.read("/api/audit/choices")
    assert "key test" in choices["actors"] and "settings" in choices["kinds"]
    assert_problem(business.get("/api/audit", params={"from": "yesterday"}), 400)


def test_it_is_downloaded_which_is_noted_too(business):
    business.post("/api/config", {"delay_hours": 5, "default_customer": "=cmd()"})
    table = business.get("/api/export/audit.csv", params={"kind": "settings"})
    assert table.status_code == 200
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert json.loads(rows[0]["after"])["delay_hours"] == 5
    lines = [json.loads(line) for line in business.get("/api/export/audit.ndjson").text.splitlines()]
    assert [one["number"] for one in lines] == list(range(len(lines), 0, -1))
    for later, earlier in zip(lines, lines[1:]):
        assert later["previous_hash"] == earlier["hash"]
    entry = newest(business, "list")
    assert (entry["action"], entry["object"], entry["after"]) == ("list.exported", "audit", {"format": "ndjson"})


def test_only_owners_and_administrators_read_it(business):
    for role, status in (("owner", 200), ("administrator", 200), ("manager", 403), ("agent", 403), ("viewer", 403)):
        browser = business.log_in(role)
        for path in ("/api/audit", "/api/audit/choices", "/api/export/audit.csv"):
            assert browser.get(HOME(path), timeout=30).status_code == status, f"{role} {path}"
    reader = requests.Session()
    reader.headers["x-api-key"] = business.add_key(["messages:read", "settings:read"])
    assert_problem(reader.get(HOME("/api/export/audit.ndjson"), timeout=30), 403, "scope-missing")


def test_another_sees_nothing_of_it(open_business):
    business, another = open_business(), open_business()
    business.post("/api/config", {"message_template": "Planted {review_url}"})
    assert "Planted" in json.dumps(entries(business))
    assert "Planted" not in json.dumps(entries(another, limit=500))
    assert entries(another, search="Planted") == []


def admin(*arguments):
    program = state() / "releases/admin/current/admin"
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, env=os.environ)


def told(business):
    """What verify-audit says of this business."""
    words = admin("verify-audit").stdout.splitlines()
    return next(line for line in words if line.startswith(f"business {business.tenant}:"))


def test_the_host_finds_out_what_was_tampered_with(business):
    for hours in (1, 2, 3):
        business.post("/api/config", {"delay_hours": hours})
    kept = entries(business)[1]
    assert "unbroken" in told(business)
    number, digest = str(kept["number"]), kept["hash"]
    assert admin("verify-audit-entry", str(business.tenant), number, digest).returncode == 0

    business.rows("DELETE FROM audit_log WHERE tenant_id = %(tenant)s AND seq = %(number)s", number=kept["number"])
    answer = admin("verify-audit")
    assert answer.returncode != 0
    assert f"business {business.tenant}: BROKEN at entry {kept['number'] + 1}" in answer.stdout
    assert admin("verify-audit-entry", str(business.tenant), number, digest).returncode != 0
