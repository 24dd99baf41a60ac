"""The page of reports: the figures of a time, its file, and who gets it by mail.

The figures and the schedules are answered by the tests where a certain state is wanted; the rest is real.
"""

import json

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll

NASTY = "<script>document.title='run'</script>"
LONG = "A name so long that it can hardly be the name of any dealership but somebody typed it into the CRM anyway"


def counts(delivered, failed, **more):
    total = delivered + failed
    return {"total": total, "sent": delivered, "delivered": delivered, "failed": failed, "pending": 0, "cancelled": 0,
            "deliveryRate": round(100 * delivered / total, 1) if total else None, **more}


def report(**more):
    days = [f"2026-11-{day:02}" for day in range(9, 16)]
    return {
        "business": "Sunrise Motors", "timeZone": "America/New_York", "readAt": "2026-11-16T12:00:00.000Z",
        "days": {"from": days[0], "to": days[-1]}, "previousDays": {"from": "2026-11-02", "to": "2026-11-08"},
        "summary": "630 messages went out.",
        "highlights": [{"name": "Sent", "value": "630", "change": {"text": "+5\u202f%", "tone": "even"}},
                       {"name": "Failed", "value": "70", "change": {"text": "−35\u202f%", "tone": "good"}},
                       {"name": "Cost", "value": "—", "change": None}],
        "total": counts(630, 70), "previousTotal": counts(490, 210),
        "daily": [counts(90, 10, date=day) for day in days], "previousDaily": [],
        "replies": {"now": 3, "before": 1}, "optOuts": {"now": 0, "before": 0}, "costs": [],
        "dealerships": [counts(40, 5, name=name, rateInterval=[76.5, 95.2], change={"text": "−2 points", "tone": "bad"}, previous=counts(1, 0))
                        for name in ("North", "שרות מוטורס", NASTY, LONG, *(f"House {n}" for n in range(20)))],
        "errors": [{"code": "30003", "meaning": NASTY, "advice": "Try again later", "now": 60, "before": 90}],
        "providers": [counts(630, 70, name="twilio", medianMilliseconds=4200)],
        "alerts": [{"kind": "providerPaused", "title": "A provider does not accept the account", "subject": "x", "detail": NASTY,
                    "raisedAt": "2026-11-12T12:00:00.000Z", "clearedAt": None}], **more}


def schedule(**more):
    return {"id": 7, "every": "week", "day": 1, "at": "07:00", "recipients": ["owner@example.com"], "paper": "a4", "enabled": True,
            "nextAt": "2026-11-23T12:00:00.000Z", "createdBy": "Ada", "createdAt": "2026-11-01T12:00:00.000Z", "mails": [], **more}


def mail(state, **more):
    return {"id": 1, "address": "owner@example.com", "days": {"from": "2026-11-09", "to": "2026-11-15"}, "state": state, "attempts": 1,
            "error": None, "askedBy": None, "createdAt": "2026-11-16T12:00:00.000Z", "nextTryAt": None,
            "endedAt": "2026-11-16T12:00:09.000Z", **more}


def answer(page, path, body, status=200):
    def fulfil(route):
        if route.request.method != "GET":
            return route.fallback()
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))
    page.route(path, fulfil)


@pytest.fixture
def reports(open_page, session_state, base_url):
    """Opens the page with answers in place of some of the functions'."""
    def open_it(figures=None, schedules=None, viewport=DESK, can_mail=True, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        if figures is not None:
            answer(page, "**/api/report?*", figures)
        if schedules is not None:
            answer(page, "**/api/report-schedules", {"timeZone": "America/New_York", "canMail": can_mail, "schedules": schedules})
        page.goto(f"{base_url}/reports")
        expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
        return page
    return open_it


def test_the_last_week_is_there_at_once_and_other_days_are_a_click_away(reports):
    page = reports()
    expect(page.locator(".report-figures > li")).not_to_have_count(0)
    expect(page.get_by_role("button", name="Last week")).to_have_attribute("aria-pressed", "true")
    link = page.get_by_role("link", name="Download PDF")
    expect(link).to_have_attribute("href", "/api/report.pdf?period=week&paper=letter")
    page.get_by_role("button", name="Last month").click()
    expect(link).to_have_attribute("href", "/api/report.pdf?period=month&paper=letter")
    page.get_by_role("button", name="Other days").click()
    page.get_by_label("First day", exact=True).fill("2026-10-05")
    with page.expect_response("**/api/report?from=2026-10-05&to=2026-10-20"):
        page.get_by_label("Last day", exact=True).fill("2026-10-20")
    expect(page.get_by_role("heading", name="October 5 – 20, 2026")).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith("-2026-10-05-to-2026-10-20.pdf")
    assert_accessible(page)


def test_days_in_the_wrong_order_are_told_beside_the_field(reports):
    page = reports()
    page.get_by_role("button", name="Other days").click()
    page.get_by_label("First day", exact=True).fill("2026-10-05")
    page.get_by_label("Last day", exact=True).fill("2026-10-01")
    expect(page.locator("#period-to-error")).not_to_be_empty()
    expect(page.get_by_label("Last day", exact=True)).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_full_report_is_readable_and_runs_nothing(reports, viewport, scheme):
    people = ["owner@example.com", f"{'long.' * 11}name@{'sub.' * 20}example.com"]
    page = reports(report(), [schedule(recipients=people, mails=[mail("sent")]), schedule(id=8, every="month", day=31, enabled=False, nextAt=None)],
                   viewport, color_scheme=scheme)
    expect(page.get_by_role("row", name="North")).to_contain_text("88.9")
    expect(page.get_by_text("12 more dealerships in the PDF.")).to_be_visible()
    expect(page.locator(".report-errors").first).to_contain_text("<script>")
    expect(page.locator("svg.report-svg .hour")).to_have_count(7)
    expect(page).to_have_title("Reports · SMS Tracker")
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_nothing_to_report_and_nobody_to_tell(reports):
    quiet = report(summary="No message was due in this time.", total=counts(0, 0), daily=[], dealerships=[], errors=[], providers=[], alerts=[])
    page = reports(quiet, [], can_mail=False)
    expect(page.get_by_text("No message was due in this time.")).to_be_visible()
    expect(page.get_by_text("Nobody gets a report yet.")).to_be_visible()
    expect(page.get_by_text("No mail server is set up yet")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    assert_accessible(page)


def test_a_server_that_is_gone_or_refuses_is_told(reports, session_state):
    page = reports(schedules=[])
    expect(page.locator(".report-figures > li")).not_to_have_count(0)
    page.route("**/api/report?*", lambda route: route.fulfill(status=500, content_type="application/problem+json",
                                                              body=json.dumps({"code": "internal-error", "detail": "Something went wrong on our side."})))
    page.get_by_role("button", name="Last month").click()
    expect(page.get_by_role("alert").filter(has_text="Something went wrong on our side.")).to_be_visible()
    page.unroute("**/api/report?*")
    page.route("**/api/report?*", lambda route: route.abort())
    page.get_by_role("button", name="Last week").click()
    expect(page.get_by_text("The server is not answering.")).to_be_visible()
    page.unroute("**/api/report?*")
    expect(page.get_by_text("The server is not answering.")).to_be_hidden()


def test_a_schedule_is_made_changed_switched_off_and_removed(reports, api):
    page = reports()
    address = "browser-test@example.com"
    page.get_by_role("button", name="Send a report regularly").click()
    dialog = page.get_by_role("dialog", name="Send a report regularly")
    dialog.get_by_role("button", name="Send it from now on").click()
    expect(dialog.locator("#schedule-recipients-error")).to_have_text("Enter at least one e-mail address.")
    dialog.get_by_label("To (one address in a line)").fill("not an address")
    dialog.get_by_role("button", name="Send it from now on").click()
    expect(dialog.locator("#schedule-recipients-error")).to_contain_text("mail addresses")
    assert_accessible(page)
    dialog.get_by_label("To (one address in a line)").fill(address)
    dialog.get_by_label("On", exact=True).select_option("5")
    dialog.get_by_label("At", exact=True).fill("18:30")
    dialog.get_by_role("button", name="Send it from now on").click()
    try:
        item = page.locator("[data-schedule]").filter(has_text=address)
        expect(item).to_contain_text("Every Friday at 18:30")
        expect(item).to_contain_text("Nothing sent yet")
        item.get_by_role("button", name="Change").click()
        dialog = page.get_by_role("dialog", name="Change a report")
        expect(dialog.get_by_label("On", exact=True)).to_have_value("5")
        dialog.get_by_label("How often").select_option("month")
        dialog.get_by_label("On", exact=True).select_option("31")
        dialog.get_by_role("button", name="Save").click()
        expect(item).to_contain_text("Each month on the last day at 18:30")
        item.get_by_role("switch").click()
        expect(item).to_contain_text("Switched off")
        item.get_by_role("button", name="Remove").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
        expect(item).to_have_count(0)
    finally:
        for left in api("GET", "/api/report-schedules")["schedules"]:
            if address in left["recipients"]:
                api("DELETE", f"/api/report-schedules/{left['id']}")


@pytest.mark.parametrize("last, words", [
    (mail("sent"), "Sent"), (mail("failed", error="The mail server refuses the message: 550 No such user"), "Not sent: The mail server refuses"),
    (mail("waiting", error="The mail server cannot be reached.", endedAt=None, nextTryAt="2026-11-16T13:00:00.000Z"), "Next try"),
    (mail("sending", endedAt=None), "Being sent…")])
def test_what_became_of_the_last_mail_is_told(reports, last, words):
    page = reports(report(), [schedule(mails=[last])])
    expect(page.locator(".schedule-people")).to_contain_text(words)
    expect(page.locator(".schedule-head")).to_contain_text("7:00 AM")


def test_a_mail_is_followed_until_it_is_sent(reports):
    page = reports(report(), [schedule()])
    page.route("**/api/report-schedules/7/send", lambda route: route.fulfill(status=202, content_type="application/json", body='{"mails": 1}'))
    answer(page, "**/api/report-schedules", {"timeZone": "America/New_York", "canMail": True,
                                             "schedules": [schedule(mails=[mail("waiting", attempts=0, endedAt=None)])]})
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("The report is on its way.")).to_be_visible()
    expect(page.locator(".schedule-people")).to_contain_text("About to be sent…")
    expect(page.get_by_role("button", name="Send now")).to_be_disabled()
    answer(page, "**/api/report-schedules", {"timeZone": "America/New_York", "canMail": True, "schedules": [schedule(mails=[mail("sent")])]})
    expect(page.locator(".schedule-people")).to_contain_text("Sent")
    expect(page.get_by_role("button", name="Send now")).to_be_enabled()


def test_it_is_used_by_keyboard_alone(reports):
    page = reports(report(), [schedule()])
    page.get_by_role("button", name="Other days").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("First day", exact=True)).to_be_visible()
    page.get_by_role("button", name="Send a report regularly").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("To (one address in a line)")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Send a report regularly")).to_be_focused()
