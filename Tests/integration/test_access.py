"""Who may do what: nothing without a key or a session, nothing beyond a key's scopes."""

import pytest
import requests

from business import new_key
from expect import assert_problem
from system import address


def test_a_bad_key_is_not_saved_by_a_good_session(business):
    browser = business.log_in()
    assert browser.get(address("BASE_URL") + "/api/messages", timeout=30).status_code == 200
    answer = browser.get(address("BASE_URL") + "/api/messages", headers={"x-api-key": new_key()}, timeout=30)
    assert_problem(answer, 401)


def test_a_key_may_come_as_a_bearer_token(business):
    answer = requests.get(address("BASE_URL") + "/api/messages", timeout=30,
                          headers={"authorization": f"Bearer {business.key}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("scope, allowed", [
    ("transactions:write", {("POST", "/webhook/transaction-complete")}),
    ("messages:read", {("GET", "/api/messages"), ("GET", "/api/dashboard"), ("GET", "/api/export/messages.csv")}),
    ("messages:write", {("POST", "/api/test-sms"), ("POST", "/api/retry/bulk")}),
    ("settings:read", {("GET", "/api/config")}),
    ("settings:write", {("POST", "/api/config")}),
    ("keys:write", {("POST", "/api/keys")}),
    ("system:read", {("GET", "/admin/queue-status")}),
    (None, set()),
])
def test_a_key_does_what_its_scope_says_and_no_more(business, scope, allowed):
    business.calls.headers["x-api-key"] = business.add_key([scope] if scope else [])
    everything = {("POST", "/webhook/transaction-complete"), ("GET", "/api/messages"), ("GET", "/api/dashboard"),
                  ("GET", "/api/export/messages.csv"), ("POST", "/api/test-sms"), ("POST", "/api/retry/bulk"),
                  ("GET", "/api/config"), ("POST", "/api/config"), ("GET", "/admin/queue-status"),
                  ("POST", "/api/keys")}
    for method, path in everything:
        answer = business.call(method, path)
        if (method, path) in allowed:
            assert answer.status_code in (200, 400), path
        else:
            assert_problem(answer, 403, "scope-missing")


def test_a_revoked_key_opens_nothing(business):
    key = business.add_key(["messages:read"])
    business.rows("UPDATE api_keys SET revoked_at = now() WHERE tenant_id = %(tenant)s AND prefix = %(prefix)s",
                  prefix=key[:12])
    business.calls.headers["x-api-key"] = key
    assert_problem(business.get("/api/messages"), 401)


def test_a_business_sees_nothing_of_another(open_business):
    mine, other = open_business(), open_business()
    receipt = other.send(customerPhone="+15005550009")
    other.await_status(receipt["messageId"], "failed")
    for identifier in (receipt["messageId"], receipt["transactionId"]):
        assert_problem(mine.get(f"/api/messages/{identifier}"), 404)
        assert_problem(mine.post(f"/api/retry/{identifier}"), 404)
        assert_problem(mine.call("DELETE", f"/webhook/cancel/{identifier}"), 404)
    assert mine.read("/api/messages")["messages"] == []
    assert mine.read("/api/dashboard")["today"]["total"] == 0
    assert mine.get("/api/export/messages.csv").text.count("\n") == 1
    assert mine.post("/api/retry/bulk").json()["results"]["success"] == 0
