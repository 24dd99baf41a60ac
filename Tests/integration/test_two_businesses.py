"""Two businesses with the same customers, numbers, transactions and texts: whatever one asks, nothing shows the other's.

Every route that reads is asked, as the OpenAPI document names them, so that a new one is asked as soon as there is one.
What could only be the other's is marked: a word in a name that nobody types, and the numbers of its rows.
"""

import functools
import re
import statistics
import time
import uuid

import pytest
import requests

from business import new_phone
from system import address, wait_for
from test_live_events import Watcher

NEVER = {"integer": str(2**53), "string": "nothing-of-anybody"}


@functools.cache
def reads():
    document = requests.get(address("BASE_URL") + "/api/openapi.json", timeout=30).json()
    return [(path, operation) for path, methods in sorted(document["paths"].items())
            for method, operation in methods.items() if method == "get"]


def get(asker, path, **options):
    return asker.get(address("BASE_URL") + path, timeout=60, allow_redirects=False, **options)


def planted(business, mark, number, run):
    """The same in both, but for the marks in what nobody types."""
    business.rows("UPDATE tenant_settings SET message_template = 'Hello {customer_name}, {sales_rep_name} says hello'"
                  " WHERE tenant_id = %(tenant)s")
    for index in range(3):
        business.send(transactionId=f"T-{run}-{index}", customerPhone=number, customerName=f"Ada {mark}name",
                      salesRepName=f"Sam {mark}rep", dealershipName="North", amount="12.50")
    for index in range(3):
        business.await_status(f"T-{run}-{index}", "delivered")
    business.post("/api/suppressions", {"phone": new_phone(), "note": f"{mark}note"})
    business.rows("INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender, recipient, body, intent, raw, received_at) "
                  "VALUES (%(tenant)s, 'twilio', %(id)s, %(number)s, '+15005550006', %(body)s, 'conversation', '{}', now())",
                  id=uuid.uuid4().hex, number=number, body=f"Thanks {mark}reply")


@pytest.fixture
def pair(open_business):
    run, number = uuid.uuid4().hex[:8], new_phone()
    businesses = {mark: open_business() for mark in (f"qz{run}a", f"qz{run}b")}
    for mark, business in businesses.items():
        planted(business, mark, number, run)
    return [(business, mark, [business.calls, business.log_in()]) for mark, business in businesses.items()]


def rows_of(business):
    """Numbers of rows as they may stand in a path, of all that has one."""
    found = {"integer": set(), "string": set()}
    for table in ("messages", "templates", "api_keys", "users", "suppressions", "alert_rules", "inbound_messages", "sessions",
                  "retry_jobs", "provider_accounts", "alert_targets", "invitations", "webhook_requests"):
        for row in business.rows(f"SELECT id FROM {table} WHERE tenant_id = %(tenant)s LIMIT 3"):
            found["integer" if isinstance(row["id"], int) else "string"].add(str(row["id"]))
    return found


def shape(answer, identifier):
    """What an answer is, but for the request's own number and what was asked for."""
    text = re.sub(r'"requestId":"[^"]*"', "", answer.text)
    return answer.status_code, re.sub(rf"\b{re.escape(identifier)}\b", "it", text)


def test_no_route_that_reads_shows_the_others_marks(pair):
    (mine, _, askers), (_, foreign, _) = pair
    own = {"id": mine.rows("SELECT id FROM messages WHERE tenant_id = %(tenant)s LIMIT 1")[0]["id"]}
    seen = 0
    for path, operation in reads():
        place = re.sub(r"\{\w+\}", own["id"], path)
        names = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
        # As it is, and narrowed by what stands in the other's rows.
        questions = [{}] + [{name: f"{foreign}name"} for name in names]
        for asker in askers:
            for question in questions:
                answer = get(asker, place, params=question, stream=path == "/api/events")
                if path == "/api/events":
                    answer.close()
                    continue
                for what in ("rep", "note", "reply"):
                    assert f"{foreign}{what}".encode() not in answer.content, f"{path} {question}"
                if not question:
                    assert f"{foreign}name".encode() not in answer.content, path
                    seen += answer.status_code == 200
    assert seen > 60, "most routes must have answered, or this proves nothing"


def test_both_see_their_own(pair):
    for business, mark, askers in pair:
        for asker in askers:
            assert f"{mark}name" in get(asker, "/api/messages").text
            assert f"{mark}rep" in get(asker, "/api/export/messages.ndjson").text


def test_the_others_rows_are_told_like_rows_that_nobody_has(pair):
    (_, _, askers), (other, mark, _) = pair
    foreign, asked = rows_of(other), 0
    for path, operation in reads():
        names = re.findall(r"\{(\w+)\}", path)
        if len(names) != 1 or operation["x-access"]["rule"] == "anyone":
            continue
        for kind, identifiers in foreign.items():
            unknown = str(uuid.uuid4()) if kind == "string" else NEVER[kind]
            for identifier in identifiers:
                for asker in askers:
                    theirs = get(asker, path.replace(f"{{{names[0]}}}", identifier))
                    nobodys = get(asker, path.replace(f"{{{names[0]}}}", unknown))
                    assert mark not in theirs.text, path
                    if theirs.status_code != 200:  # else it is the number of something of one's own
                        assert shape(theirs, identifier) == shape(nobodys, unknown), path
                    asked += 1
    assert asked > 100


def test_a_search_finds_nothing_of_the_other(pair):
    (_, _, askers), (_, foreign, _) = pair
    for asker in askers:
        for words in (f"{foreign}name", f"{foreign}rep", foreign):
            for route in ("/api/messages", "/api/conversations", "/api/ratings"):
                answer = get(asker, route, params={"q": words, "search": words})
                assert answer.status_code in (200, 400) and '"transactionId"' not in answer.text, route


def test_live_events_are_of_ones_own(pair):
    (mine, _, (_, browser)), (other, _, _) = pair
    watcher = Watcher(browser)
    theirs = other.send()["messageId"]
    ours = mine.send()["messageId"]
    heard = watcher.changes_until(ours, "delivered")
    assert theirs not in {identifier for identifier, _ in heard}


@pytest.mark.serial
def test_the_others_rows_take_no_other_time_than_nobodys(pair):
    (_, _, (asker, _)), (other, _, _) = pair
    foreign = other.rows("SELECT id FROM messages WHERE tenant_id = %(tenant)s LIMIT 1")[0]["id"]

    def milliseconds(identifier):
        start = time.perf_counter()
        assert get(asker, f"/api/messages/{identifier}").status_code == 404
        return 1000 * (time.perf_counter() - start)

    def medians():
        taken = [(milliseconds(foreign), milliseconds(str(uuid.uuid4()))) for _ in range(150)]
        return [statistics.median(each) for each in zip(*taken)]

    def alike():
        theirs, nobodys = medians()
        return abs(theirs - nobodys) < max(0.3, 0.15 * nobodys)

    wait_for(alike, of="the same time for both")
