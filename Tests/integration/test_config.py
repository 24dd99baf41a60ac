"""What a business decides about its messages: changed one by one, checked before it is kept."""

import pytest

from expect import Steadfast, assert_problem


@pytest.mark.parametrize("name, value", [
    ("message_template", "Hello {customer_name|there} — {review_url} {amount} {feedback_url}"),
    ("google_review_url", "https://g.page/r/x"), ("trustpilot_url", "http://trustpilot.example/y"),
    ("feedback_url", ""), ("delay_hours", 0), ("delay_hours", 168), ("retry_attempts", 10),
    ("retry_delay_minutes", 1440), ("batch_size", 1), ("batch_size", 1000)])
def test_one_setting_is_changed_and_the_rest_stays(business, name, value):
    before = business.read("/api/config")
    answer = business.post("/api/config", {name: value})
    assert answer.status_code == 200
    after = {**before, name: value}
    assert answer.json()["success"] is True and answer.json()["config"] == after
    assert answer.json()["changed"] == ([name] if before[name] != value else [])
    assert business.read("/api/config") == after


@pytest.mark.parametrize("name, value", [
    ("delay_hours", -1), ("delay_hours", 169), ("delay_hours", 1.5), ("delay_hours", "soon"), ("delay_hours", True),
    ("delay_hours", 99999999999999999999), ("retry_attempts", 11), ("retry_attempts", -1),
    ("retry_delay_minutes", 1441), ("batch_size", 0), ("batch_size", 1001), ("google_review_url", "javascript:alert(1)"),
    ("google_review_url", "example.com"), ("trustpilot_url", "https://a b"), ("feedback_url", "https://" + "x" * 600),
    ("feedback_url", 7), ("message_template", ""), ("message_template", "   "), ("message_template", "x" * 1601),
    ("message_template", 7), ("message_template", "Hi {customer_name"), ("message_template", "Hi }{"),
    ("message_template", "zero \x00"), ("message_template", ["x"])], ids=lambda case: str(case)[:30])
def test_a_setting_that_cannot_be_is_refused_by_its_name(business, name, value):
    before = business.read("/api/config")
    with Steadfast():
        assert_problem(business.post("/api/config", {name: value}), 400, "invalid-request", [name])
    assert business.read("/api/config") == before


def test_an_unknown_variable_is_refused_and_named(business):
    answer = business.post("/api/config", {"message_template": "Hi {customer}, {oops} {amount}"})
    [error] = assert_problem(answer, 400, fields=["message_template"])["errors"]
    assert "{customer}" in error["message"] and "{oops}" in error["message"]
    assert "{customer_name}" in error["message"], "it says which there are"


def test_every_wrong_setting_is_named_and_none_is_kept(business):
    before = business.read("/api/config")
    answer = business.post("/api/config", {"delay_hours": 5, "retry_attempts": 99, "batch_size": "many",
                                           "message_template": "{x}", "feedback_url": "ftp://x"})
    assert_problem(answer, 400, fields=["retry_attempts", "batch_size", "message_template", "feedback_url"])
    assert business.read("/api/config") == before


def test_a_changed_template_holds_for_the_next_message(business):
    business.post("/api/config", {"message_template": "Grüß Gott {customer_name|Kunde}! {review_url}",
                                  "google_review_url": "", "trustpilot_url": "https://trust.example"})
    record = business.await_status(business.send()["transactionId"], "delivered")["record"]
    assert record["body"] == "Grüß Gott Kunde! https://trust.example"


def test_a_changed_delay_holds_for_the_next_transaction(business):
    business.post("/api/config", {"delay_hours": 3})
    record = business.record(business.send()["transactionId"])
    assert record["status"] == "scheduled" and record["dueAt"] > record["receivedAt"]


def test_a_value_is_never_read_as_a_template(business):
    record = business.await_status(business.send(customerName="{review_url}")["transactionId"])["record"]
    assert record["body"].startswith("Hi {review_url}, ")


def test_default_names_are_checked_and_kept(business):
    answer = business.post("/api/settings", {"default_dealership": "Sunrise", "default_customer": ""})
    assert answer.json()["settings"] == {"default_dealership": "Sunrise", "default_customer": ""}
    assert answer.json()["changed"] == ["default_dealership"]
    assert business.read("/api/settings") == answer.json()["settings"]
    answer = business.post("/api/settings", {"default_dealership": "x" * 201, "default_customer": {}})
    assert_problem(answer, 400, fields=["default_dealership", "default_customer"])
