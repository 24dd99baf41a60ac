"""Bad input is told by a 4xx that names what is wrong; nothing is stored and nobody falls over."""

import json

import pytest

from business import nested
from expect import Steadfast, assert_problem

ROUTE = "/webhook/transaction-complete"
PHONE = "+15005551234"


@pytest.fixture
def business(open_business):
    return open_business(delay_hours=2)


@pytest.fixture
def refused(business):
    """Posts what must be refused, and looks that nothing came of it."""
    def post(body, status=400, code=None, fields=None, **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        with Steadfast():
            answer = business.post(ROUTE, data=body, headers={"content-type": "application/json", **headers})
            problem = assert_problem(answer, status, code, fields)
        assert business.count_of("transactions") == business.count_of("messages") == 0
        return problem

    return post


@pytest.mark.parametrize("body", [
    b"hello", b"{", b"{'transactionId': 1}", b'{"a":1}}', b'{"a":1,}', b'{"a":NaN}', b'{"a":1} // why', b'{"a" 1}',
    b'{"transactionId":"\xff\xfe","customerPhone":"+15005551234"}',
    b'{"transactionId":"\xed\xa0\x80","customerPhone":"+15005551234"}',
    b'{"transactionId":"a\x00b","customerPhone":"+15005551234"}',
    b'{"transactionId":"a\nb","customerPhone":"+15005551234"}',
    b'{"transactionId":"\\ud800","customerPhone":"+15005551234"}',
    b'\x00', b'{"transactionId":"T-1","customerPhone":"+15005551234"}\x00', b'{"a":1e}', b'{"a":01}',
    nested(10_000), b"[" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
], ids=lambda body: repr(body[:40]))
def test_what_is_not_json_is_refused(refused, body):
    assert "JSON" in refused(body, code="malformed-json")["detail"]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"42", b"true"])
def test_json_that_is_no_object_is_refused(refused, body):
    refused(body, code="malformed-json")


@pytest.mark.parametrize("body", [b"", b"{}", b"  ", b'{"transactionId":null,"customerPhone":null}'])
def test_missing_fields_are_named(refused, body):
    problem = refused(body, code="invalid-request", fields=["transactionId", "customerPhone"])
    assert all(error["message"].endswith("is missing.") for error in problem["errors"])


@pytest.mark.parametrize("nothing", ["", "   ", {}, [], True])
def test_required_fields_that_are_empty_or_of_another_type_are_named(refused, nothing):
    refused({"transactionId": nothing, "customerPhone": nothing}, fields=["transactionId", "customerPhone"])


@pytest.mark.parametrize("field", ["customerName", "customerFirstName", "customerId", "dealershipName",
                                   "salesRepName", "amount", "transactionCompletedAt"])
@pytest.mark.parametrize("wrong", [{}, [], True, "a\x00b", "\x1b[2J", "x" * 201], ids=lambda wrong: repr(wrong)[:12])
def test_optional_fields_of_a_wrong_type_are_named(refused, field, wrong):
    refused({"transactionId": "T-1", "customerPhone": PHONE, field: wrong}, fields=[field])


def test_every_offending_field_is_named_at_once(refused):
    refused({"transactionId": "x" * 201, "customerPhone": "12", "customerName": {}, "customerFirstName": 1e400 > 0,
             "customerId": [], "dealershipName": "\u0000", "salesRepName": False, "amount": "much",
             "transactionCompletedAt": "yesterday"},
            fields=["transactionId", "customerPhone", "customerName", "customerFirstName", "customerId",
                    "dealershipName", "salesRepName", "amount", "transactionCompletedAt"])


@pytest.mark.parametrize("phone", [
    "hello", "12", "+1", "+", "555-1234", "+1415517205", "+141551720541234567890", "+999 123 456 789",
    "+1 000 000 0000", "(123) 456-7890", "+15005551234\u0000", "4" * 10_000, 12, 4155172054.5, 1e10,
    "+١٤١٥", "tel:", "'; DROP TABLE messages; --",
], ids=lambda phone: repr(phone)[:24])
def test_phone_numbers_that_cannot_exist_are_refused(refused, phone):
    refused({"transactionId": "T-1", "customerPhone": phone}, fields=["customerPhone"])


@pytest.mark.parametrize("amount", [
    b'"1e400"', b"1E5", b'"NaN"', b'"Infinity"', b'"-Infinity"', b'"$5"', b'"1,000.00"', b'"1.2.3"',
    b"99999999999999999999999999", b"9223372036854775808", b'"9223372036854.775808"', b"1.23456789",
    b'"' + b"9" * 10_000 + b'"', b'"0x10"', b'" "', b'"."', b'"-"',
], ids=lambda amount: repr(amount[:24]))
def test_amounts_that_are_none_are_refused(refused, amount):
    body = b'{"transactionId":"T-1","customerPhone":"+15005551234","amount":%s}' % amount
    refused(body, fields=["amount"])


@pytest.mark.parametrize("amount", [b"1e400", b"-1e400", b"9" * 10_000], ids=lambda amount: repr(amount[:8]))
def test_numbers_beyond_any_measure_are_refused_with_their_place(refused, amount):
    body = b'{"transactionId":"T-1","customerPhone":"+15005551234","amount":%s}' % amount
    assert "amount" in refused(body, code="malformed-json")["detail"]


@pytest.mark.parametrize("moment", [
    "yesterday", "2026-02-30", "2026-13-01", "2026-01-01T25:00:00Z", "2026-01-01T10:60:00Z", "2026-1-1", 1764000000,
    "2026-01-01T10:00:00+99:00", "0000-00-00", "9999-12-31T23:59:60Z", "2026-01-01T10:00:00Z; DROP TABLE x",
    "١٢٣٤-٠١-٠١", "infinity", "now",
])
def test_moments_that_do_not_exist_are_refused(refused, moment):
    refused({"transactionId": "T-1", "customerPhone": PHONE, "transactionCompletedAt": moment},
            fields=["transactionCompletedAt"])


@pytest.mark.parametrize("size", [100_000, 900_000, 10_000_000])
def test_a_body_that_is_too_large_is_refused(refused, size):
    body = json.dumps({"transactionId": "T-1", "customerPhone": PHONE, "customerName": "x" * size}).encode()
    refused(body, 413, "body-too-large")


def test_a_large_chunked_body_is_refused(business):
    with Steadfast():
        answer = business.post(ROUTE, data=(b"x" * 10_000 for _ in range(50)))
        assert_problem(answer, 413, "body-too-large")


def test_a_form_with_bad_values_is_refused_alike(refused):
    refused(b"transactionId=%00&customerPhone=12&amount=1e400",
            fields=["transactionId", "customerPhone", "amount"],
            **{"content-type": "application/x-www-form-urlencoded"})


@pytest.mark.parametrize("query", ["customer_name=%00", "dealership_name=%1b", "customer_name=" + "x" * 201])
def test_bad_query_parameters_are_named(business, query):
    with Steadfast():
        answer = business.post(f"{ROUTE}?{query}", business.transaction())
        [error] = assert_problem(answer, 400)["errors"]
    assert error["field"] in ("customerName", "dealershipName")
    assert business.count_of("transactions") == 0


@pytest.mark.parametrize("query", ["%", "%zz=%", "&&&===&", "customer_name=%ff%fe", "a" * 5000, "customer_name", "?", "%00"])
def test_broken_query_strings_break_nothing(business, query):
    with Steadfast():
        answer = business.post(f"{ROUTE}?{query}", business.transaction())
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert_problem(answer, 400)


def test_unusual_but_honest_text_is_stored_as_it_is(business):
    name = "Zoë 'O\\'Brien' \"quoted\" 😀 日本語 مرحبا \u202eend % _ {review_url} <b>"
    receipt = business.send(customerName=name)
    assert business.record(receipt["transactionId"])["customerName"] == name


def test_whole_cents_survive_exactly(business):
    for written, stored in [("0.1", "0.1"), (b"1234567890.123456", "1234567890.123456"), ("5", "5")]:
        written = written if isinstance(written, str) else written.decode()
        body = '{"transactionId":"%s","customerPhone":"+15005551234","amount":%s}' % (business.new_id(), written)
        receipt = business.post(ROUTE, data=body).json()
        amount = business.record(receipt["transactionId"])["amount"]
        assert amount.rstrip("0").rstrip(".") == stored
