"""Keys: made and shown once, listed by their beginnings, ended."""

import datetime

import requests

from expect import assert_problem
from system import address, wait_for


def make(business, **more):
    answer = business.post("/api/keys", {"name": "our CRM", "scopes": ["transactions:write"], **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def use(key):
    return requests.post(f"{address('BASE_URL')}/webhook/transactions", timeout=30, json={}, headers={"x-api-key": key})


def test_a_key_lets_in_until_it_is_ended(business):
    made = make(business)
    assert use(made["key"]).status_code == 400  # let in, and told what is wrong
    assert requests.get(f"{address('BASE_URL')}/api/messages", timeout=30, headers={"x-api-key": made["key"]}).status_code == 403
    [line] = [key for key in business.read("/api/keys")["keys"] if key["id"] == made["id"]]
    assert made["key"].startswith(line["prefix"]) and "key" not in line
    assert line["valid"] and line["lastUsedAt"] and line["expiresAt"] is None and line["createdBy"] == "key test"
    assert business.call("DELETE", f"/api/keys/{made['id']}").status_code == 200
    wait_for(lambda: use(made["key"]).status_code == 401, of="the key being refused")
    assert_problem(business.call("DELETE", f"/api/keys/{made['id']}"), 404)
    [line] = [key for key in business.read("/api/keys")["keys"] if key["id"] == made["id"]]
    assert not line["valid"] and line["revokedAt"]


def test_a_key_ends_by_itself(business):
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3)
    made = make(business, expiresAt=soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert use(made["key"]).status_code == 400
    wait_for(lambda: use(made["key"]).status_code == 401, of="the key being over")


def test_nobody_gives_what_they_do_not_have(business, open_business):
    weak = business.add_key(["settings:read", "keys:write"])
    refused = requests.post(f"{address('BASE_URL')}/api/keys", timeout=30, headers={"x-api-key": weak},
                            json={"name": "more", "scopes": ["messages:read"]})
    assert_problem(refused, 403, "scope-missing")
    past = {"name": "", "scopes": ["ledger:write"], "expiresAt": "2020-01-01"}
    assert_problem(business.post("/api/keys", past), 400, fields=["name", "scopes"])
    assert_problem(business.post("/api/keys", {**past, "name": "x", "scopes": ["messages:read"]}), 400, fields=["expiresAt"])
    made = make(business)
    other = open_business()
    assert made["id"] not in [key["id"] for key in other.read("/api/keys")["keys"]]
    assert_problem(other.call("DELETE", f"/api/keys/{made['id']}"), 404)
    assert_problem(business.call("DELETE", "/api/keys/none"), 404)
