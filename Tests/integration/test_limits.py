"""How much programs may ask in a minute: of each key, and of all keys of a business."""

import concurrent.futures
import re

import requests

from expect import assert_problem
from system import address


def limited(business, per_minute):
    answer = business.post("/api/keys", {"name": "busy", "scopes": ["messages:read"], "ratePerMinute": per_minute})
    assert answer.status_code == 201, answer.text
    return answer.json()["key"]


def ask(key, path="/api/messages"):
    return requests.get(address("BASE_URL") + path, timeout=30, headers={"x-api-key": key})


def test_a_key_is_told_how_much_is_left_and_refused_beyond(business):
    key = limited(business, 5)
    for left in (4, 3, 2, 1, 0):
        answer = ask(key)
        assert answer.status_code == 200
        assert answer.headers["ratelimit-policy"] == '"key";q=5;w=60'
        rest, seconds = re.fullmatch(r'"key";r=(\d+);t=(\d+)', answer.headers["ratelimit"]).groups()
        assert int(rest) == left and 0 < int(seconds) <= 60
    late = ask(key)
    assert_problem(late, 429, "too-many-requests")
    assert 1 <= int(late.headers["retry-after"]) <= 12
    assert late.headers["ratelimit"].startswith('"key";r=0;')
    # The limit is of the key, whichever function it asks; and of no other key.
    assert_problem(ask(key, "/api/dashboard"), 429, "too-many-requests")
    other = business.get("/api/messages")
    assert other.status_code == 200 and "ratelimit" not in other.headers


def test_a_refusal_of_another_kind_says_how_much_is_left_as_well(business):
    key = limited(business, 600)
    answer = requests.get(f"{address('BASE_URL')}/api/messages/nothing", timeout=30, headers={"x-api-key": key})
    assert_problem(answer, 404)
    assert answer.headers["ratelimit-policy"] == '"key";q=600;w=60'


def test_all_processes_of_a_function_keep_one_limit(business):
    key = limited(business, 30)
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda _: ask(key).status_code, range(90)))
    # What comes back while they ask, at one for each two seconds, is let in as well.
    assert set(statuses) == {200, 429} and 30 <= statuses.count(200) <= 45


def test_all_keys_of_a_business_share_its_limit(business, open_business):
    business.rows("UPDATE tenants SET rate_per_minute = 4 WHERE id = %(tenant)s")
    first, second = business.add_key(["messages:read"]), business.add_key(["messages:read"])
    statuses = [ask(key).status_code for key in (first, second) * 4]
    assert statuses.count(200) == 4
    late = ask(first)
    assert_problem(late, 429, "too-many-requests")
    assert late.headers["ratelimit-policy"] == '"business";q=4;w=60'
    assert open_business().get("/api/messages").status_code == 200
    # A person at the dashboard is not kept out by a program that is too busy.
    browser = business.log_in()
    answer = browser.get(f"{address('BASE_URL')}/api/keys", timeout=30)
    assert answer.status_code == 200 and answer.json()["ratePerMinute"] == 4


def test_a_transaction_beyond_the_limit_is_refused_and_not_stored(business):
    answer = business.post("/api/keys", {"name": "busy CRM", "scopes": ["transactions:write"], "ratePerMinute": 1})
    headers = {"x-api-key": answer.json()["key"]}
    url = address("BASE_URL") + "/webhook/transaction-complete"
    assert requests.post(url, json=business.transaction(), headers=headers, timeout=30).status_code == 200
    refused = business.transaction()
    assert_problem(requests.post(url, json=refused, headers=headers, timeout=30), 429, "too-many-requests")
    assert business.get(f"/api/messages/{refused['transactionId']}").status_code == 404
