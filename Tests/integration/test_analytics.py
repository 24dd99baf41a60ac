"""Analytics over the front door: every report equals a count over the rows, as JSON and as CSV."""

import csv
import datetime
import io

import pytest

from business import FINAL
from system import wait_for

REPORTS = ["summary", "volume", "latency", "hours", "dealerships", "errors", "error-trend", "providers", "costs",
           "cost-trend", "funnel", "answers"]
PHONES = ["+15005550009", "+15005550010", "+15005550013", "+15005551234", "+15005551235", "+15005551236"]


@pytest.fixture
def traffic(open_business):
    """A business of which thirty messages have come to rest: half delivered, the rest not."""
    business = open_business()
    transactions = [business.transaction(customerPhone=PHONES[n % 6], dealershipName=f"House {n % 3}")
                    for n in range(30)]
    assert business.post("/webhook/transactions", {"transactions": transactions}).status_code == 200

    def settled():
        found = business.rows("SELECT DISTINCT status::text FROM messages WHERE tenant_id = %(tenant)s")
        return {row["status"] for row in found} <= FINAL

    wait_for(settled, of="all messages settled")
    return business


def figures(business, **parameters):
    rows = business.read("/api/analytics/summary", **parameters)["rows"]
    return {(row["figure"], row["unit"]): row for row in rows}


def read_csv(business, report, **parameters):
    answer = business.get(f"/api/analytics/{report}.csv", params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def test_figures_equal_the_rows(traffic):
    found = figures(traffic)
    value = lambda name: found[name, "messages"]["value"]  # noqa: E731
    assert (value("total"), value("delivered"), value("failed"), value("pending")) == (30, 15, 15, 0)
    assert found["deliveryRate", "percent"]["value"] == 50.0
    volume = traffic.read("/api/analytics/volume", compare="yes")
    assert (volume["grain"], len(volume["rows"])) == ("day", 60)
    assert sum(row["total"] for row in volume["rows"] if row["period"] == "current") == 30
    assert sum(row["total"] for row in volume["rows"] if row["period"] == "before") == 0
    assert sum(row["total"] for row in traffic.read("/api/analytics/hours")["rows"]) == 30
    codes = {row["error_code"]: row["count"] for row in traffic.rows(
        "SELECT error_code, count(*) FROM messages WHERE tenant_id = %(tenant)s AND error_code IS NOT NULL GROUP BY 1")}
    errors = traffic.read("/api/analytics/errors")["rows"]
    assert {row["code"]: row["messages"] for row in errors} == codes
    assert all(row["meaning"] and row["advice"] for row in errors)
    trend = traffic.read("/api/analytics/error-trend")["rows"]
    assert sum(row["messages"] for row in trend) == sum(codes.values())
    assert all(row["meaning"] for row in trend)
    funnel = traffic.read("/api/analytics/funnel")["rows"]
    sent = sum(row["sent"] for row in volume["rows"])
    assert [(row["step"], row["messages"]) for row in funnel][:2] == [("sent", sent), ("delivered", 15)]


def test_providers_tell_what_arrived_and_how_fast(traffic):
    [provider] = traffic.read("/api/analytics/providers")["rows"]
    assert (provider["provider"], provider["delivered"], provider["failed"]) == ("twilio", 15, 15)
    assert provider["rateLow"] < 50 < provider["rateHigh"]
    [measured] = traffic.rows(
        "SELECT count(*), avg(extract(epoch FROM finished_at - sent_at) * 1000)::float AS mean FROM messages "
        "WHERE tenant_id = %(tenant)s AND status = 'delivered' AND sent_at < finished_at")
    if measured["count"]:
        assert abs(provider["averageMilliseconds"] - measured["mean"]) <= 1
        assert provider["p50Milliseconds"] <= provider["p90Milliseconds"] <= provider["p99Milliseconds"]


def test_dealerships_are_ranked_only_where_the_difference_is_real(open_business):
    business = open_business()
    for house, delivered, failed in [("Best", 60, 0), ("Worst", 5, 55), ("Small", 1, 0)]:
        business.send(dealershipName=house)  # makes the dealership known
        [row] = business.rows("SELECT id FROM dealerships WHERE tenant_id = %(tenant)s AND name = %(name)s", name=house)
        for status, count in (("delivered", delivered), ("failed", failed)):
            for _ in range(count):
                business.add_message(status, dealership_id=row["id"])
    rows = {row["dealership"]: row for row in business.read("/api/analytics/dealerships", limit=3)["rows"]}
    assert rows["Best"]["bestRank"] == 1 and rows["Worst"]["worstRank"] == 3
    assert rows["Best"]["noRealDifference"] is False and rows["Best"]["rateLow"] > rows["Worst"]["rateHigh"]
    assert (rows["Small"]["bestRank"], rows["Small"]["worstRank"]) == (1, 3) or rows["Small"]["rateLow"] > rows["Worst"]["rateHigh"]
    assert len(business.read("/api/analytics/dealerships", limit=1)["rows"]) == 1


def test_figures_are_narrowed_to_a_dealership_or_a_provider(traffic):
    assert figures(traffic, dealership="House 1")["total", "messages"]["value"] == 10
    assert figures(traffic, dealership="Nobody")["total", "messages"]["value"] == 0
    assert figures(traffic, provider="twilio")["total", "messages"]["value"] == 30
    assert figures(traffic, provider="twilio")["replies", "messages"]["value"] is None
    both = traffic.get("/api/analytics/volume", params={"dealership": "House 1", "provider": "twilio"})
    assert both.status_code == 400 and both.json()["errors"][0]["field"] == "provider"


def test_currencies_are_never_added_together(open_business):
    business = open_business()
    for micros, currency in [(7900, "USD"), (7900, "USD"), (50000, "EUR")]:
        business.add_message("delivered", [{}], provider="twilio", recipient_country="US", price_micros=micros,
                             price_currency=currency)
    costs = {row["unit"]: row["value"] for row in business.read("/api/analytics/summary")["rows"] if row["figure"] == "cost"}
    assert costs == {"USD": "0.0158", "EUR": "0.05"}
    for by, name in [("dealership", ""), ("provider", "twilio"), ("country", "US")]:
        rows = business.read("/api/analytics/costs", by=by)["rows"]
        assert {(row["name"], row["currency"], row["messages"], row["cost"], row["perMessage"]) for row in rows} == {
            (name, "USD", 2, "0.0158", "0.0079"), (name, "EUR", 1, "0.05", "0.05")}
    trend = business.read("/api/analytics/cost-trend")["rows"]
    assert {(row["currency"], row["cost"]) for row in trend} == {("USD", "0.0158"), ("EUR", "0.05")}
    today = business.read("/api/dashboard")["recentDays"][-1]
    assert today["costs"] == [{"amount": "0.0158", "currency": "USD"}, {"amount": "0.05", "currency": "EUR"}]


@pytest.mark.parametrize("report", REPORTS)
def test_a_file_holds_what_the_answer_does(traffic, report):
    rows = traffic.read(f"/api/analytics/{report}", compare="yes")["rows"]
    text = read_csv(traffic, report, compare="yes").decode()
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(found) == len(rows)
    for row, line in zip(rows, found):
        assert list(line) == list(row)
        for name, value in row.items():
            if value is None:
                assert line[name] == ""
            elif isinstance(value, bool):
                assert line[name] == ("yes" if value else "no")
            elif isinstance(value, (int, float)):
                assert float(line[name]) == value
            elif isinstance(value, str):
                assert line[name] == value
    assert read_csv(traffic, report, bom="yes").startswith(b"\xef\xbb\xbf")


def test_a_spreadsheet_runs_no_name(open_business):
    business = open_business()
    business.send(dealershipName='=HYPERLINK("http://evil.example","x")')
    text = read_csv(business, "dealerships").decode()
    assert "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"" in text


def test_days_are_those_that_are_asked_for(traffic):
    today = datetime.date.fromisoformat(traffic.read("/api/analytics/volume")["to"])
    day = lambda count: str(today + datetime.timedelta(days=count))  # noqa: E731
    answer = traffic.read("/api/analytics/volume", **{"from": day(-6), "to": day(0), "compare": "yes"})
    assert answer["before"] == {"from": day(-13), "to": day(-7)}
    assert [row["day"] for row in answer["rows"] if row["period"] == "current"] == [day(n) for n in range(-6, 1)]
    assert figures(traffic, **{"from": day(-9), "to": day(-2)})["total", "messages"]["value"] == 0
    year = traffic.read("/api/analytics/volume", **{"from": day(-365), "to": day(0)})
    assert year["grain"] == "week" and sum(row["total"] for row in year["rows"]) == 30
    assert all(datetime.date.fromisoformat(row["day"]).isoweekday() == 1 for row in year["rows"])


@pytest.mark.parametrize("parameters", [
    {"from": "2026-02-30"}, {"from": "yesterday"}, {"from": "2026-02-02", "to": "2026-02-01"},
    {"from": "2024-01-01", "to": "2026-01-01"}, {"compare": "perhaps"},
])
def test_days_that_make_no_sense_are_refused(business, parameters):
    answer = business.get("/api/analytics/volume", params=parameters)
    assert answer.status_code == 400 and answer.json()["errors"]


def test_replies_and_opt_outs_are_counted(open_business):
    business = open_business()
    for intent, sender in [("conversation", "+15005551301"), ("stop", "+15005551302"), ("review", "+15005551303")]:
        business.rows(
            "INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender, recipient, body, intent, raw) "
            "VALUES (%(tenant)s, 'twilio', gen_random_uuid()::text, %(sender)s, '+15005550006', 'text', %(intent)s, '{}') "
            "RETURNING id", sender=sender, intent=intent)
    assert business.post("/api/suppressions", {"number": "+15005551302", "reason": "opted_out"}).status_code < 300
    answers = business.read("/api/analytics/answers")["rows"]
    assert (sum(row["replies"] for row in answers), sum(row["optOuts"] for row in answers)) == (2, 1)
    wait_for(lambda: business.count_of("answer_changes") == 0, of="the answers being folded")
    answers = business.read("/api/analytics/answers")["rows"]
    assert (sum(row["replies"] for row in answers), sum(row["optOuts"] for row in answers)) == (2, 1)
    today = business.read("/api/dashboard")["recentDays"][-1]
    assert (today["replies"], today["optOuts"]) == (2, 1)


def test_reports_are_for_those_who_may_read_messages(business):
    key = business.add_key(["transactions:write"])
    for report in REPORTS:
        for path in (f"/api/analytics/{report}", f"/api/analytics/{report}.csv"):
            assert business.get(path, headers={"x-api-key": key}).status_code == 403, path
            assert business.get(path, headers={"x-api-key": "sms_wrong"}).status_code == 401, path


def test_the_dashboard_shows_the_days_around_today(traffic):
    dashboard = traffic.read("/api/dashboard", view="summary")
    recent, coming = dashboard["recentDays"], dashboard["comingDays"]
    assert (len(recent), len(coming)) == (14, 14)
    assert recent[-1]["date"] == coming[0]["date"] == dashboard["today"]["date"]
    assert recent[-1]["sent"] == dashboard["today"]["sent"]
    assert sum(day["total"] for day in coming) == dashboard["today"]["total"]
