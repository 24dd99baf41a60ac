"""Price lists, estimates, invoices, and where the three columns differ."""

import uuid

import pytest

from expect import assert_problem
from prices import HEADER, import_prices, upload

EVER = {"from": "2020-01-01", "to": "2090-01-01"}


def test_a_price_list_is_imported_and_listed(business):
    text = "\ufeff" + HEADER + 'twilio,US,longCode,outbound,usd,"0.0083",0.0035,yes,2026-01-01,\n'
    assert import_prices(business, text) == {"success": True, "lines": 1, "dryRun": False}
    import_prices(business, text)
    page = business.read("/api/prices")
    mine = [price for price in page["prices"] if price["own"]]
    assert len(mine) == 1, "the same price imported again is the same price"
    assert mine[0]["base"] == "0.0083" and mine[0]["fee"] == "0.0035" and mine[0]["perSegment"] is True
    assert (mine[0]["country"], mine[0]["currency"]) == ("US", "USD")


def test_a_dry_run_stores_nothing(business):
    assert import_prices(business, dryRun="true")["dryRun"] is True
    assert business.count_of("prices") == 0


def test_every_bad_field_is_named_with_its_line_and_nothing_is_stored(business):
    text = HEADER + (",,,,USD,0.01,,,2026-01-01,\n"
                     ",usa,cell,sideways,dollars,-1,1e3,perhaps,soon,later\n"
                     ",,,,USD,,,,2026-01-01,\n")
    problem = assert_problem(upload(business, "/api/prices/import", text), 400, "invalid-lines", fields=[
        "country", "sender_kind", "direction", "currency", "base", "fee", "per_segment", "valid_from", "valid_to",
        "base"])
    assert all(error["message"].startswith(("Line 3:", "Line 4:")) for error in problem["errors"])
    assert business.count_of("prices") == 0


def test_a_price_does_not_end_before_it_begins_and_the_last_of_two_holds(business):
    text = HEADER + ",,,,USD,0.01,,,2026-01-02,\n,,,,USD,0.02,,,2026-01-02,2026-01-01\n"
    problem = assert_problem(upload(business, "/api/prices/import", text), 400, "invalid-lines", fields=["valid_to"])
    assert problem["errors"][0]["message"].startswith("Line 3:")
    import_prices(business, HEADER + ",,,,USD,0.01,,,2026-01-02,\n,,,,USD,0.02,,,2026-01-02,\n")
    assert [price["base"] for price in business.read("/api/prices")["prices"] if price["own"]] == ["0.02"]


@pytest.mark.parametrize("text", ["", HEADER + '"open', HEADER + "1,2\n", HEADER.encode() + b"\xff,,,,,,,,,\n"])
def test_what_is_not_csv_is_refused(business, text):
    assert_problem(upload(business, "/api/prices/import", text), 400, "malformed-csv")


def test_missing_columns_are_named(business):
    assert_problem(upload(business, "/api/prices/import", "provider\n"), 400,
                   fields=["currency", "base", "valid_from"])


def estimated(business):
    import_prices(business)
    message = business.send()["messageId"]
    business.await_status(message, "delivered")
    return message


def test_three_columns_stand_side_by_side(business):
    message = estimated(business)
    [estimate] = business.rows("SELECT estimate_micros, estimate_currency FROM messages WHERE tenant_id = %(tenant)s")
    segments = business.record(message)["segments"]
    assert estimate == {"estimate_micros": 10_000 * segments, "estimate_currency": "USD"}
    [attempt] = business.rows("SELECT provider_message_id FROM attempts WHERE tenant_id = %(tenant)s")
    invoice = f"Sid,Total\n{attempt['provider_message_id']},0.5\nSM{uuid.uuid4().hex},1.2345675\n"
    columns = {"provider": "twilio", "message": "Sid", "amount": "Total", "inCurrency": "USD"}
    first = upload(business, "/api/invoices/import", invoice, **columns).json()
    assert first == {"success": True, "lines": 2, "repeated": False, "unmatched": 1}
    assert upload(business, "/api/invoices/import", invoice, **columns).json()["repeated"] is True
    difference, = business.read("/api/costs/differences", **EVER)["differences"]
    assert difference["messageId"] == message
    assert difference["billed"] == {"amount": "0.50", "currency": "USD"}
    assert difference["estimated"]["currency"] == "USD"
    costs = business.read("/api/costs", **EVER)
    assert [(line["name"], line["cost"], line["currency"]) for line in costs["providers"]] == [("twilio", "0.50", "USD")]
    days = business.read("/api/costs/differences", by="day", **EVER)["differences"]
    assert len(days) == 1 and days[0]["billed"]["amount"] == "0.50"


def test_an_invoice_says_what_is_wrong_in_it(business):
    columns = {"provider": "twilio", "message": "Sid"}
    answer = upload(business, "/api/invoices/import", "Sid,amount,currency\n,1,USD\nSM1,much,USD\n", **columns)
    assert_problem(answer, 400, "invalid-lines", fields=["Sid", "amount"])
    assert_problem(upload(business, "/api/invoices/import", "x\n", **columns), 400,
                   fields=["Sid", "amount", "currency"])
    assert_problem(upload(business, "/api/invoices/import", "x\n", provider="twilio"), 400)


def test_prices_of_one_business_are_not_another_s(open_business):
    mine, other = open_business(), open_business()
    import_prices(other)
    assert [price for price in mine.read("/api/prices")["prices"] if price["own"]] == []
