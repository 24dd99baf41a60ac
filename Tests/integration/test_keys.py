"""Keys: made and shown once, listed by their beginnings, changed, replaced and ended."""

import datetime
import time

import requests

from expect import assert_problem
from system import address, wait_for


def make(business, **more):
    answer = business.post("/api/keys", {"name": "our CRM", "scopes": ["transactions:write"], **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def use(key):
    return requests.post(f"{address('BASE_URL')}/webhook/transactions", timeout=30, json={}, headers={"x-api-key": key})


def line_of(business, made):
    [line] = [key for key in business.read("/api/keys")["keys"] if key["id"] == made["id"]]
    return line


def test_a_key_lets_in_until_it_is_ended(business):
    made = make(business)
    assert use(made["key"]).status_code == 400  # let in, and told what is wrong
    assert requests.get(f"{address('BASE_URL')}/api/messages", timeout=30, headers={"x-api-key": made["key"]}).status_code == 403
    line = line_of(business, made)
    assert made["key"].startswith(line["prefix"]) and "key" not in line
    assert line["valid"] and line["expiresAt"] is None and line["createdBy"] == "key test"
    assert business.call("DELETE", f"/api/keys/{made['id']}").status_code == 200
    wait_for(lambda: use(made["key"]).status_code == 401, of="the key being refused")
    assert_problem(business.call("DELETE", f"/api/keys/{made['id']}"), 404)
    line = line_of(business, made)
    assert not line["valid"] and line["revokedAt"]


def test_an_ended_key_lets_nobody_in_after_five_seconds(business):
    made = make(business)

    def refusals(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            yield use(made["key"]).status_code

    assert 401 not in refusals(1)  # by now every process that answers knows the key
    assert business.call("DELETE", f"/api/keys/{made['id']}").status_code == 200
    ended = time.monotonic()
    late = [time.monotonic() - ended for status in refusals(6) if status != 401]
    assert late and max(late) < 5


def test_how_often_a_key_was_used_is_counted(business):
    made = make(business)
    assert line_of(business, made)["useCount"] == 0 and line_of(business, made)["lastUsedAt"] is None
    for _ in range(7):
        use(made["key"])
    business.get("/api/messages", headers={"x-api-key": made["key"]})  # known, though it may not
    wait_for(lambda: line_of(business, made)["useCount"] == 8, of="eight uses", seconds=30)
    assert line_of(business, made)["lastUsedAt"]


def test_a_key_ends_by_itself(business):
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3)
    made = make(business, expiresAt=soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert use(made["key"]).status_code == 400
    wait_for(lambda: use(made["key"]).status_code == 401, of="the key being over")


def test_a_key_is_for_its_own_networks(business):
    made = make(business, networks=["203.0.113.9/24", "2001:db8::/32"])
    assert line_of(business, made)["networks"] == ["203.0.113.0/24", "2001:db8::/32"]
    assert_problem(use(made["key"]), 403, "foreign-network")
    terms = {"name": "our CRM, at home", "networks": ["203.0.113.0/24", "127.0.0.1"], "ratePerMinute": 600}
    changed = business.call("PUT", f"/api/keys/{made['id']}", json=terms)
    assert changed.status_code == 200, changed.text
    assert changed.json()["name"] == "our CRM, at home" and changed.json()["ratePerMinute"] == 600
    wait_for(lambda: use(made["key"]).status_code == 400, of="the key being let in")
    assert business.call("PUT", f"/api/keys/{made['id']}", json={"name": "our CRM"}).json()["networks"] == []
    wrong = {"name": "", "networks": ["everywhere"], "ratePerMinute": 0}
    assert_problem(business.call("PUT", f"/api/keys/{made['id']}", json=wrong), 400, fields=["name", "networks", "ratePerMinute"])
    past = {"name": "our CRM", "expiresAt": "2020-01-01"}
    assert_problem(business.call("PUT", f"/api/keys/{made['id']}", json=past), 400, fields=["expiresAt"])
    assert line_of(business, made)["valid"]


def test_a_successor_and_its_key_both_let_in_for_a_while(business):
    made = make(business, networks=["127.0.0.0/8"])
    turned = business.post(f"/api/keys/{made['id']}/rotation", {"overlapHours": 1})
    assert turned.status_code == 201, turned.text
    new = turned.json()
    assert new["key"] != made["key"] and new["replaces"] == made["id"] and new["networks"] == ["127.0.0.0/8"]
    assert use(made["key"]).status_code == use(new["key"]).status_code == 400
    ends = datetime.datetime.fromisoformat(line_of(business, made)["expiresAt"].replace("Z", "+00:00"))
    left = ends - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=58) < left <= datetime.timedelta(hours=1) and line_of(business, new)["expiresAt"] is None
    last = business.post(f"/api/keys/{new['id']}/rotation", {"overlapHours": 0}).json()
    wait_for(lambda: use(new["key"]).status_code == 401, of="the replaced key being refused")
    assert use(last["key"]).status_code == 400
    assert_problem(business.post(f"/api/keys/{new['id']}/rotation", {}), 404)
    assert_problem(business.post(f"/api/keys/{last['id']}/rotation", {"overlapHours": -1}), 400, fields=["overlapHours"])


def test_a_key_is_not_kept_to_be_said_again(business):
    again = {"idempotency-key": "made once"}
    body = {"name": "our CRM", "scopes": ["transactions:write"]}
    first, second = (business.post("/api/keys", body, headers=again).json()["key"] for _ in range(2))
    assert first != second
    assert business.count_of("idempotent_answers") == 0


def test_nobody_gives_what_they_do_not_have(business, open_business):
    weak = {"x-api-key": business.add_key(["settings:read", "keys:write"])}
    more = {"name": "more", "scopes": ["messages:read"]}
    assert_problem(business.post("/api/keys", more, headers=weak), 403, "scope-missing")
    past = {"name": "", "scopes": ["ledger:write"], "expiresAt": "2020-01-01"}
    assert_problem(business.post("/api/keys", past), 400, fields=["name", "scopes"])
    assert_problem(business.post("/api/keys", {**past, "name": "x", "scopes": ["messages:read"]}), 400, fields=["expiresAt"])
    made = make(business)
    # Whoever had the successor of another's key, or could open it to the world, would have what it may do.
    assert_problem(business.post(f"/api/keys/{made['id']}/rotation", {}, headers=weak), 403, "scope-missing")
    assert_problem(business.call("PUT", f"/api/keys/{made['id']}", json={"name": "x"}, headers=weak), 403, "scope-missing")
    other = open_business()
    assert made["id"] not in [key["id"] for key in other.read("/api/keys")["keys"]]
    assert_problem(other.call("DELETE", f"/api/keys/{made['id']}"), 404)
    assert_problem(other.post(f"/api/keys/{made['id']}/rotation", {}), 404)
    assert_problem(other.call("PUT", f"/api/keys/{made['id']}", json={"name": "x"}), 404)
    assert_problem(business.call("DELETE", "/api/keys/none"), 404)
    assert line_of(business, made)["valid"] and line_of(business, made)["name"] == "our CRM"
