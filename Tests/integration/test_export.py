"""The log as a CSV file: RFC 4180, safe to open in a spreadsheet, narrowed like the list."""

import csv
import io
import json

import pytest

from expect import assert_problem

HEADER = ["message_id", "transaction_id", "kind", "status", "customer_name", "customer_phone", "dealership_name",
          "sales_rep_name", "amount", "currency", "received_at", "due_at", "sent_at", "finished_at", "attempts",
          "error_code", "segments", "price", "price_currency", "body"]


@pytest.fixture
def business(open_business):
    return open_business(delay_hours=2)


def export(business, **parameters):
    answer = business.get("/api/export/messages.csv", params=parameters)
    assert answer.status_code == 200
    return answer


def records(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_it_is_a_file_with_a_header(business):
    answer = export(business)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"] and ".csv" in answer.headers["content-disposition"]
    assert answer.text == ",".join(HEADER) + "\r\n"


def test_lines_end_as_rfc_4180_says(business):
    for _ in range(3):
        business.send()
    lines = export(business).content.split(b"\r\n")
    assert len(lines) == 5 and lines[-1] == b"" and not any(b"\n" in line for line in lines)


def test_every_message_is_a_record_newest_first(business):
    transactions = [business.send(customerName=f"n {n}", amount=f"{n}.50")["transactionId"] for n in range(12)]
    found = records(export(business).text)
    assert [record["transaction_id"] for record in found] == transactions[::-1]
    assert found[0]["amount"] == "11.5" and found[0]["currency"] == "USD"
    assert all(record["status"] == "scheduled" and record["sent_at"] == "" for record in found)


@pytest.mark.parametrize("text", [
    'He said "no, thanks"', "two\nlines", "carriage\r\nreturn", "comma, semicolon; tab\there", "Zoë 日本語 😀 مرحبا",
    "'quoted'", "\\N", "\\.", "trailing space "])
def test_any_text_comes_through_as_it_is(business, text):
    business.send(customerName=text)
    assert records(export(business).text)[0]["customer_name"] == text


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")',
                                  "=cmd|' /C calc'!A0"])
def test_no_cell_is_run_as_a_formula(business, text):
    business.send(transactionId="=T", customerName=text, dealershipName=text, salesRepName=text)
    [record] = records(export(business).text)
    assert record["customer_name"] == record["dealership_name"] == record["sales_rep_name"] == "'" + text
    assert record["transaction_id"] == "'=T"


def test_a_byte_order_mark_comes_when_asked_for(business):
    business.send(customerName="Zoë")
    assert export(business, bom="yes").content.startswith(b"\xef\xbb\xbfmessage_id,")
    assert export(business, bom="no").content.startswith(b"message_id,")


def test_the_lists_filters_hold(business):
    one = business.send(dealershipName="One")["transactionId"]
    two = business.send(dealershipName="Two", customerPhone="+15005557777")["transactionId"]
    assert business.call("DELETE", f"/webhook/cancel/{two}").status_code == 200
    for filters in ({"status": "cancelled"}, {"dealership": "Two"}, {"phone": "+15005557777"}, {"transactionId": two},
                    {"status": ["cancelled", "failed"]}):
        assert [record["transaction_id"] for record in records(export(business, **filters).text)] == [two], filters
    assert [record["transaction_id"] for record in records(export(business, status="scheduled").text)] == [one]
    assert records(export(business, to="2020-01-01").text) == []


def test_lines_of_json_hold_texts_as_they_are(business):
    name = '=1+1, "Zoë"\nمرحبا \\.'
    business.send(customerName=name)
    business.send(customerName="Ada")
    answer = business.get("/api/export/messages.ndjson")
    assert answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["customer_name"] for line in lines] == ["Ada", name]
    assert list(lines[0]) == HEADER


def test_a_file_that_broke_off_goes_on(business):
    for _ in range(5):
        business.send()
    whole = records(export(business).text)
    rest = records(export(business, after=whole[1]["message_id"]).text)
    assert rest == whole[2:]
    assert_problem(business.get("/api/export/messages.csv?after=nothing"), 400, fields=["after"])


def test_the_lists_search_holds(business):
    business.send(customerName="Ada Lovelace")
    business.send(customerName="Grace Hopper")
    assert [record["customer_name"] for record in records(export(business, search="hop").text)] == ["Grace Hopper"]


def test_other_lists_are_files_too(business):
    assert business.post("/api/suppressions", {"number": "+15005559001", "reason": "operator", "note": "=1+1"}).status_code == 200
    [record] = records(business.get("/api/export/suppressions.csv?bom=true").content.decode("utf-8-sig"))
    assert (record["number"], record["reason"], record["note"]) == ("+15005559001", "operator", "'=1+1")
    assert records(business.get("/api/export/suppressions.csv?reason=complained").text) == []
    for name, columns in (("conversations", "id,received_at,customer_phone"), ("parked", "message_id,transaction_id")):
        answer = business.get(f"/api/export/{name}.csv")
        assert answer.status_code == 200 and answer.text.startswith(columns) and f"{name}.csv" in answer.headers["content-disposition"]


def test_it_says_what_the_list_says(business):
    business.send(customerName="Ada")
    [record] = records(export(business).text)
    [listed] = business.read("/api/messages")["messages"]
    assert (record["message_id"], record["customer_phone"], record["received_at"], record["due_at"]) == (
        listed["id"], listed["customerPhone"], listed["receivedAt"], listed["dueAt"])
