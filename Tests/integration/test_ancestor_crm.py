"""A CRM written for the ancestor works unchanged: its header, bodies, query parameters and answers."""

import pytest

from business import FINAL


def test_a_transaction_is_answered_in_the_ancestors_words(open_business):
    business = open_business(delay_hours=2)
    body = {"transactionId": business.new_id(), "customerPhone": "+15005551234", "customerName": "Maria",
            "dealershipName": "Sunrise Motors", "amount": 48250, "customerId": "C-1", "customerFirstName": "M",
            "salesRepName": "Sam", "transactionCompletedAt": "2026-11-20T09:30:00Z", "somethingElse": [1]}
    answer = business.post("/webhook/transaction-complete", body)
    assert answer.status_code == 200
    receipt = answer.json()
    assert receipt["success"] is True and receipt["message"]
    assert (receipt["transactionId"], receipt["smsStatus"]) == (body["transactionId"], "scheduled")
    assert receipt["scheduledFor"] == business.record(body["transactionId"])["dueAt"]


def test_query_parameters_win_over_the_body(business):
    transaction = business.transaction(customerName="body", dealershipName="body")
    answer = business.post("/webhook/transaction-complete", transaction,
                           params={"customer_name": "Ada Lovelace", "dealership_name": "Bräu & Söhne"})
    assert answer.status_code == 200
    record = business.record(transaction["transactionId"])
    assert (record["customerName"], record["dealershipName"]) == ("Ada Lovelace", "Bräu & Söhne")


@pytest.mark.parametrize("typed, number", [
    ("(415) 517-2054", "+14155172054"),
    ("415-517-2054", "+14155172054"),
    ("415.517.2054", "+14155172054"),
    ("4155172054", "+14155172054"),
    (4155172054, "+14155172054"),
    ("1-415-517-2054", "+14155172054"),
    ("+1 (415) 517-2054", "+14155172054"),
    ("  +14155172054 ", "+14155172054"),
    ("+44 20 7946 0958", "+442079460958"),
    ("+49 (0) 30 901820", "+4930901820"),
    ("011 44 20 7946 0958", "+442079460958"),
])
def test_phone_numbers_are_taken_as_people_type_them(open_business, typed, number):
    business = open_business(delay_hours=1)
    receipt = business.send(customerPhone=typed)
    assert business.record(receipt["transactionId"])["customerPhone"] == number


def test_a_first_name_greets_where_there_is_no_name(open_business):
    business = open_business(delay_hours=1)
    assert business.record(business.send(customerFirstName="Maria")["transactionId"])["customerName"] == "Maria"


def test_an_identifier_may_be_a_number(open_business):
    business = open_business(delay_hours=1)
    assert business.send(transactionId=123456789012345678901234567890)["transactionId"] == "123456789012345678901234567890"


def test_a_body_may_be_a_form_or_unlabelled_json(open_business):
    business = open_business(delay_hours=1)
    form = business.transaction(customerName="Form")
    assert business.post("/webhook/transaction-complete", data=form).status_code == 200
    unlabelled = '{"transactionId": "%s", "customerPhone": "+15005551234"}' % business.new_id()
    assert business.post("/webhook/transaction-complete", data=unlabelled).status_code == 200
    assert business.record(form["transactionId"])["customerName"] == "Form"


def test_cancelling_withdraws_a_message_that_waits(open_business):
    business = open_business(delay_hours=2)
    transaction = business.send()["transactionId"]
    answer = business.call("DELETE", f"/webhook/cancel/{transaction}")
    assert answer.status_code == 200
    assert answer.json()["success"] is True and answer.json()["transactionId"] == transaction
    assert business.record(transaction)["status"] == "cancelled"
    assert business.call("DELETE", f"/webhook/cancel/{transaction}").status_code == 404


def test_the_dashboard_has_the_ancestors_members(business):
    for _ in range(3):
        business.send()
    dashboard = business.read("/api/dashboard", page=1, limit=2)
    assert set(dashboard["status"]) >= {"webhook", "twilio", "database"}
    assert set(dashboard["today"]) >= {"sent", "delivered", "pending", "failed", "deliveryRate", "yesterdayTotal"}
    assert [hour["hour"] for hour in dashboard["hourly"]] == list(range(24))
    assert len(dashboard["messages"]) == 2
    assert dashboard["pagination"] == {
        "page": 1, "limit": 2, "total": 3, "totalPages": 2, "hasNext": True, "hasPrev": False}
    last = business.read("/api/dashboard", page=2, limit=2)
    assert len(last["messages"]) == 1
    assert last["pagination"]["hasNext"] is False and last["pagination"]["hasPrev"] is True
    summary = business.read("/api/dashboard", view="summary")
    assert "messages" not in summary and "pagination" not in summary


def test_analytics_has_the_ancestors_members(business):
    business.send(dealershipName="Sunrise Motors")
    analytics = business.read("/api/analytics")
    assert analytics["overall"]["total"] == 1
    assert len(analytics["daily"]) == 30 and analytics["daily"][-1]["total"] == 1
    assert [dealer["dealershipName"] for dealer in analytics["topDealers"]] == ["Sunrise Motors"]
    assert [hour["hour"] for hour in analytics["hourlyDistribution"]] == list(range(24))


def test_a_message_is_found_by_its_transaction(business):
    transaction = business.send()["transactionId"]
    message = business.await_status(transaction, "delivered")
    assert message["record"]["transactionId"] == transaction
    assert message["twilio"]["status"] == "delivered" and message["timeline"]


def test_one_failed_message_is_retried(business):
    transaction = business.send(customerPhone="+15005550009")["transactionId"]
    assert business.await_status(transaction)["record"]["retryable"] is True
    answer = business.post(f"/api/retry/{transaction}")
    assert answer.status_code == 200
    assert answer.json()["success"] is True and answer.json()["results"] == {"success": 1, "failed": 0}
    assert business.await_status(transaction, "failed")["record"]["attempts"] == 2


def test_all_failed_messages_are_retried_at_once(business):
    failed = [business.send(customerPhone="+15005550009")["transactionId"] for _ in range(3)]
    delivered = business.send()["transactionId"]
    for transaction in [*failed, delivered]:
        business.await_status(transaction, *FINAL)
    answer = business.post("/api/retry/bulk")
    assert answer.status_code == 200 and answer.json()["results"] == {"success": 3, "failed": 0}
    for transaction in failed:
        assert business.await_status(transaction, "failed")["record"]["attempts"] == 2
    assert business.record(delivered)["attempts"] == 1


def test_a_test_message_is_sent_at_once(open_business):
    business = open_business(delay_hours=168)
    answer = business.post("/api/test-sms", {"phone": "(500) 555-4321", "message": "Hello {customer_name}!",
                                             "customerName": "Ada", "dealershipName": "Here", "amount": 12.5})
    assert answer.status_code == 202
    sent = answer.json()
    assert sent["success"] is True and sent["segments"] == 1 and sent["encoding"]
    record = business.await_status(sent["messageId"], "delivered")["record"]
    assert (record["body"], record["kind"], record["transactionId"]) == ("Hello Ada!", "test", sent["transactionId"])


def test_a_test_message_without_a_text_uses_the_template(open_business):
    business = open_business(message_template="Dear {customer_name|friend}, {amount}")
    answer = business.post("/api/test-sms", {"phone": "+15005554321", "amount": "12.50"})
    assert business.await_status(answer.json()["messageId"])["record"]["body"] == "Dear friend, 12.50"


def test_the_configuration_has_the_ancestors_names(business):
    assert set(business.read("/api/config")) >= {
        "google_review_url", "trustpilot_url", "message_template", "delay_hours", "retry_attempts",
        "retry_delay_minutes", "batch_size"}
    assert set(business.read("/api/settings")) == {"default_dealership", "default_customer"}


def test_default_names_stand_in_for_those_left_out(business):
    answer = business.post("/api/settings", {"default_dealership": "Sunrise", "default_customer": "friend"})
    assert answer.status_code == 200
    record = business.await_status(business.send()["transactionId"])["record"]
    assert record["body"].startswith("Hi friend, thank you for visiting Sunrise!")


def test_health_is_told_to_anyone(business):
    del business.calls.headers["x-api-key"]
    health = business.read("/health")
    assert health["status"] == "ok" and health["database"] == "connected"


def test_the_queue_is_told_in_the_ancestors_words(open_business, installation):
    business = open_business(delay_hours=2)
    business.send()
    queue = business.read("/admin/queue-status")["queue"]
    assert queue == {"waiting": 0, "active": 0, "completed": 0, "failed": 0, "delayed": 1}
    assert installation.read("/admin/status")["database"] == "connected"
