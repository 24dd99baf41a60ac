"""PostgreSQL goes away: everybody is told so within a second, and all is well when it is back."""

import time
from contextlib import contextmanager

import pytest
import requests

from expect import assert_problem
from provider import report, texts
from system import address, processes, supervisor, wait_for

pytestmark = pytest.mark.serial


@contextmanager
def database_away():
    supervisor().stopProcess("postgres")
    try:
        yield
    finally:
        supervisor().startProcess("postgres")


def is_ready():
    return requests.get(address("BASE_URL") + "/health/ready", timeout=5).status_code == 200


def assert_told_at_once(ask):
    began = time.monotonic()
    answer = ask()
    seconds = time.monotonic() - began
    problem = assert_problem(answer, 503, "database-away")
    assert int(answer.headers["retry-after"]) >= 1
    assert seconds < 1, f"{problem['detail']} after {seconds:.2f} s"
    for secret in ("sms_function", "password", "postgresql://", "/run/"):
        assert secret not in answer.text


def test_everybody_is_told_at_once_and_it_recovers_by_itself(business, installation):
    browser = business.log_in()
    before = business.send()
    business.await_status(before["messageId"])
    transaction = business.transaction()
    running = {name: pid for name, pid in processes().items() if not name.startswith("postgres")}
    with database_away():
        asks = {
            "webhook": lambda: business.post("/webhook/transaction-complete", transaction),
            "batch": lambda: business.post("/webhook/transactions", {"transactions": [transaction]}),
            "cancel": lambda: business.call("DELETE", "/webhook/cancel/x"),
            "list": lambda: business.get("/api/messages"),
            "detail": lambda: business.get(f"/api/messages/{before['messageId']}"),
            "dashboard": lambda: business.get("/api/dashboard"),
            "analytics": lambda: business.get("/api/analytics"),
            "export": lambda: business.get("/api/export/messages.csv"),
            "retry": lambda: business.post("/api/retry/bulk"),
            "test message": lambda: business.post("/api/test-sms", {"phone": "+15005551234"}),
            "config": lambda: business.get("/api/config"),
            "metrics": lambda: installation.get("/metrics"),
            "health": lambda: business.get("/health"),
            "readiness": lambda: business.get("/health/ready"),
            "session": lambda: browser.get(address("BASE_URL") + "/api/session", timeout=30),
            "report": lambda: report("delivered", "SM" + "0" * 32),
            "idempotent": lambda: business.post("/api/test-sms", {"phone": "+15005551234"},
                                                headers={"idempotency-key": "away"}),
        }
        for _ in range(2):  # with connections that are open and turn out dead, and without any
            for ask in asks.values():
                assert_told_at_once(ask)
        assert business.get("/health/live").status_code == 200, "the function itself is well"
        assert requests.get(address("BASE_URL") + "/", timeout=5).status_code == 200, "and so is the page"
    wait_for(is_ready, seconds=10, of="being ready again")
    assert {name: pid for name, pid in processes().items() if not name.startswith("postgres")} == running

    assert business.count_of("messages") == 1, "nothing that was answered 503 was stored"
    receipt = business.post("/webhook/transaction-complete", transaction).json()
    assert receipt["duplicate"] is False
    business.await_status(receipt["messageId"], "delivered")
    assert len(texts(receipt["messageId"])) == 1
    again = business.post("/api/test-sms", {"phone": "+15005551234"}, headers={"idempotency-key": "away"})
    assert again.status_code == 202 and "idempotent-replayed" not in again.headers


def test_a_message_under_way_when_it_goes_away_is_sent_exactly_once(business):
    receipts = [business.send() for _ in range(10)]
    with database_away():
        pass
    wait_for(is_ready, seconds=10, of="being ready again")
    for receipt in receipts:
        # Of one that was in hand the provider is asked once the lease has run out.
        business.await_status(receipt["messageId"], "delivered", seconds=90)
        assert len(texts(receipt["messageId"])) == 1
