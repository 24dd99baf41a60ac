import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from conftest import assert_accessible, assert_no_sideways_scroll, find, show_dashboard


def test_cards_show_today_beside_yesterday(dashboard):
    for name in ("sent", "deliveryRate", "pending", "failed", "replies", "optOuts", "cost"):
        card = dashboard.locator(f'[data-card="{name}"]')
        expect(card.locator(".card-value")).to_have_text(re.compile(r"^(\D?\d[\d,.]*(\s?%)?|—)$"))
        expect(card).to_contain_text(re.compile("yesterday|No prices yet"))
        expect(card.locator(".spark svg")).to_have_attribute("aria-hidden", "true")
        if name not in ("deliveryRate", "cost"):
            expect(card).to_contain_text(re.compile(r"(Last|Next) 14 days: from"))
    expect(dashboard.get_by_role("heading", name="Hour by hour")).to_be_visible()
    assert_accessible(dashboard)
    assert_no_sideways_scroll(dashboard)


def test_a_posted_transaction_is_seen_going_to_delivered_without_a_reload(dashboard, post_transaction):
    page = dashboard
    expect(page.locator(".live")).to_contain_text("Live")
    page.evaluate("window.notReloaded = true")
    transaction = post_transaction(name="Grace Hopper")
    row = page.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row).to_contain_text("Grace Hopper")
    expect(row.locator(".badge")).to_have_text(re.compile("Delivered"))
    assert page.evaluate("window.notReloaded")


def test_the_cards_count_a_message_that_is_delivered(dashboard, post_transaction):
    card = dashboard.locator('[data-card="sent"] .card-value')
    expect(card).not_to_have_text("—")
    before = int(re.sub(r"\D", "", card.inner_text()))
    post_transaction()
    expect(card).not_to_have_text(f"{before:,}")
    assert int(re.sub(r"\D", "", card.inner_text())) > before


def test_the_detail_shows_customer_text_attempts_and_timeline(dashboard, post_transaction):
    page = dashboard
    transaction = post_transaction(name="Katherine Johnson", salesRepName="Sam Rivera")
    row = page.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Delivered"))
    row.get_by_role("button", name="Katherine Johnson").click()
    detail = page.get_by_role("dialog", name="Katherine Johnson")
    expect(detail).to_contain_text("(415) 517-2054")
    expect(detail).to_contain_text(transaction)
    expect(detail).to_contain_text("Sam Rivera")
    expect(detail).to_contain_text("$249.00")
    expect(detail.locator(".bubble").first).not_to_have_class(re.compile("unwritten"))
    expect(detail.locator(".timeline > li").first).to_be_visible()
    expect(detail.locator(".timeline")).to_contain_text("Delivered")
    expect(detail.locator(".timeline")).to_contain_text("Attempt 1, through twilio.")
    expect(detail.locator(".attempts > li")).to_have_count(1)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    expect(row.get_by_role("button", name="Katherine Johnson")).to_be_focused()


def test_a_failed_message_is_explained_in_its_row(dashboard, post_transaction):
    transaction = post_transaction(phone="+15005550009", name="Landline Larry")
    row = dashboard.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Failed"))
    expect(row.locator(".badge use")).to_have_attribute("href", re.compile("#failed"))
    why = row.locator(".why")
    expect(why).to_contain_text("21614")
    expect(why.locator("strong")).not_to_be_empty()
    assert len(why.inner_text()) > len("21614") + 20
    assert_accessible(dashboard)


@pytest.mark.serial
def test_a_failed_message_is_retried_and_delivered(dashboard, post_transaction, sandbox):
    sandbox(permanentErrorRate=1)
    transaction = post_transaction(name="Second Chance")
    row = dashboard.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Failed|Not delivered"))
    sandbox(permanentErrorRate=0)
    row.get_by_role("button", name="Retry").click()
    expect(row.locator(".badge")).to_have_text(re.compile("Delivered"))
    expect(row.locator(".why")).to_be_hidden()


def test_retrying_everything_asks_first(dashboard):
    page = dashboard
    asked = []
    page.route("**/api/retry/bulk", lambda route: (asked.append(route.request.method), route.fulfill(
        json={"success": True, "message": "3 messages will be tried again.", "results": {"success": 3, "failed": 0}})))
    page.get_by_role("button", name="Retry all failed").click()
    question = page.get_by_role("alertdialog")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    assert_accessible(page)
    question.get_by_role("button", name="Cancel").click()
    assert asked == []
    page.get_by_role("button", name="Retry all failed").click()
    question.get_by_role("button", name="Retry all").click()
    expect(page.get_by_text("3 messages will be tried again.")).to_be_visible()
    assert asked == ["POST"]


def test_filters_narrow_the_log_and_the_export(dashboard, post_transaction):
    page = dashboard
    transaction = post_transaction(phone="+15005550009")
    row = page.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Failed"))
    page.get_by_role("button", name="Delivered", exact=True).click()
    expect(page.get_by_role("button", name="Delivered", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Failed", exact=True).click()
    expect(row).to_have_count(1)
    page.get_by_role("button", name="Download").click()
    for kind in ("For Excel", "As CSV", "As JSON lines"):
        export = page.get_by_role("link", name=kind).get_attribute("href")
        assert "failed" in export and "undelivered" in export
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="As CSV")).to_be_hidden()
    find(page, transaction)
    page.get_by_role("searchbox").fill("nobody-has-this")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Show all messages").click()
    expect(page.locator("tbody[data-message]").first).to_be_visible()


@pytest.mark.serial  # so many would push another test's message off the first page
def test_pages_go_older_and_newer(dashboard, post_transaction):
    page = dashboard
    for _ in range(27):
        last = post_transaction()
    rows = page.locator("tbody[data-message]")
    newest = rows.filter(has_text=last)
    expect(newest.locator(".badge")).to_have_text(re.compile("Delivered"))
    page.get_by_role("button", name="Older").click()
    expect(page.locator(".pager")).to_contain_text("Page 2")
    expect(newest).to_have_count(0)
    expect(rows.first).to_be_visible()
    page.get_by_role("button", name="Newer").click()
    expect(page.locator(".pager")).to_contain_text("Page 1")
    expect(newest).to_have_count(1)


def test_markup_in_names_is_text_and_other_scripts_keep_their_direction(dashboard, post_transaction):
    page = dashboard
    script = post_transaction(name="<script>document.title='taken'</script>", dealershipName="<img src=x onerror=alert(1)>")
    arabic = post_transaction(name="محمد عبد الرحمن", dealershipName="معرض النور للسيارات")
    endless = post_transaction(name="Wolfeschlegelsteinhausenbergerdorff" * 5, dealershipName="Motors " * 28)
    rows = page.locator("tbody[data-message]")
    expect(rows.filter(has_text=script)).to_contain_text("<script>document.title")
    expect(rows.filter(has_text=arabic)).to_contain_text("محمد")
    expect(rows.filter(has_text=endless)).to_be_visible()
    assert page.title() == "Dashboard · SMS Tracker"
    assert_no_sideways_scroll(page)


def test_a_page_asks_for_one_script_of_its_own(open_page, session_state):
    page, asked = open_page(storage_state=session_state), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path) if request.resource_type == "script" else None)
    show_dashboard(page)
    assert sorted(asked) == ["/assets/alpine.js", "/scripts/dashboard/page.js"]
