"""The budget of a month stops what goes beyond it, and lets go when it is raised."""

import pytest

from expect import assert_problem
from prices import import_prices
from system import wait_for


def put(business, limit, currency="USD"):
    answer = business.call("PUT", "/api/budget", json={"limit": limit, "currency": currency})
    assert answer.status_code == 200, answer.text
    return answer.json()["budget"]


def test_what_goes_beyond_the_budget_is_held_until_it_is_raised(business):
    import_prices(business)
    assert put(business, "0")["remaining"] == "0.00"
    receipt = business.send()
    held = wait_for(lambda: business.read("/api/budget")["budget"]["held"] == 1, of="the message being held")
    assert held
    message = business.message(receipt["messageId"])
    assert message["record"]["status"] == "scheduled" and message["record"]["attempts"] == 0
    kinds = [line["kind"] for line in message["timeline"]]
    assert [kind for kind in kinds if kind != "waiting"] == ["received", "held"]
    assert message["timeline"][-1]["detail"]["reason"] == "budget"
    put(business, "10.00")
    message = business.await_status(receipt["messageId"], "delivered")
    assert "released" in [line["kind"] for line in message["timeline"]]
    assert float(business.read("/api/budget")["budget"]["used"]) > 0


def test_without_a_budget_nothing_is_held(business):
    import_prices(business)
    put(business, "0")
    answer = business.call("PUT", "/api/budget", json={"limit": None})
    assert answer.json() == {"budget": None} and business.read("/api/budget") == {"budget": None}
    business.await_status(business.send()["messageId"], "delivered")


@pytest.mark.parametrize("body, fields", [
    ({"limit": "-1"}, ["limit"]), ({"limit": "much"}, ["limit"]), ({"limit": "0.0000001"}, ["limit"]),
    ({"limit": "1", "currency": "US1"}, ["currency"]),
])
def test_a_budget_is_an_amount(business, body, fields):
    assert_problem(business.call("PUT", "/api/budget", json=body), 400, fields=fields)
