"""For how long what was said is kept, through the front door, with the worker that removes it by night."""

import pytest

from expect import assert_problem
from system import rows, value, wait_for


def choose(business, **choices):
    return business.call("PUT", "/api/retention", json=choices)


def old(business, days=100, **more):
    """A message that was delivered so many days ago; its id."""
    sent = business.send(customerName="Zoë Ångström", salesRepName="Grace", **more)
    business.await_status(sent["messageId"], "delivered")
    rows("UPDATE messages SET received_at = received_at - %(days)s * interval '1 day' WHERE id = %(id)s", days=days, id=sent["messageId"])
    # Its price is asked for in the first hours; that is long over.
    rows("UPDATE attempts SET check_at = NULL WHERE message_id = %(id)s", id=sent["messageId"])
    return sent["messageId"]


def night(business):
    """Lets the night of a business fall now, and waits until it is over."""
    rows("UPDATE retention SET next_run_at = now() WHERE tenant_id = %(id)s AND kind <> 'requests' AND days IS NOT NULL", id=business.tenant)
    wait_for(lambda: value("SELECT bool_and(next_run_at > now()) FROM retention WHERE tenant_id = %(id)s AND next_run_at IS NOT NULL",
                           id=business.tenant), of="the night's work")


def figures_of(business):
    dashboard = business.read("/api/dashboard")
    return dashboard["today"], dashboard["hourly"]


def searchable(business, typed):
    return [message["id"] for message in business.read("/api/messages", search=typed)["messages"]]


def test_a_new_business_keeps_what_was_said_for_ninety_days(business):
    rules = business.read("/api/retention")
    assert {kind: rule["days"] for kind, rule in rules.items()} == {"messages": 90, "replies": 90, "requests": 7}
    assert all(rule["chosenBy"] is None and rule["ranAt"] is None for rule in rules.values())
    assert rules["messages"]["nextRunAt"] and rules["replies"]["nextRunAt"] and rules["requests"]["nextRunAt"] is None


def test_a_choice_is_told_and_says_by_whom(business):
    answer = choose(business, messages=60, requests="30")
    assert answer.status_code == 200, answer.text
    assert answer.json()["changed"] == ["messages", "requests"]
    rules = business.read("/api/retention")
    assert rules == answer.json()["retention"]
    assert (rules["messages"]["days"], rules["requests"]["days"], rules["replies"]["chosenBy"]) == (60, 30, None)
    assert rules["messages"]["chosenBy"] and rules["messages"]["nextRunAt"] and rules["messages"]["ranAt"] is None
    assert choose(business, messages="60").json()["changed"] == []
    assert choose(business, messages="forever").json()["changed"] == ["messages"]
    assert business.read("/api/retention")["messages"]["nextRunAt"] is None


@pytest.mark.parametrize("field, wrong", [("messages", 6), ("messages", 3651), ("replies", "never"), ("replies", 1.5), ("requests", 0), ("requests", 91),
                                          ("requests", "forever")])
def test_what_is_wrong_is_named(business, field, wrong):
    assert_problem(choose(business, **{field: wrong}), 400, fields=[field])
    assert_problem(business.get("/api/retention/preview", params={field: wrong}), 400, fields=[field])
    assert business.read("/api/retention")[field]["chosenBy"] is None


def test_all_that_is_wrong_is_named_at_once(business):
    assert_problem(choose(business, messages=1, replies=1, requests=100), 400, fields=["messages", "replies", "requests"])


def test_who_may_only_read_does_not_choose(business):
    key = {"x-api-key": business.add_key(["settings:read"])}
    assert business.call("GET", "/api/retention", headers=key).status_code == 200
    assert_problem(business.call("PUT", "/api/retention", json={"messages": 90}, headers=key), 403)


def test_words_and_names_go_and_facts_stay(business):
    gone, kept = old(business, 100), old(business, 80)
    wait_for(lambda: set(searchable(business, "angstrom")) == {gone, kept}, of="both to be found")
    figures = figures_of(business)
    before = business.record(gone)
    found = business.read("/api/retention/preview", messages=90)
    assert (found["messages"]["count"], found["messages"]["isMore"], found["replies"]) == (1, False, None)
    assert choose(business, messages=90).status_code == 200
    assert business.record(gone)["body"] == before["body"]  # not before tonight
    night(business)
    after = business.record(gone)
    assert (after["body"], after["customerName"], after["salesRepName"]) == (None, None, None)
    assert after["contentRemovedAt"] and not after["retryable"]
    same = ["transactionId", "customerPhone", "status", "segments", "price", "sentAt", "finishedAt", "provider", "providerMessageId", "attempts"]
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert business.record(kept)["customerName"] == "Zoë Ångström"
    assert figures_of(business) == figures
    assert searchable(business, "angstrom") == [kept]
    assert searchable(business, after["customerPhone"]) == [gone]
    rule = business.read("/api/retention")["messages"]
    assert rule["removed"] == 1 and rule["ranAt"] and business.read("/api/retention/preview", messages=90)["messages"]["count"] == 0
    lines = business.read(f"/api/conversations/{after['customerPhone']}")["lines"]
    assert [(line["body"], bool(line["contentRemovedAt"])) for line in lines] == [("", True)]


def test_what_failed_and_has_no_text_is_not_sent_again(business):
    failed = business.send(customerPhone="+15005550009", customerName="Ada")
    business.await_status(failed["messageId"], "failed", "undelivered")
    rows("UPDATE messages SET received_at = received_at - interval '100 days' WHERE id = %(id)s", id=failed["messageId"])
    choose(business, messages=7)
    night(business)
    assert business.record(failed["messageId"])["contentRemovedAt"]
    business.post(f"/api/retry/{failed['messageId']}")
    business.post("/api/retry/bulk", {})
    assert business.record(failed["messageId"])["status"] in ("failed", "undelivered")


def test_one_business_chooses_for_itself_alone(open_business):
    mine, other = open_business(), open_business()
    theirs = old(other)
    choose(mine, messages=7)
    night(mine)
    assert other.record(theirs)["customerName"] == "Zoë Ångström"
    assert other.read("/api/retention")["messages"]["ranAt"] is None
