"""Every answer has an id under which the logs find it; a client cannot choose it."""

import re

import requests

from expect import assert_problem
from system import address

ID = re.compile(r"[0-9a-f]{32}")


def test_every_answer_has_an_id_of_its_own(business):
    answers = [business.get(path) for path in ("/health", "/api/messages", "/api/openapi.json", "/", "/nothing",
                                               "/api/messages/nothing", "/metrics", "/api/export/messages.csv")]
    answers.append(business.post("/webhook/transaction-complete", business.transaction()))
    found = [answer.headers["x-request-id"] for answer in answers]
    assert all(ID.fullmatch(identifier) for identifier in found) and len(set(found)) == len(found)


def test_problems_repeat_it_whoever_tells_them(business):
    """Functions and the gateway: `assert_problem` compares the header with the document."""
    assert_problem(business.get("/api/messages/nothing"), 404)
    assert_problem(business.get("/nothing"), 404)
    assert_problem(business.post("/api/config", {"delay_hours": 999}), 400)
    assert_problem(business.post("/webhook/transaction-complete", data=b"x" * 3_000_000), 413)
    assert_problem(requests.get(address("BASE_URL") + "/api/messages", timeout=30), 401)


def test_it_is_the_gateways_and_not_the_clients(business):
    answer = business.get("/api/messages", headers={"x-request-id": "mine"})
    assert answer.headers["x-request-id"] != "mine" and "," not in answer.headers["x-request-id"]


def test_the_timeline_names_the_request_that_brought_the_transaction(business):
    answer = business.post("/webhook/transaction-complete", business.transaction())
    received = business.message(answer.json()["messageId"])["timeline"][0]
    assert received["detail"]["requestId"] == answer.headers["x-request-id"]
