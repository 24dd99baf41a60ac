"""When messages may leave, seen from outside: the law, a business's own hours, its dealerships' clocks."""

from expect import assert_problem
from system import wait_for

MORNING = "2126-01-17T12:30:00Z"  # a Thursday, half past seven in New York


def explain(business, to="+12125550123", at=MORNING, **more):
    return business.read("/api/quiet-hours/explain", to=to, at=at, **more)


def test_the_law_is_shown_and_explained(business):
    shown = business.read("/api/quiet-hours", country="US")
    assert shown["own"] is None and shown["quietHours"] == "default"
    states = {rule["region"] for rule in shown["rules"]}
    assert {None, "FL", "TX"} <= states
    assert all(rule["version"] >= 1 and rule["effectiveFrom"] and rule["source"] for rule in shown["rules"])
    answer = explain(business)
    assert (answer["country"], answer["region"]) == ("US", "NY")
    assert answer["zones"] == [{"zone": "America/New_York", "from": "number", "clock": "2126-01-17 07:30",
                                "allowed": False}]
    assert not answer["allowed"] and answer["next"] == "2126-01-17T13:00:00.000Z"
    assert answer["rule"] == "US 08:00-21:00, version 1" == f"US 08:00-21:00, version {answer['law']['version']}"
    assert explain(business, at="2126-01-17T13:00:00Z")["allowed"]
    assert_problem(business.get("/api/quiet-hours/explain"), 400, fields=["to"])
    assert_problem(business.get("/api/quiet-hours/explain", params={"to": "+12125550123", "at": "now"}), 400,
                   fields=["at"])


def test_own_hours_are_within_the_law(business):
    hours = {"thursday": {"earliest": "10:00", "latest": "18:00"}, "friday": {"earliest": "05:00"}, "sunday": None}
    changed = business.call("PUT", "/api/quiet-hours/own", json={"hours": hours})
    assert changed.status_code == 200 and changed.json()["own"]["version"] == 1
    assert explain(business)["next"] == "2126-01-17T15:00:00.000Z"
    assert explain(business)["rule"] == "US (own rule) 10:00-18:00, version 1"
    assert explain(business, at="2126-01-18T10:30:00Z")["next"] == "2126-01-18T13:00:00.000Z", "never before the law"
    assert explain(business, at="2126-01-20T15:00:00Z")["next"] == "2126-01-21T13:00:00.000Z"
    removed = business.call("DELETE", "/api/quiet-hours/own")
    assert removed.status_code == 200 and removed.json()["own"] is None
    assert explain(business)["next"] == "2126-01-17T13:00:00.000Z"


def test_own_hours_that_make_no_sense_are_refused(business):
    for hours in ("always", {"someday": None}, {"monday": {"earliest": "03:00"}}, {"monday": {"latest": "25:00"}},
                  {"monday": {"earliest": "17:30", "latest": "18:00"}},
                  {day: None for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
                                         "sunday")}):
        assert_problem(business.call("PUT", "/api/quiet-hours/own", json={"hours": hours}), 400, fields=["hours"])
    assert business.count_of("quiet_rules") == 0


def test_a_dealership_s_clock_counts(business):
    business.await_status(business.send(dealershipName="West")["messageId"], "delivered", "scheduled")
    [house] = business.read("/api/quiet-hours/dealerships")["dealerships"]
    assert house["name"] == "West" and house["timeZone"] is None
    path = f"/api/quiet-hours/dealerships/{house['id']}"
    changed = business.call("PUT", path, json={"timeZone": "America/Los_Angeles"})
    assert changed.status_code == 200 and changed.json()["timeZone"] == "America/Los_Angeles"
    for name in ("West", house["id"]):
        answer = explain(business, dealership=name)
        assert [zone["from"] for zone in answer["zones"]] == ["number", "dealership"]
        assert answer["next"] == "2126-01-17T16:00:00.000Z"
    assert_problem(business.call("PUT", path, json={"timeZone": "Moon/Base"}), 400, fields=["timeZone"])
    assert_problem(business.get("/api/quiet-hours/explain", params={"to": "+12125550123", "dealership": "East"}), 404)


def test_a_dealership_of_another_business_is_not_there(open_business):
    mine, other = open_business(), open_business()
    other.send(dealershipName="Theirs")
    [house] = other.read("/api/quiet-hours/dealerships")["dealerships"]
    assert mine.read("/api/quiet-hours/dealerships")["dealerships"] == []
    answer = mine.call("PUT", f"/api/quiet-hours/dealerships/{house['id']}", json={"timeZone": "Europe/Paris"})
    assert_problem(answer, 404)
    assert other.read("/api/quiet-hours/dealerships")["dealerships"][0]["timeZone"] is None


def test_a_message_waits_for_the_own_rule_and_says_so(business):
    today = business.rows("SELECT extract(isodow FROM now() AT TIME ZONE 'America/New_York')::integer AS day")[0]["day"]
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    hours = {name: None for name in names}
    hours[names[(today + 1) % 7]] = {"earliest": "13:00", "latest": "15:00"}
    assert business.call("PUT", "/api/quiet-hours/own", json={"hours": hours}).status_code == 200
    assert business.post("/api/config", {"quiet_hours": "on"}).status_code == 200
    message = business.send(customerPhone="+12125550123")["messageId"]

    def moved():
        return [line for line in business.message(message)["timeline"] if line["kind"] == "delayed"]

    [line] = wait_for(moved, of="the message being moved")
    assert "(own rule) 13:00-15:00, version 1" in str(line)
