"""The page of figures: what it shows, how it is narrowed, and what it says when there is nothing to show."""

import json
import re

import pytest
from playwright.sync_api import expect

from conftest import PHONE, assert_accessible, assert_no_sideways_scroll

CHARTS = ["volume", "rates", "latency", "error-trend", "answers", "cost-trend"]


def day(count, bins=None):
    return {"period": "current", "day": f"2026-11-{count:02}", **(bins or {})}


COUNTS = {"total": 10, "waiting": 0, "onTheWay": 1, "sent": 9, "delivered": 8, "failed": 1, "notSent": 0,
          "deliveryRate": 88.9, "failureRate": 11.1}
TIMES = {"averageMilliseconds": 4200, "p50Milliseconds": 4000, "p90Milliseconds": 8000, "p99Milliseconds": 61000}
HEAD = {"from": "2026-11-01", "to": "2026-11-03", "before": {"from": "2026-10-29", "to": "2026-10-31"}, "grain": "day"}


def house(name, total, delivered, best, worst, shared=False):
    return {"dealership": name, **COUNTS, "total": total, "delivered": delivered, "rateLow": 80.0, "rateHigh": 95.0,
            "bestRank": best, "worstRank": worst, "noRealDifference": shared, "before": 5, "deliveryRateBefore": 90.0}


ANSWERS = {
    "summary": [{"figure": "total", "unit": "messages", "value": 30, "before": 20},
                {"figure": "sent", "unit": "messages", "value": 27, "before": 18},
                {"figure": "deliveryRate", "unit": "percent", "value": 88.9, "before": 90.0},
                {"figure": "failed", "unit": "messages", "value": 3, "before": 2},
                {"figure": "p50Time", "unit": "milliseconds", "value": 4000, "before": None},
                {"figure": "replies", "unit": "messages", "value": 4, "before": 4},
                {"figure": "optOuts", "unit": "people", "value": 1, "before": 0},
                {"figure": "cost", "unit": "USD", "value": "1843.0651", "before": "20"},
                {"figure": "cost", "unit": "EUR", "value": "0.0079", "before": None}],
    "volume": [day(n, COUNTS) for n in (1, 2, 3)] + [{**day(n, COUNTS), "period": "before"} for n in (1, 2, 3)],
    "latency": [day(n, {"delivered": 8, **TIMES}) for n in (1, 2, 3)],
    "answers": [day(n, {"replies": 2, "optOuts": 1}) for n in (1, 2, 3)],
    "hours": [{"weekday": 1, "hour": 9, "total": 30, "sent": 27, "delivered": 24, "failed": 3, "deliveryRate": 88.9}],
    "dealerships": [house("Sunrise Motors", 20, 19, 1, 1), house("Moonlight", 8, 6, 2, 3), house("<script>alert(1)</script>", 2, 1, 1, 3, True),
                    house("معرض النور للسيارات", 2, 1, 1, 3, True), house("A very long name of a dealership " * 5, 1, 1, 1, 3, True)],
    "errors": [{"code": "30003", "meaning": "Unreachable <b>handset</b>", "advice": "Retry", "messages": 3, "rate": 11.1,
                "before": 2, "rateBefore": 10.0}],
    "error-trend": [{"day": f"2026-11-0{n}", "code": "30003", "meaning": "Unreachable destination handset", "messages": 1, "rate": 11.1} for n in (1, 2, 3)],
    "providers": [{"period": "current", "provider": "twilio", **COUNTS, "rateLow": 70.0, "rateHigh": 95.0, **TIMES,
                   "costs": [{"amount": "3.5", "currency": "USD"}, {"amount": "0.0079", "currency": "EUR"}]}],
    "costs": [{"name": "Sunrise Motors", "currency": "USD", "messages": 20, "cost": "3.5", "perMessage": "0.175", "before": None}],
    "cost-trend": [day(n, {"currency": "USD", "messages": 9, "cost": "1.2"}) for n in (1, 2, 3)],
    "funnel": [{"step": "sent", "messages": 27, "ofFirst": 100.0, "ofPrevious": 100.0, "before": 18},
               {"step": "delivered", "messages": 24, "ofFirst": 88.9, "ofPrevious": 88.9, "before": 16}],
}


def answer(page, rows=ANSWERS):
    """Lets the page have these figures, and remembers what it asked for."""
    asked = []

    def fulfil(route):
        address = route.request.url
        report = re.search(r"/api/analytics/([\w-]+)", address)[1]
        asked.append(address)
        route.fulfill(status=200, content_type="application/json", body=json.dumps({**HEAD, "rows": rows.get(report, [])}))

    page.route(re.compile(r"/api/analytics/[\w-]+(\?|$)"), fulfil)
    return asked


def show(page, base_url, search=""):
    page.goto(f"{base_url}/analytics{search}")
    expect(page.locator(".page-head p")).to_contain_text("20")  # it knows which days
    expect(page.locator('.content [aria-busy="true"]')).to_have_count(0)
    return page


@pytest.fixture
def analytics(open_page, session_state, base_url):
    """The page with figures that are the same every time."""
    page = open_page(storage_state=session_state)
    page.asked = answer(page)
    return show(page, base_url)


def figure(page, name):
    return page.locator(f'[data-figure="{name}"]')


def test_figures_stand_beside_those_before(analytics):
    page = analytics
    expect(figure(page, "sent")).to_contain_text("27")
    expect(figure(page, "sent")).to_contain_text("50")
    expect(figure(page, "sent").locator(".trend")).to_have_class(re.compile("good"))
    expect(figure(page, "failed").locator(".trend")).to_have_class(re.compile("bad"))
    expect(figure(page, "deliveryRate")).to_contain_text("1.1 pts")
    expect(figure(page, "p50Time")).to_contain_text("4 s")
    expect(figure(page, "cost-USD")).to_contain_text("$1,843.07")
    expect(figure(page, "cost-EUR")).to_contain_text("€0.0079")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_each_chart_has_its_table_and_its_file(analytics):
    page = analytics
    for name in CHARTS:
        panel = page.locator(f'[data-panel="{name}"]')
        canvas = panel.locator("canvas")
        canvas.scroll_into_view_if_needed()  # it is drawn when it is about to be seen
        page.wait_for_function(
            "c => c.getContext('2d', { willReadFrequently: true }).getImageData(0, 0, c.width, c.height).data.some((x) => x)",
            arg=canvas.element_handle())
        expect(panel.get_by_role("link", name="Export")).to_have_attribute("href", re.compile(r"^/api/analytics/[\w-]+\.csv\?.*bom=yes"))
        summary = panel.locator("summary")
        summary.focus()
        page.keyboard.press("Enter")
        expect(panel.locator("tbody tr")).to_have_count(3)
    volume = page.locator('[data-panel="volume"] tbody tr').first
    expect(volume).to_contain_text("Nov 3")
    expect(page.locator('[data-panel="latency"] tbody tr').first).to_contain_text("61 s")
    assert_accessible(page)


def test_a_file_can_be_downloaded(open_page, session_state, base_url, post_transaction):
    post_transaction()  # a business without messages has nothing to export
    page = show(open_page(storage_state=session_state), base_url)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export these figures").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_places_are_given_only_where_the_difference_is_real(analytics):
    rows = analytics.locator("[data-dealership]")
    expect(rows.nth(0).locator(".place")).to_have_text("1")
    expect(rows.nth(1).locator(".place")).to_have_text("2 to 3")
    expect(rows.nth(2).locator(".place")).to_have_text("No real difference")
    expect(rows.nth(0).locator(".interval svg")).to_be_visible()
    expect(rows.nth(0)).to_contain_text("Between 80 % and 95 %".replace(" %", "\u202f%"))


def test_names_are_shown_as_text(analytics):
    expect(analytics.get_by_role("rowheader", name="<script>alert(1)</script>")).to_be_visible()
    expect(analytics.get_by_role("rowheader", name="معرض النور للسيارات").locator("bdi")).to_have_attribute("dir", "auto")
    expect(analytics.get_by_text("Unreachable <b>handset</b>")).to_be_visible()


def test_the_address_remembers_what_is_shown(analytics, base_url):
    page = analytics
    page.get_by_role("button", name="7 days").click()
    expect(page).to_have_url(re.compile("days=7"))
    page.get_by_label("Dealership", exact=True).select_option("Moonlight")
    expect(page).to_have_url(re.compile("dealership=Moonlight"))
    page.get_by_label("Compare with the period before").uncheck()
    expect(page).to_have_url(re.compile("compare=no"))
    page.asked.clear()
    page.reload()
    expect(page.get_by_role("button", name="7 days")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Dealership", exact=True)).to_have_value("Moonlight")
    expect(page.get_by_label("Compare with the period before")).not_to_be_checked()
    expect(page.locator('.content [aria-busy="true"]')).to_have_count(0)
    [asked] = {url for url in page.asked if "/volume?" in url}
    assert "from=2026-10-28" in asked and "to=2026-11-03" in asked and "dealership=Moonlight" in asked and "compare=yes" not in asked


def test_other_days_are_typed(analytics):
    page = analytics
    page.get_by_role("button", name="Other days").click()
    expect(page.get_by_label("From", exact=True)).to_be_focused()
    page.get_by_label("From", exact=True).fill("2026-11-02")
    page.get_by_label("To", exact=True).fill("2026-10-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="The first day comes after the last one.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("From", exact=True).fill("2026-09-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("from=2026-09-01&to=2026-10-01"))
    expect(page.get_by_role("heading", name="Analytics")).to_be_visible()


def test_costs_are_shown_by_what_is_asked(analytics):
    page = analytics
    page.get_by_role("group", name="Costs by").get_by_role("button", name="Country").click()
    expect(page.locator('[data-panel="costs"] thead')).to_contain_text("Country")
    assert any("by=country" in url for url in page.asked)


def test_an_empty_time_says_so(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    answer(page, {"summary": [{"figure": "total", "unit": "messages", "value": 0, "before": 0}]})
    show(page, base_url)
    expect(page.get_by_role("heading", name="No messages in this time")).to_be_visible()
    assert_accessible(page)


def test_a_refused_report_says_why_and_the_others_stay(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    answer(page)
    page.route(re.compile(r"/api/analytics/costs\?"), lambda route: route.fulfill(
        status=422, content_type="application/problem+json", body=json.dumps({"title": "No", "status": 422, "detail": "Not today."})))
    show(page, base_url)
    expect(page.locator('[data-panel="costs"]').get_by_role("alert")).to_contain_text("Not today.")
    expect(figure(page, "sent")).to_contain_text("27")
    assert_accessible(page)


def test_a_server_that_is_gone_is_told_and_come_back_to(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    page.route(re.compile("/api/analytics/"), lambda route: route.abort())
    page.goto(f"{base_url}/analytics")
    expect(page.locator(".banner")).to_be_visible()
    answer(page)  # the route that is set last is asked first
    expect(figure(page, "sent")).to_contain_text("27")
    expect(page.locator(".banner")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(open_page, session_state, base_url, scheme):
    page = open_page(PHONE, storage_state=session_state, has_touch=True, is_mobile=True, color_scheme=scheme)
    answer(page)
    show(page, base_url)
    expect(page.locator('[data-panel="volume"] canvas')).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_real_figures_are_shown(open_page, session_state, base_url, post_transaction):
    page = open_page(storage_state=session_state)
    post_transaction(dealershipName="Analytics House")
    show(page, base_url, "?days=today&dealership=Analytics%20House")
    expect(figure(page, "sent").locator(".figure-value")).to_have_text(re.compile(r"^[1-9]|0"))
    expect(page.get_by_label("Dealership", exact=True)).to_have_value("Analytics House")
    assert_accessible(page)
