"""People who are limited to some dealerships: what they see is all of those, and nothing of the others."""

import re

import pytest

from business import FINAL, new_phone
from expect import assert_problem
from system import address, wait_for
from test_access_matrix import routes
from test_feedback import LINKS, TEMPLATE, rate, visit

HOUSES = ["North Motors", "South Motors"]
# One that is delivered and four that fail, for each house.
FATES = ["+15005550009", "+15005550010", "+15005550013"]


@pytest.fixture
def houses(open_business):
    """A business of two dealerships with the same traffic: texts that arrived and failed, clicks, ratings."""
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)
    business.phones = {house: [] for house in HOUSES}
    for house in HOUSES:
        for phone in [new_phone(), new_phone(), *FATES]:
            business.phones[house].append(phone)
            business.send(customerPhone=phone, dealershipName=house, customerName=f"Customer of {house}")
    business.send()  # of no dealership, which nobody limited sees

    def settled():
        return {row["status"] for row in business.rows(
            "SELECT DISTINCT status::text FROM messages WHERE tenant_id = %(tenant)s")} <= FINAL

    wait_for(settled, of="all messages settled")
    for house, stars in zip(HOUSES, (5, 2)):
        [message] = business.read("/api/messages", search=business.phones[house][0])["messages"]
        review, feedback = re.findall(r"https?://\S+", business.message(message["id"])["record"]["body"])
        visit(review)
        rate(feedback, stars, f"said of {house}")
    return business


def paths():
    """What limited people may read, but for what is of one message."""
    return [path for method, path, access in routes("scope")
            if method == "GET" and access["reach"] == "dealerships" and "{" not in path]


def ask(browser, path, **parameters):
    return browser.get(address("BASE_URL") + path, params=parameters, timeout=30)


def test_there_is_something_to_read(turn):
    assert len(paths()) >= 25


def test_nothing_of_another_house_is_told(houses):
    north = houses.log_in("manager", only=["North Motors"])
    foreign = ["South Motors", *houses.phones["South Motors"][:2], *(
        row["id"] for row in houses.rows("SELECT m.id::text AS id FROM messages m JOIN dealerships d ON d.id = m.dealership_id "
                                         "WHERE m.tenant_id = %(tenant)s AND d.name = 'South Motors'"))]
    told = {}
    for path in paths():
        answer = ask(north, path)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        told[path] = [word for word in foreign if word in answer.text]
    assert {path: words for path, words in told.items() if words} == {}


def test_who_sees_every_house_sees_the_sum_of_them(houses):
    """But for the message of no dealership, which is in the owner's figures only."""
    limited, owner = houses.log_in("manager", only=HOUSES), houses.log_in("owner")
    for path, figure, others in (("/api/dashboard", lambda said: said["today"]["total"], 1),
                                 ("/api/dashboard", lambda said: said["pagination"]["total"], 1),
                                 ("/api/ratings/summary", lambda said: said["count"], 0),
                                 ("/api/messages", lambda said: said["total"], 1)):
        mine, everything = (figure(ask(browser, path).json()) for browser in (limited, owner))
        assert mine == everything - others, path


def test_a_report_is_the_business_report_of_that_house(houses):
    north, owner = houses.log_in("manager", only=["North Motors"]), houses.log_in("owner")
    differ = {}
    for report in ("summary", "volume", "errors", "error-trend", "funnel", "answers", "cost-trend"):
        path = f"/api/analytics/{report}"
        mine, same = ask(north, path), ask(owner, path, dealership="North Motors")
        assert (mine.status_code, same.status_code) == (200, 200), f"{report}: {mine.text} {same.text}"
        if {**mine.json(), "dealership": None} != {**same.json(), "dealership": None}:
            differ[report] = mine.json(), same.json()
    assert differ == {}


def test_a_message_of_another_house_does_not_exist(houses):
    north = houses.log_in("manager", only=["North Motors"])
    [own] = ask(north, "/api/messages", search=houses.phones["North Motors"][0]).json()["messages"]
    [other] = houses.read("/api/messages", search=houses.phones["South Motors"][0])["messages"]
    for path in ("/api/messages/{}", "/api/messages/{}/route"):
        assert ask(north, path.format(own["id"])).status_code == 200
        assert_problem(ask(north, path.format(other["id"])), 404)


def test_a_failed_message_of_ones_own_house_is_sent_again_and_no_other(houses):
    north = houses.log_in("manager", only=["North Motors"])
    for house, status in (("South Motors", 404), ("North Motors", 200)):
        failed = next(message for message in houses.read("/api/messages", status="failed")["messages"]
                      if message["dealershipName"] == house)
        answer = north.post(address("BASE_URL") + f"/api/retry/{failed['id']}", timeout=30)
        assert answer.status_code == status, answer.text
