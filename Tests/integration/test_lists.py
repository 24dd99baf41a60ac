"""Opt-outs, ratings, and every list as a file: narrowed alike, safe in a spreadsheet, resumed where it broke off."""

import csv
import io
import json
import re
from urllib.parse import urlsplit

import pytest
import requests

from business import new_phone
from expect import assert_problem
from system import address, wait_for
from test_rules import answer

TEMPLATE = "Hi {customer_name|there}! {review_url} {feedback_url}"
LINKS = {"google_review_url": "https://google.example/review", "trustpilot_url": "https://trustpilot.example/review"}


def records(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def file_of(business, name, **parameters):
    found = business.get(f"/api/export/{name}", params=parameters)
    assert found.status_code == 200, found.text
    return found


@pytest.fixture
def rated(open_business):
    """A business whose customers rate: `rate(stars, comment)` sends a text and answers as its customer."""
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)

    def rate(stars, comment="", follow=False, **more):
        receipt = business.send(customerPhone=new_phone(), **{"dealershipName": "North", **more})
        body = business.await_status(receipt["messageId"], "delivered", "sent")["record"]["body"]
        review, feedback = (address("BASE_URL") + urlsplit(link).path for link in re.findall(r"https?://\S+", body))
        agent = {"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"}
        assert requests.post(feedback, headers=agent, data={"stars": stars, "comment": comment}, timeout=30, allow_redirects=False).status_code == 303
        if follow:
            assert requests.get(review, headers=agent, timeout=30, allow_redirects=False).status_code == 302
        return receipt["messageId"]

    return business, rate


def test_ratings_are_listed_narrowed_and_summed_up(rated, open_business):
    business, rate = rated
    ids = [rate(1, "Rude"), rate(5, "", dealershipName="South", follow=True), rate(3, "So so"), rate(5, "Great")]

    def listed(**filters):
        return [one["messageId"] for one in business.read("/api/ratings", **filters)["ratings"]]

    def summed(**filters):
        found = business.read("/api/ratings/summary", **filters)
        return found["count"], found["average"], [one["count"] for one in found["stars"]], found["withComment"]

    assert listed() == ids[::-1] and summed() == (4, 3.5, [1, 0, 1, 0, 2], 3)
    assert listed(stars="1,3") == [ids[2], ids[0]] and summed(stars="1,3") == (2, 2, [1, 0, 1, 0, 0], 2)
    assert listed(dealership="South") == [ids[1]] and summed(dealership="South") == (1, 5, [0, 0, 0, 0, 1], 0)
    assert listed(comment="no") == [ids[1]] and summed(comment="no") == (1, 5, [0, 0, 0, 0, 1], 0)
    assert listed(comment="yes", stars="5") == [ids[3]] and summed(comment="yes", stars="5") == (1, 5, [0, 0, 0, 0, 1], 1)
    assert listed(to="2020-01-01T00:00:00Z") == [] and summed(to="2020-01-01T00:00:00Z") == (0, None, [0] * 5, 0)
    assert [one["reviewClicks"] for one in business.read("/api/ratings")["ratings"]] == [0, 0, 1, 0]
    other = open_business()
    assert other.read("/api/ratings")["ratings"] == [] and other.read("/api/ratings/summary")["count"] == 0
    assert_problem(business.get("/api/ratings", params={"stars": "9", "limit": "0"}), 400, fields=["stars", "limit"])
    assert_problem(business.get("/api/ratings/summary", params={"comment": "some"}), 400, fields=["comment"])
    assert_problem(requests.get(address("BASE_URL") + "/api/ratings", timeout=30), 401)


def test_pages_of_ratings_follow_each_other(rated):
    business, rate = rated
    ids = [rate(stars) for stars in (2, 4, 2)]
    first = business.read("/api/ratings", limit=2)
    assert [one["messageId"] for one in first["ratings"]] == [ids[2], ids[1]]
    rest = business.read("/api/ratings", limit=2, cursor=first["nextCursor"])
    assert [one["messageId"] for one in rest["ratings"]] == [ids[0]] and rest["nextCursor"] is None
    assert_problem(business.get("/api/ratings?cursor=nothing"), 400, fields=["cursor"])


def test_ratings_are_a_file_with_the_lists_filters(rated):
    business, rate = rated
    ids = [rate(1, '=1+1, "Zoë"\nمرحبا', customerName="@SUM(A1)"), rate(5), rate(2, "-")]
    whole = records(file_of(business, "ratings.csv").text)
    assert [one["message_id"] for one in whole] == ids[::-1]
    assert (whole[2]["comment"], whole[2]["customer_name"]) == ('\'=1+1, "Zoë"\nمرحبا', "'@SUM(A1)")
    assert [one["stars"] for one in records(file_of(business, "ratings.csv", stars="1,5").text)] == ["5", "1"]
    told = lines(file_of(business, "ratings.ndjson", comment="yes").text)
    assert [(one["message_id"], one["stars"]) for one in told] == [(ids[2], 2), (ids[0], 1)]
    assert told[1]["comment"] == '=1+1, "Zoë"\nمرحبا' and list(told[0]) == list(whole[0])
    assert records(file_of(business, "ratings.csv", after=ids[2]).text) == whole[1:]
    assert_problem(business.get("/api/export/ratings.csv?stars=6&after=x"), 400, fields=["stars", "after"])


def test_opt_outs_are_found_by_a_part_of_the_number(open_business):
    business = open_business()
    numbers = ["+14155172054", "+14155179999", "+442071838750"]
    for number in numbers:
        assert business.post("/api/suppressions", {"number": number, "reason": "operator"}).status_code == 200

    def found(**filters):
        return [one["number"] for one in business.read("/api/suppressions", **filters)["suppressions"]]

    assert found() == numbers[::-1] and found(search="(415) 517") == numbers[1::-1] and found(search="8750") == [numbers[2]]
    assert found(search="415", reason="complained") == [] and found(number=" 14155172054") == [numbers[0]]
    assert_problem(business.get("/api/suppressions?search=Ada&limit=0"), 400, fields=["search", "limit"])
    for name, read in (("suppressions.csv", records), ("suppressions.ndjson", lines)):
        rows_found = read(file_of(business, name, search="415").text)
        assert [one["number"] for one in rows_found] == numbers[1::-1]
        assert read(file_of(business, name, search="415", after=rows_found[0]["id"]).text) == rows_found[1:]
        assert [one["number"] for one in read(file_of(business, name, number=numbers[2]).text)] == [numbers[2]]


def test_a_customers_own_stop_is_theirs_to_take_back(open_business):
    business, phone = open_business(), new_phone()
    business.await_status(business.send(customerPhone=phone)["messageId"], "delivered")
    answer(phone, "STOP")
    [entry] = wait_for(lambda: business.read("/api/suppressions", number=phone)["suppressions"], of="the opt-out")
    assert entry["releasable"] is False
    assert_problem(business.call("DELETE", f"/api/suppressions/{phone}"), 409, "stopped-by-customer")
    assert business.post("/api/suppressions", {"number": phone, "reason": "operator"}).json()["added"]
    released = business.call("DELETE", f"/api/suppressions/{phone}?reason=mistake").json()
    assert released["released"] == 1 and released["stillListed"] is True and "START" in released["message"]
    assert [one["reason"] for one in business.read("/api/suppressions", number=phone)["suppressions"]] == ["opted_out"]
    answer(phone, "START")
    assert business.read("/api/suppressions", number=phone)["suppressions"] == []
    assert_problem(business.call("DELETE", f"/api/suppressions/{phone}"), 404)


def test_what_a_program_or_a_person_added_is_released(open_business):
    business, phone = open_business(), new_phone()
    assert business.post("/api/suppressions", {"number": phone}).status_code == 200
    [entry] = business.read("/api/suppressions", number=phone)["suppressions"]
    assert entry["releasable"] is True
    released = business.call("DELETE", f"/api/suppressions/{phone}").json()
    assert released["released"] == 1 and released["stillListed"] is False
    [entry] = business.read("/api/suppressions", number=phone, history="true")["suppressions"]
    assert entry["releasable"] is False and entry["releasedAt"]


def test_conversations_are_a_file_with_the_lists_filters(open_business):
    business = open_business()
    open_, done = new_phone(), new_phone()
    for phone, name in ((open_, "=Ada"), (done, "Grace")):
        business.await_status(business.send(customerPhone=phone, customerName=name)["messageId"], "delivered")
        answer(phone, "+1 was great")
    assert business.post(f"/api/conversations/{done}/handled", {}).status_code == 200
    whole = records(file_of(business, "conversations.csv").text)
    assert [one["customer_phone"] for one in whole] == [done, open_]
    assert (whole[1]["customer_name"], whole[1]["body"]) == ("'=Ada", "'+1 was great")
    for filters, phones in (({"unhandled": "true"}, [open_]), ({"search": "grace"}, [done]), ({"search": "nobody"}, [])):
        listed = [one["number"] for one in business.read("/api/conversations", **filters)["conversations"]]
        assert listed == phones
        for name, read in (("conversations.csv", records), ("conversations.ndjson", lines)):
            assert [one["customer_phone"] for one in read(file_of(business, name, **filters).text)] == phones
    assert records(file_of(business, "conversations.csv", after=whole[0]["id"]).text) == whole[1:]
    assert_problem(business.get("/api/export/conversations.ndjson?unhandled=perhaps"), 400, fields=["unhandled"])


def test_parked_is_a_file_with_the_lists_filters(open_business):
    business = open_business(stale_hours=24)
    sent = [business.send(customerName=name, transactionCompletedAt="2020-01-01T00:00:00Z") for name in ("=Ada", "Grace")]
    wait_for(lambda: business.read("/api/parked")["total"] == 2, of="both being held")
    whole = records(file_of(business, "parked.csv", reason="stale").text)
    assert [one["message_id"] for one in whole] == [one["messageId"] for one in sent[::-1]]
    assert whole[1]["customer_name"] == "'=Ada"
    assert [one["customer_name"] for one in lines(file_of(business, "parked.ndjson").text)] == ["Grace", "=Ada"]
    assert records(file_of(business, "parked.csv", reason="burst").text) == []
    assert records(file_of(business, "parked.csv", after=whole[0]["message_id"]).text) == whole[1:]
    assert_problem(business.get("/api/export/parked.csv?reason=boredom"), 400, fields=["reason"])


def test_the_log_of_requests_is_a_file_masked_like_the_list(open_business):
    business = open_business()
    sent = business.send(customerName="Ada Lovelace", customerPhone="+15005559876")
    business.post("/webhook/transaction-complete", {"customerPhone": "nonsense"})
    listed = wait_for(lambda: (found := business.read("/api/webhook-requests")["requests"])[1:] and found, of="both requests")
    text = file_of(business, "webhook-requests.csv", bom="true")
    assert text.headers["content-type"] == "text/csv; charset=utf-8" and text.content.startswith(b"\xef\xbb\xbfid,at,")
    whole = records(text.content.decode("utf-8-sig"))
    assert [(one["id"], one["status"], one["excerpt"]) for one in whole] == [
        (str(one["id"]), str(one["status"]), one["excerpt"]) for one in listed]
    assert "Lovelace" not in text.text and "5005559876" not in text.text
    assert [one["transactionId"] for one in records(file_of(business, "webhook-requests.csv", outcome="taken").text)] == [sent["transactionId"]]
    assert lines(file_of(business, "webhook-requests.ndjson").text) == listed
    assert records(file_of(business, "webhook-requests.csv", after=whole[0]["id"]).text) == whole[1:]
    assert_problem(business.get("/api/export/webhook-requests.csv?outcome=odd"), 400, fields=["outcome"])


def test_a_request_that_begins_like_a_formula_is_harmless(open_business):
    business = open_business()
    business.post("/webhook/transaction-complete", data="=1+1", headers={"content-type": "text/plain"})
    wait_for(lambda: business.read("/api/webhook-requests")["requests"], of="the request")
    assert all(not cell.startswith("=") for line in records(file_of(business, "webhook-requests.csv").text) for cell in line.values())
