"""A CRM posts in its own words: as JSON or as a form, with a key in a header or in the address."""

import json
from urllib.parse import quote

import pytest
import requests

from business import new_phone
from connecting import FIELDS, posting, save
from expect import assert_problem
from system import address


def test_a_posting_in_a_crms_words_is_stored_as_ours(business):
    saved = save(business)
    assert saved["version"] == 1 and saved["address"].endswith("/webhook/in/our-crm")
    phone = new_phone()
    posted = posting(business, phone)
    answer = business.post("/webhook/in/our-crm", posted)
    assert answer.status_code == 200, answer.text
    assert answer.json()["transactionId"] == posted["order"]["id"]
    assert answer.json()["duplicate"] is False
    [row] = business.rows(
        "SELECT t.*, d.name AS dealership FROM transactions t JOIN dealerships d ON d.id = t.dealership_id "
        "WHERE t.tenant_id = %(tenant)s")
    assert (row["customer_phone"], row["customer_name"], row["dealership"]) == (phone, "Maria Lopez", "Sunrise Motors")
    assert row["amount_micros"] == 412_500_000
    # A quarter to five in New York is a quarter to ten in UTC, in winter.
    assert row["completed_at"].isoformat() == "2026-11-20T21:45:00+00:00"
    again = business.post("/webhook/in/our-crm", posted)
    assert again.status_code == 200 and again.json()["duplicate"] is True


def test_forms_are_mapped_as_json_is(business):
    save(business, fields={"transactionId": {"from": "ro"}, "customerPhone": {"from": '["customer[phone]"]'},
                           "customerName": {"from": "name", "steps": ["firstName"]}})
    for number, post in enumerate([
            lambda values: business.post("/webhook/in/our-crm", data=values),
            lambda values: business.post("/webhook/in/our-crm", files={k: (None, v) for k, v in values.items()})]):
        values = {"ro": business.new_id(), "customer[phone]": new_phone(), "name": f"Ann{number} Lee"}
        answer = post(values)
        assert answer.status_code == 200, answer.text
        [row] = business.rows("SELECT customer_name, customer_phone FROM transactions WHERE tenant_id = %(tenant)s "
                              "AND external_id = %(id)s", id=values["ro"])
        assert row == {"customer_name": f"Ann{number}", "customer_phone": values["customer[phone]"]}


def test_a_key_in_the_address_lets_in_here_and_nowhere_else(business):
    save(business)
    answer = requests.post(f"{address('BASE_URL')}/webhook/in/our-crm?key={business.key}", timeout=30,
                           json=posting(business, new_phone()))
    assert answer.status_code == 200, answer.text
    assert_problem(requests.get(f"{address('BASE_URL')}/api/messages?key={business.key}", timeout=30), 401)
    assert_problem(requests.post(f"{address('BASE_URL')}/webhook/in/our-crm?key=sms_wrong", timeout=30, json={}), 401)
    weak = business.add_key(["messages:read"])
    assert_problem(requests.post(f"{address('BASE_URL')}/webhook/in/our-crm?key={weak}", timeout=30, json={}), 403)


def test_what_is_missing_is_said_of_our_fields_with_the_places_looked_at(business):
    save(business)
    refused = business.post("/webhook/in/our-crm", {"order": {"closed": "soon"}, "customer": {"mobile": "12"}})
    problem = assert_problem(refused, 400, "invalid-request",
                             fields=["transactionId", "customerPhone", "transactionCompletedAt"])
    messages = {error["field"]: error["message"] for error in problem["errors"]}
    assert "order.id" in messages["transactionId"]
    assert "customer.mobile, then customer.phones[0]" in messages["customerPhone"]
    assert "MM/dd/yyyy HH:mm" in messages["transactionCompletedAt"]
    assert business.count_of("transactions") == 0


@pytest.mark.parametrize("body", [b"", b"   ", b"hello", b'{"order": ', b"[1,2", b"\xff\xfe", b"=1"])
def test_what_is_neither_json_nor_a_form_is_refused(business, body):
    save(business)
    assert business.post("/webhook/in/our-crm", data=body).status_code == 400


def test_a_source_of_another_business_is_not_there(business, open_business):
    save(business)
    other = open_business()
    assert_problem(other.post("/webhook/in/our-crm", posting(other, new_phone())), 404)
    assert other.read("/api/sources")["sources"] == []
    assert_problem(other.call("DELETE", "/api/sources/our-crm"), 404)


def test_mappings_have_versions(business):
    save(business)
    assert save(business)["version"] == 1  # the same again
    changed = {**FIELDS, "language": {"constant": "es"}}
    assert save(business, fields=changed)["version"] == 2
    versions = business.read("/api/sources/our-crm")["versions"]
    assert [one["version"] for one in versions] == [2, 1]
    assert versions[0]["fields"]["language"] == {"constant": "es"}
    assert business.call("DELETE", "/api/sources/our-crm").status_code == 200
    assert_problem(business.get("/api/sources/our-crm"), 404)
    assert save(business)["version"] == 3


def test_every_offending_rule_is_named(business):
    fields = {"customerPhone": {"from": "a..b"}, "fax": {"from": "x"}, "amount": {"from": "x", "steps": ["fly"]}}
    refused = business.call("PUT", "/api/sources/our-crm", json={"fields": fields})
    assert_problem(refused, 400, fields=["fields.customerPhone.from", "fields.fax", "fields.amount.steps",
                                         "fields.transactionId"])
    zone = {**FIELDS, "transactionCompletedAt": {"from": "x", "steps": [{"do": "date", "zone": "Mars/Olympus"}]}}
    assert_problem(business.call("PUT", "/api/sources/our-crm", json={"fields": zone}), 400,
                   fields=["fields.transactionCompletedAt.steps"])
    assert_problem(business.call("PUT", f"/api/sources/{quote('Our CRM')}", json={"fields": FIELDS}), 400, fields=["name"])


def test_a_sample_is_tried_without_sending_anything(business):
    sample = json.dumps(posting(business, "(415) 517-2054"))
    answer = business.post("/api/sources/new/try", {"sample": sample, "fields": FIELDS})
    assert answer.status_code == 200, answer.text
    tried = answer.json()
    assert tried["accepted"] is True and tried["kind"] == "json"
    values = {one["field"]: one["value"] for one in tried["fields"]}
    assert values["customerPhone"] == "+14155172054"
    assert values["customerName"] == "Maria Lopez"
    assert values["amount"] == "412.50 USD"
    assert values["transactionCompletedAt"].startswith("2026-11-20T21:45:00")
    assert "Maria Lopez" in tried["message"]["body"] and tried["message"]["segments"] == 1
    assert {"path": "customer.phones[0]", "value": "(415) 517-2054"} in tried["leaves"]
    assert business.count_of("messages") == 0
    # A mapping in the making may be incomplete, and says so field by field.
    half = business.post("/api/sources/new/try", {"sample": sample, "fields": {"customerPhone": {"from": "order.id"}}}).json()
    problems = {one["field"]: one["problem"] for one in half["fields"] if one["problem"]}
    assert half["accepted"] is False and set(problems) == {"transactionId", "customerPhone"}


def test_a_saved_source_is_tried_as_it_is(business):
    save(business)
    tried = business.post("/api/sources/our-crm/try", {"sample": "order=1", "contentType": "application/x-www-form-urlencoded"})
    assert tried.status_code == 200 and tried.json()["kind"] == "form"
    assert_problem(business.post("/api/sources/none/try", {"sample": "{}"}), 404)


def test_a_sample_is_sent_as_a_test_to_a_number_of_ones_own(business):
    own = new_phone()
    answer = business.post("/api/sources/new/test", {
        "sample": json.dumps(posting(business, new_phone())), "fields": FIELDS, "phone": own})
    assert answer.status_code == 202, answer.text
    message = business.await_status(answer.json()["messageId"], "delivered")["record"]
    assert message["kind"] == "test" and "Maria Lopez" in message["body"]
    assert business.rows("SELECT DISTINCT recipient FROM messages WHERE tenant_id = %(tenant)s") == [{"recipient": own}]
    assert_problem(business.post("/api/sources/new/test", {"sample": "{}", "fields": {}, "phone": "no"}), 400,
                   fields=["phone", "transactionId", "customerPhone"])
